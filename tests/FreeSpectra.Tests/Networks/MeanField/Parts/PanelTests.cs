using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField.Parts;

/// <summary>Chebyshev panels: polynomials are exact on them, and an activation is what its panels say.</summary>
public sealed class PanelTests
{
    private const int Terms = ChebyshevPanel.Terms;

    public static TheoryData<string> Activations =>
        ["tanh", "gelu", "elu", "hard-tanh:s=1,g=1", "tanh(x)+0.2*abs(x-0.4)", "step(x+0.3)-0.5*x", "exp(0.3*x)", "x^2-x", "0.5*max(x-30,0)+tanh(x)"];

    /// <summary>T_k at the Chebyshev points has the coefficients of T_k, and the recursion gives cos(k arccos t) back.</summary>
    [Fact]
    public void Chebyshev_polynomials_are_their_own_expansions()
    {
        double[] points = [.. ChebyshevPanel.Nodes];
        for (int k = 0; k < Terms; k++)
        {
            double[] samples = [.. ChebyshevPanel.Samples.ToArray().Select(t => Math.Cos(k * Math.Acos(t)))];
            double[] coefficients = [.. Enumerable.Repeat(7.0, Terms)];
            ChebyshevPanel.Expand(samples, coefficients);
            for (int j = 0; j < Terms; j++)
            {
                Close.To(j == k ? 1.0 : 0.0, coefficients[j], 2e-14, $"coefficient {j} of T_{k}");
            }

            Close.To(k >= Terms - 2 ? 1.0 : 0.0, ChebyshevPanel.Tail(coefficients), 2e-14, $"tail of T_{k}");
            double[] values = new double[ChebyshevPanel.Rule];
            double[] unit = [.. Enumerable.Range(0, Terms).Select(j => j == k ? -2.0 : 0.0)];
            ChebyshevPanel.Evaluate(unit, points, values);
            for (int i = 0; i < values.Length; i++)
            {
                Close.To(-2.0 * Math.Cos(k * Math.Acos(points[i])), values[i], 2e-14, $"-2 T_{k} at {points[i]}");
            }
        }

        Assert.Equal(Terms, ChebyshevPanel.Samples.Length);
        Close.To(2.0, ChebyshevPanel.Weights.ToArray().Sum(), 1e-15, "weights");
    }

    /// <summary>∫ (α + βz + γz²) n(z) over a panel by Φ and n at its ends, for narrow and wide laws inside, beside and far from it.</summary>
    [Fact]
    public void Parabolas_against_a_normal_law_have_closed_integrals()
    {
        const double alpha = 0.7, beta = -1.3, gamma = 0.4;
        foreach ((double left, double right) in new[] { (-1.0, 2.0), (0.0, 0.5), (-3.0, -2.5), (4.0, 6.0) })
        {
            double middle = 0.5 * (left + right), half = 0.5 * (right - left);
            double[] samples = [.. ChebyshevPanel.Samples.ToArray().Select(t => middle + (half * t)).Select(z => alpha + (beta * z) + (gamma * z * z))];
            double[] coefficients = new double[Terms];
            ChebyshevPanel.Expand(samples, coefficients);
            foreach (double deviation in new[] { 1e-6, 0.03, 0.4, 1.0, 3.0 })
            {
                foreach ((double anchor, double offset) in new[] { (0.0, 0.0), (0.5, -1e-7), (-2.5, 0.01), (1.0, 3.5), (40.0, 1.0), (4.0, 0.0) })
                {
                    double mean = anchor + offset;
                    double a = (left - anchor - offset) / deviation, b = (right - anchor - offset) / deviation;
                    double m0 = ErrorFunction.NormalCdf(b) - ErrorFunction.NormalCdf(a);
                    double nA = ErrorFunction.NormalDensity(a), nB = ErrorFunction.NormalDensity(b);
                    double m1 = nA - nB, m2 = m0 + (a * nA) - (b * nB);
                    double expected = (alpha * m0) + (beta * ((mean * m0) + (deviation * m1)))
                        + (gamma * ((mean * mean * m0) + (2.0 * mean * deviation * m1) + (deviation * deviation * m2)));
                    double actual = ChebyshevPanel.AgainstNormal(coefficients, left, right, deviation, ChebyshevPanel.Farthest, anchor, offset);
                    Close.To(expected, actual, 4e-14, $"[{left}, {right}] against N({mean}, {deviation})");
                }
            }
        }
    }

