using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>A free sum moved so that atoms of its summands that meet beside an end of a band lie at 0, where distances keep all their digits.</summary>
/// <remarks>
/// <para>
/// μ ⊞ ν = (a + b) + (μ − a) ⊞ (ν − b). Where atoms of mass near 1 together meet at a + b, the density beside a + b changes at distances far below
/// the rounding of a + b.
/// </para>
/// <para>Source: [VDN92] §3.2 (free sums commute with translations); [BV98] thm. 7.4.</para>
/// </remarks>
internal static class ShiftedSum
{
    // Atoms that together fall short of mass 1 by more make edges on the scale of the law.
    private const double Shortfall = 0.3;

    /// <summary>The moved sum; null for products, and where no atoms meet or a summand cannot be moved without rounding.</summary>
    /// <param name="law">The sum.</param>
    /// <param name="place">The end of a band.</param>
    public static FreeConvolution? At(FreeConvolution law, double place)
    {
        double excess = law.Exponents.Sum() - 1.0;
        double[]? best = null;
        double most = excess - Shortfall;
        if (law.IsProduct || place == 0.0 || !double.IsFinite(place))
        {
            return null;
        }

        foreach ((double[] atoms, double weight) in Meetings(law, 0, 0.0, place))
        {
            (best, most) = weight > most ? (atoms, weight) : (best, most);
        }

        if (best is null || best.All(atom => atom == 0.0))
        {
            return null;
        }

        SpectralMeasure?[] moved = [.. law.Factors.Zip(best, (factor, atom) => Move(factor, atom))];
        return moved.All(factor => factor is not null)
            ? new FreeConvolution(ConvolutionAlgebra.Additive, [.. moved!], law.Exponents, law.Excess)
            : null;
    }

    private static IEnumerable<(double[] Atoms, double Weight)> Meetings(FreeConvolution law, int factor, double sum, double place)
    {
        if (factor == law.Factors.Length)
        {
            if (Math.Abs(sum - place) <= 1e-3 * Math.Abs(place))
            {
                yield return (new double[factor], 0.0);
            }

            yield break;
        }

        double t = law.Exponents[factor];
        foreach ((double near, double mass) in NearAtoms(law.Factors[factor]))
        {
            foreach ((double[] atoms, double weight) in Meetings(law, factor + 1, sum + (t * near), place))
            {
                atoms[factor] = near;
                yield return (atoms, weight + (t * mass));
            }
        }
    }

    /// <summary>
    /// The atoms of a law and the places where it nearly has one: 0, where a density x^β with β near −1 begins, and where atoms of its own summands meet. A
    /// summand that begins or ends at 0 otherwise has no mass there, but need not be moved either.
    /// </summary>
    private static IEnumerable<(double Place, double Weight)> NearAtoms(SpectralMeasure law)
    {
        foreach (Atom atom in law.Atoms)
        {
            yield return (atom.Location, atom.Weight);
        }

        if (law.MassAt(0.0) == 0.0 && law.Bands.Any(band => band.Left == 0.0 || band.Right == 0.0))
        {
            double steepest = law.Bands.Select(band => band.Left == 0.0 ? band.LeftExponent : band.Right == 0.0 ? band.RightExponent : 0.0).Min();
            yield return (0.0, steepest is < -0.5 and > -1.0 ? -steepest : 0.0);
        }
        else if (law is AffineImage { Source: { Atoms.IsEmpty: true } source } image)
        {
            foreach ((double near, double mass) in NearAtoms(source))
            {
                yield return (image.Map.Apply(near), mass);
            }
        }
        else if (law is FreeConvolution { IsProduct: false, Atoms.IsEmpty: true } sum)
        {
            foreach (double end in sum.Bands.SelectMany(band => new[] { band.Left, band.Right }).Where(double.IsFinite))
            {
                double excess = sum.Exponents.Sum() - 1.0;
                foreach ((double[] atoms, double weight) in Meetings(sum, 0, 0.0, end))
                {
                    double near = sum.Exponents.Zip(atoms, (power, atom) => power * atom).Sum();
                    if (weight > excess && Math.Abs(near - end) <= 1e-9 * Math.Abs(end))
                    {
                        yield return (near, weight - excess);
                    }
                }
            }
        }
    }

    /// <summary>The law of X − a, with what lies at a moved to 0 exactly; null if that is not known to be possible.</summary>
    private static SpectralMeasure? Move(SpectralMeasure law, double atom)
    {
        switch (law)
        {
            case var _ when atom == 0.0:
                return law;
            case var _ when law.Bands.IsEmpty:
                return new Atomic([.. law.Atoms.Select(point => new Atom(point.Location - atom, point.Weight))]);
            case FreeBinomial binomial when atom == binomial.Power:
                return FreeOperations.Affine(new FreeBinomial(1.0 - binomial.Probability, binomial.Power), 0.0, -1.0);
            case AffineImage image when image.Map.Shift == atom:
                return FreeOperations.Affine(image.Source, 0.0, image.Map.Scale);
            case AffineImage image when Move(image.Source, (atom - image.Map.Shift) / image.Map.Scale) is { } source:
                return FreeOperations.Affine(source, 0.0, image.Map.Scale);
            case Jacobi jacobi when atom == 1.0:
                return FreeOperations.Affine(new Jacobi(jacobi.B, jacobi.A), 0.0, -1.0);
            case FreeConvolution sum when !sum.IsProduct:
                return At(sum, atom);
            default:
                return null;
        }
    }
}
