using System.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The left end of the bulk at c₀, where the density is a power and no fold exists.</summary>
/// <remarks>
/// Nearer than ζ₀ the equations cancel, and the density is continued from there by
/// ρ = ρ₀ (ζ/ζ₀)^β exp((β₀ − β)((ζ/ζ₀)^γ − 1)/γ): the local exponents d log ρ/d log ζ at ζ₀, 10²ζ₀ and 10⁴ζ₀ give β and the power γ of the
/// first correction.
/// </remarks>
internal sealed class HardEdge
{
    private readonly CentredSolution start;
    private readonly double localExponent;
    private readonly double correction;

    private HardEdge(CentredSolution start, double localExponent, double exponent, double correction)
    {
        this.start = start;
        this.localExponent = localExponent;
        this.correction = correction;
        Exponent = exponent;
    }

    /// <summary>β: the power with which the density starts.</summary>
    public double Exponent { get; }

    /// <summary>ζ₀: below it the power law holds.</summary>
    public double Reach => start.Zeta.Real;

    /// <summary>Follows the solution from the middle of the bulk to ζ₀ = 1e-12 of its width, or returns null.</summary>
    public static HardEdge? Find(CentredSolver solver, double right)
    {
        const int Decades = 12;
        var exponents = new double[Decades + 1];
        CentredSolution? at = solver.TryDescend(0.5 * right);
        double fraction = 1.0;
        for (int k = 1; at is not null && k <= Decades; k++)
        {
            fraction *= 0.1;
            at = solver.TryFrom(at, fraction * right, halvings: 6);
            exponents[k] = at is null ? double.NaN : at.Slope.Imaginary * at.Zeta.Real / at.Trace.Imaginary;
        }

        if (at is null)
        {
            return null;
        }

        double near = exponents[Decades], middle = exponents[Decades - 2], far = exponents[Decades - 4];
        double ratio = (far - middle) / (middle - near);

        // Between 10^0.2 and 10^4: otherwise the differences are rounding, and the local exponent is the exponent.
        return ratio is > 1.6 and < 1e4
            ? new HardEdge(at, near, near - ((middle - near) / (ratio - 1.0)), 0.5 * Math.Log10(ratio))
            : new HardEdge(at, near, near, 1.0);
    }

    /// <summary>The density at ζ below <see cref="Reach"/>.</summary>
    public PieceValue At(double zeta)
    {
        double scale = zeta / Reach;
        double density = start.Trace.Imaginary / Math.PI * Math.Pow(scale, Exponent)
            * Math.Exp((localExponent - Exponent) * (Math.Pow(scale, correction) - 1.0) / correction);
        double second = (localExponent - Exponent) * (localExponent - Exponent);
        return new PieceValue(density, density * (second + (start.Error / start.Trace.Imaginary)), start);
    }
}
