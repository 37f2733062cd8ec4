using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The order parameters of a network, plain or under layer normalisation, as the Fisher statistics need them.</summary>
/// <remarks>
/// <para>
/// Inputs of different samples are independent: q̂_t⁰ is the input moment and q̂_st⁰ = 0. Layer normalisation divides by
/// σ^ℓ(t)² = σ_w² q̂_t^{ℓ−1} + σ_b² in the hidden layers; q̃^L = 1 belongs to the output before its normalisation.
/// </para>
/// <para>Normalisation of the outputs leaves the order parameters of the plain network.</para>
/// <para>Source: [KAA19] eqs. (5)–(7), (23)–(24), (S.74), (S.87).</para>
/// </remarks>
public static class NetworkOverlaps
{
    /// <summary>The order parameters.</summary>
    /// <param name="network">The network; its normalisation says which recursion is meant.</param>
    /// <exception cref="ArgumentException">The hidden layers are batch-normalised, or an activation has no finite moment.</exception>
    public static SignalOverlaps Of(NetworkSpecification network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Normalization is Normalization.BatchMiddle or Normalization.BatchHidden)
        {
            throw new ArgumentException("the order parameters of batch-normalised hidden layers are those of BatchSphere.", nameof(network));
        }

        bool normalized = network.Normalization == Normalization.Layer;
        int depth = network.Depth;
        var activations = ImmutableArray.CreateBuilder<Overlap>(depth);
        activations.Add(new Overlap(network.InputMoment, 0.0, network.InputMoment));
        var slopes = new Overlap[depth];
        for (int l = 1; l < depth; l++)
        {
            LayerSpecification layer = network.Layers[l - 1];
            Overlap before = activations[l - 1];
            double variance = (layer.WeightVariance * before.Moment) + layer.BiasVariance;
            double covariance = (layer.WeightVariance * before.Cross) + layer.BiasVariance;
            double scale = normalized ? 1.0 / variance : 1.0;
            ConditionalMoments m = ConditionalMoments.Of(layer.Activation!, variance * scale, covariance * scale);
            activations.Add(new Overlap(m.ValueOverlap + m.ValueGap, m.ValueOverlap, m.ValueGap));
            slopes[l] = new Overlap(scale * (m.SlopeOverlap + m.SlopeGap), scale * m.SlopeOverlap, scale * m.SlopeGap);
        }

        var gradients = new Overlap[depth];
        gradients[depth - 1] = new Overlap(1.0, 1.0, 0.0);
        for (int l = depth - 1; l >= 1; l--)
        {
            double weight = network.Layers[l].WeightVariance;
            Overlap next = gradients[l], slope = slopes[l];
            gradients[l - 1] = new Overlap(
                weight * next.Moment * slope.Moment,
                weight * next.Cross * slope.Cross,
                weight * ((next.Gap * slope.Moment) + (next.Cross * slope.Gap)));
        }

        ImmutableArray<double> widths = [network.InputRelativeWidth, .. network.Layers.Take(depth - 1).Select(layer => layer.RelativeWidth)];
        return new SignalOverlaps(widths, activations.ToImmutable(), [.. gradients]);
    }
}
