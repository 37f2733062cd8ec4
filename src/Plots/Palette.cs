using System.Collections.Immutable;
using System.Globalization;

namespace FreeSpectra.Plots;

/// <summary>The colours: distinct for colour-blind readers and in grey, on a light ground.</summary>
/// <remarks>The eight colours of Okabe and Ito; the heat-map scale is monotone in lightness.</remarks>
public static class Palette
{
    /// <summary>Text and axes.</summary>
    public const string Ink = "#1b1f24";

    /// <summary>Grid lines and secondary text.</summary>
    public const string Grey = "#6b7280";

    /// <summary>Fine grid lines.</summary>
    public const string Faint = "#e5e7eb";

    /// <summary>The ground.</summary>
    public const string Paper = "#ffffff";

    /// <summary>What theory says.</summary>
    public const string Theory = "#000000";

    /// <summary>What a sample shows.</summary>
    public const string Sample = "#e69f00";

    /// <summary>Atoms.</summary>
    public const string Atom = "#0072b2";

    /// <summary>Edges of bands.</summary>
    public const string Edge = "#cc79a7";

    private static readonly (int R, int G, int B)[] Scale =
        [(253, 231, 37), (122, 209, 81), (34, 168, 132), (42, 120, 142), (65, 68, 135), (68, 1, 84)];

    /// <summary>Colours for several curves in one panel.</summary>
    public static ImmutableArray<string> Series { get; } =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000"];

    /// <summary>The colour of a number in [0, 1] on a heat map: light for small, dark for large.</summary>
    public static string Heat(double fraction)
    {
        double at = Math.Clamp(fraction, 0.0, 1.0) * (Scale.Length - 1);
        int i = Math.Min((int)at, Scale.Length - 2);
        double t = at - i;
        int Mix(int a, int b) => (int)Math.Round(a + (t * (b - a)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"#{Mix(Scale[i].R, Scale[i + 1].R):x2}{Mix(Scale[i].G, Scale[i + 1].G):x2}{Mix(Scale[i].B, Scale[i + 1].B):x2}");
    }
}
