using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Just where one rule ends and another begins: at the last certified point, at the rim of a disc, at an end itself, at equal weights.</summary>
public sealed class AtEqualityTests
{
    private static readonly Atomic Coin = new(new Atom(0.0, 0.5), new Atom(1.0, 0.5));

    [Fact]
    public void A_power_law_begins_beyond_the_last_certified_point()
    {
        static Estimate<double>? Power(double t) => new Estimate<double>(Math.Pow(t, -1.5), 0.0, 1);
        EndPowerLaw inward = EndPowerLaw.Find(Power, 1e-2, 1e-5, -0.5)!, outward = EndPowerLaw.Find(Power, 1e3, 1e9, -1.5)!;
        Assert.False(inward.Covers(inward.From) || outward.Covers(outward.From));
        Assert.True(inward.Covers(Math.BitDecrement(inward.From)) && outward.Covers(Math.BitIncrement(outward.From)));

        // The last distance itself is not walked to.
        double last = 1e-2 * 0.1 * 0.1 * 0.1;
        Assert.Equal(1e-2 * 0.1 * 0.1, EndPowerLaw.Find(Power, 1e-2, last, -0.5)!.From);
        Assert.Equal(last, EndPowerLaw.Find(Power, 1e-2, Math.BitDecrement(last), -0.5)!.From);
        Assert.Equal(1e4, EndPowerLaw.Find(Power, 1e3, 1e5, -1.25)!.From);
        Assert.Equal(1e5, EndPowerLaw.Find(Power, 1e3, Math.BitIncrement(1e5), -1.25)!.From);

        // Seven digits just do.
        Assert.InRange(EndPowerLaw.Find(t => new Estimate<double>(1.0, t < 1e-4 ? 1e-7 : 0.0, 1), 1e-2, 1e-9, 0.0)!.From, 0.9e-9, 1.1e-9);
    }

    [Fact]
    public void A_series_is_used_up_to_the_rim_of_its_disc()
    {
        Assert.True(LaurentSeries.Covers(2.0 + 0.5, 2.0, 4.0) && LaurentSeries.Covers(new Complex(2.0, -0.5), 2.0, 4.0));
        Assert.False(LaurentSeries.Covers(2.0 + 0.5000001, 2.0, 4.0) || LaurentSeries.Covers(new Complex(2.4, 0.4), 2.0, 4.0));

        // 1/(z − 3) about 2, with a pole of weight 0.25 at 2 itself.
        LaurentSeries series = LaurentSeries.Of(z => (0.25 / (z - 2.0)) + (1.0 / (z - 3.0)), 2.0, 0.25, 1.0);
        Assert.True(series.IsFinite);
        foreach (Complex z in new Complex[] { 2.1, new(1.95, 0.1), new(2.0, -1e-9) })
        {
            (Complex value, Complex slope) = series.At(z);
            Close.Relative((0.25 / (z - 2.0)) + (1.0 / (z - 3.0)), value, 1e-14, $"value at {z}");
            Close.Relative((-0.25 / ((z - 2.0) * (z - 2.0))) - (1.0 / ((z - 3.0) * (z - 3.0))), slope, 1e-13, $"slope at {z}");
        }

        Assert.False(LaurentSeries.Of(_ => Complex.NaN, 2.0, 0.25, 1.0).IsFinite);
        LaurentSeries zero = LaurentSeries.Of(z => (0.25 / z) + (1.0 / (z - 3.0)), 0.0, 0.25, 1.0);
        (Complex above, Complex rise) = zero.MomentAt(new Complex(1e-3, 2e-3));
        Close.Relative(0.25 + (new Complex(1e-3, 2e-3) / new Complex(1e-3 - 3.0, 2e-3)), above, 1e-14, "zG");
        Close.Relative(-3.0 / (new Complex(1e-3 - 3.0, 2e-3) * new Complex(1e-3 - 3.0, 2e-3)), rise, 1e-13, "(zG)'");
    }

    /// <summary>At an end a density is what its power says, at 0 in the middle of a band of X too.</summary>
    [Fact]
    public void Densities_at_the_very_ends()
    {
        Assert.Equal(double.PositiveInfinity, new Uniform(-1.0, 1.0).Square().Density(0.0));
        Assert.Equal(double.PositiveInfinity, new Semicircle(0.3, 1.0).Square().Density(0.0));
        Assert.Equal(0.0, new Semicircle(0.3, 1.0).Square().Density(-0.0 - 1e-300));
        Assert.Equal((0.0, 0.0), (new Semicircle(3.0, 0.25).Square().Density(4.0), new Semicircle(3.0, 0.25).Square().Density(16.0)));
        SpectralMeasure sum = new Uniform(0.5, 2.0).FreeSum(new Semicircle(0.0, 0.5));
        Assert.Equal((0.0, 0.0), (sum.Density(sum.Bands[0].Left), sum.Density(sum.Bands[0].Right)));
        SpectralMeasure product = new FreePoisson(1.0, 1.0).FreeProduct(new Uniform(0.5, 1.5));
        Assert.Equal((double.PositiveInfinity, 0.0), (product.Density(0.0), product.Density(product.Bands[0].Right)));
        SpectralMeasure inverse = new Uniform(1.0, 2.0).Inverse();
        Close.Relative(4.0, inverse.Density(0.5), 1e-15, "1/2");
        Close.Relative(1.0, inverse.Density(1.0), 1e-15, "1/1");
    }

