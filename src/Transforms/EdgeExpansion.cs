using System.Numerics;
using FreeSpectra.Numerics;

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
    private const double Unit = 2.220446049250313e-16;
    private const double Aliased = 1e-14;
    private const double Least = 2e-14;

    private readonly double[] coefficients;
    private readonly double radius;
    private readonly double sign;

    // About a cusp: the rounding of x and of the linear coefficient, and the quadratic one that was left out.
    private readonly double noise;
    private readonly double bend;

    private EdgeExpansion(
        double center, double[] coefficients, double radius, double sign, double exponent, double relativeError, double noise = 0.0, double bend = 0.0)
    {
        this.noise = noise;
        this.bend = bend;
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
        EdgeExpansion? first = null;
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
                    return first;
                }

                if (critical && converged)
                {
                    bool cusp = Math.Abs(scaled[2]) < 1e-7 * Math.Abs(scaled[3]);
                    scaled[2] = cusp ? 0.0 : scaled[2];
                    EdgeExpansion found = new(center, scaled, radius, sign, cusp ? Math.CopySign(1.0 / 3.0, exponent) : exponent, Least + (rest / leading));
                    if (first is not null)
                    {
                        return found.RelativeError - Least < 0.1 * (first.RelativeError - Least) ? found : first;
                    }

                    if (rest <= Aliased * leading)
                    {
                        return found;
                    }

                    // Either rounding, which counts for more on a smaller circle, or a singularity so near that coefficients of a high order count for low ones: on half the circle they do not.
                    first = found;
                }
            }
        }

        return first;
    }

    /// <summary>
    /// About a place where two bands meet, or have just met: the linear coefficient, which tells the two apart, is kept; with the small quadratic and the
    /// cubic one it decides the density there. Null where the circle cannot be continued to, or the place is not like a cusp.
    /// </summary>
    /// <param name="evaluate">x(P), or x(−1/P) about a pole.</param>
    /// <param name="center">P at the place; +∞ about a pole.</param>
    /// <param name="place">x there.</param>
    /// <param name="size">The size of the terms of x.</param>
    /// <param name="room">The distance to the nearest singularity.</param>
    /// <param name="sign">+1 if offsets are counted to the right.</param>
    public static EdgeExpansion? BuildCusp(Func<Complex, Complex?> evaluate, double center, double place, double size, double room, double sign)
    {
        for (double radius = 0.7 * room; radius > 1e-4 * room; radius *= 0.5)
        {
            if (Coefficients(evaluate, center, place, radius) is { } scaled)
            {
                double tail = Math.Max(Math.Abs(scaled[^1]), Math.Max(Math.Abs(scaled[^2]), Math.Abs(scaled[^3])));
                double noise = 4.0 * Unit * (size + Math.Abs(place) + (double.IsInfinity(center) ? 1.0 / radius : 0.0));
                bool like = scaled[3] < 0.0 && Math.Abs(scaled[0]) < 1e-9 * -scaled[3]
                    && Math.Abs(scaled[1]) < 0.05 * -scaled[3] && Math.Abs(scaled[2]) < 0.1 * -scaled[3];
                if (like && tail * Math.Pow(0.4, Order) < 1e-16 * -scaled[3])
                {
                    bool flat = Math.Abs(scaled[1]) <= noise;
                    scaled[0] = 0.0;
                    scaled[1] = flat ? 0.0 : scaled[1];
                    bool even = flat && Math.Abs(scaled[2]) < 1e-7 * -scaled[3];
                    double bend = even ? Math.Abs(scaled[2]) : 0.0;
                    scaled[2] = even ? 0.0 : scaled[2];
                    return new EdgeExpansion(center, scaled, radius, sign, 1.0 / 3.0, 2e-14, noise, bend);
                }
            }
        }

        return null;
    }

    /// <summary>Whether x rises at the place by more than rounding: then there is a gap, and no density.</summary>
    public bool IsApart => coefficients[1] > noise;

    /// <summary>Half of the gap, or a bound of it where rounding hides it.</summary>
    public double HalfGap => Math.Pow(Math.Max(0.0, coefficients[1]) + noise, 1.5) / Math.Sqrt(-coefficients[3]);

    /// <summary>Whether x falls at the place by more than rounding: then the density is positive there.</summary>
    public bool HasMet => coefficients[1] < -noise;

    /// <summary>
    /// The density at the place or beside it, −Im G/π for sums, with the rounding of the place and of the linear coefficient carried through the derivative;
    /// null beyond the reach of the expansion.
    /// </summary>
    /// <param name="offset">x less the place, of any sign.</param>
    /// <param name="density">The density from P − P_e, or from −1/P about a pole.</param>
    public Estimate<double>? Beside(double offset, Func<Complex, double> density)
    {
        if (!(Math.Abs(offset) <= Reach))
        {
            return null;
        }

        Complex? root = CubicRoot(offset);
        if (root is null)
        {
            return new Estimate<double>(0.0, Uncertain, 1);
        }

        for (int i = 0; i < 40 && root is { } a; i++)
        {
            Complex value = Complex.Zero;
            Complex derivative = Complex.Zero;
            for (int k = coefficients.Length - 1; k >= 0; k--)
            {
                derivative = (derivative * a) + value;
                value = (value * a) + coefficients[k];
            }

            Complex step = (value - offset) / derivative;
            root = a - step;
            double size = Complex.Abs(a);
            if (Complex.Abs(step) <= 1e-15 * size)
            {
                // The claim is first order; where it is not small the value at no offset from a place as uncertain as this is the bound.
                double moved = ((noise * (1.0 + size)) + (bend * size * size)) / Complex.Abs(derivative);
                double found = density(radius * a);
                double relative = 2e-14 + (2.0 * moved / a.Imaginary);
                return a.Imaginary > 0.0 && size < 0.4 ? new Estimate<double>(found, relative < 0.5 ? relative * found : found + Uncertain, 1) : null;
            }
        }

        return null;
    }

    /// <summary>The largest density that a cusp may have at the place itself, because its linear coefficient is only known to rounding.</summary>
    public double Uncertain => radius * (Math.Sqrt((noise + Math.Max(0.0, -coefficients[1])) / -coefficients[3]) + Math.Cbrt(noise / -coefficients[3])) / Math.PI;

    /// <summary>The root above the axis of the first three terms, by Newton's steps for all three at once.</summary>
    private Complex? CubicRoot(double target)
    {
        double scale = Math.Cbrt(Math.Abs(target / coefficients[3])) + Math.Sqrt(Math.Abs(coefficients[1] / coefficients[3]));
        if (scale == 0.0)
        {
            return null;
        }

        // In units of the scale, so that the coefficients are of order 1.
        double c0 = -target / (coefficients[3] * scale * scale * scale);
        double c1 = coefficients[1] / (coefficients[3] * scale * scale);
        double c2 = coefficients[2] / (coefficients[3] * scale);
        Complex[] roots = [new(0.4, 0.9), new(-0.65, 0.72), new(0.1, -1.0)];
        for (int i = 0; i < 100; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                Complex a = roots[k];
                roots[k] -= ((((a + c2) * a) + c1) * a + c0) / ((a - roots[(k + 1) % 3]) * (a - roots[(k + 2) % 3]));
            }
        }

        Complex highest = roots.MaxBy(root => root.Imaginary);
        return highest.Imaginary > 1e-6 ? scale * highest : null;
    }

    /// <summary>P − P_e at a distance from the edge into the band; Im &gt; 0. False beyond the reach of the expansion.</summary>
    public bool TrySolve(double offset, out Complex difference) => TrySolve(offset, out difference, out _);

    /// <summary>P − P_e and dx/dP there.</summary>
    public bool TrySolve(double offset, out Complex difference, out Complex slope)
    {
        double cubic = Math.Cbrt(offset / Math.Abs(coefficients[3]));
        Complex[] starts =
        [
            new Complex(0.0, Math.Sqrt(offset / Math.Abs(coefficients[2]))),
            Complex.FromPolarCoordinates(cubic, Math.PI / 3.0),
            Complex.FromPolarCoordinates(cubic, 2.0 * Math.PI / 3.0),
        ];
        return TrySolve(sign * offset, starts, 1e-3, out difference, out slope);
    }

    /// <summary>P − P_e and dx/dP at a point of the upper half-plane, from its difference to the edge.</summary>
    public bool TrySolve(Complex offset, out Complex difference, out Complex slope)
    {
        Complex root = Complex.Sqrt(offset / coefficients[2]), cubic = Complex.Pow(offset / coefficients[3], 1.0 / 3.0);
        Complex third = Complex.FromPolarCoordinates(1.0, 2.0 * Math.PI / 3.0);
        Complex[] starts = [root.Imaginary > 0.0 ? root : -root, new[] { cubic, cubic * third, cubic / third }.MaxBy(one => one.Imaginary)];
        return TrySolve(offset, starts, 0.0, out difference, out slope);
    }

    private bool TrySolve(Complex target, Complex[] starts, double leastSine, out Complex difference, out Complex slope)
    {
        difference = slope = Complex.Zero;
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
                    if (a.Imaginary > leastSine * size && size < 0.4)
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
