using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The edge of chaos: the pairs (σ_w², σ_b²) at which χ₁ = 1.</summary>
/// <remarks>
/// <para>
/// Parametric in q: σ_w²(q) = 1/E φ'², σ_b²(q) = (q E φ'² − E φ²)/E φ'². The numerator is formed without cancellation, see
/// <see cref="GaussianMoments.CriticalExcess"/>, so that σ_b² keeps its relative accuracy where φ is nearly linear.
/// </para>
/// <para>Source: [SGGS17]; [KAA19] eqs. (5), (7).</para>
/// </remarks>
public static class CriticalLine
{
    private const double Smallest = 1e-6;
    private const double Largest = 1e9;

    // Beyond this it is looked only where there is none below: the terms of the gap may be so large there that its sign is their rounding.
    private const double Far = 1e6;
    private const double Ratio = 1.7;
    private const double Rounding = 4e-16;

    /// <summary>The point of the line at which q is the fixed point.</summary>
    /// <param name="activation">φ, without jumps.</param>
    /// <param name="variance">q ≥ 0.</param>
    /// <exception cref="ArgumentException">φ' vanishes or E φ'² is infinite.</exception>
    public static CriticalPoint At(Activation activation, double variance) => At(activation, variance, error: 0.0);

    /// <summary>The same where q itself has an error, which is carried to σ_w² and σ_b² by their derivatives.</summary>
    private static CriticalPoint At(Activation activation, double variance, double error)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Estimate<double> second = GaussianMoments.SlopeSecondMoment(activation, variance);
        double slope = second.Value;
        if (!(slope > 0.0) || double.IsInfinity(slope))
        {
            throw new ArgumentException(Invariant(
                $"activation must have 0 < E phi'^2 < infinity to be critical, but for {activation.Name} it is {slope:R} at variance {variance:R}."));
        }

