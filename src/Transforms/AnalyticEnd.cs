namespace FreeSpectra.Transforms;

/// <summary>The inverse of a Pick function beside an end of a branch that lies inside a gap, where it is analytic through the end.</summary>
/// <remarks>
/// <para>
/// Branches are divided at z = 0, at atoms and at zeros of W, and beside such an end z(P) is a quotient or a difference of small numbers. With d = P − P₀
/// and z₀ the place of the end, (z − z₀)/d is a polynomial through Chebyshev nodes that keep away from the end, extended to it; so z − z₀ keeps
/// its relative digits. The nodes that predict the place of the end best are taken, and none where z(P) is not analytic or flat, as at a hard edge.
/// </para>
/// <para>Source: [BV93] §5 (inverses of F).</para>
/// </remarks>
internal sealed class AnalyticEnd
{
    private const int Nodes = 10;
    private const double Nearest = 0.1;
    private const double Farthest = 0.3;
    private const double Shrink = 0.25;
    private const int Scales = 9;

    // How well the place of the end must be predicted, relative to the rise over the nodes.
    private const double Predicted = 1e-9;
    private const double Exact = 1e-13;

    // dz/dP at the end, relative to the mean slope over the nodes: where a band begins at the end it is 0.
    private const double Steep = 0.1;

    private readonly double value;
    private readonly double far;
    private readonly double reach;
    private readonly double[] nodes;
    private readonly double[] differences;

    private AnalyticEnd(double value, double place, double far, double reach, double[] nodes, double[] differences)
    {
        this.value = value;
        Place = place;
        this.far = far;
        this.reach = reach;
        this.nodes = nodes;
        this.differences = differences;
    }

    /// <summary>z at the end.</summary>
    public double Place { get; }

    /// <summary>Finds the nodes; null if z(P) is not analytic at the end.</summary>
    /// <param name="inverse">z(P).</param>
    /// <param name="value">P₀, finite.</param>
    /// <param name="place">z₀; null if it is only known from the nodes.</param>
    /// <param name="side">+1 at a lower end, −1 at an upper one.</param>
    /// <param name="length">The distance to the other end, or the scale of P.</param>
    public static AnalyticEnd? Build(Func<double, double> inverse, double value, double? place, double side, double length)
    {
        AnalyticEnd? best = null;
        double least = Predicted;
        double far = Farthest * length;
        for (int k = 0; k < Scales && least > Exact; k++, far *= Shrink)
        {
            if (Through(inverse, value, place, side * far) is { } end && end.Error < least)
            {
                (best, least) = end;
            }
        }

        return best;
    }

    /// <summary>Whether z − z₀ is better known from here than from P.</summary>
    public bool Covers(double p) => (p - value) / far is >= 0.0 and var part && part < reach;

    /// <summary>z with P(z) = <paramref name="p"/>, and dz/dP.</summary>
    public (double Z, double Slope) Invert(double p)
    {
        double d = p - value;
        (double quotient, double slope) = Quotient(d / far);
        return (Place + (d * quotient), quotient + (d / far * slope));
    }

    /// <summary>P with z(P) = <paramref name="z"/> beside the end.</summary>
    public double Solve(double z)
    {
        double d = 0.0;
        for (int i = 0; i < 8; i++)
        {
            d = (z - Place) / Quotient(d / far).Value;
        }

        return value + d;
    }

    private static (AnalyticEnd End, double Error)? Through(Func<double, double> inverse, double value, double? place, double far)
    {
        double[] nodes = new double[Nodes];
        double[] places = new double[Nodes];
        for (int i = 0; i < Nodes; i++)
        {
            double u = (0.5 * (1.0 + Nearest)) - (0.5 * (1.0 - Nearest) * Math.Cos(Math.PI * (i + 0.5) / Nodes));
            double p = value + (far * u);
            nodes[i] = (p - value) / far;
            places[i] = inverse(p);
        }

        // The place of the end by all nodes and by all but the farthest two; z itself between nodes.
        double limit = NewtonForm.At(nodes, NewtonForm.Differences(nodes, places), 0.0).Value;
        double fewer = NewtonForm.At(nodes[..^2], NewtonForm.Differences(nodes[..^2], places[..^2]), 0.0).Value;
        double rise = Math.Abs(places[^1] - limit);
        double end = place ?? limit;
        double[] quotients = new double[Nodes];
        for (int i = 0; i < Nodes; i++)
        {
            quotients[i] = (places[i] - end) / (nodes[i] * far);
        }

        double[] differences = NewtonForm.Differences(nodes, quotients);
        double middle = nodes[Nodes / 2] + (0.3 * (nodes[(Nodes / 2) + 1] - nodes[Nodes / 2]));
        double between = Math.Abs(inverse(value + (far * middle)) - end - (far * middle * NewtonForm.At(nodes, differences, middle).Value));
        double error = Math.Max(between, Math.Max(Math.Abs(limit - end), 1e-2 * Math.Abs(limit - fewer))) / rise;

        // Read off at P, z − z₀ has the rounding of the rise: beyond the crossing that is the smaller error.
        double reach = Math.Clamp(1e-15 / error, 1e-6, 1e-3);
        bool steep = Math.Abs(far * NewtonForm.At(nodes, differences, 0.0).Value) >= Steep * rise;
        return steep && double.IsFinite(error) && double.IsFinite(differences[^1])
            ? (new AnalyticEnd(value, end, far, reach, nodes, differences), error)
            : null;
    }

    private (double Value, double Slope) Quotient(double u) => NewtonForm.At(nodes, differences, u);
}
