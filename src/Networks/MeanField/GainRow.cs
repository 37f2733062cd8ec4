namespace FreeSpectra.Networks.MeanField;

/// <summary>The gains and critical points of one activation.</summary>
/// <param name="Activation">The activation's canonical text.</param>
/// <param name="ForwardGain">1/√(E φ(Z)²): this weight standard deviation (times 1/√fan-in) keeps a unit variance forwards.</param>
/// <param name="BackwardGain">1/√(E φ'(Z)²): this one keeps gradients at unit variance.</param>
/// <param name="NoBias">The critical point at σ_b² = 0, if there is one.</param>
/// <param name="SomeBias">The critical point at σ_b² = 0.05, if there is one.</param>
/// <param name="HalfStable">The critical point at which the variance map is critical too, if there is one.</param>
public sealed record GainRow(
    string Activation,
    double ForwardGain,
    double BackwardGain,
    CriticalPoint? NoBias,
    CriticalPoint? SomeBias,
    CriticalPoint? HalfStable)
{
    /// <summary>An estimate of the error of <see cref="ForwardGain"/>.</summary>
    public double ForwardGainError { get; init; }

    /// <summary>An estimate of the error of <see cref="BackwardGain"/>.</summary>
    public double BackwardGainError { get; init; }
}
