using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The Fisher matrix of a network whose outputs are batch-normalised, f_k = γ(u_k − μ_k)/σ_k + β.</summary>
/// <remarks>
/// <para>
/// m_λ ∼ (1 − 2/T) Q₁(κ₁ − κ₂)/M,
/// ρα(Q₂/Q₁)(κ₁ − κ₂) + c₁' ≤ λ_max ≤ √(((1 − 2/T)Q₂α²ρ(κ₁ − κ₂)² + c₂') M), Q₁ = Σ γ²/σ_k², Q₂ = Σ γ⁴/σ_k⁴.
/// </para>
/// <para>
/// Here σ_k² has its limit for many samples, σ² = σ_w²(q̂_t^{L−1} − q̂_st^{L−1}), so Q₁ = Cγ²/σ² and Q₂/Q₁ = γ²/σ². At width M
/// it fluctuates by about 1/√M from network to network. The bounds are those with c₁' = c₂' = 0.
/// </para>
/// <para>
/// Erratum: [KAA19] (19) is the limit T → ∞ of this; the factor 1 − 2/T is the trace of the projector off 1 and ū, and
/// makes the Fisher matrix vanish at T = 2, as it must. (S.54) "+O(1/M)" is of the order of the leading term.
/// </para>
/// <para>γ and β are not counted as parameters; as parameters they add an eigenvalue 1 along 1.</para>
/// <para>Source: [KAA19] eqs. (13), (19), (S.43)–(S.55).</para>
/// </remarks>
public static class BatchNormalizedOutput
{
    /// <summary>The statistics at width M, T samples and C outputs.</summary>
    /// <param name="overlaps">The order parameters.</param>
    /// <param name="setting">M, T ≥ 3 and C.</param>
    /// <param name="readoutVariance">σ_w² of the last layer, &gt; 0.</param>
    /// <param name="gain">γ &gt; 0, the same for every output.</param>
    public static FisherStatistics Of(
        SignalOverlaps overlaps, FisherSetting setting, double readoutVariance, double gain = 1.0)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        Require.Positive(readoutVariance);
        Require.Positive(gain);
        if (setting.Samples < 3.0)
        {
            throw new ArgumentOutOfRangeException(nameof(setting), setting.Samples, Invariant(
                $"samples must be >= 3 with batch normalisation (with 2 the outputs are ±1 whatever the weights, and the Fisher matrix vanishes), but is {setting.Samples:R}."));
        }

        double variance = readoutVariance * overlaps.Activations[^1].Gap;
        if (!(variance > 0.0))
        {
            throw new ArgumentException("The outputs do not vary over samples, so batch normalisation divides by 0.", nameof(overlaps));
        }

        double rank = 1.0 - (2.0 / setting.Samples), ratio = gain * gain / variance;
        double q1 = setting.Outputs * ratio, q2 = setting.Outputs * ratio * ratio;
        double edge = overlaps.Alpha * overlaps.KappaGap;
        double mean = rank * q1 * overlaps.KappaGap / setting.Width;
        return new FisherStatistics(
            "KAA19 eq. (19) with the factor 1 - 2/T",
            new EigenvalueRange(
                Lower: setting.Ratio * edge * ratio, Upper: Math.Sqrt(rank * q2 * edge * edge * setting.Ratio * setting.Width)),
            mean,
            rank * q2 * overlaps.Alpha * overlaps.KappaGap * overlaps.KappaGap / setting.Samples,
            details:
            [
                new("alpha", overlaps.Alpha),
                new("kappa1", overlaps.Kappa1),
                new("kappa2", overlaps.Kappa2),
                new("kappaGap", overlaps.KappaGap),
                new("outputVariance", variance),
                new("q1", q1),
                new("q2", q2),
            ]);
    }
}
