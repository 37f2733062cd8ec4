namespace FreeSpectra.Networks.MeanField;

/// <summary>Which variances beside a fixed point q* of the variance map come back to it from layer to layer.</summary>
public enum VarianceStability
{
    /// <summary>Those on both sides.</summary>
    Attracting = 0,

    /// <summary>Every variance is fixed, as for ReLU at σ_w² = 2, σ_b² = 0.</summary>
    Neutral = 1,

    /// <summary>Only smaller ones; larger ones drift away: half-stable.</summary>
    AttractingFromBelow = 2,

    /// <summary>Only larger ones; smaller ones drift away: half-stable.</summary>
    AttractingFromAbove = 3,

    /// <summary>None.</summary>
    Repelling = 4,
}
