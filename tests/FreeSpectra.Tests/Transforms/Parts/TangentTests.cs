using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>z − P for sums and z/P for products have limits where both are infinite or both 0: the branches of a law know them, and what is made of branches does.</summary>
public sealed class TangentTests
{
    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly Uniform Flat = new(0.5, 2.0);

    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static readonly Dictionary<string, SpectralMeasure> Laws = new()
    {
        ["flat"] = Flat,
        ["MP"] = Mp,
        ["semicircle"] = new Semicircle(3.0, 0.5),
        ["atoms"] = new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5)),
        ["two bands"] = new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
        ["sum"] = Flat.FreeSum(new WithoutInverse(new Semicircle(0.0, 0.01))),
        ["sum of powers"] = new FreeConvolution(ConvolutionAlgebra.Additive, [Flat, Mp], [1.0, 2.5]),
        ["sum with gaps"] = Signs.FreeSum(new Semicircle(0.3, 0.1)),
        ["image of a sum"] = new AffineImage(Signs.FreeSum(new Semicircle(0.3, 0.1)), new AffineMap(7.0, 1.5)),
        ["mirrored sum"] = new AffineImage(Signs.FreeSum(new Semicircle(0.3, 0.1)), new AffineMap(7.0, -1.5)),
        ["product"] = Mp.FreeProduct(new Uniform(0.5, 1.5)),
        ["product of powers"] = new FreeConvolution(ConvolutionAlgebra.Multiplicative, [Flat, Mp], [2.0, 1.5]),
        ["image of a product"] = new AffineImage(Mp.FreeProduct(new Uniform(0.5, 1.5)), new AffineMap(0.0, 3.0)),
        ["mirrored product"] = new AffineImage(Mp.FreeProduct(new Uniform(0.5, 1.5)), new AffineMap(2.0, -3.0)),
        ["mixture"] = new ZeroMixture(0.4, Mp.FreeProduct(new Uniform(0.5, 1.5))),
        ["tail"] = new CauchyLaw(0.3, 0.7),
        ["tail on one side"] = new FreeStable(0.5, 1.0),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_tangent_is_the_limit_of_z_against_P(string name)
    {
        SpectralMeasure law = Laws[name];
        foreach (ConvolutionAlgebra algebra in new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative })
        {
            bool additive = algebra == ConvolutionAlgebra.Additive;
            if (!additive && law.BottomOfSupport < 0.0)
            {
                continue;
            }

            double size = LawScale.Of(law), unit = additive ? size : 1.0;
            int infinite = 0;
            foreach (RealBranch branch in RealBranch.Of(law, algebra))
            {
                foreach (bool upper in new[] { false, true })
                {
                    double p = upper ? branch.High : branch.Low, other = upper ? branch.Low : branch.High;
                    if (branch.Tangent(upper) is not { } tangent)
                    {
                        continue;
                    }

                    Assert.True(double.IsInfinity(p) || (p == 0.0 && !additive), $"a tangent of {name} at P = {p}");
                    double near = double.IsInfinity(p) ? (upper ? 1e7 : -1e7) * unit : (upper ? -1.0 : 1.0) * 1e-7 * Math.Min(1.0, Math.Abs(other));
                    double z = branch.Invert(near).Z;
                    double limit = additive ? z - near : z / near;
                    Close.To(limit, tangent, 3e-6 * (additive ? size : Math.Abs(tangent) + size), $"{name}, {algebra.Name}, P = {p}");
                    infinite += double.IsInfinity(p) ? 1 : 0;
                }
            }

            // Beyond the support P and z go to infinity together, to each side that it leaves free.
            if (law.HasMoment(1) && name != "mixture")
            {
                Assert.True(infinite >= 2, $"{name}, {algebra.Name}: {infinite} tangents at infinity");
            }
        }
    }

    /// <summary>1/E(1/X) at 0, for laws without mass there; the mean at infinity; nothing at other ends.</summary>
    [Fact]
    public void Tangents_of_a_law_are_its_mean_and_that_of_the_inverse()
    {
        RealBranch[] products = [.. RealBranch.Of(Flat, ConvolutionAlgebra.Multiplicative)], sums = [.. RealBranch.Of(Flat, ConvolutionAlgebra.Additive)];
        double inverse = 1.5 / Math.Log(4.0);
        Assert.Equal([1.25, null, null, 1.25], sums.SelectMany(branch => new[] { branch.Tangent(false), branch.Tangent(true) }));
        double?[] found = [.. products.SelectMany(branch => new[] { branch.Tangent(false), branch.Tangent(true) })];
        Assert.Equal(products.Length * 2, found.Length);
        Assert.Equal(2, found.Count(t => t == 1.25));
        Assert.Equal(2, found.Count(t => t is { } value && Math.Abs(value - inverse) < 1e-12));
        Assert.Equal(found.Length - 4, found.Count(t => t is null));
        foreach (RealBranch branch in products)
        {
            foreach (bool upper in new[] { false, true })
            {
                double p = upper ? branch.High : branch.Low;
                Assert.Equal(double.IsInfinity(p) || (p == 0.0 && (upper ? branch.HighPlace : branch.LowPlace) == 0.0), branch.Tangent(upper) is not null);
            }
        }

        // A density that reaches 0 has no such mean, and a heavy tail no other.
        Assert.All(RealBranch.Of(new Uniform(0.0, 1.0), ConvolutionAlgebra.Multiplicative), branch => Assert.False(
            (branch.High == 0.0 && branch.Tangent(true) is not null) || (branch.Low == 0.0 && branch.Tangent(false) is not null)));
        Assert.All(RealBranch.Of(new FreeStable(0.5, 1.0), ConvolutionAlgebra.Additive), branch => Assert.Equal((null, null), (branch.Tangent(false), branch.Tangent(true))));
    }

    /// <summary>W = 1 + (W_μ − 1)/λ of a share λ of μ beside 0: the same places z, also where a branch of μ is divided or W_μ is 0, and W = 0 divides once more.</summary>
    [Theory, InlineData(0.4), InlineData(0.9)]
    public void A_mixture_with_0_is_divided_where_its_source_is(double share)
    {
        SpectralMeasure source = Mp.FreeProduct(new Uniform(0.5, 1.5));
        RealBranch[] branches = [.. RealBranch.Of(source, ConvolutionAlgebra.Multiplicative)], images = [.. RealBranch.Of(new ZeroMixture(share, source), ConvolutionAlgebra.Multiplicative)];
        double Image(double w) => 1.0 + ((w - 1.0) / share);
        int next = 0, splits = 0;
        foreach (RealBranch branch in branches)
        {
            (double low, double high) = (Image(branch.Low), Image(branch.High));
            int parts = low < 0.0 && high > 0.0 ? 2 : 1;
            (RealBranch first, RealBranch last) = (images[next], images[next + parts - 1]);
            next += parts;
            Assert.Equal((low, high), (first.Low, last.High));
            Assert.Equal((branch.LowIsSplit || branch.Low == 0.0, branch.HighIsSplit || branch.High == 0.0), (first.LowIsSplit, last.HighIsSplit));
            splits += (first.LowIsSplit ? 1 : 0) + (last.HighIsSplit ? 1 : 0);
            if (parts == 2)
            {
                Assert.Equal((0.0, 0.0), (first.High, last.Low));
            }

            foreach (RealBranch image in parts == 2 ? new[] { first, last } : [first])
            {
                double w = double.IsInfinity(image.Low) ? image.High - 1.3 : double.IsInfinity(image.High) ? image.Low + 1.3 : 0.5 * (image.Low + image.High);
                Close.Relative(branch.Invert(1.0 + (share * (w - 1.0))).Z, image.Invert(w).Z, 1e-10, $"z at W = {w}");
            }
        }

        Assert.Equal(images.Length, next);
        Assert.True(splits >= 2, $"{splits} ends that divide");
    }

    /// <summary>Of a range only the factors whose branches end with it count: where one does not, there is no tangent.</summary>
    [Fact]
    public void A_range_has_a_tangent_where_all_of_its_branches_have()
    {
        RealBranch[] flat = [.. RealBranch.Of(Flat, ConvolutionAlgebra.Additive)], mp = [.. RealBranch.Of(Mp, ConvolutionAlgebra.Additive)];
        CommonRange above = new(ConvolutionAlgebra.Additive, [flat[^1], mp[^1]], [1.0, 2.5], 1.0), below = new(ConvolutionAlgebra.Additive, [flat[0], mp[0]], [1.0, 2.5], 1.0);
        Assert.Equal([null, 3.75, 3.75, null], new[] { above.Tangent(false), above.Tangent(true), below.Tangent(false), below.Tangent(true) });

        // The lower of the two upper ends, and the higher of the two lower ones, belong to one factor.
        Assert.Equal((Math.Min(flat[0].High, mp[0].High), Math.Max(flat[^1].Low, mp[^1].Low)), (below.High, above.Low));
        RealBranch[] flats = [.. RealBranch.Of(Flat, ConvolutionAlgebra.Multiplicative)], mps = [.. RealBranch.Of(Mp, ConvolutionAlgebra.Multiplicative)];
        CommonRange top = new(ConvolutionAlgebra.Multiplicative, [flats[^1], mps[^1]], [2.0, 1.5], 1.0);
        Assert.Null(top.Tangent(false));
        Assert.Equal(1.25 * 1.25, top.Tangent(true)!.Value, 1e-13);
        Assert.Null(top.Between(top.Low + 1.0, top.Low + 2.0).Tangent(true));
    }
}
