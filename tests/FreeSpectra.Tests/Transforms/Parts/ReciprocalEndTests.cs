using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Boolean and monotone sums at and beside the ends of their bands, against closed forms.</summary>
public sealed class ReciprocalEndTests
{
    private static readonly Semicircle Wigner = new(0.0, 1.0);

    [Fact]
    public void Two_semicircles_make_the_arcsine_law_infinite_at_its_ends()
    {
        SpectralMeasure law = Wigner.BooleanSum(Wigner);
        IsInfinite(law, -2.0, 2.0);
        Follows(law, [-1.999999999, -1.3, 0.4, 1.9999], new Arcsine(2.0).Density);
    }

    /// <summary>F_ν = e^{iθ} at x = 2cos θ, and −Im G_μ/π = 1/4 there.</summary>
    [Fact]
    public void The_uniform_law_over_the_semicircle_is_uniform()
    {
        SpectralMeasure law = new Uniform(-1.0, 1.0).MonotoneSum(Wigner);
        Assert.Equal([(-2.0, 2.0, 0.0, 0.0)], law.Bands.Select(Shape));
        Follows(law, [-2.0, -1.9999999, -1.99999, -0.3, 0.0, 1.5, 1.99999, 1.9999999999, 2.0], _ => 0.25);
    }

    /// <summary>G = ln(w/(w − 1)) at w = e^{iθ}: the density is (π − θ)/2π.</summary>
    [Fact]
    public void A_jump_is_met_at_a_right_angle()
    {
        SpectralMeasure law = new Uniform(0.0, 1.0).MonotoneSum(Wigner);
        Assert.Equal([(-2.0, 2.0, 0.5, 0.0)], law.Bands.Select(Shape));
        Follows(law, [-2.0, -1.99, -0.3, 1.2, 1.9999, 2.0], x => 2.0 * Math.Asin(Math.Sqrt(0.25 * (x + 2.0))) / (2.0 * Math.PI));
        Assert.Equal(0.5, law.Density(2.0));
    }

    /// <summary>F = √(z² − 1) twice is √(z² − 2).</summary>
    [Fact]
    public void Two_arcsine_laws_make_one_band()
    {
        SpectralMeasure law = new Arcsine(1.0).MonotoneSum(new Arcsine(1.0));
        Band band = Assert.Single(law.Bands);
        Assert.Equal((-0.5, -0.5), (band.LeftExponent, band.RightExponent));
        Close.To(1.0, band.Mass, 1e-13, "mass");
        IsInfinite(law, band.Left, band.Right);
        Follows(law, [-1.4142135, -1.4, -1.0, -0.999999999, 0.0, 1.0, 1.00000001, 1.3, 1.4142135], x => 1.0 / (Math.PI * Math.Sqrt(2.0 - (x * x))));
    }

    /// <summary>Inside the band of ν F_ν is not real, and the distance of its real part from the band of μ says nothing.</summary>
    [Theory]
    [InlineData(0.5, 0.732)]
    [InlineData(0.732, 0.5)]
    [InlineData(1.0, 0.99999)]
    [InlineData(3.0, 0.1)]
    [InlineData(0.3, 7.0)]
    public void A_joined_band_carries_its_mass(double first, double second)
    {
        SpectralMeasure law = new Arcsine(first).MonotoneSum(new Arcsine(second));
        SpectralMeasure expected = new Arcsine(Math.Sqrt((first * first) + (second * second)));
        double size = expected.TopOfSupport;
        foreach (double part in new[] { -0.99, -0.5, 0.1, 0.3, 0.7, 0.95 })
        {
            Close.To(expected.CumulativeDistribution(part * size), law.CumulativeDistribution(part * size), 1e-9, $"mass up to {part} of the size");
            for (int i = 0; i < law.Bands.Length; i++)
            {
                double offset = 0.5 * (1.0 + part) * law.Bands[i].Width;
                Close.To(expected.Density(law.Bands[i].Left + offset) * size, law.DensityFromEdge(i, IntervalEnd.Left, offset) * size, 1e-7, "from the left");
            }
        }
    }

