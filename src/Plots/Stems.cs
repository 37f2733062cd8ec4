using System.Collections.Immutable;
using System.Globalization;
using FreeSpectra.Measures;

namespace FreeSpectra.Plots;

/// <summary>Atoms as stems whose height is the weight, on the right axis where the panel has one.</summary>
public sealed record Stems : PlotElement
{
    private const int MaxLabels = 8;
    private const double LabelWidth = 36.0;
    private const double HeadGap = 8.0;
    private const double LabelHeight = 12.0;

    /// <summary>Creates stems.</summary>
    /// <param name="atoms">The atoms.</param>
    /// <param name="legend">The words in the legend; empty for none.</param>
    /// <param name="color">From <see cref="Palette"/>.</param>
    /// <param name="hollow">Draws rings without stems and labels: the fractions of a sample beside the exact weights.</param>
    public Stems(IEnumerable<Atom> atoms, string legend = "", string color = Palette.Atom, bool hollow = false)
        : base(legend, color)
    {
        Atoms = [.. atoms];
        Hollow = hollow;
    }

    /// <summary>The atoms.</summary>
    public ImmutableArray<Atom> Atoms { get; }

    /// <summary>Whether rings are drawn instead of stems.</summary>
    public bool Hollow { get; }

    /// <summary>Whether two sets of stems are the same.</summary>
    public bool Equals(Stems? other) =>
        other is not null && Atoms.AsSpan().SequenceEqual(other.Atoms.AsSpan())
        && (Legend, Color, Hollow) == (other.Legend, other.Color, other.Hollow);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Atoms.Length, Legend, Color, Hollow);

    internal override void Draw(PanelCanvas canvas)
    {
        foreach (Atom atom in Atoms.Where(atom => canvas.InRange(atom.Location)))
        {
            double x = canvas.X(atom.Location);
            double y = canvas.ClampY(canvas.YOfWeight(atom.Weight));
            if (!Hollow)
            {
                canvas.Svg.Empty(
                    "line", ("x1", x), ("y1", canvas.Bottom), ("x2", x), ("y2", y), ("stroke", Color), ("stroke-width", 2.0));
            }

            Head(canvas.Svg, x, y);
        }

        if (!Hollow)
        {
            Label(canvas);
        }
    }

    internal override void DrawKey(SvgWriter svg, double x, double y, double width)
    {
        double middle = x + (0.5 * width);
        if (!Hollow)
        {
            svg.Empty(
                "line", ("x1", middle), ("y1", y + 6.0), ("x2", middle), ("y2", y - 4.0), ("stroke", Color), ("stroke-width", 2.0));
        }

        Head(svg, middle, Hollow ? y : y - 4.0);
    }

    private void Head(SvgWriter svg, double x, double y) =>
        svg.Empty(
            "circle", ("cx", x), ("cy", y), ("r", Hollow ? 5.0 : 3.2), ("fill", Hollow ? "none" : Color), ("stroke", Color),
            ("stroke-width", Hollow ? 1.6 : 0.5));

    /// <summary>Writes the weights of the heaviest atoms beside the heads of their stems, each clear of the others.</summary>
    private void Label(PanelCanvas canvas)
    {
        List<(double X, double Y)> taken = [];
        var labelled = Atoms.Where(atom => canvas.InRange(atom.Location))
            .OrderByDescending(atom => atom.Weight)
            .Take(MaxLabels);
        foreach (Atom atom in labelled)
        {
            double stem = canvas.X(atom.Location);
            bool onTheRight = stem + HeadGap + LabelWidth < canvas.Right;
            double x = onTheRight ? stem + HeadGap : stem - HeadGap;
            double start = onTheRight ? x : x - LabelWidth;
            double y = Math.Min(canvas.ClampY(canvas.YOfWeight(atom.Weight)) + 4.0, canvas.Bottom - 4.0);
            for (int i = 0; i < 8 * MaxLabels && taken.Any(t => Math.Abs(t.X - start) < LabelWidth && Math.Abs(t.Y - y) < LabelHeight); i++)
            {
                y -= 2.0;
            }

            y = Math.Max(y, canvas.Top + LabelHeight);
            taken.Add((start, y));
            canvas.Svg.Text(
                "text", WeightText(atom.Weight), ("x", x), ("y", y), ("text-anchor", onTheRight ? "start" : "end"),
                ("font-size", 11), ("fill", Color), ("stroke", "#ffffff"), ("stroke-width", 3), ("paint-order", "stroke"));
        }
    }

    private static string WeightText(double weight) =>
        weight switch
        {
            1.0 => "1",
            >= 0.9995 => "1 − " + (1.0 - weight).ToString("0.0e0", CultureInfo.InvariantCulture),
            >= 0.001 => weight.ToString("0.000", CultureInfo.InvariantCulture),
            _ => weight.ToString("0.0e0", CultureInfo.InvariantCulture),
        };
}
