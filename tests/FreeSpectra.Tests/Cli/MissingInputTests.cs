using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Cli;

/// <summary>What is missing is named by the option that asks for it, and a file by the name that was given.</summary>
public sealed class MissingInputTests
{
    [Theory]
    [InlineData("compare --activation relu --depth 3 --eigenvalues none.csv", "--eigenvalues must name a file that exists, but is 'none.csv'.")]
    [InlineData("network fisher --network none.json", "--network must name a file that exists, but is 'none.json'.")]
    [InlineData("network fisher --chain none.json", "--chain must name a file that exists, but is 'none.json'.")]
    [InlineData("law samples(\"none.csv\")", "samples must name a file that exists, but is 'none.csv'.")]
    [InlineData("network dual --activation tanh --variances 0,1 --correlation 0.1", "--variances must be finite and > 0, but is 0.")]
    [InlineData("network statistics --activation relu --depth 3", "--width must be given for a fully connected network")]
    [InlineData("network fisher --activation relu --chain none.json", "--activation and --chain must not be given together.")]
    public void Message_names_the_option(string line, string expected)
    {
        using StringWriter output = new(), error = new();
        int code = Application.Run(line.Split(' '), output, error);
        Assert.Equal((int)ExitCode.Usage, code);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, error.ToString().Count(c => c == '\n'));
        Assert.Empty(output.ToString());
    }

    /// <summary>Swish without a parameter is SiLU under its other name.</summary>
    [Fact]
    public void Swish_is_silu() =>
        Assert.Equal(
            FreeSpectra.Networks.Activations.ActivationParser.Parse("silu").Value(0.7),
            FreeSpectra.Networks.Activations.ActivationParser.Parse("swish").Value(0.7));
}
