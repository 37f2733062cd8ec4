using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Networks;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra sample …</c>: eigenvalues of matrices that were really drawn.</summary>
public static class SampleCommand
{
    /// <summary>The command with one subcommand for each kind of matrix.</summary>
    public static Command Create() => new("sample", "Sample random networks and diagonalise their matrices.")
    {
        CreateKind("fisher", SpectrumKind.Fisher, "The dual Fisher information H_L."),
        CreateKind("jacobian", SpectrumKind.Jacobian, "J Jᵀ with J = W_L D_{L−1} … W_2 D_1."),
        CreateEnsemble(),
        SampleDualFisherCommand.Create(),
        SampleInputsCommand.Create(),
    };

    /// <summary>Samples, writes the eigenvalues to the file if there is one, and prints statistics.</summary>
    /// <param name="plan">Reads the plan from the options: its errors are reported like any other.</param>
    /// <param name="select">Chooses the kernels.</param>
    /// <param name="threads">How many draws run at a time.</param>
    /// <param name="file">Where the eigenvalues go (.csv or .npy), or null.</param>
    /// <param name="json">Whether one JSON object is printed.</param>
    /// <param name="output">Data.</param>
    /// <param name="error">Words.</param>
    /// <param name="cancellation">Stops; nothing is written then.</param>
    public static ExitCode Run(
        Func<SamplingPlan> plan, Func<IDenseKernels> select, Func<int> threads, string? file, bool json, TextWriter output, TextWriter error,
        CancellationToken cancellation) =>
        CommandRunner.Run("sample", error, () =>
        {
            SamplingPlan what = plan();
            IDenseKernels kernels = select();
            if (file is not null)
            {
                EigenvalueFile.RequireWritable(file);
            }

            if (Draw(what, kernels, threads(), error, cancellation) is not { } draws)
            {
                error.WriteLine("freespectra sample: interrupted; nothing was written.");
                return ExitCode.Interrupted;
            }

            if (file is not null)
            {
                EigenvalueFile.Write(file, [.. draws.Select(draw => draw.Spectrum.Eigenvalues)]);
            }

            Report((what.Width, what.Draws, what.Seed, kernels.Name), new SampleSummary(draws), json, output);
            return ExitCode.Success;
        });

    /// <summary>Samples random matrices whose limit law an expression describes.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="sizes">Reads width, draws, seed and threads.</param>
    /// <param name="select">Chooses the kernels.</param>
    /// <param name="file">Where the eigenvalues go (.csv or .npy), or null.</param>
    /// <param name="json">Whether one JSON object is printed.</param>
    /// <param name="output">Data.</param>
    /// <param name="error">Words.</param>
    /// <param name="cancellation">Stops; nothing is written then.</param>
    public static ExitCode RunEnsemble(
        string text, Func<(int Width, int Draws, ulong Seed, int Threads)> sizes, Func<IDenseKernels> select, string? file, bool json,
        TextWriter output, TextWriter error, CancellationToken cancellation) =>
        CommandRunner.Run("sample", error, () =>
        {
            EnsembleSampler sampler = new(LawExpression.Parse(text), EigenvalueInput.Read);
            (int width, int draws, ulong seed, int threads) = sizes();
            IDenseKernels kernels = select();
            if (file is not null)
            {
                EigenvalueFile.RequireWritable(file);
            }

            SampleProgress progress = new(error, draws, width, threads, 4L * sizeof(double) * width * width, kernels.Name);
            ImmutableArray<EmpiricalSpectrum> spectra;
            try
            {
                spectra = sampler.Sample(width, draws, seed, kernels, threads, progress, cancellation);
            }
            catch (OperationCanceledException)
            {
                error.WriteLine("freespectra sample: interrupted; nothing was written.");
                return ExitCode.Interrupted;
            }

            if (file is not null)
            {
                EigenvalueFile.Write(file, [.. spectra.Select(spectrum => spectrum.Eigenvalues)]);
            }

            Report((width, draws, seed, kernels.Name), new SampleSummary(spectra), json, output);
            return ExitCode.Success;
        });

