using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>A rectangle of coloured cells: a function of two variables, such as a phase diagram.</summary>
/// <remarks>Cells are equal in the picture, so on a logarithmic axis they are equal in ratio. A NaN stays blank.</remarks>
public sealed record HeatMap : PlotElement
{
    /// <summary>Creates a heat map over the whole panel.</summary>
    /// <param name="columns">The number of columns, ≥ 1.</param>
    /// <param name="values">Row by row, the bottom row first; NaN for a cell without a value.</param>
    /// <param name="range">The numbers at the two ends of the colour scale.</param>
    /// <param name="label">What the colours mean, at the colour bar.</param>
    public HeatMap(int columns, IEnumerable<double> values, Interval range, string label)
        : base("", Palette.Ink)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentNullException.ThrowIfNull(label);
        Values = [.. values];
        if (Values.IsEmpty || Values.Length % columns != 0)
        {
            throw new ArgumentException($"{Values.Length} values do not fill rows of {columns} columns.", nameof(values));
        }

        Columns = columns;
        Range = range;
        Label = label;
    }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Row by row, the bottom row first.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>The numbers at the two ends of the colour scale.</summary>
    public Interval Range { get; }

    /// <summary>What the colours mean.</summary>
    public string Label { get; }

    /// <summary>Whether two heat maps have the same cells.</summary>
    public bool Equals(HeatMap? other) =>
        other is not null && Columns == other.Columns && Range == other.Range && Label == other.Label
        && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Columns, Values.Length, Range, Label);

    internal override void Draw(PanelCanvas canvas)
    {
        int rows = Values.Length / Columns;
        double width = (canvas.Right - canvas.Left) / Columns;
        double height = (canvas.Bottom - canvas.Top) / rows;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                double value = Values[(row * Columns) + column];
                if (double.IsNaN(value))
                {
                    continue;
                }

                // Cells overlap by a little, or a fine light grid shows between them.
                canvas.Svg.Empty(
                    "rect", ("x", canvas.Left + (column * width)), ("y", canvas.Bottom - ((row + 1) * height)),
                    ("width", width + 0.3), ("height", height + 0.3), ("shape-rendering", "crispEdges"),
                    ("fill", Palette.Heat((Math.Clamp(value, Range.Left, Range.Right) - Range.Left) / (Range.Right - Range.Left))));
            }
        }
    }

    internal override void DrawKey(SvgWriter svg, double x, double y, double width)
    {
    }

    /// <summary>Draws the colour bar with its ticks to the right of the panel.</summary>
    internal void DrawBar(SvgWriter svg, double x, double top, double height)
    {
        const int steps = 48;
        const double barWidth = 12.0;
        Axis axis = new(Label, Range.Left, Range.Right);
        for (int i = 0; i < steps; i++)
        {
            svg.Empty(
                "rect", ("x", x), ("y", top + (height * (steps - 1 - i) / steps)), ("width", barWidth),
                ("height", (height / steps) + 0.3), ("fill", Palette.Heat((i + 0.5) / steps)));
        }

        foreach (Tick tick in axis.Ticks)
        {
            svg.Text(
                "text", tick.Label, ("x", x + barWidth + 4.0), ("y", top + (height * (1.0 - axis.Position(tick.Value))) + 4.0),
                ("font-size", 11), ("fill", Palette.Ink));
        }

        svg.Text(
            "text", Label, ("transform", $"translate({SvgWriter.Number(x + barWidth + 44.0)} {SvgWriter.Number(top + (0.5 * height))}) rotate(-90)"),
            ("text-anchor", "middle"), ("font-size", 12), ("fill", Palette.Ink));
    }
}
