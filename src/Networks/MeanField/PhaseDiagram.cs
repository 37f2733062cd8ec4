using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>χ₁ over a grid of weight and bias variances.</summary>
/// <remarks>
/// <para>
/// Along each row of constant σ_b² the fixed point is continued: the last two start the secant method for the next. Where that
/// fails or leaves the attractor's side, the full search of <see cref="PhasePoint"/> answers.
/// </para>
/// </remarks>
public sealed class PhaseDiagram
{
    private const double Attracting = 0.98;

    private readonly double[] chi;

    private PhaseDiagram(Activation activation, ImmutableArray<double> weights, ImmutableArray<double> biases, double[] chi)
    {
        Activation = activation;
        WeightVariances = weights;
        BiasVariances = biases;
        this.chi = chi;
    }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <summary>The σ_w² of the columns.</summary>
    public ImmutableArray<double> WeightVariances { get; }

    /// <summary>The σ_b² of the rows.</summary>
    public ImmutableArray<double> BiasVariances { get; }

    /// <summary>χ₁ at a grid point; +∞ where the variance grows without bound and χ₁ has no limit.</summary>
    public double Chi1(int weight, int bias) => chi[(bias * WeightVariances.Length) + weight];

    /// <summary>The diagram.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="weightVariances">σ_w² ≥ 0.</param>
    /// <param name="biasVariances">σ_b² ≥ 0.</param>
    /// <param name="inputMoment">q̂⁰ &gt; 0.</param>
    public static PhaseDiagram Of(
        Activation activation, ImmutableArray<double> weightVariances, ImmutableArray<double> biasVariances, double inputMoment = 1.0)
    {
        ArgumentNullException.ThrowIfNull(activation);
        foreach (double weight in weightVariances)
        {
            Require.NonNegative(weight, "weight variance");
        }

        foreach (double bias in biasVariances)
        {
            Require.NonNegative(bias, "bias variance");
        }

        Require.Positive(inputMoment);
        double[] chi = new double[weightVariances.Length * biasVariances.Length];
        Parallel.For(0, biasVariances.Length, row =>
        {
            Continuation along = new();
            for (int column = 0; column < weightVariances.Length; column++)
            {
                VarianceMap map = new(activation, weightVariances[column], biasVariances[row]);
                chi[(row * weightVariances.Length) + column] = along.TryNext(map) is { } found
                    ? weightVariances[column] * GaussianMoments.SlopeSecondMoment(activation, found).Value
                    : along.Restart(PhasePoint.WithoutCorrelation(map, inputMoment));
            }
        });
        return new PhaseDiagram(activation, weightVariances, biasVariances, chi);
    }

    /// <summary>The fixed point along a row: the secant method from what the last two columns predict.</summary>
    private sealed class Continuation
    {
        private double? last;
        private double beforeLast;
        private double slope;

        /// <summary>The next fixed point; null unless the method settles quickly on an attracting one near the last.</summary>
        internal double? TryNext(VarianceMap map)
        {
            if (last is not { } start)
            {
                return null;
            }

            double q = beforeLast > 0.6 * start && beforeLast < 1.6 * start ? (2.0 * start) - beforeLast : start;
            double excess = map.Next(q) - q;
            for (int iteration = 0; iteration < 6 && slope < Attracting; iteration++)
            {
                double step = excess / (1.0 - slope);
                double next = q + step;
                if (!(next > 0.5 * start && next < 2.0 * start))
                {
                    break;
                }

                // The secant method squares errors, nearly: the next step would be far below rounding's reach.
                if (Math.Abs(step) <= 1e-8 * next)
                {
                    (beforeLast, last) = (start, next);
                    return next;
                }

                double nextExcess = map.Next(next) - next;
                slope = 1.0 + ((nextExcess - excess) / step);
                (q, excess) = (next, nextExcess);
            }

            return null;
        }

        /// <summary>Goes on from a full search; returns its χ₁.</summary>
        internal double Restart(PhasePoint point)
        {
            beforeLast = 0.0;
            last = point.QStar is { } q && q > 0.0 && point.VarianceSlope is { } attraction && attraction < Attracting ? q : null;
            slope = point.VarianceSlope ?? 1.0;
            return point.Chi1 ?? double.PositiveInfinity;
        }
    }
}
