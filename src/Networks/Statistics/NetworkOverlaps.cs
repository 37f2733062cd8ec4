using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using static System.FormattableString;

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
        var activations = new Overlap[depth];
        activations[0] = new Overlap(network.InputMoment, 0.0, network.InputMoment);
        var slopes = new Overlap[depth];
        for (int l = 1; l < depth; l++)
        {
            LayerSpecification layer = network.Layers[l - 1];
            Overlap before = activations[l - 1];
            double variance = (layer.WeightVariance * before.Moment) + layer.BiasVariance;
            if (!(variance > 0.0) || !double.IsFinite(variance))
            {
                throw new ArgumentException(Invariant(
                    $"the pre-activation variance must be finite and > 0, but is {variance:R} in layer {l}: nothing, or too much, reaches it."));
            }

            // c by its distance from 1: nearly equal samples keep their difference.
            var correlation = Correlation.FromComplement(Math.Min(layer.WeightVariance * before.Gap / variance, 2.0));
            double scale = normalized ? 1.0 / variance : 1.0;
            (activations[l], slopes[l]) = Pair(layer.Activation!, variance * scale, scale, correlation);
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
        return new SignalOverlaps(widths, [.. activations], [.. gradients]);
    }

    private static (Overlap Values, Overlap Slopes) Pair(Activation activation, double variance, double scale, Correlation correlation)
    {
        double moment = MeanField.GaussianMoments.SecondMoment(activation, variance).Value;
        double slope = scale * MeanField.GaussianMoments.SlopeSecondMoment(activation, variance).Value;
        if (!double.IsFinite(slope))
        {
            throw new ArgumentException($"activation must be continuous for a Fisher matrix, but {activation.Name} jumps: its gradients are infinite.");
        }

        if (correlation.OneMinus == 0.0)
        {
            return (new Overlap(moment, moment, 0.0), new Overlap(slope, slope, 0.0));
        }

        DualValue dual = DualActivation.Of(activation, variance, variance, correlation);
        double gap = DualActivation.GapOf(activation, variance, correlation, moment, dual.Value);
        double slopeGap = scale * DualActivation.SlopeGapOf(activation, variance, correlation, slope / scale, dual.Slope);
        return (new Overlap(moment, dual.Value, gap), new Overlap(slope, scale * dual.Slope, slopeGap));
    }
}
