using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Both sides of each limit: of convergence, of the range of doubles, of stability, and c = ±1.</summary>
public sealed class MeanFieldBoundaryTests
{
    /// <summary>E e^{a(u² + v²)} = ((1 − 2a)² − 4a²c²)^{−1/2}: right while the integrand falls off within 38 deviations, else refused by name.</summary>
    [Theory]
    [InlineData("exp(0.2*x^2)", 0.2, true)]
    [InlineData("exp(0.22*x^2)", 0.22, true)]
    [InlineData("exp(0.234*x^2)", 0.234, false)]
    [InlineData("exp(0.236*x^2)", 0.236, false)]
    [InlineData("exp(0.24*x^2)", 0.24, false)]
    [InlineData("exp(0.2*x^2); kinks=0.5", 0.2, true)]
    [InlineData("exp(0.236*x^2); kinks=0.5", 0.236, false)]
    [InlineData("exp(0.24*x^2); kinks=0.5", 0.24, false)]
    public void Growing_activations_are_right_or_refused(string text, double a, bool serves)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach (double c in new[] { 0.0, 0.5, -0.9, 1.0 })
        {
            Correlation correlation = Correlation.Of(c);
            foreach ((string route, Func<DualValue> dual) in new (string, Func<DualValue>)[]
            {
                ("of", () => DualActivation.Of(activation, 1.0, 1.0, correlation)),
                ("plane", () => DualActivation.ByQuadrature(activation, 1.0, 1.0, correlation)),
                ("function", () => DualFunction.Of(activation, 1.0, 1.0).At(correlation)),
            })
            {
                double determinant = ((1.0 - (2.0 * a)) * (1.0 - (2.0 * a))) - (4.0 * a * a * c * c);
                DualValue? found = null;
                try
                {
                    found = dual();
                }
                catch (ArgumentException refused)
                {
                    Assert.EndsWith("diverges: the integrand outgrows the normal density.", refused.Message, StringComparison.Ordinal);
                    Assert.False(serves, $"{text}, {route} at {c}: {refused.Message}");
                }

                if (found is { } value)
                {
                    Close.To(1.0 / Math.Sqrt(determinant), value.Value, 3.0 * value.ValueError, $"{text}, {route} at {c}");
                    Close.To(4.0 * a * a * c * Math.Pow(determinant, -1.5), value.Slope, 3.0 * value.SlopeError, $"{text}, slope by {route} at {c}");
                    Assert.InRange(value.Error, 0.0, 1e-12 * Math.Pow(1.0 - (4.0 * a), -1.5));
                }
            }
        }
    }

    /// <summary>Twenty-five digits by one integral over u of the conditional means.</summary>
    [Theory]
    [InlineData("elu:alpha=0.3", 1e-06, 1e-06, 0.5, 2.99179057948108155e-7, 0.463219727642933996)]
    [InlineData("elu:alpha=0.3", 1e-06, 100, 0.96875, 0.00488320922006735308, 0.478641973828973185)]
    [InlineData("elu:alpha=0.3", 400, 400, -0.99609375, -4.74644555161408413, 0.0224605183152647492)]
    [InlineData("elu:alpha=0.3", 1, 0.005, 0.875, 0.0325714455922774045, 0.478625246007943189)]
    [InlineData("elu:alpha=0.3", 3, 3, 1, 1.52107327457312053, 0.509658185258141926)]
    [InlineData("elu:alpha=0.3", 3, 0.5, -1, -0.18166445057504878, 0.148328402770641202)]
    [InlineData("elu:alpha=0.3", 0.9, 0.9, -0.25, 0.0232619307688801015, 0.305282468497983991)]
    [InlineData("elu:alpha=0.3", 1.1, 50, 0.0, 0.92699055048785215, 0.297826098238024646)]
    [InlineData("selu", 1e-06, 1e-06, 0.5, 1.07469961381696607e-6, 2.01182510530596641)]
    [InlineData("selu", 1e-06, 100, 0.96875, 0.00652798131021572306, 0.685868644285183596)]
    [InlineData("selu", 400, 400, -0.99609375, -29.289789764002055, 0.0737958876197848139)]
    [InlineData("selu", 1, 0.005, 0.875, 0.0817837750372348983, 1.31206156110945445)]
    [InlineData("selu", 3, 3, 1, 2.37968845269014547, 0.883681984567898649)]
    [InlineData("selu", 3, 0.5, -1, -1.11859080867741171, 0.913325570742286797)]
    [InlineData("selu", 0.9, 0.9, -0.25, -0.223346183346445166, 0.990767613860069541)]
    [InlineData("selu", 1.1, 50, 0.0, 0.0194806895534294109, 0.606288578373222598)]
    public void Exponential_linear_duals_agree_with_eighteen_digits(string text, double a, double b, double c, double value, double slope)
    {
        foreach (DualValue dual in new[]
        {
            DualActivation.Of(ActivationParser.Parse(text), a, b, Correlation.Of(c)), DualFunction.Of(ActivationParser.Parse(text), b, a).At(Correlation.Of(c)),
        })
        {
            Close.To(value, dual.Value, dual.ValueError, text);
            Close.To(slope, dual.Slope, dual.SlopeError, "slope of " + text);
            Assert.InRange(dual.SlopeError, 1e-16 * slope, 5e-15 * Math.Max(1.0, slope));
        }
    }

    /// <summary>P(u, v &gt; 0) = ¼ + arcsin(c)/2π at the ends: ½ and 0, with an infinite slope at equal variances.</summary>
    [Fact]
    public void Jumps_have_an_infinite_slope_where_they_coincide()
    {
        Activation step = ActivationParser.Parse("step"), sign = ActivationParser.Parse("sign"), later = ActivationParser.Parse("step(x-0.6)");
        Activation formula = ActivationParser.Parse("step(x-0.3)+tanh(x)");
        foreach (Func<Activation, double, double, Correlation, DualValue> dual in new Func<Activation, double, double, Correlation, DualValue>[]
        {
            DualActivation.Of, (a, u, v, c) => DualFunction.Of(a, u, v).At(c),
        })
        {
            (double, double) At(Activation a, double u, double v, double c) => dual(a, u, v, Correlation.Of(c)) is var found ? (found.Value, found.Slope) : default;

            Assert.Equal((0.5, double.PositiveInfinity), At(step, 0.7, 0.7, 1.0));
            Assert.Equal((0.5, double.PositiveInfinity), At(step, 0.7, 0.2, 1.0));
            Assert.Equal((0.0, double.PositiveInfinity), At(step, 0.7, 0.7, -1.0));
            Assert.Equal((1.0, double.PositiveInfinity), At(sign, 0.7, 0.7, 1.0));
            Assert.Equal((-1.0, double.PositiveInfinity), At(sign, 0.7, 0.7, -1.0));
            Assert.Equal(double.PositiveInfinity, At(later, 0.7, 0.7, 1.0).Item2);
            Assert.Equal(0.0, At(later, 0.7, 0.2, 1.0).Item2);
            Assert.Equal((0.0, 0.0), At(later, 0.7, 0.7, -1.0));
            Assert.Equal(double.PositiveInfinity, At(formula, 1.3, 1.3, 1.0).Item2);
            Assert.True(double.IsFinite(At(formula, 1.3, 1.2, 1.0).Item2));
            Assert.True(double.IsFinite(At(formula, 1.3, 1.3, -1.0).Item2));
        }

        Close.To(ErrorFunction.NormalCdf(-0.6 / Math.Sqrt(0.2)), DualActivation.Of(later, 0.7, 0.2, Correlation.Of(1.0)).Value, 1e-16, "P(u, v > 0.6)");
        Assert.Equal(double.PositiveInfinity, BivariateNormal.Density(0.4, 0.4, Correlation.Of(1.0)));
        Assert.Equal(double.PositiveInfinity, BivariateNormal.Density(0.4, -0.4, Correlation.Of(-1.0)));
        Assert.Equal(0.0, BivariateNormal.Density(0.4, -0.4, Correlation.Of(1.0)));
        Assert.Equal(0.0, BivariateNormal.Density(0.4, 0.4, Correlation.Of(-1.0)));
        Close.Relative(0.5 - (0.25 + (Math.Asin(0.99) / (2.0 * Math.PI))), DualActivation.Deficit(step, 0.7, Correlation.Of(0.99)).Value, 1e-14, "deficit of a step");
    }

    /// <summary>Σ J J' P(u &gt; x, v &gt; x') over the jumps J at x: also to the left of 0, where φ(0) is what the jump made of it.</summary>
    [Theory]
    [InlineData("step(x+0.4)+2*step(x-0.3)", new[] { -0.4, 0.3 }, new[] { 1.0, 2.0 })]
    [InlineData("0.5*step(x+1)-step(x+0.2)-3*step(x)", new[] { -1.0, -0.2, 0.0 }, new[] { 0.5, -1.0, -3.0 })]
    public void Steps_on_both_sides_have_orthants_as_duals(string text, double[] places, double[] jumps)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double a, double b, double c) in new[] { (1.0, 1.0, 0.5), (0.3, 2.0, -0.8), (4.0, 4.0, 0.99) })
        {
            double value = 0.0, slope = 0.0;
            for (int i = 0; i < places.Length; i++)
            {
                for (int j = 0; j < places.Length; j++)
                {
                    double h = places[i] / Math.Sqrt(a), k = places[j] / Math.Sqrt(b);
                    value += jumps[i] * jumps[j] * BivariateNormal.UpperOrthant(h, k, Correlation.Of(c));
                    slope += jumps[i] * jumps[j] * BivariateNormal.Density(h, k, Correlation.Of(c)) / Math.Sqrt(a * b);
                }
            }

            DualValue dual = DualActivation.Of(activation, a, b, Correlation.Of(c));
            Close.To(value, dual.Value, 4e-15, $"{text} at {c}");
            Close.To(slope, dual.Slope, 1e-14, $"slope of {text} at {c}");
        }
    }

    /// <summary>A series that serves |c| ≤ 0.2 is too short for E φ².</summary>
    [Theory]
    [InlineData("tanh"), InlineData("silu"), InlineData("mish"), InlineData("sin(3*x)"), InlineData("isru")]
    public void Deficits_far_from_1_are_differences_to_rounding(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        double same = GaussianMoments.SecondMoment(activation, 0.7).Value;
        foreach (double c in new[] { 0.0, 0.2, -0.3, 0.6, -1.0 })
        {
            DualValue dual = DualActivation.Of(activation, 0.7, 0.7, Correlation.Of(c));
            Estimate<double> deficit = DualActivation.Deficit(activation, 0.7, Correlation.Of(c));
            Close.To(same - dual.Value, deficit.Value, 3.0 * (deficit.Error + dual.ValueError) + (1e-15 * same), $"{text} at {c}");
            Assert.InRange(deficit.Error, 0.0, 1e-14 * same);
        }
    }

    [Fact]
    public void Moments_beyond_doubles_are_refused_by_their_variances()
    {
        Activation exponential = ActivationParser.Parse("exp");
        Assert.True(double.IsFinite(DualActivation.Of(exponential, 354.0, 354.0, Correlation.Of(1.0)).Value));
        Assert.Equal(
            "variances must leave E phi(u)phi(v) of exp in the range of doubles, but are 356 and 355.",
            Assert.Throws<ArgumentException>(() => DualActivation.Of(exponential, 356.0, 355.0, Correlation.Of(1.0))).Message);
        Activation power = ActivationParser.Parse("power:n=5");
        Assert.True(double.IsFinite(DualActivation.Of(power, 1e60, 1e60, Correlation.Of(0.0)).Value));
        Assert.Throws<ArgumentException>(() => DualActivation.Of(power, 1e62, 1e62, Correlation.Of(1.0)));
    }

    [Fact]
    public void A_map_without_weights_has_its_bias_as_fixed_point()
    {
        VarianceMap map = new(ActivationParser.Parse("tanh"), 0.0, 0.3);
        Assert.Equal([0.3], map.FixedPoints());
        Assert.Equal(0.3, map.Attractor(2.0, [0.3]));
        Assert.Equal(VarianceStability.Attracting, map.StabilityAt(0.3));
        PhasePoint point = PhasePoint.Of(map.Activation, 0.0, 0.3);
        Assert.Equal((0.3, 0.0, 0.0, 1.0, 0.0, Phase.Ordered), (point.QStar, point.Chi1, point.VarianceSlope, point.CStar, point.ChiC, point.Phase));
        Assert.Equal((0.0, 0.0), (point.XiQ, point.XiC));
        Assert.Equal([0.0], new VarianceMap(map.Activation, 0.0, 0.0).FixedPoints());
    }

    [Fact]
    public void Fixed_points_of_a_linear_network_are_b_over_1_minus_w()
    {
        Activation linear = ActivationParser.Parse("linear");
        Assert.Equal(2.0, Assert.Single(new VarianceMap(linear, 0.5, 1.0).FixedPoints()), 1e-14);
        Assert.Equal(1e6, Assert.Single(new VarianceMap(linear, 0.999, 1e3).FixedPoints()), 1e-4);
        Assert.Empty(new VarianceMap(linear, 1.0, 0.0).FixedPoints());
        Assert.Empty(new VarianceMap(linear, 1.0, 0.1).FixedPoints());
        Assert.Empty(new VarianceMap(linear, 1.1, 0.1).FixedPoints());
        Assert.Equal([0.0], new VarianceMap(linear, 0.5, 0.0).FixedPoints());
        Assert.Equal(0.0, new VarianceMap(linear, 0.5, 0.0).Attractor(1.0, [0.0]));
        Assert.Equal(7.0, new VarianceMap(linear, 1.0, 0.0).Attractor(7.0, []));
        Assert.Null(new VarianceMap(linear, 1.0, 0.1).Attractor(1.0, []));
        Assert.Null(new VarianceMap(linear, 1.5, 0.0).Attractor(1.0, [0.0]));
        Assert.True(new VarianceMap(linear, 1.0, 0.0).IsIdentity);
        Assert.False(new VarianceMap(linear, 1.0, 1e-300).IsIdentity);
        Assert.False(new VarianceMap(linear, 1.0 + 1e-12, 0.0).IsIdentity);
        Assert.Equal(VarianceStability.Neutral, new VarianceMap(linear, 1.0, 0.0).StabilityAt(3.0));
        Assert.Equal(VarianceStability.Repelling, new VarianceMap(linear, 1.5, 0.0).StabilityAt(0.0));
        Assert.Equal(VarianceStability.Attracting, new VarianceMap(linear, 0.5, 0.0).StabilityAt(0.0));
        Assert.Equal(0.0, new VarianceMap(linear, 0.5, 0.0).FixedPointError(0.0));
        Assert.Equal(0.0, new VarianceMap(linear, 1.0, 0.0).FixedPointError(2.0));

        // e/|1 − w| for a straight map.
        VarianceMap map = new(linear, 0.75, 0.5);
        Close.Relative(4.0 * ((0.75 * GaussianMoments.SecondMoment(linear, 2.0).Error) + 1.6e-15), map.FixedPointError(2.0), 1e-6, "error of a fixed point");
        Assert.Throws<ArgumentOutOfRangeException>(() => map.FixedPointError(-1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.StabilityAt(-1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Attractor(-1.0, []));
    }

    /// <summary>x²: q = 3wq² + b. The lower point attracts, the upper one repels; where they meet, at 12wb = 1, variances below come back.</summary>
    [Fact]
    public void A_convex_map_attracts_from_below()
    {
        Activation square = ActivationParser.Parse("power:n=2");
        VarianceMap map = new(square, 0.5, 0.1);
        ImmutableArray<double> points = map.FixedPoints();
        Assert.Equal(VarianceStability.Attracting, map.StabilityAt(points[0]));
        Assert.Equal(VarianceStability.Repelling, map.StabilityAt(points[1]));
        Assert.Equal(points[0], map.Attractor(0.99 * points[1], points));
        Assert.Equal(points[1], map.Attractor(points[1], points));
        Assert.Null(map.Attractor(1.01 * points[1], points));
        Assert.Equal(points[0], map.Attractor(0.0, points));
        VarianceMap tangent = new(square, 0.5, 1.0 / 6.0);
        Assert.Equal(VarianceStability.AttractingFromBelow, tangent.StabilityAt(1.0 / 3.0));

        // √(2e/s') at a tangent map.
        double error = (0.5 * GaussianMoments.SecondMoment(square, 1.0 / 3.0).Error) + (8e-16 / 3.0);
        Close.Relative(Math.Sqrt(2.0 * error / 3.0), tangent.FixedPointError(1.0 / 3.0), 1e-2, "error at a double fixed point");
    }

    /// <summary>x²/(1 + x²) without bias: small variances die out, and at the least weights that hold one it is approached from above only.</summary>
    [Fact]
    public void A_concave_map_attracts_from_above()
    {
        Activation activation = ActivationParser.Parse("x^2/(1+x^2)");
        double Ratio(double q) => (q * GaussianMoments.VarianceSlope(activation, q).Value) - GaussianMoments.SecondMoment(activation, q).Value;
        double touching = Bracketed.Root(Ratio, 0.05, Ratio(0.05), 5.0, Ratio(5.0));
        VarianceMap map = new(activation, touching / GaussianMoments.SecondMoment(activation, touching).Value, 0.0);
        Close.To(1.0, map.SlopeAt(touching), 1e-12, "tangent");
        Assert.Equal(VarianceStability.AttractingFromAbove, map.StabilityAt(touching));
        VarianceMap above = new(activation, 1.02 * map.WeightVariance, 0.0);
        ImmutableArray<double> points = above.FixedPoints();
        Assert.Equal(3, points.Length);
        Assert.Equal(
            [VarianceStability.Attracting, VarianceStability.Repelling, VarianceStability.Attracting], points.Select(above.StabilityAt));
        Assert.All(points.Skip(1), q => Close.Relative(q, above.Next(q), 1e-14, "fixed point"));
        Assert.Equal(0.0, above.Attractor(0.9 * points[1], points));
        Assert.Equal(points[2], above.Attractor(1.1 * points[1], points));
        Assert.Equal(points[2], above.Attractor(50.0, points));
        Assert.Equal([0.0], new VarianceMap(activation, 0.98 * map.WeightVariance, 0.0).FixedPoints());
    }

    [Fact]
    public void Phases_without_a_fixed_point_keep_the_slope_of_straight_pieces()
    {
        PhasePoint leaky = PhasePoint.Of(ActivationParser.Parse("leaky-relu:slope=0.1"), 3.0, 0.2);
        Assert.Equal((Phase.Unbounded, null, null, null, null), (leaky.Phase, leaky.QStar, leaky.VarianceSlope, leaky.CStar, leaky.ChiC));
        Close.Relative(3.0 * 0.5 * 1.01, leaky.Chi1!.Value, 1e-15, "chi_1 of a leaky rectifier");
        PhasePoint pieces = PhasePoint.Of(ActivationParser.Parse("max(x+0.5,0)-2*min(x-1,0)+abs(x)"), 3.0, 0.2);
        Close.Relative(3.0 * 0.5 * (9.0 + 4.0), pieces.Chi1!.Value, 1e-15, "chi_1 of outer slopes -3 and 2");
        PhasePoint cubic = PhasePoint.Of(ActivationParser.Parse("x^3-3*x"), 3.0, 0.2);
        Assert.Equal((Phase.Unbounded, null, null, null), (cubic.Phase, cubic.QStar, cubic.Chi1, cubic.XiC));
        PhaseErrors errors = PhaseErrors.Of(leaky);
        Assert.Equal((null, null, null, null), (errors.QStar, errors.VarianceSlope, errors.CStarComplement, errors.XiC));
        Close.Relative(4e-16 * leaky.Chi1.Value, errors.Chi1!.Value, 1e-12, "rounding of chi_1");
    }

    [Fact]
    public void Phases_have_their_depths_by_definition()
    {
        PhasePoint ordered = PhasePoint.Of(ActivationParser.Parse("tanh"), 0.9, 0.2);
        Assert.Equal((Phase.Ordered, 1.0, 0.0, ordered.Chi1), (ordered.Phase, ordered.CStar, ordered.CStarComplement, ordered.ChiC));
        Close.Relative(-1.0 / Math.Log(ordered.Chi1!.Value), ordered.XiC!.Value, 1e-15, "xi_c");
        Close.Relative(-1.0 / Math.Log(ordered.VarianceSlope!.Value), ordered.XiQ!.Value, 1e-15, "xi_q");
        PhasePoint critical = PhasePoint.Of(ActivationParser.Parse("tanh"), 1.0, 0.0);
        Assert.Equal((Phase.Critical, 0.0, 1.0, null, null), (critical.Phase, critical.QStar, critical.Chi1, critical.XiC, critical.XiQ));
        PhasePoint jump = PhasePoint.Of(ActivationParser.Parse("sign"), 1.5, 0.25);
        Assert.Equal((Phase.Chaotic, 1.75, null), (jump.Phase, jump.QStar, jump.Chi1));

        // c q* = σ_w² (2/π) arcsin c + σ_b².
        Close.To(1.75 * jump.CStar!.Value, (3.0 / Math.PI * Math.Asin(jump.CStar.Value)) + 0.25, 1e-13, "c* of a sign network");
        Close.Relative(1.5 * 2.0 / Math.PI / (1.75 * Math.Sqrt(1.0 - (jump.CStar.Value * jump.CStar.Value))), jump.ChiC!.Value, 1e-12, "chi_c of a sign network");
        Assert.Throws<ArgumentOutOfRangeException>(() => PhasePoint.Of(ActivationParser.Parse("tanh"), 1.0, 0.2, -1.0));
    }

    [Fact]
    public void Jumps_have_no_critical_point()
    {
        foreach (string text in new[] { "step", "sign", "step(x-0.3)+tanh(x)" })
        {
            Activation jump = ActivationParser.Parse(text);
            Assert.Empty(CriticalLine.AtBias(jump, 0.0));
            Assert.Empty(CriticalLine.AtBias(jump, 0.1));
            Assert.Null(CriticalLine.HalfStable(jump));
            Assert.Equal(
                $"bias variance must allow a critical weight variance, but {jump.Name} has none at 0: no fixed point of the variance has chi_1 = 1.",
                Assert.Throws<ArgumentException>(() => CriticalLine.ForBias(jump, 0.0)).Message);
            Assert.Equal(
                $"activation must have 0 < E phi'^2 < infinity to be critical, but for {jump.Name} it is Infinity at variance 2.",
                Assert.Throws<ArgumentException>(() => CriticalLine.At(jump, 2.0)).Message);
        }

        Assert.Equal(
            "activation must have 0 < E phi'^2 < infinity to be critical, but for 0*x+1 it is 0 at variance 2.",
            Assert.Throws<ArgumentException>(() => CriticalLine.At(ActivationParser.Parse("0*x+1"), 2.0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CriticalLine.AtBias(ActivationParser.Parse("tanh"), -0.1));
    }

    [Theory]
    [InlineData("gelu", 0.0), InlineData("silu", 0.0), InlineData("mish", 0.0), InlineData("softplus", 0.0), InlineData("sin(3*x)", 0.0), InlineData("tanh(x)+0.2*x^2", 0.0)]
    [InlineData("gelu", 0.1), InlineData("sin", 0.3), InlineData("sin(3*x)", 0.1), InlineData("x^2/(1+x^2)", 0.0), InlineData("cos", 0.2), InlineData("leaky-relu:slope=0.1", 0.0)]
    public void Critical_points_attract_first_and_increase(string text, double bias)
    {
        Activation activation = ActivationParser.Parse(text);
        ImmutableArray<CriticalPoint> points = CriticalLine.AtBias(activation, bias);
        string all = string.Join("; ", points.Select(p => FormattableString.Invariant($"{p.QStar:R} {p.VarianceSlope:R}")));
        for (int i = 0; i < points.Length; i++)
        {
            CriticalPoint point = points[i];
            Assert.Equal(bias, point.BiasVariance);
            Close.To(1.0, point.WeightVariance * GaussianMoments.SlopeSecondMoment(activation, point.QStar).Value, 1e-13, "chi_1");
            VarianceMap map = new(activation, point.WeightVariance, bias);
            Close.To(point.QStar, map.Next(point.QStar), 1e-11 * Math.Max(point.QStar, 1e-3), $"fixed point of {text}");
            Close.To(map.SlopeAt(point.QStar), point.VarianceSlope, 1e-12, "slope");
            if (i > 0)
            {
                bool Later(CriticalPoint p) => p.VarianceSlope >= 1.0;
                Assert.True(
                    Later(points[i - 1]) == Later(point) ? points[i - 1].QStar < point.QStar : Later(point), $"{text}: {all}");
            }
        }

        Assert.True(points.IsEmpty || points[0] == CriticalLine.ForBias(activation, bias), all);
    }

    [Fact]
    public void Diagnosis_stops_where_the_variance_overflows_its_limit()
    {
        // Linear with σ_w² = 10: the variance of layer ℓ is 10^ℓ.
        foreach ((int depth, bool within) in new[] { (9, true), (10, false) })
        {
            NetworkSpecification network = NetworkSpecification.Uniform(
                ActivationParser.Parse("linear"), depth, weightVariance: 10.0, biasVariance: 0.0, weights: WeightEnsemble.Haar);
            InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(network, new FisherSetting(100, 10, 5));
            Close.Relative(Math.Pow(10.0, depth - 1), diagnosis.LastVariance, 1e-12, "last variance");
            Assert.Equal(within, diagnosis.Overlaps is not null);
            Assert.Equal(within, diagnosis.Fisher is not null);
            Assert.Equal(within, diagnosis.Spectrum is not null);
            Assert.Equal(within, diagnosis.JacobianTop is not null);
            Assert.Equal(within, diagnosis.GradientFactor is not null);
            Assert.Equal(within, diagnosis.CriticalLearningRate is not null);
            Assert.Equal(9.0, diagnosis.Deviation, 1e-13);
            Assert.Equal(1.0 / Math.Log(10.0), diagnosis.GradientDepth!.Value, 1e-13);
        }

        NetworkSpecification overflowing = NetworkSpecification.Uniform(
            ActivationParser.Parse("exp"), depth: 30, weightVariance: 1.0, biasVariance: 0.0, weights: WeightEnsemble.Gaussian);
        InitializationDiagnosis none = InitializationDiagnosis.Of(overflowing, new FisherSetting(100, 10, 5));
        Assert.Equal(double.PositiveInfinity, none.Deviation);
        Assert.Null(none.GradientDepth);
        Assert.Null(none.Overlaps);
        Assert.True(none.LastVariance > 1e8);
        Assert.Equal(
            "depth must be >= 2 (at least one hidden layer), but is 1. (Parameter 'network')",
            Assert.Throws<ArgumentException>(() => InitializationDiagnosis.Of(
                NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 1, 1.0, 0.0, weights: WeightEnsemble.Gaussian), new FisherSetting(100, 10, 5))).Message);
        Assert.Equal(
            "norm must be none for a diagnosis, which compares the normalisations itself, but is layer. (Parameter 'network')",
            Assert.Throws<ArgumentException>(() => InitializationDiagnosis.Of(
                NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 3, 1.0, 0.0, weights: WeightEnsemble.Gaussian, normalization: Normalization.Layer),
                new FisherSetting(100, 10, 5))).Message);
    }

    [Fact]
    public void Kernels_of_parallel_inputs_are_those_of_one()
    {
        Activation relu = ActivationParser.Parse("relu");
        foreach ((double cross, double sign) in new[] { (2.0, 1.0), (-2.0, -1.0) })
        {
            // |x'| = 2|x|: u and v are proportional without a bias, and a rectifier keeps them so.
            ImmutableArray<TangentKernelLayer> layers = TangentKernel.Of(relu, 2.0, 0.0, 1.0, 4.0, cross, 3);
            Close.To(sign > 0.0 ? 4.0 : 0.0, layers[1].Process, 1e-14, "K of parallel inputs");
            Close.To(sign > 0.0 ? 8.0 : 0.0, layers[1].Tangent, 1e-13, "T of parallel inputs");
            Close.Relative(8.0, layers[1].Process22, 1e-15, "K of the longer input");
        }

        TangentKernelLayer only = Assert.Single(TangentKernel.Of(relu, 2.0, 0.5, 1.0, 4.0, -1.5, 1));
        Assert.Equal((1, -2.5, -2.5, 2.5, 2.5, 8.5, 8.5), (only.Layer, only.Process, only.Tangent, only.Process11, only.Tangent11, only.Process22, only.Tangent22));
        Assert.Throws<ArgumentOutOfRangeException>(() => TangentKernel.Of(relu, 2.0, 0.5, 1.0, 4.0, -2.0001, 1));
    }
}
