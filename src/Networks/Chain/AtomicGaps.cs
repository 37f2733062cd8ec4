using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>All gaps in the support of a chain's law, for Haar weights and slope laws of finitely many atoms.</summary>
/// <remarks>
/// <para>
/// A point off the support of ν ⊠ μ has real subordination points z in a gap of μ and v in a gap of ν with the same u = h_μ(z) = h_ν(v),
/// and conversely such a pair is one just if Var_μ Var_ν &lt; (u(1 + u))², Var_μ = Var t/(z − t) and Var_ν likewise. That is D_μ + D_ν &gt; 0
/// with D = u(1 + u)/S − S, S = ±√Var, the sign that of the point.
/// </para>
/// <para>
/// D is concave in u along each gap. With s = log|z|, k = −log|K(z)| and E = log|1 + 1/u| = s + k, the Nevanlinna function 1/K has
/// Schwarzian derivative ≥ 0, so that f = |k_s|^{−1/2} has f_ss ≤ (f − f⁻³)/4, hence (f − 1/f)_EE ≤ (f − 1/f)/4 (f + 1/f where u(1 + u) &lt; 0);
/// in the variable u, 1 + 1/u = ±e^E, this says that D = √|u(1 + u)|·(f − 1/f) has no positive second derivative. So each pair of gaps
/// leaves at most one gap of the product, and secants of D prove that there is none.
/// </para>
/// <para>Source: [BB07].</para>
/// </remarks>
internal sealed class AtomicGaps
{
    // Weights of atoms are sums of weights, of which this much is rounding.
    private const double NoWeight = 1e-15;

    // So far towards an atom, where u = ±∞, D is told from its asymptote.
    private const double Farthest = 1e10;

    // A slack below this is rounding.
    private const double NoSlack = 1e-13;

    // The ends of an interval are left out by this part of it.
    private const double Margin = 1e-13;

    private const double Resolution = 1e-15;

    private const double GoldenSection = 0.3819660112501051;

    private readonly double inputMoment;
    private readonly ImmutableArray<ChainLayer> layers;
    private readonly AtomicInverse[] inverses;

    public AtomicGaps(double inputMoment, ImmutableArray<ChainLayer> layers)
    {
        this.inputMoment = inputMoment;
        this.layers = layers;
        Dictionary<SlopeLaw, AtomicInverse> known = [];
        foreach (ChainLayer layer in layers)
        {
            known.TryAdd(layer.Slope, new AtomicInverse((AtomicSlopeLaw)layer.Slope));
        }

        inverses = [.. layers.Select(layer => known[layer.Slope])];
    }

    /// <summary>The gaps of μ_L, the outer one first, and the places where an atom has just vanished, with the mass below each.</summary>
    public (List<AtomicGap> Gaps, List<(double Z, double MassBelow)> Vanished) Find()
    {
        List<AtomicGap> gaps =
        [
            new AtomicGap(
                [],
                new GapLimit(GapEnd.Atom, double.NegativeInfinity, inputMoment, 1.0),
                new GapLimit(GapEnd.Atom, double.PositiveInfinity, inputMoment, 1.0),
                0.0),
        ];
        List<(double, double)> vanished = [];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            List<AtomicGap> next = [];
            vanished.Clear();
            foreach (AtomicGap gap in gaps)
            {
                for (int choice = 0; choice < inverses[layer].Gaps; choice++)
                {
                    if (Pair(gap, layer, choice) is { } found)
                    {
                        next.Add(found);
                    }
                }

                NoteVanished(gap, layer, vanished);
            }

            gaps = next;
        }

