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
}
