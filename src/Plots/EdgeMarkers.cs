using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>Triangles under the axis at the ends of bands, with a dotted line where there are few of them.</summary>
public sealed record EdgeMarkers : PlotElement
{
    private const int MaxLines = 12;

    /// <summary>Creates markers.</summary>
    /// <param name="edges">The places, finite.</param>
    /// <param name="legend">The words in the legend; empty for none.</param>
    /// <param name="color">From <see cref="Palette"/>.</param>
    public EdgeMarkers(IEnumerable<double> edges, string legend = "", string color = Palette.Edge)
        : base(legend, color) =>
        Edges = [.. edges.Select(edge => Require.Finite(edge))];

    /// <summary>The places.</summary>
    public ImmutableArray<double> Edges { get; }

    /// <summary>Whether two sets of markers are the same.</summary>
    public bool Equals(EdgeMarkers? other) =>
        other is not null && Edges.AsSpan().SequenceEqual(other.Edges.AsSpan()) && (Legend, Color) == (other.Legend, other.Color);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Edges.Length, Legend, Color);

    internal override void Draw(PanelCanvas canvas)
    {
        foreach (double edge in Edges.Where(canvas.InRange))
        {
            double x = canvas.X(edge);
            if (Edges.Length <= MaxLines)
            {
                canvas.Svg.Empty(
                    "line", ("x1", x), ("y1", canvas.Bottom), ("x2", x), ("y2", canvas.Top), ("stroke", Color),
                    ("stroke-width", 0.8), ("stroke-dasharray", "1.5 3"));
            }

            Triangle(canvas.Svg, x, canvas.Bottom);
        }
    }

    internal override void DrawKey(SvgWriter svg, double x, double y, double width) => Triangle(svg, x + (0.5 * width), y + 3.0);

    private void Triangle(SvgWriter svg, double x, double y) =>
        svg.Empty(
            "path",
            ("d", $"M{SvgWriter.Number(x)} {SvgWriter.Number(y)}l-3.5 -6.5h7Z"), ("fill", Color), ("stroke", "none"));
}
