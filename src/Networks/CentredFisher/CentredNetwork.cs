using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>A network as the law of its mean-subtracted Fisher matrix sees it: order parameters and conditional tables.</summary>
/// <remarks>
/// <para>
/// Forward, l = 1, …, L − 1: q_st^l = σ_w² q̂_st^{l−1} + σ_b², q_t^l − q_st^l = σ_w² (q̂_t^{l−1} − q̂_st^{l−1}), from q̂_t^0 = q₀ and
/// q̂_st^0 = 0. Backward: q̃_st^l = σ_w² q̃_st^{l+1} E φ'_s φ'_t and the gap q̃_t − q̃_st likewise, from q̃^L = 1 and gap 0. Gaps are
/// carried as such and never formed by subtraction.
/// </para>
/// <para>Source: [KAA19] eqs. (5)–(7).</para>
/// </remarks>
internal sealed class CentredNetwork
{
    private CentredNetwork(
        NetworkSpecification specification, double samplesPerWidth, ImmutableArray<HiddenLayer> hidden, double[] overlap,
        double[] overlapGap)
    {
        int depth = specification.Depth;
        Depth = depth;
        InputMoment = specification.InputMoment;
        Hidden = hidden;
        Ratio = [.. Enumerable.Range(0, depth).Select(l =>
            (l == 0 ? specification.InputRelativeWidth : specification.Layers[l - 1].RelativeWidth) / samplesPerWidth)];
        WeightVariance = [0.0, .. specification.Layers.Select(layer => layer.WeightVariance)];
        Overlap = [.. overlap];
        OverlapGap = [.. overlapGap];
        double[] tilde = new double[depth + 1];
        double[] tildeGap = new double[depth + 1];
        tilde[depth] = 1.0;
        for (int l = depth - 1; l >= 1; l--)
        {
            double slopes = hidden[l - 1].SlopeOverlap;
            double gap = hidden[l - 1].SlopeOverlapGap;
            tilde[l] = WeightVariance[l + 1] * tilde[l + 1] * slopes;
            tildeGap[l] = WeightVariance[l + 1] * ((tildeGap[l + 1] * (slopes + gap)) + (tilde[l + 1] * gap));
        }

        Backward = [.. tilde];
        BackwardGap = [.. tildeGap];
    }

    /// <summary>L.</summary>
    public int Depth { get; }

    /// <summary>q₀ = |x|²/M₀.</summary>
    public double InputMoment { get; }

    /// <summary>Layers 1 … L − 1.</summary>
    public ImmutableArray<HiddenLayer> Hidden { get; }

    /// <summary>R_l = M_l/T, l = 0, …, L − 1.</summary>
    public ImmutableArray<double> Ratio { get; }

    /// <summary>σ_w² of layer l, l = 1, …, L; entry 0 is not used.</summary>
    public ImmutableArray<double> WeightVariance { get; }

    /// <summary>q̂_st^l, l = 0, …, L − 1.</summary>
    public ImmutableArray<double> Overlap { get; }

    /// <summary>q̂_t^l − q̂_st^l, l = 0, …, L − 1.</summary>
    public ImmutableArray<double> OverlapGap { get; }

    /// <summary>q̃_st^l, l = 1, …, L; entry 0 is not used.</summary>
    public ImmutableArray<double> Backward { get; }

    /// <summary>q̃_t^l − q̃_st^l, l = 1, …, L.</summary>
    public ImmutableArray<double> BackwardGap { get; }

    /// <summary>c₀ = Σ_l R_{l−1} (q̃_t^l − q̃_st^l)(q̂_t^{l−1} − q̂_st^{l−1}), the part of the matrix that is a multiple of I.</summary>
    public double Floor => Enumerable.Range(1, Depth).Sum(l => Ratio[l - 1] * BackwardGap[l] * OverlapGap[l - 1]);

    /// <summary>ρα(κ₁ − κ₂) = Σ_l R_{l−1} (q̃_t^l q̂_t^{l−1} − q̃_st^l q̂_st^{l−1}): the mean of the law.</summary>
    public double Mean => Enumerable.Range(1, Depth).Sum(l => Ratio[l - 1]
        * ((BackwardGap[l] * (OverlapGap[l - 1] + Overlap[l - 1])) + (Backward[l] * OverlapGap[l - 1])));

