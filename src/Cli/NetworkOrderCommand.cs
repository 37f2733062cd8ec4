using System.CommandLine;
using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Statistics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary><c>network order</c>: the order parameters of every layer, and α, κ₁, κ₂.</summary>
public static class NetworkOrderCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        NetworkOptions options = new(WeightEnsemble.Gaussian);
        Option<bool> json = new("--json") { Description = "one JSON object" };
        Command command = new("order", "Forward and backward order parameters layer by layer") { json };
        options.AddTo(command);
        command.SetAction(parse => (int)Run(
            () => options.Bind(parse), parse.GetValue(json), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>Answers the question.</summary>
    public static ExitCode Run(Func<NetworkSpecification> network, bool json, TextWriter output, TextWriter error) =>
        CommandRunner.Run("network order", error, () =>
        {
            ArgumentNullException.ThrowIfNull(network);
            NetworkSpecification specification = network();
            SignalOverlaps overlaps = NetworkOverlaps.WithErrors(specification);
            if (json)
            {
                JsonOutput.Write(output, writer => WriteJson(writer, specification, overlaps));
            }
            else
            {
                WriteTable(output, specification, overlaps);
            }

            return ExitCode.Success;
        });

    private static void WriteJson(Utf8JsonWriter writer, NetworkSpecification network, SignalOverlaps overlaps)
    {
        writer.WriteStartObject();
        writer.WriteNumber("alpha", overlaps.Alpha);
        writer.WriteNumberIfFinite("kappa1", overlaps.Kappa1);
        writer.WriteNumberIfFinite("kappa2", overlaps.Kappa2);
        writer.WriteNumberIfFinite("kappaGap", overlaps.KappaGap);
        if (overlaps.KappaErrors is { } kappa)
        {
            writer.WriteStartObject("errors");
            writer.WriteNumberIfFinite("kappa1", kappa.Moment);
            writer.WriteNumberIfFinite("kappa2", kappa.Cross);
            writer.WriteNumberIfFinite("kappaGap", kappa.Gap);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("layers");
        for (int layer = 0; layer <= overlaps.Depth; layer++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("layer", layer);
            WriteLayer(
                writer,
                layer > 0 ? PreActivation(network, overlaps, layer) : null,
                layer < overlaps.Depth ? overlaps.Activations[layer] : null,
                layer > 0 ? overlaps.Gradients[layer - 1] : null);
            writer.WriteStartObject("errors");
            WriteLayer(
                writer,
                layer > 0 ? PreActivationError(network, overlaps, layer) : null,
                layer < overlaps.Depth ? overlaps.ActivationErrors[layer] : null,
                layer > 0 ? overlaps.GradientErrors[layer - 1] : null);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLayer(Utf8JsonWriter writer, Overlap? q, Overlap? hat, Overlap? tilde)
    {
        writer.WriteNumberIfFinite("q", q?.Moment);
        writer.WriteNumberIfFinite("qOverlap", q?.Cross);
        writer.WriteNumberIfFinite("qHat", hat?.Moment);
        writer.WriteNumberIfFinite("qHatOverlap", hat?.Cross);
        writer.WriteNumberIfFinite("qTilde", tilde?.Moment);
        writer.WriteNumberIfFinite("qTildeOverlap", tilde?.Cross);
    }

    private static void WriteTable(TextWriter output, NetworkSpecification network, SignalOverlaps overlaps)
    {
        output.WriteLine(Invariant($"alpha = {overlaps.Alpha:G12}, kappa1 = {overlaps.Kappa1:G12}, kappa2 = {overlaps.Kappa2:G12}"));
        output.WriteLine("layer            q       q_st       qHat    qHat_st     qTilde  qTilde_st");
        for (int layer = 0; layer <= overlaps.Depth; layer++)
        {
            Overlap? q = layer > 0 ? PreActivation(network, overlaps, layer) : null;
            Overlap? hat = layer < overlaps.Depth ? overlaps.Activations[layer] : null;
            Overlap? tilde = layer > 0 ? overlaps.Gradients[layer - 1] : null;
            output.WriteLine(Invariant(
                $"{layer,5} {q?.Moment,12:G7} {q?.Cross,10:G5} {hat?.Moment,10:G5} {hat?.Cross,10:G5} {tilde?.Moment,10:G5} {tilde?.Cross,10:G5}"));
        }
    }

    /// <summary>(q_t, q_st) of a layer: σ_w² q̂ + σ_b², before any normalisation.</summary>
    private static Overlap PreActivation(NetworkSpecification network, SignalOverlaps overlaps, int layer)
    {
        LayerSpecification here = network.Layers[layer - 1];
        Overlap before = overlaps.Activations[layer - 1];
        return new Overlap(
            (here.WeightVariance * before.Moment) + here.BiasVariance,
            (here.WeightVariance * before.Cross) + here.BiasVariance,
            here.WeightVariance * before.Gap);
    }

    /// <summary>Their errors: those of q̂ times σ_w², and the rounding of the sum.</summary>
    private static Overlap PreActivationError(NetworkSpecification network, SignalOverlaps overlaps, int layer)
    {
        double weight = network.Layers[layer - 1].WeightVariance;
        Overlap before = overlaps.ActivationErrors[layer - 1], q = PreActivation(network, overlaps, layer);
        return new Overlap(
            (weight * before.Moment) + (2e-16 * q.Moment),
            (weight * before.Cross) + (2e-16 * Math.Abs(q.Cross)),
            weight * before.Gap);
    }
}
