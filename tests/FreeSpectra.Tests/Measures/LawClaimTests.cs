using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>What laws claim about their ends and densities holds against 32 digits, and is no more than rounding can do.</summary>
public sealed class LawClaimTests
{
    private const double Unit = 2.220446049250313e-16;

    private static readonly double[] Inside = [1e-12, 1e-5, 0.02, 0.3, 0.5, 0.71, 0.98, 1.0 - 1e-5, 1.0 - 1e-12];

    private static readonly DoubleDouble Pi = new(Math.PI, 1.2246467991473532e-16);

    public static TheoryData<string> Families => ["semicircle", "MP", "Kesten–McKay", "projections", "Jacobi", "free binomial", "free Meixner", "free F", "inverse MP", "arcsine"];

    /// <summary>The formulas of the doc comments in 32 digits: ends, and the density inside, at the ends and some units of the last place beside them.</summary>
    [Theory, MemberData(nameof(Families))]
    public void Ends_and_densities_are_as_near_as_they_claim(string family)
    {
        Random random = new(17);
        for (int k = 0; k < 40; k++)
        {
            (SpectralMeasure law, DoubleDouble left, DoubleDouble right, double size, Func<DoubleDouble, DoubleDouble> density) = Draw(family, random, k);
            Band band = law.Bands[0];
            foreach ((IntervalEnd end, double place, DoubleDouble truth) in new[] { (IntervalEnd.Left, band.Left, left), (IntervalEnd.Right, band.Right, right) })
            {
                double error = law.EdgeError(0, end);
                Assert.True(Math.Abs((truth - place).High) <= error, $"{law}: {end} end {place:R} is off by {(truth - place).High:E1}, {error:E1} claimed");
                Assert.True(error <= 10.0 * Unit * Math.Max(Math.Abs(place), size), $"{law}: {end} end {place:R} claims {error:E1}");
            }

            IEnumerable<double> beside = new[] { -2, -1, 1, 2, 5, 40 }.SelectMany(n => new[] { band.Left + (n * Ulp(band.Left)), band.Right + (n * Ulp(band.Right)) });
            foreach (double x in Inside.Select(t => band.Left + (t * band.Width)).Concat(beside).Append(band.Left).Append(band.Right))
            {
                Estimate<double> estimate = law.DensityEstimate(x);
                if (double.IsInfinity(estimate.Value))
                {
                    continue;
                }

                double expected = x <= (left + 0.0).High || x >= (right + 0.0).High ? 0.0 : density(x).High;
                expected = double.IsFinite(expected) ? expected : 0.0;
                Assert.True(Math.Abs(estimate.Value - expected) <= estimate.Error, $"{law}: density {estimate.Value:R} at {x:R}, off by {estimate.Value - expected:E1}, {estimate.Error:E1} claimed");

                // At most what sixteen times the error of the nearer end does, where the density follows a power, and rounding.
                (IntervalEnd end, double place, double power) = x - band.Left < band.Right - x ? (IntervalEnd.Left, band.Left, band.LeftExponent) : (IntervalEnd.Right, band.Right, band.RightExponent);
                double moved = law.EdgeError(0, end), distance = Math.Abs(x - place);
                double most = distance > 16.0 * moved ? estimate.Value * ((40.0 * Unit) + (2.0 * Math.Abs(power) * moved / distance))
                    : power < 0.0 ? estimate.Value
                    : moved > 0.0 ? 2.0 * law.DensityFromEdge(0, end, distance + moved) : 0.0;
                Assert.True(estimate.Error <= most + (4.0 * Unit * estimate.Value), $"{law}: density {estimate.Value:R} at {x:R} claims {estimate.Error:E1}, more than {most:E1}");
            }
        }
    }

