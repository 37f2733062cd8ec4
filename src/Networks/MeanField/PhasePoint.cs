using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The fixed points of a deep network's order parameters at given σ_w², σ_b², with their stability and depth scales.</summary>
/// <remarks>
/// <para>
/// q* = σ_w² E φ² + σ_b²; χ₁ = σ_w² E φ'² at q*; c* the stable fixed point of the correlation map, c* = 1 where χ₁ ≤ 1;
/// χ_c = σ_w² I_φ'[q*, c*q*]; ξ_q = −1/ln|dq-map/dq|, ξ_c = −1/ln χ_c in layers.
/// </para>
/// <para>
/// c* solves (σ_w²/q*)(E φ² − I_φ)/ε = 1 for ε = 1 − c: the left side is the mean of I_φ' over [c, 1], decreasing in ε, with
/// χ₁ at ε = 0. Nothing cancels, so that 1 − c* has full relative accuracy arbitrarily close to the edge of chaos.
/// </para>
/// <para>Source: [PLRSG16]; [SGGS17] for the depth scales.</para>
/// </remarks>
public sealed record PhasePoint
{
    // A slope of 1 in a depth scale; and where the error of χ₁ is asked for, to tell whether it is 1.
    private const double CriticalWidth = 1e-12;

    // Where the mean slope is 1 to within its own rounding, Newton's next step is the best there is.
    private const double Rounding = 2e-15;

    private PhasePoint(VarianceMap map, ImmutableArray<double> fixedPoints, double? variance)
    {
        Map = map;
        FixedPoints = fixedPoints;
        QStar = variance;
    }

    /// <summary>The variance map.</summary>
    public VarianceMap Map { get; }

    /// <summary>All fixed points of the variance, increasing.</summary>
    public ImmutableArray<double> FixedPoints { get; }

    /// <summary>q*, the fixed point that the input's variance leads to; null where it grows without bound.</summary>
    public double? QStar { get; }

    /// <summary>χ₁; for an unbounded variance of a piecewise linear φ its limit; null if there is none.</summary>
    public double? Chi1 { get; private init; }

    /// <summary>The slope of the variance map at q*.</summary>
    public double? VarianceSlope { get; private init; }

    /// <summary>c*.</summary>
    public double? CStar { get; private init; }

    /// <summary>1 − c*, to full relative accuracy.</summary>
    public double? CStarComplement { get; private init; }

    /// <summary>χ_c, the slope of the correlation map at c*.</summary>
    public double? ChiC { get; private init; }

    /// <summary>ξ_q in layers; null where the variance map is not contracting.</summary>
    public double? XiQ => DepthScale(VarianceSlope is { } slope ? Math.Abs(slope) : null);

    /// <summary>ξ_c in layers; null at the edge of chaos.</summary>
    public double? XiC => Phase == Phase.Critical ? null : DepthScale(ChiC, 0.0);

    /// <summary>The phase.</summary>
    public Phase Phase { get; private init; }

    /// <summary>The phase at given parameters.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="weightVariance">σ_w² ≥ 0.</param>
    /// <param name="biasVariance">σ_b² ≥ 0.</param>
    /// <param name="inputMoment">q̂⁰ &gt; 0: decides which fixed point is reached where there are several.</param>
    /// <exception cref="ArgumentException">A parameter is out of range, or E φ² diverges.</exception>
    public static PhasePoint Of(Activation activation, double weightVariance, double biasVariance, double inputMoment = 1.0)
    {
        VarianceMap map = new(activation, weightVariance, biasVariance);
        PhasePoint point = WithoutCorrelation(map, inputMoment);
        if (point.QStar is not { } q || point.Phase == Phase.Unbounded)
        {
            return point;
        }

        if (point.Phase != Phase.Chaotic || q == 0.0)
        {
            return point with { CStar = 1.0, CStarComplement = 0.0, ChiC = point.Chi1 };
        }

        double complement = SolveCorrelation(map, q);
        Correlation c = Correlation.FromComplement(complement);
        double chiC = weightVariance * DualActivation.Of(activation, q, q, c).Slope;
        return point with { CStar = c.Value, CStarComplement = complement, ChiC = chiC };
    }

