namespace FreeSpectra.Transforms;

/// <summary>One-dimensional searches inside a bracket.</summary>
/// <remarks>Source: [Bre73] ch. 4, 5.</remarks>
internal static class ScalarSearch
{
    /// <summary>The root of a function of opposite signs at the two ends: Newton's steps where they stay inside, else bisection.</summary>
    /// <param name="function">The value, and the derivative if it is known.</param>
    /// <param name="low">One end.</param>
    /// <param name="high">The other end.</param>
    /// <param name="lowIsNegative">The sign at <paramref name="low"/>.</param>
    /// <param name="guess">A start inside the bracket; null for its middle.</param>
    /// <param name="absolute">A step as small as this is good enough.</param>
    public static double Root(
        Func<double, (double Value, double? Derivative)> function, double low, double high, bool lowIsNegative, double? guess, double absolute = 0.0)
    {
        double before = double.PositiveInfinity;
        double x = guess is { } start && start > low && start < high ? start : low + (0.5 * (high - low));
        double width = high - low;

        // Rounding stalls Newton's method at short steps, but in a bracket as short as they are every step is.
        double longest = 1e-6 * width;
        for (int i = 0; i < 200; i++)
        {
            (double value, double? derivative) = function(x);
            if ((value < 0.0) == lowIsNegative)
            {
                low = x;
            }
            else
            {
                high = x;
            }

            double next = derivative is { } slope ? x - (value / slope) : double.PositiveInfinity;
            double step = Math.Abs(next - x);
            bool stalled = step >= 0.5 * before && step <= Math.Min(1e-11 * Math.Abs(x), longest) + (8.0 * absolute);
            before = step;
            if (step <= (4.4e-16 * Math.Abs(x)) + absolute || stalled)
            {
                return next > low && next < high ? next : x;
            }

            // Bisect when Newton leaves the bracket, or when the bracket does not shrink.
            bool slow = i % 3 == 2 && high - low > 0.5 * width;
            if (i % 3 == 2)
            {
                width = high - low;
            }

            if (!(next > low && next < high) || (slow && step > 1e-3 * (high - low)))
            {
                next = low + (0.5 * (high - low));
                if (next == low || next == high)
                {
                    return x;
                }
            }

            x = next;
        }

        return x;
    }

    /// <summary>The root by Brent's method.</summary>
    /// <remarks>Source: [Bre73] ch. 4.</remarks>
    public static double Root(Func<double, double> function, double low, double high, double atLow, double atHigh)
    {
        (double a, double b, double fa, double fb) = (low, high, atLow, atHigh);
        (double c, double fc) = (b, fb);
        double d = b - a;
        double e = d;
        double least = 1e-17 * Math.Min(1.0, Math.Abs(high - low));
        for (int i = 0; i < 200; i++)
        {
            if ((fb > 0.0) == (fc > 0.0))
            {
                (c, fc) = (a, fa);
                d = b - a;
                e = d;
            }

            if (Math.Abs(fc) < Math.Abs(fb))
            {
                (a, b, c) = (b, c, b);
                (fa, fb, fc) = (fb, fc, fb);
            }

            double tolerance = (2.3e-16 * Math.Abs(b)) + least;
            double middle = 0.5 * (c - b);
            if (Math.Abs(middle) <= tolerance || fb == 0.0)
            {
                break;
            }

            if (Math.Abs(e) >= tolerance && Math.Abs(fa) > Math.Abs(fb))
            {
                double s = fb / fa;
                double p;
                double q;
                if (a == c)
                {
                    p = 2.0 * middle * s;
                    q = 1.0 - s;
                }
                else
                {
                    double r = fb / fc;
                    q = fa / fc;
                    p = s * ((2.0 * middle * q * (q - r)) - ((b - a) * (r - 1.0)));
                    q = (q - 1.0) * (r - 1.0) * (s - 1.0);
                }

                q = p > 0.0 ? -q : q;
                p = Math.Abs(p);
                bool accept = 2.0 * p < Math.Min((3.0 * middle * q) - Math.Abs(tolerance * q), Math.Abs(e * q));
                e = accept ? d : middle;
                d = accept ? p / q : middle;
            }
            else
            {
                d = middle;
                e = middle;
            }

            (a, fa) = (b, fb);
            b += Math.Abs(d) > tolerance ? d : (middle > 0.0 ? tolerance : -tolerance);
            fb = function(b);
        }

        return b;
    }

    /// <summary>The place of the largest value of a function with one maximum between <paramref name="low"/> and <paramref name="high"/>.</summary>
    public static (double Place, double Value) Maximum(Func<double, double> function, double low, double high)
    {
        const double golden = 0.3819660112501051;
        double a = low, b = high;
        double x = a + (golden * (b - a));
        double y = b - (golden * (b - a));
        double fx = function(x);
        double fy = function(y);
        for (int i = 0; i < 60 && b - a > 1e-9 * Math.Max(1.0, Math.Abs(x)); i++)
        {
            if (fx >= fy)
            {
                b = y;
                y = x;
                fy = fx;
                x = a + (golden * (b - a));
                fx = function(x);
            }
            else
            {
                a = x;
                x = y;
                fx = fy;
                y = b - (golden * (b - a));
                fy = function(y);
            }
        }

        return fx >= fy ? (x, fx) : (y, fy);
    }
}
