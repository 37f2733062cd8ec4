using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>Chains whose slope laws have no explicit inverse, and Gaussian weights.</summary>
public sealed class SmoothChainTests
{
    public static TheoryData<string> Smooth =>
        ["tanh", "erf", "sin", "sigmoid", "gelu", "silu", "softplus", "arctan", "selu", "elu", "x*sigmoid(1.7*x)"];

    /// <summary>Every name with a varying and bounded slope.</summary>
    public static TheoryData<string, WeightEnsemble> Named
    {
        get
        {
            TheoryData<string, WeightEnsemble> data = [];
            foreach (string name in (string[])
                [
                    "tanh", "erf", "sin", "cos", "sigmoid", "gelu", "silu", "softplus", "elu", "elu:alpha=0.5", "selu", "arctan",
                    "gaussian", "isru", "softsign", "mish", "x*sigmoid(1.7*x)",
                ])
            {
                data.Add(name, WeightEnsemble.Haar);
                data.Add(name, WeightEnsemble.Gaussian);
            }

            return data;
        }
    }

    /// <summary>The density alone, integrated, gives mass 1 and the moments of the exact recursions.</summary>
    [Theory, MemberData(nameof(Named))]
    public void The_density_integrates_to_one_and_to_the_exact_moments(string name, WeightEnsemble weights)
    {
        Activation activation = ActivationParser.Parse(name);
        int[] depths = LongSuite.IsOn ? [.. Enumerable.Range(2, 9)] : weights == WeightEnsemble.Haar ? [2, 3, 5] : [3];
        foreach (int depth in depths)
        {
            foreach (double variance in LongSuite.IsOn ? (double[])[1.0, 1.2] : [1.2])
            {
                SpectralMeasure law = SpectralChain.FromNetwork(
                    NetworkSpecification.Uniform(activation, depth, variance, weights: weights)).Fisher();
                Tolerance tolerance = new(absolute: 1e-11, relative: 1e-11);
                double second = law.Variance + (law.Mean * law.Mean);
                double mass = law.Integrate(_ => 1.0, tolerance).Value.Real;
                double mean = law.Integrate(x => x / law.Mean, tolerance).Value.Real;
                double square = law.Integrate(x => x * x / second, tolerance).Value.Real;
                string place = $"{name} at depth {depth}, {weights} weights, variance {variance}";
                Close.To(1.0, mass, within: 1e-10, $"mass of {place}");
                Close.To(1.0, mean, within: 1e-10, $"mean of {place}");
                Close.To(1.0, square, within: 1e-10, $"second moment of {place}");
                Close.To(1.0, law.TotalMass, within: 1e-11, $"total mass of {place}");
            }
        }
    }

    /// <summary>
    /// The powers of theory, −1 + 1/n: n = 1 for a flat lower end of ν, 2 where φ' passes through 0, 2k where it touches 0 to order
    /// k, and one more for Gaussian weights between equal widths.
    /// </summary>
    [Theory]
    [InlineData("tanh", 3, WeightEnsemble.Haar, null)]
    [InlineData("gelu", 3, WeightEnsemble.Haar, -1.0 / 2.0)]
    [InlineData("sin", 4, WeightEnsemble.Haar, -1.0 / 2.0)]
    [InlineData("tanh", 3, WeightEnsemble.Gaussian, -1.0 / 2.0)]
    [InlineData("sigmoid", 4, WeightEnsemble.Gaussian, -1.0 / 2.0)]
    [InlineData("selu", 3, WeightEnsemble.Gaussian, -1.0 / 2.0)]
    [InlineData("gelu", 3, WeightEnsemble.Gaussian, -2.0 / 3.0)]
    [InlineData("silu", 2, WeightEnsemble.Gaussian, -2.0 / 3.0)]
    [InlineData("x^3/20", 2, WeightEnsemble.Gaussian, -4.0 / 5.0)]
    [InlineData("power:n=2", 2, WeightEnsemble.Gaussian, -2.0 / 3.0)]
    [InlineData("erf", 2, WeightEnsemble.Gaussian, null)]
    public void The_lower_edge_has_the_power_of_theory(string name, int depth, WeightEnsemble weights, double? exponent)
    {
        SpectralMeasure law = SpectralChain.FromNetwork(
            NetworkSpecification.Uniform(ActivationParser.Parse(name), depth, 1.0, weights: weights)).Fisher();
        double stated = law.Bands[0].LeftExponent;
        Assert.Equal(exponent ?? double.PositiveInfinity, stated, 14);
        if (exponent is { } power && name != "tanh")
        {
            double width = Math.Min(law.Mean, law.Bands[0].Width);
            double near = law.DensityFromEdge(0, IntervalEnd.Left, 1e-24 * width);
            double far = law.DensityFromEdge(0, IntervalEnd.Left, 1e-22 * width);
            Close.To(power, Math.Log(far / near) / Math.Log(100.0), within: 1e-3, $"measured power of {name}");
        }
    }

