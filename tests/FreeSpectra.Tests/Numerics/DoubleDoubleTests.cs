using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Tests.Numerics;

/// <summary>Every operation against exact rational arithmetic.</summary>
public sealed class DoubleDoubleTests
{
    private static readonly Rational Rounding = 16 * Rational.Pow(2, -104);

    public static TheoryData<double, double, double, double> Pairs => new()
    {
        { 1.0, 1e-17, 3.0, -2e-17 },
        { -0.7, 3e-18, 0.7000001, 1e-18 },
        { 1e10, 3e-7, -2.5e-4, 1e-21 },
        { 5.0 / 3.0, -7e-18, 1.0 / 3.0, 1e-18 },
        { 2.0, 0.0, -1.0, 1e-20 },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Operations_are_right_to_thirty_digits(double a, double aLow, double b, double bLow)
    {
        DoubleDouble x = new(a, aLow), y = new(b, bLow);
        Near(Exact(x) + Exact(y), x + y, Rational.Abs(Exact(x)) + Rational.Abs(Exact(y)));
        Near(Exact(x) - Exact(y), x - y, Rational.Abs(Exact(x)) + Rational.Abs(Exact(y)));
        Near(Exact(x) * Exact(y), x * y);
        Near(Exact(x) / Exact(y), x / y);
        Near(-Exact(x), -x);
    }

    [Theory]
    [InlineData(2.0, 0.0), InlineData(0.3, 1e-18), InlineData(1e-200, 1e-217), InlineData(7e150, 1e133)]
    public void Square_of_the_square_root_is_the_number(double high, double low)
    {
        DoubleDouble value = new(high, low);
        Rational root = Exact(DoubleDouble.Sqrt(value));
        Assert.True(Rational.Abs((root * root) - Exact(value)) <= Rounding * Exact(value), $"sqrt({value})");
        Assert.True(root.Sign > 0);
    }

    [Fact]
    public void Sum_is_normalised_and_exact()
    {
        DoubleDouble sum = (DoubleDouble)1.0 + 1e-25;
        Assert.Equal((1.0, 1e-25), (sum.High, sum.Low));
        Assert.Equal((1.0, 1e-17), (new DoubleDouble(1.0, 1e-17).High, new DoubleDouble(1.0, 1e-17).Low));
        Assert.Equal(0.0, (sum - 1.0 - 1e-25).High);
        Assert.Equal(1e-25, (sum - 1.0).ToDouble());
        Assert.Equal(1e-25, (double)(sum - DoubleDouble.FromDouble(1.0)));
    }

    [Fact]
    public void Square_root_of_zero_is_zero_and_of_less_is_refused()
    {
        Assert.Equal(0.0, DoubleDouble.Sqrt(0.0).High);
        Assert.Throws<ArgumentOutOfRangeException>(() => DoubleDouble.Sqrt(-1e-300));
    }

    private static Rational Exact(DoubleDouble value) => Rational.FromDouble(value.High) + Rational.FromDouble(value.Low);

    private static void Near(Rational expected, DoubleDouble actual, Rational? scale = null)
    {
        Rational gap = Rational.Abs(Exact(actual) - expected);
        Assert.True(gap <= Rounding * (scale ?? Rational.Abs(expected)), $"{actual} is off by {gap.ToDouble():E2} from {expected.ToDouble():R}");
        Assert.True(Math.Abs(actual.Low) <= Math.BitIncrement(Math.Abs(actual.High)) - Math.Abs(actual.High), $"{actual} is not normalised.");
    }
}
