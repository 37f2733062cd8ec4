using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The mass inside an interval as (1/2πi) ∮ G dz over a circle that reaches half a radius beyond its ends.</summary>
/// <remarks>The trapezoidal rule on the circle converges geometrically; by symmetry only the upper half is evaluated.</remarks>
internal static class ContourMass
{
    private const double Overreach = 1.5;

    /// <summary>The mass of the law inside [left, right], nothing else of it lying within a quarter of the width beyond.</summary>
    public static double Around(Func<Complex, Complex> cauchy, double left, double right)
    {
        double center = 0.5 * (left + right);
        double radius = 0.5 * Overreach * (right - left);
        double previous = double.NaN;
        for (int points = 16; points <= 256; points *= 2)
        {
            double sum = 0.0;
            for (int j = 0; j < points; j++)
            {
                (double sin, double cos) = Math.SinCos(Math.PI * (j + 0.5) / points);
                Complex direction = new(cos, sin);
                sum += (cauchy(center + (radius * direction)) * direction).Real;
            }

            double mass = sum * radius / points;
            if (Math.Abs(mass - previous) < 1e-13)
            {
                return mass;
            }

            previous = mass;
        }

        return previous;
    }
}
