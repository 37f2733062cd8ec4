using System.Collections.Immutable;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The gaps of a convolution from branches ω(P) that are given as formulas, so that every end of a gap is known.</summary>
public sealed class RealStructureTests
{
    private static readonly double[] Sizes = [1.0, 1e-6, 1e6];

    private static readonly double[] Ratios = [1.01, 1.4, 7.0, 300.0];

    /// <summary>ω(P) with a limit at its upper end: the range, ω, ω', the limit, and to how many digits it is found.</summary>
    public static TheoryData<double, double, Func<double, (double, double)>, double, double> Limits => new()
    {
        { -1.0, 2.0, p => (Math.Exp(p), Math.Exp(p)), Math.Exp(2.0), 1e-12 },
        { -1.0, 2.0, p => (Math.Sinh(p) - 3.0, Math.Cosh(p)), Math.Sinh(2.0) - 3.0, 1e-12 },
        { 1.0, 1.002, p => (p * p, 2.0 * p), 1.002 * 1.002, 1e-12 },
        { double.NegativeInfinity, 2.0, p => (-2.0 / (p - 3.0), 2.0 / (p - 3.0) / (p - 3.0)), 2.0, 1e-12 },
        { double.NegativeInfinity, -40.0, p => (-1.0 / p, 1.0 / p / p), 1.0 / 40.0, 1e-11 },
        { 0.5, double.PositiveInfinity, p => (5.0 - (1.0 / p), 1.0 / p / p), 5.0, 1e-11 },
        { 0.5, double.PositiveInfinity, p => (-5.0 - (2.0 / (p + 0.3)), 2.0 / (p + 0.3) / (p + 0.3)), -5.0, 1e-11 },
        { -50.0, double.PositiveInfinity, p => (1.0 - (9.0 / (p + 80.0)), 9.0 / (p + 80.0) / (p + 80.0)), 1.0, 1e-10 },
        { 700.0, double.PositiveInfinity, p => (1.0 - (900.0 / (p + 80.0)), 900.0 / (p + 80.0) / (p + 80.0)), 1.0, 1e-9 },
        { double.NegativeInfinity, double.PositiveInfinity, p => (p / Math.Sqrt(1.0 + (p * p)), 1.0 / Math.Pow(1.0 + (p * p), 1.5)), 1.0, 1e-11 },

        // Not analytic at the end: a line through two points beside it is what is left.
        { -1.0, 2.0, p => (p - Math.Pow(2.0 - p, 1.5), 1.0 + (1.5 * Math.Sqrt(2.0 - p))), 2.0, 1e-7 },
        { double.NegativeInfinity, 2.0, p => (7.0 + p - Math.Pow(2.0 - p, 1.5), 1.0 + (1.5 * Math.Sqrt(2.0 - p))), 9.0, 1e-7 },
    };

    [Theory, MemberData(nameof(Limits))]
    public void The_end_of_a_gap_is_the_limit_of_the_inverse(double low, double high, Func<double, (double, double)> inverse, double limit, double digits)
    {
        foreach (double size in Sizes)
        {
            GivenBranch branch = new GivenBranch(low, high, inverse).Scaled(size);
            RealGap upper = Assert.Single(Gaps([branch], [1.0], size));
            Close.To(size * limit, upper.Right, digits * size * Math.Max(1.0, Math.Abs(limit)), $"upper end at the size {size}");
            RealPiece piece = Assert.Single(upper.Pieces);
            Assert.Equal((branch.Low, branch.High, false, false, upper.Left, upper.Right), (piece.Low, piece.High, piece.LeftIsCritical, piece.RightIsCritical, piece.Left, piece.Right));

            RealGap lower = Assert.Single(Gaps([branch.Mirrored()], [1.0], size));
            Close.To(-size * limit, lower.Left, digits * size * Math.Max(1.0, Math.Abs(limit)), $"lower end at the size {size}");
            Assert.True(-upper.Left == lower.Right || Math.Abs(upper.Left + lower.Right) <= digits * size * Math.Max(1.0, Math.Abs(upper.Left)), $"the other end: {upper.Left:R}, {lower.Right:R}");
        }
    }

