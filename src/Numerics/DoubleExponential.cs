using System.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>Integrals over an interval whose integrand may have any algebraic or logarithmic singularity at its ends.</summary>
/// <remarks>
/// <para>
/// Finite interval: x = a + w/(1 + e^{−π sinh t}); half line: x = a + e^{(π/2) sinh t}. The trapezoidal rule in t converges
/// almost geometrically whatever the exponents at the ends (above −1).
/// </para>
/// <para>
/// The integrand receives its distance from each end, not x, so that (x − a)^β keeps full relative accuracy however close
/// x is to a. The ends are never evaluated.
/// </para>
/// <para>Error: the change when the step is halved, which overestimates the error of the finer value.</para>
/// <para>Source: [TM74] (the double-exponential formulas).</para>
/// </remarks>
public static class DoubleExponential
{
    // Beyond this a density decays below the smallest number, or its square root does not.
    private const double Farthest = 1e150;

    // At |t| = 6.1 the distance from the end is below 1e-300 of the width.
    private const double Reach = 6.1;
    private const int MaxLevels = 9;

    // A density that almost touches zero, where two bands have just merged, has a feature this narrow; elsewhere few are needed.
    private const int MaxHalvings = 30;

    // Spent on parts that had to be halved: where rounding forbids the tolerance, their number would double with every halving.
    private const int MaxEvaluations = 100_000;

    /// <summary>∫ f over an interval of the given width.</summary>
    /// <param name="f">The integrand as a function of (distance from the left end, distance from the right end).</param>
    /// <param name="width">w &gt; 0, finite.</param>
    /// <param name="tolerance">The accuracy asked for.</param>
    /// <exception cref="NonConvergenceException">Halving the step nine times did not reach the tolerance.</exception>
    public static Estimate<Complex> Finite(Func<double, double, Complex> f, double width, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        Require.Positive(width);
        return Trapezoid(
            t => FiniteTerm(f, width, t),
            tolerance,
            "Double-exponential quadrature",
            Invariant($"width {width:R}"));
    }

    /// <summary>As <see cref="Finite"/>, halving the interval where the integrand has a narrow feature inside.</summary>
    /// <param name="f">The integrand as a function of (distance from the left end, distance from the right end).</param>
    /// <param name="width">w &gt; 0, finite.</param>
    /// <param name="tolerance">The accuracy asked for, of each part.</param>
    /// <exception cref="NonConvergenceException">A part w/2³⁰ wide did not reach the tolerance, or 100 000 evaluations did not.</exception>
    public static Estimate<Complex> Adaptive(Func<double, double, Complex> f, double width, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        int spent = 0;
        return Part(f, 0.0, 0.0, Require.Positive(width), tolerance, MaxHalvings, ref spent);
    }

    /// <summary>∫₀^∞ f(offset) d(offset).</summary>
    /// <param name="f">The integrand as a function of the distance from the finite end.</param>
    /// <param name="scale">A typical size of the offset, &gt; 0: where the integrand changes.</param>
    /// <param name="tolerance">The accuracy asked for.</param>
    /// <exception cref="NonConvergenceException">Halving the step nine times did not reach the tolerance.</exception>
    public static Estimate<Complex> HalfLine(Func<double, Complex> f, double scale, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        Require.Positive(scale);
        return Trapezoid(
            t =>
            {
                double offset = scale * Math.Exp(0.5 * Math.PI * Math.Sinh(t));
                if (offset < 1e-300 || offset > Farthest)
                {
                    return Complex.Zero;
                }

                return offset * 0.5 * Math.PI * Math.Cosh(t) * f(offset);
            },
            tolerance,
            "Double-exponential quadrature",
            "half line");
    }

    /// <summary>As <see cref="HalfLine"/>, halving where the integrand has a narrow feature, also far out.</summary>
    /// <remarks>Up to the scale as <see cref="Adaptive"/>, beyond it in the variable scale/offset, where a power of the offset stays a power.</remarks>
    /// <param name="f">The integrand as a function of the distance from the finite end.</param>
    /// <param name="scale">A typical size of the offset, &gt; 0: where the integrand changes.</param>
    /// <param name="tolerance">The accuracy asked for, of each part.</param>
    /// <exception cref="NonConvergenceException">A part scale/2³⁰ wide did not reach the tolerance.</exception>
    public static Estimate<Complex> AdaptiveHalfLine(Func<double, Complex> f, double scale, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        Estimate<Complex> inner = Adaptive((offset, _) => f(offset), Require.Positive(scale), tolerance);
        Estimate<Complex> outer = Adaptive(
            (t, _) =>
            {
                double offset = scale / t;
                return offset < Farthest ? offset / t * f(offset) : Complex.Zero;
            },
            1.0,
            tolerance);
        return new Estimate<Complex>(inner.Value + outer.Value, inner.Error + outer.Error, inner.Evaluations + outer.Evaluations);
    }

