using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>Raney laws as p → 1, where they tend to δ₁ and p itself has lost the digits of p − 1.</summary>
public sealed class RaneyNearOneTests
{
    /// <summary>Values by bisection for ψ at 40 digits from the parametric form, at s and at x as doubles.</summary>
    [Theory]
    [InlineData(1e-12, 1e-9, 1.00000000201972325e-12)]
    [InlineData(1e-12, 0.5, 3.99999999999199992e-12)]
    [InlineData(1e-12, 0.9, 9.99999999948253157e-11)]
    [InlineData(1e-12, 0.999, 9.9999998519339557e-7)]
    [InlineData(1e-9, 0.5, 3.99999999200000018e-9)]
    [InlineData(1e-9, 0.999, 0.0009999851935658141)]
    [InlineData(1e-4, 0.5, 0.000399919930527326095)]
    [InlineData(1e-4, 0.999, 33.9847646435107081)]
    public void Density_of_a_small_power_of_Marchenko_Pastur_keeps_its_digits(double order, double x, double expected)
    {
        Estimate<double> density = Raney.FussCatalan(order).DensityEstimate(x);
        Close.Relative(expected, density.Value, 4e-15, $"density at {x}");
        Assert.True(Math.Abs(density.Value - expected) <= 3.0 * density.Error, $"claims {density.Error} at {density.Value}, truth {expected}");
    }

    /// <summary>The same at p and r as doubles: the claim holds for them.</summary>
    [Theory]
    [InlineData(1.000001, 1.0, 0.5, 3.99999199960139883e-6)]
    [InlineData(1.000001, 1.000001, 0.9, 0.0000899953428779530807)]
    [InlineData(1.000001, 1.0000005, 0.5, 2.99999399948270604e-6)]
    [InlineData(1.0001, 0.5, 0.999, 7.7704183899670146)]
    [InlineData(4.0, 0.3, 1e-9, 15680682.1390122206)]
    public void Density_near_p_1_keeps_its_digits(double p, double r, double x, double expected) =>
        Close.Relative(expected, new Raney(p, r).Density(x), 8e-15, $"density at {x}");

    /// <summary>The exponent at 0 is r/p − 1 = −s/(1 + s), the variance s, the third free cumulant s(3s − 1)/2, and all the mass is in the band.</summary>
    [Theory, InlineData(1e-300), InlineData(1e-12), InlineData(1e-9), InlineData(1e-4)]
    public void Powers_and_masses_are_those_of_the_order(double order)
    {
        Raney law = Raney.FussCatalan(order);
        Close.Relative(-order / (1.0 + order), law.Bands[0].LeftExponent, 1e-15, "exponent at 0");
        Close.Relative(order, law.Variance, 1e-15, "variance");
        Close.Relative(0.5 * order * ((3.0 * order) - 1.0), law.FreeCumulant(3), 1e-14, "third free cumulant");
        Close.Relative(order, law.DensityFromEdge(0, IntervalEnd.Left, 0.5) * 0.25, (2.1 * order) + 1e-14, "density at ½: 4s to first order");
    }

    /// <summary>F(½) = s∫₀^½ dx/(1 − x)² = s to first order, and beyond the middle of the angle what lacks of 1 is that above.</summary>
    [Theory, InlineData(1e-12), InlineData(1e-9), InlineData(1e-6)]
    public void Masses_near_p_1_keep_their_digits(double order)
    {
        Raney law = Raney.FussCatalan(order);
        Close.Relative(order, law.CumulativeDistribution(0.5), 4.0 * order + 1e-13, "mass below ½");
        double middle = law.Quantile(0.5);
        Close.Relative(0.5, law.CumulativeDistribution(middle), order < 1e-10 ? 1e-3 : 1e-5, "mass below the median");
        Assert.InRange(middle, 1.0 - (10.0 * order), law.TopOfSupport);
    }

    [Fact]
    public void Orders_that_p_cannot_tell_apart_are_different_laws()
    {
        Assert.NotEqual(Raney.FussCatalan(1e-18), Raney.FussCatalan(2e-18));
        Assert.Equal(Raney.FussCatalan(0.5), new Raney(1.5, 1.0));
        Assert.Equal("Raney { p=1 + 1E-18, r=1 }", Raney.FussCatalan(1e-18).ToString());
    }
}
