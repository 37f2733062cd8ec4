using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The mass of a law as (1/2πi) ∮ G dz over a circle that reaches half a radius beyond the ends of its support.</summary>
/// <remarks>The trapezoidal rule on the circle converges geometrically; by symmetry only the upper half is evaluated.</remarks>
internal static class ContourMass
{
    private const double Overreach = 1.5;
    private const double Settled = 1e-13;
    private const double Enough = 1e-10; // rounding of G where the circle is large
    private const int MostPoints = 512;

    /// <summary>The mass of the law, all of which lies in [left, right].</summary>
    /// <exception cref="NonConvergenceException">The rule does not settle.</exception>
    public static double Around(Func<Complex, Complex> cauchy, double left, double right)
    {
        double center = 0.5 * (left + right);
        double radius = 0.5 * Overreach * (right - left);
        double previous = 0.0;
        double change = double.PositiveInfinity;
        for (int points = 16; points <= MostPoints; points *= 2)
        {
            double sum = 0.0;
            for (int j = 0; j < points; j++)
            {
                (double sin, double cos) = Math.SinCos(Math.PI * (j + 0.5) / points);
                Complex direction = new(cos, sin);
                sum += (cauchy(center + (radius * direction)) * direction).Real;
            }

            double mass = sum * radius / points;
            change = Math.Abs(mass - previous);
            if (change < Settled)
            {
                return mass;
            }

            previous = mass;
        }

        return change < Enough
            ? previous
            : throw new NonConvergenceException("The total mass of a chain", center, MostPoints, change, "Change a parameter slightly.");
    }
}
