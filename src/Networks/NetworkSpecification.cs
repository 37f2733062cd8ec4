using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks;

/// <summary>
/// A fully connected network u^ℓ = W^ℓ h^{ℓ−1} + b^ℓ, h^ℓ = φ_ℓ(u^ℓ) for ℓ &lt; L, f = u^L, up to its overall width M.
/// </summary>
/// <remarks>Layers are numbered from 1 to L; <c>Layers[ℓ − 1]</c> is layer ℓ, and the last one has no activation.</remarks>
public sealed record NetworkSpecification
{
    /// <summary>Creates a specification.</summary>
    /// <param name="layers">Layers 1 … L; the last has no activation, all others have one.</param>
    /// <param name="inputMoment">q̂⁰ = |x|²/M₀ &gt; 0.</param>
    /// <param name="inputRelativeWidth">α₀ = M₀/M &gt; 0.</param>
    /// <param name="weights">The ensemble of the weights.</param>
    /// <param name="normalization">Where activations are normalised.</param>
    public NetworkSpecification(
        ImmutableArray<LayerSpecification> layers,
        double inputMoment,
        double inputRelativeWidth,
        WeightEnsemble weights,
        Normalization normalization)
    {
        if (layers.IsDefaultOrEmpty)
        {
            throw new ArgumentOutOfRangeException(nameof(layers), 0, "depth must be an integer >= 1, but is 0.");
        }

        for (int i = 0; i < layers.Length - 1; i++)
        {
            if (layers[i].Activation is null)
            {
                throw new ArgumentException($"Layer {i + 1} of {layers.Length} has no activation.", nameof(layers));
            }
        }

        Layers = layers;
        InputMoment = Require.Positive(inputMoment);
        InputRelativeWidth = Require.Positive(inputRelativeWidth);
        Weights = weights;
        Normalization = normalization;
    }

    /// <summary>Layers 1 … L.</summary>
    public ImmutableArray<LayerSpecification> Layers { get; }

    /// <summary>L ≥ 1.</summary>
    public int Depth => Layers.Length;

    /// <summary>q̂⁰ = |x|²/M₀.</summary>
    public double InputMoment { get; }

    /// <summary>α₀ = M₀/M.</summary>
    public double InputRelativeWidth { get; }

    /// <summary>The ensemble of the weights.</summary>
    public WeightEnsemble Weights { get; }

    /// <summary>Where activations are normalised.</summary>
    public Normalization Normalization { get; }

    /// <summary>A network whose hidden layers are all alike.</summary>
    /// <param name="activation">φ of layers 1 … L − 1.</param>
    /// <param name="depth">L ≥ 1.</param>
    /// <param name="weightVariance">σ_w².</param>
    /// <param name="biasVariance">σ_b².</param>
    /// <param name="inputMoment">q̂⁰.</param>
    /// <param name="weights">The ensemble of the weights.</param>
    /// <param name="normalization">Where activations are normalised.</param>
    public static NetworkSpecification Uniform(
        Activation activation,
        int depth,
        double weightVariance = 1.0,
        double biasVariance = 0.0,
        double inputMoment = 1.0,
        WeightEnsemble weights = WeightEnsemble.Haar,
        Normalization normalization = Normalization.None)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return new NetworkSpecification(
            [
                .. Enumerable.Range(1, depth).Select(layer => new LayerSpecification(
                    layer < depth ? activation : null, weightVariance, biasVariance, relativeWidth: 1.0)),
            ],
            inputMoment,
            inputRelativeWidth: 1.0,
            weights,
            normalization);
    }

    /// <summary>Whether the two specifications are equal, layer by layer.</summary>
    public bool Equals(NetworkSpecification? other) =>
        other is not null
        && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan())
        && InputMoment == other.InputMoment
        && InputRelativeWidth == other.InputRelativeWidth
        && Weights == other.Weights
        && Normalization == other.Normalization;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Layers.Length, Layers[0], InputMoment, Weights, Normalization);
}
