namespace FreeSpectra.Networks.MeanField;

/// <summary>What becomes of two nearby inputs, or of one, in a deep network.</summary>
public enum Phase
{
    /// <summary>χ₁ &lt; 1: all inputs become alike, gradients vanish.</summary>
    Ordered = 0,

    /// <summary>χ₁ = 1 to within its error: the edge of chaos.</summary>
    Critical = 1,

    /// <summary>χ₁ &gt; 1: nearby inputs part, gradients explode.</summary>
    Chaotic = 2,

    /// <summary>The variance grows without bound.</summary>
    Unbounded = 3,
}
