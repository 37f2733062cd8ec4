using System.Text;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>The drawing area of one panel: from numbers on the axes to picture coordinates.</summary>
internal sealed class PanelCanvas(SvgWriter svg, Panel panel, double left, double top, double width, double height)
{
    public SvgWriter Svg => svg;

    public double Left => left;

    public double Top => top;

    public double Right => left + width;

    public double Bottom => top + height;

    public Axis Horizontal => panel.Horizontal;

    public Axis Vertical => panel.Vertical;

    public double X(double value) => left + (width * panel.Horizontal.Position(value));

    public double Y(double value) => Bottom - (height * panel.Vertical.Position(value));

    /// <summary>The height of an atom's weight: on the right axis where there is one.</summary>
    public double YOfWeight(double weight) => Bottom - (height * (panel.Right ?? panel.Vertical).Position(weight));

    /// <summary>Keeps a coordinate that is far outside within reach of the clip, so that no number overflows.</summary>
    public double ClampY(double y) => Math.Clamp(y, top - height, Bottom + height);

    public double ClampX(double x) => Math.Clamp(x, left - width, Right + width);

    public string Path(IEnumerable<PlotPoint> points, bool close)
    {
        StringBuilder path = new();
        foreach (PlotPoint point in points)
        {
            path.Append(path.Length == 0 ? 'M' : 'L')
                .Append(SvgWriter.Number(ClampX(X(point.X))))
                .Append(' ')
                .Append(SvgWriter.Number(ClampY(Y(point.Y))));
        }

        return close ? path.Append('Z').ToString() : path.ToString();
    }

    public bool InRange(double x) => new Interval(Horizontal.Range.Left, Horizontal.Range.Right).Contains(x);
}
