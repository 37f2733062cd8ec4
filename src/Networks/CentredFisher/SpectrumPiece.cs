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
    private const int FewHalvings = 3;
    private const int ManyHalvings = 6;
    private const int MaxCuts = 1;

    private SpectrumPiece(
        double left, double right, bool isTail, ImmutableArray<PieceNode> nodes, double massError, bool isSettled)
    {
        IsSettled = isSettled;
        Left = left;
        Right = right;
        IsTail = isTail;
        Nodes = nodes;
        Mass = nodes.Sum(node => node.Weight * node.Density);
        MassError = massError;
    }

    /// <summary>Whether the mass settled as the step was halved.</summary>
    public bool IsSettled { get; }

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

    /// <summary>A piece between two ends, or null if a density or the mass could not be certified.</summary>
    /// <remarks>
    /// Where the mass does not settle the density has a narrow feature inside, such as a cusp about to open into a gap: the piece is cut
    /// at its local minima, or where log ρ bends most, and the rule of every part gathers its nodes there.
    /// </remarks>
    /// <param name="left">The left end.</param>
    /// <param name="right">The right end.</param>
    /// <param name="isTail">Whether the piece is a gap of the bulk.</param>
    /// <param name="solve">The density at a distance from the nearer end, from a start if there is one.</param>
    public static SpectrumPiece? Between(
        double left, double right, bool isTail, Func<IntervalEnd, double, CentredSolution?, PieceValue?> solve)
    {
        var parts = new List<SpectrumPiece>();
        return AddParts(left, right, MaxCuts, parts)
            ? new SpectrumPiece(
                left, right, isTail, [.. parts.SelectMany(part => part.Nodes)], parts.Sum(part => part.MassError), isSettled: true)
            : null;

        bool AddParts(double a, double b, int cuts, List<SpectrumPiece> done)
        {
            if (Part(a, b, left, right, isTail, FewHalvings, solve) is not { } part)
            {
                return false;
            }

            if (part.IsSettled)
            {
                done.Add(part);
                return true;
            }

            double[] places = [.. Minima(part, left, right, solve)];
            if (places.Length == 0 || cuts < MaxCuts)
            {
                if (Part(a, b, left, right, isTail, ManyHalvings, solve) is not { } finer)
                {
                    return false;
                }

                if (finer.IsSettled)
                {
                    done.Add(finer);
                    return true;
                }
            }

            double[] ends = [a, .. places.Length > 0 ? places : [Sharpest(part)], b];
            for (int i = 0; i + 1 < ends.Length; i++)
            {
                if (cuts == 0 || !AddParts(ends[i], ends[i + 1], cuts - 1, done))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The tail above a fold, or null if a density or the mass could not be certified.</summary>
    /// <param name="left">The fold.</param>
    /// <param name="scale">A length over which the tail decays.</param>
    /// <param name="solve">The solution at a distance above the fold, from a start if there is one.</param>
    public static SpectrumPiece? Above(double left, double scale, Func<double, CentredSolution?, PieceValue?> solve) =>
        Build(left, double.PositiveInfinity, isTail: true, reach: 3.2, ManyHalvings, (t, start) =>
        {
            double offset = scale * Math.Exp(0.5 * Math.PI * Math.Sinh(t));
            double weight = offset * 0.5 * Math.PI * Math.Cosh(t);
            return solve(offset, start) is { } value
                ? new PieceNode(left + offset, weight, value.Density, value.Error, value.Solution)
                : null;
        });

    /// <summary>The rule on (a, b) inside (left, right); distances from a true end are exact.</summary>
    private static SpectrumPiece? Part(
        double a, double b, double left, double right, bool isTail, int halvings,
        Func<IntervalEnd, double, CentredSolution?, PieceValue?> solve)
    {
        double width = b - a;
        return Build(a, b, isTail, reach: 4.5, halvings, (t, start) =>
        {
            double e = Math.Exp(Math.PI * Math.Sinh(Math.Abs(t)));
            double near = width / (1.0 + e);
            double weight = width * Math.PI * Math.Cosh(t) / (e + 2.0 + (1.0 / e));
            double zeta = t < 0.0 ? a + near : b - near;
            bool fromLeft = t < 0.0 ? a == left : b != right && zeta - left <= right - zeta;
            double distance = (t < 0.0 ? a == left : b == right) ? near : fromLeft ? zeta - left : right - zeta;
            return solve(fromLeft ? IntervalEnd.Left : IntervalEnd.Right, distance, start) is { } value
                ? new PieceNode(zeta, weight, value.Density, value.Error, value.Solution)
                : null;
        });
    }

    /// <summary>The node where log ρ bends most from node to node.</summary>
    private static double Sharpest(SpectrumPiece piece)
    {
        const double Counts = 1e-9;
        double place = piece.Nodes[piece.Nodes.Length / 2].Zeta, sharpest = 0.0;
        for (int i = 1; i + 1 < piece.Nodes.Length; i++)
        {
            PieceNode node = piece.Nodes[i];
            if (node.Weight * node.Density > Counts * piece.Mass)
            {
                double bend = Math.Abs(Math.Log(piece.Nodes[i - 1].Density * piece.Nodes[i + 1].Density / (node.Density * node.Density)));
                (place, sharpest) = bend > sharpest ? (node.Zeta, bend) : (place, sharpest);
            }
        }

        return place;
    }

    /// <summary>Where the density is least inside, each by golden sections between the nodes around it.</summary>
    private static IEnumerable<double> Minima(
        SpectrumPiece piece, double left, double right, Func<IntervalEnd, double, CentredSolution?, PieceValue?> solve)
    {
        const double Golden = 0.3819660112501051;
        double Density(double zeta) => (zeta - left <= right - zeta
            ? solve(IntervalEnd.Left, zeta - left, piece.Nearest(zeta).Solution)
            : solve(IntervalEnd.Right, right - zeta, piece.Nearest(zeta).Solution))?.Density ?? 0.0;
        for (int i = 2; i + 2 < piece.Nodes.Length; i++)
        {
            double low = piece.Nodes[i - 1].Zeta, high = piece.Nodes[i + 1].Zeta;
            bool inside = low - left > 1e-9 * (right - left) && right - high > 1e-9 * (right - left);
            if (!inside || !(piece.Nodes[i].Density < piece.Nodes[i - 1].Density && piece.Nodes[i].Density <= piece.Nodes[i + 1].Density))
            {
                continue;
            }

            double x = low + (Golden * (high - low)), y = high - (Golden * (high - low));
            double atX = Density(x), atY = Density(y);
            for (int k = 0; k < 40; k++)
            {
                if (atX < atY)
                {
                    (high, y, atY) = (y, x, atX);
                    x = low + (Golden * (high - low));
                    atX = Density(x);
                }
                else
                {
                    (low, x, atX) = (x, y, atY);
                    y = high - (Golden * (high - low));
                    atY = Density(y);
                }
            }

            yield return 0.5 * (low + high);
        }
    }

    private static SpectrumPiece? Build(
        double left, double right, bool isTail, double reach, int halvings, Func<double, CentredSolution?, PieceNode?> evaluate)
    {
        double step = 0.25;
        var nodes = new SortedDictionary<double, PieceNode>();
        if (!Add(nodes, 0.0, step, reach, evaluate))
        {
            return null;
        }

        double mass = Sum(nodes, step);
        double change = double.PositiveInfinity;
        for (int halving = 0; halving < halvings; halving++)
        {
            if (!Add(nodes, 0.5 * step, step, reach, evaluate))
            {
                return null;
            }

            step *= 0.5;
            double finer = Sum(nodes, step);
            double previous = change;
            change = Math.Abs(finer - mass);
            mass = finer;
            double noise = step * nodes.Values.Sum(node => node.Weight * node.Error);

            // Halving the step squares the error of the rule, so a change of 1e-8 leaves 1e-16 behind; 1e-6 squared bounds a slower case.
            bool settled = change <= 1e-8 || change <= 4.0 * noise;
            if (settled || halving == halvings - 1)
            {
                double scale = step;
                double error = noise + (previous <= 1.0 ? change * Math.Min(1.0, change / previous) : change);
                return new SpectrumPiece(
                    left, right, isTail,
                    [.. nodes.Values.Select(node => node with { Weight = node.Weight * scale }).OrderBy(node => node.Zeta)],
                    error, settled);
            }
        }

        return null;
    }

    private static double Sum(SortedDictionary<double, PieceNode> nodes, double step) =>
        step * nodes.Values.Sum(node => node.Weight * node.Density);

    /// <summary>Adds the nodes first + k·spacing on both sides of 0, each from its neighbour's solution; false if one fails.</summary>
    private static bool Add(
        SortedDictionary<double, PieceNode> nodes, double first, double spacing, double reach,
        Func<double, CentredSolution?, PieceNode?> evaluate)
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
                if (evaluate(at, start) is not { } node)
                {
                    return false;
                }

                nodes[at] = node;
                double size = node.Weight * node.Density;
                peak = Math.Max(peak, size);
                if (t > 1.0 && size <= 1e-18 * peak)
                {
                    break;
                }
            }
        }

        return true;
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
