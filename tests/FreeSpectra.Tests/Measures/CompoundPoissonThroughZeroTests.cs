using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Measures;

/// <summary>Compound free Poisson laws at rates up to 1 whose jumps have a density around 0.</summary>
public sealed class CompoundPoissonThroughZeroTests
{
    public static TheoryData<double, SpectralMeasure> Laws => new()
    {
        { 0.2, new Uniform(-1.0, 3.0) },
        { 0.5, new Uniform(-1.0, 3.0) },
        { 0.01, new Semicircle(0.0, 1.0) },
        { 0.9999999, new Arcsine(1.0) },
        { 1.0, new Arcsine(1.0) },
        { 1.0, new Uniform(-1.0, 3.0) },
        { 0.7, new Semicircle(0.5, 1.0) },
    };

    /// <summary>The atom 1 − λ, and the mass λH of each side, which the density has too; m₂ from the free cumulants λm_n(H).</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Atom_and_bands_have_the_mass_of_the_jumps(double rate, SpectralMeasure jumps)
    {
        CompoundPoisson law = new(rate, jumps);
        Close.To(1.0 - rate, law.MassAt(0.0), 1e-15, "atom");
        Assert.Equal(2, law.Bands.Length);
        Assert.Equal((0.0, 0.0), (law.Bands[0].Right, law.Bands[1].Left));
        Assert.Equal(rate == 1.0 ? (-0.5, -0.5) : (0.0, 0.0), (law.Bands[0].RightExponent, law.Bands[1].LeftExponent));
        double below = jumps.CumulativeDistribution(0.0);
        Close.Relative(rate * below, law.Bands[0].Mass, 1e-13, "mass below 0");
        Close.Relative(rate * (1.0 - below), law.Bands[1].Mass, 1e-13, "mass above 0");
        for (int i = 0; i < 2; i++)
        {
            Close.Relative(law.Bands[i].Mass, law.IntegrateBand(i, _ => 1.0, Tolerance.Standard).Value, 1e-9, $"integral over band {i}");
        }

        double second = (rate * jumps.Moment(2)) + Math.Pow(rate * jumps.Mean, 2.0);
        Close.Relative(second, law.Integrate(t => t * t, Tolerance.Standard).Value, 1e-9, "second moment");
    }

    /// <summary>λh(0)/(1 − λ) at 0, and to first order beside it.</summary>
    [Theory, InlineData(0.01), InlineData(0.5), InlineData(0.99)]
    public void Density_at_0_is_that_of_the_jumps_over_what_is_left(double rate)
    {
        CompoundPoisson law = new(rate, new Semicircle(0.5, 1.0));
        double expected = rate / (1.0 - rate) * law.Jumps.Density(0.0);
        Assert.All((double[])[0.0, 1e-300, -1e-40, 1e-20], x => Close.Relative(expected, law.Density(x), 1e-14, $"density at {x}"));
        Assert.All((IntervalEnd[])[IntervalEnd.Left, IntervalEnd.Right], end => Close.Relative(
            expected, law.DensityFromEdge(end == IntervalEnd.Left ? 1 : 0, end, 1e-100), 1e-14, $"density beside 0 from the {end}"));
    }

    /// <summary>H arcsine on [−1, 1], λ = 1: y⁴ = z²(y² − 1), so that w = 1/G has w² = (z² ± iz√(4 − z²))/2.</summary>
    [Theory, InlineData(1e-300), InlineData(1e-12), InlineData(1e-10), InlineData(1e-8), InlineData(1e-3), InlineData(0.7), InlineData(-1e-10), InlineData(-1.9)]
    public void Arcsine_jumps_at_rate_1_follow_their_closed_form(double x)
    {
        CompoundPoisson law = new(1.0, new Arcsine(1.0));
        Complex square = 0.5 * new Complex(x * x, Math.Abs(x) * Math.Sqrt(4.0 - (x * x)));
        double expected = Math.Abs((1.0 / Complex.Sqrt(square)).Imaginary) / Math.PI;
        Estimate<double> density = law.DensityEstimate(x);
        Close.Relative(expected, density.Value, 4e-15, $"density at {x}");
        Close.Relative(expected, law.Cauchy(x).Imaginary / -Math.PI, 1e-14, $"-Im G/pi at {x}");
        Assert.True(Math.Abs(density.Value - expected) <= 3.0 * density.Error, $"claims {density.Error} at {x}");
    }

