using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Where atoms of all summands meet with mass 1 together, no atom is left and G is infinite: the end of a band is that very place, though rounding finds it beside.</summary>
public sealed class AtomsJustMeetTests
{
    private static readonly Atomic Three = new(new Atom(-1.0, 0.25), new Atom(0.0, 0.5), new Atom(1.0, 0.25));

    private static readonly Atomic Sign = new(new Atom(0.0, 0.5), new Atom(1.0, 0.5));

    public static TheoryData<SpectralMeasure> SameLaw => [Three.FreeSum(Three), Three.FreePower(2.0), Sign.RectangularSum(Sign, 1.0)];

    [Theory, MemberData(nameof(SameLaw))]
    public void Three_atoms_twice_meet_at_zero_as_their_cubic_equation_says(SpectralMeasure law)
    {
        Assert.Equal(2, law.Bands.Length);
        Assert.Equal(0.0, law.Bands[0].Right);
        Assert.Equal(0.0, law.Bands[1].Left);
        Assert.Equal(-1.0 / 3.0, law.Bands[0].RightExponent, 15);
        Assert.Equal(-1.0 / 3.0, law.Bands[1].LeftExponent, 15);
        Assert.Equal(double.PositiveInfinity, law.Density(0.0));
        Assert.Equal(0.5, law.CumulativeDistribution(0.0));
        for (double x = 1e-15; x < 1.0; x *= 10.0)
        {
            foreach (double side in new[] { x, -x })
            {
                Close.Relative(Cubic(side), law.Density(side), 1e-13, $"density at {side:R}");
                Assert.True(Math.Abs(Cubic(side) - law.Density(side)) <= law.DensityEstimate(side).Error + (1e-14 * Cubic(side)), $"claim at {side:R}");
            }
        }
    }

    // By symmetry F is 2i√x(1 + O(√x)) with real corrections of odd powers of √x only: ρ = (1 + O(x))/(2π√x).
    [Theory]
    [InlineData(1e-12, 1e-11)]
    [InlineData(1e-20, 1e-13)]
    [InlineData(1e-100, 1e-13)]
    public void A_root_law_beside_a_coin_begins_at_zero(double x, double within)
    {
        SpectralMeasure law = new FreePoisson(0.5, 2.0).SymmetricSquareRoot().FreeSum(Sign);
        Band band = law.Bands.Single(inner => inner.Right == 1.0);
        Assert.Equal(0.0, band.Left);
        Assert.Equal(-0.5, band.LeftExponent);
        Close.Relative(0.5 / Math.PI / Math.Sqrt(x), law.Density(x), within, "density");
    }

    [Fact]
    public void Rounded_thirds_meet_at_zero()
    {
        SpectralMeasure law = new Atomic(new Atom(0.0, 2.0 / 3.0), new Atom(1.0, 1.0 / 3.0))
            .RectangularSum(new Atomic(new Atom(0.0, 1.0 / 3.0), new Atom(1.0, 2.0 / 3.0)), 1.0);
        Band band = law.Bands.Single(inner => inner.Left == 0.0);
        Assert.Equal(-1.0 / 3.0, band.LeftExponent, 15);
        Assert.Contains(law.Bands, inner => inner.Right == 0.0);
    }

    [Fact]
    public void A_law_half_at_zero_added_to_itself_begins_there()
    {
        Band band = new FreePoisson(0.5, 2.0).FreeProduct(new Uniform(1.0, 2.0).Inverse()).FreePower(2.0).Bands.Single();
        Assert.Equal(0.0, band.Left);
        Assert.Equal(-0.5, band.LeftExponent);
    }

    // x = 2ω − 1/G(ω) has a second critical point beside ω = 0 if the law leans to one side by d: it is the other end of a gap of width 256·d³/13.5, and soft.
    [Theory]
    [InlineData(1e-3, 1e-4)]
    [InlineData(1e-5, 1e-5)]
    [InlineData(1e-6, 1e-4)]
    public void A_narrow_gap_has_one_hard_end_only(double lean, double within)
    {
        Atomic law = new(new Atom(-1.0, 0.25 - lean), new Atom(0.0, 0.5), new Atom(1.0, 0.25 + lean));
        var bands = law.FreeSum(law).Bands;
        Assert.Equal(2, bands.Length);
        Close.Relative(-256.0 / 13.5 * lean * lean * lean, bands[0].Right, within, "soft end");
        Assert.Equal(0.0, bands[1].Left);
        Assert.Equal(0.5, bands[0].RightExponent, 15);
        Assert.Equal(-0.5, bands[1].LeftExponent, 15);
    }

    /// <summary>The density from 2ω³ − 2xω² + x = 0 and G = 1/(2ω − x), by Newton's steps from ω³ = −x/2.</summary>
    private static double Cubic(double x)
    {
        Complex omega = Math.Cbrt(Math.Abs(x) / 2.0) * Complex.FromPolarCoordinates(1.0, x > 0.0 ? Math.PI / 3.0 : 2.0 * Math.PI / 3.0);
        for (int i = 0; i < 50; i++)
        {
            omega -= ((((2.0 * omega) - (2.0 * x)) * omega * omega) + x) / (((6.0 * omega) - (4.0 * x)) * omega);
        }

        Assert.True(omega.Imaginary > 0.0);
        return (2.0 * omega).Imaginary / Math.PI / ((2.0 * omega) - x).Magnitude / ((2.0 * omega) - x).Magnitude;
    }
}
