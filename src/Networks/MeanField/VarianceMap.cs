using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The map q ↦ σ_w² E φ(√q Z)² + σ_b² that takes the pre-activation variance from one layer to the next.</summary>
/// <remarks><para>Source: [KAA19] eq. (5); [PLRSG16] for its fixed points.</para></remarks>
public sealed record VarianceMap
{
    // The range in which fixed points are looked for, and the ratio of neighbouring probes.
    private const double Smallest = 1e-12;
    private const double Largest = 1e9;
    private const double Ratio = 1.6;
    private const double FarRatio = 4.0;
    private const double Far = 100.0;

    /// <summary>Creates the map.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="weightVariance">σ_w² ≥ 0.</param>
    /// <param name="biasVariance">σ_b² ≥ 0.</param>
    public VarianceMap(Activation activation, double weightVariance, double biasVariance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Activation = activation;
        WeightVariance = Require.NonNegative(weightVariance);
        BiasVariance = Require.NonNegative(biasVariance);
    }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <summary>σ_w².</summary>
    public double WeightVariance { get; }

    /// <summary>σ_b².</summary>
    public double BiasVariance { get; }

    /// <summary>The variance of the next layer.</summary>
    /// <param name="variance">q ≥ 0.</param>
    public double Next(double variance) =>
        (WeightVariance * GaussianMoments.SecondMoment(Activation, variance).Value) + BiasVariance;

    /// <summary>d Next/dq = σ_w² (E φ'² + E φφ'').</summary>
    /// <param name="variance">q ≥ 0.</param>
    public double SlopeAt(double variance) => WeightVariance * GaussianMoments.VarianceSlope(Activation, variance).Value;

    /// <summary>Whether every variance is fixed, as for ReLU at σ_w² = 2, σ_b² = 0.</summary>
    public bool IsIdentity =>
        BiasVariance == 0.0 && IsFixed(0.31) && IsFixed(1.0) && IsFixed(7.3);

    /// <summary>All fixed points in [0, 1e9], increasing; none for the identity map.</summary>
    /// <remarks>
    /// <para>Bracketed on a geometric grid. Where E φ² diverges the grid ends.</para>
    /// </remarks>
    public ImmutableArray<double> FixedPoints()
    {
        if (IsIdentity)
        {
            return [];
        }

        List<double> points = [];
        if (Next(0.0) == 0.0)
        {
            points.Add(0.0);
        }

        double left = Math.Max(Smallest, BiasVariance);
        double leftExcess = Next(left) - left;
        if (leftExcess == 0.0 && left > Smallest)
        {
            points.Add(left);
        }

        for (double right = left * Ratio; right <= Largest; right *= right < Far ? Ratio : FarRatio)
        {
            double rightExcess;
            try
            {
                rightExcess = Next(right) - right;
            }
            catch (ArgumentException)
            {
                // E φ² diverges from here on: no fixed points beyond.
                break;
            }

            // Near a fixed point at 0 the excess is rounding; only a change beyond it is a sign.
            double noise = 1e-15 * right;
            if (Math.Abs(rightExcess) > noise && Math.Abs(leftExcess) > 1e-15 * left && Math.Sign(leftExcess) != Math.Sign(rightExcess))
            {
                points.Add(Bracketed.Root(q => Next(q) - q, left, leftExcess, right, rightExcess));
            }

            if (Math.Abs(rightExcess) > noise || points.Count == 0 || right > 1e-3)
            {
                (left, leftExcess) = (right, rightExcess);
            }
        }

        return [.. points];
    }

    /// <summary>The fixed point that the variances of successive layers approach, or null if they grow without bound.</summary>
    /// <param name="start">The variance of the first layer.</param>
    /// <param name="points">The fixed points; see <see cref="FixedPoints"/>.</param>
    public double? Attractor(double start, ImmutableArray<double> points)
    {
        Require.NonNegative(start);
        if (IsIdentity)
        {
            return start;
        }

        double q = start;
        for (int step = 0; step < 200; step++)
        {
            double next;
            try
            {
                next = Next(q);
            }
            catch (ArgumentException)
            {
                return null;
            }

            if (Math.Abs(next - q) <= 1e-6 * q)
            {
                break;
            }

            q = next;
            if (q > Largest)
            {
                return null;
            }
        }

        // Slow convergence leaves q on the attractor's side: the direction of the map decides.
        double drift = Next(q) - q;
        double[] near = [.. points.Where(p => Math.Abs(p - q) <= 1e-4 * Math.Max(q, 1e-300))];
        if (near.Length > 0)
        {
            return near.MinBy(p => Math.Abs(p - q));
        }

        double[] ahead = [.. points.Where(p => drift > 0.0 ? p > q : p < q)];
        return ahead.Length == 0 ? null : drift > 0.0 ? ahead.Min() : ahead.Max();
    }

    /// <summary>An estimate of the error of a fixed point, from that of the map's values.</summary>
    /// <remarks><para>The root δ of |1 − s|δ + ½|s'|δ² = e, s the slope of the map: e/|1 − s| unless the map is nearly tangent.</para></remarks>
    /// <param name="fixedPoint">q* ≥ 0.</param>
    public double FixedPointError(double fixedPoint)
    {
        Require.NonNegative(fixedPoint);
        if (fixedPoint == 0.0 || IsIdentity)
        {
            return 0.0;
        }

        double slope = SlopeAt(fixedPoint);
        double apart = Math.Abs(1.0 - slope);

        // The rounding of the map's value, and the step at which the search for its fixed point ends.
        double error = (WeightVariance * GaussianMoments.SecondMoment(Activation, fixedPoint).Error) + (8e-16 * fixedPoint);
        double bend = Math.Abs(SlopeAt(Differences.Moved(fixedPoint)) - slope) / (Differences.Moved(fixedPoint) - fixedPoint);
        return 2.0 * error / (apart + Math.Sqrt((apart * apart) + (2.0 * bend * error)));
    }

    /// <summary>Which variances beside a fixed point come back to it, judged where they differ from it by a thousandth.</summary>
    /// <param name="fixedPoint">q* ≥ 0.</param>
    public VarianceStability StabilityAt(double fixedPoint)
    {
        Require.NonNegative(fixedPoint);
        if (IsIdentity)
        {
            return VarianceStability.Neutral;
        }

        const double apart = 1e-3;
        double above = fixedPoint == 0.0 ? apart : fixedPoint * (1.0 + apart);
        bool fromAbove = Next(above) < above;
        bool fromBelow = fixedPoint == 0.0 || Next(fixedPoint * (1.0 - apart)) > fixedPoint * (1.0 - apart);
        return (fromBelow, fromAbove) switch
        {
            (true, true) => VarianceStability.Attracting,
            (true, false) => fixedPoint == 0.0 ? VarianceStability.Repelling : VarianceStability.AttractingFromBelow,
            (false, true) => VarianceStability.AttractingFromAbove,
            _ => VarianceStability.Repelling,
        };
    }

    private bool IsFixed(double q) => Math.Abs(Next(q) - q) <= 1e-14 * q;
}
