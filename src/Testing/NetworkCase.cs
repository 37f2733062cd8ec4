using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation.Simulation;
using static System.FormattableString;

namespace FreeSpectra.Testing;

/// <summary>A network that prints itself.</summary>
public sealed class NetworkCase
{
    /// <summary>Creates a case.</summary>
    public NetworkCase(NetworkSpecification specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        Specification = specification;
    }

    /// <summary>The network.</summary>
    public NetworkSpecification Specification { get; }

    /// <summary>The limit law of its dual Fisher matrix.</summary>
    public SpectralMeasure FisherLaw() => SpectralChain.FromNetwork(Specification).Fisher();

    /// <summary>Draws networks and returns the spectra of their dual Fisher matrices.</summary>
    /// <param name="width">M ≥ 2.</param>
    /// <param name="replicates">How many, ≥ 1; q̂_ℓ moves from draw to draw, so that at least 8 are needed for a decision.</param>
    /// <param name="seed">The draws are a function of the seed alone.</param>
    public ImmutableArray<SampledSpectrum> Sample(int width, int replicates, ulong seed) => NetworkSampler.Sample(
        new SamplingPlan(Specification, SpectrumKind.Fisher, width, replicates, seed), DenseKernels.Select(), threads: 1);

    /// <inheritdoc/>
    public override string ToString()
    {
        IEnumerable<string> layers = Specification.Layers.Select(layer => Invariant(
            $"{layer.Activation?.Name ?? "read-out"} (weight variance {layer.WeightVariance:R}, bias variance {layer.BiasVariance:R})"));
        return Invariant($"{Specification.Weights} network on inputs of moment {Specification.InputMoment:R}: {string.Join(" -> ", layers)}");
    }
}
