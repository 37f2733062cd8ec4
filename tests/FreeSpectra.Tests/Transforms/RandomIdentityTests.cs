using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>The identities of free probability for random laws at random points: a pinned seed, each side by a route of its own.</summary>
public sealed class RandomIdentityTests
{
    private const int Cases = 12;

    private static readonly Func<Random, SpectralMeasure>[] AnyLaw =
    [
        r => new Semicircle(Real(r, -1.0, 1.0), Real(r, 0.1, 2.0)),
        r => new FreePoisson(Real(r, 0.4, 4.0), Real(r, 0.2, 1.5)),
        r => new Uniform(Real(r, -2.0, 0.0), Real(r, 0.3, 2.0)),
        r => new Arcsine(Real(r, 0.4, 2.0)),
        r => TwoAtoms(r, Real(r, -2.0, 0.0), Real(r, 0.5, 2.0)),
        r => new KestenMcKay(Real(r, 2.2, 6.0)),
    ];

    private static readonly Func<Random, SpectralMeasure>[] PositiveLaw =
    [
        r => new FreePoisson(Real(r, 0.4, 4.0), Real(r, 0.2, 1.5)),
        r => new Uniform(Real(r, 0.05, 0.8), Real(r, 1.0, 3.0)),
        r => TwoAtoms(r, 0.0, Real(r, 0.5, 2.0)),
        r => TwoAtoms(r, Real(r, 0.1, 0.6), Real(r, 1.0, 3.0)),
        r => new Jacobi(Real(r, 1.1, 3.0), Real(r, 1.1, 3.0)),
        r => new InverseFreePoisson(Real(r, 0.05, 0.6)),
    ];

    [Fact]
    public void Sums_and_products_commute_and_associate() => Repeat(1, (r, z) =>
    {
        (SpectralMeasure a, SpectralMeasure b, SpectralMeasure c) = (Pick(AnyLaw, r), Pick(AnyLaw, r), Pick(AnyLaw, r));
        Same(a.FreeSum(b), b.FreeSum(a), z, "sum commuted");
        Same(a.FreeSum(b).FreeSum(c), a.FreeSum(b.FreeSum(c)), z, "sum associated");
        (a, b, c) = (Pick(PositiveLaw, r), Pick(PositiveLaw, r), Pick(PositiveLaw, r));
        Same(a.FreeProduct(b), b.FreeProduct(a), z, "product commuted");
        Same(a.FreeProduct(b).FreeProduct(c), a.FreeProduct(b.FreeProduct(c)), z, "product associated");
    });

    [Fact]
    public void Powers_distribute_and_add() => Repeat(2, (r, z) =>
    {
        (double s, double t) = (Real(r, 1.0, 3.0), Real(r, 1.0, 3.0));
        (SpectralMeasure a, SpectralMeasure b) = (Pick(AnyLaw, r), Pick(AnyLaw, r));
        Same(a.FreePower(s).FreeSum(a.FreePower(t)), a.FreePower(s + t), z, "powers of a sum add");
        Same(a.FreeSum(b).FreePower(t), a.FreePower(t).FreeSum(b.FreePower(t)), z, "a power of a sum");
        Same(a.FreePower(s).FreePower(t), a.FreePower(s * t), z, "a power of a power");
        (a, b) = (Pick(PositiveLaw, r), Pick(PositiveLaw, r));
        Same(a.MultiplicativePower(s).FreeProduct(a.MultiplicativePower(t)), a.MultiplicativePower(s + t), z, "powers of a product add");
        Same(a.FreeProduct(b).MultiplicativePower(t), a.MultiplicativePower(t).FreeProduct(b.MultiplicativePower(t)), z, "a power of a product");
    });

    [Fact]
    public void Subordination_functions_sum_to_z_plus_F() => Repeat(3, (r, z) =>
    {
        var law = (FreeConvolution)Pick(AnyLaw, r).FreeSum(Pick(AnyLaw, r));
        var omega = law.Subordination(z);
        Near(z + (1.0 / law.Cauchy(z)), omega[0] + omega[1], z, "ω₁ + ω₂");
        Near(law.Factors[0].Cauchy(omega[0]), law.Factors[1].Cauchy(omega[1]), z, "G at ω₁ and ω₂");
        Assert.True(Math.Min(omega[0].Imaginary, omega[1].Imaginary) >= z.Imaginary * (1.0 - 1e-12), "ω raises the imaginary part");
    });

    /// <summary>μ ⊠ ((1 − t)δ₀ + tδ₁) without its atom is the compression, the dilation by t of μ^{⊞1/t}.</summary>
    [Fact]
    public void Compressions_are_powers_and_products_with_projections() => Repeat(4, (r, z) =>
    {
        SpectralMeasure a = Pick(PositiveLaw, r);
        double t = Real(r, 0.2, 0.95);
        Same(new AffineImage(a.FreePower(1.0 / t), new AffineMap(0.0, t)), a.Compression(t), z, "compression");
        Near(
            a.FreeProduct(Atomic.Bernoulli(t, 1.0)).Cauchy(z),
            (t * a.Compression(t).Cauchy(z)) + ((1.0 - t) / z), z, "product with a projection");
    });

