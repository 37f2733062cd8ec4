using System.CommandLine;
using System.Globalization;
using FreeSpectra.Networks;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra sample inputs</c>: the dual Fisher matrix on several inputs, NM × NM, dense or without a matrix.</summary>
public static class SampleInputsCommand
{
    private const string Name = "sample inputs";
    private const int LargestDense = 6_000;
    private const int Bins = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions networkOptions = new(WeightEnsemble.Haar);
        SampleOptions sample = new();
        Option<string?> inputs = new("--inputs") { Description = "N >= 1, the number of inputs; by default 10." };
        Option<string?> correlation = new("--correlation") { Description = "The inputs' correlation, in [0, 1]; by default 0." };
        Option<string?> probes = new("--probes") { Description = "Random vectors of the matrix-free method, >= 2; by default 16." };
        Option<string?> steps = new("--steps") { Description = "Lanczos steps of each, >= 2; by default 80." };
        Option<bool> dense = new("--dense") { Description = $"Diagonalise the matrix instead; NM <= {LargestDense}." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("inputs", "Θ/M on several inputs (corollary 4.5): extreme eigenvalues and density, without forming the matrix.")
        {
            inputs, correlation, probes, steps, dense, json,
        };
        networkOptions.AddTo(command);
        sample.AddTo(command);
        command.SetAction((parse, cancellation) => Task.FromResult((int)CommandRunner.Run(Name, parse.InvocationConfiguration.Error, () =>
        {
            NetworkSpecification network = networkOptions.Bind(parse);
            if (network.Layers.Any(layer => layer.BiasVariance != 0.0 || layer.RelativeWidth != network.InputRelativeWidth))
            {
                throw new ArgumentException("the network of several inputs must have equal widths and no biases, but has others.");
            }

            int width = sample.Width(parse), count = Integer("--inputs", parse.GetValue(inputs), 10, 1);
            double c = parse.GetValue(correlation) is { } text ? Numerics.Require.InRange(Grid.Number("--correlation", text), 0.0, 1.0, "--correlation") : 0.0;
            int probeCount = Integer("--probes", parse.GetValue(probes), 16, 2), stepCount = Integer("--steps", parse.GetValue(steps), 80, 2);
            IDenseKernels kernels = sample.Kernels(parse);
            ulong seed = sample.Seed(parse);
            long size = (long)width * count;
            if (parse.GetValue(dense) && size > LargestDense)
            {
                throw new ArgumentException($"--dense needs inputs times width <= {LargestDense}, but they give {size}.");
            }

            if (size > int.MaxValue / 8)
            {
                throw new ArgumentException($"inputs times width must be <= {int.MaxValue / 8}, but is {size}.");
            }

            RandomSource random = new(seed);
            Report report = parse.GetValue(dense)
                ? Dense(SeveralInputs.Draw(network, width, count, c, random.Substream(0), kernels))
                : MatrixFree(SeveralInputsOperator.Draw(network, width, count, c, random.Substream(0), kernels), probeCount, stepCount, random.Substream(1), cancellation);
            Write(parse.InvocationConfiguration.Output, report, (width, count, seed, kernels.Name), parse.GetValue(json));
            return ExitCode.Success;
        })));
        return command;
    }

    private sealed record Report(
        string Method, (double Value, double Error) Smallest, (double Value, double Error) Largest, (double Value, double Error) Mean,
        (double Value, double Error) SecondMoment, double LargestGram, (double Left, double Right, SpectralShare Share)[] Density);

    private static Report Dense(SeveralInputs drawn)
    {
        EmpiricalSpectrum whole = drawn.Whole;
        double left = whole.Eigenvalues[0], right = whole.Eigenvalues[^1], step = (right - left) / Bins;
        return new Report(
            "dense", (left, 0.0), (right, 0.0), (whole.Eigenvalues.Average(), 0.0), (whole.Eigenvalues.Average(x => x * x), 0.0), drawn.Gram.Eigenvalues[^1],
            [
                .. Enumerable.Range(0, Bins).Select(i => (
                    left + (i * step), left + ((i + 1) * step),
                    whole.Eigenvalues.Count(x => (int)Math.Clamp((x - left) / step, 0.0, Bins - 1.0) == i) / (double)whole.Eigenvalues.Length)).Select(bin => (bin.Item1, bin.Item2, new SpectralShare(bin.Item3, 0.0, 0.0))),
            ]);
    }

    private static Report MatrixFree(SeveralInputsOperator drawn, int probes, int steps, RandomSource random, CancellationToken cancellation)
    {
        StochasticSpectrum spectrum = StochasticSpectrum.Of(drawn.Apply, drawn.Size, probes, steps, random, cancellation);
        return new Report(
            "lanczos", (spectrum.Smallest.Value, spectrum.Smallest.Error), (spectrum.Largest.Value, spectrum.Largest.Error), spectrum.Average(x => x),
            spectrum.Average(x => x * x), drawn.Gram.Eigenvalues[^1], [.. spectrum.Density(Bins)]);
    }

    private static void Write(TextWriter output, Report report, (int Width, int Inputs, ulong Seed, string Kernels) what, bool json)
    {
        (string Name, (double Value, double Error) Number)[] numbers =
            [("smallest", report.Smallest), ("largest", report.Largest), ("mean", report.Mean), ("secondMoment", report.SecondMoment)];
        if (!json)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Θ/M of order {what.Width * what.Inputs}: {what.Inputs} inputs, width {what.Width}, {report.Method}, {what.Kernels}"));
            foreach ((string name, (double value, double error)) in numbers)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22} {value:R} ± {error:G2}"));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"largestOfGram",-22} {report.LargestGram:R}"));
            foreach ((double left, double right, SpectralShare share) in report.Density)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"share in [{left:G6}, {right:G6}]: {share.Value:F5} ± {share.StandardError:G2}, resolution {share.Resolution:G2}"));
            }

            return;
        }

        JsonOutput.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("method", report.Method);
            writer.WriteNumber("width", what.Width);
            writer.WriteNumber("inputs", what.Inputs);
            writer.WriteNumber("size", what.Width * what.Inputs);
            writer.WriteNumber("seed", what.Seed);
            writer.WriteString("kernels", what.Kernels);
            foreach ((string name, (double value, double error)) in numbers)
            {
                writer.WriteNumber(name, value);
                writer.WriteNumber(name + "Error", error);
            }

            writer.WriteNumber("largestOfGram", report.LargestGram);
            writer.WriteStartArray("density");
            foreach ((double left, double right, SpectralShare share) in report.Density)
            {
                writer.WriteStartObject();
                writer.WriteNumber("left", left);
                writer.WriteNumber("right", right);
                writer.WriteNumber("mass", share.Value);
                writer.WriteNumber("standardError", share.StandardError);
                writer.WriteNumber("resolution", share.Resolution);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static int Integer(string name, string? text, int fallback, int least) =>
        text is null ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= 100_000 ? value
        : throw new ArgumentException($"{name} must be an integer from {least} to 100000, but is '{text}'.");
}
