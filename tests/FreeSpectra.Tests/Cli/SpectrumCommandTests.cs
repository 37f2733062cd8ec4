using FreeSpectra.Cli;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Tests.Support;

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
        Assert.Contains("exponents -0.8333 and ", text, StringComparison.Ordinal);
        Assert.Contains("left exponent: of 5 of 9 slopes; the others have no zero within 9.5 standard deviations", text, StringComparison.Ordinal);
        Assert.DoesNotContain("left exponent", Text("network", "jacobian", "--activation", "x*sigmoid(1.7*x)", "--depth", "4"), StringComparison.Ordinal);
    }

    /// <summary>At p = 0.001 no draw of √p Z comes near x = √2, where the slope of gelu is largest: (Φ(√2) + √2 φ(√2))².</summary>
    [Fact]
    public void Extreme_slopes_that_no_network_shows_are_named()
    {
        string text = Text("network", "jacobian", "--activation", "gelu", "--depth", "2", "--input-moment", "0.001");
        Assert.Contains("top of the support 1.27442456901623", text, StringComparison.Ordinal);
        Assert.Contains("right end: 1 of 1 slopes come near their top only beyond 9.5 standard deviations (mass there: below 2.1E-21)", text, StringComparison.Ordinal);
        Assert.Contains("left end: 1 of 1 slopes", text, StringComparison.Ordinal);
        Assert.DoesNotContain("end: ", Text("network", "jacobian", "--activation", "gelu", "--depth", "2"), StringComparison.Ordinal);
    }

    [Fact]
    public void Law_is_named_by_its_network()
    {
        Assert.StartsWith(
            "fisher of hard-tanh:s=0.5,g=1, depth 3, Gaussian weights, σ_w² = 1.5, σ_b² = 0.1, q₀ = 2, widths taper:0.9\n",
            Text(
                "network", "fisher", "--activation", "hard-tanh:s=0.5,g=1", "--weights", "gaussian", "--weight-variance", "1.5",
                "--bias-variance", "0.1", "--input-moment", "2", "--widths", "taper:0.9"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "jacobian of alpha=0.5,q=1, depth 4, Haar weights, σ_w² = 1\n",
            Text("network", "jacobian", "--constant", "alpha=0.5,q=1", "--depth", "4"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_number_is_said_in_words_of_the_object()
    {
        string hard = Text("network", "jacobian", "--activation", "tanh", "--depth", "2", "--at", "1", "--json");
        Assert.Contains("\"densityIsInfinite\": true", hard, StringComparison.Ordinal);
        Assert.DoesNotContain("massBeyondTop", hard, StringComparison.Ordinal);
        string open = Text("network", "jacobian", "--activation", "exp(0.3*x)", "--depth", "3", "--json");
        Assert.Contains("\"massBeyondTop\": 4.2E-21", open, StringComparison.Ordinal);
        Assert.DoesNotContain("topOfSupport", open, StringComparison.Ordinal);
    }

    private static string Text(params string[] line)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal((int)ExitCode.Success, Application.Run(line, output, error));
        Expected.OnlyProgress(error.ToString());
        return output.ToString();
    }
}
