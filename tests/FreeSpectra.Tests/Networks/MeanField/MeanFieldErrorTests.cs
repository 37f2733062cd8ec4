using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Claimed errors are positive, small, and cover what another route says; refusals name their integral.</summary>
public sealed class MeanFieldErrorTests
{
    [Theory]
    [InlineData("tanh(x)", "1000*tanh(x/1000)", 1e3)]
    [InlineData("tanh(x)", "0.01*tanh(x/0.01)", 0.01)]
    [InlineData("hard-tanh:s=1,g=1", "3*min(max(x/3,-1),1)", 3.0)]
    public void Errors_of_a_phase_cover_the_scaled_activation(string plainText, string scaledText, double s)
    {
        Activation plain = ActivationParser.Parse(plainText), scaled = ActivationParser.Parse(scaledText);
        foreach ((double weight, double bias) in new[] { (1.8, 1e-3), (2.6, 0.3), (0.7, 0.2), (1.3, 0.05) })
        {
            PhasePoint one = PhasePoint.Of(plain, weight, bias), other = PhasePoint.Of(scaled, weight, bias * s * s, inputMoment: s * s);
            PhaseErrors e = PhaseErrors.Of(one), f = PhaseErrors.Of(other);
            string what = $"{scaledText} at {weight}, {bias}";
            if (one.QStar is not { } q || one.Phase == Phase.Critical)
            {
                continue;
            }

            Covered(q, e.QStar, other.QStar / (s * s), f.QStar / (s * s), $"q* of {what}");
            Covered(one.Chi1!.Value, e.Chi1, other.Chi1, f.Chi1, $"chi_1 of {what}");
            Covered(one.VarianceSlope!.Value, e.VarianceSlope, other.VarianceSlope, f.VarianceSlope, $"slope of {what}");
            Covered(one.CStarComplement!.Value, e.CStarComplement, other.CStarComplement, f.CStarComplement, $"1 - c* of {what}");
            Covered(one.ChiC!.Value, e.ChiC, other.ChiC, f.ChiC, $"chi_c of {what}");
            if (one.XiC is { } xiC)
            {
                Covered(xiC, e.XiC, other.XiC, f.XiC, $"xi_c of {what}");
                Close.To(-1.0 / Math.Log(one.ChiC.Value), xiC, 1e-14 * xiC, "xi_c by definition");
            }

            if (one.XiQ is { } xiQ)
            {
                Covered(xiQ, e.XiQ, other.XiQ, f.XiQ, $"xi_q of {what}");
            }
        }
    }

    [Theory]
    [InlineData("tanh", 0.05)]
    [InlineData("erf", 0.2)]
    [InlineData("sigmoid", 0.01)]
    public void Errors_of_a_critical_point_are_small_and_carry_that_of_its_variance(string text, double bias)
    {
        Activation activation = ActivationParser.Parse(text);
        CriticalPoint point = CriticalLine.ForBias(activation, bias);
        Assert.InRange(point.QStarError, 1e-18 * point.QStar, 1e-11 * point.QStar);
        Assert.InRange(point.WeightVarianceError, 1e-17 * point.WeightVariance, 1e-11 * point.WeightVariance);
        CriticalPoint here = CriticalLine.At(activation, point.QStar);
        Assert.Equal(0.0, here.QStarError);
        Assert.InRange(here.BiasVarianceError, 1e-18 * bias, 1e-11 * bias);
        Close.To(bias, here.BiasVariance, 3.0 * (here.BiasVarianceError + (point.QStarError * 10.0)), "bias at the root");
        Assert.True(here.WeightVarianceError <= point.WeightVarianceError, "the error of q* adds to that of the weight variance");
    }

    /// <summary>φ = erf: E φ'² = (4/π)/√(1 + 4q) and the slope of the variance map at the critical point is 1/(1 + 2q).</summary>
    [Theory]
    [InlineData(0.01), InlineData(0.7), InlineData(30.0)]
    public void Errors_of_gain_and_slope_cover_the_closed_form_of_erf(double q)
    {
        CriticalPoint point = CriticalLine.At(ActivationParser.Parse("erf(x)"), q);
        double gain = Math.Sqrt(Math.PI * Math.Sqrt(1.0 + (4.0 * q)) / 4.0);
        Close.To(gain, point.Gain, point.GainError + (2e-16 * gain), "gain");
        Assert.InRange(point.GainError, 1e-17, 1e-13 * gain);
        Close.To(1.0 / (1.0 + (2.0 * q)), point.VarianceSlope, point.VarianceSlopeError + 2e-16, "slope");
        Assert.InRange(point.VarianceSlopeError, 1e-18, 1e-13);
    }

