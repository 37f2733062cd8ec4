using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Tests.Networks.CentredFisher;

/// <summary>The networks on which the law of the mean-subtracted Fisher matrix is held to other routes.</summary>
internal static class CentredSettings
{
    /// <summary>A network with one activation and the given relative widths α₀ … α_{L−1}.</summary>
    public static NetworkSpecification Network(string activation, double weightVariance, double biasVariance, params double[] widths) =>
        new(
            [
                .. Enumerable.Range(1, widths.Length).Select(l => new LayerSpecification(
                    l < widths.Length ? ActivationParser.Parse(activation) : null,
                    weightVariance,
                    biasVariance,
                    l < widths.Length ? widths[l] : 1.0)),
            ],
            inputMoment: 1.0,
            inputRelativeWidth: widths[0],
            WeightEnsemble.Gaussian,
            Normalization.MeanLast);

    /// <summary>Equal widths.</summary>
    public static NetworkSpecification Equal(string activation, double weightVariance, double biasVariance, int depth) =>
        Network(activation, weightVariance, biasVariance, [.. Enumerable.Repeat(1.0, depth)]);
}
