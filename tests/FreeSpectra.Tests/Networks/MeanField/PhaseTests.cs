using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

public sealed class PhaseTests
{
    [Fact]
    public void Fixed_points_agree_with_tables()
    {
        foreach (JsonElement entry in OracleTable.OrderParameters("fixed_point"))
        {
            JsonElement expected = entry.GetProperty("expected");
            PhasePoint point = Point(entry.GetProperty("setting"));
            string id = entry.GetProperty("id").GetString()!;
            Near(expected, "q_star", point.QStar, 2e-14, id);
            Near(expected, "c_star", point.CStar, 1e-13, id);
            Near(expected, "chi_1", point.Chi1, 2e-14, id);
            Near(expected, "chi_cstar", point.ChiC, 1e-13, id);
            Near(expected, "dq_map_slope", point.VarianceSlope, 1e-13, id);
            Near(expected, "xi_q", point.XiQ, 1e-12, id);
            Near(expected, "xi_c", point.XiC, 1e-12, id);
        }

        foreach (string group in new[] { "FIX", "CSTAR", "XIC" })
        {
            foreach (JsonElement entry in OracleTable.NetworkCases(group))
            {
                JsonElement expected = entry.GetProperty("expected");
                PhasePoint point = Point(entry.GetProperty("inputs"));
                string id = entry.GetProperty("id").GetString()!;
                double tolerance = group == "XIC" ? 1e-9 : 1e-12;
                Near(expected, "q_star", point.QStar, 1e-12, id);
                Near(expected, "chi_1", point.Chi1, 1e-12, id);
                Near(expected, "c_star", point.CStar, group == "XIC" ? 1e-9 : 2e-12, id);
                Near(expected, "chi_c", point.ChiC, 1e-12, id);
                Near(expected, "q_map_slope", point.VarianceSlope, 1e-12, id);
                Near(expected, "xi_q", point.XiQ, 1e-12, id);
                Near(expected, "xi_c", point.XiC, tolerance, id);
                Near(expected, "xi_c_if_c_star_is_1", point.CStar == 1.0 ? point.XiC : null, tolerance, id);
                if (expected.TryGetProperty("phase", out JsonElement phase))
                {
                    Assert.Equal(phase.GetString(), point.Phase.ToString().ToLowerInvariant());
                }
            }
        }
    }

    [Fact]
    public void Critical_points_agree_with_tables()
    {
        foreach (JsonElement entry in OracleTable.OrderParameters("edge_of_chaos"))
        {
            JsonElement setting = entry.GetProperty("setting");
            CriticalPoint point = CriticalLine.ForBias(ActivationParser.Parse(OracleTable.ActivationOf(setting)), setting.Number("sigma_b2"));
            Near(entry.GetProperty("expected"), "sigma_w2", point.WeightVariance, 1e-13, entry.GetProperty("id").GetString()!);
            Near(entry.GetProperty("expected"), "q_star", point.QStar, 1e-12, entry.GetProperty("id").GetString()!);
        }

        foreach (JsonElement entry in OracleTable.NetworkCases("EOCB"))
        {
            JsonElement setting = entry.GetProperty("inputs");
            CriticalPoint point = CriticalLine.ForBias(ActivationParser.Parse(OracleTable.ActivationOf(setting)), setting.Number("sigma_b2"));
            Near(entry.GetProperty("expected"), "sigma_w2", point.WeightVariance, 1e-12, entry.GetProperty("id").GetString()!);
            Near(entry.GetProperty("expected"), "q_star", point.QStar, 1e-12, entry.GetProperty("id").GetString()!);
        }

        foreach (JsonElement entry in OracleTable.NetworkCases("EOC"))
        {
            JsonElement setting = entry.GetProperty("inputs");
            CriticalPoint point = CriticalLine.At(ActivationParser.Parse(OracleTable.ActivationOf(setting)), setting.Number("q_star"));
            Near(entry.GetProperty("expected"), "sigma_w2", point.WeightVariance, 1e-12, entry.GetProperty("id").GetString()!);
            Near(entry.GetProperty("expected"), "sigma_b2", point.BiasVariance, 1e-12, entry.GetProperty("id").GetString()!);
        }

        JsonElement gelu = OracleTable.NetworkCases("GELU").Single().GetProperty("expected");
        CriticalPoint half = CriticalLine.HalfStable(ActivationParser.Parse("gelu"))!.Value;
        Near(gelu, "K_star", half.QStar, 1e-12, "gelu");
        Near(gelu, "C_W", half.WeightVariance, 1e-12, "gelu");
        Near(gelu, "C_b", half.BiasVariance, 1e-12, "gelu");
    }

