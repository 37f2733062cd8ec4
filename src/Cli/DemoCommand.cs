using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FreeSpectra.Cli.Figures;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra demo [--out DIR]</c>: predicts a spectrum, samples real networks, compares, and draws both.</summary>
public static class DemoCommand
{
    private const string Activation = "hard-tanh:s=1,g=1";
    private const int Depth = 4;
    private const int Draws = 6;
    private const ulong Seed = 1;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> folder = new("--out")
        {
            Description = "The folder for the picture.",
            DefaultValueFactory = _ => "freespectra-demo",
        };
        Command command = new("demo", "Predict a deep network's Fisher spectrum, sample real networks, compare, draw.") { folder };
        command.SetAction((parse, cancellation) => Task.FromResult((int)Run(
            parse.GetValue(folder)!, parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    /// <summary>Runs the demonstration.</summary>
    public static ExitCode Run(string folder, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        CommandRunner.Run("demo", error, () =>
        {
            AtomicFile.RequireWritableFolder(folder);
            IDenseKernels kernels = DenseKernels.Select();
            int width = kernels is ManagedKernels ? 300 : 1000;
            NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(Activation), Depth);
            long start = Stopwatch.GetTimestamp();
            SpectralMeasure law = SpectralChain.FromNetwork(network).Fisher();
            output.WriteLine($"The Fisher information of a network of {Depth} layers, {Activation}, orthogonal weights.");
            output.WriteLine();
            output.WriteLine($"Predicted (wide limit, {Since(start)}): mean {Text(law.Mean)}, top of the support {Text(law.TopOfSupport)}");
            foreach (Atom atom in law.Atoms)
            {
                output.WriteLine($"  atom  {Text(atom.Location)}  weight {Text(atom.Weight)}");
            }

            foreach (Band band in law.Bands)
            {
                output.WriteLine($"  band  [{Text(band.Left)}, {Text(band.Right)}]  mass {Text(band.Mass)}");
            }

            output.WriteLine();
            start = Stopwatch.GetTimestamp();
            TwoPointSample sample;
            try
            {
                sample = TwoPointSample.Draw(network, width, Draws, Seed, kernels, cancellation);
            }
            catch (OperationCanceledException)
            {
                error.WriteLine("freespectra demo: interrupted; nothing was written.");
                return ExitCode.Interrupted;
            }

            output.WriteLine($"Sampled {Draws} networks of width {width} ({kernels.Name}, {Since(start)}). Theory against sample:");
            var checks = sample.Checks("");
            foreach (FigureCheck check in checks)
            {
                output.WriteLine($"  {(check.Passed ? "ok  " : "FAIL")} {check.Name}: {check.Evidence}");
            }

            string path = Path.Combine(folder, "fisher-spectrum.svg");
            Panel panel = sample.Panel($"Fisher spectrum, {Depth} layers, hard tanh, M = {width}");
            new Picture("", "The exact density and atoms over the eigenvalues of sampled networks.", [panel], columns: 1).Save(path);
            output.WriteLine();
            output.WriteLine($"The picture is {path}: the exact law over the eigenvalues of the sampled networks.");
            return checks.All(check => check.Passed) ? ExitCode.Success : ExitCode.Disagreement;
        });

    private static string Text(double value) => value.ToString("0.000000", CultureInfo.InvariantCulture);

    private static string Since(long start) =>
        string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
}
