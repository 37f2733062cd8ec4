using System.Diagnostics;

namespace FreeSpectra.Mutation;

/// <summary>A process of tests as seen from outside: asked one question at a time, ended when an answer takes too long.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process process;

    public WorkerProcess(string folder)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        start.ArgumentList.Add("--worker");
        start.ArgumentList.Add(folder);

        // A fault may ask for memory without end; two gigabytes are more than any test needs.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x80000000";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it can be asked again.</summary>
    public bool Lives { get; private set; } = true;

    /// <summary>Asks, and waits until the answer is there or the processor time is used up.</summary>
    public Answer Ask(Question question, double seconds)
    {
        double before = ProcessorTime();
        var clock = Stopwatch.StartNew();
        try
        {
            process.StandardInput.WriteLine(Exchange.Line(question));
        }
        catch (IOException)
        {
            return End(CaseOutcome.Crashed, 0.0);
        }

        Task<string?> line = process.StandardOutput.ReadLineAsync();
        while (!line.Wait(100))
        {
            // Processor time tells an endless loop from a busy machine; a test that waits for ever is caught by the clock.
            double used = ProcessorTime() - before;
            if (used > seconds || clock.Elapsed.TotalSeconds > 20.0 * seconds)
            {
                return End(CaseOutcome.TimedOut, used);
            }
        }

        return line.Result is { } text ? Exchange.Parse<Answer>(text) : End(CaseOutcome.Crashed, clock.Elapsed.TotalSeconds);
    }

    public void Dispose()
    {
        End(CaseOutcome.Passed, 0.0);
        process.Dispose();
    }

    private Answer End(CaseOutcome outcome, double used)
    {
        if (Lives)
        {
            Lives = false;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        return new Answer(outcome, used);
    }

    private double ProcessorTime()
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
