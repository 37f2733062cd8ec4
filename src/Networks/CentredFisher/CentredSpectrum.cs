using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The whole spectrum in ζ = z − c₀: edges, pieces and the density at a point.</summary>
internal sealed class CentredSpectrum
{
    // Inside this fraction of the width the expansion at the edge is the better start.
    private const double NearEdge = 1e-3;

    // Below this fraction of the width a failed solution may be replaced by the expansion.
    private const double AtEdge = 1e-7;

    private const double NegligibleMass = 1e-17;
    private const double MassTolerance = 1e-8;

    private readonly CentredSolver solver;
    private readonly List<(BulkEdge? Left, BulkEdge Right)> bands;

    private readonly HardEdge? hardEdge;

    private CentredSpectrum(
        CentredSystem system, CentredSolver solver, List<(BulkEdge? Left, BulkEdge Right)> bands)
    {
        System = system;
        this.solver = solver;
        this.bands = bands;
        hardEdge = bands[0].Left is null ? HardEdge.Find(solver, bands[0].Right.Zeta) : null;
        if (bands[0].Left is null && hardEdge is null)
        {
            return;
        }

        var pieces = ImmutableArray.CreateBuilder<SpectrumPiece>();
        for (int i = 0; i < bands.Count; i++)
        {
            if (SpectrumPiece.Between(bands[i].Left?.Zeta ?? 0.0, bands[i].Right.Zeta, isTail: false, InBulk(i)) is not { } bulk)
            {
                return;
            }

            pieces.Add(bulk);
            SpectrumPiece? tail = !system.Network.HasTail ? null : i + 1 < bands.Count
                ? SpectrumPiece.Between(bands[i].Right.Zeta, bands[i + 1].Left!.Zeta, isTail: true, InGap(i))
                : SpectrumPiece.Above(
                    bands[i].Right.Zeta, 0.02 * (bands[i].Right.Zeta - (bands[0].Left?.Zeta ?? 0.0)),
                    (offset, start) => OutsideBulk(bands[i].Right, offset, start));
            if (tail is { Mass: > NegligibleMass, IsSettled: true })
            {
                pieces.Add(tail);
            }
        }

        double mass = pieces.Sum(piece => piece.Mass) + Math.Max(0.0, 1.0 - system.Network.Rank);
        if (Math.Abs(mass - 1.0) <= MassTolerance)
        {
            Pieces = pieces.ToImmutable();
        }
    }

    /// <summary>The equations.</summary>
    public CentredSystem System { get; }

    /// <summary>The pieces in increasing order: bulk bands, and tails where they have mass.</summary>
    public ImmutableArray<SpectrumPiece> Pieces { get; } = [];

    /// <summary>The power with which the density starts at the left end of a piece of the bulk: ½ at a fold, that of the hard edge at c₀.</summary>
    public double LeftExponent(SpectrumPiece piece) => piece.Left > 0.0 ? 0.5 : hardEdge!.Exponent;

    /// <summary>The right end of the bulk.</summary>
    public double Right => bands[^1].Right.Zeta;

    /// <summary>A in ρ ≃ (A/π) √(right − ζ) at the upper edge.</summary>
    public double UpperEdgeSlope => Math.PI * bands[^1].Right.LeadingDensity(1.0);

    /// <summary>Finds edges and pieces: first as one band, and with a search for gaps if that is not the whole mass.</summary>
    /// <returns>The spectrum, or null if the pieces found do not carry the whole mass.</returns>
    public static CentredSpectrum? TryFind(CentredSystem system)
    {
        var solver = new CentredSolver(system);
        var curve = new RealCurve(system);
        BulkEdge? left = system.Network.Rank > 1.0 && curve.OuterFold(1) is { } lower ? new BulkEdge(curve, lower) : null;
        BulkEdge right = curve.OuterFold(-1) is { } upper ? new BulkEdge(curve, upper) : throw NoBulk(system);
        if (left is not null && new CentredSpectrum(system, solver, [(left, right)]) is { Pieces.IsEmpty: false } simple)
        {
            return simple;
        }

        List<(BulkEdge? Left, BulkEdge Right)> bands = [];
        BulkEdge? start = left;
        foreach ((RealPoint? below, RealPoint above) in new SpectrumGaps(solver, curve).Find(left?.Zeta ?? 0.0, right.Zeta))
        {
            if (below is not null)
            {
                bands.Add((start, new BulkEdge(curve, below)));
            }

            start = new BulkEdge(curve, above);
        }

        bands.Add((start, right));
        return new CentredSpectrum(system, solver, bands) is { Pieces.IsEmpty: false } split ? split : null;
    }

