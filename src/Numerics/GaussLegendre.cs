using System.Collections.Immutable;

namespace FreeSpectra.Numerics;

/// <summary>Gauss–Legendre rules on [−1, 1], computed by Newton's method to rounding.</summary>
/// <remarks><para>Source: [TW14] for their rate on analytic functions; nodes are the zeros of P_n.</para></remarks>
public sealed class GaussLegendre
{
    private GaussLegendre(ImmutableArray<double> nodes, ImmutableArray<double> weights)
    {
        Nodes = nodes;
        Weights = weights;
    }

    /// <summary>4 points.</summary>
    public static GaussLegendre Four { get; } = Create(4);

    /// <summary>8 points.</summary>
    public static GaussLegendre Eight { get; } = Create(8);

    /// <summary>16 points.</summary>
    public static GaussLegendre Sixteen { get; } = Create(16);

    /// <summary>24 points.</summary>
    public static GaussLegendre TwentyFour { get; } = Create(24);

    /// <summary>The nodes, increasing.</summary>
    public ImmutableArray<double> Nodes { get; }

    /// <summary>The weights; they add up to 2.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>The rule with n points.</summary>
    /// <param name="points">n in [1, 1000].</param>
    public static GaussLegendre Create(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, 1000);
        double[] nodes = new double[points];
        double[] weights = new double[points];
        for (int i = 0; i < (points + 1) / 2; i++)
        {
            double x = Math.Cos(Math.PI * (i + 0.75) / (points + 0.5));
            double slope = 1.0;
            for (int iteration = 0; iteration < 8; iteration++)
            {
                (double value, slope) = Legendre(points, x);
                x -= value / slope;
            }

            if (2 * i == points - 1)
            {
                x = 0.0;
                slope = Legendre(points, x).Slope;
            }

            nodes[i] = -x;
            nodes[points - 1 - i] = x;
            weights[i] = 2.0 / ((1.0 - x) * (1.0 + x) * slope * slope);
            weights[points - 1 - i] = weights[i];
        }

        return new GaussLegendre([.. nodes], [.. weights]);
    }

    /// <summary>∫ f over [left, right] by one application of the rule.</summary>
    public double Integrate(Func<double, double> f, double left, double right)
    {
        ArgumentNullException.ThrowIfNull(f);
        double center = 0.5 * (left + right);
        double half = 0.5 * (right - left);
        double sum = 0.0;
        for (int i = 0; i < Nodes.Length; i++)
        {
            sum += Weights[i] * f(center + (half * Nodes[i]));
        }

        return half * sum;
    }

    private static (double Value, double Slope) Legendre(int n, double x)
    {
        double current = 1.0;
        double previous = 0.0;
        for (int k = 0; k < n; k++)
        {
            (current, previous) = ((((2 * k) + 1) * x * current - (k * previous)) / (k + 1), current);
        }

        return (current, n * ((x * current) - previous) / ((x * x) - 1.0));
    }
}
