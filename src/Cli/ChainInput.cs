using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;

namespace FreeSpectra.Cli;

/// <summary>The spectral chain that the network options describe: from activations, from constants or from a file.</summary>
public static class ChainInput
{
    /// <summary>Reads <c>--activation</c>, <c>--network</c>, <c>--constant</c> or <c>--chain</c> as a chain.</summary>
    /// <exception cref="ArgumentException">An option is missing, out of range, or contradicts another.</exception>
    public static SpectralChain Bind(NetworkOptions options, ParseResult parse)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? constant = options.Constant(parse);
        string? file = options.Chain(parse);
        if (constant is null && file is null)
        {
            return options.HasNetwork(parse)
                ? SpectralChain.FromNetwork(options.Bind(parse))
                : throw new ArgumentException("--activation, --network, --constant or --chain must be given.");
        }

        options.RequireOneSource(parse);

        return constant is not null ? FromConstants(options, parse, constant) : FromFile(options, parse, file!);
    }

    private static SpectralChain FromConstants(NetworkOptions options, ParseResult parse, string text)
    {
        Dictionary<string, double> values = new(StringComparer.Ordinal) { ["alpha"] = double.NaN, ["gamma"] = 1.0, ["q"] = double.NaN };
        foreach (string pair in text.Split(','))
        {
            string[] sides = pair.Split('=', 2);
            if (sides.Length != 2 || !values.ContainsKey(sides[0].Trim()))
            {
                throw new ArgumentException($"--constant must have the form alpha=…,gamma=…,q=…, but has '{pair}'.");
            }

            values[sides[0].Trim()] = Grid.Number($"--constant {sides[0].Trim()}", sides[1]);
        }

        foreach (string key in (string[])["alpha", "q"])
        {
            if (double.IsNaN(values[key]))
            {
                throw new ArgumentException($"--constant must give {key}, but is '{text}'.");
            }
        }

        double alpha = Require.InRange(values["alpha"], 0.0, 1.0, "--constant alpha");
        double gamma = Require.Positive(values["gamma"], "--constant gamma");
        double q = Require.Positive(values["q"], "--constant q");
        double sigma2 = Require.Positive(options.WeightVariance(parse), "--weight-variance");
        int depth = options.Depth(parse);
        ImmutableArray<double>? widths = options.GivenWidths(parse, depth);
        SlopeLaw slope = SlopeLaw.TwoPoint(alpha, gamma);
        return new SpectralChain(
            options.GivenInputMoment(parse) ?? q,
            [
                .. Enumerable.Range(1, depth - 1).Select(layer => new ChainLayer(
                    slope, q, sigma2, widths is { } w ? w[layer + 1] / w[layer] : 1.0)),
            ],
            options.Weights(parse));
    }

    private static SpectralChain FromFile(NetworkOptions options, ParseResult parse, string path)
    {
        using JsonDocument document = NetworkFile.Parse(path, "--chain");
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("layers", out JsonElement layers)
            || layers.ValueKind != JsonValueKind.Array)
        {
            throw new ArgumentException($"--chain {path} must hold an object with an array 'layers'.");
        }

        double input = options.GivenInputMoment(parse) ?? Number(root, "inputMoment", 1.0, $"--chain {path}");
        ImmutableArray<ChainLayer>.Builder steps = ImmutableArray.CreateBuilder<ChainLayer>();
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            string place = $"--chain {path} layer {steps.Count + 1}";
            if (layer.ValueKind != JsonValueKind.Object || !layer.TryGetProperty("slope", out JsonElement slope)
                || slope.ValueKind != JsonValueKind.Array)
            {
                throw new ArgumentException($"{place} must hold an array 'slope'.");
            }

            List<Atom> atoms = [];
            foreach (JsonElement atom in slope.EnumerateArray())
            {
                double weight = Number(atom, "weight", null, place);
                if (weight > 0.0)
                {
                    atoms.Add(new Atom(Number(atom, "location", null, place), weight));
                }
                else
                {
                    Require.NonNegative(weight, $"{place} weight");
                }
            }

            steps.Add(new ChainLayer(
                SlopeLaw.FromAtoms([.. atoms]),
                Number(layer, "secondMoment", null, place),
                Number(layer, "weightVariance", 1.0, place),
                Number(layer, "widthRatio", 1.0, place)));
        }

        return new SpectralChain(input, steps.ToImmutable(), options.Weights(parse));
    }

    private static double Number(JsonElement element, string name, double? fallback, string place)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value))
        {
            return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
                ? number
                : throw new ArgumentException($"{place} {name} must be a finite number, but is '{value}'.");
        }

        return fallback ?? throw new ArgumentException($"{place} must give {name}.");
    }
}
