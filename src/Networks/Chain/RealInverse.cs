using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The real inverse of h_ν in the outermost gaps of ν, where h_ν decreases.</summary>
internal static class RealInverse
{
    /// <summary>Solves h_ν(v) = u for v above the top of ν (u &gt; 0) or below its bottom (u &lt; 0).</summary>
    /// <param name="slope">ν.</param>
    /// <param name="u">u.</param>
    /// <param name="shiftedU">1 + u, formed without cancellation.</param>
    /// <param name="right">Which gap.</param>
    /// <param name="v">The solution.</param>
    /// <param name="derivative">h'(v).</param>
    /// <returns>False if u is not attained in that gap.</returns>
    public static bool TrySolve(SlopeLaw slope, double u, double shiftedU, bool right, out double v, out double derivative)
    {
        v = derivative = 0.0;
        double edge = right ? slope.Top : slope.Bottom;
        if (right ? !(u > 0.0) : !(u < 0.0))
        {
            return false;
        }

        // Distance from the end of the support; h grows in size towards it.
        double m1 = slope.Mean;
        double guess = right ? (m1 / u) : (-m1 / u);
        double low = 0.0;
        double high = double.PositiveInfinity;
        double distance = Math.Max(guess, 1e-300);
        for (int i = 0; i < 400; i++)
        {
            double point = right ? edge + distance : edge - distance;
            if (point == edge)
            {
                return false;
            }

            Complex h = slope.MomentTransform(point, out Complex shifted, out Complex h1);
            double miss = Math.Abs(u) < 0.5 ? h.Real - u : shifted.Real - shiftedU;
            if (!double.IsFinite(miss))
            {
                low = distance;
                distance = double.IsInfinity(high) ? 2.0 * distance : 0.5 * (low + high);
                continue;
            }

            v = point;
            derivative = h1.Real;
            bool tooNear = right ? miss > 0.0 : miss < 0.0;
            if (tooNear)
            {
                low = distance;
            }
            else
            {
                high = distance;
            }

            double step = right ? -miss / h1.Real : miss / h1.Real;
            double next = distance + step;
            if (!(next > low && next < high))
            {
                next = double.IsInfinity(high) ? 2.0 * distance : low > 0.0 ? Math.Sqrt(low) * Math.Sqrt(high) : 0.1 * high;
            }

            if (Math.Abs(next - distance) <= 4e-16 * Math.Max(distance, Math.Abs(edge))
                && Math.Abs(miss) <= (1e-9 + (4e-15 * Math.Abs(edge) / distance)) * Math.Abs(u))
            {
                // Next to an atom v is its location to rounding, and h only as good as the distance.
                return true;
            }

            if (high < 1e-15 * Math.Max(Math.Abs(edge), 1e-12))
            {
                // u is larger than h at the end of the support.
                return false;
            }

            distance = next;
        }

        return false;
    }

    /// <summary>Solves h_ν(v) = u inside an inner gap of ν, where h decreases.</summary>
    /// <returns>False if u is not attained there.</returns>
    public static bool TrySolveInside(SlopeLaw slope, double u, FreeSpectra.Numerics.Interval gap, out double v, out double derivative)
    {
        double low = gap.Left;
        double high = gap.Right;
        v = gap.Center;
        derivative = 0.0;
        for (int i = 0; i < 200; i++)
        {
            Complex h = slope.MomentTransform(v, out _, out Complex h1);
            derivative = h1.Real;
            double miss = h.Real - u;
            if (miss > 0.0)
            {
                low = v;
            }
            else
            {
                high = v;
            }

            // Newton on 1/h where the gap ends at atoms, on h otherwise; always inside the bracket.
            double step = Math.Abs(u) > 2.0 ? h.Real * (1.0 - (h.Real / u)) / h1.Real : -miss / h1.Real;
            double next = v + (Math.Abs(u) > 2.0 ? -step : step);
            if (!(next > low && next < high))
            {
                next = 0.5 * (low + high);
            }

            if (Math.Abs(next - v) <= 4e-16 * Math.Abs(gap.Right))
            {
                return v - gap.Left > 1e-15 * gap.Right && gap.Right - v > 1e-15 * gap.Right;
            }

            v = next;
        }

        return v - gap.Left > 1e-15 * gap.Right && gap.Right - v > 1e-15 * gap.Right;
    }
}
