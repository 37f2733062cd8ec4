using System.Numerics;
using System.Runtime.InteropServices;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The duals of any activation at fixed variances as functions of the correlation, for c ≥ 0 or, v reflected, c ≤ 0.</summary>
/// <remarks>
/// <para>
/// I_φ(c) = E F(δ; λ) over a normal δ with variance (1 − c)/2, F the inner integral of <see cref="DifferenceLine"/> with
/// λ = 2/(1 + c) in [1, 2]. F is analytic in δ between half the differences of kinks, δ = 0 among them, and in λ everywhere; the
/// table holds its Chebyshev coefficients in ln λ on panels in δ. An integral is then one mean over δ, at c → 1 as at c = 0.
/// </para>
/// <para>
/// Error: the last coefficients in either variable, those of φ, and rounding, relative to √(E φ² E φ²) as Cauchy and Schwarz
/// bound the values.
/// </para>
/// </remarks>
internal sealed class CorrelationTable
{
    private const double Width = 1.0;
    private const double Reach = 6.0;
    private const double Smallest = 1e-8;
    private const double Resolved = 1e-15;
    private const double Stalled = 1e-12;
    private const double Negligible = 1e-19;
    private const double Rounding = 4e-15;
    private const double Exponent = 45.0;
    private const int FewPrecisions = 20;
    private const int ManyPrecisions = 40;
    private const int MaxDepth = 40;
    private const int MaxPanels = 150;
    private const double LogTwo = 0.69314718055994530942;

    private readonly ActivationPanels first;
    private readonly ActivationPanels second;
    private readonly double unitU;
    private readonly double unitV;
    private readonly bool mirrors;
    private readonly int precisions;
    private readonly double scale;
    private readonly double slopeScale;
    private readonly List<Panel> panels = [];
    private double error;

    // At c = 0, with the deviation 1/√2, the table reaches as far as anything counts.
    private double farthest = ChebyshevPanel.Farthest;

    private CorrelationTable(ActivationPanels first, ActivationPanels second, double unitU, double unitV, int precisions)
    {
        this.unitU = unitU;
        this.unitV = unitV;
        this.first = first;
        this.second = second;
        mirrors = unitU == unitV;
        this.precisions = precisions;
        scale = first.Norm * second.Norm;
        slopeScale = first.SlopeNorm * second.SlopeNorm;
    }

