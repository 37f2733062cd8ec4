using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;

namespace FreeSpectra.Cli;

/// <summary><c>network gains</c>: the table of gains and critical points.</summary>
public static class NetworkGainsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string?> activation = new("--activation") { Description = "one activation in place of all: a name or a formula in x" };
        Option<bool> json = new("--json") { Description = "one JSON object" };
        Command command = new("gains", "Gains and critical points of activations") { activation, json };
        command.SetAction(parse => (int)Run(
            parse.GetValue(activation), parse.GetValue(json), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Prints the table.</summary>
    public static ExitCode Run(string? activation, bool json, TextWriter output, TextWriter error) =>
        CommandRunner.Run("network gains", error, () =>
        {
            ImmutableArray<GainRow> rows = activation is null ? GainTable.Rows() : [GainTable.RowOf(ActivationParser.Parse(activation))];
            if (json)
            {
                JsonOutput.Write(output, writer => WriteJson(writer, rows));
            }
            else
            {
                output.Write(GainTable.ToMarkdown(rows));
            }

            return ExitCode.Success;
        });

    private static void WriteJson(Utf8JsonWriter writer, ImmutableArray<GainRow> rows)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("activations");
        foreach (GainRow row in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("activation", row.Activation);
            writer.WriteNumberIfFinite("forwardGain", row.ForwardGain);
            writer.WriteNumberIfFinite("backwardGain", row.BackwardGain);
            writer.WriteStartObject("errors");
            writer.WriteNumberIfFinite("forwardGain", row.ForwardGainError);
            writer.WriteNumberIfFinite("backwardGain", row.BackwardGainError);
            writer.WriteEndObject();
            WritePoint(writer, "critical", row.NoBias);
            WritePoint(writer, "criticalWithBias", row.SomeBias);
            WritePoint(writer, "halfStable", row.HalfStable);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static void WritePoint(Utf8JsonWriter writer, string name, CriticalPoint? point)
    {
        if (point is { } critical)
        {
            writer.WriteStartObject(name);
            WritePointFields(writer, critical);
            writer.WriteEndObject();
        }
    }

    internal static void WritePointFields(Utf8JsonWriter writer, CriticalPoint critical)
    {
        writer.WriteNumber("weightVariance", critical.WeightVariance);
        writer.WriteNumber("biasVariance", critical.BiasVariance);
        writer.WriteNumber("qStar", critical.QStar);
        WriteFixed(writer, critical);
        writer.WriteNumberIfFinite("varianceSlope", critical.VarianceSlope);
        writer.WriteNumber("gain", critical.Gain);
        WriteErrors(writer, critical);
    }

    internal static void WriteFixed(Utf8JsonWriter writer, CriticalPoint critical)
    {
        if (critical.EveryVarianceIsFixed)
        {
            writer.WriteBoolean("everyVarianceIsFixed", true);
        }
    }

    internal static void WriteErrors(Utf8JsonWriter writer, CriticalPoint critical)
    {
        writer.WriteStartObject("errors");
        writer.WriteNumberIfFinite("weightVariance", critical.WeightVarianceError);
        writer.WriteNumberIfFinite("biasVariance", critical.BiasVarianceError);
        writer.WriteNumberIfFinite("qStar", critical.QStarError);
        writer.WriteNumberIfFinite("varianceSlope", critical.VarianceSlopeError);
        writer.WriteNumberIfFinite("gain", critical.GainError);
        writer.WriteEndObject();
    }
}
