using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Statistics;
using static FreeSpectra.Tests.Networks.Statistics.StatisticsOracle;

namespace FreeSpectra.Tests.Networks.Statistics;

/// <summary>[KAA19]: statistics of the Fisher matrix without normalisation and with normalised outputs.</summary>
public sealed class FisherStatisticsTests
{
    public static TheoryData<string> Vanilla => [.. Entries("vanilla_network").Select(e => Text(e, "id"))];

    public static TheoryData<string> LayerNorm => [.. Entries("layernorm_network").Select(e => Text(e, "id"))];

    public static TheoryData<string> Constants => [.. Entries("thm33_constants").Select(e => Text(e, "id"))];

    [Theory, MemberData(nameof(Vanilla))]
    public void Statistics_agree_with_the_table(string id)
    {
        JsonElement entry = Entry("vanilla_network", id), setting = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
        NetworkSpecification network = Network(setting, Normalization.None);
        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        int outputs = setting.GetProperty("C").GetInt32();
        const double width = 1000.0;
        Close(Number(expected, "alpha"), overlaps.Alpha, 1e-15, "alpha");
        Close(Number(expected, "kappa1"), overlaps.Kappa1, 1e-12, "kappa1");
        Close(Number(expected, "kappa2"), overlaps.Kappa2, 1e-12, "kappa2", 1e-15);
        foreach (JsonProperty row in expected.GetProperty("lambda_max/M at T").EnumerateObject())
        {
            FisherStatistics plain = PlainFisher.Of(overlaps, new FisherSetting(width, double.Parse(row.Name), outputs));
            Close(Number(row.Value), plain.Largest.Value!.Value / width, 1e-12, $"lambda_max at T = {row.Name}");
            Close(plain.Largest.Value!.Value, plain.LayerTerms.Sum(), 1e-14, "the layer terms add up");
            Close(Number(expected, "m_lambda*M/C"), plain.MeanEigenvalue!.Value * width / outputs, 1e-12, "m_lambda");
        }

        foreach (JsonProperty row in expected.GetProperty("meansub m_lambda*M/C at T").EnumerateObject())
        {
            FisherStatistics centred = MeanSubtractedFisher.Of(overlaps, new FisherSetting(width, double.Parse(row.Name), outputs));
            Close(Number(row.Value), centred.MeanEigenvalue!.Value * width / outputs, 1e-12, $"centred m_lambda at T = {row.Name}");
        }

        var square = new FisherSetting(width, width, outputs);
        FisherStatistics atOne = MeanSubtractedFisher.Of(overlaps, square);
        Close(Number(expected, "meansub lower bound at rho=1 (c1=0)"), atOne.Largest.Lower!.Value, 1e-12, "lower bound");
        Close(Number(expected, "meansub upper bound/sqrt(M) at rho=1 (c2=0)"), atOne.Largest.Upper!.Value / Math.Sqrt(width), 1e-12, "upper bound");
        var infinite = new FisherSetting(width, double.PositiveInfinity, outputs);
        FisherStatistics limit = PlainFisher.Of(overlaps, infinite);
        Close(Number(expected, "lambda_max/M at T=inf"), limit.Largest.Value!.Value / width, 1e-12, "lambda_max at infinitely many samples", 1e-15);
        Close(Number(expected, "sum_l qtil_st"), limit.Detail("biasTerm"), 1e-12, "bias term", 1e-15);
        FisherStatistics batch = BatchNormalizedOutput.Of(overlaps, square, network.Layers[^1].WeightVariance);
        Close(Number(expected, "BN-last lower bound at rho=1"), batch.Largest.Lower!.Value, 1e-12, "batch-normalised lower bound");
        Close(
            Number(expected, "BN-last m_lambda*M/C (T=inf) = (kappa1-kappa2)/sigma_k^2"),
            BatchNormalizedOutput.Of(overlaps, infinite, network.Layers[^1].WeightVariance).MeanEigenvalue!.Value * width / outputs,
            1e-12,
            "batch-normalised m_lambda");
        Close((1.0 - (2.0 / width)) * outputs * overlaps.KappaGap / batch.Detail("outputVariance") / width, batch.MeanEigenvalue!.Value, 1e-14, "the factor 1 - 2/T");
    }

