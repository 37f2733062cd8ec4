using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>Estimates of the errors of a <see cref="PhasePoint"/>; each null where the quantity is.</summary>
/// <remarks>
/// <para>
/// To first order from the errors of the Gaussian integrals: δq* = e/|1 − s| with s the slope of the variance map and e the error of its
/// value, and where s → 1 the root of |1 − s|δ + ½|s'|δ² = e; 1 − c* from the mean slope that it makes 1; each function of q* and c* by
/// its own integral's error and its derivative, by differences, times δq* and δc*. An error is infinite where nothing bounds it. At the edge of
/// chaos χ₁ may be 1 + δχ₁, and 1 − c* then what brings the mean slope back to 1; 1 where c* = 0 is a fixed point.
/// </para>
/// </remarks>
/// <param name="QStar">Of q*.</param>
/// <param name="Chi1">Of χ₁.</param>
/// <param name="VarianceSlope">Of the slope of the variance map.</param>
/// <param name="CStarComplement">Of 1 − c*, and of c*.</param>
/// <param name="ChiC">Of χ_c.</param>
/// <param name="XiQ">Of ξ_q, in layers.</param>
/// <param name="XiC">Of ξ_c, in layers.</param>
public sealed record PhaseErrors(
    double? QStar, double? Chi1, double? VarianceSlope, double? CStarComplement, double? ChiC, double? XiQ, double? XiC)
{
    private const double Rounding = 4e-16;

    /// <summary>The errors of a point.</summary>
    public static PhaseErrors Of(PhasePoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        VarianceMap map = point.Map;
        if (point.QStar is not { } q)
        {
            return new PhaseErrors(null, point.Chi1 * Rounding, null, null, null, null, null);
        }

        double qError = map.FixedPointError(q);
        double? chi1 = point.Chi1 is { } chi ? OfChi1(map, q, chi, qError) : null;
        double? slope = point.VarianceSlope is { } value
            ? (map.WeightVariance * GaussianMoments.VarianceSlope(map.Activation, q).Error) + (Rounding * Math.Abs(value))
                + Differences.Carried(map.SlopeAt, q, qError)
            : null;
        (double? complement, double? chiC) = point.CStarComplement is { } epsilon && epsilon > 0.0
            ? OfCorrelation(map, q, qError, epsilon)
            : (point.CStarComplement is not null && point.Phase == Phase.Critical && q > 0.0 ? OfCriticalCorrelation(map, q, point.Chi1!.Value, chi1!.Value) : point.CStarComplement,
                point.ChiC is null ? null : chi1);
        return new PhaseErrors(
            qError, chi1, slope, complement, chiC, OfDepth(Math.Abs(point.VarianceSlope ?? 0.0), slope, point.XiQ), OfDepth(point.ChiC ?? 0.0, chiC, point.XiC));
    }

    /// <summary>The error of χ₁ at the fixed point q.</summary>
    internal static double OfChi1(VarianceMap map, double q, double chi1, double qError) =>
        (map.WeightVariance * GaussianMoments.SlopeSecondMoment(map.Activation, q).Error) + (Rounding * chi1)
            + Differences.Carried(variance => map.WeightVariance * GaussianMoments.SlopeSecondMoment(map.Activation, variance).Value, q, qError);

    /// <summary>The error of 1 − c* at the edge of chaos, where c* is given as 1.</summary>
    private static double OfCriticalCorrelation(VarianceMap map, double q, double chi1, double error)
    {
        double excess = Math.Max(0.0, chi1 - 1.0 + error);
        if (!PhasePoint.IsDriven(map, q))
        {
            return excess > 0.0 ? 1.0 : 0.0;
        }

        // The mean slope falls by this much over 1 − c = 1e-4, and faster on the way there: it is convex.
        const double Beside = 1e-4;
        double mean = map.WeightVariance * DualFunction.Of(map.Activation, q, q).Deficit(Correlation.FromComplement(Beside)).Value / (q * Beside);
        return excess * Beside / (chi1 - mean);
    }

    /// <summary>Errors of 1 − c* and of χ_c in the chaotic phase.</summary>
    private static (double Complement, double ChiC) OfCorrelation(VarianceMap map, double q, double qError, double epsilon)
    {
        Activation activation = map.Activation;
        double weight = map.WeightVariance;
        Correlation c = Correlation.FromComplement(epsilon);
        DualFunction dual = DualFunction.Of(activation, q, q);
        DualValue here = dual.At(c);
        double Slope(DualFunction function, double complement) => weight * function.At(Correlation.FromComplement(complement)).Slope;

        // The moved q is used twice, so its dual is prepared once.
        double moved = Differences.Moved(q);
        DualFunction beside = DualFunction.Of(activation, moved, moved);
        double Mean(DualFunction function, double variance) => weight * function.Deficit(c).Value / (variance * epsilon);
        double complement;
        if (epsilon == 1.0)
        {
            // c* = 0, or all but: the fixed point is what drives the correlation, over 1 − the slope of its map.
            Estimate<double> mean = GaussianMoments.Mean(activation, q);
            double drive = (weight * ((mean.Value * mean.Value) + (2.0 * Math.Abs(mean.Value) * mean.Error) + (mean.Error * mean.Error))) + map.BiasVariance;
            complement = drive / (q * Math.Abs(1.0 - (weight * here.Slope)));
        }
        else
        {
            double error = (weight * dual.Deficit(c).Error / (q * epsilon)) + (4.0 * Rounding)
                + (Math.Abs(Mean(beside, moved) - Mean(dual, q)) / (moved - q) * qError);
            complement = error * epsilon / Math.Abs((weight * here.Slope) - 1.0);
        }

        double chiC = (weight * here.SlopeError) + (Rounding * weight * Math.Abs(here.Slope))
            + (Math.Abs(Slope(beside, epsilon) - (weight * here.Slope)) / (moved - q) * qError)
            + Differences.Carried(e => Slope(dual, e), epsilon, complement);
        return (complement, chiC);
    }

    /// <summary>ξ = −1/ln χ: δξ = ξ² δχ/χ.</summary>
    private static double? OfDepth(double contraction, double? error, double? depth) =>
        depth is not { } xi || error is not { } delta ? null
        : contraction == 0.0 ? 0.0
        : (xi * xi * delta / contraction) + (Rounding * xi);
}
