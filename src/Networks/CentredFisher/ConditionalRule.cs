using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The averages over ũ ~ N(0, v) at one value of a, by Gauss–Legendre panels that end at the kinks of φ.</summary>
internal static class ConditionalRule
{
    private static readonly GaussLegendre Legendre = GaussLegendre.Sixteen;

    /// <summary>The conditional expectations at a; the weight is left at 0.</summary>
    /// <exception cref="ArgumentException">φ jumps or is not finite in range, so that an integral diverges.</exception>
    public static ConditionalNode Evaluate(Activation activation, double a, double spread, double panelWidth, double reach)
    {
        (double Offset, double Weight, double Value, double Slope)[] points =
            Tabulate(activation, a, spread, panelWidth, reach);
        double total = 0.0, mean = 0.0, slope = 0.0, gain = 0.0, slopeGain = 0.0;
        foreach ((double u, double w, double f, double g) in points)
        {
            total += w;
            mean += w * f;
            slope += w * g;
        }

        // Dividing by the sum of the weights removes the part of the Gaussian beyond the reach.
        mean /= total;
        slope /= total;
        double variance = 0.0;
        foreach ((double u, double w, double f, double g) in points)
        {
            variance += w * u * u;
            gain += w * u * (f - mean);
            slopeGain += w * u * (g - slope);
        }

        gain /= variance;
        slopeGain /= variance;
        double noise = 0.0, slopeNoise = 0.0, cross = 0.0;
        foreach ((double u, double w, double f, double g) in points)
        {
            double n = f - mean - (gain * u);
            double m = g - slope - (slopeGain * u);
            noise += w * n * n;
            slopeNoise += w * m * m;
            cross += w * n * m;
        }

        if (!double.IsFinite(noise + slopeNoise))
        {
            throw new ArgumentException(
                Invariant($"activation must have finite Gaussian moments, but the integral of {activation.Name} squared diverges."));
        }

        return new ConditionalNode(0.0, mean, slope, gain, slopeGain, noise / total, slopeNoise / total, cross / total);
    }

    private static (double Offset, double Weight, double Value, double Slope)[] Tabulate(
        Activation activation, double a, double spread, double panelWidth, double reach)
    {
        double bottom = -reach * spread, top = reach * spread;
        List<double> ends = [bottom];
        foreach (double kink in activation.Kinks)
        {
            if (kink - a > bottom && kink - a < top)
            {
                ends.Add(kink - a);
            }
        }

        ends.Add(top);
        var points = new List<(double, double, double, double)>();
        for (int i = 0; i + 1 < ends.Count; i++)
        {
            int panels = Math.Max(1, (int)Math.Ceiling((ends[i + 1] - ends[i]) / panelWidth));
            double half = 0.5 * (ends[i + 1] - ends[i]) / panels;
            for (int p = 0; p < panels; p++)
            {
                double middle = ends[i] + (((2 * p) + 1) * half);
                for (int k = 0; k < Legendre.Nodes.Length; k++)
                {
                    double u = middle + (half * Legendre.Nodes[k]);
                    double density = half * Legendre.Weights[k] * Math.Exp(-0.5 * u * u / (spread * spread));
                    points.Add((u, density, activation.Value(a + u), activation.Derivative(a + u)));
                }
            }
        }

        return [.. points];
    }
}
