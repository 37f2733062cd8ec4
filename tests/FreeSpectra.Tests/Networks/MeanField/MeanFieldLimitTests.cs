using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Mean-field quantities where they are known from one dimension, from scaling, or by counting.</summary>
public sealed class MeanFieldLimitTests
{
    public static TheoryData<string> Activations =>
    [
        "relu", "leaky-relu:slope=0.1", "hard-tanh:s=0.5,g=1.2", "abs", "tanh", "erf", "sin", "cos", "sigmoid", "gelu", "silu", "softplus",
        "elu", "selu", "arctan", "isru", "softsign", "mish", "power:n=3", "rectified-power:n=2", "x*sigmoid(1.7*x)", "tanh(x)+0.2*abs(x-0.4)",
    ];

    /// <summary>At c = 1 the dual is E φ², at c = 0 a product of means: and the claimed error holds there, for every route and size.</summary>
    [Theory, MemberData(nameof(Activations))]
    public void Duals_at_the_ends_are_moments_within_their_errors(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach (double q in new[] { 1e-8, 1e-3, 0.5, 3.0, 40.0, 1e4 })
        {
            Estimate<double> second = GaussianMoments.SecondMoment(activation, q), slopeSecond = GaussianMoments.SlopeSecondMoment(activation, q);
            Estimate<double> mean = GaussianMoments.Mean(activation, q);
            double meanSlope = GaussianMoments.SlopeMean(activation, q).Value;
            DualFunction function = DualFunction.Of(activation, q, q);
            foreach ((string route, Func<double, DualValue?> dual) in new (string, Func<double, DualValue?>)[]
            {
                ("Of", c => DualActivation.Of(activation, q, q, Correlation.Of(c))),
                ("function", c => function.At(Correlation.Of(c))),
                ("quadrature", c => q is < 1e-4 or > 20.0 ? null : DualActivation.ByQuadrature(activation, q, q, Correlation.Of(c))),
            })
            {
                Check(dual(1.0), second.Value, slopeSecond.Value, second.Error + slopeSecond.Error, $"{route} at 1, q = {q}");
                double error = (2.0 * Math.Abs(mean.Value) * mean.Error) + (1e-13 * (second.Value + slopeSecond.Value));
                Check(dual(0.0), mean.Value * mean.Value, meanSlope * meanSlope, error, $"{route} at 0, q = {q}");
            }

            void Check(DualValue? found, double value, double slope, double error, string what)
            {
                if (found is { } dual)
                {
                    double size = second.Value + slopeSecond.Value;
                    Assert.InRange(dual.Error, 0.0, 2e-11 * size);
                    Close.To(value, dual.Value, (3.0 * (dual.Error + error)) + (4e-16 * Math.Abs(value)), $"{text} value, {what}");
                    Close.To(slope, dual.Slope, (3.0 * (dual.Error + error)) + (4e-16 * Math.Abs(slope)), $"{text} slope, {what}");
                }
            }
        }
    }

    [Theory]
    [InlineData("tanh", 0.05)]
    [InlineData("erf", 0.1)]
    [InlineData("arctan", 0.3)]
    [InlineData("hard-tanh:s=0.5,g=1.2", 0.02)]
    [InlineData("sigmoid", 0.01)]
    public void Critical_points_of_a_saturating_activation_are_one(string text, double bias)
    {
        Activation activation = ActivationParser.Parse(text);
        ImmutableArray<CriticalPoint> points = CriticalLine.AtBias(activation, bias);
        CriticalPoint point = Assert.Single(points);
        Assert.Equal(bias, point.BiasVariance);
        Close.To(1.0, point.WeightVariance * GaussianMoments.SlopeSecondMoment(activation, point.QStar).Value, 1e-12, "chi_1");
        Close.Relative(point.QStar, new VarianceMap(activation, point.WeightVariance, bias).Next(point.QStar), 1e-12, "fixed point");
    }

