using System.Collections.Immutable;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The atoms of a free convolution, exactly.</summary>
/// <remarks>
/// <para>⊞: a + b is an atom iff μ{a} + ν{b} &gt; 1, with mass μ{a} + ν{b} − 1; the power t has t·a with mass t·w − (t − 1).</para>
/// <para>⊠: the same at ab ≠ 0 and at a^t; at 0 the mass is the largest of the factors' masses at 0.</para>
/// <para>Source: [BV98] thm. 7.4; [Bel03] thm. 3.1.</para>
/// </remarks>
internal static class AtomRules
{
    // A sum of two weights is known to a unit in the last place; less than that above 1 is nothing.
    private const double Nothing = 4.5e-16;

    // What a place that was computed from others may be off: four units in the last place.
    private const double Rounding = 4.0 * 2.220446049250313e-16;

    /// <summary>The atoms in increasing order.</summary>
    public static ImmutableArray<Atom> Of(
        ConvolutionAlgebra algebra, ImmutableArray<SpectralMeasure> factors, ImmutableArray<double> exponents)
    {
        bool product = algebra == ConvolutionAlgebra.Multiplicative;
        List<(double Location, double Weight)> atoms = Power(factors[0], exponents[0], product);
        double zero = product ? factors[0].MassAt(0.0) : 0.0;
        for (int i = 1; i < factors.Length; i++)
        {
            List<(double Location, double Weight)> next = Power(factors[i], exponents[i], product);
            atoms =
            [
                .. from a in atoms
                   from b in next
                   let weight = a.Weight + b.Weight - 1.0
                   where weight > Nothing
                   select (product ? a.Location * b.Location : a.Location + b.Location, weight),
            ];
            zero = product ? Math.Max(zero, factors[i].MassAt(0.0)) : 0.0;
        }

        if (zero > 0.0)
        {
            atoms.Add((0.0, zero));
        }

        return [.. atoms.OrderBy(atom => atom.Location).Select(atom => new Atom(atom.Location, Math.Min(1.0, atom.Weight)))];
    }

    /// <summary>The weight of the atom where G is found infinite at a real place off the bands, or 0.</summary>
    /// <remarks>The place of an atom of an affine image or a square is rounded: the place that goes back to the very atom of the source may lie beside it.</remarks>
    public static double WeightBeside(SpectralMeasure law, double place)
    {
        double rounding = Rounding * Math.Max(Math.Abs(place), LawScale.Of(law));
        return law.Atoms.FirstOrDefault(atom => Math.Abs(atom.Location - place) <= rounding).Weight;
    }

    private static List<(double Location, double Weight)> Power(SpectralMeasure law, double exponent, bool product) =>
    [
        .. from atom in law.Atoms
           where !product || atom.Location != 0.0
           let weight = exponent == 1.0 ? atom.Weight : 1.0 - (exponent * Complement(law, atom))
           where weight > Nothing
           select (product ? Math.Pow(atom.Location, exponent) : exponent * atom.Location, weight),
    ];

    /// <summary>1 − w, from the masses of all the rest where that is more accurate.</summary>
    private static double Complement(SpectralMeasure law, Atom atom)
    {
        double rest = law.Atoms.Where(other => other.Location != atom.Location).Sum(other => other.Weight) + law.Bands.Sum(band => band.Mass);
        double complement = 1.0 - atom.Weight;
        return Math.Abs(rest - complement) < 1e-14 ? rest : complement;
    }
}
