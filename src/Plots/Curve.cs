using System.Collections.Immutable;

namespace FreeSpectra.Plots;

/// <summary>A polygonal line through given points.</summary>
public sealed record Curve : PlotElement
{
    /// <summary>Creates a curve.</summary>
    /// <param name="points">In drawing order.</param>
    /// <param name="legend">The words in the legend; empty for none.</param>
    /// <param name="color">From <see cref="Palette"/>.</param>
    /// <param name="dashed">Whether the line is broken.</param>
    public Curve(IEnumerable<PlotPoint> points, string legend = "", string color = Palette.Theory, bool dashed = false)
        : base(legend, color)
    {
        Points = [.. points];
        Dashed = dashed;
    }

    /// <summary>The points.</summary>
    public ImmutableArray<PlotPoint> Points { get; }

    /// <summary>Whether the line is broken.</summary>
    public bool Dashed { get; }

    /// <summary>Whether two curves have the same points and style.</summary>
    public bool Equals(Curve? other) =>
        other is not null && Points.AsSpan().SequenceEqual(other.Points.AsSpan())
        && (Legend, Color, Dashed) == (other.Legend, other.Color, other.Dashed);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Points.Length, Legend, Color, Dashed);

    internal override void Draw(PanelCanvas canvas)
    {
        if (Points.Length > 1)
        {
            Line(canvas.Svg, canvas.Path(Points, close: false));
        }
    }

    internal override void DrawKey(SvgWriter svg, double x, double y, double width)
    {
        Line(svg, $"M{SvgWriter.Number(x)} {SvgWriter.Number(y)}H{SvgWriter.Number(x + width)}");
    }

    private void Line(SvgWriter svg, string path) =>
        svg.Empty(
            "path", ("d", path), ("fill", "none"), ("stroke", Color), ("stroke-width", 1.6), ("stroke-linejoin", "round"),
            ("stroke-dasharray", Dashed ? "5 3" : "none"));
}
