using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>How the density of a Boolean or monotone sum begins where F is infinite, 0 or a logarithm, with G of both laws at a distance δ from the end in closed form.</summary>
public sealed class ReciprocalExponentTests
{
    private static readonly double[] Distances = [1e-4, 1e-8, 1e-12, 1e-20, 1e-60];

    private static readonly Semicircle Wigner = new(0.0, 1.0);

    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    /// <summary>⅔ of the semicircle law and an atom ⅓ at 5/2: G vanishes at 2, the end of the band.</summary>
    private static readonly MixedLaw Vanishing = new((2.0 / 3.0, Wigner), (1.0 / 3.0, Atomic.Point(2.5)));

    [Theory, InlineData(false), InlineData(true)]
    public void Where_F_of_a_summand_is_infinite_the_density_is_that_of_the_summand(bool mirrored)
    {
        Semicircle far = new(7.0, 1.0);
        foreach (SpectralMeasure sum in new[] { Sum(Vanishing, far), Sum(far, Vanishing) })
        {
            Begins(sum, 2.0, IntervalEnd.Right, 0.5, delta => 1.0 / ((1.0 / Inner(delta)) + (1.0 / Far(delta)) - (2.0 - delta)));
        }

        Begins(Sum(Vanishing, Vanishing), 2.0, IntervalEnd.Right, 0.5, delta => 1.0 / ((2.0 / Inner(delta)) - (2.0 - delta)));

        SpectralMeasure Sum(SpectralMeasure first, SpectralMeasure second) => Image(mirrored, first).BooleanSum(Image(mirrored, second)) is var sum && mirrored ? new AffineImage(sum, AffineMap.Reflection) : sum;
        static Complex Far(double delta) => 0.5 * (-5.0 - delta + Math.Sqrt((5.0 + delta) * (5.0 + delta) - 4.0));
    }

    [Fact]
    public void Where_the_inner_F_is_infinite_the_density_is_that_of_the_inner_law() =>
        Begins(Signs.MonotoneSum(Vanishing), 2.0, IntervalEnd.Right, 0.5, delta => Inner(delta) / (1.0 - (Inner(delta) * Inner(delta))));

    /// <summary>The uniform law ends at −1 where F of the semicircle law on [−1, 3] is −1: F = 1/ln there, and what is not real follows the root of the semicircle.</summary>
    [Fact]
    public void A_logarithm_beside_a_root_where_F_vanishes()
    {
        SpectralMeasure sum = new Uniform(-2.0, -1.0).BooleanSum(new Semicircle(1.0, 1.0));
        static Complex Shifted(double delta) => 0.5 * new Complex(-2.0 + delta, -Math.Sqrt(delta * (4.0 - delta)));
        Begins(sum, -1.0, IntervalEnd.Left, double.PositiveInfinity, delta => 1.0 / ((1.0 / new Complex(Math.Log(1.0 + delta) - Math.Log(delta), 0.0)) + FAbove(delta)), 1e-13);

        // From below the uniform law has its own density there, and G is that of the uniform law to first order.
        Begins(sum, -1.0, IntervalEnd.Right, 0.0, delta => 1.0 / ((1.0 / new Complex(Math.Log(1.0 - delta) - Math.Log(delta), -Math.PI)) + FBelow(delta)));

        // F of the semicircle law less z, without cancellation: with G = −1 + e, 1/G + 1 = −e/(1 − e).
        static Complex FAbove(double delta)
        {
            Complex e = Shifted(delta) + 1.0;
            Complex small = 0.5 * new Complex(delta, -Math.Sqrt(delta * (4.0 - delta)));
            Assert.True(Complex.Abs(e - small) < 1e-15);
            return (-small / (1.0 - small)) - delta;
        }

        static Complex FBelow(double delta)
        {
            double small = 0.5 * (Math.Sqrt(delta * (4.0 + delta)) - delta);
            return (-small / (1.0 - small)) + delta;
        }
    }