    /// <summary>ρ ∼ C|x − e|^β with e known to δ: relatively |β|δ/|x − e| at least, with ½ for |β| below; nearer than 2δ the value at a distance δ farther in.</summary>
    [Theory]
    [InlineData(0.5), InlineData(0.25), InlineData(2.0), InlineData(1.0), InlineData(-0.5), InlineData(-0.25), InlineData(0.0), InlineData(double.PositiveInfinity)]
    public void An_uncertain_end_makes_the_density_uncertain(double exponent)
    {
        const double delta = 1e-9;
        PoweredLaw law = new(exponent, delta);
        foreach (bool left in new[] { true, false })
        {
            double place = left ? 1.0 : 5.0, into = left ? 1.0 : -1.0;
            foreach (double distance in new[] { 1e-3, 1e-6, 1e-8 })
            {
                Estimate<double> estimate = law.DensityEstimate(place + (into * distance));
                double power = exponent == 0.0 ? 0.0 : double.IsInfinity(exponent) ? 1.0 : Math.Max(0.5, Math.Abs(exponent));
                double moved = estimate.Value * power * delta / distance;
                Assert.InRange(estimate.Error, moved, (1.2 * moved) + (1e-11 * estimate.Value));
            }

            // 1.5 δ inside, and 0.5 δ outside of the end.
            Estimate<double> near = law.DensityEstimate(place + (1.5e-9 * into)), beyond = law.DensityEstimate(place - (0.5e-9 * into)), outside = law.DensityEstimate(place - (1.5e-9 * into));
            double rounding = 8.0 * Unit * near.Value;
            Assert.Equal(exponent == 0.0 ? 0.0 : exponent < 0.0 ? near.Value : law.Rise(2.5e-9), near.Error - rounding, 1e-6 * near.Value);
            Assert.Equal((0.0, 0.0), (beyond.Value, outside.Value));
            Close.Relative(law.Rise(delta), beyond.Error, 1e-9, "beyond the end");
            Assert.Equal(0.0, outside.Error);
        }
    }

    /// <summary>Many layers of projections that lose little: their logarithms are small and count many times. 40 digits, from the equation of t.</summary>
    [Theory]
    [InlineData(0.001, 3000, 0.4057350587951935087, 0.25, 0.5775425883245488890)]
    [InlineData(0.001, 3000, 0.4057350587951935087, 0.03125, 3.2621923850447464806)]
    [InlineData(1e-5, 200000, 0.7357570429326495684, 0.5, 0.4706800856858980800)]
    [InlineData(0.001, 300, 0.6036317661368807181, 0.25, 0.2998032052411113989)]
    public void Deep_products_of_projections_keep_their_digits(double loss, long count, double top, double x, double density)
    {
        foreach (double scale in new[] { 1.0, Math.Pow(2.0, 300.0), Math.Pow(2.0, -300.0) })
        {
            FreeProjectionProduct law = new(scale, [(loss, count)]);
            Close.To(top, law.Bands[0].Right / scale, law.EdgeError(0, IntervalEnd.Right) / scale, "top");
            Assert.InRange(law.EdgeError(0, IntervalEnd.Right), 0.0, 40.0 * Unit * law.Bands[0].Right);
            Estimate<double> estimate = law.DensityEstimate(scale * x);
            Close.To(density, estimate.Value * scale, estimate.Error * scale, "density");

            // G = 1/(tz) on a circle about the support holds the first two moments.
            Complex first = 0.0, second = 0.0;
            const int nodes = 64;
            for (int j = 0; j < nodes; j++)
            {
                Complex z = scale * Complex.FromPolarCoordinates(2.0, 2.0 * Math.PI * (j + 0.5) / nodes);
                first += z * z * law.Cauchy(z) / (nodes * scale);
                second += z * (z / scale) * (z / scale) * law.Cauchy(z) / nodes;
            }

            Close.Relative(law.Mean / scale, first, 1e-13, "mean");
            Close.Relative(law.Moment(2) / scale / scale, second, 1e-13, "second moment");
        }
    }

    [Fact]
    public void No_lossy_projection_leaves_a_point()
    {
        FreeProjectionProduct law = new(1.2, [(0.0, 3)]);
        Assert.Equal([new Atom(1.2, 1.0)], law.Atoms);
        Complex z = new(0.7, 0.4);
        Close.Relative(1.0 / (z - 1.2), law.Cauchy(z), 1e-15, "G");
        Close.Relative(-1.0 / ((z - 1.2) * (z - 1.2)), law.CauchyDerivative(z), 1e-15, "G'");
        Assert.Equal((1.2, 0.0), (law.Mean, law.Variance));
    }

    /// <summary>Jumps of size 0 do nothing: rate λ with mass m at 0 is rate λ(1 − m) without it, critical rates too.</summary>
    [Theory]
    [InlineData(1.0, 0.5, 0.5, 1.5, 0.5), InlineData(0.6, 1.0, 0.5, 8.0, 0.5), InlineData(1.0, -1.0, 0.5, 1.0, 0.5), InlineData(5.0, 1.0, 0.7, 20.0, 0.3)]
    public void Jumps_of_size_0_do_nothing(double rate, double first, double weight, double second, double rest)
    {
        CompoundPoisson law = new(rate, new Atomic(new Atom(first, weight), new Atom(second, rest)));
        const double none = 0.2;
        CompoundPoisson padded = new(rate / (1.0 - none), new Atomic([.. new[] { new Atom(first, weight * (1.0 - none)), new Atom(0.0, none), new Atom(second, rest * (1.0 - none)) }.OrderBy(atom => atom.Location)]));
        Assert.Equal(law.Atoms.Length, padded.Atoms.Length);
        Assert.Equal(law.Bands.Length, padded.Bands.Length);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            (Band band, Band other) = (law.Bands[i], padded.Bands[i]);
            Close.To(band.Left, other.Left, 1e-13, "left end");
            Close.To(band.Right, other.Right, 1e-12, "right end");
            Close.To(band.Mass, other.Mass, 1e-12, "mass");
            Assert.Equal((band.LeftExponent, band.RightExponent), (other.LeftExponent, other.RightExponent));
            foreach (double t in new[] { 1e-9, 1e-4, 0.3, 0.5, 0.9 })
            {
                Close.Relative(law.DensityFromEdge(i, IntervalEnd.Left, t * band.Width), padded.DensityFromEdge(i, IntervalEnd.Left, t * band.Width), 1e-9, $"density at {t} from the left");
                Close.Relative(law.DensityFromEdge(i, IntervalEnd.Right, t * band.Width), padded.DensityFromEdge(i, IntervalEnd.Right, t * band.Width), 1e-9, $"density at {t} from the right");
            }
        }