    /// <summary>q*, χ₁ and the phase alone.</summary>
    internal static PhasePoint WithoutCorrelation(VarianceMap map, double inputMoment)
    {
        Require.Positive(inputMoment);
        double first = (map.WeightVariance * inputMoment) + map.BiasVariance;
        ImmutableArray<double> points = map.FixedPoints();
        double? variance = map.Attractor(first, points);
        PhasePoint point = new(map, points, variance);
        if (variance is not { } q)
        {
            return point with { Phase = Phase.Unbounded, Chi1 = FarSlope(map.Activation) * map.WeightVariance };
        }

        double chi1 = map.WeightVariance * GaussianMoments.SlopeSecondMoment(map.Activation, q).Value;
        bool critical = Math.Abs(chi1 - 1.0) <= CriticalWidth && Math.Abs(chi1 - 1.0) <= PhaseErrors.OfChi1(map, q, chi1, map.FixedPointError(q));
        Phase phase = critical ? Phase.Critical : chi1 < 1.0 ? Phase.Ordered : Phase.Chaotic;
        return point with { Chi1 = double.IsFinite(chi1) ? chi1 : null, VarianceSlope = map.SlopeAt(q), Phase = phase };
    }

    /// <summary>1 − c* in the chaotic phase.</summary>
    private static double SolveCorrelation(VarianceMap map, double q)
    {
        DualFunction dual = DualFunction.Of(map.Activation, q, q);
        (double Mean, double Slope) At(double epsilon)
        {
            Correlation c = Correlation.FromComplement(epsilon);
            return (map.WeightVariance * dual.Deficit(c).Value / (q * epsilon), map.WeightVariance * dual.At(c).Slope);
        }

        if (!IsDriven(map, q))
        {
            return 1.0;
        }

        double low = 0.0;
        double high = 1.0;
        double epsilon = 0.5;
        for (int iteration = 0; iteration < 200; iteration++)
        {
            (double mean, double slope) = At(epsilon);
            if (mean > 1.0)
            {
                low = epsilon;
            }
            else
            {
                high = epsilon;
            }

            // d(mean)/dε = (slope at c − mean)/ε, and Newton's step for mean = 1.
            double step = -epsilon * (mean - 1.0) / (slope - mean);
            double next = epsilon + step;
            if (Math.Abs(step) <= 1e-15 * epsilon || (Math.Abs(mean - 1.0) <= Rounding && iteration > 3) || high - low <= 2e-16 * high)
            {
                return next;
            }

            if (!(next > low && next < high))
            {
                next = low > 0.0 ? Math.Sqrt(low * high) : 0.1 * high;
            }

            epsilon = next;
        }

        throw new NonConvergenceException(
            "The fixed point of the correlation map", Invariant($"q* = {q:R}"), 200, high - low, "Move the weight variance off criticality.");
    }

    /// <summary>At ε = 1 the mean slope is 1 − (σ_w² (E φ)² + σ_b²)/q: c* = 0 is fixed exactly when nothing drives the correlation.</summary>
    internal static bool IsDriven(VarianceMap map, double q) =>
        (map.WeightVariance * Math.Pow(GaussianMoments.Mean(map.Activation, q).Value, 2.0)) + map.BiasVariance > 1e-15 * q;

    /// <summary>lim E φ'² as q → ∞ for a piecewise linear φ: the mean of its squared outer slopes.</summary>
    private static double? FarSlope(Activation activation) =>
        activation is PiecewiseLinear linear
            ? 0.5 * (Math.Pow(linear.SlopeOnPiece(0)!.Value, 2.0) + Math.Pow(linear.SlopeOnPiece(linear.Kinks.Length)!.Value, 2.0))
            : null;

    private static double? DepthScale(double? contraction, double width = CriticalWidth) =>
        contraction is { } chi && chi < 1.0 - width
            ? chi == 0.0 ? 0.0 : -1.0 / Math.Log(chi)
            : null;
}
