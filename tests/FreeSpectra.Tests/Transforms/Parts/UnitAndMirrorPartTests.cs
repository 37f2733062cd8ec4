using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Parts that compare lengths do so in the unit of the law, and left and right are the same to them.</summary>
public sealed class UnitAndMirrorPartTests
{
    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly double[] Units = [1.0, Math.Pow(2.0, 20), Math.Pow(2.0, -20), Math.Pow(2.0, 60), Math.Pow(2.0, -60)];

    /// <summary>A factor −1.5 exchanges the ends of every branch of F, with all that is known about them; a positive one keeps those of F and of W.</summary>
    [Fact]
    public void An_image_of_a_branch_has_the_images_of_its_ends()
    {
        SpectralMeasure sum = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 0.1));
        SpectralMeasure product = Mp.FreeProduct(Atomic.ZeroOr(1.0, 0.7));
        int dividers = 0, peaks = 0;
        foreach ((SpectralMeasure source, bool additive, AffineMap map) in new[]
        {
            (sum, true, new AffineMap(5.0, 1.5)), (sum, true, new AffineMap(5.0, -1.5)), (product, true, new AffineMap(-2.0, 0.3)), (product, true, new AffineMap(-2.0, -0.3)),
            (Mp.FreeProduct(new Uniform(0.5, 1.5)), true, new AffineMap(0.0, -4.0)), (product, false, new AffineMap(0.0, 3.0)), (sum.Square().FreeProduct(Mp), false, new AffineMap(0.0, 0.2)),
        })
        {
            ConvolutionAlgebra algebra = additive ? ConvolutionAlgebra.Additive : ConvolutionAlgebra.Multiplicative;
            RealBranch[] branches = [.. RealBranch.Of(source, algebra)], images = [.. RealBranch.Of(new AffineImage(source, map), algebra)];
            Assert.Equal(branches.Length, images.Length);
            for (int i = 0; i < branches.Length; i++)
            {
                bool mirrored = map.Scale < 0.0;
                RealBranch branch = branches[i], image = images[mirrored ? ^(i + 1) : i];
                double scale = additive ? map.Scale : 1.0;
                double? Place(double? place) => place is { } z ? map.Apply(z) : null;
                dividers += branch.LowIsSplit != branch.HighIsSplit ? 1 : 0;
                peaks += branch.Peak is null ? 0 : 1;
                Assert.Equal((scale * (mirrored ? branch.High : branch.Low), scale * (mirrored ? branch.Low : branch.High)), (image.Low, image.High));
                Assert.Equal((mirrored ? branch.HighIsSplit : branch.LowIsSplit, mirrored ? branch.LowIsSplit : branch.HighIsSplit), (image.LowIsSplit, image.HighIsSplit));
                Assert.Equal((Place(mirrored ? branch.HighPlace : branch.LowPlace), Place(mirrored ? branch.LowPlace : branch.HighPlace)), (image.LowPlace, image.HighPlace));
                Assert.Equal((scale * branch.Peak, branch.ZeroReach), (image.Peak, image.ZeroReach));
                RangeMap range = new(branch.Low, branch.High, 1.0);
                foreach (double y in new[] { -3.0, -0.4, 0.3, 2.0 })
                {
                    (double z, double slope) = branch.Invert(range.At(y));
                    (double at, double rate) = image.Invert(scale * range.At(y));
                    Close.To(map.Apply(z), at, 1e-12 * (Math.Abs(map.Apply(z)) + Math.Abs(map.Shift)), "z");
                    Close.Relative(additive ? slope : map.Scale * slope, rate, 1e-9, "slope");
                }
            }
        }

        Assert.True(dividers >= 2 && peaks >= 2, $"{dividers} branches with one divider, {peaks} with a peak");
    }

    /// <summary>
    /// Where a hard end meets atoms x(P) turns ever nearer to P = 0, from whichever side: the gaps of the mirrored sum are the mirrored gaps, with the same kinds of ends, and the ends of the
    /// ranges of P with them.
    /// </summary>
    [Fact]
    public void Gaps_of_a_mirrored_sum_are_mirrored()
    {
        foreach (double scale in new[] { -1.0, -1048576.0, 1048576.0, 1.0 / 1048576.0 })
        {
            foreach ((SpectralMeasure first, SpectralMeasure second) in new (SpectralMeasure, SpectralMeasure)[]
            {
                (new FreePoisson(1.0, 1.0), Atomic.ZeroOr(2.0, 0.7)),
                (new FreePoisson(1.0, 1.0), Atomic.ZeroOr(2.0, 0.002)),
                (Raney.FussCatalan(3.0), Atomic.ZeroOr(2.0, 0.4)),
                (Raney.FussCatalan(6.0), new Atomic(new Atom(-1.0, 0.2), new Atom(0.0, 0.5), new Atom(2.0, 0.3))),
                (new FreePoisson(1.0, 1.0), new FreePoisson(1.0, 0.5)),
                (new JoinedLaw([new Atom(0.0, 0.4)], [(0.0, 1.0, 0.6)]), Atomic.ZeroOr(3.0, 0.5)),
                (new CauchyLaw(0.0, 1.0), Atomic.ZeroOr(2.0, 0.7)),
                (new FreeStable(0.5, 1.0), Atomic.ZeroOr(2.0, 0.7)),
            })
            {
                SpectralMeasure Image(SpectralMeasure law) => new AffineImage(law, new AffineMap(0.0, scale));
                FreeConvolution sum = new(ConvolutionAlgebra.Additive, [first, second], [1.0, 1.0]), image = new(ConvolutionAlgebra.Additive, [Image(first), Image(second)], [1.0, 1.0]);
                RealGap[] gaps = [.. sum.Structure.Gaps], images = [.. image.Structure.Gaps];
                Assert.Equal(gaps.Length, images.Length);
                for (int i = 0; i < gaps.Length; i++)
                {
                    RealGap gap = gaps[i], other = images[scale > 0.0 ? i : gaps.Length - 1 - i];
                    (double left, double right) = scale > 0.0 ? (other.Left, other.Right) : (other.Right, other.Left);
                    Same(scale * gap.Left, left);
                    Same(scale * gap.Right, right);
                    Assert.Equal(gap.Pieces.Length, other.Pieces.Length);
                    for (int k = 0; k < gap.Pieces.Length; k++)
                    {
                        RealPiece piece = gap.Pieces[k], mirrored = other.Pieces[scale > 0.0 ? k : gap.Pieces.Length - 1 - k];
                        Same(scale * piece.Low, scale > 0.0 ? mirrored.Low : mirrored.High);
                        Same(scale * piece.High, scale > 0.0 ? mirrored.High : mirrored.Low);
                        Assert.Equal((piece.LeftIsCritical, piece.RightIsCritical), scale > 0.0 ? (mirrored.LeftIsCritical, mirrored.RightIsCritical) : (mirrored.RightIsCritical, mirrored.LeftIsCritical));
                        Assert.Equal((piece.LowIsSplit, piece.HighIsSplit), scale > 0.0 ? (mirrored.LowIsSplit, mirrored.HighIsSplit) : (mirrored.HighIsSplit, mirrored.LowIsSplit));
                    }
                }

                void Same(double expected, double actual) =>
                    Assert.True(expected == actual || Math.Abs(expected - actual) <= 1e-9 * Math.Abs(expected), $"{actual:R} and not {expected:R} for {first} and {second}, times {scale}");
            }
        }
    }

    /// <summary>Mean 0 is meant relative to the deviation.</summary>
    [Fact]
    public void A_mean_counts_as_0_in_the_unit_of_the_law()
    {
        foreach (double s in Units)
        {
            Assert.Throws<ArgumentException>(() => new Semicircle(1e-12 * s, s * s).CenteredBranches(0.2));
            Close.Relative(1.0 / (s * Math.Sqrt(0.2)), new Semicircle(1e-15 * s, s * s).CenteredBranches(0.2)[0].Value, 1e-12, $"S in the unit {s}");
        }
    }

    /// <summary>Of a semicircle and a point θ: x = θ + v/θ with the overlap 1 − v/θ², if θ² &gt; v. For MP: x = θ(1 + c/(θ − 1)), if θ &gt; 1 + √c.</summary>
    [Fact]
    public void Outliers_are_recognised_in_the_unit_of_the_law()
    {
        foreach (double s in Units)
        {
            FreeConvolution sum = new(ConvolutionAlgebra.Additive, [Atomic.Point(0.0), new Semicircle(0.0, s * s)], [1.0, 1.0]);
            foreach (double spike in new[] { 1.7, -1.7, 30.0 })
            {
                Outlier outlier = Assert.Single(sum.Outliers(0, spike * s));
                Close.Relative((spike + (1.0 / spike)) * s, outlier.Location, 1e-12, $"outlier of {spike} in the unit {s}");
                Close.Relative(1.0 - (1.0 / spike / spike), outlier.Overlap, 1e-9, $"overlap of {spike} in the unit {s}");
            }

            Assert.Empty(sum.Outliers(0, 0.9 * s));
            Assert.Empty(sum.Outliers(0, -0.9 * s));
            FreeConvolution product = new(ConvolutionAlgebra.Multiplicative, [Atomic.Point(s), Mp], [1.0, 1.0]);
            Outlier factor = Assert.Single(product.Outliers(0, 3.0 * s));
            Close.Relative(3.0 * s * (1.0 + (0.5 / 2.0)), factor.Location, 1e-12, $"outlier of a product in the unit {s}");
            Assert.Empty(product.Outliers(0, 1.3 * s));
        }
    }

    /// <summary>2ᵏ changes no digit but those of logarithms of lengths: the solver makes the same steps, to the same solution with the same error.</summary>
    [Fact]
    public void The_solver_of_a_sum_takes_the_same_steps_in_any_unit()
    {
        foreach (string name in new[] { "flat", "atoms", "heavy" })
        {
            SubordinationSolver one = Solver(name, 1.0);
            SubordinationSolver[] others = [.. Units.Skip(1).Select(s => Solver(name, s))];
            foreach (Complex z in new Complex[] { new(1.3, 0.9), new(1.3, 1e-3), new(2.0, 1e-9), new(1.1, 0.0), new(50.0, 4.0), new(2.0, 0.0), new(-3.0, 0.5), new(1e4, 1e-3), new(1.9, 0.0), new(9.0, 0.0), new(7.0, 1e-6) })
            {
                bool found = one.TrySolve(z);
                foreach ((SubordinationSolver other, double s) in others.Zip(Units.Skip(1)))
                {
                    Assert.Equal(found, other.TrySolve(s * z));
                    Assert.InRange(other.Steps, one.Steps - 2, one.Steps + 2);
                    if (found)
                    {
                        Close.Relative(s * one.Pick, other.Pick, 1e-11, $"F({z}) of {name} in the unit {s}");
                        Assert.InRange(other.Error, 0.19 * s * one.Error, 5.1 * s * one.Error);
                    }
                }
            }
        }

        static SubordinationSolver Solver(string name, double s)
        {
            SpectralMeasure[] laws = name switch
            {
                "flat" => [new Uniform(0.5 * s, 2.0 * s), new Semicircle(0.2 * s, 0.5 * s * s)],
                "atoms" => [new Atomic(new Atom(0.3 * s, 0.25), new Atom(0.5 * s, 0.25), new Atom(2.0 * s, 0.5)), new Semicircle(0.2 * s, 0.5 * s * s)],
                _ => [new Atomic(new Atom(0.0, 0.8), new Atom(s, 0.2)), new Atomic(new Atom(0.0, 0.7), new Atom(2.0 * s, 0.3))],
            };
            return new SubordinationSolver(ConvolutionAlgebra.Additive, [.. laws.Select(TransformTracker.Of)], [1.0, 1.0], 16.0 * s);
        }
    }
}
