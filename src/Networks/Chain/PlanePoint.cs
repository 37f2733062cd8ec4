using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A point of the upper half-plane of the curve: ζ and what the chain makes of it.</summary>
/// <param name="Zeta">ζ = z₁.</param>
/// <param name="Z">z_L, rounded.</param>
/// <param name="ZRest">The compensation: z_L = Z + ZRest.</param>
/// <param name="Slope">|ζ|·dz_L/dζ.</param>
/// <param name="F">F_L = 1/G_L.</param>
/// <param name="FSlope">|ζ|·dF_L/dζ.</param>
/// <param name="Miss">The last Newton step relative to Im ζ.</param>
/// <param name="IsPhysical">Whether every Im z_ℓ and Im F_ℓ is positive.</param>
internal readonly record struct PlanePoint(
    Complex Zeta, Complex Z, Complex ZRest, Complex Slope, Complex F, Complex FSlope, double Miss, bool IsPhysical)
{
    /// <summary>The Newton step at which doubles have done what they can, if it is above <see cref="Converged"/>.</summary>
    public const double Rough = 1e-2;

    /// <summary>A Newton step after which the linear correction is right to rounding.</summary>
    public const double Converged = 1e-6;
}
