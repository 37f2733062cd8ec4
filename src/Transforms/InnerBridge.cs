using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>G and the density across a narrow place inside a band at which the equations cannot be certified.</summary>
/// <remarks>
/// <para>
/// Beside an atom all of Im F but rounding is lost, and where G has a zero inside a band, P is too large. There G less the poles of the atoms is
/// interpolated by the cubic through four certified points, two on each side. The error claimed is the whole difference between the cubic and the
/// straight line through the nearest two, and their own errors; where the mass in doubt, distance times error, would count there is no answer.
/// </para>
/// <para>Source: [BB07] thm. 4.1 (the density is analytic where it is positive and finite).</para>
/// </remarks>
/// <param name="Value">G(x + i0).</param>
/// <param name="Derivative">G'(x + i0).</param>
/// <param name="Density">−Im G/π; 0 with the whole uncertainty as its error where the cubic lies below 0.</param>
internal sealed record InnerBridge(Complex Value, Complex Derivative, Estimate<double> Density)
{
    private const double AllowedMass = 1e-9;

    /// <summary>Looks for the nearest certified points.</summary>
    /// <param name="transform">G and the error of the density at a real point; null where they cannot be certified.</param>
    /// <param name="atoms">The atoms.</param>
    /// <param name="x">The place.</param>
    /// <param name="room">How far the band reaches on both sides.</param>
    public static InnerBridge? At(Func<double, (Complex Value, double Error)?> transform, ImmutableArray<Atom> atoms, double x, double room)
    {
        for (double step = 1e-9 * room; step < 1e-3 * room; step *= 4.0)
        {
            if (Node(-2.0 * step) is not { } far || Node(-step) is not { } near || Node(step) is not { } next || Node(2.0 * step) is not { } last)
            {
                continue;
            }

            Complex line = 0.5 * (near.Value + next.Value);
            Complex cubic = ((4.0 * (near.Value + next.Value)) - far.Value - last.Value) / 6.0;
            double density = -cubic.Imaginary / Math.PI;
            double error = (Math.Abs(cubic.Imaginary - line.Imaginary) / Math.PI) + far.Error + near.Error + next.Error + last.Error;
            if (step * error < AllowedMass && density > -error)
            {
                Complex slope = ((8.0 * (next.Value - near.Value)) - (last.Value - far.Value)) / (12.0 * step);
                foreach (Atom atom in atoms)
                {
                    double distance = x - atom.Location;
                    cubic += atom.Weight / distance;
                    slope -= atom.Weight / (distance * distance);
                }

                return new InnerBridge(cubic, slope, density > 0.0 ? new Estimate<double>(density, error, 4) : new Estimate<double>(0.0, error - density, 4));
            }
        }

        return null;

        (Complex Value, double Error)? Node(double offset)
        {
            double point = x + offset;
            if (transform(point) is not { } found)
            {
                return null;
            }

            Complex rest = found.Value;
            foreach (Atom atom in atoms)
            {
                rest -= atom.Weight / (point - atom.Location);
            }

            return (rest, found.Error);
        }
    }
}
