using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>What single parts cost, in values of the function that they are given. Each bound is what was measured when it was set, and a fiftieth more.</summary>
public sealed class PartCostTests
{
    private static readonly Atomic Three = new(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5));

    private readonly List<GivenBranch> made = [];

    [Theory]
    [InlineData("semicircles", 464, 388)]
    [InlineData("power of a semicircle", 234, 200)]
    [InlineData("an exponential", 661, 154)]
    [InlineData("an infinite end", 139, 139)]
    [InlineData("a bump", 187, 100)]
    [InlineData("a cusp", 276, 0)]
    [InlineData("below a cusp", 169, 0)]
    [InlineData("free Poisson laws", 738, 518)]
    public void The_gaps_cost_what_they_did(string name, int forGaps, int forPlaces)
    {
        ImmutableArray<RealGap> gaps = Gaps(name);
        int count = made.Sum(branch => branch.Count);
        foreach (RealGap gap in gaps.Where(gap => gap.Left < gap.Right))
        {
            (double left, double right) = (Math.Max(gap.Left, -9.0), Math.Min(gap.Right, 9.0));
            foreach (RealPiece piece in gap.Pieces)
            {
                foreach (double x in Enumerable.Range(1, 9).Select(k => left + (k * (right - left) / 10.0)).Where(x => x > piece.Left && x < piece.Right))
                {
                    _ = piece.Solve(x);
                }

                RealCursor cursor = piece.NewCursor();
                for (int k = 1; k < 10; k++)
                {
                    _ = cursor.Invert(piece.Map.At(piece.Map.Start + (k * (piece.Map.End - piece.Map.Start) / 10.0)));
                }
            }
        }

        int places = made.Sum(branch => branch.Count) - count;
        Assert.True(count <= 1.02 * forGaps && places <= 1.02 * forPlaces, $"{count} values for the gaps, {places} for the places");
    }

    [Theory]
    [InlineData("MP", 11968, 8992)]
    [InlineData("hard MP", 6678, 4864)]
    [InlineData("atoms", 36503, 17085)]
    [InlineData("flat", 31900, 27244)]
    public void A_converted_branch_costs_what_it_did(string name, int toSums, int toProducts)
    {
        int Cost(bool toAdditive, double unit)
        {
            CountedLaw law = new(name switch
            {
                "MP" => new FreePoisson(2.0, 0.5 * unit),
                "hard MP" => new FreePoisson(1.0, unit),
                "atoms" => new Atomic(new Atom(0.3 * unit, 0.25), new Atom(0.5 * unit, 0.25), new Atom(2.0 * unit, 0.5)),
                _ => new Uniform(0.5 * unit, 2.0 * unit),
            });
            ImmutableArray<RealBranch> sources = RealBranch.Of(law, toAdditive ? ConvolutionAlgebra.Multiplicative : ConvolutionAlgebra.Additive);
            int before = law.Count;
            foreach (RealBranch branch in ConvertedBranch.From(sources, toAdditive, law))
            {
                RealCursor cursor = branch.NewCursor();
                RangeMap map = new(branch.Low, branch.High, toAdditive ? unit : 1.0);
                for (double y = -6.75; y <= 7.0; y += 0.75)
                {
                    _ = cursor.Invert(map.At(y));
                    _ = branch.Invert(map.At(y + 0.1));
                }
            }

            return law.Count - before;
        }

        (int sums, int products) = (Cost(true, 1.0), Cost(false, 1.0));
        Assert.True(sums <= 1.02 * toSums && products <= 1.02 * toProducts, $"{sums} values to sums, {products} to products");

        // Lengths have their unit.
        foreach (double unit in new[] { 1048576.0, 1.0 / 1048576.0 })
        {
            Assert.True(Cost(true, unit) <= 1.4 * sums && Cost(false, unit) <= 1.4 * products, $"{Cost(true, unit)} and {Cost(false, unit)} values in the unit {unit}");
        }
    }

    [Theory]
    [InlineData("sum", 95)]
    [InlineData("sum of three", 53)]
    [InlineData("power", 131)]
    [InlineData("atoms", 157)]
    [InlineData("product", 52)]
    [InlineData("product of three", 115)]
    public void A_walk_of_the_solver_takes_what_it_did(string name, int most)
    {
        Uniform flat = new(0.5, 2.0);
        Semicircle semicircle = new(0.2, 0.5);
        FreePoisson poisson = new(2.0, 0.5);
        (ConvolutionAlgebra algebra, SpectralMeasure[] laws, double[] exponents) = name switch
        {
            "sum" => (ConvolutionAlgebra.Additive, new SpectralMeasure[] { flat, semicircle }, new[] { 1.0, 1.0 }),
            "sum of three" => (ConvolutionAlgebra.Additive, [flat, semicircle, Three], [1.0, 1.5, 1.0]),
            "power" => (ConvolutionAlgebra.Additive, [flat], [2.5]),
            "atoms" => (ConvolutionAlgebra.Additive, [Three, Three], [1.0, 1.0]),
            "product" => (ConvolutionAlgebra.Multiplicative, [flat, poisson], [1.0, 1.0]),
            _ => (ConvolutionAlgebra.Multiplicative, [flat, poisson, Three], [1.0, 1.0, 1.5]),
        };
        SubordinationSolver solver = new(algebra, [.. laws.Select(TransformTracker.Of)], exponents, 12.0);
        foreach (Complex z in new Complex[] { new(1.3, 0.9), new(1.3, 1e-3), new(2.0, 1e-9), new(1.1, 0.0), new(2.6, 0.0), new(50.0, 4.0), new(0.01, 1e-4), new(2.0, 0.0), new(-3.0, 0.5) })
        {
            _ = solver.TrySolve(algebra.ToCoordinate(z));
        }

        Assert.True(solver.Steps <= 1.02 * most, $"{solver.Steps} steps");
    }

    /// <summary>Far out P and x follow powers of each other, and are searched by their logarithms.</summary>
    [Theory]
    [InlineData(-10.0, 40)]
    [InlineData(-1e10, 34)]
    [InlineData(-1e20, 96)]
    [InlineData(-1e80, 154)]
    public void A_place_far_out_costs_what_it_did(double x, int most)
    {
        CountedLaw law = new(new FreeStable(0.352, 1.0));
        SpectralMeasure power = law.MultiplicativePower(1.0511);
        _ = power.Cauchy(x);
        int before = law.Count;
        _ = power.Cauchy(1.5 * x);
        Assert.True(law.Count - before <= most, $"{law.Count - before} values");
    }

    private ImmutableArray<RealGap> Gaps(string name) => name switch
    {
        "semicircles" => Find(ConvolutionAlgebra.Additive, [1.0, 1.0], Semicircles(0.8), Semicircles(0.5)),
        "power of a semicircle" => Find(ConvolutionAlgebra.Additive, [2.5], Semicircles(0.8)),
        "an exponential" => Find(ConvolutionAlgebra.Additive, [1.0], [Made(new GivenBranch(-1.0, 2.0, p => (Math.Exp(p), Math.Exp(p))))]),
        "an infinite end" => Find(ConvolutionAlgebra.Additive, [1.0], [Made(new GivenBranch(0.5, double.PositiveInfinity, p => (5.0 - (1.0 / p), 1.0 / p / p)))]),
        "a bump" => Find(ConvolutionAlgebra.Additive, [2.0], [Made(Bump(0.37, 0.3))]),
        "a cusp" => Find(ConvolutionAlgebra.Additive, [2.0], [Made(Bump(0.37, 0.0))]),
        "below a cusp" => Find(ConvolutionAlgebra.Additive, [2.0], [Made(Bump(0.37, -1e-3))]),
        _ => Find(ConvolutionAlgebra.Multiplicative, [1.0, 1.0], Poisson(0.5), Poisson(0.3)),
    };

    private static ImmutableArray<RealGap> Find(ConvolutionAlgebra algebra, double[] exponents, params ImmutableArray<RealBranch>[] factors) =>
        RealStructure.Find(algebra, factors, exponents, 1.0, () => double.NegativeInfinity).Gaps;

    private GivenBranch Made(GivenBranch branch)
    {
        made.Add(branch);
        return branch;
    }

    private ImmutableArray<RealBranch> Semicircles(double variance) => [Made(GivenBranch.Semicircle(variance, false)), Made(GivenBranch.Semicircle(variance, true))];

    private ImmutableArray<RealBranch> Poisson(double c)
    {
        (double, double) Inverse(double w) => (w * (1.0 + (c / (w - 1.0))), 1.0 - (c / (w - 1.0) / (w - 1.0)));
        return
        [
            Made(new GivenBranch(double.NegativeInfinity, 0.0, Inverse)),
            Made(new GivenBranch(0.0, 1.0 - Math.Sqrt(c), Inverse)),
            Made(new GivenBranch(1.0 + Math.Sqrt(c), double.PositiveInfinity, Inverse)),
        ];
    }

    private static GivenBranch Bump(double a, double c) => new(
        double.NegativeInfinity,
        double.PositiveInfinity,
        p => (0.5 * (1.0 + c) * Math.Atan(p - a), 0.5 * (1.0 + c) / (1.0 + ((p - a) * (p - a)))),
        a);
}