    [Fact]
    public void Critical_points_without_bias_begin_at_vanishing_variance()
    {
        foreach (string text in new[] { "tanh", "erf", "sin" })
        {
            CriticalPoint first = CriticalLine.AtBias(ActivationParser.Parse(text), 0.0)[0];
            Assert.Equal((0.0, 0.0), (first.QStar, first.BiasVariance));
            Close.To(1.0, first.WeightVariance * Math.Pow(ActivationParser.Parse(text).Derivative(0.0), 2.0), 1e-15, text);
        }

        Assert.Null(CriticalLine.HalfStable(ActivationParser.Parse("tanh")));
        Assert.Null(CriticalLine.HalfStable(ActivationParser.Parse("relu")));
        foreach (string text in new[] { "gelu", "silu" })
        {
            // chi_1 = 1 and a variance map of slope 1 with its fixed point, all at once.
            Activation activation = ActivationParser.Parse(text);
            CriticalPoint half = CriticalLine.HalfStable(activation)!.Value;
            VarianceMap map = new(activation, half.WeightVariance, half.BiasVariance);
            Close.To(1.0, half.WeightVariance * GaussianMoments.SlopeSecondMoment(activation, half.QStar).Value, 1e-12, "chi_1");
            Close.To(1.0, map.SlopeAt(half.QStar), 1e-10, "slope of the variance map");
            Close.Relative(half.QStar, map.Next(half.QStar), 1e-11, "fixed point");
            Close.To(half.VarianceSlope, map.SlopeAt(half.QStar), 1e-11, "its own slope");
        }
    }

    /// <summary>φ_s(x) = s·φ(x/s) and σ_b² s²: variances scale by s², slopes and correlations stay.</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(30.0)]
    [InlineData(1e3)]
    public void Phases_scale_with_the_activation(double s)
    {
        Activation plain = ActivationParser.Parse("tanh(x)");
        Activation scaled = ActivationParser.Parse(FormattableString.Invariant($"{s}*tanh(x/{s})"));
        foreach ((double weight, double bias) in new[] { (1.8, 1e-3), (3.0, 0.0), (0.7, 0.2), (2.5, 1e-9) })
        {
            PhasePoint one = PhasePoint.Of(plain, weight, bias), other = PhasePoint.Of(scaled, weight, bias * s * s, inputMoment: s * s);
            string what = $"s = {s} at {weight}, {bias}";
            Assert.Equal(one.Phase, other.Phase);
            Close.To(one.QStar!.Value, other.QStar!.Value / (s * s), 1e-10 * one.QStar.Value, $"q* {what}");
            Close.To(one.Chi1!.Value, other.Chi1!.Value, 1e-10, $"chi_1 {what}");
            Close.To(one.CStar!.Value, other.CStar!.Value, 1e-9, $"c* {what}");
            Close.Relative(one.CStarComplement!.Value, other.CStarComplement!.Value, 1e-8, $"1 - c* {what}");
            Close.To(one.ChiC!.Value, other.ChiC!.Value, 1e-9, $"chi_c {what}");
            Close.To(one.VarianceSlope!.Value, other.VarianceSlope!.Value, 1e-9, $"slope {what}");
            Assert.Equal(one.FixedPoints.Length, other.FixedPoints.Length);
        }
    }

    /// <summary>What nothing drives stays uncorrelated: c* = 0 for odd φ without bias, and the least drive moves it.</summary>
    [Fact]
    public void Correlation_fixed_point_leaves_0_with_the_drive()
    {
        Activation tanh = ActivationParser.Parse("tanh");
        PhasePoint none = PhasePoint.Of(tanh, 2.0, 0.0);
        Assert.Equal((0.0, 1.0), (none.CStar, none.CStarComplement));
        foreach (double bias in new[] { 1e-12, 1e-8, 1e-5 })
        {
            // c q* = σ_w² I_φ(c) + σ_b² with I_φ = c q* I_φ'(0) + O(c³).
            PhasePoint point = PhasePoint.Of(tanh, 2.0, bias);
            double slope = 2.0 * DualActivation.Of(tanh, point.QStar!.Value, point.QStar.Value, Correlation.Of(0.0)).Slope;
            Close.Relative(bias / point.QStar.Value / (1.0 - slope), point.CStar!.Value, 1e-3 + (1e-15 / bias), $"c* at {bias}");
        }
    }

