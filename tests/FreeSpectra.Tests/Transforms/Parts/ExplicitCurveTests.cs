using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The one explicit equation and the inverses continued from the real axis, on laws whose solution is known.</summary>
public sealed class ExplicitCurveTests
{
    [Fact]
    public void The_equation_of_a_sum_of_semicircles_is_solved_from_its_seeds()
    {
        FreeConvolution law = new(ConvolutionAlgebra.Additive, [new Semicircle(0.0, 0.8), new Semicircle(0.3, 0.5)], [1.0, 1.7]);
        Semicircle sum = new(0.51, 1.65);
        Solve(law, sum.Cauchy, x => sum.Cauchy(x));
    }

    [Fact]
    public void The_equation_of_a_product_is_solved_from_its_seeds()
    {
        // MP(½) ⊠ MP(0.3): x = (1 + u)(1 + u/2)(1 + 0.3u)/u.
        FreeConvolution law = (FreeConvolution)new FreePoisson(2.0, 0.5).FreeProduct(new FreePoisson(1.0 / 0.3, 0.3));
        Solve(law, z => law.MomentTransform(z), x => law.MomentTransform(x));
        ExplicitCurve curve = ExplicitCurve.Of(law)!;
        BandSeeds seeds = BandSeeds.Of(law, law.Bands[0]);
        BandSeeds.Seed seed = seeds.Nearest(1.3)!;
        Assert.True(curve.TrySolve(1.3, curve.Start(seed, Math.Log(1.3)), out Complex u, out _, out _));
        Close.Relative(1.3, (1.0 + u) * (1.0 + (0.5 * u)) * (1.0 + (0.3 * u)) / u, 1e-13, "x");
    }

    [Fact]
    public void Without_explicit_inverses_there_is_no_equation()
    {
        FreePoisson mp = new(2.0, 0.5);
        Assert.Null(ExplicitCurve.Of((FreeConvolution)mp.FreeSum(new WithoutInverse(mp))));
        Assert.Null(ExplicitCurve.Of((FreeConvolution)new WithoutInverse(mp).FreeSum(mp)));
        Assert.Null(ExplicitCurve.Of((FreeConvolution)mp.FreeSum(mp.FreeSum(new WithoutInverse(mp)))));
        Assert.Null(ExplicitCurve.Of((FreeConvolution)mp.FreeSum(mp.FreeProduct(mp))));
        Assert.NotNull(ExplicitCurve.Of((FreeConvolution)mp.FreeSum(mp.FreeSum(mp)).FreePower(1.5)));
    }

