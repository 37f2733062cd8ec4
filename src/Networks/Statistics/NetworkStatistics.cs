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
    public static FisherStatistics Of(NetworkSpecification network, StatisticsQuestion question) => Answer(network, question, withErrors: false);

    /// <summary>The statistics with estimates of their numerical errors: see <see cref="FisherStatistics.Errors"/>.</summary>
    /// <inheritdoc cref="Of"/>
    public static FisherStatistics WithErrors(NetworkSpecification network, StatisticsQuestion question) => Answer(network, question, withErrors: true);

    private static FisherStatistics Answer(NetworkSpecification network, StatisticsQuestion question, bool withErrors)
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
        SignalOverlaps Plain() => withErrors ? NetworkOverlaps.WithErrors(network) : NetworkOverlaps.Of(network);
        FisherStatistics By(SignalOverlaps overlaps, Func<SignalOverlaps, FisherStatistics> theorem) =>
            withErrors ? StatisticsErrors.Attach(theorem, overlaps) : theorem(overlaps);

        if (question.Convolution is { } geometry)
        {
            SignalOverlaps overlaps = network.Normalization switch
            {
                Normalization.None => Plain(),
                Normalization.BatchHidden => HiddenBatchNormalization.Overlaps(network, gain, question.Samples, question.Reading),
                _ => throw new ArgumentException(
                    "conv must come without normalisation or with batch normalisation of the hidden layers (batch-hidden)."),
            };
            return By(overlaps, o => ConvolutionalFisher.Bound(o, geometry, question.Samples, question.Reading));
        }

        var setting = new FisherSetting(
            question.Width ?? throw new ArgumentException("width must be given for a fully connected network."), question.Samples, question.Outputs);
        LayerSpecification last = network.Layers[^1];
        switch (network.Normalization)
        {
            case Normalization.None:
                return By(Plain(), o => PlainFisher.Of(o, setting));
            case Normalization.MeanLast:
                RequireFinite(setting);
                return MeanSubtracted(network, setting, Plain(), withErrors);
            case Normalization.BatchLast:
                RequireFinite(setting);
                return By(Plain(), o => BatchNormalizedOutput.Of(o, setting, last.WeightVariance, gain));
            case Normalization.BatchMiddle:
                LayerSpecification hidden = network.Layers[^2];
                return BatchNormalizedMiddle.Of(hidden.Activation!, hidden.RelativeWidth, network.Depth, setting, gain);
            case Normalization.BatchHidden:
                return By(
                    HiddenBatchNormalization.Overlaps(network, gain, setting.Samples, question.Reading),
                    o => HiddenBatchNormalization.Bound(o, setting, question.Reading));
            case Normalization.Layer:
                LayerNormalizedFisher.RequireOutputs(setting);
                return By(Plain(), o => question.Eta is { } eta
                    ? LayerNormalizedFisher.Of(o, setting, eta)
                    : LayerNormalizedFisher.Averaged(o, last, setting));
            default:
                throw new ArgumentException(Invariant($"normalization must be a known one, but is {network.Normalization}."));
        }
    }

    private static FisherStatistics MeanSubtracted(
        NetworkSpecification network, FisherSetting setting, SignalOverlaps overlaps, bool withErrors)
    {
        bool jumps = network.Layers.Any(layer => layer.Activation is { } phi
            && Enumerable.Range(0, phi.Kinks.Length).Any(kink => phi.JumpAt(kink) != 0.0));
        MeanSubtractionConstants? constants = setting.Samples < 2.0 || jumps ? null : MeanSubtractionConstants.Of(network, overlaps);
        FisherStatistics Theorem(SignalOverlaps o, MeanSubtractionConstants? c) => MeanSubtractedFisher.Of(o, setting, c);
        if (!withErrors)
        {
            return Theorem(overlaps, constants);
        }

        const double scale = 1e5;
        double moved = 1.0 + (scale * MeanSubtractionConstants.RelativeError);
        (FisherStatistics, double)? further = constants is { } c
            ? (Theorem(overlaps, new MeanSubtractionConstants(c.Own * moved, c.Between * moved)), scale)
            : null;
        return StatisticsErrors.Attach(o => Theorem(o, constants), overlaps, further);
    }

    private static void RequireFinite(FisherSetting setting)
    {
        if (double.IsInfinity(setting.Samples))
        {
            throw new ArgumentException("samples must be given where the outputs are normalised over the batch.");
        }
    }
}
