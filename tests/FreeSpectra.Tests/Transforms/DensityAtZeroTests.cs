using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Densities at 0 that are limits, of symmetric roots and of inverses, or infinite inside the support.</summary>
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

    /// <summary>
    /// χ(u) = (s^{1/r} − 1)³ s^{2−3p/r}/(s − 1)² with s = 1 + u for the cube of raney(p, r); expected values from its root in 40 digits. Beside 0 the powers
    /// rise by x^{0.0174} only, so that no power law holds yet where the square leaves the range of numbers.
    /// </summary>
    [Theory]
    [InlineData(1e-139, 3.3105224541051673e+134, 1e-12)]
    [InlineData(1e-141, 3.0554423015501424e+136, 1e-6)]
    [InlineData(1e-145, 2.6027364438914769e+140, 1e-6)]
    [InlineData(1e-160, 1.4265096667153639e+155, 1e-3)]
    [InlineData(1e-300, 5.2118298186172105e+292, 1e-3)]
    public void Symmetric_root_knows_the_slow_corrections_below_the_smallest_square(double x, double expected, double most)
    {
        SpectralMeasure root = LawEvaluator.Evaluate(LawExpression.Parse("sqrt-sym(raney(1.5, 0.0385)^[x]3)"));
        Estimate<double> density = root.DensityEstimate(-x);
        Assert.InRange(density.Value, expected - density.Error, expected + density.Error);
        Assert.InRange(density.Error, 0.0, most * expected);
        Assert.Equal(density.Value, root.Density(x));
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

    /// <summary>
    /// ½δ₀ + ¼(δ₁ + δ₋₁) has F = 2ω + 2ω³ + … at its atom, so that its square has z = 2ω − F ∼ −F³/4: no atom is left, and
    /// ρ ∼ (√3/2)/π·(4x)^{−1/3} on both sides, inside the support.
    /// </summary>
    [Fact]
    public void An_atom_that_just_vanishes_inside_the_support_leaves_a_power_on_both_sides()
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse("atoms(-1:0.25, 0:0.5, 1:0.25)^[+]2"));
        Assert.Equal(2, law.Bands.Length);
        Close.To(-1.0 / 3.0, law.Bands[0].RightExponent, 1e-15, "exponent");
        foreach (double x in new[] { 1e-12, 1e-20, 1e-60 })
        {
            double expected = Math.Sqrt(3.0) / 2.0 / Math.PI * Math.Pow(4.0 * x, -1.0 / 3.0);
            Close.Relative(expected, law.DensityFromEdge(0, IntervalEnd.Right, x), 1e-6, FormattableString.Invariant($"density at −{x}"));
            Close.Relative(expected, law.Density(x), 1e-6, FormattableString.Invariant($"density at {x}"));
        }

        Close.To(1.0, law.Integrate(x => x * x, Tolerance.Tight).Value, 1e-9, "second moment");
    }

    /// <summary>
    /// G of the free Poisson law of rate 1 whose jumps are uniform on [0, 1] solves z = −log(1 − g)/g²: near 0 the density of the square is √(log|g|/x)/π.
    /// So the symmetric root has the power 0 there and no limit.
    /// </summary>
    [Fact]
    public void A_logarithm_at_0_has_no_limit()
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse("sqrt-sym(compound-poisson(1, uniform(0, 1)))"));
        Estimate<double> density = law.DensityEstimate(0.0);
        Assert.Equal((double.PositiveInfinity, 0.0), (density.Value, density.Error));
        double logarithm = Math.Log(1e100 * Math.Sqrt(230.0));
        Close.To(Math.Sqrt(logarithm) / Math.PI, law.Density(1e-100), 1e-2, "asymptotic density");
        Estimate<double> beyond = law.DensityEstimate(1e-150);
        Assert.InRange(Math.Sqrt(Math.Log(1e150 * 18.0)) / Math.PI, beyond.Value - beyond.Error, beyond.Value + beyond.Error);
        Assert.Contains("jumps must have no density down to 0", Assert.Throws<ArgumentException>(() => new CompoundPoisson(1.0, new Uniform(0.0, 1.0))).Message, StringComparison.Ordinal);
        Assert.Equal(1.0 / Math.PI, new FreePoisson(1.0, 1.0).SymmetricSquareRoot().Density(0.0), 1e-14);
    }
}
