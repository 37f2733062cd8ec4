using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>q = E φ(√p Z)², which places every atom of the chain.</summary>
public sealed class SecondMomentTests
{
    /// <summary>Against quadrature of the definition in 40 digits, split at the kinks.</summary>
    [Theory]
    [InlineData("hard-tanh:s=1,g=1", 1e-8, 1.0e-8)]
    [InlineData("hard-tanh:s=1,g=1", 0.3, 0.26498011102035591)]
    [InlineData("hard-tanh:s=1,g=1", 200, 0.96240615734611626)]
    [InlineData("gelu", 1e-8, 2.5000000477464821e-9)]
    [InlineData("gelu", 0.3, 0.10354028684143443)]
    [InlineData("gelu", 200, 99.986822164717398)]
    [InlineData("elu", 1e-8, 9.9992022029312189e-9)]
    [InlineData("elu", 0.3, 0.22063769410724747)]
    [InlineData("elu", 200, 100.4579461816267)]
    [InlineData("shifted-relu:slope=1,threshold=-1.5", 1e-8, 1.0e-8)]
    [InlineData("shifted-relu:slope=1,threshold=-1.5", 0.3, 0.29830736893971672)]
    [InlineData("shifted-relu:slope=1,threshold=-1.5", 200, 101.0615999911158)]
    [InlineData("erf", 1e-8, 1.2732395192703724e-8)]
    [InlineData("erf", 0.3, 0.24471458707824625)]
    [InlineData("erf", 200, 0.95503100019311587)]
    [InlineData("sin", 1e-8, 9.9999999000000007e-9)]
    [InlineData("sin", 0.3, 0.22559418195298678)]
    [InlineData("sin", 200, 0.5)]
    [InlineData("selu", 1e-8, 2.0971963364024369e-8)]
    [InlineData("selu", 0.3, 0.38393087237713083)]
    [InlineData("selu", 200, 111.81272842292066)]
    [InlineData("leaky-relu:slope=0.25", 1e-8, 5.3125e-9)]
    [InlineData("leaky-relu:slope=0.25", 0.3, 0.159375)]
    [InlineData("leaky-relu:slope=0.25", 200, 106.25)]
    public void Second_moments_keep_all_digits_at_small_and_large_variance(string activation, double variance, double expected)
    {
        double q = SpectralChain.SecondMomentOf(ActivationParser.Parse(activation), variance);
        Assert.Equal(expected, q, 2e-15 * expected);
    }

    /// <summary>q = p(s₋² + s₊²)/2 without a rounding, so that the atoms at q and their images are exact.</summary>
    [Theory]
    [InlineData("relu", 2.0, 1.0)]
    [InlineData("relu", 0.5, 0.25)]
    [InlineData("abs", 3.0, 3.0)]
    [InlineData("leaky-relu:slope=0.25", 7.0, 3.71875)]
    [InlineData("linear", 5.0, 5.0)]
    public void Homogeneous_activations_are_exact(string activation, double variance, double expected) =>
        Assert.Equal(expected, SpectralChain.SecondMomentOf(ActivationParser.Parse(activation), variance));
}
