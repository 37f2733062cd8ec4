using FreeSpectra.Cli;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Tests.Cli;

/// <summary>What the text of <c>network fisher</c> and <c>jacobian</c> says beside its numbers.</summary>
public sealed class SpectrumCommandTests
{
    [Fact]
    public void Mass_beyond_an_unbounded_slope_is_that_of_all_its_layers()
    {
        string text = Text("network", "jacobian", "--activation", "exp(0.3*x)", "--depth", "4");
        Assert.Contains("no top: a slope is unbounded; the mass beyond 0.620197 is below 6.3E-21", text, StringComparison.Ordinal);
        Assert.Contains("no power: the density is flatter than every power there", text, StringComparison.Ordinal);
        Assert.DoesNotContain("left exponent", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mass_beyond_the_top_bounds_the_tail_of_one_slope()
    {
        // ν of exp: φ'² = e^{2z} > e^{19} has probability P(Z > 9.5) = 1.0495e-21 at p = 1.
        SpectralChain chain = new(1.0, [new ChainLayer(SlopeLaw.Of(ActivationParser.Parse("exp(0.5*x)"), 1.0), 0.0, 1.0, 1.0)]);
        Assert.False(chain.IsBounded);
        Assert.InRange(chain.MassBeyondTop, 1.0495e-21, 2.2e-21);
        Assert.Equal(0.0, new SpectralChain(1.0, [new ChainLayer(SlopeLaw.TwoPoint(0.5, 1.0), 0.0, 1.0, 1.0)]).MassBeyondTop);
    }

    /// <summary>The zero of the slope of x·sigmoid(1.7x) lies at −0.75: within 9.5 deviations only while the variance is not too small.</summary>
    [Fact]
    public void Exponent_says_which_slopes_it_counts()
    {
        string text = Text("network", "jacobian", "--activation", "x*sigmoid(1.7*x)", "--depth", "10");
        Assert.Contains("exponents -0.8333, ", text, StringComparison.Ordinal);
        Assert.Contains("left exponent: of 5 of 9 slopes; the others have no zero within 9.5 standard deviations", text, StringComparison.Ordinal);
        Assert.DoesNotContain("left exponent", Text("network", "jacobian", "--activation", "x*sigmoid(1.7*x)", "--depth", "4"), StringComparison.Ordinal);
    }

    private static string Text(params string[] line)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal((int)ExitCode.Success, Application.Run(line, output, error));
        Assert.Empty(error.ToString());
        return output.ToString();
    }
}
