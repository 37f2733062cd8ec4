using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The exponent of the density of a free product at 0.</summary>
/// <remarks>
/// <para>
/// Near 0 a factor has ω ∼ C(W − W₀)^a with W₀ = −w/(1 − w), w its mass at 0, and a = 1 unless its density blows up like ω^β,
/// β &lt; 0: then a = 1/(1 + β). The factors with the largest w decide: x ∼ (W − W₀)^A with A = Σ tᵢaᵢ over them,
/// less T − 1 if w = 0, and the density has the exponent 1/A − 1.
/// </para>
/// <para>Source: [BB07] thm. 3.2 (the equations from which this follows).</para>
/// </remarks>
internal static class HardEdge
{
    // Weights are added in doubles: a mass within a few units of the last place is none.
    private const double Negligible = 1e-14;

    // How high above an atom, in sizes of the law, the regular part of G is read, and what of the terms of a sum counts as 0.
    private const double RegularHeight = 1e-4;
    private const double Vanishing = 1e-8;

    // Of the size of the law: how far a place may be from atoms that meet there; and how far the point where P has its pole may be missed where x is flat.
    private const double SamePlace = 1e-11;
    private const double SamePoint = 1e-5;

    /// <summary>How far towards F = 0, in powers of e, the real branches of a law have features that a sum sees.</summary>
    /// <remarks>
    /// With G ∼ ω^β at a hard end, ω ∼ F^{1/|β|} competes with the linear terms of a sum, of size c, where F^{1/|β| − 1} ∼ c: for β near −1 at
    /// tiny F. Down to c = e⁻⁸ is looked for, as far as ω stays in the range of numbers.
    /// </remarks>
    public static double Depth(double exponent)
    {
        double depth = RangeMap.ZeroReach + (exponent is < -0.5 and > -1.0 ? 8.0 / ((-1.0 / exponent) - 1.0) : 0.0);
        return Math.Min(depth, 300.0);
    }

    /// <summary>The exponent at 0.</summary>
    public static double Exponent(FreeConvolution law)
    {
        double largest = law.Factors.Max(factor => factor.MassAt(0.0));
        double sum = largest == 0.0 ? 1.0 - law.Exponents.Sum() : 0.0;
        double inherited = 0.5;
        for (int i = 0; i < law.Factors.Length; i++)
        {
            SpectralMeasure factor = law.Factors[i];
            if (factor.MassAt(0.0) < largest)
            {
                continue;
            }

            double? exponent = factor.Bands.IsEmpty || factor.Bands[0].Left > 0.0 ? null : factor.Bands[0].LeftExponent;
            double power = exponent is { } singular and < 0.0 ? 1.0 / (1.0 + singular) : 1.0;
            sum += law.Exponents[i] * power;
            inherited = exponent ?? inherited;
        }

        return Math.Abs(sum - 1.0) < 1e-12 ? inherited : (1.0 - sum) / sum;
    }

    /// <summary>The exponent of the density at an end of a band other than 0 in a product.</summary>
    /// <remarks>
    /// <para>
    /// At a simple critical point it is ½. Where P has its pole, 1/G = 0, each ωᵢ has reached an atom eᵢ of weight wᵢ: with F → 0,
    /// ωᵢ − eᵢ = wᵢF + cF^{1+γᵢ}, γᵢ = 1 + βᵢ for a density with the power βᵢ beside that atom. So x − e = (Σ tᵢwᵢ − (T − 1))F + CF^{1+γ} with the
    /// smallest γ ≤ 1: the exponent is γ − 1 if an atom is left, and −1/(1 + γ) if just none is. Elsewhere the power of a factor is inherited.
    /// </para>
    /// <para>Source: [BV98] thm. 7.4; [BB07] thm. 4.1.</para>
    /// </remarks>
    /// <param name="law">The convolution.</param>
    /// <param name="piece">The piece of the gap beside the end.</param>
    /// <param name="place">The end.</param>
    /// <param name="left">Whether it is the left end of the band.</param>
    /// <returns>Null if none of the cases applies.</returns>
    public static double? Inner(FreeConvolution law, RealPiece? piece, double place, bool left)
    {
        if (AtAtoms(law, place, left) is { } hard)
        {
            return hard;
        }

        if (piece is null || piece.IsCusp)
        {
            return 1.0 / 3.0;
        }

        if (left ? piece.RightIsCritical : piece.LeftIsCritical)
        {
            return 0.5;
        }

        _ = piece.Evaluate(piece.Map.At(left ? piece.Map.End : piece.Map.Start), out double[] omega);
        double? inherited = null;
        for (int i = 0; i < omega.Length; i++)
        {
            double near = 1e-6 * LawScale.Of(law.Factors[i]);
            foreach (Band band in law.Factors[i].Bands)
            {
                if (Math.Abs((left ? band.Left : band.Right) - omega[i]) <= near)
                {
                    inherited = Math.Min(inherited ?? double.PositiveInfinity, left ? band.LeftExponent : band.RightExponent);
                }
            }
        }

        // Without atoms dx/dP is −(T − 1) < 0 at P = 0: a sum does not keep a hard end there, but begins before it, if only by less than the numbers tell.
        return inherited is < 0.0 && !law.IsProduct && (left ? piece.High : piece.Low) == 0.0
            ? throw new NonConvergenceException(
                "The free sum", place, 1, null, "A band begins or ends so near to that place that its distance is out of the range of numbers.")
            : inherited;
    }

