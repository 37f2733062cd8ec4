using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>The gaps of the law of squares of a rectangular free sum, found from the real branches of its factors.</summary>
/// <remarks>
/// <para>
/// A real y &gt; 0 is off the support exactly when some pair of branches has H₁(y₁) = H₂(y₂) with all four subordination
/// functions increasing in √y. Ends of gaps are the critical values of y(H) where this begins or ceases. On each pair the
/// relative slope is sampled at the levels of both tables, and every extremum next to 0 is refined.
/// </para>
/// <para>
/// Masses: log det(z − X) is additive over subordination, so the mass above a gap is counted by negative eigenvalues:
/// Σᵢ [Nᵢ + (1/λ − 1)·1(ωᵢ₂ &lt; 0)] − 1(g₁ &lt; 0) − 1(g₂ &lt; 0)/λ, Nᵢ the mean number of negative eigenvalues of ((ωᵢ₁, s), (s, ωᵢ₂)).
/// </para>
/// <para>Source: [BG09].</para>
/// </remarks>
internal sealed class RectangularSupport
{
    private const double Jump = 0.1;

    private readonly RectangularSystem system;
    private readonly ImmutableArray<Atom> atoms;
    private readonly List<RectangularEdge> found = [];

    private RectangularSupport(RectangularSystem system, ImmutableArray<Atom> atoms)
    {
        this.system = system;
        this.atoms = atoms;
    }

    /// <summary>The ends of gaps from left to right, alternating.</summary>
    /// <param name="system">The equations.</param>
    /// <param name="atoms">The atoms of the result.</param>
    /// <param name="scale">The size of its support.</param>
    public static ImmutableArray<RectangularEdge> Find(RectangularSystem system, ImmutableArray<Atom> atoms, double scale)
    {
        RectangularSupport support = new(system.Fresh(), atoms);
        ImmutableArray<RectangularBranch>[] branches = [RectangularBranch.Of(support.system, 0), RectangularBranch.Of(support.system, 1)];
        foreach (RectangularBranch first in branches[0])
        {
            foreach (RectangularBranch second in branches[1])
            {
                support.Search(first, second);
            }
        }

        // Beside a turn its place tells the end to more digits than the level.
        List<RectangularEdge> atTurns = [.. support.SearchTurns(0, branches[0], branches[1]), .. support.SearchTurns(1, branches[1], branches[0])];
        support.found.RemoveAll(edge => atTurns.Exists(turn => turn.StartsGap == edge.StartsGap && Math.Abs(turn.Y - edge.Y) < 1e-9 * scale));
        support.found.AddRange(atTurns);

        var edges = ImmutableArray.CreateBuilder<RectangularEdge>();
        foreach (RectangularEdge edge in support.found.OrderBy(edge => edge.Y))
        {
            bool twice = edges.Count > 0 && edge.StartsGap == edges[^1].StartsGap && edge.Y - edges[^1].Y < 1e-9 * scale;
            if (!twice)
            {
                edges.Add(edge);
            }
        }

        for (int i = 1; i < edges.Count; i++)
        {
            if (edges[i].StartsGap == edges[i - 1].StartsGap)
            {
                throw new NonConvergenceException(
                    "The support of a rectangular free sum", edges[i].Y, edges.Count, null, "Two gaps were found without an end between them.");
            }
        }

        return edges.ToImmutable();
    }

    private void Search(RectangularBranch first, RectangularBranch second)
    {
        double low = Math.Max(first.Low, second.Low);
        double high = Math.Min(first.High, second.High);
        if (!(low < high))
        {
            return;
        }

        double[] levels = [.. first.Levels.Concat(second.Levels).Where(h => h >= low && h <= high && h != 0.0).Distinct().Order()];
        (double Y, double Slope, double Noise, RectangularPoint Point)?[] samples = new (double, double, double, RectangularPoint)?[levels.Length];
        for (int k = 0; k < levels.Length; k++)
        {
            samples[k] = Evaluate(first, second, levels[k]);
        }

        // A level without a solution ends a search, and is no end of a gap when it is added.
        double Slope(double h) => Evaluate(first, second, h)?.Slope ?? 0.0;
        AddAtPole(samples);
        for (int k = 0; k + 1 < levels.Length; k++)
        {
            if (samples[k] is not { } here || samples[k + 1] is not { } next)
            {
                continue;
            }

            // Near atoms of both factors y tends to a constant, and its slope to rounding.
            if (Math.Max(Math.Abs(here.Slope), Math.Abs(next.Slope)) < here.Noise + next.Noise)
            {
                continue;
            }

            if (here.Slope < 0.0 != next.Slope < 0.0)
            {
                Add(first, second, ScalarSearch.Root(Slope, levels[k], levels[k + 1], here.Slope, next.Slope), levels[k], levels[k + 1]);
            }
            else if (k > 0 && samples[k - 1] is { } before)
            {
                double sign = here.Slope < 0.0 ? 1.0 : -1.0;
                if (sign * (here.Slope - before.Slope) > 0.0 && sign * (here.Slope - next.Slope) > 0.0 && Math.Abs(here.Slope) < 0.5)
                {
                    (double place, double value) = ScalarSearch.Maximum(h => sign * Slope(h), levels[k - 1], levels[k + 1]);
                    if (value > 0.0)
                    {
                        Add(first, second, ScalarSearch.Root(Slope, levels[k - 1], place, before.Slope, sign * value), levels[k - 1], place);
                        Add(first, second, ScalarSearch.Root(Slope, place, levels[k + 1], sign * value, next.Slope), place, levels[k + 1]);
                    }
                }
            }
        }
    }

