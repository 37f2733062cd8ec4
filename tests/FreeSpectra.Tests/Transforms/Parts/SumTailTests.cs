using System.Numerics;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Heavy tails of sums, where the subordination equations are lost in rounding.</summary>
public sealed class SumTailTests
{
    /// <summary>The sum of t free copies of a stable law is its dilation by t^{1/α}; with α = 0.526 the corrections to a power law fall slowly.</summary>
    [Theory]
    [InlineData(1e15)]
    [InlineData(1e20)]
    [InlineData(1e40)]
    [InlineData(1e100)]
    public void Power_of_a_stable_law_is_its_dilation_far_out(double x)
    {
        FreeStable stable = new(0.526, 1.0);
        FreeConvolution power = (FreeConvolution)stable.FreePower(100.0);
        double dilation = Math.Pow(100.0, 1.0 / 0.526);
        double expected = stable.Density(x / dilation) / dilation;
        Estimate<double> density = power.DensityEstimate(x);
        Assert.InRange(density.Value, expected - density.Error, expected + density.Error);
        Assert.InRange(density.Error, 0.0, 1e-7 * expected);
        Complex z = power.Cauchy(x);
        Complex slope = power.CauchyDerivative(x);
        Close.To(-Math.PI * expected, z.Imaginary, 1e-7 * expected, "Im G");
        Close.To(stable.Cauchy(x / dilation).Real / dilation, z.Real, 1e-10 * z.Real, "Re G");
        Close.To(-1.526 * z.Imaginary / x, slope.Imaginary, 1e-4 * Math.Abs(z.Imaginary / x), "Im G'");
        Close.To(-1.0, slope.Real * x * x, 1e-4, "Re G'");
    }

    /// <summary>A free sum with a Cauchy law moves G by its scale: ρ(x) = −Im G(x + i)/π, which is 1/(πx²) far out.</summary>
    [Theory]
    [InlineData(1e9)]
    [InlineData(-1e14)]
    [InlineData(1e60)]
    public void Tail_of_a_sum_with_a_Cauchy_law_is_that_of_the_Cauchy_law(double x)
    {
        FreeConvolution sum = (FreeConvolution)new CauchyLaw(0.0, 1.0).FreeSum(Semicircle.Standard);
        double expected = 1.0 / (Math.PI * x * x);
        Estimate<double> density = sum.DensityEstimate(x);
        Assert.InRange(density.Value, expected - density.Error, expected + density.Error);
        Assert.InRange(density.Error, 0.0, 1e-12 * expected);
    }

    /// <summary>Two tails, t₁ρ₁ + t₂ρ₂ to first order: the lighter one counts for 2 % yet at 10³⁰.</summary>
    [Fact]
    public void Tails_of_both_terms_add()
    {
        FreeStable heavy = new(0.5, 1.0), light = new(0.55, 1.0);
        FreeConvolution sum = (FreeConvolution)heavy.FreeSum(light);
        foreach (double x in new[] { 1e18, 1e30, 1e60 })
        {
            double expected = heavy.Density(x) + light.Density(x);
            Close.To(1.0, sum.Density(x) / expected, (3.0 * Math.Pow(x, -0.5)) + 1e-12, "tail");
            Assert.True(light.Density(x) > 1e-4 * expected);
        }
    }

    [Fact]
    public void Linear_equations_are_refused_for_products_and_where_the_tail_is_not_far_out()
    {
        FreeStable stable = new(0.526, 1.0);
        Assert.Null(SumTail.Density((FreeConvolution)stable.FreeProduct(new FreePoisson(2.0, 1.0)), 1e20));
        FreeConvolution sum = (FreeConvolution)stable.FreeSum(new FreePoisson(2.0, 1.0));
        Assert.Null(SumTail.Density(sum, 100.0));
        Assert.Null(SumTail.Cauchy(sum, 100.0));
        Assert.NotNull(SumTail.Cauchy(sum, 1e20));
    }
}
