using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>What the rounding of the ends of a law's bands does to G at real places beside them.</summary>
/// <remarks>
/// <para>
/// About an end with exponent β, G minus an analytic part is C(x − e)^β, or C ln(x − e) for β = 0, on both sides, and πρ is its imaginary part inside. An end that is off by
/// δ moves G by |β|·|C| |x − e|^{β−1} δ, which is taken from the density at the same distance inside.
/// </para>
/// <para>Source: [BES20] §2.</para>
/// </remarks>
internal static class EndRounding
{
    // Farther from an end, in units of its rounding, nothing is left of it.
    private const double Far = 1e15;

    /// <summary>The error of G at a real place outside the bands, or beside an end.</summary>
    /// <param name="law">The law.</param>
    /// <param name="x">A real place.</param>
    public static double OfCauchy(SpectralMeasure law, double x)
    {
        double error = 0.0;
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            foreach ((IntervalEnd end, double place, double exponent) in ((IntervalEnd, double, double)[])[(IntervalEnd.Left, band.Left, band.LeftExponent), (IntervalEnd.Right, band.Right, band.RightExponent)])
            {
                double distance = Math.Abs(x - place);
                if (double.IsFinite(place) && law.EdgeError(i, end) is > 0.0 and var delta && distance < Far * delta && distance < 0.5 * band.Width)
                {
                    double from = Math.Max(distance, delta);
                    double power = exponent == 0.0 ? 1.0 : double.IsFinite(exponent) ? Math.Abs(exponent) : 1.0;
                    error += Math.PI * power * law.DensityFromEdge(i, end, from) * delta / from;
                }
            }
        }

        return error;
    }
}
