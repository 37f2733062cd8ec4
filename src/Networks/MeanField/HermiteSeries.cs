using System.Numerics;
using System.Runtime.InteropServices;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The Hermite coefficients of an activation's slope at one variance: its dual at every correlation.</summary>
/// <remarks>
/// <para>
/// With b_k = E φ'(√q Z) h_k(Z), h_k the normalised Hermite polynomials, Mehler's formula gives
/// I_φ' = Σ b_k b'_k c^k and I_φ = E φ · E φ' + √(qq') Σ b_k b'_k c^{k+1}/(k+1). The slope's coefficients serve both: no sum is
/// multiplied by k, and E φ² − I_φ = q Σ b_k² (1 − c^{k+1})/(k+1) has terms of one sign, to full relative accuracy as c → 1.
/// </para>
/// <para>
/// Coefficients come from the trapezoidal rule: h_k(z)·√density by its three-term recursion, nodes z and −z together. With kinks
/// they come from panels that end there, a jump of φ being a node of its own; the coefficients then fall too slowly for |c| near 1.
/// </para>
/// <para>
/// Error: E φ'² − Σ b_k² is exactly what the terms left out add up to at c = 1, and every other node is a rule of its own; for
/// errors that fall like e^{−2πd/h} the square of the two rules' difference bounds the finer one's. Panels are halved until the
/// coefficients stand still. Source: [TW14] thm. 5.1.
/// </para>
/// </remarks>
internal sealed class HermiteSeries
{
    private const double WidestStep = 0.25;
    private const double NarrowestStep = 1e-3;
    private const double Settled = 1e-9;
    private const double HopelessStep = 0.03;
    private const double HopelessChange = 1e-3;
    private const double Farthest = 38.0;
    private const double Negligible = 1e-17;
    private const double Rounding = 2e-15;
    private const double Work = 1.2e6;
    private const double PanelWork = 1.2e7;
    private const double NarrowReach = 0.99;
    private const int MaxBisections = 60;
    private const double WidestPanel = 1.6;
    private const double KinkedReach = 0.97;
    private const int Block = 8;

    private readonly double variance;
    private readonly double mean;
    private readonly double slopeMoment;
    private readonly double left;
    private readonly double aliasing;
    private readonly double[] slopes;

    private HermiteSeries(double variance, double mean, double slopeMoment, double left, double aliasing, double[] slopes)
    {
        this.variance = variance;
        this.mean = mean;
        this.slopeMoment = slopeMoment;
        this.left = left;
        this.aliasing = aliasing;
        this.slopes = slopes;
    }

    /// <summary>The series with as many terms as correlations up to |c| need; null where that would be too many.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="variance">q &gt; 0.</param>
    /// <param name="reach">The largest |c| that will be asked for.</param>
    /// <param name="terms">The least number of terms: as many as a series it will meet, so that neither cuts the other short.</param>
    /// <param name="work">The number of nodes times terms that is too many.</param>
    internal static HermiteSeries? For(Activation activation, double variance, double reach, int terms = 0, double work = Work)
    {
        if (!activation.Kinks.IsEmpty)
        {
            return reach <= KinkedReach ? ByPanels(activation, variance, reach, terms) : null;
        }

        for (double step = WidestStep; step >= NarrowestStep; step *= 0.5)
        {
            if (Nodes.Of(activation, Math.Sqrt(variance), step) is not { } nodes)
            {
                return null;
            }

            if (!nodes.IsSettled)
            {
                if (step < HopelessStep && nodes.Roughness > HopelessChange)
                {
                    break;
                }

                continue;
            }

            HermiteSeries? series = nodes.Expand(variance, reach, terms, work);
            if (series is null || series.aliasing <= Negligible)
            {
                return series ?? Narrow(activation, variance, reach, terms);
            }
        }

        return Narrow(activation, variance, reach, terms);
    }

    /// <summary>At a large variance an analytic φ changes in a narrow place, which panels find.</summary>
    private static HermiteSeries? Narrow(Activation activation, double variance, double reach, int terms) =>
        reach <= NarrowReach ? ByPanels(activation, variance, reach, terms) : null;

    private static HermiteSeries? ByPanels(Activation activation, double variance, double reach, int terms)
    {
        HermiteSeries? coarse = null;
        for (double width = WidestPanel; width > 0.02; width *= 0.5)
        {
            if (PanelNodes.Of(activation, Math.Sqrt(variance), width)?.Expand(variance, reach, Math.Max(terms, coarse?.Terms ?? 0), PanelWork) is not { } fine)
            {
                return null;
            }

            if (coarse is not null)
            {
                double change = Math.Abs(fine.mean - coarse.mean) / Math.Sqrt(variance * fine.slopeMoment);
                double power = 1.0;
                for (int k = 0; k < Math.Min(coarse.Terms, fine.Terms); k++)
                {
                    change += Math.Abs(fine.slopes[k] - coarse.slopes[k]) * Math.Abs(fine.slopes[k]) * power / fine.slopeMoment;
                    power *= reach;
                }

                if (change <= 3e-15)
                {
                    return new HermiteSeries(variance, fine.mean, fine.slopeMoment, fine.left, 2.0 * change, fine.slopes);
                }
            }

            coarse = fine;
        }

        return null;
    }

