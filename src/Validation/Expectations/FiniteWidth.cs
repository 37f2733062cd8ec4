using FreeSpectra.Numerics;

namespace FreeSpectra.Validation.Expectations;

/// <summary>How far the spectrum of a matrix of order n may be from its limit, stated before looking.</summary>
/// <remarks>
/// <para>
/// Both numbers count eigenvalues: the share of eigenvalues up to x may be off by <see cref="Displaced"/>/n in the mean, and a
/// replicate scatters about the mean with a deviation of <see cref="Fluctuation"/>/n. In a mean or a location the unit is
/// 1/n of the range of the support, in a variance 1/n of half the range squared: the total variation of x and of (x − m)².
/// </para>
/// <para>
/// Domain: matrices whose counting function is rigid, such as GOE, Wishart and Haar rotations of fixed spectra, have both of
/// order 1 (a heuristic with the right order: the counting function of GOE deviates by about √(ln n)/π eigenvalues, and its mean
/// is off by half of one). Where the operands themselves are drawn at random (a layer's units, independent draws from a law)
/// the fluctuation is of order √n: give at least <see cref="EnoughReplicates"/> replicates, whose scatter is then used.
/// </para>
/// <para>Source: [MS17] ch. 5, fluctuations of order 1/n of linear statistics.</para>
/// </remarks>
public sealed record FiniteWidth
{
    /// <summary>From this number of replicates on, their scatter decides and not what was stated.</summary>
    public const int EnoughReplicates = 8;

    /// <summary>Creates an allowance.</summary>
    /// <param name="displaced">The bias in eigenvalues, ≥ 0.</param>
    /// <param name="fluctuation">The deviation of one replicate in eigenvalues, &gt; 0.</param>
    public FiniteWidth(double displaced = 2.0, double fluctuation = 1.0)
    {
        Displaced = Require.NonNegative(displaced);
        Fluctuation = Require.Positive(fluctuation);
    }

    /// <summary>The allowance for one rotation-invariant random matrix.</summary>
    public static FiniteWidth Default { get; } = new();

    /// <summary>The bias in eigenvalues.</summary>
    public double Displaced { get; }

    /// <summary>The deviation of one replicate in eigenvalues.</summary>
    public double Fluctuation { get; }
}
