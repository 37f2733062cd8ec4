namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>How a problem ended.</summary>
internal enum Verdict
{
    /// <summary>All checks hold.</summary>
    Right,

    /// <summary>A value was refused, with a reason.</summary>
    Refused,

    /// <summary>A check failed.</summary>
    Wrong,
}

/// <summary>The verdict on a problem.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">The reason of a refusal, or the check that failed.</param>
internal sealed record ProblemOutcome(Verdict Verdict, string Reason);
