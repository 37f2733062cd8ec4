using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>One or more panels, in rows, as an SVG document.</summary>
/// <remarks>
/// The document has a view box and no fixed size, so that it fills whatever width it is given; same panels, same bytes.
/// </remarks>
public sealed record Picture
{
    private const double PanelWidth = 480.0;
    private const double PanelHeight = 330.0;
    private const double TitleHeight = 30.0;

    /// <summary>Creates a picture.</summary>
    /// <param name="title">The heading and the document's accessible name; may be empty when there is one panel.</param>
    /// <param name="description">What the reader should see, for readers who cannot see it.</param>
    /// <param name="panels">At least one.</param>
    /// <param name="columns">Panels in a row, ≥ 1.</param>
    public Picture(string title, string description, IEnumerable<Panel> panels, int columns = 3)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Title = title;
        Description = description;
        Panels = [.. panels];
        if (Panels.IsEmpty)
        {
            throw new ArgumentException("A picture needs at least one panel.", nameof(panels));
        }

        Columns = Math.Min(columns, Panels.Length);
    }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>What the reader should see.</summary>
    public string Description { get; }

    /// <summary>The panels, row by row.</summary>
    public ImmutableArray<Panel> Panels { get; }

    /// <summary>Panels in a row.</summary>
    public int Columns { get; }

    /// <summary>The whole SVG document.</summary>
    public string ToSvg()
    {
        int rows = (Panels.Length + Columns - 1) / Columns;
        var rowHeights = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            int legend = Panels.Skip(row * Columns).Take(Columns).Max(panel => PanelDrawing.LegendRows(panel, PanelWidth));
            rowHeights[row] = PanelHeight + (legend * PanelDrawing.LegendRow) + 8.0;
        }

        double top = Title.Length > 0 ? TitleHeight : 0.0;
        double width = Columns * PanelWidth;
        double height = top + rowHeights.Sum();
        SvgWriter svg = new();
        svg.Open(
            "svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {SvgWriter.Number(width)} {SvgWriter.Number(height)}"),
            ("role", "img"), ("font-family", "system-ui, 'Segoe UI', 'Helvetica Neue', Helvetica, 'DejaVu Sans', Arial, sans-serif"));
        svg.Text("title", Title.Length > 0 ? Title : Panels[0].Title);
        svg.Text("desc", Description);
        svg.Empty("rect", ("x", 0), ("y", 0), ("width", width), ("height", height), ("fill", Palette.Paper));
        if (Title.Length > 0)
        {
            svg.Text(
                "text", Title, ("x", 0.5 * width), ("y", 23.0), ("text-anchor", "middle"), ("font-size", 16),
                ("font-weight", "600"), ("fill", Palette.Ink));
        }

        double y = top;
        for (int i = 0; i < Panels.Length; i++)
        {
            PanelDrawing.Draw(svg, Panels[i], i, i % Columns * PanelWidth, y, PanelWidth, PanelHeight);
            if (i % Columns == Columns - 1)
            {
                y += rowHeights[i / Columns];
            }
        }

        svg.Close("svg");
        return svg.ToString();
    }

    /// <summary>Writes the document to a file, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, ToSvg());

    /// <summary>Whether two pictures have the same panels.</summary>
    public bool Equals(Picture? other) =>
        other is not null && (Title, Description, Columns) == (other.Title, other.Description, other.Columns)
        && Panels.SequenceEqual(other.Panels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Title, Description, Columns, Panels.Length);
}