    /// <summary>w = √(z² − 1) meets 1/(π√w).</summary>
    [Fact]
    public void Roots_of_roots_have_a_quarter_power()
    {
        SpectralMeasure law = new FreePoisson(1.0, 1.0).MonotoneSum(new Arcsine(1.0));
        double top = Math.Sqrt(17.0);
        Assert.Equal([(-1.0, 1.0, -0.25, -0.25), (1.0, law.TopOfSupport, -0.25, 0.5)], law.Bands.Select(Shape));
        Close.Relative(top, law.TopOfSupport, 4e-16, "top");
        IsInfinite(law, -1.0, 1.0);
        double Density(double x) => new FreePoisson(1.0, 1.0).Density(Math.Sqrt(x - 1.0) * Math.Sqrt(x + 1.0));
        Follows(law, [1.0000001, 1.3, 4.0], Density);
        foreach (double offset in new[] { 1e-30, 1e-20, 1e-17, 1e-15 })
        {
            double w = Math.Sqrt(2.0 * offset);
            Close.Relative(1.0 / (Math.PI * Math.Sqrt(w)), law.DensityFromEdge(1, IntervalEnd.Left, offset), 1e-6, $"{offset}");
        }
    }

    /// <summary>F = 2/ln(x/(x − 1)) − x: real and not 0 at 1, and Im F falls like 1/ln².</summary>
    [Fact]
    public void A_logarithm_is_no_power()
    {
        Uniform flat = new(0.0, 1.0);
        SpectralMeasure law = flat.BooleanSum(flat);
        Band band = law.Bands[0];
        Assert.Equal((0.0, 1.0, 0.0, double.PositiveInfinity), Shape(band));
        Assert.Equal(0.0, law.Density(1.0));
        Close.Relative(0.5, law.Density(0.0), 1e-14, "two logarithms");
        foreach (double offset in new[] { 1e-3, 1e-9, 1e-30, 1e-200 })
        {
            System.Numerics.Complex f = (2.0 / new System.Numerics.Complex(-Math.Log(offset), -Math.PI)) - 1.0;
            Close.Relative(f.Imaginary / (Math.PI * f.Magnitude * f.Magnitude), law.DensityFromEdge(0, IntervalEnd.Right, offset), (4.0 * offset) + 1e-11, $"{offset}");
        }
    }

    /// <summary>F = 1/G_ν·m + …: an atom at 0 gives m·ν.</summary>
    [Fact]
    public void An_atom_keeps_the_jump_of_the_inner_law()
    {
        SpectralMeasure law = new Atomic(new Atom(0.0, 0.4), new Atom(3.0, 0.6)).MonotoneSum(new Uniform(-1.0, 1.0));
        Close.Relative(0.4 * 0.5, law.Density(-1.0), 1e-12, "at −1");
        Close.Relative(0.4 * 0.5, law.Density(1.0), 1e-12, "at 1");
    }

    private static (double Left, double Right, double AtLeft, double AtRight) Shape(Band band) => (band.Left, band.Right, band.LeftExponent, band.RightExponent);

    private static void IsInfinite(SpectralMeasure law, params double[] places) => Assert.All(places, x =>
    {
        Assert.Equal(double.PositiveInfinity, law.Density(x));
        Assert.Equal((double.PositiveInfinity, 0.0), (law.DensityEstimate(x).Value, law.DensityEstimate(x).Error));
    });

    /// <summary>Within the claimed error, which is small.</summary>
    private static void Follows(SpectralMeasure law, double[] places, Func<double, double> density) => Assert.All(places, x =>
    {
        Estimate<double> found = law.DensityEstimate(x);
        double expected = density(x);
        Close.To(expected, found.Value, found.Error + (1e-15 * expected), $"{law} at {x}");
        Assert.True(found.Error <= 1e-7 * (found.Value + 1e-3), $"{law} at {x}: error {found.Error}");
    });
}
