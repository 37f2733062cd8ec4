using System.Runtime.CompilerServices;

namespace FreeSpectra.Tests.Transforms.Answers;

/// <summary>Answers of many laws and the errors that they claim, in the file beside the tests.</summary>
/// <remarks>
/// <para>
/// Run with FREESPECTRA_ACCEPT=1 to write what the answers are now. Nothing is written that the checks of <see cref="AnswerSheet"/> object to: equations solved again with 32 digits, Cauchy's
/// formula for derivatives, transforms at the places of their inverses, masses and moments by quadrature. So the book holds right answers, and a comparison with it sees every change at once.
/// </para>
/// <para>What rounding moves is held to less: the place is moved by two units in the last place, and ten times what that does is allowed.</para>
/// </remarks>
internal static class AnswerBook
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Dictionary<string, Dictionary<string, Answer>>> Read = [];

    /// <summary>Whether the book is to be written.</summary>
    public static bool IsWritten => Environment.GetEnvironmentVariable("FREESPECTRA_ACCEPT") == "1";

    /// <summary>The answers of a law.</summary>
    public static IReadOnlyDictionary<string, Answer> Of(string law, [CallerFilePath] string tests = "")
    {
        lock (Gate)
        {
            return Load(File(tests)).GetValueOrDefault(law) ?? [];
        }
    }

    /// <summary>Writes the answers of a law.</summary>
    public static void Write(string law, Dictionary<string, Answer> answers, [CallerFilePath] string tests = "")
    {
        lock (Gate)
        {
            Dictionary<string, Dictionary<string, Answer>> book = Load(File(tests));
            book[law] = answers;
            System.IO.File.WriteAllLines(File(tests), book.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .SelectMany(entry => entry.Value.Select(answer => $"  {answer.Key} = {answer.Value}").Prepend(entry.Key)));
        }
    }

    private static string File(string tests) => Path.Combine(Path.GetDirectoryName(tests)!, "answers.txt");

    private static Dictionary<string, Dictionary<string, Answer>> Load(string path)
    {
        if (Read.TryGetValue(path, out Dictionary<string, Dictionary<string, Answer>>? book))
        {
            return book;
        }

        Read[path] = book = [];
        Dictionary<string, Answer> answers = [];
        foreach (string line in System.IO.File.Exists(path) ? System.IO.File.ReadAllLines(path) : [])
        {
            if (!line.StartsWith(' '))
            {
                book[line] = answers = [];
                continue;
            }

            string[] parts = line.Split(" = ");
            answers[parts[0].Trim()] = Answer.Parse(parts[1]);
        }

        return book;
    }
}
