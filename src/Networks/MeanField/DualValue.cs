namespace FreeSpectra.Networks.MeanField;

/// <summary>E φ(u)φ(v) and E φ'(u)φ'(v) for correlated Gaussian u, v.</summary>
/// <param name="Value">I_φ = E φ(u)φ(v).</param>
/// <param name="Slope">I_φ' = E φ'(u)φ'(v) = ∂I_φ/∂Cov(u, v); jumps of φ count with their point masses.</param>
/// <param name="Error">An estimate of the larger of the two errors.</param>
public readonly record struct DualValue(double Value, double Slope, double Error);
