using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>A Boolean or monotone sum beside one end of one of its bands, with the distance from the end as the argument.</summary>
/// <remarks>
/// <para>
/// F is explicit there: F_μ + F_ν − x, or F_μ(F_ν(x)). Where F_ν takes the end of a band of μ, ρ = ρ_μ(F_ν(x)), with the distance of F_ν(x) from that end
/// as the argument.
/// </para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
/// <param name="Law">The sum.</param>
/// <param name="At">The end.</param>
/// <param name="Side">Which end of the band it is.</param>
internal sealed record ReciprocalBandEnd(ReciprocalLaw Law, ReciprocalEnd At, IntervalEnd Side)
{
    /// <summary>The density.</summary>
    public double Density(double offset) => Depth(offset) is { } depth
        ? Law.First.DensityFromEdge(At.Source, Side, depth)
        : ReciprocalTransform.Density(Reciprocal(offset));

    /// <summary>G(x + i0).</summary>
    public Complex Cauchy(double offset) => Depth(offset) is { } depth
        ? EdgeTransform.Cauchy(Law.First, At.Source, Side, depth)
        : 1.0 / Reciprocal(offset);

    /// <summary>
    /// How far the end may be from its true place: that of the end of a summand; where F_ν takes an end of a band of μ, that and the rounding of F_ν over its
    /// slope.
    /// </summary>
    /// <param name="rounding">The rounding of the place itself.</param>
    public double Error(double rounding)
    {
        return At.Source >= 0
            ? rounding + ((Law.First.EdgeError(At.Source, Side) + ReciprocalTransform.WithError(Law.Second, At.Place).Error) / ReciprocalTransform.Of(Law.Second, At.Place).Derivative.Real)
            : Math.Max(rounding, Math.Max(OfEnd(Law.Second), OfEnd(Law.First)));

        double OfEnd(SpectralMeasure law)
        {
            for (int i = 0; i < law.Bands.Length; i++)
            {
                if (At.Place == law.Bands[i].Left || At.Place == law.Bands[i].Right)
                {
                    return law.EdgeError(i, At.Place == law.Bands[i].Left ? IntervalEnd.Left : IntervalEnd.Right);
                }
            }

            return 0.0;
        }
    }

    /// <summary>The point of the band at a distance from the end.</summary>
    private double PointAt(double offset) => Side == IntervalEnd.Left ? At.Place + offset : At.Place - offset;

    /// <summary>F.</summary>
    private Complex Reciprocal(double offset)
    {
        Complex f = ReciprocalTransform.BesideEnd(Law.Second, At.Place, Side, offset);
        return Law.IsMonotone
            ? ReciprocalTransform.Of(Law.First, f.Imaginary <= 0.0 ? new Complex(f.Real, 0.0) : f).Value
            : f + ReciprocalTransform.BesideEnd(Law.First, At.Place, Side, offset) - PointAt(offset);
    }

    /// <summary>How far F_ν(x) lies in the band of μ whose end it takes at the end of the sum; null beyond half of that band, and where it takes none.</summary>
    private double? Depth(double offset) =>
        At.Source >= 0 && offset < At.Reach && Rise(offset) is var depth && depth < 0.5 * Law.First.Bands[At.Source].Width ? depth : null;

    /// <summary>|F_ν(x) − F_ν(place)|, from F_ν' by Simpson's rule where the difference would cancel.</summary>
    private double Rise(double offset)
    {
        (double place, double x) = (At.Place, PointAt(offset));
        (Complex value, Complex slope) = ReciprocalTransform.Of(Law.Second, place);
        double reach = Law.Second.Bands.Select(band => Math.Min(Math.Abs(place - band.Left), Math.Abs(place - band.Right))).DefaultIfEmpty(LawScale.Of(Law.Second)).Min();
        bool beside = offset < 1e-3 * reach && offset * slope.Real < 1e-3 * LawScale.Of(Law.First);
        double difference = beside ? 0.0 : Math.Abs(ReciprocalTransform.Of(Law.Second, x).Value.Real - value.Real);
        if (difference > 0.0)
        {
            return difference;
        }

        double middle = ReciprocalTransform.Of(Law.Second, 0.5 * (place + x)).Derivative.Real;
        return offset * (slope.Real + (4.0 * middle) + ReciprocalTransform.Of(Law.Second, x).Derivative.Real) / 6.0;
    }
}
