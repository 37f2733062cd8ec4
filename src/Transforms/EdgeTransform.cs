using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The boundary value G(x + i0) beside an end of a band, with the distance from the end as the argument.</summary>
/// <remarks>
/// <para>
/// Im G = −πρ, and ρ is known at any distance δ. For ρ ∼ Cδ^β the real part is w/δ + π cot(πβ)·ρ + A(δ), with w the mass of an atom at the end
/// and A smooth (for β = 0 it is ρ ln δ); A is read off where x still resolves δ.
/// A band that touches from the other side adds −π/sin(πβ)·ρ of its own; where ρ is continuous through the end, nothing is left of ln δ.
/// </para>
/// <para>Source: [BV93] §5; the cotangent is the Hilbert transform of t^β on the half-line.</para>
/// </remarks>
internal static class EdgeTransform
{
    // Beside an end other than 0, x = end + δ keeps half its digits of δ from here on, relative to the end.
    private const double Resolved = 1e-7;

    // Where the density vanishes at the end, G is only as far off as x: there a distance of a few units in the last place will do.
    private const double Represented = 1e-14;
    private const double Small = 1e-6;

    /// <summary>G(x + i0).</summary>
    /// <param name="law">The law.</param>
    /// <param name="band">The index of the band.</param>
    /// <param name="end">The end.</param>
    /// <param name="offset">δ &gt; 0, into the band.</param>
    /// <exception cref="NonConvergenceException">No point near the end could be certified.</exception>
    public static Complex Cauchy(SpectralMeasure law, int band, IntervalEnd end, double offset)
    {
        if (law is ReciprocalLaw reciprocal)
        {
            return reciprocal.CauchyFromEdge(band, end, offset);
        }

        if (law is AffineImage { Map: var map } image)
        {
            bool reflected = map.Scale < 0.0;
            IntervalEnd own = reflected == (end == IntervalEnd.Left) ? IntervalEnd.Right : IntervalEnd.Left;
            Complex value = Cauchy(image.Source, reflected ? law.Bands.Length - 1 - band : band, own, offset / Math.Abs(map.Scale));
            return (reflected ? Complex.Conjugate(value) : value) / map.Scale;
        }

        if (law is FreeConvolution convolution && convolution.SolvedBands[band].CauchyFromEdge(end, offset) is { } atEdge)
        {
            return atEdge.Value;
        }

        Band b = law.Bands[band];
        int other = Touching(law, band, end);
        double place = end == IntervalEnd.Left ? b.Left : b.Right;
        double sign = end == IntervalEnd.Left ? 1.0 : -1.0;
        bool vanishes = (end == IntervalEnd.Left ? b.LeftExponent : b.RightExponent) > 0.0 && other < 0 && law.MassAt(place) == 0.0;
        double least = (vanishes ? Represented : Resolved) * Math.Abs(place);
        TransformTracker tracker = TransformTracker.Of(law);
        if (offset >= least && tracker.TryCauchy(place + (sign * offset), out Complex direct, out _))
        {
            // The density is known better by itself where x does not resolve the distance, and beside an atom, where it is a small part of a large transform.
            return offset < Resolved * Math.Abs(place) || -direct.Imaginary < Small * Math.Abs(direct.Real) ? new Complex(direct.Real, -Math.PI * law.DensityFromEdge(band, end, offset)) : direct;
        }

        double width = double.IsFinite(b.Width) ? b.Width : LawScale.Of(law);
        double near = Math.Max(2.0 * offset, Math.Min(10.0 * least, 1e-3 * width));
        for (; near <= 1e-2 * width; near *= 10.0)
        {
            if (tracker.TryCauchy(place + (sign * near), out Complex first, out _) && tracker.TryCauchy(place + (sign * 2.0 * near), out Complex second, out _))
            {
                double density = law.DensityFromEdge(band, end, offset);
                double smooth = first.Real - Singular(near, -first.Imaginary / Math.PI);
                double next = second.Real - Singular(2.0 * near, -second.Imaginary / Math.PI);
                double limit = place == 0.0 ? smooth : smooth + ((smooth - next) * (near - offset) / near);
                return new Complex(limit + Singular(offset, density), -Math.PI * density);
            }
        }

        throw new NonConvergenceException("The transform beside an end of a band", place, 1, offset, "No point near that end could be certified.");

        double Singular(double distance, double density)
        {
            double exponent = end == IntervalEnd.Left ? b.LeftExponent : b.RightExponent;
            double power = exponent == Math.Round(exponent) ? (exponent == 0.0 ? Math.Log(distance) : 0.0) : Math.PI / Math.Tan(Math.PI * exponent);
            double singular = (law.MassAt(place) / distance) + (power * density);
            if (other >= 0)
            {
                IntervalEnd facing = end == IntervalEnd.Left ? IntervalEnd.Right : IntervalEnd.Left;
                double beyond = facing == IntervalEnd.Left ? law.Bands[other].LeftExponent : law.Bands[other].RightExponent;
                double factor = beyond == Math.Round(beyond) ? (beyond == 0.0 ? Math.Log(distance) : 0.0) : Math.PI / Math.Sin(Math.PI * beyond);
                singular -= factor * law.DensityFromEdge(other, facing, distance);
            }

            return sign * singular;
        }
    }

    /// <summary>The band that begins where this one ends, or −1.</summary>
    private static int Touching(SpectralMeasure law, int band, IntervalEnd end)
    {
        int other = end == IntervalEnd.Left ? band - 1 : band + 1;
        return other >= 0 && other < law.Bands.Length
            && (end == IntervalEnd.Left ? law.Bands[other].Right == law.Bands[band].Left : law.Bands[other].Left == law.Bands[band].Right) ? other : -1;
    }
}
