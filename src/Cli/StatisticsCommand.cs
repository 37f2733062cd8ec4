using System.CommandLine;
using System.Globalization;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Statistics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra network statistics</c>: mean, second moment and largest eigenvalue of the Fisher matrix.</summary>
public static class StatisticsCommand
{
    private const string Name = "network statistics";

    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions networkOptions = new(WeightEnsemble.Gaussian);
        Option<string?> width = new("--width") { Description = "M, the width that relative widths multiply; must be given without --conv." };
        Option<string?> samples = new("--samples") { Description = "T >= 2, or inf; by default inf." };
        Option<string?> outputs = new("--outputs") { Description = "C >= 1; by default 1." };
        Option<string?> momentum = new("--momentum") { Description = "mu in [0, 1) of the learning rate; by default 0." };
        Option<string?> gamma = new("--gamma") { Description = "The gain after batch normalisation; by default 1." };
        Option<string?> reading = new("--reading")
        {
            Description = "Recursions of batch-hidden and --conv: corrected (default), printed, or literal (printed, head too).",
        };
        Option<string?> conv = new("--conv")
        {
            Description = "A convolutional network: input=HxWxC,channels=A-B-C,kernel=k,stride=s,padding=p.",
        };
        Option<string?> eta = new("--eta") { Description = "eta1,eta2,eta3 of layer-normalised outputs; by default their averages." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("statistics", "Predict the Fisher matrix's eigenvalue statistics and the critical learning rate.");
        networkOptions.AddTo(command);
        foreach (Option option in (Option[])[width, samples, outputs, momentum, gamma, reading, conv, eta, json])
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            TextWriter error = parse.InvocationConfiguration.Error;
            return (int)CommandRunner.Run(Name, error, () =>
            {
                var question = new StatisticsQuestion(
                    parse.GetValue(width) is { } m ? Grid.Number("--width", m) : null,
                    Samples(parse.GetValue(samples)),
                    Integer("--outputs", parse.GetValue(outputs), 1),
                    parse.GetValue(gamma) is { } g ? Grid.Number("--gamma", g) : null,
                    Reading(parse.GetValue(reading)),
                    parse.GetValue(conv) is { } c ? ConvolutionGeometry.Parse(c) : null,
                    parse.GetValue(eta) is { } e ? Eta(e) : null);
                if (question.Width is null && question.Convolution is null)
                {
                    throw new ArgumentException("--width must be given for a fully connected network (--conv says it for a convolutional one).");
                }

                return Run(
                    BindNetwork(parse, networkOptions, question.Convolution), question,
                    Grid.Number("--momentum", parse.GetValue(momentum) ?? "0"), parse.GetValue(json),
                    parse.InvocationConfiguration.Output, error);
            });
        });
        return command;
    }

    /// <summary>Predicts and prints.</summary>
    public static ExitCode Run(
        NetworkSpecification network, StatisticsQuestion question, double momentum, bool json, TextWriter output, TextWriter error) =>
        CommandRunner.Run(Name, error, () =>
        {
            FisherStatistics statistics = NetworkStatistics.WithErrors(network, question);
            double? rate = statistics.Largest.CriticalLearningRate(momentum);
            if (json)
            {
                WriteJson(statistics, rate, momentum, question, output);
            }
            else
            {
                WriteText(statistics, rate, output);
            }

            if (question.Width is { } wide && statistics.Largest.Value < statistics.MeanEigenvalue)
            {
                error.WriteLine(Invariant(
                    $"lambda_max is the leading order for wide layers; at --width {wide:R} it lies below the mean eigenvalue, so it says nothing there."));
            }

            if (network.Normalization == Normalization.Layer && statistics.Largest == default)
            {
                error.WriteLine(Invariant(
                    $"the averages over networks that lambda_max needs are infinite for C = {question.Outputs}; give --eta for one network."));
            }

            return ExitCode.Success;
        });

    private static void WriteJson(
        FisherStatistics statistics, double? rate, double momentum, StatisticsQuestion question, TextWriter output) =>
        JsonOutput.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("theorem", statistics.Theorem);
            writer.WriteNumberIfFinite("width", question.Width);
            writer.WriteNumberIfFinite("samples", question.Samples);
            writer.WriteNumber("outputs", question.Outputs);
            writer.WriteNumber("momentum", momentum);
            WriteNumbers(writer, statistics, rate);
            if (statistics.Errors is { } errors)
            {
                writer.WriteStartObject("errors");
                WriteNumbers(writer, errors, RateError(statistics, errors, rate));
                writer.WriteEndObject();
            }

            if (question.Convolution is { } geometry)
            {
                writer.WriteString("reading", ReadingName(question.Reading));
                writer.WriteString("baseCase", BaseCase(question.Reading));
                WriteIntegers(writer, "sites", Enumerable.Range(0, geometry.Depth).Select(geometry.Sites));
                WriteIntegers(writer, "fanIn", Enumerable.Range(0, geometry.Depth).Select(geometry.FanIn));
            }

            writer.WriteEndObject();
        });

    private static void WriteNumbers(System.Text.Json.Utf8JsonWriter writer, FisherStatistics statistics, double? rate)
    {
        writer.WriteNumberIfFinite("meanEigenvalue", statistics.MeanEigenvalue);
        writer.WriteNumberIfFinite("secondMoment", statistics.SecondMoment);
        if (statistics.Largest != default)
        {
            writer.WriteStartObject("largestEigenvalue");
            writer.WriteNumberIfFinite("value", statistics.Largest.Value);
            writer.WriteNumberIfFinite("lower", statistics.Largest.Lower);
            writer.WriteNumberIfFinite("upper", statistics.Largest.Upper);
            writer.WriteEndObject();
        }

        writer.WriteNumberIfFinite("criticalLearningRate", rate);
        if (!statistics.LayerTerms.IsEmpty)
        {
            writer.WriteStartArray("layerTerms");
            foreach (double term in statistics.LayerTerms)
            {
                writer.WriteNumberValue(term);
            }

            writer.WriteEndArray();
        }

        foreach ((string name, double value) in statistics.Details)
        {
            writer.WriteNumberIfFinite(name, value);
        }
    }

    /// <summary>η = 2(1 + μ)/λ has the relative error of λ.</summary>
    private static double? RateError(FisherStatistics statistics, FisherStatistics errors, double? rate) =>
        rate * (errors.Largest.Value ?? errors.Largest.Lower) / (statistics.Largest.Value ?? statistics.Largest.Lower);

    private static void WriteIntegers(System.Text.Json.Utf8JsonWriter writer, string name, IEnumerable<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WriteText(FisherStatistics statistics, double? rate, TextWriter output)
    {
        void Line(string name, double? value)
        {
            if (value is { } number && double.IsFinite(number))
            {
                output.WriteLine(Invariant($"{name,-26} {number:G10}"));
            }
        }

        output.WriteLine(Invariant($"{"theorem",-26} {statistics.Theorem}"));
        Line("mean eigenvalue", statistics.MeanEigenvalue);
        Line("second moment", statistics.SecondMoment);
        Line("largest eigenvalue", statistics.Largest.Value);
        Line("largest eigenvalue >=", statistics.Largest.Lower);
        Line("largest eigenvalue <=", statistics.Largest.Upper);
        Line("critical learning rate", rate);
        if (statistics.Errors is { } errors)
        {
            Line("largest relative error", LargestRelativeError(statistics, errors));
        }

        for (int l = 0; l < statistics.LayerTerms.Length; l++)
        {
            Line(Invariant($"layer {l + 1} adds"), statistics.LayerTerms[l]);
        }

        foreach ((string name, double value) in statistics.Details)
        {
            Line(name, value);
        }
    }

    private static double? LargestRelativeError(FisherStatistics statistics, FisherStatistics errors) => new[]
    {
        errors.MeanEigenvalue / statistics.MeanEigenvalue,
        errors.SecondMoment / statistics.SecondMoment,
        errors.Largest.Value / statistics.Largest.Value,
        errors.Largest.Lower / statistics.Largest.Lower,
        errors.Largest.Upper / statistics.Largest.Upper,
    }.Max();

    /// <summary>A convolutional network's depth and fan-ins come from its geometry.</summary>
    private static NetworkSpecification BindNetwork(ParseResult parse, NetworkOptions options, ConvolutionGeometry? geometry)
    {
        NetworkSpecification network = options.Bind(parse);
        if (geometry is null)
        {
            return network;
        }

        if (IsGiven(parse, "--widths"))
        {
            throw new ArgumentException("--widths must not be given with --conv, whose channels say it.");
        }

        bool free = !IsGiven(parse, "--depth") && !IsGiven(parse, "--network");
        if (!free && network.Depth != geometry.Depth)
        {
            throw new ArgumentException(Invariant(
                $"depth must be {geometry.Depth} for {geometry.Depth - 1} convolutions and a fully connected head, but is {network.Depth}."));
        }

        LayerSpecification first = network.Layers[0], last = network.Layers[^1];
        return !free ? network : new NetworkSpecification(
            [.. Enumerable.Repeat(first, geometry.Depth - 1), last], network.InputMoment, 1.0, network.Weights, network.Normalization);
    }

    private static bool IsGiven(ParseResult parse, string name) =>
        parse.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is { } option
        && parse.GetResult(option) is not null;

    private static double Samples(string? text) =>
        text is null or "inf" or "infinity" ? double.PositiveInfinity
        : Integer("--samples", text, 1) is var samples && samples >= 2 ? samples
        : throw new ArgumentException("--samples must be >= 2 (the theorems compare the gradients of different samples), but is 1.");

    private static int Integer(string name, string? text, int fallback) =>
        text is null ? fallback
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= 1 ? value
        : throw new ArgumentException($"{name} must be an integer >= 1, but is '{text}'.");

    private static LayerNormMoments Eta(string text)
    {
        var values = Grid.Parse("--eta", text);
        return values.Length == 3
            ? LayerNormMoments.Measured(values[0], values[1], values[2])
            : throw new ArgumentException($"--eta must have 3 numbers, but has {values.Length}.");
    }

    private static RecursionReading Reading(string? text) => text switch
    {
        null or "corrected" => RecursionReading.Corrected,
        "printed" => RecursionReading.Printed,
        "literal" => RecursionReading.Literal,
        _ => throw new ArgumentException($"--reading must be corrected, printed or literal, but is '{text}'."),
    };

    private static string ReadingName(RecursionReading reading) => reading switch
    {
        RecursionReading.Corrected => "corrected",
        RecursionReading.Printed => "printed",
        _ => "literal",
    };

    private static string BaseCase(RecursionReading reading) => reading switch
    {
        RecursionReading.Corrected => "fully connected head on the flattened maps; each output site feeds its window: factor |K_{l+1}|/|K_l|",
        RecursionReading.Printed => "fully connected head on the flattened maps taken exactly: q~^{L-1}/|K_{L-1}|, q~_ab = 0; no other site factor",
        _ => "q~^L = q~_xy^L = q~_ab,xy^L = 1, no site factor",
    };
}
