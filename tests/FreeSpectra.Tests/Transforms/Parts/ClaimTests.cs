using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>A claimed error is what rounding of the terms of an equation does to its solution: neither less nor many times more.</summary>
public sealed class ClaimTests
{
    private const double Unit = 2.220446049250313e-16;

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly Uniform Flat = new(0.5, 2.0);

    /// <summary>Σ tᵢcᵢ − (T − 1)p = ζ: the terms round at their sizes, pᵢ(cᵢ) at that of cᵢ's image, and the Jacobian carries that to p. A last step is at most four times that.</summary>
    [Theory]
    [InlineData("sum", 1.0)]
    [InlineData("sum", 1048576.0)]
    [InlineData("power", 1.0)]
    [InlineData("three", 1.0)]
    [InlineData("product", 1.0)]
    [InlineData("multiplicative power", 1.0)]
    public void The_solver_claims_the_rounding_of_its_equation(string name, double s)
    {
        Uniform flat = new(0.5 * s, 2.0 * s);
        Semicircle semicircle = new(0.2 * s, 0.5 * s * s);
        bool product = name is "product" or "multiplicative power";
        (SpectralMeasure[] laws, double[] exponents) = name switch
        {
            "sum" => (new SpectralMeasure[] { flat, semicircle }, new[] { 1.0, 1.0 }),
            "power" => ([flat], [2.5]),
            "three" => ([flat, semicircle, new Uniform(-1.0, 1.0)], [1.0, 3.0, 1.5]),
            "product" => ([flat, Mp], [1.0, 1.0]),
            _ => ([flat], [3.5]),
        };
        ConvolutionAlgebra algebra = product ? ConvolutionAlgebra.Multiplicative : ConvolutionAlgebra.Additive;
        SubordinationSolver solver = new(algebra, [.. laws.Select(TransformTracker.Of)], exponents, 16.0 * s);
        foreach (Complex z in new Complex[] { new(1.3, 0.9), new(2.0, 1e-3), new(50.0, 4.0), new(1.9, 0.2), new(1.1, 30.0), new(0.02, 0.5) })
        {
            Complex zeta = algebra.ToCoordinate(s * z);
            Assert.True(solver.TrySolve(zeta), $"{z}");
            double excess = exponents.Sum() - 1.0;
            double terms = Math.Abs(zeta.Real) + Math.Abs(zeta.Imaginary) + (excess * Complex.Abs(solver.Pick));
            for (int i = 0; i < exponents.Length; i++)
            {
                terms += exponents[i] * (Complex.Abs(solver.Omega[i]) + (Complex.Abs(solver.Pick) / Complex.Abs(solver.Slopes[i])));
            }

            double noise = Unit * terms / Complex.Abs(solver.Jacobian);
            Assert.InRange(solver.Error, 0.99 * noise, 5.1 * noise);
        }
    }