        return (gaps, vanished);
    }

    /// <summary>Where the atom at the right end of a gap and one of ν have weights that sum to 1.</summary>
    /// <remarks>u = ∞ there, and its arguments in the three parts of the mass add up to none: what is left are the masses below the two atoms.</remarks>
    private void NoteVanished(AtomicGap gap, int layer, List<(double Z, double MassBelow)> vanished)
    {
        if (gap.Right.Kind != GapEnd.Atom)
        {
            return;
        }

        DoubleDouble below = gap.MassBelow;
        foreach (Atom atom in layers[layer].Slope.Atoms)
        {
            if (atom.Location > 0.0 && Math.Abs((gap.Right.Weight + atom.Weight - 1.0).High) <= NoWeight)
            {
                vanished.Add((Image(layer, atom.Location, gap.Right.Z), below.High));
            }

            below += atom.Weight;
        }
    }

    private double Image(int layer, double slope, double z) =>
        layers[layer].SecondMoment + (layers[layer].WeightVariance * slope * z);

    /// <summary>The gap of the next law from a gap of this one and one of the slope law, or null.</summary>
    private AtomicGap? Pair(AtomicGap gap, int layer, int choice)
    {
        int[] choices = [.. gap.Choices, choice];
        AtomicInverse inverse = inverses[layer];
        Atom first = inverse.LeftOf(choice), last = inverse.RightOf(choice);
        double low = gap.Left.T, high = gap.Right.T;
        bool cutLeft = choice > 0 && first.Location == 0.0;
        bool cutRight = choice == 0 && last.Location == 0.0;
        if ((cutLeft || cutRight) && Crossing(gap, inverse.WeightAtZero) is var crossing)
        {
            low = cutLeft ? Math.Max(low, crossing) : low;
            high = cutRight ? Math.Min(high, crossing) : high;
            (cutLeft, cutRight) = (cutLeft && low != gap.Left.T, cutRight && high != gap.Right.T);
        }

        bool outer = Array.TrueForAll(choices, c => c == 0);
        if (!(low < high))
        {
            return null;
        }

        double from = ToLine(low, gap.Left, first), to = ToLine(high, gap.Right, last);
        double margin = Margin * (to - from);
        (from, to) = (from + margin, to - margin);
        if ((outer ? 0.0 : Peak(choices, from, to)) is not { } peak)
        {
            return null;
        }

        GapLimit left = Limit(choices, layer, cutLeft, gap.Left, first, low, from, peak);
        GapLimit right = Limit(choices, layer, cutRight, gap.Right, last, high, to, peak);
        DoubleDouble below = gap.MassBelow;
        if (!outer)
        {
            AtomicPoint point = Follow(gap.Choices, Math.Sinh(peak), out _, out _)!.Value;
            below = gap.IsOuter ? (peak < 0.0 ? 1.0 : 0.0) : below;
            double winding = point.U < 0.0 ? 1.0 : 0.0;
            below += winding - 1.0;
            if (choice == 0)
            {
                below += 1.0 - winding;
            }

            for (int i = 0; i < choice; i++)
            {
                below += layers[layer].Slope.Atoms[i].Weight;
            }
        }

        return new AtomicGap(choices, left, right, below);
    }

    /// <summary>Where 1 + u = ν{0} in a gap, −∞ or +∞ if that is beyond one of its ends: u decreases along it.</summary>
    private double Crossing(AtomicGap gap, double weight)
    {
        bool Above(double x) => Follow(gap.Choices, Math.Sinh(x), out _, out _) is { } point && point.Shifted > weight;
        double low = Math.Asinh(Math.Max(gap.Left.T, -Farthest)), high = Math.Asinh(Math.Min(gap.Right.T, Farthest));
        double margin = Margin * (high - low);
        return !Above(low + margin) ? double.NegativeInfinity
            : Above(high - margin) ? double.PositiveInfinity
            : Math.Sinh(Bisect(low + margin, high - margin, Above));
    }

    /// <summary>asinh t at an end of an interval; where that is an atom far enough out for D to follow its asymptote.</summary>
    private static double ToLine(double t, GapLimit limit, Atom other)
    {
        if (double.IsFinite(t))
        {
            return Math.Asinh(t);
        }

        double excess = (limit.Weight + other.Weight - 1.0).High;
        return Math.CopySign(Math.Asinh(excess > NoWeight ? Math.Max(Farthest, 1e3 / excess) : Farthest), t);
    }

    /// <summary>The end of a gap of the next law on one side of a point inside.</summary>
    private GapLimit Limit(
        int[] choices, int layer, bool cut, GapLimit before, Atom other, double t, double farthest, double peak)
    {
        double q = layers[layer].SecondMoment;
        bool reached = IsOff(choices, farthest);
        if (cut && reached)
        {
            return AtZero(GapEnd.Zero, inverses[layer].WeightAtZero);
        }

        if (!cut && before.Kind is GapEnd.Zero or GapEnd.Hard && reached)
        {
            bool tie = before.Kind == GapEnd.Hard || (other.Location == 0.0 && Math.Abs((before.Weight - inverses[layer].WeightAtZero).High) <= NoWeight);
            return AtZero(tie ? GapEnd.Hard : GapEnd.Zero, before.Weight);
        }

        if (!cut && before.Kind == GapEnd.Atom && before.Weight + other.Weight - 1.0 is var weight && weight.High >= -NoWeight)
        {
            return new GapLimit(GapEnd.Atom, t, Image(layer, other.Location, before.Z), weight.High > NoWeight ? weight : 0.0);
        }

        double end = reached ? farthest : Bisect(peak, farthest, x => IsOff(choices, x));
        double edge = Math.Sinh(end);
        return new GapLimit(GapEnd.Regular, edge, Follow(choices, edge, out _, out _)!.Value.Z, 0.0);

        // A place at 0 is one at q once q is added; u is infinite there if it is an atom.
        GapLimit AtZero(GapEnd kind, DoubleDouble mass) =>
            new(q == 0.0 ? kind : mass.High > 0.0 ? GapEnd.Atom : GapEnd.Regular, t, q, mass);
    }

    /// <summary>A point off the support, found or proved not to exist by the concavity of D in u.</summary>
    private double? Peak(int[] choices, double from, double to)
    {
        Trial left = Try(choices, from), right = Try(choices, to), middle = Try(choices, 0.5 * (from + to));
        while (true)
        {
            foreach (Trial trial in (ReadOnlySpan<Trial>)[left, middle, right])
            {
                if (trial.IsOff)
                {
                    return trial.X;
                }
            }

            // To the left of the middle D lies below the secant on its right, and likewise on the other side.
            bool leftExcluded = Secant(right, middle, left) < 0.0, rightExcluded = Secant(left, middle, right) < 0.0;
            if (leftExcluded && rightExcluded)
            {
                return null;
            }

            bool goLeft = rightExcluded || (!leftExcluded && middle.X - left.X >= right.X - middle.X);
            double x = goLeft
                ? middle.X - (GoldenSection * (middle.X - left.X))
                : middle.X + (GoldenSection * (right.X - middle.X));
            if (x == middle.X || right.X - left.X <= Resolution * Math.Max(1.0, Math.Abs(x)))
            {
                return null;
            }

            Trial next = Try(choices, x);
            if (goLeft)
            {
                (left, middle, right) = next.D > middle.D ? (left, next, middle) : (next, middle, right);
            }
            else
            {
                (left, middle, right) = next.D > middle.D ? (middle, next, right) : (left, middle, next);
            }
        }
    }

    /// <summary>The line through two trials at the place of a third, +∞ where D is not known well enough.</summary>
    private static double Secant(Trial first, Trial second, Trial at)
    {
        double value = second.D + ((second.D - first.D) / (second.U - first.U) * (at.U - second.U));
        double most = Math.Max(value, second.D);
        return double.IsFinite(most) ? most + (1e-9 * Math.Abs(second.D)) : double.PositiveInfinity;
    }

    private Trial Try(int[] choices, double x)
    {
        bool found = Follow(choices, Math.Sinh(x), out double slack, out (double U, double D) share) is not null;
        return new Trial(x, share.U, share.D, found && slack > NoSlack);
    }

    private bool IsOff(int[] choices, double x) => Follow(choices, Math.Sinh(x), out _, out _) is not null;

    /// <summary>The point at a parameter with these choices, or null where that is not off the support of every law on the way.</summary>
    /// <param name="choices">The gap of every slope law.</param>
    /// <param name="t">−u₁.</param>
    /// <param name="slack">The slack of the last layer.</param>
    /// <param name="share">u in the last layer and D there; −∞ where the layers before it fail.</param>
    private AtomicPoint? Follow(int[] choices, double t, out double slack, out (double U, double D) share)
    {
        slack = double.NegativeInfinity;
        share = (double.NaN, double.NegativeInfinity);
        AtomicPoint point = AtomicPoint.Start(t, inputMoment);
        for (int i = 0; i < choices.Length; i++)
        {
            if (inverses[i].At(choices[i], point.U, point.Shifted) is not { } other)
            {
                return null;
            }

            AtomicPoint next = point.Advance(layers[i], other, out slack);
            if (i == choices.Length - 1)
            {
                share = (
                    point.U,
                    AtomicPoint.Share(point.U, point.Shifted, point.Spread, point.Z)
                        + AtomicPoint.Share(point.U, point.Shifted, other.Spread, other.V));
            }

            if (!(slack > 0.0))
            {
                return null;
            }

            point = next;
        }

        return point;
    }

    /// <summary>The last point on the way from a point where a condition holds to one where it does not.</summary>
    private static double Bisect(double good, double bad, Func<double, bool> holds)
    {
        while (0.5 * (good + bad) is var middle && middle != good && middle != bad)
        {
            (good, bad) = holds(middle) ? (middle, bad) : (good, middle);
        }

        return good;
    }

    private readonly record struct Trial(double X, double U, double D, bool IsOff);
}