    /// <summary>Whether atoms of all factors meet at an end with mass 1 together, so that 1/G vanishes there and no atom is left.</summary>
    public static bool IsJustNoAtom(FreeConvolution law, double place, bool left) => Math.Abs(AtomLeft(law, place, left).Mass) <= Negligible;

    /// <summary>Whether a critical point P of x is the pole of P, which rounding and the flatness of x part it from.</summary>
    public static bool IsAtPole(FreeConvolution law, double p) =>
        law.IsProduct ? Math.Abs(p - 1.0) < SamePoint : Math.Abs(p) < SamePoint * (Math.Abs(p) + law.Scale);

    /// <summary>A critical value of x, or the place where atoms of all factors meet with mass 1 together, if that is where it is but for rounding.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="p">P at the critical point.</param>
    /// <param name="x">x there.</param>
    public static double Settled(FreeConvolution law, double p, double x)
    {
        if (!IsAtPole(law, p))
        {
            return x;
        }

        double excess = law.Exponents.Sum() - 1.0;
        foreach ((double at, double weight, _) in Meetings(law, 0, left: true))
        {
            if (Math.Abs(at - x) <= SamePlace * law.Scale && Math.Abs(weight - excess) <= Negligible)
            {
                return at;
            }
        }

        return x;
    }

    /// <summary>Whether two places are the same but for rounding.</summary>
    public static bool IsSamePlace(FreeConvolution law, double place, double other) => Math.Abs(place - other) <= SamePlace * law.Scale;

    /// <summary>The places where atoms of all factors meet with Σ tᵢ(1 − wᵢ) = 1, so that just no atom is left, Σ tᵢμᵢ((−∞, eᵢ)) there, and the atoms; for products but at 0.</summary>
    public static IEnumerable<(double Place, double Below, Atom[] Atoms)> JustNoAtoms(FreeConvolution law) =>
        Choices(law, law.IsProduct ? 1.0 : 0.0, 0.0, 0.0, []);

    private static IEnumerable<(double Place, double Below, Atom[] Atoms)> Choices(FreeConvolution law, double place, double missing, double below, Atom[] chosen)
    {
        int factor = chosen.Length;
        if (factor == law.Factors.Length)
        {
            if (Math.Abs(missing - 1.0) <= Negligible)
            {
                yield return (place, below, chosen);
            }

            yield break;
        }

        double t = law.Exponents[factor];
        SpectralMeasure own = law.Factors[factor];
        foreach (Atom atom in own.Atoms.Where(atom => missing + (t * (1.0 - atom.Weight)) <= 1.0 + Negligible && !(law.IsProduct && atom.Location == 0.0)))
        {
            double under = own.CumulativeDistribution(atom.Location) - atom.Weight;
            foreach ((double Place, double Below, Atom[] Atoms) meeting in Choices(
                law, law.IsProduct ? place * Math.Pow(atom.Location, t) : place + (t * atom.Location), missing + (t * (1.0 - atom.Weight)), below + (t * under), [.. chosen, atom]))
            {
                yield return meeting;
            }
        }
    }

    /// <summary>The exponent where the atoms of all factors together have mass 1 or more; null at any other place.</summary>
    /// <remarks>An atom keeps the density of its own side; where just none is left F has one power from both sides, of the steeper density.</remarks>
    private static double? AtAtoms(FreeConvolution law, double place, bool left)
    {
        (double mass, double? power) = AtomLeft(law, place, left);
        return power is not { } least ? null
            : mass > Negligible ? (double.IsFinite(least) ? least : null)
            : mass >= -Negligible ? JustNoAtom(law, place, Math.Min(least, AtomLeft(law, place, !left).Power ?? 0.0))
            : null;
    }

