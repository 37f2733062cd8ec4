using System.Diagnostics;

namespace FreeSpectra.Mutation;

/// <summary>How a run of some tests ended.</summary>
internal enum TestOutcome
{
    Passed,
    Failed,
    TimedOut,
}

/// <summary>Runs chosen tests in a process of their own.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Seconds">The processor time it took.</param>
internal sealed record TestProcess(TestOutcome Outcome, string Output, double Seconds)
{
    /// <summary>The full names of all methods of tests.</summary>
    public static IReadOnlyList<string> Names(string testFolder) =>
        [.. Run(testFolder, ["--list-tests"], 600.0, null).Output.Split('\n')
            .Where(l => l.StartsWith("  FreeSpectra.", StringComparison.Ordinal))
            .Select(l => l.Trim().Split('(')[0]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Runs the tests until one fails.</summary>
    /// <param name="testFolder">The folder of the assembly of the tests.</param>
    /// <param name="methods">The full names of the methods.</param>
    /// <param name="seconds">The processor time allowed.</param>
    /// <param name="probes">The folder for the numbers that were passed, if the rooms are marked.</param>
    public static TestProcess Methods(string testFolder, IEnumerable<string> methods, double seconds, string? probes) =>
        Run(testFolder, [.. methods.SelectMany(m => new[] { "--filter-method", m }), "--stop-on-fail", "on"], seconds, probes);

    private static TestProcess Run(string folder, IReadOnlyList<string> arguments, double seconds, string? probes)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[Path.Combine(folder, "FreeSpectra.Tests.dll"), "--no-ansi", "--no-progress", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // A fault may ask for memory without end; two gigabytes are more than any test needs.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        if (probes is not null)
        {
            start.Environment["FREESPECTRA_PROBES"] = probes;
        }

        using Process process = Process.Start(start)!;
        void Stop(object? sender, EventArgs arguments) => process.Kill(entireProcessTree: true);
        AppDomain.CurrentDomain.ProcessExit += Stop;
        try
        {
            return Await(process, seconds);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Stop;
        }
    }

    private static TestProcess Await(Process process, double seconds)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        var clock = Stopwatch.StartNew();
        double used = 0.0;
        while (!process.WaitForExit(200))
        {
            // Processor time tells an endless loop from a busy machine; a test that waits for ever is caught by the clock.
            used = Math.Max(used, ProcessorTime(process));
            if (used > seconds || clock.Elapsed.TotalSeconds > 20.0 * seconds)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                return new TestProcess(TestOutcome.TimedOut, output.Result, used);
            }
        }

        process.WaitForExit();
        return new TestProcess(process.ExitCode == 0 ? TestOutcome.Passed : TestOutcome.Failed, output.Result + error.Result, used);
    }

    private static double ProcessorTime(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has just ended.
            return 0.0;
        }
    }
}
