namespace FreeSpectra.Networks.MeanField;

/// <summary>A point on the edge of chaos: χ₁ = 1 at the fixed point q*.</summary>
/// <param name="WeightVariance">σ_w² = 1/E φ'².</param>
/// <param name="BiasVariance">σ_b².</param>
/// <param name="QStar">q*; 0 in the limit of small signals; where every q is fixed the one that the input starts at.</param>
/// <param name="VarianceSlope">The slope of the variance map at q*: q* attracts where it is below 1.</param>
public readonly record struct CriticalPoint(double WeightVariance, double BiasVariance, double QStar, double VarianceSlope)
{
    private const double Rounding = 2e-16;

    /// <summary>Whether every variance is fixed here, as for ReLU without bias; <see cref="QStar"/> is then one of them.</summary>
    public bool EveryVarianceIsFixed { get; init; }

    /// <summary>An estimate of the error of <see cref="WeightVariance"/>.</summary>
    public double WeightVarianceError { get; init; }

    /// <summary>An estimate of the error of <see cref="BiasVariance"/>; 0 where it was given.</summary>
    public double BiasVarianceError { get; init; }

    /// <summary>An estimate of the error of <see cref="QStar"/>; 0 where it was given.</summary>
    public double QStarError { get; init; }

    /// <summary>An estimate of the error of <see cref="VarianceSlope"/>.</summary>
    public double VarianceSlopeError { get; init; }

    /// <summary>σ_w, the gain of the initialisation.</summary>
    public double Gain => Math.Sqrt(WeightVariance);

    /// <summary>An estimate of the error of <see cref="Gain"/>, half the relative one of the variance.</summary>
    public double GainError => (0.5 * WeightVarianceError / Gain) + (Rounding * Gain);
}
