using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Branches for sums made from those for products, and the reverse, against those of the law itself.</summary>
public sealed class ConvertedBranchTests
{
    public static TheoryData<SpectralMeasure> Laws
    {
        get
        {
            SpectralMeasure[] laws =
            [
                new FreePoisson(2.0, 0.5),
                new FreePoisson(0.4, 2.5),
                new FreePoisson(1.0, 1.0),
                new Uniform(0.5, 2.0),
                new Uniform(0.0, 2.0),
                new Semicircle(3.0, 0.6),
                new AffineImage(new Arcsine(1.0), new AffineMap(3.0, 1.0)),
                new Atomic(new Atom(0.0, 0.1), new Atom(0.5, 0.7), new Atom(2.0, 0.2)),
                new Atomic(new Atom(0.3, 0.25), new Atom(0.5, 0.25), new Atom(2.0, 0.5)),
                new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
                new JoinedLaw([new Atom(0.0, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]),
            ];
            return [.. laws, .. laws.Take(5).SelectMany(law => new[] { new AffineImage(law, new AffineMap(0.0, 1e-5)), new AffineImage(law, new AffineMap(0.0, 1e5)) })];
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Both_conversions_give_the_branches_of_the_law(SpectralMeasure law)
    {
        double size = LawScale.Of(law);
        foreach (ConvolutionAlgebra algebra in new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative })
        {
            bool additive = algebra == ConvolutionAlgebra.Additive;
            ImmutableArray<RealBranch> direct = RealBranch.Of(law, algebra);
            ImmutableArray<RealBranch> other = RealBranch.Of(law, additive ? ConvolutionAlgebra.Multiplicative : ConvolutionAlgebra.Additive);
            ImmutableArray<RealBranch> converted = ConvertedBranch.From(other, additive, law);
            double unit = additive ? size : 1.0;
            foreach (RealBranch branch in direct)
            {
                Assert.True(converted.Any(one => Same(one.Low, branch.Low, unit)), $"{algebra.Name}: no branch from {branch.Low:R}, but {string.Join(", ", converted.Select(one => one.Low))}");
                Assert.True(converted.Any(one => Same(one.High, branch.High, unit)), $"{algebra.Name}: no branch to {branch.High:R}, but {string.Join(", ", converted.Select(one => one.High))}");
            }

            RealBranchTests.Check(law, algebra, [.. converted]);
        }
    }

    /// <summary>z = mW(1 + c/(W − 1)) for a free Poisson law of rate 1/c, from F: z − F loses a digit for each of W, and z none.</summary>
    [Theory]
    [InlineData(2.0, 0.5)]
    [InlineData(0.4, 2.5)]
    [InlineData(7.0, 1e4)]
    public void Inverse_of_W_keeps_its_digits_far_beyond_the_support(double rate, double jump)
    {
        FreePoisson law = new(rate, jump);
        ImmutableArray<RealBranch> branches = ConvertedBranch.From(RealBranch.Of(law, ConvolutionAlgebra.Additive), toAdditive: false, law);
        foreach (double w in new[] { 1e5, 1e9, 1e14, 1e60, -1e5, -1e9, -1e14, -1e60 })
        {
            RealBranch branch = branches.Single(one => w > 0.0 ? double.IsPositiveInfinity(one.High) : double.IsNegativeInfinity(one.Low));
            (double z, double slope) = branch.NewCursor().Invert(w);
            Close.To(law.Mean * (w + (w / (w - 1.0) / rate)), z, 1e-12 * Math.Abs(z), $"z at {w}");
            Close.To(law.Mean * (1.0 - (1.0 / rate / (w - 1.0) / (w - 1.0))), slope, 1e-11 * law.Mean, $"slope at {w}");
        }
    }

    /// <summary>
    /// Free Poisson laws of mean m: z = mW(1 + c/(W − 1)) and F = m(W − 1 + c), from branches that do not tell where z ends: poles and limits are found by
    /// extrapolation.
    /// </summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.02)]
    [InlineData(0.9)]
    [InlineData(2.5)]
    public void Ends_that_are_not_known_are_found(double c)
    {
        double root = Math.Sqrt(c);
        foreach (double mean in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            FreePoisson law = new(1.0 / c, c * mean);
            (double, double) FromW(double w) => (mean * w * (1.0 + (c / (w - 1.0))), mean * (1.0 - (c / (w - 1.0) / (w - 1.0))));
            (double, double) FromF(double f)
            {
                (double z, double slope) = FromW((f / mean) + 1.0 - c);
                return (z, slope / mean);
            }

            ImmutableArray<RealBranch> products = c < 1.0
                ? [new GivenBranch(double.NegativeInfinity, 0.0, FromW), new GivenBranch(0.0, 1.0 - root, FromW), new GivenBranch(1.0 + root, double.PositiveInfinity, FromW)]
                : [new GivenBranch(double.NegativeInfinity, 1.0 - root, FromW), new GivenBranch(1.0 + root, double.PositiveInfinity, FromW)];
            ImmutableArray<RealBranch> sums = [new GivenBranch(double.NegativeInfinity, mean * (c - root), FromF), new GivenBranch(mean * (c + root), double.PositiveInfinity, FromF)];
            RealBranch[] toSums = [.. ConvertedBranch.From(products, true, law)], toProducts = [.. ConvertedBranch.From(sums, false, law)];

            // The ends of each, in order; for sums the branch is divided where W = 0, for products where W = 0 or z is.
            double[] levels = c < 1.0 ? [double.NegativeInfinity, c - 1.0, c - 1.0, c - root, c + root, double.PositiveInfinity] : [double.NegativeInfinity, c - root, c + root, double.PositiveInfinity];
            double[] found = [.. toSums.SelectMany(branch => new[] { branch.Low / mean, branch.High / mean })];
            Assert.Equal(levels, found, (a, b) => a == b || Math.Abs(a - b) < 1e-8);
            Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (toProducts[0].Low, toProducts[^1].High));
            Assert.Contains(toProducts, branch => Math.Abs(branch.High - (1.0 - root)) < 1e-8);
            Assert.Contains(toProducts, branch => Math.Abs(branch.Low - (1.0 + root)) < 1e-8);
            foreach (double w in new[] { -1e5, -30.0, -3.0, -1.0, -0.3, -1e-4, 1e-4, 0.05, 0.2, 1.1, 1.3, 2.0, 3.0, 40.0, 1e5 }.Where(w => Math.Abs(w - 1.0) > 1.001 * root))
            {
                foreach ((RealBranch[] branches, double p, double unit) in new[] { (toSums, mean * (w - 1.0 + c), mean), (toProducts, w, 1.0) })
                {
                    RealBranch branch = Assert.Single(branches, one => one.Low < p && p < one.High);
                    (double z, double slope) = branch.Invert(p);
                    Close.To(FromW(w).Item1, z, 1e-9 * (Math.Abs(FromW(w).Item1) + (1e-3 * mean)), $"z at W = {w}, mean {mean}");
                    Close.Relative(FromW(w).Item2 / unit, slope, 1e-7, $"slope at W = {w}, mean {mean}");
                }
            }
        }
    }

    private static bool Same(double a, double b, double unit) => a == b || Math.Abs(a - b) <= 1e-9 * (unit + Math.Abs(b));

    /// <summary>F = z − a is the whole line: W = z/(z − a), z = aW/(W − 1) with its pole at 1.</summary>
    [Fact]
    public void A_point_has_both_kinds_of_branches()
    {
        Atomic law = Atomic.Point(2.0);
        ImmutableArray<RealBranch> products = ConvertedBranch.From(RealBranch.Of(law, ConvolutionAlgebra.Additive), toAdditive: false, law);
        foreach (RealBranch branch in RealBranch.Of(law, ConvolutionAlgebra.Multiplicative))
        {
            Assert.Contains(products, one => one.Low == branch.Low && one.High == branch.High);
        }

        RealBranchTests.Check(law, ConvolutionAlgebra.Multiplicative, [.. products]);
        ImmutableArray<RealBranch> sums = ConvertedBranch.From(RealBranch.Of(law, ConvolutionAlgebra.Multiplicative), toAdditive: true, law);
        RealBranchTests.Check(law, ConvolutionAlgebra.Additive, [.. sums]);
    }
}
