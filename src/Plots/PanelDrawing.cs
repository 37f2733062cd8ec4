using System.Globalization;

namespace FreeSpectra.Plots;

/// <summary>Draws one panel: frame, grid, ticks, labels, elements clipped to the frame, legend.</summary>
internal static class PanelDrawing
{
    public const double LegendRow = 18.0;
    private const double TickLabelGap = 8.0;
    private const double TitleSize = 14.0;
    private const double SmallestTitleSize = 8.0;
    private const double MarginTop = 34.0;
    private const double MarginBottom = 50.0;
    private const double KeyWidth = 22.0;
    private const double LegendGap = 16.0;

    public static int LegendRows(Panel panel, double width) =>
        LegendLayout(panel, width).Select(entry => entry.Row + 1).DefaultIfEmpty(0).Max();

    public static void Draw(SvgWriter svg, Panel panel, int index, double x, double y, double width, double height)
    {
        HeatMap? heat = panel.Elements.OfType<HeatMap>().FirstOrDefault();
        double marginLeft = LabelOffset(panel.Vertical, 50.0) + 14.0;
        double marginRight = heat is not null ? 78.0
            : panel.Right is { } weights ? RightLabelOffset(weights) + 6.0
            : Math.Max(18.0, 2.0 + (0.5 * panel.Horizontal.Ticks.Select(tick => WidthOf(tick.Label)).LastOrDefault()));
        PanelCanvas canvas = new(
            svg, panel, x + marginLeft, y + MarginTop, width - marginLeft - marginRight, height - MarginTop - MarginBottom);
        svg.Open("g", ("class", "panel"));
        (string title, double size) = Fitting(panel.Title, width);
        Word(svg, title, x + (0.5 * width), y + 20.0, "middle", size, Palette.Ink, "600");
        Grid(canvas, heat is null);
        string clip = string.Create(CultureInfo.InvariantCulture, $"clip{index}");
        svg.Open("clipPath", ("id", clip));
        svg.Empty(
            "rect", ("x", canvas.Left), ("y", canvas.Top), ("width", canvas.Right - canvas.Left),
            ("height", canvas.Bottom - canvas.Top));
        svg.Close("clipPath");
        svg.Open("g", ("clip-path", $"url(#{clip})"));
        foreach (PlotElement element in panel.Elements)
        {
            element.Draw(canvas);
        }

        svg.Close("g");
        Frame(canvas);
        Labels(canvas, panel);
        heat?.DrawBar(svg, canvas.Right + 10.0, canvas.Top, canvas.Bottom - canvas.Top);
        foreach ((PlotElement element, int row, double at) in LegendLayout(panel, width))
        {
            double top = y + height + (row * LegendRow) + 4.0;
            element.DrawKey(svg, x + at, top, KeyWidth);
            Word(svg, element.Legend, x + at + KeyWidth + 6.0, top + 4.0, "start", 12, Palette.Ink);
        }

        svg.Close("g");
    }

    /// <summary>About the width of a text of size 12: the exact one depends on a font that the reader's machine chooses.</summary>
    private static double WidthOf(string text) => 6.4 * text.Length;

    /// <summary>How far from the frame the words beside a vertical axis stand: beyond its tick labels.</summary>
    private static double LabelOffset(Axis axis, double least) =>
        Math.Max(least, TickLabelGap + 10.0 + axis.Ticks.Select(tick => WidthOf(tick.Label)).DefaultIfEmpty(0.0).Max());

    /// <summary>The same on the right, where turned letters stand on the side of the ticks.</summary>
    private static double RightLabelOffset(Axis axis) => LabelOffset(axis, 46.0) + 10.0;

    /// <summary>A title in letters so small that it fits, or, where they would be too small to read, its beginning.</summary>
    private static (string Text, double Size) Fitting(string title, double width)
    {
        double wide = 1.22 * WidthOf(title) / 12.0; // at size 1; a title is semi-bold
        double size = Math.Min(TitleSize, width / Math.Max(wide, 1.0));
        return size >= SmallestTitleSize
            ? (title, Math.Round(size, 1))
            : (title[..(int)(title.Length * size / SmallestTitleSize - 1.0)] + "…", SmallestTitleSize);
    }