    /// <summary>The number of terms.</summary>
    internal int Terms => slopes.Length;

    /// <summary>I_φ and I_φ' between this variance and another one's.</summary>
    internal DualValue Against(HermiteSeries other, Correlation correlation)
    {
        double c = correlation.Value;
        int terms = Math.Min(slopes.Length, other.slopes.Length);
        double[] theirs = other.slopes;
        double slope = 0.0;
        double rest = 0.0;
        double slopeSize = 0.0;
        double restSize = 0.0;
        double power = 1.0;
        for (int k = 0; k < terms; k++)
        {
            double term = slopes[k] * theirs[k] * power;
            power *= c;
            double integral = term * c / (k + 1);
            slope += term;
            rest += integral;
            slopeSize += Math.Abs(term);
            restSize += Math.Abs(integral);
        }

        // Cauchy and Schwarz: what is left out is at most √(left·left')·|c|^terms.
        double scale = Math.Sqrt(variance * other.variance);
        double cut = Math.Sqrt(Math.Max(left, TailOf(terms)) * Math.Max(other.left, other.TailOf(terms))) * Math.Abs(power);
        double missed = cut + ((aliasing + other.aliasing) * Math.Sqrt(slopeMoment * other.slopeMoment));
        double product = mean * other.mean;
        double error = Math.Max(
            (Rounding * slopeSize) + missed,
            (Rounding * (Math.Abs(product) + (scale * restSize))) + (scale * missed / terms));
        return new DualValue(product + (scale * rest), slope, error);
    }

    /// <summary>E φ² − I_φ, to full relative accuracy as c → 1.</summary>
    internal Estimate<double> Deficit(Correlation correlation)
    {
        double c = correlation.Value;
        double gap = correlation.OneMinus;
        double sum = 0.0;
        double power = 1.0;
        double lack = 0.0;
        for (int k = 0; k < slopes.Length; k++)
        {
            // 1 − c^{k+1} = (1 − c^k) + c^k (1 − c): for c > 0 nothing cancels.
            lack += power * gap;
            power *= c;
            sum += slopes[k] * slopes[k] * lack / (k + 1);
        }

        double missed = (left + (2.0 * aliasing * slopeMoment)) * gap;
        return new Estimate<double>(variance * sum, variance * ((2.0 * Rounding * sum) + missed), slopes.Length);
    }

    /// <summary>E φ'² − I_φ', to full relative accuracy as c → 1.</summary>
    internal double SlopeDeficit(Correlation correlation)
    {
        double sum = 0.0;
        double power = 1.0;
        double lack = 0.0;
        foreach (double b in slopes)
        {
            sum += b * b * lack;
            lack += power * correlation.OneMinus;
            power *= correlation.Value;
        }

        return sum;
    }

    private double TailOf(int terms)
    {
        double sum = left;
        for (int k = terms; k < slopes.Length; k++)
        {
            sum += slopes[k] * slopes[k];
        }

        return sum;
    }

    /// <summary>The activation's slope on a grid, even and odd parts apart; every other node stands in the first half.</summary>
    private sealed class Nodes
    {
        private readonly double[] even;
        private readonly double[] odd;
        private readonly double[] z;
        private readonly double[] start;
        private readonly int half;
        private readonly double mean;
        private readonly double slopeMoment;
        private readonly double bound;

        internal Nodes(
            double[] z, double[] start, double[] even, double[] odd, int half, double mean, double slopeMoment, double roughness, double bound)
        {
            this.bound = bound;
            this.z = z;
            this.start = start;
            this.even = even;
            this.odd = odd;
            this.half = half;
            this.mean = mean;
            this.slopeMoment = slopeMoment;
            Roughness = roughness;
        }

        /// <summary>By how much E φ and E φ'² with every other node differ from those with all nodes, relative to their size.</summary>
        internal double Roughness { get; }

        /// <summary>Whether they differ so little that those with all nodes are exact.</summary>
        internal bool IsSettled => Roughness <= Settled;

