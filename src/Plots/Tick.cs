using System.Collections.Immutable;
using System.Globalization;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>One tick of an axis.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Label">What is written there; empty for a minor tick.</param>
public readonly record struct Tick(double Value, string Label)
{
    private const int Wanted = 6;
    private const int Fewest = 3;
    private const double TwoAndFive = 2.5; // decades: so many leave room for labels at 2 and 5
    private const double Three = 3.5; // and so many at 3
    private const int Room = 52; // characters of labels that stand side by side under a panel
    private static readonly string[] Superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

    /// <summary>Whether the tick has no label.</summary>
    public bool IsMinor => Label.Length == 0;

    internal static ImmutableArray<Tick> For(Axis axis) =>
        axis.Scale == AxisScale.Linear || axis.Range.Right / axis.Range.Left < 4.0
            ? Linear(axis.Range, axis.IsCount ? 1.0 : 0.0)
            : Logarithmic(axis.Range);

    /// <summary>Multiples of 1, 2 or 5 times a power of ten: about six of them, or fewer where their labels would touch.</summary>
    private static ImmutableArray<Tick> Linear(Interval range, double leastStep)
    {
        int wanted = Wanted;
        ImmutableArray<Tick> ticks = Linear(range, leastStep, wanted);
        while (ticks.Sum(tick => tick.Label.Length) > Room && wanted > Fewest)
        {
            ticks = Linear(range, leastStep, --wanted);
        }

        return ticks;
    }

    private static ImmutableArray<Tick> Linear(Interval range, double leastStep, int wanted)
    {
        double rough = Math.Max(leastStep, (range.Right - range.Left) / wanted);
        double power = Math.Pow(10.0, Math.Floor(Math.Log10(rough)));
        double digit = (rough / power) switch { < 1.5 => 1.0, < 3.5 => 2.0, < 7.5 => 5.0, _ => 10.0 };
        double step = digit * power;
        const double slack = 1e-9; // of a step, so that an end that is a multiple up to rounding gets its tick
        double first = Math.Ceiling((range.Left / step) - slack);
        double last = Math.Floor((range.Right / step) + slack);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + slack));
        double largest = Math.Max(Math.Abs(range.Left), Math.Abs(range.Right));
        bool scientific = largest >= 1e5 || decimals > 4;
        var ticks = ImmutableArray.CreateBuilder<Tick>();
        for (double k = first; k <= last; k++)
        {
            double value = k == 0.0 ? 0.0 : k * step;
            ticks.Add(new Tick(value, scientific ? Scientific(value, step) : value.ToString($"F{decimals}", CultureInfo.InvariantCulture)));
        }

        return ticks.ToImmutable();
    }

    /// <summary>Powers of ten, thinned where there are many; 2 and 5, or 3, between them where there are few.</summary>
    private static ImmutableArray<Tick> Logarithmic(Interval range)
    {
        const double slack = 1e-9;
        int low = (int)Math.Floor(Math.Log10(range.Left) + slack);
        int high = (int)Math.Ceiling(Math.Log10(range.Right) - slack);
        double decades = Math.Log10(range.Right / range.Left);
        int every = Math.Max(1, (int)Math.Ceiling(decades / 8.0));
        var ticks = ImmutableArray.CreateBuilder<Tick>();
        for (int exponent = low; exponent <= high; exponent++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10.0, exponent);
                if (value < range.Left * (1.0 - slack) || value > range.Right * (1.0 + slack))
                {
                    continue;
                }

                bool labelled = (digit == 1 && exponent % every == 0)
                    || (decades <= TwoAndFive && digit is 2 or 5)
                    || (decades is > TwoAndFive and <= Three && digit == 3);
                if (labelled || every == 1 || digit == 1)
                {
                    ticks.Add(new Tick(value, labelled ? LogLabel(digit, exponent) : ""));
                }
            }
        }

        return ticks.ToImmutable();
    }

    private static string LogLabel(int digit, int exponent) =>
        exponent is >= -2 and <= 3
            ? (digit * Math.Pow(10.0, exponent)).ToString("0.##", CultureInfo.InvariantCulture)
            : (digit == 1 ? "" : $"{digit}·") + $"10{Superscript(exponent)}";

    private static string Scientific(double value, double step)
    {
        if (value == 0.0)
        {
            return "0";
        }

        int exponent = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        int digits = Math.Max(0, exponent - (int)Math.Floor(Math.Log10(step) + 1e-9));
        string mantissa = (value / Math.Pow(10.0, exponent)).ToString($"F{digits}", CultureInfo.InvariantCulture);
        return $"{mantissa}·10{Superscript(exponent)}";
    }

    private static string Superscript(int number) =>
        (number < 0 ? "⁻" : "")
        + string.Concat(Math.Abs(number).ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
}