    /// <summary>Samples with progress on <paramref name="error"/>; null if it was cancelled.</summary>
    internal static ImmutableArray<SampledSpectrum>? Draw(
        SamplingPlan plan, IDenseKernels kernels, int threads, TextWriter error, CancellationToken cancellation)
    {
        SampleProgress progress = new(error, plan.Draws, plan.Width, threads, plan.BytesPerDraw(kernels), kernels.Name);
        try
        {
            return NetworkSampler.Sample(plan, kernels, threads, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static Command CreateKind(string name, SpectrumKind kind, string description)
    {
        NetworkOptions network = new(WeightEnsemble.Haar);
        SampleOptions sample = new();
        Option<string?> file = new("--out") { Description = "Write the eigenvalues to this file: .csv or .npy." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new(name, description) { file, json };
        network.AddTo(command);
        sample.AddTo(command);
        command.SetAction((parse, cancellation) => Task.FromResult((int)Run(
            () => new SamplingPlan(network.Bind(parse), kind, sample.Width(parse), sample.Draws(parse), sample.Seed(parse)),
            () => sample.Kernels(parse), () => sample.Threads(parse), parse.GetValue(file), parse.GetValue(json),
            parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    private static Command CreateEnsemble()
    {
        Argument<string> expression = new("EXPR") { Description = "A law, such as \"mp(1/2) [+] semicircle(1)\"." };
        SampleOptions sample = new();
        Option<string?> file = new("--out") { Description = "Write the eigenvalues to this file: .csv or .npy." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("ensemble", "Random matrices with the law of an expression.") { expression, file, json };
        sample.AddTo(command);
        command.SetAction((parse, cancellation) => Task.FromResult((int)RunEnsemble(
            parse.GetValue(expression)!, () => (sample.Width(parse), sample.Draws(parse), sample.Seed(parse), sample.Threads(parse)),
            () => sample.Kernels(parse), parse.GetValue(file), parse.GetValue(json),
            parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error, cancellation)));
        return command;
    }

    private static void Report(
        (int Width, int Draws, ulong Seed, string Kernels) plan, SampleSummary summary, bool json, TextWriter output)
    {
        if (json)
        {
            JsonOutput.Write(output, writer => WriteJson(writer, plan, summary));
        }
        else
        {
            WriteText(output, plan, summary);
        }
    }

    private static void WriteJson(Utf8JsonWriter json, (int Width, int Draws, ulong Seed, string Kernels) plan, SampleSummary summary)
    {
        json.WriteStartObject();
        json.WriteNumber("width", plan.Width);
        json.WriteNumber("draws", plan.Draws);
        json.WriteNumber("seed", plan.Seed);
        json.WriteString("kernels", plan.Kernels);
        json.WriteNumber("mean", summary.Mean);
        json.WriteNumber("secondMoment", summary.SecondMoment);
        json.WriteNumber("largest", summary.Largest);
        json.WriteStartArray("quantiles");
        foreach ((double p, double x) in summary.Quantiles)
        {
            json.WriteStartObject();
            json.WriteNumber("p", p);
            json.WriteNumber("x", x);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("layers");
        foreach (LayerSummary layer in summary.Layers)
        {
            json.WriteStartObject();
            json.WriteNumber("layer", layer.Layer);
            json.WriteNumber("preActivationVariance", layer.PreActivationVariance);
            json.WriteNumber("secondMoment", layer.SecondMoment);
            json.WriteNumberIfFinite("secondMomentDeviation", layer.SecondMomentDeviation);
            json.WriteNumber("slopeMean", layer.SlopeMean);
            json.WriteNumber("unsaturated", layer.Unsaturated);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteText(TextWriter output, (int Width, int Draws, ulong Seed, string Kernels) plan, SampleSummary summary)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(culture, $"{plan.Draws} draws of width {plan.Width}, seed {plan.Seed}, {plan.Kernels}"));
        output.WriteLine(string.Create(culture, $"mean           {summary.Mean:R}"));
        output.WriteLine(string.Create(culture, $"second moment  {summary.SecondMoment:R}"));
        output.WriteLine(string.Create(culture, $"largest        {summary.Largest:R}"));
        foreach ((double p, double x) in summary.Quantiles)
        {
            output.WriteLine(string.Create(culture, $"quantile {p,-5:0.###} {x:R}"));
        }

        foreach (LayerSummary layer in summary.Layers)
        {
            output.WriteLine(string.Create(
                culture, $"layer {layer.Layer}: q {layer.SecondMoment:G6}, slope mean {layer.SlopeMean:G6}, unsaturated {layer.Unsaturated:G6}"));
        }
    }
}
