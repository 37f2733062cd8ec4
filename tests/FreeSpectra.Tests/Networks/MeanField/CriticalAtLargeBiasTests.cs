using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Critical points whose fixed point of the variance is large.</summary>
public sealed class CriticalAtLargeBiasTests
{
    /// <summary>tanh by bisection at 30 digits of q E φ'² − E φ² = σ_b² E φ'².</summary>
    [Theory]
    [InlineData(1e6, 1001880.23807589730887, 1881.73807552301303760)]
    [InlineData(1e8, 100018799.979177972078, 18801.4791779683284802)]
    public void Tanh_has_a_critical_point_at_large_biases(double bias, double variance, double weight)
    {
        CriticalPoint point = CriticalLine.ForBias(ActivationParser.Parse("tanh"), bias);
        Close.To(variance, point.QStar, Math.Min(point.QStarError, 1e-10 * variance), "q*");
        Close.To(weight, point.WeightVariance, Math.Min(point.WeightVarianceError, 1e-10 * weight), "weight variance");
    }

    /// <summary>χ₁ = 1 and the variance is fixed.</summary>
    [Theory, InlineData(1e6), InlineData(1e8)]
    public void Bounded_activations_have_one(double bias) =>
        Assert.All((string[])["hard-tanh", "tanh", "sigmoid", "arctan", "softsign", "isru"], name =>
        {
            Activation activation = ActivationParser.Parse(name);
            CriticalPoint point = CriticalLine.ForBias(activation, bias);
            Close.Relative(1.0, point.WeightVariance * GaussianMoments.SlopeSecondMoment(activation, point.QStar).Value, 1e-12, $"chi_1 of {activation.Name}");
            Close.To(
                point.QStar, new VarianceMap(activation, point.WeightVariance, bias).Next(point.QStar), Math.Min(point.QStarError, 1e-10 * bias), $"fixed point of {activation.Name}");
        });

    /// <summary>ELU: E φ'² = ½ and qE φ'² − E φ² = ½(√(q/2π) − 1) to first order, so that σ_b² = √(q/2π) − 1.</summary>
    [Fact]
    public void Elu_has_one_far_out()
    {
        CriticalPoint point = CriticalLine.ForBias(ActivationParser.Parse("elu"), 1e4);
        Close.Relative(2.0 * Math.PI * 10001.0 * 10001.0, point.QStar, 1e-4, "q*");
        Close.Relative(point.QStar, new VarianceMap(ActivationParser.Parse("elu"), point.WeightVariance, 1e4).Next(point.QStar), 1e-13, "fixed point");
    }

    [Fact]
    public void A_refusal_says_where_it_looked() => Assert.Equal(
        "bias variance must allow a critical weight variance, but elu has none at 1000000: no fixed point of the variance in [1E-06, 1000000000] has chi_1 = 1.",
        Assert.Throws<ArgumentException>(() => CriticalLine.ForBias(ActivationParser.Parse("elu"), 1e6)).Message);
}
