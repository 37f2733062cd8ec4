using System.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>The root w of f(w) = ζ, followed along a path of ζ by a tangent predictor and Newton's method.</summary>
/// <remarks>
/// <para>
/// A step along the path is accepted only if the first Newton correction is small against the predicted move, every further one
/// is at most half of the one before (the practical form of Kantorovich's test) and all iterates stay in the given domain;
/// otherwise the step is halved.
/// </para>
/// <para>Error: the last correction plus the rounding of f, divided by |f'|.</para>
/// <para>Source: [OR00] §12.6 (Kantorovich), §7.5 (continuation).</para>
/// </remarks>
public static class ContinuedRoot
{
    private const double Rounding = 2.220446049250313e-16;
    private const double SmallestStep = 1e-12;
    private const double Stalled = 1e-9;

    // How large the first correction may be against the move along the tangent: a heuristic bound on the curvature of the path.
    private const double Curvature = 0.3;
    private const int MaxCorrections = 14;
    private const int UniqueIterations = 25;

    /// <summary>Follows the root from τ = 0 to τ = 1.</summary>
    /// <param name="f">The function and its derivative.</param>
    /// <param name="target">
    /// The path ζ(τ), continuous on [0, 1]. A step is judged at its ends, so the path should be a segment or turn by less than a whole turn.
    /// </param>
    /// <param name="start">A point near the root for ζ(0).</param>
    /// <param name="domain">Where the wanted root lives. Every iterate must lie there.</param>
    /// <param name="algorithm">The name under which a failure is reported.</param>
    /// <exception cref="NonConvergenceException">The path could not be followed.</exception>
    public static Estimate<Complex> Follow(
        Func<Complex, (Complex Value, Complex Derivative)> f,
        Func<double, Complex> target,
        Complex start,
        Func<Complex, bool> domain,
        string algorithm)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(domain);
        int evaluations = 0;
        if (!Correct(f, target(0.0), start, double.PositiveInfinity, domain, ref evaluations, out Complex root, out Complex slope, out double error))
        {
            throw new NonConvergenceException(
                algorithm, target(0.0), evaluations, error, "Ask at a point farther from the support.");
        }

        double position = 0.0;
        double step = 1.0;
        while (position < 1.0)
        {
            double next = Math.Min(1.0, position + step);
            Complex guess = root + ((target(next) - target(position)) / slope);
            if (domain(guess)
                && Correct(f, target(next), guess, Curvature * Complex.Abs(guess - root), domain, ref evaluations, out Complex corrected, out Complex newSlope, out double newError))
            {
                root = corrected;
                slope = newSlope;
                error = newError;
                position = next;
                step *= 2.0;
                continue;
            }

            step *= 0.5;
            if (step < SmallestStep)
            {
                throw new NonConvergenceException(
                    algorithm, Invariant($"{target(1.0)}"), evaluations, error, "Ask at a point farther from the axis.");
            }
        }

        return new Estimate<Complex>(root, error, evaluations);
    }

    /// <summary>The root in a domain that holds only one, by Newton's method from a start; false if that does not settle there.</summary>
    /// <remarks>Steps that would leave the domain are shortened. The way to the root proves nothing and need not: the caller knows that it is the only one.</remarks>
    /// <param name="f">The function and its derivative.</param>
    /// <param name="target">ζ.</param>
    /// <param name="start">A guess.</param>
    /// <param name="domain">A domain in which f(w) = ζ has one solution.</param>
    /// <param name="root">The solution, or the last iterate.</param>
    public static bool TryUnique(
        Func<Complex, (Complex Value, Complex Derivative)> f, Complex target, Complex start, Func<Complex, bool> domain, out Complex root)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(domain);
        root = start;
        if (!domain(start))
        {
            return false;
        }

        double previous = double.PositiveInfinity;
        for (int i = 0; i < UniqueIterations; i++)
        {
            Effort.Step();
            (Complex value, Complex derivative) = f(root);
            Complex correction = (value - target) / derivative;
            double size = Complex.Abs(correction);
            double floor = 4.0 * Rounding * (Complex.Abs(root) + (Complex.Abs(target) / Complex.Abs(derivative)));
            if (!double.IsFinite(size))
            {
                return false;
            }

            bool stalled = size > 0.5 * previous && previous <= Stalled * Complex.Abs(root) && size <= Stalled * Complex.Abs(root);
            if (size <= floor || stalled)
            {
                Complex last = root - correction;
                root = stalled || !domain(last) ? root : last;
                return true;
            }

            int halvings = 0;
            Complex next = root - correction;
            for (; halvings < 6 && !domain(next); halvings++)
            {
                correction *= 0.5;
                next = root - correction;
            }

            if (halvings == 6)
            {
                return false;
            }

            root = next;
            previous = halvings == 0 ? size : double.PositiveInfinity;
        }

        return false;
    }

    /// <summary>The point at τ on the segment between two points; exactly the end at τ = 1.</summary>
    public static Complex Segment(Complex from, Complex to, double tau) =>
        tau >= 1.0 ? to : ((1.0 - tau) * from) + (tau * to);

    private static bool Correct(
        Func<Complex, (Complex Value, Complex Derivative)> f,
        Complex target,
        Complex guess,
        double largest,
        Func<Complex, bool> domain,
        ref int evaluations,
        out Complex root,
        out Complex slope,
        out double error)
    {
        root = guess;
        slope = Complex.One;
        error = double.PositiveInfinity;
        double previous = 2.0 * Math.Max(largest, 1e-6 * Complex.Abs(guess));
        for (int i = 0; i < MaxCorrections; i++)
        {
            Effort.Step();
            (Complex value, Complex derivative) = f(root);
            evaluations++;
            Complex correction = (value - target) / derivative;
            double size = Complex.Abs(correction);
            double floor = 4.0 * Rounding * (Complex.Abs(root) + (Complex.Abs(target) / Complex.Abs(derivative)));
            if (!double.IsFinite(size))
            {
                return false;
            }

            slope = derivative;
            error = size + floor;
            if (size <= floor)
            {
                root -= correction;
                return domain(root);
            }

            // The first correction may be large compared with nothing; later ones must contract.
            if (size > 0.5 * previous)
            {
                // Quadratic convergence has reached the rounding of f, which is larger next to a critical point.
                error = size + previous;
                return i > 0 && previous <= Stalled * Complex.Abs(root) && size <= Stalled * Complex.Abs(root);
            }

            previous = size;
            root -= correction;
            if (!domain(root))
            {
                return false;
            }
        }

        return false;
    }
}
