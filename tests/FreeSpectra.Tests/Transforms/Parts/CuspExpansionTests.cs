using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Expansions about places where two bands meet, on cubics whose roots are known, and series about isolated points.</summary>
public sealed class CuspExpansionTests
{
    private const double Unit = 2.220446049250313e-16;

    private static readonly double[] Units = [1.0, 1048576.0, 1.0 / 1048576.0];

    /// <summary>x = 3 − 2a³: Im a = (√3/2)∛(δ/2) to either side, and at the place itself no density but what rounding of the linear coefficient allows.</summary>
    [Fact]
    public void A_cusp_has_a_cube_root_to_both_sides()
    {
        foreach (double s in Units)
        {
            EdgeExpansion series = Cubic(s, 0.0, 0.0, -2.0)!;
            Assert.Equal((1.0 / 3.0, 0.7 * s), (series.Exponent, series.Center));
            Assert.False(series.IsApart || series.HasMet);
            foreach (double offset in new[] { 1e-3, -1e-3, 1e-6, -1e-6 })
            {
                Estimate<double> density = series.Beside(offset * s, step => step.Imaginary)!.Value;
                double expected = 0.5 * Math.Sqrt(3.0) * Math.Cbrt(Math.Abs(offset) / 2.0) * s;
                Close.Relative(expected, density.Value, 1e-9, $"density at {offset}");
                Assert.True(Math.Abs(density.Value - expected) <= density.Error, $"{offset}: off by {density.Value - expected:E1}, {density.Error:E1} claimed");
                Assert.InRange(density.Error, 2e-14 * expected, 1e-7 * expected);
            }

            Estimate<double> at = series.Beside(0.0, step => step.Imaginary)!.Value;
            Assert.Equal((0.0, series.Uncertain), (at.Value, at.Error));
            Assert.Null(series.Beside(1.01 * series.Reach, step => step.Imaginary));
            Assert.NotNull(series.Beside(-0.99 * series.Reach, step => step.Imaginary));
        }
    }

    /// <summary>x = 3 + εa − 2a³, ε &lt; 0: at the place Im a = √(ε/−2); off it the root of the cubic by Cardano's formula.</summary>
    [Theory]
    [InlineData(-1e-4, 0.0), InlineData(-1e-7, 0.0), InlineData(-1e-4, 1e-3), InlineData(-1e-3, -2e-3)]
    public void Bands_that_have_met_have_a_density_between_them(double linear, double quadratic)
    {
        foreach (double s in Units)
        {
            EdgeExpansion series = Cubic(s, linear, quadratic, -2.0)!;
            Assert.True(series.HasMet && !series.IsApart);
            foreach (double offset in new[] { 0.0, 1e-7, -1e-7, 3e-5, -1e-3 })
            {
                double expected = Root(linear, quadratic, -2.0, offset).Imaginary * s;
                Estimate<double> density = series.Beside(offset * s, step => step.Imaginary)!.Value;
                Close.Relative(expected, density.Value, 1e-8, $"density at {offset}");
                Assert.True(Math.Abs(density.Value - expected) <= density.Error + (1e-13 * expected), $"{offset}: off by {density.Value - expected:E1}, {density.Error:E1} claimed");

                // What the rounding of the place and of the linear coefficient, some units of the size of x, does to the root.
                double noise = 200.0 * Unit * 3.7;
                double moved = Math.Abs(Root(linear + noise, quadratic, -2.0, offset).Imaginary - Root(linear, quadratic, -2.0, offset).Imaginary)
                    + Math.Abs(Root(linear, quadratic, -2.0, offset + noise).Imaginary - Root(linear, quadratic, -2.0, offset).Imaginary);
                Assert.InRange(density.Error / s, 1e-14 * expected / s, (4.0 * moved) + (2e-12 * expected / s) + (80.0 * noise / Root(linear, quadratic, -2.0, offset).Magnitude));
            }
        }
    }

    /// <summary>ε &gt; 0: the gap is 2·(2/(3√3))·ε^{3/2}/√2 wide, and empty.</summary>
    [Theory, InlineData(1e-4), InlineData(1e-6)]
    public void Bands_apart_have_a_gap_between_them(double linear)
    {
        foreach (double s in Units)
        {
            EdgeExpansion series = Cubic(s, linear, 0.0, -2.0)!;
            Assert.True(series.IsApart && !series.HasMet);
            double half = 2.0 / (3.0 * Math.Sqrt(3.0)) * Math.Pow(linear, 1.5) / Math.Sqrt(2.0) * s;
            Assert.InRange(series.HalfGap, half, 3.0 * half);
            Estimate<double> inside = series.Beside(0.3 * half, step => step.Imaginary)!.Value;
            Assert.Equal((0.0, series.Uncertain), (inside.Value, inside.Error));
            Assert.InRange(series.Uncertain, 0.0, 1e-4 * s);
            Estimate<double> beyond = series.Beside(30.0 * half, step => step.Imaginary)!.Value;
            Close.Relative(Root(linear, 0.0, -2.0, 30.0 * half / s).Imaginary * s, beyond.Value, 1e-8, "beyond the gap");
        }
    }

