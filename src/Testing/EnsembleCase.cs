using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;
using static System.FormattableString;

namespace FreeSpectra.Testing;

/// <summary>Independent random matrices whose limit law an expression describes.</summary>
/// <remarks>Source: [MS17] ch. 4; the matrices are those of <see cref="EnsembleSampler"/>.</remarks>
public sealed class EnsembleCase
{
    /// <summary>Creates a case.</summary>
    /// <param name="source">The law.</param>
    /// <param name="width">The order of each matrix, ≥ 2.</param>
    /// <param name="replicates">How many matrices, ≥ 1.</param>
    /// <param name="seed">The matrices are a function of the seed alone.</param>
    public EnsembleCase(LawCase source, int width, int replicates, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        Source = source;
        Width = width;
        Replicates = replicates;
        Seed = seed;
    }

    /// <summary>The law with its expression.</summary>
    public LawCase Source { get; }

    /// <summary>The law.</summary>
    public SpectralMeasure Law => Source.Law;

    /// <summary>The order of each matrix.</summary>
    public int Width { get; }

    /// <summary>How many matrices.</summary>
    public int Replicates { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>Draws the matrices and returns their spectra.</summary>
    public ImmutableArray<EmpiricalSpectrum> Sample() =>
        new EnsembleSampler(Source.Expression).Sample(Width, Replicates, Seed, DenseKernels.Select(), threads: 1);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"{Replicates} matrices of order {Width} with the law {Source}, seed {Seed}");
}
