using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>Compound free Poisson laws about the rate λ' = λ(1 − H{0}) = 1, at which their atom at 0 goes and their lower edge leaves 0.</summary>
public sealed class CompoundPoissonAtZeroTests
{
    /// <summary>
    /// H = MP(1): with u = √(−y), Z = (λ − 1)u² − u³ + O(u⁴) below 0, so that the lower edge is 4(λ − 1)³/27, at a root of Z' that is below the rounding of the
    /// size of H.
    /// </summary>
    [Theory, InlineData(-20), InlineData(-30), InlineData(-40), InlineData(-46)]
    public void Lower_edge_leaves_0_with_the_third_power(int exponent)
    {
        double excess = Math.ScaleB(1.0, exponent);
        Band band = Assert.Single(new CompoundPoisson(1.0 + excess, new FreePoisson(1.0, 1.0)).Bands);
        Close.Relative(4.0 * Math.Pow(excess, 3) / 27.0, band.Left, 10.0 * excess + 1e-13, "lower edge");
        Assert.Equal((0.5, 0.5), (band.LeftExponent, band.RightExponent));
        Band mirrored = Assert.Single(new CompoundPoisson(1.0 + excess, new AffineImage(new FreePoisson(1.0, 1.0), AffineMap.Reflection)).Bands);
        Close.Relative(-band.Left, mirrored.Right, 1e-15, "mirrored lower edge");
        Close.Relative(-band.Right, mirrored.Left, 1e-15, "mirrored upper edge");
    }

    /// <summary>λ' = 1 with an atom of H at 0 and a gap above it: Z = −λmy² + O(y³), m = ∫1/t over the jumps above 0, a hard edge with ρ ∼ √(λm/x)/π.</summary>
    [Fact]
    public void An_atom_and_a_gap_make_a_hard_edge()
    {
        CompoundPoisson law = new(2.0, new FreePoisson(0.5, 1.0));
        Band band = Assert.Single(law.Bands);
        Assert.Equal((0.0, 1.0, -0.5, 0.5), (band.Left, band.Mass, band.LeftExponent, band.RightExponent));
        Assert.Empty(law.Atoms);
        double m = law.Jumps.IntegrateBand(0, t => 1.0 / t, Tolerance.Standard).Value.Real;
        Close.Relative(Math.Sqrt(2.0 * m / 1e-20) / Math.PI, law.Density(1e-20), 1e-9, "density beside 0");
    }

    /// <summary>At rates up to 1 the edge is at 0 itself if H has a density down to 0: refused by name.</summary>
    [Theory, InlineData(0.3), InlineData(0.999), InlineData(1.0)]
    public void A_density_down_to_0_is_refused_at_rates_up_to_1(double rate)
    {
        SpectralMeasure[] jumps = [new Uniform(0.0, 1.0), new Uniform(-2.0, 0.0), new FreePoisson(1.0, 1.0), new Jacobi(1.0, 1.5)];
        Assert.All(jumps, law => Assert.Equal(
            "jumps must have no density down to 0 at rates up to 1; their free product with a free Poisson law has the same law. (Parameter 'jumps')",
            Assert.Throws<ArgumentException>(() => new CompoundPoisson(rate, law)).Message));
        Assert.NotEmpty(new CompoundPoisson(rate, new Uniform(-1.0, 1.0)).Bands);
        Assert.NotEmpty(new CompoundPoisson(1.0 + rate, jumps[0]).Bands);
    }
}
