using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Tests.Cookbook;

public sealed class LayerNormalisationKeepsSharpness() : Recipe()
{
    protected override string Title => "Why layer normalisation does not remove the sharpness";

    protected override string Purpose =>
        "The large eigenvalue comes from the overlap κ₂ between the gradients of different samples: the Fisher matrix of T samples is, to leading "
        + "order, κ₁ on the diagonal and κ₂ off it, and the vector of ones sees (T − 1)κ₂. Batch normalisation centres over the samples, so "
        + "that this vector is projected out and κ₁ − κ₂ is left. Layer normalisation centres over the units of one sample: it changes κ₁ "
        + "and κ₂ and takes two directions out of each sample's outputs, but between samples nothing is subtracted. Both bounds on the largest "
        + "eigenvalue grow like M [KAA19, theorem 4.1].";

    protected override void Cook(TextWriter output)
    {
        Activation relu = ActivationParser.Parse("relu");
        NetworkSpecification Network(Normalization normalization) => NetworkSpecification.Uniform(
            relu, depth: 4, weightVariance: 2.0, weights: WeightEnsemble.Gaussian, normalization: normalization);

        foreach (Normalization normalization in new[] { Normalization.None, Normalization.Layer })
        {
            SignalOverlaps overlaps = NetworkOverlaps.Of(Network(normalization));
            output.Write(FormattableString.Invariant(
                $"{normalization,-8} kappa1 = {overlaps.Kappa1:F5}, kappa2 = {overlaps.Kappa2:F5}, kappa1 - kappa2 = {overlaps.KappaGap:F5}\n"));
        }

        output.Write("     M        none                   layer   mean-last\n");
        foreach (double width in new[] { 100.0, 1000.0, 10_000.0 })
        {
            EigenvalueRange Largest(Normalization normalization) =>
                NetworkStatistics.Of(Network(normalization), new StatisticsQuestion(width, Samples: width, Outputs: 10)).Largest;
            EigenvalueRange layer = Largest(Normalization.Layer);
            output.Write(FormattableString.Invariant(
                $"{width,6} {Largest(Normalization.None).Value,11:F2}   [{layer.Lower,8:F2}, {layer.Upper,8:F2}] {Largest(Normalization.MeanLast).Lower,11:F4}\n"));
        }
    }
}
