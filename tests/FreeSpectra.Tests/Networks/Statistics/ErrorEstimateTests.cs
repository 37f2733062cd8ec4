using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.Statistics;

/// <summary>The error that stands beside a mean-field number covers its distance from the truth, and is not much more.</summary>
public sealed class ErrorEstimateTests
{
    // A table of 15 digits or more is read to half an ulp of its own.
    private const double Table = 4e-16;

    /// <summary>A rectifier's order parameters are powers of σ_w²/2, known without error.</summary>
    [Theory]
    [InlineData("relu")]
    [InlineData("max(0,x)")]
    public void Errors_of_order_parameters_cover_a_rectifier(string text)
    {
        const double weight = 1.7;
        const int depth = 30;
        SignalOverlaps found = NetworkOverlaps.WithErrors(Network(text, depth, weight, 0.0));
        for (int l = 0; l < depth; l++)
        {
            double moment = Math.Pow(0.5 * weight, l), gradient = Math.Pow(0.5 * weight, depth - 1 - l);
            Covers(moment, found.Activations[l].Moment, found.ActivationErrors[l].Moment + (1e-16 * l * moment), $"q-hat {l}");
            Covers(gradient, found.Gradients[l].Moment, found.GradientErrors[l].Moment + (1e-16 * depth * gradient), $"q-tilde {l}");
            Assert.InRange(found.ActivationErrors[l].Moment, 0.0, 3e-15 * (l + 1) * moment);
            Assert.InRange(found.GradientErrors[l].Moment, 0.0, 3e-15 * depth * gradient);
        }
    }

    /// <summary>Two routes to the same network: closed forms of the name, quadratures of the formula.</summary>
    [Theory]
    [InlineData("hard-tanh", "max(-1,min(1,x))", 2.0, 0.1)]
    [InlineData("erf", "2/sqrt(pi)*x*exp(-x^2/2)/exp(-x^2/2)*0+erf(x)", 1.5, 0.3)]
    [InlineData("silu", "x*sigmoid(x)", 3.0, 0.2)]
    [InlineData("softplus", "log(1+exp(x))", 0.5, 0.1)]
    [InlineData("abs", "max(x,-x)", 0.9, 0.4)]
    [InlineData("leaky-relu:slope=0.1", "max(0.1*x,x)", 1.9, 0.05)]
    public void Two_routes_differ_by_no_more_than_their_errors(string name, string formula, double weight, double bias)
    {
        SignalOverlaps first = NetworkOverlaps.WithErrors(Network(name, 12, weight, bias));
        SignalOverlaps second = NetworkOverlaps.WithErrors(Network(formula, 12, weight, bias));
        for (int l = 0; l < first.Depth; l++)
        {
            Agree(first.Activations[l], first.ActivationErrors[l], second.Activations[l], second.ActivationErrors[l], $"q-hat {l}");
            Agree(first.Gradients[l], first.GradientErrors[l], second.Gradients[l], second.GradientErrors[l], $"q-tilde {l}");
        }

        Overlap own = first.KappaErrors!.Value, other = second.KappaErrors!.Value;
        Covers(first.Kappa1, second.Kappa1, own.Moment + other.Moment, "kappa1");
        Covers(first.Kappa2, second.Kappa2, own.Cross + other.Cross, "kappa2");
        Covers(first.KappaGap, second.KappaGap, own.Gap + other.Gap, "kappa gap");
        Assert.InRange(own.Gap, 1e-17 * first.KappaGap, 1e-11 * first.KappaGap);
    }

