using System.Collections.Immutable;
using System.CommandLine;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>The options that describe a network, common to all commands that take one.</summary>
/// <remarks>
/// A network comes from exactly one of <c>--activation</c> (the same in all hidden layers), <c>--network FILE.json</c>,
/// <c>--constant</c> and <c>--chain</c>. The last two give slope laws, not activations: their text is
/// in <see cref="Constant"/> and <see cref="Chain"/>, and <see cref="Bind"/> refuses them.
/// </remarks>
public sealed class NetworkOptions
{
    private const int DefaultDepth = 3;
    private const int MaxDepth = 10_000_000;

    private readonly WeightEnsemble defaultWeights;
    private readonly Option<string?> activation = new("--activation")
    {
        Description = "The activation of every hidden layer: a name such as relu, hard-tanh:s=0.5,g=1, or a formula in x.",
    };

    private readonly Option<string?> constant = new("--constant")
    {
        Description = "alpha=…,gamma=…,q=…: every slope law is (1 − alpha)δ₀ + alpha δ_gamma, every second moment q.",
    };

    private readonly Option<string?> chain = new("--chain") { Description = "A JSON file with a slope law for every layer." };
    private readonly Option<string?> network = new("--network") { Description = "A JSON file with every layer of the network." };
    private readonly Option<string?> depth = new("--depth") { Description = $"L >= 1; by default {DefaultDepth}." };
    private readonly Option<string?> widths = new("--widths")
    {
        Description = "Relative widths α₀ … α_{L−1} (and α_L): a grid, 'equal', or taper:RATIO for α_ℓ = RATIO^ℓ.",
    };

    private readonly Option<string?> weights = new("--weights") { Description = "haar or gaussian." };
    private readonly Option<string?> weightVariance = new("--weight-variance") { Description = "σ_w² >= 0, and > 0 where a spectrum is wanted; by default 1." };
    private readonly Option<string?> biasVariance = new("--bias-variance") { Description = "σ_b² >= 0; by default 0." };
    private readonly Option<string?> inputMoment = new("--input-moment") { Description = "q₀ = |x|²/M > 0; by default 1." };
    private readonly Option<string?> norm = new("--norm")
    {
        Description = "none, mean-last, batch-last, batch-middle, batch-hidden or layer.",
    };

    /// <summary>Creates the options.</summary>
    /// <param name="defaultWeights">The ensemble where <c>--weights</c> is not given.</param>
    public NetworkOptions(WeightEnsemble defaultWeights) => this.defaultWeights = defaultWeights;