    /// <summary>(μ ⊠ ν)^{⊞t} = D_{1/t}(μ^{⊞t} ⊠ ν^{⊞t}).</summary>
    [Fact]
    public void The_identity_of_Belinschi_and_Nica_holds() => Repeat(5, (r, z) =>
    {
        (SpectralMeasure a, SpectralMeasure b) = (Pick(PositiveLaw, r), Pick(PositiveLaw, r));
        double t = Real(r, 1.0, 3.0);
        Same(
            a.FreeProduct(b).FreePower(t),
            new AffineImage(a.FreePower(t).FreeProduct(b.FreePower(t)), new AffineMap(0.0, 1.0 / t)), z, "power of a product");
    });

    [Fact]
    public void S_of_the_inverse_is_the_inverse_of_S() => Repeat(6, (r, z) =>
    {
        _ = z;
        double ratio = Real(r, 0.1, 0.7);
        SpectralMeasure law = FreePoisson.FromAspectRatio(ratio, Real(r, 0.5, 2.0));
        Complex u = new(Real(r, -0.4, -0.05), Real(r, -0.2, 0.2));
        Close.To(1.0, law.Inverse().S(u).Value * law.S(-1.0 - u).Value, 1e-10, $"S at {u}");
        (SpectralMeasure a, SpectralMeasure b) = (PositiveLaw[1](r), PositiveLaw[3](r));
        Same(a.Inverse().FreeProduct(b.Inverse()), a.FreeProduct(b).Inverse(), new Complex(0.4, 0.3), "inverse of a product");
    });

    [Fact]
    public void Squares_of_semicircles_are_Marchenko_Pastur() => Repeat(7, (r, z) =>
    {
        double v = Real(r, 0.1, 3.0);
        Same(new FreePoisson(1.0, v), new Semicircle(0.0, v).Square(), z, "square");
        SpectralMeasure a = Pick(PositiveLaw, r);
        Same(a, a.SymmetricSquareRoot().Square(), z, "square of the symmetric root");
    });

    [Fact]
    public void Deconvolution_undoes_convolution() => Repeat(8, (r, z) =>
    {
        (SpectralMeasure a, SpectralMeasure b) = (Pick(AnyLaw, r), Pick(AnyLaw, r));
        Same(a, a.FreeSum(b).FreeDifference(b), z, "difference");
        double t = Real(r, 0.1, 0.9);
        SpectralMeasure wigner = new Semicircle(0.0, 1.0);
        Same(a.FreeSum(new Semicircle(0.0, 1.0 - t)), a.FreeSum(wigner).FreeDifference(new Semicircle(0.0, t)), z, "part of a difference");
        (a, b) = (Pick(PositiveLaw, r), Pick(PositiveLaw, r));
        Same(a, a.FreeProduct(b).FreeQuotient(b), z, "quotient");
    });

    [Fact]
    public void Rectangular_sums_commute_and_join_the_square_case() => Repeat(9, (r, z) =>
    {
        (SpectralMeasure a, SpectralMeasure b) = (new Semicircle(0.0, Real(r, 0.2, 2.0)), PositiveLaw[r.Next(4)](r));
        double ratio = Real(r, 0.05, 0.95);
        Same(a.RectangularSum(b, ratio), b.RectangularSum(a, ratio), z, "commuted");
        Same(a.FreeSum(b.Square().SymmetricSquareRoot()), a.RectangularSum(b, 1.0), z, "square matrices");
    });

    private static void Repeat(int seed, Action<Random, Complex> identity)
    {
        Random random = new(seed);
        for (int k = 0; k < Cases; k++)
        {
            identity(random, new Complex(Real(random, -2.0, 3.0), Real(random, 0.05, 1.0)));
        }
    }

    private static SpectralMeasure Pick(Func<Random, SpectralMeasure>[] laws, Random random) => laws[random.Next(laws.Length)](random);

    private static Atomic TwoAtoms(Random random, double low, double high)
    {
        double weight = Real(random, 0.1, 0.9);
        return new Atomic(new Atom(low, 1.0 - weight), new Atom(high, weight));
    }

    private static double Real(Random random, double low, double high) => Math.Round(low + ((high - low) * random.NextDouble()), 3);

    private static void Same(SpectralMeasure expected, SpectralMeasure actual, Complex z, string what) =>
        Near(expected.Cauchy(z), actual.Cauchy(z), z, $"{what}: {expected} and {actual}");

    private static void Near(Complex expected, Complex actual, Complex z, string what) =>
        Close.To(expected, actual, 1e-10 * (1.0 + Complex.Abs(expected)), $"G({z}) of {what}");
}
