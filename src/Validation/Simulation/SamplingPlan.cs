using FreeSpectra.Networks;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using static System.FormattableString;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Which networks are to be sampled, how many, and from which seed.</summary>
public sealed record SamplingPlan
{
    private const int LargestWidth = 46_000;

    /// <summary>Creates a plan.</summary>
    /// <param name="network">The network, with normalisation none; Haar weights need equal widths.</param>
    /// <param name="kind">Which matrix is diagonalised.</param>
    /// <param name="width">M ≥ 2; layer ℓ has round(α_ℓ M) units.</param>
    /// <param name="draws">R ≥ 1.</param>
    /// <param name="seed">Draw i is a function of the seed and i alone.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the network cannot be sampled.</exception>
    public SamplingPlan(NetworkSpecification network, SpectrumKind kind, int width, int draws, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Normalization != Normalization.None)
        {
            throw new ArgumentException($"norm must be none to sample H_L, but is {NormalizationNames.NameOf(network.Normalization)}.", nameof(network));
        }

        Require.InRange(width, 2, LargestWidth);
        if (draws < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(draws), draws, Invariant($"draws must be an integer >= 1, but is {draws}."));
        }

        Network = network;
        Kind = kind;
        Width = width;
        Draws = draws;
        Seed = seed;
        int[] widths = new int[network.Depth + 1];
        for (int layer = 0; layer <= network.Depth; layer++)
        {
            double relative = layer == 0 ? network.InputRelativeWidth : network.Layers[layer - 1].RelativeWidth;
            double units = Math.Round(relative * width);
            widths[layer] = (int)Require.InRange(units, 1.0, LargestWidth, Invariant($"width of layer {layer}"));
            if (network.Weights == WeightEnsemble.Haar && widths[layer] != widths[0])
            {
                throw new ArgumentException(Invariant(
                    $"widths must be equal for haar weights, but layer 0 has {widths[0]} units and layer {layer} has {widths[layer]}."));
            }
        }

        LayerWidths = [.. widths];
    }

    /// <summary>The network.</summary>
    public NetworkSpecification Network { get; }

    /// <summary>Which matrix is diagonalised.</summary>
    public SpectrumKind Kind { get; }

    /// <summary>M.</summary>
    public int Width { get; }

    /// <summary>R.</summary>
    public int Draws { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>M_0, …, M_L.</summary>
    public System.Collections.Immutable.ImmutableArray<int> LayerWidths { get; }

    /// <summary>The most memory that one draw takes at a time, in bytes: weights, one product, the matrix itself.</summary>
    /// <param name="kernels">The managed kernels copy their arguments.</param>
    public long BytesPerDraw(IDenseKernels kernels)
    {
        long largest = LayerWidths.Max();
        long matrices = kernels is ManagedKernels ? 6 : 3;
        return sizeof(double) * ((matrices * largest * largest) + (200 * largest));
    }

    /// <summary>Whether two plans draw the same numbers.</summary>
    public bool Equals(SamplingPlan? other) =>
        other is not null && Network.Equals(other.Network) && Kind == other.Kind && Width == other.Width && Draws == other.Draws
        && Seed == other.Seed;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Width, Draws, Seed);
}
