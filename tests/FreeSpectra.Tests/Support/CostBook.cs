using System.Globalization;
using System.Runtime.CompilerServices;

namespace FreeSpectra.Tests.Support;

/// <summary>What tasks cost, in values of a function or in steps of searches, as the book beside the tests says. Run with FREESPECTRA_ACCEPT=1 to write what they cost now.</summary>
/// <remarks>
/// Counts are the same on every run: a start that is worse than it could be, a bracket that is too wide, a test that ends an iteration too late or that
/// is not reached shows here and nowhere else. A task that has become cheaper is written down too, or what it gained could be lost again
/// unseen. The last digit of an elementary function differs between machines, and with it now and then a step: a task may
/// cost an eighth more or less, and each of its counts half as much again and ten.
/// </remarks>
internal static class CostBook
{
    private static readonly Lock Gate = new();

    /// <summary>Compares with the line of a task.</summary>
    /// <param name="task">Its name.</param>
    /// <param name="counts">What it costs now.</param>
    /// <param name="slack">What one search may take more or less where rounding blurs its end.</param>
    /// <param name="tests">The file of the tests, beside which the book lies.</param>
    public static void Holds(string task, IEnumerable<int> counts, int slack = 0, [CallerFilePath] string tests = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(tests)!, "costs.txt");
        int[] now = [.. counts];
        string line = string.Join(' ', now.Select(count => count.ToString(CultureInfo.InvariantCulture)));
        lock (Gate)
        {
            SortedDictionary<string, string> book = new(StringComparer.Ordinal);
            foreach (string[] entry in (File.Exists(path) ? File.ReadAllLines(path) : []).Select(text => text.Split(": ")))
            {
                book[entry[0]] = entry[1];
            }

            if (Environment.GetEnvironmentVariable("FREESPECTRA_ACCEPT") == "1")
            {
                book[task] = line;
                File.WriteAllLines(path, book.Select(entry => $"{entry.Key}: {entry.Value}"));
                return;
            }

            Assert.True(book.ContainsKey(task), $"The book of costs has no task {task}: {line}");
            int[] written = [.. book[task].Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
            Assert.True(
                written.Length == now.Length && 8 * Math.Abs(written.Sum() - now.Sum()) <= written.Sum() + 16 + (8 * slack)
                    && written.Zip(now, (a, b) => Math.Abs(a - b) <= (0.5 * a) + 10 + slack).All(holds => holds),
                $"{task} costs {line}, and not {book[task]}. If that is worth it, run this test with FREESPECTRA_ACCEPT=1.");
        }
    }
}
