using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The order parameters that a wide network's Fisher matrix is made of, and its constants α, κ₁, κ₂.</summary>
/// <remarks>
/// <para>
/// Activations: q̂_t^ℓ and q̂_st^ℓ for ℓ = 0, …, L − 1. Gradients: q̃_t^ℓ and q̃_st^ℓ for ℓ = 1, …, L, with
/// <c>Gradient[ℓ − 1]</c> that of layer ℓ. Widths: α_ℓ = M_ℓ/M for ℓ = 0, …, L − 1; the L-th layer has C = O(1) outputs.
/// </para>
/// <para>
/// α = Σ_{ℓ=1}^{L−1} α_ℓ α_{ℓ−1},  κ₁ = Σ_{ℓ=1}^{L} (α_{ℓ−1}/α) q̃_t^ℓ q̂_t^{ℓ−1},
/// κ₂ = Σ_{ℓ=1}^{L} (α_{ℓ−1}/α) q̃_st^ℓ q̂_st^{ℓ−1}.
/// </para>
/// <para>Erratum: [KAA19] (11) and (S.102) print q̃q̃ for q̃q̂.</para>
/// <para>Source: [KAA19] eqs. (5)–(7), (11).</para>
/// </remarks>
public sealed record SignalOverlaps
{
    /// <summary>Collects the order parameters of a network of depth L ≥ 2.</summary>
    /// <param name="relativeWidths">α₀, …, α_{L−1}, each &gt; 0.</param>
    /// <param name="activations">(q̂_t, q̂_st) of layers 0, …, L − 1.</param>
    /// <param name="gradients">(q̃_t, q̃_st) of layers 1, …, L.</param>
    /// <exception cref="ArgumentException">The lists differ in length or have fewer than two entries.</exception>
    public SignalOverlaps(
        ImmutableArray<double> relativeWidths, ImmutableArray<Overlap> activations, ImmutableArray<Overlap> gradients)
    {
        if (relativeWidths.Length < 2)
        {
            throw new ArgumentException(
                $"depth must be >= 2 (at least one hidden layer), but is {relativeWidths.Length}.", nameof(relativeWidths));
        }

        if (activations.Length != relativeWidths.Length || gradients.Length != relativeWidths.Length)
        {
            throw new ArgumentException(
                $"widths, activations and gradients must have the same length, but have {relativeWidths.Length}, "
                + $"{activations.Length} and {gradients.Length}.",
                nameof(activations));
        }

        foreach (double width in relativeWidths)
        {
            Require.Positive(width, "width");
        }

        RelativeWidths = relativeWidths;
        Activations = activations;
        Gradients = gradients;
        for (int l = 1; l < Depth; l++)
        {
            Alpha += relativeWidths[l] * relativeWidths[l - 1];
        }

        for (int l = 1; l <= Depth; l++)
        {
            Overlap h = activations[l - 1], delta = gradients[l - 1];
            double share = relativeWidths[l - 1] / Alpha;
            Kappa1 += share * delta.Moment * h.Moment;
            Kappa2 += share * delta.Cross * h.Cross;
            KappaGap += share * ((delta.Gap * h.Moment) + (delta.Cross * h.Gap));
        }
    }

    /// <summary>L.</summary>
    public int Depth => RelativeWidths.Length;

    /// <summary>α₀, …, α_{L−1}.</summary>
    public ImmutableArray<double> RelativeWidths { get; }

    /// <summary>(q̂_t^ℓ, q̂_st^ℓ) for ℓ = 0, …, L − 1.</summary>
    public ImmutableArray<Overlap> Activations { get; }

    /// <summary>(q̃_t^ℓ, q̃_st^ℓ) of layers ℓ = 1, …, L, starting with layer 1.</summary>
    public ImmutableArray<Overlap> Gradients { get; }

    /// <summary>Estimates of the errors of <see cref="Activations"/>, entry by entry; empty where they were not asked for.</summary>
    public ImmutableArray<Overlap> ActivationErrors { get; init; } = [];

    /// <summary>Estimates of the errors of <see cref="Gradients"/>, entry by entry; empty where they were not asked for.</summary>
    public ImmutableArray<Overlap> GradientErrors { get; init; } = [];

