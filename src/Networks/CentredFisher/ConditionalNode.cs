namespace FreeSpectra.Networks.CentredFisher;

/// <summary>What one hidden unit does once the part a of its pre-activation that all samples share is known.</summary>
/// <remarks>
/// <para>
/// The pre-activation is a + ũ, ũ ~ N(0, v) over samples. Around their means φ ≃ b ũ + n and φ' ≃ d ũ + n', with b = E[φ ũ]/v,
/// d = E[φ' ũ]/v and noises n, n' of covariance [[s², k], [k, r²]] that are uncorrelated with ũ.
/// </para>
/// </remarks>
/// <param name="Weight">The weight of a in the average over a.</param>
/// <param name="Mean">E φ.</param>
/// <param name="MeanSlope">c = E φ'.</param>
/// <param name="Gain">b.</param>
/// <param name="SlopeGain">d = E φ''.</param>
/// <param name="Noise">s² = E n².</param>
/// <param name="SlopeNoise">r² = E n'².</param>
/// <param name="CrossNoise">k = E n n'.</param>
internal readonly record struct ConditionalNode(
    double Weight,
    double Mean,
    double MeanSlope,
    double Gain,
    double SlopeGain,
    double Noise,
    double SlopeNoise,
    double CrossNoise);
