using FreeSpectra.Validation.Comparison;

namespace FreeSpectra.Validation.Expectations;

/// <summary>Standard errors over replicates, from their scatter where there are enough of them and from the statement otherwise.</summary>
internal sealed class Scatter
{
    private readonly FiniteWidth allowance;
    private readonly int order;

    public Scatter(FiniteWidth allowance, int order)
    {
        this.allowance = allowance;
        this.order = order;
    }

    /// <summary>The share of eigenvalues that one replicate may be off.</summary>
    public double Reach => ((FalseAlarms.NormalFactor * allowance.Fluctuation) + allowance.Displaced) / order;

    /// <summary>Compares a number of the law with one number for each replicate.</summary>
    /// <param name="name">What is compared.</param>
    /// <param name="theory">The law's number.</param>
    /// <param name="samples">The replicates' numbers.</param>
    /// <param name="scale">What one eigenvalue among n moves, times n.</param>
    public ComparisonCheck Check(string name, double theory, double[] samples, double scale)
    {
        double mean = samples.Average(), stated = allowance.Fluctuation * scale / order, factor = FalseAlarms.NormalFactor, deviation = stated;
        double scatter = samples.Length > 1
            ? Math.Sqrt(samples.Sum(value => (value - mean) * (value - mean)) / (samples.Length - 1)) : 0.0;
        if (samples.Length >= FiniteWidth.EnoughReplicates || scatter > stated)
        {
            // Shares move in steps of 1/n, so that replicates may scatter less than they err: never below half of what was stated.
            deviation = Math.Max(scatter, 0.5 * stated);
            factor = FalseAlarms.StudentFactor(samples.Length);
        }

        return new ComparisonCheck(
            name, theory, mean, deviation / Math.Sqrt(samples.Length), mean - theory, allowance.Displaced * scale / order, factor);
    }
}
