using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Networks.Chain;

/// <summary>How small the slope s = φ'(√p Z) becomes, and so how its law begins at 0.</summary>
internal static class SlopeZeros
{
    /// <summary>n as in <see cref="HardEdge.Order"/>.</summary>
    /// <remarks>
    /// <para>A zero of order k, s² ∼ t^{2k}, gives a density f^{−1+1/(2k)}, so n = 2k; of several the largest counts.</para>
    /// <para>
    /// A tail s² ∼ e^{−cZ²} gives P(s² &lt; ε) ∼ ε^{1/(2c)} with a logarithm, which counts if 2c ≥ n; slower tails are flat.
    /// </para>
    /// </remarks>
    public static int? Order(IReadOnlyList<SlopePanel> panels, Func<double, double> slope, Activation activation, double root)
    {
        int order = 1;
        foreach (SlopePanel panel in panels)
        {
            foreach (double zero in Zeros(panel, slope, activation, root))
            {
                order = Math.Max(order, 2 * Multiplicity(panel, slope, zero));
            }
        }

        double tail = 0.0;
        if (activation.SlopeOnPiece(0) is null)
        {
            tail = Math.Max(tail, TailOrder(slope, -1.0));
        }

        if (activation.SlopeOnPiece(activation.Kinks.Length) is null)
        {
            tail = Math.Max(tail, TailOrder(slope, 1.0));
        }

        return tail < order - 0.05 ? order : null;
    }

    private static IEnumerable<double> Zeros(
        SlopePanel panel, Func<double, double> slope, Activation activation, double root)
    {
        foreach (double zero in panel.Slope.RealZeros)
        {
            yield return panel.PointAt(zero);
        }

        // A zero at an end of a panel belongs to it even where another piece of φ takes over.
        double margin = 1e-9 * (panel.Right - panel.Left);
        foreach (double end in (double[])[panel.Left, panel.Right])
        {
            double inside = slope(end == panel.Left ? end + margin : end - margin);
            if (Math.Abs(inside) < 1e-7 * panel.Slope.Bound && Math.Abs(end) < 8.0)
            {
                yield return end;
            }
        }
    }

    /// <summary>k with s ∼ tᵏ at a zero, from inside the panel.</summary>
    private static int Multiplicity(SlopePanel panel, Func<double, double> slope, double zero)
    {
        double step = 1e-3 * (panel.Right - panel.Left) * (zero < 0.5 * (panel.Left + panel.Right) ? 1.0 : -1.0);
        double ratio = Math.Abs(slope(zero + (2.0 * step)) / slope(zero + step));
        return double.IsFinite(ratio) ? Math.Max(1, (int)Math.Round(Math.Log2(ratio))) : 1;
    }

    /// <summary>2c for a tail s² ∼ e^{−cZ²}, from a second difference of log s² far out; 0 for slower tails or oscillations.</summary>
    private static double TailOrder(Func<double, double> slope, double sign)
    {
        double previous = slope(sign * 4.0);
        for (double z = 4.25; z <= 8.5; z += 0.25)
        {
            double next = slope(sign * z);
            if (next * previous < 0.0 || Math.Abs(next) > Math.Abs(previous))
            {
                return 0.0;
            }

            previous = next;
        }

        double LogAt(double z)
        {
            double s = slope(sign * z);
            return 2.0 * Math.Log(Math.Abs(s));
        }

        double second = (LogAt(8.0) - (2.0 * LogAt(6.5)) + LogAt(5.0)) / (1.5 * 1.5);
        return double.IsFinite(second) ? Math.Max(0.0, -second) : double.PositiveInfinity;
    }
}
