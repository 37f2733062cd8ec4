using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>G where the real branches of the factors are divided inside a gap: at zeros of G, at atoms, and at 0.</summary>
public sealed class DividedBranchTests
{
    /// <summary>At a zero of G inside a gap the branches of a product meet with W = 0; G goes through it like a straight line.</summary>
    [Fact]
    public void G_is_linear_through_its_zero_in_a_gap()
    {
        SpectralMeasure law = Law("atoms(0:1/27, 0.5:26/27) [x] atoms(0.499:15/31, 1.25:11/31, 2.06:5/31)");

        // G decreases from +∞ at the atom at 0 to −∞ at the next one.
        (double low, double high) = (1e-3, 0.2);
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = law.Cauchy(middle).Real > 0.0 ? (middle, high) : (low, middle);
        }

        double slope = law.CauchyDerivative(low + 1e-4).Real;
        Assert.All(Enumerable.Range(5, 4).Select(k => Math.Pow(10.0, -k)), d =>
        {
            double above = law.Cauchy(low + d).Real;
            double below = law.Cauchy(low - d).Real;
            Assert.True(Math.Abs((above / d / slope) - 1.0) < 0.03, $"G({d} above its zero) = {above}, slope {slope}");
            Assert.True(Math.Abs(above + below) < 1e-2 * Math.Abs(above), $"{above} above and {below} below at {d}");
        });
    }

    /// <summary>With a mass w at 0, W = zG/(zG − 1) is −w/(1 − w) there: h = w − 1 + O(z) to all digits, through three conversions.</summary>
    [Fact]
    public void Heavy_atom_at_zero_keeps_the_digits_of_a_nested_law()
    {
        SpectralMeasure law = Law("compress(fuss-catalan(1.52) [x] free-binomial(0.00159, 2.3), 0.996) [x] raney(1.433, 1.02)");
        double weight = law.MassAt(0.0);

        // The rest of G is analytic at 0 from below, up to the power of the density: its differences shrink with the distance.
        double[] rest = [.. Enumerable.Range(3, 4).Select(k => Math.Pow(10.0, -k)).Select(d => law.Cauchy(-d).Real + (weight / d))];
        Assert.Equal(1.0, weight + law.Bands.Sum(band => band.Mass), 1e-9);
        Assert.True(Math.Abs(rest[2] - rest[1]) < 0.3 * Math.Abs(rest[1] - rest[0]), string.Join(", ", rest));
    }

    /// <summary>z beside 1/a can round to a when it is inverted: G is that of the atom there.</summary>
    [Fact]
    public void Inverse_of_atoms_is_finite_beside_them()
    {
        SpectralMeasure inverse = new Atomic(new Atom(1.0, 13.0 / 14.0), new Atom(4.21, 1.0 / 14.0)).Inverse();
        double place = inverse.Atoms[0].Location;
        for (double z = place - 5e-16; z < place + 5e-16; z = Math.BitIncrement(z))
        {
            if (z != place)
            {
                double expected = 1.0 / 14.0 / (z - place);
                Assert.True(Math.Sign(inverse.Cauchy(z).Real) == Math.Sign(expected) && double.IsFinite(inverse.CauchyDerivative(z).Real), $"G({z:R}) = {inverse.Cauchy(z)}");
                if (1.0 / z == 4.21)
                {
                    Assert.Equal(expected, inverse.Cauchy(z).Real, 1e-9 * Math.Abs(expected));
                    Assert.Equal(-expected / (z - place), inverse.CauchyDerivative(z).Real, 1e-9 * Math.Abs(expected / (z - place)));
                    Assert.Equal((z * expected) - 1.0, inverse.MomentTransform(z).Real, 1e-9 * Math.Abs(expected));
                }
            }
        }

        Assert.True(double.IsFinite(inverse.FreePower(2.64).BottomOfSupport));
    }

    /// <summary>The density of X² jumps at its ends, where √z rounds to an end of X: sums of it are bounded like those of any other law.</summary>
    [Fact]
    public void Sum_of_a_law_with_jumps_at_rounded_ends_is_bounded()
    {
        SpectralMeasure law = Law("square(uniform(0.2, 1.64))^[+]1.41");
        double top = law.TopOfSupport;
        Assert.True(top < 1.41 * 1.64 * 1.64, $"top {top}");
        Assert.Equal(1.0, law.Bands.Single().Mass, 1e-12);
        Assert.Equal(1.41 * (Math.Pow(1.64, 3.0) - 0.008) / (3.0 * 1.44), law.Integrate(t => t, Tolerance.Standard).Value.Real, 1e-9);
    }

    /// <summary>1/X of a free product has the mean E 1/X₁ · E 1/X₂, which is −G(0); and E 1/X² from the S-transform of the inverse.</summary>
    [Fact]
    public void G_of_a_product_at_zero_is_that_of_the_factors()
    {
        SpectralMeasure first = new Jacobi(2.0, 2.0);
        SpectralMeasure second = new Uniform(0.5, 2.0);
        SpectralMeasure product = first.FreeProduct(second);
        (double a, double b) = (-first.Cauchy(0.0).Real, -second.Cauchy(0.0).Real);
        Assert.Equal(a * b, -product.Cauchy(0.0).Real, 1e-12 * a * b);

        // Variances: m² Σ vᵢ/mᵢ².
        double spread = ((-first.CauchyDerivative(0.0).Real / a / a) - 1.0) + ((-second.CauchyDerivative(0.0).Real / b / b) - 1.0);
        double expected = a * a * b * b * (1.0 + spread);
        Assert.Equal(expected, -product.CauchyDerivative(0.0).Real, 1e-10 * expected);
        Assert.Equal(a * b, product.Inverse().Mean, 1e-12 * a * b);
    }

    /// <summary>zG − 1 keeps its digits where zG is 1 to all of them, so that tails of products of sums can be followed out.</summary>
    [Theory]
    [InlineData("(inverse(free-poisson(1, 1.2)) [+] mp(0.5, scale=1.15)) [x] atoms(0.5:1/2, 0.8:1/2)", 1.5)]
    [InlineData("bernoulli(0.5) [x] (free-stable(0.6, 1) [+] uniform(0, 1))", 1.6)]
    public void Far_tail_of_a_product_of_a_sum_is_a_power(string expression, double power)
    {
        SpectralMeasure law = Law(expression);
        double near = law.Density(1e20) * Math.Pow(1e20, power);
        double far = law.Density(1e24) * Math.Pow(1e24, power);
        Assert.True(Math.Abs(near - far) < 1e-7 * far, $"{near} and {far}");
    }

    /// <summary>G_{1/X}(0) = −E X, though 1/0 is no number; and so beside 0.</summary>
    [Fact]
    public void Inverse_law_has_a_transform_at_zero()
    {
        SpectralMeasure inverse = new Uniform(0.0, 1.0).Inverse();
        Assert.All([0.0, 1e-310, -1e-200], z => Assert.Equal(-0.5, inverse.Cauchy(z).Real, 1e-15));
        Assert.Equal(-1.0 / 3.0, inverse.CauchyDerivative(0.0).Real, 1e-15);
    }

    /// <summary>F_ν of a uniform law reaches the lower end of a free Poisson law at e⁻⁴⁷ from the end of ν: its mean and second moment hold all the same.</summary>
    [Fact]
    public void Monotone_sum_keeps_its_mass_where_an_end_is_reached_within_rounding()
    {
        SpectralMeasure law = Law("monotone-sum(free-poisson(1.65, 0.259), uniform(0, 1))");
        Assert.Equal(1.0, law.Bands.Sum(band => band.Mass), 1e-9);
        Assert.Equal(law.Moment(1), law.Integrate(t => t, Tolerance.Standard).Value.Real, 1e-9);
        Assert.Equal(law.Moment(2), law.Integrate(t => t * t, Tolerance.Standard).Value.Real, 1e-9);
    }

    /// <summary>
    /// The power t of a stable law is the law scaled by t^{1/α}. For small α the slope of x(P) approaches its limit like P^{−α}, so that x(P) increases
    /// only very far out.
    /// </summary>
    [Theory]
    [InlineData(0.3, 20.0)]
    [InlineData(0.2, 34.0)]
    public void Power_of_a_stable_law_is_scaled_however_far_out(double alpha, double power)
    {
        FreeStable stable = new(alpha, 1.0);
        SpectralMeasure law = stable.FreePower(power);
        double scale = Math.Pow(power, 1.0 / alpha);
        Assert.Equal(scale * stable.BottomOfSupport, law.BottomOfSupport, 1e-9 * scale * stable.BottomOfSupport);
        double x = 3.0 * stable.BottomOfSupport;
        Assert.Equal(stable.Density(x) / scale, law.Density(scale * x), 1e-9 * stable.Density(x) / scale);
    }

    /// <summary>h(z) = m₁/z + m₂/z² + … far out, with the exact moments: E 1/X and E 1/X² of a Jacobi law from its G at 0.</summary>
    [Fact]
    public void Inverse_law_has_its_moment_transform_to_all_digits_far_out()
    {
        SpectralMeasure source = new Jacobi(2.0, 2.0);
        SpectralMeasure inverse = source.Inverse();
        Complex z = new(3e15, 4e15);
        Complex expected = (-source.Cauchy(0.0) - (source.CauchyDerivative(0.0) / z)) / z;
        Assert.True(Complex.Abs(inverse.MomentTransform(z) - expected) < 1e-14 * Complex.Abs(expected), $"{inverse.MomentTransform(z)} and {expected}");
        Complex slope = inverse.MomentTransformDerivative(z);
        Assert.True(Complex.Abs((slope * z) + expected) < 1e-13 * Complex.Abs(expected), $"{slope}");
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
