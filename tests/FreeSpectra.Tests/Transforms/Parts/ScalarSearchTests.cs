using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Searches in one dimension end at the root to rounding, and at the price they promise.</summary>
public sealed class ScalarSearchTests
{
    private static readonly Dictionary<string, (Func<double, (double, double)> F, double Low, double High, double Root)> Newton = new()
    {
        ["square"] = (x => ((x * x) - 2.0, 2.0 * x), 0.0, 2.0, Math.Sqrt(2.0)),
        ["falling square"] = (x => (2.0 - (x * x), -2.0 * x), 0.0, 2.0, Math.Sqrt(2.0)),
        ["from the right"] = (x => ((x * x) - 2.0, 2.0 * x), -2.0, 0.0, -Math.Sqrt(2.0)),
        ["ninth power"] = (x => (Math.Pow(x, 9) - 0.5, 9.0 * Math.Pow(x, 8)), 0.0, 4.0, Math.Pow(0.5, 1.0 / 9.0)),
        ["without slope"] = (x => (Math.Pow(x, 3) - 5.0, double.NaN), 0.0, 10.0, Math.Cbrt(5.0)),
        ["wrong slope"] = (x => (Math.Pow(x, 3) - 5.0, 1e-3), 0.0, 10.0, Math.Cbrt(5.0)),
        ["steep"] = (x => (Math.Atan(1e6 * (x - 0.3)), 1e6 / (1.0 + (1e12 * (x - 0.3) * (x - 0.3)))), 0.0, 1.0, 0.3),
        ["one-sided"] = (x => (Math.Exp(20.0 * x) - 2.0, 20.0 * Math.Exp(20.0 * x)), -1.0, 3.0, Math.Log(2.0) / 20.0),
        ["double-sided jump"] = (x => (x < 0.7 ? -1.0 : 1.0, double.NaN), 0.0, 1.0, 0.7),
        ["tiny"] = (x => (x - 1e-200, 1.0), 0.0, 1.0, 1e-200),
    };

    private static readonly Dictionary<string, (Func<double, double> F, double Low, double High, double Root)> Plain = new()
    {
        ["square"] = (x => (x * x) - 2.0, 0.0, 2.0, Math.Sqrt(2.0)),
        ["falling"] = (x => 2.0 - (x * x), 0.0, 2.0, Math.Sqrt(2.0)),
        ["reversed bracket"] = (x => (x * x) - 2.0, 2.0, 0.0, Math.Sqrt(2.0)),
        ["ninth power"] = (x => Math.Pow(x, 9) - 0.5, 0.0, 4.0, Math.Pow(0.5, 1.0 / 9.0)),
        ["steep"] = (x => Math.Atan(1e6 * (x - 0.3)), 0.0, 1.0, 0.3),
        ["exponential"] = (x => Math.Exp(20.0 * x) - 2.0, -1.0, 3.0, Math.Log(2.0) / 20.0),
        ["cubic"] = (x => (((x * x) - 5.0) * x) + 3.0, 0.0, 1.0, 0.656620431047110365),
        ["line"] = (x => 3.0 * (x - 0.25), -1.0, 7.0, 0.25),
        ["jump"] = (x => x < 0.7 ? -1.0 : 1.0, 0.0, 1.0, 0.7),
        ["zero"] = (x => x * (1.0 + (x * x)), -1.0, 2.0, 0.0),
    };

    [Theory]
    [InlineData("square", null)]
    [InlineData("square", 1.5)]
    [InlineData("square", 7.0)]
    [InlineData("falling square", null)]
    [InlineData("from the right", null)]
    [InlineData("ninth power", null)]
    [InlineData("ninth power", 1.0)]
    [InlineData("without slope", null)]
    [InlineData("wrong slope", null)]
    [InlineData("steep", null)]
    [InlineData("one-sided", null)]
    [InlineData("double-sided jump", null)]
    public void A_root_is_found_by_Newton_or_bisection(string name, double? guess)
    {
        (Func<double, (double Value, double)> f, double low, double high, double root) = Newton[name];
        int count = 0;
        double found = ScalarSearch.Root(
            x =>
            {
                count++;
                Assert.InRange(x, low, high);
                return f(x);
            },
            low,
            high,
            lowIsNegative: f(low).Value < 0.0,
            guess);
        Assert.InRange(found, root - (4.5e-16 * Math.Abs(root)), root + (4.5e-16 * Math.Abs(root)));
        CostBook.Holds(FormattableString.Invariant($"Newton or bisection, {name} from {guess ?? double.NaN}"), [count]);
    }

