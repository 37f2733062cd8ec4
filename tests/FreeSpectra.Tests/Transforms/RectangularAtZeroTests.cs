using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>A rectangular sum about 0, where the equations in the squares lose their digits.</summary>
public sealed class RectangularAtZeroTests
{
    private static readonly Atomic Coin = new(new Atom(0.0, 0.5), new Atom(1.0, 0.5));

    // With m = M₁ = M₂ = 1/(2(y₁ − 1)): y = (1 + 2m)²(1 + 2λm)/(2m(1 + m)(1 + λm)), a double zero at m = −½, so ρ(0) = √((1 − λ/2)/(2(1 − λ)))/π.
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0 / 3.0)]
    [InlineData(0.9)]
    [InlineData(0.05)]
    public void The_density_of_two_coins_at_zero_is_that_of_the_double_zero_and_within_the_claim(double ratio)
    {
        SpectralMeasure law = Coin.RectangularSum(Coin, ratio);
        double expected = Math.Sqrt((1.0 - (0.5 * ratio)) / (2.0 * (1.0 - ratio))) / Math.PI;
        foreach (double x in new[] { 0.0, 1e-200, 1e-140, 1e-12, -1e-12, 1e-8 })
        {
            Estimate<double> density = law.DensityEstimate(x);
            Assert.InRange(density.Error, Math.Abs(density.Value - expected), 1e-10 * expected);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0 / 3.0)]
    public void Half_the_mass_lies_below_zero_and_quantiles_mirror_each_other(double ratio)
    {
        SpectralMeasure law = Coin.RectangularSum(Coin, ratio);
        Assert.Equal(0.5, law.CumulativeDistribution(0.0));
        foreach (double p in new[] { 0.525, 0.625, 0.75, 0.875, 0.975 })
        {
            double x = law.Quantile(p);
            Close.To(p, law.CumulativeDistribution(x), 1e-13, $"mass below the quantile of {p}");
            Close.To(-x, law.Quantile(1.0 - p), 1e-12, $"quantile of {1.0 - p}");
        }
    }

    // At λ = ½ the equation is (4 − y)m² + (4 − 2y)m + 1 = 0, of discriminant −4y(3 − y): ρ(x) = 2√(3 − x²)/(π(4 − x²)).
    [Fact]
    public void Two_coins_at_one_half_have_their_closed_density_everywhere_in_the_band()
    {
        SpectralMeasure law = Coin.RectangularSum(Coin, 0.5);
        for (int k = 1; k < 4000; k++)
        {
            double x = Math.Sqrt(3.0) * k / 4000.0;
            Close.To(2.0 * Math.Sqrt(3.0 - (x * x)) / (Math.PI * (4.0 - (x * x))), law.Density(x), 1e-11, $"density at {x:R}");
        }
    }

    // The semicircle law is the symmetric root of MP(1).
    [Fact]
    public void The_distribution_of_a_root_law_counts_from_zero()
    {
        SpectralMeasure semicircle = new FreePoisson(1.0, 1.0).SymmetricSquareRoot();
        foreach (double x in new[] { -1.9999, -1.9, -1.5, -0.9, -1e-3, -1e-160, 0.0, 1e-9, 0.9, 1.1, 1.5, 1.9, 1.9999 })
        {
            Close.To(new Semicircle(0.0, 1.0).CumulativeDistribution(x), semicircle.CumulativeDistribution(x), 1e-14, $"mass up to {x:R}");
        }
    }
}
