using static System.FormattableString;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The theorem that a network's normalisation calls for.</summary>
/// <remarks>
/// <para>
/// none: <see cref="PlainFisher"/>; mean-last: <see cref="MeanSubtractedFisher"/>; batch-last:
/// <see cref="BatchNormalizedOutput"/>; batch-middle: <see cref="BatchNormalizedMiddle"/>; batch-hidden:
/// <see cref="HiddenBatchNormalization"/>; layer: <see cref="LayerNormalizedFisher"/>; with a geometry
/// <see cref="ConvolutionalFisher"/>.
/// </para>
/// <para>Source: [KAA19], [WSS19].</para>
/// </remarks>
public static class NetworkStatistics
{
    /// <summary>The statistics of a network's Fisher matrix.</summary>
    /// <exception cref="ArgumentException">The question does not fit the network; the message says how.</exception>
    public static FisherStatistics Of(NetworkSpecification network, StatisticsQuestion question)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(question);
        if (network.Depth < 2)
        {
            throw new ArgumentException(Invariant($"depth must be >= 2 (at least one hidden layer), but is {network.Depth}."));
        }

        bool batch = network.Normalization is Normalization.BatchLast or Normalization.BatchMiddle or Normalization.BatchHidden;
        if (question.Gain is { } given && !batch)
        {
            throw new ArgumentException(Invariant($"gamma = {given:R} needs a batch normalisation, but the network has none."));
        }

        if (question.Eta is not null && network.Normalization != Normalization.Layer)
        {
            throw new ArgumentException("eta needs layer normalisation, but the network has another.");
        }

        double gain = question.Gain ?? 1.0;
        if (question.Convolution is { } geometry)
        {
            return Convolutional(network, question, geometry, gain);
        }

        var setting = new FisherSetting(
            question.Width ?? throw new ArgumentException("width must be given for a fully connected network."), question.Samples, question.Outputs);
        switch (network.Normalization)
        {
            case Normalization.None:
                return PlainFisher.Of(NetworkOverlaps.Of(network), setting);
            case Normalization.MeanLast:
                return MeanSubtracted(network, setting);
            case Normalization.BatchLast:
                RequireFinite(setting);
                return BatchNormalizedOutput.Of(NetworkOverlaps.Of(network), setting, network.Layers[^1].WeightVariance, gain);
            case Normalization.BatchMiddle:
                LayerSpecification last = network.Layers[^2];
                return BatchNormalizedMiddle.Of(last.Activation!, last.RelativeWidth, network.Depth, setting, gain);
            case Normalization.BatchHidden:
                return HiddenBatchNormalization.Bound(
                    HiddenBatchNormalization.Overlaps(network, gain, setting.Samples, question.Reading), setting, question.Reading);
            case Normalization.Layer:
                return LayerNormalized(network, setting, question.Eta);
            default:
                throw new ArgumentException(Invariant($"normalization must be a known one, but is {network.Normalization}."));
        }
    }

    private static FisherStatistics MeanSubtracted(NetworkSpecification network, FisherSetting setting)
    {
        RequireFinite(setting);
        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        if (setting.Samples < 2.0)
        {
            return MeanSubtractedFisher.Of(overlaps, setting);
        }

        bool jumps = network.Layers.Any(layer => layer.Activation is { } phi
            && Enumerable.Range(0, phi.Kinks.Length).Any(kink => phi.JumpAt(kink) != 0.0));
        return MeanSubtractedFisher.Of(overlaps, setting, jumps ? null : MeanSubtractionConstants.Of(network, overlaps));
    }

    private static FisherStatistics LayerNormalized(NetworkSpecification network, FisherSetting setting, LayerNormMoments? given)
    {
        if (setting.Outputs < 3)
        {
            return LayerNormalizedFisher.Of(1.0, 1.0, 1.0, setting, default);
        }

        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        LayerSpecification last = network.Layers[^1];
        Overlap h = overlaps.Activations[^1];
        double variance = (last.WeightVariance * h.Moment) + last.BiasVariance;
        double correlation = ((last.WeightVariance * h.Cross) + last.BiasVariance) / variance;
        return LayerNormalizedFisher.Of(
            overlaps, setting, given ?? LayerNormMoments.Average(setting.Outputs, setting.Samples, variance, Math.Max(correlation, 0.0)));
    }

    private static FisherStatistics Convolutional(
        NetworkSpecification network, StatisticsQuestion question, ConvolutionGeometry geometry, double gain)
    {
        SignalOverlaps overlaps = network.Normalization switch
        {
            Normalization.None => NetworkOverlaps.Of(network),
            Normalization.BatchHidden => HiddenBatchNormalization.Overlaps(network, gain, question.Samples, question.Reading),
            _ => throw new ArgumentException(
                "conv must come without normalisation or with batch normalisation of the hidden layers (batch-hidden)."),
        };
        return ConvolutionalFisher.Bound(overlaps, geometry, question.Samples, question.Reading);
    }

    private static void RequireFinite(FisherSetting setting)
    {
        if (double.IsInfinity(setting.Samples))
        {
            throw new ArgumentException("samples must be given where the outputs are normalised over the batch.");
        }
    }
}