    [Fact]
    public void Errors_of_fixed_points_cover_the_tables()
    {
        int seen = 0;
        foreach (JsonElement entry in OracleTable.OrderParameters("fixed_point"))
        {
            JsonElement setting = entry.GetProperty("setting");
            PhasePoint point = PhasePoint.Of(
                ActivationParser.Parse(OracleTable.ActivationOf(setting)), setting.Number("sigma_w2"), setting.Number("sigma_b2"));
            PhaseErrors errors = PhaseErrors.Of(point);
            JsonElement values = entry.GetProperty("expected");
            string id = entry.GetProperty("id").GetString()!;
            seen += Held(values, "q_star", point.QStar, errors.QStar, id)
                + Held(values, "chi_1", point.Chi1, errors.Chi1, id)
                + Held(values, "c_star", point.CStar, errors.CStarComplement, id)
                + Held(values, "chi_cstar", point.ChiC, errors.ChiC, id)
                + Held(values, "dq_map_slope", point.VarianceSlope, errors.VarianceSlope, id)
                + Held(values, "xi_q", point.XiQ, errors.XiQ, id)
                + Held(values, "xi_c", point.XiC, errors.XiC, id);
        }

        Assert.True(seen >= 40, $"only {seen} numbers were compared");
    }

    /// <summary>At a half-stable point the map touches the diagonal, so that q* is known to the root of the map's error.</summary>
    [Fact]
    public void A_tangent_fixed_point_has_the_error_of_a_double_root()
    {
        Activation gelu = ActivationParser.Parse("gelu");
        CriticalPoint tangent = CriticalLine.HalfStable(gelu)!.Value;
        double error = new VarianceMap(gelu, tangent.WeightVariance, tangent.BiasVariance).FixedPointError(tangent.QStar);
        Assert.InRange(error, 1e-8, 1e-4);
        double apart = new VarianceMap(gelu, 1.5, 0.1).FixedPointError(PhasePoint.Of(gelu, 1.5, 0.1).QStar!.Value);
        Assert.InRange(apart, 1e-17, 1e-13);
    }

    /// <summary>Statistics of a rectifier are rational in σ_w², 1/π and the sizes.</summary>
    [Fact]
    public void Errors_of_statistics_cover_a_rectifier()
    {
        var question = new StatisticsQuestion(1000.0, 100.0, 2);
        FisherStatistics found = NetworkStatistics.WithErrors(Network("relu", 2, 2.0, 0.0), question);

        // L = 2: q̂⁰ = 1, 0; q̂¹ = 1, 1/π; q̃¹ = 1, ½; q̃² = 1; α = 1, κ₁ = 2, κ₂ = 1/π.
        double kappa2 = 1.0 / Math.PI;
        FisherStatistics errors = found.Errors!;
        Covers(2.0 * 2.0 / 1000.0, found.MeanEigenvalue!.Value, errors.MeanEigenvalue!.Value, "mean");
        Covers(2.0 * ((0.99 * kappa2 * kappa2) + (0.01 * 4.0)), found.SecondMoment!.Value, errors.SecondMoment!.Value, "second moment");
        Covers(1000.0 * ((0.99 * kappa2) + (0.01 * 2.0)), found.Largest.Value!.Value, errors.Largest.Value!.Value, "largest");
        Assert.InRange(errors.Largest.Value!.Value / found.Largest.Value!.Value, 1e-16, 2e-14);
    }

    /// <summary>The error of every statistic is that of the order parameters: an error put into them comes out as the theorem says.</summary>
    [Fact]
    public void An_error_of_the_overlaps_is_carried_by_the_theorem()
    {
        SignalOverlaps exact = NetworkOverlaps.Of(Network("tanh", 4, 1.8, 0.2));
        SignalOverlaps given = exact with
        {
            ActivationErrors = [.. exact.Activations.Select(h => new Overlap(1e-9 * h.Moment, 0.0, 0.0))],
            GradientErrors = [.. exact.Gradients.Select(_ => default(Overlap))],
        };
        FisherStatistics found = StatisticsErrors.Attach(o => PlainFisher.Of(o, new FisherSetting(500.0, 50.0, 1)), given);

        // m_λ is linear in κ₁, and κ₁ in q̂_t.
        Assert.Equal(1.0, found.Errors!.MeanEigenvalue!.Value / (1e-9 * found.MeanEigenvalue!.Value), 1e-5);

        // In λ_max only the part κ₁/T moves.
        double part = exact.Kappa1 / 50.0 / ((exact.Kappa1 / 50.0) + (0.98 * exact.Kappa2));
        Assert.Equal(part, found.Errors!.Largest.Value!.Value / (1e-9 * found.Largest.Value!.Value), 1e-5);
    }

