using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Densities at 0 that are limits: of symmetric roots and of inverses.</summary>
public sealed class DensityAtZeroTests
{
    /// <summary>±√(1.28 + arcsine(1.28)) is arcsine(1.6), also at 0 and so near it that the square rounds to the edge.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-60)]
    [InlineData(-1e-12)]
    [InlineData(0.3)]
    [InlineData(-1.5)]
    public void Symmetric_root_of_an_arcsine_law_has_its_density(double x)
    {
        SymmetricRootLaw root = new(new AffineImage(new Arcsine(1.28), new AffineMap(1.28, 1.0)));
        double expected = 1.0 / (Math.PI * Math.Sqrt((1.6 - x) * (1.6 + x)));
        Close.To(expected, root.Density(x), 1e-14, "density");
        Estimate<double> estimate = root.DensityEstimate(x);
        Assert.InRange(estimate.Value, expected - estimate.Error - 1e-14, expected + estimate.Error + 1e-14);
    }

    /// <summary>1/X of a Cauchy law with scale t has ρ(0) = t/π.</summary>
    [Fact]
    public void Inverse_of_a_law_with_Cauchy_tails_has_a_density_at_0()
    {
        InverseLaw inverse = new(new CauchyLaw(0.7, 1.3));
        Close.To(1.3 / Math.PI, inverse.Density(0.0), 1e-14, "density");
        Close.To(1.3 / Math.PI, inverse.DensityEstimate(0.0).Value, 1e-14, "estimate");
        Close.To(inverse.Density(1e-9), inverse.Density(0.0), 1e-8, "beside 0");
    }

    /// <summary>Lighter tails than those of a Cauchy law leave nothing at 0, heavier ones a pole.</summary>
    [Fact]
    public void Inverse_has_the_power_at_0_that_the_tail_gives()
    {
        Assert.Equal(0.0, new InverseLaw(new FreePoisson(3.0, 1.0)).Density(0.0));
        InverseLaw twice = new(new InverseLaw(new FreePoisson(1.0, 1.0)));
        Assert.Equal(double.PositiveInfinity, twice.Density(0.0));
        Assert.Equal(double.PositiveInfinity, twice.DensityEstimate(0.0).Value);
    }
}
