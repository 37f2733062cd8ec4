using System.Runtime.CompilerServices;
using System.Text.Json;
using FreeSpectra.Cli;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public void Table_of_gains_is_the_page_in_the_documentation() =>
        Golden.MatchesFile(GainTable.ToMarkdown(GainTable.Rows()), Path.Combine(Root(), "docs", "gains.md"));

    [Fact]
    public void Relu_is_told_the_gain_of_He()
    {
        JsonElement answer = Ask(0, "--activation", "relu", "--depth", "20", "--weight-variance", "1.5");
        Assert.Equal("ordered", answer.GetProperty("phase").GetString());
        Assert.Equal(0.75, answer.GetProperty("chi1").GetDouble(), 1e-15);
        Assert.Equal(Math.Sqrt(2.0), answer.GetProperty("critical").GetProperty("gain").GetDouble(), 1e-15);
        Assert.Equal(1.0 / Math.Log(1.0 / 0.75), answer.GetProperty("gradientDepth").GetDouble(), 1e-13);

        // Over 19 hidden layers the squared gradient falls by 0.75 each.
        Assert.Equal(Math.Pow(0.75, 19), answer.GetProperty("gradientFactor").GetDouble(), 1e-15);
        Assert.Equal(
            2.0, answer.GetProperty("criticalLearningRate").GetDouble() * answer.GetProperty("largestEigenvalue").GetDouble(), 1e-14);
        Assert.Contains("1.41421356237", answer.GetProperty("pytorch").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Recommendation_is_critical_when_it_is_followed()
    {
        foreach (string activation in new[] { "tanh", "hard-tanh", "tanh(x)*1.3" })
        {
            JsonElement first = Ask(0, "--activation", activation, "--depth", "6", "--weight-variance", "1", "--bias-variance", "0.05");
            string weight = first.GetProperty("critical").GetProperty("weightVariance").GetRawText();
            JsonElement followed = Ask(
                0, "--activation", activation, "--depth", "6", "--weight-variance", weight, "--bias-variance", "0.05", "--max-chi-deviation", "1e-12");
            Assert.True(followed.GetProperty("chiDeviation").GetDouble() <= 1e-12);
        }
    }

    [Fact]
    public void Script_learns_that_the_network_is_far_from_critical() =>
        Ask(3, "--activation", "tanh", "--weight-variance", "3", "--bias-variance", "0.1", "--max-chi-deviation", "0.01");

    [Theory]
    [InlineData("doctor", "--activation", "tanh", "--weight-variance", "-1")]
    [InlineData("doctor", "--activation", "exp(x^2)")]
    [InlineData("doctor", "--activation", "tanh", "--depth", "1")]
    [InlineData("doctor", "--activation", "tanh", "--norm", "layer")]
    [InlineData("doctor", "--activation", "step")]
    [InlineData("phase", "--activation", "relu", "--critical", "--bias-variance", "0.1")]
    [InlineData("phase", "--activation", "tanh", "--bias-variance", "-0.1")]
    [InlineData("dual", "--activation", "tanh", "--correlation", "1.2")]
    [InlineData("dual", "--activation", "tanh", "--variances", "0,1", "--correlation", "0.2")]
    [InlineData("dual", "--activation", "exp(x^2)", "--correlation", "0.2")]
    [InlineData("order", "--activation", "tanh", "--widths", "1,2,3", "--depth", "7")]
    [InlineData("order", "--activation", "tanh", "--norm", "both")]
    [InlineData("gains", "--activation", "x+")]
    public void Wrong_input_is_refused_in_one_line(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal(2, Application.Run(["network", .. arguments], output, error));
        Assert.Empty(output.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    private static JsonElement Ask(int exitCode, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Application.Run(["network", "doctor", .. arguments, "--json"], output, error);
        Assert.True(exitCode == code, $"exit {code}: {error}");
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
