using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Exact;
using FreeSpectra.Transforms.Expressions;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Rectangular free sums against closed forms, the square cases, the exact side and their own masses.</summary>
public sealed class RectangularSumTests
{
    private static readonly Atomic One = Atomic.Point(1.0);

    public static TheoryData<string> Algebraic =>
    [
        "rect-sum(point(1), point(1), 1/2)",
        "rect-sum(point(1), point(2), 1/5)",
        "rect-sum(bernoulli(1/3), sqrt-sym(mp(1/2)), 1/2)",
        "rect-sum(bernoulli(7/10), atoms(0:4/5, 2:1/5), 1/2)",
        "rect-sum(semicircle(1), semicircle(2), 3/4)",
        "rect-sum(arcsine(1), point(3), 9/10)",
        "rect-sum(sqrt-sym(mp(2)), atoms(-1:1/2, 1:1/2), 1/3)",
    ];

    /// <summary>Laws whose equation takes minutes, for the sake of their gaps.</summary>
    public static TheoryData<string> Gaps =>
    [
        // An inner gap through H = 0, where a subordination function is infinite.
        "rect-sum(atoms(0.808:0.721, 2.415:0.279), bernoulli(0.49, 1.154), 0.935)",
        "rect-sum(atoms(0.253:0.264, 3.226:0.736), bernoulli(0.146, 1.354), 0.802)",

        // An end of a gap beside an atom of the sum, or one that just does not survive: at levels of H that a factor takes beside its atom at 0.
        "rect-sum(bernoulli(0.403, 1.714), atoms(0.454:0.826, 1.657:0.174), 0.398)",
        "rect-sum(atoms(0.377:0.835, 3.609:0.165), bernoulli(0.423, 2.997), 0.611)",

        // Another atom of a factor beside the one at which H is infinite.
        "rect-sum(atoms(0.882:0.329, 2.66:0.671), bernoulli(0.154, at=2.648), 0.285)",

        // Two atoms so near to each other that (√a - √b)² keeps no digits at their poles.
        "rect-sum(atoms(0.353:0.254, 1.157:0.746), bernoulli(0.704, at=1.158), 0.919)",

        // H = 0 where 1 + λM vanishes with it.
        "rect-sum(atoms(0.692:0.387, 2.568:0.613), sqrt-sym(free-poisson(0.69, 1.358)), 0.978)",

        // The masses of the atoms at 0 add to 1 exactly.
        "rect-sum(bernoulli(3/4, at=3), bernoulli(1/4, at=3/4), 1/4)",

        // A factor whose H turns on a gap.
        "rect-sum(sqrt-sym(free-poisson(2.473, 0.912)), semicircle(0.212), 0.571)",
    ];

    /// <summary>Gaussian matrices of size n × p: √v times the singular values of MP(λ), and variances add.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.1)]
    [InlineData(0.97)]
    public void Singular_values_of_Gaussian_matrices_add_their_variances(double ratio)
    {
        SpectralMeasure wishart = FreePoisson.FromAspectRatio(ratio, 1.0);
        SpectralMeasure sum = new AffineImage(wishart, new AffineMap(0.0, 0.3)).SymmetricSquareRoot()
            .RectangularSum(new AffineImage(wishart, new AffineMap(0.0, 0.9)).SymmetricSquareRoot(), ratio);
        SpectralMeasure expected = new AffineImage(wishart, new AffineMap(0.0, 1.2)).SymmetricSquareRoot();
        Same(expected, sum, 1e-12);
    }

    /// <summary>The lower end lies where both factors are at y = 0: two Gaussian matrices of the same variance.</summary>
    [Fact]
    public void Edge_is_found_where_both_factors_pass_zero()
    {
        SpectralMeasure wishart = FreePoisson.FromAspectRatio(0.25, 1.0).SymmetricSquareRoot();
        SpectralMeasure sum = wishart.RectangularSum(wishart, 0.25);
        Assert.Equal(2, sum.Bands.Length);
        Close.To(0.5 * Math.Sqrt(2.0), sum.Bands[1].Left, 9e-16, "√2(1 - √λ)");
        Close.To(1.5 * Math.Sqrt(2.0), sum.Bands[1].Right, 9e-16, "√2(1 + √λ)");
    }

