using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Places where an equation degenerates: edges 1e-20 and less beside 0, points beside an isolated atom or beside the axis, a small density beside an atom.</summary>
public sealed class DegeneratePlaceTests
{
    /// <summary>The compound free Poisson laws are a semigroup, here from the rate 0.7 to 1.05. With jumps of density x^{−0.985} the edge lies near 1e-91.</summary>
    [Fact]
    public void Edge_beside_zero_of_a_power_is_that_of_the_semigroup()
    {
        SpectralMeasure power = Law("compound-poisson(0.7, raney(1.581, 0.02386))^[+]1.5");
        SpectralMeasure direct = Law("compound-poisson(1.05, raney(1.581, 0.02386))");
        Assert.Equal(direct.MassAt(0.0), power.MassAt(0.0), 1e-14);
        (Band first, Band second) = (Assert.Single(power.Bands), Assert.Single(direct.Bands));
        Assert.InRange(first.Left / second.Left, 1.0 - 1e-9, 1.0 + 1e-9);
        Assert.InRange(first.Left, 1e-92, 1e-91);
        Assert.All([1e-97, 1e-92, 1e-60, 1e-20, 1e-3], offset =>
        {
            double ratio = power.DensityFromEdge(0, IntervalEnd.Left, offset) / direct.DensityFromEdge(0, IntervalEnd.Left, offset);
            Assert.InRange(ratio, 1.0 - 1e-7, 1.0 + 1e-7);
        });
    }

    /// <summary>π(λ) ⊠ b(p) = (1 − p)δ₀ + p·π(λ/p)(·/p), b(p) having the masses 1 − p at 0 and p at 1: G and h at 1e-30 from the atom as far as at 1e-3.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-12)]
    [InlineData(1e-19)]
    [InlineData(1e-120)]
    public void Transforms_beside_an_isolated_atom_keep_their_digits(double distance)
    {
        SpectralMeasure product = Law("free-poisson(0.105, 1) [x] bernoulli(0.6)");
        SpectralMeasure poisson = Law("free-poisson(0.175, 0.6)");
        TransformTracker tracker = TransformTracker.Of(product);
        Assert.All([0.01, 0.8, 1.6, 2.6, 3.13], angle =>
        {
            Complex z = Complex.FromPolarCoordinates(distance, angle);
            Complex expected = (0.4 / z) + (0.6 * poisson.Cauchy(z));
            Assert.True(tracker.TryMoment(z, out Complex h, out Complex above, out Complex slope), $"not certified at {z}");
            Near(expected, above / z, 1e-13);
            Near(expected, product.Cauchy(z), 1e-13);
            Near(above - 1.0, h, 1e-15);
            Assert.True(tracker.TryCauchy(z, out Complex g, out _));
            Near(expected, g, 1e-13);

            // h' has no pole at 0; taken from 0.6 of that of the free Poisson law where this one keeps it.
            Near(0.6 * poisson.MomentTransformDerivative(new Complex(1e-6 * z.Real, 1e-6)), slope, 10.0 * (distance + 1e-6));
        });
    }

    /// <summary>Two semicircles: ω₁(z) = z − v₂G(z), with Im ω₁ = Im z (1 − v₂G'(x)) beside the axis.</summary>
    [Theory]
    [InlineData(3.0, 1e-15)]
    [InlineData(2.3, 1e-13)]
    [InlineData(-40.0, 1e-20)]
    public void Subordination_beside_the_axis_has_its_imaginary_part(double x, double height)
    {
        FreeConvolution sum = new(ConvolutionAlgebra.Additive, [Law("semicircle(0.4)"), Law("semicircle(0.6)")], [1.0, 1.0]);
        SpectralMeasure closed = Law("semicircle(1)");
        Complex omega = sum.Subordination(new Complex(x, height))[0];
        Assert.Equal(x - (0.6 * closed.Cauchy(x).Real), omega.Real, 1e-13 * Math.Abs(x));
        Assert.InRange(omega.Imaginary / (height * (1.0 - (0.6 * closed.CauchyDerivative(x).Real))), 1.0 - 1e-9, 1.0 + 1e-9);
    }

    /// <summary>Where μ has the mass w at 0 and no band near, μ ▷ ν has the density w·ρ_ν beside a hard end of ν at an atom, and all its mass.</summary>
    [Fact]
    public void Monotone_sum_beside_an_atom_with_a_hard_end_follows_the_density_of_its_second_law()
    {
        SpectralMeasure second = Law("(free-binomial(0.0407, 1.5) [x] free-f(0.322, 0.826))^[x]1.5");
        SpectralMeasure sum = Law("monotone-sum(free-poisson(0.3, 1), (free-binomial(0.0407, 1.5) [x] free-f(0.322, 0.826))^[x]1.5)");
        Assert.Equal(1.0, sum.TotalMass, 1e-9);
        Assert.All([1e-9, 1e-14, 1e-40, 1e-150], offset =>
        {
            double ratio = sum.DensityFromEdge(0, IntervalEnd.Left, offset) / second.DensityFromEdge(0, IntervalEnd.Left, offset);
            Assert.InRange(ratio, 0.7 - 1e-5, 0.7 + 1e-5);
        });
    }

    private static void Near(Complex expected, Complex actual, double within) =>
        Assert.True(Complex.Abs(actual - expected) <= within * Complex.Abs(expected), $"expected {expected}, found {actual}, relative {Complex.Abs(actual - expected) / Complex.Abs(expected)}");

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
