using MathNet.Numerics.Distributions;

namespace FreeSpectra.Validation.Comparison;

/// <summary>How many standard errors are allowed where a true hypothesis may be refused twice in ten million times.</summary>
internal static class FalseAlarms
{
    /// <summary>The false-alarm rate of one check.</summary>
    public const double Rate = 2e-7;

    /// <summary>5.2: the standard error is known.</summary>
    public static double NormalFactor { get; } = Normal.InvCDF(0.0, 1.0, 1.0 - (0.5 * Rate));

    /// <summary>Student's quantile where the standard error comes from the scatter of the replicates: 5.9 at 64, 11 at 12, 2236 at 3.</summary>
    /// <param name="replicates">At least 2.</param>
    public static double StudentFactor(int replicates) => replicates switch
    {
        // One and two degrees of freedom in closed form: the general inversion does not reach that far out.
        2 => 1.0 / Math.Tan(0.5 * Math.PI * Rate),
        3 => (1.0 - Rate) * Math.Sqrt(2.0 / (Rate * (2.0 - Rate))),
        _ => StudentT.InvCDF(0.0, 1.0, replicates - 1, 1.0 - (0.5 * Rate)),
    };
}
