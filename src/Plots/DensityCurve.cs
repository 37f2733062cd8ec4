using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>The graph of a law's density, band by band, with points where the picture needs them.</summary>
/// <remarks>
/// <para>
/// Points cluster at the ends of a band like sin², where a square-root edge is straight in the parameter, and the density
/// is asked for by its distance from the nearer end. An unbounded band, and a long one on a logarithmic axis, is
/// run through evenly. Between the points the curve is refined until a chord leaves it by less than a tenth of a percent of the panel.
/// </para>
/// <para>A density that grows without bound at an end is cut at a distance of 1e-5 of the band's width.</para>
/// </remarks>
public static class DensityCurve
{
    private const double SingularCut = 1e-5;
    private const double ClipDistance = 0.02; // of the width: how near a singular end the top of the picture is taken
    private const double Spike = 20.0; // times the maximum elsewhere: beyond this the end of a band is cut
    private const double ManyTimes = 10.0; // between the ends of a band: more is long on a logarithmic axis
    private const double Flatness = 0.001;
    private const int MaxRefinements = 7;

    /// <summary>Samples the density on the part of the bands that an axis shows.</summary>
    /// <param name="law">The law.</param>
    /// <param name="horizontal">The axis.</param>
    /// <param name="vertical">The scale on which the curve is to look smooth.</param>
    /// <returns>One list of points for each band in sight, in increasing order of x.</returns>
    /// <exception cref="NonConvergenceException">A value of the density could not be certified.</exception>
    public static ImmutableArray<ImmutableArray<PlotPoint>> Sample(
        SpectralMeasure law, Axis horizontal, AxisScale vertical = AxisScale.Linear)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(horizontal);
        List<BandPath> paths = [];
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            if (band.Right > horizontal.Range.Left && band.Left < horizontal.Range.Right)
            {
                paths.Add(new BandPath(law, i, horizontal));
            }
        }

        List<List<(double S, PlotPoint Point)>> coarse = [.. paths.Select(path => path.Coarse())];
        double top = coarse.SelectMany(points => points).Select(point => point.Point.Y).DefaultIfEmpty(1.0).Max();
        double clipped = Top(coarse.Select(points => points.Select(point => point.Point)), law);
        Axis scale = vertical == AxisScale.Logarithmic && top > 0.0
            ? new Axis("", clipped * 1e-5, clipped * 2.0, AxisScale.Logarithmic)
            : new Axis("", 0.0, clipped > 0.0 ? clipped : 1.0);
        return [.. paths.Zip(coarse, (path, points) => path.Refine(points, horizontal, scale))];
    }

    /// <summary>
    /// The height that shows the curves well: their maximum, not counting what lies at a singular end, or in a spike at an end that
    /// stands out of all the rest of the band.
    /// </summary>
    /// <param name="curves">What <see cref="Sample"/> returned.</param>
    /// <param name="law">The same law.</param>
    public static double Top(IEnumerable<IEnumerable<PlotPoint>> curves, SpectralMeasure law)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ArgumentNullException.ThrowIfNull(law);
        PlotPoint[] points = [.. curves.SelectMany(points => points)];
        double top = 0.0;
        foreach (Band band in law.Bands)
        {
            double inside = 0.0, left = 0.0, right = 0.0;
            foreach (PlotPoint point in points.Where(point => band.Contains(point.X)))
            {
                if (point.X - band.Left < ClipDistance * band.Width && double.IsFinite(band.Width))
                {
                    left = Math.Max(left, point.Y);
                }
                else if (band.Right - point.X < ClipDistance * band.Width && double.IsFinite(band.Width))
                {
                    right = Math.Max(right, point.Y);
                }
                else
                {
                    inside = Math.Max(inside, point.Y);
                }
            }

            double Shown(double end, double exponent) => exponent < 0.0 || (inside > 0.0 && end > Spike * inside) ? 0.0 : end;
            top = Math.Max(top, Math.Max(inside, Math.Max(Shown(left, band.LeftExponent), Shown(right, band.RightExponent))));
        }

        return top;
    }

    /// <summary>One band, or its visible part, run through by s in [0, 1].</summary>
    private sealed class BandPath
    {
        private readonly SpectralMeasure law;
        private readonly int index;
        private readonly Band band;
        private readonly Axis axis;
        private readonly bool bounded;
        private readonly double visible;

        public BandPath(SpectralMeasure law, int index, Axis axis)
        {
            this.law = law;
            this.index = index;
            this.axis = axis;
            band = law.Bands[index];
            bounded = double.IsFinite(band.Width)
                && !(axis.Scale == AxisScale.Logarithmic && band.Right > ManyTimes * band.Left);
            double from = Math.Clamp(axis.Position(Math.Max(band.Left, axis.Range.Left)), 0.0, 1.0);
            double to = Math.Clamp(axis.Position(Math.Min(band.Right, axis.Range.Right)), 0.0, 1.0);
            visible = Math.Max(0.0, to - from);
        }

        public List<(double S, PlotPoint Point)> Coarse()
        {
            int count = 14 + (int)(50.0 * visible);
            List<(double, PlotPoint)> points = [];
            double previous = double.NegativeInfinity;
            for (int k = 0; k <= count; k++)
            {
                double s = (double)k / count;
                PlotPoint point = At(s);
                if (point.X > previous)
                {
                    points.Add((s, point));
                    previous = point.X;
                }
            }

            return points;
        }

        public ImmutableArray<PlotPoint> Refine(List<(double S, PlotPoint Point)> coarse, Axis horizontal, Axis vertical)
        {
            var refined = ImmutableArray.CreateBuilder<PlotPoint>();
            for (int i = 0; i < coarse.Count; i++)
            {
                if (i > 0)
                {
                    Between(coarse[i - 1], coarse[i], horizontal, vertical, MaxRefinements, refined);
                }

                refined.Add(coarse[i].Point);
            }

            return refined.ToImmutable();
        }

        private void Between(
            (double S, PlotPoint Point) a, (double S, PlotPoint Point) b, Axis horizontal, Axis vertical, int levels,
            ImmutableArray<PlotPoint>.Builder into)
        {
            // A step that is already narrower than the line is wide cannot be seen.
            const double lineWidth = 0.002;
            if (levels == 0 || (horizontal.Position(b.Point.X) - horizontal.Position(a.Point.X) < lineWidth
                && Math.Abs(Height(vertical, b.Point) - Height(vertical, a.Point)) < lineWidth))
            {
                return;
            }

            double s = 0.5 * (a.S + b.S);
            PlotPoint middle = At(s);
            if (!(middle.X > a.Point.X && middle.X < b.Point.X))
            {
                return;
            }

            double from = horizontal.Position(a.Point.X), to = horizontal.Position(b.Point.X);
            double share = (horizontal.Position(middle.X) - from) / (to - from);
            double chord = Height(vertical, a.Point) + (share * (Height(vertical, b.Point) - Height(vertical, a.Point)));
            if (Math.Abs(chord - Height(vertical, middle)) < Flatness)
            {
                into.Add(middle);
                return;
            }

            Between(a, (s, middle), horizontal, vertical, levels - 1, into);
            into.Add(middle);
            Between((s, middle), b, horizontal, vertical, levels - 1, into);
        }

        /// <summary>The height in the panel, cut where nothing is drawn any more.</summary>
        private static double Height(Axis vertical, PlotPoint point) => Math.Clamp(vertical.Position(point.Y), 0.0, 1.5);

        private PlotPoint At(double s)
        {
            if (!bounded)
            {
                double from = Math.Max(0.0, axis.Position(Math.Max(band.Left, axis.Range.Left)));
                double to = Math.Min(1.0, axis.Position(Math.Min(band.Right, axis.Range.Right)));
                double inside = axis.ValueAt(from + ((to - from) * s));
                return new PlotPoint(inside, FiniteDensity(inside));
            }

            double sin = Math.Sin(0.5 * Math.PI * s), cos = Math.Sin(0.5 * Math.PI * (1.0 - s));
            double fromLeft = band.Width * sin * sin, fromRight = band.Width * cos * cos;
            bool left = fromLeft <= fromRight;
            double offset = left ? fromLeft : fromRight;
            double exponent = left ? band.LeftExponent : band.RightExponent;
            if (offset <= SingularCut * band.Width)
            {
                if (exponent > 0.0)
                {
                    return new PlotPoint(left ? band.Left : band.Right, 0.0);
                }

                offset = SingularCut * band.Width;
            }

            double x = left ? band.Left + offset : band.Right - offset;
            double density = law.DensityFromEdge(index, left ? IntervalEnd.Left : IntervalEnd.Right, offset);
            return new PlotPoint(x, Require.Finite(density));
        }

        private double FiniteDensity(double x)
        {
            double density = law.Density(x);
            return double.IsFinite(density) ? density : law.Density(x + (SingularCut * (axis.Range.Right - axis.Range.Left)));
        }
    }
}
