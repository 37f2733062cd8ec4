using System.Collections.Immutable;
using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The bound on λ_max of a convolutional network with a fully connected head, i.i.d. input sites.</summary>
/// <remarks>
/// <para>
/// The forward recursion is that of a fully connected network, for two samples at the same site (q̂_xy) and at two sites
/// (q̂_αβ,xy) alike, since input sites are independent. f_ℓ = N_{ℓ−1}((|K_ℓ|−1)q̃_αβ,xy^ℓ + q̃_xy^ℓ)((|K_ℓ|−1)q̂_αβ,xy^{ℓ−1} + q̂_xy^{ℓ−1}).
/// </para>
/// <para>
/// <see cref="RecursionReading.Corrected"/>: q̃^ℓ and q̃_xy^ℓ are averages over sites, so they gain |K_{ℓ+1}|/|K_ℓ|, with
/// |K_L| = 1 for the head; q̃_αβ = 0 because different sites meet different weights of the head. Then f_ℓ = C_{ℓ−1}|F_ℓ|·
/// |K_ℓ|q̃_xy^ℓ q̂_xy^{ℓ−1}, and |K_ℓ|q̃_xy^ℓ obeys the fully connected recursion. For n samples f_ℓ has the average of the
/// same-sample and the two-sample product with weights 1/n and (n − 1)/n; a site pair of one sample has q̂_xy too.
/// </para>
/// <para>The other readings are [WSS19] (37), (43), (45) as printed, in the limit n → ∞, with two base cases.</para>
/// <para>Domain: no correlation between input sites, and no boundary effect: zero padding lowers q̂ at border sites.</para>
/// <para>Source: [WSS19] eqs. (34)–(45); errata in the summary of <see cref="RecursionReading"/>.</para>
/// </remarks>
public static class ConvolutionalFisher
{
    /// <summary>The bound.</summary>
    /// <param name="overlaps">
    /// The order parameters of the fully connected network of the same depth, with or without batch normalisation, made with
    /// the same reading. Its widths do not enter.
    /// </param>
    /// <param name="geometry">Sites and channels.</param>
    /// <param name="samples">n ≥ 1, possibly infinite; as printed the bound is that of n = ∞.</param>
    /// <param name="reading">Which form of the backward recursion is used.</param>
    /// <exception cref="ArgumentException">The depths differ.</exception>
    public static FisherStatistics Bound(
        SignalOverlaps overlaps, ConvolutionGeometry geometry, double samples, RecursionReading reading)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        ArgumentNullException.ThrowIfNull(geometry);
        int depth = geometry.Depth;
        if (overlaps.Depth != depth)
        {
            throw new ArgumentException(Invariant(
                $"depth must be {depth} for {depth - 1} convolutions and a fully connected head, but is {overlaps.Depth}."), nameof(overlaps));
        }

        double same = reading == RecursionReading.Corrected ? 1.0 / samples : 0.0;
        var terms = new double[depth];
        double bias = 0.0;
        for (int l = 1; l <= depth; l++)
        {
            int sites = geometry.Sites(l);
            Overlap h = overlaps.Activations[l - 1];
            Overlap delta = AtSites(overlaps.Gradients[l - 1], geometry, l, reading);
            if (reading == RecursionReading.Literal)
            {
                terms[l - 1] = geometry.FanIn(l - 1) * (double)sites * sites * delta.Cross * h.Cross;
            }
            else if (reading == RecursionReading.Printed)
            {
                // (|K|−1)q̃_αβ + q̃_xy with q̃_αβ = 0, times (|K|−1)q̂_αβ + q̂_xy with q̂_αβ = q̂_xy.
                terms[l - 1] = geometry.FanIn(l - 1) * (double)sites * delta.Cross * h.Cross;
            }
            else
            {
                terms[l - 1] = geometry.FanIn(l - 1) * (double)sites
                    * (((1.0 - same) * delta.Cross * h.Cross) + (same * delta.Moment * h.Moment));
                bias += sites * (((1.0 - same) * delta.Cross) + (same * delta.Moment));
            }
        }

        double bound = terms.Sum();
        return new FisherStatistics(
            "WSS19 eq. (45)",
            new EigenvalueRange(Lower: bound, Value: bound),
            layerTerms: [.. terms],
            details: reading == RecursionReading.Corrected
                ? [new("biasTerm", bias), new("largestWithBias", bound + bias)]
                : []);
    }

    /// <summary>q̃^ℓ and q̃_xy^ℓ, averages over the sites of layer ℓ.</summary>
    /// <param name="connected">The same of the fully connected network.</param>
    /// <param name="geometry">Sites and channels.</param>
    /// <param name="layer">ℓ in 1, …, L.</param>
    /// <param name="reading">Which form of the backward recursion is used.</param>
    public static Overlap AtSites(
        Overlap connected, ConvolutionGeometry geometry, int layer, RecursionReading reading)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        // The factors |K_{k+1}|/|K_k| for k = ℓ, …, L − 1 multiply to 1/|K_ℓ|; as printed only the head's is there.
        double factor = reading switch
        {
            _ when layer == geometry.Depth => 1.0,
            RecursionReading.Corrected => 1.0 / geometry.Sites(layer),
            RecursionReading.Printed => 1.0 / geometry.Sites(geometry.Depth - 1),
            _ => 1.0,
        };
        return new Overlap(factor * connected.Moment, factor * connected.Cross, factor * connected.Gap);
    }
}