    /// <summary>At a right angle the densities on both sides of the place count half each.</summary>
    [Fact]
    public void Two_bands_of_the_outer_law_are_met_at_a_right_angle()
    {
        JoinedLaw outer = new([], [(0.0, 1.0, 0.5), (1.0, 3.0, 0.5)]);
        SpectralMeasure sum = outer.MonotoneSum(Wigner);
        Begins(sum, 2.0, IntervalEnd.Right, 0.0, delta =>
        {
            Complex w = 1.0 / (0.5 * new Complex(2.0 - delta, -Math.Sqrt(delta * (4.0 - delta))));
            Complex rest = 0.5 * new Complex(-delta, Math.Sqrt(delta * (4.0 - delta)));
            return (0.5 * (Complex.Log(w) - Complex.Log(rest))) + (0.25 * (Complex.Log(rest) - Complex.Log(w - 3.0)));
        }, 1e-21);
        Assert.Equal(0.375, sum.Density(2.0), 1e-6);
    }

    /// <summary>F of the uniform law tends to 0 like 1/ln: from above at its right end, where the outer law has a density, from below at its left one, where it has none.</summary>
    [Theory]
    [InlineData("MP")]
    [InlineData("uniform")]
    [InlineData("MP to the left")]
    public void A_logarithm_meets_the_end_of_a_band(string name)
    {
        Uniform inner = new(0.0, 1.0);
        SpectralMeasure outer = name switch { "MP" => new FreePoisson(1.0, 1.0), "uniform" => new Uniform(0.0, 1.0), _ => new AffineImage(new FreePoisson(1.0, 1.0), AffineMap.Reflection) };
        SpectralMeasure sum = outer.MonotoneSum(inner);
        Complex Outer(Complex g) => name switch
        {
            // ½(1 − √(1 − 4/w)) with w = 1/g, and ln(w/(w − 1)).
            "MP" => 0.5 * (1.0 - Upper(1.0 - (4.0 * g))),
            "uniform" => -Complex.Log(1.0 - g),
            _ => -0.5 * (1.0 - Upper(1.0 + (4.0 * g))),
        };
        bool atTop = name != "MP to the left";
        Begins(sum, 1.0, IntervalEnd.Right, atTop && name == "uniform" ? 0.0 : double.PositiveInfinity, delta => Outer(new Complex(Math.Log(1.0 - delta) - Math.Log(delta), -Math.PI)));
        Begins(sum, 0.0, IntervalEnd.Left, !atTop && name == "uniform" ? 0.0 : double.PositiveInfinity, delta => Outer(new Complex(Math.Log(delta) - Math.Log(1.0 - delta), -Math.PI)));
        if (atTop)
        {
            Assert.Equal(0.0, sum.Density(0.0));
        }
        else
        {
            Assert.Equal(0.0, sum.Density(1.0));
        }

        // The root with the sign that makes G map to the lower half-plane.
        Complex Upper(Complex square)
        {
            Complex root = Complex.Sqrt(square);
            return (name == "MP") == (root.Imaginary > 0.0) ? root : -root;
        }
    }

    /// <summary>Two uniform laws that meet at 0: F = (1/m₁ + 1/m₂)/ln with jumps m₁ and m₂, and where these cancel G is a logarithm squared, in any unit.</summary>
    [Theory]
    [InlineData(1.0), InlineData(1048576.0), InlineData(1.0 / 1048576.0)]
    public void Two_jumps_at_one_place_add_up_or_cancel(double s)
    {
        SpectralMeasure even = new Uniform(-s, 0.0).BooleanSum(new Uniform(0.0, s)), uneven = new Uniform(-s, 0.0).BooleanSum(new Uniform(0.0, 2.0 * s));
        foreach (bool left in new[] { true, false })
        {
            double to = left ? 1.0 : -1.0;
            Begins(even, 0.0, left ? IntervalEnd.Left : IntervalEnd.Right, double.PositiveInfinity, delta => Sum(delta, s), 1e-70, s);
            Begins(uneven, 0.0, left ? IntervalEnd.Left : IntervalEnd.Right, 0.0, delta => Sum(delta, 2.0 * s), 1e-11, s);

            Complex Sum(double delta, double width)
            {
                // δ in units of s; ln((x + s)/x) and ln(x/(x − w)) at x = ±δ.
                double x = delta;
                double w = width / s;
                Complex first = left ? Elementary.LogOnePlus(x) - Math.Log(x) : new Complex(Elementary.LogOnePlus(-x) - Math.Log(x), -Math.PI);
                Complex second = left ? new Complex(Math.Log(x) - Math.Log(w) - Elementary.LogOnePlus(-x / w), -Math.PI) : Math.Log(x) - Math.Log(w) - Elementary.LogOnePlus(x / w);
                return 1.0 / ((1.0 / first) + (w / second) - (to * x)) / s;
            }
        }
    }