        internal static Nodes? Of(Activation activation, double scale, double step)
        {
            List<double> g = [];
            List<double> h = [];
            double largest = 0.0;
            double mean = 0.0, coarseMean = 0.0, meanSize = 0.0, moment = 0.0, coarseMoment = 0.0;
            int quiet = 0;
            for (int i = 0; quiet < 3; i++)
            {
                double x = i * step;
                if (x > Farthest)
                {
                    return null;
                }

                double root = Math.Sqrt(step * ErrorFunction.NormalDensity(x));
                double right = root * activation.Derivative(scale * x);
                double mirrored = i == 0 ? 0.0 : root * activation.Derivative(-scale * x);
                double value = root * root * activation.Value(scale * x);
                double mirroredValue = i == 0 ? 0.0 : root * root * activation.Value(-scale * x);
                double square = (right * right) + (mirrored * mirrored);
                moment += square;
                mean += value + mirroredValue;
                meanSize += Math.Abs(value) + Math.Abs(mirroredValue);
                if (i % 2 == 0)
                {
                    coarseMoment += 2.0 * square;
                    coarseMean += 2.0 * (value + mirroredValue);
                }

                g.Add(right + mirrored);
                h.Add(right - mirrored);
                double size = Math.Abs(right) + Math.Abs(mirrored);
                largest = Math.Max(largest, size);
                quiet = x > 9.0 && size <= Negligible * largest ? quiet + 1 : 0;
            }

            if (!double.IsFinite(moment) || !double.IsFinite(mean) || !(moment > 0.0))
            {
                return null;
            }

            int width = Vector<double>.Count;
            int half = ((g.Count + 1) / 2 + width - 1) / width * width;
            double[] z = new double[2 * half], start = new double[2 * half], even = new double[2 * half], odd = new double[2 * half];
            for (int i = 0; i < g.Count; i++)
            {
                int place = (i % 2 * half) + (i / 2);
                z[place] = i * step;
                start[place] = Math.Sqrt(step * ErrorFunction.NormalDensity(i * step));
                even[place] = g[i];
                odd[place] = h[i];
            }

            double roughness = Math.Max(
                Math.Abs(moment - coarseMoment) / moment, meanSize == 0.0 ? 0.0 : Math.Abs(mean - coarseMean) / meanSize);
            return new Nodes(z, start, even, odd, half, mean, moment, roughness, double.PositiveInfinity);
        }

        internal HermiteSeries? Expand(double variance, double reach, int terms, double work)
        {
            double[] before = new double[z.Length];
            double[] current = [.. start];
            List<double> coefficients = [];
            double captured = 0.0;
            double aliasing = 0.0;
            double power = 1.0;
            double norm = Math.Sqrt(slopeMoment);
            int small = 0;
            for (int k = 0; ; k++)
            {
                double[] parity = k % 2 == 0 ? even : odd;
                double first = Dot(parity.AsSpan(0, half), current.AsSpan(0, half));
                double second = Dot(parity.AsSpan(half), current.AsSpan(half));
                double b = first + second;
                double change = (first - second) / norm;
                coefficients.Add(b);
                captured += b * b;
                aliasing += double.IsFinite(bound) ? 0.0 : change * change * Math.Abs(b) * power / norm;
                power *= reach;
                double left = double.IsFinite(bound) ? bound : Math.Max(0.0, slopeMoment - captured);
                small = b * b <= 1e-19 * slopeMoment && double.IsInfinity(bound) ? small + 1 : 0;
                bool ends = left * power <= Negligible * slopeMoment
                    || (small >= 2 * Block && left <= 1e-14 * slopeMoment);
                if (k % Block == Block - 1 && k > 2 * Block && k + 1 >= terms && ends)
                {
                    // A tail of rounding size is rounding.
                    double tail = small >= 2 * Block ? 0.0 : left;
                    return new HermiteSeries(variance, mean, slopeMoment, tail, 2.0 * aliasing, [.. coefficients]);
                }

                if ((k + 1.0) * z.Length > work)
                {
                    return null;
                }

                Advance(before, current, k);
                (before, current) = (current, before);
            }
        }

        private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        {
            ReadOnlySpan<Vector<double>> a = MemoryMarshal.Cast<double, Vector<double>>(x);
            ReadOnlySpan<Vector<double>> b = MemoryMarshal.Cast<double, Vector<double>>(y);
            Vector<double> sum = Vector<double>.Zero;
            for (int i = 0; i < a.Length; i++)
            {
                sum += a[i] * b[i];
            }

            return Vector.Sum(sum);
        }

        /// <summary>before ← (z·current − √k·before)/√(k + 1), the next polynomial.</summary>
        private void Advance(double[] before, double[] current, int k)
        {
            Span<Vector<double>> old = MemoryMarshal.Cast<double, Vector<double>>(before.AsSpan());
            ReadOnlySpan<Vector<double>> now = MemoryMarshal.Cast<double, Vector<double>>(current.AsSpan());
            ReadOnlySpan<Vector<double>> points = MemoryMarshal.Cast<double, Vector<double>>(z.AsSpan());
            Vector<double> scale = new(1.0 / Math.Sqrt(k + 1.0));
            Vector<double> back = new(Math.Sqrt(k / (k + 1.0)));
            for (int i = 0; i < old.Length; i++)
            {
                old[i] = (scale * points[i] * now[i]) - (back * old[i]);
            }
        }
    }

