using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>A function that is real on the axis and analytic in a disc, inside it from its values on a circle.</summary>
/// <remarks>
/// <para>f(x) = Σ f(zⱼ)·zⱼ/(zⱼ − x)/M with zⱼ on a circle about 0: the trapezoidal rule for Cauchy's formula. Error: qᴹ, with q the quotient of the radii.</para>
/// <para>Source: [TW14] §2 (trapezoidal rule on a circle).</para>
/// </remarks>
internal static class CauchyFormula
{
    private const int Nodes = 24;

    // The circle relative to the disc, and the part of the circle in which the formula is used.
    private const double Circle = 0.2;
    private const double Inside = 1e-3;

    /// <summary>Whether a point is so near to 0 that it is better seen from the circle.</summary>
    public static bool Covers(double x, double radius) => Math.Abs(x) <= Inside * radius;

    /// <summary>f(x) and f'(x).</summary>
    /// <param name="f">f in the upper half-plane.</param>
    /// <param name="radius">The radius of the disc about 0.</param>
    /// <param name="x">A point near 0.</param>
    public static (double Value, double Derivative) At(Func<Complex, Complex> f, double radius, double x)
    {
        double value = 0.0;
        double derivative = 0.0;
        for (int j = 0; j < Nodes / 2; j++)
        {
            Complex z = Complex.FromPolarCoordinates(Circle * radius, 2.0 * Math.PI * (j + 0.5) / Nodes);
            Complex quotient = 1.0 / (z - x);
            Complex term = f(z) * z * quotient;
            value += term.Real;
            derivative += (term * quotient).Real;
        }

        return (2.0 * value / Nodes, 2.0 * derivative / Nodes);
    }
}
