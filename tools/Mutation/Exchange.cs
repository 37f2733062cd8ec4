using System.Text.Encodings.Web;
using System.Text.Json;

namespace FreeSpectra.Mutation;

/// <summary>How a case of a test ended.</summary>
internal enum CaseOutcome
{
    Passed,
    Failed,
    Skipped,
    TimedOut,
    Crashed,
}

/// <summary>What a process of tests is asked.</summary>
/// <param name="Method">The full name of a method of tests; null asks for all their names.</param>
/// <param name="Row">The number of the row of its data; negative asks how many there are.</param>
/// <param name="Fault">The number of the fault that is switched on; 0 for none.</param>
internal sealed record Question(string? Method, int Row, int Fault);

/// <summary>What it answers.</summary>
/// <param name="Outcome">How the case ended.</param>
/// <param name="Seconds">The processor time it took.</param>
/// <param name="Rows">The number of rows, where that was asked.</param>
/// <param name="Names">The names of all methods, where they were asked for.</param>
/// <param name="Message">Why the case failed.</param>
/// <param name="Seen">The statements that were passed, by room, if the rooms are marked.</param>
internal sealed record Answer(
    CaseOutcome Outcome, double Seconds, int Rows = 0, string[]? Names = null, string? Message = null, Dictionary<string, byte[]>? Seen = null);

/// <summary>One line of text for each question and each answer.</summary>
internal static class Exchange
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Parse<T>(string line) => JsonSerializer.Deserialize<T>(line, Options)!;
}