    /// <summary>The rank of everything but c₀ I, per sample; below 1 there is an atom at c₀ of weight 1 − rank.</summary>
    /// <remarks>
    /// As τ → ∞ layer 0 contributes R₀ and every hidden layer R_l times the rank of the noise covariance of (h, δ); the signals b ũ and
    /// d ũ live in the span of the layers below.
    /// </remarks>
    public double Rank
    {
        get
        {
            double rank = Ratio[0];
            for (int l = 1; l < Depth; l++)
            {
                // Noise below this fraction of the variance is rounding: the activation is linear there.
                const double Present = 1e-12;
                HiddenLayer layer = Hidden[l - 1];
                bool forward = layer.Average(node => node.Noise) > Present * layer.OverlapGap;
                double independent = layer.Average(node => (node.Noise * node.SlopeNoise) - (node.CrossNoise * node.CrossNoise))
                    + (SampleSignal(l) * layer.SlopeOverlapGap * layer.OverlapGap);
                bool backward = l >= 2 && BackwardWeight(l) > 0.0
                    && independent > Present * layer.OverlapGap * layer.SlopeOverlap;
                rank += Ratio[l] * ((forward ? 1.0 : 0.0) + (backward ? 1.0 : 0.0));
            }

            return rank;
        }
    }

    /// <summary>Whether the common backward signals, which are Gaussian over units and so unbounded, reach the matrix.</summary>
    public bool HasTail => Enumerable.Range(2, Math.Max(0, Depth - 2)).Any(layer => BackwardWeight(layer) > 0.0);

    /// <summary>η_l = R_{l−1} q̂_st^{l−1}: the weight of the backward signals of layer l, l = 1, …, L − 1.</summary>
    public double BackwardWeight(int layer) => Ratio[layer - 1] * Overlap[layer - 1];

    /// <summary>The variance σ_w² q̃_st^{l+1}/R_l of the common part of the signal that reaches layer l from above.</summary>
    public double CommonSignal(int layer) => WeightVariance[layer + 1] * Backward[layer + 1] / Ratio[layer];

    /// <summary>(σ_w²/R_l)(q̃_t^{l+1} − q̃_st^{l+1}): the variance of the part that differs between samples.</summary>
    public double SampleSignal(int layer) => WeightVariance[layer + 1] * BackwardGap[layer + 1] / Ratio[layer];

    /// <summary>Computes the tables.</summary>
    /// <param name="specification">The network; its weights count as Gaussian.</param>
    /// <param name="samplesPerWidth">T/M &gt; 0.</param>
    /// <param name="refinement">How much finer than the coarsest the outer rules are: a power of two.</param>
    /// <exception cref="ArgumentException">φ jumps or is constant, a weight variance is 0, or an integral diverges.</exception>
    public static CentredNetwork Create(NetworkSpecification specification, double samplesPerWidth, int refinement)
    {
        int depth = specification.Depth;
        double[] overlap = new double[depth];
        double[] gap = new double[depth];
        gap[0] = specification.InputMoment;
        var hidden = ImmutableArray.CreateBuilder<HiddenLayer>(depth - 1);
        for (int l = 1; l <= depth; l++)
        {
            LayerSpecification layer = specification.Layers[l - 1];
            double variance = Require.Positive(layer.WeightVariance, "weight-variance");
            if (layer.Activation is not { } activation || l == depth)
            {
                continue;
            }

            for (int kink = 0; kink < activation.Kinks.Length; kink++)
            {
                if (activation.JumpAt(kink) != 0.0)
                {
                    throw new ArgumentException(
                        $"activation must be continuous for a Fisher matrix to exist, but {activation.Name} jumps at {activation.Kinks[kink]:R}.");
                }
            }

            HiddenLayer table = HiddenLayer.Create(
                activation, (variance * overlap[l - 1]) + layer.BiasVariance, variance * gap[l - 1], refinement);
            hidden.Add(table);
            overlap[l] = table.Overlap;
            gap[l] = table.OverlapGap;
            if (!(gap[l] > 0.0))
            {
                throw new ArgumentException($"activation must not be constant where its input lives, but {activation.Name} is.");
            }
        }

        return new CentredNetwork(specification, samplesPerWidth, hidden.ToImmutable(), overlap, gap);
    }
}
