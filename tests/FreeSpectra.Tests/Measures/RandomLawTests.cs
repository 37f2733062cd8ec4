using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>
/// Laws at random parameters, asked at random points: far out, next to 0, the edges and the axis. Each transform must solve the equation of
/// its law on the right branch, which has one solution there, and the density must be its boundary value.
/// </summary>
public sealed class RandomLawTests
{
    private const int Laws = 60;
    private const int Points = 40;

    private static readonly Dictionary<string, Func<Random, SpectralMeasure>> Families = new()
    {
        ["Raney"] = r => Power(r, 1.0 + Log(r, -4.0, 3.0)),
        ["Raney at r = p"] = r => new Raney(1.0 + Log(r, -2.0, 2.0), 1.0) is var law ? new Raney(law.P, law.P) : law,
        ["free log-normal"] = r => new FreeLogNormal(Log(r, -8.0, 4.6)),
        ["free stable"] = r => Stable(0.2 + (1.8 * r.NextDouble()), r.NextDouble()),
        ["free stable, one-sided"] = r => Stable(0.2 + (1.8 * r.NextDouble()), r.Next(2)),
        ["compound free Poisson"] = r => new CompoundPoisson(Log(r, -3.0, 2.0), Jumps(r, -2.0)),
        ["compound free Poisson, positive"] = r => new CompoundPoisson(Log(r, -3.0, 2.0), Jumps(r, 0.1)),
        ["free Poisson"] = r => new FreePoisson(Log(r, -3.0, 3.0), Log(r, -2.0, 2.0)),
        ["semicircle"] = r => new Semicircle(4.0 * (r.NextDouble() - 0.5), Log(r, -3.0, 3.0)),
        ["free F"] = r => new FreeF(Log(r, -2.0, 1.5), 0.02 + (0.96 * r.NextDouble())),
        ["inverse free Poisson"] = r => new InverseFreePoisson(0.02 + (0.96 * r.NextDouble())),
        ["free Meixner"] = r => new FreeMeixner(4.0 * (r.NextDouble() - 0.5), (4.0 * r.NextDouble()) - 0.99),
        ["free binomial"] = r => new FreeBinomial(0.02 + (0.96 * r.NextDouble()), 1.0 + Log(r, -3.0, 2.0)),
        ["Kesten-McKay"] = r => new KestenMcKay(1.0 + Log(r, -3.0, 3.0)),
        ["free projections"] = r => Projections(r, r.Next(1, 4)),
        ["two projections"] = r => new TwoProjections(0.02 + (0.96 * r.NextDouble()), 0.02 + (0.96 * r.NextDouble())),
        ["Jacobi"] = r => new Jacobi(Log(r, -1.5, 2.0) + 0.6, Log(r, -1.5, 2.0) + 0.6),
    };

