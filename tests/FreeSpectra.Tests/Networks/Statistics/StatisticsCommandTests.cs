using System.Globalization;
using System.Text.Json;
using FreeSpectra.Cli;
using static FreeSpectra.Tests.Networks.Statistics.StatisticsOracle;

namespace FreeSpectra.Tests.Networks.Statistics;

public sealed class StatisticsCommandTests
{
    private const string Figure1 =
        "--activation relu --weight-variance 2 --bias-variance 0.5 --depth 4 --widths 0.784,1,1,1 --width 1000 --momentum 0.9";

    [Fact]
    public void Contract_fields_hold_the_numbers_of_the_tables()
    {
        JsonElement plain = Json(Figure1 + " --samples 200 --outputs 10");
        JsonElement expected = Entry("wei_fc", "wei/fc/vanilla/n=200").GetProperty("expected");
        Close(Number(expected, "lambda_bar"), plain.GetProperty("largestEigenvalue").GetProperty("value").GetDouble(), 1e-12, "lambda");
        Close(Number(expected, "eta_star"), plain.GetProperty("criticalLearningRate").GetDouble(), 1e-12, "eta");
        Assert.All(
            List(expected, "f_l1").Zip(plain.GetProperty("layerTerms").EnumerateArray()),
            pair => Close(pair.First, pair.Second.GetDouble(), 1e-12, "f_l"));
    }

    [Fact]
    public void Convolutional_readings_without_normalisation_agree_with_the_table()
    {
        int count = 0;
        foreach (JsonElement entry in Entries("wei_conv").Where(e => !e.GetProperty("setting").GetProperty("bn").GetBoolean()))
        {
            JsonElement setting = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
            string reading = Text(setting, "variant") switch { "corrected" => "corrected", "literal" => "literal", _ => "printed" };
            int padding = Text(setting, "padding") == "pad1" ? 1 : 0;
            JsonElement actual = Json(
                "--activation relu --weight-variance 2 --bias-variance 0.5 --momentum 0.9 --reading " + reading
                + string.Create(CultureInfo.InvariantCulture, $" --conv input=32x32x3,channels=30-60-90,kernel=3,stride=2,padding={padding}"));
            Close(Number(expected, "lambda_bar"), actual.GetProperty("largestEigenvalue").GetProperty("value").GetDouble(), 1e-12, reading);
            Close(Number(expected, "eta_star"), actual.GetProperty("criticalLearningRate").GetDouble(), 1e-12, reading);
            count++;
        }

        Assert.True(count >= 3);
    }

    [Theory]
    [InlineData("--norm mean-last --samples 1", "samples")]
    [InlineData("--norm mean-last", "samples")]
    [InlineData("--norm batch-last --samples 2", "vanishes")]
    [InlineData("--norm batch-hidden --samples 2", "samples")]
    [InlineData("--norm batch-middle --samples 1", "samples")]
    [InlineData("--norm layer --samples 50 --outputs 2", "vanishes")]
    [InlineData("--norm group", "--norm")]
    [InlineData("--widths 1,2", "--widths")]
    [InlineData("--width -3", "width")]
    [InlineData("--weight-variance -1", "--weight-variance")]
    [InlineData("--gamma 2", "gamma")]
    [InlineData("--norm batch-hidden --gamma 0", "gain")]
    [InlineData("--reading wishful", "--reading")]
    [InlineData("--conv input=32x32x3,channels=8,kernel=3 --widths 1,1,1,1", "--widths")]
    [InlineData("--conv input=32x32x3,channels=8-8-8,kernel=3 --norm layer", "conv")]
    [InlineData("--conv input=2x2x3,channels=8-8-8,kernel=3", "kernel")]
    [InlineData("--samples 0", "--samples")]
    [InlineData("--outputs 0", "--outputs")]
    [InlineData("--eta 1,2", "--eta")]
    [InlineData("--activation step", "continuous")]
    [InlineData("--activation exp --weight-variance 5 --depth 9", "variance")]
    public void Questions_without_an_answer_get_one_line_and_exit_code_2(string arguments, string word)
    {
        StringWriter output = new(), error = new();
        List<string> all = ["network", "statistics"];
        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)
            [("--activation", "relu"), ("--depth", "4"), ("--width", "100")])
        {
            bool stated = arguments.Contains(name + " ", StringComparison.Ordinal)
                || (name == "--width" && arguments.Contains("--conv", StringComparison.Ordinal));
            all.AddRange(stated ? [] : [name, value]);
        }

        all.AddRange(arguments.Split(' '));
        int code = Application.Run(all, output, error);
        Assert.Equal(2, code);
        Assert.Empty(output.ToString());
        Assert.Single(error.ToString().TrimEnd('\n').Split('\n'));
        Assert.Contains(word, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_quantities_are_absent()
    {
        JsonElement layer = Json("--activation relu --weight-variance 2 --width 100 --samples 20 --outputs 4 --norm layer");
        Assert.False(layer.TryGetProperty("largestEigenvalue", out _));
        Assert.True(layer.TryGetProperty("meanEigenvalue", out _));
        JsonElement middle = Json("--activation relu --width 100 --norm batch-middle");
        Assert.False(middle.TryGetProperty("meanEigenvalue", out _));
        Assert.False(middle.GetProperty("largestEigenvalue").TryGetProperty("upper", out _));
    }

    [Theory]
    [InlineData("none"), InlineData("mean-last"), InlineData("batch-last"), InlineData("batch-middle"), InlineData("batch-hidden"), InlineData("layer")]
    public void A_formula_goes_through_every_normalisation(string norm)
    {
        JsonElement named = Json($"--activation tanh --bias-variance 0.1 --width 100 --samples 50 --outputs 10 --norm {norm}");
        JsonElement formula = Json($"--activation (exp(x)-exp(-x))/(exp(x)+exp(-x)) --bias-variance 0.1 --width 100 --samples 50 --outputs 10 --norm {norm}");
        double expected = named.GetProperty("criticalLearningRate").GetDouble();
        Close(expected, formula.GetProperty("criticalLearningRate").GetDouble(), 1e-11, norm);
    }

    private static JsonElement Json(string arguments)
    {
        StringWriter output = new(), error = new();
        int code = Application.Run(["network", "statistics", .. arguments.Split(' '), "--json"], output, error);
        Assert.True(code == 0, error.ToString());
        return JsonDocument.Parse(output.ToString()).RootElement;
    }
}
