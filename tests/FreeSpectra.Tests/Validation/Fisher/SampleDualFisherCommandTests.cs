using System.Text.Json;
using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Validation.Fisher;

public sealed class SampleDualFisherCommandTests
{
    private const string Common = "sample dual-fisher --activation tanh --bias-variance 0.3 --width 30 --draws 3 --seed 8";

    [Theory]
    [InlineData("none"), InlineData("mean-last"), InlineData("batch-last"), InlineData("batch-middle"), InlineData("batch-hidden"), InlineData("layer")]
    public void Every_normalisation_is_sampled_with_the_same_bytes_on_any_number_of_threads(string norm)
    {
        string arguments = $"{Common} --samples 8 --outputs 3 --norm {norm} --json --threads ";
        (int code, string one, string error) = Run(arguments + "1");
        Assert.True(code == 0, error);
        Assert.Equal(one, Run(arguments + "3").Output);
        JsonElement root = JsonDocument.Parse(one).RootElement;
        Assert.True(root.GetProperty("largest").GetDouble() > root.GetProperty("mean").GetDouble());
        double trace = root.GetProperty("mean").GetDouble() * 24.0;
        Assert.Equal(trace, root.GetProperty("fisherMeanEigenvalue").GetDouble() * root.GetProperty("parameters").GetDouble(), 1e-10 * trace);
    }

    [Theory]
    [InlineData("--norm batch-last --samples 2", "vanishes"), InlineData("--norm layer --outputs 2", "outputs")]
    [InlineData("--norm mean-last --samples 1", "samples"), InlineData("--norm batch-middle --samples 2", "samples")]
    [InlineData("--weights haar", "--weights"), InlineData("--samples none", "--samples")]
    public void Settings_without_a_sample_get_one_line_and_exit_code_2(string arguments, string word)
    {
        (int code, string output, string error) = Run($"{Common} {arguments}");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.Contains(word, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(string arguments)
    {
        StringWriter output = new(), error = new();
        return (Application.Run(arguments.Split(' '), output, error), output.ToString(), error.ToString());
    }
}
