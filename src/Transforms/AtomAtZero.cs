using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The transforms of a free product with an atom at 0 beside which a band begins, so near to 0 that the band adds a rounding to the atom.</summary>
/// <remarks>
/// <para>
/// With mass w at 0 and the density c·x^β beside it, |β| &lt; 1, β ≠ 0, 1 + h(z) = zG(z) = w + cπ/sin(π(1 + β))·(−z)^{1+β} + h'(0−)·z, the last term for β &gt; 0. The
/// logarithm of W = (1 + h)/h, in which products are solved, comes so near to iπ that the distance is lost.
/// </para>
/// <para>Error: below 1e-16 of w.</para>
/// <para>Source: [BV93] §6.</para>
/// </remarks>
internal sealed class AtomAtZero
{
    // The part of w that the band adds at the reach, where its density is known to be a power to the second number, and where it is not.
    private const double Added = 1e-14;
    private const double Settled = 1e-3;
    private const double Unit = 1e-16;
    private const double Least = 1e-300;

    // In sizes of the law, where h' is read below the band.
    private const double Below = 1e-8;

    private readonly double weight;
    private readonly double factor;
    private readonly double power;
    private readonly double slope;
    private readonly double reach;

    private AtomAtZero(double weight, double factor, double power, double slope, double reach)
    {
        (this.weight, this.factor, this.power) = (weight, factor, power);
        (this.slope, this.reach) = (slope, reach);
    }

    /// <summary>The atom of a law; null if it has none, if no band begins there, or if the density of that is no such power.</summary>
    public static AtomAtZero? Of(FreeConvolution law)
    {
        double weight = law.MassAt(0.0);
        if (!(weight > 0.0) || law.Bands.IsEmpty || law.Bands[0] is not { Left: 0.0, LeftExponent: > -1.0 and < 1.0 and not 0.0 } band)
        {
            return null;
        }

        double power = 1.0 + band.LeftExponent;
        double rise = Math.Abs(Math.PI / Math.Sin(Math.PI * power));
        double Rest(double x) => x * law.DensityFromEdge(0, IntervalEnd.Left, x) * rise;

        // (−z)^{1+β} from a place where it is far below rounding, as far as the power holds.
        double size = Math.Min(law.Scale, band.Width);
        double place = size * Math.Pow(Unit * Unit, 1.0 / power);
        if (!(place > Least && Rest(place) is > 0.0 and var rest && double.IsFinite(rest)))
        {
            return null;
        }

        double factor = Math.Sign(-band.LeftExponent) * rest * Math.Pow(place, -power);
        double reach = place * Math.Pow(Added * weight / rest, 1.0 / power);
        if (power > 1.0)
        {
            // h' below the band less what the power of the band adds to it.
            double below = Below * size;
            return law.Transform.MomentFarOut(-below) is (_, { Real: < 0.0 and var beside }) && beside + (power * factor * Math.Pow(below, power - 1.0)) is < 0.0 and var slope
                ? new AtomAtZero(weight, factor, power, slope, Math.Min(Unit * weight / -slope, reach))
                : null;
        }

        bool holds = reach < 1e-3 * band.Width && Math.Abs((Rest(reach) / (Added * weight)) - 1.0) < Settled;
        return new AtomAtZero(weight, factor, power, 0.0, holds ? reach : Math.Min(reach * Math.Pow(Unit / Added, 1.0 / power), 1e-3 * band.Width));
    }

    /// <summary>Whether a point is within reach.</summary>
    public bool Covers(Complex z) => z != Complex.Zero && Complex.Abs(z) <= reach;

    /// <summary>1 + h and h', on the band their limits from above.</summary>
    public (Complex Above, Complex Derivative) Moment(Complex z)
    {
        Complex rest = factor * Complex.Exp(power * Complex.Log(-z));
        return (weight + (rest + (slope * z)), (power * rest / z) + slope);
    }

    /// <summary>G and G'.</summary>
    public (Complex Value, Complex Derivative) Cauchy(Complex z)
    {
        (Complex above, Complex derivative) = Moment(z);
        return (above / z, (derivative - (above / z)) / z);
    }
}