    /// <summary>The exponent where just no atom is left: −1/(2 + β) with the steepest density β &lt; 0 beside the atoms; else x − e = CF², or F³ where C = 0.</summary>
    /// <remarks>ωᵢ − eᵢ = wᵢF + wᵢgᵢF² with the regular part gᵢ of Gᵢ at the atom, so that C = Σ tᵢwᵢgᵢ: it vanishes for X − X.</remarks>
    private static double JustNoAtom(FreeConvolution law, double place, double least)
    {
        if (least <= 0.0 || law.IsProduct)
        {
            return -1.0 / (2.0 + Math.Min(0.0, least));
        }

        if (law.JustNoAtoms.Where(meeting => IsSamePlace(law, meeting.Place, place)).Select(meeting => meeting.Atoms).FirstOrDefault() is not { } atoms)
        {
            return -0.5;
        }

        double sum = 0.0;
        double size = 0.0;
        for (int i = 0; i < law.Factors.Length; i++)
        {
            (SpectralMeasure factor, Atom atom) = (law.Factors[i], atoms[i]);
            if (factor.Bands.Any(band => band.Left < atom.Location && band.Right > atom.Location))
            {
                return -0.5;
            }

            double regular = law.Exponents[i] * atom.Weight * factor.Cauchy(new Complex(atom.Location, RegularHeight * LawScale.Of(factor))).Real;
            sum += regular;
            size += Math.Abs(regular);
        }

        return Math.Abs(sum) <= Vanishing * size ? -1.0 / 3.0 : -0.5;
    }

    /// <summary>Σ tᵢwᵢ − (T − 1) of the heaviest atoms that meet at a place, and the smallest power of a density beside them; −∞ and null if none do.</summary>
    private static (double Mass, double? Power) AtomLeft(FreeConvolution law, double place, bool left)
    {
        double most = double.NegativeInfinity;
        double? least = null;
        foreach ((double at, double weight, double power) in Meetings(law, 0, left))
        {
            if (Math.Abs(at - place) <= SamePlace * law.Scale && weight > most)
            {
                (most, least) = (weight, power);
            }
        }

        return (most - (law.Exponents.Sum() - 1.0), least);
    }

    /// <summary>Choices of one atom per factor: the place, Σ tᵢwᵢ, and the smallest power of a density beside the atoms (+∞ if there is none).</summary>
    private static IEnumerable<(double At, double Weight, double Power)> Meetings(FreeConvolution law, int factor, bool left)
    {
        if (factor == law.Factors.Length)
        {
            yield return (law.IsProduct ? 1.0 : 0.0, 0.0, double.PositiveInfinity);
            yield break;
        }

        double t = law.Exponents[factor];
        foreach ((double at, double weight, double power) in Meetings(law, factor + 1, left))
        {
            foreach (Atom atom in law.Factors[factor].Atoms)
            {
                double own = law.Factors[factor].Bands
                    .Where(band => (left ? band.Left : band.Right) == atom.Location)
                    .Select(band => left ? band.LeftExponent : band.RightExponent)
                    .DefaultIfEmpty(double.PositiveInfinity).Min();
                yield return (
                    law.IsProduct ? at * Math.Pow(atom.Location, t) : at + (t * atom.Location),
                    weight + (t * atom.Weight),
                    Math.Min(power, own));
            }
        }
    }

    /// <summary>The exponent of the density of a convolution towards infinity.</summary>
    /// <remarks>
    /// Sums: the heaviest tail of a factor. Products: with h ∼ ω^{−a}, a = min(1, tail index), the inverses multiply to
    /// 1/a = Σ tᵢ/aᵢ − (T − 1); if that is 1 the heaviest tail stays, else the exponent is −1 − a.
    /// </remarks>
    /// <param name="law">The convolution.</param>
    /// <param name="left">Whether towards −∞.</param>
    public static double Tail(FreeConvolution law, bool left)
    {
        double heaviest = double.NegativeInfinity;
        double inverse = 1.0 - law.Exponents.Sum();
        for (int i = 0; i < law.Factors.Length; i++)
        {
            SpectralMeasure factor = law.Factors[i];
            double exponent = factor.Bands.Where(band => double.IsInfinity(left ? band.Left : band.Right))
                .Select(band => left ? band.LeftExponent : band.RightExponent).DefaultIfEmpty(double.NegativeInfinity).Max();
            heaviest = Math.Max(heaviest, exponent);
            inverse += law.Exponents[i] / Math.Min(1.0, -1.0 - exponent);
        }

        return law.IsProduct && inverse > 1.0 + 1e-12 ? -1.0 - (1.0 / inverse) : heaviest;
    }
}
