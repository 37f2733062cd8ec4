using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The exponent of the density of a free product at 0.</summary>
/// <remarks>
/// <para>
/// Near 0 a factor has ω ∼ C(W − W₀)^a with W₀ = −w/(1 − w), w its mass at 0, and a = 1 unless its density blows up like ω^β,
/// β &lt; 0: then a = 1/(1 + β). The factors with the largest w decide: x ∼ (W − W₀)^A with A = Σ tᵢaᵢ over them,
/// less T − 1 if w = 0, and the density has the exponent 1/A − 1.
/// </para>
/// <para>Source: [BB07] thm. 3.2 (the equations from which this follows).</para>
/// </remarks>
internal static class HardEdge
{
    /// <summary>The exponent at 0.</summary>
    public static double Exponent(FreeConvolution law)
    {
        double largest = law.Factors.Max(factor => factor.MassAt(0.0));
        double sum = largest == 0.0 ? 1.0 - law.Exponents.Sum() : 0.0;
        double inherited = 0.5;
        for (int i = 0; i < law.Factors.Length; i++)
        {
            SpectralMeasure factor = law.Factors[i];
            if (factor.MassAt(0.0) < largest)
            {
                continue;
            }

            double exponent = factor.Bands.IsEmpty || factor.Bands[0].Left > 0.0 ? double.NaN : factor.Bands[0].LeftExponent;
            double power = exponent < 0.0 ? 1.0 / (1.0 + exponent) : 1.0;
            sum += law.Exponents[i] * power;
            inherited = double.IsNaN(exponent) ? inherited : exponent;
        }

        return Math.Abs(sum - 1.0) < 1e-12 ? inherited : (1.0 / sum) - 1.0;
    }

    /// <summary>The exponent of the density of a convolution towards infinity.</summary>
    /// <remarks>
    /// Sums: the heaviest tail of a factor. Products: with h ∼ ω^{−a}, a = min(1, tail index), the inverses multiply to
    /// 1/a = Σ tᵢ/aᵢ − (T − 1); if that is 1 the heaviest tail stays, else the exponent is −1 − a.
    /// </remarks>
    /// <param name="law">The convolution.</param>
    /// <param name="left">Whether towards −∞.</param>
    public static double Tail(FreeConvolution law, bool left)
    {
        double heaviest = double.NegativeInfinity;
        double inverse = 1.0 - law.Exponents.Sum();
        for (int i = 0; i < law.Factors.Length; i++)
        {
            SpectralMeasure factor = law.Factors[i];
            double exponent = factor.Bands.IsEmpty ? double.NegativeInfinity
                : left ? (double.IsInfinity(factor.Bands[0].Left) ? factor.Bands[0].LeftExponent : double.NegativeInfinity)
                : double.IsInfinity(factor.Bands[^1].Right) ? factor.Bands[^1].RightExponent : double.NegativeInfinity;
            heaviest = Math.Max(heaviest, exponent);
            inverse += law.Exponents[i] / Math.Min(1.0, -1.0 - exponent);
        }

        return law.IsProduct && inverse > 1.0 + 1e-12 ? -1.0 - (1.0 / inverse) : heaviest;
    }
}