    [Theory, MemberData(nameof(LayerNorm))]
    public void Layer_normalised_order_parameters_agree_with_the_table(string id)
    {
        JsonElement entry = Entry("layernorm_network", id), setting = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
        SignalOverlaps overlaps = NetworkOverlaps.Of(Network(setting, Normalization.Layer));
        Close(Number(expected, "kappa1"), overlaps.Kappa1, 1e-12, "kappa1'");
        Close(Number(expected, "kappa2"), overlaps.Kappa2, 1e-12, "kappa2'", 1e-15);
        Assert.All(List(expected, "qtil_st_l1").Zip(overlaps.Gradients), pair => Close(pair.First, pair.Second.Cross, 1e-12, "q~_st", 1e-15));
        Assert.All(List(expected, "qhat_st_l0").Zip(overlaps.Activations), pair => Close(pair.First, pair.Second.Cross, 1e-12, "q^_st", 1e-15));
    }

    [Theory, MemberData(nameof(Constants))]
    public void Constants_of_theorem_3_3_agree_with_the_table(string id)
    {
        JsonElement entry = Entry("thm33_constants", id), expected = entry.GetProperty("expected");
        NetworkSpecification network = Network(entry.GetProperty("setting"), Normalization.None);
        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        MeanSubtractionConstants constants = MeanSubtractionConstants.Of(network, overlaps);
        Close(Number(expected, "D = alpha*(kappa1-kappa2)"), overlaps.Alpha * overlaps.KappaGap, 2e-11, "D");
        Close(Number(expected, "v"), constants.Own, 2e-11, "v");
        Close(Number(expected, "v_cross"), constants.Between, 2e-11, "v_cross", 1e-14);
        Close(Number(expected, "c1 for C=3 (= (v+2 v_cross)/D)"), constants.LowerConstant(overlaps, 3), 2e-11, "c1");
        Close(Number(expected, "c2 for C=3 (= 3v+6 v_cross)"), constants.UpperConstant(3), 2e-11, "c2");
    }

    [Fact]
    public void Curves_of_figure_1_hold()
    {
        foreach (JsonElement entry in Cases("FIG1K"))
        {
            JsonElement inputs = entry.GetProperty("inputs"), expected = entry.GetProperty("expected");
            SignalOverlaps overlaps = NetworkOverlaps.Of(NetworkSpecification.Uniform(
                Phi(Text(inputs, "activation")), inputs.GetProperty("L").GetInt32(), Number(inputs, "sigma_w2"), Number(inputs, "sigma_b2")));
            var setting = new FisherSetting(Number(inputs, "M"), Number(inputs, "T"), 1);
            FisherStatistics plain = PlainFisher.Of(overlaps, setting), centred = MeanSubtractedFisher.Of(overlaps, setting);
            Close(Number(expected, "lambda_max_plain"), plain.Largest.Value!.Value, 1e-12, "plain");
            Close(Number(expected, "m_lambda_plain"), plain.MeanEigenvalue!.Value, 1e-12, "plain mean");
            Close(Number(expected, "lambda_max_meansub_lower"), centred.Largest.Lower!.Value, 1e-12, "lower bound");
            Close(Number(expected, "m_lambda_meansub"), centred.MeanEigenvalue!.Value, 1e-12, "centred mean");
            double few = MeanSubtractedFisher.Of(overlaps, new FisherSetting(setting.Width, 10, 1)).Detail("fewSamplesValue");
            Close(Number(expected, "lambda_max_meansub_TO1_T10"), few, 1e-12, "ten samples");
        }
    }

    [Fact]
    public void Middle_batch_normalisation_bound_agrees_with_the_table()
    {
        foreach (JsonElement entry in Cases("BNMID"))
        {
            JsonElement samples = entry.GetProperty("inputs").GetProperty("T"), expected = entry.GetProperty("expected");
            double count = samples.ValueKind == JsonValueKind.Number ? samples.GetDouble() : double.PositiveInfinity;
            FisherStatistics bound = BatchNormalizedMiddle.Of(Phi("relu"), 1.0, 3, new FisherSetting(1.0, count, 1));
            Close(Number(expected, "lambda_max_lower_over_M"), bound.Largest.Lower!.Value, 1e-14, $"T = {count}");
        }
    }

    [Fact]
    public void Arithmetic_of_theorem_4_1_holds()
    {
        JsonElement entry = Entry("theorem41_arithmetic", "thm41/0"), s = entry.GetProperty("setting"), expected = entry.GetProperty("expected");
        FisherStatistics actual = LayerNormalizedFisher.Of(
            Number(s, "alpha"), Number(s, "kappa1p"), Number(s, "kappa2p"),
            new FisherSetting(Number(s, "M"), Number(s, "T"), (int)Number(s, "C")),
            LayerNormMoments.Measured(Number(s, "eta1"), Number(s, "eta2"), Number(s, "eta3")));
        Close(Number(expected, "s"), actual.Detail("s"), 1e-14, "s");
        Close(Number(expected, "m_lambda"), actual.MeanEigenvalue!.Value, 1e-14, "m_lambda");
        Close(Number(expected, "lower"), actual.Largest.Lower!.Value, 1e-14, "lower");
        Close(Number(expected, "upper"), actual.Largest.Upper!.Value, 1e-14, "upper");
    }

