using System.Collections.Immutable;
using FreeSpectra.Measures;
using static System.FormattableString;

namespace FreeSpectra.Validation.Comparison;

/// <summary>The atoms of a law against the repeated eigenvalues of matrices of which only the eigenvalues are known.</summary>
/// <remarks>
/// <para>
/// An atom of a chain is an eigenvalue with a multiplicity at every width, so eigenvalues that repeat, to
/// <see cref="Nearness"/> of the largest, hold the mass of all atoms. Each atom that is heavier than the fluctuations of the counts is
/// a flat piece of the quantile function besides, whose height is its location.
/// </para>
/// <para>
/// Allowance: a count of units on one slope fluctuates by at most √M/2 a layer, that is √(L/M)/2 of the mass, and where fractions
/// add up to one, as ReLU's do at L = 3, only to one side.
/// </para>
/// </remarks>
internal static class AtomChecks
{
    /// <summary>How near repeated eigenvalues must be, relative to the largest: room for single precision.</summary>
    private const double Nearness = 1e-6;
    private const int Repeated = 3;

    public static IEnumerable<ComparisonCheck> Check(
        SpectralMeasure law, ImmutableArray<EmpiricalSpectrum> replicates, int depth, double bias)
    {
        int order = replicates.Min(replicate => replicate.Eigenvalues.Length);
        double top = Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport));
        double count = 0.5 * Math.Sqrt((double)depth / order), near = Nearness * top;
        double mass = law.Atoms.Sum(atom => atom.Weight) + law.Bands.Where(band => band.LeftExponent < 0.0).Sum(band => MassFrom(law, band.Left, near));
        yield return Replicates.Check(
            "mass of repeated eigenvalues", [.. replicates.Select(s => (mass, MassOfRepeated(s)))], bias + count, Math.Max(count, 1.0 / order), 1.0 / order);
        foreach (Atom atom in law.Atoms)
        {
            double level = law.CumulativeDistribution(atom.Location) - (0.5 * atom.Weight);
            if (0.5 * atom.Weight > 3.0 * count)
            {
                yield return Replicates.Check(
                    Invariant($"atom at level {level:0.####}"), [.. replicates.Select(s => (atom.Location, s.Quantile(level)))],
                    bias * top, top / Math.Sqrt(order));
            }
        }
    }

    private static double MassFrom(SpectralMeasure law, double left, double width) =>
        Math.Max(0.0, law.CumulativeDistribution(left + width) - law.CumulativeDistribution(left));

    private static double MassOfRepeated(EmpiricalSpectrum spectrum)
    {
        ImmutableArray<double> values = spectrum.Eigenvalues;
        double near = Nearness * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        int repeated = 0;
        for (int i = 0; i < values.Length;)
        {
            int end = i + 1;
            while (end < values.Length && values[end] - values[i] <= near)
            {
                end++;
            }

            repeated += end - i >= Repeated ? end - i : 0;
            i = end;
        }

        return (double)repeated / values.Length;
    }
}