    /// <summary>Where H of a factor turns, the pairs of branches on both sides meet in one curve: an end of a gap may lie just there.</summary>
    private List<RectangularEdge> SearchTurns(int index, ImmutableArray<RectangularBranch> turning, ImmutableArray<RectangularBranch> others)
    {
        List<RectangularEdge> edges = [];
        for (int k = 1; k < turning.Length; k++)
        {
            if (!turning[k].IsTurned)
            {
                continue;
            }

            double turn = turning[k].TurningPlace;
            foreach (RectangularBranch other in others)
            {
                (double Y, double Bend, RectangularPoint Point)? AtPlace(double place) => Through(index, place, other);
                if (FarthestFrom(turn, turning[k - 1].LastPlace, AtPlace) is not { } low || FarthestFrom(turn, turning[k].FirstPlace, AtPlace) is not { } high)
                {
                    continue;
                }

                (double Y, double Bend, RectangularPoint Point) before = AtPlace(low)!.Value, after = AtPlace(high)!.Value;
                if (before.Bend < 0.0 != after.Bend < 0.0)
                {
                    double place = ScalarSearch.Root(y => AtPlace(y)?.Bend ?? 0.0, low, high, before.Bend, after.Bend);
                    if (AtPlace(place) is { Y: > 0.0 } edge
                        && new[] { before, after }.FirstOrDefault(side => side.Y > 0.0 && side.Point.SmallestGrowth(side.Y) > 0.0) is { Y: > 0.0 } near)
                    {
                        edges.Add(new RectangularEdge(edge.Y, near.Y > edge.Y, MassAbove(near.Y, near.Point), edge.Point));
                    }
                }
            }
        }

        return edges;
    }

