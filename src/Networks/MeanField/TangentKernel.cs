using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.MeanField;

/// <summary>The Gaussian-process and tangent kernels of a pair of inputs, layer by layer.</summary>
/// <remarks>
/// <para>
/// K¹ = Θ¹ = σ_w² x·x'/d + σ_b²;  K^{ℓ+1} = σ_w² E φ(u)φ(v) + σ_b²,  Θ^{ℓ+1} = K^{ℓ+1} + σ_w² E φ'(u)φ'(v) Θ^ℓ, with
/// (u, v) Gaussian of covariance K^ℓ. The bias counts as a parameter of unit gradient times σ_b.
/// </para>
/// <para>Source: [JGH18] theorem 1; [KAA19] eqs. (5)–(7) for the same integrals.</para>
/// </remarks>
public static class TangentKernel
{
    /// <summary>The kernels of layers 1, …, L.</summary>
    /// <param name="activation">φ.</param>
    /// <param name="weightVariance">σ_w² &gt; 0.</param>
    /// <param name="biasVariance">σ_b² ≥ 0.</param>
    /// <param name="first">x·x/d &gt; 0.</param>
    /// <param name="second">x'·x'/d &gt; 0.</param>
    /// <param name="cross">x·x'/d.</param>
    /// <param name="layers">L ≥ 1.</param>
    public static ImmutableArray<TangentKernelLayer> Of(
        Activation activation, double weightVariance, double biasVariance, double first, double second, double cross, int layers)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.Positive(weightVariance);
        Require.NonNegative(biasVariance);
        Require.Positive(first);
        Require.Positive(second);
        Require.InRange(cross, -Math.Sqrt(first * second), Math.Sqrt(first * second));
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);

        double k11 = (weightVariance * first) + biasVariance;
        double k22 = (weightVariance * second) + biasVariance;
        double k12 = (weightVariance * cross) + biasVariance;
        (double t11, double t22, double t12) = (k11, k22, k12);

        // Half the squared distance, ½(K₁₁ + K₂₂) − K₁₂, is carried along: it may be far smaller than the kernels.
        double distance = weightVariance * ((0.5 * (first + second)) - cross);
        var list = ImmutableArray.CreateBuilder<TangentKernelLayer>(layers);
        list.Add(new TangentKernelLayer(1, k12, t12, k11, t11, k22, t22));
        for (int layer = 2; layer <= layers; layer++)
        {
            double root = Math.Sqrt(k11) - Math.Sqrt(k22);
            double mean = Math.Sqrt(k11 * k22);
            Correlation c = Correlation.FromComplement(Math.Clamp((distance - (0.5 * root * root)) / mean, 0.0, 2.0));
            DualValue dual = DualActivation.Of(activation, k11, k22, c);
            Estimate<double> second1 = GaussianMoments.SecondMoment(activation, k11);
            double moment1 = second1.Value;
            double moment2 = GaussianMoments.SecondMoment(activation, k22).Value;
            double slope1 = GaussianMoments.SlopeSecondMoment(activation, k11).Value;
            double slope2 = GaussianMoments.SlopeSecondMoment(activation, k22).Value;
            distance = weightVariance * (k11 == k22
                ? DualActivation.GapOf(activation, k11, c, second1, dual).Value
                : (0.5 * (moment1 + moment2)) - dual.Value);
            k11 = (weightVariance * moment1) + biasVariance;
            k22 = (weightVariance * moment2) + biasVariance;
            k12 = (weightVariance * dual.Value) + biasVariance;
            t11 = k11 + (weightVariance * slope1 * t11);
            t22 = k22 + (weightVariance * slope2 * t22);
            t12 = k12 + (weightVariance * dual.Slope * t12);
            list.Add(new TangentKernelLayer(layer, k12, t12, k11, t11, k22, t22));
        }

        return list.ToImmutable();
    }
}
