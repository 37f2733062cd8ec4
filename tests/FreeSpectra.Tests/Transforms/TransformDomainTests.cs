using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Where the transforms have a value, what it is at the special points, and what is said elsewhere.</summary>
public sealed class TransformDomainTests
{
    private static readonly FreePoisson Mp = new(2.0, 0.5);

    [Fact]
    public void At_the_origin_they_know_the_mean()
    {
        SpectralMeasure uniform = new Uniform(0.5, 2.0);
        Assert.Equal(1.25, uniform.R(0.0).Value);
        Assert.Equal(0.8, uniform.S(0.0).Value);
        Assert.Equal(1.0, Mp.S(0.0).Value);
        Assert.Throws<ArgumentException>(() => uniform.Chi(0.0));
        Assert.Throws<ArgumentException>(() => new CauchyLaw(0.6, 0.4).S(0.1));
        Assert.Throws<ArgumentException>(() => new Uniform(-1.0, 1.0).S(0.1));
    }

    [Fact]
    public void Points_on_the_support_at_poles_and_nowhere_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TransformEvaluator.Evaluate(Mp, TransformKind.Cauchy, Mp.Bands[0].Left));
        Assert.Throws<ArgumentException>(() => TransformEvaluator.Evaluate(Mp, TransformKind.Moment, 1.0));
        Assert.Throws<ArgumentException>(() => TransformEvaluator.Evaluate(Atomic.Point(2.0), TransformKind.Cauchy, 2.0));
        Assert.Throws<ArgumentException>(() => TransformEvaluator.Evaluate(Mp, TransformKind.R, double.NaN));
        Assert.Throws<ArgumentException>(() => TransformEvaluator.Evaluate(Mp, TransformKind.S, double.PositiveInfinity));

        // S(u) = 1/(a(λ + u)) and, for the law of two points 0 and b, (1 + u)/(b(w + u)): poles at −λ and −w.
        Assert.Throws<ArgumentException>(() => Mp.S(-2.0));
        Assert.Throws<ArgumentException>(() => Atomic.ZeroOr(2.5, 0.7).S(-0.7));
        Close.Relative(1.3 / (2.5 * 1.0), Atomic.ZeroOr(2.5, 0.7).S(0.3).Value, 1e-15, "S of two points");
        Close.Relative(0.5, Atomic.Point(2.0).S(0.3).Value, 1e-15, "S of a point");
        Close.To(1.0 / (3.0 - 1.0), TransformEvaluator.Evaluate(Atomic.Point(1.0), TransformKind.Cauchy, 3.0).Value, 1e-16, "G of a point");
    }

    [Fact]
    public void Dilation_divides_S_and_its_error_stays_positive()
    {
        foreach (double scale in new[] { 2.0, -2.0 })
        {
            SpectralMeasure law = new AffineImage(Mp, new AffineMap(0.0, scale));
            Estimate<Complex> s = law.S(0.2);
            Close.Relative(Mp.S(0.2).Value / scale, s.Value, 1e-14, "S");
            Assert.InRange(s.Error, 1e-18, 1e-13);
        }

        Estimate<Complex> mirrored = new AffineImage(new Uniform(0.5, 2.0), AffineMap.Reflection).S(0.2);
        Close.Relative(-new Uniform(0.5, 2.0).S(0.2).Value, mirrored.Value, 1e-13, "S of the mirror image");
        Assert.InRange(mirrored.Error, 0.0, 1e-12);
    }

    [Fact]
    public void R_of_a_sum_adds_and_S_of_a_product_multiplies()
    {
        SpectralMeasure uniform = new Uniform(0.5, 2.0);
        SpectralMeasure sum = uniform.FreeSum(Mp).FreePower(1.5), product = uniform.FreeProduct(Mp).MultiplicativePower(1.5);
        Complex w = new(0.1, -0.05), u = new(0.1, 0.05);
        Close.Relative(1.5 * (uniform.R(w).Value + Mp.R(w).Value), sum.R(w).Value, 1e-13, "R");
        Close.Relative(Complex.Pow(uniform.S(u).Value * Mp.S(u).Value, 1.5), product.S(u).Value, 1e-13, "S");
        Assert.InRange(sum.R(w).Error, 1e-18, 1e-12);
        Assert.InRange(product.S(u).Error, 1e-18, 1e-12);
        Close.Relative((1.0 + u) / (u * product.S(u).Value), product.Chi(u).Value, 1e-14, "chi");

        // The definition: χ undoes the moment transform, 1/w + R undoes the Cauchy transform.
        Close.Relative(u, product.MomentTransform(product.Chi(u).Value), 1e-10, "h(chi(u))");
        Close.Relative(w, sum.Cauchy((1.0 / w) + sum.R(w).Value), 1e-10, "G(K(w))");
    }

    // Of two points m ± d with equal masses R(w) = m + (√(1 + 4d²w²) − 1)/(2w); from ∞ a real path to K(w) stays on its side of both.
    [Theory]
    [InlineData(-1.997e-4)]
    [InlineData(1.997e-4)]
    [InlineData(-0.3)]
    [InlineData(0.7)]
    public void R_at_real_points_does_not_pass_the_support_of_a_law_far_from_zero(double w)
    {
        Estimate<Complex> r = new Atomic(new Atom(1000.0, 0.5), new Atom(1001.0, 0.5)).R(w);
        double expected = 1000.5 + (w / (2.0 * (1.0 + Math.Sqrt(1.0 + (w * w)))));
        Assert.InRange(Complex.Abs(r.Value - expected), 0.0, r.Error);
        Assert.InRange(r.Error, 0.0, 1e-9 * expected);
    }

    /// <summary>S of the positive free stable law is (−u)^{(1 − α)/α}, and of the inverse of a law S̃(u) = 1/S(−1 − u).</summary>
    [Fact]
    public void Without_a_mean_S_is_known_where_the_law_is_on_one_side()
    {
        Complex[] points = [-0.5, -0.01, -0.98, new(-0.5, 0.1), new(-0.3, -0.2), new(-0.97, 0.01)];
        foreach (Complex u in points)
        {
            foreach (double alpha in new[] { 0.3, 0.5, 0.8 })
            {
                Holds(Complex.Pow(-u, (1.0 - alpha) / alpha), new FreeStable(alpha, 1.0).S(u), $"S of the stable law {alpha} at {u}");
                Holds(Complex.Pow(-u, (1.0 - alpha) / alpha) * 1e-3, new AffineImage(new FreeStable(alpha, 1.0), new AffineMap(0.0, 1e3)).S(u), $"1000 times the stable law {alpha} at {u}");
            }

            // S of MP(λ, a) is 1/(a(λ + u)).
            Holds(-u, new FreePoisson(1.0, 1.0).Inverse().S(u), $"S of 1/MP at {u}");
            Holds(u, new AffineImage(new FreePoisson(1.0, 1.0).Inverse(), AffineMap.Reflection).S(u), $"S of −1/MP at {u}");
            Holds(-u / (1.0 + u), new CauchyLaw(0.0, 1.0).Square().S(u), $"S of the square of a Cauchy law at {u}");
            Holds((1.0 + u) * 0.5 * (2.0 + u) / -u / u, new FreePoisson(1.0, 1.0).Inverse().FreeProduct(Mp).Chi(u), $"χ of a product at {u}", 1e-12);

            // One that no closed form knows: only the definition can tell.
            SpectralMeasure sum = new FreeStable(0.6, 1.0).FreeSum(new Uniform(0.0, 1.0));
            Complex chi = sum.Chi(u).Value;
            Close.Relative(u, sum.MomentTransform(chi), 1e-12, $"h(χ) of a sum at {u}");
            Assert.Equal(-Math.Sign(u.Imaginary), Math.Sign(chi.Imaginary));
        }

        SpectralMeasure halved = new ZeroMixture(0.5, new FreeStable(0.5, 1.0));
        Close.Relative(-0.3, halved.MomentTransform(halved.Chi(-0.3).Value), 1e-12, "h(χ) with an atom at 0");
        Assert.Throws<ArgumentException>(() => halved.S(-0.6));

        static void Holds(Complex expected, Estimate<Complex> value, string what, double least = 0.0)
        {
            Assert.InRange(Complex.Abs(value.Value - expected), 0.0, Math.Max(value.Error, least * Complex.Abs(expected)));
            Assert.True(value.Error < 1e-11 * Complex.Abs(expected), $"{what} claims {value.Error} of {expected}");
        }
    }

    [Fact]
    public void Without_a_mean_S_says_where_it_is_not_known()
    {
        SpectralMeasure stable = new FreeStable(0.5, 1.0);
        Assert.Contains("the real part of z must be in (-1, 0) for S of a law without a mean, but is 0.1", Message(() => stable.S(0.1)), StringComparison.Ordinal);
        Assert.Contains("for chi of", Message(() => stable.Chi(-1.0)), StringComparison.Ordinal);
        Assert.Contains("for S of", Message(() => stable.S(0.0)), StringComparison.Ordinal);
        Assert.Contains("from the negative axis", Message(() => stable.S(new Complex(-1e-3, 5.0))), StringComparison.Ordinal);
        Assert.Contains("all on one side of 0", Message(() => new CauchyLaw(0.6, 0.4).S(-0.1)), StringComparison.Ordinal);
        Assert.Contains("chi needs a law with a mean other than 0", Message(() => new Uniform(-1.0, 1.0).Chi(0.1)), StringComparison.Ordinal);

        static string Message(Func<Estimate<Complex>> value) => Assert.ThrowsAny<ArgumentException>(() => value()).Message;
    }

    [Fact]
    public void At_a_real_argument_transforms_are_real()
    {
        SpectralMeasure[] laws =
        [
            new FreeStable(0.5, 1.0), new FreeStable(0.6, 1.0).FreeSum(new Uniform(0.0, 1.0)), new Raney(2.2, 1.1), new FreeLogNormal(0.5), new Uniform(0.5, 2.0).FreeProduct(Mp),
            new Jacobi(2.5, 1.3), new WithoutInverse(Mp),
        ];
        foreach (SpectralMeasure law in laws)
        {
            foreach (TransformKind kind in Enum.GetValues<TransformKind>())
            {
                Assert.Equal(0.0, TransformEvaluator.Evaluate(law, kind, -0.2).Value.Imaginary);
            }
        }
    }
}
