using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Validation.Comparison;

/// <summary>The gaps of a law's support against the eigenvalues of matrices: no mass where the law has none.</summary>
/// <remarks>
/// <para>
/// Nothing lies inside the gaps, at a distance from their ends, and nothing beyond the ends of the support. A bounded law need not be
/// filled up to its top at finite width, where the last piece of a band has less mass than one eigenvalue; so the extreme
/// eigenvalues are held to one side only.
/// </para>
/// <para>
/// Allowance: the sampled q̂ and counts move every location by about 2√(L/M) of it, as q̂ of ReLU does,, and an edge fluctuates by M^(−2/3) of the
/// range besides: so far from its ends a gap is looked at, and narrower gaps are not. Where fractions add up to one, as ReLU's do at
/// L = 3, the counts put an atom of √(L/M)/2 into a gap in some draws.
/// </para>
/// </remarks>
internal static class SupportChecks
{
    private const int MostGaps = 8;
    private const double Reach = 4.0; // two deviations of a location or more, in units of √(L/M) of it

    public static IEnumerable<ComparisonCheck> Check(
        SpectralMeasure law, ImmutableArray<EmpiricalSpectrum> replicates, int depth, double bias)
    {
        double bottom = law.BottomOfSupport, top = law.TopOfSupport;
        int order = replicates.Min(replicate => replicate.Eigenvalues.Length);
        double layers = Math.Sqrt((double)depth / order), size = Math.Max(Math.Abs(top), Math.Abs(bottom));
        if (double.IsFinite(size))
        {
            double edge = Math.Max(top - bottom, bias * size) * Math.Pow(order, -2.0 / 3.0);
            foreach (Interval gap in Gaps.Of(law).Take(MostGaps))
            {
                double left = gap.Left + (Reach * layers * Math.Abs(gap.Left)) + edge, right = gap.Right - (Reach * layers * Math.Abs(gap.Right)) - edge;
                if (left < right)
                {
                    yield return Replicates.Check(
                        Invariant($"share of eigenvalues well inside the gap between {gap.Left:G5} and {gap.Right:G5}"),
                        [.. replicates.Select(s => (0.0, s.FractionAtMost(right) - s.FractionAtMost(left)))], bias, layers);
                }
            }

            yield return Replicates.Check(
                "smallest eigenvalue, not below the support",
                [.. replicates.Select(s => (bottom, Math.Min(bottom, s.Eigenvalues[0])))], (2.0 * edge) + (bias * size), layers * size) with
            { Sample = replicates.Average(s => s.Eigenvalues[0]) };
            yield return Replicates.Check(
                "largest eigenvalue, not above the support",
                [.. replicates.Select(s => (top, Math.Max(top, s.Eigenvalues[^1])))], (2.0 * edge) + (bias * size), layers * size) with
            { Sample = replicates.Average(s => s.Eigenvalues[^1]) };
        }
    }
}
