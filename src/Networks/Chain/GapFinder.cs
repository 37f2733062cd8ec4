using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>Finds every gap in the support of a chain's law, and the bands between them.</summary>
/// <remarks>
/// <para>
/// A real point is off the support exactly when dF_ℓ/dz_ℓ &lt; 1/(1 − α_ℓ) in every layer. A zero z_ℓ = 0 is a pole of F_{ℓ+1} and
/// separates two gaps; z_ℓ increases along a gap, so a gap is named by the number of leading layers with z_ℓ &lt; 0. Within one
/// name the admissible φ form one interval, since dF_ℓ/dz_ℓ is convex between poles; bisection with <see
/// cref="RationalCurve{T}.Probe"/> finds a point of it or proves that it is empty.
/// </para>
/// </remarks>
internal sealed class GapFinder
{
    private readonly RationalCurve<double> curve;
    private readonly RationalCurve<DoubleDouble> fine;
    private readonly ImmutableArray<Atom> atoms;
    private readonly bool[] splits;
    private readonly int splitCount;
    private readonly double scale;

    public GapFinder(
        RationalCurve<double> curve,
        RationalCurve<DoubleDouble> fine,
        ImmutableArray<TwoPointLayer> layers,
        double inputMoment,
        ImmutableArray<Atom> atoms)
    {
        this.atoms = atoms;
        this.curve = curve;
        this.fine = fine;
        scale = inputMoment;
        splits = new bool[layers.Length];
        bool later = false;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            bool loses = layers[i].Alpha < 1.0;
            splits[i] = loses && later;
            splitCount += splits[i] ? 1 : 0;
            later |= loses;
        }
    }

    public ImmutableArray<ChainBand> FindBands()
    {
        // The gaps lie from right to left in the order of their names; each search starts where the last one ended.
        List<Gap> gaps = [];
        double right = -scale;
        for (int negatives = 0; negatives <= splitCount; negatives++)
        {
            if (FindGap(negatives, ref right) is { } gap)
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

            // The mass function jumps at the atoms inside a gap; count those between the two places where it is read.
            double below = fine.MassBelow(left.Inside) + AtomsBetween(fine.EvaluateReal(left.Inside).Z, left.Value);
            double next = fine.MassBelow(end.Inside) - AtomsBetween(end.Value, fine.EvaluateReal(end.Inside).Z);
            bands.Add(new ChainBand
            {
                Left = left.Value,
                Right = end.Value,
                LeftParameter = left.Parameter,
                RightParameter = end.Parameter,
                LeftExponent = left.Exponent,
                RightExponent = end.Exponent,
                LeftCurvature = left.Curvature,
                RightCurvature = end.Curvature,
                MassBelow = below,
                Mass = next - below,
            });
        }

        return bands.ToImmutable();
    }

    private double AtomsBetween(DoubleDouble low, DoubleDouble high)
    {
        double sum = 0.0;
        foreach (Atom atom in atoms)
        {
            sum += atom.Location > low.High && atom.Location <= high.High ? atom.Weight : 0.0;
        }

        return sum;
    }

    private Gap? FindGap(int negatives, ref double rightOf)
    {
        bool leftmost = negatives == splitCount;
        bool rightmost = negatives == 0;
        double low = double.NegativeInfinity;
        double high = double.PositiveInfinity;
        double inside;
        if (leftmost && rightmost)
        {
            return new Gap(scale, null, null);
        }

        if (rightmost)
        {
            inside = Expand(+scale, negatives);
            low = -scale;
        }
        else if (leftmost)
        {
            inside = Expand(-2.0 * scale, negatives);
            high = -scale;
        }
        else
        {
            high = rightOf;
            low = 1.5 * rightOf;
            while (curve.Probe(low, splits, negatives, out _) < 0)
            {
                high = low;
                low *= 2.0;
            }

            rightOf = high;
            if (curve.Probe(low, splits, negatives, out _) == 0)
            {
                inside = low;
                low = 4.0 * low;
                while (curve.Probe(low, splits, negatives, out _) == 0)
                {
                    low *= 4.0;
                }
            }
            else
            {
                double? found = Bisect(ref low, ref high, negatives);
                if (found is null)
                {
                    return null;
                }

                inside = found.Value;
            }
        }

        Edge? left = leftmost ? null : FindEdge(inside, low, negatives);
        Edge? right = rightmost ? null : FindEdge(inside, high, negatives);
        return new Gap(inside, left, right);
    }

    /// <summary>A point of an unbounded gap, far enough out.</summary>
    private double Expand(double start, int negatives)
    {
        double phi = start;
        for (int i = 0; i < 500; i++)
        {
            if (curve.Probe(phi, splits, negatives, out _) == 0)
            {
                return phi;
            }

            phi *= 4.0;
        }

        throw new NonConvergenceException(
            "The search for the outermost gap of a chain", start, 500, phi, "Rescale the network's variances.");
    }

    private double? Bisect(ref double low, ref double high, int negatives)
    {
        curve.Probe(low, splits, negatives, out ProbeMiss left);
        curve.Probe(high, splits, negatives, out ProbeMiss right);
        for (int i = 0; i < 400; i++)
        {
            double middle = Middle(low, high);
            if (!(middle > low && middle < high) || ProbeMiss.Exclude(left, right))
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

    /// <summary>The end of the gap between a point inside it and one outside.</summary>
    private Edge FindEdge(double inside, double outside, int negatives)
    {
        double good = inside;
        double bad = outside;
        for (int i = 0; i < 400; i++)
        {
            if (i % 8 == 7 && Polish(good, bad, inside, negatives) is { } edge)
            {
                return edge;
            }

            double middle = Middle(good, bad);
            if (middle == good || middle == bad)
            {
                break;
            }

            if (curve.Probe(middle, splits, negatives, out _) == 0)
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        return Polish(good, bad, inside, negatives) ?? FineEdge(inside, good, bad, negatives);
    }

    /// <summary>Newton's method on z_L' = 0 in double-double precision, accepted if it stays inside the bracket.</summary>
    private Edge? Polish(double good, double bad, double inside, int negatives)
    {
        double lower = Math.Min(good, bad);
        double upper = Math.Max(good, bad);
        DoubleDouble phi = good;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 30; i++)
        {
            CurveJet<DoubleDouble> jet = fine.EvaluateReal(phi);
            DoubleDouble step = jet.Z1 / jet.Z2;
            phi -= step;
            double slack = 1e-14 * (Math.Abs(phi.High) + (1e-6 * scale));
            if (!double.IsFinite(phi.High) || phi.High < lower - slack || phi.High > upper + slack)
            {
                return null;
            }

            double size = Math.Abs(step.High);
            double reference = Math.Abs(phi.High) + (1e-6 * scale);
            if (size <= 1e-27 * reference || (size >= 0.5 * previous && size <= 1e-24 * reference))
            {
                return Accept(phi, inside, negatives);
            }

            previous = size;
        }

        return null;
    }

    /// <summary>Bisection in double-double precision where the gap is too narrow for doubles.</summary>
    private Edge FineEdge(double inside, double from, double to, int negatives)
    {
        DoubleDouble good = from;
        DoubleDouble bad = to;
        for (int i = 0; i < 120; i++)
        {
            DoubleDouble middle = 0.5 * (good + bad);
            if (fine.Probe(middle, splits, negatives, out _) == 0)
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        CurveJet<DoubleDouble> jet = fine.EvaluateReal(good);

        // The mass is read at the double inside, away from the rounding around the edge.
        return new Edge(jet.Z, good, inside, ExponentAt(jet, good), jet.Z2.High);
    }

    private Edge? Accept(DoubleDouble phi, double inside, int negatives)
    {
        // A critical point is an end of the gap if the points just inside it are in the gap.
        DoubleDouble direction = inside - phi;
        DoubleDouble probe = inside;
        for (double fraction = 1e-13; fraction < 1e-2; fraction *= 1e5)
        {
            probe = phi + (fraction * direction);
            if (fine.Probe(probe, splits, negatives, out _) != 0)
            {
                return null;
            }
        }

        CurveJet<DoubleDouble> jet = fine.EvaluateReal(phi);
        return new Edge(jet.Z, phi, probe, ExponentAt(jet, phi), jet.Z2.High);
    }

    /// <summary>−½ where G has its pole at the edge itself (an atom has just vanished there), otherwise ½.</summary>
    private static double ExponentAt(CurveJet<DoubleDouble> jet, DoubleDouble phi) =>
        Math.Abs(jet.F.High) <= 1e-13 * Math.Abs(jet.Z.High) ? -0.5 : 0.5;

    /// <summary>The geometric mean where the two numbers differ much in size, otherwise the arithmetic one.</summary>
    private static double Middle(double a, double b)
    {
        if (double.IsInfinity(b))
        {
            return Math.Abs(a) < 1.0 ? Math.CopySign(2.0, b) : 4.0 * a;
        }

        double ratio = a / b;
        return ratio is > 4.0 or (> 0.0 and < 0.25)
            ? Math.CopySign(Math.Sqrt(Math.Abs(a)) * Math.Sqrt(Math.Abs(b)), a)
            : a + (0.5 * (b - a));
    }

    private readonly record struct Edge(DoubleDouble Value, DoubleDouble Parameter, DoubleDouble Inside, double Exponent, double Curvature);

    private sealed record Gap(double Inside, Edge? Left, Edge? Right);
}
