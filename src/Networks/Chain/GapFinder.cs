using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Finds every gap in the support of a chain's law, and the bands between them.</summary>
/// <remarks>
/// <para>
/// A real point is off the support exactly when dF_ℓ/dz_ℓ &lt; 1/(1 − α_ℓ) in every layer. A zero z_ℓ = 0 is a pole of F_{ℓ+1} and
/// separates two gaps; z_ℓ increases along a gap, so a gap is named by the number of leading layers with z_ℓ &lt; 0. Within one
/// name the admissible ζ form one interval, since dF_ℓ/dz_ℓ is convex between poles; a search with <see
/// cref="RealCurve.Probe"/> finds a point of it or proves that it is empty.
/// </para>
/// <para>
/// The rightmost gap has ζ &gt; 0, every other ζ &lt; 0; they lie from right to left in the order of their names, and a point to
/// the right of one gap is to the right of all that follow.
/// </para>
/// </remarks>
internal sealed class GapFinder
{
    // A relative distance from the nearest atom at which rounding cannot mistake its side.
    private const double Clearance = 1e-7;

    private readonly RealCurve curve;
    private readonly EdgeFinder edges;
    private readonly ImmutableArray<Atom> atoms;
    private readonly bool[] splits;
    private readonly int splitCount;
    private readonly double scale;

    public GapFinder(CurveLayers layers, RealCurve curve, FineCurve fine, ImmutableArray<Atom> atoms)
    {
        this.atoms = atoms;
        this.curve = curve;
        scale = layers.InputMoment;
        splits = new bool[layers.Count];
        bool later = false;
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            bool loses = layers.Alpha[i] < 1.0;
            splits[i] = loses && later;
            splitCount += splits[i] ? 1 : 0;
            later |= loses;
        }