    /// <summary>Masses of just 1 together leave no atom, whichever way they add, and a power that leaves nothing has none.</summary>
    [Fact]
    public void Weights_that_are_just_enough_are_not_enough()
    {
        Atomic quarter = new(new Atom(0.0, 0.25), new Atom(1.0, 0.75));
        Assert.Equal([new Atom(1.0, 0.25)], Coin.FreeSum(quarter).Atoms.Where(atom => atom.Location == 1.0));
        Assert.DoesNotContain(Coin.FreeSum(Coin).Atoms, _ => true);
        Assert.DoesNotContain(Coin.FreePower(2.0).Atoms, _ => true);
        Assert.Equal([new Atom(0.0, 0.25), new Atom(1.5, 0.25)], Coin.FreePower(1.5).Atoms);
        Assert.Equal([new Atom(0.0, 0.5)], Coin.FreeProduct(Coin).Atoms);
        Assert.Equal(1.0, Coin.FreeSum(Coin).TotalMass, 1e-14);

        // Two coins have the arcsine law on [0, 2].
        SpectralMeasure arcsine = Coin.FreeSum(Coin);
        Assert.Equal((-0.5, -0.5), (arcsine.Bands[0].LeftExponent, arcsine.Bands[0].RightExponent));
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (arcsine.Density(0.0), arcsine.Density(2.0)));
        Close.Relative(1.0 / Math.PI, arcsine.Density(1.0), 1e-13, "in the middle");
    }

    /// <summary>z(W) of a free Poisson law of mean m: its quotient by W ends at the mean, and is used beyond ten times the largest node, on its own side.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    public void Towards_the_pole_of_W_the_quotient_ends_at_the_mean(double side)
    {
        foreach (double mean in new[] { 1.0, 1048576.0, 9.5367431640625e-7 })
        {
            FreePoisson law = new(2.0, 0.5 * mean);
            double farthest = 0.0;
            MeanEnd end = MeanEnd.Build(
                law,
                w =>
                {
                    farthest = Math.Max(farthest, Math.Abs(w));
                    return mean * w * (1.0 + (0.5 / (w - 1.0)));
                },
                side,
                2.0)!;
            Assert.True(end.Covers(side * 11.0 * farthest) && end.Covers(side * 1e300));
            Assert.False(end.Covers(side * 9.0 * farthest) || end.Covers(-side * 11.0 * farthest));
            foreach (double w in new[] { 11.0 * farthest, 1e9 * farthest, 1e200 })
            {
                (double z, double slope) = end.Invert(side * w);
                Close.Relative(mean * side * w * (1.0 + (0.5 / ((side * w) - 1.0))), z, 1e-14, $"z at {w}");
                Close.Relative(mean * (1.0 - (0.5 / ((side * w) - 1.0) / ((side * w) - 1.0))), slope, 1e-13, $"slope at {w}");
            }

            Assert.Null(MeanEnd.Build(law, w => 1.001 * mean * w * (1.0 + (0.5 / (w - 1.0))), side, 2.0));
            Assert.Null(MeanEnd.Build(law, w => mean * w * (1.0 + (0.5 / (w - 1.0)) + (1e-6 * Math.Sin(w))), side, 2.0));
        }

        Assert.Null(MeanEnd.Build(new CauchyLaw(0.0, 1.0), w => w, side, 2.0));
        Assert.Null(MeanEnd.Build(new Uniform(-1.0, 1.0), w => w, side, 2.0));
        Assert.Null(MeanEnd.Build(new Uniform(0.0, 1.0).Inverse(), w => w, side, 2.0));
    }

    [Fact]
    public void Shifted_sums_have_what_meets_at_0_exactly()
    {
        JoinedLaw heavy = new([new Atom(0.0, 0.9)], [(1.0, 2.0, 0.1)]);
        AffineImage one = new(heavy, new AffineMap(0.3, 1.0)), two = new(heavy, new AffineMap(0.4, 2.0));
        var sum = (FreeConvolution)one.FreeSum(two);
        FreeConvolution moved = ShiftedSum.At(sum, 0.7)!;
        Assert.Equal([heavy, new AffineImage(heavy, new AffineMap(0.0, 2.0))], moved.Factors.AsEnumerable());
        Assert.Equal(sum.Exponents, moved.Exponents, (a, b) => a == b);

        // Beside that place within a thousandth of it, but not farther off, at 0, at infinity, or where nothing meets.
        Assert.NotNull(ShiftedSum.At(sum, 0.7005));
        Assert.Null(ShiftedSum.At(sum, 0.702));
        Assert.Null(ShiftedSum.At(sum, 0.0));
        Assert.Null(ShiftedSum.At(sum, double.PositiveInfinity));
        Assert.Null(ShiftedSum.At((FreeConvolution)heavy.FreeSum(heavy), 0.0));
        Assert.Null(ShiftedSum.At((FreeConvolution)new Uniform(1.0, 2.0).FreeSum(new Uniform(3.0, 4.0)), 4.0));
        Assert.Null(ShiftedSum.At((FreeConvolution)new Uniform(1.0, 2.0).FreeProduct(new FreePoisson(1.0, 1.0)), 1.0));

        // Light atoms make edges on the scale of the law: 0.9 + 0.3 is enough, 0.9 − 0.25 not.
        Atomic light = new(new Atom(5.0, 0.25), new Atom(9.0, 0.75));
        Assert.NotNull(ShiftedSum.At((FreeConvolution)one.FreeSum(light), 5.3));
        JoinedLaw weak = new([new Atom(2.0, 0.25)], [(3.0, 4.0, 0.75)]);
        Assert.Null(ShiftedSum.At((FreeConvolution)new AffineImage(weak, new AffineMap(0.5, 1.0)).FreeSum(light), 7.5));
    }
}
