using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The gaps of the bulk: stretches of the axis that a component of the real curve covers.</summary>
/// <remarks>
/// Candidates are the minima of Im τ along a line a little above the axis; each is tested by looking for a point of the real curve, and
/// the folds at its two ends are the edges. No density is compared with a threshold to find an edge. A gap far narrower than the line is
/// high can be missed; the total mass then fails its test.
/// </remarks>
internal sealed class SpectrumGaps
{
    private const int Points = 800;
    private const int PointsPerDecade = 8;
    private const int Decades = 8;
    private const double RelativeHeight = 1e-3;

    // A gap whose τ has a larger angle is none: the tails fill it.
    private const double Quiet = 0.03;

    private readonly CentredSolver solver;
    private readonly RealCurve curve;

    /// <summary>Creates the search.</summary>
    public SpectrumGaps(CentredSolver solver, RealCurve curve)
    {
        this.solver = solver;
        this.curve = curve;
    }

    /// <summary>The gaps inside (left, right): the fold below, null at the atom, and the fold above.</summary>
    /// <param name="left">The left end in ζ; 0 for the hard edge.</param>
    /// <param name="right">The right end.</param>
    public List<(RealPoint? Below, RealPoint Above)> Find(double left, double right)
    {
        List<CentredSolution> line = Line(left, right);
        var gaps = new List<(RealPoint? Below, RealPoint Above)>();
        for (int i = 0; i < line.Count; i++)
        {
            double here = line[i].Trace.Imaginary / line[i].Zeta.Imaginary;
            bool minimum = (i == 0 || here <= line[i - 1].Trace.Imaginary / line[i - 1].Zeta.Imaginary)
                && (i == line.Count - 1 || here <= line[i + 1].Trace.Imaginary / line[i + 1].Zeta.Imaginary);
            if (minimum && Gap(line[i], left, right) is { } gap && !gaps.Any(g => Math.Abs(g.Above.Zeta - gap.Above.Zeta) < 1e-12 * right))
            {
                gaps.Add(gap);
            }
        }

        gaps.Sort((a, b) => a.Above.Zeta.CompareTo(b.Above.Zeta));
        return gaps;
    }

    private List<CentredSolution> Line(double left, double right)
    {
        var places = new SortedSet<double>();
        for (int k = 0; k < Points; k++)
        {
            places.Add(left + (0.5 * (right - left) * (1.0 - Math.Cos(Math.PI * (k + 0.5) / Points))));
        }

        for (int k = 0; left == 0.0 && k < Decades * PointsPerDecade; k++)
        {
            places.Add(right * Math.Pow(10.0, -Decades + ((double)k / PointsPerDecade)));
        }

        var line = new List<CentredSolution>();
        CentredSolution? last = null;
        foreach (double x in places.Reverse())
        {
            var zeta = new Complex(x, RelativeHeight * x);
            last = (last is null ? null : solver.TryFrom(last, zeta, halvings: 3)) ?? solver.TryDescend(zeta);
            if (last is not null)
            {
                line.Add(last);
            }
        }

        line.Reverse();
        return line;
    }

    private (RealPoint? Below, RealPoint Above)? Gap(CentredSolution near, double left, double right)
    {
        Complex[] real = [.. near.Unknowns.Select(value => new Complex(value.Real, 0.0))];
        if (curve.At(near.Trace.Real, real) is not { ZetaSlope: > 0.0 } point
            || !(point.Zeta > left && point.Zeta < right) || Math.Abs(point.Zeta - near.Zeta.Real) > 0.1 * near.Zeta.Real
            || solver.TryNewton(point.Zeta, point.Unknowns, requireInterior: false) is not { } settled
            || Math.Abs(settled.Trace.Imaginary) > Quiet * Complex.Abs(settled.Trace))
        {
            return null;
        }

        double step = 1e-3 * Math.Abs(point.Trace);
        return curve.FoldFrom(point, step, 1) is { } above && above.Zeta > point.Zeta && above.Zeta < right
            ? (curve.FoldFrom(point, step, -1), above)
            : null;
    }
}
