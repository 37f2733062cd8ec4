using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The end of a gap: the critical point of z_L between a point inside and one outside.</summary>
/// <remarks>
/// Bisection by <see cref="RealCurve.Probe"/> until Newton's method on z_L' = 0 lands inside the bracket and the probes on its
/// two sides disagree; then one or two steps with z_L' in double-double precision. The value of z_L is flat there.
/// </remarks>
internal sealed class EdgeFinder(RealCurve curve, FineCurve fine, bool[] splits)
{
    // The probes that frame an edge stand this far from it, relative to the bracket.
    private const double Frame = 1e-5;
    private const int MaxFine = 20;

    public Edge Find(double inside, double outside, int negatives)
    {
        double good = inside;
        double bad = outside;
        for (int i = 0; i < 600; i++)
        {
            if (i % 4 == 3 && Newton(good, bad, negatives) is { } zeta)
            {
                return Finish(zeta, inside);
            }

            double middle = ParameterLine.Middle(good, bad);
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

        return Bisect(good, bad, negatives);
    }

    /// <summary>Newton's method from inside the gap, accepted if the end of the gap is framed by probes beside the result.</summary>
    private double? Newton(double good, double bad, int negatives)
    {
        double lower = Math.Min(good, bad);
        double upper = Math.Max(good, bad);
        double zeta = good;
        double previous = double.PositiveInfinity;
        for (int i = 0; i < 20; i++)
        {
            CurveJet jet = curve.Evaluate(zeta);
            double step = jet.Z1 / jet.Z2;
            double size = Math.Abs(step);
            zeta -= Math.Abs(zeta) * step;
            if (!(zeta >= lower && zeta <= upper))
            {
                return null;
            }

            if (size < 1e-14 || (size >= 0.5 * previous && size < 1e-7))
            {
                double frame = Math.Min(Frame * (upper - lower), 0.1 * Frame * Math.Abs(zeta));
                double toGood = good < bad ? -frame : frame;
                return curve.Probe(zeta + toGood, splits, negatives, out _) == 0
                    && curve.Probe(zeta - toGood, splits, negatives, out _) != 0
                    ? zeta
                    : null;
            }

            previous = size;
        }

        return null;
    }

    private Edge Finish(double start, double inside)
    {
        double curvature = curve.Evaluate(start).Z2;
        DoubleDouble zeta = start;
        (DoubleDouble Z, DoubleDouble Z1, DoubleDouble F) at = fine.Evaluate(zeta);
        for (int i = 0; i < MaxFine; i++)
        {
            DoubleDouble step = at.Z1 / curvature;
            zeta -= Math.Abs(zeta.High) * step;
            at = fine.Evaluate(zeta);

            // The curvature in doubles makes the last steps linear; z_L is flat here, and s = 1e-13 moves it by 1e-26 of its curvature.
            double size = Math.Abs(step.High);
            if (size < 1e-16 || (i >= 6 && size < 1e-13))
            {
                return Create(zeta, at.Z, at.F, curvature);
            }
        }

        throw new NonConvergenceException(
            "The edge of a band of a chain", start, MaxFine, (at.Z1 / curvature).High, $"The gap that contains zeta = {inside:R} is too narrow.");
    }

    /// <summary>Bisection in double-double precision where the gap is too narrow for doubles.</summary>
    private Edge Bisect(double from, double to, int negatives)
    {
        DoubleDouble good = from;
        DoubleDouble bad = to;
        for (int i = 0; i < 110; i++)
        {
            DoubleDouble middle = 0.5 * (good + bad);
            if (fine.IsInside(middle, splits, negatives))
            {
                good = middle;
            }
            else
            {
                bad = middle;
            }
        }

        (DoubleDouble z, _, DoubleDouble f) = fine.Evaluate(good);
        return Create(good, z, f, curve.Evaluate(good.High).Z2);
    }

    /// <summary>The exponent is −½ where G has its pole at the edge itself (an atom has just vanished there), otherwise ½.</summary>
    private Edge Create(DoubleDouble zeta, DoubleDouble z, DoubleDouble f, double curvature) =>
        new(z, zeta, Math.Abs(f.High) <= 1e-13 * Math.Abs(z.High) ? -0.5 : 0.5, Math.Abs(curvature), Reach(zeta.High, curvature));

    /// <summary>How far z_L' keeps to its linear term, on both sides, in relative steps of ζ.</summary>
    private double Reach(double zeta, double curvature)
    {
        double reach = 0.3;
        while (reach > 1e-9)
        {
            double up = curve.Evaluate(zeta + (reach * Math.Abs(zeta))).Z1 / (1.0 + (Math.Sign(zeta) * reach));
            double down = curve.Evaluate(zeta - (reach * Math.Abs(zeta))).Z1 / (1.0 - (Math.Sign(zeta) * reach));
            double expected = reach * curvature;
            if (Math.Abs((up / expected) - 1.0) < 0.5 && Math.Abs((down / expected) + 1.0) < 0.5)
            {
                break;
            }

            reach *= 0.3;
        }

        return reach;
    }
}
