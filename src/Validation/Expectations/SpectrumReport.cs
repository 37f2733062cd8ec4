using System.Collections.Immutable;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Validation.Comparison;
using static System.FormattableString;

namespace FreeSpectra.Validation.Expectations;

/// <summary>What was measured on spectra that are to follow a law.</summary>
public sealed class SpectrumReport
{
    private const int MostLines = 12;

    internal SpectrumReport(SpectralMeasure law, int replicates, int order, ImmutableArray<ComparisonCheck> checks)
    {
        Law = law;
        Replicates = replicates;
        Order = order;
        Checks = checks;
    }

    /// <summary>The law.</summary>
    public SpectralMeasure Law { get; }

    /// <summary>How many independent matrices there were.</summary>
    public int Replicates { get; }

    /// <summary>n, the order of each matrix.</summary>
    public int Order { get; }

    /// <summary>The checks.</summary>
    public ImmutableArray<ComparisonCheck> Checks { get; }

    /// <summary>Whether every check agrees.</summary>
    public bool Agrees => Checks.All(check => check.Agrees);

    /// <summary>The check that is nearest to its limit, or farthest beyond it.</summary>
    public ComparisonCheck Worst => Checks.MaxBy(check => Math.Abs(check.Deviation) / Math.Max(check.Limit, double.Epsilon))!;

    /// <summary>What was measured, where the gap is largest and how many standard errors it has; then every check that fails.</summary>
    public string Explanation
    {
        get
        {
            ComparisonCheck[] failed = [.. Checks.Where(check => !check.Agrees)];
            StringBuilder text = new();
            text.Append(Invariant(
                $"The spectrum {(Agrees ? "follows" : "does not follow")} the law: {failed.Length} of {Checks.Length} checks fail on {Replicates} "));
            text.Append(Invariant($"{(Replicates == 1 ? "matrix" : "independent matrices")} of order {Order}.\n"));
            text.Append(Invariant($"The law: {Describe(Law)}.\n"));
            text.Append(Invariant($"The largest gap: {Line(Worst)}.\n"));
            text.Append(Replicates < FiniteWidth.EnoughReplicates
                ? "The standard error was stated beforehand, not measured: it supposes a rigid spectrum (see FiniteWidth).\n"
                : "The standard error comes from the scatter over the matrices.\n");
            foreach (ComparisonCheck check in failed.Where(check => check != Worst).Take(MostLines))
            {
                text.Append(Invariant($"  {Line(check)}\n"));
            }

            if (failed.Length > MostLines + 1)
            {
                text.Append(Invariant($"  and {failed.Length - MostLines - 1} more\n"));
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Explanation;

    /// <summary>Atoms and bands of a law in a few words.</summary>
    internal static string Describe(SpectralMeasure law)
    {
        IEnumerable<string> atoms = law.Atoms.Take(MostLines).Select(atom => Invariant($"mass {atom.Weight:G4} at {atom.Location:G6}"));
        IEnumerable<string> bands = law.Bands.Take(MostLines).Select(band => Invariant($"mass {band.Mass:G4} on [{band.Left:G6}, {band.Right:G6}]"));
        int more = Math.Max(0, law.Atoms.Length - MostLines) + Math.Max(0, law.Bands.Length - MostLines);
        return string.Join(", ", atoms.Concat(bands)) + (more > 0 ? Invariant($", {more} parts more") : "");
    }

    private static string Line(ComparisonCheck check) => Invariant(
        $"{check.Name}: law {check.Theory:G6}, measured {check.Sample:G6} ± {check.StandardError:G2}, gap {check.Deviation:G3} = {Math.Abs(check.Deviation) / check.StandardError:F1} standard errors (allowed {check.Factor:F1} and {check.Bias:G2} for finite width)");
}
