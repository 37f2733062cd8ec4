using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>A certified solution of the equations at one point.</summary>
/// <param name="Zeta">z − c₀.</param>
/// <param name="Unknowns">The stationary point; the first entry is τ.</param>
/// <param name="Tangent">The derivatives of the unknowns by z.</param>
/// <param name="Error">An estimate of the true error of τ: rounding, Newton's remainder and the outer quadrature.</param>
/// <param name="Evaluations">How often the equations were evaluated.</param>
internal sealed record CentredSolution(Complex Zeta, Complex[] Unknowns, Complex[] Tangent, double Error, int Evaluations)
{
    /// <summary>τ = −G(z).</summary>
    public Complex Trace => Unknowns[0];

    /// <summary>dτ/dz.</summary>
    public Complex Slope => Tangent[0];

    /// <summary>The unknowns at another ζ to first order in log ζ, which is exact for powers: near a hard edge they are powers.</summary>
    public Complex[] Extrapolate(Complex zeta)
    {
        Complex ratio = Complex.Log(zeta / Zeta);
        var x = new Complex[Unknowns.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Unknowns[i] == Complex.Zero
                ? Tangent[i] * (zeta - Zeta)
                : Unknowns[i] * Complex.Exp(Tangent[i] * Zeta / Unknowns[i] * ratio);
        }

        return x;
    }
}
