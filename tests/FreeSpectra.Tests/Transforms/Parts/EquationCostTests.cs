using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>What the solution of one equation costs, in steps or in values of a law. Each bound is what was measured when it was set, and a fiftieth more.</summary>
public sealed class EquationCostTests
{
    private static readonly Atomic Three = new(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5));

    private static readonly Uniform Flat = new(0.5, 2.0);

    private static readonly Dictionary<string, Func<SpectralMeasure, SpectralMeasure>> Laws = new()
    {
        ["sum"] = law => law.FreeSum(new Uniform(0.2, 1.0)),
        ["sum with atoms"] = law => law.FreeSum(Three),
        ["explicit sum"] = law => law.FreeSum(new Semicircle(0.0, 0.5)),
        ["explicit product"] = law => law.FreeProduct(new FreePoisson(2.0, 0.5)),
        ["product"] = law => law.FreeProduct(new Uniform(0.2, 1.0)),
        ["power"] = law => law.FreePower(2.5),
        ["multiplicative power"] = law => law.MultiplicativePower(1.7),
        ["rectangular"] = law => new RectangularSquareLaw(law, new Uniform(0.2, 1.0), 0.4),
    };

    [Theory]
    [InlineData("MP", 1688, 3276)]
    [InlineData("hard MP", 1698, 1939)]
    [InlineData("atoms", 2772, 6822)]
    [InlineData("flat", 4634, 5878)]
    [InlineData("heavy at 0", 1698, 4651)]
    [InlineData("two bands", 10994, 15159)]
    public void A_branch_of_a_law_costs_what_it_did(string name, int forSums, int forProducts)
    {
        int Cost(ConvolutionAlgebra algebra)
        {
            CountedLaw law = new(name switch
            {
                "MP" => new FreePoisson(2.0, 0.5),
                "hard MP" => new FreePoisson(1.0, 1.0),
                "atoms" => Three,
                "flat" => Flat,
                "heavy at 0" => new FreePoisson(0.4, 2.5),
                _ => new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
            });
            foreach (RealBranch branch in RealBranch.Of(law, algebra))
            {
                RealCursor cursor = branch.NewCursor();
                RangeMap map = new(branch.Low, branch.High, 1.0);
                for (double y = -6.8; y <= 7.0; y += 0.45)
                {
                    _ = cursor.Invert(map.At(y));
                    _ = branch.Invert(map.At(y + 0.2));
                }
            }

            return law.Count;
        }

        (int sums, int products) = (Cost(ConvolutionAlgebra.Additive), Cost(ConvolutionAlgebra.Multiplicative));
        Assert.True(sums <= 1.02 * forSums && products <= 1.02 * forProducts, $"{sums} values for sums, {products} for products");
    }

    [Theory]
    [InlineData("sum", 286292, 226, 166)]
    [InlineData("sum with atoms", 130534, 440, 328)]
    [InlineData("explicit sum", 2802, 218, 228)]
    [InlineData("explicit product", 6171, 232, 371)]
    [InlineData("product", 168649, 254, 142)]
    [InlineData("power", 286002, 238, 156)]
    [InlineData("multiplicative power", 168188, 214, 174)]
    [InlineData("rectangular", 73680, 404, 268)]
    public void A_density_takes_what_it_did(string name, int forBands, int forDensities, int forEnds)
    {
        CountedLaw factor = new(Flat);
        SpectralMeasure law = Laws[name](factor);
        ImmutableArray<Band> bands = law.Bands;
        int first = factor.Count;
        foreach (Band band in bands)
        {
            for (int i = 1; i < 12; i++)
            {
                _ = law.DensityEstimate(band.Left + (band.Width * i / 12.0));
            }
        }

        int second = factor.Count;
        for (int i = 0; i < bands.Length; i++)
        {
            for (int k = 2; k < 10; k++)
            {
                _ = law.DensityFromEdge(i, IntervalEnd.Left, bands[i].Width * Math.Pow(0.1, k));
                _ = law.DensityFromEdge(i, IntervalEnd.Right, bands[i].Width * Math.Pow(0.1, k));
            }
        }

        int third = factor.Count;
        Assert.True(
            first <= 1.02 * forBands && second - first <= 1.02 * forDensities && third - second <= 1.02 * forEnds,
            $"{first} values for the bands, {second - first} inside, {third - second} from the ends");
    }

    [Theory]
    [InlineData("K", 126)]
    [InlineData("R", 126)]
    [InlineData("chi", 188)]
    [InlineData("S", 188)]
    [InlineData("S at mean 0", 1814)]
    public void A_continued_inverse_takes_what_it_did(string name, int most)
    {
        int steps = 0;
        foreach (SpectralMeasure law in new SpectralMeasure[] { Flat, Three, new WithoutInverse(new FreePoisson(2.0, 0.5)) })
        {
            foreach (Complex w in new Complex[] { new(0.1, -0.03), new(0.2, 0.1), new(-0.3, 0.2), new(0.3, 0.0), new(-0.4, 0.0), new(-0.1, -0.4) })
            {
                steps += name switch
                {
                    "K" => law.K(w),
                    "R" => law.R(w),
                    "chi" => law.Chi(w),
                    "S" => law.S(w),
                    _ => new AffineImage(law, new AffineMap(-law.Mean, 1.0)).CenteredBranches(new Complex(w.Real, w.Imaginary + 0.05))[1],
                } is var found ? found.Evaluations : 0;
            }
        }

        Assert.True(steps <= 1.02 * most, $"{steps} evaluations");
    }

    [Theory]
    [InlineData("isometries", 89)]
    [InlineData("flat", 85)]
    [InlineData("atoms", 89)]
    public void A_walk_of_the_rectangular_solver_takes_what_it_did(string name, int most)
    {
        RectangularSystem system = name switch
        {
            "isometries" => new(Atomic.Point(1.0), Atomic.Point(1.0), 0.4),
            "flat" => new(Flat, new Uniform(0.2, 1.0), 0.4),
            _ => new(Three, Flat, 0.7),
        };
        RectangularSolver solver = new(system, 12.0);
        foreach (Complex y in new Complex[] { new(1.3, 0.9), new(1.3, 1e-3), new(2.0, 1e-9), new(1.1, 0.0), new(2.6, 0.0), new(50.0, 4.0), new(0.01, 1e-4), new(2.0, 0.0), new(-3.0, 0.5), new(60.0, 0.0) })
        {
            _ = solver.TrySolve(y);
        }

        Assert.True(solver.Steps <= 1.02 * most, $"{solver.Steps} steps");
    }
}