    /// <summary>The density is a function of P: what an error of P does to it is found by moving P.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_density_claims_what_the_error_of_P_does_to_it(bool product)
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            SpectralMeasure first = new Uniform(0.5 * s, 2.0 * s);
            var law = (FreeConvolution)(product ? first.FreeProduct(new WithoutInverse(Mp)) : first.FreeSum(new WithoutInverse(new Semicircle(0.3 * s, 0.04 * s * s))));
            Band band = law.Bands[0];
            foreach (double t in new[] { 0.1, 0.3, 0.5, 0.7, 0.9 })
            {
                double x = band.Left + (t * band.Width);
                Estimate<double> estimate = law.DensityEstimate(x);
                SubordinationSolver solver = law.SolveAt(x);
                double most = 0.0;
                foreach (Complex way in new[] { Complex.One, -1.0, Complex.ImaginaryOne, -Complex.ImaginaryOne })
                {
                    Complex p = law.Algebra.FromCoordinate(solver.Pick + (1e6 * solver.Error * way));
                    most = Math.Max(most, Math.Abs(law.Algebra.Density(x, p.Real, p.Imaginary) - estimate.Value) / 1e6);
                }

                Assert.InRange(estimate.Error, 0.3 * most, (15.0 * most) + (2e-15 * estimate.Value));
                Assert.True(estimate.Error < 1e-12 * estimate.Value, $"claimed {estimate.Error:E1} of {estimate.Value} at {t}");
            }
        }
    }

    /// <summary>H₁ = H₂ and yH₁ = (1 + M)(1 + λM): each side rounds at its size, and the inverse of the derivative carries that to y₁ and y₂.</summary>
    [Fact]
    public void A_rectangular_step_claims_the_rounding_of_its_equations()
    {
        RectangularSystem system = new(Mp, Flat, 0.35);
        Complex y = new(1.9, 0.6);
        foreach ((Complex y1, Complex y2) in new (Complex, Complex)[] { (new(1.2, 0.8), new(2.6, 0.5)), (new(-0.4, 0.3), new(0.7, 1.5)), (new(9.0, 2.0), new(-3.0, 0.2)) })
        {
            Assert.True(system.TryFactor(0, y1, out RectangularFactor a) & system.TryFactor(1, y2, out RectangularFactor b));
            RectangularPoint point = new(0.35, a, b);
            (Complex s1, Complex s2, double noise1, double noise2) = point.Step(y);

            // Moving the two sides by their rounding moves the steps by no more than the noise, and in some direction by nearly that.
            Complex bend = 1.35 + (0.7 * point.Moment);
            double first = 4.0 * Unit * (Complex.Abs(a.Level) + Complex.Abs(b.Level));
            double second = 4.0 * Unit * (Complex.Abs(y * a.Level) + ((1.0 + Complex.Abs(a.Moment) + Complex.Abs(b.Moment)) * Complex.Abs(bend)));
            (Complex a1, Complex b1) = (a.Rate, -b.Rate);
            (Complex a2, Complex b2) = ((y * a.Rate) - (bend * a.Slope), -bend * b.Slope);
            Complex d = (a1 * b2) - (b1 * a2);
            Close.Relative(((Complex.Abs(b2) * first) + (Complex.Abs(b1) * second)) / Complex.Abs(d), noise1, 1e-9, "noise of y₁");
            Close.Relative(((Complex.Abs(a2) * first) + (Complex.Abs(a1) * second)) / Complex.Abs(d), noise2, 1e-9, "noise of y₂");
            Assert.True(Complex.IsFinite(s1) && Complex.IsFinite(s2));
        }
    }

    /// <summary>S' is a difference of terms of size S/u, and R' one of terms of size 1/w²: they round at their sizes.</summary>
    [Fact]
    public void Derivatives_of_S_and_R_claim_the_rounding_of_what_cancels()
    {
        foreach (SpectralMeasure law in new SpectralMeasure[] { Flat, new WithoutInverse(Mp), new Atomic(new Atom(0.5, 0.4), new Atom(2.0, 0.6)), new Uniform(0.5e6, 2e6), new Uniform(0.5e-6, 2e-6) })
        {
            foreach (Complex u in new Complex[] { 0.05, new(0.01, 0.02), new(-1e-3, 0.0) })
            {
                Estimate<Complex> slope = law.SDerivative(u);
                double size = Unit * Complex.Abs(law.S(u).Value / u);
                Assert.InRange(slope.Error, 16.0 * size, 1e5 * size);
                Complex w = u / law.Mean;
                Assert.InRange(law.RDerivative(w).Error, 16.0 * Unit / Complex.Abs(w * w), 1e5 * Unit / Complex.Abs(w * w));
                Assert.InRange(law.K(w).Error, 16.0 * Unit / Complex.Abs(w), 1e5 * Unit / Complex.Abs(w));
            }
        }
    }

    /// <summary>Inside a band of laws with explicit inverses, and of others, the claims hold against closed forms and stay within some hundred units of rounding.</summary>
    [Fact]
    public void Claims_of_densities_are_near_what_rounding_can_do()
    {
        (SpectralMeasure Law, Func<double, double> Density)[] known =
        [
            (new Semicircle(0.0, 0.5).FreeSum(new WithoutInverse(new Semicircle(0.3, 0.5))), new Semicircle(0.3, 1.0).Density),
            (((FreeConvolution)new FreeConvolution(ConvolutionAlgebra.Additive, [new Semicircle(0.0, 0.5), new Semicircle(0.3, 0.5)], [1.0, 1.0])), new Semicircle(0.3, 1.0).Density),
            (new FreeConvolution(ConvolutionAlgebra.Additive, [new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5))], [2.0]), new Arcsine(2.0).Density),
            (new FreeConvolution(ConvolutionAlgebra.Additive, [new FreePoisson(2.0, 0.5)], [1.5]), new FreePoisson(3.0, 0.5).Density),
            (new FreeConvolution(ConvolutionAlgebra.Multiplicative, [new FreePoisson(1.0, 1.0), Atomic.Point(2.0)], [1.0, 1.0]), new FreePoisson(1.0, 2.0).Density),
        ];
        foreach ((SpectralMeasure law, Func<double, double> density) in known)
        {
            Band band = law.Bands[0];
            foreach (double t in new[] { 0.05, 0.2, 0.4, 0.6, 0.8, 0.95 })
            {
                double x = band.Left + (t * band.Width);
                Estimate<double> estimate = law.DensityEstimate(x);
                Assert.True(Math.Abs(estimate.Value - density(x)) <= (3.0 * estimate.Error) + (2e-15 * density(x)), $"{law} at {x}: error {estimate.Value - density(x):E1} of {estimate.Error:E1}");
                Assert.InRange(estimate.Error, Unit * estimate.Value, 400.0 * Unit * estimate.Value);
            }
        }
    }
}
