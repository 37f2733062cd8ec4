using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>The check that the atoms and the bands of a computed law carry all its mass: found once, with the bands, and never renormalised.</summary>
/// <remarks>Source: [BV93] §5 (a probability measure has F(iy) ∼ iy).</remarks>
internal static class MassBalance
{
    private const double Allowed = 1e-8;

    // What a band takes at most.
    private const double Whole = 1e-9;

    /// <summary>The pieces, if their masses and the atoms add to 1.</summary>
    /// <param name="law">The law, with its atoms.</param>
    /// <param name="pieces">The bands, with what belongs to them.</param>
    /// <param name="mass">The mass of a band.</param>
    /// <exception cref="NonConvergenceException">They do not: an atom, a band or a gap was missed.</exception>
    public static ImmutableArray<T> Require<T>(SpectralMeasure law, ImmutableArray<T> pieces, Func<T, double> mass)
    {
        double missing = 1.0 - law.Atoms.Sum(atom => atom.Weight) - pieces.Sum(mass);
        return Math.Abs(missing) <= Allowed
            ? pieces
            : throw new NonConvergenceException(
                "The search for atoms and bands", LawName.Of(law), 1, missing, "The masses found do not add to 1: the law is not answered.");
    }

    /// <summary>The mass of one band, if a law can have it.</summary>
    /// <param name="left">Where the band begins.</param>
    /// <param name="right">Where it ends.</param>
    /// <param name="mass">What was found.</param>
    /// <exception cref="NonConvergenceException">It is above 1 by more than rounding, or not a number.</exception>
    public static double OfBand(double left, double right, double mass) => mass <= 1.0 + Whole
        ? mass
        : throw new NonConvergenceException(
            "The search for atoms and bands", Invariant($"[{left:R}, {right:R}]"), 1, mass - 1.0, "The mass found in one band is above 1: the law is not answered.");
}