    /// <summary>A linear coefficient below rounding is none, and a quadratic one that is not small beside the cubic one stays.</summary>
    [Fact]
    public void What_is_below_rounding_is_left_out_and_nothing_else()
    {
        EdgeExpansion series = Cubic(1.0, -1e-16, 0.0, -2.0)!;
        Assert.Equal((0.0, series.Uncertain), series.Beside(0.0, step => step.Imaginary) is { } at ? (at.Value, at.Error) : (1.0, 1.0));
        foreach (double quadratic in new[] { 0.02, -0.02, 1e-4 })
        {
            EdgeExpansion bent = Cubic(1.0, 0.0, quadratic, -2.0)!;
            foreach (double offset in new[] { 1e-3, -1e-3, 1e-5 })
            {
                double expected = Root(-1e-30, quadratic, -2.0, offset).Imaginary;
                Estimate<double> density = bent.Beside(offset, step => step.Imaginary)!.Value;
                Close.Relative(expected, density.Value, 1e-9, $"density at {offset}, bend {quadratic}");
                Assert.InRange(density.Error, 1e-14 * expected, 1e-7 * expected);
            }
        }
    }

    /// <summary>About a pole the variable is −1/P and the place of the expansion infinite.</summary>
    [Fact]
    public void About_a_pole_the_variable_is_its_inverse()
    {
        EdgeExpansion series = EdgeExpansion.BuildCusp(q => 1.0 - (3.0 * q * q * q), double.PositiveInfinity, 1.0, 2.0, 1.0, 1.0)!;
        Assert.Equal(double.PositiveInfinity, series.Center);
        Estimate<double> density = series.Beside(1e-4, step => step.Imaginary / Math.PI)!.Value;
        Close.Relative(0.5 * Math.Sqrt(3.0) * Math.Cbrt(1e-4 / 3.0) / Math.PI, density.Value, 1e-9, "density");
    }

    [Fact]
    public void What_is_not_like_a_cusp_has_no_such_expansion()
    {
        Assert.Null(Cubic(1.0, 0.0, 0.0, 2.0));
        Assert.Null(Cubic(1.0, 0.5, 0.0, -2.0));
        Assert.Null(Cubic(1.0, -0.5, 0.0, -2.0));
        Assert.Null(Cubic(1.0, 0.0, 0.5, -2.0));
        Assert.Null(Cubic(1.0, 0.0, -0.5, -2.0));
        Assert.Null(EdgeExpansion.BuildCusp(_ => null, 0.7, 3.0, 3.7, 1.0, 1.0));
        Assert.Null(EdgeExpansion.BuildCusp(p => 3.1 - Complex.Pow(p - 0.7, 3), 0.7, 3.0, 3.7, 1.0, 1.0));

        // A pole at distance 0.2: the circle shrinks until the series is short.
        EdgeExpansion near = EdgeExpansion.BuildCusp(p => 3.0 - (Complex.Pow(p - 0.7, 3) / (1.0 - Complex.Pow((p - 0.7) / 0.2, 2))), 0.7, 3.0, 3.7, 1.0, 1.0)!;
        Estimate<double> density = near.Beside(1e-7, step => step.Imaginary)!.Value;
        Complex a = new(0.0, 0.0);
        a = Complex.FromPolarCoordinates(Math.Cbrt(1e-7), Math.PI / 3.0);
        for (int i = 0; i < 40; i++)
        {
            // −a³ = δ(1 − 25a²).
            a -= ((a * a * a) + (1e-7 * (1.0 - (25.0 * a * a)))) / ((3.0 * a * a) - (50e-7 * a));
        }

        Close.Relative(a.Imaginary, density.Value, 1e-9, "beside a pole");
    }

