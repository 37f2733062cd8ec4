using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>E f(Z) for a standard normal Z, f analytic between given break points.</summary>
/// <remarks>
/// <para>
/// Without break points: the trapezoidal rule with halved steps, which for analytic f converges like e^{−2πd/h}, d the
/// half-width of the strip of analyticity. With break points: 16-point Gauss–Legendre on panels that end at them, each
/// bisected until it agrees with its halves.
/// </para>
/// <para>
/// Halved steps cannot see what lies between all their nodes, nor a wave that they alias: a rule with its nodes elsewhere has to agree
/// before the value is believed. Where none is, panels shrink geometrically towards 0, so that a peak at 0 is resolved however narrow it is.
/// A peak elsewhere needs break points once it is narrower than about 1/1000.
/// </para>
/// <para>
/// The range is widened from ±12 until the terms no longer count, out to ±38 where the normal density leaves the range of
/// double precision; an integrand that has not fallen off there is refused.
/// </para>
/// <para>Error: geometric extrapolation of the changes between steps, and rounding. Source: [TW14] thm. 5.1.</para>
/// </remarks>
public static class GaussianExpectation
{
    private const double Certain = 12.0;
    private const double Farthest = 38.0;
    private const double PanelWidth = 1.5;
    private const double Rounding = 4.5e-16;
    private const int MaxHalvings = 8;
    private const int PatientLevels = 3;
    private const double Hopeless = 1e-4;
    private const int MaxDepth = 30;

    // Where the nodes of the second rule stand, in units of the step: off the places that halving comes to.
    private const double Aside = 0.31;
    private const double Shrink = 8.0;
    private const double Nearest = 1e-16;

    /// <summary>E f(Z).</summary>
    /// <param name="f">The function.</param>
    /// <param name="breaks">Increasing points where f is not analytic.</param>
    /// <param name="integral">The integral's name, for the messages.</param>
    /// <exception cref="ArgumentException">The integral diverges.</exception>
    public static Estimate<double> Of(Func<double, double> f, ReadOnlySpan<double> breaks, string integral)
    {
        ArgumentNullException.ThrowIfNull(f);
        return breaks.IsEmpty ? Trapezoid(f, integral) : Panels(f, breaks, 0.0, 0, integral);
    }

    private static Estimate<double> Trapezoid(Func<double, double> f, string integral)
    {
        double step = 1.0;
        double center = Term(f, 0.0, integral);
        double sum = center;
        double size = Math.Abs(center);
        int evaluations = 1;
        evaluations += AddPoints(f, step, step, step, ref sum, ref size, integral);
        double coarse = sum * step;
        double previous = double.PositiveInfinity;
        for (int level = 0; level < MaxHalvings; level++)
        {
            evaluations += AddPoints(f, 0.5 * step, 0.5 * step, step, ref sum, ref size, integral);
            step *= 0.5;
            double fine = sum * step;
            double change = Math.Abs(fine - coarse);
            double error = previous > change ? change * (change / previous) : change;
            double floor = Rounding * size * step;
            if (level > 0 && error <= floor && AgreesAside(f, fine, 2.0 * step, (10.0 * change) + (4.0 * floor), ref evaluations, integral))
            {
                return new Estimate<double>(fine, error + floor, evaluations);
            }

            // A feature far narrower than the normal density: panels find it sooner.
            if (level == PatientLevels && change > Hopeless * size * step)
            {
                break;
            }

            // A change that is small and shrinks no longer is the rounding of f itself.
            if (level > 3 && change > 0.3 * previous && change <= 1e-6 * size * step
                && AgreesAside(f, fine, 2.0 * step, (10.0 * change) + (4.0 * floor), ref evaluations, integral))
            {
                return new Estimate<double>(fine, change + floor, evaluations);
            }

            (coarse, previous) = (fine, change);
        }

        return Panels(f, [.. Towards0()], size * step, evaluations, integral);
    }

    /// <summary>Whether the rule of another step and other nodes differs no more than allowed.</summary>
    private static bool AgreesAside(Func<double, double> f, double value, double step, double allowed, ref int evaluations, string integral)
    {
        double sum = 0.0;
        double size = 0.0;
        evaluations += AddPoints(f, Aside * step, (1.0 - Aside) * step, step, ref sum, ref size, integral);
        return Math.Abs((sum * step) - value) <= allowed;
    }

    private static IEnumerable<double> Towards0()
    {
        for (double point = 1.0; point > Nearest; point /= Shrink)
        {
            yield return point;
            yield return -point;
        }
    }