        double weight = 1.0 / slope;
        Estimate<double> excess = variance == 0.0
            ? new Estimate<double>(-Math.Pow(activation.Value(0.0), 2.0), 0.0, 1)
            : GaussianMoments.CriticalExcess(activation, variance);
        double BiasAt(double q) =>
            GaussianMoments.CriticalExcess(activation, q).Value / GaussianMoments.SlopeSecondMoment(activation, q).Value;
        Estimate<double> growth = GaussianMoments.VarianceSlope(activation, variance);
        double GrowthAt(double q) => GaussianMoments.VarianceSlope(activation, q).Value / GaussianMoments.SlopeSecondMoment(activation, q).Value;
        return new CriticalPoint(weight, weight * excess.Value, variance, weight * growth.Value)
        {
            VarianceSlopeError = (weight * (growth.Error + (Math.Abs(growth.Value) * (Rounding + (weight * second.Error)))))
                + Differences.Carried(GrowthAt, variance, error),
            QStarError = error,
            WeightVarianceError = weight * (
                (weight * (second.Error + Differences.Carried(q => GaussianMoments.SlopeSecondMoment(activation, q).Value, variance, error)))
                + Rounding),
            BiasVarianceError = (weight * (excess.Error + (Math.Abs(excess.Value) * (Rounding + (weight * second.Error)))))
                + Differences.Carried(BiasAt, variance, error),
        };
    }

    /// <summary>The critical points at a bias variance, those with an attracting q* first, then by q*.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="biasVariance">σ_b² ≥ 0.</param>
    /// <param name="inputMoment">q̂⁰ &gt; 0: where every variance is fixed, q* is the one that it starts at, σ_w² q̂⁰.</param>
    /// <returns>
    /// Those with q* in [1e−6, 1e6], and the first one up to 1e9 where there is none. At σ_b² = 0 and φ(0) = 0 the limit q* → 0 is among them, unless φ' vanishes there. None where φ jumps: E φ'² is infinite.
    /// </returns>
    public static ImmutableArray<CriticalPoint> AtBias(Activation activation, double biasVariance, double inputMoment = 1.0)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.NonNegative(biasVariance);
        Require.Positive(inputMoment);
        if (GaussianMoments.HasJumps(activation))
        {
            return [];
        }

        if (IsScaleFree(activation))
        {
            // σ_b²(q) vanishes identically: every variance is critical.
            return biasVariance == 0.0
                ? [At(activation, At(activation, 1.0).WeightVariance * inputMoment) with { BiasVariance = 0.0, BiasVarianceError = 0.0, EveryVarianceIsFixed = true }]
                : [];
        }

        // The error of the gap between the bias variance and the line's, over the slope of that gap.
        double RootError(double q)
        {
            Estimate<double> excess = GaussianMoments.CriticalExcess(activation, q);
            Estimate<double> slope = GaussianMoments.SlopeSecondMoment(activation, q);
            double error = excess.Error + (biasVariance * (slope.Error + (Rounding * slope.Value))) + (Rounding * Math.Abs(excess.Value));
            return ErrorOfRoot(x => Gap(activation, x, biasVariance), q, error);
        }

        List<CriticalPoint> points = [];
        if (biasVariance == 0.0 && activation.Value(0.0) == 0.0 && GaussianMoments.SlopeSecondMoment(activation, 0.0).Value > 0.0)
        {
            points.Add(At(activation, 0.0) with { BiasVariance = 0.0, BiasVarianceError = 0.0 });
        }

        double left = Smallest;
        double leftGap = Gap(activation, left, biasVariance);
        for (double right = left * Ratio; right <= (points.Count == 0 ? Largest : Far); right *= Ratio)
        {
            double rightGap;
            try
            {
                rightGap = Gap(activation, right, biasVariance);
            }
            catch (ArgumentException)
            {
                // The integrals diverge from here on.
                break;
            }

            if (right > Far && Math.Abs(rightGap) <= GapNoise(activation, right, biasVariance))
            {
                continue;
            }

            if (Math.Sign(leftGap) * Math.Sign(rightGap) < 0)
            {
                double q = Solve(activation, biasVariance, left, leftGap, right, rightGap);
                points.Add(At(activation, q, RootError(q)) with { BiasVariance = biasVariance, BiasVarianceError = 0.0 });
            }

            (left, leftGap) = (right, rightGap);
        }

        return [.. points.OrderBy(point => point.VarianceSlope < 1.0 ? 0 : 1)];
    }

    /// <summary>The first of <see cref="AtBias"/>.</summary>
    /// <exception cref="ArgumentException">No fixed point of the variance is critical at this bias variance.</exception>
    public static CriticalPoint ForBias(Activation activation, double biasVariance, double inputMoment = 1.0)
    {
        ImmutableArray<CriticalPoint> points = AtBias(activation, biasVariance, inputMoment);
        return !points.IsEmpty
            ? points[0]
            : throw new ArgumentException(Invariant(
                $"bias variance must allow a critical weight variance, but {activation.Name} has none at {biasVariance:R}: no fixed point of the variance{Searched(activation)} has chi_1 = 1."));
    }

    /// <summary>The point at which the variance map is critical too: dq-map/dq = χ₁ = 1, where E φφ'' = 0.</summary>
    /// <remarks><para>Source: [RYH22] section 5.3, "half-stable" for GELU and SiLU.</para></remarks>
    /// <param name="activation">φ.</param>
    /// <returns>The point, or null where E φφ'' keeps its sign for q in [0.01, 1000].</returns>
    public static CriticalPoint? HalfStable(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (GaussianMoments.HasJumps(activation) || IsScaleFree(activation))
        {
            return null;
        }

        double F(double q) => GaussianMoments.Curvature(activation, q).Value;
        double left = 0.01;
        double leftValue = F(left);
        for (double right = left * Ratio; right <= 1000.0; right *= Ratio)
        {
            double rightValue;
            try
            {
                rightValue = F(right);
            }
            catch (ArgumentException)
            {
                // The integrals diverge from here on.
                break;
            }

            // Where φ is all but linear the curvature is rounding.
            if (Math.Sign(leftValue) * Math.Sign(rightValue) < 0 && Math.Min(Math.Abs(leftValue), Math.Abs(rightValue)) > 1e-12)
            {
                double root = Bracketed.Root(F, left, leftValue, right, rightValue);
                return At(activation, root, ErrorOfRoot(F, root, GaussianMoments.Curvature(activation, root).Error));
            }

            (left, leftValue) = (right, rightValue);
        }

        return null;
    }

    /// <summary>e/|f'| for the root q of a function whose values have error e.</summary>
    private static double ErrorOfRoot(Func<double, double> f, double q, double error)
    {
        double moved = Differences.Moved(q);
        return (error / Math.Abs((f(moved) - f(q)) / (moved - q))) + (Rounding * q);
    }

    private static double Gap(Activation activation, double q, double biasVariance) =>
        GaussianMoments.CriticalExcess(activation, q).Value
        - (biasVariance * GaussianMoments.SlopeSecondMoment(activation, q).Value);

    /// <summary>The error of the gap: of its integrals, and the rounding of terms of the size of q.</summary>
    private static double GapNoise(Activation activation, double q, double biasVariance)
    {
        Estimate<double> slope = GaussianMoments.SlopeSecondMoment(activation, q);
        double origin = activation.Derivative(0.0);
        return GaussianMoments.CriticalExcess(activation, q).Error + (biasVariance * slope.Error)
            + (Rounding * ((q * (slope.Value + (origin * origin))) + (biasVariance * slope.Value)));
    }

    /// <summary>Where fixed points were looked for, unless it is known that there are none anywhere.</summary>
    private static string Searched(Activation activation) =>
        GaussianMoments.HasJumps(activation) || IsScaleFree(activation) ? "" : Invariant($" in [{Smallest:R}, {Largest:R}]");

    private static double Solve(
        Activation activation, double biasVariance, double left, double leftGap, double right, double rightGap) =>
        Bracketed.Root(q => Gap(activation, q, biasVariance), left, leftGap, right, rightGap);

    private static bool IsScaleFree(Activation activation) =>
        activation is PiecewiseLinear linear
        && (linear.Kinks.IsEmpty || (linear.Kinks.Length == 1 && linear.Kinks[0] == 0.0))
        && linear.InterceptOnPiece(0) == 0.0;
}
