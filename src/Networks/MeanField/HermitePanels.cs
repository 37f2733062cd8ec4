using System.Numerics;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The nodes of panels that end at the kinks, and the kinks themselves where φ jumps.</summary>
internal static class HermitePanels
{
    private const double Farthest = 38.0;
    private const int MaxBisections = 60;

    internal static HermiteNodes? Of(Activation activation, double scale, double width)
    {
        double size = 0.0;
        double[] kinks = [.. activation.Kinks.Select(kink => kink / scale)];
        double[] breaks = ScaledBreaks.Of(activation, scale);
        Collector all = new(activation, scale);
        for (int side = -1; side <= 1; side += 2)
        {
            double largest = 0.0, latest = double.PositiveInfinity;
            double right;
            for (double left = 0.0; left < 9.0 || latest > HermiteSeries.Negligible * largest; left = right)
            {
                if (left > Farthest)
                {
                    return null;
                }

                right = ScaledBreaks.Next(breaks, side, left, left + width);
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

        return new HermiteNodes(points, start, slopes, slopes, count, mean, bound, roughness: 0.0, bound / (1.0 - HermiteSeries.NarrowReach));
    }

    /// <summary>Gauss–Legendre nodes on panels that are bisected until E φ, E φ' and E φ'² agree with those of their halves.</summary>
    private sealed class Collector(Activation activation, double scale)
    {
        internal List<(double Z, double Start, double Slope)> Nodes { get; } = [];

        internal double Mean { get; private set; }

        internal double Moment { get; private set; }

        private double MeanSize { get; set; }

        /// <summary>Adds a panel and returns the largest of its terms.</summary>
        internal double Add(int side, double left, double right, int depth = 0)
        {
            Panel whole = Rule(side, left, right);
            double middle = 0.5 * (left + right);
            Panel first = Rule(side, left, middle);
            Panel second = Rule(side, middle, right);
            double moment = Math.Max(Moment, whole.Moment), root = Math.Sqrt(moment);
            if (depth < MaxBisections
                && (Math.Abs(first.Moment + second.Moment - whole.Moment) > 1e-15 * moment
                    || Math.Abs(first.Slope + second.Slope - whole.Slope) > 1e-15 * root
                    || Math.Abs(first.Mean + second.Mean - whole.Mean) > 1e-15 * Math.Max(scale * root, Math.Max(MeanSize, whole.MeanSize))))
            {
                return Math.Max(Add(side, left, middle, depth + 1), Add(side, middle, right, depth + 1));
            }

            Nodes.AddRange(whole.Nodes);
            Mean += whole.Mean;
            Moment += whole.Moment;
            MeanSize += whole.MeanSize;
            return whole.Nodes.Max(node => node.Start + Math.Abs(node.Slope));
        }

        private Panel Rule(int side, double left, double right)
        {
            GaussLegendre rule = GaussLegendre.Sixteen;
            (double Z, double Start, double Slope)[] nodes = new (double, double, double)[rule.Nodes.Length];
            double mean = 0.0, meanSize = 0.0, slopeMean = 0.0, moment = 0.0;
            double half = 0.5 * (right - left);
            for (int i = 0; i < nodes.Length; i++)
            {
                double z = side * (left + (half * (1.0 + rule.Nodes[i])));
                double root = Math.Sqrt(half * rule.Weights[i] * ErrorFunction.NormalDensity(z));
                double slope = root * activation.Derivative(scale * z);
                nodes[i] = (z, root, slope);
                double value = root * root * activation.Value(scale * z);
                mean += value;
                meanSize += Math.Abs(value);
                slopeMean += root * slope;
                moment += slope * slope;
            }

            return new Panel(nodes, mean, meanSize, slopeMean, moment);
        }
    }

    private readonly record struct Panel((double Z, double Start, double Slope)[] Nodes, double Mean, double MeanSize, double Slope, double Moment);
}
