using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>χ₁ over a grid of weight and bias variances.</summary>
/// <remarks>
/// <para>
/// Along each row of constant σ_b² the fixed point is continued: the last one starts Newton's method for the next. Where that
/// fails or leaves the attractor's side, the full search of <see cref="PhasePoint"/> answers.
/// </para>
/// </remarks>
public sealed class PhaseDiagram
{
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

        double[] chi = new double[weightVariances.Length * biasVariances.Length];
        Parallel.For(0, biasVariances.Length, row =>
        {
            double? last = null;
            for (int column = 0; column < weightVariances.Length; column++)
            {
                VarianceMap map = new(activation, weightVariances[column], biasVariances[row]);
                double? q = last is { } start && start > 0.0 ? Continue(map, start) : null;
                PhasePoint? full = q is null ? PhasePoint.Of(activation, weightVariances[column], biasVariances[row], inputMoment) : null;
                last = q ?? full!.QStar;
                chi[(row * weightVariances.Length) + column] = last is { } found && found > 0.0
                    ? weightVariances[column] * GaussianMoments.SlopeSecondMoment(activation, found).Value
                    : full?.Chi1 ?? double.PositiveInfinity;
            }
        });
        return new PhaseDiagram(activation, weightVariances, biasVariances, chi);
    }

    /// <summary>Newton's method from a neighbour's fixed point; null unless it settles quickly on an attracting one nearby.</summary>
    private static double? Continue(VarianceMap map, double start)
    {
        double q = start;
        for (int iteration = 0; iteration < 5; iteration++)
        {
            double slope = map.SlopeAt(q);
            if (slope >= 0.98)
            {
                return null;
            }

            double step = (map.Next(q) - q) / (1.0 - slope);
            q += step;
            if (!(q > 0.0) || q > 2.0 * start || q < 0.5 * start)
            {
                return null;
            }

            // Convergence is quadratic: the next step would be of the order of this one squared.
            if (Math.Abs(step) <= 1e-6 * q)
            {
                return q;
            }
        }

        return null;
    }
}
