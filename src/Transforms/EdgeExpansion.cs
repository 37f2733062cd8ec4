using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The solution near an end of a band, with the distance from the end as the variable.</summary>
/// <remarks>
/// <para>
/// Near a critical value x_e = x(P_e) the function X(a) = x(P_e + a) − x_e is analytic with X(0) = X'(0) = 0. Its Taylor
/// coefficients come from the trapezoidal rule on a circle about P_e, where the inverses of the factors are continued from
/// the real axis. With the two leading coefficients set to 0, X(a) = ±offset is solved for a without any cancellation.
/// </para>
/// <para>Source: [TW14] §2 (trapezoidal rule on a circle); [BES20] (square-root edges).</para>
/// </remarks>
internal sealed class EdgeExpansion
{
    private const int Order = 28;
    private const int Nodes = 64;

    private readonly double[] coefficients;
    private readonly double radius;
    private readonly double sign;

    private EdgeExpansion(double center, double[] coefficients, double radius, double sign, double exponent, double relativeError)
    {
        RelativeError = relativeError;
        Center = center;
        this.coefficients = coefficients;
        this.radius = radius;
        this.sign = sign;
        Exponent = exponent;
        double reach = 0.0;
        for (int k = 2; k < coefficients.Length; k++)
        {
            reach += Math.Abs(coefficients[k]) * Math.Pow(0.4, k);
        }

        Reach = 0.25 * reach;
    }

    /// <summary>P at the edge; +∞ where the variable is −1/P.</summary>
    public double Center { get; }

    /// <summary>The largest offset at which the expansion is tried.</summary>
    public double Reach { get; }

    /// <summary>The relative error of the density: rounding, and what is left of the two coefficients that vanish.</summary>
    public double RelativeError { get; }

    /// <summary>The exponent of the density.</summary>
    public double Exponent { get; }

    /// <summary>Builds the expansion, or returns null where the circle cannot be continued to.</summary>
    /// <param name="evaluate">x(P) at a point P of the upper half-plane near the centre; null where it cannot be certified.</param>
    /// <param name="center">P_e.</param>
    /// <param name="place">x_e.</param>
    /// <param name="rounding">The rounding error of x_e.</param>
    /// <param name="room">The distance of P_e from the ends of its range.</param>
    /// <param name="sign">+1 if the band lies to the right of the edge.</param>
    /// <param name="exponent">The exponent of the density at a simple critical point: ½, or −½ where P_e = 0.</param>
    public static EdgeExpansion? Build(
        Func<Complex, Complex?> evaluate, double center, double place, double rounding, double room, double sign, double exponent)
    {
        for (double radius = 0.7 * room; radius > 1e-9 * room; radius *= 0.5)
        {
            if (Coefficients(evaluate, center, place, radius) is { } scaled)
            {
                double largest = scaled.Max(Math.Abs);
                double tail = Math.Max(Math.Abs(scaled[^1]), Math.Max(Math.Abs(scaled[^2]), Math.Abs(scaled[^3])));

                // On a wrong sheet of an inverse the point at the centre would not be critical.
                double leading = Math.Abs(scaled[2]) + Math.Abs(scaled[3]);
                double rest = Math.Abs(scaled[0]) + Math.Abs(scaled[1]);
                bool critical = rest < Math.Max(1e-6 * leading, Math.Min(1e-2 * leading, rounding));
                bool converged = tail * Math.Pow(0.4, Order) < 1e-15 * Math.Abs(scaled[2] * 0.16) || tail * Math.Pow(0.4, Order) < 1e-17 * largest;
                if (!critical && converged && rest <= Math.Max(1e-2 * leading, rounding))
                {
                    // The right sheet, but x_e is not known well enough; on a smaller circle its error counts for more.
                    return null;
                }

                if (critical && converged)
                {
                    bool cusp = Math.Abs(scaled[2]) < 1e-7 * Math.Abs(scaled[3]);
                    scaled[0] = 0.0;
                    scaled[1] = 0.0;
                    scaled[2] = cusp ? 0.0 : scaled[2];
                    return new EdgeExpansion(center, scaled, radius, sign, cusp ? Math.CopySign(1.0 / 3.0, exponent) : exponent, 2e-14 + (rest / leading));
                }
            }
        }

        return null;
    }

    /// <summary>P − P_e at a distance from the edge into the band; Im &gt; 0. False beyond the reach of the expansion.</summary>
    public bool TrySolve(double offset, out Complex difference) => TrySolve(offset, out difference, out _);

    /// <summary>P − P_e and dx/dP there.</summary>
    public bool TrySolve(double offset, out Complex difference, out Complex slope)
    {
        difference = Complex.Zero;
        slope = Complex.Zero;
        double target = sign * offset;
        double cubic = Math.Cbrt(offset / Math.Abs(coefficients[3]));
        Complex[] starts =
        [
            new Complex(0.0, Math.Sqrt(offset / Math.Abs(coefficients[2]))),
            Complex.FromPolarCoordinates(cubic, Math.PI / 3.0),
            Complex.FromPolarCoordinates(cubic, 2.0 * Math.PI / 3.0),
        ];
        foreach (Complex start in starts)
        {
            Complex a = start;
            if (!(Complex.Abs(a) <= 0.4))
            {
                continue;
            }

            double previous = double.PositiveInfinity;
            for (int i = 0; i < 40; i++)
            {
                Complex value = Complex.Zero;
                Complex derivative = Complex.Zero;
                for (int k = coefficients.Length - 1; k >= 2; k--)
                {
                    derivative = (derivative * a) + (k * coefficients[k]);
                    value = (value * a) + coefficients[k];
                }

                Complex step = ((value * a * a) - target) / (derivative * a);
                a -= step;
                double size = Complex.Abs(a);
                if (!(size < 0.6))
                {
                    break;
                }

                // The last steps are rounding: they may stay a few units above the first bound.
                double relative = Complex.Abs(step) / size;
                bool settled = relative <= 4e-16 || (relative <= 4e-15 && relative >= 0.5 * previous);
                previous = relative;
                if (settled)
                {
                    if (a.Imaginary > 1e-3 * size && size < 0.4)
                    {
                        difference = radius * a;
                        slope = derivative * a / radius;
                        return true;
                    }

                    break;
                }
            }
        }

        return false;
    }

    private static double[]? Coefficients(Func<Complex, Complex?> evaluate, double center, double place, double radius)
    {
        // Conjugate symmetry leaves the upper half of the circle, and nodes off the real axis.
        Complex[] values = new Complex[Nodes / 2];
        for (int j = 0; j < values.Length; j++)
        {
            double angle = Math.PI * ((2.0 * j) + 1.0) / Nodes;
            Complex step = Complex.FromPolarCoordinates(radius, angle);
            if (evaluate(double.IsInfinity(center) ? step : center + step) is not { } value)
            {
                return null;
            }

            values[j] = value - place;
        }

        double[] scaled = new double[Order + 1];
        for (int k = 0; k <= Order; k++)
        {
            double sum = 0.0;
            for (int j = 0; j < values.Length; j++)
            {
                (double sin, double cos) = Math.SinCos(k * Math.PI * ((2.0 * j) + 1.0) / Nodes);
                sum += (values[j].Real * cos) + (values[j].Imaginary * sin);
            }

            scaled[k] = 2.0 * sum / Nodes;
        }

        return scaled;
    }
}
