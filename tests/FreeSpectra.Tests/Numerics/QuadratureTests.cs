using System.Numerics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

public sealed class QuadratureTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(7), InlineData(16), InlineData(25)]
    public void Gauss_Legendre_is_exact_up_to_degree_twice_the_points_less_one(int points)
    {
        GaussLegendre rule = GaussLegendre.Create(points);
        Assert.Equal(points, rule.Nodes.Length);
        for (int degree = 0; degree <= (2 * points) - 1; degree++)
        {
            // ∫ xᵈ over [−0.5, 2].
            double exact = (Math.Pow(2.0, degree + 1) - Math.Pow(-0.5, degree + 1)) / (degree + 1);
            Close.Relative(exact, rule.Integrate(x => Math.Pow(x, degree), -0.5, 2.0), 4e-15, $"degree {degree}");
        }

        // On [−1, 1] the square of the polynomial with these zeros is the first that is not.
        double square = rule.Integrate(x => rule.Nodes.Aggregate(1.0, (product, node) => product * (x - node) * (x - node)), -1.0, 1.0);
        Assert.InRange(square, 0.0, 1e-28);
        Assert.Equal(rule.Nodes.Order(), rule.Nodes);
    }

    [Fact]
    public void Noise_has_no_integral_to_all_digits()
    {
        static Complex Noise(double a, double b) => (Math.Sin(1e9 * a) * 1e5) - Math.Floor(Math.Sin(1e9 * a) * 1e5);
        NonConvergenceException refused = Assert.Throws<NonConvergenceException>(() => DoubleExponential.Adaptive(Noise, 1.0, Tolerance.Tight));
        Assert.Contains("from the left end", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gauss_Legendre_rules_have_the_points_of_their_names()
    {
        Assert.Equal(
            [4, 8, 16, 24],
            new[] { GaussLegendre.Four, GaussLegendre.Eight, GaussLegendre.Sixteen, GaussLegendre.TwentyFour }.Select(rule => rule.Weights.Length));
        Assert.Equal(1000, GaussLegendre.Create(1000).Nodes.Length);
        Close.To(2.0, GaussLegendre.Create(1000).Weights.Sum(), 1e-13, "sum of the weights");
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussLegendre.Create(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussLegendre.Create(1001));
    }

    [Fact]
    public void Gauss_rule_of_the_normal_law_has_its_moments()
    {
        // Hermite: β_k = k; moments (2j − 1)!!.
        GaussRule rule = GaussRule.Symmetric(9, k => k);
        double moment = 1.0;
        for (int j = 0; j <= 8; j++)
        {
            Close.Relative(moment, Sum(rule, x => Math.Pow(x, 2 * j)), 1e-13, $"moment {2 * j}");
            Close.To(0.0, Sum(rule, x => Math.Pow(x, (2 * j) + 1)), 1e-9, $"moment {(2 * j) + 1}");
            moment *= (2 * j) + 1;
        }

        // The middle node of an odd rule is zero, and a node has its mirror image.
        Assert.Equal(0.0, rule.Nodes[4]);
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(-rule.Nodes[i], rule.Nodes[8 - i]));
        Assert.Equal([0.0], GaussRule.Symmetric(1, k => k).Nodes);
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(10)]
    public void Gauss_rule_of_a_coordinate_on_the_sphere_has_its_moments(int n)
    {
        // E x² = 1/n, E x⁴ = 3/(n(n + 2)), E x⁶ = 15/(n(n + 2)(n + 4)).
        GaussRule rule = GaussRule.Sphere(4, n);
        Close.Relative(1.0, rule.Weights.Sum(), 1e-15, "mass");
        Close.Relative(1.0 / n, Sum(rule, x => x * x), 1e-14, "second");
        Close.Relative(3.0 / (n * (n + 2.0)), Sum(rule, x => Math.Pow(x, 4)), 1e-14, "fourth");
        Close.Relative(15.0 / (n * (n + 2.0) * (n + 4.0)), Sum(rule, x => Math.Pow(x, 6)), 1e-14, "sixth");
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussRule.Sphere(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussRule.Symmetric(0, k => k));
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussRule.Symmetric(3, k => 1.0 - k));
    }

    [Fact]
    public void Double_exponential_rule_resolves_the_ends()
    {
        // ∫₀² x^(−½) (2 − x)^(−½) dx = π, ∫₀² −ln x dx = 2 − 2 ln 2.
        Holds(Math.PI, DoubleExponential.Finite((a, b) => 1.0 / Math.Sqrt(a * b), 2.0, Tolerance.Standard));
        Holds(2.0 - (2.0 * Math.Log(2.0)), DoubleExponential.Finite((a, _) => -Math.Log(a), 2.0, Tolerance.Standard));
        Holds(new Complex(2.0, 8.0 / 3.0), DoubleExponential.Finite((a, _) => new Complex(1.0, a * a), 2.0, Tolerance.Standard));
        Holds(Math.PI, DoubleExponential.Adaptive((a, b) => 1.0 / Math.Sqrt(a * b), 2.0, Tolerance.Standard));
        Assert.Throws<ArgumentOutOfRangeException>(() => DoubleExponential.Finite((_, _) => 1.0, 0.0, Tolerance.Standard));
        Assert.Throws<ArgumentOutOfRangeException>(() => DoubleExponential.Adaptive((_, _) => 1.0, -1.0, Tolerance.Standard));
        Assert.Throws<ArgumentOutOfRangeException>(() => DoubleExponential.HalfLine(_ => 1.0, 0.0, Tolerance.Standard));
    }

    [Theory]
    [InlineData(1.0), InlineData(0.05), InlineData(30.0)]
    public void Double_exponential_rule_covers_the_half_line(double scale)
    {
        // ∫ dx/(1 + x)² = 1, ∫ dx/(√x (1 + x)) = π.
        Holds(1.0, DoubleExponential.HalfLine(x => 1.0 / ((1.0 + x) * (1.0 + x)), scale, Tolerance.Standard));
        Holds(Math.PI, DoubleExponential.HalfLine(x => 1.0 / (Math.Sqrt(x) * (1.0 + x)), scale, Tolerance.Standard));
    }

    [Fact]
    public void Narrow_feature_is_refused_whole_and_found_in_parts()
    {
        // ∫₀¹ w/((x − c)² + w²) dx = arctan((1 − c)/w) + arctan(c/w).
        const double center = 0.37, w = 1e-7;
        double exact = Math.Atan((1.0 - center) / w) + Math.Atan(center / w);
        static Complex Peak(double a, double _) => w / (((a - center) * (a - center)) + (w * w));
        NonConvergenceException refused = Assert.Throws<NonConvergenceException>(() => DoubleExponential.Finite(Peak, 1.0, Tolerance.Standard));
        Assert.StartsWith("Double-exponential quadrature did not converge at width 1: ", refused.Message, StringComparison.Ordinal);
        Estimate<Complex> parts = DoubleExponential.Adaptive(Peak, 1.0, Tolerance.Standard);
        Close.Relative(exact, parts.Value, 1e-7, "the peak");
        Assert.InRange(parts.Error, 0.0, 1e-7);
    }

    [Fact]
    public void Both_distances_are_those_from_the_ends_in_every_part()
    {
        // A kink at an irrational place, so that the parts are many.
        double kink = 1.0 / Math.E;
        Estimate<Complex> value = DoubleExponential.Adaptive(
            (a, b) =>
            {
                Assert.Equal(1.0, a + b, 1e-15);
                return Math.Abs(a - kink);
            },
            1.0,
            Tolerance.Standard);
        Holds(0.5 * ((kink * kink) + ((1.0 - kink) * (1.0 - kink))), value);
    }

    [Fact]
    public void Gaussian_expectations_of_powers_are_double_factorials()
    {
        Holds(1.0, GaussianExpectation.Of(_ => 1.0, [], "one"));
        Holds(15.0, GaussianExpectation.Of(z => Math.Pow(z, 6), [], "sixth moment"));
        Holds(Math.Exp(0.5), GaussianExpectation.Of(Math.Exp, [], "exponential"));
        Holds(Math.Sqrt(2.0 / Math.PI), GaussianExpectation.Of(Math.Abs, [0.0], "mean size"));
        Holds(Math.Exp(-8.0), GaussianExpectation.Of(z => Math.Cos(4.0 * z), [], "wave"));
    }

    [Theory]
    [InlineData(-3.0), InlineData(0.2), InlineData(0.7), InlineData(5.0), InlineData(13.0)]
    public void Gaussian_expectation_of_a_step_is_the_tail(double step)
    {
        Estimate<double> tail = GaussianExpectation.Of(z => z > step ? 1.0 : 0.0, [step], "tail");
        Close.Relative(ErrorFunction.NormalCdf(-step), tail.Value, 1e-13, "tail");
        Estimate<double> between = GaussianExpectation.Of(z => z > 0.1 && z < step + 4.0 ? z : 0.0, step + 4.0 > 0.1 ? [0.1, step + 4.0] : [0.1], "piece");
        double exact = step + 4.0 > 0.1 ? ErrorFunction.NormalDensity(0.1) - ErrorFunction.NormalDensity(step + 4.0) : 0.0;
        Close.To(exact, between.Value, 1e-15, "piece");
    }

    [Fact]
    public void Gaussian_expectation_of_a_narrow_feature_is_found_without_being_told()
    {
        // E exp(−Z²/2w²) = w/√(1 + w²), and with its centre at c the factor exp(−c²/(2(1 + w²))).
        const double w = 0.01, wider = 0.02, c = 1.0;
        Estimate<double> value = GaussianExpectation.Of(z => Math.Exp(-0.5 * z * z / (w * w)), [], "a narrow peak");
        Close.Relative(w / Math.Sqrt(1.0 + (w * w)), value.Value, 1e-12, "peak");
        value = GaussianExpectation.Of(z => Math.Exp(-0.5 * (z - c) * (z - c) / (wider * wider)), [c], "a narrow peak");
        Close.Relative(wider / Math.Sqrt(1.0 + (wider * wider)) * Math.Exp(-0.5 * c * c / (1.0 + (wider * wider))), value.Value, 1e-12, "peak");
        Estimate<double> tanh = GaussianExpectation.Of(z => Math.Pow(Math.Tanh(50.0 * z), 2), [], "a steep square");

        // 1 − E sech²(50 Z): the width of sech² integrates to 2/50 against φ(0), with φ'' as the first correction.
        double correction = Math.PI * Math.PI / (24.0 * 50.0 * 50.0);
        Close.To(1.0 - (0.04 * ErrorFunction.NormalDensity(0.0) * (1.0 - correction)), tanh.Value, 1e-8, "steep square");
    }

    /// <summary>Between all nodes of a halved rule there is room for a peak, and for a whole turn of a wave.</summary>
    [Theory]
    [InlineData(1e-2), InlineData(1e-3), InlineData(1e-4), InlineData(1e-7), InlineData(1e-12)]
    public void Gaussian_expectation_sees_a_peak_at_0_however_narrow(double w)
    {
        Estimate<double> peak = GaussianExpectation.Of(z => Math.Exp(-0.5 * z * z / (w * w)), [], "a narrow peak");
        double exact = w / Math.Sqrt(1.0 + (w * w));
        Close.Relative(exact, peak.Value, 1e-10, "peak");
        Assert.True(Math.Abs(exact - peak.Value) <= 3.0 * peak.Error, $"claimed {peak.Error}, true {Math.Abs(exact - peak.Value)}");

        // E Z² σ(Z/w)² = ½ − 2w³φ(0)·π²/6 + …: the logistic step hides at 0, where Z² vanishes.
        Estimate<double> step = GaussianExpectation.Of(z => z * z / Math.Pow(1.0 + Math.Exp(-z / w), 2.0), [], "a narrow step");
        double near = 0.5 - (w * w * w * ErrorFunction.NormalDensity(0.0) * Math.PI * Math.PI / 3.0);
        Close.To(near, step.Value, (3.0 * step.Error) + (12.0 * Math.Pow(w, 5.0)) + 1e-16, "step");
        Assert.InRange(step.Error, 0.0, 2e-9);
    }

    [Theory]
    [InlineData(10.0), InlineData(2.0 * Math.PI), InlineData(4.0 * Math.PI), InlineData(30.0), InlineData(100.0), InlineData(300.0)]
    public void Gaussian_expectation_of_a_wave_is_its_normal_density(double frequency)
    {
        Estimate<double> wave = GaussianExpectation.Of(z => Math.Cos(frequency * z), [], "wave");
        double exact = Math.Exp(-0.5 * frequency * frequency);
        Close.To(exact, wave.Value, 1e-14, "wave");
        Assert.True(Math.Abs(exact - wave.Value) <= 3.0 * wave.Error, $"claimed {wave.Error}, true {Math.Abs(exact - wave.Value)}");
        Close.To(0.0, GaussianExpectation.Of(z => Math.Sin(frequency * z), [], "odd wave").Value, 1e-14, "odd wave");
    }

    [Fact]
    public void Gaussian_expectation_that_diverges_is_refused()
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => GaussianExpectation.Of(z => Math.Exp(z * z), [], "the square"));
        Assert.Equal("the square diverges: the integrand outgrows the normal density.", problem.Message);
        Assert.Throws<ArgumentException>(() => GaussianExpectation.Of(z => Math.Exp(0.5 * z * z), [], "the square"));
        Assert.Throws<ArgumentException>(() => GaussianExpectation.Of(_ => double.NaN, [0.5], "nothing"));
    }

    private static double Sum(GaussRule rule, Func<double, double> f) => rule.Nodes.Zip(rule.Weights, (x, w) => w * f(x)).Sum();

    private static void Holds(Complex exact, Estimate<Complex> estimate)
    {
        Close.Relative(exact, estimate.Value, 1e-10, "integral");
        Assert.InRange(estimate.Error, 0.0, 1e-9 * Complex.Abs(exact));
        Assert.True(estimate.Evaluations > 10);
    }

    private static void Holds(double exact, Estimate<double> estimate)
    {
        Close.Relative(exact, estimate.Value, 4e-14, "expectation");
        Assert.InRange(estimate.Error, 0.0, 1e-12);
        Assert.True(estimate.Evaluations > 10);
    }

    /// <summary>∫₁^∞ α x^{−1−α} dx = 1 with 3 % of it beyond 1e150, and 8e-4 beyond the largest double.</summary>
    [Fact]
    public void Half_line_holds_the_mass_of_a_tail_that_is_hardly_integrable()
    {
        const double alpha = 0.01;
        Estimate<Complex> whole = DoubleExponential.AdaptiveHalfLine(offset => alpha * Math.Pow(1.0 + offset, -1.0 - alpha), 1.0, new Tolerance(1e-11, 1e-11));
        Assert.InRange(whole.Value.Real, 1.0 - 1e-9, 1.0 + 1e-9);
    }
}
