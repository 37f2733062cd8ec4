using System.Runtime.CompilerServices;
using System.Text.Json;
using FreeSpectra.Cli;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
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

    [Fact]
    public void Gelu_is_told_that_its_critical_point_does_not_hold()
    {
        JsonElement answer = Ask(0, "--activation", "gelu", "--depth", "48", "--weight-variance", "4");
        JsonElement critical = answer.GetProperty("critical");
        Assert.Equal("unbounded", answer.GetProperty("phase").GetString());
        Assert.Equal("unbounded", critical.GetProperty("phase").GetString());
        Assert.Equal("repelling", critical.GetProperty("stability").GetString());
        Assert.Contains("half-stable", critical.GetProperty("advice").GetString(), StringComparison.Ordinal);

        // [RYH22] section 5.3: the half-stable point of GELU with biases.
        JsonElement other = answer.GetProperty("alternative");
        Assert.Equal(1.98305826, other.GetProperty("weightVariance").GetDouble(), 1e-8);
        Assert.Equal(0.17292239, other.GetProperty("biasVariance").GetDouble(), 1e-8);
        Assert.Equal(0.5 * (3.0 + Math.Sqrt(17.0)), other.GetProperty("qStar").GetDouble(), 1e-8);
    }

    [Fact]
    public void A_variance_out_of_range_is_no_failure()
    {
        JsonElement answer = Ask(0, "--activation", "exp", "--depth", "30");
        Assert.Equal("unbounded", answer.GetProperty("phase").GetString());
        Assert.False(answer.TryGetProperty("largestEigenvalue", out _));
    }

    [Theory]
    [InlineData("gelu", "0.5*x*(1+erf(x/sqrt(2)))")]
    [InlineData("tanh", "tanh(x)")]
    public void A_formula_is_told_the_same_as_the_activation_it_spells(string name, string formula)
    {
        foreach (string variance in new[] { "1.5", "4" })
        {
            JsonElement built = Ask(0, "--activation", name, "--depth", "48", "--weight-variance", variance, "--bias-variance", "0.1");
            JsonElement typed = Ask(0, "--activation", formula, "--depth", "48", "--weight-variance", variance, "--bias-variance", "0.1");
            foreach (string field in new[] { "chi1", "xiC", "largestEigenvalue", "gradientFactor" })
            {
                Assert.Equal(built.TryGetProperty(field, out JsonElement expected), typed.TryGetProperty(field, out JsonElement actual));
                if (expected.ValueKind == JsonValueKind.Number)
                {
                    Close.To(expected.GetDouble(), actual.GetDouble(), 1e-9 * Math.Abs(expected.GetDouble()), $"{formula} {field}");
                }
            }

            Assert.Equal(built.GetProperty("phase").GetString(), typed.GetProperty("phase").GetString());
        }
    }

    [Theory]
    [InlineData("tanh", 4)]
    [InlineData("relu", 12)]
    [InlineData("hard-tanh", 5)]
    [InlineData("elu", 3)]
    public void Haar_weights_are_told_the_top_of_both_spectra(string activation, int depth)
    {
        JsonElement answer = Ask(0, "--activation", activation, "--depth", $"{depth}", "--weights", "haar", "--weight-variance", "1.7");
        SpectralChain chain = SpectralChain.FromNetwork(
            NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth, weightVariance: 1.7));
        foreach ((string name, SpectralMeasure law) in new[] { ("spectrum", chain.Fisher()), ("jacobian", chain.Jacobian()) })
        {
            JsonElement told = answer.GetProperty(name);
            Close.To(law.TopOfSupport, told.GetProperty("topOfSupport").GetDouble(), 1e-10 * law.TopOfSupport, $"top of {name}");
            Close.To(law.Mean, told.GetProperty("mean").GetDouble(), 1e-12 * law.Mean, $"mean of {name}");
            Close.To(
                law.Variance, Math.Pow(told.GetProperty("standardDeviation").GetDouble(), 2.0), 1e-10 * law.Variance, $"variance of {name}");
        }
    }

    [Fact]
    public void Every_normalisation_is_compared_as_statistics_predicts_it()
    {
        JsonElement answer = Ask(
            0, "--activation", "tanh", "--depth", "4", "--width", "500", "--samples", "300", "--outputs", "8", "--weight-variance", "2", "--bias-variance", "0.1");
        foreach (string norm in new[] { "mean-last", "batch-last", "batch-middle", "layer" })
        {
            using StringWriter output = new();
            using StringWriter error = new();
            Assert.Equal(0, Application.Run(
                [
                    "network", "statistics", "--activation", "tanh", "--depth", "4", "--width", "500", "--samples", "300", "--outputs", "8",
                    "--weight-variance", "2", "--bias-variance", "0.1", "--norm", norm, "--json",
                ],
                output,
                error));
            JsonElement expected = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("largestEigenvalue");
            JsonElement actual = answer.GetProperty("normalizations").EnumerateArray().Single(item => item.GetProperty("norm").GetString() == norm);
            foreach (string bound in new[] { "lower", "upper" })
            {
                Assert.Equal(expected.TryGetProperty(bound, out JsonElement value), actual.TryGetProperty(bound, out JsonElement told));
                if (value.ValueKind == JsonValueKind.Number)
                {
                    Close.To(value.GetDouble(), told.GetDouble(), 1e-12 * Math.Abs(value.GetDouble()), $"{norm} {bound}");
                }
            }
        }
    }

    [Theory]
    [InlineData("doctor", "--activation", "tanh", "--outputs", "0")]
    [InlineData("doctor", "--activation", "tanh", "--samples", "1")]
    [InlineData("statistics", "--activation", "relu", "--width", "100", "--samples", "1")]
    [InlineData("statistics", "--activation", "relu", "--width", "100", "--samples", "1", "--norm", "mean-last")]
    [InlineData("statistics", "--activation", "relu", "--width", "100", "--samples", "50", "--outputs", "2", "--norm", "layer")]
    [InlineData("statistics", "--activation", "relu", "--width", "100", "--samples", "2", "--norm", "batch-last")]
    [InlineData("statistics", "--activation", "relu", "--width", "100", "--samples", "2", "--norm", "batch-hidden")]
    [InlineData("statistics", "--activation", "exp(x^2)", "--width", "100", "--samples", "50")]
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
    [InlineData("dual", "--activation", "tanh", "--variances", "1", "--correlation", "0.2")]
    [InlineData("dual", "--activation", "exp", "--variances", "1e5,1e5", "--correlation", "0.2")]
    [InlineData("phase", "--activation", "tanh", "--norm", "layer")]
    [InlineData("phase", "--activation", "tanh", "--weight-grid", "foo")]
    [InlineData("phase", "--activation", "tanh", "--bias-grid", "0:1:10")]
    [InlineData("statistics", "--activation", "relu", "--width", "100", "--samples", "3", "--norm", "batch-hidden")]
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

    [Theory]
    [InlineData("batch-hidden", "fisher", "--activation", "tanh", "--norm", "batch-hidden")]
    [InlineData("batch-middle", "phase", "--activation", "tanh", "--norm", "batch-middle")]
    [InlineData("weight variance", "fisher", "--activation", "tanh", "--depth", "4", "--weight-variance", "1e308")]
    public void A_refusal_uses_the_words_of_the_command_line(string words, params string[] arguments)
    {
        using StringWriter error = new();
        Assert.Equal(2, Application.Run(["network", .. arguments], TextWriter.Null, error));
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("BatchHidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_at_a_width_too_small_for_the_leading_order_say_so()
    {
        using StringWriter error = new();
        Assert.Equal(0, Application.Run(["network", "statistics", "--activation", "tanh", "--width", "1"], TextWriter.Null, error));
        Assert.Contains("leading order", error.ToString(), StringComparison.Ordinal);
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
