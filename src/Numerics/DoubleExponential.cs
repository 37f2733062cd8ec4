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
    // Beyond the first, squares leave the range of numbers; beyond the second, numbers do. An integrand that still counts there goes on with its power.
    private const double Squares = 1e150;
    private const double Reaches = 1e290;
    private const double Decades = 1e10;

    // At |t| = 6.1 the distance from the end is below 1e-300 of the width.
    private const double Reach = 6.1;
    private const int MaxLevels = 9;

    // An interval narrower than this has no room for nodes: only the size of its integral is known.
    private const double Narrowest = 1e-300;

    // Nearer to an end numbers lose their digits, and reciprocals their range.
    private const double LeastDistance = 2.2250738585072014e-308;

    // Panels in t for the adaptive rule. A density that almost touches zero, where two bands have just merged, has a feature as
    // narrow as the least panel; elsewhere few are needed.
    private const double WidestPanel = 0.75;
    private const double LeastPanel = 1e-9;
    private const int MaxPanels = 2000;
    private const double LeastGuided = 1e-3;
    private const double FinestGuided = 1e-11;
    private const int MostGuided = 400;

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
            t => FiniteTerm((fromLeft, fromRight) => (f(fromLeft, fromRight), 0.0), width, t).Value,
            tolerance,
            "Double-exponential quadrature",
            Invariant($"width {width:R}"));
    }

    /// <summary>
    /// As <see cref="Finite"/>, for an integrand with narrow features inside: Gauss–Kronrod panels in t, halved where they err most.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A power close to −1 at an end still has an integral beyond the smallest double; it is added from the power of the integrand
    /// there.
    /// </para>
    /// <para>Error: the sum over the panels; each judges itself, so that no accident of the sum can hide a feature.</para>
    /// <para>Source: [TM74]; [PDKU83].</para>
    /// </remarks>
    /// <param name="f">The integrand as a function of (distance from the left end, distance from the right end).</param>
    /// <param name="width">w &gt; 0, finite.</param>
    /// <param name="tolerance">The accuracy asked for.</param>
    /// <exception cref="NonConvergenceException">A panel 1e-9 wide in t, or 2000 panels, did not reach the tolerance.</exception>
    public static Estimate<Complex> Adaptive(Func<double, double, Complex> f, double width, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Adaptive((fromLeft, fromRight) => (f(fromLeft, fromRight), 0.0), width, tolerance);
    }

    /// <summary>
    /// As <see cref="Adaptive(Func{double, double, Complex}, double, Tolerance)"/>, with a second integrand, 0 or more, that guides it: where that one has a
    /// narrow feature panels are halved as well, even if the nodes of this integrand would not tell.
    /// </summary>
    /// <remarks>
    /// <para>
    /// For ∫ fρ the guide is ρ: a notch in ρ that f makes small is missed between nodes more easily than the notch in ρ itself. The guide only halves panels,
    /// down to a thousandth in t; its own error is not asked for.
    /// </para>
    /// <para>Source: [TM74]; [PDKU83].</para>
    /// </remarks>
    /// <param name="f">The integrand and its guide as functions of (distance from the left end, distance from the right end).</param>
    /// <param name="width">w &gt; 0, finite.</param>
    /// <param name="tolerance">The accuracy asked for.</param>
    /// <param name="leftPower">The power of the integrand at the left end, if it is known to be near −1; else 0.</param>
    /// <param name="rightPower">The power at the right end, likewise.</param>
    /// <param name="maxPanels">The most panels, for a tolerance that rounding of the integrand may put out of reach.</param>
    /// <exception cref="NonConvergenceException">A panel 1e-9 wide in t, or the most panels, did not reach the tolerance.</exception>
    public static Estimate<Complex> Adaptive(
        Func<double, double, (Complex Value, double Guide)> f, double width, Tolerance tolerance, double leftPower = 0.0, double rightPower = 0.0,
        int maxPanels = MaxPanels)
    {
        ArgumentNullException.ThrowIfNull(f);
        Require.Positive(width);
        if (width < Narrowest)
        {
            Complex whole = width * f(0.5 * width, 0.5 * width).Value;
            double unknown = 100.0 * Complex.Abs(whole);
            return tolerance.Accepts(unknown, Complex.Abs(whole))
                ? new Estimate<Complex>(whole, unknown, 1)
                : throw new NonConvergenceException(
                    "Double-exponential quadrature", Invariant($"an interval of width {width:R}"), 1, unknown, "The integral is not answered.");
        }

        PriorityQueue<Panel, double> panels = new();
        double size = 0.0;
        Complex tips = Complex.Zero;
        double tipError = 0.0;
        for (int side = -1; side <= 1; side += 2)
        {
            double last = double.PositiveInfinity;
            for (double t = 0.0; t < Reach && !(t >= 3.0 * WidestPanel && last <= 1e-18 * size); t += WidestPanel)
            {
                double end = Math.Min(t + WidestPanel, Reach);
                Panel panel = side < 0 ? Rule(-end, -t) : Rule(t, end);
                panels.Enqueue(panel, -panel.Error);
                last = panel.Size;
                size += last;
            }

            if (last > 1e-18 * size)
            {
                Complex Near(double near) => (side < 0 ? f(near, width - near) : f(width - near, near)).Value;
                (Complex tip, double doubt) = IntegralTip.Of(
                    Near, Math.Max(LeastDistance, width / (1.0 + Math.Exp(Math.PI * Math.Sinh(Reach)))), side < 0 ? leftPower : rightPower);
                tips += tip;
                tipError += doubt;
            }
        }

        int evaluations = GaussKronrod.Evaluations * panels.Count;
        Guide();
        (Complex value, double error) = Sum();
        while (!tolerance.Accepts(error, Complex.Abs(value)))
        {
            Panel panel = panels.Dequeue();
            if (!(panel.High - panel.Low > LeastPanel) || panels.Count > maxPanels)
            {
                throw new NonConvergenceException(
                    "Double-exponential quadrature",
                    Invariant($"distance {width / (1.0 + Math.Exp(-Math.PI * Math.Sinh(panel.Low))):R} from the left end"),
                    evaluations,
                    error,
                    "The integral is not answered.");
            }

            double middle = 0.5 * (panel.Low + panel.High);
            Panel first = Rule(panel.Low, middle);
            Panel second = Rule(middle, panel.High);
            evaluations += 2 * GaussKronrod.Evaluations;

            // A panel that misjudged itself casts doubt on its halves.
            double doubt = Math.Max(1.0, Complex.Abs(panel.Value - first.Value - second.Value) / panel.Error);
            doubt = panel.Error > 1e-14 * panel.Size ? doubt : 1.0;
            panels.Enqueue(first with { Error = doubt * first.Error }, -doubt * first.Error);
            panels.Enqueue(second with { Error = doubt * second.Error }, -doubt * second.Error);
            (value, error) = Sum();
        }

        return new Estimate<Complex>(value, error, evaluations);

        Panel Rule(double low, double high)
        {
            List<double> guides = [];
            (Complex part, double partError, double partSize) = GaussKronrod.Integrate(
                t =>
                {
                    (Complex term, double guide) = FiniteTerm(f, width, t);
                    guides.Add(guide);
                    return term;
                },
                low,
                high);
            int next = 0;
            (Complex guided, double guideError, _) = GaussKronrod.Integrate(_ => guides[next++], low, high);
            return new Panel(low, high, part, partError, partSize, guided.Real, guideError);
        }

        // Halves the panels in which the guide is not known to a quarter of the tolerance, or of 1e-11.
        void Guide()
        {
            double total = panels.UnorderedItems.Sum(item => item.Element.Guide);
            double allowed = 0.25 * Math.Max(Math.Max(tolerance.Relative, FinestGuided) * total, tolerance.Absolute);
            Stack<Panel> open = new(panels.UnorderedItems.Select(item => item.Element));
            panels.Clear();
            while (open.Count > 0)
            {
                Panel panel = open.Pop();
                if (panel.GuideError <= allowed || panel.High - panel.Low <= LeastGuided || panels.Count + open.Count > MostGuided)
                {
                    panels.Enqueue(panel, -panel.Error);
                    continue;
                }

                double middle = 0.5 * (panel.Low + panel.High);
                open.Push(Rule(panel.Low, middle));
                open.Push(Rule(middle, panel.High));
                evaluations += 2 * GaussKronrod.Evaluations;
            }
        }

        (Complex Value, double Error) Sum()
        {
            Complex sum = tips;
            double errors = tipError;
            foreach ((Panel panel, _) in panels.UnorderedItems)
            {
                sum += panel.Value;
                errors += panel.Error;
            }

            return (sum, errors);
        }
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
                if (offset < 1e-300 || offset > Squares)
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
    /// <remarks>
    /// Up to the scale as <see cref="Adaptive(Func{double, double, Complex}, double, Tolerance)"/>, beyond it in the variable scale/offset, where a power of the offset stays a power; from 1e150 on,
    /// or 1e290 if the integrand still counts there, with the power that it has there.
    /// </remarks>
    /// <param name="f">The integrand as a function of the distance from the finite end.</param>
    /// <param name="scale">A typical size of the offset, &gt; 0: where the integrand changes.</param>
    /// <param name="tolerance">The accuracy asked for, of each half.</param>
    /// <exception cref="NonConvergenceException">As for <see cref="Adaptive(Func{double, double, Complex}, double, Tolerance)"/>.</exception>
    public static Estimate<Complex> AdaptiveHalfLine(Func<double, Complex> f, double scale, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        Estimate<Complex> inner = Adaptive((offset, _) => f(offset), Require.Positive(scale), tolerance);
        double farthest = Counts(Squares) && Counts(Reaches / Decades) && Counts(Reaches) ? Reaches : Squares;
        Complex last = f(farthest);
        double power = Math.Log(Complex.Abs(last) / Complex.Abs(f(farthest / Decades))) / Math.Log(Decades);
        Estimate<Complex> outer = Adaptive(
            (t, _) =>
            {
                double offset = scale / t;
                Complex value = offset < farthest ? f(offset) : last == Complex.Zero ? Complex.Zero : last * Math.Pow(offset / farthest, power);
                return value * offset / t;
            },
            1.0,
            tolerance);
        return new Estimate<Complex>(inner.Value + outer.Value, inner.Error + outer.Error, inner.Evaluations + outer.Evaluations);

        bool Counts(double offset) => Complex.Abs(f(offset)) * offset is > 1e-14 and < 1.0;
    }

    /// <summary>The part of an integral over [low, high] in t, an estimate of its error, and the integral of the modulus.</summary>
    private readonly record struct Panel(double Low, double High, Complex Value, double Error, double Size, double Guide, double GuideError);

    private static (Complex Value, double Guide) FiniteTerm(Func<double, double, (Complex Value, double Guide)> f, double width, double t)
    {
        double e = Math.Exp(Math.PI * Math.Sinh(Math.Abs(t)));
        double near = width / (1.0 + e);
        double weight = width * Math.PI * Math.Cosh(t) / (e + 2.0 + (1.0 / e));
        if (near < LeastDistance || weight == 0.0)
        {
            return (Complex.Zero, 0.0);
        }

        double far = width - near;
        (Complex value, double guide) = t < 0.0 ? f(near, far) : f(far, near);
        return (weight * value, weight * guide);
    }

    private static Estimate<Complex> Trapezoid(
        Func<double, Complex> g, Tolerance tolerance, string algorithm, string place)
    {
        double step = 0.5;
        int evaluations = 1;
        Complex sum = g(0.0);
        double peak = Complex.Abs(sum);
        AddPoints(g, step, step, ref sum, ref peak, ref evaluations);
        Complex coarse = sum * step;
        double change = double.PositiveInfinity;
        double previous = double.PositiveInfinity;
        for (int level = 0; level < MaxLevels; level++)
        {
            AddPoints(g, 0.5 * step, step, ref sum, ref peak, ref evaluations);
            step *= 0.5;
            Complex fine = sum * step;
            change = Complex.Abs(fine - coarse);
            // Two coarse values can agree by accident; the third is compared as well.
            if (level > 0 && tolerance.Accepts(Math.Max(change, 1e-5 * previous), Complex.Abs(fine)))
            {
                return new Estimate<Complex>(fine, change, evaluations);
            }

            previous = change;
            coarse = fine;
        }

        throw new NonConvergenceException(
            algorithm, place, evaluations, change, "Split the interval at the integrand's narrow feature.");
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
