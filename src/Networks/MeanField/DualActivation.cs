using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The dual activation: E φ(u)φ(v) and E φ'(u)φ'(v) for a correlated Gaussian pair (u, v).</summary>
/// <remarks>
/// <para>
/// Closed forms for piecewise linear activations, erf, sin, cos, exp, e^{−x²}, GELU, powers and rectified powers; one integral of
/// closed forms for ELU and SELU; Hermite series for other analytic activations, or the rotated trapezoidal rule where they need too
/// many terms; with kinks, Hermite series for |c| ≤ 0.97 and integrals over u + v at fixed u − v nearer to ±1. Each call prepares
/// what it needs: <see cref="DualFunction"/> prepares once for all correlations.
/// </para>
/// <para>Source: [KAA19] eq. (6).</para>
/// </remarks>
public static class DualActivation
{
    private const double NearlyAlike = 2e-3;

    /// <summary>I_φ and I_φ' at the variances and correlation given.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="varianceU">Var u &gt; 0.</param>
    /// <param name="varianceV">Var v &gt; 0.</param>
    /// <param name="correlation">c = Cov(u, v)/√(Var u · Var v).</param>
    /// <exception cref="ArgumentException">A variance is not positive, or the integral diverges.</exception>
    /// <exception cref="NonConvergenceException">The quadrature could not certify its answer.</exception>
    public static DualValue Of(Activation activation, double varianceU, double varianceV, Correlation correlation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.Positive(varianceU, "variance");
        Require.Positive(varianceV, "variance");
        DualValue dual = ClosedDual.Of(activation, varianceU, varianceV, correlation)
            ?? BySeries(activation, varianceU, varianceV, correlation)
            ?? ByDifference(activation, varianceU, varianceV, correlation)
            ?? ByQuadrature(activation, varianceU, varianceV, correlation);
        return RequireFinite(dual, activation, varianceU, varianceV);
    }

    /// <summary>A value that doubles hold; the slope may be infinite where φ jumps.</summary>
    internal static DualValue RequireFinite(DualValue dual, Activation activation, double varianceU, double varianceV) =>
        double.IsFinite(dual.Value) && !double.IsNaN(dual.Slope)
            ? dual
            : throw new ArgumentException(FormattableString.Invariant(
                $"variances must leave E phi(u)phi(v) of {activation.Name} in the range of doubles, but are {varianceU:R} and {varianceV:R}."));

    /// <summary>The same by integrals over u + v at fixed u − v, or null where they do not serve.</summary>
    private static DualValue? ByDifference(Activation activation, double varianceU, double varianceV, Correlation correlation) =>
        CorrelationTable.Once(activation, varianceU, varianceV, correlation) is { } between
            ? WithJumps(between, JumpSlope.Of(activation, varianceU, varianceV, correlation))
            : null;

    /// <summary>By Cauchy and Schwarz both duals exist if these moments do; else they are refused by name here.</summary>
    internal static void RequireMoments(Activation activation, double variance)
    {
        GaussianMoments.SecondMoment(activation, variance);
        GaussianMoments.SlopeSecondMoment(activation, variance);
    }

    /// <summary>The dual with what the jumps of φ add to its slope.</summary>
    internal static DualValue WithJumps(DualValue between, Estimate<double> jumps) =>
        between with { Slope = between.Slope + jumps.Value, SlopeError = between.SlopeError + jumps.Error };

    /// <summary>The same by Hermite series, or null where they do not serve.</summary>
    private static DualValue? BySeries(Activation activation, double varianceU, double varianceV, Correlation correlation) =>
        HermiteSeries.Pair(activation, varianceU, varianceV, Math.Abs(correlation.Value)) is var (wide, narrow) ? wide.Against(narrow, correlation) : null;
    /// <summary>The same without closed forms and series: the second route.</summary>
    public static DualValue ByQuadrature(Activation activation, double varianceU, double varianceV, Correlation correlation)
    {
        Require.Positive(varianceU, "variance");
        Require.Positive(varianceV, "variance");

        RequireMoments(activation, Math.Max(varianceU, varianceV));
        DualValue dual = activation.Kinks.IsEmpty
            ? RotatedTrapezoid.Of(activation, varianceU, varianceV, correlation)
            : RotatedPanels.Of(activation, varianceU, varianceV, correlation);
        return RequireFinite(dual, activation, varianceU, varianceV);
    }

    /// <summary>E φ(u)² − E φ(u)φ(v) at equal variances, to full relative accuracy as c → 1.</summary>
    /// <inheritdoc cref="DualFunction.Deficit"/>
    /// <param name="activation">φ.</param>
    /// <param name="variance">q &gt; 0.</param>
    /// <param name="correlation">c; make it by <see cref="Correlation.FromComplement"/> where 1 − c is small.</param>
    public static Estimate<double> Deficit(Activation activation, double variance, Correlation correlation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (activation.Kinks.IsEmpty
            && ClosedDual.Of(activation, variance, variance, correlation) is null
            && HermiteSeries.For(activation, variance, reach: 1.0) is { } series)
        {
            return series.Deficit(correlation);
        }

        return IsNearlyAlike(activation, correlation)
            ? DualFunction.Of(activation, variance, variance).Deficit(correlation)
            : Difference(Of(activation, variance, variance, Correlation.Of(1.0)), Of(activation, variance, variance, correlation));
    }

    /// <summary>E φ² − I_φ where nothing cancels.</summary>
    internal static Estimate<double> Difference(DualValue same, DualValue apart) =>
        new(same.Value - apart.Value, same.ValueError + apart.ValueError, 2);

    /// <summary>E φ² − I_φ where both are known already: by subtraction unless that would cancel.</summary>
    internal static Estimate<double> GapOf(
        Activation activation, double variance, Correlation correlation, Estimate<double> moment, DualValue overlap) =>
        IsNearlyAlike(activation, correlation)
            ? Deficit(activation, variance, correlation)
            : new Estimate<double>(moment.Value - overlap.Value, moment.Error + overlap.ValueError, 2);

    /// <summary>E φ'² − I_φ' where both are known already: by subtraction unless that would cancel and φ is analytic.</summary>
    internal static Estimate<double> SlopeGapOf(
        Activation activation, double variance, Correlation correlation, Estimate<double> moment, DualValue overlap) =>
        correlation.OneMinus <= NearlyAlike && activation.Kinks.IsEmpty && HermiteSeries.For(activation, variance, reach: 1.0) is { } series
            ? series.SlopeDeficit(correlation)
            : new Estimate<double>(moment.Value - overlap.Slope, moment.Error + overlap.SlopeError, 2);

    /// <summary>Whether E φ² − I_φ would cancel, and φ is continuous.</summary>
    internal static bool IsNearlyAlike(Activation activation, Correlation correlation) =>
        correlation.OneMinus <= NearlyAlike && !GaussianMoments.HasJumps(activation);
}
