using FreeSpectra.Measures;

namespace FreeSpectra.Validation.Models;

/// <summary>Independent draws from a law.</summary>
/// <remarks>
/// <para>X = Q(U) with Q the quantile function and U uniform on (0, 1). Eigenvalues of a matrix are not independent draws.</para>
/// <para>Source: inversion of the distribution function, [MS17] §1.1 for the contrast with eigenvalues.</para>
/// </remarks>
public static class LawSampler
{
    /// <summary>Fills <paramref name="destination"/> with independent draws.</summary>
    /// <param name="law">The law.</param>
    /// <param name="random">Where the uniform numbers come from.</param>
    /// <param name="destination">The draws, in the order in which they were made.</param>
    public static void Fill(SpectralMeasure law, RandomSource random, Span<double> destination)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(random);
        for (int i = 0; i < destination.Length; i++)
        {
            // Half a unit of the 53-bit grid away from 0, and so inside (0, 1).
            destination[i] = law.Quantile(random.NextUniform() + (0.5 / (1L << 53)));
        }
    }

    /// <summary>The quantiles at (k − ½)/n: the n points that represent the law best, as the diagonal of a matrix.</summary>
    /// <param name="law">The law.</param>
    /// <param name="count">n ≥ 1.</param>
    public static double[] Quantiles(SpectralMeasure law, int count)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        double[] values = new double[count];
        for (int k = 0; k < count; k++)
        {
            values[k] = law.Quantile((k + 0.5) / count);
        }

        return values;
    }
}
