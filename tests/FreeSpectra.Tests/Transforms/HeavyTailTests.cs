using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Densities beyond the last point of a tail at which the equations can be certified.</summary>
public sealed class HeavyTailTests
{
    /// <summary>Tails x^{−1−α} with small α hold mass beyond 10¹⁰: there the density must follow its limit, not the slope of the last points.</summary>
    [Theory]
    [InlineData("(bernoulli(0.0367, at=2.12) [+] free-stable(0.379, 1))^[x]1.0715")]
    [InlineData("compress(mp(1.14, scale=0.5) [x] free-stable(0.278, 1), 0.595)")]
    public void The_density_of_a_heavy_tail_carries_the_mass(string expression)
    {
        SpectralMeasure law = Law(expression);
        Close.To(law.Bands[0].Mass, law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value, 1e-11, expression);
    }

    /// <summary>h keeps its digits where zG rounds to 1: the stable law of index ½ is that of 1/X, X ∼ MP(1), with h(z) = −G_X(1/z)/z.</summary>
    [Theory]
    [InlineData(1e4, 3e3)]
    [InlineData(-2e20, 1e20)]
    [InlineData(1e30, -1e29)]
    [InlineData(-1e25, 0.0)]
    public void The_moment_transform_far_out_has_all_its_digits(double real, double imaginary)
    {
        Complex z = new(real, imaginary);
        var law = new FreeStable(0.5, 1.0);
        var poisson = new FreePoisson(1.0, 1.0);
        Complex t = 1.0 / z;
        Complex g = poisson.Cauchy(t);
        Close.Relative(-g * t, law.MomentTransform(z), 1e-12, $"h({z})");
        Close.Relative((g + (t * poisson.CauchyDerivative(t))) * t * t, law.MomentTransformDerivative(z), 1e-12, $"h'({z})");
        Close.Relative(-g * t, poisson.Inverse().MomentTransform(z), 1e-12, $"h({z}) of the inverse");
    }

    /// <summary>h ≈ m₁/z + m₂/z² + m₃/z³ and its derivative, where zG − 1 has lost half its digits or all; a square keeps half, as odd moments cancel.</summary>
    [Theory]
    [InlineData("square(uniform(0, 1))", 1.0 / 3.0, 0.2, 1.0 / 7.0, 1e-15)]
    [InlineData("inverse(uniform(1, 2))", 0.69314718055994530942, 0.5, 0.375, 0.0)]
    public void Derived_laws_keep_the_digits_of_their_moment_transform(string expression, double first, double second, double third, double cancels)
    {
        SpectralMeasure law = Law(expression);
        foreach (Complex z in new Complex[] { new(3e6, 1e6), new(-1e15, 1e14) })
        {
            double within = 1e-13 + (cancels * Math.Sqrt(Complex.Abs(z)));
            Close.Relative((first + ((second + (third / z)) / z)) / z, law.MomentTransform(z), within, $"h({z}) of {expression}");
            Close.Relative(-(first + (((2.0 * second) + (3.0 * third / z)) / z)) / z / z, law.MomentTransformDerivative(z), within, $"h'({z}) of {expression}");
        }
    }

    /// <summary>Stable laws in products far out, by another route: 1/(X ⊠ X) with X ∼ MP(1), and S ⊞ S = 4·S for the index ½.</summary>
    [Theory]
    [InlineData("free-stable(0.5, 1) [x] free-stable(0.5, 1)", "inverse(fuss-catalan(2))")]
    [InlineData("(free-stable(0.5, 1) [+] free-stable(0.5, 1)) [x] mp(0.4)", "4 * (free-stable(0.5, 1) [x] mp(0.4))")]
    [InlineData("(0.5 * (free-stable(0.5, 1) [+] free-stable(0.5, 1)) + 0.3) [x] mp(0.4)", "(2 * free-stable(0.5, 1) + 0.3) [x] mp(0.4)")]
    public void Tails_of_products_have_the_densities_of_another_route(string expression, string other)
    {
        SpectralMeasure law = Law(expression);
        SpectralMeasure closed = Law(other);
        foreach (double x in new[] { 1e3, 3e13, 1e22, 1e30 })
        {
            Close.Relative(closed.Density(x), law.Density(x), 1e-8, FormattableString.Invariant($"density of {expression} at {x}"));
        }
    }

    /// <summary>ρ ∼ C/x² from an inverse whose source has a density at 0: the square of x, and that of P ∼ x, may leave the range of numbers.</summary>
    [Fact]
    public void A_tail_keeps_its_power_to_the_end_of_the_range_of_numbers()
    {
        SpectralMeasure law = Law("inverse(uniform(0, 1)) [x] bernoulli(0.5)");
        double near = law.Density(1e20) * 1e40;
        foreach (double x in new[] { 1e60, 1e125, 1e140 })
        {
            Close.Relative(near, law.Density(x) * x * x, 1e-6, FormattableString.Invariant($"x²ρ at {x}"));
        }
    }

