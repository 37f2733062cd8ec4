using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The support of an implicit chain's law, from the real points off it.</summary>
/// <remarks>
/// <para>
/// A point off the support of μ_{ℓ+1} has real subordination points off the supports of both factors, z_ℓ in a gap of μ_ℓ and v_ℓ
/// in a gap of ν_ℓ, with dz_{ℓ+1}/dz_ℓ &gt; 0; and conversely. So the gaps are followed layer by layer: each gap of μ_ℓ with each gap
/// of ν_ℓ. The condition is unimodal on each such pair; its maximum is found first, then both ends by bisection. z is
/// stationary at a regular end, so the edge is good to rounding.
/// </para>
/// <para>What is left between the gaps is the support; the law's total mass, a contour integral, is the check on it.</para>
/// </remarks>
internal sealed class ImplicitSupport
{
    private const int Samples = 48;
    private const int Right = 0;
    private const int Left = 1;
    private readonly ImplicitChain equations;
    private readonly double scale;
    private readonly double[] v;

    private ImplicitSupport(ImplicitChain equations, double scale)
    {
        this.equations = equations;
        this.scale = scale;
        v = new double[equations.Steps];
    }

    /// <summary>The bands in increasing order, split where an atom has just vanished.</summary>
    public static ImmutableArray<SupportInterval> Find(
        ImplicitChain equations, ChainStatistics statistics, double shift, double scale)
    {
        ImplicitSupport support = new(equations, scale);
        List<Gap> gaps = support.FollowGaps();
        List<SupportInterval> bands = [];
        gaps.Sort((a, b) => a.Left.CompareTo(b.Left));
        double reach = double.NegativeInfinity;
        bool reachRegular = false;
        ChainState? before = null;
        double tolerance = 1e-9 * scale;
        double Snap(double y) => Math.Abs(y) < tolerance ? 0.0 : y;
        foreach (Gap gap in gaps)
        {
            double left = gap.Left;
            if (double.IsFinite(reach) && left > reach + tolerance)
            {
                double from = Snap(Math.Max(reach, 0.0));
                bands.Add(new SupportInterval(from, left, reachRegular && from != 0.0, gap.LeftRegular, before, gap.Inside));
            }

            if (gap.Right > reach)
            {
                reach = gap.Right;
                (reachRegular, before) = (gap.RightRegular, gap.Inside);
            }
        }

        // A band of nothing but an atom is no band.
        bands.RemoveAll(band => statistics.Atoms.Any(atom =>
            Math.Abs(atom.Location - shift - band.Left) < tolerance && Math.Abs(atom.Location - shift - band.Right) < tolerance));
        return Split(bands, [.. statistics.Vanished.Select(location => location - shift).Order()]);
    }

    private static ImmutableArray<SupportInterval> Split(List<SupportInterval> bands, double[] vanished)
    {
        ImmutableArray<SupportInterval>.Builder intervals = ImmutableArray.CreateBuilder<SupportInterval>();
        foreach (SupportInterval band in bands)
        {
            SupportInterval rest = band;
            foreach (double point in vanished)
            {
                double margin = 1e-9 * (rest.Right - rest.Left);
                if (point > rest.Left + margin && point < rest.Right - margin)
                {
                    intervals.Add(rest with { Right = point, RightRegular = false, After = null });
                    rest = rest with { Left = point, LeftRegular = false, Before = null };
                }
            }

            intervals.Add(rest);
        }

        return intervals.ToImmutable();
    }

    private List<Gap> FollowGaps()
    {
        List<Piece> inner = [];
        for (int layer = 0; layer < equations.Steps; layer++)
        {
            List<Piece> next = [];
            int gaps = equations.Slope(layer).Gaps.Length;
            foreach (Piece piece in inner)
            {
                for (int choice = 0; choice < 2 + gaps; choice++)
                {
                    FindPieces([.. piece.Choices, choice], piece.Left, piece.Right, next);
                }
            }

            // An inner gap of the slope law leaves an outer gap of the law before it; with Gaussian weights so does the gap beside the
            // atom that a change of width makes, in the rest of F₁ < 0.
            bool atom = equations.WidthRatio(layer) is { } ratio && ratio != 1.0;
            if (gaps > 0 || atom)
            {
                foreach (int side in new[] { Right, Left })
                {
                    Piece outer = Outer(side, layer);
                    for (int choice = 2; choice < 2 + gaps; choice++)
                    {
                        FindPieces([.. outer.Choices, choice], outer.Left, outer.Right, next);
                    }
                }
            }

            if (atom)
            {
                Piece outer = Outer(Left, layer + 1);
                FindPieces(outer.Choices, outer.Right, 0.0, next);
            }

            inner = next;
        }

        return [.. inner.Append(Outer(Right, equations.Steps)).Append(Outer(Left, equations.Steps)).Select(ToGap)];
    }

