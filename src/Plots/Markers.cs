using System.Collections.Immutable;

namespace FreeSpectra.Plots;

/// <summary>Single points, with vertical error bars where an error is given.</summary>
public sealed record Markers : PlotElement
{
    /// <summary>Creates markers.</summary>
    /// <param name="points">The points.</param>
    /// <param name="legend">The words in the legend; empty for none.</param>
    /// <param name="color">From <see cref="Palette"/>.</param>
    /// <param name="errors">Half the length of each bar; empty for none, else one for each point.</param>
    public Markers(
        IEnumerable<PlotPoint> points, string legend = "", string color = Palette.Sample, IEnumerable<double>? errors = null)
        : base(legend, color)
    {
        Points = [.. points];
        Errors = [.. errors ?? []];
        if (!Errors.IsEmpty && Errors.Length != Points.Length)
        {
            throw new ArgumentException($"{Points.Length} points need as many errors, but there are {Errors.Length}.", nameof(errors));
        }
    }

    /// <summary>The points.</summary>
    public ImmutableArray<PlotPoint> Points { get; }

    /// <summary>Half the length of each bar, or none.</summary>
    public ImmutableArray<double> Errors { get; }

    /// <summary>Whether two sets of markers are the same.</summary>
    public bool Equals(Markers? other) =>
        other is not null && Points.AsSpan().SequenceEqual(other.Points.AsSpan())
        && Errors.AsSpan().SequenceEqual(other.Errors.AsSpan()) && (Legend, Color) == (other.Legend, other.Color);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Points.Length, Legend, Color);

    internal override void Draw(PanelCanvas canvas)
    {
        for (int i = 0; i < Points.Length; i++)
        {
            if (!canvas.InRange(Points[i].X))
            {
                continue;
            }

            double x = canvas.X(Points[i].X);
            if (!Errors.IsEmpty && Errors[i] > 0.0)
            {
                canvas.Svg.Empty(
                    "line", ("x1", x), ("y1", canvas.ClampY(canvas.Y(Points[i].Y - Errors[i]))), ("x2", x),
                    ("y2", canvas.ClampY(canvas.Y(Points[i].Y + Errors[i]))), ("stroke", Color), ("stroke-width", 1.2));
            }

            Dot(canvas.Svg, x, canvas.ClampY(canvas.Y(Points[i].Y)));
        }
    }

    internal override void DrawKey(SvgWriter svg, double x, double y, double width) => Dot(svg, x + (0.5 * width), y);

    private void Dot(SvgWriter svg, double x, double y) =>
        svg.Empty("circle", ("cx", x), ("cy", y), ("r", 3.0), ("fill", Color), ("stroke", "#ffffff"), ("stroke-width", 0.7));
}
