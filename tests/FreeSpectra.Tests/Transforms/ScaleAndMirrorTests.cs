using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>
/// Laws measured in another unit or seen from the other side are the same laws, with the same errors and at the same price: every length inside has its unit, and left
/// and right are treated alike.
/// </summary>
public sealed class ScaleAndMirrorTests
{
    private static readonly double[] Parts = [0.03, 0.31, 0.5, 0.77, 0.995];

    private static readonly double[] Offsets = [3e-2, 1e-4, 1e-7, 1e-11, 1e-16];

    private static readonly Complex[] Points = [new(0.3, 0.9), new(-1.7, 0.02), new(1.9, 1e-7), new(30.0, 4.0), new(-1e3, 0.0), new(2e4, 0.0), new(-0.6, -0.3)];

    /// <summary>Laws in a unit s, and the power of s that the law is in.</summary>
    private static readonly Dictionary<string, (Func<double, SpectralMeasure> Law, double Power)> Laws = new()
    {
        ["sum"] = (s => Flat(0.5, 2.0, s).FreeSum(new Semicircle(0.0, 0.5 * s * s)), 1.0),
        ["sum with atoms"] = (s => Signs(s).FreeSum(Flat(-0.2, 0.2, s)), 1.0),
        ["sum of atoms"] = (s => Three(s).FreeSum(Heavy(s)), 1.0),
        ["sum at a hard end"] = (s => Poisson(1.0, 1.0, s).FreeSum(new Semicircle(0.0, 0.01 * s * s)), 1.0),
        ["sum with a narrow law"] = (s => Flat(0.5, 2.0, s).FreeSum(new Semicircle(0.0, 1e-6 * s * s)), 1.0),
        ["power"] = (s => Flat(0.5, 2.0, s).FreePower(2.5), 1.0),
        ["power of atoms"] = (s => Heavy(s).FreePower(1.6), 1.0),
        ["compression"] = (s => Three(s).Compression(0.7), 1.0),
        ["tail"] = (s => new CauchyLaw(0.3 * s, 0.7 * Math.Abs(s)).FreeSum(Flat(0.5, 2.0, s)), 1.0),
        ["product"] = (s => Poisson(2.0, 0.5, s).FreeProduct(new Uniform(0.5, 1.5)), 1.0),
        ["product of both"] = (s => Poisson(2.0, 0.5, s).FreeProduct(Flat(0.5, 1.5, s)), 2.0),
        ["product with a projection"] = (s => Flat(0.5, 2.0, s).FreeProduct(Atomic.ZeroOr(1.0, 0.3)), 1.0),
        ["product at 0"] = (s => Poisson(1.0, 1.0, s).FreeProduct(new FreePoisson(1.0, 1.0)), 1.0),
        ["multiplicative power"] = (s => Flat(0.5, 2.0, s).MultiplicativePower(2.5), 2.5),
        ["sum of a product"] = (s => new AffineImage(new FreePoisson(2.0, 0.5).FreeProduct(new Uniform(0.5, 1.5)), new AffineMap(0.3 * s, s)).FreeSum(Signs(s)), 1.0),
        ["product of a sum"] = (s => Heavy(s).FreeSum(Flat(0.5, 2.0, s)).FreeProduct(Atomic.ZeroOr(1.0, 0.6)), 1.0),
        ["product of an image"] = (s => new AffineImage(Poisson(2.0, 0.5, s).FreeSum(Flat(0.0, 1.0, s)), new AffineMap(0.5 * s, 2.0)).FreeProduct(Atomic.ZeroOr(1.0, 0.6)), 1.0),
        ["gaps and atoms"] = (s => Joined(s).FreeSum(new Semicircle(0.0, 1e-3 * s * s)), 1.0),
        ["rectangular"] = (s => Flat(0.5, 2.0, s).RectangularSum(Signs(s), 0.4), 1.0),
        ["Boolean"] = (s => new Semicircle(0.2 * s, 0.4 * s * s).BooleanSum(Three(s)), 1.0),
        ["monotone"] = (s => new Semicircle(5.0 * s, 0.09 * s * s).MonotoneSum(Poisson(0.4, 2.5, s)), 1.0),
        ["square"] = (s => Flat(-1.0, 2.0, s).FreeSum(Signs(s)).Square(), 2.0),
        ["inverse"] = (s => Poisson(2.0, 0.5, s).FreeSum(Flat(0.5, 2.0, s)).Inverse(), -1.0),
        ["root"] = (s => Poisson(2.0, 0.5, s).FreeProduct(new Uniform(0.5, 1.5)).SymmetricSquareRoot(), 0.5),
        ["difference"] = (s => Flat(0.5, 2.0, s).FreeSum(new Semicircle(0.0, 0.5 * s * s)).FreeDifference(new Semicircle(0.0, 0.2 * s * s)), 1.0),
        ["sum with a cusp"] = (s => Signs(s).FreeSum(new Semicircle(0.0, s * s)), 1.0),
        ["sum of a power of signs"] = (s => Signs(s).FreePower(1.5).FreeSum(new Semicircle(0.3 * s, 0.01 * s * s)), 1.0),
        ["tail on one side"] = (s => new AffineImage(new FreeStable(0.5, 1.0), new AffineMap(0.0, s)).FreeSum(Flat(0.5, 2.0, s)), 1.0),
        ["tail of a product"] = (s => new AffineImage(new FreeStable(0.5, 1.0), new AffineMap(0.0, s)).FreeProduct(new Uniform(0.5, 2.0)), 1.0),
        ["two points"] = (s => Atomic.ZeroOr(s, 0.7).MultiplicativePower(1.6), 1.6),
        ["rectangular bands"] = (s => Flat(0.5, 2.0, s).RectangularSum(Poisson(2.0, 0.5, s), 0.7), 1.0),
        ["inverse of a product"] = (s => Poisson(2.0, 0.5, s).FreeProduct(new Uniform(0.5, 1.5)).Inverse(), -1.0),
        ["mixture of a product"] = (s => new ZeroMixture(0.4, Poisson(2.0, 0.5, s).FreeProduct(new Uniform(0.5, 1.5))).FreeProduct(new Uniform(0.5, 1.0)), 1.0),
        ["monotone with a product"] = (s => new Semicircle(-0.5 * s, 0.04 * s * s).MonotoneSum(Poisson(3.0, 0.5, s).FreeProduct(new Uniform(0.5, 1.5))), 1.0),
        ["sum of a hard end and atoms"] = (s => Poisson(1.0, 1.0, s).FreeSum(Heavy(s)), 1.0),
        ["sum of hard ends"] = (s => Poisson(1.0, 1.0, s).FreeSum(Poisson(1.0, 0.5, s)), 1.0),
        ["sum of a steep end and atoms"] = (s => Steep(s).FreeSum(Heavy(s)), 1.0),
        ["sum of a steep end and a flat one"] = (s => Steep(s).FreeSum(Flat(0.0, 1.0, s)), 1.0),
        ["sum of a tail and atoms"] = (s => new CauchyLaw(0.3 * s, 0.7 * Math.Abs(s)).FreeSum(Three(s)), 1.0),
        ["sum of one tail and atoms"] = (s => new AffineImage(new FreeStable(0.6, 1.0), new AffineMap(0.0, s)).FreeSum(Signs(s)), 1.0),
        ["sum with atoms that just meet"] = (s => new Atomic(new Atom(-1.0 * s, 0.25), new Atom(2.0 * s, 0.75)).FreeSum(new Atomic(new Atom(0.0, 0.25), new Atom(1.0 * s, 0.75))), 1.0),
        ["sum of joined laws"] = (s => Joined(s).FreeSum(Joined(s)), 1.0),
        ["Boolean at hard ends"] = (s => Poisson(1.0, 1.0, s).BooleanSum(Poisson(1.0, 1.0, s)), 1.0),
        ["monotone at hard ends"] = (s => Flat(0.0, 1.0, s).MonotoneSum(Poisson(1.0, 1.0, s)), 1.0),
        ["rectangular, nearly square"] = (s => Flat(0.0, 1.0, s).RectangularSum(Signs(s), 0.97), 1.0),
        ["rectangular with atoms"] = (s => Heavy(s).RectangularSum(Three(s).Square().SymmetricSquareRoot(), 0.6), 1.0),
        ["product at steep ends"] = (s => new AffineImage(Raney.FussCatalan(2.0), new AffineMap(0.0, s)).FreeProduct(new Uniform(0.0, 1.0)), 1.0),
        ["compound"] = (s => Flat(0.5, 2.0, s).CompoundPoisson(0.7), 1.0),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    public static TheoryData<string> Mirrored => [.. Laws.Keys.Where(name => name.StartsWith("sum", StringComparison.Ordinal)), "power", "power of atoms", "tail on one side", "compression", "tail", "gaps and atoms", "Boolean", "monotone", "difference", "Boolean at hard ends", "monotone at hard ends"];

    /// <summary>2²⁰ and 2⁻²⁰ change no digit, so that even the iterations are the same wherever no logarithm of a length is taken.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Another_unit_changes_nothing(string name)
    {
        (Func<double, SpectralMeasure> make, double power) = Laws[name];
        SpectralMeasure law = make(1.0);
        foreach (double unit in new[] { Math.Pow(2.0, 20.0), Math.Pow(2.0, -20.0) })
        {
            Same(law, make(unit), Math.Pow(unit, power), $"{name} in the unit {unit:R}");
        }
    }

    [Theory, MemberData(nameof(Mirrored))]
    public void The_other_side_is_treated_alike(string name) => Same(Laws[name].Law(1.0), Laws[name].Law(-1.0), -1.0, $"{name}, mirrored");

    /// <summary>The second law is the first one in a unit s, or seen from the other side: places, masses, powers, claims, densities and transforms.</summary>
    internal static void Same(SpectralMeasure law, SpectralMeasure other, double s, string what)
    {
        double size = LawScale.Of(law), unit = Math.Abs(s);
        Assert.Equal(law.Atoms.Length, other.Atoms.Length);
        for (int i = 0; i < law.Atoms.Length; i++)
        {
            Atom image = other.Atoms[s > 0.0 ? i : law.Atoms.Length - 1 - i];
            Close.To(s * law.Atoms[i].Location, image.Location, 1e-13 * unit * size, $"atom of {what}");
            Close.To(law.Atoms[i].Weight, image.Weight, 1e-12, $"weight in {what}");
        }

        Assert.Equal(law.Bands.Length, other.Bands.Length);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            int k = s > 0.0 ? i : law.Bands.Length - 1 - i;
            Band band = law.Bands[i];
            Close.To(band.Mass, other.Bands[k].Mass, 1e-11, $"mass in {what}");
            (double left, double right) = (Math.Max(band.Left, -50.0 * size), Math.Min(band.Right, 50.0 * size));
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                IntervalEnd there = s > 0.0 == (end == IntervalEnd.Left) ? IntervalEnd.Left : IntervalEnd.Right;
                (double place, double exponent) = End(band, end);
                (double image, double power) = End(other.Bands[k], there);
                Assert.Equal(exponent, power);
                (double known, double knownThere) = (law.EdgeError(i, end), other.EdgeError(k, there) / unit);
                Assert.True(known >= 0.0 && knownThere >= 0.0 && known <= 1e-6 * size, $"{end} end of {what} is known to {known:E1} and {knownThere:E1}");
                Assert.True(known <= (40.0 * knownThere) + (1e-15 * size) && knownThere <= (40.0 * known) + (1e-15 * size), $"{end} end of {what} is known to {known:E1} and {knownThere:E1}");
                Assert.True(s * place == image || Math.Abs((s * place) - image) <= 1e-12 * unit * size, $"{end} end {place:R} and {image / s:R} of {what}");
                foreach (double offset in Offsets.Where(_ => double.IsFinite(place)).Select(t => t * (right - left)))
                {
                    Close.Relative(law.DensityFromEdge(i, end, offset), unit * other.DensityFromEdge(k, there, unit * offset), 1e-7, $"{offset} from the {end} end of {what}");
                }
            }

            foreach (double x in Parts.Select(t => left + (t * (right - left))))
            {
                SameEstimate(law.DensityEstimate(x), other.DensityEstimate(s * x), 1.0 / unit, $"density at {x} of {what}");
            }
        }

