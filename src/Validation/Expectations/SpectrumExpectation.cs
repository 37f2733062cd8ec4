using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Validation.Comparison;
using static System.FormattableString;

namespace FreeSpectra.Validation.Expectations;

/// <summary>Measured spectra that are to follow a law.</summary>
/// <remarks>
/// <para>Measured are, with the replicate as unit:</para>
/// <list type="number">
/// <item>the share of eigenvalues up to five levels inside each band, up to the middle of each gap, and outside the support;</item>
/// <item>the place of each atom, as the quantile in the middle of its weight;</item>
/// <item>mean and variance, where the support is bounded.</item>
/// </list>
/// <para>
/// Each check has a false-alarm rate of 2e-7 under its hypotheses: normal means over replicates, and a bias within <see cref="FiniteWidth"/>. The
/// convergence tested is weak: a few outliers among many eigenvalues do not contradict a law. By default, one matrix of order 400
/// shows a displacement of 1.8 per cent of the mass, 16 of them one of 1.0 per cent.
/// </para>
/// </remarks>
public sealed class SpectrumExpectation
{
    private const int MostBands = 8;
    private const int MostGaps = 32;
    private static readonly double[] Levels = [0.1, 0.3, 0.5, 0.7, 0.9];

    private readonly ImmutableArray<EmpiricalSpectrum> replicates;

    internal SpectrumExpectation(ImmutableArray<EmpiricalSpectrum> replicates)
    {
        if (replicates.IsEmpty)
        {
            throw new ArgumentException("replicates must hold at least one spectrum, but is empty.", nameof(replicates));
        }

        int order = replicates[0].Eigenvalues.Length;
        foreach (EmpiricalSpectrum replicate in replicates)
        {
            if (replicate.Eigenvalues.Length != order)
            {
                throw new ArgumentException(
                    Invariant($"replicates must have equal orders, but one has {order} eigenvalues and another {replicate.Eigenvalues.Length}."),
                    nameof(replicates));
            }
        }

        this.replicates = replicates;
    }

    /// <summary>Throws unless the spectra follow the law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="allowance">The allowance for finite width; by default <see cref="FiniteWidth.Default"/>.</param>
    /// <exception cref="ExpectationException">They do not; the message says what was measured and where the gap is largest.</exception>
    public void Follows(SpectralMeasure law, FiniteWidth? allowance = null)
    {
        SpectrumReport report = Measure(law, allowance);
        if (!report.Agrees)
        {
            throw new ExpectationException(report.Explanation);
        }
    }

    /// <summary>Measures without judging: every check with its numbers.</summary>
    /// <param name="law">The law.</param>
    /// <param name="allowance">The allowance for finite width; by default <see cref="FiniteWidth.Default"/>.</param>
    public SpectrumReport Measure(SpectralMeasure law, FiniteWidth? allowance = null)
    {
        ArgumentNullException.ThrowIfNull(law);
        int order = replicates[0].Eigenvalues.Length;
        Scatter unit = new(allowance ?? FiniteWidth.Default, order);
        return new SpectrumReport(law, replicates.Length, order, [.. Shares(law, unit), .. Places(law, unit), .. Moments(law, unit)]);
    }

    private IEnumerable<ComparisonCheck> Shares(SpectralMeasure law, Scatter unit)
    {
        foreach (double x in Points(law).Distinct().Order())
        {
            double theory = law.CumulativeDistribution(x);
            yield return unit.Check(
                Invariant($"share of eigenvalues <= {x:G6}"), theory, [.. replicates.Select(spectrum => spectrum.FractionAtMost(x))], scale: 1.0);
        }
    }

    private IEnumerable<double> Points(SpectralMeasure law)
    {
        foreach (Band band in law.Bands.OrderByDescending(band => band.Mass).Take(MostBands))
        {
            double below = law.Atoms.Where(atom => atom.Location <= band.Left).Sum(atom => atom.Weight)
                + law.Bands.Where(other => other.Left < band.Left).Sum(other => other.Mass);
            bool holdsAtom = law.Atoms.Any(atom => atom.Location > band.Left && atom.Location < band.Right);
            foreach (double level in holdsAtom ? [] : Levels)
            {
                yield return law.Quantile(below + (level * band.Mass));
            }
        }

        foreach (Interval gap in Gaps.Of(law).Take(MostGaps))
        {
            yield return gap.Center;
        }

        if (Range(law) is { } range)
        {
            // Edges fluctuate by n^(−2/3) of the range; twice that is outside.
            double margin = Math.Max(2.0 * range * Math.Pow(replicates[0].Eigenvalues.Length, -2.0 / 3.0), double.Epsilon);
            yield return law.BottomOfSupport - margin;
            yield return law.TopOfSupport + margin;
        }
    }

    private IEnumerable<ComparisonCheck> Places(SpectralMeasure law, Scatter unit)
    {
        if (Range(law) is not { } range)
        {
            yield break;
        }

        foreach (Atom atom in law.Atoms.OrderByDescending(atom => atom.Weight).Take(MostGaps))
        {
            // An atom of few eigenvalues may be missed by its own middle.
            if (atom.Weight > 2.0 * unit.Reach)
            {
                double middle = law.CumulativeDistribution(atom.Location) - (0.5 * atom.Weight);
                yield return unit.Check(
                    Invariant($"place of the atom at {atom.Location:G6}"), atom.Location, [.. replicates.Select(s => s.Quantile(middle))], range);
            }
        }
    }

    private IEnumerable<ComparisonCheck> Moments(SpectralMeasure law, Scatter unit)
    {
        if (Range(law) is not { } range)
        {
            yield break;
        }

        double[] means = [.. replicates.Select(spectrum => spectrum.Eigenvalues.Average())];
        yield return unit.Check("mean", law.Mean, means, range);
        yield return unit.Check(
            "variance", law.Variance,
            [.. replicates.Select((spectrum, r) => spectrum.Eigenvalues.Average(value => (value - means[r]) * (value - means[r])))], 0.5 * range * range);
    }

    /// <summary>The length of the support; for a point mass the size of its location, the unit of rounding; null where it is unbounded.</summary>
    private static double? Range(SpectralMeasure law)
    {
        double bottom = law.BottomOfSupport, top = law.TopOfSupport;
        return !double.IsFinite(bottom) || !double.IsFinite(top) ? null
            : top > bottom ? top - bottom : 1e-9 * Math.Max(1.0, Math.Abs(top));
    }
}
