using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>A stretch of the axis on which the density is analytic, with solutions at the nodes of a double-exponential rule.</summary>
/// <remarks>
/// <para>
/// Bulk: ζ = left + w/(1 + e^{−π sinh t}), between two folds. Tail: ζ = left + s e^{(π/2) sinh t}, from a fold to infinity. The step
/// is halved until the mass settles; every integral over the piece is then a sum.
/// </para>
/// <para>Source: [TM74].</para>
/// </remarks>
internal sealed class SpectrumPiece
{
    private SpectrumPiece(
        double left, double right, bool isTail, ImmutableArray<PieceNode> nodes, double massError)
    {
        Left = left;
        Right = right;
        IsTail = isTail;
        Nodes = nodes;
        Mass = nodes.Sum(node => node.Weight * node.Density);
        MassError = massError;
    }

    /// <summary>The left end, in ζ.</summary>
    public double Left { get; }

    /// <summary>The right end, in ζ; +∞ for the last tail.</summary>
    public double Right { get; }

    /// <summary>Whether the density here is only what the Gaussian tails of the backward signals leave.</summary>
    public bool IsTail { get; }

    /// <summary>The nodes in increasing order of ζ.</summary>
    public ImmutableArray<PieceNode> Nodes { get; }

    /// <summary>∫ ρ over the piece.</summary>
    public double Mass { get; }

    /// <summary>An estimate of the error of the mass.</summary>
    public double MassError { get; }

    /// <summary>Σ weight · density · f(ζ).</summary>
    public Complex Integrate(Func<double, Complex> f)
    {
        Complex sum = Complex.Zero;
        foreach (PieceNode node in Nodes)
        {
            sum += node.Weight * node.Density * f(node.Zeta);
        }

        return sum;
    }

    /// <summary>The node nearest to ζ.</summary>
    public PieceNode Nearest(double zeta)
    {
        int low = 0, high = Nodes.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            (low, high) = Nodes[middle].Zeta <= zeta ? (middle, high) : (low, middle);
        }

        return zeta - Nodes[low].Zeta <= Nodes[high].Zeta - zeta ? Nodes[low] : Nodes[high];
    }

    /// <summary>A piece of the bulk.</summary>
    /// <param name="left">The left end.</param>
    /// <param name="right">The right end.</param>
    /// <param name="solve">The solution at a distance from the nearer end, from a start if there is one.</param>
    public static SpectrumPiece Bulk(double left, double right, Func<IntervalEnd, double, CentredSolution?, PieceValue> solve)
    {
        double width = right - left;
        return Build(left, right, isTail: false, reach: 4.5, (t, start) =>
        {
            double e = Math.Exp(Math.PI * Math.Sinh(Math.Abs(t)));
            double near = width / (1.0 + e);
            double weight = width * Math.PI * Math.Cosh(t) / (e + 2.0 + (1.0 / e));
            IntervalEnd end = t < 0.0 ? IntervalEnd.Left : IntervalEnd.Right;
            PieceValue value = solve(end, near, start);
            return new PieceNode(t < 0.0 ? left + near : right - near, weight, value.Density, value.Error, value.Solution);
        });
    }

    /// <summary>The tail above a fold.</summary>
    /// <param name="left">The fold.</param>
    /// <param name="scale">A length over which the tail decays.</param>
    /// <param name="solve">The solution at a distance above the fold, from a start if there is one.</param>
    public static SpectrumPiece Tail(double left, double scale, Func<double, CentredSolution?, PieceValue> solve) =>
        Build(left, double.PositiveInfinity, isTail: true, reach: 3.2, (t, start) =>
        {
            double offset = scale * Math.Exp(0.5 * Math.PI * Math.Sinh(t));
            PieceValue value = solve(offset, start);
            return new PieceNode(
                left + offset, offset * 0.5 * Math.PI * Math.Cosh(t), value.Density, value.Error, value.Solution);
        });

    private static SpectrumPiece Build(
        double left, double right, bool isTail, double reach, Func<double, CentredSolution?, PieceNode> evaluate)
    {
        const int MaxHalvings = 5;
        double step = 0.25;
        var nodes = new SortedDictionary<double, PieceNode>();
        Add(nodes, 0.0, step, reach, evaluate);
        double mass = Sum(nodes, step);
        double change = double.PositiveInfinity;
        for (int halving = 0; halving < MaxHalvings; halving++)
        {
            Add(nodes, 0.5 * step, step, reach, evaluate);
            step *= 0.5;
            double finer = Sum(nodes, step);
            double previous = change;
            change = Math.Abs(finer - mass);
            mass = finer;
            double noise = step * nodes.Values.Sum(node => node.Weight * node.Error);

            // Halving the step squares the error of the rule, so a change of 1e-8 leaves 1e-16 behind; 1e-6 squared bounds a slower case.
            if (change <= 1e-8 || change <= 4.0 * noise)
            {
                double scale = step;
                double error = noise + (previous <= 1.0 ? change * Math.Min(1.0, change / previous) : change);
                return new SpectrumPiece(
                    left, right, isTail,
                    [.. nodes.Values.Select(node => node with { Weight = node.Weight * scale }).OrderBy(node => node.Zeta)], error);
            }
        }

        throw new NonConvergenceException(
            "The mass of the mean-subtracted Fisher law", left, nodes.Count, change, "The density has a feature narrower than the rule.");
    }

    private static double Sum(SortedDictionary<double, PieceNode> nodes, double step) =>
        step * nodes.Values.Sum(node => node.Weight * node.Density);

    /// <summary>Adds the nodes first + k·spacing on both sides of 0, each from its neighbour's solution.</summary>
    private static void Add(
        SortedDictionary<double, PieceNode> nodes, double first, double spacing, double reach,
        Func<double, CentredSolution?, PieceNode> evaluate)
    {
        double peak = nodes.Count == 0 ? 0.0 : nodes.Values.Max(node => node.Weight * node.Density);
        double[] old = [.. nodes.Keys];
        for (int side = -1; side <= 1; side += 2)
        {
            for (double t = first; t <= reach; t += spacing)
            {
                if (t == 0.0 && side > 0)
                {
                    continue;
                }

                double at = side * t;
                CentredSolution? start = Neighbour(nodes, old, at, spacing, side);
                PieceNode node = evaluate(at, start);
                nodes[at] = node;
                double size = node.Weight * node.Density;
                peak = Math.Max(peak, size);
                if (t > 1.0 && size <= 1e-18 * peak)
                {
                    break;
                }
            }
        }
    }

    private static CentredSolution? Neighbour(
        SortedDictionary<double, PieceNode> nodes, double[] old, double at, double spacing, int side)
    {
        if (nodes.TryGetValue(at - (side * spacing), out PieceNode? previous) && old.Length == 0)
        {
            return previous.Solution;
        }

        if (old.Length == 0)
        {
            return nodes.TryGetValue(0.0, out PieceNode? center) ? center.Solution : null;
        }

        double inner = at - (0.5 * side * spacing);
        return nodes.TryGetValue(inner, out PieceNode? half) ? half.Solution : previous?.Solution;
    }
}