    [Theory]
    [InlineData("tanh(x)", "1000*tanh(x/1000)", 1e3, 1.9, 0.05)]
    [InlineData("tanh(x)", "0.01*tanh(x/0.01)", 0.01, 1.2, 0.02)]
    [InlineData("erf(x)", "3*erf(x/3)", 3.0, 0.6, 0.3)]
    public void Errors_of_a_diagnosis_cover_the_scaled_activation(string plainText, string scaledText, double s, double weight, double bias)
    {
        InitializationDiagnosis Diagnosis(string text, double scale) => InitializationDiagnosis.Of(
            NetworkSpecification.Uniform(
                ActivationParser.Parse(text), depth: 12, weightVariance: weight, biasVariance: bias * scale * scale, inputMoment: scale * scale,
                weights: WeightEnsemble.Gaussian),
            new FisherSetting(500, 500, 10));
        InitializationDiagnosis one = Diagnosis(plainText, 1.0), other = Diagnosis(scaledText, s);
        Covered(one.LastVariance, one.LastVarianceError, other.LastVariance / (s * s), other.LastVarianceError / (s * s), "variance of the last hidden layer");
        Covered(one.GradientFactor!.Value, one.GradientFactorError, other.GradientFactor, other.GradientFactorError, "gradient factor");
        Covered(one.GradientDepth!.Value, one.GradientDepthError, other.GradientDepth, other.GradientDepthError, "gradient depth");
    }

    [Fact]
    public void Divergent_integrals_have_their_names()
    {
        Activation activation = ActivationParser.Parse("exp(x^2)");
        (string, Func<Estimate<double>>)[] table =
        [
            ("E phi", () => GaussianMoments.Mean(activation, 1.0)),
            ("E phi^2", () => GaussianMoments.SecondMoment(activation, 1.0)),
            ("E phi'", () => GaussianMoments.SlopeMean(activation, 1.0)),
            ("E phi'^2", () => GaussianMoments.SlopeSecondMoment(activation, 1.0)),
            ("E Z phi phi'", () => GaussianMoments.VarianceSlope(activation, 1.0)),
            ("q E phi'^2 - E phi^2", () => GaussianMoments.CriticalExcess(activation, 1.0)),
        ];
        Assert.All(table, row => Assert.Equal(
            $"{row.Item1} of {activation.Name} at variance 1 diverges: the integrand outgrows the normal density.",
            Assert.Throws<ArgumentException>(() => row.Item2()).Message));
        Activation jump = ActivationParser.Parse("step(x)*exp(x^2)");
        Assert.StartsWith("E (Z^2 - 1) phi^2 of ", Assert.Throws<ArgumentException>(() => GaussianMoments.VarianceSlope(jump, 1.0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianMoments.Mean(activation, -1.0));
    }

    /// <summary>At q = 0 every moment is the function at 0.</summary>
    [Theory]
    [InlineData("gelu"), InlineData("sigmoid"), InlineData("selu"), InlineData("elu"), InlineData("cos"), InlineData("erf"), InlineData("exp")]
    public void Moments_at_vanishing_variance_are_the_values_at_0(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        double value = activation.Value(0.0);
        double left = activation.Derivative(-1e-300), right = activation.Derivative(1e-300);
        Close.To(value, GaussianMoments.Mean(activation, 0.0).Value, 1e-16, "E phi");
        Close.To(value * value, GaussianMoments.SecondMoment(activation, 0.0).Value, 1e-16, "E phi^2");
        Close.To(0.5 * ((left * left) + (right * right)), GaussianMoments.SlopeSecondMoment(activation, 0.0).Value, 1e-15, "E phi'^2");
        Close.To(0.5 * (left + right), GaussianMoments.SlopeMean(activation, 0.0).Value, 1e-15, "E phi'");
        Close.To(value * value, GaussianMoments.SecondMoment(activation, 1e-20).Value, 1e-9, "E phi^2 beside 0");
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(3.0)]
    public void Diagnosis_starts_from_the_inputs_own_moment(double inputMoment)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(
            ActivationParser.Parse("tanh"), depth: 3, weightVariance: 1.4, biasVariance: 0.1, weights: WeightEnsemble.Haar, inputMoment: inputMoment);
        InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(network, new FisherSetting(100, 10, 5));
        double q = diagnosis.Point.Map.Next((1.4 * inputMoment) + 0.1);
        Close.Relative(q, diagnosis.LastVariance, 1e-14, "variance of the last hidden layer");
        Assert.NotNull(diagnosis.Spectrum);
        Assert.True(diagnosis.SpectrumTop > diagnosis.Spectrum.Mean && diagnosis.JacobianTop > diagnosis.Jacobian!.Mean, "tops lie above the means");
    }

    private static void Covered(double one, double? error, double? other, double? otherError, string what)
    {
        Assert.InRange(error!.Value, one == 0.0 ? 0.0 : double.Epsilon, 1e-9 * Math.Max(Math.Abs(one), 1e-3));
        Assert.InRange(otherError!.Value, one == 0.0 ? 0.0 : double.Epsilon, 1e-9 * Math.Max(Math.Abs(one), 1e-3));
        Close.To(one, other!.Value, 3.0 * (error.Value + otherError.Value), $"{what}, claimed {error} and {otherError}");
    }
}
