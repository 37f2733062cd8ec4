using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The Fisher matrix of a network with layer normalisation in every layer.</summary>
/// <remarks>
/// <para>
/// m_λ ∼ (C − 2)η₁κ₁'/M,  αs/((C − 2)η₁κ₁') M ≤ λ_max ≤ α√s M,
/// s = [(η₃² − η₁²) + (C − 2)(η₁² − η₂/T)]κ₂'² + (C − 2)η₂κ₁'²/T.
/// </para>
/// <para>κ₁', κ₂' are the constants of <see cref="SignalOverlaps"/> with the order parameters of layer normalisation.</para>
/// <para>
/// C ≤ 2: the normalised outputs are constant and the Fisher matrix vanishes. The η's depend on the network's outputs; their
/// averages over networks are infinite for C = 3 (η₁) and C ≤ 5 (η₂ at finite T): then the quantities that need them are
/// absent unless the η's are given.
/// </para>
/// <para>
/// Errata: η₃ as in <see cref="LayerNormMoments"/>, since the printed one breaks the bounds for small C; "C &gt; 3 is
/// non-trivial" (remark D.2.2) should read C ≥ 3.
/// </para>
/// <para>Source: [KAA19] theorem 4.1, eqs. (23)–(26), (S.71)–(S.113).</para>
/// </remarks>
public static class LayerNormalizedFisher
{
    /// <summary>The statistics at width M, T samples and C outputs.</summary>
    /// <param name="overlaps">The order parameters under layer normalisation.</param>
    /// <param name="setting">M, T and C ≥ 3.</param>
    /// <param name="eta">η₁, η₂, η₃ of one network, or their averages.</param>
    public static FisherStatistics Of(SignalOverlaps overlaps, FisherSetting setting, LayerNormMoments eta)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        return Of(overlaps.Alpha, overlaps.Kappa1, overlaps.Kappa2, setting, eta);
    }

    /// <summary>The statistics with the averages of the η's over networks.</summary>
    internal static FisherStatistics Averaged(SignalOverlaps overlaps, LayerSpecification last, FisherSetting setting)
    {
        Overlap h = overlaps.Activations[^1];
        double variance = (last.WeightVariance * h.Moment) + last.BiasVariance;
        double correlation = ((last.WeightVariance * h.Cross) + last.BiasVariance) / variance;
        return Of(overlaps, setting, LayerNormMoments.Average(setting.Outputs, setting.Samples, variance, Math.Max(correlation, 0.0)));
    }

    /// <summary>The statistics for given constants.</summary>
    /// <param name="alpha">α &gt; 0.</param>
    /// <param name="kappa1">κ₁'.</param>
    /// <param name="kappa2">κ₂'.</param>
    /// <param name="setting">M, T and C ≥ 3.</param>
    /// <param name="eta">η₁, η₂, η₃.</param>
    public static FisherStatistics Of(
        double alpha, double kappa1, double kappa2, FisherSetting setting, LayerNormMoments eta)
    {
        RequireOutputs(setting);
        double rank = setting.Outputs - 2.0, same = 1.0 / setting.Samples, m = setting.Width;
        double own = same > 0.0 ? same * eta.Eta2 : 0.0;
        double s = ((eta.Eta3Squared - eta.Eta1Squared + (rank * (eta.Eta1Squared - own))) * kappa2 * kappa2)
            + (rank * own * kappa1 * kappa1);
        double mean = rank * eta.Eta1 * kappa1 / m;
        bool finite = double.IsFinite(s) && double.IsFinite(mean);
        List<KeyValuePair<string, double>> details =
            [new("alpha", alpha), new("kappa1", kappa1), new("kappa2", kappa2)];
        if (finite)
        {
            details.AddRange(
                [new("eta1", eta.Eta1), new("eta2", eta.Eta2), new("eta3", Math.Sqrt(eta.Eta3Squared)), new("s", s)]);
        }

        return new FisherStatistics(
            "KAA19 theorem 4.1 with the corrected eta3",
            finite
                ? new EigenvalueRange(Lower: alpha * s / (rank * eta.Eta1 * kappa1) * m, Upper: alpha * Math.Sqrt(s) * m)
                : default,
            double.IsFinite(mean) ? mean : null,
            finite ? alpha * s : null,
            details: [.. details]);
    }

    internal static void RequireOutputs(FisherSetting setting)
    {
        if (setting.Outputs < 3)
        {
            throw new ArgumentOutOfRangeException(nameof(setting), setting.Outputs, Invariant(
                $"outputs must be >= 3 with layer normalisation (with C <= 2 the outputs are constant and the Fisher matrix vanishes), but is {setting.Outputs}."));
        }
    }
}
