using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Answers against their definitions, in the corners that larger tests pass by.</summary>
public sealed class MeanFieldDefinitionTests
{
    /// <summary>Bounds under layer normalisation need outputs that differ: σ_w²(q̂ − q̂_st)/(σ_w² q̂ + σ_b²) ≥ 1e-4 at the output.</summary>
    [Theory]
    [InlineData(0.9, 0.8), InlineData(0.3, 0.25)]
    public void Layer_normalisation_is_compared_while_outputs_differ(double weight, double bias)
    {
        int compared = 0, left = 0;
        for (int depth = 2; depth <= 12; depth++)
        {
            NetworkSpecification network = NetworkSpecification.Uniform(
                ActivationParser.Parse("tanh"), depth, weight, bias, weights: WeightEnsemble.Gaussian);
            SignalOverlaps alone = NetworkOverlaps.Of(new NetworkSpecification(
                network.Layers, network.InputMoment, network.InputRelativeWidth, network.Weights, Normalization.Layer));
            Overlap last = alone.Activations[^1];
            bool differ = weight * last.Gap / ((weight * last.Moment) + bias) >= 1e-4;
            InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(network, new FisherSetting(1000, 100, 10));
            Assert.Equal(differ, diagnosis.Effects.Any(effect => effect.Normalization == Normalization.Layer));
            (compared, left) = differ ? (compared + 1, left) : (compared, left + 1);
        }

        Assert.True(compared > 0 && left > 0, $"{compared} compared, {left} left out");
    }

