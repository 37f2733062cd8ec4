using System.Numerics;
using System.Runtime.InteropServices;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>A function on a panel by the 24 Chebyshev coefficients of its interpolant at the Chebyshev points.</summary>
/// <remarks>
/// <para>Error: for a function that is resolved, the last two coefficients. Source: [TW14] section 2.</para>
/// </remarks>
internal static class ChebyshevPanel
{
    internal const int Terms = 24;

    /// <summary>
    /// The number of nodes of the quadrature: what 24 coefficients resolve falls off like ρ⁻²³, and the rule's error like ρ⁻³².
    /// </summary>
    internal const int Rule = 16;

    /// <summary>The number of deviations beyond which a normal density is negligible against what does not grow.</summary>
    internal const double Farthest = 9.5;

    private static readonly double[] Points = [.. Enumerable.Range(0, Terms).Select(i => Math.Cos(Math.PI * (i + 0.5) / Terms))];
    private static readonly double[] Cosines = [.. Enumerable.Range(0, Terms * Terms).Select(i =>
        (i % Terms == 0 ? 1.0 : 2.0) / Terms * Math.Cos(Math.PI * (i % Terms) * ((i / Terms) + 0.5) / Terms))];

    private static readonly double[] GaussNodes = [.. GaussLegendre.Sixteen.Nodes];
    private static readonly double[] GaussWeights = [.. GaussLegendre.Sixteen.Weights];

    /// <summary>The points of [−1, 1] at which to sample.</summary>
    internal static ReadOnlySpan<double> Samples => Points;

    /// <summary>The nodes and weights that integrate over a panel.</summary>
    internal static ReadOnlySpan<double> Nodes => GaussNodes;

    /// <inheritdoc cref="Nodes"/>
    internal static ReadOnlySpan<double> Weights => GaussWeights;

    /// <summary>The coefficients of the interpolant.</summary>
    internal static void Expand(ReadOnlySpan<double> samples, Span<double> coefficients)
    {
        coefficients.Clear();
        Span<Vector<double>> sum = MemoryMarshal.Cast<double, Vector<double>>(coefficients);
        ReadOnlySpan<Vector<double>> rows = MemoryMarshal.Cast<double, Vector<double>>(Cosines.AsSpan());
        for (int i = 0; i < Terms; i++)
        {
            Vector<double> sample = new(samples[i]);
            ReadOnlySpan<Vector<double>> row = rows.Slice(i * sum.Length, sum.Length);
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] = Vector.FusedMultiplyAdd(sample, row[k], sum[k]);
            }
        }
    }

    /// <summary>What the coefficients left out are about worth.</summary>
    internal static double Tail(ReadOnlySpan<double> coefficients) =>
        Math.Max(Math.Abs(coefficients[Terms - 1]), Math.Abs(coefficients[Terms - 2]));

    /// <summary>The values at 16 points of [−1, 1], by Clenshaw's recursion.</summary>
    internal static void Evaluate(ReadOnlySpan<double> coefficients, ReadOnlySpan<double> points, Span<double> values)
    {
        ReadOnlySpan<Vector<double>> t = MemoryMarshal.Cast<double, Vector<double>>(points);
        Span<Vector<double>> result = MemoryMarshal.Cast<double, Vector<double>>(values);

        // Two at a time: each recursion waits for itself.
        for (int i = 0; i < t.Length; i += 2)
        {
            Vector<double> twice = t[i] + t[i], alsoTwice = t[i + 1] + t[i + 1];
            Vector<double> next = Vector<double>.Zero, alsoNext = Vector<double>.Zero;
            Vector<double> current = new(coefficients[Terms - 1]), alsoCurrent = current;
            for (int k = Terms - 2; k > 0; k--)
            {
                Vector<double> coefficient = new(coefficients[k]);
                (next, current) = (current, Vector.FusedMultiplyAdd(twice, current, coefficient - next));
                (alsoNext, alsoCurrent) = (alsoCurrent, Vector.FusedMultiplyAdd(alsoTwice, alsoCurrent, coefficient - alsoNext));
            }

            Vector<double> first = new(coefficients[0]);
            result[i] = Vector.FusedMultiplyAdd(t[i], current, first - next);
            result[i + 1] = Vector.FusedMultiplyAdd(t[i + 1], alsoCurrent, first - alsoNext);
        }
    }

    /// <summary>∫ f n over a panel, n the density of the normal law whose mean is anchor + offset.</summary>
    /// <remarks>
    /// <para>
    /// In pieces of at most two deviations, out to so many of them as counts, and in units of the deviation, so that a narrow
    /// law beside an end of the panel keeps its accuracy.
    /// </para>
    /// </remarks>
    internal static double AgainstNormal(
        ReadOnlySpan<double> coefficients, double left, double right, double deviation, double farthest, double anchor = 0.0, double offset = 0.0)
    {
        double from = Math.Max((left - anchor - offset) / deviation, -farthest);
        double to = Math.Min((right - anchor - offset) / deviation, farthest);
        if (!(to > from))
        {
            return 0.0;
        }

        int pieces = Math.Max(1, (int)Math.Ceiling(0.5 * (to - from)));
        double half = 0.5 * (to - from) / pieces;
        double middle = 0.5 * (left + right);
        double inverse = 2.0 / (right - left);
        Span<double> points = stackalloc double[Rule];
        Span<double> values = stackalloc double[Rule];
        Span<double> exponents = stackalloc double[Rule];
        ReadOnlySpan<Vector<double>> f = MemoryMarshal.Cast<double, Vector<double>>(values);
        ReadOnlySpan<Vector<double>> exponent = MemoryMarshal.Cast<double, Vector<double>>(exponents);
        ReadOnlySpan<Vector<double>> weights = MemoryMarshal.Cast<double, Vector<double>>(GaussWeights.AsSpan());
        double sum = 0.0;
        for (int piece = 0; piece < pieces; piece++)
        {
            double center = from + (((2 * piece) + 1) * half);
            for (int i = 0; i < Rule; i++)
            {
                double y = center + (half * GaussNodes[i]);
                points[i] = Math.Clamp((anchor - middle + (offset + (deviation * y))) * inverse, -1.0, 1.0);
                exponents[i] = -0.5 * y * y;
            }

            Evaluate(coefficients, points, values);
            Vector<double> total = Vector<double>.Zero;
            for (int i = 0; i < f.Length; i++)
            {
                total += weights[i] * f[i] * Vector.Exp(exponent[i]);
            }

            sum += Vector.Sum(total);
        }

        return sum * half * ErrorFunction.NormalDensity(0.0);
    }
}
