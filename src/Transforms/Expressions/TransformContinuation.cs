using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms.Expressions;

/// <summary>Inverts G and h by continuation along a straight line of values.</summary>
/// <remarks>
/// <para>Each step is a Newton solve that must stay in the half-plane of its start, off the support, and settle without a jump.</para>
/// <para>Error: the last Newton step and the rounding of the transform.</para>
/// <para>Source: [BV93] §5, §6 (where the inverses are analytic).</para>
/// </remarks>
internal static class TransformContinuation
{
    private const double Rounding = 16.0 * 2.220446049250313e-16;
    private const double Farthest = 690.0; // e^690 is a number, and so is its reciprocal
    private const int MaxSteps = 2_000;

    /// <summary>Solves T(z) = w from T(z) ≈ first/z at infinity, along the ray s·w, 0 &lt; s ≤ 1.</summary>
    public static Estimate<Complex> FromInfinity(
        SpectralMeasure law, Complex w, double first, double floor, Func<Complex, Complex> transform, Func<Complex, Complex> derivative, string name)
    {
        double radius = Math.Max(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        radius = double.IsFinite(radius) ? Math.Max(radius, 1e-300) : 1e3;
        double s = Math.Min(1.0, Math.Abs(first) / (16.0 * radius * Complex.Abs(w)));
        return Follow(law, first / (s * w), s * w, w, s, floor, transform, derivative, name, "from 0 along a ray");
    }

    /// <summary>Solves h(z) = u for a law on [0, ∞) from the negative axis, where h decreases from 0 to −1 + μ{0}, along the line of constant Re u.</summary>
    public static Estimate<Complex> FromNegativeAxis(
        SpectralMeasure law, Complex u, Func<Complex, Complex> transform, Func<Complex, Complex> derivative, string name)
    {
        double y = ScalarSearch.Root(
            y =>
            {
                double z = -Math.Exp(y);
                return (transform(z).Real - u.Real, z * derivative(z).Real);
            },
            -Farthest,
            Farthest,
            lowIsNegative: true,
            guess: 0.0);
        Complex start = -Math.Exp(y);
        return Follow(law, start, u.Real, u, 0.0625, floor: 1.0, transform, derivative, name, "from the negative axis at a constant real part");
    }

    private static Estimate<Complex> Follow(
        SpectralMeasure law, Complex z, Complex from, Complex to, double step, double floor, Func<Complex, Complex> transform, Func<Complex, Complex> derivative, string name, string way)
    {
        if (!Newton(law, ref z, from, floor, transform, derivative, out double error))
        {
            throw Outside(name, to);
        }

        int steps = 0;
        double s = from == to ? 1.0 : 0.0;
        while (s < 1.0)
        {
            if (++steps > MaxSteps || step < 1e-12)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"z must lie in the domain of {name}, reached {way}, but is {to.Real:R},{to.Imaginary:R}."), nameof(to));
            }

            double next = Math.Min(1.0, s + step);
            Complex aim = next == 1.0 ? to : from + (next * (to - from));
            Complex trial = z + ((aim - from - (s * (to - from))) / derivative(z));
            if (!(to.Imaginary == 0.0 && Crosses(law, z.Real, trial.Real)) && Newton(law, ref trial, aim, floor, transform, derivative, out double trialError))
            {
                (s, z, error) = (next, trial, trialError);
                step *= 2.0;
            }
            else
            {
                step *= 0.5;
            }
        }

        return new Estimate<Complex>(z, error, steps);
    }

    private static bool Newton(
        SpectralMeasure law, ref Complex z, Complex w, double floor, Func<Complex, Complex> transform, Func<Complex, Complex> derivative, out double error)
    {
        error = double.PositiveInfinity;
        double previous = double.PositiveInfinity;
        int side = Math.Sign(z.Imaginary);
        bool real = w.Imaginary == 0.0;
        for (int i = 0; i < 30; i++)
        {
            if (!Complex.IsFinite(z) || (real ? OnSupport(law, z.Real) : Math.Sign(z.Imaginary) != side))
            {
                return false;
            }

            Complex slope = derivative(z);
            Complex gap = (transform(z) - w) / slope;
            double size = Complex.Abs(gap);
            double distance = real ? Distance(law, z.Real) : Math.Abs(z.Imaginary) + Distance(law, z.Real);

            // What rounding of z and of the transform does to z; h = zG − 1 rounds at the size of 1 where it is not small.
            double noise = Rounding * (Complex.Abs(z) + ((Math.Min(floor, 100.0 * Complex.Abs(w)) + Complex.Abs(w)) / Complex.Abs(slope)));

            // The step must be small against the distance to the nearest singularity, and shrink: no jump to another branch.
            if (!(size < 0.3 * distance) || size > 0.5 * previous + 1e-300)
            {
                bool settled = size <= noise && i > 0;
                error = settled ? size + noise : error;
                return settled;
            }

            z -= gap;
            previous = size;
            if (size <= 1e-15 * Complex.Abs(z))
            {
                error = size + noise;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the support reaches between two real points.</summary>
    private static bool Crosses(SpectralMeasure law, double x, double y) =>
        law.Atoms.Any(atom => atom.Location > Math.Min(x, y) && atom.Location < Math.Max(x, y))
        || law.Bands.Any(band => band.Right > Math.Min(x, y) && band.Left < Math.Max(x, y));

    /// <summary>Whether a real point is in a band or an atom.</summary>
    public static bool OnSupport(SpectralMeasure law, double x) =>
        law.Bands.Any(band => band.Contains(x)) || law.Atoms.Any(atom => atom.Location == x);

    private static double Distance(SpectralMeasure law, double x)
    {
        double distance = double.PositiveInfinity;
        foreach (Band band in law.Bands)
        {
            distance = Math.Min(distance, band.Contains(x) ? 0.0 : Math.Min(Math.Abs(x - band.Left), Math.Abs(x - band.Right)));
        }

        return law.Atoms.Aggregate(distance, (d, atom) => Math.Min(d, Math.Abs(x - atom.Location)));
    }

    /// <summary>The refusal of an argument that is not in the domain.</summary>
    public static ArgumentException Outside(string name, Complex w) => new(FormattableString.Invariant(
        $"z must lie in the domain of {name}, but is {w.Real:R},{w.Imaginary:R}."));
}