    /// <summary>Beyond the reach nothing is added, and up to it everything.</summary>
    [Fact]
    public void A_normal_law_counts_as_far_as_it_is_asked_to()
    {
        double[] one = [1.0, .. new double[Terms - 1]];
        Close.To(1.0 - (2.0 * ErrorFunction.NormalCdf(-3.0)), ChebyshevPanel.AgainstNormal(one, -50.0, 50.0, 0.7, 3.0), 1e-14, "three deviations");
        Close.To(
            ErrorFunction.NormalCdf(2.0) - ErrorFunction.NormalCdf(-3.0), ChebyshevPanel.AgainstNormal(one, -50.0, 1.4, 0.7, 3.0), 1e-14, "three on one side");
        Assert.Equal(0.0, ChebyshevPanel.AgainstNormal(one, 2.2, 50.0, 0.7, 3.0));
        Assert.Equal(0.0, ChebyshevPanel.AgainstNormal(one, -50.0, -2.2, 0.7, 3.0));
    }

    [Theory, MemberData(nameof(Activations))]
    public void Panels_hold_the_activation_and_its_slope(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach (double scale in new[] { 1e-3, 0.3, 1.0, 6.0, -1.0, -6.0, 300.0 })
        {
            if (text == "exp(0.3*x)" && scale > 100.0)
            {
                continue;
            }

            string what = $"{text} at scale {scale}";
            ActivationPanels made = ActivationPanels.Of(activation, scale)!;
            IReadOnlyList<ActivationPanels.Panel> panels = made.Panels;
            Assert.True(panels[0].Left <= -11.7 && panels[^1].Right >= 11.7, $"{what}: from {panels[0].Left} to {panels[^1].Right}");
            Assert.Equal(activation.Kinks.Select(kink => kink / scale), made.Kinks);
            Assert.All(
                made.Kinks.Where(kink => kink > panels[0].Left && kink < panels[^1].Right),
                kink => Assert.Contains(panels, panel => panel.Left == kink || panel.Right == kink));
            Close.Relative(Math.Sqrt(GaussianMoments.SecondMoment(activation, scale * scale).Value), made.Norm, 1e-14, $"norm of {what}");
            double slopeMoment = GaussianMoments.SlopeSecondMomentBetweenKinks(activation, scale * scale).Value;
            Close.To(Math.Sqrt(slopeMoment), made.SlopeNorm, 1e-14 * made.SlopeNorm, $"slope of {what}");
            Assert.InRange(made.Error, 0.0, 1e-13);
            double[] points = [.. ChebyshevPanel.Nodes], values = new double[points.Length], slopes = new double[points.Length];
            for (int i = 0; i < panels.Count; i++)
            {
                ActivationPanels.Panel panel = panels[i];
                Assert.True(panel.Right > panel.Left && (i == 0 || panels[i - 1].Right == panel.Left), $"{what}: panel {i} is from {panel.Left} to {panel.Right}");
                double middle = 0.5 * (panel.Left + panel.Right), half = 0.5 * (panel.Right - panel.Left);
                double weight = ErrorFunction.NormalDensity(Math.Clamp(0.0, panel.Left, panel.Right));
                ChebyshevPanel.Evaluate(panel.Value, points, values);
                ChebyshevPanel.Evaluate(panel.Slope, points, slopes);
                for (int k = 0; k < points.Length; k++)
                {
                    double z = middle + (half * points[k]);
                    double value = activation.Value(scale * z), slope = activation.Derivative(scale * z);
                    Close.To(value, values[k], (1e-12 * panel.Largest) + (1e-15 * made.Norm / weight), $"{what}, {z}");
                    Close.To(slope, slopes[k], (1e-11 * panel.LargestSlope) + (1e-15 * made.SlopeNorm / weight), $"slope of {what}, {z}");
                    Assert.True(Math.Abs(value) <= 1.1 * panel.Largest && Math.Abs(slope) <= 1.1 * panel.LargestSlope, $"largest of {what} at {z}");
                }

                IEnumerable<double> samples = ChebyshevPanel.Samples.ToArray().Select(t => scale * (middle + (half * t)));
                Close.Relative(samples.Max(x => Math.Abs(activation.Value(x))), panel.Largest, 1e-12, $"largest of {what}");
                Close.Relative(samples.Max(x => Math.Abs(activation.Derivative(x))), panel.LargestSlope, 1e-12, $"largest slope of {what}");
            }

            double largest = panels.Where(panel => Math.Abs(0.5 * (panel.Left + panel.Right)) < 9.0).Max(panel => panel.LargestSlope);
            Assert.Equal(largest, made.LargestSlope);
        }
    }

