using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Series at hard ends, of densities that are known at every distance.</summary>
public sealed class HardEndSeriesTests
{
    private static readonly double[] Units = [1.0, 1048576.0, 1.0 / 1048576.0];

    private static readonly double[] Exponents = [-0.5, -1.0 / 3.0, -2.0 / 3.0, -0.2];

    /// <summary>t^β times an analytic function of u = t^{1 + β}, known to some digits, and not at all too near: told below with an error that holds and is small.</summary>
    [Theory]
    [InlineData(1e-15, 0.0, 0.0, 0.0)]
    [InlineData(1e-12, 1e-30, 0.0, 0.0)]
    [InlineData(1e-13, 1e-8, 3.0, 0.0)]
    [InlineData(1e-14, 0.0, 0.0, 1e-9)]
    [InlineData(1e-14, 1e-20, 0.0, 1e-12)]
    public void A_density_is_told_below_the_last_place_where_it_is_known(double digits, double least, double place, double lost)
    {
        foreach (double exponent in Exponents)
        {
            List<int> counts = [];
            foreach (double s in Units)
            {
                foreach (Func<double, double> factor in new Func<double, double>[] { u => Math.Exp(-u), u => 2.0 / (1.0 + (0.7 * u)), u => 1.0 + (3.0 * u * u), _ => 0.3 })
                {
                    int count = 0;
                    double Density(double t) => Math.Pow(t, exponent) * factor(Math.Pow(t, 1.0 + exponent));
                    double Known(double t) => digits * (1.0 + (lost / t));
                    HardEndSeries? series = HardEndSeries.Find(
                        t =>
                        {
                            count++;
                            t /= s;
                            return t < least ? throw new NonConvergenceException("test", t, 1, null, "too near")
                                : new Estimate<double>(Density(t) * (1.0 + (0.5 * Known(t) * Math.Sin(1e6 * t))) / s, Known(t) * Density(t) / s, 1);
                        }, 2.0 * s, place * s, exponent);
                    Assert.NotNull(series);
                    counts.Add(count);

                    // The distance 2^{6/(1 + β)}·t of the outermost node lies within a tenth of the width.
                    double nodes = Math.Pow(2.0, 6.0 / (1.0 + exponent));
                    Assert.InRange(series.Reach / s, Math.Max(least, place == 0.0 ? 1e-37 : 1e-11), 0.4 / nodes);
                    foreach (double part in new[] { 0.99, 0.1, 1e-4, 1e-20, 1e-100 })
                    {
                        double t = part * series.Reach / s, expected = Density(t);
                        Estimate<double> found = series.Density(t * s);
                        Close.To(expected, found.Value * s, (found.Error * s) + (4e-16 * expected), $"{exponent}: {t}");
                        Assert.InRange(found.Error * s, 0.1 * digits * expected, 1e-3 * expected);
                        Assert.True(place != 0.0 || lost != 0.0 || found.Error * s <= ((300.0 * digits) + 1e-9) * expected, $"{exponent}: {found.Error * s / expected:E1} claimed at {t}");
                    }
                }
            }

            CostBook.Holds(FormattableString.Invariant($"hard end series, {exponent:F2}, {digits}, {place}, {lost}"), counts);
        }
    }

    /// <summary>The rounding of the place is in every distance: 2⁻⁵²e/t of a value at t, and so in what it tells nearer to the end.</summary>
    [Fact]
    public void Far_from_0_the_rounding_of_the_end_is_claimed()
    {
        foreach (double place in new[] { 1.0, 100.0, -1e4 })
        {
            HardEndSeries series = HardEndSeries.Find(t => new Estimate<double>(1.0 / Math.Sqrt(t), 1e-16 / Math.Sqrt(t), 1), 1.0, place, -0.5)!;
            Estimate<double> found = series.Density(0.5 * series.Reach);
            double rounding = 2.3e-16 * Math.Abs(place) / series.Reach;
            Assert.InRange(found.Error / found.Value, 0.03 * rounding, 30.0 * rounding);
        }
    }

    /// <summary>t^{−1/2}(1 + √(t/t₀))^{1/3} follows another power far beyond t₀: the series of the far places are contradicted by the near ones, and what is told holds.</summary>
    [Theory]
    [InlineData(1e-6), InlineData(1e-9), InlineData(1e-12), InlineData(1e-20)]
    public void Where_another_power_comes_nearer_to_the_end_the_error_holds_it(double turn)
    {
        double Density(double t) => Math.Cbrt(1.0 + Math.Sqrt(t / turn)) / Math.Sqrt(t);
        List<int> counts = [];
        foreach (double s in Units)
        {
            int count = 0;
            HardEndSeries? series = HardEndSeries.Find(
                t =>
                {
                    count++;
                    return new Estimate<double>(Density(t / s) / s, 1e-14 * Density(t / s) / s, 1);
                }, s, 0.0, -0.5);
            Assert.NotNull(series);
            counts.Add(count);
            foreach (double part in new[] { 0.9, 1e-2, 1e-10, 1e-40 })
            {
                double t = part * series.Reach / s;
                Estimate<double> found = series.Density(t * s);
                Close.To(Density(t), found.Value * s, found.Error * s, $"{t}, beside {turn}");
                Assert.InRange(found.Error * s, 0.0, 1e-6 * Density(t));
            }
        }

        CostBook.Holds(FormattableString.Invariant($"hard end series beyond {turn}"), counts);
    }

    /// <summary>t^{−1/2}(1 + 1/(1 + √(t/t₀))) looks like t^{−1/2} alone far beyond t₀, to more digits than are asked for: the next decade tells that it is not.</summary>
    [Theory]
    [InlineData(1e-13), InlineData(1e-14), InlineData(1e-15)]
    public void A_series_that_the_next_decade_contradicts_is_not_taken(double turn)
    {
        double Density(double t) => (1.0 + (1.0 / (1.0 + Math.Sqrt(t / turn)))) / Math.Sqrt(t);
        HardEndSeries? series = HardEndSeries.Find(t => new Estimate<double>(Density(t), 1e-14 * Density(t), 1), 1.0, 0.0, -0.5);
        Assert.NotNull(series);
        foreach (double part in new[] { 0.9, 1e-3, 1e-30 })
        {
            double t = part * series.Reach;
            Estimate<double> found = series.Density(t);
            Close.To(Density(t), found.Value, found.Error, $"{t}, beside {turn}");
        }
    }

    [Fact]
    public void Only_a_density_that_rises_like_a_power_above_minus_1_has_a_series()
    {
        static Estimate<double> One(double t) => new(1.0, 1e-15, 1);
        Assert.All([0.0, 0.5, -1.0, -1.5, double.NaN], exponent => Assert.Null(HardEndSeries.Find(One, 1.0, 0.0, exponent)));
        Assert.Null(HardEndSeries.Find(_ => throw new NonConvergenceException("test", 0.0, 1, null, "nowhere"), 1.0, 0.0, -0.5));
        Assert.Null(HardEndSeries.Find(t => new Estimate<double>(1.0 / Math.Sqrt(t), 0.1 / Math.Sqrt(t), 1), 1.0, 0.0, -0.5));
    }
}