    /// <summary>S ⊞ S ⊞ S = 3^{1/α}·S, shifted: with α &gt; 1 the first correction to the tail is of order 1/x, and few decades of it can be certified.</summary>
    [Theory]
    [InlineData(2e5)]
    [InlineData(-1e6)]
    [InlineData(3e9)]
    public void Light_stable_tails_of_shifted_laws_follow_their_sum(double x)
    {
        SpectralMeasure law = Law("(free-stable(1.6, 0.5) + 0.7) [+] free-stable(1.6, 0.5) [+] free-stable(1.6, 0.5)");
        double scale = Math.Pow(3.0, 1.0 / 1.6);
        Close.Relative(new FreeStable(1.6, 0.5).Density((x - 0.7) / scale) / scale, law.Density(x), 1e-7, FormattableString.Invariant($"density at {x}"));
    }

    /// <summary>A power t of a law with a tail of index α &lt; 1 has t times the tail; it may begin many decades beyond the sizes of the law.</summary>
    [Theory]
    [InlineData(1e200)]
    [InlineData(1e280)]
    public void A_power_of_a_tail_that_begins_far_out_has_its_multiple(double x)
    {
        SpectralMeasure source = Law("inverse(raney(2, 0.02995))");
        Close.Relative(2.66 * source.Density(x), source.FreePower(2.66).Density(x), 0.05 * Math.Pow(x, -0.014975) + 1e-5, FormattableString.Invariant($"density at {x}"));
    }

    /// <summary>Between points at which the tail is certified there are some at which it is not: there it is the same tail.</summary>
    [Fact]
    public void A_tail_has_no_holes_between_its_last_certified_points()
    {
        SpectralMeasure law = Law("(atoms(0.246:30/73, 0.5:20/73, 1:17/73, 1.52:6/73) [+] free-stable(0.525, 1)) [x] compound-poisson(0.5, mp(1, scale=0.5))");
        double before = law.Density(1e25) * Math.Pow(1e25, 1.525);
        for (double x = 1.3e25; x < 1e32; x *= 1.7)
        {
            Close.Relative(before, law.Density(x) * Math.Pow(x, 1.525), 1e-6, FormattableString.Invariant($"density at {x}"));
        }
    }

    /// <summary>Where x² is out of the range of numbers: Y = ±1/U has the density ½x^{−2} and h(z) = ∫₀¹ du/(z²u² − 1) = −artanh(z)/z, far out −iπ/(2z).</summary>
    [Theory]
    [InlineData(1e149)]
    [InlineData(1.1e150)]
    [InlineData(1e160)]
    [InlineData(-3e200)]
    [InlineData(1e290)]
    public void A_symmetric_root_goes_on_where_the_square_is_out_of_range(double x)
    {
        SpectralMeasure root = Law("sqrt-sym(square(inverse(uniform(0, 1))))");
        Close.Relative(0.5 / x / x, root.Density(x), 1e-12, FormattableString.Invariant($"density at {x}"));
        Estimate<double> estimate = root.DensityEstimate(x);
        Assert.True(Math.Abs(estimate.Value - (0.5 / x / x)) <= estimate.Error + (1e-14 * estimate.Value), $"{estimate}");
        Complex z = new(x, Math.Abs(x));
        Close.Relative(-Complex.ImaginaryOne * Math.PI / (2.0 * z), root.MomentTransform(z), 1e-10, FormattableString.Invariant($"h({z})"));
        Close.Relative(Complex.ImaginaryOne * Math.PI / (2.0 * z) / z, root.MomentTransformDerivative(z), 1e-10, FormattableString.Invariant($"h'({z})"));
        Close.Relative(1.0 / z, root.Cauchy(z), 1e-14, FormattableString.Invariant($"G({z})"));
        SpectralMeasure bounded = Law("sqrt-sym(mp(0.5))");
        Assert.Equal(0.0, bounded.Density(x));
        Close.Relative(1.0 / z, bounded.Cauchy(z), 1e-14, FormattableString.Invariant($"G({z}) of a bounded law"));
    }

    /// <summary>P(1/U &gt; x) = 1/x; the third power of MP(1) has exponent −¾ at 0, so that its inverse keeps mass x^{−1/4} to the end of the range of numbers.</summary>
    [Theory]
    [InlineData("inverse(uniform(0, 1))", 3e5, 3e290, 1.0)]
    [InlineData("inverse(uniform(-1, 0))", -3e5, -3e290, 1.0)]
    [InlineData("inverse(mp(1)^[x]3)", 1e280, 1e300, 0.25)]
    [InlineData("inverse(-1*mp(1)^[x]3)", -1e280, -1e300, 0.25)]
    public void The_mass_beyond_a_place_of_an_inverse_is_a_power_of_it(string expression, double x, double further, double power)
    {
        SpectralMeasure law = Law(expression);
        IntervalEnd end = x > 0.0 ? IntervalEnd.Right : IntervalEnd.Left;
        double ratio = Math.Exp(power * (Math.Log(Math.Abs(x)) - Math.Log(Math.Abs(further))));
        Close.Relative(ratio * law.MassBeyond(0, end, x), law.MassBeyond(0, end, further), 1e-10, expression);
        Close.To(1.0 - law.MassBeyond(0, end, x), x > 0.0 ? law.CumulativeDistribution(x) : 1.0 - law.CumulativeDistribution(x), 1e-11, expression);
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
