using System.Collections.Immutable;

namespace FreeSpectra.Validation.Statements;

/// <summary>What a check has found.</summary>
public sealed record Verdict
{
    /// <summary>Creates a verdict.</summary>
    /// <param name="evidence">At least one number; the statement passes if every one keeps its bound.</param>
    public Verdict(params IEnumerable<Evidence> evidence)
    {
        Evidence = [.. evidence];
        if (Evidence.IsEmpty)
        {
            throw new ArgumentException("A verdict needs evidence.", nameof(evidence));
        }
    }

    /// <summary>The numbers that decide.</summary>
    public ImmutableArray<Evidence> Evidence { get; }

    /// <summary>Whether every number keeps its bound.</summary>
    public bool Passed => Evidence.All(item => item.Holds);

    /// <summary>Whether two verdicts rest on the same numbers.</summary>
    public bool Equals(Verdict? other) => other is not null && Evidence.SequenceEqual(other.Evidence);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Evidence.Length, Passed);
}