    /// <summary>α = Σ_{ℓ=1}^{L−1} α_ℓ α_{ℓ−1}: the number of weights is α M² to leading order.</summary>
    public double Alpha { get; }

    /// <summary>κ₁.</summary>
    public double Kappa1 { get; }

    /// <summary>κ₂.</summary>
    public double Kappa2 { get; }

    /// <summary>κ₁ − κ₂, summed from the gaps of each layer so that it keeps its relative accuracy when they nearly agree.</summary>
    public double KappaGap { get; }

    /// <summary>Errors of κ₁, κ₂ and κ₁ − κ₂ to first order in those of the order parameters; null where these are unknown.</summary>
    public Overlap? KappaErrors
    {
        get
        {
            if (ActivationErrors.IsEmpty || GradientErrors.IsEmpty)
            {
                return null;
            }

            double moment = 0.0, cross = 0.0, gap = 0.0;
            for (int l = 1; l <= Depth; l++)
            {
                Overlap h = Activations[l - 1], dh = ActivationErrors[l - 1], delta = Gradients[l - 1], d = GradientErrors[l - 1];
                double share = RelativeWidths[l - 1] / Alpha;
                moment += share * ((d.Moment * h.Moment) + (delta.Moment * dh.Moment));
                cross += share * ((d.Cross * Math.Abs(h.Cross)) + (Math.Abs(delta.Cross) * dh.Cross));
                gap += share * ((d.Gap * h.Moment) + (Math.Abs(delta.Gap) * dh.Moment)
                    + (d.Cross * Math.Abs(h.Gap)) + (Math.Abs(delta.Cross) * dh.Gap));
            }

            double rounding = 1e-16 * (Depth + 4);
            return new Overlap(
                moment + (rounding * Kappa1), cross + (rounding * Math.Abs(Kappa2)), gap + (rounding * Math.Abs(KappaGap)));
        }
    }

    /// <summary>f_ℓ/M = α_{ℓ−1}((T−1)/T q̃_st^ℓ q̂_st^{ℓ−1} + (1/T) q̃_t^ℓ q̂_t^{ℓ−1}), ℓ = 1, …, L: what layer ℓ adds to λ_max.</summary>
    /// <remarks>Source: [WSS19] eq. (44), [KAA19] eq. (10).</remarks>
    /// <param name="samples">T ≥ 1; +∞ is allowed.</param>
    public ImmutableArray<double> LayerTerms(double samples)
    {
        double same = 1.0 / samples;
        return
        [
            .. Enumerable.Range(1, Depth).Select(l => RelativeWidths[l - 1] * (
                ((1.0 - same) * Gradients[l - 1].Cross * Activations[l - 1].Cross)
                + (same * Gradients[l - 1].Moment * Activations[l - 1].Moment))),
        ];
    }

    /// <summary>(T−1)/T Σ q̃_st^ℓ + (1/T) Σ q̃_t^ℓ: what the bias gradients add to λ_max, of relative order 1/M.</summary>
    /// <param name="samples">T ≥ 1; +∞ is allowed.</param>
    public double BiasTerm(double samples)
    {
        double same = 1.0 / samples;
        return Gradients.Sum(delta => ((1.0 - same) * delta.Cross) + (same * delta.Moment));
    }

    /// <summary>P = Σ_{ℓ=1}^{L} M_ℓ(M_{ℓ−1} + 1) with M_L = C: the number of weights and biases.</summary>
    /// <param name="width">M &gt; 0.</param>
    /// <param name="outputs">C ≥ 1.</param>
    public double Parameters(double width, int outputs)
    {
        double count = 0.0;
        for (int l = 1; l <= Depth; l++)
        {
            double here = l < Depth ? RelativeWidths[l] * width : outputs;
            count += here * ((RelativeWidths[l - 1] * width) + 1.0);
        }

        return count;
    }

    /// <summary>Whether two sets of order parameters are equal, layer by layer.</summary>
    public bool Equals(SignalOverlaps? other) =>
        other is not null
        && RelativeWidths.AsSpan().SequenceEqual(other.RelativeWidths.AsSpan())
        && Activations.AsSpan().SequenceEqual(other.Activations.AsSpan())
        && Gradients.AsSpan().SequenceEqual(other.Gradients.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Depth, Alpha, Kappa1, Kappa2);
}