    /// <summary>The averages of η over networks: series against Gaussian outputs drawn with the same correlation.</summary>
    [Theory]
    [InlineData(10, 20, 0.6), InlineData(12, 5, 0.0), InlineData(9, 40, 0.9)]
    public void Averages_of_the_output_statistics_agree_with_samples(int outputs, int samples, double correlation)
    {
        const double variance = 1.7;
        LayerNormMoments theory = LayerNormMoments.Average(outputs, samples, variance, correlation);
        var random = new FreeSpectra.Validation.RandomSource(5);
        const int draws = 8000;
        double[] sums = new double[4], squares = new double[4];
        double[] common = new double[outputs], own = new double[outputs];
        for (int d = 0; d < draws; d++)
        {
            random.FillNormal(common);
            var rows = new List<double[]>();
            for (int t = 0; t < samples; t++)
            {
                random.FillNormal(own);
                rows.Add([.. common.Zip(own, (a, b) => Math.Sqrt(variance) * ((Math.Sqrt(correlation) * a) + (Math.Sqrt(1.0 - correlation) * b)))]);
            }

            LayerNormMoments one = LayerNormMoments.OfOutputs(rows);
            double[] values = [one.Eta1, one.Eta1Squared, one.Eta2, one.Eta3Squared];
            for (int i = 0; i < 4; i++)
            {
                sums[i] += values[i];
                squares[i] += values[i] * values[i];
            }
        }

        double[] expected = [theory.Eta1, theory.Eta1Squared, theory.Eta2, theory.Eta3Squared];
        for (int i = 0; i < 4; i++)
        {
            double mean = sums[i] / draws, error = Math.Sqrt(((squares[i] / draws) - (mean * mean)) / draws);
            Assert.True(Math.Abs(mean - expected[i]) < 5.0 * error, $"eta moment {i}: theory {expected[i]}, sample {mean} +- {error}");
        }
    }

    [Fact]
    public void Settings_in_which_the_Fisher_matrix_vanishes_are_refused_in_words()
    {
        SignalOverlaps overlaps = NetworkOverlaps.Of(NetworkSpecification.Uniform(Phi("relu"), 3, 2.0, 0.0));
        Refuses("samples", () => MeanSubtractedFisher.Of(overlaps, new FisherSetting(100, 1, 1)));
        Refuses("vanishes", () => BatchNormalizedOutput.Of(overlaps, new FisherSetting(100, 2, 1), 2.0));
        Refuses("vanishes", () => LayerNormalizedFisher.Of(overlaps, new FisherSetting(100, 10, 2), LayerNormMoments.Measured(1, 1, 1)));
        Refuses("momentum", () => new EigenvalueRange(Value: 1.0).CriticalLearningRate(1.0));
    }

    [Fact]
    public void Learning_rates_agree_with_the_table()
    {
        foreach (JsonElement entry in Cases("LR"))
        {
            JsonElement inputs = entry.GetProperty("inputs");
            double? rate = new EigenvalueRange(Value: Number(inputs, "lambda_max")).CriticalLearningRate(Number(inputs, "momentum"));
            Close(Number(entry.GetProperty("expected"), "eta_c"), rate!.Value, 1e-12, "learning rate");
        }
    }

    private static void Refuses(string word, Func<object?> action) =>
        Assert.Contains(word, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static NetworkSpecification Network(JsonElement setting, Normalization normalization)
    {
        Activation phi = Phi(Text(setting, "activation"));
        double[] widths = List(setting, "alpha_l0");
        double weight = Number(setting, "sigma_w2"), bias = Number(setting, "sigma_b2");
        ImmutableArray<LayerSpecification> layers =
        [
            .. Enumerable.Range(1, widths.Length).Select(l => new LayerSpecification(
                l < widths.Length ? phi : null, weight, bias, l < widths.Length ? widths[l] : 1.0)),
        ];
        return new NetworkSpecification(layers, 1.0, widths[0], WeightEnsemble.Gaussian, normalization);
    }
}
