using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>h far out by its own equations: of sums whose G is known in closed form.</summary>
public sealed class FarMomentRuleTests
{
    /// <summary>Semicircles hidden from each other: h of the sum is that of the semicircle of all their variance, Σ Cₖ vᵏ/z²ᵏ + …, with the digits of the small angle.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void H_of_a_sum_of_semicircles_is_that_of_one(double unit)
    {
        var law = (FreeConvolution)new WithoutInverse(new Semicircle(0.2 * unit, 0.5 * unit * unit)).FreeSum(new WithoutInverse(new Semicircle(-0.1 * unit, 0.7 * unit * unit)));
        FarMoment far = FarMoment.Of(law)!;
        Assert.Equal(1e4 * law.Scale, FarMoment.Begins(law));
        const double mean = 0.1, variance = 1.2;
        foreach (Complex z in new Complex[] { new(1e10, 3e9), new(-4e12, 1e6), new(0.0, 1e9), new(3e20, 2e19), new(2e9, 5.0) })
        {
            // h = Σ mₖ/zᵏ; mₖ of m + semicircle.
            double second = variance + (mean * mean), third = (3.0 * mean * variance) + (mean * mean * mean);
            Complex expected = (mean / z) + (second / z / z) + (third / z / z / z);
            Complex slope = (-mean / z / z) - (2.0 * second / z / z / z) - (3.0 * third / z / z / z / z);
            Assert.True(far.TryMoment(unit * z, out Complex h, out Complex derivative), $"h({z})");
            Close.To(expected.Real, h.Real, 1e-14 * Complex.Abs(expected), $"Re h({z})");
            Close.To(expected.Imaginary, h.Imaginary, 1e-13 * Math.Max(Math.Abs(expected.Imaginary), 1e-3 * Complex.Abs(expected)), $"Im h({z})");
            Close.Relative(slope / unit, derivative, 1e-13, $"h'({z})");
            Assert.True(far.TryEither(Complex.Conjugate(unit * z), out Complex below, out Complex derivativeBelow));
            Assert.Equal((Complex.Conjugate(h), Complex.Conjugate(derivative)), (below, derivativeBelow));
            Assert.True(far.TryEither(unit * z, out Complex above, out Complex derivativeAbove));
            Assert.Equal((h, derivative), (above, derivativeAbove));
        }

        // Too near, on the axis, below it, beyond the numbers, or so near to the axis that the side is not certain.
        foreach (Complex z in new Complex[] { new(1e3, 3e3), new(1e6, 1e6), new(1e12, 0.0), new(1e12, -1e11), new(double.PositiveInfinity, 1.0), new(1e12, 1e-6) })
        {
            Assert.False(far.TryMoment(unit * z, out _, out _), $"{z}");
        }

        Assert.False(far.TryEither(new Complex(1e3, -3e3) * unit, out _, out _));
    }

    /// <summary>An exponent below 1 has no certificate, whatever the others are; and at mean 0 h may be small before the distance from which on it is asked for.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void Only_far_out_and_with_all_exponents_at_least_1(double unit)
    {
        SpectralMeasure one = new WithoutInverse(new Semicircle(0.0, 0.01 * unit * unit)), two = new WithoutInverse(new Semicircle(0.0, 0.02 * unit * unit));
        foreach ((double t, double u, bool known) in new[] { (1.0, 1.0, true), (1.0, 0.7, false), (0.7, 1.0, false), (0.5, 2.0, false), (1.5, 1.0, true) })
        {
            FreeConvolution law = new(ConvolutionAlgebra.Additive, [one, two], [t, u]);
            FarMoment? far = FarMoment.Of(law);
            Assert.Equal(known, far is not null);
            if (far is not null)
            {
                double least = FarMoment.Begins(law);
                foreach (Complex direction in new Complex[] { Complex.ImaginaryOne, Complex.FromPolarCoordinates(1.0, 0.3), Complex.FromPolarCoordinates(1.0, 2.5) })
                {
                    Assert.False(far.TryMoment(0.99 * least * direction, out _, out _));
                    Complex z = 1.01 * least * direction;
                    Assert.True(far.TryMoment(z, out Complex h, out _));
                    Close.Relative(((0.01 * t) + (0.02 * u)) * unit * unit / z / z, h, 1e-7, $"h({z})");
                }
            }
        }
    }

    [Fact]
    public void Powers_count_with_their_exponents_and_products_have_no_such_equations()
    {
        Atomic signs = new(new Atom(-1.0, 0.25), new Atom(1.0, 0.75));
        var law = (FreeConvolution)signs.FreePower(2.5).FreeSum(new Semicircle(0.0, 1.0));
        FarMoment far = FarMoment.Of(law)!;
        Complex z = new(3e9, 2e9);
        Assert.True(far.TryMoment(z, out Complex h, out Complex slope));
        double mean = 2.5 * 0.5, second = (2.5 * 0.75) + 1.0 + (mean * mean);
        Close.Relative((mean / z) + (second / z / z), h, 1e-14, "h");
        Close.Relative((-mean / z / z) - (2.0 * second / z / z / z), slope, 1e-14, "h'");
        Assert.Null(FarMoment.Of((FreeConvolution)new FreePoisson(1.0, 1.0).FreeProduct(new Uniform(1.0, 2.0))));
    }
}
