using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Transforms.Problems;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>What is wrong with a value, found without the code that gave it.</summary>
internal static class AnswerProof
{
    /// <summary>G with 32 digits; not a number where no equation is stated for the law.</summary>
    public static Complex Precise(SpectralMeasure law, Complex z)
    {
        try
        {
            return new PreciseLaw().Cauchy(law, z).Rounded();
        }
        catch (Exception unknown) when (unknown is NotSupportedException or NonConvergenceException or BranchException)
        {
            // No equation is stated, or beside the axis the half-plane cannot be told.
            return new Complex(double.NaN, double.NaN);
        }
    }

    /// <summary>The distance of a real place from the support.</summary>
    public static double Room(SpectralMeasure law, double x) => Math.Min(
        law.Atoms.Select(atom => Math.Abs(x - atom.Location)).DefaultIfEmpty(double.PositiveInfinity).Min(),
        law.Bands.Select(band => band.Contains(x) ? 0.0 : Math.Min(Math.Abs(x - band.Left), Math.Abs(x - band.Right))).DefaultIfEmpty(double.PositiveInfinity).Min());

    public static string? Gap(Complex value, Complex expected, double within)
    {
        double gap = Complex.Abs(value - expected);
        return gap > within * Math.Max(Complex.Abs(expected), 1e-300) ? FormattableString.Invariant($"{value} against {expected}: {gap / Complex.Abs(expected):E1} > {within:E1}") : null;
    }

    public static string? Density(SpectralMeasure law, double x, double density, double slack)
    {
        double scale = Math.Min(LawScale.Of(law), law.Bands.Where(band => band.Contains(x)).Select(band => Math.Min(x - band.Left, band.Right - x)).DefaultIfEmpty(0.0).Min());
        double precise = -Precise(law, new Complex(x, 1e-14 * scale)).Imaginary / Math.PI;
        return Math.Abs(density - precise) > slack + (1e-11 * precise) ? FormattableString.Invariant($"with 32 digits {precise:R}") : null;
    }

    /// <summary>G at a point of the upper half-plane, or off the support: there with a height that changes nothing.</summary>
    public static string? Cauchy(SpectralMeasure law, Complex z, Complex g, double within)
    {
        double room = z.Imaginary > 0.0 ? z.Imaginary : Room(law, z.Real);
        if (z.Imaginary > 0.0)
        {
            return Gap(g, Precise(law, z), within);
        }

        Complex precise = Precise(law, new Complex(z.Real, 1e-9 * room)).Real;
        return Gap(g, precise, within + (1e-15 / room / Complex.Abs(g)));
    }

    /// <summary>h = zG − 1, and far out the series of the moments.</summary>
    public static string? Moment(SpectralMeasure law, Complex z, Complex h, double slack)
    {
        double size = LawScale.Of(law);
        if (Complex.Abs(z) > 1e3 * size && law.HasMoment(4))
        {
            Complex sum = Complex.Zero;
            for (int k = 4; k >= 1; k--)
            {
                sum = (sum + law.Moment(k)) / z;
            }

            return Complex.Abs(h - sum) > slack + (1e-11 * Complex.Abs(sum)) + (3.0 * Math.Pow(size / Complex.Abs(z), 5.0)) ? $"by its moments {sum}" : null;
        }

        Complex expected = (z * law.Cauchy(z)) - 1.0;
        return Complex.Abs(h - expected) > slack + (1e-13 * (1.0 + Complex.Abs(expected))) ? $"zG − 1 = {expected}" : null;
    }

    /// <summary>Cauchy's formula for the derivative, on a circle that keeps off the axis or off the support.</summary>
    public static string? Slope(SpectralMeasure law, Func<Complex, Complex> function, Complex z, Complex slope, double slack)
    {
        double room = z.Imaginary > 0.0 ? z.Imaginary : Room(law, z.Real);
        double radius = 0.3 * Math.Min(room, Math.Max(Complex.Abs(z), 1e-3 * room));
        if (!(radius > 1e-12 * Complex.Abs(z)))
        {
            return null;
        }

        const int nodes = 32;
        Complex sum = Complex.Zero;
        double largest = 0.0;
        for (int k = 0; k < nodes; k++)
        {
            Complex turn = Complex.FromPolarCoordinates(1.0, 2.0 * Math.PI * (k + 0.5) / nodes);
            Complex point = z + (radius * turn);
            Complex value = point.Imaginary >= 0.0 ? function(point) : Complex.Conjugate(function(Complex.Conjugate(point)));
            largest = Math.Max(largest, Complex.Abs(value));
            sum += value / turn;
        }

        Complex expected = sum / nodes / radius;
        return Complex.Abs(slope - expected) > slack + (1e-9 * Complex.Abs(expected)) + ((1e-13 + (1e-15 * Complex.Abs(z) / radius)) * largest / radius) ? $"by Cauchy's formula {expected}" : null;
    }

    /// <summary>A central difference of fourth order.</summary>
    public static string? Difference(Func<Complex, Complex> function, Complex z, Complex slope, double slack)
    {
        Complex step = 1e-3 * z;
        Complex near = function(z + step) - function(z - step);
        Complex far = function(z + (2.0 * step)) - function(z - (2.0 * step));
        Complex expected = ((8.0 * near) - far) / (12.0 * step);
        return Complex.Abs(slope - expected) > (1e-8 * Complex.Abs(expected)) + slack + (1e-12 * Complex.Abs(function(z) / step)) ? $"by differences {expected}" : null;
    }

    /// <summary>The growth of the density at both ends, or far out in a tail.</summary>
    public static string? Exponents(SpectralMeasure law, int index)
    {
        Band band = law.Bands[index];
        string? wrong = null;
        foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
        {
            (double place, double exponent) = end == IntervalEnd.Left ? (band.Left, band.LeftExponent) : (band.Right, band.RightExponent);
            if (double.IsInfinity(place) || double.IsInfinity(band.Width))
            {
                continue;
            }

            double near = law.DensityFromEdge(index, end, 1e-13 * band.Width);
            double far = law.DensityFromEdge(index, end, 1e-11 * band.Width);
            double power = Math.Log(far / near) / Math.Log(100.0);
            // Beside the power 0 and beside none there are logarithms.
            if (!(exponent == 0.0 ? Math.Abs(power) <= 0.1 : double.IsInfinity(exponent) ? power is > -0.1 and < 0.1 : Math.Abs(power - exponent) <= 0.02))
            {
                wrong += FormattableString.Invariant($"{end} grows like {power:F3}; ");
            }
        }

        return wrong;
    }
}