    /// <summary>The end of a density that is no power stays one under an outer law of atoms.</summary>
    [Fact]
    public void What_is_no_power_in_the_inner_law_is_none_in_the_sum()
    {
        Uniform flat = new(0.0, 1.0);
        SpectralMeasure inner = flat.BooleanSum(flat), outer = new Atomic(new Atom(-3.0, 0.4), new Atom(5.0, 0.6));
        Assert.Equal((0.0, double.PositiveInfinity), (inner.Bands[0].LeftExponent, inner.Bands[0].RightExponent));
        SpectralMeasure sum = outer.MonotoneSum(inner), mirrored = new AffineImage(outer, AffineMap.Reflection).MonotoneSum(new AffineImage(inner, AffineMap.Reflection));

        // At 0 the inner density jumps, and G is a logarithm: w = 1/G passes a regular place of the outer law, with Im w ∼ 1/ln².
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (sum.Bands[0].LeftExponent, sum.Bands[0].RightExponent));
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (mirrored.Bands[0].LeftExponent, mirrored.Bands[0].RightExponent));
        Assert.Equal((0.0, 0.0, 0.0, 0.0), (sum.Density(1.0), mirrored.Density(-1.0), sum.Density(0.0), mirrored.Density(0.0)));
    }

    /// <summary>F from a place: the power of Δ, that of its imaginary part, and its direction, for laws whose density begins with a known power.</summary>
    [Fact]
    public void F_starts_with_the_power_of_the_density()
    {
        // Soft and hard ends from inside and from outside.
        Is(Wigner, 2.0, IntervalEnd.Right, 1.0, 0.5, 0.5, 0.5 * Math.PI);
        Is(Wigner, -2.0, IntervalEnd.Left, -1.0, 0.5, 0.5, 0.5 * Math.PI);
        Is(Wigner, 2.0, IntervalEnd.Left, 1.0, 0.5, double.PositiveInfinity, 0.0);
        Is(Wigner, -2.0, IntervalEnd.Right, -1.0, 0.5, double.PositiveInfinity, Math.PI);
        Is(new Arcsine(1.0), 1.0, IntervalEnd.Right, 0.0, 0.5, 0.5, 0.5 * Math.PI);
        Is(new Arcsine(1.0), 1.0, IntervalEnd.Left, 0.0, 0.5, double.PositiveInfinity, 0.0);

        // |x|^{1/p − 1}… at 0: ρ ∼ x^{−2/3} for Raney(3, 1), with F ∼ (−z)^{2/3}.
        Is(new Raney(3.0, 1.0), 0.0, IntervalEnd.Left, 0.0, 2.0 / 3.0, 2.0 / 3.0, Math.PI / 3.0);
        Is(new AffineImage(new Raney(3.0, 1.0), AffineMap.Reflection), 0.0, IntervalEnd.Right, 0.0, 2.0 / 3.0, 2.0 / 3.0, 2.0 * Math.PI / 3.0);

        // An atom, alone and at the end of a band; a regular point in a gap; G = 0.
        Is(Signs, 1.0, IntervalEnd.Left, 0.0, 1.0, double.PositiveInfinity, 0.0);
        Is(Signs, 1.0, IntervalEnd.Right, 0.0, 1.0, double.PositiveInfinity, Math.PI);
        Is(new JoinedLaw([new Atom(1.0, 0.5)], [(1.0, 2.0, 0.5)]), 1.0, IntervalEnd.Left, 0.0, 1.0, 2.0, 0.0);
        Is(Signs, 3.0, IntervalEnd.Left, 8.0 / 3.0, 1.0, double.PositiveInfinity, 0.0);
        ReciprocalStart infinite = ReciprocalStart.Of(Vanishing, 2.0, IntervalEnd.Right);
        Assert.Equal((false, -0.5, -0.5), (Complex.IsFinite(infinite.Value), infinite.Power, infinite.Height));
        Assert.False(infinite.IsInside);

        // Jumps: G ∼ jump·ln|s|, to −∞ beside a left end and to +∞ beside a right one.
        JoinedLaw steps = new([], [(0.0, 1.0, 0.5), (1.0, 3.0, 0.5)]);
        Jumps(new Uniform(0.0, 1.0), 0.0, IntervalEnd.Left, 1.0, 1.0, 0.0, Math.PI);
        Jumps(new Uniform(0.0, 1.0), 1.0, IntervalEnd.Right, 1.0, -1.0, 0.0, 0.0);
        Jumps(new Uniform(0.0, 1.0), 1.0, IntervalEnd.Left, 0.0, -1.0, double.PositiveInfinity, 0.0);
        Jumps(new Uniform(0.0, 1.0), 0.0, IntervalEnd.Right, 0.0, 1.0, double.PositiveInfinity, Math.PI);
        Jumps(steps, 1.0, IntervalEnd.Left, 0.25, -0.25, 0.0, 0.0);
        Jumps(steps, 1.0, IntervalEnd.Right, 0.5, -0.25, 0.0, 0.0);
        Assert.True(ReciprocalStart.Of(steps, 0.5, IntervalEnd.Left).IsInside);
        JoinedLaw even = new([], [(0.0, 1.0, 0.5), (1.0, 2.0, 0.5)]);
        ReciprocalStart through = ReciprocalStart.Of(even, 1.0, IntervalEnd.Left);
        Assert.True(through.IsInside && !through.IsLogarithm);
        Close.To(1.0 / new Complex(0.0, -0.5 * Math.PI), through.Value, 1e-9, "F through a joint");

        static void Is(SpectralMeasure law, double place, IntervalEnd side, double value, double power, double height, double angle)
        {
            ReciprocalStart start = ReciprocalStart.Of(law, place, side);
            Close.To(value, start.Value, 1e-12, $"F of {law} at {place}");
            Assert.Equal(power, start.Power, 1e-14);
            Assert.True(height == start.Height || Math.Abs(height - start.Height) < 1e-14);
            Assert.Equal(angle, start.Angle, 1e-14);
            Assert.False(start.IsLogarithm || start.IsInside);

            // G beside the place says the same.
            double s = side == IntervalEnd.Left ? 1e-9 : -1e-9;
            Complex step = (1.0 / law.Cauchy(new Complex(place + s, 1e-22))) - value;
            if (double.IsFinite(height))
            {
                Close.To(angle, Math.Atan2(Math.Max(0.0, step.Imaginary), step.Real), 2e-3, $"direction of F of {law} at {place}");
            }
        }

        static void Jumps(SpectralMeasure law, double place, IntervalEnd side, double density, double jump, double height, double angle)
        {
            ReciprocalStart start = ReciprocalStart.Of(law, place, side);
            Assert.True(start.IsLogarithm && !start.IsInside);
            Assert.Equal((Complex.Zero, height, angle), (start.Value, start.Height, start.Angle));
            Assert.Equal((density, jump), (start.Density, start.Jump));
        }
    }

    private static SpectralMeasure Image(bool mirrored, SpectralMeasure law) => mirrored ? new AffineImage(law, AffineMap.Reflection) : law;

    /// <summary>G of the vanishing law at 2 − δ, without cancellation.</summary>
    private static Complex Inner(double delta) => new((-delta / 3.0) + (1.0 / 3.0 * delta / (0.5 * (0.5 + delta))), -Math.Sqrt(delta * (4.0 - delta)) / 3.0);

    private static int Find(SpectralMeasure law, double place, IntervalEnd end)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            if (Math.Abs((end == IntervalEnd.Left ? law.Bands[i].Left : law.Bands[i].Right) - place) < 1e-12)
            {
                return i;
            }
        }

        return -1;
    }

    private static void Begins(SpectralMeasure law, double place, IntervalEnd end, double exponent, Func<double, Complex> cauchy, double least = 1e-70, double unit = 1.0)
    {
        int band = Find(law, place, end);
        Assert.True(band >= 0, $"{law} has no band that ends at {place}: {string.Join(", ", law.Bands)}");
        Assert.Equal(exponent, end == IntervalEnd.Left ? law.Bands[band].LeftExponent : law.Bands[band].RightExponent);
        foreach (double delta in Distances.Where(delta => delta > least))
        {
            double expected = -cauchy(delta).Imaginary / Math.PI;
            Close.Relative(expected, law.DensityFromEdge(band, end, delta * unit), 1e-5, $"{law} at {delta} from {place}");
            if (delta > 1e-10 && unit == 1.0)
            {
                double x = end == IntervalEnd.Left ? place + delta : place - delta;
                Estimate<double> estimate = law.DensityEstimate(x);
                Assert.True(Math.Abs(-cauchy(Math.Abs(x - place)).Imaginary / Math.PI - estimate.Value) <= (2.0 * estimate.Error) + (1e-6 * estimate.Value), $"{law} at {x}");
            }
        }
    }
}
