using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>How F = 1/G of one law starts from a place on the axis, towards one side: F(e + s) = Value + Δ with |Δ| ∼ |s|^Power, Im Δ ∼ |s|^Height.</summary>
/// <remarks>
/// <para>
/// A density ∼ |s|^β, β &lt; 0, makes F vanish like (e − z)^{|β|}; one with 0 &lt; β &lt; 1 adds such a power to F(e); a jump makes F vanish like
/// 1/ln|s|; an atom like s. The phase of (z − e)^β gives the angle.
/// </para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
/// <param name="Value">F at the place; infinite where G vanishes, and not real inside a band.</param>
/// <param name="Power">The power of |Δ|; negative where F is infinite.</param>
/// <param name="Height">The power of Im Δ; +∞ where Δ is real.</param>
/// <param name="Angle">arg Δ in [0, π].</param>
/// <param name="Density">The density of the law at the place, if it jumps there.</param>
/// <param name="Jump">By how much the density jumps at the place: G ∼ Jump·ln|s|. 0 if F does not start with a logarithm.</param>
internal readonly record struct ReciprocalStart(Complex Value, double Power, double Height, double Angle, double Density, double Jump)
{
    private const double Beside = 1e-30; // of the width: far below where a density that jumps changes
    private const double Continuous = 1e-9;
    private const double Infinite = 1e13; // of the size of the law: 1/F is rounding

    /// <summary>Whether the place lies inside a band, so that F is not real there.</summary>
    public bool IsInside => Complex.IsFinite(Value) && Value.Imaginary > 0.0;

    /// <summary>Whether F starts like 1/ln|s|.</summary>
    public bool IsLogarithm => Jump != 0.0;

    /// <summary>F beside a place.</summary>
    /// <param name="law">The law.</param>
    /// <param name="place">The place.</param>
    /// <param name="side">Which end of a band of the sum the place is: the left one looks to the right.</param>
    public static ReciprocalStart Of(SpectralMeasure law, double place, IntervalEnd side)
    {
        bool left = side == IntervalEnd.Left;
        double? own = null, other = null;
        (double density, double beyond) = (0.0, 0.0);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            if (band.Left < place && place < band.Right)
            {
                return new ReciprocalStart(ReciprocalTransform.Of(law, place).Value, 1.0, 0.0, 0.0, 0.0, 0.0);
            }

            if (place == band.Left || place == band.Right)
            {
                IntervalEnd end = place == band.Left ? IntervalEnd.Left : IntervalEnd.Right;
                double exponent = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
                double limit = exponent == 0.0 ? law.DensityFromEdge(i, end, Beside * band.Width) : 0.0;
                if (end == side)
                {
                    (own, density) = (exponent, limit);
                }
                else
                {
                    (other, beyond) = (exponent, limit);
                }
            }
        }

        double ahead = left ? 0.0 : Math.PI;
        if (law.MassAt(place) > 0.0)
        {
            return new ReciprocalStart(Complex.Zero, 1.0, 2.0 + (own ?? double.PositiveInfinity), ahead, 0.0, 0.0);
        }

        double least = Math.Min(own ?? double.PositiveInfinity, other ?? double.PositiveInfinity);
        double height = own ?? double.PositiveInfinity;
        if (least < 0.0)
        {
            return new ReciprocalStart(Complex.Zero, -least, height - (2.0 * least), Phase(-least), density, 0.0);
        }

        if (least == 0.0)
        {
            double jump = left ? density - beyond : beyond - density;
            if (Math.Abs(jump) > Continuous * density)
            {
                // G ∼ Jump·ln|s|.
                return new ReciprocalStart(Complex.Zero, 0.0, own is null ? double.PositiveInfinity : 0.0, jump < 0.0 ? 0.0 : Math.PI, density, jump);
            }
        }

        IntervalEnd facing = own is not null ? side : left ? IntervalEnd.Right : IntervalEnd.Left;
        Complex value = own is null && other is null
            ? ReciprocalTransform.Of(law, place).Value
            : ReciprocalTransform.BesideEnd(law, place, facing, Beside * LawScale.Of(law));
        double power = Math.Min(1.0, least);
        return !Complex.IsFinite(value) || Complex.Abs(value) > Infinite * LawScale.Of(law)
            ? new ReciprocalStart(Complex.Infinity, -power, height - (2.0 * power), 0.0, density, 0.0)
            : new ReciprocalStart(least > 0.0 ? value.Real : value, power, height, Phase(power), density, 0.0);

        // Beside a right end Δ is a power of z − e with a positive factor, beside a left one of e − z with a negative one.
        double Phase(double exponent) => own is null || own > least ? ahead : left ? Math.PI * (1.0 - exponent) : Math.PI * exponent;
    }
}
