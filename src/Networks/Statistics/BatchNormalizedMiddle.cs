using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The Fisher matrix of a network whose hidden layers are batch-normalised and whose outputs are not.</summary>
/// <remarks>
/// <para>
/// λ_max ≥ f_L = α_{L−1}((T−1)/T q̂_st + q̂_t/T) M, the value of its last layer's block alone, with the order parameters of
/// <see cref="BatchSphere"/>: the same in every layer, and independent of σ_w, σ_b and the depth.
/// </para>
/// <para>
/// The bound is close to the value for non-centred activations: along the top direction the hidden layers add almost
/// nothing, because Σ_a ∂f(t)/∂u(a) = 0. For odd φ the bound tends to 0 as T grows and says nothing.
/// </para>
/// <para>
/// Errata: [KAA19] (S.65) has α for α_{L−1}; (S.67) lacks α_{L−1}M; (S.68)–(S.69) divide by the variance.
/// </para>
/// <para>Source: [KAA19] theorem 3.4, eqs. (20)–(22), (S.56)–(S.70).</para>
/// </remarks>
public static class BatchNormalizedMiddle
{
    /// <summary>The bound at width M and T samples.</summary>
    /// <param name="activation">φ of layer L − 1.</param>
    /// <param name="lastRelativeWidth">α_{L−1} &gt; 0.</param>
    /// <param name="depth">L ≥ 2.</param>
    /// <param name="setting">M, T ≥ 2 and C.</param>
    /// <param name="gain">γ &gt; 0 of layer L − 1.</param>
    public static FisherStatistics Of(
        Activation activation, double lastRelativeWidth, int depth, FisherSetting setting, double gain = 1.0)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.Positive(lastRelativeWidth);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 2);
        if (setting.Samples < 2.0)
        {
            throw new ArgumentOutOfRangeException(nameof(setting), setting.Samples, Invariant(
                $"samples must be >= 2 with batch normalisation (one sample has no variance), but is {setting.Samples:R}."));
        }

        int? batch = double.IsInfinity(setting.Samples) ? null : (int)Math.Min(setting.Samples, int.MaxValue);
        BatchOverlaps q = BatchSphere.Of(activation, batch, gain);
        double same = 1.0 / setting.Samples;
        double bound = lastRelativeWidth * (((1.0 - same) * q.Overlap) + (same * q.Moment)) * setting.Width;
        double error = (lastRelativeWidth * q.Error * setting.Width) + (4e-16 * bound);
        return new FisherStatistics(
            "KAA19 theorem 3.4",
            new EigenvalueRange(Lower: bound),
            layerTerms: [.. Enumerable.Repeat(0.0, depth - 1), bound],
            details:
            [
                new("qHat", q.Moment),
                new("qHatOverlap", q.Overlap),
                new("error", q.Error),
                new("lowerWithBias", bound + 1.0),
            ])
        {
            Errors = new FisherStatistics(
                "errors",
                new EigenvalueRange(Lower: error),
                layerTerms: [.. Enumerable.Repeat(0.0, depth - 1), error],
                details: [new("qHat", q.Error), new("qHatOverlap", q.Error), new("lowerWithBias", error)]),
        };
    }
}