    private static List<(PlotElement Element, int Row, double X)> LegendLayout(Panel panel, double width)
    {
        List<(PlotElement, int, double)> entries = [];
        const double start = 24.0;
        double x = start;
        int row = 0;
        foreach (PlotElement element in panel.Elements.Where(element => element.Legend.Length > 0))
        {
            double wide = KeyWidth + 6.0 + WidthOf(element.Legend);
            if (x > start && x + wide > width)
            {
                row++;
                x = start;
            }

            entries.Add((element, row, x));
            x += wide + LegendGap;
        }

        return entries;
    }

    private static void Grid(PanelCanvas canvas, bool lines)
    {
        if (!lines)
        {
            return;
        }

        foreach (Tick tick in canvas.Vertical.Ticks.Where(tick => !tick.IsMinor))
        {
            double y = canvas.Y(tick.Value);
            Line(canvas.Svg, canvas.Left, y, canvas.Right, y, Palette.Faint, 0.8);
        }

        foreach (Tick tick in canvas.Horizontal.Ticks.Where(tick => !tick.IsMinor))
        {
            double x = canvas.X(tick.Value);
            Line(canvas.Svg, x, canvas.Bottom, x, canvas.Top, Palette.Faint, 0.8);
        }
    }

    private static void Frame(PanelCanvas canvas)
    {
        canvas.Svg.Empty(
            "rect", ("x", canvas.Left), ("y", canvas.Top), ("width", canvas.Right - canvas.Left),
            ("height", canvas.Bottom - canvas.Top), ("fill", "none"), ("stroke", Palette.Grey), ("stroke-width", 0.9));
        foreach (Tick tick in canvas.Horizontal.Ticks)
        {
            double x = canvas.X(tick.Value);
            Line(canvas.Svg, x, canvas.Bottom, x, canvas.Bottom + (tick.IsMinor ? 3.0 : 5.0), Palette.Grey, 0.9);
            Word(canvas.Svg, tick.Label, x, canvas.Bottom + 18.0, "middle", 12, Palette.Ink);
        }

        foreach (Tick tick in canvas.Vertical.Ticks)
        {
            double y = canvas.Y(tick.Value);
            Line(canvas.Svg, canvas.Left - (tick.IsMinor ? 3.0 : 5.0), y, canvas.Left, y, Palette.Grey, 0.9);
            Word(canvas.Svg, tick.Label, canvas.Left - TickLabelGap, y + 4.0, "end", 12, Palette.Ink);
        }
    }

    private static void Labels(PanelCanvas canvas, Panel panel)
    {
        double middle = 0.5 * (canvas.Top + canvas.Bottom);
        Word(canvas.Svg, panel.Horizontal.Label, 0.5 * (canvas.Left + canvas.Right), canvas.Bottom + 38.0, "middle", 13, Palette.Ink);
        Turned(canvas.Svg, panel.Vertical.Label, canvas.Left - LabelOffset(panel.Vertical, 50.0), middle, Palette.Ink);
        if (panel.Right is not { } right)
        {
            return;
        }

        foreach (Tick tick in right.Ticks)
        {
            double y = canvas.YOfWeight(tick.Value);
            Line(canvas.Svg, canvas.Right, y, canvas.Right + (tick.IsMinor ? 3.0 : 5.0), y, Palette.Atom, 0.9);
            Word(canvas.Svg, tick.Label, canvas.Right + TickLabelGap, y + 4.0, "start", 12, Palette.Atom);
        }

        Turned(canvas.Svg, right.Label, canvas.Right + RightLabelOffset(right), middle, Palette.Atom);
    }

    private static void Turned(SvgWriter svg, string text, double x, double y, string color) =>
        svg.Text(
            "text", text, ("transform", $"translate({SvgWriter.Number(x)} {SvgWriter.Number(y)}) rotate(-90)"),
            ("text-anchor", "middle"), ("font-size", 13), ("fill", color));

    private static void Line(SvgWriter svg, double x1, double y1, double x2, double y2, string color, double width) =>
        svg.Empty("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", color), ("stroke-width", width));

    private static void Word(
        SvgWriter svg, string text, double x, double y, string anchor, double size, string color, string weight = "400")
    {
        if (text.Length > 0)
        {
            svg.Text(
                "text", text, ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size), ("fill", color),
                ("font-weight", weight));
        }
    }
}