        edges = new EdgeFinder(curve, fine, splits);
    }

    public ImmutableArray<ChainBand> FindBands()
    {
        List<Gap> gaps = [];
        Place place = default;
        for (int negatives = 0; negatives <= splitCount; negatives++)
        {
            if (FindGap(negatives, ref place) is { } gap)
            {
                gaps.Add(gap);
            }
        }

        gaps.Reverse();

        ImmutableArray<ChainBand>.Builder bands = ImmutableArray.CreateBuilder<ChainBand>();
        for (int i = 0; i + 1 < gaps.Count; i++)
        {
            Edge left = gaps[i].Right!.Value;
            Edge end = gaps[i + 1].Left!.Value;

            double below = MassAt(left, gaps[i].Inside, fromAbove: false);
            double next = MassAt(end, gaps[i + 1].Inside, fromAbove: true);
            bands.Add(new ChainBand(left, end, below, next - below));
        }

        return bands.ToImmutable();
    }

    /// <summary>The mass to the left of an edge, the gap being above it or below it.</summary>
    private double MassAt(Edge edge, double inside, bool fromAbove)
    {
        // The mass function jumps at the atoms inside a gap: read it clear of them, and count those up to the edge.
        double best = 0.0;
        double point = inside;
        for (double fraction = 0.61; fraction > 0.01; fraction *= 0.71)
        {
            double trial = inside + (fraction * (edge.Parameter.High - inside));
            curve.MassBelow(trial, out double clearance);
            if (clearance > best)
            {
                best = clearance;
                point = trial;
            }

            if (clearance > Clearance)
            {
                break;
            }
        }

        double mass = curve.MassBelow(point, out _);
        double place = curve.Evaluate(point).Z;
        foreach (Atom atom in atoms)
        {
            if (fromAbove && atom.Location > edge.Value.High && atom.Location <= place)
            {
                mass -= atom.Weight;
            }
            else if (!fromAbove && atom.Location > place && atom.Location <= edge.Value.High)
            {
                mass += atom.Weight;
            }
        }

        return mass;
    }

    private Gap? FindGap(int negatives, ref Place place)
    {
        bool leftmost = negatives == splitCount;
        bool rightmost = negatives == 0;
        if (leftmost && rightmost)
        {
            return new Gap(scale, null, null);
        }

        if (rightmost)
        {
            double far = Expand(2.0 * scale, negatives);
            return new Gap(far, edges.Find(far, 0.0, negatives), null);
        }

        if (leftmost)
        {
            double far = Expand(-scale, negatives);
            return new Gap(far, null, edges.Find(far, place.RightOf, negatives));
        }

        double low;
        double high = place.RightOf;
        double? found = Bracket(negatives, ref place, out low, ref high, out ProbeMiss left, out ProbeMiss right)
            ?? Search(ref low, left, ref high, right, negatives);
        place.RightOf = high;
        if (found is not { } inside)
        {
            place.Note(low, high);
            return null;
        }

        place.Note(inside, inside);
        double reach = Math.Max(inside - low, 1e-12 * Math.Abs(inside));
        for (low = inside - reach; curve.Probe(low, splits, negatives, out _) == 0; low -= reach)
        {
            reach *= 2.0;
        }

        Edge leftEdge = edges.Find(inside, low, negatives);
        Edge rightEdge = edges.Find(inside, high, negatives);
        place.RightOf = leftEdge.Parameter.High;
        return new Gap(inside, leftEdge, rightEdge);
    }

    /// <summary>Two points with the gap between them, tried first where the last two names foretell it; or a point of it.</summary>
    private double? Bracket(
        int negatives, ref Place place, out double low, ref double high, out ProbeMiss left, out ProbeMiss right)
    {
        (low, double upper) = place.Foretell(scale);
        right = default;
        double reach = upper - low;
        int side;
        while ((side = curve.Probe(low, splits, negatives, out left)) < 0)
        {
            high = low;
            right = left;
            reach *= 2.0;
            low = high - reach;
        }

        double point = upper;
        while (side > 0 && point > low && point < high)
        {
            side = curve.Probe(point, splits, negatives, out ProbeMiss miss);
            if (side < 0)
            {
                high = point;
                right = miss;
            }
            else
            {
                low = point;
                left = miss;
                reach *= 2.0;
                point += reach;
            }
        }

        return side == 0 ? low : null;
    }

    /// <summary>A point of an unbounded gap, far enough out.</summary>
    private double Expand(double start, int negatives)
    {
        double zeta = start;
        for (int i = 0; i < 500; i++)
        {
            if (curve.Probe(zeta, splits, negatives, out _) == 0)
            {
                // The gap reaches outwards for ever; the point itself may be its very edge.
                return 1.7 * zeta;
            }

            zeta *= 4.0;
        }

        throw new NonConvergenceException(
            "The search for the outermost gap of a chain", start, 500, zeta, "Rescale the network's variances.");
    }

    private double? Search(ref double low, ProbeMiss left, ref double high, ProbeMiss right, int negatives)
    {
        for (int i = 0; i < 600; i++)
        {
            // Where both ends fail in one layer, the tangents of the convex derivative meet next to its minimum.
            double middle = ParameterLine.Middle(low, high);
            if (ProbeMiss.Meet(left, right, out double fraction, out bool excluded))
            {
                if (excluded)
                {
                    return null;
                }

                if (i % 3 != 2)
                {
                    middle = low + (Math.Clamp(fraction, 0.02, 0.98) * (high - low));
                }
            }

            if (!(middle > low && middle < high))
            {
                return null;
            }

            int side = curve.Probe(middle, splits, negatives, out ProbeMiss miss);
            if (side == 0)
            {
                return middle;
            }

            if (side < 0)
            {
                high = middle;
                right = miss;
            }
            else
            {
                low = middle;
                left = miss;
            }
        }

        return null;
    }

    /// <summary>Where the search stands: everything left of a point, and where the last two names were looked for.</summary>
    private struct Place
    {
        private double low;
        private double high;
        private double lowShift;
        private double highShift;

        public double RightOf { get; set; }

        public void Note(double newLow, double newHigh)
        {
            lowShift = low < 0.0 ? newLow - low : 0.0;
            highShift = low < 0.0 ? newHigh - high : 0.0;
            low = newLow;
            high = newHigh;
        }

        /// <summary>The last bracket moved on by its last step, left of <see cref="RightOf"/>.</summary>
        public readonly (double Low, double High) Foretell(double scale)
        {
            if (!(lowShift < 0.0 && highShift < 0.0))
            {
                double reach = low < 0.0 ? 0.5 * Math.Abs(RightOf) : scale;
                return (RightOf - reach, RightOf);
            }

            double width = Math.Max(high - low + Math.Abs(highShift - lowShift), 0.01 * Math.Abs(lowShift));
            double center = 0.5 * (low + lowShift + high + highShift);
            double top = Math.Min(center + (0.5 * width), RightOf);
            return (Math.Min(center - (0.5 * width), top - (0.5 * width)), top);
        }
    }

    private sealed record Gap(double Inside, Edge? Left, Edge? Right);
}
