using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>The law of X² at and about 0 where that lies in a gap: both terms of [G(√z) − G(−√z)]/(2√z) are nearly equal there.</summary>
public sealed class SquareAroundZeroTests
{
    // G(z) of the square is −Σ E X^{−2k−2} zᵏ. Uniform on [1, 2]: E X⁻² = ½, E X⁻⁴ = 7/24, E X⁻⁶ = 31/160.
    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(1e-300, 0.0)]
    [InlineData(-1e-40, 1e-40)]
    [InlineData(1e-14, -1e-15)]
    [InlineData(-1e-9, 0.0)]
    public void G_and_its_derivative_of_a_uniform_law_squared_are_the_sums_of_inverse_moments(double re, double im)
    {
        Complex z = new(re, im);
        SpectralMeasure law = new Uniform(1.0, 2.0).Square();
        Close.To(-0.5 - (7.0 / 24.0 * z), law.Cauchy(z), 1e-15, "G");
        Close.To((-7.0 / 24.0) - (31.0 / 80.0 * z), law.CauchyDerivative(z), 1e-14, "G'");
        Close.To(-0.5 - (7.0 / 12.0 * z), law.MomentTransformDerivative(z), 1e-14, "h'");
    }

    [Fact]
    public void An_atom_at_zero_is_a_pole_and_the_rest_a_series()
    {
        SpectralMeasure law = new Atomic(new Atom(-2.0, 0.25), new Atom(0.0, 0.5), new Atom(1.0, 0.25)).Square();
        foreach (Complex z in new Complex[] { new(1e-12, 0.0), new(-1e-7, 1e-8), new(0.01, -0.02) })
        {
            Complex expected = (0.5 / z) + (0.25 / (z - 1.0)) + (0.25 / (z - 4.0));
            Close.To(1.0, law.Cauchy(z) / expected, 1e-15, $"G({z})");
            Complex derivative = (-0.25 / ((z - 1.0) * (z - 1.0))) - (1.0 / ((z - 4.0) * (z - 4.0)));
            Close.To(derivative, law.MomentTransformDerivative(z), 1e-13, $"h'({z})");
        }
    }

    // E X⁻² = −G'(0): (3/√5 − 1)/2 for the semicircle of variance 1 about 3; 1/(1 − c)³ for MP(c).
    [Fact]
    public void The_inverse_of_a_square_has_the_inverse_moments()
    {
        Close.To(0.5 * ((3.0 / Math.Sqrt(5.0)) - 1.0), new Semicircle(3.0, 1.0).Square().Inverse().Mean, 1e-15, "semicircle");
        Close.To(0.5, new Uniform(1.0, 2.0).Square().Inverse().Mean, 1e-15, "uniform");
        Close.To((7.0 / 24.0) - 0.25, new Uniform(1.0, 2.0).Square().Inverse().Variance, 1e-14, "variance of uniform");
        Close.To(8.0, new FreePoisson(2.0, 0.5).Square().Inverse().Mean, 1e-13, "Marchenko–Pastur");
    }

    [Fact]
    public void The_inverse_of_a_square_is_the_square_of_the_inverse()
    {
        Semicircle source = new(3.0, 1.0);
        SpectralMeasure one = source.Square().Inverse();
        SpectralMeasure other = source.Inverse().Square();
        Close.To(other.Mean, one.Mean, 1e-14, "mean");
        Close.To(other.Variance, one.Variance, 1e-13, "variance");
        foreach (double x in new[] { 0.041, 0.05, 0.3, 0.7, 0.999 })
        {
            Close.To(other.Density(x), one.Density(x), 1e-12 * Math.Max(1.0, other.Density(x)), $"density at {x}");
        }

        SpectralMeasure sum = one.FreeSum(new Semicircle(0.0, 1.0));
        SpectralMeasure same = other.FreeSum(new Semicircle(0.0, 1.0));
        Close.To(same.Bands[0].Left, sum.Bands[0].Left, 1e-13, "left edge of the sum");
        foreach (double x in new[] { -1.5, 0.3, 2.0 })
        {
            Close.To(same.Density(x), sum.Density(x), 1e-13, $"density of the sum at {x}");
        }
    }

    [Fact]
    public void The_density_of_a_square_at_zero_is_zero_where_zero_lies_in_a_gap()
    {
        foreach (SpectralMeasure source in new SpectralMeasure[] { new Uniform(1.0, 2.0), new Semicircle(3.0, 1.0), new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 0.1)) })
        {
            Assert.Equal(new Estimate<double>(0.0, 0.0, 0), source.Square().DensityEstimate(0.0));
            Assert.Equal(0.0, source.Square().Density(0.0));
        }

        Assert.Equal(double.PositiveInfinity, new Uniform(-1.0, 2.0).Square().Density(0.0));
    }
}
