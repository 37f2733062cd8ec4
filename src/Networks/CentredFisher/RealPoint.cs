using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>A point of the real curve: real unknowns, the ζ at which they hold, and dζ/dτ.</summary>
/// <param name="Unknowns">Real; the first entry is τ.</param>
/// <param name="Zeta">ζ(τ) = z − c₀.</param>
/// <param name="ZetaSlope">dζ/dτ: positive off the bulk, zero at a fold.</param>
internal sealed record RealPoint(Complex[] Unknowns, double Zeta, double ZetaSlope)
{
    /// <summary>τ.</summary>
    public double Trace => Unknowns[0].Real;
}