    /// <summary>
    /// The farthest place from a turn of H, of those nearer than a given one, that the other factor can follow: with λ near 1 H turns just beside its zeros, and
    /// changes its sign within 1 − λ.
    /// </summary>
    private static double? FarthestFrom(double turn, double far, Func<double, (double Y, double Bend, RectangularPoint Point)?> at)
    {
        for (double place = far; Math.Abs(place - turn) > 1e-14 * Math.Abs(turn); place = turn + (0.5 * (place - turn)))
        {
            if (at(place) is not null)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>y, and a multiple of dy/ds along the curve of solutions, from the place of one factor and the branch of the other.</summary>
    private (double Y, double Bend, RectangularPoint Point)? Through(int index, double place, RectangularBranch other)
    {
        if (!system.TryFactor(index, place, out RectangularFactor turning) || turning.Level.Real < other.Low || turning.Level.Real > other.High || turning.Level.Real == 0.0
            || !other.TryInvert(turning.Level.Real, out RectangularFactor paired))
        {
            return null;
        }

        RectangularPoint point = index == 0 ? new(system.Ratio, turning, paired) : new(system.Ratio, paired, turning);
        double y = (point.Narrow * point.Wide / turning.Level).Real;
        double bend = point.Determinant(y).Real;
        return double.IsFinite(bend) ? (y, bend, point) : null;
    }

    /// <summary>y and dy/d ln H over its size at a level. Points with y &lt; 0 belong to no gap, but lie between ends of gaps.</summary>
    private (double Y, double Slope, double Noise, RectangularPoint Point)? Evaluate(RectangularBranch first, RectangularBranch second, double level)
    {
        if (!first.TryInvert(level, out RectangularFactor a) || !second.TryInvert(level, out RectangularFactor b))
        {
            return null;
        }

        RectangularPoint point = new(system.Ratio, a.Where(level, system.Ratio), b.Where(level, system.Ratio));
        double y = (point.Narrow * point.Wide).Real / level;
        double rate = ((a.Slope / a.Rate) + (b.Slope / b.Rate)).Real;
        double bend = point.Bend.Real;
        double size = Math.Abs(bend * rate) + Math.Abs(y);
        double slope = ((bend * rate) - y) / size;
        return double.IsFinite(slope) ? (y, slope, Noise(point, rate) / size, point) : null;
    }

    /// <summary>What the rounding of y₁ and y₂ does to the terms of the slope, where M₁ and M₂ may cancel.</summary>
    private double Noise(RectangularPoint point, double rate)
    {
        const double units = 32.0 * 2.220446049250313e-16;
        static double Condition(RectangularFactor factor) => Complex.Abs(factor.Y * factor.Rate / factor.Level);
        double one = Complex.Abs(point.First.Moment), other = Complex.Abs(point.Second.Moment);
        double narrow = Math.Min(Complex.Abs(point.First.Narrow) + other, Complex.Abs(point.Second.Narrow) + one);
        double wide = Math.Min(
            Complex.Abs(point.First.Wide) + (system.Ratio * other), Complex.Abs(point.Second.Wide) + (system.Ratio * one));
        double product = (narrow * Complex.Abs(point.Wide)) + (wide * Complex.Abs(point.Narrow));
        double bend = 1.0 + (2.0 * system.Ratio * (1.0 + one + other));
        return units * (1.0 + Condition(point.First) + Condition(point.Second))
            * ((product / Complex.Abs(point.First.Level)) + (bend * Math.Abs(rate)));
    }

    /// <summary>The end of a gap at an atom of one factor that just does not survive: H = ∞ there, and y(H) is critical in 1/√H.</summary>
    private void AddAtPole((double Y, double Slope, double Noise, RectangularPoint Point)?[] samples)
    {
        (double Y, double Slope, double Noise, RectangularPoint Point)? last = samples.LastOrDefault(
            sample => sample is { } s && s.Noise < 1e-3 * Math.Abs(s.Slope));
        if (last is not { Y: > 0.0 } near || near.Point.First.Level.Real < 1e4 / near.Y || !(near.Point.SmallestGrowth(near.Y) > 0.0))
        {
            return;
        }

        // The factor whose moments grow is the one at its atom; the other one stays at its atom at 0.
        bool atFirst = Complex.Abs(near.Point.First.Moment) > Complex.Abs(near.Point.Second.Moment);
        double place = (atFirst ? near.Point.First : near.Point.Second).Y.Real;
        double atom = system.Laws[atFirst ? 0 : 1].Atoms.Select(other => other.Location).DefaultIfEmpty().MinBy(location => Math.Abs(location - place));
        if (atom > 0.0 && atoms.All(other => other.Location != atom) && Math.Abs(near.Y - atom) < 1e-2 * atom)
        {
            found.Add(new RectangularEdge(atom, near.Y > atom, MassAbove(near.Y, near.Point), null));
        }
    }

    private void Add(RectangularBranch first, RectangularBranch second, double level, double low, double high)
    {
        // Where a factor's H turns, the slope changes its sign by a jump.
        if (Evaluate(first, second, level) is not { Y: > 0.0 } edge || Math.Abs(edge.Slope) > Math.Max(Jump, edge.Noise))
        {
            return;
        }

        for (int side = 0; side < 2; side++)
        {
            if (Beside(first, second, level, side == 0 ? low : high) is { } near && near.Point.SmallestGrowth(near.Y) > 0.0)
            {
                double beside = near.Point.First.Level.Real;
                // The slope tells the side more surely than the two places, which may differ by rounding only.
                bool right = near.Slope * (Math.Abs(beside) - Math.Abs(level)) > 0.0;
                found.Add(new RectangularEdge(edge.Y, right, MassAbove(near.Y, near.Point), edge.Point));
                return;
            }
        }
    }

    /// <summary>The first place from a far level towards an end of a gap with y &gt; 0: with λ near 1 y has its zeros within 1 − λ of the end.</summary>
    private (double Y, double Slope, double Noise, RectangularPoint Point)? Beside(
        RectangularBranch first, RectangularBranch second, double level, double far)
    {
        double step = far - level;
        while (true)
        {
            step *= 0.05;
            if (Math.Abs(step) < 1e-14 * Math.Abs(level))
            {
                return null;
            }

            if (Evaluate(first, second, level + step) is { Y: > 0.0 } near)
            {
                return near;
            }
        }
    }

    private double MassAbove(double y, RectangularPoint point)
    {
        double extra = (1.0 / system.Ratio) - 1.0;
        (Complex n1, Complex w1, Complex n2, Complex w2) = point.Subordination(y);
        double mass = Negative(0, n1.Real, w1.Real, point.First.Y.Real) + Negative(1, n2.Real, w2.Real, point.Second.Y.Real)
            + (w1.Real < 0.0 ? extra : 0.0) + (w2.Real < 0.0 ? extra : 0.0);
        return mass - (point.Narrow.Real < 0.0 ? 1.0 : 0.0) - (point.Wide.Real < 0.0 ? 1.0 / system.Ratio : 0.0);
    }

    /// <summary>The mean number of negative eigenvalues of ((narrow, s), (s, wide)) with s² ∼ ν.</summary>
    private double Negative(int index, double narrow, double wide, double y)
    {
        if (narrow < 0.0 != wide < 0.0)
        {
            return 1.0;
        }

        SpectralMeasure law = system.Laws[index];
        double above = law.Atoms.Where(atom => atom.Location > y).Sum(atom => atom.Weight)
            + law.Bands.Where(band => band.Left >= y - (1e-12 * band.Width)).Sum(band => band.Mass);
        return narrow > 0.0 ? above : 2.0 - above;
    }
}
