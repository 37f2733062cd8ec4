using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>G of a free sum beside a place where atoms of all summands meet with Σ tᵢ(1 − wᵢ) = 1, so that just none is left.</summary>
/// <remarks>
/// <para>
/// There F = 0, and z = Σ tᵢωᵢ(F) − (T − 1)F is a power series in F that begins with F², or F³ as for X − X. The equations themselves lose z beside the
/// place: Σ tᵢωᵢ and (T − 1)F are of order √z. The series keeps all digits of z − e.
/// </para>
/// <para>Source: [BV98] thm. 7.4; [BB07] thm. 3.2.</para>
/// </remarks>
internal sealed class JustNoAtomSeries
{
    // In sizes of the law: from here on the equations have lost three digits.
    private const double Reach = 1e-6;
    private const double Unit = 2.220446049250313e-16;

    private readonly double place;
    private readonly double reach;
    private readonly EdgeExpansion expansion;

    private JustNoAtomSeries(double place, double reach, EdgeExpansion expansion)
    {
        this.place = place;
        this.reach = reach;
        this.expansion = expansion;
    }

    /// <summary>The series of a sum; none for products, where an atom lies inside a band of its summand, and where the inverses of the summands cannot be continued.</summary>
    public static ImmutableArray<JustNoAtomSeries> Of(FreeConvolution law) => law.IsProduct ? [] : [.. law.JustNoAtoms.Select(at => At(law, at.Place, at.Atoms)).OfType<JustNoAtomSeries>()];

    /// <summary>G and G' at a point above the axis; null beyond the reach.</summary>
    public (Complex Value, Complex Derivative)? Cauchy(Complex z)
    {
        Complex offset = z - place;
        if (!(Complex.Abs(offset) <= reach) || !expansion.TrySolve(offset, out Complex f, out Complex slope))
        {
            return null;
        }

        Complex g = 1.0 / f;
        return (g, -g * g / slope);
    }

    private static JustNoAtomSeries? At(FreeConvolution law, double place, Atom[] atoms)
    {
        if (law.Factors.Zip(atoms).Any(pair => pair.First.Bands.Any(band => band.Contains(pair.Second.Location))))
        {
            return null;
        }

        // ωᵢ = aᵢ + wᵢF + …
        var inverses = new ContinuedInverse(law, [.. atoms.Select(atom => atom.Location)], [.. atoms.Select(atom => atom.Weight)], 0.0);
        double terms = atoms.Zip(law.Exponents, (atom, t) => Math.Abs(t * atom.Location)).Sum();
        return EdgeExpansion.Build(inverses.Evaluate, 0.0, place, 16.0 * Unit * terms, law.Scale, 1.0, -0.5) is { } expansion
            ? new JustNoAtomSeries(place, Math.Min(Reach * law.Scale, expansion.Reach), expansion) : null;
    }
}
