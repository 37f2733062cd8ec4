using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Derived laws that have a name: every answer of the general route beside the closed form.</summary>
public sealed class ClosedConvolutionTests
{
    private static readonly double[] Offsets = [1e-28, 1e-15, 1e-8, 1e-3];
    private static readonly Complex[] Points =
        [new(0.3, 0.7), new(-2.0, 0.2), new(4.0, 1.5), new(0.0, 9.0), new(-30.0, 0.5), new(0.7, -0.4), new(1.1, 1e-4), new(-1.2, -3.0)];

    public static TheoryData<string> Names => [.. Pairs().Select(p => p.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Masses_edges_and_atoms_are_those_of_the_named_law(string name)
    {
        (SpectralMeasure expected, SpectralMeasure law) = Pair(name);
        double size = Size(expected);
        Assert.Equal(expected.Atoms.Length, law.Atoms.Length);
        for (int i = 0; i < law.Atoms.Length; i++)
        {
            Close.To(expected.Atoms[i].Location, law.Atoms[i].Location, 1e-14 * size, $"atom {i}");
            Close.To(expected.Atoms[i].Weight, law.Atoms[i].Weight, 1e-14, $"weight {i}");
        }

        if (expected.Bands.Length != law.Bands.Length)
        {
            // Bands may be split where nothing happens: at 0, or where those of a summand begin.
            Assert.Equal((expected.Bands[0].Left, expected.Bands[^1].Right), (law.Bands[0].Left, law.Bands[^1].Right));
            Close.To(expected.Bands.Sum(band => band.Mass), law.Bands.Sum(band => band.Mass), 1e-12, "mass");
            return;
        }

        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band e = expected.Bands[i], b = law.Bands[i];
            Edge(e.Left, b.Left, size);
            Edge(e.Right, b.Right, size);
            Close.To(e.Mass, b.Mass, 1e-13, $"mass of {b}");
            Close.To(e.LeftExponent, b.LeftExponent, 1e-12, $"left exponent of {b}");
            Close.To(e.RightExponent, b.RightExponent, 1e-12, $"right exponent of {b}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Density_is_that_of_the_named_law_from_edge_to_edge(string name)
    {
        (SpectralMeasure expected, SpectralMeasure law) = Pair(name);
        for (int i = 0; i < expected.Bands.Length; i++)
        {
            Band band = expected.Bands[i];
            double left = double.IsFinite(band.Left) ? band.Left : double.IsFinite(band.Right) ? band.Right - 40.0 : -20.0;
            double right = double.IsFinite(band.Right) ? band.Right : left + 40.0;
            foreach (double fraction in new[] { 0.01, 0.13, 0.31, 0.54, 0.68, 0.9, 0.99 })
            {
                double x = left + (fraction * (right - left));
                Estimate<double> density = law.DensityEstimate(x);
                double exact = expected.Density(x);
                Close.Relative(exact, density.Value, 3e-11, $"density at {x}");
                Assert.True(Math.Abs(exact - density.Value) <= (3.0 * density.Error) + (2e-13 * exact), $"at {x} claimed {density.Error}, true {Math.Abs(exact - density.Value)}");
                Assert.InRange(density.Error, 0.0, 1e-9 * exact);
                Close.Relative(density.Value, law.Density(x), 1e-15, $"density alone at {x}");
            }

            foreach (double offset in expected.Bands.Length == law.Bands.Length ? Offsets : [])
            {
                double d = offset * Math.Min(1.0, right - left);
                if (double.IsFinite(band.Left))
                {
                    Close.Relative(expected.DensityFromEdge(i, IntervalEnd.Left, d), law.DensityFromEdge(i, IntervalEnd.Left, d), Near(name, offset), $"{d} from the left");
                }

                if (double.IsFinite(band.Right))
                {
                    Close.Relative(expected.DensityFromEdge(i, IntervalEnd.Right, d), law.DensityFromEdge(i, IntervalEnd.Right, d), Near(name, offset), $"{d} from the right");
                }
            }
        }

        foreach (double beyond in new[] { law.BottomOfSupport - 0.1, law.TopOfSupport + 0.1, law.TopOfSupport + 1e6 }.Where(double.IsFinite))
        {
            Assert.Equal((0.0, 0.0), (law.Density(beyond), law.DensityEstimate(beyond).Value));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Transforms_are_those_of_the_named_law(string name)
    {
        (SpectralMeasure expected, SpectralMeasure law) = Pair(name);
        foreach (Complex z in Points)
        {
            Close.Relative(expected.Cauchy(z), law.Cauchy(z), 2e-12, $"G({z})");
            Close.Relative(expected.CauchyDerivative(z), law.CauchyDerivative(z), 2e-10, $"G'({z})");
            Close.To(expected.MomentTransform(z), law.MomentTransform(z), 1e-11 * (1.0 + Complex.Abs(expected.MomentTransform(z))), $"h({z})");
            Close.To(
                expected.MomentTransformDerivative(z), law.MomentTransformDerivative(z), 1e-10 * (Complex.Abs(expected.Cauchy(z)) + Complex.Abs(expected.MomentTransformDerivative(z))), $"h'({z})");
        }

        foreach (double x in new[] { expected.BottomOfSupport - 0.5, expected.TopOfSupport + 0.5, expected.TopOfSupport + 100.0 }.Where(double.IsFinite))
        {
            Close.Relative(expected.Cauchy(x), law.Cauchy(x), 1e-11, $"G({x})");
            Close.Relative(expected.CauchyDerivative(x), law.CauchyDerivative(x), 1e-10, $"G'({x})");
        }

        if (!expected.Bands.IsEmpty && double.IsFinite(expected.Bands[0].Width))
        {
            double x = expected.Bands[0].Left + (0.4 * expected.Bands[0].Width);
            Close.Relative(expected.Cauchy(x), law.Cauchy(x), 1e-10, $"G({x} + i0)");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Moments_and_quantiles_are_those_of_the_named_law(string name)
    {
        (SpectralMeasure expected, SpectralMeasure law) = Pair(name);
        for (int k = 0; k <= 6; k++)
        {
            Assert.Equal(expected.HasMoment(k), law.HasMoment(k));
            if (law.HasMoment(k))
            {
                double size = Math.Pow(Size(expected), k);
                Close.To(expected.Moment(k), law.Moment(k), 1e-10 * size, $"moment {k}");
                if (k > 0)
                {
                    Close.To(expected.FreeCumulant(k), law.FreeCumulant(k), 1e-9 * size, $"free cumulant {k}");
                }
            }
            else
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => law.Moment(k));
            }
        }

        foreach (double p in new[] { 0.07, 0.4, 0.93 })
        {
            double x = expected.Quantile(p);
            Close.To(expected.CumulativeDistribution(x), law.CumulativeDistribution(x), 1e-9, $"distribution at {x}");
            if (expected.MassAt(x) == 0.0)
            {
                Close.To(x, law.Quantile(p), 1e-7 * Size(expected), $"quantile of {p}");
            }
        }
    }

    private static double Near(string name, double offset) =>
        name.StartsWith("boolean", StringComparison.Ordinal) || name.StartsWith("monotone", StringComparison.Ordinal) ? (offset < 1e-9 ? double.PositiveInfinity : 1e-6) : 1e-9;

    private static void Edge(double expected, double actual, double size)
    {
        if (double.IsFinite(expected))
        {
            Close.To(expected, actual, 2e-14 * size, "edge");
        }
        else
        {
            Assert.Equal(expected, actual);
        }
    }

    private static double Size(SpectralMeasure law)
    {
        double size = Math.Max(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        return double.IsFinite(size) ? size : 1.0;
    }

    private static (SpectralMeasure Expected, SpectralMeasure Law) Pair(string name)
    {
        (_, Func<SpectralMeasure> expected, Func<SpectralMeasure> law) = Pairs().Single(p => p.Name == name);
        return (expected(), law());
    }

    private static WithoutInverse Plain(SpectralMeasure law) => new(law);

    private static AffineImage Scaled(SpectralMeasure law, double shift, double scale) => new(law, new AffineMap(shift, scale));

    private static IEnumerable<(string Name, Func<SpectralMeasure> Expected, Func<SpectralMeasure> Law)> Pairs()
    {
        Atomic signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));
        Semicircle wigner = new(0.3, 0.7);
        FreePoisson mp = new(2.0, 0.5), wide = new(0.4, 2.0), hard = new(1.0, 1.0);
        yield return ("semicircles", () => new Semicircle(0.5, 1.2), () => Plain(wigner).FreeSum(Plain(new Semicircle(0.2, 0.5))));
        yield return ("free Poisson laws", () => new FreePoisson(3.5, 0.5), () => Plain(mp).FreeSum(Plain(new FreePoisson(1.5, 0.5))));
        yield return ("sparse free Poisson laws", () => new FreePoisson(0.9, 2.0), () => Plain(wide).FreeSum(Plain(new FreePoisson(0.5, 2.0))));
        yield return ("Cauchy laws", () => new CauchyLaw(1.0, 0.9), () => Plain(new CauchyLaw(0.6, 0.4)).FreeSum(Plain(new CauchyLaw(0.4, 0.5))));
        yield return ("power of signs", () => Scaled(new KestenMcKay(3.0), 0.0, 1.0), () => signs.FreePower(1.7).FreeSum(signs.FreePower(1.3)));
        yield return ("power of a projection", () => new FreeBinomial(0.3, 2.5), () => Atomic.ZeroOr(1.0, 0.3).FreePower(2.5));
        yield return ("powers of a projection", () => new FreeBinomial(0.2, 7.0), () => Atomic.ZeroOr(1.0, 0.2).FreePower(3.0).FreeSum(Atomic.ZeroOr(1.0, 0.2).FreePower(4.0)));
        yield return ("meixner", () => new Semicircle(0.0, 2.0), () => Plain(new Semicircle(0.0, 0.5)).FreePower(4.0));
        yield return ("projections", () => new TwoProjections(0.7, 0.4), () => Atomic.ZeroOr(1.0, 0.7).FreeProduct(Atomic.ZeroOr(1.0, 0.4)));
        yield return ("Wishart product", () => Raney.FussCatalan(2.0), () => Plain(hard).FreeProduct(Plain(hard)));
        yield return ("Wishart power", () => Raney.FussCatalan(3.0), () => Plain(hard).MultiplicativePower(3.0));
        yield return ("free F", () => new FreeF(0.5, 0.3), () => Plain(new FreePoisson(2.0, 0.5)).FreeProduct(new FreePoisson(1.0 / 0.3, 0.3).Inverse()));
        yield return ("compressed Wishart", () => new FreePoisson(1.0, 0.8), () => Plain(new FreePoisson(0.4, 2.0)).Compression(0.4));
        yield return ("stable", () => Scaled(new FreeStable(0.5, 1.0), 0.0, 4.0), () => Plain(new FreeStable(0.5, 1.0)).FreeSum(Plain(new FreeStable(0.5, 1.0))));
        yield return ("log-normal", () => new FreeLogNormal(0.8), () => Plain(new FreeLogNormal(0.3)).FreeProduct(Plain(new FreeLogNormal(0.5))));
        yield return ("square of the semicircle", () => new FreePoisson(1.0, 0.49), () => new Semicircle(0.0, 0.49).Square());
        yield return ("square of the arcsine law", () => Scaled(new Arcsine(1.28), 1.28, 1.0), () => new Arcsine(1.6).Square());
        yield return ("root of Marchenko-Pastur", () => new Semicircle(0.0, 1.0), () => hard.SymmetricSquareRoot());
        yield return ("root of the arcsine law", () => new Arcsine(1.6), () => Scaled(new Arcsine(1.28), 1.28, 1.0).SymmetricSquareRoot());
        yield return ("inverse of a Cauchy law", () => new CauchyLaw(0.6 / 0.61, 0.5 / 0.61), () => new CauchyLaw(0.6, 0.5).Inverse());
        yield return (
            "rectangular sum",
            () => new FreePoisson(2.0, 1.25).SymmetricSquareRoot(),
            () => Plain(new FreePoisson(2.0, 0.5).SymmetricSquareRoot()).RectangularSum(Plain(new FreePoisson(2.0, 0.75).SymmetricSquareRoot()), 0.5));
        yield return ("boolean semicircles", () => new Arcsine(2.0), () => new Semicircle(0.0, 1.0).BooleanSum(new Semicircle(0.0, 1.0)));
        yield return ("monotone arcsine laws", () => new Arcsine(1.3), () => new Arcsine(1.2).MonotoneSum(new Arcsine(0.5)));
    }
}
