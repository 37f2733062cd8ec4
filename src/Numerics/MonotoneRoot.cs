using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>The root of a function that changes sign once on an interval.</summary>
/// <remarks>
/// <para>Newton's method inside a bracket that shrinks with every value; a bisection where Newton would leave it.</para>
/// <para>Error: a few units in the last place of the root, as far as the sign of f can be trusted.</para>
/// <para>Source: [Bre73] ch. 4 (safeguarding by bisection).</para>
/// </remarks>
public static class MonotoneRoot
{
    private const int MaxIterations = 200;
    private const double Stalled = 1e-9;

    /// <summary>Finds the root.</summary>
    /// <param name="f">The function and its derivative. Opposite signs at the two ends, which are not evaluated.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="increasing">Whether f goes from − to + as x grows.</param>
    /// <param name="guess">Where to begin, if inside; else the middle.</param>
    /// <exception cref="NonConvergenceException">The bracket did not shrink to rounding.</exception>
    public static double Find(
        Func<double, (double Value, double Derivative)> f, double low, double high, bool increasing, double? guess = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        double x = guess is { } first && first > low && first < high ? first : low + (0.5 * (high - low));
        double lastMove = high - low;
        for (int i = 0; i < MaxIterations; i++)
        {
            Effort.Step();
            (double value, double derivative) = f(x);
            if (double.IsNaN(value))
            {
                throw new NonConvergenceException("Bracketed Newton", Invariant($"{x:R}"), i, null, "The function has no value there.");
            }

            if (value == 0.0)
            {
                return x;
            }

            if ((value > 0.0) == increasing)
            {
                high = x;
            }
            else
            {
                low = x;
            }

            double next = x - (value / derivative);
            bool inside = next == x || (next > low && next < high);
            bool newton = inside && Math.Abs(next - x) < 0.6 * lastMove;

            // Small steps that no longer shrink: rounding blurs the value, and halving the whole bracket would only lose the place.
            bool stalled = inside && !newton && Math.Abs(next - x) <= Stalled * Math.Abs(x);
            if (!newton && !stalled)
            {
                next = low + (0.5 * (high - low));
            }

            double move = Math.Abs(next - x);
            double resolution = 2.0 * (Math.BitIncrement(Math.Abs(x)) - Math.Abs(x));
            if (high - low <= resolution)
            {
                return next;
            }

            if (stalled || move <= resolution)
            {
                // A tiny Newton step proves little by itself: the sign must change just beyond it. If not, the slope is wrong or rounding blurs the
                // sign, and the bracket is closed from as far beyond as it takes.
                double step = 8.0 * Math.Max(resolution, move);
                step = x == low ? step : -step;
                double inner = x;
                double beyond = next + step;
                while (beyond > low && beyond < high && f(beyond).Value is var after && after != 0.0 && (after > 0.0) == (value > 0.0))
                {
                    Effort.Step();
                    step *= 8.0;
                    (inner, beyond) = (beyond, next + step);
                }

                if (inner == x && !stalled)
                {
                    return next;
                }

                (low, high) = (Math.Max(low, Math.Min(inner, beyond)), Math.Min(high, Math.Max(inner, beyond)));
                next = low + (0.5 * (high - low));
                newton = false;
            }

            lastMove = newton ? move : high - low;
            x = next;
        }

        throw new NonConvergenceException(
            "Bracketed Newton", Invariant($"[{low:R}, {high:R}]"), MaxIterations, high - low, "Ask at a point farther from an edge.");
    }
}
