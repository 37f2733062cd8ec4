using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Plots;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>Writes a phase diagram as a coloured map (SVG) or a table (CSV).</summary>
public static class PhaseDiagramFile
{
    private const double ColourReach = 1.0;

    /// <summary>Writes the file; its ending decides the form.</summary>
    /// <exception cref="ArgumentException">The ending is neither .svg nor .csv.</exception>
    public static void Write(string path, PhaseDiagram diagram)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(diagram);
        AtomicFile.WriteText(path, Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SVG" => ToSvg(diagram),
            ".CSV" => ToCsv(diagram),
            _ => throw new ArgumentException($"--diagram must end in .svg or .csv, but is '{path}'."),
        });
    }

    /// <summary>log χ₁ in colour with the edge of chaos as a line.</summary>
    public static string ToSvg(PhaseDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        int columns = diagram.WeightVariances.Length;
        int rows = diagram.BiasVariances.Length;
        HeatMap heat = new(
            columns,
            Enumerable.Range(0, columns * rows).Select(i => ColourOf(diagram.Chi1(i % columns, i / columns))),
            new Interval(-ColourReach, ColourReach),
            "log χ₁ (< 0 ordered, > 0 chaotic)");
        Axis horizontal = new("σ_w²", diagram.WeightVariances[0], diagram.WeightVariances[^1]);
        Axis vertical = new("σ_b²", diagram.BiasVariances[0], diagram.BiasVariances[^1]);
        List<PlotElement> elements = [heat];
        PlotPoint[] edge = [.. Edge(diagram)];
        if (edge.Length > 1)
        {
            elements.Add(new Curve(edge, "χ₁ = 1", Palette.Paper));
        }

        Panel panel = new(diagram.Activation.Name, horizontal, vertical, elements);
        return new Picture(
            $"Phases of deep {diagram.Activation.Name} networks",
            "The slope of the correlation map at the fixed point of the variance.",
            [panel],
            columns: 1).ToSvg();
    }

    /// <summary>One line per grid point: weight variance, bias variance, χ₁.</summary>
    public static string ToCsv(PhaseDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        return new CsvTable(
            ["weightVariance", "biasVariance", "chi1"],
            from row in Enumerable.Range(0, diagram.BiasVariances.Length)
            from column in Enumerable.Range(0, diagram.WeightVariances.Length)
            where double.IsFinite(diagram.Chi1(column, row))
            select (IReadOnlyList<double>)[diagram.WeightVariances[column], diagram.BiasVariances[row], diagram.Chi1(column, row)]).ToCsv();
    }

    private static double ColourOf(double chi1) =>
        double.IsFinite(chi1) ? Math.Clamp(Math.Log(Math.Max(chi1, 1e-9)), -ColourReach, ColourReach) : double.NaN;

    /// <summary>Where χ₁ crosses 1 in each row, by interpolation of log χ₁ between the columns.</summary>
    private static IEnumerable<PlotPoint> Edge(PhaseDiagram diagram)
    {
        for (int row = 0; row < diagram.BiasVariances.Length; row++)
        {
            for (int column = 0; column + 1 < diagram.WeightVariances.Length; column++)
            {
                double left = diagram.Chi1(column, row);
                double right = diagram.Chi1(column + 1, row);
                if (left > 0.0 && left < 1.0 && right >= 1.0 && double.IsFinite(right))
                {
                    double share = -Math.Log(left) / (Math.Log(right) - Math.Log(left));
                    double weight = diagram.WeightVariances[column]
                        + (share * (diagram.WeightVariances[column + 1] - diagram.WeightVariances[column]));
                    yield return new PlotPoint(weight, diagram.BiasVariances[row]);
                    break;
                }
            }
        }
    }
}
