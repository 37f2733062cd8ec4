using FreeSpectra.Measures;
using MathNet.Numerics.Distributions;

namespace FreeSpectra.Validation.Comparison;

/// <summary>How many eigenvalues of a band may lie so near to a multiple eigenvalue that rounding hides the difference.</summary>
/// <remarks>
/// <para>
/// The band of a deep product reaches down to 0 like a power, x^(1/k) where k layers lose equally many units, so that at width 300 and
/// k = 9 some eight eigenvalues lie between 0 and the rounding of the largest.
/// </para>
/// <para>
/// Allowance: eigenvalues repel each other, so their count scatters less than a Poisson count of the same mean; and it is off by no
/// more than L + 1, as in every other interval. The smaller of the two is taken. The limit law is asked beside that of the draw,
/// because a narrow gap that the draw's counts open is not kept by eigenvalues of a finite matrix.
/// </para>
/// </remarks>
internal static class StrayEigenvalues
{
    /// <summary>The most that a correct law allows in any of the draws.</summary>
    /// <param name="laws">The laws whose bands are looked at; the one with the most mass counts.</param>
    /// <param name="location">The place of the multiple eigenvalue.</param>
    /// <param name="near">How far rounding reaches.</param>
    /// <param name="width">M.</param>
    /// <param name="depth">L.</param>
    /// <param name="draws">The number of draws, which share the false-alarm rate.</param>
    public static int Allowed(IEnumerable<SpectralMeasure> laws, double location, double near, int width, int depth, int draws)
    {
        double mean = width * laws.Max(law => BandMass(law, location - near, location + near));
        int count = 0;
        while (mean > 0.0 && count < mean + depth + 1 && 1.0 - Poisson.CDF(mean, count) > FalseAlarms.Rate / draws)
        {
            count++;
        }

        return count;
    }

    /// <summary>The mass of the bands, without atoms, between two places.</summary>
    private static double BandMass(SpectralMeasure law, double left, double right)
    {
        double mass = 0.0;
        foreach (Band band in law.Bands)
        {
            double from = Math.Max(left, band.Left), to = Math.Min(right, band.Right);
            if (from < to)
            {
                double atoms = law.Atoms.Where(atom => atom.Location > from && atom.Location <= to).Sum(atom => atom.Weight);
                mass += Math.Max(0.0, law.CumulativeDistribution(to) - law.CumulativeDistribution(from) - atoms);
            }
        }

        return mass;
    }
}
