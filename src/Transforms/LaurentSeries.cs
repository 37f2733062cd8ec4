using System.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>G of a convolution near an isolated point of its support, near a zero of G in a gap of a free sum, or near 0 in a gap of a free product or of a rectangular sum, where the subordination equations are degenerate.</summary>
/// <remarks>
/// <para>
/// Between bands and other atoms G(z) − w/(z − a) is analytic in a disc about a, w ≥ 0 being the mass there. Its Taylor coefficients come from the
/// trapezoidal rule on a circle, whose points are solved for as any others. Nearer to a some ωᵢ is real, or P has the value that it has at a,
/// by less than rounding, so that no half-plane condition could be told there.
/// </para>
/// <para>Error: the coefficients are cut off below rounding within a quarter of the circle.</para>
/// <para>Source: [TW14] §2 (trapezoidal rule on a circle).</para>
/// </remarks>
internal sealed class LaurentSeries
{
    private const int Nodes = 64;
    private const int Order = 28;

    // The circle relative to the disc in which G is analytic, and the part of the circle in which the series is used.
    private const double Circle = 0.5;
    private const double Inside = 0.25;

    private readonly double weight;
    private readonly double radius;
    private readonly double[] coefficients;

    private LaurentSeries(double place, double weight, double radius, double[] coefficients)
    {
        Place = place;
        this.weight = weight;
        this.radius = radius;
        this.coefficients = coefficients;
    }

    /// <summary>a.</summary>
    public double Place { get; }

    /// <summary>Whether G was found on the whole circle.</summary>
    public bool IsFinite => coefficients.All(double.IsFinite);

    /// <summary>Whether a series about a place is used at z, if there is one.</summary>
    /// <param name="z">A point.</param>
    /// <param name="place">a.</param>
    /// <param name="room">The distance from a to the nearest band or other atom.</param>
    public static bool Covers(Complex z, double place, double room) => Complex.Abs(z - place) <= Inside * Circle * room;

    /// <summary>The series about a place.</summary>
    /// <param name="cauchy">G at a point of the upper half-plane.</param>
    /// <param name="place">a.</param>
    /// <param name="weight">w.</param>
    /// <param name="room">The distance from a to the nearest band or other atom.</param>
    public static LaurentSeries Of(Func<Complex, Complex> cauchy, double place, double weight, double room)
    {
        double radius = Circle * room;
        double[] coefficients = new double[Order];
        for (int j = 0; j < Nodes / 2; j++)
        {
            // Conjugate symmetry leaves the upper half of the circle.
            double angle = 2.0 * Math.PI * (j + 0.5) / Nodes;
            Complex step = Complex.FromPolarCoordinates(radius, angle);
            Complex smooth = cauchy(place + step) - (weight / step);
            for (int k = 0; k < Order; k++)
            {
                coefficients[k] += 2.0 / Nodes * (smooth * Complex.FromPolarCoordinates(1.0, -k * angle)).Real;
            }
        }

        return new LaurentSeries(place, weight, radius, coefficients);
    }

    /// <summary>G and G' at a point other than a.</summary>
    public (Complex Value, Complex Derivative) At(Complex z)
    {
        Complex d = z - Place;
        Complex t = d / radius;
        Complex sum = Complex.Zero;
        Complex slope = Complex.Zero;
        for (int k = Order - 1; k >= 0; k--)
        {
            slope = (slope * t) + sum;
            sum = (sum * t) + coefficients[k];
        }

        // w/d² may leave the range of numbers sooner than w/d.
        Complex pole = weight == 0.0 ? Complex.Zero : weight / d;
        return (sum + pole, (slope / radius) - (pole == Complex.Zero ? Complex.Zero : pole / d));
    }

    /// <summary>zG and its derivative for a = 0, without the cancellation of the poles.</summary>
    public (Complex Above, Complex Derivative) MomentAt(Complex z)
    {
        Complex t = z / radius;
        Complex sum = Complex.Zero;
        Complex slope = Complex.Zero;
        for (int k = Order - 1; k >= 0; k--)
        {
            slope = (slope * t) + ((k + 1) * coefficients[k]);
            sum = (sum * t) + coefficients[k];
        }

        return (weight + (z * sum), slope);
    }
}
