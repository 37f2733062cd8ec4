using System.Globalization;
using System.Text.Json;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

public sealed class DualActivationTests
{
    private const string Panel = "tanh(x); kinks=0";

    public static TheoryData<string> WithClosedForm =>
    [
        "linear", "relu", "leaky-relu:slope=0.1", "shifted-relu:slope=1.5,threshold=-0.4", "shifted-relu:slope=0.8,threshold=0.7",
        "hard-tanh:s=0.5,g=1.2", "abs", "step", "sign", "step(x-0.6)-0.3*x", "erf", "sin", "cos", "exp", "gaussian", "gelu", "power:n=3",
        "max(x+0.5,0)-2*min(x-1,0)+abs(x)",
    ];

    public static TheoryData<string> Continuous =>
    [
        "relu", "leaky-relu:slope=0.1", "hard-tanh:s=0.5,g=1.2", "abs", "tanh", "erf", "sin", "cos", "sigmoid", "gelu", "silu", "softplus",
        "elu", "selu", "arctan", "isru", "softsign", "mish", "power:n=3", "rectified-power:n=2", "x*sigmoid(1.7*x)", "tanh(x)+0.2*abs(x-0.4)",
    ];

    [Fact]
    public void Duals_agree_with_the_network_cases()
    {
        int count = 0;
        foreach (JsonElement entry in OracleTable.NetworkCases("DUAL"))
        {
            JsonElement inputs = entry.GetProperty("inputs");
            DualValue dual = DualActivation.Of(
                ActivationParser.Parse(OracleTable.ActivationOf(inputs)),
                inputs.Number("var_u"),
                inputs.Number("var_v"),
                Correlation.Of(inputs.Number("corr")));
            double expected = entry.Number("expected");
            double actual = entry.GetProperty("what").GetString()!.StartsWith("E[phi'", StringComparison.Ordinal) ? dual.Slope : dual.Value;
            Close.To(expected, actual, 1e-12 * (1.0 + Math.Abs(expected)), $"{entry.GetProperty("id")} {inputs}");
            count++;
        }

        Assert.True(count > 100);
    }

    [Fact]
    public void Duals_agree_with_twenty_digit_tables()
    {
        foreach (JsonElement entry in OracleTable.OrderParameters("gaussian_2d"))
        {
            JsonElement setting = entry.GetProperty("setting");
            Activation activation = ActivationParser.Parse(OracleTable.ActivationOf(setting));
            double variance = setting.Number("a");
            double[] values = entry.GetProperty("expected").Numbers("I_phi");
            double[] slopes = entry.GetProperty("expected").Numbers("I_phi_prime");
            string[] correlations = [.. setting.GetProperty("c").EnumerateArray().Select(c => c.GetString()!)];
            for (int i = 0; i < correlations.Length; i++)
            {
                decimal exact = decimal.Parse(correlations[i], CultureInfo.InvariantCulture);
                Correlation c = exact > 0 ? Correlation.FromComplement((double)(1 - exact)) : Correlation.Of((double)exact);
                DualValue dual = DualActivation.Of(activation, variance, variance, c);
                string what = $"{entry.GetProperty("id")} c = {correlations[i]}";
                Close.To(values[i], dual.Value, 1e-12 * (Math.Abs(values[i]) + 1e-3), what);
                Close.To(slopes[i], dual.Slope, 1e-12 * (Math.Abs(slopes[i]) + 1e-3), what + " slope");
                Close.To(values[i], dual.Value, (3.0 * dual.Error) + 1e-17, what + " beyond its error estimate");
                Close.To(slopes[i], dual.Slope, (3.0 * dual.Error) + 1e-17, what + " slope beyond its error estimate");
            }
        }
    }

    [Fact]
    public void Moments_agree_with_tables()
    {
        foreach (JsonElement entry in OracleTable.OrderParameters("gaussian_1d"))
        {
            JsonElement setting = entry.GetProperty("setting");
            JsonElement expected = entry.GetProperty("expected");
            Activation activation = ActivationParser.Parse(OracleTable.ActivationOf(setting));
            double q = setting.Number("q");
            Near(entry, "E_phi", GaussianMoments.Mean(activation, q));
            Near(entry, "E_phi2", GaussianMoments.SecondMoment(activation, q));
            Near(entry, "E_phiprime2", GaussianMoments.SlopeSecondMoment(activation, q));
            Near(entry, "E_phi_phi2ndderiv", GaussianMoments.Curvature(activation, q));
        }

        foreach (JsonElement entry in OracleTable.NetworkCases("MOM"))
        {
            JsonElement inputs = entry.GetProperty("inputs");
            Activation activation = ActivationParser.Parse(OracleTable.ActivationOf(inputs));
            double q = inputs.Number("q");
            Near(entry, "E_phi2", GaussianMoments.SecondMoment(activation, q));
            Near(entry, "E_dphi2", GaussianMoments.SlopeSecondMoment(activation, q));
        }
    }

