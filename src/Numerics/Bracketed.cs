using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>A root in a bracket, by the method of Ridders with bisection where it stalls.</summary>
/// <remarks>
/// <para>Each step halves the bracket or better, and convergence is quadratic near a simple root.</para>
/// <para>Source: [Rid79].</para>
/// </remarks>
public static class Bracketed
{
    private const int MaxSteps = 200;

    /// <summary>The root of f in [left, right], to neighbouring numbers or to the rounding of f.</summary>
    /// <param name="f">A continuous function.</param>
    /// <param name="left">An end of the bracket.</param>
    /// <param name="leftValue">f(left).</param>
    /// <param name="right">The other end.</param>
    /// <param name="rightValue">f(right), of the other sign.</param>
    public static double Root(Func<double, double> f, double left, double leftValue, double right, double rightValue)
    {
        ArgumentNullException.ThrowIfNull(f);
        if (Math.Sign(leftValue) * Math.Sign(rightValue) > 0)
        {
            throw new ArgumentException(Invariant($"f must change its sign between {left:R} and {right:R}."), nameof(f));
        }

        double best = Math.Abs(leftValue) < Math.Abs(rightValue) ? left : right;
        for (int step = 0; step < MaxSteps; step++)
        {
            Effort.Step();
            double middle = left + (0.5 * (right - left));
            if (Math.Abs(right - left) <= 2.3e-16 * Math.Abs(middle))
            {
                return best;
            }

            double value = f(middle);
            double root = Math.Sqrt((value * value) - (leftValue * rightValue));
            if (value == 0.0)
            {
                return middle;
            }

            double guess = root == 0.0 ? middle : middle + ((middle - left) * Math.Sign(leftValue - rightValue) * value / root);
            double guessValue = f(guess);
            if (guessValue == 0.0)
            {
                return guess;
            }

            // A guess that rounds to an end of the bracket proves nothing.
            bool stalled = guess != left && guess != right && Math.Abs(guess - best) <= 2.3e-16 * Math.Abs(guess);
            best = guess;
            if (stalled)
            {
                return guess;
            }

            if (Math.Sign(value) != Math.Sign(guessValue))
            {
                (left, leftValue, right, rightValue) = (middle, value, guess, guessValue);
            }
            else if (Math.Sign(leftValue) != Math.Sign(guessValue))
            {
                (right, rightValue) = (guess, guessValue);
            }
            else
            {
                (left, leftValue) = (guess, guessValue);
            }
        }

        throw new NonConvergenceException("The root search", Invariant($"[{left:R}, {right:R}]"), MaxSteps, right - left, "Narrow the bracket.");
    }
}
