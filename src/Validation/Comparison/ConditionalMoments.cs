using FreeSpectra.Networks;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Validation.Comparison;

/// <summary>Mean and variance of one draw's spectrum, from its sampled q̂_ℓ and the first two moments of its sampled slopes.</summary>
/// <remarks>
/// <para>m ← q̂ + σ² m₁(ν̂) m and V ← σ⁴ [Var(ν̂) m² + m₁(ν̂)² V], for Gaussian weights with r m₁(ν̂)² m² more in the bracket,
/// r = M_{ℓ+1}/M_ℓ. Any activation; what is left is O(1/M).</para>
/// <para>Source: [HK21] eq. (15).</para>
/// </remarks>
internal static class ConditionalMoments
{
    public static (double Mean, double Variance) Of(NetworkSpecification network, SampledSpectrum draw, SpectrumKind kind)
    {
        bool fisher = kind == SpectrumKind.Fisher;
        double mean = fisher ? network.InputMoment : 1.0, variance = 0.0;
        for (int i = 0; i + 1 < network.Depth; i++)
        {
            LayerSpecification next = network.Layers[i + 1];
            SampledLayer layer = draw.Layers[i];
            double sigma2 = next.WeightVariance, slope = layer.SlopeMean;
            double ratio = network.Weights == WeightEnsemble.Gaussian ? next.RelativeWidth / network.Layers[i].RelativeWidth : 0.0;
            double slopeVariance = layer.SlopeSecondMoment - (slope * slope);
            variance = sigma2 * sigma2 * (((slopeVariance + (ratio * slope * slope)) * mean * mean) + (slope * slope * variance));
            mean = (fisher ? layer.SecondMoment : 0.0) + (sigma2 * slope * mean);
        }

        return (mean, variance);
    }
}
