using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The expansion about a critical point solves x(P) = x_e ± δ for every δ it covers, on curves that are known.</summary>
public sealed class EdgeExpansionTests
{
    [Theory]
    [InlineData(1.0, -1.3, 0.4)]
    [InlineData(-1.0, 1.3, 0.4)]
    [InlineData(1.0, -0.02, 0.01)]
    [InlineData(-1.0, 40.0, -10.0)]
    public void A_point_beside_a_square_root_edge_is_on_the_curve(double sign, double quadratic, double cubic)
    {
        const double center = 0.6, place = 2.0;
        Complex Curve(Complex p)
        {
            Complex a = p - center;
            return place + (a * a * (quadratic + (a * cubic))) + (0.01 * Complex.Pow(a, 6));
        }

        EdgeExpansion expansion = Build(p => Curve(p), center, place, room: 1.0, sign, exponent: 0.5)!;
        Assert.Equal(0.5, expansion.Exponent);
        Assert.Equal(center, expansion.Center);
        Assert.InRange(expansion.RelativeError, 2e-14, 1e-13 + (1e-13 / Math.Abs(quadratic)));

        // The radius is 0.7 of the room; the reach a quarter of Σ|cₖ|(0.4·0.7)ᵏ.
        double size = 0.28 * 0.28 * (Math.Abs(quadratic) + (0.28 * Math.Abs(cubic)));
        Assert.InRange(expansion.Reach, 0.24 * size, 0.26 * size + 1e-5);
        foreach (double offset in new[] { expansion.Reach, 0.3 * expansion.Reach, 1e-5 * expansion.Reach, 1e-30 })
        {
            Assert.True(expansion.TrySolve(offset, out Complex difference, out Complex slope));
            Assert.True(difference.Imaginary > 0.0);
            Complex a = difference;
            Close.Relative(sign * offset, (a * a * (quadratic + (a * cubic))) + (0.01 * Complex.Pow(a, 6)), 2e-13, $"x at {offset}");
            Close.Relative((a * ((2.0 * quadratic) + (3.0 * a * cubic))) + (0.06 * Complex.Pow(a, 5)), slope, 2e-13, $"dx/dP at {offset}");
            Assert.True(expansion.TrySolve(offset, out Complex same) && same == difference);
        }

        Assert.False(expansion.TrySolve(1e3 * (1.0 + Math.Abs(quadratic)), out _));
    }

    [Theory]
    [InlineData(1.0, -2.0)]
    [InlineData(-1.0, -2.0)]
    [InlineData(1.0, 0.5)]
    public void A_cusp_has_the_exponent_one_third(double sign, double cubic)
    {
        EdgeExpansion expansion = Build(p => 1.0 + (cubic * Complex.Pow(p, 3)), 0.0, 1.0, 1.0, sign, 0.5)!;
        Assert.Equal(1.0 / 3.0, expansion.Exponent);
        foreach (double offset in new[] { expansion.Reach, 1e-12 })
        {
            Assert.True(expansion.TrySolve(offset, out Complex a));
            Assert.True(a.Imaginary > 0.5 * Complex.Abs(a));
            Close.Relative(sign * offset, cubic * Complex.Pow(a, 3), 1e-13, "x");
        }
    }

    [Fact]
    public void The_circle_shrinks_until_it_can_be_continued_to()
    {
        // A pole at distance 0.2: the circles with radii 0.7, 0.35 and 0.175 of the room give too slow series or none.
        int count = 0;
        EdgeExpansion near = Build(
            p =>
            {
                count++;
                return p * p / (1.0 - (p / 0.2));
            },
            0.0,
            0.0,
            1.0,
            -1.0,
            0.5)!;
        Assert.Equal(4 * 32, count);
        Assert.True(near.TrySolve(1e-3 * near.Reach, out Complex a));
        Close.Relative(-1e-3 * near.Reach, a * a / (1.0 - (a / 0.2)), 1e-12, "x");

        // Points that cannot be certified: null, until the circle is small enough.
        EdgeExpansion small = Build(p => Complex.Abs(p) > 0.01 ? null : p * p, 0.0, 0.0, 1.0, 1.0, 0.5)!;
        Assert.InRange(small.Reach, 0.25 * 0.16 * 2e-5, 0.25 * 0.16 * 1e-4);
        Assert.Null(Build(_ => null, 0.0, 0.0, 1.0, 1.0, 0.5));
    }

