using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
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

    /// <summary>Where a density stays finite at 0, or nearly so, G grows like a logarithm or a tiny power and P vanishes more slowly than z can follow.</summary>
    [Theory]
    [InlineData("raney(2, 1.99)")]
    [InlineData("raney(2, 1.98)")]
    [InlineData("uniform(0, 1)")]
    [InlineData("boolean-sum(uniform(0, 1), bernoulli(0.6, at=0.5))")]
    [InlineData("raney(1.581, 0.02386)")]
    public void Inverse_towards_a_hard_end_keeps_its_value_and_a_finite_slope(string expression)
    {
        SpectralMeasure law = Law(expression);
        RealBranch branch = RealBranch.Of(law, ConvolutionAlgebra.Additive)[0];
        Assert.Equal(0.0, branch.High);
        Assert.All([-3.0, -1.0, -0.3, -0.1, -1e-2, -1e-4, -1e-10, -1e-16], p =>
        {
            (double z, double slope) = branch.Invert(p);
            Assert.True(z < 0.0 && slope >= 0.0 && double.IsFinite(slope), $"z({p}) = {z} with slope {slope}");
            if (z < -1e-140)
            {
                Assert.InRange(p * law.Cauchy(z).Real, 1.0 - 1e-11, 1.0 + 1e-11);
                Assert.InRange(-slope * law.CauchyDerivative(z).Real * p * p, 1.0 - 1e-9, 1.0 + 1e-9);
            }
        });
        Assert.True(double.IsFinite(Law($"({expression})^[+]2").BottomOfSupport));
    }

    /// <summary>1/X of a free F law on [0.06, 8e4]: the end of 1/X next to x may be that of X far from 1/x. E X⁰ = 1 and E 1/X by the closed form −G(0).</summary>
    [Fact]
    public void Inverse_of_a_wide_law_keeps_its_digits_between_its_ends()
    {
        SpectralMeasure source = Law("free-f(0.5, 0.993)");
        SpectralMeasure inverse = Law("inverse(free-f(0.5, 0.993))");
        double Integral(Func<double, Complex> f) => inverse.IntegrateBand(0, f, new Tolerance(1e-13, 1e-13)).Value.Real;
        Assert.Equal(1.0, Integral(_ => 1.0), 1e-13);
        Assert.Equal(-source.Cauchy(0.0).Real, Integral(t => t), 1e-12);
        Assert.All([1.0, 7.0, 8.0, 15.0], offset =>
        {
            double x = inverse.Bands[0].Right - offset;
            double expected = source.DensityFromEdge(0, IntervalEnd.Left, offset / inverse.Bands[0].Right / x) / x / x;
            Assert.InRange(inverse.DensityFromEdge(0, IntervalEnd.Left, inverse.Bands[0].Width - offset) / expected, 1.0 - 1e-11, 1.0 + 1e-11);
        });
    }

    /// <summary>A Boolean sum with light atoms has narrow notches in its density, which x⁴ makes so small that nodes may miss them; its moments are exact rationals.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Moments_by_the_density_see_narrow_notches(int order)
    {
        SpectralMeasure sum = Law("boolean-sum(atoms(0.624:27/38, 1.12:5/19, 1.624:1/38), free-f(0.388, 0.848))");
        double size = sum.TopOfSupport;
        Estimate<Complex> moment = sum.IntegrateBand(0, t => Math.Pow(t / size, order), new Tolerance(1e-11, 1e-11));
        double expected = sum.Moment(order) / Math.Pow(size, order);
        Assert.True(Math.Abs(moment.Value.Real - expected) <= 3.0 * moment.Error + 1e-15, $"{moment.Value.Real} for {expected}, claimed {moment.Error}");
        Assert.True(moment.Error <= 1e-11);
    }

    /// <summary>MP(1)^{⊠s} is the Fuss–Catalan law, whose density x^{−s/(s+1)} keeps mass beyond the smallest numbers: in closed form, by the engine, and as a whole.</summary>
    [Theory]
    [InlineData(20.5)]
    [InlineData(60.0)]
    [InlineData(110.0)]
    public void Steep_hard_end_keeps_its_mass_beyond_the_range_of_numbers(double order)
    {
        SpectralMeasure closed = new Raney(order + 1.0, 1.0);
        FreeConvolution power = new(ConvolutionAlgebra.Multiplicative, [new Raney(1.5, 1.0)], [2.0 * order]);
        Assert.All([closed, power], law =>
        {
            Estimate<Complex> mass = law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11));
            Assert.True(Math.Abs(mass.Value.Real - 1.0) <= 3e-11, $"mass {mass.Value.Real}, claimed {mass.Error}");
        });
        Assert.All([1e-30, 1e-200, 1e-289, 1e-300, 1e-306], offset =>
        {
            double scaled = offset * closed.Bands[0].Width;
            double ratio = power.DensityFromEdge(0, IntervalEnd.Left, scaled) / closed.DensityFromEdge(0, IntervalEnd.Left, scaled);
            Assert.InRange(ratio, 1.0 - 1e-8, 1.0 + 1e-8);
        });
    }

    /// <summary>Beside the axis above a band G is that on the band, moved by its derivative; beyond the band it has the imaginary part of its derivative.</summary>
    [Theory]
    [InlineData(1e-49, 1e-66)]
    [InlineData(0.3, 1e-18)]
    [InlineData(1.8, 1e-25)]
    public void Raney_law_beside_the_axis_keeps_its_digits(double x, double height)
    {
        Raney law = new(1.279, 0.442);
        Near(law.Cauchy(x), law.Cauchy(new Complex(x, height)), 1e-13);
        Assert.InRange(law.Density(x) / (-law.Cauchy(new Complex(x, height)).Imaginary / Math.PI), 1.0 - 1e-12, 1.0 + 1e-12);
        Complex beyond = new(3.0 + law.TopOfSupport, height);
        Assert.InRange(law.Cauchy(beyond).Imaginary / (height * law.CauchyDerivative(beyond.Real).Real), 1.0 - 1e-9, 1.0 + 1e-9);
    }

    /// <summary>The compound free Poisson law of rate 1 with jumps 1 is MP(1), whose G beside its hard edge goes like (−z)^{−1/2}.</summary>
    [Theory]
    [InlineData(0.0, 1e-12)]
    [InlineData(0.0, 1e-30)]
    [InlineData(1e-60, 1e-60)]
    [InlineData(-1e-20, 1e-19)]
    public void Compound_Poisson_law_beside_its_hard_edge_is_Marchenko_Pastur(double x, double y)
    {
        CompoundPoisson compound = new(1.0, new Atomic([new Atom(1.0, 1.0)]));
        Complex z = new(x, y);
        Near(2.0 / (z + (Complex.Sqrt(z) * Complex.Sqrt(z - 4.0))), compound.Cauchy(z), 1e-12);
    }

    /// <summary>
    /// A density like x^{−0.975} is nearly an atom at 0: beside an atom a of weight ½ the sum has its edge at a + 7e-15. As X ⊞ B and X ⊞ (1 − B) are one
    /// law for B of weights ½ at 0 and 1, moved by 1 the density beside 1 + 7e-15 is that of X ⊞ (B − 1) beside 7e-15.
    /// </summary>
    [Fact]
    public void Edge_beside_a_sum_of_near_atoms_keeps_its_distance()
    {
        SpectralMeasure sum = Law("raney(1.153, 0.02862) [+] bernoulli(0.5)");
        SpectralMeasure moved = Law("raney(1.153, 0.02862) [+] atoms(-1:0.5, 0:0.5)");
        Assert.Equal((2, 2), (sum.Bands.Length, moved.Bands.Length));
        Assert.All([1e-30, 1e-18, 1e-14, 1e-12, 1e-9, 1e-3], offset =>
        {
            double ratio = sum.DensityFromEdge(1, IntervalEnd.Left, offset) / moved.DensityFromEdge(1, IntervalEnd.Left, offset);
            Assert.InRange(ratio, 1.0 - 1e-6, 1.0 + 1e-6);
        });
        Assert.Equal(0.5, sum.IntegrateBand(1, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value.Real, 1e-10);
    }

    private static void Near(Complex expected, Complex actual, double within) =>
        Assert.True(Complex.Abs(actual - expected) <= within * Complex.Abs(expected), $"expected {expected}, found {actual}, relative {Complex.Abs(actual - expected) / Complex.Abs(expected)}");

    /// <summary>The mean of 1/X is read from G at 0, where the Raney law with r = p begins.</summary>
    [Fact]
    public void Product_with_the_inverse_of_a_law_that_begins_at_0_has_its_mean()
    {
        SpectralMeasure law = Law("inverse(raney(1.5, 1.5)) [x] free-poisson(2, 0.5)");
        Assert.Equal(1.0, Law("inverse(raney(1.5, 1.5))").Mean, 1e-14);
        Assert.Equal(1.0, law.Mean, 1e-14);
        Assert.Equal(1.0, law.TotalMass, 1e-10);
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
