namespace FreeSpectra.Validation.Comparison;

/// <summary>One number of the theory beside the same number of the sample.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Theory">The number that the theory gives (averaged over replicates where it is conditional on each).</param>
/// <param name="Sample">The number that the sample shows, averaged over replicates.</param>
/// <param name="StandardError">
/// The standard error of the deviation: from the scatter over replicates, or stated beforehand where there is one replicate only; 0
/// where the theory is exact at finite width.
/// </param>
/// <param name="Deviation">The average of sample minus theory; for an exact fact the largest over replicates.</param>
/// <param name="Bias">The allowance for finite width, stated beforehand.</param>
/// <param name="Factor">How many standard errors are allowed: Student's quantile at the false-alarm rate.</param>
public sealed record ComparisonCheck(
    string Name, double Theory, double Sample, double StandardError, double Deviation, double Bias, double Factor)
{
    /// <summary>|deviation| ≤ factor · standard error + bias.</summary>
    public bool Agrees => Math.Abs(Deviation) <= Limit;

    /// <summary>The largest deviation that agrees.</summary>
    public double Limit => (Factor * StandardError) + Bias;
}
