using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>z ↦ φ(sz) and z ↦ φ'(sz) on panels that end at the kinks, each with its Chebyshev coefficients.</summary>
/// <remarks>
/// <para>
/// Panels are bisected until the coefficients have fallen to rounding, or to what the normal density leaves of them. They reach as
/// far as either function counts in the plane, where u = x + δ and v = x − δ are large together.
/// </para>
/// </remarks>
internal sealed class ActivationPanels
{
    private const double Width = 1.0;
    private const double Center = 4.0;
    private const double Reach = 9.0;
    private const double Margin = 1.3;
    private const double Farthest = 38.0;
    private const double Resolved = 3e-16;
    private const double Negligible = 1e-17;
    private const double Stalled = 1e-11;
    private const int MaxDepth = 48;
    private const int MaxPanels = 600;

    private readonly Activation activation;
    private readonly double scale;
    private readonly List<Panel> panels = [];

    private ActivationPanels(Activation activation, double scale)
    {
        this.activation = activation;
        this.scale = scale;
        Kinks = [.. activation.Kinks.Select(kink => kink / scale)];
        Norm = Math.Sqrt(GaussianMoments.SecondMoment(activation, scale * scale).Value);
        SlopeNorm = Math.Sqrt(GaussianMoments.SlopeSecondMomentBetweenKinks(activation, scale * scale).Value);
    }

    /// <summary>The panels from left to right.</summary>
    internal IReadOnlyList<Panel> Panels => panels;

    /// <summary>The kinks of z ↦ φ(sz).</summary>
    internal double[] Kinks { get; }

    /// <summary>√E φ(sZ)².</summary>
    internal double Norm { get; }

    /// <summary>√E φ'(sZ)², without what the jumps of φ add.</summary>
    internal double SlopeNorm { get; }

    /// <summary>The largest |φ'| where the normal density counts.</summary>
    internal double LargestSlope { get; private set; }

    /// <summary>What the panels miss of φ and φ' in the mean, relative to the roots of the second moments.</summary>
    internal double Error { get; private set; }

    /// <summary>The panels of φ at a scale s, negative for the mirrored function; null where it would take too many.</summary>
    /// <exception cref="ArgumentException">E φ² or E φ'² diverges.</exception>
    internal static ActivationPanels? Of(Activation activation, double scale)
    {
        ActivationPanels made = new(activation, scale);
        double[] breaks = ScaledBreaks.Of(activation, scale);
        for (int side = -1; side <= 1; side += 2)
        {
            double reach = double.PositiveInfinity;
            double right;
            for (double left = 0.0; left < reach; left = right)
            {
                right = ScaledBreaks.Next(breaks, side, left, left + (left < Center ? Width : 2.0 * Width));
                double largest = made.Add(side * left, side * right, double.PositiveInfinity, 0);
                if (!double.IsFinite(largest) || right > Farthest || made.panels.Count > MaxPanels)
                {
                    return null;
                }

                if (double.IsInfinity(reach) && right >= Reach && largest * ErrorFunction.NormalDensity(right) <= Negligible * 0.1)
                {
                    reach = Margin * right;
                }
            }
        }

        made.panels.Sort((one, other) => one.Left.CompareTo(other.Left));
        return made;
    }

    /// <summary>E φ'(v) of a normal v/s with the mean anchor + offset.</summary>
    internal double SlopeMean(double anchor, double offset, double deviation)
    {
        // At a deviation of 1 the panels reach as far as anything counts.
        double farthest = Math.Max(ChebyshevPanel.Farthest, Math.Max(panels[^1].Right, -panels[0].Left));
        double sum = 0.0;
        foreach (Panel panel in panels)
        {
            sum += ChebyshevPanel.AgainstNormal(panel.Slope, panel.Left, panel.Right, deviation, farthest, anchor, offset);
        }

        return sum;
    }

    /// <summary>Adds the panel between two points or its halves; returns the largest φ² or φ'² there, in units of the second moments.</summary>
    private double Add(double inner, double outer, double previous, int depth)
    {
        double half = 0.5 * Math.Abs(outer - inner);
        double middle = 0.5 * (inner + outer);
        Span<double> values = stackalloc double[ChebyshevPanel.Terms];
        Span<double> slopes = stackalloc double[ChebyshevPanel.Terms];
        double largest = 0.0, largestSlope = 0.0;
        for (int i = 0; i < ChebyshevPanel.Terms; i++)
        {
            double z = middle + (half * ChebyshevPanel.Samples[i]);
            values[i] = activation.Value(scale * z);
            slopes[i] = activation.Derivative(scale * z);
            largest = Math.Max(largest, Math.Abs(values[i]));
            largestSlope = Math.Max(largestSlope, Math.Abs(slopes[i]));
        }

        if (!double.IsFinite(largest * largestSlope))
        {
            return double.PositiveInfinity;
        }

        Panel panel = new(Math.Min(inner, outer), Math.Max(inner, outer), new double[ChebyshevPanel.Terms], new double[ChebyshevPanel.Terms], largest, largestSlope);
        ChebyshevPanel.Expand(values, panel.Value);
        ChebyshevPanel.Expand(slopes, panel.Slope);
        double weight = ErrorFunction.NormalDensity(Math.Min(Math.Abs(inner), Math.Abs(outer))) * 2.0 * half;
        double tail = ChebyshevPanel.Tail(panel.Value), slopeTail = ChebyshevPanel.Tail(panel.Slope);
        double missed = Math.Max(Share(tail, Norm), Share(slopeTail, SlopeNorm)) * weight;
        double roughness = Math.Max(Share(tail, largest), Share(slopeTail, largestSlope));
        bool resolved = (tail <= Resolved * largest || tail * weight <= Negligible * Norm)
            && (slopeTail <= Resolved * largestSlope || slopeTail * weight <= Negligible * SlopeNorm);

        // What is small and shrinks no longer is the rounding of φ itself.
        bool stalled = roughness <= Stalled && roughness > 0.3 * previous;
        if (resolved || stalled || depth == MaxDepth || panels.Count > MaxPanels)
        {
            panels.Add(panel);
            Error += missed;
            LargestSlope = Math.Max(LargestSlope, Math.Abs(middle) < Reach ? largestSlope : 0.0);
            return Math.Max(Math.Pow(Share(largest, Norm), 2.0), Math.Pow(Share(largestSlope, SlopeNorm), 2.0));
        }

        return Math.Max(
            Add(inner, middle, roughness, depth + 1), Add(middle, outer, roughness, depth + 1));
    }

    private static double Share(double part, double whole) => part == 0.0 ? 0.0 : part / whole;

    /// <summary>A panel with the Chebyshev coefficients of φ and φ' and their largest values.</summary>
    internal sealed record Panel(double Left, double Right, double[] Value, double[] Slope, double Largest, double LargestSlope);
}