    [Theory]
    [InlineData("tanh", 0.05)]
    [InlineData("erf", 0.1)]
    [InlineData("hard-tanh", 0.1)]
    [InlineData("arctan", 0.05)]
    public void Depth_scale_is_accurate_a_millionth_from_criticality(string text, double bias)
    {
        Activation activation = ActivationParser.Parse(text);
        CriticalPoint edge = CriticalLine.ForBias(activation, bias);
        foreach (double side in new[] { -1e-6, 1e-6 })
        {
            PhasePoint point = PhasePoint.Of(activation, edge.WeightVariance * (1.0 + side), bias);
            double distance = point.Chi1!.Value - 1.0;
            Assert.InRange(Math.Abs(distance), 1e-7, 5e-6);
            Assert.Equal(side > 0 ? Phase.Chaotic : Phase.Ordered, point.Phase);
            if (side < 0)
            {
                Close.To(-1.0 / Math.Log(point.Chi1.Value), point.XiC!.Value, 1e-9 * point.XiC.Value, text);
            }
            else
            {
                // chi_c − 1 by a route of its own: the slope of the gap, from gaps at c* and beside it.
                double e = point.CStarComplement!.Value;
                double weight = point.Map.WeightVariance / point.QStar!.Value;
                double Gap(double epsilon) => weight * DualActivation.Deficit(activation, point.QStar.Value, Correlation.FromComplement(epsilon)).Value;
                Close.To(e, Gap(e), 2e-13 * e, "c* is a fixed point");
                double h = 0.05 * e;
                double slope = ((8.0 * (Gap(e + h) - Gap(e - h))) - (Gap(e + (2.0 * h)) - Gap(e - (2.0 * h)))) / (12.0 * h);
                Close.To(-1.0 / Math.Log(slope), point.XiC!.Value, 3e-4 * point.XiC.Value, text);
            }
        }
    }

    [Fact]
    public void Several_fixed_points_are_all_listed()
    {
        // x²: q = 3σ_w² q² + σ_b² has the roots (1 ∓ √(1 − 12 σ_w² σ_b²))/(6 σ_w²).
        VarianceMap map = new(ActivationParser.Parse("power:n=2"), 0.5, 0.1);
        ImmutableArray<double> points = map.FixedPoints();
        double root = Math.Sqrt(1.0 - (12.0 * 0.05));
        Assert.Equal(2, points.Length);
        Close.To((1.0 - root) / 3.0, points[0], 1e-15, "lower");
        Close.To((1.0 + root) / 3.0, points[1], 1e-14, "upper");
        Assert.Equal(points[0], PhasePoint.Of(map.Activation, 0.5, 0.1, inputMoment: 0.5).QStar);
        Assert.Equal(Phase.Unbounded, PhasePoint.Of(map.Activation, 0.5, 0.1, inputMoment: 2.0).Phase);
    }

    [Fact]
    public void Scale_free_activations_are_critical_at_every_variance()
    {
        PhasePoint relu = PhasePoint.Of(ActivationParser.Parse("relu"), 2.0, 0.0, inputMoment: 3.0);
        Assert.Equal(Phase.Critical, relu.Phase);
        Assert.Equal(6.0, relu.QStar);
        Assert.Null(relu.XiC);
        Assert.Equal(2.0, CriticalLine.ForBias(ActivationParser.Parse("relu"), 0.0).WeightVariance, 1e-15);
        Assert.Throws<ArgumentException>(() => CriticalLine.ForBias(ActivationParser.Parse("relu"), 0.1));
        PhasePoint growing = PhasePoint.Of(ActivationParser.Parse("relu"), 2.5, 0.1);
        Assert.Equal(Phase.Unbounded, growing.Phase);
        Assert.Equal(1.25, growing.Chi1!.Value, 1e-15);
    }