        double[] gaps = [.. law.Bands.Skip(1).Select((band, i) => (0.45 * law.Bands[i].Right) + (0.55 * band.Left)).Where((x, i) => law.Bands[i].Right < law.Bands[i + 1].Left && law.MassAt(x) == 0.0)];
        foreach (Complex point in Points.Select(z => z * size).Concat(gaps.Select(x => new Complex(x, 0.0))))
        {
            if (point.Imaginary == 0.0 && law.Bands.Any(band => band.Contains(point.Real)))
            {
                continue;
            }

            Close.Relative(law.Cauchy(point), s * other.Cauchy(s * point), 1e-11, $"G({point}) of {what}");
            Close.Relative(law.CauchyDerivative(point), s * s * other.CauchyDerivative(s * point), 1e-9, $"G'({point}) of {what}");
            Close.Relative(law.MomentTransform(point), other.MomentTransform(s * point), 1e-9, $"h({point}) of {what}");
        }

        if (law.HasMoment(3))
        {
            Close.Relative(law.Variance, other.Variance / s / s, 1e-9, $"variance of {what}");
            Close.Relative(law.Moment(3), other.Moment(3) / s / s / s, 1e-7, $"third moment of {what}");
        }
    }

    private static void SameEstimate(Estimate<double> expected, Estimate<double> actual, double factor, string what)
    {
        Close.Relative(factor * expected.Value, actual.Value, 1e-10, what);
        Assert.True(actual.Error <= 30.0 * factor * (expected.Error + (1e-14 * expected.Value)), $"{what}: claimed error {actual.Error / factor:E1} and {expected.Error:E1}");
        Assert.True(actual.Evaluations <= (1.5 * expected.Evaluations) + 20, $"{what}: {actual.Evaluations} steps and {expected.Evaluations}");
    }

    private static (double Place, double Exponent) End(Band band, IntervalEnd end) => end == IntervalEnd.Left ? (band.Left, band.LeftExponent) : (band.Right, band.RightExponent);

    private static AffineImage Steep(double s) => new(Raney.FussCatalan(3.0), new AffineMap(0.0, s));

    private static Uniform Flat(double from, double to, double s) => s > 0.0 ? new Uniform(from * s, to * s) : new Uniform(to * s, from * s);

    private static SpectralMeasure Poisson(double rate, double jump, double s) =>
        s > 0.0 ? new FreePoisson(rate, jump * s) : new AffineImage(new FreePoisson(rate, jump), new AffineMap(0.0, s));

    private static JoinedLaw Joined(double s) => s > 0.0
        ? new JoinedLaw([new Atom(1.5 * s, 0.3)], [(0.2 * s, 1.0 * s, 0.3), (2.0 * s, 3.0 * s, 0.4)])
        : new JoinedLaw([new Atom(1.5 * s, 0.3)], [(3.0 * s, 2.0 * s, 0.4), (1.0 * s, 0.2 * s, 0.3)]);

    private static Atomic Signs(double s) => new(new Atom(-s, 0.5), new Atom(s, 0.5));

    private static Atomic Three(double s) => new(new Atom(-1.0 * s, 0.2), new Atom(0.3 * s, 0.3), new Atom(1.5 * s, 0.5));

    private static Atomic Heavy(double s) => new(new Atom(0.0, 0.3), new Atom(2.0 * s, 0.7));

    /// <summary>aX and Y/a have the product of X and Y, and aX and Y that times a.</summary>
    [Theory]
    [InlineData(1e15)]
    [InlineData(1e20)]
    [InlineData(1e-20)]
    [InlineData(1e100)]
    public void Products_of_laws_of_sizes_far_apart_are_those_of_their_shapes(double size)
    {
        static FreePoisson Mp(double scale) => new(rate: 2.0, jump: 0.5 * scale);
        SpectralMeasure plain = Mp(1.0).FreeProduct(Mp(1.0)), apart = Mp(size).FreeProduct(Mp(1.0 / size)), scaled = Mp(1.0).FreeProduct(Mp(size));
        foreach (double x in new[] { 0.03, 0.5, 1.0, 4.4 })
        {
            Close.Relative(plain.Density(x), apart.Density(x), 1e-12, $"density at {x}");
            Close.Relative(plain.Density(x), scaled.Density(x * size) * size, 1e-12, $"density at {x} in the unit {size}");
            Close.Relative(plain.CumulativeDistribution(x), apart.CumulativeDistribution(x), 1e-11, $"mass up to {x}");
        }

        Close.Relative(plain.TopOfSupport, apart.TopOfSupport, 1e-14, "top");
        Close.Relative(plain.Moment(3), apart.Moment(3), 1e-12, "third moment");
    }
}
