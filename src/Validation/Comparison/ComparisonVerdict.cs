using System.Collections.Immutable;
using FreeSpectra.Measures;

namespace FreeSpectra.Validation.Comparison;

/// <summary>Whether theory and sample agree, with every number that was looked at.</summary>
public sealed class ComparisonVerdict
{
    internal ComparisonVerdict(SpectralMeasure law, EmpiricalSpectrum pooled, ImmutableArray<ComparisonCheck> checks)
    {
        Law = law;
        Pooled = pooled;
        Checks = checks;
    }

    /// <summary>The law that the theory predicts, not conditioned on anything.</summary>
    public SpectralMeasure Law { get; }

    /// <summary>All eigenvalues of all replicates, for pictures.</summary>
    public EmpiricalSpectrum Pooled { get; }

    /// <summary>The checks.</summary>
    public ImmutableArray<ComparisonCheck> Checks { get; }

    /// <summary>Whether every check agrees.</summary>
    public bool Agrees => Checks.All(check => check.Agrees);
}
