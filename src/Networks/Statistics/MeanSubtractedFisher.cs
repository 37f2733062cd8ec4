using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The Fisher matrix of a network whose outputs have their mean over the batch subtracted.</summary>
/// <remarks>
/// <para>m_λ ∼ (1 − 1/T)(κ₁ − κ₂) C/M,  s_λ ∼ αC(1 − 1/T)(κ₁ − κ₂)²/T.</para>
/// <para>
/// T = O(1), T ≥ 2 (regime i): λ_max ∼ α(κ₁ − κ₂)M/T, relative error about 2√(T/M). T = M/ρ (regime ii):
/// ρα(κ₁ − κ₂) + c₁ ≤ λ_max ≤ √((Cα²ρ(κ₁ − κ₂)² + c₂) M); the lower bound has the true order, λ_max = O(1).
/// </para>
/// <para>
/// <see cref="FisherStatistics.Largest"/> holds the explicit part of the bounds (c₁ = c₂ = 0), which needs no further
/// integrals; given the constants, the details add the constants of <see cref="MeanSubtractionConstants"/>.
/// Without gradient independence c₁ → c₁M^{1−2q*}, c₂M → c₂M^{2(1−q*)} with q* = min(q, ½) (theorem B.1); q = ½ in every
/// simulation and by lemma B.2.
/// </para>
/// <para>Erratum: [KAA19] (S.37) lacks α.</para>
/// <para>Domain: M₀ ∝ M. At fixed input dimension the overlaps keep O(1) fluctuations and λ_max = O(M).</para>
/// <para>Source: [KAA19] theorems 3.3 and B.1, eqs. (15)–(18).</para>
/// </remarks>
public static class MeanSubtractedFisher
{
    /// <summary>The statistics at width M, T samples and C outputs.</summary>
    /// <param name="overlaps">The order parameters.</param>
    /// <param name="setting">M, T ≥ 2 and C.</param>
    /// <param name="constants">v and v_× of theorem 3.3, if the bounds with c₁ and c₂ are wanted.</param>
    /// <param name="convergenceExponent">q of (S.5), &gt; 0: ½ under gradient independence.</param>
    public static FisherStatistics Of(
        SignalOverlaps overlaps,
        FisherSetting setting,
        MeanSubtractionConstants? constants = null,
        double convergenceExponent = 0.5)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        Numerics.Require.Positive(convergenceExponent);
        if (setting.Samples < 2.0)
        {
            throw new ArgumentOutOfRangeException(nameof(setting), setting.Samples, Invariant(
                $"samples must be >= 2 when the batch mean is subtracted (one sample minus its mean is 0), but is {setting.Samples:R}."));
        }

        double same = 1.0 / setting.Samples, rho = setting.Ratio, m = setting.Width;
        double edge = overlaps.Alpha * overlaps.KappaGap;
        double lower = rho * edge;
        double upperSquared = setting.Outputs * rho * edge * edge;
        List<KeyValuePair<string, double>> details =
        [
            new("alpha", overlaps.Alpha),
            new("kappa1", overlaps.Kappa1),
            new("kappa2", overlaps.Kappa2),
            new("kappaGap", overlaps.KappaGap),
            new("fewSamplesValue", lower),
        ];
        if (constants is { } c)
        {
            double exponent = Math.Min(convergenceExponent, 0.5);
            double c1 = c.LowerConstant(overlaps, setting.Outputs), c2 = c.UpperConstant(setting.Outputs);
            double growth = Math.Pow(m, 1.0 - (2.0 * exponent));
            details.Add(new("c1", c1));
            details.Add(new("c2", c2));
            details.Add(new("lowerWithConstant", lower + (c1 * growth)));
            details.Add(new("upperWithConstant", Math.Sqrt((upperSquared + (c2 * growth)) * m)));
        }

        return new FisherStatistics(
            "KAA19 theorem 3.3",
            new EigenvalueRange(Lower: lower, Upper: Math.Sqrt(upperSquared * m)),
            (1.0 - same) * overlaps.KappaGap * setting.Outputs / m,
            setting.Outputs * overlaps.Alpha * (1.0 - same) * overlaps.KappaGap * overlaps.KappaGap * same,
            details: [.. details]);
    }
}