    /// <summary>The table for c ≥ 0, or for c ≤ 0 with v reflected; null where it would grow too large.</summary>
    internal static CorrelationTable? Of(Activation activation, double varianceU, double varianceV, bool reflected)
    {
        double scaleU = Math.Sqrt(varianceU);
        double scaleV = (reflected ? -1.0 : 1.0) * Math.Sqrt(varianceV);
        if (ActivationPanels.Of(activation, scaleU) is not { } first
            || (scaleV == scaleU ? first : ActivationPanels.Of(activation, scaleV)) is not { } second)
        {
            return null;
        }

        foreach (int count in (ReadOnlySpan<int>)[FewPrecisions, ManyPrecisions])
        {
            CorrelationTable table = new(first, second, scaleU, scaleV, count);
            if (table.Fill([.. Enumerable.Range(0, count).Select(k => Math.Exp(0.5 * LogTwo * (1.0 + Math.Cos(Math.PI * (k + 0.5) / count))))], double.PositiveInfinity) is { } resolved)
            {
                if (resolved)
                {
                    return table;
                }
            }
            else
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>I_φ and I_φ' at one correlation without the table for the others; null where that would be too much work.</summary>
    internal static DualValue? Once(Activation activation, double varianceU, double varianceV, Correlation correlation)
    {
        bool reflected = correlation.Value < 0.0;
        double scaleU = Math.Sqrt(varianceU);
        double scaleV = (reflected ? -1.0 : 1.0) * Math.Sqrt(varianceV);
        if (ActivationPanels.Of(activation, scaleU) is not { } first
            || (scaleV == scaleU ? first : ActivationPanels.Of(activation, scaleV)) is not { } second)
        {
            return null;
        }

        double near = reflected ? correlation.OnePlus : correlation.OneMinus;
        double far = reflected ? correlation.OneMinus : correlation.OnePlus;
        CorrelationTable table = new(first, second, scaleU, scaleV, precisions: 1);
        return table.Fill([2.0 / far], Math.Sqrt(Exponent * near)) is null ? null : table.At(correlation);
    }

    /// <summary>I_φ and I_φ' at |c|.</summary>
    internal DualValue At(Correlation correlation)
    {
        double near = unitV < 0.0 ? correlation.OnePlus : correlation.OneMinus;
        double far = unitV < 0.0 ? correlation.OneMinus : correlation.OnePlus;
        double deviation = Math.Sqrt(0.5 * near);
        Span<double> weights = stackalloc double[precisions];
        Polynomials(Math.Clamp((2.0 * Math.Log(2.0 / far) / LogTwo) - 1.0, -1.0, 1.0), weights);
        double value = 0.0, slope = 0.0;
        Span<double> coefficients = stackalloc double[ChebyshevPanel.Terms];
        foreach (Panel panel in panels)
        {
            if (Math.Max(panel.Left, -panel.Right) > farthest * deviation)
            {
                continue;
            }

            if (deviation == 0.0)
            {
                // c = ±1: δ = 0, from the right.
                if (panel.Left == 0.0)
                {
                    panel.Value.At(weights, coefficients);
                    value = AtLeftEnd(coefficients);
                    panel.Slope.At(weights, coefficients);
                    slope = AtLeftEnd(coefficients);
                }

                continue;
            }

            panel.Value.At(weights, coefficients);
            value += ChebyshevPanel.AgainstNormal(coefficients, panel.Left, panel.Right, deviation, farthest);
            panel.Slope.At(weights, coefficients);
            slope += ChebyshevPanel.AgainstNormal(coefficients, panel.Left, panel.Right, deviation, farthest);
        }

        double twice = mirrors && deviation > 0.0 ? 2.0 : 1.0;
        double relative = Rounding + error + first.Error + second.Error;
        return new DualValue(twice * value, twice * slope, relative * scale, relative * slopeScale);
    }

    /// <summary>E φ'(v) given that u is at a point where φ jumps, or E φ'(u) given v.</summary>
    /// <param name="isV">Whether v is given u.</param>
    /// <param name="point">The point in units of the deviation of what is given.</param>
    /// <param name="c">The correlation.</param>
    internal Estimate<double> SlopeMean(bool isV, double point, Correlation c)
    {
        // The mean is c·point = ±point ∓ point(1 ∓ c), exact beside a kink there. Both tables hold v mirrored, or none.
        ActivationPanels panels = isV ? second : first;
        double sign = isV && unitV < 0.0 ? -1.0 : 1.0;
        double mean = panels.SlopeMean(
            c.Value < 0.0 ? -sign * point : sign * point, sign * (c.Value < 0.0 ? point * c.OnePlus : -point * c.OneMinus), c.Sine);
        return new Estimate<double>(mean, Rounding * panels.LargestSlope, 0);
    }

    private static double AtLeftEnd(ReadOnlySpan<double> coefficients)
    {
        double sum = 0.0;
        for (int k = 0; k < coefficients.Length; k++)
        {
            sum += k % 2 == 0 ? coefficients[k] : -coefficients[k];
        }

        return sum;
    }

    private static void Polynomials(double t, Span<double> values)
    {
        double before = t, current = 1.0;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = current;
            (before, current) = (current, k == 0 ? t : (2.0 * t * current) - before);
        }
    }

    /// <summary>Whether the coefficients in λ have fallen off; null where the table would grow too large.</summary>
    /// <param name="lambdas">The precisions.</param>
    /// <param name="end">The largest |δ| that will be asked for.</param>
    private bool? Fill(double[] lambdas, double end)
    {
        DifferenceLine line = new(first, second, isEven: unitV == -unitU);
        double[] breaks = [.. from h in first.Kinks from k in second.Kinks select 0.5 * (h - k)];
        bool resolved = true;
        for (int side = mirrors ? 1 : -1; side <= 1 && resolved; side += 2)
        {
            bool counts = true;
            double right;
            for (double left = 0.0; counts; left = right)
            {
                right = ScaledBreaks.Next(breaks, side, left, Math.Min(left + Width, Math.Max(end, Smallest)));
                (double largest, bool falls) = Add(line, lambdas, Math.Min(side * left, side * right), Math.Max(side * left, side * right), double.PositiveInfinity, 0);
                if (!double.IsFinite(largest) || panels.Count > MaxPanels)
                {
                    return null;
                }

                resolved &= falls;
                counts = resolved && right < end && (right < Reach || largest * Math.Exp(-right * right) > Negligible);
            }
        }

        return resolved;
    }

    private (double Largest, bool Falls) Add(DifferenceLine line, double[] lambdas, double left, double right, double previous, int depth)
    {
        const int Terms = ChebyshevPanel.Terms;
        double half = 0.5 * (right - left);
        double middle = 0.5 * (left + right);
        double[] values = new double[Terms * precisions], slopes = new double[Terms * precisions];
        for (int i = 0; i < Terms; i++)
        {
            line.Integrate(
                middle + (half * ChebyshevPanel.Samples[i]), lambdas, values.AsSpan(i * precisions, precisions), slopes.AsSpan(i * precisions, precisions));
        }

        Face value = Face.Of(values, precisions);
        Face slope = Face.Of(slopes, precisions);
        double nearest = Math.Clamp(0.0, left, right);
        double weight = Math.Exp(-nearest * nearest);
        double tail = weight * Math.Max(Share(value.Tail, scale), Share(slope.Tail, slopeScale));
        double side = weight * Math.Max(Share(value.PrecisionTail, scale), Share(slope.PrecisionTail, slopeScale));
        double largest = Math.Max(Share(value.Largest, scale), Share(slope.Largest, slopeScale));
        bool stalled = tail <= Stalled && tail > 0.3 * previous;
        if (!double.IsFinite(largest) || tail <= Resolved || stalled || depth == MaxDepth || panels.Count > MaxPanels)
        {
            panels.Add(new Panel(left, right, value, slope));
            error = Math.Max(error, tail + side);
            farthest = Math.Max(farthest, Math.Sqrt(2.0) * Math.Max(right, -left));
            return (largest, side <= Resolved || precisions == ManyPrecisions);
        }

        (double one, bool oneFalls) = Add(line, lambdas, left, middle, tail, depth + 1);
        (double other, bool otherFalls) = Add(line, lambdas, middle, right, tail, depth + 1);
        return (Math.Max(one, other), oneFalls && otherFalls);
    }

    private static double Share(double part, double whole) => part == 0.0 ? 0.0 : part / whole;

    private sealed record Panel(double Left, double Right, Face Value, Face Slope);

    /// <summary>Chebyshev coefficients in δ and ln λ on one panel, those in δ beside each other.</summary>
    private sealed record Face(double[] Coefficients, double Tail, double PrecisionTail, double Largest)
    {
        /// <summary>From samples at the Chebyshev points in δ, for each at those in ln λ.</summary>
        internal static Face Of(double[] samples, int precisions)
        {
            const int Terms = ChebyshevPanel.Terms;
            double[] coefficients = new double[samples.Length];
            Span<double> column = stackalloc double[Terms];
            Span<double> expanded = stackalloc double[Terms];
            double tail = 0.0, largest = 0.0;
            for (int k = 0; k < precisions; k++)
            {
                for (int i = 0; i < Terms; i++)
                {
                    column[i] = samples[(i * precisions) + k];
                    largest = Math.Max(largest, Math.Abs(column[i]));
                }

                ChebyshevPanel.Expand(column, expanded);
                tail = Math.Max(tail, ChebyshevPanel.Tail(expanded));
                for (int n = 0; n < precisions; n++)
                {
                    double cosine = (n == 0 ? 1.0 : 2.0) / precisions * Math.Cos(Math.PI * n * (k + 0.5) / precisions);
                    for (int m = 0; m < Terms; m++)
                    {
                        coefficients[(n * Terms) + m] += cosine * expanded[m];
                    }
                }
            }

            double precisionTail = 0.0;
            foreach (double coefficient in precisions == 1 ? [] : coefficients.AsSpan((precisions - 2) * Terms))
            {
                precisionTail = Math.Max(precisionTail, Math.Abs(coefficient));
            }

            return new Face(coefficients, tail, precisionTail, largest);
        }

        /// <summary>The coefficients in δ at the λ whose polynomials are given.</summary>
        internal void At(ReadOnlySpan<double> polynomials, Span<double> coefficients)
        {
            coefficients.Clear();
            Span<Vector<double>> sum = MemoryMarshal.Cast<double, Vector<double>>(coefficients);
            ReadOnlySpan<Vector<double>> rows = MemoryMarshal.Cast<double, Vector<double>>(Coefficients.AsSpan());
            for (int n = 0; n < polynomials.Length; n++)
            {
                Vector<double> weight = new(polynomials[n]);
                ReadOnlySpan<Vector<double>> row = rows.Slice(n * sum.Length, sum.Length);
                for (int i = 0; i < sum.Length; i++)
                {
                    sum[i] = Vector.FusedMultiplyAdd(weight, row[i], sum[i]);
                }
            }
        }
    }
}
