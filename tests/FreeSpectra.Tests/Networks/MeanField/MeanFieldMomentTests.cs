using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>Moments of activations whose Gaussian integrals are elementary, and what is refused.</summary>
public sealed class MeanFieldMomentTests
{
    [Theory, InlineData(0.3), InlineData(1.0), InlineData(2.7)]
    public void Powers_have_double_factorials_as_moments(double q)
    {
        double factorial = 1.0;
        for (int n = 2; n <= 5; n++)
        {
            Activation power = ActivationParser.Parse($"power:n={n}");

            // E φ² = (2n − 1)!! qⁿ, E φ'² = n²(2n − 3)!! qⁿ⁻¹, E φφ'' = n(n − 1)(2n − 3)!! qⁿ⁻¹.
            factorial *= (2.0 * n) - 3.0;
            Close.Relative(factorial * ((2.0 * n) - 1.0) * Math.Pow(q, n), GaussianMoments.SecondMoment(power, q).Value, 1e-13, "E phi^2");
            Close.Relative(n * n * factorial * Math.Pow(q, n - 1), GaussianMoments.SlopeSecondMoment(power, q).Value, 1e-13, "E phi'^2");
            Close.Relative(n * (n - 1.0) * factorial * Math.Pow(q, n - 1), GaussianMoments.Curvature(power, q).Value, 1e-12, "E phi phi''");
            double even = n == 2 ? q : 3.0 * q * q;
            Close.To(n is 2 or 4 ? even : 0.0, n <= 4 ? GaussianMoments.Mean(power, q).Value : 0.0, 1e-12, "E phi");
        }
    }

    [Theory, InlineData(0.2), InlineData(1.5), InlineData(30.0)]
    public void Gaussian_and_exponential_activations_have_elementary_moments(double q)
    {
        Activation gaussian = ActivationParser.Parse("gaussian"), exponential = ActivationParser.Parse("exp(0.3*x)");
        Close.Relative(1.0 / Math.Sqrt(1.0 + (2.0 * q)), GaussianMoments.Mean(gaussian, q).Value, 1e-13, "E exp(-x^2)");
        Close.Relative(1.0 / Math.Sqrt(1.0 + (4.0 * q)), GaussianMoments.SecondMoment(gaussian, q).Value, 1e-13, "E exp(-2x^2)");
        Close.To(0.0, GaussianMoments.SlopeMean(gaussian, q).Value, 1e-14, "E phi' of an even function");
        Close.Relative(4.0 * q * Math.Pow(1.0 + (4.0 * q), -1.5), GaussianMoments.SlopeSecondMoment(gaussian, q).Value, 1e-12, "E 4x^2 exp(-2x^2)");
        Close.Relative(Math.Exp(0.045 * q), GaussianMoments.Mean(exponential, q).Value, 1e-13, "E exp(0.3x)");
        Close.Relative(0.09 * Math.Exp(0.18 * q), GaussianMoments.SlopeSecondMoment(exponential, q).Value, 1e-13, "E 0.09 exp(0.6x)");
        Close.Relative(0.18 * Math.Exp(0.18 * q), GaussianMoments.VarianceSlope(exponential, q).Value, 1e-12, "d/dq E exp(0.6x)");
    }

    [Theory, InlineData("tanh"), InlineData("gelu"), InlineData("relu"), InlineData("hard-tanh:s=1,g=1"), InlineData("elu"), InlineData("gaussian")]
    public void Slope_of_the_variance_map_is_its_derivative(string name)
    {
        Activation activation = ActivationParser.Parse(name);
        const double q = 1.3, step = 1e-4;
        double slope = (GaussianMoments.SecondMoment(activation, q + step).Value - GaussianMoments.SecondMoment(activation, q - step).Value) / (2.0 * step);
        Close.To(slope, GaussianMoments.VarianceSlope(activation, q).Value, 1e-7, "d/dq E phi^2");
        Close.To(
            slope - GaussianMoments.SlopeSecondMoment(activation, q).Value, GaussianMoments.Curvature(activation, q).Value, 1e-7, "E phi phi''");
        Close.To(
            (q * GaussianMoments.SlopeSecondMoment(activation, q).Value) - GaussianMoments.SecondMoment(activation, q).Value,
            GaussianMoments.CriticalExcess(activation, q).Value,
            1e-13,
            "q E phi'^2 - E phi^2");
    }

    [Fact]
    public void Tangent_kernel_of_a_linear_network_counts_its_layers()
    {
        // φ(x) = x: K_ℓ = σ_w² K_{ℓ−1} + σ_b², Θ_ℓ = K_ℓ + σ_w² Θ_{ℓ−1}.
        const double w = 1.3, b = 0.2, first = 0.8, second = 1.1, cross = -0.4;
        ImmutableArray<TangentKernelLayer> layers = TangentKernel.Of(ActivationParser.Parse("linear"), w, b, first, second, cross, 5);
        (double k, double k1, double k2) = ((w * cross) + b, (w * first) + b, (w * second) + b);
        (double t, double t1, double t2) = (k, k1, k2);
        foreach (TangentKernelLayer layer in layers)
        {
            Close.To(k, layer.Process, 1e-14, "K12");
            Close.Relative(k1, layer.Process11, 1e-14, "K11");
            Close.Relative(k2, layer.Process22, 1e-14, "K22");
            Close.To(t, layer.Tangent, 1e-13, "T12");
            Close.Relative(t1, layer.Tangent11, 1e-13, "T11");
            Close.Relative(t2, layer.Tangent22, 1e-13, "T22");
            (k, k1, k2) = ((w * k) + b, (w * k1) + b, (w * k2) + b);
            (t, t1, t2) = (k + (w * t), k1 + (w * t1), k2 + (w * t2));
        }

        Assert.Equal([1, 2, 3, 4, 5], layers.Select(layer => layer.Layer));
    }

