using System.Numerics;
using FreeSpectra.Networks;
using FreeSpectra.Networks.CentredFisher;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.CentredFisher;

public sealed class LinearPencilTests
{
    [Theory]
    [InlineData("tanh", 3.0, 0.64, new[] { 1.0, 1.0, 1.0 })]
    [InlineData("erf", 2.0, 0.1, new[] { 0.7, 1.0, 1.6 })]
    [InlineData("tanh", 3.0, 0.64, new[] { 1.0, 1.5, 0.8, 1.0 })]
    public void Eight_by_eight_blocks_give_the_same_resolvent(
        string activation, double weightVariance, double biasVariance, double[] widths) =>
        Agree(activation, weightVariance, biasVariance, widths, relativeHeight: 1.0);

    [Theory]
    [InlineData("tanh", 3.0, 0.64, new[] { 1.0, 1.0, 1.0, 1.0, 1.0 })]
    [InlineData("erf", 2.0, 0.1, new[] { 1.0, 0.5, 1.5, 1.0, 0.5 })]
    [InlineData("tanh", 3.0, 0.64, new[] { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 })]
    public void Eight_by_eight_blocks_give_the_same_resolvent_at_depth(
        string activation, double weightVariance, double biasVariance, double[] widths)
    {
        LongSuite.Require();
        Agree(activation, weightVariance, biasVariance, widths, relativeHeight: 1.0);
    }

    private static void Agree(string activation, double weightVariance, double biasVariance, double[] widths, double relativeHeight)
    {
        NetworkSpecification network = CentredSettings.Network(activation, weightVariance, biasVariance, widths);
        CentredFisherLaw law = new(network, samplesPerWidth: 1.25);
        Complex z = new(1.3 * law.Mean, relativeHeight * law.Mean);
        Complex pencil = LinearPencil.Trace(network, 1.25, z);
        Close.To(-pencil, law.Cauchy(z), within: 1e-9 * Complex.Abs(pencil), $"G({z})");
    }
}
