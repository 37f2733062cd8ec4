using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>A table of an increasing function brackets each value by three steps around it, as far as the function is in order.</summary>
public sealed class MonotoneTableTests
{
    [Fact]
    public void A_value_is_bracketed_with_one_place_more_on_each_side()
    {
        MonotoneTable table = new(x => 2.0 * x, -8.0, 8.0, 17, 1e9);
        (double low, double high, double guess) = table.Bracket(2.5)!.Value;
        Assert.Equal((0.0, 3.0), (low, high));
        Close.To(1.25, guess, 1e-12, "guess");

        // A value of the table itself belongs to the interval below it.
        (low, high, guess) = table.Bracket(4.0)!.Value;
        Assert.Equal((0.0, 3.0), (low, high));
        Close.To(2.0, guess, 1e-12, "guess at a place");
        Assert.Equal((-8.0, -5.0), Ends(-13.5));
        Assert.Equal((5.0, 8.0), Ends(14.0));
        Assert.Equal((5.0, 8.0), Ends(13.9));
        Assert.Null(table.Bracket(-14.1));
        Assert.Null(table.Bracket(14.1));
        Assert.Null(table.Bracket(-17.0));
        Assert.Null(table.Bracket(17.0));

        (double, double) Ends(double p) => table.Bracket(p) is { } found ? (found.Low, found.High) : default;
    }

    /// <summary>Values count by arsinh of their part of the scale: far beyond it a geometric sequence is a straight line.</summary>
    [Fact]
    public void Beyond_the_scale_the_guess_is_logarithmic()
    {
        MonotoneTable table = new(x => 1e3 * Math.Exp(x), 0.0, 10.0, 11, 1e-6);
        Close.To(4.3, table.Bracket(1e3 * Math.Exp(4.3))!.Value.Guess, 1e-9, "guess");
        MonotoneTable linear = new(x => 1e3 * Math.Exp(x), 0.0, 10.0, 11, 1e12);
        double e4 = Math.Exp(4.0), e5 = Math.Exp(5.0);
        Close.To(4.0 + ((Math.Exp(4.3) - e4) / (e5 - e4)), linear.Bracket(1e3 * Math.Exp(4.3))!.Value.Guess, 1e-9, "guess below the scale");
    }

    /// <summary>From the middle outwards up to the first value that is out of order or no number.</summary>
    [Fact]
    public void What_is_out_of_order_is_left_out()
    {
        MonotoneTable table = new(x => x > 5.5 ? 0.0 : x < -5.5 ? double.NaN : x, -8.0, 8.0, 17, 1.0);
        Assert.NotNull(table.Bracket(3.9));
        Assert.NotNull(table.Bracket(-3.9));
        Assert.Null(table.Bracket(4.1));
        Assert.Null(table.Bracket(-4.1));
        Assert.Equal((2.0, 5.0), table.Bracket(3.9) is { } found ? (found.Low, found.High) : default);
        MonotoneTable flat = new(x => Math.Clamp(x, -3.0, 3.0), -8.0, 8.0, 17, 1.0);
        Assert.NotNull(flat.Bracket(1.9));
        Assert.Null(flat.Bracket(2.1));
        Assert.NotNull(flat.Bracket(-1.9));
        Assert.Null(flat.Bracket(-2.1));
        Assert.Null(new MonotoneTable(_ => double.NaN, -8.0, 8.0, 17, 1.0).Bracket(0.0));
    }
}
