using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Statistics;
using static FreeSpectra.Tests.Networks.Statistics.StatisticsOracle;

namespace FreeSpectra.Tests.Networks.Statistics;

/// <summary>[WSS19]: batch normalisation in the hidden layers, fully connected and convolutional.</summary>
public sealed class BatchNormalizationBoundTests
{
    public static TheoryData<string> Connected =>
        [.. Entries("wei_fc").Where(e => e.GetProperty("setting").GetProperty("bn").GetBoolean()).Select(e => Text(e, "id"))];

    public static TheoryData<string> Convolutional =>
        [.. Entries("wei_conv").Where(e => e.GetProperty("setting").GetProperty("bn").GetBoolean()).Select(e => Text(e, "id"))];

    [Theory, MemberData(nameof(Connected))]
    public void Fully_connected_bound_agrees_with_the_table(string id)
    {
        JsonElement entry = Entry("wei_fc", id), setting = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
        RecursionReading reading = id.EndsWith("corrected", StringComparison.Ordinal) ? RecursionReading.Corrected : RecursionReading.Printed;
        SignalOverlaps overlaps = HiddenBatchNormalization.Overlaps(Figure1(), Number(setting, "gamma"), double.PositiveInfinity, reading);
        Lists(expected, "qhat_l0", overlaps.Activations.Select(o => o.Moment), id);
        Lists(expected, "qhat_xy_l0", overlaps.Activations.Select(o => o.Cross), id);
        Lists(expected, "qtil_l1", overlaps.Gradients.Select(o => o.Moment), id);
        Lists(expected, "qtil_xy_l1", overlaps.Gradients.Select(o => o.Cross), id);
        FisherStatistics bound = HiddenBatchNormalization.Bound(overlaps, new FisherSetting(1000, double.PositiveInfinity, 10), reading);
        Lists(expected, "f_l1", bound.LayerTerms, id);
        Close(Number(expected, "lambda_bar"), bound.Largest.Lower!.Value, 1e-12, id);
        Close(Number(expected, "lambda_bar_plus_bias"), bound.Detail("largestWithBias"), 1e-12, id);
        Close(Number(expected, "eta_star"), bound.Largest.CriticalLearningRate(0.9)!.Value, 1e-12, id);
    }

    [Theory, MemberData(nameof(Convolutional))]
    public void Convolutional_bound_agrees_with_the_table(string id)
    {
        JsonElement entry = Entry("wei_conv", id), setting = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
        RecursionReading reading = Text(setting, "variant") switch
        {
            "corrected" => RecursionReading.Corrected,
            "literal" => RecursionReading.Literal,
            _ => RecursionReading.Printed,
        };
        ConvolutionGeometry geometry = ConvolutionGeometry.Parse(
            $"input=32x32x3,channels=30-60-90,kernel=3,stride=2,padding={(Text(setting, "padding") == "pad1" ? 1 : 0)}");
        Assert.Equal(List(setting, "K_l0"), Enumerable.Range(0, 4).Select(l => (double)geometry.Sites(l)));
        Assert.Equal(List(setting, "N_l0"), Enumerable.Range(0, 4).Select(l => (double)geometry.FanIn(l)));
        SignalOverlaps overlaps = HiddenBatchNormalization.Overlaps(Figure1(), Number(setting, "gamma"), double.PositiveInfinity, reading);
        Lists(expected, "qtil_xy_l1", Enumerable.Range(1, 4).Select(l => ConvolutionalFisher.AtSites(overlaps.Gradients[l - 1], geometry, l, reading).Cross), id);
        FisherStatistics bound = ConvolutionalFisher.Bound(overlaps, geometry, double.PositiveInfinity, reading);
        Lists(expected, "f_l1", bound.LayerTerms, id);
        Close(Number(expected, "lambda_bar"), bound.Largest.Lower!.Value, 1e-12, id);
        Close(Number(expected, "eta_star"), bound.Largest.CriticalLearningRate(0.9)!.Value, 1e-12, id);
    }

