using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>A certified solution of the equations at one point.</summary>
/// <param name="Zeta">z − c₀.</param>
/// <param name="Unknowns">The stationary point; the first entry is τ.</param>
/// <param name="Slope">dτ/dz.</param>
/// <param name="Error">An estimate of the true error of τ: rounding, Newton's remainder and the outer quadrature.</param>
/// <param name="Evaluations">How often the equations were evaluated.</param>
internal sealed record CentredSolution(Complex Zeta, Complex[] Unknowns, Complex Slope, double Error, int Evaluations)
{
    /// <summary>τ = −G(z).</summary>
    public Complex Trace => Unknowns[0];
}
