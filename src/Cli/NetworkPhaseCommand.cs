using System.Collections.Immutable;
using System.CommandLine;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary><c>network phase</c>: fixed points, stability and depth scales; the critical weight variance; phase diagrams.</summary>
public static class NetworkPhaseCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions options = new(WeightEnsemble.Gaussian);
        Option<bool> critical = new("--critical") { Description = "find the weight variance on the edge of chaos at this bias variance" };
        Option<bool> json = new("--json") { Description = "one JSON object" };
        Option<string?> diagram = new("--diagram") { Description = "write a phase diagram to this file (.svg or .csv)" };
        Option<string> weightGrid = new("--weight-grid") { Description = "weight variances of the diagram", DefaultValueFactory = _ => "0.05:4:200" };
        Option<string> biasGrid = new("--bias-grid") { Description = "bias variances of the diagram", DefaultValueFactory = _ => "0:1:200" };
        Command command = new("phase", "Fixed points, phase and depth scales of deep networks") { critical, json, diagram, weightGrid, biasGrid };
        options.AddTo(command);
        command.SetAction(parse => (int)Run(
            () =>
            {
                if (parse.GetValue(diagram) is null
                    && new[] { weightGrid, biasGrid }.FirstOrDefault(grid => parse.GetResult(grid) is { Implicit: false }) is { } grid)
                {
                    throw new ArgumentException($"{grid.Name} must come with --diagram, whose axis it is.");
                }

                if (parse.GetValue(critical))
                {
                    options.RequireNoWeightVariance(parse, critical.Name);
                }

                return options.Bind(parse);
            },
            parse.GetValue(critical),
            parse.GetValue(diagram),
            parse.GetValue(weightGrid)!,
            parse.GetValue(biasGrid)!,
            parse.GetValue(json),
            parse.InvocationConfiguration.Output,
            parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Answers the question.</summary>
    public static ExitCode Run(
        Func<NetworkSpecification> network,
        bool critical,
        string? diagram,
        string weightGrid,
        string biasGrid,
        bool json,
        TextWriter output,
        TextWriter error) =>
        CommandRunner.Run("network phase", error, () =>
        {
            ArgumentNullException.ThrowIfNull(network);
            OutputFile.Require("--diagram", diagram, ".svg", ".csv");
            NetworkSpecification specification = network();
            if (specification.Normalization != Normalization.None)
            {
                throw new ArgumentException(
                    $"--norm must be none (or left out) for phase, but is {NormalizationNames.NameOf(specification.Normalization)}: the phases are those of networks without normalisation.");
            }

            (Activation activation, double weightVariance, double biasVariance) = Uniform(specification);
            if (diagram is not null)
            {
                PhaseDiagram map = PhaseDiagram.Of(
                    activation, Grid.Parse("--weight-grid", weightGrid), Grid.Parse("--bias-grid", biasGrid), specification.InputMoment);
                PhaseDiagramFile.Write(diagram, map);
                output.WriteLine($"wrote {diagram}");
                return ExitCode.Success;
            }

            if (critical)
            {
                WriteCritical(activation, biasVariance, specification.InputMoment, json, output);
            }
            else
            {
                PhasePoint point = PhasePoint.Of(activation, weightVariance, biasVariance, specification.InputMoment);
                WritePoint(point, specification.InputMoment, json, output);
            }

            return ExitCode.Success;
        });

    /// <summary>The activation and the variances that all hidden layers share.</summary>
    /// <exception cref="ArgumentException">There is no hidden layer, or hidden layers differ.</exception>
    internal static (Activation Activation, double WeightVariance, double BiasVariance) Uniform(NetworkSpecification network)
    {
        if (network.Depth < 2)
        {
            throw new ArgumentException("depth must be >= 2 (at least one hidden layer), but is 1.");
        }

        LayerSpecification first = network.Layers[0];
        for (int layer = 1; layer < network.Depth - 1; layer++)
        {
            LayerSpecification other = network.Layers[layer];
            if (other.Activation != first.Activation || other.WeightVariance != first.WeightVariance || other.BiasVariance != first.BiasVariance)
            {
                throw new ArgumentException(Invariant($"all hidden layers must be alike for a phase, but layers 1 and {layer + 1} differ."));
            }
        }

        return (first.Activation!, first.WeightVariance, first.BiasVariance);
    }

    private static void WriteCritical(Activation activation, double biasVariance, double inputMoment, bool json, TextWriter output)
    {
        CriticalPoint point = CriticalLine.ForBias(activation, biasVariance, inputMoment);
        ImmutableArray<CriticalPoint> all = CriticalLine.AtBias(activation, biasVariance, inputMoment);
        if (!json)
        {
            foreach (CriticalPoint each in all)
            {
                output.WriteLine(Invariant(
                    $"critical at sigma_w^2 = {each.WeightVariance:R}, sigma_b^2 = {each.BiasVariance:R}, q* = {each.QStar:R} (errors {each.WeightVarianceError:0.0E+0} and {each.QStarError:0.0E+0}){(each.EveryVarianceIsFixed ? "; every variance is a fixed point: this is the input's" : "")}"));
            }

            return;
        }

        JsonOutput.Write(output, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("activation", activation.Name);
            writer.WriteNumber("weightVariance", point.WeightVariance);
            writer.WriteNumber("biasVariance", biasVariance);
            writer.WriteNumber("qStar", point.QStar);
            NetworkGainsCommand.WriteFixed(writer, point);
            writer.WriteNumberIfFinite("varianceSlope", point.VarianceSlope);
            writer.WriteNumber("gain", point.Gain);
            NetworkGainsCommand.WriteErrors(writer, point);
            if (all.Length > 1)
            {
                writer.WriteStartArray("others");
                foreach (CriticalPoint other in all.Skip(1))
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("weightVariance", other.WeightVariance);
                    writer.WriteNumber("qStar", other.QStar);
                    writer.WriteNumberIfFinite("varianceSlope", other.VarianceSlope);
                    writer.WriteNumber("gain", other.Gain);
                    NetworkGainsCommand.WriteErrors(writer, other);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    private static void WritePoint(PhasePoint point, double inputMoment, bool json, TextWriter output)
    {
        if (json)
        {
            JsonOutput.Write(output, writer =>
            {
                writer.WriteStartObject();
                WriteFields(writer, point);
                if (point.QStar is null)
                {
                    writer.WriteString("reason", WhyUnbounded(point, inputMoment));
                }

                writer.WriteEndObject();
            });
            return;
        }

        PhaseErrors errors = PhaseErrors.Of(point);
        output.WriteLine($"phase    {NameOf(point.Phase)}");
        WriteLine(output, "q*      ", point.QStar, errors.QStar);
        if (point.QStar is null)
        {
            output.WriteLine($"q*       none: {WhyUnbounded(point, inputMoment)}");
        }

        if (point.Map.IsIdentity)
        {
            output.WriteLine("         every variance is a fixed point: this is the input's");
        }

        WriteLine(output, "chi_1   ", point.Chi1, errors.Chi1);
        WriteLine(output, "c*      ", point.CStar, errors.CStarComplement);
        WriteLine(output, "chi_c   ", point.ChiC, errors.ChiC);
        WriteLine(output, "xi_q    ", point.XiQ, errors.XiQ);
        WriteLine(output, "xi_c    ", point.XiC, errors.XiC);
        if (point.FixedPoints.Length > 1)
        {
            output.WriteLine(Invariant($"all q*   {string.Join(", ", point.FixedPoints.Select(q => Invariant($"{q:R}")))}"));
        }
    }

    /// <summary>Why the variance does not settle.</summary>
    private static string WhyUnbounded(PhasePoint point, double inputMoment)
    {
        double first = (point.Map.WeightVariance * inputMoment) + point.Map.BiasVariance;
        string growth = point.Chi1 is { } chi ? Invariant($", and where it is large it grows by the factor {chi:G6} (chi_1) in each layer") : "";
        return Invariant($"the variance grows without bound from the first layer's {first:G6}: sigma_w^2 E phi^2 + sigma_b^2 has no fixed point above{growth}");
    }

    /// <summary>The fields of a phase point, which the doctor shares.</summary>
    internal static void WriteFields(
        System.Text.Json.Utf8JsonWriter writer, PhasePoint point, Action<System.Text.Json.Utf8JsonWriter>? furtherErrors = null)
    {
        writer.WriteNumberIfFinite("qStar", point.QStar);
        writer.WriteNumberIfFinite("chi1", point.Chi1);
        writer.WriteNumberIfFinite("cStar", point.CStar);
        writer.WriteNumberIfFinite("oneMinusCStar", point.CStarComplement);
        writer.WriteNumberIfFinite("chiC", point.ChiC);
        writer.WriteNumberIfFinite("varianceSlope", point.VarianceSlope);
        writer.WriteNumberIfFinite("xiQ", point.XiQ);
        writer.WriteNumberIfFinite("xiC", point.XiC);
        if (point.Map.IsIdentity)
        {
            writer.WriteBoolean("everyVarianceIsFixed", true);
        }

        writer.WriteString("phase", NameOf(point.Phase));
        WriteErrors(writer, PhaseErrors.Of(point), furtherErrors);
        if (point.FixedPoints.Length > 1)
        {
            writer.WriteStartArray("fixedPoints");
            foreach (double q in point.FixedPoints)
            {
                writer.WriteNumberValue(q);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteErrors(
        System.Text.Json.Utf8JsonWriter writer, PhaseErrors errors, Action<System.Text.Json.Utf8JsonWriter>? further)
    {
        writer.WriteStartObject("errors");
        writer.WriteNumberIfFinite("qStar", errors.QStar);
        writer.WriteNumberIfFinite("chi1", errors.Chi1);
        writer.WriteNumberIfFinite("cStar", errors.CStarComplement);
        writer.WriteNumberIfFinite("oneMinusCStar", errors.CStarComplement);
        writer.WriteNumberIfFinite("chiC", errors.ChiC);
        writer.WriteNumberIfFinite("varianceSlope", errors.VarianceSlope);
        writer.WriteNumberIfFinite("xiQ", errors.XiQ);
        writer.WriteNumberIfFinite("xiC", errors.XiC);
        further?.Invoke(writer);
        writer.WriteEndObject();
    }

    internal static string NameOf(Phase phase) => phase switch
    {
        Phase.Ordered => "ordered",
        Phase.Critical => "critical",
        Phase.Chaotic => "chaotic",
        _ => "unbounded",
    };

    private static void WriteLine(TextWriter output, string name, double? value, double? error)
    {
        if (value is { } number && double.IsFinite(number))
        {
            output.WriteLine(Invariant($"{name} {number,-22:R} error {error:0.0E+0}"));
        }
    }
}