    /// <summary>The lower end lies where H of δ₁ turns, at y = 0: the discriminant is (4y - 1)(2y² - 10y - 1).</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Edge_is_found_where_a_factor_turns(double size)
    {
        SpectralMeasure wishart = new AffineImage(FreePoisson.FromAspectRatio(0.5, 1.0).SymmetricSquareRoot(), new AffineMap(0.0, size));
        foreach (SpectralMeasure sum in new[] { wishart.RectangularSum(Atomic.Point(size), 0.5), Atomic.Point(size).RectangularSum(wishart, 0.5) })
        {
            Assert.Equal(2, sum.Bands.Length);
            Close.To(0.5 * size, sum.Bands[1].Left, 9e-16 * size, "left");
            Close.To(size * Math.Sqrt((5.0 + Math.Sqrt(27.0)) / 2.0), sum.Bands[1].Right, 2e-15 * size, "right");
        }
    }

    /// <summary>y = (1 + 2m)(1 + 2λm)/(m + λm²) for two laws δ₁: a quadratic equation for m = M/2.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    [InlineData(0.95)]
    public void Two_isometries_have_their_closed_form(double ratio)
    {
        SpectralMeasure law = One.RectangularSum(One, ratio);
        double root = Math.Sqrt((4.0 * ratio * ratio) + (8.0 * ratio * (1.0 - ratio)));
        double[] critical = [((2.0 * ratio) - root) / (4.0 * ratio * (1.0 - ratio)), ((2.0 * ratio) + root) / (4.0 * ratio * (1.0 - ratio))];
        double[] edges = [.. critical.Select(m => Math.Sqrt((1.0 + (2.0 * m)) * (1.0 + (2.0 * ratio * m)) / (m * (1.0 + (ratio * m)))))];
        Close.To(edges[0], law.Bands[1].Left, 1e-14, "inner edge");
        Close.To(edges[1], law.Bands[1].Right, 1e-14, "outer edge");
        foreach (double offset in new[] { 1e-12, 1e-9, 1e-3, 0.1, 0.4 })
        {
            // λ(4 − y)m² + (2 + 2λ − y)m + 1 = 0 with y = x², so Im m = √((y − y₁)(y₂ − y))/(2λ(4 − y)); ρ(x) = −|x| Im M/(π x²).
            double width = edges[1] - edges[0];
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                double fromLeft = end == IntervalEnd.Left ? offset * width : (1.0 - offset) * width;
                double fromRight = end == IntervalEnd.Right ? offset * width : (1.0 - offset) * width;
                double x = end == IntervalEnd.Left ? edges[0] + fromLeft : edges[1] - fromRight;
                double y = x * x;
                double imaginary = Math.Sqrt(fromLeft * (x + edges[0]) * fromRight * (x + edges[1])) / (2.0 * ratio * (4.0 - y));
                double density = law.DensityFromEdge(1, end, offset * width);
                Close.To(1.0, density / (2.0 * imaginary / (Math.PI * x)), 1e-11, $"density at {offset} of the width from the {end} end");
            }
        }
    }

    [Fact]
    public void Square_matrices_and_flat_matrices_are_free_sums()
    {
        SpectralMeasure uniform = new Uniform(-1.0, 1.0);
        Same(uniform.FreeSum(Semicircle.Standard), uniform.RectangularSum(Semicircle.Standard, 1.0), 1e-13);
        Same(uniform.Square().FreeSum(Semicircle.Standard.Square()).SymmetricSquareRoot(), uniform.RectangularSum(Semicircle.Standard, 0.0), 1e-12);

        // Both limits are approached: the laws at λ = 10⁻⁶ and 1 − 10⁻⁶ differ by about that much.
        Complex z = new(0.4, 0.6);
        Close.To(uniform.RectangularSum(Semicircle.Standard, 1.0).Cauchy(z), uniform.RectangularSum(Semicircle.Standard, 1.0 - 1e-6).Cauchy(z), 1e-5, "square");
        Close.To(uniform.RectangularSum(Semicircle.Standard, 0.0).Cauchy(z), uniform.RectangularSum(Semicircle.Standard, 1e-6).Cauchy(z), 1e-5, "flat");
    }

    [Fact]
    public void Rectangular_sums_commute_and_associate()
    {
        SpectralMeasure a = Atomic.Bernoulli(0.4, 1.0);
        SpectralMeasure b = Semicircle.Standard;
        SpectralMeasure c = new Uniform(0.0, 1.0);
        Complex[] probes = [new(0.3, 0.5), new(1.1, 0.2), new(-2.0, 0.1)];
        foreach (Complex z in probes)
        {
            Close.To(a.RectangularSum(b, 0.3).Cauchy(z), b.RectangularSum(a, 0.3).Cauchy(z), 1e-13, $"commuted at {z}");
            Close.To(a.RectangularSum(b, 0.3).RectangularSum(c, 0.3).Cauchy(z), a.RectangularSum(b.RectangularSum(c, 0.3), 0.3).Cauchy(z), 1e-12, $"associated at {z}");
        }
    }

    [Theory, MemberData(nameof(Algebraic)), MemberData(nameof(Gaps))]
    public void Density_and_atoms_carry_the_exact_moments(string text)
    {
        (SpectralMeasure law, ExactLaw exact) = Both(text);
        Close.To(1.0, law.TotalMass, 1e-12, "mass");
        for (int i = 0; i < law.Bands.Length; i++)
        {
            double mass = law.IntegrateBand(i, _ => 1.0, new Tolerance(1e-10, 1e-10)).Value.Real;
            Close.To(law.Bands[i].Mass, mass, 1e-9, $"mass of band {i}");
        }

        for (int k = 2; k <= 6; k += 2)
        {
            double expected = exact.Moments(k)[k - 1].ToDouble();
            double moment = law.Integrate(x => Math.Pow(x, k), Tolerance.Standard).Value.Real;
            Close.To(1.0, moment / expected, 1e-9, $"moment {k}");
        }
    }

    [Theory, MemberData(nameof(Algebraic))]
    public void Cauchy_transform_solves_the_equation(string text)
    {
        (SpectralMeasure law, ExactLaw exact) = Both(text);
        if (exact.Equation is not { } equation)
        {
            Assert.Contains("semicircle", text, StringComparison.Ordinal);
            return;
        }

        foreach (Complex z in new Complex[] { new(0.2, 0.4), new(1.5, 0.1), new(-0.7, 0.01) })
        {
            Complex g = law.Cauchy(z);
            Complex residual = equation.Evaluate(z, g) / equation.DerivativeInSecond().Evaluate(z, g);
            Assert.True(Complex.Abs(residual) < 1e-11, $"the root of the equation at {z} is {Complex.Abs(residual)} away");
        }
    }

    [Fact]
    public void Atoms_follow_the_rule()
    {
        SpectralMeasure law = Atomic.Bernoulli(0.7, 1.0).RectangularSum(new Atomic(new Atom(0.0, 0.8), new Atom(2.0, 0.2)), 0.5);
        Close.To(0.1, law.MassAt(0.0), 1e-15, "kernel: 0.3 + 0.8 − 1");
        Close.To(0.15, law.MassAt(1.0), 1e-15, "half of 0.7 + 2·0.8 − 2");
        Close.To(0.15, law.MassAt(-1.0), 1e-15, "the mirror image");
        Close.To(0.0, law.MassAt(2.0), 1e-15, "0.2 + 2·0.3 − 2 < 0");
    }

    [Fact]
    public void Errors_are_honest_near_the_edge_of_a_closed_form()
    {
        SpectralMeasure wishart = FreePoisson.FromAspectRatio(0.5, 1.0);
        SpectralMeasure half = new AffineImage(wishart, new AffineMap(0.0, 0.5)).SymmetricSquareRoot();
        SpectralMeasure sum = half.RectangularSum(half, 0.5);
        SpectralMeasure expected = wishart.SymmetricSquareRoot();
        for (double offset = 1e-12; offset < 0.3; offset *= 10.0)
        {
            double found = sum.DensityFromEdge(1, IntervalEnd.Right, offset);
            Close.To(1.0, found / expected.DensityFromEdge(1, IntervalEnd.Right, offset), 1e-11, $"at {offset} from the edge");
        }

        foreach (double x in new[] { 0.4, 1.0, 1.6 })
        {
            Estimate<double> estimate = sum.DensityEstimate(x);
            Assert.True(Math.Abs(estimate.Value - expected.Density(x)) <= (3.0 * estimate.Error) + 2e-15, $"error at {x}");
        }
    }

    /// <summary>The equation of two isometries, λ = ½: (z³ − 4z)g² + (2z² − 4)g − 3z = 0, so that g ~ −3z/4 at 0.</summary>
    [Fact]
    public void Transforms_near_the_middle_of_the_inner_gap_do_not_cancel()
    {
        SpectralMeasure law = One.RectangularSum(One, 0.5);
        foreach (double x in new[] { 1e-9, 1e-4, 0.01, 0.05, 0.09, 0.1, 0.3, 0.5 })
        {
            double a = (x * x * x) - (4.0 * x);
            double b = (2.0 * x * x) - 4.0;
            double expected = 6.0 * x / (b - Math.Sqrt((b * b) + (12.0 * a * x)));
            Close.To(1.0, law.Cauchy(x).Real / expected, 1e-11, $"G({x})");
        }

        Close.To(-0.75, law.CauchyDerivative(0.0), 1e-12, "G'(0)");
        Close.To(1.0, law.FreeSum(new Semicircle(0.0, 0.01)).TotalMass, 1e-12, "mass of a free sum with it");
    }

    [Fact]
    public void Wrong_arguments_are_refused_with_their_values()
    {
        Assert.Contains("1.1", Assert.Throws<ArgumentOutOfRangeException>(() => One.RectangularSum(One, 1.1)).Message, StringComparison.Ordinal);
        Assert.Contains("symmetric", Assert.Throws<ArgumentException>(() => One.RectangularSum(new Semicircle(0.5, 1.0), 0.5)).Message, StringComparison.Ordinal);
    }

    private static (SpectralMeasure Law, ExactLaw Exact) Both(string text)
    {
        var expression = LawExpression.Parse(text);
        return (LawEvaluator.Evaluate(expression), ExactEvaluator.Evaluate(expression)!);
    }

    private static void Same(SpectralMeasure expected, SpectralMeasure actual, double within)
    {
        Assert.Equal(expected.Bands.Length, actual.Bands.Length);
        for (int i = 0; i < expected.Bands.Length; i++)
        {
            Close.To(expected.Bands[i].Left, actual.Bands[i].Left, within, $"left end {i}");
            Close.To(expected.Bands[i].Right, actual.Bands[i].Right, within, $"right end {i}");
            Close.To(expected.Bands[i].Mass, actual.Bands[i].Mass, within, $"mass {i}");
            foreach (double t in new[] { 0.01, 0.3, 0.77 })
            {
                double x = expected.Bands[i].Left + (t * expected.Bands[i].Width);
                Close.To(expected.Density(x), actual.Density(x), within, $"density at {x}");
            }
        }
    }
}
