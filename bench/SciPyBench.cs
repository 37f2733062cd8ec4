using System.Diagnostics;
using System.Globalization;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;

namespace FreeSpectra.Bench;

/// <summary>Correlated integrals and one fixed point c* of tanh against SciPy's quadrature, in turns, in processor time.</summary>
public static class SciPyBench
{
    private const int Repeats = 200;

    /// <summary>Runs <c>scipy [python]</c> and prints the ratios.</summary>
    /// <returns>0 if the values agree to 1e-10 and this library is at least a hundred times faster, else 1.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        string python = arguments.Count > 0 ? arguments[0] : "python3";
        ProcessStartInfo start = new(python, [Path.Combine(AppContext.BaseDirectory, "mean_field.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process rival = Process.Start(start)!;
        Activation tanh = ActivationParser.Parse("tanh");
        DualFunction kinked = DualFunction.Of(ActivationParser.Parse("abs(x)*sigmoid(x)"), 1.0, 1.0);
        bool kept = Compare(rival, "dual 1 0.3", "E tanh(u) tanh(v), q = 1, c = 0.3", () => DualActivation.Of(tanh, 1.0, 1.0, Correlation.Of(0.3)).Value, output)
            & Compare(rival, "kinked 1 0.3", "E phi(u) phi(v) of |x| sigmoid(x), q = 1, c = 0.3, prepared", () => kinked.At(Correlation.Of(0.3)).Value, output)
            & Compare(rival, "kinked 1 0.999999", "the same, c = 0.999999", () => kinked.At(Correlation.Of(0.999999)).Value, output)
            & Compare(rival, "cstar 2.5 0.05", "c* of tanh, sigma_w^2 = 2.5, sigma_b^2 = 0.05", () => PhasePoint.Of(tanh, 2.5, 0.05).CStar!.Value, output);
        rival.StandardInput.Close();
        rival.WaitForExit();
        return kept ? 0 : 1;
    }

    private static bool Compare(Process rival, string question, string name, Func<double> ours, TextWriter output)
    {
        using Process self = Process.GetCurrentProcess();
        double mine = double.PositiveInfinity, theirs = double.PositiveInfinity, value = 0.0, expected = 0.0;
        for (int turn = 0; turn < 5; turn++)
        {
            self.Refresh();
            TimeSpan before = self.TotalProcessorTime;
            for (int i = 0; i < Repeats; i++)
            {
                value = ours();
            }

            self.Refresh();
            mine = Math.Min(mine, (self.TotalProcessorTime - before).TotalSeconds / Repeats);
            rival.StandardInput.WriteLine(question);
            rival.StandardInput.Flush();
            string[] answer = rival.StandardOutput.ReadLine()!.Split(' ');
            theirs = Math.Min(theirs, double.Parse(answer[0], CultureInfo.InvariantCulture));
            expected = double.Parse(answer[1], CultureInfo.InvariantCulture);
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {1e6 * mine:F1} µs against {1e6 * theirs:F0} µs in SciPy (ratio {mine / theirs:E1}), values differ by {Math.Abs(value - expected):E1}"));
        return mine < 0.01 * theirs && Math.Abs(value - expected) < 1e-10;
    }
}