    [Theory]
    [InlineData("tanh", 1.5, 0.1), InlineData("gelu", 1.9, 0.02), InlineData("hard-tanh:s=1,g=1", 0.7, 0.3)]
    public void Errors_of_a_diagnosis_are_carried_by_derivatives(string text, double weight, double bias)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(text), 6, weight, bias, weights: WeightEnsemble.Gaussian);
        InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(network, new FisherSetting(1000, 100, 10));
        Close.Relative(
            (weight * diagnosis.Overlaps!.ActivationErrors[^2].Moment) + (4e-16 * diagnosis.LastVariance), diagnosis.LastVarianceError!.Value, 1e-12, "of the last variance");
        if (diagnosis.Point.QStar is not null)
        {
            double chi = diagnosis.Point.Chi1!.Value, depth = diagnosis.GradientDepth!.Value;
            Close.Relative(
                (depth * depth * PhaseErrors.Of(diagnosis.Point).Chi1!.Value / chi) + (4e-16 * depth), diagnosis.GradientDepthError!.Value, 1e-12, "of the gradients' depth");
        }

        Assert.Equal(diagnosis.Overlaps.GradientErrors[0].Moment, diagnosis.GradientFactorError);
    }

    /// <summary>Without bias the critical point of tanh is at q* = 0, which no input starts at; with one, the input of moment (q* − σ_b²)/σ_w² does.</summary>
    [Fact]
    public void Inputs_start_at_the_critical_variance()
    {
        InitializationDiagnosis Of(string text, double bias) => InitializationDiagnosis.Of(
            NetworkSpecification.Uniform(ActivationParser.Parse(text), 4, 1.3, bias, weights: WeightEnsemble.Gaussian), new FisherSetting(1000, 100, 10));
        Assert.Null(Of("tanh", 0.0).CriticalInputMoment);
        foreach (string text in new[] { "tanh", "erf", "gelu" })
        {
            InitializationDiagnosis diagnosis = Of(text, 0.04);
            if (diagnosis.Critical is { } point)
            {
                Close.Relative(GaussianMoments.SecondMoment(ActivationParser.Parse(text), point.QStar).Value, diagnosis.CriticalInputMoment!.Value, 1e-9, text);
            }
        }
    }

    /// <summary>At a variance that repels, the half-stable point is offered, unless its bias variance is negative.</summary>
    [Theory]
    [InlineData("gelu", 0.0), InlineData("silu", 0.0), InlineData("gelu", 0.1), InlineData("tanh", 0.1), InlineData("x^3-3*x", 0.1), InlineData("tanh(x)+0.2*x^2", 0.0)]
    public void Repelling_critical_points_have_an_alternative(string text, double bias)
    {
        Activation activation = ActivationParser.Parse(text);
        InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(
            NetworkSpecification.Uniform(activation, 3, 1.0, bias, weights: WeightEnsemble.Gaussian, inputMoment: 0.3), new FisherSetting(1000, 100, 10));
        if (diagnosis.Critical is not { } critical)
        {
            Assert.Empty(CriticalLine.AtBias(activation, 0.0));
            return;
        }

        VarianceMap map = new(activation, critical.WeightVariance, critical.BiasVariance);
        Assert.Equal(map.StabilityAt(critical.QStar), diagnosis.CriticalStability);
        Assert.Equal(PhasePoint.Of(activation, critical.WeightVariance, critical.BiasVariance, 0.3).Phase, diagnosis.PhaseWhenFollowed);
        CriticalPoint? half = CriticalLine.HalfStable(activation);
        bool offered = diagnosis.CriticalStability == VarianceStability.Repelling && half is { } point && point.BiasVariance >= 0.0;
        Assert.Equal(offered ? half : null, diagnosis.Alternative);
    }

    /// <summary>Slopes of a dual with jumps: point masses against slopes and against each other, by closed forms and by quadrature.</summary>
    [Theory]
    [InlineData("step"), InlineData("sign"), InlineData("step(x-0.6)-0.3*x"), InlineData("step(x+0.4)+2*step(x-0.3)"), InlineData("2*step(x-1)+max(x,0)"), InlineData("x*step(x+0.5)")]
    public void Slopes_of_jumps_agree_with_closed_forms(string text)
    {
        Activation known = ActivationParser.Parse(text), hidden = new CountingActivation(known);
        foreach ((double u, double v) in new[] { (1.0, 1.0), (0.3, 2.0), (9.0, 0.05), (20.0, 20.0) })
        {
            DualFunction prepared = DualFunction.Of(hidden, u, v);
            foreach (double c in new[] { 0.0, 0.5, -0.8, 0.98, -0.995 })
            {
                Correlation correlation = Correlation.Of(c);
                DualValue expected = DualActivation.Of(known, u, v, correlation);
                foreach ((string route, DualValue found) in new[]
                {
                    ("single", DualActivation.Of(hidden, u, v, correlation)), ("prepared", prepared.At(correlation)), ("plane", DualActivation.ByQuadrature(known, u, v, correlation)),
                })
                {
                    Close.To(expected.Value, found.Value, expected.ValueError + found.ValueError, $"{text} by {route} at {u}, {v}, {c}");
                    Close.To(expected.Slope, found.Slope, expected.SlopeError + found.SlopeError, $"slope of {text} by {route} at {u}, {v}, {c}");
                    Assert.InRange(found.SlopeError, 0.0, 1e-12 * (1.0 + Math.Abs(expected.Slope)) / (1.0 - Math.Abs(c)));
                }
            }
        }
    }

    [Fact]
    public void Gains_are_written_as_a_table()
    {
        GainRow plain = new("plain", 1.25, 2.0, new CriticalPoint(1.5, 0.0, 0.0, 1.0), null, new CriticalPoint(1.25, 0.5, 3.0, 1.0));
        GainRow bare = new("bare", 0.1, 1.0 / 3.0, null, new CriticalPoint(1.75, 0.05, 0.625, 0.9), new CriticalPoint(1.25, -0.5, 3.0, 1.0));
        GainRow last = new("last", 1.0, 1.0, new CriticalPoint(2.0, 0.0, 2.0, 1.0) { EveryVarianceIsFixed = true }, null, new CriticalPoint(2.0, 0.0, 1.0, 1.0));
        Assert.Equal(
            """
            # Gains and critical points

            Forward gain: 1/√E φ(Z)². Backward gain: 1/√E φ'(Z)². A gain g means weights of standard deviation g/√fan-in.
            Critical: the σ_w² with χ₁ = 1 at the given σ_b², and the pre-activation variance q* it holds; g = √σ_w².
            q* = 0 is the limit of small signals; a dash means that there is no such point.
            Any q*: every variance is kept. The number beside it is the one that an input of moment 1 starts at.

            | activation | forward gain | backward gain | σ_w² at σ_b² = 0 | q* | σ_w² at σ_b² = 0.05 | q* |
            |---|---|---|---|---|---|---|
            | plain | 1.25 | 2 | 1.5 | 0 | – | – |
            | bare | 0.1 | 0.333333333333 | – | – | 1.75 | 0.625 |
            | last | 1 | 1 | 2 | any, 2 | – | – |

            Half-stable points, where the variance map is critical too (E φφ'' = 0):

            | activation | σ_w² | σ_b² | q* |
            |---|---|---|---|
            | plain | 1.25 | 0.5 | 3 |
            | last | 2 | 0 | 1 |

            """,
            GainTable.ToMarkdown([plain, bare, last]));
        Assert.Equal(GainTable.Activations.Length, GainTable.Activations.Distinct().Count());
        GainRow tanh = GainTable.RowOf(ActivationParser.Parse("tanh"));
        Assert.Equal("tanh", tanh.Activation);
        Assert.Equal((1.0, 0.0), (tanh.NoBias!.Value.WeightVariance, tanh.NoBias.Value.QStar));
        Assert.Equal(0.05, tanh.SomeBias!.Value.BiasVariance);
    }
}
