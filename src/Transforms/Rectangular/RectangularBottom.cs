using FreeSpectra.Measures;

namespace FreeSpectra.Transforms.Rectangular;

/// <summary>What the masses wᵢ of the factors at 0 say about the bottom of the law of squares of a rectangular free sum, 0 &lt; λ &lt; 1.</summary>
/// <remarks>
/// <para>
/// Towards y = 0 from below H = (1 + λM)G tends to (1 − λ)G(0), and is −∞ only where both yᵢ tend to 0, that is where M tends to w₁ + w₂ − 2. With w₁ + w₂ &lt; 1
/// M = −1 comes before, at a finite H &lt; 0: y passes 0 there as an analytic function of H, and 0 lies in a gap, however narrow with λ near 1.
/// </para>
/// <para>
/// With w₁ + w₂ = 1 there is no gap: yᵢ ∼ K/H, 1 + M ∼ C·|H|^{−1−β} with β the smallest exponent &lt; 0 of the factors at 0, or β = 0, so |G| ∼ C'·y^{−1/(2 + β)}.
/// With w₁ + w₂ &gt; 1 the yᵢ are multiples of y at first, and a band from 0 has the smallest exponent of the factors there.
/// </para>
/// <para>Source: [BG09] (the equations).</para>
/// </remarks>
internal static class RectangularBottom
{
    // The rounding of w₁ + w₂, within which the sum has no atom at 0 either.
    private const double Rounding = 9e-16;

    /// <summary>The exponent of the density at 0 where a band starts there; null where none can.</summary>
    public static double? Exponent(SpectralMeasure first, SpectralMeasure second)
    {
        double excess = first.MassAt(0.0) + second.MassAt(0.0) - 1.0;
        double smallest = first.Bands.Concat(second.Bands).Where(band => band.Left == 0.0).Select(band => band.LeftExponent)
            .DefaultIfEmpty(double.PositiveInfinity).Min();
        return excess < -Rounding ? null
            : excess <= Rounding ? -1.0 / (2.0 + Math.Min(smallest, 0.0))
            : double.IsFinite(smallest) ? smallest : null;
    }
}
