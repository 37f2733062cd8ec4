using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures;

/// <summary>The distance at which a mass has a given value.</summary>
/// <remarks>
/// <para>
/// Newton's method for the logarithm of the mass as a function of that of the distance, which is a straight line wherever the mass is a power: next to
/// an end and far out in a tail. A bracket that shrinks with every value; its geometric mean where Newton would leave it or stall.
/// </para>
/// <para>Error: a few units in the last place of the distance, as far as the mass can be trusted.</para>
/// </remarks>
internal static class MassSearch
{
    private const double Unit = 2.220446049250313e-16;
    private const int MaxIterations = 200;

    // Moves below this that do not shrink any more are the blur of the mass.
    private const double Blurred = 1e-9;

    /// <summary>Finds the distance; 0 where it is below the least positive number.</summary>
    /// <param name="mass">The mass, monotone in the distance.</param>
    /// <param name="density">The modulus of its derivative.</param>
    /// <param name="target">The value, &gt; 0.</param>
    /// <param name="high">The largest distance.</param>
    /// <param name="increasing">Whether the mass grows with the distance.</param>
    /// <param name="guess">Where to begin.</param>
    /// <exception cref="NonConvergenceException">The distance exceeds the largest number, or the bracket did not close.</exception>
    public static double Find(Func<double, double> mass, Func<double, double> density, double target, double high, bool increasing, double guess)
    {
        double low = 0.0;
        double distance = Inside(guess) ? guess : Middle();
        double last = double.PositiveInfinity;
        for (int i = 0; i < MaxIterations; i++)
        {
            Effort.Step();
            double value = mass(distance);
            if (double.IsNaN(value))
            {
                throw new NonConvergenceException("The search for a quantile", Invariant($"distance {distance:R}"), i, null, "The mass has no value there.");
            }

            if (Math.Abs(value - target) <= Unit * target)
            {
                return distance;
            }

            if ((value > target) == increasing)
            {
                high = distance;
            }
            else
            {
                low = distance;
            }

            if (high <= 2.0 * double.Epsilon)
            {
                return 0.0;
            }

            if (low >= 0.5 * double.MaxValue)
            {
                throw new NonConvergenceException("The search for a quantile", Invariant($"mass {target:R}"), i, null, "It lies beyond the largest number.");
            }

            double ratio = value > 0.0 ? value / target : 0.0;
            double gap = Math.Abs(ratio - 1.0) < 0.5 ? Elementary.LogOnePlus((value - target) / target) : Math.Log(ratio);
            double move = (increasing ? -1.0 : 1.0) * gap * value / (distance * density(distance));
            double next = Math.Abs(move) < 1e-3 ? distance + (distance * move * (1.0 + (0.5 * move))) : distance * Math.Exp(move);
            bool inside = Inside(next) || next == distance;
            if (inside && (Math.Abs(move) <= 2.0 * Unit || (Math.Abs(move) <= Blurred && Math.Abs(move) >= 0.6 * last)))
            {
                return next;
            }

            bool newton = inside && Math.Abs(move) < 0.6 * last;
            last = newton ? Math.Abs(move) : double.PositiveInfinity;
            distance = newton ? next : Middle();
            if (high - low <= 4.0 * Unit * low)
            {
                return distance;
            }
        }

        throw new NonConvergenceException("The search for a quantile", Invariant($"[{low:R}, {high:R}]"), MaxIterations, high - low, "Ask for another probability.");

        bool Inside(double place) => place > low && place < high && place >= double.Epsilon && double.IsFinite(place);

        double Middle()
        {
            double bottom = Math.Max(low, double.Epsilon);
            double top = Math.Min(high, double.MaxValue);
            return top > 4.0 * bottom ? Math.Sqrt(bottom) * Math.Sqrt(top) : bottom + (0.5 * (top - bottom));
        }
    }
}