    /// <summary>The part that starts <paramref name="left"/> from the left end and ends <paramref name="right"/> from the right.</summary>
    private static Estimate<Complex> Part(
        Func<double, double, Complex> f,
        double left,
        double right,
        double width,
        Tolerance tolerance,
        int depth,
        ref int spent)
    {
        Complex Shifted(double a, double b) => f(left + a, right + b);
        if (TryTrapezoid(t => FiniteTerm(Shifted, width, t), tolerance, depth > 0 ? 5 : MaxLevels, out Estimate<Complex> result))
        {
            return result;
        }

        spent += result.Evaluations;
        if (depth == 0 || spent > MaxEvaluations)
        {
            throw new NonConvergenceException(
                "Double-exponential quadrature",
                Invariant($"distance {left:R} from the left end"),
                result.Evaluations,
                result.Error,
                "Ask for less accuracy.");
        }

        double half = 0.5 * width;
        Estimate<Complex> first = Part(f, left, right + half, half, tolerance, depth - 1, ref spent);
        Estimate<Complex> second = Part(f, left + half, right, half, tolerance, depth - 1, ref spent);
        return new Estimate<Complex>(
            first.Value + second.Value,
            first.Error + second.Error,
            first.Evaluations + second.Evaluations + result.Evaluations);
    }

    private static Complex FiniteTerm(Func<double, double, Complex> f, double width, double t)
    {
        double e = Math.Exp(Math.PI * Math.Sinh(Math.Abs(t)));
        double near = width / (1.0 + e);
        double weight = width * Math.PI * Math.Cosh(t) / (e + 2.0 + (1.0 / e));
        if (near < double.Epsilon * 4.0 || weight == 0.0)
        {
            return Complex.Zero;
        }

        double far = width - near;
        return weight * (t < 0.0 ? f(near, far) : f(far, near));
    }

    private static Estimate<Complex> Trapezoid(
        Func<double, Complex> g, Tolerance tolerance, string algorithm, string place) =>
        TryTrapezoid(g, tolerance, MaxLevels, out Estimate<Complex> result)
            ? result
            : throw new NonConvergenceException(
                algorithm, place, result.Evaluations, result.Error, "Split the interval at the integrand's narrow feature.");

    private static bool TryTrapezoid(
        Func<double, Complex> g, Tolerance tolerance, int maxLevels, out Estimate<Complex> result)
    {
        double step = 0.5;
        int evaluations = 1;
        Complex sum = g(0.0);
        double peak = Complex.Abs(sum);
        AddPoints(g, step, step, ref sum, ref peak, ref evaluations);
        Complex coarse = sum * step;
        double change = double.PositiveInfinity;
        double previous = double.PositiveInfinity;
        for (int level = 0; level < maxLevels; level++)
        {
            AddPoints(g, 0.5 * step, step, ref sum, ref peak, ref evaluations);
            step *= 0.5;
            Complex fine = sum * step;
            change = Complex.Abs(fine - coarse);
            // Two coarse values can agree by accident; the third is compared as well.
            bool settled = level > 0 && tolerance.Accepts(Math.Max(change, 1e-5 * previous), Complex.Abs(fine));
            previous = change;
            if (settled)
            {
                result = new Estimate<Complex>(fine, change, evaluations);
                return true;
            }

            coarse = fine;
        }

        result = new Estimate<Complex>(coarse, change, evaluations);
        return false;
    }

    private static void AddPoints(
        Func<double, Complex> g, double first, double spacing, ref Complex sum, ref double peak, ref int evaluations)
    {
        // Walk outwards on both sides and stop a side once its terms no longer count.
        for (int side = -1; side <= 1; side += 2)
        {
            int negligible = 0;
            for (double t = first; t <= Reach && negligible < 4; t += spacing)
            {
                Complex term = g(side * t);
                evaluations++;
                sum += term;
                double size = Complex.Abs(term);
                peak = Math.Max(peak, size);
                negligible = t > 2.0 && size <= 1e-20 * peak ? negligible + 1 : 0;
            }
        }
    }
}
