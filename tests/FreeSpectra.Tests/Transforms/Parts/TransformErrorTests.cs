using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Every transform against its closed form, with an error that is neither below the true one nor far above what rounding can do.</summary>
public sealed class TransformErrorTests
{
    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly Complex[] Arguments = [new(0.3, 0.0), new(-0.8, 0.0), new(0.2, -0.4), new(-0.3, 0.25), new(0.05, 0.01)];

    /// <summary>MP with R = λa/(1 − aw) and S = 1/(a(λ + u)), by its closed forms and without them.</summary>
    [Fact]
    public void Transforms_of_free_Poisson_laws_are_within_their_errors()
    {
        foreach (SpectralMeasure law in new SpectralMeasure[] { Mp, new WithoutInverse(Mp), new AffineImage(new FreePoisson(2.0, 1.0), new AffineMap(0.0, 0.5)), new AffineImage(new AffineImage(new FreePoisson(2.0, 1.0), new AffineMap(0.0, -0.5)), AffineMap.Reflection) })
        {
            foreach (Complex w in Arguments)
            {
                Complex r = 1.0 / (1.0 - (0.5 * w)), slope = 0.5 / ((1.0 - (0.5 * w)) * (1.0 - (0.5 * w)));
                double size = 1.0 / Complex.Abs(w);
                Check(r, law.R(w), 1e-12 * size, $"R({w})");
                Check(r + (1.0 / w), law.K(w), 1e-12 * size, $"K({w})");
                Check(slope - (1.0 / (w * w)), law.KDerivative(w), 1e-10 * size * size, $"K'({w})");
                Check(slope, law.RDerivative(w), 1e-10 * size * size, $"R'({w})");

                Complex u = w;
                Complex s = 1.0 / (0.5 * (2.0 + u)), ds = -0.5 * s * s, chi = (1.0 + u) / (u * s);
                Check(s, law.S(u), 1e-11, $"S({u})");
                Check(chi, law.Chi(u), 1e-10 * (1.0 + size), $"chi({u})");
                Complex dchi = 0.5 * (1.0 - (2.0 / (u * u)));
                Check(dchi, law.ChiDerivative(u), 1e-9 * (1.0 + (size * size)), $"chi'({u})");
                Check(ds, law.SDerivative(u), 1e-9 * (1.0 + (size * size)), $"S'({u})");
            }

            Check(1.0, law.R(0.0), 1e-14, "R(0)");
            Check(0.5, law.RDerivative(0.0), 1e-12, "R'(0)");
            Check(1.0, law.S(0.0), 1e-14, "S(0)");
            Check(-0.5, law.SDerivative(0.0), 1e-12, "S'(0)");
        }
    }

    /// <summary>Of ½δ₋₁ + ½δ₂: G = ½/(z + 1) + ½/(z − 2).</summary>
    [Fact]
    public void Transforms_of_atoms_are_within_their_errors()
    {
        Atomic law = new(new Atom(-1.0, 0.5), new Atom(2.0, 0.5));
        foreach (Complex z in new Complex[] { new(0.4, 0.9), new(3.5, 0.0), new(-2.5, -0.1), new(0.1, 0.0) })
        {
            Complex g = (0.5 / (z + 1.0)) + (0.5 / (z - 2.0)), dg = (-0.5 / ((z + 1.0) * (z + 1.0))) - (0.5 / ((z - 2.0) * (z - 2.0)));
            Complex h = (z * g) - 1.0, dh = g + (z * dg), f = 1.0 / g;
            Check(g, TransformEvaluator.Evaluate(law, TransformKind.Cauchy, z), 1e-13 * (1.0 + Complex.Abs(g)), $"G({z})");
            Check(h, TransformEvaluator.Evaluate(law, TransformKind.Moment, z), 1e-13 * (1.0 + Complex.Abs(h)), $"h({z})");
            Check(f, law.ReciprocalCauchy(z), 1e-12 * (1.0 + Complex.Abs(f * f)), $"F({z})");
            Check(-dg * f * f, law.ReciprocalCauchyDerivative(z), 1e-11 * (1.0 + Complex.Abs(f * f * f)), $"F'({z})");
            Complex w = 1.0 / z;
            Check(1.0 - (w * f), law.Eta(w), 1e-12 * (1.0 + Complex.Abs(f * f)), $"eta({w})");
            Check(-dh / (w * (1.0 + h) * w * (1.0 + h)), law.EtaDerivative(w), 1e-10 * (1.0 + Complex.Abs(f * f * f)), $"eta'({w})");
        }
    }

