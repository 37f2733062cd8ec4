using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Validation.Expectations;

/// <summary>A law that is to be the same as another one, found by another route.</summary>
/// <remarks>
/// Compared are the atoms, the ends of the support, and the distribution function at the levels 1/20, 3/20, …, 19/20 of the other
/// law: numbers of a certified computation, without any statistics.
/// </remarks>
public sealed class LawExpectation
{
    private const int Levels = 10;
    private readonly SpectralMeasure law;

    internal LawExpectation(SpectralMeasure law)
    {
        ArgumentNullException.ThrowIfNull(law);
        this.law = law;
    }

    /// <summary>Throws unless both are the same law.</summary>
    /// <param name="other">The other law.</param>
    /// <param name="within">
    /// The largest difference of a share of mass; of a place relative to the size of the support. Both laws are exact up to rounding,
    /// amplified where an edge is not a square root.
    /// </param>
    /// <exception cref="ExpectationException">They differ; the message says where the most.</exception>
    public void Is(SpectralMeasure other, double within = 1e-8)
    {
        ArgumentNullException.ThrowIfNull(other);
        Require.Positive(within);
        (string Name, double Value, double Expected, double Scale)[] pairs = [.. Pairs(other)];
        (string name, double value, double expected, double scale) = pairs.MaxBy(pair => Math.Abs(pair.Value - pair.Expected) / pair.Scale);
        if (!(Math.Abs(value - expected) <= within * scale))
        {
            throw new ExpectationException(Invariant(
                $"The laws differ. The largest gap: {name}: {value:R} and {expected:R}, gap {Math.Abs(value - expected):G3} (allowed {within * scale:G2}).\nThe law: {SpectrumReport.Describe(law)}.\nThe other: {SpectrumReport.Describe(other)}.\n"));
        }
    }

    private IEnumerable<(string Name, double Value, double Expected, double Scale)> Pairs(SpectralMeasure other)
    {
        double size = Math.Max(Math.Abs(other.TopOfSupport), Math.Abs(other.BottomOfSupport));
        yield return ("number of atoms", law.Atoms.Length, other.Atoms.Length, 1.0);
        for (int i = 0; i < Math.Min(law.Atoms.Length, other.Atoms.Length); i++)
        {
            yield return (Invariant($"place of atom {i + 1}"), law.Atoms[i].Location, other.Atoms[i].Location, Math.Max(size, double.Epsilon));
            yield return (Invariant($"weight of atom {i + 1}"), law.Atoms[i].Weight, other.Atoms[i].Weight, 1.0);
        }

        if (double.IsFinite(size) && size > 0.0)
        {
            yield return ("bottom of the support", law.BottomOfSupport, other.BottomOfSupport, size);
            yield return ("top of the support", law.TopOfSupport, other.TopOfSupport, size);
        }

        for (int i = 0; i < Levels; i++)
        {
            double x = other.Quantile((i + 0.5) / Levels);
            if (!other.Atoms.Any(atom => Math.Abs(atom.Location - x) <= 1e-6 * Math.Max(1.0, Math.Abs(x))))
            {
                yield return (Invariant($"mass up to {x:G6}"), law.CumulativeDistribution(x), other.CumulativeDistribution(x), 1.0);
            }
        }
    }
}
