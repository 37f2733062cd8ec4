using System.CommandLine;
using FreeSpectra.Cli;
using FreeSpectra.Networks;

namespace FreeSpectra.Tests.Cli;

public class NetworkOptionsTests
{
    [Fact]
    public void Options_give_the_network_they_describe()
    {
        NetworkSpecification network = Bind(
            "--activation", "relu", "--depth", "4", "--weight-variance", "2", "--bias-variance", "0.5", "--input-moment", "3",
            "--widths", "1,2,2,0.5", "--weights", "gaussian", "--norm", "layer");
        Assert.Equal(4, network.Depth);
        Assert.Equal("relu", network.Layers[0].Activation!.Name);
        Assert.Null(network.Layers[3].Activation);
        Assert.All(network.Layers, layer => Assert.Equal((2.0, 0.5), (layer.WeightVariance, layer.BiasVariance)));
        Assert.Equal([1.0, 2.0, 2.0, 0.5, 0.5], [network.InputRelativeWidth, .. network.Layers.Select(layer => layer.RelativeWidth)]);
        Assert.Equal((3.0, WeightEnsemble.Gaussian, Normalization.Layer), (network.InputMoment, network.Weights, network.Normalization));
    }

    [Fact]
    public void Defaults_are_those_of_the_contract()
    {
        NetworkSpecification network = Bind("--activation", "linear", "--depth", "2");
        Assert.All(network.Layers, layer => Assert.Equal((1.0, 0.0, 1.0), (layer.WeightVariance, layer.BiasVariance, layer.RelativeWidth)));
        Assert.Equal((1.0, WeightEnsemble.Haar, Normalization.None), (network.InputMoment, network.Weights, network.Normalization));
    }

    [Theory]
    [InlineData("--weight-variance", "-1", "--weight-variance must be finite and >= 0, but is -1.")]
    [InlineData("--weight-variance", "NaN", "--weight-variance must be a finite number, but is 'NaN'.")]
    [InlineData("--bias-variance", "1e999", "--bias-variance must be a finite number, but is '1e999'.")]
    [InlineData("--input-moment", "0", "--input-moment must be finite and > 0, but is 0.")]
    [InlineData("--depth", "0", "--depth must be an integer from 1 to 10000000, but is '0'.")]
    [InlineData("--depth", "-3", "--depth must be an integer from 1 to 10000000, but is '-3'.")]
    [InlineData("--depth", "two", "--depth must be an integer from 1 to 10000000, but is 'two'.")]
    [InlineData("--weights", "round", "--weights must be haar or gaussian, but is 'round'.")]
    [InlineData("--norm", "x", "--norm must be none, mean-last, batch-last, batch-middle, batch-hidden or layer, but is 'x'.")]
    [InlineData("--constant", "alpha=1", "--activation and --constant must not be given together.")]
    public void A_bad_option_is_named_with_its_value_and_condition(string option, string value, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => Bind("--activation", "relu", option, value)).Message.Split(" (Param")[0].Split('\n')[0]);

    [Fact]
    public void Widths_that_contradict_the_depth_are_refused() =>
        Assert.Equal(
            "--widths must have 5 numbers (or 6, with the output) at depth 5, but has 2.",
            Assert.ThrowsAny<ArgumentException>(() => Bind("--activation", "relu", "--depth", "5", "--widths", "1,2")).Message);

    [Fact]
    public void Widths_imply_the_depth_and_profiles_follow_it()
    {
        Assert.Equal(4, Bind("--activation", "relu", "--widths", "1,1,1,1").Depth);
        NetworkSpecification tapered = Bind("--activation", "relu", "--depth", "2", "--widths", "taper:0.5");
        Assert.Equal([1.0, 0.5, 0.25], [tapered.InputRelativeWidth, .. tapered.Layers.Select(layer => layer.RelativeWidth)]);
    }

    [Fact]
    public void A_network_file_gives_every_layer_its_own()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, """
                {"inputMoment": 2, "weights": "gaussian",
                 "layers": [{"activation": "relu", "weightVariance": 2}, {"activation": "hard-tanh:s=1,g=2", "width": 0.5}, {"biasVariance": 0.1}]}
                """);
            NetworkSpecification network = Bind("--network", path);
            Assert.Equal(3, network.Depth);
            Assert.Equal((2.0, 2.0, WeightEnsemble.Gaussian), (network.InputMoment, network.Layers[0].WeightVariance, network.Weights));
            Assert.Equal((0.5, 0.1), (network.Layers[1].RelativeWidth, network.Layers[2].BiasVariance));
            Assert.ThrowsAny<ArgumentException>(() => Bind("--network", path, "--depth", "3"));
            File.WriteAllText(path, """{"layers": [{"activation": "relu", "wieghtVariance": 2}, {}]}""");
            Assert.Contains("wieghtVariance", Assert.ThrowsAny<ArgumentException>(() => Bind("--network", path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Values_may_begin_with_a_minus_sign()
    {
        Option<string> at = new("--at");
        Command command = new("x") { at };
        ParseResult parse = command.Parse(["--at", "-1.3,0,2"]);
        Assert.Empty(parse.Errors);
        Assert.Equal("-1.3,0,2", parse.GetValue(at));
    }

    private static NetworkSpecification Bind(params string[] arguments)
    {
        NetworkOptions options = new(WeightEnsemble.Haar);
        Command command = new("x");
        options.AddTo(command);
        ParseResult parse = command.Parse(arguments);
        Assert.Empty(parse.Errors);
        return options.Bind(parse);
    }
}
