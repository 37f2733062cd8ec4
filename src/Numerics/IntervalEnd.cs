namespace FreeSpectra.Numerics;

/// <summary>One of the two ends of an interval.</summary>
public enum IntervalEnd
{
    /// <summary>The smaller end.</summary>
    Left = 0,

    /// <summary>The larger end.</summary>
    Right = 1,
}
