using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>An edge of the support: a critical value of the rational curve.</summary>
/// <param name="Value">z_L at the critical point.</param>
/// <param name="Parameter">The critical ζ.</param>
/// <param name="Exponent">The power of the density: ½, or −½ where an atom has just vanished.</param>
/// <param name="Curvature">|ζ²·d²z_L/dζ²|, so that |z − z_e| = ½·Curvature·s² at ζ(1 + is) for small s.</param>
/// <param name="Reach">The s below which that holds in order of magnitude.</param>
internal readonly record struct Edge(DoubleDouble Value, DoubleDouble Parameter, double Exponent, double Curvature, double Reach)
{
    /// <summary>The distance from the edge at which the density leaves its leading power.</summary>
    public double Scale => 0.5 * Curvature * Reach * Reach;

    /// <summary>s at a distance from the edge.</summary>
    public DoubleDouble StepAt(DoubleDouble offset) => DoubleDouble.Sqrt(2.0 * offset / Curvature);
}