        foreach (Complex z in new Complex[] { new(0.3, 0.7), new(1e-4, 1e-5), new(-1e-7, 1e-9), new(0.0, 1e-12), new(4.0, -1.5), new(-0.7, 0.01) })
        {
            Close.Relative(law.Cauchy(z), padded.Cauchy(z), 1e-11, $"G({z})");
            Close.Relative(law.CauchyDerivative(z), padded.CauchyDerivative(z), 1e-9, $"G'({z})");
        }
    }

    /// <summary>At rate 1 the density of jumps ±1 is infinite at 0 like |x|^(−1/3); jumps that differ by rounding change that no more than rounding can.</summary>
    [Theory]
    [InlineData(2e-16), InlineData(4e-15), InlineData(-4e-15)]
    public void A_cusp_stays_one_under_rounding(double more)
    {
        CompoundPoisson law = new(1.0, new Atomic(new Atom(-1.0, 0.5), new Atom(1.0 + more, 0.5))), even = new(1.0, new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)));
        Assert.Equal(even.Bands.Length, law.Bands.Length);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            foreach (double t in new[] { 1e-9, 1e-6, 1e-3, 0.2 })
            {
                Close.Relative(even.DensityFromEdge(i, IntervalEnd.Left, t), law.DensityFromEdge(i, IntervalEnd.Left, t), 1e-5, $"density at {t} from the left");
                Close.Relative(even.DensityFromEdge(i, IntervalEnd.Right, t), law.DensityFromEdge(i, IntervalEnd.Right, t), 1e-5, $"density at {t} from the right");
            }
        }

        // K(w) = 1/w + w/(1 − w²) = 1/(w(1 − w²)) ∼ −w⁻³ for large w.
        Close.Relative(0.5 * Math.Sqrt(3.0) * Math.Pow(1e-9, -1.0 / 3.0) / Math.PI, even.Density(1e-9), 2e-3, "leading term");
    }

    /// <summary>Whatever the mass at 0, a single other jump has all of the rest.</summary>
    [Fact]
    public void One_jump_beside_0_is_a_free_Poisson_law()
    {
        for (int k = 1; k < 60; k++)
        {
            double weight = k / 60.0;
            CompoundPoisson law = new(0.7, Atomic.ZeroOr(2.0, weight));
            FreePoisson plain = new(0.7 * weight, 2.0);
            Complex z = new(0.3, 0.4);
            Close.Relative(plain.Cauchy(z), law.Cauchy(z), 1e-13, $"{weight}");
            Close.Relative(plain.Bands[0].Right, law.Bands[0].Right, 1e-14, $"{weight}");
        }
    }

    private static double Ulp(double x) => Math.Max(Math.BitIncrement(Math.Abs(x)) - Math.Abs(x), 1e-300);

    private static (SpectralMeasure Law, DoubleDouble Left, DoubleDouble Right, double Size, Func<DoubleDouble, DoubleDouble> Density) Draw(string family, Random random, int k)
    {
        double u = 0.02 + (0.96 * random.NextDouble()), v = 0.02 + (0.96 * random.NextDouble()), w = Math.Exp(4.0 * (random.NextDouble() - 0.5));
        DoubleDouble one = 1.0, two = 2.0, four = 4.0;
        switch (family)
        {
            case "semicircle":
                {
                    double mean = k % 4 == 0 ? 0.0 : 10.0 * (u - 0.5), variance = k % 3 == 0 ? 0.25 : w;
                    DoubleDouble radius = two * DoubleDouble.Sqrt(variance);
                    DoubleDouble left = mean - radius, right = mean + radius;
                    return (new Semicircle(mean, variance), left, right, Math.Abs(mean) + radius.High, x => DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * variance));
                }

            case "MP":
                {
                    double rate = k % 5 == 0 ? 1.0 : w, jump = 3.0 * v;
                    DoubleDouble root = DoubleDouble.Sqrt(rate), below = one - root, above = one + root;
                    DoubleDouble left = jump * (below * below), right = jump * (above * above);
                    double size = left.High + (jump * rate * Math.Sqrt(left.High / jump / rate));
                    return (new FreePoisson(rate, jump), left, right, size, x => DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * jump * x));
                }

            case "Kesten–McKay":
                {
                    double d = 1.0 + (5.0 * w);
                    DoubleDouble right = two * DoubleDouble.Sqrt(d - one);
                    return (new KestenMcKay(d), -right, right, 0.0, x => d * DoubleDouble.Sqrt((four * (d - one)) - (x * x)) / (two * Pi * (((DoubleDouble)d * d) - (x * x))));
                }

            case "projections":
                {
                    DoubleDouble p = u, q = v, spread = two * DoubleDouble.Sqrt(p * q * (one - p) * (one - q)), middle = p + q - (two * p * q);
                    DoubleDouble left = middle - spread, right = middle + spread;
                    return (new TwoProjections(u, v), left, right, 0.0, x => DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * x * (one - x)));
                }

            case "Jacobi":
                {
                    double a = 1.05 + w, b = 0.1 + (3.0 * v);
                    DoubleDouble sum = (DoubleDouble)a + b, first = DoubleDouble.Sqrt(a * (sum - one)), second = DoubleDouble.Sqrt(b);
                    DoubleDouble low = (first - second) / sum, high = (first + second) / sum, left = low * low, right = high * high;
                    return (new Jacobi(a, b), left, right, 0.0, x => sum * DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * x * (one - x)));
                }

            case "free binomial":
                {
                    double t = 1.05 + w;
                    DoubleDouble first = DoubleDouble.Sqrt(u * (t - one)), second = DoubleDouble.Sqrt(one - u);
                    DoubleDouble low = first - second, high = first + second, left = low * low, right = high * high;
                    return (new FreeBinomial(u, t), left, right, 0.0, x => t * DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * x * (t - x)));
                }

            case "free Meixner":
                {
                    double a = 4.0 * (u - 0.5), b = k % 2 == 0 ? v - 0.9 : w;
                    DoubleDouble spread = two * DoubleDouble.Sqrt(one + b), left = a - spread, right = a + spread;
                    return (new FreeMeixner(a, b), left, right, Math.Abs(a) + spread.High, x => DoubleDouble.Sqrt((four * (one + b)) - ((x - a) * (x - a))) / (two * Pi * ((b * x * x) + (a * x) + one)));
                }

            case "free F":
                {
                    double c1 = 2.0 * v, c2 = 0.9 * u;
                    DoubleDouble root = DoubleDouble.Sqrt((DoubleDouble)c1 + c2 - ((DoubleDouble)c1 * c2)), low = (one - root) / (one - c2), high = (one + root) / (one - c2);
                    DoubleDouble left = low * low, right = high * high;
                    return (new FreeF(c1, c2), left, right, 0.0, x => (one - c2) * DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * x * (c1 + (c2 * x))));
                }

            case "inverse MP":
                {
                    DoubleDouble root = DoubleDouble.Sqrt(u), left = one / ((one + root) * (one + root)), right = one / ((one - root) * (one - root));
                    return (new InverseFreePoisson(u), left, right, 0.0, x => (one - u) * DoubleDouble.Sqrt((x - left) * (right - x)) / (two * Pi * u * x * x));
                }

            default:
                {
                    return (new Arcsine(w), -w, w, 0.0, x => one / (Pi * DoubleDouble.Sqrt((w - x) * (w + x))));
                }
        }
    }

    /// <summary>Density min(d, 1)^β/10, or 1/(1 + ln² d)/10 for β = ∞, with d the distance from the nearer end of [1, 5]; it knows its ends to δ.</summary>
    private sealed record PoweredLaw(double Exponent, double Delta) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(1.0, 5.0, 1.0, Exponent, Exponent)];

        public double Rise(double distance) => 0.1 * (double.IsInfinity(Exponent) ? 1.0 / (1.0 + Math.Pow(Math.Log(distance), 2.0)) : Math.Pow(Math.Min(distance, 1.0), Exponent));

        public override double EdgeError(int band, IntervalEnd end) => Delta;

        public override double Density(double x) => x is > 1.0 and < 5.0 ? Rise(Math.Min(x - 1.0, 5.0 - x)) : 0.0;

        public override double DensityFromEdge(int band, IntervalEnd end, double offset) => Rise(Math.Min(offset, 4.0 - offset));
    }
}
