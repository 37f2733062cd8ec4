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
    // Each layer's variance and correlation are rounded, to this part of themselves.
    private const double Rounding = 4e-16;

    // The relative step of the differences that tell how far an error is carried.
    private const double Step = 1e-4;

    /// <summary>The order parameters.</summary>
    /// <param name="network">The network; its normalisation says which recursion is meant.</param>
    /// <exception cref="ArgumentException">The hidden layers are batch-normalised, or an activation has no finite moment.</exception>
    public static SignalOverlaps Of(NetworkSpecification network) => Follow(network, withErrors: false);

    /// <summary>The order parameters with estimates of their errors, at about three times the cost.</summary>
    /// <remarks>
    /// <para>
    /// The error of a layer is that of its Gaussian integrals, and what the errors of the layer before become: their size times the
    /// derivatives of the layer's map, taken by differences. The signs of errors are not followed, so that nothing cancels.
    /// </para>
    /// </remarks>
    /// <inheritdoc cref="Of"/>
    public static SignalOverlaps WithErrors(NetworkSpecification network) => Follow(network, withErrors: true);

    private static SignalOverlaps Follow(NetworkSpecification network, bool withErrors)
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
        var activationErrors = new Overlap[depth];
        var slopeErrors = new Overlap[depth];
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

            LayerPair pair = PairOf(layer, before, normalized);
            (activations[l], slopes[l]) = (pair.Values, pair.Slopes);
            if (withErrors)
            {
                pair = Carry(pair, layer, before, activationErrors[l - 1], normalized);
                (activationErrors[l], slopeErrors[l]) = (pair.ValueErrors, pair.SlopeErrors);
            }
        }

        var gradients = new Overlap[depth];
        var gradientErrors = new Overlap[depth];
        gradients[depth - 1] = new Overlap(1.0, 1.0, 0.0);
        for (int l = depth - 1; l >= 1; l--)
        {
            double weight = network.Layers[l].WeightVariance;
            Overlap next = gradients[l], slope = slopes[l], nextError = gradientErrors[l], slopeError = slopeErrors[l];
            gradients[l - 1] = new Overlap(
                weight * next.Moment * slope.Moment,
                weight * next.Cross * slope.Cross,
                weight * ((next.Gap * slope.Moment) + (next.Cross * slope.Gap)));
            gradientErrors[l - 1] = new Overlap(
                weight * ((nextError.Moment * slope.Moment) + (next.Moment * slopeError.Moment)) + (Rounding * gradients[l - 1].Moment),
                weight * ((nextError.Cross * Math.Abs(slope.Cross)) + (Math.Abs(next.Cross) * slopeError.Cross))
                    + (Rounding * Math.Abs(gradients[l - 1].Cross)),
                weight * ((nextError.Gap * slope.Moment) + (Math.Abs(next.Gap) * slopeError.Moment)
                    + (nextError.Cross * Math.Abs(slope.Gap)) + (Math.Abs(next.Cross) * slopeError.Gap))
                    + (Rounding * Math.Abs(gradients[l - 1].Gap)));
        }

        ImmutableArray<double> widths = [network.InputRelativeWidth, .. network.Layers.Take(depth - 1).Select(layer => layer.RelativeWidth)];
        return new SignalOverlaps(widths, [.. activations], [.. gradients])
        {
            ActivationErrors = withErrors ? [.. activationErrors] : [],
            GradientErrors = withErrors ? [.. gradientErrors] : [],
        };
    }

    /// <summary>A layer's order parameters with the errors of its own integrals.</summary>
    private readonly record struct LayerPair(Overlap Values, Overlap Slopes, Overlap ValueErrors, Overlap SlopeErrors);

    /// <summary>Adds to a layer's own errors what those of the layer before become.</summary>
    private static LayerPair Carry(LayerPair own, LayerSpecification layer, Overlap before, Overlap beforeError, bool normalized)
    {
        double moment = (beforeError.Moment / before.Moment) + Rounding;
        LayerPair moved = PairOf(layer, before with { Moment = before.Moment * (1.0 + Step) }, normalized);
        LayerPair carried = Add(own, own, moved, moment / Step);
        if (before.Gap == 0.0)
        {
            return carried;
        }

        double gap = (beforeError.Gap / before.Gap) + Rounding;
        LayerPair apart = PairOf(layer, before with { Gap = before.Gap * (1.0 - Step) }, normalized);
        return Add(carried, own, apart, gap / Step);
    }

    private static LayerPair Add(LayerPair sum, LayerPair here, LayerPair moved, double factor) => sum with
    {
        ValueErrors = Add(sum.ValueErrors, here.Values, moved.Values, factor),
        SlopeErrors = Add(sum.SlopeErrors, here.Slopes, moved.Slopes, factor),
    };

    private static Overlap Add(Overlap sum, Overlap here, Overlap moved, double factor) => new(
        sum.Moment + (factor * Math.Abs(moved.Moment - here.Moment)),
        sum.Cross + (factor * Math.Abs(moved.Cross - here.Cross)),
        sum.Gap + (factor * Math.Abs(moved.Gap - here.Gap)));

    private static LayerPair PairOf(LayerSpecification layer, Overlap before, bool normalized)
    {
        double variance = (layer.WeightVariance * before.Moment) + layer.BiasVariance;

        // c by its distance from 1: nearly equal samples keep their difference.
        var correlation = Correlation.FromComplement(Math.Min(layer.WeightVariance * before.Gap / variance, 2.0));
        double scale = normalized ? 1.0 / variance : 1.0;
        return Pair(layer.Activation!, normalized ? 1.0 : variance, scale, correlation);
    }

    private static LayerPair Pair(Activation activation, double variance, double scale, Correlation correlation)
    {
        Estimate<double> moment = GaussianMoments.SecondMoment(activation, variance);
        Estimate<double> slope = GaussianMoments.SlopeSecondMoment(activation, variance);
        if (!double.IsFinite(slope.Value))
        {
            throw new ArgumentException($"activation must be continuous for a Fisher matrix, but {activation.Name} jumps: its gradients are infinite.");
        }

        if (correlation.OneMinus == 0.0)
        {
            return new LayerPair(
                new Overlap(moment.Value, moment.Value, 0.0),
                new Overlap(scale * slope.Value, scale * slope.Value, 0.0),
                new Overlap(moment.Error, moment.Error, 0.0),
                new Overlap(scale * slope.Error, scale * slope.Error, 0.0));
        }

        DualValue dual = DualActivation.Of(activation, variance, variance, correlation);
        Estimate<double> gap = DualActivation.GapOf(activation, variance, correlation, moment, dual);
        Estimate<double> slopeGap = DualActivation.SlopeGapOf(activation, variance, correlation, slope, dual);
        return new LayerPair(
            new Overlap(moment.Value, dual.Value, gap.Value),
            new Overlap(scale * slope.Value, scale * dual.Slope, scale * slopeGap.Value),
            new Overlap(moment.Error, dual.ValueError, gap.Error),
            new Overlap(scale * slope.Error, scale * dual.SlopeError, scale * slopeGap.Error));
    }
}
