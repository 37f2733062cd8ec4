using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The atoms of Boolean and monotone sums: the zeros of F off the bands, with weight 1/F'.</summary>
/// <remarks>
/// <para>Monotone: F_ν takes the place of an atom of μ, or is 0 at an atom of ν where μ has one at 0. Boolean: F' ≥ 1 leaves at most one zero between poles and bands.</para>
/// <para>Source: [SW97] (Boolean); [Mur01] (monotone).</para>
/// </remarks>
internal static class ReciprocalAtoms
{
    /// <summary>All atoms, in increasing order.</summary>
    public static ImmutableArray<Atom> Of(ReciprocalLaw law)
    {
        List<Atom> found = [];
        if (law.IsMonotone)
        {
            // F_ν = 0 at the atoms of ν, and nowhere else with a finite slope.
            double atZero = law.First.MassAt(0.0);
            found.AddRange(law.Second.Atoms.Where(_ => atZero > 0.0).Select(atom => new Atom(atom.Location, atom.Weight * atZero)));
            foreach (RealBranch branch in RealBranch.Of(law.Second, ConvolutionAlgebra.Additive))
            {
                foreach (Atom atom in law.First.Atoms.Where(atom => atom.Location != 0.0 && atom.Location > branch.Low && atom.Location < branch.High))
                {
                    (double place, double slope) = branch.Invert(atom.Location);
                    found.Add(new Atom(place, Math.Min(1.0, atom.Weight * slope)));
                }
            }
        }
        else
        {
            AddBooleanAtoms(law, found);
        }

        return [.. found.OrderBy(atom => atom.Location)];
    }

    private static void AddBooleanAtoms(ReciprocalLaw sum, List<Atom> found)
    {
        // Where both have an atom at 0, F₁ = F₂ = z = 0, whatever bands end there.
        (double first, double second) = (sum.First.MassAt(0.0), sum.Second.MassAt(0.0));
        bool atZero = first > 0.0 && second > 0.0;
        if (atZero)
        {
            found.Add(new Atom(0.0, 1.0 / ((1.0 / first) + (1.0 / second) - 1.0)));
        }

        // F' >= 1 between the poles of F and the bands: at most one zero on each such interval, and F rises from −∞ and to +∞ at poles.
        double size = 4.0 * (LawScale.Of(sum.First) + LawScale.Of(sum.Second));
        List<(double Place, bool Pole)> cuts = [(-size, true), (size, true)];
        foreach (SpectralMeasure law in new[] { sum.First, sum.Second })
        {
            cuts.AddRange(law.Bands.SelectMany(band => new[] { band.Left, band.Right }).Where(double.IsFinite).Select(place => (place, false)));
            cuts.AddRange(LawBranch.Poles(law, ConvolutionAlgebra.Additive).Select(place => (place, true)));
        }

        // F' ≥ 1: on either side of a zero at 0 there is none before the next cut.
        double negative = cuts.Where(cut => cut.Place < 0.0).Max().Place;
        double positive = cuts.Where(cut => cut.Place > 0.0).Min().Place;
        cuts.Sort();
        double F(double x) => Math.Tanh(sum.Reciprocal(new Complex(x, 0.0)).Value.Real);
        for (int i = 0; i + 1 < cuts.Count; i++)
        {
            (double a, double b) = (cuts[i].Place, cuts[i + 1].Place);
            double middle = 0.5 * (a + b);
            bool beside = atZero && a >= negative && b <= positive;
            if (beside || !(a < middle && middle < b) || Covers(sum.First, middle) || Covers(sum.Second, middle))
            {
                continue;
            }

            double inset = Math.Max(1e-13 * (b - a), 1e-15 * Math.Max(Math.Abs(a), Math.Abs(b)));
            (double atA, double atB) = (cuts[i].Pole ? -1.0 : F(a + inset), cuts[i + 1].Pole ? 1.0 : F(b - inset));
            if (atA < 0.0 && atB > 0.0)
            {
                double place = ScalarSearch.Root(F, a, b, atA, atB);
                found.Add(new Atom(place, 1.0 / sum.Reciprocal(new Complex(place, 0.0)).Derivative.Real));
            }
        }
    }

    private static bool Covers(SpectralMeasure law, double x) => law.Bands.Any(band => band.Left < x && x < band.Right);
}
