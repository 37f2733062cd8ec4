using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>G and the density across a narrow place inside a band at which the equations cannot be certified.</summary>
/// <remarks>
/// <para>
/// Beside an atom all of Im F but rounding is lost, and where G has a zero inside a band, P is too large. There G less the poles of the atoms is
/// interpolated by the polynomial of degree 7 through eight certified points, four on each side, at the distance that errs least. The error claimed is the whole
/// difference from the polynomial of degree 5 through the nearest six, and their own errors; where the mass in doubt, distance times error, would count there is no answer.
/// </para>
/// <para>Source: [BB07] thm. 4.1 (the density is analytic where it is positive and finite).</para>
/// </remarks>
/// <param name="Value">G(x + i0).</param>
/// <param name="Derivative">G'(x + i0).</param>
/// <param name="Density">−Im G/π; 0 with the whole uncertainty as its error where the cubic lies below 0.</param>
internal sealed record InnerBridge(Complex Value, Complex Derivative, Estimate<double> Density)
{
    private const double AllowedMass = 1e-9;
    private const double Nearest = 1e-9;
    private const double Widest = 0.05;

    // At the middle, of the sums of two values at ±1, ±2, … steps, and for the slope of their differences.
    private static readonly double[] Six = [15.0 / 20.0, -6.0 / 20.0, 1.0 / 20.0];
    private static readonly double[] Eight = [56.0 / 70.0, -28.0 / 70.0, 8.0 / 70.0, -1.0 / 70.0];
    private static readonly double[] Slopes = [4.0 / 5.0, -1.0 / 5.0, 4.0 / 105.0, -1.0 / 280.0];

    /// <summary>Looks for the certified points that err least.</summary>
    /// <param name="transform">G and the error of the density at a real point; null where they cannot be certified.</param>
    /// <param name="atoms">The atoms.</param>
    /// <param name="x">The place.</param>
    /// <param name="room">How far the band reaches on both sides.</param>
    public static InnerBridge? At(Func<double, (Complex Value, double Error)?> transform, ImmutableArray<Atom> atoms, double x, double room)
    {
        InnerBridge? best = null;
        for (double step = Widest * room; step > Nearest * room; step *= 0.25)
        {
            InnerBridge? bridge = Across(transform, atoms, x, step);
            if (best is not null && !(bridge?.Density.Error < best.Density.Error))
            {
                // From here on rounding counts for more than the degree.
                break;
            }

            best = bridge;
        }

        return best;
    }

    private static InnerBridge? Across(Func<double, (Complex Value, double Error)?> transform, ImmutableArray<Atom> atoms, double x, double step)
    {
        Complex six = Complex.Zero, eight = Complex.Zero, slope = Complex.Zero;
        double noise = 0.0;
        for (int k = 0; k < Eight.Length; k++)
        {
            double offset = (k + 1) * step;
            if (transform(x - offset) is not { } left || transform(x + offset) is not { } right)
            {
                return null;
            }

            Complex before = left.Value - Poles(atoms, x - offset), after = right.Value - Poles(atoms, x + offset);
            six += k < Six.Length ? Six[k] * (before + after) : Complex.Zero;
            eight += Eight[k] * (before + after);
            slope += Slopes[k] * (after - before);
            noise += Math.Abs(Eight[k]) * (left.Error + right.Error);
        }

        double density = -eight.Imaginary / Math.PI;
        double error = (Math.Abs(eight.Imaginary - six.Imaginary) / Math.PI) + noise;
        if (!(step * error < AllowedMass && density > -error))
        {
            return null;
        }

        return new InnerBridge(
            eight + Poles(atoms, x),
            (slope / step) + atoms.Aggregate(0.0, (sum, atom) => sum - (atom.Weight / (x - atom.Location) / (x - atom.Location))),
            new Estimate<double>(Math.Max(density, 0.0), density > 0.0 ? error : error - density, 2 * Eight.Length));
    }

    private static double Poles(ImmutableArray<Atom> atoms, double x) => atoms.Sum(atom => atom.Weight / (x - atom.Location));
}
