using System.Text.Json;
using FreeSpectra.Cli;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Cli;

/// <summary>What a user reads who has mistyped, asked for what does not exist, or asked for a network that keeps every variance.</summary>
public sealed class UserMessageTests
{
    [Theory]
    [InlineData("network phase --activaton tanh", "freespectra network phase: unknown option '--activaton'; did you mean `--activation`?")]
    [InlineData("network phase --foo", "freespectra network phase: Unrecognized command or argument '--foo'.")]
    [InlineData("law mp(1) --momments 3", "freespectra law: unknown option '--momments'; did you mean `--moments`?")]
    [InlineData("law mp(1) --moments 2.5", "freespectra law: --moments must be a whole number, but is '2.5'.")]
    [InlineData("network phase --activation tahn", "freespectra network phase: activation must be a known name or a formula in x, but is 'tahn'; did you mean `tanh`?")]
    [InlineData("network dual --activation leaky-rleu:slope=0.1 --variances 1,1 --correlation 0", "freespectra network dual: activation must be a known name or a formula in x, but is 'leaky-rleu:slope=0.1'; did you mean `leaky-relu`?")]
    [InlineData("sample --activation relu", "freespectra sample: '--activation' must come after one of the commands fisher, jacobian, ensemble, dual-fisher, inputs.")]
    [InlineData("sample fihser", "freespectra sample: unknown command 'fihser'; did you mean `fisher`?")]
    [InlineData("nonsense", "freespectra: unknown command 'nonsense'; the commands are law, network, demo, sample, compare, figure, verify.")]
    [InlineData("law uniform(2,1)", "freespectra law: uniform(a, b) must have a < b, but a is 2 and b is 1.")]
    [InlineData("law point(1)[/]point(0)", "freespectra law: point(0) must not be the point mass at 0 for a free quotient.")]
    [InlineData("law inverse(mp(2))", "freespectra law: mp(2) must have no atom at 0 to have an inverse, but has mass 0.5 there.")]
    [InlineData("law 3*inverse(mp(2))[+]semicircle(1)", "freespectra law: mp(2) must have no atom at 0 to have an inverse, but has mass 0.5 there.")]
    [InlineData("law boolean-sum(semicircle(1),cauchy(0,1))", "freespectra law: cauchy(0, 1) must have bounded support, but reaches from -Infinity to Infinity.")]
    [InlineData("network phase --critical --activation tanh --weight-variance 3", "freespectra network phase: --weight-variance must not be given with --critical, which finds it, but is 3.")]
    public void Refusals_name_what_was_typed(string arguments, string expected)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.Equal((2, "", expected), (code, output, error.TrimEnd()));
    }

    [Fact]
    public void Names_that_are_like_nothing_are_answered_with_all()
    {
        (int code, _, string error) = Run("network phase --activation blah");
        Assert.Equal(2, code);
        Assert.StartsWith("freespectra network phase: activation must be one of linear, relu, ", error, StringComparison.Ordinal);
        Assert.Null(Spelling.Nearest("blah", ["relu", "tanh"]));
        Assert.Equal("tanh", Spelling.Nearest("tanhh", ["abs", "tanh", "arctan"]));
        Assert.Equal("mp", Spelling.Nearest("m", ["uniform", "mp"]));
    }

    /// <summary>Every command names the same q* of a critical ReLU network: the one that its input starts at, and says that any would do.</summary>
    [Theory]
    [InlineData("relu", 1.0, 2.0), InlineData("relu", 3.0, 6.0), InlineData("linear", 0.5, 0.5), InlineData("leaky-relu:slope=0.5", 1.0, 1.6)]
    public void Networks_that_keep_every_variance_have_the_inputs(string activation, double input, double q)
    {
        double weight = q / input;
        string network = FormattableString.Invariant($"--activation {activation} --input-moment {input} --json");
        JsonElement phase = Json(FormattableString.Invariant($"network phase {network} --weight-variance {weight:R}"));
        JsonElement critical = Json($"network phase --critical {network}");
        JsonElement doctor = Json($"network doctor {network}").GetProperty("critical");
        foreach (JsonElement answer in new[] { phase, critical, doctor })
        {
            Assert.Equal(q, answer.GetProperty("qStar").GetDouble(), 1e-15 * 8.0);
            Assert.True(answer.GetProperty("everyVarianceIsFixed").GetBoolean());
        }

        Assert.Equal(weight, critical.GetProperty("weightVariance").GetDouble(), 4e-16);
        Assert.Equal(input, doctor.GetProperty("inputMoment").GetDouble(), 1e-15);
        JsonElement gains = Json($"network gains --activation {activation} --json").GetProperty("activations")[0].GetProperty("critical");
        Assert.Equal(weight, gains.GetProperty("qStar").GetDouble(), 4e-16);
        Assert.True(gains.GetProperty("everyVarianceIsFixed").GetBoolean());
        Assert.Contains("any, ", Run($"network gains --activation {activation}").Output, StringComparison.Ordinal);
        Assert.Contains("every variance is a fixed point", Run($"network phase --critical --activation {activation}").Output, StringComparison.Ordinal);
        Assert.False(CriticalLine.ForBias(ActivationParser.Parse("tanh"), 0.1).EveryVarianceIsFixed);
    }

    [Theory]
    [InlineData("relu", "3", 2.0, "from the first layer's 6: sigma_w^2 E phi^2 + sigma_b^2 has no fixed point above, and where it is large it grows by the factor 1.5 (chi_1) in each layer")]
    [InlineData("exp", "1", 1.0, "from the first layer's 1: sigma_w^2 E phi^2 + sigma_b^2 has no fixed point above")]
    public void Unbounded_variances_have_a_reason(string activation, string weight, double input, string reason)
    {
        string network = FormattableString.Invariant($"network phase --activation {activation} --weight-variance {weight} --input-moment {input}");
        Assert.Contains($"q*       none: the variance grows without bound {reason}{Environment.NewLine}", Run(network).Output, StringComparison.Ordinal);
        JsonElement answer = Json($"{network} --json");
        Assert.Equal($"the variance grows without bound {reason}", answer.GetProperty("reason").GetString());
        Assert.False(answer.TryGetProperty("qStar", out _));
    }

    private static JsonElement Json(string arguments)
    {
        (int code, string output, string error) = Run(arguments);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static (int Code, string Output, string Error) Run(string arguments)
    {
        StringWriter output = new(), error = new();
        return (Application.Run(arguments.Split(' '), output, error), output.ToString(), error.ToString());
    }
}