    [Fact]
    public void Acceptance_cases_of_figure_1_hold()
    {
        int checkedCases = 0;
        foreach (JsonElement entry in Cases("WEI").Where(e => e.GetProperty("inputs").TryGetProperty("gamma", out _)))
        {
            double gamma = Number(entry.GetProperty("inputs"), "gamma");
            JsonElement expected = entry.GetProperty("expected");
            Close(Number(expected, "lambda_max_bar"), Connect(gamma, RecursionReading.Printed), 1e-12, $"printed, gamma {gamma}");
            Close(Number(expected, "lambda_max_bar_variance_corrected"), Connect(gamma, RecursionReading.Corrected), 1e-12, $"corrected, gamma {gamma}");
            checkedCases++;
        }

        ConvolutionGeometry geometry = ConvolutionGeometry.Parse("input=32x32x3,channels=30-60-90,kernel=3,stride=2");
        foreach (JsonElement entry in Cases("WEIC").Where(e => e.GetProperty("inputs").TryGetProperty("gamma", out _)))
        {
            double gamma = Number(entry.GetProperty("inputs"), "gamma");
            SignalOverlaps overlaps = HiddenBatchNormalization.Overlaps(Figure1(), gamma, double.PositiveInfinity, RecursionReading.Printed);
            double bound = ConvolutionalFisher.Bound(overlaps, geometry, double.PositiveInfinity, RecursionReading.Printed).Largest.Lower!.Value;
            Close(Number(entry.GetProperty("expected"), "lambda_max_bar"), bound, 1e-11, $"conv, gamma {gamma}");
            checkedCases++;
        }

        Assert.True(checkedCases >= 12, $"only {checkedCases} cases were found");
    }

    /// <summary>Equal hidden layers: γ, σ_w and σ_b drop out of the corrected backward recursion, which grows by π/(π − 1).</summary>
    [Theory]
    [InlineData(0.3, 1.0, 0.0), InlineData(2.0, 2.0, 0.5), InlineData(1.0, 0.7, 3.0)]
    public void Gradients_of_a_batch_normalised_relu_network_explode_at_the_known_rate(double gamma, double weightVariance, double biasVariance)
    {
        SignalOverlaps overlaps = HiddenBatchNormalization.Overlaps(
            NetworkSpecification.Uniform(Phi("relu"), 6, weightVariance, biasVariance), gamma, double.PositiveInfinity);
        for (int l = 2; l <= 5; l++)
        {
            Close(Math.PI / (Math.PI - 1.0), overlaps.Gradients[l - 1].Moment / overlaps.Gradients[l].Moment, 1e-13, $"layer {l}");
        }
    }

    [Fact]
    public void A_batch_of_two_or_one_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HiddenBatchNormalization.Overlaps(Figure1(), 1.0, 2.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HiddenBatchNormalization.Overlaps(Figure1(), 1.0, 1.0));
    }

    [Theory]
    [InlineData("input=32x32,channels=3,kernel=3"), InlineData("input=4x4x3,channels=8-8-8,kernel=3,stride=2")]
    [InlineData("input=32x32x3,channels=30,kernel=3,dilation=2"), InlineData("input=32x32x3,channels=30,kernel=0")]
    [InlineData("input=32x32x3,channels=30,kernel=-3"), InlineData("kernel=3"), InlineData("input=32x32x3,kernel=3")]
    [InlineData("input=32x32x3,channels=30,kernel=3,kernel=5"), InlineData("input=32x32x3,channels=30-0,kernel=3")]
    public void A_geometry_that_makes_no_sense_is_refused(string text) =>
        Assert.ThrowsAny<ArgumentException>(() => ConvolutionGeometry.Parse(text));

    internal static NetworkSpecification Figure1() => new(
        [
            .. Enumerable.Range(1, 4).Select(l => new LayerSpecification(l < 4 ? Phi("relu") : null, 2.0, 0.5, 1.0)),
        ],
        inputMoment: 1.0,
        inputRelativeWidth: 0.784,
        WeightEnsemble.Gaussian,
        Normalization.BatchHidden);

    private static double Connect(double gamma, RecursionReading reading) => HiddenBatchNormalization.Bound(
        HiddenBatchNormalization.Overlaps(Figure1(), gamma, double.PositiveInfinity, reading),
        new FisherSetting(1000, double.PositiveInfinity, 10),
        reading).Largest.Lower!.Value;

    private static void Lists(JsonElement expected, string name, IEnumerable<double> actual, string id)
    {
        double[] list = List(expected, name);
        double[] values = [.. actual];
        Assert.Equal(list.Length, values.Length);
        for (int i = 0; i < list.Length; i++)
        {
            Close(list[i], values[i], 1e-12, $"{id} {name}[{i}]", 1e-300);
        }
    }
}
