using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Plots;

namespace FreeSpectra.Cli;

/// <summary><c>freespectra network fisher</c> and <c>network jacobian</c>: the limit law of H_L and of J Jᵀ.</summary>
public static class SpectrumCommand
{
    // A slope comes near an extreme one within this part of the largest.
    private const double Near = 0.01;

    /// <summary><c>network fisher</c>.</summary>
    public static Command CreateFisher() =>
        Create("fisher", "The law of the dual Fisher information H_L of one input.", chain => chain.Fisher());

    /// <summary><c>network jacobian</c>.</summary>
    public static Command CreateJacobian() =>
        Create("jacobian", "The law of J Jᵀ, J the Jacobian of the network from its first pre-activations.", chain => chain.Jacobian());

    /// <summary>The command without its parsing: what the tests call.</summary>
    /// <param name="name">What it is the law of, in one line.</param>
    /// <param name="chain">The spectral chain.</param>
    /// <param name="law">Its law.</param>
    /// <param name="points">Where the density is wanted.</param>
    /// <param name="plot">An SVG file to write, or null.</param>
    /// <param name="listLayers">Whether the text lists the layers.</param>
    /// <param name="json">Whether to write JSON.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    public static ExitCode Run(
        string name,
        SpectralChain chain,
        SpectralMeasure law,
        ImmutableArray<double> points,
        string? plot,
        bool listLayers,
        bool json,
        TextWriter output,
        TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(law);

        // Whole or not at all: a law may be refused while it is asked, and then there is no picture either.
        using StringWriter text = new(CultureInfo.InvariantCulture);
        if (json)
        {
            JsonOutput.Write(text, writer => WriteJson(writer, name, chain, law, points));
        }
        else
        {
            WriteText(text, name, chain, law, points, listLayers);
        }

        if (plot is not null)
        {
            SpectrumPlot.Create(name, law, [], new SpectrumPlotOptions { HasNoTop = !chain.IsBounded }).Save(plot);
            error.WriteLine($"wrote {plot}");
        }

