using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The whole spectrum in ζ = z − c₀: edges, pieces and the density at a point.</summary>
internal sealed class CentredSpectrum
{
    // Inside this fraction of the width the expansion at the edge is the better start.
    private const double NearEdge = 1e-3;

    // Below this fraction of the width a failed solution may be replaced by the expansion.
    private const double AtEdge = 1e-7;

    private const double NegligibleTail = 1e-17;

    private readonly CentredSolver solver;
    private readonly BulkEdge? left;
    private readonly BulkEdge right;

    /// <summary>Finds edges and pieces.</summary>
    public CentredSpectrum(CentredSystem system)
    {
        System = system;
        solver = new CentredSolver(system);
        var curve = new RealCurve(system);
        left = curve.OuterFold(1) is { } lower ? new BulkEdge(curve, lower) : null;
        right = new BulkEdge(curve, curve.OuterFold(-1) ?? throw new NonConvergenceException(
            "The upper edge of the mean-subtracted Fisher law", "tau < 0", 0, double.NaN, "The law has no bulk."));
        Left = left?.Zeta ?? 0.0;
        Right = right.Zeta;
        Bulk = SpectrumPiece.Bulk(Left, Right, InBulk);
        Tail = HasTail(system.Network) ? UpperTail() : null;
    }

    /// <summary>The equations.</summary>
    public CentredSystem System { get; }

    /// <summary>The left end of the bulk.</summary>
    public double Left { get; }

    /// <summary>Whether the left end is a fold; otherwise it is the hard edge at c₀.</summary>
    public bool LeftIsFold => left is not null;

    /// <summary>The right end of the bulk.</summary>
    public double Right { get; }

    /// <summary>The bulk.</summary>
    public SpectrumPiece Bulk { get; }

    /// <summary>What lies above the bulk, or null.</summary>
    public SpectrumPiece? Tail { get; }

    /// <summary>The pieces in increasing order.</summary>
    public ImmutableArray<SpectrumPiece> Pieces => Tail is null ? [Bulk] : [Bulk, Tail];

    /// <summary>τ at a point of the open upper half-plane.</summary>
    public CentredSolution Solve(Complex zeta) => solver.Solve(zeta, null);

    /// <summary>The density at ζ.</summary>
    public PieceValue At(double zeta)
    {
        if (zeta > Left && zeta < Right)
        {
            IntervalEnd end = zeta - Left < Right - zeta ? IntervalEnd.Left : IntervalEnd.Right;
            return InBulk(end, end == IntervalEnd.Left ? zeta - Left : Right - zeta, Bulk.Nearest(zeta).Solution);
        }

        return zeta >= Right && Tail is not null
            ? InTail(Math.Max(zeta - Right, double.Epsilon), Tail.Nearest(zeta).Solution)
            : new PieceValue(0.0, 0.0, null);
    }

    /// <summary>The density at a distance from an end of the bulk.</summary>
    public PieceValue InBulk(IntervalEnd end, double offset, CentredSolution? start)
    {
        BulkEdge? edge = end == IntervalEnd.Left ? left : right;
        double zeta = end == IntervalEnd.Left ? Left + offset : Right - offset;
        double width = Right - Left;
        CentredSolution? solution = null;
        if (edge is not null && offset < NearEdge * width)
        {
            solution = solver.TryNewton(zeta, edge.Start(offset, inside: true), requireInterior: true);
        }

        solution ??= start is null ? null : solver.TryFrom(start, zeta);
        if (solution is null && edge is not null && offset < AtEdge * width)
        {
            // The next term of the expansion is smaller by offset/width; rounding of ζ moves the edge itself by its last bits.
            double leading = edge.LeadingDensity(offset);
            return new PieceValue(leading, (offset / width * leading) + (1e-11 * leading) + TailLeak(edge), null);
        }

        solution ??= solver.Descend(zeta);
        return Value(solution);
    }

    private static PieceValue Value(CentredSolution solution) => new(
        Math.Max(0.0, solution.Trace.Imaginary) / Math.PI, solution.Error / Math.PI, solution);

    /// <summary>Whether the common backward signals, which are Gaussian and so unbounded, reach the matrix.</summary>
    private static bool HasTail(CentredNetwork network) =>
        Enumerable.Range(2, Math.Max(0, network.Depth - 2)).Any(layer => network.BackwardWeight(layer) > 0.0);

    /// <summary>How much density the tail leaves at an edge where it is too small to be resolved: below √rounding.</summary>
    private static double TailLeak(BulkEdge edge) => edge.LeadingDensity(1e-15 * Math.Abs(edge.Zeta));

    private SpectrumPiece? UpperTail()
    {
        SpectrumPiece tail = SpectrumPiece.Tail(Right, 0.02 * (Right - Left), InTail);
        return tail.Mass > NegligibleTail ? tail : null;
    }

    private PieceValue InTail(double offset, CentredSolution? start)
    {
        double zeta = Right + offset;
        CentredSolution? solution = start is null ? null : solver.TryNewton(zeta, start.Unknowns, requireInterior: false);
        solution ??= solver.TryNewton(zeta, right.Start(offset, inside: false), requireInterior: false);
        return solution is { } found
            ? Value(found)
            : new PieceValue(0.0, right.LeadingDensity(1e-15 * Right), null);
    }
}
