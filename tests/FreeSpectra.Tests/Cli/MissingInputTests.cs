using FreeSpectra.Cli;

namespace FreeSpectra.Tests.Cli;

/// <summary>What is missing or wrong is named as the user wrote it: options, files, numbers of laws, activations.</summary>
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
    [InlineData("law mp(-1)", "c of mp must be finite and > 0, but is -1.")]
    [InlineData("law mp(1,-2)", "scale of mp must be finite and > 0, but is -2.")]
    [InlineData("law raney(0.5,1)", "p of raney must be finite and > 1, but is 0.5.")]
    [InlineData("law free-f(1.5,1.5)", "c2 of free-f must be in (0, 1), but is 1.5.")]
    [InlineData("law semicircle(0)", "variance of semicircle must be finite and > 0, but is 0.")]
    [InlineData("law cauchy(0,0)", "scale of cauchy must be finite and > 0, but is 0.")]
    [InlineData("law raney(1,1)", "p of raney must be finite and > 1, but is 1.")]
    [InlineData("law free-binomial(2,2)", "p of free-binomial must be in (0, 1), but is 2.")]
    [InlineData("law free-binomial(0.5,0.5)", "t of free-binomial must be finite and > 1, but is 0.5.")]
    [InlineData("law jacobi(0.25,0.25)", "b of jacobi must be > 1 - a = 0.75, but is 0.25.")]
    [InlineData("law semicircle --at 1:2", "--at must have the form a:b:n or be a list of numbers, but is '1:2'.")]
    [InlineData("network fisher --activation tahn --depth 3", "activation must be a known name or a formula in x, but is 'tahn'; did you mean `tanh`?")]
    [InlineData("network fisher --activation blah --depth 3", "activation must be one of linear, relu, leaky-relu:slope=,")]
    [InlineData("network fisher --activation exp(2*x) --depth 3", "must have E phi'^4 within 8 standard deviations at variance 1, but")]
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
