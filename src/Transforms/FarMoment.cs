using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>h of a free sum far out, where zG − 1 keeps few digits or none and F cannot be told from z.</summary>
/// <remarks>
/// <para>
/// With F = z/(1 + h) the subordination equations Fⱼ(ωⱼ) = F and Σ tⱼωⱼ = z + (T − 1)F read h = Σ tⱼhⱼ(ωⱼ), ωⱼ = z(1 + hⱼ(ωⱼ))/(1 + h): nothing
/// large is subtracted, and the iteration contracts by about |h| in each step.
/// </para>
/// <para>h′: with sⱼ = ωⱼhⱼ′(ωⱼ) and A = Σ tⱼsⱼ/(1 − sⱼ/(1 + hⱼ)), zh′ = A/(1 + A/(1 + h)).</para>
/// <para>Certificate: tⱼ ≥ 1 and every ωⱼ inside the half-plane by more than its rounding, as in <see cref="SubordinationSolver"/>. Error: rounding, relative to h.</para>
/// <para>Source: [BB07] thm. 4.1, with F = z/(1 + h).</para>
/// </remarks>
internal sealed class FarMoment
{
    // The equations for F itself lose half of the digits of h here.
    private const double Small = 1e-8;

    // In units of the size of the sum.
    private const double Far = 1e4;

    private const int Iterations = 12;
    private const double Settled = 1e-15;

    private readonly TransformTracker[] laws;
    private readonly double[] exponents;
    private readonly double least;

    private FarMoment(TransformTracker[] laws, double[] exponents, double least) => (this.laws, this.exponents, this.least) = (laws, exponents, least);

    /// <summary>The iteration for a sum with all tⱼ ≥ 1; null for any other law.</summary>
    public static FarMoment? Of(FreeConvolution law)
    {
        if (law.IsProduct)
        {
            return null;
        }

        IReadOnlyList<(SpectralMeasure Law, double Exponent)> leaves = law.AllLeaves();
        return leaves.All(leaf => leaf.Exponent >= 1.0)
            ? new FarMoment([.. leaves.Select(leaf => TransformTracker.Of(leaf.Law))], [.. leaves.Select(leaf => leaf.Exponent)], Begins(law))
            : null;
    }

    /// <summary>|z| from which on h may be so small.</summary>
    public static double Begins(FreeConvolution law) => Far * law.Scale;

    /// <summary>h and h′ at a point of either half-plane; false where <see cref="TryMoment"/> is.</summary>
    public bool TryEither(Complex z, out Complex value, out Complex derivative)
    {
        bool below = z.Imaginary < 0.0;
        bool found = TryMoment(below ? Complex.Conjugate(z) : z, out value, out derivative);
        (value, derivative) = below ? (Complex.Conjugate(value), Complex.Conjugate(derivative)) : (value, derivative);
        return found;
    }

    /// <summary>h and h′ at z, Im z &gt; 0; false where z is not so far out that |h| is small, or so near to the axis that the branch is not certain.</summary>
    public bool TryMoment(Complex z, out Complex value, out Complex derivative)
    {
        value = derivative = Complex.NaN;
        if (!(z.Imaginary > 0.0) || !(Complex.Abs(z) > least) || !double.IsFinite(Complex.Abs(z)))
        {
            return false;
        }

        var moments = new Complex[laws.Length];
        var omega = new Complex[laws.Length];
        Array.Fill(omega, z);
        Complex h = Complex.Zero;
        for (int k = 0; k < Iterations; k++)
        {
            Complex next = Complex.Zero;
            Complex terms = Complex.Zero;
            for (int j = 0; j < laws.Length; j++)
            {
                if (!laws[j].TryMoment(omega[j], out moments[j], out _, out Complex slope))
                {
                    return false;
                }

                Complex rise = omega[j] * slope;
                next += exponents[j] * moments[j];
                terms += exponents[j] * rise / (1.0 - (rise / (1.0 + moments[j])));
            }

            if (!(Complex.Abs(next) < Small))
            {
                return false;
            }

            if (Complex.Abs(next - h) <= Settled * Complex.Abs(next))
            {
                (value, derivative) = (next, terms / (1.0 + (terms / (1.0 + next))) / z);
                return Complex.IsFinite(derivative);
            }

            h = next;
            for (int j = 0; j < laws.Length; j++)
            {
                // 1 + (hⱼ − h)/(1 + h), so that the small angle between ωⱼ and z keeps its digits.
                omega[j] = z + (z * ((moments[j] - h) / (1.0 + h)));
                if (!(omega[j].Imaginary > 1e-15 * Complex.Abs(omega[j])))
                {
                    return false;
                }
            }
        }

        return false;
    }
}
