using System.Globalization;
using System.Text.Json;
using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Cli;

public sealed class NetworkCentredFisherCommandTests
{
    [Fact]
    public void The_object_has_the_fields_of_the_contract()
    {
        using JsonDocument answer = JsonDocument.Parse(Run(
            ExitCode.Success, "--activation", "tanh", "--weight-variance", "3", "--bias-variance", "0.64", "--samples-per-width", "1",
            "--at", "1,3", "--json"));
        JsonElement root = answer.RootElement;
        Assert.Equal(6.204150, root.GetProperty("bands")[0].GetProperty("right").GetDouble(), 1e-6);
        Assert.Equal(6.204150, root.GetProperty("topOfSupport").GetDouble(), 1e-6);
        Assert.Equal(1.0, root.GetProperty("totalMass").GetDouble(), 1e-9);
        Assert.Equal(1.6738130642, root.GetProperty("mean").GetDouble(), 1e-9);
        Assert.Equal(2.4150, root.GetProperty("paperLowerBound").GetDouble(), 5e-5);
        Assert.True(root.GetProperty("paperUpperOrder").GetDouble() > 0.0);
        Assert.Equal(2, root.GetProperty("points").GetArrayLength());
        Assert.All(root.GetProperty("points").EnumerateArray(), point => Assert.True(point.GetProperty("error").GetDouble() < 1e-10));
    }

    [Fact]
    public void The_text_says_what_the_bounds_are()
    {
        string text = Run(ExitCode.Success, "--activation", "relu", "--weight-variance", "2", "--samples-per-width", "1");
        Assert.Contains("lower bound", text, StringComparison.Ordinal);
        Assert.Contains("sqrt(M)", text, StringComparison.Ordinal);
        Assert.Contains("tail above it", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--samples-per-width", "0")]
    [InlineData("--samples-per-width", "-1")]
    [InlineData("--samples-per-width", "x")]
    [InlineData("--samples-per-width", "1", "--weights", "haar")]
    [InlineData("--samples-per-width", "1", "--norm", "layer")]
    [InlineData("--samples-per-width", "1", "--weight-variance", "-1")]
    public void Unsound_questions_get_one_line_and_exit_code_two(params string[] options)
    {
        string line = Run(ExitCode.Usage, ["--activation", "tanh", .. options]);
        Assert.Single(line.TrimEnd('\n', '\r').Split('\n'));
        Assert.Contains("must", line, StringComparison.Ordinal);
    }

    private static string Run(ExitCode expected, params string[] options)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), error = new(CultureInfo.InvariantCulture);
        int code = Application.Run(["network", "centred-fisher", .. options], output, error);
        Assert.True(code == (int)expected, $"exit code {code}: {error}");
        return expected == ExitCode.Success ? output.ToString() : error.ToString();
    }
}