        output.Write(text.ToString());
        return ExitCode.Success;
    }

    private static Command Create(string what, string description, Func<SpectralChain, SpectralMeasure> law)
    {
        NetworkOptions network = new(WeightEnsemble.Haar);
        Option<string?> at = new("--at") { Description = "Points for the density: a:b:n or a list." };
        Option<string?> plot = new("--plot") { Description = "Write a picture of the law to this SVG file." };
        Option<bool> layers = new("--layers") { Description = "List every layer." };
        Option<bool> json = new("--json") { Description = "Write one JSON object to standard output." };
        Command command = new(what, description);
        network.AddTo(command);
        foreach (Option option in (Option[])[at, plot, layers, json])
        {
            command.Add(option);
        }

        command.SetAction(parse =>
        {
            TextWriter error = parse.InvocationConfiguration.Error;
            return (int)CommandRunner.RunPatiently($"network {what}", error, () =>
            {
                OutputFile.Require(plot.Name, parse.GetValue(plot), ".svg");
                ImmutableArray<double> points = parse.GetValue(at) is { } text ? Grid.Parse("--at", text) : [];
                SpectralChain chain = ChainInput.Bind(network, parse);
                return Run(
                    $"{what} of {network.Describe(parse, chain)}", chain, law(chain), points, parse.GetValue(plot), parse.GetValue(layers), parse.GetValue(json),
                    parse.InvocationConfiguration.Output, error);
            });
        });
        return command;
    }

    private static void WriteJson(
        Utf8JsonWriter json, string name, SpectralChain chain, SpectralMeasure law, ImmutableArray<double> points)
    {
        json.WriteStartObject();
        LawJson.WriteFields(json, name, law, points);
        json.WriteNumberIfFinite("topOfSupport", chain.IsBounded ? law.TopOfSupport : double.PositiveInfinity);
        json.WriteNumberIfFinite("massBeyondTop", chain.IsBounded ? null : chain.MassBeyondTop);
        json.WriteBoolean("topIsAtom", chain.IsBounded && law.TopIsAtom);
        json.WriteStartArray("layers");
        for (int i = 0; i < chain.Layers.Length; i++)
        {
            ChainLayer layer = chain.Layers[i];
            json.WriteStartObject();
            json.WriteNumber("layer", i + 1);
            json.WriteNumberIfFinite("preActivationVariance", layer.PreActivationVariance);
            json.WriteNumber("secondMoment", layer.SecondMoment);
            json.WriteNumber("slopeMean", layer.Slope.Mean);
            LawJson.WriteAtoms(json, "slopeAtoms", layer.Slope.Atoms);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (DeepLimitLaw.TryOf(chain, out DeepLimitLaw? limit))
        {
            json.WriteStartObject("deepLimit");
            json.WriteNumber("epsilon1", limit.Epsilon1);
            json.WriteNumber("epsilon2", limit.Epsilon2);
            json.WriteNumber("meanOverDepth", limit.Mean);
            json.WriteNumber("topAtomOverDepth", limit.TopAtomLocation);
            json.WriteNumber("topAtomWeight", limit.TopAtomWeight);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteText(
        TextWriter output, string name, SpectralChain chain, SpectralMeasure law, ImmutableArray<double> points, bool listLayers)
    {
        void Line(FormattableString text) => output.Write(text.ToString(CultureInfo.InvariantCulture) + "\n");
        Line($"{name}");
        LawText.WriteShape(output, law);
        if (chain.IsBounded)
        {
            Line($"  top of the support {law.TopOfSupport:G15} ({(law.TopIsAtom ? "atom" : "edge")})");
        }
        else
        {
            Line($"  no top: a slope is unbounded; the mass beyond {law.TopOfSupport:G6} is below {chain.MassBeyondTop:0.#E0}");
        }

        WriteExponents(Line, chain, law);

        if (listLayers)
        {
            Line($"  layer  pre-activation variance  second moment  slope mean");
            for (int i = 0; i < chain.Layers.Length; i++)
            {
                ChainLayer layer = chain.Layers[i];
                Line($"  {i + 1,5}  {layer.PreActivationVariance,23:G10}  {layer.SecondMoment,13:G10}  {layer.Slope.Mean,10:G10}");
            }
        }

        LawText.WritePoints(output, law, points);
    }

    /// <summary>What is to be said of exponents that are not those of square roots.</summary>
    private static void WriteExponents(Action<FormattableString> line, SpectralChain chain, SpectralMeasure law)
    {
        if (law.Bands.Any(band => double.IsInfinity(band.LeftExponent) || double.IsInfinity(band.RightExponent)))
        {
            line($"  no power: the density is flatter than every power there, or a logarithm comes with it");
        }

        WriteFar(line, chain, law);
        int withZeros = chain.Layers.Count(layer => layer.Slope.HasZeros);
        if (law.Bands.Any(band => band.LeftExponent < -0.5) && withZeros > 0 && withZeros < chain.Layers.Length)
        {
            line($"  left exponent: of {withZeros} of {chain.Layers.Length} slopes; the others have no zero within 9.5 standard deviations (mass beyond: {SlopeLaw.FarMass:0.#E0})");
        }
    }

    /// <summary>Which extreme slopes no network of any size would show.</summary>
    private static void WriteFar(Action<FormattableString> line, SpectralChain chain, SpectralMeasure law)
    {
        int high = chain.Layers.Count(layer => layer.Slope.Reached.Top < layer.Slope.Top * (1.0 - Near));
        int low = chain.Layers.Count(layer => layer.Slope.Reached.Bottom > layer.Slope.Bottom + (Near * layer.Slope.Top));
        if (chain.IsBounded && high > 0 && law.Bands.Any(band => double.IsInfinity(band.RightExponent)))
        {
            line($"  right end: {high} of {chain.Layers.Length} slopes come near their top only beyond 9.5 standard deviations (mass there: below {high * SlopeLaw.FarMass:0.#E0})");
        }

        if (low > 0 && law.Bands.Any(band => double.IsInfinity(band.LeftExponent)))
        {
            line($"  left end: {low} of {chain.Layers.Length} slopes come near their least only beyond 9.5 standard deviations (mass there: below {low * SlopeLaw.FarMass:0.#E0})");
        }
    }
}
