using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using FreeSpectra.Networks;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra sample dual-fisher</c>: the CT × CT dual Fisher matrices of real networks, by back-propagation.</summary>
/// <remarks>
/// Gaussian weights. <c>batch-middle</c> differentiates through the batch statistics; <c>batch-hidden</c> holds them fixed,
/// which is [WSS19]'s setting.
/// </remarks>
public static class SampleDualFisherCommand
{
    private const string Name = "sample dual-fisher";
    private static readonly double[] Levels = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions networkOptions = new(WeightEnsemble.Gaussian);
        SampleOptions sample = new();
        Option<string?> samples = new("--samples") { Description = "T >= 1; by default M." };
        Option<string?> outputs = new("--outputs") { Description = "C >= 1; by default 1." };
        Option<string?> gamma = new("--gamma") { Description = "The gain after batch normalisation; by default 1." };
        Option<string?> file = new("--out") { Description = "Write the CT eigenvalues of each draw to this file: .csv or .npy." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("dual-fisher", "F* = RᵀR of networks with Gaussian weights: weights, biases, every normalisation.")
        {
            samples, outputs, gamma, file, json,
        };
        networkOptions.AddTo(command);
        sample.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            TextWriter error = parse.InvocationConfiguration.Error;
            return Task.FromResult((int)CommandRunner.Run(Name, error, () =>
            {
                NetworkSpecification network = networkOptions.Bind(parse);
                if (network.Weights != WeightEnsemble.Gaussian)
                {
                    throw new ArgumentException("--weights must be gaussian for dual-fisher, but is haar.");
                }

                int width = sample.Width(parse);
                int count = Integer("--samples", parse.GetValue(samples), width), classes = Integer("--outputs", parse.GetValue(outputs), 1);
                double gain = parse.GetValue(gamma) is { } g ? Require.Positive(Grid.Number("--gamma", g), "gamma") : 1.0;
                IDenseKernels kernels = sample.Kernels(parse);
                ulong seed = sample.Seed(parse);
                int draws = sample.Draws(parse);
                if (parse.GetValue(file) is { } target)
                {
                    EigenvalueFile.RequireWritable(target);
                }

                DualFisher[] drawn = new DualFisher[draws];
                var source = new RandomSource(seed);
                try
                {
                    Parallel.For(
                        0, draws,
                        new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = sample.Threads(parse) },
                        i =>
                        {
                            drawn[i] = Draw(network, width, count, classes, gain, source.Substream(i), kernels);
                            _ = drawn[i].Eigenvalues;
                        });
                }
                catch (AggregateException problem) when (problem.InnerException is ArgumentException inner)
                {
                    throw new ArgumentException(inner.Message, problem);
                }
                catch (OperationCanceledException)
                {
                    error.WriteLine($"freespectra {Name}: interrupted; nothing was written.");
                    return ExitCode.Interrupted;
                }

                if (parse.GetValue(file) is { } path)
                {
                    EigenvalueFile.Write(path, [.. drawn.Select(dual => dual.Eigenvalues)]);
                }

                Report([.. drawn], width, seed, kernels, parse.GetValue(json), parse.InvocationConfiguration.Output);
                return ExitCode.Success;
            }));
        });
        return command;
    }

    private static DualFisher Draw(
        NetworkSpecification network, int width, int samples, int outputs, double gain, RandomSource random, IDenseKernels kernels)
    {
        HiddenNormalization hidden = network.Normalization switch
        {
            Normalization.BatchMiddle => HiddenNormalization.Batch,
            Normalization.BatchHidden => HiddenNormalization.FrozenBatch,
            Normalization.Layer => HiddenNormalization.Layer,
            _ => HiddenNormalization.None,
        };
        double hiddenGain = hidden is HiddenNormalization.Batch or HiddenNormalization.FrozenBatch ? gain : 1.0;
        DualFisher dual = DualFisher.Of(SampledNetwork.Draw(network, width, samples, outputs, random, hidden, hiddenGain, kernels));
        return network.Normalization switch
        {
            Normalization.MeanLast => samples >= 2 ? dual.WithMeanSubtracted() : throw new ArgumentException(
                $"samples must be >= 2 when the batch mean is subtracted, but is {samples}."),
            Normalization.BatchLast => dual.WithBatchNormalizedOutputs(gain),
            _ => dual,
        };
    }

    private static void Report(
        ImmutableArray<DualFisher> drawn, int width, ulong seed, IDenseKernels kernels, bool json, TextWriter output)
    {
        double[] all = [.. drawn.SelectMany(dual => dual.Eigenvalues).Order()];
        double largest = drawn.Average(dual => dual.Largest);
        double? spread = drawn.Length < 2
            ? null
            : Math.Sqrt(drawn.Sum(dual => (dual.Largest - largest) * (dual.Largest - largest)) / (drawn.Length - 1.0) / drawn.Length);
        (string Name, double? Value)[] numbers =
        [
            ("mean", all.Average()),
            ("secondMoment", all.Average(x => x * x)),
            ("largest", largest),
            ("largestError", spread),
            ("meanOfLargest", drawn.Average(dual => dual.MeanOfLargest)),
            ("fisherMeanEigenvalue", drawn.Average(dual => dual.MeanEigenvalue)),
            ("fisherSecondMoment", drawn.Average(dual => dual.SecondMoment)),
            ("parameters", drawn[0].Parameters),
        ];
        if (!json)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{drawn.Length} draws of width {width}, {drawn[0].Samples} samples, {drawn[0].Outputs} outputs, seed {seed}, {kernels.Name}"));
            foreach ((string name, double? value) in numbers.Where(number => number.Value is not null))
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22} {value:R}"));
            }

            return;
        }

        JsonOutput.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("width", width);
            writer.WriteNumber("samples", drawn[0].Samples);
            writer.WriteNumber("outputs", drawn[0].Outputs);
            writer.WriteNumber("draws", drawn.Length);
            writer.WriteNumber("seed", seed);
            writer.WriteString("kernels", kernels.Name);
            foreach ((string name, double? value) in numbers)
            {
                writer.WriteNumberIfFinite(name, value);
            }

            writer.WriteStartArray("quantiles");
            foreach (double level in Levels)
            {
                writer.WriteStartObject();
                writer.WriteNumber("p", level);
                writer.WriteNumber("x", all[(int)Math.Round(level * (all.Length - 1))]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static int Integer(string name, string? text, int fallback) =>
        text is null ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= 1 ? value
        : throw new ArgumentException($"{name} must be an integer >= 1, but is '{text}'.");
}
