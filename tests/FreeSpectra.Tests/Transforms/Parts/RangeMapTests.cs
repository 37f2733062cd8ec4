using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The map of the line onto an interval is what its words say, and its inverse undoes it.</summary>
public sealed class RangeMapTests
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<double, double, double> Ranges => new()
    {
        { -0.7, 2.3, 3.0 }, { 0.0, 5.0, 0.4 }, { -4.0, 0.0, 2.0 }, { -Infinity, Infinity, 2.5 }, { -Infinity, 1.5, 0.3 }, { 1.5, Infinity, 0.3 },
        { -Infinity, 0.0, 4.0 }, { 0.0, Infinity, 4.0 }, { 1e-6, 2.0, 1.0 },
    };

    [Theory, MemberData(nameof(Ranges))]
    public void Point_derivative_and_coordinate_belong_together(double low, double high, double scale)
    {
        RangeMap map = new(low, high, scale);
        Assert.Equal(scale, map.Scale);
        foreach (double y in new[] { -7.3, -2.0, -0.4, 0.0, 0.6, 1.7, 6.1 })
        {
            double expected = (double.IsInfinity(low), double.IsInfinity(high)) switch
            {
                (true, true) => scale * (Math.Exp(y) - Math.Exp(-y)) / 2.0,
                (true, false) => high - (scale * Math.Exp(-y)),
                (false, true) => low + (scale * Math.Exp(y)),
                _ => low + ((high - low) / (1.0 + Math.Exp(-y))),
            };
            Assert.InRange(map.At(y), expected - (1e-14 * (1.0 + Math.Abs(expected))), expected + (1e-14 * (1.0 + Math.Abs(expected))));
            Assert.InRange(map.Coordinate(map.At(y)), y - 1e-9, y + 1e-9);
            double rise = (map.At(y + 1e-5) - map.At(y - 1e-5)) / 2e-5;
            Assert.InRange(map.Derivative(y), rise * (1.0 - 1e-6), rise * (1.0 + 1e-6));
        }

        // Both ends are resolved to all digits of the distance from them.
        if (low == 0.0 && double.IsFinite(high))
        {
            Assert.InRange(map.At(-300.0) / (high * Math.Exp(-300.0)), 1.0 - 1e-13, 1.0 + 1e-13);
        }

        if (high == 0.0 && double.IsFinite(low))
        {
            Assert.InRange(map.At(300.0) / (low * Math.Exp(-300.0)), 1.0 - 1e-13, 1.0 + 1e-13);
        }
    }

    /// <summary>In powers of e: 27 to an end (rounding), more to one that is small itself, 40 or what is asked to 0, 11 to a split, 9 to infinity.</summary>
    [Fact]
    public void The_grid_reaches_as_far_as_digits_go()
    {
        static void Reaches(RangeMap map, double start, double end, double within, double withinUpper)
        {
            Assert.InRange(map.Start, start - 1e-12, start + 1e-12);
            Assert.InRange(map.End, end - 1e-12, end + 1e-12);
            Assert.InRange(map.Within(upper: false), within - 1e-12, within + 1e-12);
            Assert.InRange(map.Within(upper: true), withinUpper - 1e-12, withinUpper + 1e-12);
        }

        Reaches(new RangeMap(-5.0, 7.0, 1.0), -27.0 - Math.Log(12.0 / 5.0), 27.0 + Math.Log(12.0 / 7.0), -19.0, 19.0);
        Reaches(new RangeMap(100.0, 101.0, 1.0), -27.0, 27.0, -19.0, 19.0);
        Reaches(new RangeMap(1e-3, 2.0, 1.0), -27.0 - Math.Log(1.999e3), 27.0, -19.0, 19.0);
        Reaches(new RangeMap(0.0, 7.0, 1.0), -40.0, 27.0, -32.0, 19.0);
        Reaches(new RangeMap(-7.0, 0.0, 1.0), -27.0, 40.0, -19.0, 32.0);
        Reaches(new RangeMap(0.0, 7.0, 1.0, zeroReach: 55.0), -55.0, 27.0, -47.0, 19.0);
        Reaches(RangeMap.SplitAtZero(0.0, 7.0, 1.0), -11.0, 27.0, -3.0, 19.0);
        Reaches(RangeMap.SplitAtZero(-7.0, 0.0, 1.0), -27.0, 11.0, -19.0, 3.0);
        Reaches(RangeMap.SplitAtZero(-7.0, 7.0, 1.0), -27.0 - Math.Log(2.0), 27.0 + Math.Log(2.0), -19.0, 19.0);
        Reaches(new RangeMap(double.NegativeInfinity, Infinity, 1.0), -9.0, 9.0, -9.0, 9.0);
        Reaches(new RangeMap(double.NegativeInfinity, 0.5, 2.0), -9.0, 27.0 + Math.Log(4.0), -9.0, 19.0);
        Reaches(new RangeMap(0.5, Infinity, 2.0), -27.0 - Math.Log(4.0), 9.0, -19.0, 9.0);
        Reaches(new RangeMap(-3.0, 5.0, 1.0, lowIsSplit: true, highIsSplit: true), -11.0 - Math.Log(8.0 / 3.0), 11.0 + Math.Log(8.0 / 5.0), -3.0, 3.0);
    }

    [Fact]
    public void A_table_brackets_every_value_inside_it()
    {
        int count = 0;
        MonotoneTable table = new(
            y =>
            {
                count++;
                return Math.Pow(y, 3);
            },
            -4.0,
            4.0,
            33,
            2.0);
        Assert.Equal(33, count);
        foreach (double p in new[] { -30.0, -1.0, -0.3, 0.1, 0.9, 1.0, 17.0, 40.0 })
        {
            (double low, double high, double guess) = Assert.NotNull(table.Bracket(p));
            Assert.True(low < Math.Cbrt(p) && Math.Cbrt(p) < high, $"{p}: [{low}, {high}]");
            Assert.InRange(high - low, 0.7, 0.8);
            Assert.InRange(guess, Math.Cbrt(p) - 0.25, Math.Cbrt(p) + 0.25);
        }

        Assert.Null(table.Bracket(-63.9));
        Assert.Null(table.Bracket(63.9));
        Assert.NotNull(table.Bracket(-50.0));
        Assert.NotNull(table.Bracket(50.0));
        Assert.Null(table.Bracket(80.0));

        // The guess is exact where asinh(p/scale) is linear in the place.
        MonotoneTable line = new(y => 2.0 * Math.Sinh(y), -4.0, 4.0, 33, 2.0);
        Assert.InRange(Assert.NotNull(line.Bracket(3.3)).Guess, Math.Asinh(1.65) - 1e-13, Math.Asinh(1.65) + 1e-13);
    }

    [Fact]
    public void A_table_ends_where_the_values_are_out_of_order_or_none()
    {
        MonotoneTable table = new(y => y > 2.5 ? double.NaN : y < -1.5 ? 5.0 : y, -4.0, 4.0, 33, 1.0);
        (double low, double high, _) = Assert.NotNull(table.Bracket(2.1));
        Assert.Equal((1.75, 2.5), (low, high));
        Assert.Null(table.Bracket(2.4));
        (low, high, _) = Assert.NotNull(table.Bracket(-1.2));
        Assert.Equal((-1.5, -0.75), (low, high));
        Assert.Null(table.Bracket(-1.3));
        Assert.Null(new MonotoneTable(_ => 1.0, -4.0, 4.0, 33, 1.0).Bracket(1.0));
    }
}
