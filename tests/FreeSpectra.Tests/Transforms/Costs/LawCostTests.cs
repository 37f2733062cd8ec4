using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Costs;

/// <summary>What bands, densities and transforms of made laws cost, in values of the transforms of their factors.</summary>
public sealed class LawCostTests
{
    private static readonly Dictionary<string, Func<Counting, SpectralMeasure>> Laws = new()
    {
        ["sum"] = c => c.Of(Flat).FreeSum(c.Of(new Semicircle(0.0, 0.5))),
        ["sum with atoms"] = c => c.Of(Signs).FreeSum(c.Of(new Uniform(-0.2, 0.2))),
        ["sum of atoms"] = c => c.Of(Three).FreeSum(c.Of(Heavy)),
        ["sum at a hard end"] = c => c.Of(new FreePoisson(1.0, 1.0)).FreeSum(c.Of(new Semicircle(0.0, 0.01))),
        ["sum with a narrow law"] = c => c.Of(Flat).FreeSum(c.Of(new Semicircle(0.0, 1e-6))),
        ["sum with a cusp"] = c => c.Of(Signs).FreeSum(c.Of(new Semicircle(0.0, 1.0))),
        ["sum with explicit inverses"] = c => c.Of(Flat).FreeSum(new Semicircle(0.0, 0.5)).FreeSum(Mp),
        ["power"] = c => c.Of(Flat).FreePower(2.5),
        ["power of atoms"] = c => c.Of(Heavy).FreePower(1.6),
        ["compression"] = c => c.Of(Three).Compression(0.7),
        ["tail"] = c => c.Of(new CauchyLaw(0.3, 0.7)).FreeSum(c.Of(Flat)),
        ["tail on one side"] = c => c.Of(new FreeStable(0.5, 1.0)).FreeSum(c.Of(Flat)),
        ["product"] = c => c.Of(Mp).FreeProduct(c.Of(new Uniform(0.5, 1.5))),
        ["product with a projection"] = c => c.Of(Flat).FreeProduct(c.Of(Atomic.ZeroOr(1.0, 0.3))),
        ["product of atoms"] = c => c.Of(new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5))).FreeProduct(c.Of(Heavy)),
        ["product at 0"] = c => c.Of(new FreePoisson(1.0, 1.0)).FreeProduct(c.Of(new FreePoisson(1.0, 1.0))),
        ["tail of a product"] = c => c.Of(new FreeStable(0.5, 1.0)).FreeProduct(c.Of(new Uniform(0.5, 2.0))),
        ["multiplicative power"] = c => c.Of(Flat).MultiplicativePower(2.5),
        ["sum of a product"] = c => new AffineImage(c.Of(Mp).FreeProduct(c.Of(new Uniform(0.5, 1.5))), new AffineMap(0.3, 1.0)).FreeSum(c.Of(Signs)),
        ["sum of a mirrored product"] = c => new AffineImage(c.Of(Mp).FreeProduct(c.Of(Atomic.ZeroOr(1.0, 0.7))), new AffineMap(0.3, -1.0)).FreeSum(c.Of(Flat)),
        ["product of a sum"] = c => c.Of(Heavy).FreeSum(c.Of(Flat)).FreeProduct(c.Of(Atomic.ZeroOr(1.0, 0.6))),
        ["product of an image"] = c => new AffineImage(c.Of(Mp).FreeSum(c.Of(new Uniform(0.0, 1.0))), new AffineMap(0.5, 2.0)).FreeProduct(c.Of(Atomic.ZeroOr(1.0, 0.6))),
        ["product of a mixture"] = c => new ZeroMixture(0.4, c.Of(Mp).FreeProduct(c.Of(new Uniform(0.5, 1.5)))).FreeProduct(c.Of(new Uniform(0.5, 1.0))),
        ["gaps and atoms"] = c => c.Of(new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)])).FreeSum(c.Of(new Semicircle(0.0, 1e-3))),
        ["rectangular"] = c => new RectangularSquareLaw(c.Of(Flat), c.Of(Mp), 0.4),
        ["rectangular with atoms"] = c => new RectangularSquareLaw(c.Of(Flat), c.Of(new Atomic(new Atom(0.0, 0.3), new Atom(1.0, 0.7))), 0.4),
        ["rectangular sum of two"] = c => new RectangularSquareLaw(new RectangularSquareLaw(Atomic.Point(1.0), Atomic.Point(9.0), 0.6), c.Of(Atomic.Point(0.25)), 0.6),
        ["Boolean"] = c => c.Of(new Semicircle(0.2, 0.4)).BooleanSum(c.Of(Three)),
        ["monotone"] = c => c.Of(new Semicircle(5.0, 0.09)).MonotoneSum(c.Of(new FreePoisson(0.4, 2.5))),
        ["monotone with a product"] = c => c.Of(new Semicircle(-0.5, 0.04)).MonotoneSum(c.Of(new FreePoisson(3.0, 0.5)).FreeProduct(c.Of(new Uniform(0.5, 1.5)))),
        ["square"] = c => c.Of(new Uniform(-1.0, 2.0)).FreeSum(c.Of(Signs)).Square(),
        ["inverse"] = c => c.Of(Mp).FreeSum(c.Of(Flat)).Inverse(),
        ["root"] = c => c.Of(Mp).FreeProduct(c.Of(new Uniform(0.5, 1.5))).SymmetricSquareRoot(),
        ["sum of three"] = c => c.Of(Flat).FreeSum(c.Of(new Semicircle(0.2, 0.4))).FreeSum(c.Of(Heavy)),
        ["sum with far atoms"] = c => c.Of(new Atomic(new Atom(-1000.0, 0.01), new Atom(0.3, 0.3), new Atom(1.5, 0.69))).FreeSum(c.Of(Flat)),
        ["sum with a large order"] = c => c.Of(Raney.FussCatalan(5.0)).FreeSum(c.Of(Heavy)),
        ["sum with an atom in a gap"] = c => c.Of(new FreePoisson(1.0, 1.0)).FreeSum(c.Of(Atomic.ZeroOr(1.0, 0.02)).FreeProduct(c.Of(Atomic.ZeroOr(1.0, 0.7)))),
        ["sum beside a cusp"] = c => c.Of(new Atomic(new Atom(-1.0, 0.2), new Atom(1.0, 0.8))).FreeSum(c.Of(new Semicircle(0.0, 0.81))),
        ["sum of jumps beside atoms"] = c => c.Of(new JoinedLaw([new Atom(5.0, 0.7)], [(5.0, 6.0, 0.3)])).FreeSum(c.Of(new JoinedLaw([new Atom(1.0, 0.8)], [(1.0, 1.5, 0.2)]))),
        ["power near 1"] = c => c.Of(Three).FreePower(1.001),
        ["power of tails"] = c => c.Of(new FreeStable(0.5, 1.0)).FreePower(1.5),
        ["multiplicative power near 1"] = c => c.Of(Heavy).MultiplicativePower(1.01),
        ["product of three"] = c => c.Of(Mp).FreeProduct(c.Of(Flat)).FreeProduct(c.Of(Atomic.ZeroOr(1.0, 0.8))),
        ["product at a jump"] = c => c.Of(new Uniform(0.0, 1.0)).FreeProduct(c.Of(Mp)),
        ["product with small atoms"] = c => c.Of(new Atomic(new Atom(1e-6, 0.5), new Atom(1.0, 0.5))).FreeProduct(c.Of(new FreePoisson(50.0, 0.02))),
        ["rectangular from 0"] = c => new RectangularSquareLaw(c.Of(new Uniform(0.0, 1.0)), c.Of(new Uniform(0.0, 2.0)), 0.7),
        ["rectangular with a lost atom"] = c => new RectangularSquareLaw(c.Of(new Atomic(new Atom(1.0, 0.75), new Atom(4.0, 0.25))), c.Of(new Atomic(new Atom(0.0, 0.625), new Atom(0.01, 0.375))), 0.5),
        ["rectangular, nearly square"] = c => new RectangularSquareLaw(c.Of(Flat), c.Of(Atomic.Point(1.0)), 0.999),
        ["sum of a Boolean sum"] = c => c.Of(new Semicircle(0.2, 0.4)).BooleanSum(c.Of(Three)).FreeSum(c.Of(Flat)),
    };

    private static readonly double[] Parts = [0.003, 0.03, 0.31, 0.5, 0.77, 0.995];

    private static readonly double[] Offsets = [3e-2, 1e-4, 1e-7, 1e-11, 1e-16];

    private static readonly Complex[] Points = [new(0.3, 0.9), new(-1.7, 0.02), new(1.9, 1e-7), new(30.0, 4.0), new(-1e3, 0.0), new(2e4, 0.0), new(-0.6, -0.3), new(-2.5, 0.0), new(0.01, 1e-9)];

    private static Uniform Flat => new(0.5, 2.0);

    private static FreePoisson Mp => new(2.0, 0.5);

    private static Atomic Signs => new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static Atomic Three => new(new Atom(-1.0, 0.2), new Atom(0.3, 0.3), new Atom(1.5, 0.5));

    private static Atomic Heavy => new(new Atom(0.0, 0.3), new Atom(2.0, 0.7));

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Bands_cost_what_the_book_says(string name)
    {
        Counting counting = new();
        SpectralMeasure law = Laws[name](counting);
        CostBook.Holds($"bands, {name}", [counting.Price(() => law.Atoms.Length), counting.Price(() => law.Bands.Length)]);
    }

    [Theory, MemberData(nameof(Names))]
    public void Densities_cost_what_the_book_says(string name)
    {
        Counting counting = new();
        SpectralMeasure law = Laws[name](counting);
        int last = law.Bands.Length - 1;
        Band band = law.Bands[last];
        (double left, double right) = (Math.Max(band.Left, -50.0), Math.Min(band.Right, 50.0));
        CostBook.Holds($"densities, {name}", Parts.Select(t => counting.Price(() => law.DensityEstimate(left + (t * (right - left))).Evaluations)));
        CostBook.Holds($"densities from ends, {name}", Offsets.SelectMany(t => new[]
        {
            double.IsFinite(band.Left) ? counting.Price(() => law.DensityFromEdge(last, IntervalEnd.Left, t * (right - left))) : 0,
            double.IsFinite(band.Right) ? counting.Price(() => law.DensityFromEdge(last, IntervalEnd.Right, t * (right - left))) : 0,
        }));
    }

    [Theory, MemberData(nameof(Names))]
    public void Transforms_cost_what_the_book_says(string name)
    {
        Counting counting = new();
        SpectralMeasure law = Laws[name](counting);
        _ = law.Bands;
        double[] gaps = [.. law.Bands.Skip(1).Select((band, i) => (0.45 * law.Bands[i].Right) + (0.55 * band.Left)).Where(x => !law.Bands.Any(band => band.Contains(x)) && law.MassAt(x) == 0.0)];
        Complex[] points = [.. Points.Where(z => z.Imaginary != 0.0 || !law.Bands.Any(band => band.Contains(z.Real))), .. gaps.Select(x => new Complex(x, 0.0))];
        CostBook.Holds($"transforms, {name}", points.Select(z => counting.Price(() => law.Cauchy(z))));
    }

    /// <summary>Counts the values of all laws that it was given.</summary>
    private sealed class Counting
    {
        private readonly List<CountedLaw> laws = [];

        public SpectralMeasure Of(SpectralMeasure law)
        {
            laws.Add(new CountedLaw(law));
            return laws[^1];
        }

        public int Price<T>(Func<T> task)
        {
            int before = laws.Sum(law => law.Count);
            _ = task();
            return laws.Sum(law => law.Count) - before;
        }
    }
}