    public static TheoryData<string> Names => [.. Families.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Transforms_solve_their_equations_everywhere(string family)
    {
        List<string> failures = [];
        int tried = 0;
        Each(family, Laws, (law, random) =>
        {
            for (int j = 0; j < Points; j++)
            {
                Complex z = Point(law, random);
                if (law.InverseCauchy is { } inverse)
                {
                    tried++;
                    Check(law, inverse, law.Cauchy(z), z, "K(G)", failures);
                }

                if (law.InverseMoment is { } moment)
                {
                    tried++;
                    Check(law, moment, law.MomentTransform(z), z, "chi(h)", failures);
                }

                Complex g = law.Cauchy(z);
                if (!(g.Imaginary < 0.0 || Math.Abs(g.Imaginary) < 1e-17 * Complex.Abs(g)) || !(Complex.Abs(g) * z.Imaginary <= 1.0 + 1e-12))
                {
                    failures.Add($"{law}: G({z}) = {g} is no transform of a law");
                }

                if (Complex.Abs((z * g) - 1.0 - law.MomentTransform(z)) > 2e-14 * (1.0 + Complex.Abs(z * g)))
                {
                    failures.Add($"{law}: h({z}) = {law.MomentTransform(z)} is not z G − 1 with G = {g}");
                }
            }
        });
        Assert.True(failures.Count == 0, $"{failures.Count} of {tried}\n{string.Join('\n', failures.Take(12))}");
    }

    /// <summary>z = cΠ(1 − s_j t)^{m_j}/(1 − t) at t = 1/(zG), with t in the upper half-plane.</summary>
    [Fact]
    public void Products_of_projections_solve_their_equation()
    {
        Random random = new(3);
        List<string> failures = [];
        for (int i = 0; i < Laws; i++)
        {
            double scale = Log(random, -2.0, 2.0);
            (double Loss, long Count)[] factors = [(0.02 + (0.5 * random.NextDouble()), random.Next(1, 4)), (0.55 + (0.4 * random.NextDouble()), random.Next(1, 3))];
            FreeProjectionProduct law = new(scale, factors);
            for (int j = 0; j < Points; j++)
            {
                Complex z = Point(law, random);
                if (Math.Min(Complex.Abs(z - law.TopOfSupport), law.Bands.Min(band => Complex.Abs(z - band.Left))) < 1e-3 * Complex.Abs(z))
                {
                    // So near an edge the descent may be refused.
                    continue;
                }

                Complex t = 1.0 / (z * law.Cauchy(z)), value = scale / (1.0 - t), slope = 1.0 / (1.0 - t);
                foreach ((double loss, long count) in factors)
                {
                    value *= Complex.Pow(1.0 - (loss * t), (int)count);
                    slope -= count * loss / (1.0 - (loss * t));
                }

                // t has lost digits where it is next to 1 or to a zero of its factors.
                double conditioning = 1.0 + Complex.Abs(slope * t);
                if (!(Complex.Abs(value - z) <= 1e-13 * conditioning * Complex.Abs(z)))
                {
                    failures.Add($"{law}: z(t) at {z} is {value}, conditioning {conditioning:E1}");
                }
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count}\n{string.Join('\n', failures.Take(12))}");
    }

    /// <summary>G at a soft edge is its limit from outside, of its sign.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Transforms_end_at_the_edges(string family) => Each(family, Laws / 3, (law, _) =>
    {
        foreach (Band band in law.Bands)
        {
            double step = 1e-9 * Math.Min(1.0, band.Width);
            foreach ((double edge, double exponent, double side) in new[] { (band.Left, band.LeftExponent, -1.0), (band.Right, band.RightExponent, 1.0) })
            {
                if (double.IsFinite(edge) && exponent > 0.0 && law.Atoms.All(atom => Math.Abs(atom.Location - edge) > 1e-3) && edge != 0.0)
                {
                    Complex at = law.Cauchy(edge), beside = law.Cauchy(edge + (side * step * Math.Abs(edge)));
                    Close.To(beside, at, 0.02 * Complex.Abs(beside), $"G of {law} at {edge}");
                    Assert.InRange(Math.Abs(at.Imaginary), 0.0, 1e-3 * Complex.Abs(at));
                }
            }
        }
    });

    [Theory, MemberData(nameof(Names))]
    public void Derivatives_are_those_of_the_transforms(string family)
    {
        List<string> failures = [];
        Each(family, Laws / 3, (law, random) =>
        {
            for (int j = 0; j < Points / 4; j++)
            {
                Complex z = Point(law, random);

                // By Cauchy's formula on a circle of half the way to the axis, which no branch point enters.
                double radius = 0.5 * z.Imaginary;
                Complex slope = 0.0, momentSlope = 0.0;
                double size = 0.0, momentSize = 0.0;
                const int nodes = 64;
                for (int k = 0; k < nodes; k++)
                {
                    Complex turn = Complex.FromPolarCoordinates(1.0, 2.0 * Math.PI * k / nodes);
                    Complex g = law.Cauchy(z + (radius * turn)), h = law.MomentTransform(z + (radius * turn));
                    slope += g / (turn * radius * nodes);
                    momentSlope += h / (turn * radius * nodes);
                    size += Complex.Abs(g) / (radius * nodes);
                    momentSize += Complex.Abs(h) / (radius * nodes);
                }

                double rounding = 1.0 + (Complex.Abs(z) / radius);
                if (!(Complex.Abs(slope - law.CauchyDerivative(z)) <= 2e-14 * rounding * size))
                {
                    failures.Add($"{law}: G'({z}) = {law.CauchyDerivative(z)}, not {slope}");
                }

                if (law.InverseMoment is not null && !(Complex.Abs(momentSlope - law.MomentTransformDerivative(z)) <= 2e-14 * rounding * momentSize))
                {
                    failures.Add($"{law}: h'({z}) = {law.MomentTransformDerivative(z)}, not {momentSlope}");
                }
            }
        });
        Assert.True(failures.Count == 0, $"{failures.Count}\n{string.Join('\n', failures.Take(12))}");
    }

    [Theory, MemberData(nameof(Names))]
    public void Densities_are_boundary_values_and_add_up(string family)
    {
        List<string> failures = [];
        Each(family, Laws / 6, (law, random) =>
        {
            if (Math.Abs(law.TotalMass - 1.0) > 1e-13)
            {
                failures.Add($"{law}: mass {law.TotalMass:R}");
            }

            for (int i = 0; i < law.Bands.Length; i++)
            {
                Band band = law.Bands[i];
                double left = double.IsFinite(band.Left) ? band.Left : Math.Min(-3.0, band.Right - 6.0);
                double right = double.IsFinite(band.Right) ? band.Right : Math.Max(3.0, left + 6.0);
                double x = left + ((right - left) * (0.05 + (0.4 * random.NextDouble())));
                double y = left + ((right - left) * (0.55 + (0.4 * random.NextDouble())));
                double offset = Math.Exp(-40.0 * random.NextDouble()) * 0.4 * (right - left);
                foreach (double point in new[] { x, y, left + offset, right - offset }.Where(p => p > band.Left && p < band.Right))
                {
                    double density = law.Density(point), boundary = -law.Cauchy(new Complex(point, 0.0)).Imaginary / Math.PI;
                    if (!(Math.Abs(density - boundary) <= (1e-12 * density) + (2e-15 * Complex.Abs(law.Cauchy(new Complex(point, 0.0)))) || point - left < 1e-9 * (right - left) || right - point < 1e-9 * (right - left)))
                    {
                        failures.Add($"{law}: density {density:R} at {point:R}, but {boundary:R} from G");
                    }
                }

                if (double.IsFinite(band.Width))
                {
                    foreach ((IntervalEnd end, double edge, double sign) in new[] { (IntervalEnd.Left, band.Left, 1.0), (IntervalEnd.Right, band.Right, -1.0) })
                    {
                        double place = edge + (sign * offset), exact = sign * (place - edge);
                        double here = law.Density(place), there = exact == 0.0 ? here : law.DensityFromEdge(i, end, exact);
                        if (!(Math.Abs(here - there) <= 1e-11 * there))
                        {
                            failures.Add($"{law}: density {here:R} at {place:R}, but {there:R} from the {end} edge");
                        }
                    }
                }

                double mass = DoubleExponential.Adaptive((t, _) => law.Density(x + t), y - x, Tolerance.Standard).Value.Real
                    + law.Atoms.Where(atom => atom.Location > x && atom.Location <= y).Sum(atom => atom.Weight);
                double grown = law.CumulativeDistribution(y) - law.CumulativeDistribution(x);
                if (!(Math.Abs(mass - grown) <= 1e-10))
                {
                    failures.Add($"{law}: mass {mass:R} of ({x:R}, {y:R}], but the distribution function grows by {grown:R}");
                }
            }
        });
        Assert.True(failures.Count == 0, $"{failures.Count}\n{string.Join('\n', failures.Take(12))}");
    }

    private static void Each(string family, int count, Action<SpectralMeasure, Random> check)
    {
        Random random = new(11);
        for (int i = 0; i < count; i++)
        {
            SpectralMeasure law = Families[family](random);
            try
            {
                check(law, random);
            }
            catch (NonConvergenceException) when (law is FreeProjectionProduct)
            {
                // Next to an edge the descent may be refused; see below for the others.
            }
            catch (NonConvergenceException refused)
            {
                Assert.Fail($"{law}: {refused.Message}");
            }
        }
    }

    private static void Check(SpectralMeasure law, ExplicitInverse inverse, Complex w, Complex z, string what, List<string> failures)
    {
        // The last place of w may stand for more than one of z; and z itself, next to a pole of the law, for more than one of the inverse.
        double conditioning = 1.0 + Complex.Abs(inverse.Derivative(w) * w / z);
        Complex back = inverse.Value(w);
        if (!inverse.Covers(w))
        {
            failures.Add($"{law}: the inverse does not cover {w}, the transform of {z}");
        }
        else if (!(Complex.Abs(back - z) <= 4e-14 * conditioning * Complex.Abs(z)))
        {
            failures.Add($"{law}: {what} at {z} is {back}, conditioning {conditioning:E1}");
        }
    }

    /// <summary>Points of the upper half-plane: inside, beside the edges, next to 0, far out; high and low.</summary>
    private static Complex Point(SpectralMeasure law, Random random)
    {
        double bottom = double.IsFinite(law.BottomOfSupport) ? law.BottomOfSupport : -3.0;
        double top = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport : 3.0;
        double sign = random.Next(2) == 0 ? -1.0 : 1.0;
        double x = random.Next(5) switch
        {
            0 => bottom - 1.0 + ((top - bottom + 2.0) * random.NextDouble()),
            1 => top + (sign * (top - bottom) * Log(random, -30.0, 0.0)),
            2 => bottom + (sign * (top - bottom) * Log(random, -30.0, 0.0)),
            3 => sign * Log(random, -25.0, 0.0),
            _ => sign * Log(random, 0.0, 25.0),
        };
        double y = random.Next(3) switch
        {
            0 => Log(random, -25.0, 10.0),
            1 => Log(random, -12.0, 3.0) * Math.Max(1e-3, Math.Abs(x)),
            _ => Log(random, -3.0, 3.0),
        };
        return new Complex(x, y);
    }

    private static double Log(Random random, double low, double high) => Math.Exp(low + ((high - low) * random.NextDouble()));

    private static FreeProjectionProduct Projections(Random random, int factors) => new(
        Log(random, -2.0, 2.0), [.. Enumerable.Range(0, factors).Select(_ => (0.02 + (0.9 * random.NextDouble()), (long)random.Next(factors == 1 ? 2 : 1, 4)))]);

    private static Raney Power(Random random, double p) => new(p, (0.02 + (0.98 * random.NextDouble())) * p);

    private static FreeStable Stable(double alpha, double part)
    {
        double low = alpha <= 1.0 ? 0.0 : 1.0 - (1.0 / alpha), high = alpha <= 1.0 ? 1.0 : 1.0 / alpha;
        return new FreeStable(alpha, part == 1.0 ? high : part == 0.0 ? low : low + (part * (high - low)));
    }

    private static Atomic Jumps(Random random, double lowest)
    {
        double[] weights = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Log(random, -3.0, 2.0))];
        double sum = weights.Sum();
        return new Atomic([.. weights.Select(w => new Atom(lowest + (6.0 * random.NextDouble()), Math.Min(1.0, w / sum)))]);
    }
}
