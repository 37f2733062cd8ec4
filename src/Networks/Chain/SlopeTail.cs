using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The squared slope φ'(√p Z)² beyond the deviations that are looked at, on one side: whether it is bounded, and its extreme values.</summary>
/// <param name="IsBounded">Whether the slope stays bounded.</param>
/// <param name="Bottom">The infimum of φ'².</param>
/// <param name="Top">The supremum of φ'²; 0 for an unbounded slope.</param>
internal readonly record struct SlopeTail(bool IsBounded, double Bottom, double Top)
{
    // A slope is followed to a thousand units of x or standard deviations, whichever is more, in steps of a few hundredths of x.
    private const double Farthest = 1e3;
    private const int Samples = 256;

    /// <summary>The tail on the side of Z = ±∞.</summary>
    /// <param name="activation">φ, whose slope is not constant on that side.</param>
    /// <param name="root">√p &gt; 0.</param>
    /// <param name="side">±1.</param>
    public static SlopeTail Of(Activation activation, double root, double side)
    {
        double start = GaussianPanels.Reach * root;
        double end = Farthest * Math.Max(1.0, root);
        bool isBounded = !Grows(activation, Math.Max(1.0, root), side);
        double Slope(double x) => activation.Derivative(side * x);
        double Bend(double x) => activation.SecondDerivative(side * x);
        double low = double.PositiveInfinity, high = 0.0;
        (double X, double Slope, double Bend) last = (start, Slope(start), Bend(start));
        Include(last.Slope);
        for (int k = 1; k <= Samples; k++)
        {
            double x = start * Math.Pow(end / start, (double)k / Samples);
            (double X, double Slope, double Bend) next = (x, Slope(x), Bend(x));
            Include(next.Slope);
            if (last.Bend * next.Bend < 0.0)
            {
                Include(Slope(Bracketed.Root(Bend, last.X, last.Bend, next.X, next.Bend)));
            }

            low = last.Slope * next.Slope < 0.0 ? 0.0 : low;
            last = next;
        }

        return new SlopeTail(isBounded, low, high);

        void Include(double slope)
        {
            double square = slope * slope;
            if (double.IsFinite(square))
            {
                low = Math.Min(low, square);
                high = isBounded ? Math.Max(high, square) : high;
            }
        }
    }

    // From 1e3 to 1e6 to 1e9 standard deviations, or units of x where these are more, by more than a twentieth each time.
    private static bool Grows(Activation activation, double unit, double side)
    {
        double Slope(double x) => Math.Abs(activation.Derivative(side * x * unit));
        double near = Slope(1e3), far = Slope(1e6), beyond = Slope(1e9);
        return double.IsPositiveInfinity(far) || (far > 1.05 * near && beyond > 1.05 * far);
    }
}
