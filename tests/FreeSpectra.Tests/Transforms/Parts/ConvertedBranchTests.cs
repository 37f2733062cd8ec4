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

    private static bool Same(double a, double b, double unit) => a == b || Math.Abs(a - b) <= 1e-9 * (unit + Math.Abs(b));
}
