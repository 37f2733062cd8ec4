using System.Numerics;
using System.Runtime.InteropServices;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The activation's slope on a grid, even and odd parts apart; every other node stands in the first half.</summary>
/// <remarks>
/// <para>h_k(z)·√density by its three-term recursion, nodes z and −z together. Source: [TW14] thm. 5.1 for the trapezoidal rule.</para>
/// </remarks>
internal sealed class HermiteNodes
{
    private const double Settled = 1e-9;
    private const double Farthest = 38.0;
    private const int Block = 8;

    private readonly double[] even;
    private readonly double[] odd;
    private readonly double[] z;
    private readonly double[] start;
    private readonly int half;
    private readonly double mean;
    private readonly double slopeMoment;
    private readonly double bound;

    internal HermiteNodes(
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

    internal static HermiteNodes? Of(Activation activation, double scale, double step)
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
            quiet = x > 9.0 && size <= HermiteSeries.Negligible * largest ? quiet + 1 : 0;
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
        return new HermiteNodes(z, start, even, odd, half, mean, moment, roughness, double.PositiveInfinity);
    }

    /// <summary>The series; for a partner's sake as long as that, and with as much care for each term as the partner's asks for.</summary>
    internal HermiteSeries? Expand(double variance, double reach, int terms, double work, HermiteSeries? partner)
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
            aliasing += change * change * Math.Max(Math.Abs(b) / norm, partner?.ShareAt(k) ?? 0.0) * power;
            power *= reach;
            double left = double.IsFinite(bound) ? bound : slopeMoment - captured;
            small = b * b <= 1e-19 * slopeMoment ? small + 1 : 0;
            bool ends = left * power <= HermiteSeries.Negligible * slopeMoment
                || (small >= 2 * Block && left <= 1e-14 * slopeMoment);
            if (k % Block == Block - 1 && k > 2 * Block && k + 1 >= terms && ends)
            {
                return new HermiteSeries(variance, mean, slopeMoment, 2.0 * aliasing, [.. coefficients]);
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
