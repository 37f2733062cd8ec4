using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Measures;

/// <summary>A density with a peak at 0 that is narrower than the rounding of the distance from the ends of its band.</summary>
/// <remarks>
/// Compound Poisson with arcsine jumps: z = (1 − λ)/g + λ/(g√(1 − g²)), whose primitive gives F(x) − ½ = −Im[gx − (1 − λ)ln g + λ artanh √(1 − g²)]/π from g(0) on; the digits
/// are those of 50-digit arithmetic at λ = 1.0000001, the double.
/// </remarks>
public sealed class PeakAtZeroTests
{
    private static SpectralMeasure Law(string text) => LawEvaluator.Evaluate(LawExpression.Parse(text));

    [Theory]
    [InlineData(0.0, 3183099.1782892700387)]
    [InlineData(1e-15, 3123514.11233715107)]
    [InlineData(1e-12, 224797.917520569788)]
    [InlineData(1e-6, 225.079033734149427)]
    [InlineData(0.3, 0.378864559283863217)]
    [InlineData(1.2, 0.12994947316877847)]
    public void Densities_have_their_digits_inside_the_peak(double x, double density)
    {
        SpectralMeasure law = Law("compound-poisson(1.0000001, arcsine(1))");
        Close.Relative(density, law.Density(x), 1e-13, $"density at {x}");
        Close.Relative(density, law.Density(-x), 1e-13, $"density at -{x}");
    }

    [Theory]
    [InlineData(1e-15, 3.1627143743867e-9)]
    [InlineData(1e-12, 4.25720760925387e-7)]
    [InlineData(1e-6, 0.000450133143628004)]
    [InlineData(0.3, 0.240251004330073313)]
    [InlineData(1.2, 0.437986461634295342)]
    public void Masses_are_counted_across_the_peak(double x, double fromZero)
    {
        SpectralMeasure law = Law("compound-poisson(1.0000001, arcsine(1))");
        Close.To(0.5 + fromZero, law.CumulativeDistribution(x), 2e-11, $"mass up to {x}");
        Close.To(0.5 - fromZero, law.CumulativeDistribution(-x), 2e-11, $"mass up to -{x}");
        Close.Relative(x, law.Quantile(0.5 + fromZero), 1e-6, "quantile");
        Assert.Equal(0.5, law.CumulativeDistribution(0.0), 1e-11);
        Assert.Equal(0.0, law.Quantile(0.5));
    }

    /// <summary>The ends are at unequal distances: every mass on one side of 0 is reached across the peak.</summary>
    [Fact]
    public void Quantiles_invert_masses_beside_a_peak_that_is_not_in_the_middle()
    {
        SpectralMeasure law = Law("compound-poisson(1.0000001, uniform(-1, 3))");
        foreach (double p in new[] { 0.01, 0.2, 0.24, 0.25, 0.251, 0.3, 0.5, 0.75, 0.99 })
        {
            Close.To(p, law.CumulativeDistribution(law.Quantile(p)), 1e-10, $"mass up to the quantile of {p}");
        }
    }
}
