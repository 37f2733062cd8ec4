using System.Collections.Immutable;
using System.Globalization;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Statements;

namespace FreeSpectra.Cli;

/// <summary>What decides a statement, drawn: each number as a part of its bound, for the formula and for the one that is wrong on purpose.</summary>
internal static class EvidencePlot
{
    private const double Least = 1e-6;
    private const double Most = 1e6;
    private const double Room = 4.0; // beyond both ends, so that a point there is seen whole

    /// <summary>The picture; numbers stand in the order in which the command prints them.</summary>
    public static Picture Create(Statement statement, Verdict right, Verdict broken)
    {
        int count = Math.Max(right.Evidence.Length, broken.Evidence.Length);
        Panel panel = new(
            "each number against its bound",
            new Axis("number of the evidence", 0.5, count + 0.5, isCount: true),
            new Axis("part of its bound (below 1 it holds)", Least / Room, Most * Room, AxisScale.Logarithmic),
            [
                new Curve([new PlotPoint(0.5, 1.0), new PlotPoint(count + 0.5, 1.0)], "the bound", Palette.Grey, dashed: true),
                new Markers(Points(broken.Evidence), $"wrong on purpose: {Short(statement.BrokenFormula)}", Palette.Sample),
                new Markers(Points(right.Evidence), "the formula", Palette.Atom),
            ]);
        string list = string.Join("; ", right.Evidence.Select((item, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}: {item}")));
        return new Picture(statement.Id, $"{statement.Formula}. {list}", [panel], columns: 1);
    }

    private static IEnumerable<PlotPoint> Points(ImmutableArray<Evidence> evidence) =>
        evidence.Select((item, i) => new PlotPoint(i + 1.0, Math.Clamp(Part(item), Least, Most)));

    /// <summary>Below 1 exactly where the evidence holds.</summary>
    private static double Part(Evidence item)
    {
        double part = item.AtLeast ? item.Bound / item.Value : Math.Abs(item.Value) / item.Bound;
        return double.IsFinite(part) && part >= 0.0 ? part : Most;
    }

    private static string Short(string words) => words.Length <= 48 ? words : words[..47] + "…";
}
