using System.Collections.Immutable;

namespace FreeSpectra.Validation.Fisher;

/// <summary>Means and standard errors of several numbers over independent networks.</summary>
/// <remarks>Draw i uses substream i, so that the result does not depend on the number of threads.</remarks>
public sealed class FisherEnsemble
{
    private FisherEnsemble(ImmutableArray<double> means, ImmutableArray<double> standardErrors, int draws)
    {
        Means = means;
        StandardErrors = standardErrors;
        Draws = draws;
    }

    /// <summary>The mean of each number.</summary>
    public ImmutableArray<double> Means { get; }

    /// <summary>The standard error of each mean.</summary>
    public ImmutableArray<double> StandardErrors { get; }

    /// <summary>How many networks were drawn.</summary>
    public int Draws { get; }

    /// <summary>Averages what <paramref name="measure"/> returns for each substream of the seed.</summary>
    /// <param name="draws">≥ 2.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="measure">Draws one network and measures it: always the same number of numbers.</param>
    /// <param name="cancellation">Ends the run early.</param>
    public static FisherEnsemble Average(
        int draws, ulong seed, Func<RandomSource, double[]> measure, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        ArgumentNullException.ThrowIfNull(measure);
        double[][] values = new double[draws][];
        var source = new RandomSource(seed);
        Parallel.For(
            0, draws, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => values[i] = measure(source.Substream(i)));
        int count = values[0].Length;
        double[] means = new double[count], errors = new double[count];
        for (int j = 0; j < count; j++)
        {
            double mean = values.Average(row => row[j]);
            means[j] = mean;
            errors[j] = Math.Sqrt(values.Sum(row => (row[j] - mean) * (row[j] - mean)) / (draws - 1.0) / draws);
        }

        return new FisherEnsemble([.. means], [.. errors], draws);
    }
}
