using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Plots;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>Writes a phase diagram as a coloured map (SVG) or a table (CSV).</summary>
public static class PhaseDiagramFile
{
    private const double ColourReach = 1.0;
    private const double Straight = 0.02; // of the width: a longer step between two rows is filled
    private const int Steps = 24;

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
        PlotPoint[] edge = [.. Between(Edge(diagram), diagram)];
        if (edge.Length > 1)
        {
            elements.Add(new Curve(edge, "χ₁ = 1", Palette.Theory));
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

    /// <summary>The same with points of the exact line where it runs far between two rows, as it does from σ_b² = 0.</summary>
    private static IEnumerable<PlotPoint> Between(IEnumerable<PlotPoint> crossings, PhaseDiagram diagram)
    {
        PlotPoint? last = null;
        double far = Straight * (diagram.WeightVariances[^1] - diagram.WeightVariances[0]);
        foreach (PlotPoint next in crossings)
        {
            if (last is { } from && Math.Abs(next.X - from.X) > far)
            {
                (double left, double right) = from.X < next.X ? (from.X, next.X) : (next.X, from.X);
                for (int k = 1; k < Steps; k++)
                {
                    // Near σ_b² = 0 the bias variance is of third order in the distance.
                    double bias = from.Y + ((next.Y - from.Y) * Math.Pow((double)k / Steps, 3.0));
                    double[] weights = [.. CriticalLine.AtBias(diagram.Activation, bias).Select(point => point.WeightVariance).Where(w => w > left && w < right)];
                    if (weights.Length == 1)
                    {
                        yield return new PlotPoint(weights[0], bias);
                    }
                }
            }

            yield return next;
            last = next;
        }
    }
}
