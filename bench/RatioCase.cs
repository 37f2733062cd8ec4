namespace FreeSpectra.Bench;

/// <summary>One piece of work, done by this library and by a named rival, timed in the same run.</summary>
/// <param name="Name">What is done, with its size.</param>
/// <param name="Ours">Does it once; the result is returned so that no compiler drops it.</param>
/// <param name="Rival">The rival's name: another way in this process, or a limit in seconds when there is none.</param>
/// <param name="Theirs">Does the same work the rival's way; null when the rival is a limit.</param>
/// <param name="Limit">The largest accepted ratio ours/theirs, or the largest accepted seconds when there is no rival.</param>
public sealed record RatioCase(string Name, Func<object> Ours, string Rival, Func<object>? Theirs, double Limit);
