using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Gauss–Legendre panels for averages over Z ∼ N(0, 1) of functions with kinks at known points.</summary>
/// <remarks>Panels of width at most ½ on [−9.5, 9.5], ends at the kinks, 20 nodes each; P(|Z| &gt; 9.5) &lt; 3e-21.</remarks>
internal sealed class GaussianPanels
{
    /// <summary>Nodes per panel.</summary>
    public const int Order = 20;

    /// <summary>The rule on one panel, scaled to [−1, 1].</summary>
    public static readonly GaussLegendre Rule = GaussLegendre.Create(Order);

    /// <summary>How many standard deviations the panels reach.</summary>
    public const double Reach = 9.5;

    /// <summary>Panels for functions of √p Z: kinks of the activation scaled by √p, refined until the functions are resolved.</summary>
    public static GaussianPanels For(Activation activation, double root, params Func<double, double>[] functions) =>
        new([.. activation.Kinks.Select(kink => kink / root)], functions, null);

    /// <summary>Panels for the slope s(√p Z): on each, s keeps its size within a factor of 100 or passes through 0.</summary>
    public static GaussianPanels ForSlope(Activation activation, double root, Func<double, double> slope) =>
        new([.. activation.Kinks.Select(kink => kink / root)], [slope], slope);

    private GaussianPanels(ImmutableArray<double> kinks, Func<double, double>[] functions, Func<double, double>? slope)
    {
        const double widest = 0.5;
        SortedSet<double> ends = [-Reach, Reach];
        foreach (double kink in kinks)
        {
            if (Math.Abs(kink) < Reach)
            {
                ends.Add(kink);
            }
        }

        List<double> all = [];
        double[] fixedEnds = [.. ends];
        for (int i = 0; i + 1 < fixedEnds.Length; i++)
        {
            double width = fixedEnds[i + 1] - fixedEnds[i];

            // An odd number keeps the middle, where many slopes vanish, inside a panel.
            int count = Math.Max(1, (int)Math.Ceiling(width / widest)) | 1;
            for (int j = 0; j < count; j++)
            {
                all.Add(fixedEnds[i] + (width * j / count));
            }
        }

        all.Add(Reach);
        Ends = [.. Refine(all, functions, slope)];
        ReadOnlySpan<double> x = Rule.Nodes.AsSpan();
        ReadOnlySpan<double> w = Rule.Weights.AsSpan();
        Nodes = new double[(Ends.Length - 1) * Order];
        Weights = new double[Nodes.Length];
        for (int panel = 0; panel + 1 < Ends.Length; panel++)
        {
            double half = 0.5 * (Ends[panel + 1] - Ends[panel]);
            double center = Ends[panel] + half;
            for (int j = 0; j < Order; j++)
            {
                double t = center + (half * x[j]);
                Nodes[(panel * Order) + j] = t;
                Weights[(panel * Order) + j] = half * w[j] * Math.Exp(-0.5 * t * t) / Math.Sqrt(2.0 * Math.PI);
            }
        }
    }

    /// <summary>The ends of the panels, increasing.</summary>
    public double[] Ends { get; }

    /// <summary>All nodes, panel by panel.</summary>
    public double[] Nodes { get; }

    /// <summary>The weights, the Gaussian density included.</summary>
    public double[] Weights { get; }

    /// <summary>E f(Z).</summary>
    public double Average(Func<double, double> f)
    {
        double sum = 0.0;
        double carry = 0.0;
        for (int i = 0; i < Nodes.Length; i++)
        {
            double term = (Weights[i] * f(Nodes[i])) - carry;
            double next = sum + term;
            carry = (next - sum) - term;
            sum = next;
        }

        return sum;
    }

    /// <summary>Whether s grows by no more than a factor of 100 over a panel, passes through 0, or has no weight there.</summary>
    private static bool IsTame(Func<double, double>? slope, double a, double b)
    {
        if (slope is null || Math.Min(Math.Abs(a), Math.Abs(b)) > 7.5)
        {
            return true;
        }

        double margin = 1e-9 * (b - a);
        double left = slope(a + margin);
        double right = slope(b - margin);
        double ratio = Math.Abs(left / right);
        return Math.Sign(left) != Math.Sign(right) || (ratio < 100.0 && ratio > 0.01) || Math.Max(Math.Abs(left), Math.Abs(right)) < 1e-100;
    }

    /// <summary>Halves panels until a polynomial of degree 19 predicts every function between the nodes.</summary>
    private static List<double> Refine(List<double> ends, Func<double, double>[] functions, Func<double, double>? slope)
    {
        double[] x = [.. Rule.Nodes];
        double[] barycentric = BarycentricWeights(x);
        List<double> result = [];
        Stack<(double A, double B)> pending = new();
        for (int i = ends.Count - 2; i >= 0; i--)
        {
            pending.Push((ends[i], ends[i + 1]));
        }

        while (pending.Count > 0)
        {
            (double a, double b) = pending.Pop();
            if (b - a > 1e-6 && !(functions.All(f => IsResolved(f, a, b, x, barycentric)) && IsTame(slope, a, b)))
            {
                double middle = a + (0.5 * (b - a));
                pending.Push((middle, b));
                pending.Push((a, middle));
                continue;
            }

            result.Add(a);
        }

        result.Add(ends[^1]);
        return result;
    }

    private static bool IsResolved(Func<double, double> f, double a, double b, double[] x, double[] barycentric)
    {
        double half = 0.5 * (b - a);
        double center = a + half;
        double[] values = new double[x.Length];
        double largest = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            values[i] = f(center + (half * x[i]));
            largest = Math.Max(largest, Math.Abs(values[i]));
        }

        // Far out the Gaussian weight makes any value harmless.
        double weight = Math.Exp(-0.5 * Math.Min(a * a, b * b));
        foreach (double t in (ReadOnlySpan<double>)[-0.97, -0.5, 0.03, 0.61, 0.985])
        {
            double numerator = 0.0;
            double denominator = 0.0;
            for (int i = 0; i < x.Length; i++)
            {
                double term = barycentric[i] / (t - x[i]);
                numerator += term * values[i];
                denominator += term;
            }

            double miss = Math.Abs((numerator / denominator) - f(center + (half * t)));
            if (miss * weight > 1e-13 * Math.Max(largest * weight, 1e-6 * weight) && miss * weight > 1e-17 * largest)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The barycentric interpolation weights of the given nodes.</summary>
    public static double[] BarycentricWeights(double[] x)
    {
        double[] weights = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double product = 1.0;
            for (int j = 0; j < x.Length; j++)
            {
                product *= i == j ? 1.0 : 2.0 * (x[i] - x[j]);
            }

            weights[i] = 1.0 / product;
        }

        return weights;
    }
}
