using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The power with which the density of a Boolean or monotone sum starts at an end of a band, and its limit there.</summary>
/// <remarks>
/// <para>
/// Boolean: F = F_μ + F_ν − z is added up from the two starts; ρ ∼ Im F if F stays finite, and Im F/|F|² where F vanishes or is infinite.
/// </para>
/// <para>
/// Monotone: ρ = −Im G_μ(w)/π with w = w₀ + Δ from F_ν. An end of a band of μ at w₀ with the power β gives Δ^β, and for β = 0 the part of its
/// density that the angle of Δ says; an atom gives 1/Δ, which at w₀ = 0 is m·G_ν; the rest is smooth and gives Im Δ. The least power wins.
/// </para>
/// <para>Where F_ν or F starts with a logarithm, the exponent is +∞ (no power) unless the density has a finite limit other than 0.</para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
/// <param name="Power">The exponent; +∞ where there is no power.</param>
/// <param name="Limit">The limit of the density from inside the band; null where it has to be read off beside the end.</param>
internal readonly record struct ReciprocalExponent(double Power, double? Limit)
{
    private const double Rounding = 1e-13; // of the size of the laws
    private static readonly ReciprocalExponent LogarithmicZero = new(double.PositiveInfinity, 0.0);
    private static readonly ReciprocalExponent LogarithmicPole = new(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>At one end.</summary>
    /// <param name="law">The sum.</param>
    /// <param name="end">The end.</param>
    /// <param name="side">Which end of the band it is.</param>
    /// <param name="size">A length.</param>
    public static ReciprocalExponent Of(ReciprocalLaw law, ReciprocalEnd end, IntervalEnd side, double size)
    {
        ReciprocalStart second = ReciprocalStart.Of(law.Second, end.Place, side);
        return law.IsMonotone
            ? Monotone(law, end, side, second, size)
            : Boolean(ReciprocalStart.Of(law.First, end.Place, side), second, end.Place, size);
    }

    private static ReciprocalExponent Regular(double power) =>
        new(power, power < 0.0 ? double.PositiveInfinity : power > 0.0 ? 0.0 : null);

    private static ReciprocalExponent Boolean(ReciprocalStart first, ReciprocalStart second, double place, double size)
    {
        double height = Math.Min(first.Height, second.Height);
        if (!Complex.IsFinite(first.Value) || !Complex.IsFinite(second.Value))
        {
            double pole = Math.Min(
                Complex.IsFinite(first.Value) ? double.PositiveInfinity : first.Power, Complex.IsFinite(second.Value) ? double.PositiveInfinity : second.Power);
            return Regular(height - (2.0 * pole));
        }

        Complex value = first.Value + second.Value - place;
        if (first.IsInside || second.IsInside)
        {
            return new ReciprocalExponent(0.0, ReciprocalTransform.Density(value));
        }

        bool logarithm = (first.IsLogarithm && first.Height == 0.0) || (second.IsLogarithm && second.Height == 0.0);
        if (Complex.Abs(value) > Rounding * size)
        {
            return logarithm ? LogarithmicZero : Regular(height);
        }

        if (!first.IsLogarithm && !second.IsLogarithm)
        {
            return Regular(height - (2.0 * Math.Min(1.0, Math.Min(first.Power, second.Power))));
        }

        if (!logarithm)
        {
            // F ∼ 1/ln is real to first order, and what is not follows a power above 0, but for the squared logarithm: the other start has the height 0 only inside a band.
            return LogarithmicZero;
        }

        // Each G is A·ln|s| − iπρ: 1/F with F = Σ 1/G.
        double real = 0.0, imaginary = 0.0, largest = 0.0;
        foreach (ReciprocalStart start in new[] { first, second })
        {
            if (start.IsLogarithm)
            {
                real += 1.0 / start.Jump;
                largest = Math.Max(largest, Math.Abs(1.0 / start.Jump));
                imaginary += start.Density / (start.Jump * start.Jump);
            }
        }

        return Math.Abs(real) <= Rounding * largest ? LogarithmicPole : new ReciprocalExponent(0.0, imaginary / (real * real));
    }

    private static ReciprocalExponent Monotone(ReciprocalLaw law, ReciprocalEnd end, IntervalEnd side, ReciprocalStart inner, double size)
    {
        if (!Complex.IsFinite(inner.Value))
        {
            // w → ∞, where G_μ(w) ∼ 1/w = G_ν.
            return Regular(inner.Height - (2.0 * inner.Power));
        }

        double place = inner.Value.Real;
        if (end.Source >= 0)
        {
            Band source = law.First.Bands[end.Source];
            place = Math.Abs(source.Left - place) < Math.Abs(source.Right - place) ? source.Left : source.Right;
        }

        double least = double.PositiveInfinity;
        double? limit = 0.0;
        bool pole = false;
        void Add(double power, double? value = null)
        {
            if (power < least)
            {
                (least, limit) = (power, value);
            }
            else if (power == least)
            {
                limit += value;
            }
        }

        bool isReal = inner.Angle is 0.0 or Math.PI;
        foreach (Band band in law.First.Bands)
        {
            bool isLeft = Math.Abs(band.Left - place) <= Rounding * size, isRight = Math.Abs(band.Right - place) <= Rounding * size;
            if (!isLeft && !isRight)
            {
                if (band.Left < place && place < band.Right)
                {
                    Add(0.0, law.First.Density(place));
                }

                continue;
            }

            double exponent = isLeft ? band.LeftExponent : band.RightExponent;
            bool along = isReal && isLeft == (inner.Angle == 0.0);
            if (inner.IsLogarithm)
            {
                pole |= along && exponent < 0.0;
                if (along && exponent == 0.0)
                {
                    Add(0.0, At(band, isLeft));
                }
            }
            else if (exponent == 0.0)
            {
                double part = isLeft ? 1.0 - (inner.Angle / Math.PI) : inner.Angle / Math.PI;
                Add(part > 0.0 ? 0.0 : inner.Height - inner.Power, part > 0.0 ? part * At(band, isLeft) : null);
            }
            else
            {
                Add((inner.Power * exponent) + (along || !isReal ? 0.0 : inner.Height - inner.Power));
            }
        }

        double mass = AtomRules.WeightBeside(law.First, place);
        if (mass > 0.0 && !double.IsInfinity(inner.Height))
        {
            // At 0 it is m·G_ν itself.
            Add(inner.IsLogarithm ? 0.0 : inner.Height - (2.0 * inner.Power), inner.IsLogarithm ? mass * inner.Density : null);
        }

        if (pole)
        {
            return LogarithmicPole;
        }

        if (inner.IsLogarithm)
        {
            return least < double.PositiveInfinity ? new ReciprocalExponent(least, limit) : inner.Height == 0.0 ? LogarithmicZero : Regular(0.0);
        }

        Add(inner.Height);
        bool flat = law.Second.Bands.Any(band => double.IsPositiveInfinity(side == IntervalEnd.Left ? band.LeftExponent : band.RightExponent)
            && (side == IntervalEnd.Left ? band.Left : band.Right) == end.Place);
        return double.IsInfinity(least) ? Regular(flat ? least : 0.0) : least == 0.0 ? new ReciprocalExponent(0.0, limit) : Regular(least);

        double At(Band band, bool left) =>
            law.First.DensityFromEdge(law.First.Bands.IndexOf(band), left ? IntervalEnd.Left : IntervalEnd.Right, 1e-30 * band.Width);
    }
}
