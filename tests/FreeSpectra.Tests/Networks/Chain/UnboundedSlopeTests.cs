using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>The ends of the support of a squared slope: bounded or not, and the power at a zero of the slope.</summary>
public sealed class UnboundedSlopeTests
{
    [Theory]
    [InlineData("x^2", false)]
    [InlineData("x^3", false)]
    [InlineData("exp", false)]
    [InlineData("exp(-x)", false)]
    [InlineData("x*log(1+x^2)", false)]
    [InlineData("rectified-power:n=2", false)]
    [InlineData("tanh", true)]
    [InlineData("gelu", true)]
    [InlineData("silu", true)]
    [InlineData("softplus", true)]
    [InlineData("elu", true)]
    [InlineData("sin", true)]
    [InlineData("relu", true)]
    [InlineData("x*sigmoid(1.7*x)", true)]
    [InlineData("1000*tanh(x)", true)]
    public void A_spectrum_has_a_top_when_the_slopes_are_bounded(string activation, bool bounded)
    {
        SpectralChain chain = SpectralChain.FromNetwork(NetworkSpecification.Uniform(ActivationParser.Parse(activation), 2));
        Assert.Equal(bounded, chain.IsBounded);
    }

    /// <summary>φ' = nx^{n−1} has φ'² with the density v^{−1+1/(2n−2)} at 0.</summary>
    [Theory]
    [InlineData("x^2", -0.5)]
    [InlineData("x^3", -0.75)]
    [InlineData("x^4", -5.0 / 6.0)]
    public void A_zero_of_the_slope_gives_the_power_of_its_order(string activation, double exponent)
    {
        SpectralMeasure law = SpectralChain.FromNetwork(NetworkSpecification.Uniform(ActivationParser.Parse(activation), 2)).Jacobian();
        Assert.Equal(exponent, law.Bands[0].LeftExponent, 1e-12);
        double ratio = law.DensityFromEdge(0, FreeSpectra.Numerics.IntervalEnd.Left, 1e-12) / law.DensityFromEdge(0, FreeSpectra.Numerics.IntervalEnd.Left, 1e-10);
        Assert.Equal(exponent, -Math.Log(ratio) / Math.Log(100.0), 1e-3);
    }
}
