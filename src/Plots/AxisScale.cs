namespace FreeSpectra.Plots;

/// <summary>How numbers are laid out along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal distances for equal differences.</summary>
    Linear = 0,

    /// <summary>Equal distances for equal ratios; the range must be positive.</summary>
    Logarithmic = 1,
}
