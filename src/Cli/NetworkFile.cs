using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>Reads a network from JSON, layer by layer.</summary>
/// <remarks>
/// <c>{"inputMoment": 1, "inputWidth": 1, "weights": "haar", "norm": "none", "layers": [{"activation": "tanh",
/// "weightVariance": 1, "biasVariance": 0, "width": 1}, …, {"weightVariance": 1}]}</c>. Only <c>layers</c> is needed; every
/// layer but the last has an activation. Unknown fields are refused, so that a misspelt one is not passed over.
/// </remarks>
public static class NetworkFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaultWeights">The ensemble where the file does not say.</param>
    /// <exception cref="ArgumentException">The file is no network, or no JSON.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NetworkSpecification Read(string path, WeightEnsemble defaultWeights)
    {
        ArgumentNullException.ThrowIfNull(path);
        using JsonDocument document = Parse(path, "--network");
        JsonElement root = document.RootElement;
        RequireOnly(path, root, ["inputMoment", "inputWidth", "weights", "norm", "layers"]);
        if (!root.TryGetProperty("layers", out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw new ArgumentException($"{path} must have a non-empty array 'layers'.");
        }

        int depth = list.GetArrayLength();
        ImmutableArray<LayerSpecification>.Builder layers = ImmutableArray.CreateBuilder<LayerSpecification>(depth);
        foreach (JsonElement layer in list.EnumerateArray())
        {
            layers.Add(ReadLayer($"{path}: layer {layers.Count + 1}", layer, isLast: layers.Count == depth - 1));
        }

        return new NetworkSpecification(
            layers.MoveToImmutable(),
            Require.Positive(Number(path, root, "inputMoment", 1.0), $"{path}: inputMoment"),
            Require.Positive(Number(path, root, "inputWidth", 1.0), $"{path}: inputWidth"),
            Text(path, root, "weights") is { } weights ? ParseWeights($"{path}: weights", weights) : defaultWeights,
            Text(path, root, "norm") is { } norm ? ParseNorm($"{path}: norm", norm) : Normalization.None);
    }

    /// <summary>Parses <c>haar</c> or <c>gaussian</c>.</summary>
    /// <exception cref="ArgumentException">The text is neither.</exception>
    public static WeightEnsemble ParseWeights(string name, string text) => text switch
    {
        "haar" => WeightEnsemble.Haar,
        "gaussian" => WeightEnsemble.Gaussian,
        _ => throw new ArgumentException($"{name} must be haar or gaussian, but is '{text}'."),
    };

    /// <summary>Parses the name of a normalisation.</summary>
    /// <exception cref="ArgumentException">The text is none.</exception>
    public static Normalization ParseNorm(string name, string text) => text switch
    {
        "none" => Normalization.None,
        "mean-last" => Normalization.MeanLast,
        "batch-last" => Normalization.BatchLast,
        "batch-middle" => Normalization.BatchMiddle,
        "batch-hidden" => Normalization.BatchHidden,
        "layer" => Normalization.Layer,
        _ => throw new ArgumentException(
            $"{name} must be none, mean-last, batch-last, batch-middle, batch-hidden or layer, but is '{text}'."),
    };

    /// <summary>The content of a JSON file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that names it.</param>
    /// <exception cref="ArgumentException">There is no such file, or it is not JSON.</exception>
    internal static JsonDocument Parse(string path, string option)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllText(Require.ExistingFile(path, option)));
        }
        catch (JsonException problem)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"{option} {path} must be JSON, but is not at line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}."), problem);
        }
    }

    private static LayerSpecification ReadLayer(string place, JsonElement layer, bool isLast)
    {
        RequireOnly(place, layer, ["activation", "weightVariance", "biasVariance", "width"]);
        string? name = Text(place, layer, "activation");
        if (name is null != isLast)
        {
            throw new ArgumentException(isLast
                ? $"{place} is the last one and must have no activation."
                : $"{place} must have an activation: only the last one is linear.");
        }

        return new LayerSpecification(
            name is null ? null : ActivationParser.Parse(name),
            Require.NonNegative(Number(place, layer, "weightVariance", 1.0), $"{place}: weightVariance"),
            Require.NonNegative(Number(place, layer, "biasVariance", 0.0), $"{place}: biasVariance"),
            Require.Positive(Number(place, layer, "width", 1.0), $"{place}: width"));
    }

    private static void RequireOnly(string place, JsonElement element, string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"{place} must be a JSON object.");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!names.Contains(property.Name, StringComparer.Ordinal))
            {
                throw new ArgumentException($"{place} has no field '{property.Name}'; known: {string.Join(", ", names)}.");
            }
        }
    }

    private static double Number(string place, JsonElement element, string name, double fallback) =>
        !element.TryGetProperty(name, out JsonElement value)
            ? fallback
            : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
                ? number
                : throw new ArgumentException($"{place}: {name} must be a number, but is {value.GetRawText()}.");

    private static string? Text(string place, JsonElement element, string name) =>
        !element.TryGetProperty(name, out JsonElement value)
            ? null
            : value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : throw new ArgumentException($"{place}: {name} must be a string, but is {value.GetRawText()}.");
}