    /// <summary>w/(z − a) and poles outside of the disc: values and slopes however near to a, and zG without the cancellation at 0.</summary>
    [Fact]
    public void A_series_about_an_isolated_point_keeps_its_digits()
    {
        foreach (double s in Units)
        {
            foreach ((double place, double weight) in new[] { (0.7, 0.25), (0.0, 0.25), (0.0, 0.0), (-3.0, 0.0) })
            {
                const double room = 0.6;
                double[] poles = [place + room, place - (1.3 * room), place + (2.0 * room)];
                Complex Smooth(Complex d) => poles.Aggregate(Complex.Zero, (sum, pole) => sum + (0.2 / (d + place - pole)));
                Complex Slope(Complex d) => poles.Aggregate(Complex.Zero, (sum, pole) => sum - (0.2 / ((d + place - pole) * (d + place - pole))));
                LaurentSeries series = LaurentSeries.Of(
                    z =>
                    {
                        Assert.True(z.Imaginary > 0.0);
                        Complex d = (z / s) - place;
                        return ((weight / d) + Smooth(d)) / s;
                    }, place * s, weight, room * s);
                Assert.True(series.IsFinite);
                Assert.Equal(place * s, series.Place);
                foreach (double distance in new[] { 0.125, 0.01, 1e-5 })
                {
                    foreach (double angle in new[] { 0.0, 0.4, 2.0, -1.0, Math.PI })
                    {
                        Complex d = Complex.FromPolarCoordinates(distance * room, angle);
                        Complex z = s * (place + d);
                        d = (z / s) - place;
                        (Complex value, Complex derivative) = series.At(z);
                        Close.Relative(((weight / d) + Smooth(d)) / s, value, 1e-13, $"G at {distance}, {angle}");
                        Close.Relative(((-weight / d / d) + Slope(d)) / s / s, derivative, 1e-11, $"G' at {distance}, {angle}");
                        if (place == 0.0)
                        {
                            (Complex above, Complex rate) = series.MomentAt(z);
                            Close.Relative(weight + (d * Smooth(d)), above, 1e-13, $"zG at {distance}, {angle}");
                            Close.Relative((Smooth(d) + (d * Slope(d))) / s, rate, 1e-11, $"its slope at {distance}, {angle}");
                        }
                    }
                }
            }

            // A quarter of half of the room.
            Assert.True(LaurentSeries.Covers(new Complex(s, 0.124 * s), s, s) && LaurentSeries.Covers(1.124 * s, s, s));
            Assert.False(LaurentSeries.Covers(new Complex(s, 0.126 * s), s, s) || LaurentSeries.Covers(0.874 * s, s, s));
            Assert.False(LaurentSeries.Of(_ => Complex.NaN, s, 0.1, s).IsFinite);
        }

        // 1/d² leaves the range of numbers where 1/d does not.
        LaurentSeries point = LaurentSeries.Of(z => 0.5 / z, 0.0, 0.5, 1.0);
        Close.Relative(0.5e160, point.At(1e-160).Value, 1e-14, "G far down");
    }

    /// <summary>Bands of different kinds that touch: G beside their joint holds the power that faces it from the other side.</summary>
    [Theory]
    [InlineData(1e-3), InlineData(1e-9), InlineData(1e-15)]
    public void The_other_band_of_a_joint_is_seen_with_the_power_it_has_there(double delta)
    {
        MixedLaw law = new((0.5, new Uniform(-1.0, 0.0)), (0.5, new FreePoisson(1.0, 1.0))), mirrored = new((0.5, new Uniform(0.0, 1.0)), (0.5, new AffineImage(new FreePoisson(1.0, 1.0), AffineMap.Reflection)));

        // At −δ and at δ: ln(δ/(1 − δ)) − … and ½(1 − √((z − 4)/z)).
        Complex below = 0.5 * (new Complex(Math.Log(1.0 - delta) - Math.Log(delta), -Math.PI) + (0.5 * (1.0 - Math.Sqrt((4.0 + delta) / delta))));
        Complex above = 0.5 * (Math.Log(1.0 + delta) - Math.Log(delta) + (0.5 * new Complex(1.0, -Math.Sqrt((4.0 - delta) / delta))));
        Close.Relative(below, EdgeTransform.Cauchy(law, 0, IntervalEnd.Right, delta), 1e-9, "from below");
        Close.Relative(above, EdgeTransform.Cauchy(law, 1, IntervalEnd.Left, delta), 1e-9, "from above");
        Close.Relative(-Complex.Conjugate(below), EdgeTransform.Cauchy(mirrored, 1, IntervalEnd.Left, delta), 1e-9, "from below, mirrored");
        Close.Relative(-Complex.Conjugate(above), EdgeTransform.Cauchy(mirrored, 0, IntervalEnd.Right, delta), 1e-9, "from above, mirrored");

        // The same at 5, where δ is hidden.
        MixedLaw moved = new((0.5, new Uniform(4.0, 5.0)), (0.5, new AffineImage(new FreePoisson(1.0, 1.0), new AffineMap(5.0, 1.0))));
        Close.Relative(below, EdgeTransform.Cauchy(moved, 0, IntervalEnd.Right, delta), 3e-4, "from below, moved");
        Close.Relative(above, EdgeTransform.Cauchy(moved, 1, IntervalEnd.Left, delta), 3e-4, "from above, moved");
    }

    private static EdgeExpansion? Cubic(double s, double linear, double quadratic, double cubic) => EdgeExpansion.BuildCusp(
        p =>
        {
            Complex a = (p / s) - 0.7;
            return s * (3.0 + (a * (linear + (a * (quadratic + (a * cubic))))));
        }, 0.7 * s, 3.0 * s, 3.7 * s, s, 1.0);

    /// <summary>The root above the axis of c₁a + c₂a² + c₃a³ = δ.</summary>
    private static Complex Root(double c1, double c2, double c3, double offset)
    {
        Complex a = Complex.ImaginaryOne * Math.Sqrt(Math.Abs(c1 / c3)) + Complex.FromPolarCoordinates(Math.Cbrt(Math.Abs(offset / c3)), offset * c3 > 0.0 ? 2.0 * Math.PI / 3.0 : Math.PI / 3.0);
        for (int i = 0; i < 200; i++)
        {
            a -= ((a * (c1 + (a * (c2 + (a * c3))))) - offset) / (c1 + (a * ((2.0 * c2) + (3.0 * a * c3))));
        }

        Assert.True(a.Imaginary > 0.0);
        return a;
    }
}
