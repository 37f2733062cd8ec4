namespace FreeSpectra.Networks.MeanField;

/// <summary>A point on the edge of chaos: χ₁ = 1 at the fixed point q*.</summary>
/// <param name="WeightVariance">σ_w² = 1/E φ'².</param>
/// <param name="BiasVariance">σ_b².</param>
/// <param name="QStar">q*; 0 in the limit of small signals; for a scale-free φ, whose every q is fixed, the input's.</param>
/// <param name="VarianceSlope">The slope of the variance map at q*: q* attracts where it is below 1.</param>
public readonly record struct CriticalPoint(double WeightVariance, double BiasVariance, double QStar, double VarianceSlope)
{
    /// <summary>An estimate of the error of <see cref="WeightVariance"/>.</summary>
    public double WeightVarianceError { get; init; }

    /// <summary>An estimate of the error of <see cref="BiasVariance"/>; 0 where it was given.</summary>
    public double BiasVarianceError { get; init; }

    /// <summary>An estimate of the error of <see cref="QStar"/>; 0 where it was given.</summary>
    public double QStarError { get; init; }
}
