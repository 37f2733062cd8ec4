namespace FreeSpectra.Networks.Chain;

/// <summary>Where the slope s on a panel rises and falls: its monotone parts, its extreme values, its preimages.</summary>
internal sealed class SlopeShape
{
    private readonly SlopePanel panel;
    private readonly double[] cuts;

    /// <param name="panel">The panel.</param>
    /// <param name="exact">s itself: next to a stationary point it is good to rounding although the point is not.</param>
    public SlopeShape(SlopePanel panel, Func<double, double> exact)
    {
        this.panel = panel;
        List<double> found = [-1.0];
        double previous = -1.0;
        double previousSlope = 0.0;
        foreach (double t in (IEnumerable<double>)[-1.0, .. GaussianPanels.Rule.Nodes, 1.0])
        {
            panel.Slope.Evaluate(t, out double slope, out _);
            if (slope * previousSlope < 0.0)
            {
                found.Add(Stationary(previous, t, previousSlope));
            }

            (previous, previousSlope) = (t, slope);
        }

        found.Add(1.0);
        cuts = [.. found];
        Bottom = double.PositiveInfinity;
        Top = double.NegativeInfinity;
        double last = 0.0;
        foreach (double t in cuts)
        {
            double s = Math.Abs(t) < 1.0 ? exact(panel.PointAt(t)) : panel.Slope.Evaluate(t, out _, out _);
            Bottom = last * s < 0.0 ? 0.0 : Math.Min(Bottom, s * s);
            Top = Math.Max(Top, s * s);
            last = s;
        }
    }

    /// <summary>min s² over the panel.</summary>
    public double Bottom { get; }

    /// <summary>max s² over the panel.</summary>
    public double Top { get; }

    /// <summary>The points x of the panel with s(x)² = value, to the digits of the panel, and s there.</summary>
    public IEnumerable<(double X, double Target)> Preimages(double value)
    {
        double root = Math.Sqrt(value);
        foreach (double target in root == 0.0 ? (double[])[0.0] : [root, -root])
        {
            for (int i = 0; i + 1 < cuts.Length; i++)
            {
                double a = cuts[i];
                double b = cuts[i + 1];
                double fa = Miss(a, target);
                double fb = Miss(b, target);
                if (fa * fb <= 0.0 && fb != 0.0)
                {
                    yield return (panel.PointAt(Bisect(a, b, fa, target)), target);
                }
            }
        }
    }

    private double Miss(double t, double target) => panel.Slope.Evaluate(t, out _, out _) - target;

    private double Bisect(double a, double b, double missAtA, double target)
    {
        for (int k = 0; k < 200 && b - a > 2e-16; k++)
        {
            double t = 0.5 * (a + b);
            if (Miss(t, target) * missAtA > 0.0)
            {
                a = t;
            }
            else
            {
                b = t;
            }
        }

        return 0.5 * (a + b);
    }

    private double Stationary(double a, double b, double slopeAtA)
    {
        for (int k = 0; k < 60; k++)
        {
            double t = 0.5 * (a + b);
            panel.Slope.Evaluate(t, out double slope, out _);
            if (slope * slopeAtA > 0.0)
            {
                a = t;
            }
            else
            {
                b = t;
            }
        }

        return 0.5 * (a + b);
    }
}