    [Theory, MemberData(nameof(WithClosedForm))]
    public void Closed_form_and_quadrature_agree(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double a, double b) in new[] { (1.0, 1.0), (0.3, 0.3), (2.0, 0.7), (4.0, 4.0) })
        {
            foreach (double c in new[] { -0.9999, -0.93, -0.4, 0.0, 0.35, 0.899, 0.901, 0.97, 0.99999 })
            {
                DualValue closed = DualActivation.Of(activation, a, b, Correlation.Of(c));
                DualValue numeric = DualActivation.ByQuadrature(activation, a, b, Correlation.Of(c));
                double within = 3.0 * (closed.Error + numeric.Error);
                Assert.True(within < 4e-12 * (1.0 + Math.Pow(a * b, 2.0)), $"{text} at {a}, {b}, {c}: error {within:E1}");
                Close.To(closed.Value, numeric.Value, within, $"{text} at {a}, {b}, {c}");
                if (activation.Kinks.Select((_, i) => activation.JumpAt(i)).All(jump => jump == 0.0))
                {
                    Close.To(closed.Slope, numeric.Slope, within, $"{text} slope at {a}, {b}, {c}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(WithClosedForm))]
    public void Slope_is_the_derivative_of_the_value_by_the_covariance(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double a, double b) in new[] { (1.0, 1.0), (2.0, 0.7) })
        {
            foreach (double c in new[] { -0.6, 0.0, 0.5 })
            {
                double h = 1e-3;
                double At(double step) => DualActivation.Of(activation, a, b, Correlation.Of(c + step)).Value;
                double first = (At(h) - At(-h)) / (2.0 * h);
                double second = (At(2.0 * h) - At(-2.0 * h)) / (4.0 * h);
                double derivative = ((4.0 * first) - second) / 3.0 / Math.Sqrt(a * b);
                double slope = DualActivation.Of(activation, a, b, Correlation.Of(c)).Slope;
                Close.To(slope, derivative, 1e-9 * (1.0 + Math.Abs(slope)), $"{text} at {a}, {b}, {c}");
            }
        }
    }

    /// <summary>The difference of two duals, as the integral of the slope: the two must agree where neither cancels.</summary>
    [Theory, MemberData(nameof(Continuous))]
    public void Deficit_has_full_relative_accuracy(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        const double q = 0.8;
        DualValue same = DualActivation.Of(activation, q, q, Correlation.Of(1.0));
        foreach (double epsilon in new[] { 1e-2, 1.9e-2 })
        {
            Correlation c = Correlation.FromComplement(epsilon);
            double plain = same.Value - DualActivation.Of(activation, q, q, c).Value;
            Close.To(plain, DualActivation.Deficit(activation, q, c).Value, 1e-12 * Math.Max(plain, same.Value), $"{text} at 1 - {epsilon}");
        }

        // Two independent copies differ by (q/2)·eps·…: E(φ(u) − φ(v))²/2 → q ε E φ'² as ε → 0.
        double tiny = DualActivation.Deficit(activation, q, Correlation.FromComplement(1e-14)).Value / 1e-14;
        Close.To(q * same.Slope, tiny, 1e-6 * tiny, text);
    }

    [Fact]
    public void Deficit_of_relu_agrees_with_sixty_digits()
    {
        Estimate<double> deficit = DualActivation.Deficit(ActivationParser.Parse("relu"), 1.0, Correlation.FromComplement(1e-12));
        Close.To(9.9999969989456128095e-13, 2.0 * deficit.Value, 1e-24, "1 - kappa_1 at 1 - 1e-12");
        DualValue step = DualActivation.Of(ActivationParser.Parse("relu"), 1.0, 1.0, Correlation.FromComplement(1e-12));
        Close.To(4.5015815807859054796e-7, 1.0 - (2.0 * step.Slope), 3e-16, "1 - kappa_0 at 1 - 1e-12");
    }

    /// <summary>E φ'² − I_φ' → q ε E φ''²: in a deep ordered network what is left without the samples' mean keeps its sign and size.</summary>
    [Fact]
    public void Networks_whose_samples_have_become_alike_keep_the_gap_of_their_slopes()
    {
        Activation tanh = ActivationParser.Parse("tanh");
        NetworkSpecification network = NetworkSpecification.Uniform(tanh, depth: 60, weightVariance: 1.2, biasVariance: 0.2, weights: WeightEnsemble.Gaussian);
        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        Overlap last = overlaps.Activations[^2];
        double q = (1.2 * last.Moment) + 0.2;
        double epsilon = 1.2 * last.Gap / q;
        Assert.InRange(epsilon, 1e-30, 1e-9);
        double curvature = GaussianExpectation.Of(z => Math.Pow(tanh.SecondDerivative(Math.Sqrt(q) * z), 2.0), [], "E phi''^2").Value;
        Overlap gradient = overlaps.Gradients[^2];
        Close.To(1.2 * q * epsilon * curvature, gradient.Gap, 1e-6 * gradient.Gap, "gap of the gradients beside the output");
        Assert.True(overlaps.KappaGap > 0.0);
    }

    /// <summary>As c → −1: E u₊v₊ → η³/6π and P(u, v &gt; 0) = η/2π with cos η = −c, to full relative accuracy.</summary>
    [Fact]
    public void Duals_of_relu_keep_their_relative_accuracy_at_opposite_inputs()
    {
        foreach (double eta in new[] { 1e-2, 1e-4, 1e-6 })
        {
            double half = Math.Sin(0.5 * eta);
            DualValue dual = DualActivation.Of(ActivationParser.Parse("relu"), 1.0, 1.0, Correlation.FromComplement(2.0 * half * half).Negated);
            double square = eta * eta;
            double value = eta * square / (6.0 * Math.PI) * (1.0 - (square / 10.0 * (1.0 - (square / 28.0))));
            Close.To(value, dual.Value, 4e-15 * value, $"value at eta = {eta}");
            Close.To(0.5 * eta / Math.PI, dual.Slope, 4e-16 * eta, $"slope at eta = {eta}");
        }
    }

    [Theory]
    [InlineData("exp(x^2)", "E phi^2")]
    [InlineData("exp(x^2)-1; kinks=0.5", "diverges")]
    public void Divergent_integrals_are_refused_by_name(string text, string part)
    {
        Activation activation = ActivationParser.Parse(text);
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => GaussianMoments.SecondMoment(activation, 1.0)).Message, StringComparison.Ordinal);
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => DualActivation.Of(activation, 1.0, 1.0, Correlation.Of(0.3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Declared_kinks_change_the_route_but_not_the_value()
    {
        foreach (double c in new[] { -0.7, 0.2, 0.9999 })
        {
            DualValue smooth = DualActivation.Of(ActivationParser.Parse("tanh"), 1.3, 0.6, Correlation.Of(c));
            DualValue panels = DualActivation.Of(ActivationParser.Parse(Panel), 1.3, 0.6, Correlation.Of(c));
            Close.To(smooth.Value, panels.Value, 3e-15, $"value at {c}");
            Close.To(smooth.Slope, panels.Slope, 3e-15, $"slope at {c}");
        }
    }

    /// <summary>The orthant formula against integration of the conditional tail over one variable, split where it changes.</summary>
    [Fact]
    public void Orthant_probability_agrees_with_one_dimensional_integration()
    {
        GaussLegendre rule = GaussLegendre.Create(64);
        foreach (double h in new[] { 0.0, 0.3, 1.7, 4.0, -0.9 })
        {
            foreach (double k in new[] { 0.0, 0.31, 1.2, 5.0 })
            {
                foreach (double c in new[] { -0.999, -0.95, -0.5, 0.0, 0.6, 0.89, 0.91, 0.99, 0.9999 })
                {
                    Correlation correlation = Correlation.Of(c);
                    double sine = correlation.Sine;
                    double[] around = c == 0.0 ? [] : [.. new[] { -9.0, -3.0, -1.0, 0.0, 1.0, 3.0, 9.0 }.Select(s => (k + (s * sine)) / c)];
                    double[] cuts = [.. around.Append(3.0).Append(6.0).Where(x => x > h && x < 12.0).Append(h).Append(12.0).Order()];
                    double sum = cuts.Zip(cuts.Skip(1), (left, right) => rule.Integrate(
                        x => ErrorFunction.NormalDensity(x) * BivariateNormal.Tail((k - (c * x)) / sine), left, right)).Sum();
                    Close.To(sum, BivariateNormal.UpperOrthant(h, k, correlation), 2e-15, $"P(X > {h}, Y > {k}) at {c}");
                }
            }
        }
    }

    private static void Near(JsonElement entry, string key, Estimate<double> actual)
    {
        if (entry.GetProperty("expected").NumberIfAny(key) is { } expected)
        {
            Close.To(expected, actual.Value, 1e-13 * (Math.Abs(expected) + 4e-3), $"{entry.GetProperty("id")} {key}");
            Close.To(expected, actual.Value, (3.0 * actual.Error) + 3e-16, $"{entry.GetProperty("id")} {key} beyond its error estimate");
        }
    }
}