    /// <summary>The F₁ of an outer gap of the law after some layers: from ±∞ to the first failure, walking towards the atom of μ₁ at 0.</summary>
    /// <remarks>Over an outer gap all subordination points lie in outer gaps, and F₁ is an increasing function of z there.</remarks>
    private Piece Outer(int side, int layers)
    {
        int[] choices = [.. Enumerable.Repeat(side, layers)];
        double sign = side == Right ? 1.0 : -1.0;

        // Not a simple multiple of q₀: z₁ = 0 at F₁ = −q₀, where the next layers are 0/0.
        double good = sign * Math.Sqrt(3.0) * Math.Max(scale, equations.InputMoment);
        while (!(Slack(good, choices) > 0.0))
        {
            good = Math.Abs(good) < 1e300
                ? 16.0 * good
                : throw new NonConvergenceException("The outer gap of a chain", good, layers, 0.0, "Ask for less depth.");
        }

        double smallest = Math.Abs(good) * 1e-200;
        double bad = 0.25 * good;
        while (Math.Abs(bad) > smallest && Slack(bad, choices) > 0.0)
        {
            good = bad;
            bad *= 0.25;
        }

        double end = Math.Abs(bad) > smallest ? Bisect(good, bad, choices) : 0.0;
        return side == Right ? new Piece(choices, end, double.PositiveInfinity) : new Piece(choices, double.NegativeInfinity, end);
    }

    /// <summary>The intervals of F₁ in (left, right) on which the chain stays on the physical sheet with these choices.</summary>
    private void FindPieces(int[] choices, double left, double right, List<Piece> found)
    {
        double[] points = new double[Samples + 1];
        double[] slack = new double[Samples + 1];
        for (int i = 0; i <= Samples; i++)
        {
            points[i] = At((i + 0.5) / (Samples + 1), left, right);
            slack[i] = Slack(points[i], choices);
        }

        int start = -1;
        for (int i = 0; i <= Samples; i++)
        {
            bool inside = slack[i] > 0.0;
            if (!inside && slack[i] > double.NegativeInfinity && i > 0 && i < Samples && slack[i] >= slack[i - 1] && slack[i] > slack[i + 1])
            {
                // A maximum below zero on the grid may rise above it between the points.
                double peak = Maximise(points[i - 1], points[i + 1], choices, out double best);
                if (best > 0.0)
                {
                    found.Add(new Piece(
                        choices, Bisect(peak, points[i - 1], choices), Bisect(peak, points[i + 1], choices)));
                }
            }

            if (inside && start < 0)
            {
                start = i;
            }

            if (start >= 0 && (!inside || i == Samples))
            {
                int last = inside ? i : i - 1;
                double a = start == 0 ? Open(points[0], left, choices) : Bisect(points[start], points[start - 1], choices);
                double b = last == Samples ? Open(points[Samples], right, choices) : Bisect(points[last], points[last + 1], choices);
                found.Add(new Piece(choices, a, b));
                start = -1;
            }
        }
    }

    private double Slack(double f1, int[] choices) => equations.FollowReal(f1, choices, v).Slack;

    /// <summary>A point of an interval, spread over all sizes of the distance from its finite end where it is unbounded.</summary>
    private double At(double fraction, double left, double right)
    {
        if (double.IsNegativeInfinity(left))
        {
            return right - (Math.Max(scale, Math.Abs(right)) * Math.Exp(40.0 * (0.5 - fraction)));
        }

        if (double.IsPositiveInfinity(right))
        {
            return left + (Math.Max(scale, Math.Abs(left)) * Math.Exp(40.0 * (fraction - 0.5)));
        }

        // Dense towards both ends.
        double t = 0.5 * (1.0 - Math.Cos(Math.PI * fraction));
        return left + ((right - left) * t);
    }

