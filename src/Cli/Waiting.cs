using System.Diagnostics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>A line on standard error for every so many seconds of a computation that has no steps to count.</summary>
/// <remarks>Quick answers write nothing. After the object is disposed of nothing is written any more.</remarks>
public sealed class Waiting : IDisposable
{
    private readonly string command;
    private readonly TextWriter error;
    private readonly Timer timer;
    private readonly Lock gate = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private bool done;

    /// <summary>Starts to wait.</summary>
    /// <param name="command">The command as the user typed it.</param>
    /// <param name="error">Where the lines go.</param>
    /// <param name="every">The time between two lines, and before the first.</param>
    public Waiting(string command, TextWriter error, TimeSpan every)
    {
        this.command = command;
        this.error = error;
        timer = new Timer(_ => Tell(), null, every, every);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            done = true;
        }

        timer.Dispose();
    }

    private void Tell()
    {
        lock (gate)
        {
            if (!done)
            {
                error.WriteLine(Invariant($"freespectra {command}: computing, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s so far"));
            }
        }
    }
}
