using MathNet.Numerics.Distributions;

namespace FreeSpectra.Validation.Comparison;

/// <summary>Averages over independent replicates, which are the unit of all statistics here.</summary>
/// <remarks>
/// The eigenvalues of one matrix are not independent, so nothing is ever divided by the root of their number. A deviation is
/// allowed Student's quantile of the standard error at a false-alarm rate of 2e-7: 5.9 at 64 replicates, 11 at 12.
/// </remarks>
internal static class Replicates
{
    private const double FalseAlarmRate = 2e-7;

    /// <summary>Checks pairs of theory and sample, one pair for each replicate.</summary>
    /// <param name="name">What is compared.</param>
    /// <param name="pairs">One pair for each replicate.</param>
    /// <param name="bias">The allowance for finite width.</param>
    /// <param name="priorDeviation">The standard deviation to be used where one replicate shows none.</param>
    public static ComparisonCheck Check(
        string name, IReadOnlyList<(double Theory, double Sample)> pairs, double bias, double priorDeviation)
    {
        double deviation = pairs.Average(pair => pair.Sample - pair.Theory);
        double error = priorDeviation, factor = Normal.InvCDF(0.0, 1.0, 1.0 - (0.5 * FalseAlarmRate));
        if (pairs.Count > 1)
        {
            double squares = pairs.Sum(pair => Math.Pow(pair.Sample - pair.Theory - deviation, 2.0));
            error = Math.Sqrt(squares / (pairs.Count - 1) / pairs.Count);
            factor = StudentT.InvCDF(0.0, 1.0, pairs.Count - 1, 1.0 - (0.5 * FalseAlarmRate));
            double stated = priorDeviation / Math.Sqrt(pairs.Count), normal = Normal.InvCDF(0.0, 1.0, 1.0 - (0.5 * FalseAlarmRate));
            if (error <= stated && normal * stated < factor * error)
            {
                // So few replicates that their scatter says less than the deviation stated beforehand.
                (error, factor) = (stated, normal);
            }
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