    /// <summary>The end of a piece beyond its outermost sample: the end of the interval if the chain holds up to it.</summary>
    private double Open(double inside, double end, int[] choices)
    {
        if (double.IsInfinity(end))
        {
            return end;
        }

        double nearly = end + ((inside - end) * 1e-12);
        return Slack(nearly, choices) > 0.0 ? end : Bisect(inside, nearly, choices);
    }

    private double Bisect(double good, double bad, int[] choices)
    {
        for (int i = 0; i < 200; i++)
        {
            bool sameSign = good > 0.0 == bad > 0.0 && good != 0.0 && bad != 0.0;
            double ratio = bad / good;
            double middle = sameSign && (ratio > 4.0 || ratio < 0.25)
                ? Math.CopySign(Math.Sqrt(Math.Abs(good)) * Math.Sqrt(Math.Abs(bad)), good)
                : 0.5 * (good + bad);
            if (middle == good || middle == bad)
            {
                break;
            }

            if (Slack(middle, choices) > 0.0)
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        return good;
    }

    private double Maximise(double a, double b, int[] choices, out double best)
    {
        const double golden = 0.6180339887498949;
        double c = b - (golden * (b - a));
        double d = a + (golden * (b - a));
        double fc = Slack(c, choices);
        double fd = Slack(d, choices);
        for (int i = 0; i < 60 && fc <= 0.0 && fd <= 0.0; i++)
        {
            if (fc > fd)
            {
                (b, d, fd) = (d, c, fc);
                c = b - (golden * (b - a));
                fc = Slack(c, choices);
            }
            else
            {
                (a, c, fc) = (c, d, fd);
                d = a + (golden * (b - a));
                fd = Slack(d, choices);
            }
        }

        best = Math.Max(fc, fd);
        return fc > fd ? c : d;
    }

    private Gap ToGap(Piece piece)
    {
        (double left, bool leftRegular) = End(piece, piece.Left, piece.Right);
        (double right, bool rightRegular) = End(piece, piece.Right, piece.Left);
        RealPoint inside = equations.FollowReal(At(0.5, piece.Left, piece.Right), piece.Choices, v);
        ChainState? state = inside.IsPhysical
            ? equations.From(At(0.5, piece.Left, piece.Right), [.. v.Select(point => (Complex)point)])
            : null;
        return new Gap(left, right, leftRegular, rightRegular, state);
    }

    /// <summary>z at an end of a piece, and whether z is stationary there (and the piece does not just stop at a pole).</summary>
    private (double Value, bool Regular) End(Piece piece, double end, double other)
    {
        if (double.IsInfinity(end))
        {
            // In the outer gaps F₁ = ±∞ is z = ±∞; in an inner gap of a slope law it is the finite point with v = ∞ elsewhere.
            if (piece.Choices.All(choice => choice == 0) || piece.Choices.All(choice => choice == 1))
            {
                return (end, false);
            }

            RealPoint limit = equations.FollowReal(Math.CopySign(1e12 * scale, end), piece.Choices, v);
            return (limit.IsPhysical ? limit.Z : end, false);
        }

        RealPoint at = equations.FollowReal(end, piece.Choices, v);
        if (at.IsPhysical)
        {
            // Just outside, z is still defined if the end is a stationary point. There z hardly rises, in one layer or, where F₁ has no finer value,
            // in all of them together.
            double inward = double.IsInfinity(other) ? Beyond() : other;
            RealPoint outside = equations.FollowReal(end - (1e-9 * (inward - end)), piece.Choices, v);
            return (at.Z, outside.Sheet == RealSheet.PastStationary && Math.Min(at.Slack, at.Rise) < 1e-2);
        }

        // An atom or a pole: the limit from inside.
        double far = double.IsInfinity(other) ? Beyond() : other;
        RealPoint near = equations.FollowReal(end + ((far - end) * 1e-13), piece.Choices, v);
        return near.IsPhysical
            ? (near.Z, false)
            : throw new NonConvergenceException(
                "The edge of a chain's support", end, 1, near.Slack, "Change a parameter slightly.");

        // The law may be far smaller than F₁, as that of a chain that dies out.
        double Beyond() => end + Math.CopySign(Math.Max(scale, Math.Abs(end)), other);
    }

    private sealed record Piece(int[] Choices, double Left, double Right);

    private sealed record Gap(double Left, double Right, bool LeftRegular, bool RightRegular, ChainState? Inside);
}
