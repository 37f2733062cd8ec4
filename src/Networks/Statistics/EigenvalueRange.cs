namespace FreeSpectra.Networks.Statistics;

/// <summary>What a theorem says about the largest eigenvalue: its value, or bounds on it.</summary>
/// <param name="Value">The leading-order value, if the theorem gives one.</param>
/// <param name="Lower">A lower bound.</param>
/// <param name="Upper">An upper bound.</param>
public readonly record struct EigenvalueRange(double? Value = null, double? Lower = null, double? Upper = null)
{
    /// <summary>η = 2(1 + μ)/λ: no larger learning rate converges, for the value or else for the lower bound.</summary>
    /// <remarks>
    /// <para>Gradient descent with momentum μ on a quadratic of curvature λ converges exactly for η &lt; 2(1 + μ)/λ.</para>
    /// <para>Source: [WSS19] eq. (7), [KAA19] eq. (27).</para>
    /// </remarks>
    /// <param name="momentum">μ in [0, 1).</param>
    /// <returns>The rate, or null if there is neither a value nor a positive lower bound.</returns>
    public double? CriticalLearningRate(double momentum)
    {
        if (!(momentum >= 0.0 && momentum < 1.0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(momentum), momentum, FormattableString.Invariant($"momentum must be in [0, 1), but is {momentum:R}."));
        }

        return (Value ?? Lower) is { } curvature && curvature > 0.0 ? 2.0 * (1.0 + momentum) / curvature : null;
    }
}
