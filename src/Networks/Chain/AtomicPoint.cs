namespace FreeSpectra.Networks.Chain;

/// <summary>A real point off the support of a law of an atomic chain, with what the next layer needs of it.</summary>
/// <param name="U">u = h(z).</param>
/// <param name="Shifted">1 + u = z/F, carried on its own as a product, so that it does not cancel.</param>
/// <param name="Z">z.</param>
/// <param name="Spread">Var t/(z − t) over the law: −z h'(z) = u(1 + u) + Var.</param>
internal readonly record struct AtomicPoint(double U, double Shifted, double Z, double Spread)
{
    /// <summary>The smallest |u| and |1 + u|: z = ∞ and F = ∞ are points like any other, but for their names.</summary>
    private const double Smallest = 1e-60;

    /// <summary>The point of δ_{q₀} with u = −t.</summary>
    public static AtomicPoint Start(double t, double inputMoment)
    {
        double u = Away(-t);
        double shifted = Away(1.0 + u);
        return new AtomicPoint(u, shifted, inputMoment * shifted / u, 0.0);
    }

    /// <summary>
    /// The part of this law in the condition that a point lies off the support of a free product: u(1 + u)/S − S, S² = Var and S of the
    /// sign of z. It is concave in u along each gap, and the point is off the support just where the sum for both factors is positive.
    /// </summary>
    public static double Share(double u, double shifted, double spread, double sign)
    {
        double root = Math.CopySign(Math.Sqrt(spread), sign);
        return (u * shifted / root) - root;
    }

    /// <summary>The point of (q + σ²·)_*(ν ⊠ μ) over this one.</summary>
    /// <param name="layer">σ² and q.</param>
    /// <param name="other">v with the same u.</param>
    /// <param name="slack">1 − Var_μ Var_ν/(u(1 + u))²: positive just if the point is off the support.</param>
    public AtomicPoint Advance(ChainLayer layer, AtomicPreimage other, out double slack)
    {
        double c = U * Shifted;
        slack = 1.0 - (Spread / c * (other.Spread / c));
        double y = layer.WeightVariance * other.V * (Z * (U / Shifted));
        double spread = (Spread + other.Spread + (2.0 * Spread * (other.Spread / c))) / slack;
        double z = layer.SecondMoment + y;
        double stretch = z / y;
        return new AtomicPoint(
            Away(U + (layer.SecondMoment * (Shifted / y))), Away(Shifted * stretch), z, Math.Max(0.0, spread) * stretch * stretch);
    }

    private static double Away(double x) => Math.Abs(x) < Smallest ? Math.CopySign(Smallest, x) : x;
}