    /// <summary>E φ'(sX) of a normal X by a rule that is split at the kinks.</summary>
    [Theory, MemberData(nameof(Activations))]
    public void Mean_slopes_agree_with_one_dimensional_integrals(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach (double scale in new[] { 0.4, 1.0, -2.5 })
        {
            ActivationPanels made = ActivationPanels.Of(activation, scale)!;
            foreach ((double anchor, double offset, double deviation) in new[] { (0.0, 0.0, 1.0), (0.7, 0.1, 0.6), (-0.3, -1e-9, 1e-5), (1.1, 0.2, 0.3), (-2.0, 0.5, 0.8) })
            {
                double[] breaks = [.. activation.Kinks.Select(kink => ((kink / scale) - anchor - offset) / deviation).Order()];
                double expected = GaussianExpectation.Of(z => activation.Derivative(scale * (anchor + offset + (deviation * z))), breaks, "E phi'").Value;
                Close.To(
                    expected, made.SlopeMean(anchor, offset, deviation), 2e-14 * (made.LargestSlope + Math.Abs(expected)), $"{text} at {scale}, N({anchor + offset}, {deviation})");
            }
        }
    }

    /// <summary>Too steep for the range, or with no end to its bisections, an activation has no panels.</summary>
    [Fact]
    public void Activations_beyond_the_reach_of_panels_have_none()
    {
        Assert.Null(ActivationPanels.Of(ActivationParser.Parse("exp(0.23*x^2)"), 1.0));
        Assert.Null(ActivationPanels.Of(ActivationParser.Parse("sin(3000*x)"), 1.0));
    }