    [Fact]
    public void A_point_that_is_not_critical_has_no_expansion()
    {
        Assert.Null(Build(p => p + (p * p), 0.0, 0.0, 1.0, 1.0, 0.5));
        Assert.Null(Build(p => 0.1 + (p * p), 0.0, 0.0, 1.0, 1.0, 0.5));
        Assert.NotNull(Build(p => 1e-9 + (p * p), 0.0, 0.0, 1.0, 1.0, 0.5));
        Assert.InRange(Build(p => 1e-9 + (p * p), 0.0, 0.0, 1.0, 1.0, 0.5)!.RelativeError, 1e-9, 4e-9);
    }

    /// <summary>Poles at ±0.3 on either axis: only every second or fourth coefficient is not 0, and the circle must shrink all the same, in any unit.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Coefficients_that_vanish_do_not_end_the_series(int power)
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            foreach (double sign in new[] { 1.0, -1.0 })
            {
                int count = 0;
                Complex Curve(Complex a) => sign * a * a / (Complex.Pow(a / 0.3, power) - 1.0);
                EdgeExpansion expansion = Build(
                    p =>
                    {
                        count++;
                        return s * (1.0 + Curve((p / s) - 2.0));
                    }, 2.0 * s, s, s, sign, 0.5)!;
                Assert.InRange(count, 3 * 32, 4 * 32);
                foreach (double part in new[] { 1.0, 0.3, 1e-4, 1e-20 })
                {
                    double offset = part * expansion.Reach;
                    Assert.True(expansion.TrySolve(offset, out Complex difference));
                    Close.Relative(sign * offset / s, Curve(difference / s), 1e-12, $"{part}");
                }
            }
        }
    }

    /// <summary>
    /// c + a²: what is left at the centre counts in parts of the circle's c₂, up to a millionth, and up to a hundredth if the rounding of the place is as large; between that and
    /// where it cannot be the right sheet nothing smaller is tried.
    /// </summary>
    [Theory]
    [InlineData(1e-8, 1e-16, true, 64)]
    [InlineData(1e-4, 1e-16, false, 32)]
    [InlineData(1e-4, 1e-3, true, 64)]
    [InlineData(1e-2, 1e-16, false, 64)]
    [InlineData(4e-3, 3e-3, false, 32)]
    [InlineData(4e-3, 5e-3, true, 64)]
    [InlineData(0.1, 1.0, false, 32)]
    public void What_is_left_at_the_centre_is_weighed(double left, double rounding, bool found, int values)
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            int count = 0;
            EdgeExpansion? expansion = EdgeExpansion.Build(
                p =>
                {
                    count++;
                    return s * (left + (p / s * p / s));
                }, 0.0, 0.0, rounding * s, s, 1.0, 0.5);
            Assert.Equal(found, expansion is not null);
            Assert.True(values == 32 ? count == 32 : count >= 64, $"{count} values");
            if (expansion is not null)
            {
                Close.Relative(2e-14 + (left / 0.49), expansion.RelativeError, 1e-6, "error");
            }
        }
    }

    /// <summary>
    /// √(1 + a²) − 1 has its branch points at ±i: on a circle of radius 0.7 the coefficient of a⁶⁶ adds 1e-13 to that of a². A smaller circle is tried and, as what is left at
    /// the centre is a tenth at most, taken: a = i√(2t − t²) at −t.
    /// </summary>
    [Fact]
    public void Beside_a_singularity_half_of_the_circle_is_taken()
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            EdgeExpansion expansion = EdgeExpansion.Build(p => s * (Complex.Sqrt(1.0 + (p / s * p / s)) - 1.0), 0.0, 0.0, 1e-16 * s, s, -1.0, 0.5)!;
            Assert.InRange(expansion.RelativeError, 2e-14, 3e-14);
            foreach (double t in new[] { 1e-3, 1e-6, 1e-12 })
            {
                Assert.True(expansion.TrySolve(t * s, out Complex a));
                Close.Relative(new Complex(0.0, s * Math.Sqrt((2.0 * t) - (t * t))), a, 5e-15, $"a at {t}");
            }
        }
    }

    /// <summary>Off the axis X(a) = z has one root above it, for a², a³ and what lies between, all around the place.</summary>
    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(-1.0, 0.2)]
    [InlineData(0.0, -1.0)]
    [InlineData(1.0, -3.0)]
    public void Off_the_axis_the_root_above_it_is_found(double square, double cube)
    {
        EdgeExpansion expansion = EdgeExpansion.Build(p => (square * p * p) + (cube * p * p * p), 0.0, 0.0, 1e-16, 1.0, 1.0, -0.5)!;
        foreach (double distance in new[] { 1e-4, 1e-8, 1e-15 })
        {
            foreach (double angle in new[] { 1e-3, 0.7, 1.5, 2.4, 3.14 })
            {
                Complex z = Complex.FromPolarCoordinates(distance, angle);
                Assert.True(expansion.TrySolve(z, out Complex a, out Complex slope), $"{z}");
                Assert.True(a.Imaginary > 0.0);
                Close.Relative(z, (square * a * a) + (cube * a * a * a), 1e-13, $"X at {z}");
                Close.Relative((2.0 * square * a) + (3.0 * cube * a * a), slope, 1e-12, $"X' at {z}");
            }
        }
    }

    /// <summary>Where the curve runs the other way there is no point with Im P &gt; 0 beyond rounding.</summary>
    [Fact]
    public void On_the_side_of_the_gap_there_is_no_solution()
    {
        EdgeExpansion expansion = Build(p => p * p, 0.0, 0.0, 1.0, 1.0, 0.5)!;
        Assert.False(expansion.TrySolve(1e-3, out Complex none, out Complex slope));
        Assert.Equal((Complex.Zero, Complex.Zero), (none, slope));
    }

    /// <summary>G(x + i0) of laws with a closed form, with the distance δ from the end as the variable.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-9)]
    [InlineData(1e-18)]
    [InlineData(1e-40)]
    public void Beside_an_end_the_transform_knows_the_distance(double delta)
    {
        Semicircle semicircle = new(mean: 0.7, variance: 0.25);
        Complex left = new Complex(-1.0 + delta, -Math.Sqrt(delta * (2.0 - delta))) / 0.5;
        Close.Relative(left, EdgeTransform.Cauchy(semicircle, 0, IntervalEnd.Left, delta), 1e-12, "semicircle, left");
        Close.Relative(-Complex.Conjugate(left), EdgeTransform.Cauchy(semicircle, 0, IntervalEnd.Right, delta), 1e-12, "semicircle, right");

        // Arcsine on [−1, 1]: G is imaginary; MP(1): ½(1 − √((x − 4)/x)).
        Close.To(new Complex(0.0, -1.0 / Math.Sqrt(delta * (2.0 - delta))), EdgeTransform.Cauchy(new Arcsine(1.0), 0, IntervalEnd.Left, delta), 1e-6 / Math.Sqrt(delta), "arcsine");
        Close.Relative(0.5 * (1.0 - new Complex(0.0, Math.Sqrt((4.0 - delta) / delta))), EdgeTransform.Cauchy(new FreePoisson(1.0, 1.0), 0, IntervalEnd.Left, delta), 1e-12, "MP");

        // Uniform on [0, 2]: ½(ln δ − ln(2 − δ) − iπ), and the same from the right end.
        Complex uniform = 0.5 * new Complex(Math.Log(delta) - Math.Log(2.0 - delta), -Math.PI);
        Close.Relative(uniform, EdgeTransform.Cauchy(new Uniform(0.0, 2.0), 0, IntervalEnd.Left, delta), 1e-9, "uniform, left");
        Close.Relative(-Complex.Conjugate(uniform), EdgeTransform.Cauchy(new Uniform(0.0, 2.0), 0, IntervalEnd.Right, delta), 1e-7, "uniform, right");
        Close.Relative(uniform, EdgeTransform.Cauchy(new Uniform(5.0, 7.0), 0, IntervalEnd.Left, delta), 1e-7, "uniform, moved");
    }

    [Fact]
    public void An_atom_at_the_end_and_a_band_beyond_it_are_seen_in_the_real_part()
    {
        // ¾ of the uniform law on [1, 2] and ¼ at 1; then two bands of different height that touch at 1.
        const double delta = 1e-15;
        SpectralMeasure atom = new JoinedLaw([new Atom(1.0, 0.25)], [(1.0, 2.0, 0.75)]);
        Close.Relative(new Complex((0.25 / delta) + (0.75 * Math.Log(delta)), -0.75 * Math.PI), EdgeTransform.Cauchy(atom, 0, IntervalEnd.Left, delta), 1e-9, "atom");
        SpectralMeasure touching = new JoinedLaw([], [(0.5, 1.0, 0.2), (1.0, 3.0, 0.8)]);
        double real = (0.4 * (Math.Log(0.5) - Math.Log(delta))) + (0.4 * (Math.Log(delta) - Math.Log(2.0)));
        Close.To(new Complex(real, -0.4 * Math.PI), EdgeTransform.Cauchy(touching, 1, IntervalEnd.Left, delta), 1e-6, "bands of one height");
        SpectralMeasure uneven = new JoinedLaw([], [(0.5, 1.0, 0.4), (1.0, 3.0, 0.6)]);
        double log = (0.8 * (Math.Log(0.5) - Math.Log(delta))) + (0.3 * (Math.Log(delta) - Math.Log(2.0)));
        Close.To(new Complex(log, -0.3 * Math.PI), EdgeTransform.Cauchy(uneven, 1, IntervalEnd.Left, delta), 1e-5, "from the right");
        Close.To(new Complex(log, -0.8 * Math.PI), EdgeTransform.Cauchy(uneven, 0, IntervalEnd.Right, delta), 1e-5, "from the left");
    }

    /// <summary>Squares of MP(1), moved to 5: ρ ∼ δ^(−3/4) at an end that hides δ; G(y) = (G_MP(√y) − G_MP(−√y))/(2√y).</summary>
    [Theory]
    [InlineData(1e-20)]
    [InlineData(1e-12)]
    public void A_fractional_power_at_an_end_has_its_own_real_part(double delta)
    {
        double root = Math.Sqrt(delta);
        Complex above = 0.5 * (1.0 - new Complex(0.0, Math.Sqrt((4.0 - root) / root)));
        double below = 0.5 * (1.0 - Math.Sqrt((4.0 + root) / root));
        SpectralMeasure square = new FreePoisson(1.0, 1.0).Square();
        Close.Relative((above - below) / (2.0 * root), EdgeTransform.Cauchy(new AffineImage(square, new AffineMap(5.0, 1.0)), 0, IntervalEnd.Left, delta), 1e-5, "from the left");
        Close.Relative(-Complex.Conjugate((above - below) / (2.0 * root)), EdgeTransform.Cauchy(new AffineImage(square, new AffineMap(5.0, -1.0)), 0, IntervalEnd.Right, delta), 1e-5, "from the right");
    }

    private static EdgeExpansion? Build(Func<Complex, Complex?> evaluate, double center, double place, double room, double sign, double exponent) =>
        EdgeExpansion.Build(evaluate, center, place, rounding: 1e-16, room, sign, exponent);
}
