namespace FreeSpectra.Plots;

/// <summary>Something drawn in a panel: a curve, a histogram, stems, marks, a heat map.</summary>
public abstract record PlotElement
{
    private protected PlotElement(string legend, string color)
    {
        ArgumentNullException.ThrowIfNull(legend);
        ArgumentNullException.ThrowIfNull(color);
        Legend = legend;
        Color = color;
    }

    /// <summary>The words in the legend; empty for none.</summary>
    public string Legend { get; }

    /// <summary>The main colour, from <see cref="Palette"/>.</summary>
    public string Color { get; }

    internal abstract void Draw(PanelCanvas canvas);

    /// <summary>Draws the sign that stands before the words of the legend.</summary>
    internal abstract void DrawKey(SvgWriter svg, double x, double y, double width);
}
