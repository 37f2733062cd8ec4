using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The reciprocal Cauchy transform F = 1/G of one law, on the axis from above, at its atoms and beside the ends of its bands.</summary>
/// <remarks>Source: [SW97] (Boolean); [Mur01] (monotone).</remarks>
internal static class ReciprocalTransform
{
    private const double Unit = 2.220446049250313e-16;

    /// <summary>F and F': at an atom of weight w they are 0 and 1/w.</summary>
    public static (Complex Value, Complex Derivative) Of(SpectralMeasure law, Complex z)
    {
        if (z.Imaginary == 0.0)
        {
            double mass = law.MassAt(z.Real);
            if (mass > 0.0)
            {
                return (Complex.Zero, 1.0 / mass);
            }
        }

        if (!Complex.IsFinite(z))
        {
            // F(z) ~ z: a pole of the inner function.
            return (Complex.Infinity, Complex.One);
        }

        Complex g = law.Cauchy(z);
        if (g == Complex.Zero)
        {
            return (Complex.Infinity, Complex.Infinity);
        }

        if (!Complex.IsFinite(g))
        {
            // At an atom, or at the end of a band where the density does not vanish.
            return (Complex.Zero, AtomRules.WeightBeside(law, z.Real) is > 0.0 and var mass ? 1.0 / mass : Complex.Infinity);
        }

        Complex f = 1.0 / g;
        return (f, -law.CauchyDerivative(z) * f * f);
    }

    /// <summary>F of one law at a real place, and what it may be off.</summary>
    public static (Complex Value, double Error) WithError(SpectralMeasure law, double x)
    {
        Complex value = Of(law, x).Value;
        double size = Complex.Abs(value);
        double transform = (Math.PI * law.DensityEstimate(x).Error) + EndRounding.OfCauchy(law, x);
        return (value, size * ((8.0 * Unit) + (double.IsFinite(size) ? transform * size : 0.0)));
    }

    /// <summary>F of one law at a distance from an end of a band of a sum, which may be one of its own.</summary>
    public static Complex BesideEnd(SpectralMeasure law, double place, IntervalEnd end, double offset)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            if ((end == IntervalEnd.Left ? law.Bands[i].Left : law.Bands[i].Right) == place)
            {
                return 1.0 / EdgeTransform.Cauchy(law, i, end, offset);
            }
        }

        double sign = end == IntervalEnd.Left ? 1.0 : -1.0;
        double resolved = 8.0 * Unit * Math.Abs(place);
        if (offset >= resolved || !law.Bands.Any(band => (end == IntervalEnd.Left ? band.Right : band.Left) == place))
        {
            return Of(law, place + (sign * offset)).Value;
        }

        // A band ends there on the other side: nearer than rounding F starts with its power.
        ReciprocalStart start = ReciprocalStart.Of(law, place, end);
        Complex beside = Of(law, place + (sign * resolved)).Value;
        return Complex.IsFinite(start.Value) ? start.Value + ((beside - start.Value) * Math.Pow(offset / resolved, start.Power)) : beside;
    }

    /// <summary>Im F/(π|F|²), with no square that could leave the range of numbers.</summary>
    public static double Density(Complex f)
    {
        double size = Complex.Abs(f);
        return f.Imaginary <= 0.0 || !double.IsFinite(size) ? 0.0 : f.Imaginary / size / size / Math.PI;
    }
}
