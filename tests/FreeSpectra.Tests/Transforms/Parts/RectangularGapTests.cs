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
}