    private static int AddPoints(
        Func<double, double> f, double firstAbove, double firstBelow, double spacing, ref double sum, ref double size, string integral)
    {
        int evaluations = 0;
        for (int side = -1; side <= 1; side += 2)
        {
            int negligible = 0;
            double term = 0.0;
            double z = side > 0 ? firstAbove : firstBelow;
            for (; z <= Farthest && negligible < 4; z += spacing)
            {
                term = Term(f, side * z, integral);
                evaluations++;
                sum += term;
                size += Math.Abs(term);
                negligible = z > Certain && Math.Abs(term) <= 1e-20 * size ? negligible + 1 : 0;
            }

            if (z > Farthest && Math.Abs(term) > 1e-17 * size)
            {
                throw Diverges(integral);
            }
        }

        return evaluations;
    }

    /// <param name="f">The function.</param>
    /// <param name="breaks">Where panels end.</param>
    /// <param name="known">What is known of ∫|f| before the first panel.</param>
    /// <param name="evaluations">What it took to know that.</param>
    /// <param name="integral">Its name.</param>
    private static Estimate<double> Panels(Func<double, double> f, ReadOnlySpan<double> breaks, double known, int evaluations, string integral)
    {
        List<double> cuts = [0.0];
        foreach (double point in breaks)
        {
            if (Math.Abs(point) < Farthest)
            {
                cuts.Add(point);
            }
        }

        cuts.Sort();
        PanelSum total = new(f, known, integral);
        int centre = cuts.IndexOf(0.0);
        for (int side = -1; side <= 1; side += 2)
        {
            double left = 0.0;
            int next = centre;
            bool done = false;
            while (Math.Abs(left) < Farthest && !done)
            {
                while (next >= 0 && next < cuts.Count && (cuts[next] - left) * side <= 0.0)
                {
                    next += side;
                }

                double right = next >= 0 && next < cuts.Count && Math.Abs(cuts[next] - left) <= PanelWidth
                    ? cuts[next]
                    : left + (side * PanelWidth);
                double before = total.Size;
                total.Add(Math.Min(left, right), Math.Max(left, right));
                bool more = next >= 0 && next < cuts.Count;
                done = Math.Abs(right) > Certain && !more && total.Size - before <= 1e-19 * total.Size;
                left = right;
            }

            if (!done && Math.Abs(Term(f, side * Farthest, integral)) > 1e-17 * total.Size)
            {
                throw Diverges(integral);
            }

            evaluations += done ? 0 : 1;
        }

        return new Estimate<double>(total.Sum, total.Error + (Rounding * total.Size), evaluations + total.Evaluations);
    }

    private static double Term(Func<double, double> f, double z, string integral)
    {
        double weight = ErrorFunction.NormalDensity(z);
        double term = weight * f(z);
        return double.IsFinite(term) ? term : throw Diverges(integral);
    }

    private static ArgumentException Diverges(string integral) =>
        new(Invariant($"{integral} diverges: the integrand outgrows the normal density."));

    /// <summary>Adds up panels, each bisected until it agrees with its halves.</summary>
    private sealed class PanelSum(Func<double, double> f, double known, string integral)
    {
        internal double Sum { get; private set; }

        internal double Size { get; private set; }

        internal double Error { get; private set; }

        internal int Evaluations { get; private set; }

        internal void Add(double left, double right)
        {
            (double whole, double size) = Rule(left, right);
            Refine(left, right, whole, size, double.PositiveInfinity, 0);
        }

        private void Refine(double left, double right, double whole, double size, double previous, int depth)
        {
            double middle = 0.5 * (left + right);
            (double first, double firstSize) = Rule(left, middle);
            (double second, double secondSize) = Rule(middle, right);
            double change = Math.Abs(first + second - whole);

            // A change that is small and shrinks no longer is the rounding of f itself.
            double reference = Math.Max(known, Math.Max(Size, size));
            bool stalled = depth > 2 && change > 0.6 * previous && change <= 1e-8 * reference;
            if (change <= 4e-16 * reference || stalled || depth == MaxDepth)
            {
                Sum += first + second;
                Size += firstSize + secondSize;
                Error += change;
                return;
            }

            Refine(left, middle, first, firstSize, change, depth + 1);
            Refine(middle, right, second, secondSize, change, depth + 1);
        }

        private (double Sum, double Size) Rule(double left, double right)
        {
            GaussLegendre rule = GaussLegendre.Sixteen;
            double center = 0.5 * (left + right);
            double half = 0.5 * (right - left);
            double sum = 0.0;
            double size = 0.0;
            for (int i = 0; i < rule.Nodes.Length; i++)
            {
                double term = rule.Weights[i] * Term(f, center + (half * rule.Nodes[i]), integral);
                sum += term;
                size += Math.Abs(term);
            }

            Evaluations += rule.Nodes.Length;
            return (half * sum, half * size);
        }
    }
}