    /// <summary>x(P) = P + Σ tᵢvᵢ/P + Σ tᵢmᵢ off the axis, from ωᵢ = P + vᵢ/P + mᵢ on it.</summary>
    [Fact]
    public void Inverses_are_continued_into_the_half_plane()
    {
        FreeConvolution law = new(ConvolutionAlgebra.Additive, [new Semicircle(0.0, 0.8), new Semicircle(0.3, 0.5)], [1.0, 1.7]);
        const double center = 1.4;
        double[] start = [center + (0.8 / center), center + (0.5 / center) + 0.3], slopes = [1.0 - (0.8 / (center * center)), 1.0 - (0.5 / (center * center))];
        ContinuedInverse inverse = new(law, start, slopes, center);
        for (int k = 1; k < 12; k++)
        {
            Complex p = center + Complex.FromPolarCoordinates(0.35, Math.PI * k / 12.0);
            Close.Relative(p + (1.65 / p) + 0.51, inverse.Evaluate(p)!.Value, 1e-13, $"x at {p}");
        }

        // About the pole of P, where ω is linear in P or, for atoms, in 1/P.
        Atomic signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));
        FreeConvolution arcsine = new(ConvolutionAlgebra.Additive, [signs, new Semicircle(0.0, 0.5)], [1.0, 1.0]);
        double root = 0.5 * (100.0 - Math.Sqrt(10004.0));
        ContinuedInverse far = new(arcsine, [root, 100.005], [0.5 - (0.5 * 100.0 / Math.Sqrt(10004.0)), 1.0], 100.0, atPole: true);
        for (int k = 1; k < 6; k++)
        {
            Complex p = Complex.FromPolarCoordinates(60.0, Math.PI * k / 6.0);
            Complex omega = (p - Complex.Sqrt(p * p + 4.0)) * 0.5;
            omega = Complex.Abs(omega) > 1.0 ? -1.0 / omega : omega;
            Close.To(omega + (0.5 / p), far.Evaluate(p)!.Value, 1e-10, $"x at {p}");
        }

        // For products ω = P·S⁻¹…: χ of MP at u = 1/(W − 1).
        FreePoisson mp = new(2.0, 0.5);
        FreeConvolution product = (FreeConvolution)mp.FreeProduct(mp);
        double W(double u) => (1.0 + u) / u;
        double w0 = W(1.0), omega0 = 3.0, h = 1e-6;
        double Omega(double u) => (1.0 + u) * (1.0 + (0.5 * u)) / u;
        double slope = (Omega(1.0 + h) - Omega(1.0 - h)) / (W(1.0 + h) - W(1.0 - h));
        ContinuedInverse third = new(product, [omega0, omega0], [slope, slope], w0);
        for (int k = 1; k < 6; k++)
        {
            Complex w = w0 + Complex.FromPolarCoordinates(0.1, Math.PI * k / 6.0);
            Complex u = 1.0 / (w - 1.0);
            Complex omega = (1.0 + u) * (1.0 + (0.5 * u)) / u;
            Close.Relative(omega * omega / w, third.Evaluate(w)!.Value, 1e-9, $"x at {w}");
        }
    }

    /// <summary>Exponents where atoms of the summands meet with mass 1, above and below it.</summary>
    [Fact]
    public void Beside_atoms_that_meet_the_density_has_the_power_that_is_left()
    {
        static (double, double)[] Exponents(SpectralMeasure law) => [.. law.Bands.Select(band => (band.LeftExponent, band.RightExponent))];
        Atomic half = new(new Atom(0.0, 0.5), new Atom(1.0, 0.5));
        Assert.Equal([(-0.5, -0.5)], Exponents(half.FreeSum(half)));
        Assert.Equal([(-0.5, 0.5), (0.5, -0.5)], Exponents(new Atomic(new Atom(0.0, 0.6), new Atom(1.0, 0.4)).FreeSum(new Atomic(new Atom(0.0, 0.4), new Atom(1.0, 0.6)))));
        Assert.Equal([(0.5, 0.5), (0.5, 0.5)], Exponents(new Atomic(new Atom(0.0, 0.7), new Atom(1.0, 0.3)).FreeSum(new Atomic(new Atom(0.0, 0.6), new Atom(1.0, 0.4)))));
        Assert.Equal([(0.5, 0.5)], Exponents(new Atomic(new Atom(0.0, 0.7), new Atom(1.0, 0.3)).FreeProduct(new Atomic(new Atom(0.0, 0.6), new Atom(1.0, 0.4)))));
        Assert.Equal([(-0.5, -0.5)], Exponents(half.FreeProduct(half)));
        Assert.Equal([(-0.5, -0.5)], Exponents(half.FreePower(2.0)));

        // Just none is left beside a summand of finite density: −1/(2 + γ − …) with the power of the density.
        SpectralMeasure edge = new JoinedLaw([new Atom(0.0, 0.4)], [(0.0, 1.0, 0.6)]);
        SpectralMeasure law = edge.FreeSum(new Atomic(new Atom(0.0, 0.6), new Atom(2.0, 0.4)));
        Assert.Equal(-0.5, law.Bands[0].LeftExponent);

        // A cusp: the exponent ⅓ on both sides, where two bands of ±1 ⊞ semicircle touch at variance 1.
        SpectralMeasure cusp = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 1.0));
        Assert.Equal([(0.5, 1.0 / 3.0), (1.0 / 3.0, 0.5)], Exponents(cusp));
        Close.To(0.0, cusp.Bands[0].Right, 1e-12, "cusp");
        Close.Relative(Math.Sqrt(3.0) / (2.0 * Math.PI) * Math.Cbrt(1e-9), cusp.Density(1e-9), 1e-3, "beside the cusp");
        foreach (Band band in law.Bands)
        {
            Assert.Equal(band.LeftExponent < 0.0 ? double.PositiveInfinity : 0.0, law.Density(band.Left));
            Assert.Equal(band.RightExponent < 0.0 ? double.PositiveInfinity : 0.0, law.Density(band.Right));
        }
    }

    private static void Solve(FreeConvolution law, Func<Complex, Complex> transform, Func<double, Complex> boundary)
    {
        ExplicitCurve curve = ExplicitCurve.Of(law)!;
        Band band = law.Bands[0];
        BandSeeds seeds = BandSeeds.Of(law, band);
        int total = 0;
        for (int i = 1; i < 40; i++)
        {
            double x = band.Left + (band.Width * i / 40.0);
            Complex zeta = law.Algebra.ToCoordinate(x);
            BandSeeds.Seed seed = seeds.Nearest(x)!;
            Assert.True(curve.TrySolve(x, curve.Start(seed, zeta), out Complex value, out double error, out int steps), $"{x}");
            Close.To(boundary(x), value, 1e-11 * Complex.Abs(value), $"value at {x}");
            Assert.InRange(error, 1e-17, 1e-12);
            total += steps;

            // At a seed itself the start is the solution; the tangent leads to its neighbours to second order.
            Complex at = curve.Start(seed, seed.At);
            Close.To(transform(new Complex(seed.X, 0.0)), at, 1e-10 * Complex.Abs(at), $"start at {seed.X}");
            Complex near = seed.At + (1e-5 * Complex.Abs(seed.At - law.Algebra.ToCoordinate(band.Left)));
            Complex point = law.Algebra.FromCoordinate(near);
            Close.To(transform(point.Imaginary == 0.0 ? point.Real : point), curve.Start(seed, near), 1e-7 * Complex.Abs(at), "tangent");
            Assert.False(curve.TrySolve(x, new Complex(1.0, 0.3), out _, out _, out _));
        }

        Assert.InRange(total, 39, 39 * 5);

        // Off the band there is no solution in the half-plane.
        Assert.False(curve.TrySolve(band.Right + band.Width, curve.Start(seeds.Nearest(band.Right)!, law.Algebra.ToCoordinate(band.Right)), out _, out _, out _));
    }
}
