using System.Diagnostics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>Words about a running simulation: the memory before it starts, then at most one line a second.</summary>
internal sealed class SampleProgress : IProgress<int>
{
    private readonly TextWriter error;
    private readonly int draws;
    private readonly Lock gate = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private TimeSpan next = TimeSpan.FromSeconds(1.0);
    private int largest;

    public SampleProgress(TextWriter error, int draws, int width, int threads, long bytesPerDraw, string kernels)
    {
        this.error = error;
        this.draws = draws;
        int workers = Math.Min(threads, draws);
        error.WriteLine(Invariant(
            $"sampling {draws} draws of width {width}, {workers} at a time, {kernels}: about {Math.Max(1L, workers * bytesPerDraw >> 20)} MiB"));
    }

    public void Report(int value)
    {
        lock (gate)
        {
            largest = Math.Max(largest, value);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed >= next)
            {
                error.WriteLine(Invariant($"{largest} of {draws} draws, {elapsed.TotalSeconds:F0} s"));
                next = elapsed + TimeSpan.FromSeconds(1.0);
            }
        }
    }
}