    /// <summary>At q* = 0 half of the signal lies on each side of a kink at 0.</summary>
    [Fact]
    public void Vanishing_signals_see_both_sides_of_a_kink()
    {
        PhasePoint relu = PhasePoint.Of(ActivationParser.Parse("relu"), 1.5, 0.0);
        Assert.Equal(0.0, relu.QStar);
        Assert.Equal(0.75, relu.Chi1!.Value, 1e-15);
        Assert.Equal(0.75, relu.VarianceSlope!.Value, 1e-15);
        Assert.Equal(Phase.Ordered, relu.Phase);
    }

    [Fact]
    public void Diagram_agrees_with_single_points()
    {
        foreach (string text in new[] { "tanh", "gelu", "relu" })
        {
            Activation activation = ActivationParser.Parse(text);
            ImmutableArray<double> weights = [.. Enumerable.Range(1, 12).Select(i => 0.3 * i)];
            ImmutableArray<double> biases = [0.0, 0.05, 0.4, 1.0];
            PhaseDiagram diagram = PhaseDiagram.Of(activation, weights, biases);
            for (int row = 0; row < biases.Length; row++)
            {
                for (int column = 0; column < weights.Length; column++)
                {
                    double expected = PhasePoint.Of(activation, weights[column], biases[row]).Chi1 ?? double.PositiveInfinity;
                    double actual = diagram.Chi1(column, row);
                    Assert.True(
                        expected == actual || Math.Abs(expected - actual) <= 1e-10,
                        $"{text} at {weights[column]}, {biases[row]}: {expected} and {actual}");
                }
            }
        }
    }

    [Fact]
    public void Kernels_agree_with_tables()
    {
        foreach (JsonElement entry in OracleTable.NetworkCases("NTK"))
        {
            JsonElement inputs = entry.GetProperty("inputs");
            JsonElement[] expected = [.. entry.GetProperty("expected").EnumerateArray()];
            ImmutableArray<TangentKernelLayer> layers = TangentKernel.Of(
                ActivationParser.Parse(OracleTable.ActivationOf(inputs)),
                inputs.Number("sigma_w2"),
                inputs.Number("sigma_b2"),
                inputs.Number("x11_over_d"),
                inputs.Number("x22_over_d"),
                inputs.Number("x12_over_d"),
                expected.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                string id = $"{entry.GetProperty("id")} layer {i + 1}";
                Near(expected[i], "nngp", layers[i].Process, 1e-12, id);
                Near(expected[i], "ntk", layers[i].Tangent, 1e-12, id);
                Near(expected[i], "nngp_11", layers[i].Process11, 1e-12, id);
                Near(expected[i], "ntk_11", layers[i].Tangent11, 1e-12, id);
            }
        }

        Activation relu = ActivationParser.Parse("relu");
        foreach (JsonElement entry in OracleTable.NetworkCases("STAB").Where(e => e.GetProperty("inputs").TryGetProperty("hidden_layers", out _)))
        {
            int hidden = (int)entry.GetProperty("inputs").Number("hidden_layers");
            TangentKernelLayer last = TangentKernel.Of(relu, 2.0, 0.0, 1.0, 1.0, 0.0, hidden + 1)[^1];
            string id = entry.GetProperty("id").GetString()!;
            Near(entry.GetProperty("expected"), "correlation", last.Process / last.Process11, 1e-10, id);
            Near(entry.GetProperty("expected"), "ntk_12_over_ntk_11", last.Tangent / last.Tangent11, 1e-10, id);
        }
    }