    [Fact]
    public void R_and_S_of_sums_products_and_images_add_up_with_their_errors()
    {
        Semicircle semicircle = new(0.3, 0.7);
        Complex w = new(0.2, -0.1);
        Check(0.3 + (0.7 * w), semicircle.R(w), 1e-14, "R of the semicircle");
        Check(0.7, semicircle.RDerivative(w), 1e-9, "R' of the semicircle");
        Check(1.7, Atomic.Point(1.7).R(w), 1e-14, "R of a point");
        Check(1.0 / 1.7, Atomic.Point(1.7).S(w), 1e-14, "S of a point");
        Complex mp = 1.0 / (1.0 - (0.5 * w));
        Check(mp + 0.3 + (0.7 * w), Mp.FreeSum(semicircle).R(w), 1e-13, "R of a sum");
        Check(2.5 * mp, new FreeConvolution(ConvolutionAlgebra.Additive, [Mp], [2.5]).R(w), 1e-13, "R of a power");
        Check(0.4 - (2.0 / (1.0 + w)), new AffineImage(Mp, new AffineMap(0.4, -2.0)).R(w), 1e-13, "R of an image");
        Check(-1.0 / (1.0 + (0.5 * w)), new AffineImage(Mp, AffineMap.Reflection).R(w), 1e-13, "R of a mirror image");
        Complex s = 1.0 / (0.5 * (2.0 + w));
        Check(s * (1.0 + w) / (1.5 * (0.6 + w)), Mp.FreeProduct(Atomic.ZeroOr(1.5, 0.6)).S(w), 1e-13, "S of a product");
        Check(Complex.Pow(s, 2.5), Mp.MultiplicativePower(2.5).S(w), 1e-13, "S of a power");
        Check(s / -2.0, new AffineImage(Mp, new AffineMap(0.0, -2.0)).S(w), 1e-13, "S of an image");
        Assert.Equal(2, Mp.FreeSum(semicircle).R(w).Evaluations);
        Assert.Equal(1, Mp.R(w).Evaluations);
    }

