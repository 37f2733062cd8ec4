using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks;

/// <summary>One layer h^ℓ = φ(W^ℓ h^{ℓ−1} + b^ℓ) of a network.</summary>
public sealed record LayerSpecification
{
    /// <summary>Creates a layer.</summary>
    /// <param name="activation">φ; null for a linear read-out.</param>
    /// <param name="weightVariance">σ_w² ≥ 0.</param>
    /// <param name="biasVariance">σ_b² ≥ 0.</param>
    /// <param name="relativeWidth">α_ℓ = M_ℓ/M &gt; 0.</param>
    public LayerSpecification(Activation? activation, double weightVariance, double biasVariance, double relativeWidth)
    {
        Activation = activation;
        WeightVariance = Require.NonNegative(weightVariance);
        BiasVariance = Require.NonNegative(biasVariance);
        RelativeWidth = Require.Positive(relativeWidth);
    }

    /// <summary>φ, or null for a linear read-out.</summary>
    public Activation? Activation { get; }

    /// <summary>σ_w², a variance: the standard deviation of an entry is σ_w/√M_{ℓ−1}.</summary>
    public double WeightVariance { get; }

    /// <summary>σ_b², a variance.</summary>
    public double BiasVariance { get; }

    /// <summary>α_ℓ = M_ℓ/M.</summary>
    public double RelativeWidth { get; }
}
