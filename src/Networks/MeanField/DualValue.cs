namespace FreeSpectra.Networks.MeanField;

/// <summary>E φ(u)φ(v) and E φ'(u)φ'(v) for correlated Gaussian u, v.</summary>
/// <param name="Value">I_φ = E φ(u)φ(v).</param>
/// <param name="Slope">I_φ' = E φ'(u)φ'(v) = ∂I_φ/∂Cov(u, v); jumps of φ count with their point masses.</param>
/// <param name="ValueError">An estimate of the error of the value.</param>
/// <param name="SlopeError">An estimate of the error of the slope.</param>
public readonly record struct DualValue(double Value, double Slope, double ValueError, double SlopeError)
{
    /// <summary>The larger of the two errors.</summary>
    public double Error => Math.Max(ValueError, SlopeError);
}
