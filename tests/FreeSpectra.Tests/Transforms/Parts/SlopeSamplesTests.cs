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

    private static Func<double, SlopeSamples.Sample> Peak(double[] exponents, double[] at, double[] widths, double top) => y =>
    {
        double[] slopes = [.. at.Select((a, i) => 0.5 * (1.0 + top) / (1.0 + Math.Pow((y - a) / widths[i], 2.0)))];
        return new SlopeSamples.Sample(y, y, 1.0 + slopes.Select((slope, i) => exponents[i] * (slope - 1.0)).Sum(), [.. slopes.Select(slope => 1.0 / Math.Sqrt(slope))]);
    };
}
