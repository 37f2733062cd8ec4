using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Samples of a slope Σ tᵢ(ωᵢ' − 1) + 1 with peaks between the places: as many as the sign needs, and not many more.</summary>
public sealed class SlopeSamplesTests
{
    private static readonly double[] Places = [.. Enumerable.Range(0, 14).Select(k => -4.0 + (0.62 * k))];

    /// <summary>ω' = ½(1 + c)/(1 + ((P − a)/w)²), so that 2ω' − 1 has the top c: 1/√ω' is convex.</summary>
    [Theory]
    [InlineData(0.3, 40)]
    [InlineData(0.01, 60)]
    public void A_peak_above_0_is_found_however_narrow(double top, int most)
    {
        Random random = new(5);
        for (int k = 0; k < 60; k++)
        {
            (double at, double width) = ((6.0 * random.NextDouble()) - 3.0, Math.Pow(10.0, -6.0 * random.NextDouble()));
            List<(double Y, double Value)> samples = SlopeSamples.Dense([2.0], Places, Peak([2.0], [at], [width], top));
            Assert.True(samples.Any(one => one.Value > 0.0), $"peak of width {width} at {at} missed by {samples.Count} samples");
            Assert.True(samples.Count <= Places.Length + most, $"{samples.Count} samples for {width} at {at}");
            Assert.Equal(samples.Select(one => one.Y).Order(), samples.Select(one => one.Y));
            Assert.Empty(Places.Except(samples.Select(one => one.Y)));
        }
    }

    [Theory]
    [InlineData(-0.3, 40)]
    [InlineData(-0.01, 60)]
    public void Where_every_peak_is_below_0_few_samples_tell(double top, int most)
    {
        Random random = new(6);
        for (int k = 0; k < 60; k++)
        {
            (double at, double width) = ((6.0 * random.NextDouble()) - 3.0, Math.Pow(10.0, -6.0 * random.NextDouble()));
            List<(double Y, double Value)> samples = SlopeSamples.Dense([2.0], Places, Peak([2.0], [at], [width], top));
            Assert.DoesNotContain(samples, one => one.Value > 0.0);
            Assert.True(samples.Count <= Places.Length + most, $"{samples.Count} samples for {width} at {at}");
        }
    }

    /// <summary>Between the peaks of two factors their sum has a valley, which is below 0 only where both are far.</summary>
    [Fact]
    public void A_valley_between_two_peaks_is_found_too()
    {
        Random random = new(7);
        for (int k = 0; k < 60; k++)
        {
            (double middle, double distance) = ((4.0 * random.NextDouble()) - 2.0, Math.Pow(10.0, -3.0 * random.NextDouble()));
            double[] at = [middle - distance, middle + distance];

            // With ωᵢ' = 0.9 at the peaks, at the middle 2·0.9/(1 + 1/r²) − 1 with r the width over the distance.
            foreach ((double ratio, bool valley) in new[] { (1.0, true), (2.0, false) })
            {
                double width = ratio * distance;
                List<(double Y, double Value)> inside = SlopeSamples.Dense([1.0, 1.0], [at[0] - distance, at[0], at[1], at[1] + distance], Peak([1.0, 1.0], at, [width, width], 0.8));
                Assert.Equal(valley, inside.Any(one => one.Y > at[0] && one.Y < at[1] && one.Value <= 0.0));
                Assert.InRange(inside.Count, 4, 30);
            }
        }
    }

    [Fact]
    public void The_work_has_an_end_where_the_bounds_do_not_hold()
    {
        // Positive values whose roots tell of a negative slope are never settled; unknown ones are at once.
        Assert.Equal(2 + 400, SlopeSamples.Dense([2.0], [0.0, 1.0], y => new SlopeSamples.Sample(y, y, 1.0, [2.0])).Count);
        Assert.Equal(2, SlopeSamples.Dense([2.0], [0.0, 1.0], y => new SlopeSamples.Sample(y, y, double.NaN, [2.0])).Count);
        Assert.Equal(2, SlopeSamples.Dense([2.0], [0.0, 0.9e-9], y => new SlopeSamples.Sample(y, y, 1.0, [2.0])).Count);
        Assert.Equal(2, SlopeSamples.Dense([2.0], [0.0, 1.0], y => new SlopeSamples.Sample(y, y, y - 0.5, [2.0])).Count);

        // Lines from both sides that pass 0 in between keep nothing from 0 until one sample stands there; lines that stay at 2 do.
        double[] roots = [10.0, 2.0, 2.0, 10.0];
        static double At(double[] values, double y) => y is <= 0.0 or >= 3.0 ? 10.0 : values[(int)Math.Round(y)];
        Assert.True(SlopeSamples.Dense([2.0], [0.0, 1.0, 2.0, 3.0], y => new SlopeSamples.Sample(y, y, -0.5, [At(roots, y)])).Count == 5);
        Assert.Equal(4, SlopeSamples.Dense([2.0], [0.0, 1.0, 2.0, 3.0], y => new SlopeSamples.Sample(y, y, -0.5, [2.0])).Count);
    }

    /// <summary>
    /// With every 1/√ω' on its chord the slope is 1 + Σ tᵢ(1/fᵢ² − 1), whose least value is told to the sixth digit of its place: a bottom above 0 settles the interval at once,
    /// one that is below 0 by what the seventh digit tells does not.
    /// </summary>
    [Fact]
    public void The_bottom_of_a_valley_between_two_samples_decides()
    {
        Random random = new(8);
        for (int k = 0; k < 80; k++)
        {
            double[] exponents = [1.0 + random.NextDouble(), 1.0 + (2.0 * random.NextDouble())];
            double[] first = [0.1 + random.NextDouble(), 1.0 + random.NextDouble()], last = [1.0 + (2.0 * random.NextDouble()), 0.05 + (0.5 * random.NextDouble())];
            double Sum(double t, int power) => exponents.Select((e, i) => e * Math.Pow(last[i] - first[i], power) / Math.Pow(first[i] + (t * (last[i] - first[i])), 2.0 + power)).Sum();
            (double low, double high) = (0.0, 1.0);
            for (int step = 0; step < 60; step++)
            {
                double middle = 0.5 * (low + high);
                (low, high) = Sum(middle, 1) > 0.0 ? (middle, high) : (low, middle);
            }

            // Σ tᵢ/fᵢ² has its least value there, unless that is at an end; its second derivative is 6Σ tᵢbᵢ²/fᵢ⁴.
            double least = Sum(low, 0), total = exponents.Sum() - 1.0;
            if (low is < 0.02 or > 0.98)
            {
                continue;
            }

            double depth = 3.0 * Sum(low, 2) / least * total * 3.5e-7 * 3.5e-7;
            foreach ((double bottom, bool settled) in new[] { (1e-14, true), (1e-3, true), (-depth, false), (-1e-3, false) })
            {
                double unit = Math.Sqrt(least / (total + bottom));
                List<(double Y, double Value)> samples = SlopeSamples.Dense(exponents, [0.0, 1.0], y =>
                {
                    double[] roots = [.. first.Select((from, i) => unit * (from + (y * (last[i] - from))))];
                    return new SlopeSamples.Sample(y, y, 1.0 + roots.Select((f, i) => exponents[i] * ((1.0 / f / f) - 1.0)).Sum(), roots);
                });
                Assert.True(samples[0].Value > 0.0 && samples[^1].Value > 0.0);
                Assert.True(samples.Count == 2 == settled, $"{samples.Count} samples for a bottom of {bottom:E1} at {low}");
            }
        }
    }

    /// <summary>In the first and the last interval there is a line on one side only, and between two samples alone none: a narrow peak there is found all the same.</summary>
    [Fact]
    public void A_peak_beside_the_end_of_the_samples_is_found()
    {
        foreach (double width in new[] { 0.3, 0.03, 1e-3 })
        {
            foreach (double at in new[] { -0.9, -0.55, -0.1 })
            {
                foreach (double[] places in new double[][] { [-1.0, 0.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0, 2.0] })
                {
                    foreach (double side in new[] { 1.0, -1.0 })
                    {
                        List<(double Y, double Value)> samples = SlopeSamples.Dense([2.0], [.. places.Select(y => side * y).Order()], Peak([2.0], [side * at], [width], 0.3));
                        Assert.True(samples.Any(one => one.Value > 0.0), $"peak of width {width} at {side * at} missed by {samples.Count} samples");
                        Assert.InRange(samples.Count, places.Length, places.Length + 40);
                    }
                }
            }
        }
    }

    private static Func<double, SlopeSamples.Sample> Peak(double[] exponents, double[] at, double[] widths, double top) => y =>
    {
        double[] slopes = [.. at.Select((a, i) => 0.5 * (1.0 + top) / (1.0 + Math.Pow((y - a) / widths[i], 2.0)))];
        return new SlopeSamples.Sample(y, y, 1.0 + slopes.Select((slope, i) => exponents[i] * (slope - 1.0)).Sum(), [.. slopes.Select(slope => 1.0 / Math.Sqrt(slope))]);
    };
}