    /// <summary>2·½(1 + c)·atan P − P rises between P = ±√c: both ends of the gap are critical. Of two that belong to one known place only the nearer is there.</summary>
    [Fact]
    public void Of_two_critical_points_beside_a_known_place_the_nearer_one_is_it()
    {
        const double c = 0.04;
        double root = Math.Sqrt(c), half = ((1.0 + c) * Math.Atan(root)) - root;
        GivenBranch Branch() => new(double.NegativeInfinity, double.PositiveInfinity, p => (0.5 * (1.0 + c) * Math.Atan(p), 0.5 * (1.0 + c) / (1.0 + (p * p))), 0.0);
        RealGap Gap(Func<double, double, double> settle) => Assert.Single(RealStructure.Find(ConvolutionAlgebra.Additive, [[Branch()]], [2.0], 1.0, () => double.NegativeInfinity, settle).Gaps);
        RealGap plain = Gap((_, x) => x);
        Assert.Equal((-half, half), (plain.Left, plain.Right), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        foreach (double part in new[] { -1.3, -0.8, -0.1, 0.1, 0.8, 1.3 })
        {
            double place = part * half;
            List<double> asked = [];
            RealGap gap = Gap((p, x) =>
            {
                asked.Add(p);
                Assert.True(Math.Abs(Math.Abs(p) - root) < 1e-6 && Math.Abs(x - (Math.Sign(p) * half)) < 1e-12);
                return place;
            });
            Assert.Equal(part < 0.0 ? (place, half) : (-half, place), (gap.Left, gap.Right), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
            Assert.Equal(2, asked.Count);

            // Only one of them has a known place.
            RealGap left = Gap((p, x) => p < 0.0 ? place - half : x), right = Gap((p, x) => p > 0.0 ? place + half : x);
            Assert.Equal((place - half, half), (left.Left, left.Right), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
            Assert.Equal((-half, place + half), (right.Left, right.Right), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
        }
    }

    /// <summary>With exponents t₁ and t₂ the limit is that of t₁ω₁ + t₂ω₂ − (T − 1)P.</summary>
    [Fact]
    public void The_end_of_a_gap_of_a_sum_is_that_of_all_its_terms()
    {
        foreach (double size in Sizes)
        {
            GivenBranch first = new GivenBranch(-1.0, 2.0, p => (Math.Exp(p), Math.Exp(p))).Scaled(size);
            GivenBranch second = new GivenBranch(-3.0, 1.5, p => (3.0 * p, 3.0)).Scaled(size);
            RealGap gap = Assert.Single(Gaps([first], [second], [1.0, 1.5], size));
            Close.To(size * (Math.Exp(1.5) + (4.5 * 1.5) - (1.5 * 1.5)), gap.Right, 1e-11 * size, "upper end");
            Close.To(size * (Math.Exp(-1.0) - 4.5 + 1.5), gap.Left, 1e-11 * size, "lower end");
            Assert.Equal((-size, 1.5 * size), (gap.Pieces[0].Low, gap.Pieces[0].High));
            Assert.Equal((-size, 1.5 * size), (gap.Pieces[0].RangeLow, gap.Pieces[0].RangeHigh));
        }
    }

    /// <summary>Semicircles of variance v₁ and v₂ with powers: x = P + v/P with v = Σ tᵢvᵢ, critical at ±√v.</summary>
    [Theory]
    [InlineData(0.8, 0.5, 1.0, 1.0)]
    [InlineData(0.8, 0.5, 1.0, 1.7)]
    [InlineData(0.02, 3.0, 2.5, 1.0)]
    public void Outer_gaps_end_at_the_critical_points(double v1, double v2, double t1, double t2)
    {
        foreach (double size in Sizes)
        {
            double v = size * size * ((t1 * v1) + (t2 * v2));
            ImmutableArray<RealBranch> first = [GivenBranch.Semicircle(size * size * v1, false), GivenBranch.Semicircle(size * size * v1, true)];
            ImmutableArray<RealBranch> second = [GivenBranch.Semicircle(size * size * v2, false), GivenBranch.Semicircle(size * size * v2, true)];
            ImmutableArray<RealGap> gaps = Gaps(first, second, [t1, t2], size);
            Assert.Equal(2, gaps.Length);
            Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (gaps[0].Left, gaps[1].Right));
            Close.Relative(-2.0 * Math.Sqrt(v), gaps[0].Right, 1e-14, "left gap");
            Close.Relative(2.0 * Math.Sqrt(v), gaps[1].Left, 1e-14, "right gap");
            RealPiece left = Assert.Single(gaps[0].Pieces), right = Assert.Single(gaps[1].Pieces);
            Assert.Equal((false, true, true, false), (left.LeftIsCritical, left.RightIsCritical, right.LeftIsCritical, right.RightIsCritical));
            Close.Relative(-Math.Sqrt(v), left.High, 1e-7, "critical P on the left");
            Close.Relative(Math.Sqrt(v), right.Low, 1e-7, "critical P on the right");
            Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (left.Low, right.High));
            foreach (double p in Ratios.Select(t => t * Math.Sqrt(v)))
            {
                Close.Relative(p, right.Solve(p + (v / p)), 1e-11, $"P at {p}");
                Close.Relative(-p, left.Solve(-p - (v / p)), 1e-11, $"P at {-p}");
            }
        }
    }

    /// <summary>x = 2ω − P with ω' = ½(1 + c)/(1 + (P − a)²): x increases for |P − a| &lt; √c, and just touches at c = 0.</summary>
    [Fact]
    public void An_inner_gap_ends_at_two_critical_points_and_closes_to_a_cusp()
    {
        foreach (double size in Sizes)
        {
            foreach ((double a, double c) in new[] { (0.0, 1.5), (0.37, 0.3), (-2.3, 1e-3), (40.0, 0.2) })
            {
                GivenBranch branch = Bump(a, c).Scaled(size);
                RealGap gap = Assert.Single(Gaps([branch], [2.0], size));
                double half = Math.Sqrt(c);
                double reach = ((1.0 + c) * Math.Atan(half)) - half;
                Close.To(size * (reach - a), gap.Right, 1e-13 * size * (1.0 + Math.Abs(a)), $"right end at {a}, {c}");
                Close.To(size * (-reach - a), gap.Left, 1e-13 * size * (1.0 + Math.Abs(a)), $"left end at {a}, {c}");
                RealPiece piece = Assert.Single(gap.Pieces);
                Assert.True(piece.LeftIsCritical && piece.RightIsCritical && !piece.IsCusp);
                Close.To(size * (a - half), piece.Low, 1e-7 * size, "lower P");
                Close.To(size * (a + half), piece.High, 1e-7 * size, "upper P");
                Assert.True(piece.Peak > piece.Low && piece.Peak < piece.High, $"peak {piece.Peak}");
                Close.To(size * a, piece.Peak!.Value, 0.35 * size * (half + (0.02 * Math.Abs(a))), "peak");
            }

            foreach (double a in new[] { 0.0, 0.37, -2.3 })
            {
                RealGap cusp = Assert.Single(Gaps([Bump(a, 0.0).Scaled(size)], [2.0], size));
                Close.To(-a * size, cusp.Left, 1e-8 * size, "cusp");
                Assert.Equal(cusp.Left, cusp.Right);
                RealPiece piece = Assert.Single(cusp.Pieces);
                Assert.True(piece.IsCusp && piece.LeftIsCritical && piece.RightIsCritical);
                Close.To(a * size, piece.Low, 1e-4 * size, "P of the cusp");
            }

            // Well below 0 there is neither a gap nor a cusp.
            Assert.Empty(Gaps([Bump(0.37, -1e-3).Scaled(size)], [2.0], size));
        }
    }

    /// <summary>x = x₀ + 1/P³ on both sides: dx/dG = 3G² vanishes to second order at G = 0.</summary>
    [Fact]
    public void A_cusp_where_G_is_0_is_found_at_the_pole_of_P()
    {
        foreach (double size in Sizes)
        {
            foreach (double place in new[] { 0.0, -3.0, 0.7 })
            {
                ImmutableArray<RealBranch> branches =
                [
                    new GivenBranch(double.NegativeInfinity, -1.0, p => (0.5 * (p + place + Math.Pow(p, -3.0)), 0.5 * (1.0 - (3.0 * Math.Pow(p, -4.0))))).Scaled(size),
                    new GivenBranch(1.4, double.PositiveInfinity, p => (0.5 * (p + place + Math.Pow(p, -3.0)), 0.5 * (1.0 - (3.0 * Math.Pow(p, -4.0))))).Scaled(size),
                ];
                RealGap cusp = Assert.Single(Gaps(branches, [2.0], size));
                Close.To(size * place, cusp.Left, 1e-9 * size, "cusp");
                Assert.True(cusp.Pieces[0].IsCusp && double.IsPositiveInfinity(cusp.Pieces[0].Low));
            }

            // Where x decreases like 1/P there is none.
            Assert.Empty(Gaps([new GivenBranch(1.4, double.PositiveInfinity, p => (0.5 * (p + (1.0 / p)), 0.5 * (1.0 - (1.0 / p / p)))).Scaled(size)], [2.0], size));
        }
    }

    /// <summary>The same for products, x = ω: limits where W is finite, 0 or infinite, and limits that are 0.</summary>
    public static TheoryData<double, double, Func<double, (double, double)>, double, double> ProductLimits => new()
    {
        { 0.5, 3.0, w => (Math.Exp(w), Math.Exp(w)), Math.Exp(0.5), Math.Exp(3.0) },
        { -3.0, -0.5, w => (Math.Exp(w), Math.Exp(w)), Math.Exp(-3.0), Math.Exp(-0.5) },
        { -3.0, -0.5, w => (w, 1.0), -3.0, -0.5 },
        { 0.5, 3.0, w => (w - 0.5, 1.0), 0.0, 2.5 },
        { 0.5, 3.0, w => (w - 3.0, 1.0), -2.5, 0.0 },
        { 0.5, 3.0, w => ((w - 0.5) * (w - 0.5), 2.0 * (w - 0.5)), 0.0, 6.25 },
        { 0.5, 3.0, w => (-(w - 3.0) * (w - 3.0), -2.0 * (w - 3.0)), -6.25, 0.0 },
        { 0.0, 2.0, w => (4.0 * w, 4.0), 0.0, 8.0 },
        { -2.0, 0.0, w => (4.0 * w, 4.0), -8.0, 0.0 },
        { 0.0, 2.0, w => (1.0 + w, 1.0), 1.0, 3.0 },
        { -2.0, 0.0, w => (w - 1.0, 1.0), -3.0, -1.0 },
        { 2.0, double.PositiveInfinity, w => (5.0 - (1.0 / w), 1.0 / w / w), 4.5, 5.0 },
        { double.NegativeInfinity, -0.3, w => (-3.0 - (1.0 / w), 1.0 / w / w), -3.0, (1.0 / 0.3) - 3.0 },
        { 0.2, double.PositiveInfinity, w => (w + 3.0, 1.0), 3.2, double.PositiveInfinity },
        { double.NegativeInfinity, -0.2, w => (w + 3.0, 1.0), double.NegativeInfinity, 2.8 },
    };

    [Theory, MemberData(nameof(ProductLimits))]
    public void The_end_of_a_gap_of_a_product_is_the_limit_too(double low, double high, Func<double, (double, double)> inverse, double left, double right)
    {
        foreach (double size in Sizes)
        {
            RealGap gap = Assert.Single(Gaps([new GivenBranch(low, high, inverse).Stretched(size)], [1.0], size, ConvolutionAlgebra.Multiplicative));
            foreach ((double expected, double actual) in new[] { (size * left, gap.Left), (size * right, gap.Right) })
            {
                Assert.True(expected == actual || Math.Abs(expected - actual) <= 1e-10 * Math.Abs(expected), $"{expected:R}, but {actual:R} at the size {size}");
            }
        }
    }

    /// <summary>Free Poisson laws of mean 1: ω = W(1 + c/(W − 1)), so x = W Π (1 + c/(W − 1)), critical where 1/(1 + u) + Σ c/(1 + cu) = 1/u.</summary>
    [Theory]
    [InlineData(0.5, 0.3)]
    [InlineData(0.02, 0.7)]
    public void The_gaps_of_a_product_of_free_Poisson_laws_end_at_the_critical_points(double c1, double c2)
    {
        double X(double u) => (1.0 + u) * (1.0 + (c1 * u)) * (1.0 + (c2 * u)) / u;
        double Rise(double u) => (1.0 / (1.0 + u)) + (c1 / (1.0 + (c1 * u))) + (c2 / (1.0 + (c2 * u))) - (1.0 / u);
        double most = Math.Sqrt(Math.Max(c1, c2));
        double top = X(Bracketed.Root(Rise, 1e-9, Rise(1e-9), 1e9, Rise(1e9)));
        (double from, double to) = (-(1.0 / most) + 1e-12, -1.0 - 1e-12);
        double bottom = X(Bracketed.Root(Rise, from, Rise(from), to, Rise(to)));
        foreach (double size in Sizes)
        {
            ImmutableArray<RealGap> gaps = Gaps(Poisson(c1, size), Poisson(c2, 1.0), [1.0, 1.0], size, ConvolutionAlgebra.Multiplicative);
            Assert.Equal(2, gaps.Length);
            Assert.Equal((double.NegativeInfinity, double.PositiveInfinity), (gaps[0].Left, gaps[1].Right));
            Close.Relative(size * bottom, gaps[0].Right, 1e-13, "bottom");
            Close.Relative(size * top, gaps[1].Left, 1e-13, "top");
            Assert.Equal(2, gaps[0].Pieces.Length);
            Assert.Equal((0.0, 0.0), (gaps[0].Pieces[0].Right, gaps[0].Pieces[1].Left));
            Assert.Equal((0.0, 0.0), (gaps[0].Pieces[0].High, gaps[0].Pieces[1].Low));
        }
    }

    /// <summary>x = W^{−½}·exp(w·arctan((ln W − l)/w)) rises only where |ln W − l| &lt; w: far less than a step of the grid.</summary>
    [Theory]
    [InlineData(0.3, 1e-3)]
    [InlineData(-4.0, 1e-5)]
    [InlineData(4.0, 1e-4)]
    public void A_gap_of_a_product_at_a_narrow_peak_of_its_factor_is_found(double place, double width)
    {
        double Logarithm(double l) => (width * Math.Atan((l - place) / width)) - (0.5 * l);
        GivenBranch branch = new(
            0.0,
            double.PositiveInfinity,
            w =>
            {
                double l = Math.Log(w), t = (l - place) / width;
                double omega = Math.Exp(0.5 * (Logarithm(l) + l));
                return (omega, omega / w * 0.5 * (0.5 + (1.0 / (1.0 + (t * t)))));
            },
            Math.Exp(place));
        RealGap gap = Assert.Single(Gaps([branch], [2.0], 1.0, ConvolutionAlgebra.Multiplicative));
        Close.Relative(Math.Exp(Logarithm(place - width)), gap.Left, 1e-12, "left");
        Close.Relative(Math.Exp(Logarithm(place + width)), gap.Right, 1e-12, "right");
    }

    /// <summary>Slopes that approach 1 like P^{−1/20}: x = 2ω − P increases from 1.8²⁰ on, beyond the grid.</summary>
    [Fact]
    public void A_gap_that_begins_far_out_is_found_if_the_inverse_has_no_end_there()
    {
        FarBranch branch = new(1.0, double.PositiveInfinity, p => (p - (0.9 / 0.95 * Math.Pow(p, 0.95)), 1.0 - (0.9 * Math.Pow(p, -0.05))));
        double from = Math.Pow(1.8, 20.0);
        double place = from - (1.8 / 0.95 * Math.Pow(from, 0.95));
        RealGap right = Assert.Single(Gaps([branch], [2.0], 1.0));
        Close.Relative(place, right.Left, 1e-12, "left end");
        Assert.Equal((double.PositiveInfinity, true), (right.Right, right.Pieces[0].LeftIsCritical));
        FarBranch mirrored = new(double.NegativeInfinity, -1.0, p => (-branch.Invert(-p).Z, branch.Invert(-p).Slope));
        RealGap left = Assert.Single(Gaps([mirrored], [2.0], 1.0));
        Close.Relative(-place, left.Right, 1e-12, "right end");
        Assert.Equal((double.NegativeInfinity, true), (left.Left, left.Pieces[0].RightIsCritical));
    }

    [Fact]
    public void What_is_only_rounding_is_no_gap()
    {
        // The inverses of F for ±1: of the four pairs two have a constant sum, and the others make the arcsine law on [−2, 2].
        foreach (double size in Sizes)
        {
            ImmutableArray<RealBranch> signs = [Sign(-1.0).Scaled(size), Sign(1.0).Scaled(size)];
            ImmutableArray<RealGap> gaps = Gaps(signs, signs, [1.0, 1.0], size);
            Assert.Equal(2, gaps.Length);
            Close.To(-2.0 * size, gaps[0].Right, 1e-13 * size, "left");
            Close.To(2.0 * size, gaps[1].Left, 1e-13 * size, "right");

            // As wide as a few units of its terms, and wider.
            Assert.Empty(Gaps([Flat(5.0, 1e-15).Scaled(size)], [1.0], size));
            Assert.Empty(Gaps([Flat(-5.0, 1e-15).Scaled(size)], [1.0], size));
            Assert.Single(Gaps([Flat(5.0, 1e-12).Scaled(size)], [1.0], size));
            Assert.Single(Gaps([Flat(-5.0, 1e-12).Scaled(size)], [1.0], size));
            Assert.Empty(Gaps([Flat(1.0, 1e-16).Stretched(size)], [1.0], size, ConvolutionAlgebra.Multiplicative));
            Assert.Single(Gaps([Flat(1.0, 1e-13).Stretched(size)], [1.0], size, ConvolutionAlgebra.Multiplicative));

            // Of two ends the one with the larger terms decides.
            Assert.Empty(Gaps([Slanted(5e-14).Scaled(size)], [2.0], size));
            Assert.Empty(Gaps([Slanted(5e-14).Scaled(size).Mirrored()], [2.0], size));
            Assert.Single(Gaps([Slanted(1e-11).Scaled(size)], [2.0], size));
            Assert.Single(Gaps([Slanted(1e-11).Scaled(size).Mirrored()], [2.0], size));

            // A range of P as narrow as rounding, on the scale of sums and on that of products.
            static (double, double) Same(double p) => (p, 1.0);
            Assert.Empty(Gaps([new GivenBranch(0.0, 0.9e-13 * size, Same)], [1.0], size));
            Assert.Single(Gaps([new GivenBranch(0.0, 1.1e-13 * size, Same)], [1.0], size));
        }

        // W^{0.3}·W^{0.7}/W is constant.
        ImmutableArray<RealBranch> first = [new GivenBranch(0.1, 9.0, w => (2.0 * Math.Pow(w, 0.3), 0.6 * Math.Pow(w, -0.7)))];
        ImmutableArray<RealBranch> second = [new GivenBranch(0.1, 9.0, w => (3.0 * Math.Pow(w, 0.7), 2.1 * Math.Pow(w, -0.3)))];
        Assert.Empty(Gaps(first, second, [1.0, 1.0], 1.0, ConvolutionAlgebra.Multiplicative));

        // ω < 0 < W with a power 1.5 is no point of the boundary of the half-plane.
        Assert.Empty(Gaps([new GivenBranch(0.5, 3.0, w => (w - 4.0, 1.0))], [1.5], 1.0, ConvolutionAlgebra.Multiplicative));
    }

    /// <summary>ω = ((1 + d)² − 1)/d loses all digits at the end, which only divides the line 2 + d: the limit comes from farther off.</summary>
    [Fact]
    public void Beside_a_split_lost_digits_do_no_harm()
    {
        static (double, double) Rise(double d) => ((((1.0 + d) * (1.0 + d)) - 1.0) / d, ((2.0 * (1.0 + d) * d) - (((1.0 + d) * (1.0 + d)) - 1.0)) / d / d);
        static (double, double) Fall(double d) => (-Rise(d).Item1, Rise(d).Item2);
        foreach (ConvolutionAlgebra algebra in new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative })
        {
            GivenBranch from = new(0.5, 1.5, p => Rise(p - 0.5)) { LowIsSplit = true }, to = new(0.5, 1.5, p => Fall(1.5 - p)) { HighIsSplit = true };
            ImmutableArray<RealBranch> wide = [new GivenBranch(0.1, 5.0, p => (p, 1.0))];
            foreach ((GivenBranch branch, double left, double right) in new[] { (from, 2.0, 3.0), (to, -3.0, -2.0) })
            {
                foreach (ImmutableArray<RealGap> gaps in new[] { Gaps([branch], [1.0], 1.0, algebra), Gaps([branch], wide, [1.0, 1.0], 1.0, algebra), Gaps(wide, [branch], [1.0, 1.0], 1.0, algebra) })
                {
                    RealGap gap = Assert.Single(gaps);
                    RealPiece piece = Assert.Single(gap.Pieces);
                    Close.To(left, gap.Left, 1e-10, "left end");
                    Close.To(right, gap.Right, 1e-10, "right end");
                    Assert.False(piece.LeftIsCritical || piece.RightIsCritical);
                    Assert.Equal((branch.LowIsSplit, branch.HighIsSplit), (piece.LowIsSplit, piece.HighIsSplit));
                }
            }
        }
    }

    [Fact]
    public void Pieces_that_meet_are_one_gap_and_gaps_that_overlap_are_refused()
    {
        foreach (double size in Sizes)
        {
            ImmutableArray<RealGap> At(double first, double second) =>
                Gaps([Line(first - 1.0, first).Scaled(size), Line(second, second + 1.0).Scaled(size)], [1.0], size);
            Assert.Equal(2, Assert.Single(At(1.0, 1.0)).Pieces.Length);
            Assert.Equal(2, Assert.Single(At(1.0, 1.0 + 1e-7)).Pieces.Length);
            Assert.Equal(2, At(1.0, 1.0 + 1e-5).Length);

            // Next to 0 gaps are told apart on the scale of their place.
            Assert.Equal(2, Assert.Single(At(0.0, 1e-13)).Pieces.Length);
            Assert.Equal(2, At(0.0, 1e-11).Length);
            Assert.Equal(2, Assert.Single(At(1e-3, 1e-3 + 0.9e-9)).Pieces.Length);
            Assert.Equal(2, At(1e-3, 1e-3 + 1.2e-9).Length);
            RealGap joined = Gaps([Line(1.0, 2.0).Scaled(size), Line(-1.0, 1.0).Scaled(size), Line(2.0, 5.0).Scaled(size)], [1.0], size)[0];
            Close.To(-size, joined.Left, 1e-12 * size, "left end of three");
            Close.To(5.0 * size, joined.Right, 1e-12 * size, "right end of three");
            Assert.Equal(3, joined.Pieces.Length);
            NonConvergenceException refusal = Assert.Throws<NonConvergenceException>(() => At(1.0, 0.5));
            Assert.Contains("free sum", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("overlap", refusal.Message, StringComparison.Ordinal);

            refusal = Assert.Throws<NonConvergenceException>(() => Gaps([Line(1.0, 2.0), Line(1.5, 2.5)], [1.0], 1.0, ConvolutionAlgebra.Multiplicative));
            Assert.Contains("free product", refusal.Message, StringComparison.Ordinal);

            // Two bands of no width are between two gaps with critical ends, though these meet.
            double half = Math.Sqrt(0.3), reach = (1.3 * Math.Atan(half)) - half;
            Assert.Equal(2, Gaps([Bump(0.0, 0.3).Scaled(size), Bump(2.0 * reach, 0.3).Scaled(size)], [2.0], size).Length);
        }
    }

    [Fact]
    public void A_cusp_inside_a_gap_is_none_and_others_stand_in_order()
    {
        foreach (double size in Sizes)
        {
            foreach ((double at, int count, int place) in new[] { (0.5, 1, 0), (-0.5, 1, 0), (1.5, 2, 1), (-1.5, 2, 0) })
            {
                ImmutableArray<RealGap> gaps = Gaps([Line(-1.0, 1.0).Scaled(size), Bump(-at, 0.0).Scaled(size)], [2.0], size);
                Assert.Equal(count, gaps.Length);
                Assert.Equal(count == 2, gaps[place].Pieces[0].IsCusp);
            }
        }
    }

    [Fact]
    public void No_edge_lies_below_the_bottoms_of_the_factors()
    {
        foreach (double size in Sizes)
        {
            double Right(double bottom) => RealStructure.Find(
                ConvolutionAlgebra.Additive, [[new GivenBranch(-1.0, 1.0, p => (Math.Sinh(p), Math.Cosh(p))).Scaled(size)]], [1.0], size, () => bottom).Gaps[0].Right;
            double edge = Right(double.NegativeInfinity);
            Assert.Equal(edge + (0.9e-12 * size), Right(edge + (0.9e-12 * size)));
            Assert.Equal(edge, Right(edge + (1.1e-12 * size)));
            Assert.Equal(edge, Right(edge - (0.5e-12 * size)));
            Assert.Equal(edge, Right(0.0));
        }
    }

    private static GivenBranch Line(double from, double to) => new(from, to, p => (p, 1.0));

    private static GivenBranch Flat(double place, double width) => new(0.5, 1.5, p => (place + (width * (p - 0.5)), width));

    // x = 2ω − P rises by the width between P = 1 and P = 30.
    private static GivenBranch Slanted(double width) => new(1.0, 30.0, p => (0.5 * (p + 1.0 + (width * (p - 1.0) / 29.0)), 0.5 + (0.5 * width / 29.0)));

    private static GivenBranch Sign(double side) => new(double.NegativeInfinity, double.PositiveInfinity, p =>
    {
        double root = Math.Sqrt((0.25 * p * p) + 1.0);
        double z = p * side > 0.0 ? (0.5 * p) + (side * root) : -1.0 / ((0.5 * p) - (side * root));
        return (z, 1.0 / (1.0 + (1.0 / (z * z))));
    });

    private static ImmutableArray<RealBranch> Poisson(double c, double size)
    {
        (double, double) Inverse(double w) => (w * (1.0 + (c / (w - 1.0))), 1.0 - (c / (w - 1.0) / (w - 1.0)));
        return
        [
            new GivenBranch(double.NegativeInfinity, 0.0, Inverse).Stretched(size),
            new GivenBranch(0.0, 1.0 - Math.Sqrt(c), Inverse).Stretched(size),
            new GivenBranch(1.0 + Math.Sqrt(c), double.PositiveInfinity, Inverse).Stretched(size),
        ];
    }

    private static GivenBranch Bump(double a, double c) => new(
        double.NegativeInfinity,
        double.PositiveInfinity,
        p => (0.5 * (1.0 + c) * Math.Atan(p - a), 0.5 * (1.0 + c) / (1.0 + ((p - a) * (p - a)))),
        a);

    private static ImmutableArray<RealGap> Gaps(ImmutableArray<RealBranch> branches, double[] exponents, double scale, ConvolutionAlgebra? algebra = null) =>
        RealStructure.Find(algebra ?? ConvolutionAlgebra.Additive, [branches], exponents, scale, () => double.NegativeInfinity).Gaps;

    private static ImmutableArray<RealGap> Gaps(
        ImmutableArray<RealBranch> first, ImmutableArray<RealBranch> second, double[] exponents, double scale, ConvolutionAlgebra? algebra = null) =>
        RealStructure.Find(algebra ?? ConvolutionAlgebra.Additive, [first, second], exponents, scale, () => double.NegativeInfinity).Gaps;

    /// <summary>A branch whose inverse is infinite where P is.</summary>
    private sealed class FarBranch(double low, double high, Func<double, (double Z, double Slope)> inverse) : RealBranch(low, high, null)
    {
        public override double? LowPlace => double.IsInfinity(Low) ? Low : null;

        public override double? HighPlace => double.IsInfinity(High) ? High : null;

        public override RealCursor NewCursor() => new GivenBranch(Low, High, inverse).NewCursor();
    }
}
