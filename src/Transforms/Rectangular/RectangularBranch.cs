using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>A real interval off the support of one factor on which H is monotone, with a table for its inverse.</summary>
/// <remarks>Source: [BG09].</remarks>
internal sealed class RectangularBranch
{
    private const int GridPoints = 193;
    private const double NearestToAtom = 1e-9;

    // H = 0 at infinity, which a gap may cross: the grid goes on until |H| is too small for an end of a gap to be missed there, where λ is not near 1. With λ
    // near 1 the other factor's H turns at a height of (1 − λ)², and levels beyond the grid are asked for.
    private const double Farther = 11.0;
    private const double Farthest = 70.0;

    private readonly RectangularSystem system;
    private readonly int index;
    private readonly RangeMap map;
    private readonly double[] places;

    private RectangularBranch(RectangularSystem system, int index, RangeMap map, double[] places, double[] levels, bool isTurned)
    {
        IsTurned = isTurned;
        this.system = system;
        this.index = index;
        this.map = map;
        this.places = places;
        Levels = levels;
    }

    /// <summary>H on a grid that resolves both ends, monotone.</summary>
    public double[] Levels { get; }

    /// <summary>Whether H turns where this branch begins and the one before ends.</summary>
    public bool IsTurned { get; }

    /// <summary>The start, where H turns if it does.</summary>
    public double TurningPlace => map.At(places[0]);

    /// <summary>The first place after the start.</summary>
    public double FirstPlace => map.At(places[1]);

    /// <summary>The last place before the end.</summary>
    public double LastPlace => map.At(places[^2]);

    /// <summary>The smallest value of H, 0 at infinity.</summary>
    public double Low => Math.Min(AtStart, AtEnd);

    /// <summary>The largest value of H, 0 at infinity.</summary>
    public double High => Math.Max(AtStart, AtEnd);

    private double AtStart => places[0] <= map.Start - Farther && double.IsInfinity(map.At(double.NegativeInfinity)) ? 0.0 : Levels[0];

    private double AtEnd => places[^1] >= map.End + Farther && double.IsInfinity(map.At(double.PositiveInfinity)) ? 0.0 : Levels[^1];

    /// <summary>All branches of a factor: between bands, atoms and the critical points of H.</summary>
    public static ImmutableArray<RectangularBranch> Of(RectangularSystem system, int index)
    {
        SpectralMeasure law = system.Laws[index];
        double scale = LawScale.Of(law);
        var branches = ImmutableArray.CreateBuilder<RectangularBranch>();
        double[] nodes =
        [
            .. law.Bands.SelectMany(band => new[] { band.Left, band.Right }).Concat(law.Atoms.Select(atom => atom.Location))
                .Concat([double.NegativeInfinity, double.PositiveInfinity]).Distinct().Order(),
        ];
        for (int i = 0; i + 1 < nodes.Length; i++)
        {
            bool covered = law.Bands.Any(band => band.Left <= nodes[i] && nodes[i + 1] <= band.Right);
            if (!covered)
            {
                // With an atom at 0 H has a pole there, and ends of gaps beside atoms of the sum lie at any level.
                RangeMap map = law.MassAt(0.0) > 0.0 ? new RangeMap(nodes[i], nodes[i + 1], scale) : RangeMap.SplitAtZero(nodes[i], nodes[i + 1], scale);
                Split(branches, system, index, map, Start(law, map, nodes[i]), End(law, map, nodes[i + 1]));
            }
        }

        return branches.ToImmutable();
    }

    /// <summary>The factor at the point with H = <paramref name="level"/>.</summary>
    public bool TryInvert(double level, out RectangularFactor factor)
    {
        bool rising = Levels[^1] > Levels[0];
        int low = 0;
        int high = Levels.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if ((Levels[middle] <= level) == rising)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        double from = places[low];
        double to = places[high];
        if (low == 0 && AtStart == 0.0 && Math.Abs(level) < Math.Abs(Levels[0]))
        {
            (from, to) = (from - Farthest, from);
        }
        else if (high == Levels.Length - 1 && AtEnd == 0.0 && Math.Abs(level) < Math.Abs(Levels[^1]))
        {
            (from, to) = (to, to + Farthest);
        }

        double t = ScalarSearch.Root(
            place =>
            {
                RangeMap range = map;
                bool found = system.TryFactor(index, range.At(place), out RectangularFactor at);
                return found ? (at.Level.Real - level, at.Rate.Real * range.Derivative(place)) : (double.NaN, double.NaN);
            },
            from,
            to,
            lowIsNegative: rising,
            double.NaN,
            1e-16);
        return system.TryFactor(index, map.At(t), out factor);
    }

    /// <summary>Where the grid starts: not so near to an atom that y − a has lost its digits.</summary>
    private static double Start(SpectralMeasure law, RangeMap map, double node) => !double.IsFinite(node) ? map.Start - Farther
        : node != 0.0 && law.MassAt(node) > 0.0 ? Math.Max(map.Start, map.Coordinate(node + (NearestToAtom * Math.Abs(node))))
        : map.Start;

    private static double End(SpectralMeasure law, RangeMap map, double node) => !double.IsFinite(node) ? map.End + Farther
        : node != 0.0 && law.MassAt(node) > 0.0 ? Math.Min(map.End, map.Coordinate(node - (NearestToAtom * Math.Abs(node))))
        : map.End;

    private static void Split(ImmutableArray<RectangularBranch>.Builder branches, RectangularSystem system, int index, RangeMap map, double from, double to)
    {
        double? Rate(double t) => system.TryFactor(index, map.At(t), out RectangularFactor factor)
            ? factor.Rate.Real * map.Derivative(t) / (1.0 + Complex.Abs(factor.Level)) : null;
        List<double> cuts = [from];
        double? previous = null;
        for (int k = 0; k < GridPoints; k++)
        {
            double t = from + ((to - from) * k / (GridPoints - 1));
            double? rate = Rate(t);
            if (rate is { } here && previous is { } last && here * last < 0.0)
            {
                double before = from + ((to - from) * (k - 1) / (GridPoints - 1));
                cuts.Add(ScalarSearch.Root(place => Rate(place) ?? 0.0, before, t, last, here));
            }

            previous = rate;
        }

        cuts.Add(to);
        for (int i = 0; i + 1 < cuts.Count; i++)
        {
            AddBranch(branches, system, index, map, cuts[i], cuts[i + 1], isTurned: i > 0);
        }
    }

    private static void AddBranch(
        ImmutableArray<RectangularBranch>.Builder branches, RectangularSystem system, int index, RangeMap map, double start, double end, bool isTurned)
    {
        List<double> places = [];
        List<double> levels = [];
        for (int k = 0; k < GridPoints; k++)
        {
            // Denser towards the ends, where H may turn: u²(3 − 2u).
            double u = k / (GridPoints - 1.0);
            double t = start + ((end - start) * u * u * (3.0 - (2.0 * u)));
            if (!system.TryFactor(index, map.At(t), out RectangularFactor factor))
            {
                continue;
            }

            double level = factor.Level.Real;
            bool ordered = levels.Count < 2 || (level > levels[^1]) == (levels[1] > levels[0]);
            if (levels.Count == 0 || (level != levels[^1] && ordered))
            {
                places.Add(t);
                levels.Add(level);
            }
        }

        if (levels.Count > 2)
        {
            branches.Add(new RectangularBranch(system, index, map, [.. places], [.. levels], isTurned));
        }
    }
}
