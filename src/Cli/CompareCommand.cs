using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Comparison;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra compare …</c>: the predicted spectrum held against sampled networks, or against a file.</summary>
public static class CompareCommand
{
    private const double Rounding = 1e-6; // eigenvalues in single precision may fall this far below 0
    private const int FewDraws = 12; // fewer, and Student's quantiles are more than twice the normal one

    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions network = new(WeightEnsemble.Haar);
        SampleOptions sample = new();
        Option<string?> eigenvalues = new("--eigenvalues") { Description = "Compare with this file (.csv or .npy) instead of sampling." };
        Option<string> kind = new("--kind") { Description = "fisher or jacobian.", DefaultValueFactory = _ => "fisher" };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new("compare", "Hold the predicted spectrum of a network against sampled eigenvalues.") { eigenvalues, kind, json };
        network.AddTo(command);
        sample.AddTo(command);
        command.SetAction((parse, cancellation) =>
        {
            TextWriter output = parse.InvocationConfiguration.Output, error = parse.InvocationConfiguration.Error;
            bool asJson = parse.GetValue(json);
            return Task.FromResult((int)CommandRunner.Run("compare", error, () =>
            {
                SpectrumKind what = ParseKind(parse.GetValue(kind)!);
                if (parse.GetValue(eigenvalues) is not { } file)
                {
                    return Run(
                        new SamplingPlan(network.Bind(parse), what, sample.Width(parse), sample.Draws(parse), sample.Seed(parse)),
                        sample.Kernels(parse), sample.Threads(parse), asJson, output, error, cancellation);
                }

                sample.RequireNoSampling(parse, eigenvalues.Name);
                return RunFile(ChainInput.Bind(network, parse), what, file, sample.GivenWidth(parse), sample.GivenDraws(parse), asJson, output);
            }));
        });
        return command;
    }

    /// <summary>Samples the network and compares.</summary>
    /// <returns>0 if everything agrees, 3 if not.</returns>
    public static ExitCode Run(
        SamplingPlan plan, IDenseKernels kernels, int threads, bool json, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(kernels);
        if (SampleCommand.Draw(plan, kernels, threads, error, cancellation) is not { } draws)
        {
            error.WriteLine("freespectra compare: interrupted; nothing was compared.");
            return ExitCode.Interrupted;
        }

        ComparisonVerdict verdict = SpectrumComparison.Compare(plan.Network, draws, plan.Kind);
        return Report(verdict, plan.Draws, json, output, writer =>
        {
            writer.WriteNumber("width", plan.Width);
            writer.WriteNumber("draws", plan.Draws);
            writer.WriteNumber("seed", plan.Seed);
            writer.WriteString("kernels", kernels.Name);
        });
    }

    /// <summary>Compares the limit law with the eigenvalues in a file, one replicate for each list in it.</summary>
    /// <param name="chain">The network's chain, or slope laws given as such.</param>
    /// <param name="kind">Which of its matrices the file holds.</param>
    /// <param name="file">The file.</param>
    /// <param name="width">How many eigenvalues each matrix has, which cuts a file that is one long list; or null.</param>
    /// <param name="draws">How many matrices there are, if it was said; or null.</param>
    /// <param name="json">Whether one JSON object is printed.</param>
    /// <param name="output">Data.</param>
    public static ExitCode RunFile(SpectralChain chain, SpectrumKind kind, string file, int? width, int? draws, bool json, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ImmutableArray<ImmutableArray<double>> lists = Matrices(EigenvalueFile.Read(Require.ExistingFile(file, "--eigenvalues")), file, width, draws);
        (double least, double most) = (lists.Min(list => list.Min()), lists.Max(list => list.Max()));
        if (least < -Rounding * Math.Max(Math.Abs(least), most))
        {
            throw new ArgumentException(FormattableString.Invariant($"{file} must hold eigenvalues >= 0 of a positive matrix, but has {least:R}."));
        }

        ComparisonVerdict verdict = SpectrumComparison.Compare(
            kind == SpectrumKind.Fisher ? chain.Fisher() : chain.Jacobian(),
            [.. lists.Select(list => EmpiricalSpectrum.FromEigenvalues(list.AsSpan()))],
            chain.Depth);
        return Report(verdict, lists.Length, json, output, writer => writer.WriteNumber("draws", lists.Length));
    }

    /// <summary>One list for each matrix, as long and as many as was said.</summary>
    private static ImmutableArray<ImmutableArray<double>> Matrices(
        ImmutableArray<ImmutableArray<double>> lists, string file, int? width, int? draws)
    {
        if (width is { } order)
        {
            if (lists is [var single] && single.Length > order && single.Length % order == 0)
            {
                lists = [.. single.Chunk(order).Select(chunk => chunk.ToImmutableArray())];
            }

            if (lists.FirstOrDefault(list => list.Length != order) is { IsDefault: false } other)
            {
                throw new ArgumentException($"--width must be the number of eigenvalues of a matrix in {file}, {other.Length}, or divide it, but is {order}.");
            }
        }

        return draws is null || draws == lists.Length
            ? lists
            : throw new ArgumentException($"--draws must be the number of matrices in {file}, {lists.Length}, but is {draws}.");
    }

    private static SpectrumKind ParseKind(string text) => text switch
    {
        "fisher" => SpectrumKind.Fisher,
        "jacobian" => SpectrumKind.Jacobian,
        _ => throw new ArgumentException($"--kind must be fisher or jacobian, but is '{text}'."),
    };

    private static ExitCode Report(ComparisonVerdict verdict, int draws, bool json, TextWriter output, Action<Utf8JsonWriter> provenance)
    {
        string? caution = draws < FewDraws
            ? $"Only {draws} draw{(draws == 1 ? "" : "s")}: the limits are wide, and a law that is merely near may pass; {FewDraws} or more tell apart finer."
            : null;
        if (json)
        {
            JsonOutput.Write(output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteBoolean("agrees", verdict.Agrees);
                provenance(writer);
                writer.WriteStartArray("checks");
                foreach (ComparisonCheck check in verdict.Checks)
                {
                    Write(writer, check);
                }

                writer.WriteEndArray();
                LawJson.WriteAtoms(writer, "atoms", verdict.Law.Atoms);
                LawJson.WriteBands(writer, "bands", verdict.Law.Bands);
                if (caution is not null)
                {
                    writer.WriteString("caution", caution);
                }

                writer.WriteEndObject();
            });
        }
        else
        {
            WriteText(verdict, output);
            if (caution is not null)
            {
                output.WriteLine(caution);
            }
        }

        return verdict.Agrees ? ExitCode.Success : ExitCode.Disagreement;
    }

    private static void Write(Utf8JsonWriter writer, ComparisonCheck check)
    {
        writer.WriteStartObject();
        writer.WriteString("name", check.Name);
        writer.WriteNumber("theory", check.Theory);
        writer.WriteNumber("sample", check.Sample);
        writer.WriteNumber("standardError", check.StandardError);
        writer.WriteNumber("deviation", check.Deviation);
        writer.WriteNumber("bias", check.Bias);
        writer.WriteNumber("limit", check.Limit);
        writer.WriteBoolean("agrees", check.Agrees);
        writer.WriteEndObject();
    }

    private static void WriteText(ComparisonVerdict verdict, TextWriter output)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        int name = verdict.Checks.Max(check => check.Name.Length);
        output.WriteLine($"{"".PadRight(name)}      theory      sample   deviation       limit   std.error        bias");
        foreach (ComparisonCheck check in verdict.Checks)
        {
            output.WriteLine(string.Create(
                culture,
                $"{check.Name.PadRight(name)} {check.Theory,11:G6} {check.Sample,11:G6} {check.Deviation,11:E2} {check.Limit,11:E2} {check.StandardError,11:E2} {check.Bias,11:E2}{(check.Agrees ? "" : "  DISAGREES")}"));
        }

        int failed = verdict.Checks.Count(check => !check.Agrees);
        output.WriteLine(failed == 0
            ? string.Create(culture, $"Theory and sample agree in {verdict.Checks.Length} checks.")
            : string.Create(culture, $"Theory and sample disagree in {failed} of {verdict.Checks.Length} checks."));
    }
}
