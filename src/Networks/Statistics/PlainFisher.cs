namespace FreeSpectra.Networks.Statistics;

/// <summary>The Fisher matrix of a network without normalisation.</summary>
/// <remarks>
/// <para>
/// m_λ ∼ κ₁ C/M,  s_λ ∼ αC((T−1)/T κ₂² + κ₁²/T),  λ_max ∼ α((T−1)/T κ₂ + κ₁/T) M with multiplicity C; its eigenvectors
/// span {E ∇f_k}, and 1/√T in block k of the dual ([KAA19] theorem 3.1).
/// </para>
/// <para>
/// Domain: non-centred networks (σ_b &gt; 0 or E φ(√q Z) ≠ 0 at the variances q that occur), i.i.d. inputs, M₀ ∝ M. With
/// κ₂ = 0 and T ∝ M the value is too small by a factor of about 4.
/// </para>
/// <para>Error: relative O(1/M); the bias gradients are the first correction, given as a detail. For C &gt; 1 the C top
/// eigenvalues split by O(√M) and their mean follows the formula.</para>
/// <para>Source: [KAA19] theorem 2.2, eqs. (8)–(11).</para>
/// </remarks>
public static class PlainFisher
{
    /// <summary>The statistics at width M, T samples and C outputs.</summary>
    /// <param name="overlaps">The order parameters.</param>
    /// <param name="setting">M, T and C.</param>
    public static FisherStatistics Of(SignalOverlaps overlaps, FisherSetting setting)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        double same = 1.0 / setting.Samples;
        double m = setting.Width;
        double kappa1 = overlaps.Kappa1, kappa2 = overlaps.Kappa2, alpha = overlaps.Alpha;
        double largest = alpha * (((1.0 - same) * kappa2) + (same * kappa1)) * m;
        double bias = overlaps.BiasTerm(setting.Samples);
        double trace = setting.Outputs * ((alpha * kappa1 * m) + overlaps.Gradients.Sum(delta => delta.Moment));
        return new FisherStatistics(
            "KAA19 theorem 2.2",
            new EigenvalueRange(Value: largest),
            kappa1 * setting.Outputs / m,
            alpha * setting.Outputs * (((1.0 - same) * kappa2 * kappa2) + (same * kappa1 * kappa1)),
            [.. overlaps.LayerTerms(setting.Samples).Select(term => term * m)],
            [
                new("alpha", alpha),
                new("kappa1", kappa1),
                new("kappa2", kappa2),
                new("biasTerm", bias),
                new("largestWithBias", largest + bias),
                new("meanEigenvalueWithBias", trace / overlaps.Parameters(m, setting.Outputs)),
            ]);
    }
}