    /// <summary>Roots of Z(y) = x at 30 digits for jumps uniform on [−1, 3], where G_H = ln((y + 1)/(y − 3))/4.</summary>
    [Theory]
    [InlineData(0.2, -1e-12, 0.0624999999999892757)]
    [InlineData(0.2, -0.5, 0.0510632361356012891)]
    [InlineData(0.2, 0.1, 0.0632769662236272803)]
    [InlineData(0.999, 1e-7, 260.791058503997903)]
    [InlineData(0.999, -1e-5, 52.2738902121190240)]
    [InlineData(1.0, -1e-12, 168039.725849861855)]
    [InlineData(1.0, 1e-3, 7.42705801372702528)]
    public void Uniform_jumps_keep_their_digits_beside_0(double rate, double x, double expected) =>
        Close.Relative(expected, new CompoundPoisson(rate, new Uniform(-1.0, 3.0)).Density(x), 4e-15, $"density at {x}");

    /// <summary>The sum of three is the law of three times the rate, and so are its edges, atom and density.</summary>
    [Fact]
    public void Powers_multiply_the_rate()
    {
        CompoundPoisson one = new(0.2, new Uniform(-1.0, 3.0));
        CompoundPoisson three = new(0.2 * 3.0, new Uniform(-1.0, 3.0));
        SpectralMeasure power = one.FreePower(3.0);
        Close.To(0.4, power.MassAt(0.0), 1e-12, "atom");
        Close.Relative(three.BottomOfSupport, power.BottomOfSupport, 1e-12, "bottom");
        Close.Relative(three.TopOfSupport, power.TopOfSupport, 1e-12, "top");
        Assert.All((double[])[-0.9, -0.1, 0.2, 3.0], x => Close.Relative(three.Density(x), power.Density(x), 1e-10, $"density at {x}"));
    }

    /// <summary>Sums with it close their mass, and a compression keeps the atom that the rank leaves, (0.5 − 0.4)/0.6.</summary>
    [Fact]
    public void Sums_and_compressions_are_answered()
    {
        CompoundPoisson law = new(0.5, new Uniform(-1.0, 3.0));
        Close.To(1.0, law.FreeSum(new Semicircle(0.0, 0.01)).TotalMass, 1e-8, "mass of the sum with a semicircle");
        Close.To(0.1 / 0.6, law.Compression(0.6).MassAt(0.0), 1e-12, "atom of the compression");
    }

    /// <summary>Jumps on (−∞, 0] are answered by the mirror of those on [0, ∞).</summary>
    [Fact]
    public void Negative_jumps_mirror_positive_ones()
    {
        SpectralMeasure positive = new Uniform(0.0, 1.0).CompoundPoisson(0.5);
        SpectralMeasure negative = new Uniform(-1.0, 0.0).CompoundPoisson(0.5);
        Assert.Equal(positive.TopOfSupport, -negative.BottomOfSupport);
        Close.Relative(positive.Density(0.4), negative.Density(-0.4), 1e-13, "density");
    }

    /// <summary>What is not known is refused by name: an atom of H at 0 inside a band, and at rate 1 a density of H that ends or diverges at 0.</summary>
    [Fact]
    public void What_is_not_known_at_0_is_refused()
    {
        CompoundPoisson meeting = new(1.0, new Arcsine(1.0));
        CompoundPoisson withAtom = new(0.5, new Arcsine(1.0));
        Assert.Contains("finite and positive density at 0", Assert.Throws<ArgumentException>(() => new CompoundPoisson(1.0, meeting)).Message);
        Assert.Contains("atom at 0 inside a band", Assert.Throws<ArgumentException>(() => new CompoundPoisson(0.5, withAtom)).Message);
        Assert.Equal(-0.5, new CompoundPoisson(0.5, meeting).Bands[0].RightExponent);
    }
}
