using System.Diagnostics;
using System.Globalization;

namespace FreeSpectra.Bench;

/// <summary>Times cases against their rivals, taking turns so that both see the same machine.</summary>
/// <remarks>
/// The best of several turns is compared: noise only ever adds time. Times are the process's processor time, all threads together,
/// which other work on the machine hardly touches.
/// </remarks>
public static class RatioRunner
{
    private const int Turns = 7;
    private const double LongEnough = 0.05; // seconds: shorter work is repeated until a turn takes about this long

    /// <summary>Runs the cases whose name contains the filter and prints one line for each.</summary>
    /// <returns>0 if every case keeps its limit, else 1.</returns>
    public static int Run(IEnumerable<RatioCase> cases, IReadOnlyList<string> filter, TextWriter output)
    {
        bool kept = true;
        output.WriteLine("| case | ours | rival | theirs | ratio | limit | |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (RatioCase item in cases.Where(item => filter.All(part => item.Name.Contains(part, StringComparison.OrdinalIgnoreCase))))
        {
            (double ours, double? theirs) = Time(item);
            double measured = theirs is { } other ? ours / other : ours;
            bool holds = measured <= item.Limit;
            kept &= holds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {item.Name} | {Seconds(ours)} | {item.Rival} | {(theirs is { } t ? Seconds(t) : "–")} | {(theirs is null ? "–" : measured.ToString("0.00", CultureInfo.InvariantCulture))} | {(theirs is null ? Seconds(item.Limit) : item.Limit.ToString("0.##", CultureInfo.InvariantCulture))} | {(holds ? "kept" : "missed")} |"));
        }

        return kept ? 0 : 1;
    }

    /// <summary>The best time of a turn for both sides, in seconds for doing the work once.</summary>
    public static (double Ours, double? Theirs) Time(RatioCase item)
    {
        ArgumentNullException.ThrowIfNull(item);
        int oursRepeats = Repeats(item.Ours);
        int theirsRepeats = item.Theirs is null ? 0 : Repeats(item.Theirs);
        double ours = double.PositiveInfinity, theirs = double.PositiveInfinity;
        for (int turn = 0; turn < Turns; turn++)
        {
            ours = Math.Min(ours, Turn(item.Ours, oursRepeats));
            if (item.Theirs is not null)
            {
                theirs = Math.Min(theirs, Turn(item.Theirs, theirsRepeats));
            }
        }

        return (ours, item.Theirs is null ? null : theirs);
    }

    /// <summary>Warms up, then finds how often the work fits into a turn.</summary>
    private static int Repeats(Func<object> work)
    {
        double once = Once(work);
        for (int warm = 0; warm < 30 && warm * once < 0.2; warm++)
        {
            once = Math.Min(once, Once(work));
        }

        return Math.Max(1, (int)(LongEnough / Math.Max(once, 1e-9)));
    }

    private static double Once(Func<object> work)
    {
        long start = Stopwatch.GetTimestamp();
        GC.KeepAlive(work());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Turn(Func<object> work, int repeats)
    {
        using Process self = Process.GetCurrentProcess();
        TimeSpan start = self.TotalProcessorTime;
        for (int i = 0; i < repeats; i++)
        {
            GC.KeepAlive(work());
        }

        self.Refresh();
        return (self.TotalProcessorTime - start).TotalSeconds / repeats;
    }

    private static string Seconds(double seconds) =>
        seconds switch
        {
            >= 1.0 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"),
            >= 1e-3 => string.Create(CultureInfo.InvariantCulture, $"{1e3 * seconds:0.00} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{1e6 * seconds:0.00} µs"),
        };
}