    /// <summary>Adds every network option to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (Option option in (Option[])
            [activation, constant, chain, network, depth, widths, weights, weightVariance, biasVariance, inputMoment, norm])
        {
            command.Add(option);
        }
    }

    /// <summary>Whether the user described a network with activations (and not a chain of slope laws, or nothing).</summary>
    public bool HasNetwork(ParseResult parse) => Text(parse, activation) is not null || Text(parse, network) is not null;

    /// <summary>Refuses <c>--weight-variance</c>, which this command finds.</summary>
    /// <exception cref="ArgumentException">It is given.</exception>
    internal void RequireNoWeightVariance(ParseResult parse, string finder)
    {
        if (Text(parse, weightVariance) is { } text)
        {
            throw new ArgumentException($"{weightVariance.Name} must not be given with {finder}, which finds it, but is {text}.");
        }
    }

    /// <summary>The text of <c>--constant</c>, or null.</summary>
    public string? Constant(ParseResult parse) => Text(parse, constant);

    /// <summary>The file of <c>--chain</c>, or null.</summary>
    public string? Chain(ParseResult parse) => Text(parse, chain);

    /// <summary>L, as given or by default.</summary>
    /// <exception cref="ArgumentException">The depth is no integer ≥ 1.</exception>
    public int Depth(ParseResult parse) => GivenDepth(parse) ?? DefaultDepth;

    /// <summary>σ_w², as given or 1.</summary>
    public double WeightVariance(ParseResult parse) =>
        Require.NonNegative(Number(parse, weightVariance) ?? 1.0, weightVariance.Name);

    /// <summary>q₀ as given, or null: <c>--constant</c> then takes its q.</summary>
    public double? GivenInputMoment(ParseResult parse) =>
        Number(parse, inputMoment) is { } value ? Require.Positive(value, inputMoment.Name) : null;

    /// <summary>The weight ensemble, as given or the command's default.</summary>
    public WeightEnsemble Weights(ParseResult parse) => GivenWeights(parse) ?? defaultWeights;

    /// <summary>The relative widths as given, or null for equal ones.</summary>
    /// <param name="parse">What the user typed.</param>
    /// <param name="layers">L.</param>
    /// <returns>α₀ … α_L: L + 1 numbers; where the user gave L, the last is repeated.</returns>
    /// <exception cref="ArgumentException">The number of widths contradicts the depth, or one is not &gt; 0.</exception>
    public ImmutableArray<double>? GivenWidths(ParseResult parse, int layers) =>
        Text(parse, widths) is { } text ? WidthProfile.Parse(widths.Name, text, layers) : null;

    /// <summary>The network in one line, as the user typed it: where its slopes come from, its depth, its weights and every variance that counts.</summary>
    /// <param name="parse">What the user typed.</param>
    /// <param name="chain">The chain that was read from it.</param>
    public string Describe(ParseResult parse, SpectralChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        string ensemble = chain.Weights == WeightEnsemble.Haar ? "Haar" : "Gaussian";
        string source = Text(parse, activation) ?? Text(parse, network) ?? Text(parse, this.chain) ?? Constant(parse) ?? "";
        string variance = Given(parse, [network, this.chain]) is null ? Invariant($", σ_w² = {WeightVariance(parse):R}") : "";
        return string.Concat(
            [
                Invariant($"{source}, depth {chain.Depth}, {ensemble} weights{variance}"),
                .. from setting in (IEnumerable<(string Name, Option<string?> Option)>)
                       [("σ_b² = ", biasVariance), ("q₀ = ", inputMoment), ("norm ", norm), ("widths ", widths)]
                   where Text(parse, setting.Option) is not null
                   select $", {setting.Name}{Text(parse, setting.Option)}",
            ]);
    }

    /// <summary>Reads the network that the options describe.</summary>
    /// <exception cref="ArgumentException">An option is missing, out of range, or contradicts another.</exception>
    public NetworkSpecification Bind(ParseResult parse)
    {
        RequireOneSource(parse);
        if (Text(parse, network) is { } file)
        {
            return BindFile(parse, file);
        }

        if (Text(parse, activation) is not { } name)
        {
            throw new ArgumentException(Given(parse, [constant, chain]) is { } other
                ? $"{activation.Name} or {network.Name} is needed here: {other} gives slope laws, not a network."
                : $"{activation.Name} or {network.Name} must be given.");
        }

        int layers = GivenDepth(parse)
            ?? (Text(parse, widths) is { } list ? WidthProfile.ImpliedDepth(widths.Name, list) : null) ?? DefaultDepth;
        Activation phi = ActivationParser.Parse(name);
        double sigma2 = WeightVariance(parse);
        double bias2 = Require.NonNegative(Number(parse, biasVariance) ?? 0.0, biasVariance.Name);
        ImmutableArray<double>? relative = GivenWidths(parse, layers);
        return new NetworkSpecification(
            [
                .. Enumerable.Range(1, layers).Select(layer => new LayerSpecification(
                    layer < layers ? phi : null, sigma2, bias2, relative?[layer] ?? 1.0)),
            ],
            GivenInputMoment(parse) ?? 1.0,
            relative?[0] ?? 1.0,
            Weights(parse),
            GivenNorm(parse) ?? Normalization.None);
    }

    private NetworkSpecification BindFile(ParseResult parse, string file)
    {
        if (Given(parse, [depth, widths, weightVariance, biasVariance]) is { } contradiction)
        {
            throw new ArgumentException($"{contradiction} must not be given with {network.Name}, whose file says it.");
        }

        NetworkSpecification read = NetworkFile.Read(file, defaultWeights);
        return new NetworkSpecification(
            read.Layers,
            GivenInputMoment(parse) ?? read.InputMoment,
            read.InputRelativeWidth,
            GivenWeights(parse) ?? read.Weights,
            GivenNorm(parse) ?? read.Normalization);
    }

    internal void RequireOneSource(ParseResult parse)
    {
        string[] given = [.. ((Option<string?>[])[activation, network, constant, chain])
            .Where(option => Text(parse, option) is not null).Select(option => option.Name)];
        if (given.Length > 1)
        {
            throw new ArgumentException($"{given[0]} and {given[1]} must not be given together.");
        }
    }

    private int? GivenDepth(ParseResult parse) => Text(parse, depth) is not { } text
        ? null
        : int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int value)
            && value is >= 1 and <= MaxDepth
            ? value
            : throw new ArgumentException($"{depth.Name} must be an integer from 1 to {MaxDepth}, but is '{text}'.");

    private WeightEnsemble? GivenWeights(ParseResult parse) =>
        Text(parse, weights) is { } text ? NetworkFile.ParseWeights(weights.Name, text) : null;

    private Normalization? GivenNorm(ParseResult parse) =>
        Text(parse, norm) is { } text ? NetworkFile.ParseNorm(norm.Name, text) : null;

    private static string? Given(ParseResult parse, ReadOnlySpan<Option<string?>> options)
    {
        foreach (Option<string?> option in options)
        {
            if (Text(parse, option) is not null)
            {
                return option.Name;
            }
        }

        return null;
    }

    private static double? Number(ParseResult parse, Option<string?> option) =>
        Text(parse, option) is { } text ? Grid.Number(option.Name, text) : null;

    private static string? Text(ParseResult parse, Option<string?> option)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return parse.GetResult(option) is null ? null : parse.GetValue(option);
    }
}