    [Fact]
    public void Tangent_kernel_of_one_input_of_a_rectifier_network_halves_at_each_layer()
    {
        // E φ² = q/2 and E φ'² = ½: K_ℓ = σ_w² K_{ℓ−1}/2 + σ_b², Θ_ℓ = K_ℓ + σ_w² Θ_{ℓ−1}/2. Opposite inputs share nothing but the bias.
        const double w = 1.7, b = 0.2, first = 0.8, second = 1.1;
        ImmutableArray<TangentKernelLayer> layers = TangentKernel.Of(ActivationParser.Parse("relu"), w, b, first, second, 0.3, 4);
        (double k1, double k2) = ((w * first) + b, (w * second) + b);
        (double t1, double t2) = (k1, k2);
        foreach (TangentKernelLayer layer in layers)
        {
            Close.Relative(k1, layer.Process11, 1e-14, "K11");
            Close.Relative(k2, layer.Process22, 1e-14, "K22");
            Close.Relative(t1, layer.Tangent11, 1e-13, "T11");
            Close.Relative(t2, layer.Tangent22, 1e-13, "T22");
            Assert.InRange(layer.Tangent * layer.Tangent, 0.0, t1 * t2);
            (k1, k2) = ((0.5 * w * k1) + b, (0.5 * w * k2) + b);
            (t1, t2) = (k1 + (0.5 * w * t1), k2 + (0.5 * w * t2));
        }

        TangentKernelLayer opposite = TangentKernel.Of(ActivationParser.Parse("relu"), w, 0.0, 1.0, 1.0, -1.0, 2)[1];
        Close.To(0.0, opposite.Process, 1e-15, "K12 of opposite inputs");
        Close.To(0.0, opposite.Tangent, 1e-14, "T12 of opposite inputs");
    }

    [Fact]
    public void Phase_diagram_keeps_what_it_was_asked()
    {
        Activation tanh = ActivationParser.Parse("tanh");
        PhaseDiagram diagram = PhaseDiagram.Of(tanh, [0.5, 1.0, 3.0], [0.0, 0.3]);
        Assert.Same(tanh, diagram.Activation);
        Assert.Equal([0.5, 1.0, 3.0], diagram.WeightVariances);
        Assert.Equal([0.0, 0.3], diagram.BiasVariances);
    }

    [Fact]
    public void Variances_moments_and_depths_out_of_range_are_refused_by_name()
    {
        Activation tanh = ActivationParser.Parse("tanh");
        Correlation half = Correlation.Of(0.5);
        IsRefused("variance", () => DualActivation.Of(tanh, 0.0, 1.0, half));
        IsRefused("variance", () => DualActivation.Of(tanh, 1.0, -1.0, half));
        IsRefused("variance", () => DualActivation.ByQuadrature(tanh, -1.0, 1.0, half));
        IsRefused("variance", () => DualActivation.ByQuadrature(tanh, 1.0, double.NaN, half));
        IsRefused("variance", () => GaussianMoments.SecondMoment(tanh, -1.0));
        IsRefused("weightVariance", () => new VarianceMap(tanh, -1.0, 0.0));
        IsRefused("biasVariance", () => new VarianceMap(tanh, 1.0, -0.1));
        IsRefused("biasVariance", () => CriticalLine.AtBias(tanh, -0.1));
        IsRefused("inputMoment", () => PhasePoint.Of(tanh, 1.0, 0.0, 0.0));
        IsRefused("weight variance", () => PhaseDiagram.Of(tanh, [1.0, -1.0], [0.0]));
        IsRefused("bias variance", () => PhaseDiagram.Of(tanh, [1.0], [0.0, double.NaN]));
        IsRefused("weightVariance", () => TangentKernel.Of(tanh, 0.0, 0.0, 1.0, 1.0, 0.5, 3));
        IsRefused("biasVariance", () => TangentKernel.Of(tanh, 1.0, -1.0, 1.0, 1.0, 0.5, 3));
        IsRefused("first", () => TangentKernel.Of(tanh, 1.0, 0.0, 0.0, 1.0, 0.0, 3));
        IsRefused("second", () => TangentKernel.Of(tanh, 1.0, 0.0, 1.0, 0.0, 0.0, 3));
        IsRefused("cross", () => TangentKernel.Of(tanh, 1.0, 0.0, 1.0, 4.0, 2.1, 3));
        IsRefused("layers", () => TangentKernel.Of(tanh, 1.0, 0.0, 1.0, 1.0, 0.5, 0));
        Assert.Throws<ArgumentException>(() => CriticalLine.At(ActivationParser.Parse("step"), 1.0));
        Assert.Throws<ArgumentException>(() => CriticalLine.ForBias(ActivationParser.Parse("relu"), 0.1));
    }

    private static void IsRefused(string name, Func<object?> action) =>
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(action).ParamName);
}