    [Fact]
    public void Order_parameters_agree_with_tables()
    {
        foreach (string group in new[] { "ORD", "KAP", "LN" })
        {
            foreach (JsonElement entry in OracleTable.NetworkCases(group))
            {
                JsonElement inputs = entry.GetProperty("inputs");
                JsonElement expected = entry.GetProperty("expected");
                string id = entry.GetProperty("id").GetString()!;
                SignalOverlaps overlaps = NetworkOverlaps.Of(NetworkSpecification.Uniform(
                    ActivationParser.Parse(OracleTable.ActivationOf(inputs)),
                    (int)inputs.Number("L"),
                    inputs.Number("sigma_w2"),
                    inputs.Number("sigma_b2"),
                    normalization: group == "LN" ? Normalization.Layer : Normalization.None));
                Near(expected, "kappa1", overlaps.Kappa1, 1e-12, id);
                Near(expected, "kappa2", overlaps.Kappa2, 1e-12, id);
                Near(expected, "kappa1p", overlaps.Kappa1, 1e-12, id);
                Near(expected, "kappa2p", overlaps.Kappa2, 1e-12, id);
                NearAll(expected, "qhat_t", overlaps.Activations.Select(o => o.Moment), id);
                NearAll(expected, "qhat_st", overlaps.Activations.Select(o => o.Cross), id);
                NearAll(expected, "qtilde_t", overlaps.Gradients.Select(o => o.Moment), id);
                NearAll(expected, "qtilde_st", overlaps.Gradients.Select(o => o.Cross), id);
            }
        }
    }

    private static PhasePoint Point(JsonElement setting) => PhasePoint.Of(
        ActivationParser.Parse(OracleTable.ActivationOf(setting)), setting.Number("sigma_w2"), setting.Number("sigma_b2"));

    private static void Near(JsonElement expected, string key, double? actual, double relative, string what)
    {
        if (expected.NumberIfAny(key) is { } value)
        {
            Assert.True(actual is not null || key == "xi_c_if_c_star_is_1", $"{what} {key} is missing, expected {value}");
            Close.To(value, actual ?? value, relative * Math.Abs(value), $"{what} {key}");
        }
    }

    private static void NearAll(JsonElement expected, string key, IEnumerable<double> actual, string what)
    {
        if (expected.TryGetProperty(key, out _))
        {
            double[] values = expected.Numbers(key);
            double[] mine = [.. actual];
            Assert.Equal(values.Length, mine.Length);
            Assert.All(values.Zip(mine), pair => Close.To(pair.First, pair.Second, 1e-12, $"{what} {key}"));
        }
    }

    /// <summary>
    /// With σ_w² = 1 + δ, tanh has q* = δ/2 + 5δ²/24, χ₁ = 1 + δ²/3 and χ_c = 1 − δ²/6, by its Taylor series: chaotic with c* = 0 however small δ is, so that the
    /// phase may be called critical only where the error of χ₁ hides δ²/3.
    /// </summary>
    [Theory]
    [InlineData(1e-6, Phase.Chaotic)]
    [InlineData(3e-7, Phase.Chaotic)]
    [InlineData(1e-9, Phase.Critical)]
    public void Phase_beside_criticality_is_told_to_the_error_of_the_slope(double delta, Phase phase)
    {
        PhasePoint point = PhasePoint.Of(ActivationParser.Parse("tanh"), 1.0 + delta, 0.0);
        PhaseErrors errors = PhaseErrors.Of(point);
        Assert.Equal(phase, point.Phase);
        Close.To(1.0 + (delta * delta / 3.0), point.Chi1!.Value, errors.Chi1!.Value + (delta * delta * delta), "chi1");
        Assert.InRange(point.CStar!.Value, 0.0, errors.CStarComplement!.Value);
        if (phase == Phase.Chaotic)
        {
            Assert.Equal(0.0, point.CStar);
            Close.To(6.0 / (delta * delta), point.XiC!.Value, errors.XiC!.Value + (0.01 * point.XiC.Value), "xiC");
        }
        else
        {
            Assert.Null(point.XiC);
        }
    }
}