    /// <summary>E φ(x + δ)φ(x − δ) with Var x = 1/λ, of functions for which it is elementary, at two scales and with v mirrored.</summary>
    [Fact]
    public void Lines_of_constant_difference_have_elementary_integrals()
    {
        double[] lambdas = [1.0, 1.3, 2.0];
        foreach ((double s, double t) in new[] { (1.0, 1.0), (0.2, 5.0), (3.0, -3.0), (1.0, -0.5) })
        {
            DifferenceLine Of(string text)
            {
                Activation activation = ActivationParser.Parse(text);
                return new DifferenceLine(ActivationPanels.Of(activation, s)!, ActivationPanels.Of(activation, t)!, isEven: t == -s);
            }

            DifferenceLine straight = Of("linear"), square = Of("power:n=2"), exponential = Of("exp(0.3*x)"), step = Of("step"), relu = Of("relu");
            foreach (double delta in new[] { -3.1, -0.6, 0.0, 1e-5, 0.5, 2.0, 4.4 })
            {
                double gap = delta * delta;

                // What counts there is e^{-delta^2} of it.
                double rounding = 3e-14 * Math.Exp(0.2 * gap);
                foreach ((double lambda, int k) in lambdas.Select((lambda, k) => (lambda, k)))
                {
                    string what = $"at {delta}, {lambda}, scales {s} and {t}";
                    Expect(straight, s * t * ((1.0 / lambda) - gap), 1.0, Math.Abs(s * t), "x " + what, 1.0);
                    double fourth = (3.0 / (lambda * lambda)) - (2.0 * gap / lambda) + (gap * gap);
                    Expect(square, s * s * t * t * fourth, 4.0 * s * t * ((1.0 / lambda) - gap), 9.0 * s * s * t * t, "x^2 " + what, Math.Abs(s * t) * 12.0);

                    // s(x + δ) + t(x − δ) = (s + t)x + (s − t)δ.
                    double mean = Math.Exp((0.045 * (s + t) * (s + t) / lambda) + (0.3 * (s - t) * delta));
                    Expect(exponential, mean, 0.09 * mean, mean + Math.Exp(0.18 * Math.Max(s * s, t * t)), "exp " + what);

                    // Both positive: |δ| < x, or with v mirrored −δ < x < δ.
                    double edge = Math.Abs(delta) * Math.Sqrt(lambda);
                    double both = t > 0.0 ? BivariateNormal.Tail(edge) : delta <= 0.0 ? 0.0 : 1.0 - (2.0 * BivariateNormal.Tail(edge));
                    double density = ErrorFunction.NormalDensity(edge);

                    // E (x + δ)₊(x − δ)₊ = ∫ (x² − δ²) beyond the edge, mirrored (δ² − x²) inside it.
                    double hinges = t > 0.0
                        ? ((edge * density) + ((1.0 - (edge * edge)) * both)) / lambda
                        : delta <= 0.0 ? 0.0 : (((edge * edge) - 1.0) * both / lambda) + (2.0 * edge * density / lambda);
                    Expect(step, both, 0.0, 1.0, "step " + what);
                    Expect(relu, Math.Abs(s * t) * hinges, both, Math.Abs(s * t), "relu " + what, 1.0);

                    void Expect(DifferenceLine line, double value, double slope, double size, string which, double? slopeSize = null)
                    {
                        double[] values = new double[3], slopes = new double[3];
                        line.Integrate(delta, lambdas, values, slopes);
                        Close.To(value, values[k], rounding * (size + Math.Abs(value)), which);
                        Close.To(slope, slopes[k], rounding * ((slopeSize ?? size) + Math.Abs(slope)), "slope of " + which);
                    }
                }
            }
        }
    }

    /// <summary>Panels end at the points, the next on the way out; at a large scale these come nearer to 0 by powers of 4.</summary>
    [Fact]
    public void Panels_end_at_kinks_and_shrink_with_the_scale()
    {
        Activation activation = ActivationParser.Parse("abs(x-1)+max(x+6,0)");
        Assert.Equal([-6.0, 1.0], ScaledBreaks.Of(activation, 1.0));
        Assert.Equal([-0.5, 3.0], ScaledBreaks.Of(activation, -2.0));
        Assert.Equal([-0.75, -0.5, -0.125, 0.0, 0.125, 0.5], ScaledBreaks.Of(activation, 8.0));
        Assert.Equal([-0.5, -0.125, 0.0, 0.125, 0.5, 0.75], ScaledBreaks.Of(activation, -8.0));
        Assert.Equal([-0.25, 0.0, 0.25], ScaledBreaks.Of(ActivationParser.Parse("tanh"), 4.0));
        Assert.Empty(ScaledBreaks.Of(ActivationParser.Parse("tanh"), 3.9));
        double[] points = [-6.0, -2.0, 1.0, 1.5];
        Assert.Equal(1.0, ScaledBreaks.Next(points, 1, 0.0, 2.0));
        Assert.Equal(1.5, ScaledBreaks.Next(points, 1, 1.0, 2.0));
        Assert.Equal(3.5, ScaledBreaks.Next(points, 1, 1.5, 3.5));
        Assert.Equal(0.5, ScaledBreaks.Next(points, 1, 0.0, 0.5));
        Assert.Equal(2.0, ScaledBreaks.Next(points, -1, 0.0, 7.0));
        Assert.Equal(6.0, ScaledBreaks.Next(points, -1, 2.0, 7.0));
    }
}