    /// <summary>τ at a point of the open upper half-plane.</summary>
    public CentredSolution Solve(Complex zeta) => solver.Descend(zeta);

    /// <summary>The density at ζ.</summary>
    /// <exception cref="NonConvergenceException">It could not be certified.</exception>
    public PieceValue At(double zeta)
    {
        foreach (SpectrumPiece piece in Pieces)
        {
            if (zeta > piece.Left && zeta < piece.Right)
            {
                IntervalEnd end = zeta - piece.Left <= piece.Right - zeta ? IntervalEnd.Left : IntervalEnd.Right;
                return FromEnd(piece, end, end == IntervalEnd.Left ? zeta - piece.Left : piece.Right - zeta);
            }
        }

        return new PieceValue(0.0, 0.0, null);
    }

    /// <summary>The density at a distance from an end of a piece.</summary>
    /// <exception cref="NonConvergenceException">It could not be certified.</exception>
    public PieceValue FromEnd(SpectrumPiece piece, IntervalEnd end, double offset)
    {
        CentredSolution? start = piece.Nearest(end == IntervalEnd.Left ? piece.Left + offset : piece.Right - offset).Solution;
        int band = bands.FindLastIndex(b => (b.Left?.Zeta ?? 0.0) <= piece.Left);
        PieceValue? value = !piece.IsTail ? InBulk(band)(end, offset, start)
            : double.IsFinite(piece.Right) ? InGap(band)(end, offset, start)
            : OutsideBulk(bands[band].Right, offset, start);
        return value ?? throw new NonConvergenceException(
            "The density of the mean-subtracted Fisher law", offset, 0, null, "Move away from the edge.");
    }

    private static NonConvergenceException NoBulk(CentredSystem system) => new(
        "The upper edge of the mean-subtracted Fisher law", Invariant($"mean {system.Network.Mean:R}"), 0, null,
        "Change the widths or the number of samples.");

    private static PieceValue Value(CentredSolution solution) => new(
        Math.Max(0.0, solution.Trace.Imaginary) / Math.PI, solution.Error / Math.PI, solution);

    /// <summary>The density inside a band at a distance from one of its ends.</summary>
    private Func<IntervalEnd, double, CentredSolution?, PieceValue?> InBulk(int band) => (end, offset, start) =>
    {
        (BulkEdge? left, BulkEdge right) = bands[band];
        BulkEdge? edge = end == IntervalEnd.Left ? left : right;
        double bottom = left?.Zeta ?? 0.0;
        double zeta = end == IntervalEnd.Left ? bottom + offset : right.Zeta - offset;
        double width = right.Zeta - bottom;
        CentredSolution? solution = null;
        if (edge is null && end == IntervalEnd.Left && offset < hardEdge!.Reach)
        {
            return hardEdge.At(offset);
        }

        if (edge is not null && offset < NearEdge * width)
        {
            solution = solver.TryNewton(zeta, edge.Start(offset, inside: true), requireInterior: true);
        }

        solution ??= start is null ? null : solver.TryFrom(start, zeta, halvings: edge is null ? 5 : 1);
        if (solution is null && edge is not null && offset < AtEdge * width)
        {
            // The next term of the expansion is smaller by offset/width; a tail too small to resolve adds at most the last figure.
            double leading = edge.LeadingDensity(offset);
            return new PieceValue(leading, (offset / width * leading) + (1e-11 * leading) + Unresolved(edge), null);
        }

        return (solution ?? solver.TryDescend(zeta)) is { } found ? Value(found) : null;
    };

    /// <summary>The density in the gap above a band.</summary>
    private Func<IntervalEnd, double, CentredSolution?, PieceValue?> InGap(int band) => (end, offset, start) =>
        OutsideBulk(end == IntervalEnd.Left ? bands[band].Right : bands[band + 1].Left!, offset, start);

    /// <summary>The density that the tails leave at a distance outside an edge.</summary>
    private PieceValue? OutsideBulk(BulkEdge edge, double offset, CentredSolution? start)
    {
        double zeta = edge.Curvature > 0.0 ? edge.Zeta + offset : edge.Zeta - offset;
        CentredSolution? solution = start is null ? null : solver.TryNewton(zeta, start.Unknowns, requireInterior: false);
        solution ??= solver.TryNewton(zeta, edge.Start(offset, inside: false), requireInterior: false);
        return solution is { } found ? Value(found) : new PieceValue(0.0, Unresolved(edge), null);
    }

    /// <summary>The density that a shift of the edge by rounding makes.</summary>
    private static double Unresolved(BulkEdge edge) => edge.LeadingDensity(1e-15 * Math.Abs(edge.Zeta));
}