    [Fact]
    public void A_step_below_the_absolute_bound_ends_the_search()
    {
        int count = 0;
        double Find(double absolute)
        {
            count = 0;
            return ScalarSearch.Root(
                x =>
                {
                    count++;
                    return (Math.Pow(x, 3) - 5.0, null);
                },
                0.0,
                10.0,
                lowIsNegative: true,
                null,
                absolute);
        }

        Assert.InRange(Find(0.0), 1.7099759466766967, 1.7099759466766972);
        int full = count;
        double slow = ScalarSearch.Root(x => { count++; return (x - 1e-30, 1.0 + Math.Abs(x)); }, -1.0, 1.0, true, null, 1e-16);
        Assert.InRange(slow, -2e-16, 2e-16);
        Assert.True(count - full <= 6, $"{count - full} evaluations");
        Assert.InRange(full, 45, 60);
    }

    [Theory]
    [InlineData("square")]
    [InlineData("falling")]
    [InlineData("reversed bracket")]
    [InlineData("ninth power")]
    [InlineData("steep")]
    [InlineData("exponential")]
    [InlineData("cubic")]
    [InlineData("line")]
    [InlineData("jump")]
    [InlineData("zero")]
    public void Brents_method_ends_at_the_root_to_rounding(string name)
    {
        (Func<double, double> f, double low, double high, double root) = Plain[name];
        int count = 0;
        double found = ScalarSearch.Root(
            x =>
            {
                count++;
                Assert.InRange(x, Math.Min(low, high), Math.Max(low, high));
                return f(x);
            },
            low,
            high,
            f(low),
            f(high));
        Assert.InRange(found, root - (4.5e-16 * Math.Abs(root)) - 2e-17, root + (4.5e-16 * Math.Abs(root)) + 2e-17);
        CostBook.Holds($"Brent's method, {name}", [count]);
    }

    [Theory]
    [InlineData(0.0, 1.0, 0.3)]
    [InlineData(-5.0, 0.5, -4.7)]
    [InlineData(0.0, 1.0, 0.97)]
    [InlineData(-3.0, 90.0, 41.0)]
    public void The_maximum_is_found_to_a_thousand_millionth(double low, double high, double place)
    {
        int count = 0;
        (double at, double value) = ScalarSearch.Maximum(
            x =>
            {
                count++;
                Assert.InRange(x, low, high);
                return 7.0 - Math.Abs(x - place);
            },
            low,
            high);
        Assert.InRange(at, place - (2e-9 * Math.Max(1.0, Math.Abs(place))), place + (2e-9 * Math.Max(1.0, Math.Abs(place))));
        Assert.Equal(7.0 - Math.Abs(at - place), value);
        Assert.True(count <= 2.0 + Math.Ceiling(Math.Log((high - low) * 1e9 / Math.Max(1.0, Math.Abs(place))) / 0.4812), $"{count} evaluations");
    }

    /// <summary>A jump at 1e-300 in [0, 1e300] would take some two thousand halvings.</summary>
    [Fact]
    public void No_search_goes_on_without_end()
    {
        int count = 0;
        double Jump(double x)
        {
            count++;
            return x < 1e-300 ? -1.0 : 1.0;
        }

        _ = ScalarSearch.Root(x => (Jump(x), null), 0.0, 1e300, lowIsNegative: true, null);
        Assert.Equal(200, count);
        count = 0;
        _ = ScalarSearch.Root(Jump, 0.0, 1e300, -1.0, 1.0);
        Assert.Equal(200, count);
        count = 0;
        _ = ScalarSearch.Maximum(Jump, 0.0, 1e300);
        Assert.Equal(62, count);
    }
}