    /// <summary>Every normalisation and setting that has an answer has an error for each of its numbers.</summary>
    [Theory]
    [InlineData(Normalization.None)]
    [InlineData(Normalization.MeanLast)]
    [InlineData(Normalization.BatchLast)]
    [InlineData(Normalization.BatchMiddle)]
    [InlineData(Normalization.BatchHidden)]
    [InlineData(Normalization.Layer)]
    public void Every_number_has_an_error(Normalization normalization)
    {
        NetworkSpecification network = Network("x*sigmoid(1.7*x)", 4, 2.0, 0.1, normalization);
        var question = new StatisticsQuestion(300.0, 60.0, 8);
        FisherStatistics found = NetworkStatistics.WithErrors(network, question);
        FisherStatistics errors = found.Errors!;
        Relative(found.MeanEigenvalue, errors.MeanEigenvalue);
        Relative(found.SecondMoment, errors.SecondMoment);
        Relative(found.Largest.Value, errors.Largest.Value);
        Relative(found.Largest.Lower, errors.Largest.Lower);
        Relative(found.Largest.Upper, errors.Largest.Upper);
        Assert.Equal(found.LayerTerms.Length, errors.LayerTerms.Length);
        foreach ((string name, double value) in found.Details.Where(detail => detail.Key != "error"))
        {
            Assert.True(errors.Detail(name) <= 1e-10 * Math.Abs(value), $"{name} {value:R} +- {errors.Detail(name):E1}");
        }

        Assert.Equal(NetworkStatistics.Of(network, question).Largest, found.Largest);
    }

    private static void Relative(double? value, double? error)
    {
        Assert.Equal(value is null, error is null);
        if (value is { } number)
        {
            Assert.InRange(error!.Value / number, 1e-17, 1e-10);
        }
    }

    private static NetworkSpecification Network(
        string activation, int depth, double weight, double bias, Normalization normalization = Normalization.None)
    {
        Activation phi = ActivationParser.Parse(activation);
        return new NetworkSpecification(
            [.. Enumerable.Repeat(new LayerSpecification(phi, weight, bias, 1.0), depth - 1), new LayerSpecification(null, weight, bias, 1.0)],
            1.0,
            1.0,
            WeightEnsemble.Gaussian,
            normalization);
    }

    private static int Held(JsonElement values, string key, double? actual, double? error, string id)
    {
        if (values.NumberIfAny(key) is not { } expected || actual is not { } number || error is not { } bound || !double.IsFinite(expected))
        {
            return 0;
        }

        Covers(expected, number, bound + (Table * Math.Abs(expected)), $"{id} {key}");
        Assert.True(bound <= 1e-8 * Math.Max(Math.Abs(expected), 1e-12), $"{id} {key}: error {bound:E1} of {expected:R}");
        return 1;
    }

    private static void Agree(Overlap first, Overlap error, Overlap second, Overlap other, string what)
    {
        Covers(first.Moment, second.Moment, error.Moment + other.Moment, what + " moment");
        Covers(first.Cross, second.Cross, error.Cross + other.Cross, what + " cross");
        Covers(first.Gap, second.Gap, error.Gap + other.Gap, what + " gap");
        Assert.True(error.Gap <= 1e-10 * Math.Abs(first.Gap) + 1e-16, $"{what}: error {error.Gap:E1} of {first.Gap:R}");
    }

    private static void Covers(double expected, double actual, double error, string what) => Assert.True(
        Math.Abs(expected - actual) <= error,
        FormattableString.Invariant($"{what}: {actual:R} against {expected:R}, apart {Math.Abs(expected - actual):E2}, error {error:E2}"));
}
