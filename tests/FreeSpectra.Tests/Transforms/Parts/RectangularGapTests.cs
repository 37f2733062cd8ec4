using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Gaps of rectangular sums that close, and bands that end at atoms.</summary>
public sealed class RectangularGapTests
{
    /// <summary>Two atoms spread out by an isometry of size v: the gap between their bands closes at some v₀ like (v₀ − v)^{3/2}.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_gap_closes_with_the_power_three_halves(double ratio)
    {
        RectangularSquareLaw At(double v) => new(new Atomic(new Atom(1.0, 0.5), new Atom(9.0, 0.5)), Atomic.Point(v), ratio);
        double Width(double v)
        {
            SpectralMeasure law = At(v);
            Assert.InRange(law.Bands.Length, 1, 2);
            Close.To(1.0, law.TotalMass, 1e-9, $"mass at v = {v}");
            return law.Bands.Length == 2 ? law.Bands[1].Left - law.Bands[0].Right : 0.0;
        }

        (double open, double closed) = (1e-3, 9.0);
        Assert.True(Width(open) > 0.0 && Width(closed) == 0.0);
        for (int k = 0; k < 24; k++)
        {
            double middle = 0.5 * (open + closed);
            (open, closed) = Width(middle) > 0.0 ? (middle, closed) : (open, middle);
        }

        // Slopes of the logarithm between distances of 1/64, 1/512 and 1/4096 from where it closes.
        double[] widths = [Width(open * (1.0 - (1.0 / 64.0))), Width(open * (1.0 - (1.0 / 512.0))), Width(open * (1.0 - (1.0 / 4096.0)))];
        Close.To(1.5, Math.Log(widths[0] / widths[1]) / Math.Log(8.0), 0.05, "power");
        Close.To(1.5, Math.Log(widths[1] / widths[2]) / Math.Log(8.0), 0.02, "power, nearer");
    }

    /// <summary>An atom of mass w at 1 just does not survive where w + 2w₂ = 2: a band begins or ends there, with an infinite density.</summary>
    [Theory]
    [InlineData(4.0)]
    [InlineData(0.2)]
    public void An_atom_that_is_just_lost_leaves_the_end_of_a_band(double other)
    {
        RectangularSquareLaw law = new(new Atomic(new Atom(1.0, 0.75), new Atom(other, 0.25)), new Atomic(new Atom(0.0, 0.625), new Atom(0.01, 0.375)), 0.5);
        Assert.Equal(0.0, law.MassAt(1.0));
        Close.To(1.0, law.TotalMass, 1e-9, "total mass");
        (Band band, int index) = law.Bands.Select((band, i) => (band, i)).MinBy(one => Math.Min(Math.Abs(one.band.Left - 1.0), Math.Abs(one.band.Right - 1.0)));
        Assert.True(band.Left == 1.0 || band.Right == 1.0, $"{band}");
        IntervalEnd end = band.Left == 1.0 ? IntervalEnd.Left : IntervalEnd.Right;
        double power = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
        Assert.InRange(power, -0.9, -0.1);
        Close.To(power, Math.Log10(law.DensityFromEdge(index, end, 1e-5) / law.DensityFromEdge(index, end, 1e-7)) / 2.0, 0.05, "slope of the density");
    }

    /// <summary>The same beside an atom at 0 that stays: the end lies at the lost atom, between the ends for masses a little more and a little less.</summary>
    [Theory]
    [InlineData(4.0)]
    [InlineData(0.2)]
    public void An_atom_that_is_just_lost_leaves_an_end_beside_an_atom_at_0_too(double other)
    {
        RectangularSquareLaw law = new(new Atomic(new Atom(0.0, 0.5), new Atom(1.0, 0.375), new Atom(other, 0.125)), new Atomic(new Atom(0.0, 0.8125), new Atom(0.01, 0.1875)), 0.5);
        Assert.Equal([new Atom(0.0, 0.3125)], law.Atoms);
        Close.To(1.0, law.TotalMass, 1e-9, "total mass");
        Assert.Contains(law.Bands, band => band.Left == 1.0 || band.Right == 1.0);
    }

    /// <summary>Each half of a band is known by the distance from its own end.</summary>
    [Fact]
    public void The_density_of_a_band_is_that_from_the_nearer_end()
    {
        RectangularSquareLaw law = new(new Uniform(0.5, 2.0), new Atomic(new Atom(0.5, 0.4), new Atom(2.0, 0.6)), 0.35);
        Band band = law.Bands[^1];
        foreach (double part in new[] { 1e-12, 1e-9, 1e-5, 1e-3, 0.2, 0.45 })
        {
            double fromLeft = band.Left + (part * band.Width), fromRight = band.Right - (part * band.Width);
            Assert.Equal(law.DensityFromEdge(law.Bands.Length - 1, IntervalEnd.Left, fromLeft - band.Left), law.Density(fromLeft));
            Assert.Equal(law.DensityFromEdge(law.Bands.Length - 1, IntervalEnd.Right, band.Right - fromRight), law.Density(fromRight));
        }

        Assert.Equal((0.0, 0.0), (law.Density(band.Left), law.Density(band.Right)));
    }
}