    [Theory]
    [InlineData("power:n=2", 0.5)]
    [InlineData("power:n=2", 2.0)]
    [InlineData("tanh", 1.0)]
    [InlineData("sin", 3.0)]
    [InlineData("linear", 1.0)]
    [InlineData("silu", 0.2)]
    [InlineData("erf", 1e-4)]
    public void Diagrams_are_made_of_single_points_on_any_grid(string text, double inputMoment)
    {
        Activation activation = ActivationParser.Parse(text);
        ImmutableArray<double> weights = [.. Enumerable.Range(0, 24).Select(i => 0.13 * i), 1.0, 1.0001, 0.9999, 0.2, 3.0];
        ImmutableArray<double> biases = [0.0, 1e-3, 0.1, 0.7];
        PhaseDiagram diagram = PhaseDiagram.Of(activation, weights, biases, inputMoment);
        for (int row = 0; row < biases.Length; row++)
        {
            for (int column = 0; column < weights.Length; column++)
            {
                double expected = PhasePoint.Of(activation, weights[column], biases[row], inputMoment).Chi1 ?? double.PositiveInfinity;
                double actual = diagram.Chi1(column, row);
                Assert.True(expected == actual || Math.Abs(expected - actual) <= 1e-9 * expected, $"{text} at {weights[column]}, {biases[row]}: {expected} and {actual}");
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseDiagram.Of(activation, [-1.0], [0.0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseDiagram.Of(activation, [1.0], [-0.1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PhaseDiagram.Of(activation, [1.0], [0.1], 0.0));
    }

    [Fact]
    public void Quadrature_of_a_constant_is_its_square()
    {
        DualValue dual = DualActivation.ByQuadrature(ActivationParser.Parse("0*x-1.5"), 1.0, 0.5, Correlation.Of(0.3));
        Close.To(2.25, dual.Value, 1e-14, "value");
        Assert.Equal(0.0, dual.Slope);
    }

    /// <summary>Panels serve up to the variance that their doc names, that one included.</summary>
    [Fact]
    public void Panels_serve_up_to_their_largest_variance()
    {
        Activation elu = ActivationParser.Parse("elu");
        foreach (double c in new[] { -0.3, 0.8 })
        {
            DualValue closed = DualActivation.Of(elu, 1e4, 1.0, Correlation.Of(c)), panels = DualActivation.ByQuadrature(elu, 1e4, 1.0, Correlation.Of(c));
            Close.To(closed.Value, panels.Value, 3.0 * (closed.Error + panels.Error), $"value at {c}");
            Close.To(closed.Slope, panels.Slope, 3.0 * (closed.Error + panels.Error), $"slope at {c}");
        }

        Assert.Throws<NonConvergenceException>(() => DualActivation.ByQuadrature(elu, 1.0001e4, 1.0, Correlation.Of(0.1)));
    }

    /// <summary>Each normalisation needs its samples: 2 for the mean, 3 for a batch; and 3 outputs for a layer.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(100, 10)]
    public void Diagnosis_compares_the_normalisations_that_exist(int samples, int outputs)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(
            ActivationParser.Parse("tanh"), depth: 4, weightVariance: 1.5, biasVariance: 0.1, weights: WeightEnsemble.Gaussian);
        InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(network, new FisherSetting(width: 500, samples: samples, outputs: outputs));
        List<Normalization> expected = [];
        if (samples >= 2)
        {
            expected.Add(Normalization.MeanLast);
        }

        if (samples >= 3)
        {
            expected.AddRange([Normalization.BatchLast, Normalization.BatchMiddle]);
        }

        if (outputs > 3)
        {
            expected.Add(Normalization.Layer);
        }

        Assert.Equal(expected, diagnosis.Effects.Select(effect => effect.Normalization));
        Close.Relative(Math.Abs(diagnosis.Point.Chi1!.Value - 1.0), diagnosis.Deviation, 1e-15, "deviation");
        Close.Relative(1.0 / Math.Abs(Math.Log(diagnosis.Point.Chi1.Value)), diagnosis.GradientDepth!.Value, 1e-14, "depth of the gradients");
        Close.Relative(2.0 / (diagnosis.Fisher!.Largest.Value ?? diagnosis.Fisher.Largest.Lower!.Value), diagnosis.CriticalLearningRate!.Value, 1e-12, "2/lambda_max");
        Close.Relative(diagnosis.Overlaps!.Gradients[0].Moment, diagnosis.GradientFactor!.Value, 1e-15, "change of the gradient");
        Assert.Null(diagnosis.Spectrum);
        double q = (1.5 * network.InputMoment) + 0.1;
        q = diagnosis.Point.Map.Next(diagnosis.Point.Map.Next(q));
        Close.Relative(q, diagnosis.LastVariance, 1e-14, "last variance");
        CriticalPoint critical = diagnosis.Critical!.Value;
        Assert.Equal(0.1, critical.BiasVariance);
        Close.Relative((critical.QStar - 0.1) / critical.WeightVariance, diagnosis.CriticalInputMoment!.Value, 1e-14, "input at the critical point");
        Assert.Equal((VarianceStability.Attracting, Phase.Critical), (diagnosis.CriticalStability, diagnosis.PhaseWhenFollowed));
        Assert.Null(diagnosis.Alternative);
    }
}
