using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Costs;

/// <summary>What single parts cost, in steps or in values of the function that they are given.</summary>
public sealed class PartCostTests
{
    private static readonly Atomic Three = new(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5));

    private static readonly Uniform Flat = new(0.5, 2.0);

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly double[] Sizes = [1.0, 1048576.0, 1.0 / 1048576.0];

    private static readonly double[] Places = [0.0, 0.7];

    private static readonly double[] Sides = [1.0, -1.0];

    private static readonly double[] Leasts = [1e-9, 1e-15, 1e-70];

    private static readonly double[] Distances = [1e-12, 1e-9, 1e-6];

    private static readonly double[] Factors = [1.1, 30.0, 3000.0];

    private static readonly double[] Holes = [0.0, 3e-9, 3e-7, 3e-5, 3e-3];

    private static readonly Complex[] Walk =
    [
        new(1.3, 0.9), new(1.3, 1e-3), new(2.0, 1e-9), new(1.1, 0.0), new(2.6, 0.0), new(50.0, 4.0), new(0.01, 1e-4), new(2.0, 0.0), new(-3.0, 0.5), new(1e4, 1e-3), new(1.9, 0.0), new(-1e-5, 1e-6), new(7.0, 1e-6),
    ];

    [Theory]
    [InlineData("sum")]
    [InlineData("sum of three")]
    [InlineData("power")]
    [InlineData("atoms")]
    [InlineData("heavy atoms")]
    [InlineData("tails")]
    [InlineData("product")]
    [InlineData("product of three")]
    [InlineData("multiplicative power")]
    [InlineData("product of tails")]
    [InlineData("large power")]
    [InlineData("power of tails")]
    [InlineData("far apart")]
    [InlineData("small")]
    [InlineData("sum of four")]
    [InlineData("power near 1")]
    [InlineData("large multiplicative power")]
    [InlineData("product of heavy atoms")]
    [InlineData("far product")]
    [InlineData("small product")]
    public void A_walk_of_the_solver_takes_what_the_book_says(string name)
    {
        Semicircle semicircle = new(0.2, 0.5);
        Atomic heavy = new(new Atom(0.0, 0.8), new Atom(1.0, 0.2));
        (ConvolutionAlgebra algebra, SpectralMeasure[] laws, double[] exponents) = name switch
        {
            "sum" => (ConvolutionAlgebra.Additive, new SpectralMeasure[] { Flat, semicircle }, new[] { 1.0, 1.0 }),
            "sum of three" => (ConvolutionAlgebra.Additive, [Flat, semicircle, Three], [1.0, 1.5, 1.0]),
            "power" => (ConvolutionAlgebra.Additive, [Flat], [2.5]),
            "atoms" => (ConvolutionAlgebra.Additive, [Three, Three], [1.0, 1.0]),
            "heavy atoms" => (ConvolutionAlgebra.Additive, [heavy, Flat], [1.0, 1.0]),
            "tails" => (ConvolutionAlgebra.Additive, [new CauchyLaw(0.3, 0.7), Flat], [1.0, 1.0]),
            "large power" => (ConvolutionAlgebra.Additive, [Flat], [40.0]),
            "power of tails" => (ConvolutionAlgebra.Additive, [new FreeStable(0.5, 1.0)], [3.0]),
            "far apart" => (ConvolutionAlgebra.Additive, [new Uniform(1000.0, 1001.0), new Semicircle(-998.0, 0.01)], [1.0, 1.0]),
            "small" => (ConvolutionAlgebra.Additive, [new Uniform(1e-3, 2e-3), new Semicircle(0.0, 1e-6)], [1.0, 1.0]),
            "sum of four" => (ConvolutionAlgebra.Additive, [Flat, Three, Mp, semicircle], [1.0, 1.0, 1.0, 1.0]),
            "power near 1" => (ConvolutionAlgebra.Additive, [Three], [1.01]),
            "large multiplicative power" => (ConvolutionAlgebra.Multiplicative, [Flat], [12.0]),
            "product of heavy atoms" => (ConvolutionAlgebra.Multiplicative, [heavy, Atomic.ZeroOr(2.0, 0.7)], [1.0, 1.0]),
            "far product" => (ConvolutionAlgebra.Multiplicative, [new Uniform(1e3, 2e3), Mp], [1.0, 1.0]),
            "small product" => (ConvolutionAlgebra.Multiplicative, [new Uniform(1e-3, 2e-3), Mp], [1.0, 1.0]),
            "product" => (ConvolutionAlgebra.Multiplicative, [Flat, Mp], [1.0, 1.0]),
            "multiplicative power" => (ConvolutionAlgebra.Multiplicative, [Flat], [2.5]),
            "product of tails" => (ConvolutionAlgebra.Multiplicative, [new FreeStable(0.5, 1.0), Flat], [1.0, 1.0]),
            _ => (ConvolutionAlgebra.Multiplicative, [Flat, Mp, Three], [1.0, 1.0, 1.5]),
        };
        SubordinationSolver walking = new(algebra, [.. laws.Select(TransformTracker.Of)], exponents, 12.0);
        Holds("walk", [.. Walk.Select(z => Steps(walking, solver => solver.TrySolve(algebra.ToCoordinate(z))))]);
        Holds("descents", [.. Walk.Select(z => Steps(new SubordinationSolver(algebra, [.. laws.Select(TransformTracker.Of)], exponents, 12.0), solver => solver.TrySolve(algebra.ToCoordinate(z))))]);

        // Where there is no solution many steps are made before that is known, which would hide the others.
        void Holds(string task, int[] steps)
        {
            CostBook.Holds($"{task}, {name}", steps.Select(count => count < 1000 ? count : 0));
            CostBook.Holds($"{task} without end, {name}", steps.Where(count => count >= 1000).DefaultIfEmpty(0));
        }

        static int Steps(SubordinationSolver solver, Func<SubordinationSolver, bool> task)
        {
            int before = solver.Steps;
            return task(solver) ? solver.Steps - before : 1000 + solver.Steps - before;
        }
    }

    /// <summary>Far out P and x follow powers of each other, and are searched by their logarithms.</summary>
    [Fact]
    public void A_place_far_out_costs_what_the_book_says() => CostBook.Holds("places far out", new[] { -10.0, -1e10, -1e20, -1e80 }.Select(x =>
    {
        CountedLaw law = new(new FreeStable(0.352, 1.0));
        SpectralMeasure power = law.MultiplicativePower(1.0511);
        _ = power.Cauchy(x);
        int before = law.Count;
        _ = power.Cauchy(1.5 * x);
        return law.Count - before;
    }));

    [Theory]
    [InlineData("isometries")]
    [InlineData("flat")]
    [InlineData("atoms")]
    [InlineData("heavy")]
    public void A_walk_of_the_rectangular_solver_takes_what_the_book_says(string name)
    {
        RectangularSystem system = name switch
        {
            "isometries" => new(Atomic.Point(1.0), Atomic.Point(1.0), 0.4),
            "flat" => new(Flat, new Uniform(0.2, 1.0), 0.4),
            "heavy" => new(new Atomic(new Atom(0.0, 0.8), new Atom(1.0, 0.2)), Flat, 0.9),
            _ => new(Three, Flat, 0.7),
        };
        RectangularSolver walking = new(system.Fresh(), 12.0);
        CostBook.Holds($"rectangular walk, {name}", Walk.Append(60.0).Select(y => Steps(walking, y)));
        CostBook.Holds($"rectangular descents, {name}", Walk.Append(60.0).Select(y => Steps(new RectangularSolver(system.Fresh(), 12.0), y)));

        static int Steps(RectangularSolver solver, Complex y)
        {
            int before = solver.Steps;
            return solver.TrySolve(y) ? solver.Steps - before : 1000 + solver.Steps - before;
        }
    }

    [Theory]
    [InlineData("MP")]
    [InlineData("flat")]
    [InlineData("atoms")]
    public void Branches_of_a_rectangular_sum_cost_what_the_book_says(string name)
    {
        CountedLaw law = new(name switch { "MP" => Mp, "flat" => Flat, _ => Three });
        RectangularSystem system = new(law, Atomic.Point(1.0), 0.4);
        var branches = RectangularBranch.Of(system, 0);
        CostBook.Holds($"rectangular branches, {name}", [law.Count]);
        for (int i = 0; i < branches.Length; i++)
        {
            RectangularBranch branch = branches[i];
            List<int> counts = [];
            for (int k = 3; k + 4 < branch.Levels.Length; k += 11)
            {
                int before = law.Count;
                _ = branch.TryInvert((0.4 * branch.Levels[k]) + (0.6 * branch.Levels[k + 1]), out _);
                counts.Add(law.Count - before);
            }

            CostBook.Holds($"rectangular branch {i}, {name}", counts.DefaultIfEmpty(0));
        }
    }

    [Theory]
    [InlineData("K")]
    [InlineData("R")]
    [InlineData("chi")]
    [InlineData("S")]
    [InlineData("S at mean 0")]
    [InlineData("F")]
    [InlineData("eta")]
    public void A_continued_inverse_takes_what_the_book_says(string name)
    {
        SpectralMeasure[] laws = [Flat, Three, new WithoutInverse(Mp)];
        Complex[] arguments = [new(0.1, -0.03), new(0.2, 0.1), new(-0.3, 0.2), new(0.3, 0.0), new(-0.4, 0.0), new(-0.1, -0.4)];
        foreach ((SpectralMeasure law, int number) in laws.Select((law, i) => (law, i)))
        {
            CostBook.Holds($"{name} of law {number}", arguments.Select(w => (name switch
            {
                "K" => law.K(w),
                "R" => law.R(w),
                "chi" => law.Chi(w),
                "S" => law.S(w),
                "F" => law.ReciprocalCauchy(new Complex(w.Real, w.Imaginary + 0.05)),
                "eta" => law.Eta(1.0 / new Complex(w.Real, w.Imaginary + 0.05)),
                _ => new AffineImage(law, new AffineMap(-law.Mean, 1.0)).CenteredBranches(new Complex(w.Real, w.Imaginary + 0.05))[1],
            }).Evaluations));
        }
    }

    /// <summary>Analytic ends, expansions at edges, power laws and bridges, each on functions that it suits well and less well.</summary>
    [Fact]
    public void Parts_beside_ends_ask_for_as_many_values_as_the_book_says()
    {
        Func<double, double>[] rises = [d => d, Math.Sin, d => d / (0.01 + d), d => d / (0.3 + d), d => Math.Exp(d) - 1.0, Math.Sqrt, d => d * d, d => d + Math.Pow(d, 2.5), d => d * Math.Log(d)];
        foreach (double size in Sizes)
        {
            CostBook.Holds("analytic ends", rises.SelectMany(rise => Places.SelectMany(place => Sides.Select(side => Count(tick => AnalyticEnd.Build(
                p =>
                {
                    tick();
                    return size * (place + (side * rise(side * (p / size))));
                }, 0.0, size * place, side, size))))));
            Func<Complex, Complex>[] curves = [a => a * a, a => a * a / (1.0 - (3.0 * a)), a => a * a * a, a => (1.0 - a) * a * a * Complex.Exp(2.0 * a), a => (1e-3 * a * a) + (a * a * a), a => a * a * Complex.Sqrt(1.0 + (7.0 * a)), a => 1e-4 + (a * a)];
            CostBook.Holds("expansions", curves.SelectMany(curve => Sides.Select(sign => Count(tick => EdgeExpansion.Build(
                p =>
                {
                    tick();
                    return size * (3.0 + curve((p / size) - 2.0));
                }, 2.0 * size, 3.0 * size, 1e-15 * size, size, sign, 0.5)))));
            Func<double, double>[] densities = [Math.Sqrt, x => 1.0 / Math.Sqrt(x), x => Math.Pow(x, -2.5), x => Math.Pow(x, -1.3), x => Math.Pow(x, -0.9) * (1.0 + x)];
            double[] exponents = [0.5, -0.5, -2.5, -1.3, -0.9];
            CostBook.Holds("power laws", densities.SelectMany((density, i) => Leasts.Select(least => Count(tick =>
            {
                bool outward = exponents[i] < -1.0;
                return EndPowerLaw.Find(
                    x =>
                    {
                        tick();
                        double t = x / size;
                        return (outward ? 1.0 / t : t) < least ? null : new Estimate<double>(density(t) / size, 1e-10 * density(t) / size, 1);
                    }, size * (outward ? 30.0 : 1e-3), size * (outward ? 1e100 : 1e-100), exponents[i]);
            }))));
            CostBook.Holds("bridges", Distances.SelectMany(at => Factors.Select(hole => Count(tick => DensityBridge.FromEdge(
                t =>
                {
                    tick();
                    return t > at / hole && t < at * hole ? null : new Estimate<double>(Math.Sqrt(t), 1e-12 * Math.Sqrt(t), 1);
                }, at)))));
            CostBook.Holds("inner bridges", Holes.Select(hole => Count(tick => InnerBridge.At(
                t =>
                {
                    tick();
                    return Math.Abs((t / size) - 0.3) < hole ? null : (new Complex(t, -1.0 - (0.1 * t / size)) / size, 1e-15 / size);
                }, [], 0.3 * size, size))));
        }
    }

    /// <summary>Whatever it starts from, the one explicit equation gives its one certified solution or none, in the steps that the book says.</summary>
    [Theory]
    [InlineData("semicircle", "mp", 0.7)]
    [InlineData("mp", "hard mp", 1.1)]
    [InlineData("semicircle", "arcsine", 0.4)]
    [InlineData("product of mp and hard mp", "", 0.3)]
    [InlineData("product of two mp", "", 1.7)]
    public void The_explicit_equation_is_solved_from_all_over_the_half_plane(string first, string second, double x)
    {
        SpectralMeasure semicircle = new Semicircle(0.2, 0.8), mp = new FreePoisson(2.0, 0.5), hard = new FreePoisson(1.0, 1.0), arcsine = new Arcsine(1.5);
        SpectralMeasure Named(string name) => name switch { "semicircle" => semicircle, "mp" => mp, "hard mp" => hard, _ => arcsine };
        FreeConvolution law = (FreeConvolution)(first switch
        {
            "product of mp and hard mp" => mp.FreeProduct(hard),
            "product of two mp" => mp.FreeProduct(new FreePoisson(3.0, 0.4)).MultiplicativePower(1.2),
            _ => Named(first).FreeSum(Named(second)),
        });
        ExplicitCurve curve = ExplicitCurve.Of(law)!;
        Complex g = law.Cauchy(new Complex(x, 0.0));
        Complex exact = law.IsProduct ? (x * g) - 1.0 : g;
        List<int> steps = [];
        foreach (double ratio in new[] { 0.1, 0.4, 0.8, 1.0, 1.3, 2.5, 10.0 })
        {
            foreach (double turn in new[] { -1.2, -0.6, -0.1, 0.0, 0.2, 0.7, 1.4 })
            {
                Complex start = exact * Complex.FromPolarCoordinates(ratio, turn);
                bool found = curve.TrySolve(x, start, out Complex solution, out double error, out int count);
                steps.Add(found ? count : 30 + count);
                Assert.True(!found || Complex.Abs(solution - exact) <= error + (1e-14 * Complex.Abs(exact)), $"{solution} ± {error} from {start}, not {exact}");
            }
        }

        Assert.Contains(steps, count => count < 30);
        CostBook.Holds($"explicit equation, {first}, {second}", steps);
    }

    /// <summary>E X⁻¹ is one value of G.</summary>
    [Fact]
    public void The_mean_of_an_inverse_costs_one_value()
    {
        CountedLaw law = new(new Uniform(0.5, 2.0));
        SpectralMeasure inverse = law.Inverse();
        int before = law.Count;
        Close.Relative(Math.Log(4.0) / 1.5, inverse.Mean, 1e-14, "mean");
        Assert.Equal(before + 1, law.Count);
    }

    private static int Count<T>(Func<Action, T> task)
    {
        int count = 0;
        object? found = task(() => count++);
        return found is null ? 1000 + count : count;
    }
}
