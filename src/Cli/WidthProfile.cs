using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>Reads relative widths α₀ … α_L: a grid of L or L + 1 numbers, <c>equal</c>, or <c>taper:RATIO</c>.</summary>
public static class WidthProfile
{
    private const string Taper = "taper:";

    /// <summary>The depth that a list of widths implies (one width per layer input), or null for a named profile.</summary>
    /// <exception cref="ArgumentException">The text is no profile.</exception>
    public static int? ImpliedDepth(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsNamed(text) ? null : Grid.Parse(name, text).Length;
    }

    /// <summary>Parses widths for a network of the given depth.</summary>
    /// <param name="name">The option, for the error message.</param>
    /// <param name="text">The text to parse.</param>
    /// <param name="depth">L.</param>
    /// <returns>α₀ … α_L: L + 1 numbers; where only L are given, the last is repeated.</returns>
    /// <exception cref="ArgumentException">The number of widths contradicts the depth, or one of them is not &gt; 0.</exception>
    public static ImmutableArray<double> Parse(string name, string text, int depth)
    {
        ArgumentNullException.ThrowIfNull(text);
        double[] widths;
        if (IsNamed(text))
        {
            double ratio = text.StartsWith(Taper, StringComparison.Ordinal) ? Grid.Number(name, text[Taper.Length..]) : 1.0;
            Require.Positive(ratio, name);
            widths = [.. Enumerable.Range(0, depth + 1).Select(layer => Math.Pow(ratio, layer))];
        }
        else
        {
            widths = [.. Grid.Parse(name, text)];
            if (widths.Length == depth)
            {
                widths = [.. widths, widths[^1]];
            }
        }

        if (widths.Length != depth + 1)
        {
            throw new ArgumentException(
                $"{name} must have {depth} numbers (or {depth + 1}, with the output) at depth {depth}, but has {widths.Length}.");
        }

        foreach (double width in widths)
        {
            Require.Positive(width, name);
        }

        return [.. widths];
    }

    private static bool IsNamed(string text) => text == "equal" || text.StartsWith(Taper, StringComparison.Ordinal);
}
