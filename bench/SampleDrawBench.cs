using System.Diagnostics;
using System.Globalization;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Bench;

/// <summary>One draw of H_L against the same pipeline in NumPy on the same OpenBLAS, in turns; and the memory of a draw.</summary>
/// <remarks>
/// Processor time is compared beside wall time: on a machine that does other work it is the steadier of the two. Both sides use one thread.
/// </remarks>
public static class SampleDrawBench
{
    private const int Turns = 7;
    private const int WarmWidth = 200;

    /// <summary>Runs <c>draw [M] [L] [python]</c> and prints the ratios.</summary>
    /// <returns>0 if the ratio of processor times is at most 1.3 and a draw takes at most 6 M² numbers, else 1.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        int width = arguments.Count > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 1000;
        int depth = arguments.Count > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 3;
        string python = arguments.Count > 2 ? arguments[2] : "python3";
        string script = Path.Combine(AppContext.BaseDirectory, "sample_draw.py");
        ProcessStartInfo start = new(python, [script, $"{width}", $"{depth}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using Process rival = Process.Start(start)!;
        IDenseKernels kernels = DenseKernels.Select(KernelChoice.OpenBlas);
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), depth);
        using Process self = Process.GetCurrentProcess();
        double[] best = [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity];

        // A small draw first, so that the runtime's and the library's own buffers do not count as the draw's.
        NetworkSampler.Sample(new SamplingPlan(network, SpectrumKind.Fisher, WarmWidth, 1, 0), kernels, threads: 1);
        long before = PeakBytes();
        NetworkSampler.Sample(new SamplingPlan(network, SpectrumKind.Fisher, width, 1, 0), kernels, threads: 1);
        double memory = (PeakBytes() - before) / (8.0 * width * width);
        for (int turn = 0; turn <= Turns; turn++)
        {
            SamplingPlan plan = new(network, SpectrumKind.Fisher, width, 1, (ulong)turn);
            self.Refresh();
            TimeSpan processor = self.TotalProcessorTime;
            long wall = Stopwatch.GetTimestamp();
            NetworkSampler.Sample(plan, kernels, threads: 1);
            double[] ours = [Stopwatch.GetElapsedTime(wall).TotalSeconds, 0.0];
            self.Refresh();
            ours[1] = (self.TotalProcessorTime - processor).TotalSeconds;
            rival.StandardInput.WriteLine();
            rival.StandardInput.Flush();
            string[] theirs = rival.StandardOutput.ReadLine()!.Split(' ');
            for (int i = 0; i < 2 && turn > 0; i++)
            {
                best[i] = Math.Min(best[i], ours[i]);
                best[2 + i] = Math.Min(best[2 + i], double.Parse(theirs[i], CultureInfo.InvariantCulture));
            }
        }

        rival.StandardInput.Close();
        rival.WaitForExit();
        double ratio = best[1] / best[3];
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"one draw, M = {width}, L = {depth}, {kernels.Name}: wall {best[0]:F3} s against {best[2]:F3} s ({best[0] / best[2]:F2}), processor {best[1]:F3} s against {best[3]:F3} s ({ratio:F2}), peak memory {memory:F2} M² numbers"));
        return ratio <= 1.3 && memory <= 6.0 ? 0 : 1;
    }

    /// <summary>The largest resident size of this process so far; the working set where the system does not say.</summary>
    private static long PeakBytes()
    {
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null
            ? Environment.WorkingSet
            : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }
}
