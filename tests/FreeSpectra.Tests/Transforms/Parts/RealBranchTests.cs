using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The real branches of a law cover the complement of its bands once, and invert what they promise to invert.</summary>
public sealed class RealBranchTests
{
    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static readonly double[] Distances = [1e-3, 0.02, 0.11, 0.3, 0.55, 0.9, 2.3, 40.0, 3e3];

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly SpectralMeasure Sum = Signs.FreeSum(new Semicircle(0.0, 0.1));

    private static readonly SpectralMeasure Product = Mp.FreeProduct(Atomic.ZeroOr(1.0, 0.7));

    public static TheoryData<SpectralMeasure> Laws =>
    [
        new Semicircle(0.4, 0.6),
        Mp,
        new FreePoisson(0.4, 2.5),
        new FreePoisson(1.0, 1.0),
        Signs,
        new Atomic(new Atom(0.0, 0.1), new Atom(0.5, 0.7), new Atom(2.0, 0.2)),
        new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5)),
        new Uniform(0.5, 2.0),
        new Uniform(-1.0, 2.0),
        new Arcsine(1.0),
        new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
        new JoinedLaw([], [(-3.0, -1.0, 0.7), (1.5, 2.0, 0.3)]),
        Sum,
        Product,
        new AffineImage(Sum, new AffineMap(0.7, -2.0)),
        new AffineImage(Sum, new AffineMap(5.0, 1.5)),
        new AffineImage(Product, new AffineMap(0.0, 3.0)),
        new ZeroMixture(0.4, Product),
        new ZeroMixture(0.4, Mp.FreeProduct(new Uniform(0.5, 1.5))),
        Atomic.ZeroOr(2.5, 0.7).MultiplicativePower(1.6),
        Mp.FreeSum(new Uniform(1.0, 1.5)),
        Mp.FreeProduct(new Uniform(0.5, 1.5)),
    ];

    [Theory, MemberData(nameof(Laws))]
    public void Every_real_point_off_the_bands_lies_on_one_branch(SpectralMeasure law)
    {
        Check(law, ConvolutionAlgebra.Additive);
        if (law.BottomOfSupport >= 0.0)
        {
            Check(law, ConvolutionAlgebra.Multiplicative);
        }
    }

    [Fact]
    public void The_ranges_of_a_known_law_are_known()
    {
        // F of the semicircle with variance v: F = z − vG takes |F − m| > √v; of ±1: F = z − 1/z.
        RealBranch[] branches = [.. RealBranch.Of(new Semicircle(0.4, 0.64), ConvolutionAlgebra.Additive)];
        Assert.Equal(2, branches.Length);
        Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (branches[0].Low, branches[1].High));
        Assert.Equal((-0.8, 0.8), (branches[0].High, branches[1].Low));
        Assert.Equal((double.NegativeInfinity, 0.4 - 1.6, 2.0, double.PositiveInfinity), (branches[0].LowPlace, branches[0].HighPlace, branches[1].LowPlace, branches[1].HighPlace));
        branches = [.. RealBranch.Of(Signs, ConvolutionAlgebra.Additive)];
        Assert.Equal(2, branches.Length);
        Assert.All(branches, branch => Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (branch.Low, branch.High)));
        foreach (double p in new[] { -1e4, -3.0, -1e-9, 0.0, 0.7, 1e4 })
        {
            double root = Math.Sqrt((0.25 * p * p) + 1.0);
            double below = p > 0.0 ? -1.0 / ((0.5 * p) + root) : (0.5 * p) - root;
            double above = p > 0.0 ? (0.5 * p) + root : -1.0 / ((0.5 * p) - root);
            Close.Relative(below, branches[0].Invert(p).Z, 1e-15 * (1.0 + (p * p)), $"lower root at {p}");
            Close.Relative(above, branches[1].Invert(p).Z, 1e-15 * (1.0 + (p * p)), $"upper root at {p}");
            Close.Relative(0.5 + (0.25 * p / root), branches[1].Invert(p).Slope, 1e-13 * (1.0 + (p * p)), $"slope at {p}");
        }
    }

    /// <summary>A branch of F that ends at 0 with a steep density there is followed as far as that power asks for; no other one is.</summary>
    [Fact]
    public void A_branch_beside_a_steep_end_reaches_deeper()
    {
        foreach (double order in new[] { 2.0, 3.0, 7.0 })
        {
            SpectralMeasure law = Raney.FussCatalan(order), mirrored = new AffineImage(law, AffineMap.Reflection);
            double deep = HardEdge.Depth(-order / (order + 1.0));
            Assert.True(deep > RangeMap.ZeroReach + 3.0, $"{deep}");
            Assert.Equal([deep, RangeMap.ZeroReach], RealBranch.Of(law, ConvolutionAlgebra.Additive).Select(branch => branch.ZeroReach));
            Assert.Equal([RangeMap.ZeroReach, deep], RealBranch.Of(mirrored, ConvolutionAlgebra.Additive).Select(branch => branch.ZeroReach));
            Assert.All(RealBranch.Of(law, ConvolutionAlgebra.Multiplicative), branch => Assert.Equal(RangeMap.ZeroReach, branch.ZeroReach));
        }

        Assert.All(RealBranch.Of(new FreePoisson(1.0, 1.0), ConvolutionAlgebra.Additive), branch => Assert.Equal(RangeMap.ZeroReach, branch.ZeroReach));

        // Beside other bands it is still the one at 0 that counts, on the side where the branch lies.
        MixedLaw mixed = new((0.5, Raney.FussCatalan(3.0)), (0.5, new Uniform(20.0, 30.0)));
        double reach = HardEdge.Depth(-0.75);
        Assert.All(RealBranch.Of(mixed, ConvolutionAlgebra.Additive), branch => Assert.Equal(branch.HighPlace == 0.0 ? reach : RangeMap.ZeroReach, branch.ZeroReach));
        Assert.All(RealBranch.Of(new AffineImage(mixed, AffineMap.Reflection), ConvolutionAlgebra.Additive), branch => Assert.Equal(branch.LowPlace == 0.0 ? reach : RangeMap.ZeroReach, branch.ZeroReach));
    }

    /// <summary>F = F_μ ∘ F_ν of semicircles has two soft bands and the inverse z = w + 1/w, w = 5 + P + 0.09/P.</summary>
    [Fact]
    public void Beside_soft_ends_of_several_bands_the_inverse_has_its_slope()
    {
        SpectralMeasure law = new Semicircle(5.0, 0.09).MonotoneSum(new Semicircle(0.0, 1.0));
        Assert.Equal(2, law.Bands.Length);
        RealBranch[] branches = [.. RealBranch.Of(law, ConvolutionAlgebra.Additive)];
        int ends = 0;
        foreach (RealBranch branch in branches)
        {
            foreach ((double end, double side) in new[] { (branch.Low, 1.0), (branch.High, -1.0) }.Where(one => double.IsFinite(one.Item1)))
            {
                ends++;
                foreach (double distance in new[] { 1e-3, 1e-5, 1e-7, 1e-9 })
                {
                    double p = end + (side * distance), w = 5.0 + p + (0.09 / p);
                    (double z, double slope) = branch.Invert(p);
                    Close.To(w + (1.0 / w), z, 1e-14 * Math.Abs(z), $"z at {distance} from {end}");
                    Close.Relative((w - 1.0) * (w + 1.0) / w / w * (p - 0.3) * (p + 0.3) / p / p, slope, 3e-4, $"dz/dP at {distance} from {end}");
                }
            }
        }

        Assert.Equal(4, ends);
    }

    /// <summary>The steepest place of an image is the image of the steepest place; of a mixture it is the same place, with W = 1 + (W_μ − 1)/λ.</summary>
    [Fact]
    public void Images_and_mixtures_keep_the_place_of_the_peak()
    {
        foreach (SpectralMeasure source in new[] { Product, Atomic.ZeroOr(1.0, 0.3).FreeProduct(new Uniform(0.5, 1.5)), new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5)).FreeProduct(FreePoisson.FromAspectRatio(0.01)) })
        {
            double[] Places(SpectralMeasure law, ConvolutionAlgebra algebra) =>
                [.. RealBranch.Of(law, algebra).Where(branch => branch.Peak is not null).Select(branch => branch.Invert(branch.Peak!.Value).Z).Order()];
            double[] places = Places(source, ConvolutionAlgebra.Multiplicative);
            Assert.NotEmpty(places);
            Assert.Equal(places, Places(new ZeroMixture(0.4, source), ConvolutionAlgebra.Multiplicative), (a, b) => Math.Abs(a - b) < 1e-12 + (1e-9 * Math.Abs(a)));
            Assert.Equal(places.Select(z => 3.0 * z), Places(new AffineImage(source, new AffineMap(0.0, 3.0)), ConvolutionAlgebra.Multiplicative), (a, b) => Math.Abs(a - b) < 1e-12 + (1e-9 * Math.Abs(a)));
        }

        double[] sums = [.. RealBranch.Of(Sum, ConvolutionAlgebra.Additive).Where(branch => branch.Peak is not null).Select(branch => branch.Invert(branch.Peak!.Value).Z)];
        Assert.NotEmpty(sums);
        foreach (double scale in new[] { 1.5, -1.5 })
        {
            IEnumerable<double> images = RealBranch.Of(new AffineImage(Sum, new AffineMap(5.0, scale)), ConvolutionAlgebra.Additive)
                .Where(branch => branch.Peak is not null).Select(branch => branch.Invert(branch.Peak!.Value).Z);
            Assert.Equal(sums.Select(z => 5.0 + (scale * z)).Order(), images.Order(), (a, b) => Math.Abs(a - b) < 1e-9);
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void A_branch_is_steepest_at_its_peak(SpectralMeasure law)
    {
        foreach (ConvolutionAlgebra algebra in law.BottomOfSupport >= 0.0 ? new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative } : [ConvolutionAlgebra.Additive])
        {
            bool additive = algebra == ConvolutionAlgebra.Additive;
            foreach (LawBranch branch in RealBranch.Of(law, algebra).OfType<LawBranch>())
            {
                double Steepness(double p)
                {
                    (double z, double slope) = branch.Invert(p);
                    return Math.Abs(additive ? slope : slope * p / z);
                }

                RangeMap map = new(branch.Low, branch.High, additive ? LawScale.Of(law) : 1.0);
                double[] values = [.. Enumerable.Range(0, 33).Select(k => Steepness(map.At(-6.0 + (0.375 * k))))];
                double most = branch.Peak is { } peak ? Steepness(peak) : Math.Max(values[0], values[^1]);
                Assert.True(values.Max() <= (1.0 + 1e-6) * most, $"{algebra.Name}: slope {values.Max()} on ({branch.Low}, {branch.High}), at the peak {branch.Peak} {most}");
            }
        }
    }

    private static void Check(SpectralMeasure law, ConvolutionAlgebra algebra) => Check(law, algebra, [.. RealBranch.Of(law, algebra)]);

    /// <summary>Every probe off the bands lies on one of the branches, which invert P there, and each branch increases along its whole range.</summary>
    internal static void Check(SpectralMeasure law, ConvolutionAlgebra algebra, RealBranch[] branches)
    {
        double scale = LawScale.Of(law);
        double[] ends = [.. law.Bands.SelectMany(band => new[] { band.Left, band.Right }), .. law.Atoms.Select(atom => atom.Location), 0.0];
        double[] probes =
        [
            .. ends.SelectMany(end => Distances.SelectMany(t => new[] { end + (t * scale), end - (t * scale) }))
                .Where(z => !law.Bands.Any(band => z >= band.Left - (1e-4 * scale) && z <= band.Right + (1e-4 * scale)) && Math.Abs(z) > 1e-6 * scale),
        ];
        foreach (double z in probes)
        {
            (double p, double rise) = algebra.RealPick(law, z);
            int found = 0;
            foreach (RealBranch branch in branches.Where(branch => p > branch.Low && p < branch.High))
            {
                (double at, double slope) = branch.Invert(p);
                if (Math.Abs(at - z) <= 1e-9 * (Math.Abs(z) + scale))
                {
                    found++;
                    Close.Relative(z, at, 1e-10 + (1e-12 * scale / Math.Abs(z)), $"z from P = {p:R}");
                    Close.Relative(1.0 / rise, slope, 1e-6, $"dz/dP at {p:R}");
                }
            }

            Assert.True(found == 1, $"{z:R} with P = {p:R} lies on {found} branches");
        }

        foreach (RealBranch branch in branches)
        {
            Assert.True(branch.Low < branch.High);

            // One cursor along the whole range: the same places as cursors of their own, and increasing.
            RealCursor cursor = branch.NewCursor();
            double last = double.NegativeInfinity;
            RangeMap map = new(branch.Low, branch.High, algebra == ConvolutionAlgebra.Additive ? scale : 1.0);
            for (double y = -8.0; y <= 8.0; y += 0.5)
            {
                double p = map.At(y);
                if (p == 0.0)
                {
                    continue;
                }

                (double z, double slope) = cursor.Invert(p);
                Close.To(branch.Invert(p).Z, z, 1e-10 * (Math.Abs(z) + (1e-2 * scale)), $"z at {p:R}");
                Assert.True(slope > 0.0, $"slope {slope} at {p:R}");
                Assert.True(z >= last - (1e-12 * Math.Abs(last)), $"z = {z:R} after {last:R}");
                Assert.DoesNotContain(law.Bands, band => z > band.Left + (1e-9 * scale) && z < band.Right - (1e-9 * scale));
                last = z;
            }

            if (double.IsFinite(branch.Low) && branch.LowPlace is { } left && law.Bands.Any(band => band.Right == left && band.RightExponent == 0.5))
            {
                Close.To(branch.Low, algebra.RealPick(law, left + (1e-12 * scale)).Value, 1e-5 * (1.0 + scale), "low end");
            }

            if (double.IsFinite(branch.High) && branch.HighPlace is { } right && law.Bands.Any(band => band.Left == right && band.LeftExponent == 0.5))
            {
                Close.To(branch.High, algebra.RealPick(law, right - (1e-12 * scale)).Value, 1e-5 * (1.0 + scale), "high end");
            }
        }
    }
}
