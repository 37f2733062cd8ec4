using System.Collections.Immutable;
using System.Globalization;

namespace FreeSpectra.Cli;

/// <summary>Reads a grid: <c>a:b:n</c> (n points, ends included) or a comma-separated list of numbers.</summary>
public static class Grid
{
    private const int MaxPoints = 1_000_000;

    /// <summary>Parses a grid.</summary>
    /// <param name="name">The option, for the error message.</param>
    /// <param name="text">The text to parse.</param>
    /// <exception cref="ArgumentException">The text is not a grid of finite numbers.</exception>
    public static ImmutableArray<double> Parse(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] range = text.Split(':');
        if (range.Length == 3)
        {
            double a = Number(name, range[0]);
            double b = Number(name, range[1]);
            if (!int.TryParse(range[2], NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n < 1 || n > MaxPoints)
            {
                throw new ArgumentException($"{name} must have between 1 and {MaxPoints} points, but has '{range[2]}'.");
            }

            return n == 1 ? [a] : [.. Enumerable.Range(0, n).Select(i => i == n - 1 ? b : a + ((b - a) * i / (n - 1)))];
        }

        return range.Length == 1
            ? [.. text.Split(',').Select(part => Number(name, part))]
            : throw new ArgumentException($"{name} must have the form a:b:n or be a list of numbers, but is '{text}'.");
    }

    /// <summary>Parses one finite number.</summary>
    /// <param name="name">The option, for the error message.</param>
    /// <param name="text">The text to parse.</param>
    /// <exception cref="ArgumentException">The text is not a finite number.</exception>
    public static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new ArgumentException($"{name} must be a finite number, but is '{text}'.");
}
