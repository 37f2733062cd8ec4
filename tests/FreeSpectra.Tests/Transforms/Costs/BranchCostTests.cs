using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Tests.Transforms.Parts;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Costs;

/// <summary>What real branches and the gaps between them cost, in values of what they are made of.</summary>
public sealed class BranchCostTests
{
    private static readonly Dictionary<string, Func<SpectralMeasure>> Laws = new()
    {
        ["MP"] = () => new FreePoisson(2.0, 0.5),
        ["hard MP"] = () => new FreePoisson(1.0, 1.0),
        ["atoms"] = () => new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5)),
        ["flat"] = () => new Uniform(0.5, 2.0),
        ["heavy at 0"] = () => new FreePoisson(0.4, 2.5),
        ["two bands"] = () => new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
        ["soft"] = () => new Semicircle(3.0, 0.6),
        ["arcsine"] = () => new AffineImage(new Arcsine(1.0), new AffineMap(3.0, 1.0)),
        ["flat from 0"] = () => new Uniform(0.0, 2.0),
        ["tail"] = () => new FreeStable(0.5, 1.0),
    };

    private readonly List<GivenBranch> made = [];

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_branch_of_a_law_costs_what_the_book_says(string name)
    {
        foreach (ConvolutionAlgebra algebra in new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative })
        {
            CountedLaw law = new(Laws[name]());
            ImmutableArray<RealBranch> branches = RealBranch.Of(law, algebra);
            CostBook.Holds($"branches, {name}, {algebra.Name}", [law.Count]);
            Invert($"branch, {name}, {algebra.Name}", branches, () => law.Count, 1.0);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_converted_branch_costs_what_the_book_says(string name)
    {
        foreach (bool toAdditive in new[] { false, true })
        {
            CountedLaw law = new(Laws[name]());
            ImmutableArray<RealBranch> sources = RealBranch.Of(law, toAdditive ? ConvolutionAlgebra.Multiplicative : ConvolutionAlgebra.Additive);
            int before = law.Count;
            ImmutableArray<RealBranch> branches = ConvertedBranch.From(sources, toAdditive, law);
            string to = toAdditive ? "sums" : "products";
            CostBook.Holds($"converted to {to}, {name}", [law.Count - before]);
            Invert($"branch converted to {to}, {name}", branches, () => law.Count, 1.0);
        }
    }

    /// <summary>Lengths have their unit: 2²⁰ changes no digit, and only the logarithms of lengths.</summary>
    [Theory, MemberData(nameof(Names))]
    public void In_another_unit_a_branch_costs_the_same(string name)
    {
        if (name is "tail" or "hard MP" or "flat from 0" or "heavy at 0")
        {
            return;
        }

        int Price(double unit, ConvolutionAlgebra algebra)
        {
            CountedLaw law = new(new AffineImage(Laws[name](), new AffineMap(0.0, unit)));
            foreach (RealBranch branch in RealBranch.Of(law, algebra))
            {
                RangeMap map = new(branch.Low, branch.High, algebra == ConvolutionAlgebra.Additive ? unit : 1.0);
                RealCursor cursor = branch.NewCursor();
                for (double y = -6.8; y <= 7.0; y += 0.9)
                {
                    _ = cursor.Invert(map.At(y));
                }
            }

            return law.Count;
        }

        foreach (double unit in new[] { 1048576.0, 1.0 / 1048576.0 })
        {
            int one = Price(1.0, ConvolutionAlgebra.Additive);
            Assert.InRange(Price(unit, ConvolutionAlgebra.Additive), one - (one / 25), one + (one / 25));
            int other = Price(1.0, ConvolutionAlgebra.Multiplicative);
            Assert.InRange(Price(unit, ConvolutionAlgebra.Multiplicative), other - (other / 25), other + (other / 25));
        }
    }

    [Theory]
    [InlineData("semicircles")]
    [InlineData("power of a semicircle")]
    [InlineData("an exponential")]
    [InlineData("an infinite end")]
    [InlineData("a bump")]
    [InlineData("a cusp")]
    [InlineData("below a cusp")]
    [InlineData("two bumps")]
    [InlineData("far bumps")]
    [InlineData("free Poisson laws")]
    [InlineData("power of a free Poisson law")]
    public void Gaps_cost_what_the_book_says(string name)
    {
        ImmutableArray<RealGap> gaps = Gaps(name);
        int Count() => made.Sum(branch => branch.Count);
        CostBook.Holds($"gaps, {name}", [Count()]);
        int number = 0;
        foreach (RealPiece piece in gaps.Where(gap => gap.Left < gap.Right).SelectMany(gap => gap.Pieces))
        {
            (double left, double right) = (Math.Max(piece.Left, -9.0), Math.Min(piece.Right, 9.0));
            if (left < right)
            {
                CostBook.Holds($"places on piece {number} of {name}", new[] { 1e-9, 1e-3, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 0.999, 1.0 - 1e-9 }.Select(t =>
                {
                    int before = Count();
                    _ = piece.Solve(left + (t * (right - left)));
                    return Count() - before;
                }));
            }

            int start = Count();
            RealCursor cursor = piece.NewCursor();
            for (int k = 1; k < 30; k++)
            {
                _ = cursor.Invert(piece.Map.At(piece.Map.Start + (k * (piece.Map.End - piece.Map.Start) / 30.0)));
            }

            CostBook.Holds($"inverses on piece {number++} of {name}", [Count() - start]);
        }
    }

    private static void Invert(string task, ImmutableArray<RealBranch> branches, Func<int> count, double unit)
    {
        for (int i = 0; i < branches.Length; i++)
        {
            RangeMap map = new(branches[i].Low, branches[i].High, unit);
            RealCursor cursor = branches[i].NewCursor();
            List<int> fresh = [], moved = [];
            for (double y = -6.8; y <= 7.0; y += 0.9)
            {
                int before = count();
                _ = branches[i].Invert(map.At(y));
                int between = count();
                _ = cursor.Invert(map.At(y + 0.2));
                fresh.Add(between - before);
                moved.Add(count() - between);
            }

            CostBook.Holds($"{task} {i}, fresh", fresh);
            CostBook.Holds($"{task} {i}, moved", moved);
        }
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
        "two bumps" => Find(ConvolutionAlgebra.Additive, [1.0, 1.0], [Made(Bump(0.2, 0.5))], [Made(Bump(-0.7, 0.6))]),
        "far bumps" => Find(ConvolutionAlgebra.Additive, [1.5, 1.5], [Made(Bump(300.0, 0.5))], [Made(Bump(-7e-3, 0.6))]),
        "power of a free Poisson law" => Find(ConvolutionAlgebra.Multiplicative, [1.7], Poisson(0.5)),
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