    /// <summary>S² = 1/(vu) for a semicircle; z = ±√… is followed for a law that is not symmetric too.</summary>
    [Fact]
    public void Branches_at_mean_zero_are_within_their_errors()
    {
        Semicircle law = new(0.0, 0.7);
        Atomic uneven = new(new Atom(-1.0, 2.0 / 3.0), new Atom(2.0, 1.0 / 3.0));
        foreach (Complex u in new Complex[] { 0.3, new(0.1, -0.4), new(-0.3, 0.2) })
        {
            var branches = law.CenteredBranches(u);
            Check(1.0 / Complex.Sqrt(0.7 * u), branches[0], 1e-11, $"S({u})");
            Check(-1.0 / Complex.Sqrt(0.7 * u), branches[1], 1e-11, $"other S({u})");
            foreach (Estimate<Complex> s in uneven.CenteredBranches(u))
            {
                Complex chi = (1.0 + u) / (u * s.Value);
                Close.Relative(u, uneven.MomentTransform(chi), 1e-10, "h(chi)");
                Assert.InRange(s.Error, 1e-17, 1e-10);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => law.CenteredBranches(0.0));
        Assert.Throws<ArgumentException>(() => new Semicircle(1e-13, 0.7).CenteredBranches(0.2));
        Assert.NotEmpty(new Semicircle(1e-15, 0.7).CenteredBranches(0.2));
        Assert.Throws<ArgumentException>(() => Atomic.Point(0.0).CenteredBranches(0.2));
        Assert.Throws<ArgumentException>(() => new CauchyLaw(0.0, 1.0).CenteredBranches(0.2));
    }

    [Fact]
    public void Each_refusal_names_the_transform_or_the_argument()
    {
        static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
        Assert.Contains("domain of chi", Message(() => Mp.Chi(0.0)), StringComparison.Ordinal);
        Assert.Contains("domain of R", Message(() => new CauchyLaw(0.6, 0.4).R(0.0)), StringComparison.Ordinal);
        Assert.Contains("domain of R", Message(() => new Arcsine(1.0).R(new Complex(0.0, 3.0))), StringComparison.Ordinal);
        Assert.Contains("domain of R", Message(() => new WithoutInverse(Mp).R(new Complex(50.0, 0.0))), StringComparison.Ordinal);
        Assert.Contains("domain of S", Message(() => new WithoutInverse(Mp).S(new Complex(50.0, 0.0))), StringComparison.Ordinal);
        Assert.Equal("z must lie in the domain of R, but is -0,-0.001.", Message(() => new WithoutInverse(new CauchyLaw(0.0, 1e6)).R(new Complex(-0.0, -1e-3))));
        Assert.Contains("off the support", Message(() => Mp.ReciprocalCauchy(1.0)), StringComparison.Ordinal);
        Assert.Contains("off the support", Message(() => TransformEvaluator.Evaluate(new Atomic(new Atom(0.5, 0.5), new Atom(2.0, 0.5)), TransformKind.Moment, 0.5)), StringComparison.Ordinal);
        Assert.Contains("pole", Message(() => Mp.R(2.0)), StringComparison.Ordinal);
        Assert.Contains("finite", Message(() => Mp.R(double.NaN)), StringComparison.Ordinal);
        Assert.Contains("w must not be 0", Message(() => Mp.K(0.0)), StringComparison.Ordinal);
        Assert.Contains("w must not be 0", Message(() => Mp.Eta(0.0)), StringComparison.Ordinal);
        Assert.Contains("w must not be 0", Message(() => Mp.EtaDerivative(0.0)), StringComparison.Ordinal);
        Assert.Contains("mean other than 0", Message(() => new Uniform(-1.0, 1.0).S(0.1)), StringComparison.Ordinal);
        Assert.Contains("S needs a law with a mean, or one that is all on one side of 0", Message(() => new CauchyLaw(0.6, 0.4).S(0.1)), StringComparison.Ordinal);

        // Just inside and just outside the image of G and of h on the axis: G of the uniform law on [1, 2] is unbounded, of MP at its edges not.
        double top = Mp.Cauchy(Mp.Bands[0].Right).Real, bottom = Mp.Cauchy(Mp.Bands[0].Left).Real;
        SpectralMeasure plain = new WithoutInverse(Mp);
        Close.To(1.0 / (1.0 - (0.4999 * top)), plain.R(0.9998 * top).Value, 1e-9, "just inside");
        Close.To(1.0 / (1.0 - (0.4999 * bottom)), plain.R(0.9998 * bottom).Value, 1e-9, "just inside, below");
        Assert.ThrowsAny<ArgumentException>(() => plain.R(1.001 * top));
        Assert.ThrowsAny<ArgumentException>(() => plain.R(1.001 * bottom));
        Close.To(new Uniform(1.0, 2.0).Cauchy(2.0 + 1e-6) - 0.0, new Uniform(1.0, 2.0).Cauchy(new Uniform(1.0, 2.0).K(Math.Log(1.0 + 1e6)).Value), 1e-6, "beside a hard edge");
    }

    [Fact]
    public void Continuation_reaches_the_values_of_laws_without_closed_forms()
    {
        // G of the uniform law on [a, b] is ln((z − a)/(z − b))/(b − a), so K(w) = (b·e^{(b − a)w} − a)/(e^{(b − a)w} − 1).
        foreach (Complex w in new Complex[] { new(0.4, 0.0), new(-3.0, 0.0), new(0.5, -2.0), new(12.0, 0.0), new(-0.2, 1.5) })
        {
            Complex e = Complex.Exp(1.5 * w);
            Complex k = ((2.0 * e) - 0.5) / (e - 1.0);
            Estimate<Complex> found = new Uniform(0.5, 2.0).K(w);
            Check(k, found, 1e-10 * (1.0 + Complex.Abs(k)), $"K({w})");
            Check(k - (1.0 / w), new Uniform(0.5, 2.0).R(w), 1e-10 * (1.0 + (1.0 / Complex.Abs(w))), $"R({w})");
        }

        // Mean 5/4 and variance 3/16: S(0) = 4/5, S'(0) = −(3/16)/(5/4)³.
        Check(0.8, new Uniform(0.5, 2.0).S(0.0), 1e-14, "S(0)");
        Check(-0.096, new Uniform(0.5, 2.0).SDerivative(0.0), 1e-14, "S'(0)");

        // χ by bisection of h on the axis.
        foreach (double u in new[] { 0.7, 4.0, -0.9, -0.3 })
        {
            SpectralMeasure law = new Uniform(0.5, 2.0);
            double chi = law.Chi(u).Value.Real;
            Close.Relative(u, law.MomentTransform(chi), 1e-11, $"h(χ({u}))");
            Assert.InRange(law.Chi(u).Error, 1e-17, 1e-11 * (1.0 + Math.Abs(chi)));
        }
    }

    /// <summary>In another unit each transform is its value times a power of the unit, and so is its error.</summary>
    [Fact]
    public void Errors_have_the_unit_of_their_values()
    {
        Dictionary<string, (Func<SpectralMeasure, Complex, Estimate<Complex>> Transform, Complex Argument, int ArgumentPower, int Power)> transforms = new()
        {
            ["F"] = ((law, z) => law.ReciprocalCauchy(z), new(0.4, 0.9), 1, 1),
            ["F'"] = ((law, z) => law.ReciprocalCauchyDerivative(z), new(0.4, 0.9), 1, 0),
            ["eta"] = ((law, w) => law.Eta(w), new(0.1, -0.3), -1, 0),
            ["eta'"] = ((law, w) => law.EtaDerivative(w), new(0.1, -0.3), -1, 1),
            ["K"] = ((law, w) => law.K(w), new(0.1, -0.03), -1, 1),
            ["K'"] = ((law, w) => law.KDerivative(w), new(0.1, -0.03), -1, 2),
            ["R"] = ((law, w) => law.R(w), new(0.1, -0.03), -1, 1),
            ["R'"] = ((law, w) => law.RDerivative(w), new(0.1, -0.03), -1, 2),
            ["R'(0)"] = ((law, w) => law.RDerivative(w), 0.0, -1, 2),
            ["chi"] = ((law, u) => law.Chi(u), new(0.1, -0.03), 0, 1),
            ["chi'"] = ((law, u) => law.ChiDerivative(u), new(0.1, -0.03), 0, 1),
            ["S"] = ((law, u) => law.S(u), new(0.1, -0.03), 0, -1),
            ["S'"] = ((law, u) => law.SDerivative(u), new(0.1, -0.03), 0, -1),
            ["S'(0)"] = ((law, u) => law.SDerivative(u), 0.0, 0, -1),
            ["S at mean 0"] = ((law, u) => new AffineImage(law, new AffineMap(-law.Mean, 1.0)).CenteredBranches(u)[0], new(0.1, -0.03), 0, -1),
        };
        Func<double, SpectralMeasure>[] laws =
        [
            s => new Atomic(new Atom(-s, 0.4), new Atom(2.0 * s, 0.6)),
            s => new Uniform(0.5 * s, 2.0 * s),
            s => new WithoutInverse(new FreePoisson(2.0, 0.5 * s)),
            s => new Uniform(0.5 * s, 2.0 * s).FreeSum(new Semicircle(0.0, s * s)),
        ];
        foreach ((string name, var (transform, argument, argumentPower, power)) in transforms)
        {
            foreach (Func<double, SpectralMeasure> make in laws)
            {
                Estimate<Complex> one = transform(make(1.0), argument);
                foreach (double s in new[] { 1048576.0, 1.0 / 1048576.0 })
                {
                    Estimate<Complex> other = transform(make(s), argument * Math.Pow(s, argumentPower));
                    double unit = Math.Pow(s, power);
                    Close.Relative(one.Value, other.Value / unit, 1e-10, $"{name} of {make(s)}");
                    Assert.True(other.Error / unit > 0.1 * one.Error && other.Error / unit < 10.0 * one.Error, $"{name} of {make(s)}: error {other.Error / unit:E2} and {one.Error:E2}");
                    Assert.InRange(other.Evaluations, 1, (2 * one.Evaluations) + 5);
                }
            }
        }
    }

    /// <summary>
    /// A transform is off by its rounding and by that of its argument, which counts as of the size of the law inside of it, and by an eighth more for each power of e beyond: products
    /// are solved for logarithms.
    /// </summary>
    [Fact]
    public void Errors_grow_with_the_logarithm_of_the_argument_far_out()
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            SpectralMeasure law = new Atomic(new Atom(-s, 0.4), new Atom(2.0 * s, 0.6));
            foreach (double logarithm in new[] { -4.0, -0.5, 0.5, 4.0, 16.0, 60.0 })
            {
                Complex z = 2.0 * s * Complex.FromPolarCoordinates(Math.Exp(logarithm), 0.7);
                double units = 16.0 * 2.220446049250313e-16 * (1.0 + (Math.Max(0.0, logarithm) / 8.0)), size = Math.Max(2.0 * s, Complex.Abs(z));
                Estimate<Complex> g = TransformEvaluator.Evaluate(law, TransformKind.Cauchy, z), h = TransformEvaluator.Evaluate(law, TransformKind.Moment, z);
                Close.Relative(units * (Complex.Abs(law.Cauchy(z)) + (size * Complex.Abs(law.CauchyDerivative(z)))), g.Error, 1e-9, $"error of G({z})");
                Close.Relative(units * (Complex.Abs(law.MomentTransform(z)) + (size * Complex.Abs(law.MomentTransformDerivative(z)))), h.Error, 1e-9, $"error of h({z})");
            }
        }
    }

    /// <summary>R′ = K′ + 1/w² and S′ = S(1/(1 + u) − 1/u − χ′/χ) have the errors of their terms, and the rounding of each.</summary>
    [Fact]
    public void Errors_of_derivatives_are_those_of_their_terms()
    {
        const double unit = 16.0 * 2.220446049250313e-16;
        foreach (SpectralMeasure law in new SpectralMeasure[] { Mp, new WithoutInverse(Mp), new Uniform(0.5, 2.0), Mp.FreeProduct(new Uniform(0.5, 2.0)), Atomic.ZeroOr(1.5, 0.6) })
        {
            foreach (Complex u in new Complex[] { new(1e-5, 2e-5), new(0.01, 0.0), new(-0.2, 0.1), new(0.5, -0.3), new(-0.4, 0.0), new(-0.1, 0.4) })
            {
                Estimate<Complex> s = law.S(u), chi = law.Chi(u), slope = law.ChiDerivative(u);
                Complex ratio = slope.Value / chi.Value, bracket = (1.0 / (1.0 + u)) - (1.0 / u) - ratio;
                double terms = (slope.Error / Complex.Abs(chi.Value)) + (unit * (1.0 + (1.0 / Complex.Abs(u)) + Complex.Abs(ratio)));
                double expected = (s.Error * Complex.Abs(bracket)) + (Complex.Abs(s.Value) * terms);
                Close.Relative(expected, law.SDerivative(u).Error, 1e-6, $"error of S'({u}) of {law}");
                Estimate<Complex> k = law.KDerivative(u);
                Close.Relative(k.Error + (unit / (Complex.Abs(u) * Complex.Abs(u))), law.RDerivative(u).Error, 1e-6, $"error of R'({u}) of {law}");
            }
        }

        Assert.Throws<ArgumentNullException>(() => LawTransforms.RDerivative(null!, 0.0));
        Assert.Throws<ArgumentNullException>(() => LawTransforms.RDerivative(null!, 0.3));
    }

    private static void Check(Complex expected, Estimate<Complex> actual, double most, string what)
    {
        double error = Complex.Abs(expected - actual.Value);
        Assert.True(error <= actual.Error + (2e-16 * Complex.Abs(expected)), $"{what}: error {error:E1} of {actual.Error:E1}, {expected} and {actual.Value}");
        Assert.True(actual.Error <= most, $"{what}: claimed error {actual.Error:E1} > {most:E1}");
        Assert.True(actual.Error >= 1e-17 * Complex.Abs(expected), $"{what}: claimed error {actual.Error:E1}");
        Assert.True(actual.Evaluations >= 1, what);
    }
}