    /// <summary>The nodes of panels that end at the kinks, and the kinks themselves where φ jumps.</summary>
    private static class PanelNodes
    {
        internal static Nodes? Of(Activation activation, double scale, double width)
        {
            double size = 0.0;
            double[] kinks = [.. activation.Kinks.Select(kink => kink / scale)];
            Collector all = new(activation, scale);
            for (int side = -1; side <= 1; side += 2)
            {
                double largest = 0.0, latest = double.PositiveInfinity;
                double right;
                for (double left = 0.0; left < 9.0 || latest > Negligible * largest; left = right)
                {
                    if (left > Farthest)
                    {
                        return null;
                    }

                    right = left + width;
                    foreach (double kink in kinks)
                    {
                        right = kink * side > left && kink * side < right ? kink * side : right;
                    }

                    latest = all.Add(side, left, right);
                    largest = Math.Max(largest, latest);
                }
            }

            List<(double Z, double Start, double Slope)> nodes = all.Nodes;
            double mean = all.Mean, moment = all.Moment;
            for (int j = 0; j < kinks.Length; j++)
            {
                double jump = activation.JumpAt(j) / scale;
                if (jump != 0.0 && Math.Abs(kinks[j]) < Farthest)
                {
                    double root = Math.Sqrt(ErrorFunction.NormalDensity(kinks[j]));
                    nodes.Add((kinks[j], root, jump * root));
                    size += Math.Abs(jump) * root;
                }
            }

            // |h_k|·√density < 1 everywhere, so that |b_k| is at most this in square, whether φ jumps or not.
            double bound = Math.Pow(Math.Sqrt(moment) + size, 2.0);
            if (!double.IsFinite(bound) || !double.IsFinite(mean) || bound == 0.0)
            {
                return null;
            }

            int count = (nodes.Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
            double[] points = new double[count], start = new double[count], slopes = new double[count];
            for (int i = 0; i < nodes.Count; i++)
            {
                (points[i], start[i], slopes[i]) = nodes[i];
            }

            return new Nodes(points, start, slopes, slopes, count, mean, bound, roughness: 0.0, bound / (1.0 - NarrowReach));
        }

        /// <summary>Gauss–Legendre nodes on panels that are bisected until the moments agree with those of their halves.</summary>
        private sealed class Collector(Activation activation, double scale)
        {
            internal List<(double Z, double Start, double Slope)> Nodes { get; } = [];

            internal double Mean { get; private set; }

            internal double Moment { get; private set; }

            /// <summary>Adds a panel and returns the largest of its terms.</summary>
            internal double Add(int side, double left, double right, int depth = 0)
            {
                Panel whole = Rule(side, left, right);
                double middle = 0.5 * (left + right);
                Panel first = Rule(side, left, middle);
                Panel second = Rule(side, middle, right);
                double moment = Math.Max(Moment, whole.Moment);
                if (depth < MaxBisections
                    && (Math.Abs(first.Moment + second.Moment - whole.Moment) > 1e-15 * moment
                        || Math.Abs(first.Mean + second.Mean - whole.Mean) > 1e-15 * scale * Math.Sqrt(moment)))
                {
                    return Math.Max(Add(side, left, middle, depth + 1), Add(side, middle, right, depth + 1));
                }

                Nodes.AddRange(whole.Nodes);
                Mean += whole.Mean;
                Moment += whole.Moment;
                return whole.Nodes.Max(node => node.Start + Math.Abs(node.Slope));
            }

            private Panel Rule(int side, double left, double right)
            {
                GaussLegendre rule = GaussLegendre.Sixteen;
                (double Z, double Start, double Slope)[] nodes = new (double, double, double)[rule.Nodes.Length];
                double mean = 0.0, moment = 0.0;
                double half = 0.5 * (right - left);
                for (int i = 0; i < nodes.Length; i++)
                {
                    double z = side * (left + (half * (1.0 + rule.Nodes[i])));
                    double root = Math.Sqrt(half * rule.Weights[i] * ErrorFunction.NormalDensity(z));
                    double slope = root * activation.Derivative(scale * z);
                    nodes[i] = (z, root, slope);
                    mean += root * root * activation.Value(scale * z);
                    moment += slope * slope;
                }

                return new Panel(nodes, mean, moment);
            }
        }

        private readonly record struct Panel((double Z, double Start, double Slope)[] Nodes, double Mean, double Moment);
    }
}
