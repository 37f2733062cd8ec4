using System.Collections.Immutable;

namespace FreeSpectra.Validation.Fisher;

/// <summary>The order parameters of one sampled network at finite width, averaged over its samples.</summary>
/// <remarks>
/// <para>
/// q̂_t^ℓ and q̂_st^ℓ are means over units of h(t)² and h(s)h(t) for ℓ = 0, …, L − 1; q̃_t^ℓ and q̃_st^ℓ sums over units of δ(t)²
/// and δ(s)δ(t) for ℓ = 1, …, L, of the first output. Batch statistics are held fixed in the derivative.
/// </para>
/// <para>Source: [KAA19] section 2.2, eqs. (S.4), (S.5).</para>
/// </remarks>
public sealed class SampledOverlaps
{
    private SampledOverlaps(
        ImmutableArray<OverlapSample> activations, ImmutableArray<OverlapSample> gradients)
    {
        Activations = activations;
        Gradients = gradients;
    }

    /// <summary>Layers 0, …, L − 1.</summary>
    public ImmutableArray<OverlapSample> Activations { get; }

    /// <summary>Layers 1, …, L.</summary>
    public ImmutableArray<OverlapSample> Gradients { get; }

    /// <summary>The order parameters of a network without normalisation, or with layer or frozen batch normalisation.</summary>
    /// <exception cref="ArgumentException">The batch statistics are differentiated through, so δ has no single sample.</exception>
    public static SampledOverlaps Of(SampledNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Normalization == HiddenNormalization.Batch)
        {
            throw new ArgumentException("network must not differentiate through batch statistics: its gradients mix samples.", nameof(network));
        }

        ForwardPass pass = ForwardPass.Of(network);
        List<Dense> gradients = [];
        BackwardPass.DualFisher(network, pass, gradients);
        return new SampledOverlaps(
            [.. pass.Signals.Select(h => Summarize(Dense.TransposeProduct(network.Kernels, h, h), network.Samples, 1.0 / h.Rows))],
            [.. gradients.Select(gram => Summarize(gram, network.Samples, 1.0))]);
    }

    private static OverlapSample Summarize(Dense gram, int samples, double scale)
    {
        double moment = 0.0, cross = 0.0, square = 0.0;
        for (int s = 0; s < samples; s++)
        {
            for (int t = 0; t < samples; t++)
            {
                double value = gram[s, t] * scale;
                if (s == t)
                {
                    moment += value;
                }
                else
                {
                    cross += value;
                    square += value * value;
                }
            }
        }

        double pairs = samples * (samples - 1.0);
        return new OverlapSample(moment / samples, samples > 1 ? cross / pairs : 0.0, samples > 1 ? square / pairs : 0.0);
    }
}