    /// <summary>Edges from the same equations in 20-digit arithmetic, h by quadrature: z where it is stationary, or where v reaches the top.</summary>
    [Theory]
    [InlineData("erf", 10, 4.9816339817598086)]
    [InlineData("softplus", 3, 1.2397299361744146)]
    public void The_upper_edge_agrees_with_twenty_digits(string name, int depth, double fromBottom)
    {
        SpectralMeasure law = SpectralChain.FromNetwork(
            NetworkSpecification.Uniform(ActivationParser.Parse(name), depth, 1.0)).Fisher();
        Close.To(fromBottom, law.Bands[0].Width, within: 1e-12 * fromBottom, name);
    }

    [Fact]
    public void A_formula_gives_the_law_of_the_name()
    {
        SpectralMeasure named = SpectralChain.FromNetwork(NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 4, 1.3)).Fisher();
        SpectralMeasure typed = SpectralChain.FromNetwork(NetworkSpecification.Uniform(ActivationParser.Parse("tanh(x)"), 4, 1.3)).Fisher();
        Close.To(named.Bands[0].Right, typed.Bands[0].Right, within: 1e-13, "upper edge");
        foreach (double p in (double[])[0.1, 0.5, 0.9])
        {
            double x = named.Quantile(p);
            Close.To(named.Density(x), typed.Density(x), within: 1e-11, $"density at quantile {p}");
        }
    }

    [Theory]
    [InlineData("leaky-relu:slope=0.1", 4, WeightEnsemble.Haar, 2)]
    [InlineData("leaky-relu:slope=0.5", 6, WeightEnsemble.Haar, 2)]
    [InlineData("relu", 4, WeightEnsemble.Gaussian, 1)]
    [InlineData("hard-tanh:s=0.35,g=1", 3, WeightEnsemble.Gaussian, 1)]
    [InlineData("leaky-relu:slope=0.1", 3, WeightEnsemble.Gaussian, 2)]
    [InlineData("linear", 5, WeightEnsemble.Gaussian, 1)]
    public void Several_slopes_and_Gaussian_weights_find_all_bands(string name, int depth, WeightEnsemble weights, int bands)
    {
        SpectralMeasure law = SpectralChain.FromNetwork(
            NetworkSpecification.Uniform(ActivationParser.Parse(name), depth, 1.5, weights: weights)).Fisher();
        Assert.Equal(bands, law.Bands.Length);
        Tolerance tolerance = new(absolute: 1e-12, relative: 1e-11);
        Close.To(1.0, law.Integrate(_ => 1.0, tolerance).Value, within: 1e-9, "mass");
        Close.To(law.Mean, law.Integrate(x => x, tolerance).Value, within: 1e-9 * law.Mean, "mean");
        Close.To(law.Variance, law.Integrate(x => (x - law.Mean) * (x - law.Mean), tolerance).Value, within: 1e-8 * law.Variance, "variance");
    }

    /// <summary>Depth 3 by two independent programs: the chain, and the free product of the two laws by subordination.</summary>
    [Fact]
    public void A_chain_of_two_slopes_agrees_with_the_free_product()
    {
        SpectralChain chain = new(
            1.0,
            [
                new ChainLayer(SlopeLaw.FromAtoms(new Atom(0.25, 0.4), new Atom(1.0, 0.6)), 0.7, 1.1),
                new ChainLayer(SlopeLaw.FromAtoms(new Atom(0.1, 0.3), new Atom(0.9, 0.7)), 0.5, 0.9),
            ]);
        SpectralMeasure law = chain.Fisher();
        SpectralMeasure second = new AffineImage(
            new Atomic(new Atom(0.25, 0.4), new Atom(1.0, 0.6)), new AffineMap(0.7, 1.1));
        SpectralMeasure product = new AffineImage(
            second.FreeProduct(new Atomic(new Atom(0.1, 0.3), new Atom(0.9, 0.7))), new AffineMap(0.5, 0.9));
        Assert.Equal(product.Bands.Length, law.Bands.Length);
        for (int k = 0; k < law.Bands.Length; k++)
        {
            Close.To(product.Bands[k].Left, law.Bands[k].Left, within: 1e-10, $"left edge {k}");
            Close.To(product.Bands[k].Right, law.Bands[k].Right, within: 1e-10, $"right edge {k}");
            double x = law.Bands[k].Center;
            Close.To(product.Density(x), law.Density(x), within: 1e-10, $"density in band {k}");
        }
    }

    /// <summary>One Gaussian layer over a projection is a free Poisson law: rate α, jump γσ²q, atom 1 − α.</summary>
    [Fact]
    public void A_Gaussian_layer_over_a_projection_is_free_Poisson()
    {
        SpectralChain chain = new(
            1.0, [new ChainLayer(SlopeLaw.TwoPoint(0.6, 1.5), 0.25, 0.8)], WeightEnsemble.Gaussian);
        SpectralMeasure law = chain.Fisher();
        SpectralMeasure expected = new AffineImage(new FreePoisson(rate: 0.6, jump: 1.5 * 0.8), new AffineMap(0.25, 1.0));
        Close.To(expected.Bands[0].Left, law.Bands[0].Left, within: 1e-13, "left edge");
        Close.To(expected.Bands[0].Right, law.Bands[0].Right, within: 1e-13, "right edge");
        foreach (double x in (double[])[0.5, 1.0, 2.0, 3.0])
        {
            Close.To(expected.Density(x), law.Density(x), within: 1e-12, $"density at {x}");
        }

        Close.To(0.4, law.MassAt(0.25), within: 1e-15, "atom");
    }

    /// <summary>With widths changing by r the rate is α/r and the jump rγσ²q₀.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1.7)]
    public void A_Gaussian_layer_that_changes_the_width_is_free_Poisson_with_the_rate_of_its_shape(double ratio)
    {
        SpectralMeasure law = new SpectralChain(
            1.0, [new ChainLayer(SlopeLaw.TwoPoint(0.6, 1.5), 0.25, 0.8, ratio)], WeightEnsemble.Gaussian).Fisher();
        SpectralMeasure expected = new AffineImage(
            new FreePoisson(rate: 0.6 / ratio, jump: ratio * 1.5 * 0.8), new AffineMap(0.25, 1.0));
        Close.To(expected.Mean, law.Mean, within: 1e-14, "mean");
        Close.To(expected.Variance, law.Variance, within: 1e-13, "variance");
        Close.To(expected.MassAt(0.25), law.MassAt(0.25), within: 1e-14, "atom");
        Close.To(expected.Bands[0].Left, law.Bands[0].Left, within: 1e-12, "left edge");
        Close.To(expected.Bands[0].Right, law.Bands[0].Right, within: 1e-12, "right edge");
        double x = expected.Bands[0].Center;
        Close.To(expected.Density(x), law.Density(x), within: 1e-12, "density");
        Close.To(expected.CumulativeDistribution(x), law.CumulativeDistribution(x), within: 1e-12, "distribution function");
    }

    [Theory, MemberData(nameof(Smooth))]
    public void The_moment_transform_of_a_slope_law_agrees_with_its_definition(string name)
    {
        Activation activation = ActivationParser.Parse(name);
        SlopeLaw law = SlopeLaw.Of(activation, 1.3);
        SpectralMeasure measure = new SpectralChain(1.0, [new ChainLayer(law, 1.0, 1.0)]).Fisher();
        foreach (Complex v in (Complex[])[new(0.4, 0.5), new(0.9, 0.1), new(-0.3, 0.1), new(4.0, 0.5)])
        {
            // E 1/(v − f) by the trapezoidal rule on both sides of each kink, far finer than any panel.
            Complex sum = Complex.Zero;
            double[] ends = [-9.5, .. activation.Kinks.Select(kink => kink / Math.Sqrt(1.3)), 9.5];
            for (int piece = 0; piece + 1 < ends.Length; piece++)
            {
                double a = ends[piece];
                double width = ends[piece + 1] - a;
                sum += DoubleExponential.Adaptive(
                    (left, _) =>
                    {
                        double t = a + left;
                        double slope = activation.Derivative(Math.Sqrt(1.3) * t);
                        return Math.Exp(-0.5 * t * t) / Math.Sqrt(2.0 * Math.PI) / (v - (slope * slope));
                    },
                    width,
                    new Tolerance(1e-12, 1e-11)).Value;
            }

            Close.To(sum, measure.Cauchy(v + 1.0), within: 1e-10, $"{name} G({v})");
        }
    }

    /// <summary>E φ² or E φ'⁴ is infinite, though every slope that doubles can sample is finite.</summary>
    [Theory]
    [InlineData("exp(x^2/3)")]
    [InlineData("exp(x^2/8)")]
    public void A_slope_whose_square_has_no_second_moment_is_refused(string formula)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => SpectralChain.FromNetwork(NetworkSpecification.Uniform(ActivationParser.Parse(formula), 2)).Fisher());
        Assert.Contains("E phi'^4", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Most of the mass lies in a hundredth of the band beside 0, where the density cannot be followed to its end: the distribution function can.</summary>
    [Theory]
    [InlineData("gelu", 3)]
    [InlineData("tanh", 4)]
    [InlineData("silu", 3)]
    public void Quantiles_of_a_Jacobian_with_a_hard_end_are_those_of_its_distribution_function(string activation, int depth)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth, 1.0, weights: WeightEnsemble.Gaussian);
        SpectralMeasure law = SpectralChain.FromNetwork(network).Jacobian();
        foreach (double p in new[] { 0.02, 0.25, 0.5, 0.75, 0.99 })
        {
            double x = law.Quantile(p);
            Assert.InRange(x, 0.0, law.TopOfSupport);
            Assert.Equal(p, law.CumulativeDistribution(x), 1e-10);
        }
    }
}
