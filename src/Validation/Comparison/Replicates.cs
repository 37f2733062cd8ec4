namespace FreeSpectra.Validation.Comparison;

/// <summary>Averages over independent replicates, which are the unit of all statistics here.</summary>
/// <remarks>
/// The eigenvalues of one matrix are not independent, so nothing is ever divided by the root of their number. A deviation is
/// allowed Student's quantile of the standard error at a false-alarm rate of 2e-7: 5.9 at 64 replicates, 11 at 12. Where there
/// are few, the deviation stated beforehand stands beside the scatter and counts as <see cref="StatedReplicates"/> replicates;
/// where the scatter does not contradict it, it counts as known.
/// </remarks>
internal static class Replicates
{
    private const int StatedReplicates = 12;

    /// <summary>Checks pairs of theory and sample, one pair for each replicate.</summary>
    /// <param name="name">What is compared.</param>
    /// <param name="pairs">One pair for each replicate.</param>
    /// <param name="bias">The allowance for finite width.</param>
    /// <param name="priorDeviation">The standard deviation to be used where one replicate shows none.</param>
    /// <param name="step">
    /// The step between the values that a count can take, or 0: the scatter gets its step²/12 besides, or a few draws with equal counts,
    /// which is no rare thing, would pass for exact.
    /// </param>
    public static ComparisonCheck Check(
        string name, IReadOnlyList<(double Theory, double Sample)> pairs, double bias, double priorDeviation, double step = 0.0)
    {
        int count = pairs.Count;
        double deviation = pairs.Average(pair => pair.Sample - pair.Theory);
        double squares = pairs.Sum(pair => Math.Pow(pair.Sample - pair.Theory - deviation, 2.0)) + ((count - 1) * step * step / 12.0);
        double stated = priorDeviation / Math.Sqrt(count), normal = FalseAlarms.NormalFactor;
        int freedom = StatedReplicates + count - 1;
        double joint = Math.Sqrt(((StatedReplicates * priorDeviation * priorDeviation) + squares) / freedom / count);
        (double error, double factor) = (joint, FalseAlarms.StudentFactor(freedom + 1));
        double scatter = count > 1 ? Math.Sqrt(squares / (count - 1) / count) : 0.0;
        if (count > 1 && FalseAlarms.StudentFactor(count) * scatter < factor * error)
        {
            (error, factor) = (scatter, FalseAlarms.StudentFactor(count));
        }

        if (scatter <= stated && normal * stated < factor * error)
        {
            (error, factor) = (stated, normal);
        }

        return new ComparisonCheck(
            name, pairs.Average(pair => pair.Theory), pairs.Average(pair => pair.Sample), error, deviation, bias, factor);
    }

    /// <summary>Checks a fact that is exact in every replicate.</summary>
    public static ComparisonCheck Exact(string name, IReadOnlyList<(double Theory, double Sample)> pairs, double within)
    {
        double worst = 0.0;
        foreach ((double theory, double sample) in pairs)
        {
            worst = Math.Abs(sample - theory) > Math.Abs(worst) ? sample - theory : worst;
        }

        return new ComparisonCheck(
            name, pairs.Average(pair => pair.Theory), pairs.Average(pair => pair.Sample), 0.0, worst, within, 0.0);
    }
}
