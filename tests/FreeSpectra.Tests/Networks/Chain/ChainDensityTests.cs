using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>The density of a chain, integrated, has the mass of its bands and the mean of the moment recursion.</summary>
public sealed class ChainDensityTests
{
    [Theory]

    // Unbounded slopes: the band is thousands of times wider than the bulk of its mass.
    [InlineData("exp(0.3*x)", 4, 2.0, 0.1, WeightEnsemble.Haar)]
    [InlineData("exp(0.3*x)", 2, 2.0, 0.1, WeightEnsemble.Gaussian)]

    // An atom in half of the units, and a hard edge beside it.
    [InlineData("rectified-power:n=2", 2, 1.0, 0.0, WeightEnsemble.Gaussian)]
    [InlineData("rectified-power:n=2", 4, 2.0, 0.1, WeightEnsemble.Haar)]
    [InlineData("max(0,x)*tanh(x)", 4, 2.0, 0.1, WeightEnsemble.Haar)]

    // Signals that die out: all scales are far below those of the input.
    [InlineData("max(0,x)*tanh(x)", 8, 1.2, 0.0, WeightEnsemble.Gaussian)]
    [InlineData("tanh(x)^3", 6, 1.0, 0.0, WeightEnsemble.Haar)]
    [InlineData("erf(x)^2", 6, 1.0, 0.0, WeightEnsemble.Haar)]

    // An inner gap that goes through all layers.
    [InlineData("leaky-relu:slope=0.1", 6, 1.2, 0.0, WeightEnsemble.Haar)]
    [InlineData("leaky-relu:slope=0.1", 8, 1.2, 0.0, WeightEnsemble.Haar)]
    [InlineData("max(0,x)+0.2*sin(x)", 4, 2.0, 0.1, WeightEnsemble.Gaussian)]

    // Beyond the depth at which the first law determines the last one to any digit.
    [InlineData("tanh", 60, 1.0, 0.0, WeightEnsemble.Haar)]
    public void Density_has_the_mass_and_mean(string activation, int depth, double weight, double bias, WeightEnsemble weights)
    {
        SpectralMeasure law = Law(activation, depth, weight, bias, weights);
        double total = law.Atoms.Sum(atom => atom.Weight), mean = law.Atoms.Sum(atom => atom.Weight * atom.Location);
        Assert.Equal(1.0, total + law.Bands.Sum(band => band.Mass), 1e-9);
        for (int k = 0; k < law.Bands.Length; k++)
        {
            double mass = law.IntegrateBand(k, _ => 1.0, new Tolerance(1e-10, 0.0)).Value.Real;
            Assert.Equal(law.Bands[k].Mass, mass, 1e-8);
            mean += law.IntegrateBand(k, x => x, new Tolerance(1e-10 * law.Mean, 0.0)).Value.Real;
        }

        Assert.Equal(1.0, mean / law.Mean, 1e-8);
    }

    /// <summary>One layer: the slope law of e^{0.3x} is log-normal, that of tanh the law of (1 − t²)² with t = tanh x.</summary>
    [Fact]
    public void Density_of_one_layer_is_exact_within_its_error()
    {
        SpectralMeasure normal = Law("exp(0.3*x)", 2, 1.0, 0.0, WeightEnsemble.Haar);

        // E e^{0.6Z} = e^{0.18}; x = q + f, and ln(f/0.09) = 0.6 Z. The value at 2 to 18 digits by an independent computation.
        Estimate<double> at2 = normal.DensityEstimate(2.0);
        Covers(0.00107096211981602346, at2, "log-normal at 2");
        double q = Math.Exp(0.18);
        foreach (double f in new[] { 0.01, 0.05, 0.09, 0.2, 0.5 })
        {
            double z = Math.Log(f / 0.09) / 0.6;
            Covers(Math.Exp(-0.5 * z * z) / (Math.Sqrt(2.0 * Math.PI) * 0.6 * f), normal.DensityEstimate(q + f), $"log-normal at {f}");
        }

        SpectralMeasure squares = SpectralChain.FromNetwork(NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 2, 1.0)).Jacobian();
        foreach (double f in new[] { 0.001, 0.1, 0.5, 0.9, 0.999 })
        {
            // f = (1 − t²)², so t² = 1 − √f and |df/dx| = 4 t (1 − t²)².
            double t = Math.Sqrt((1.0 - f) / (1.0 + Math.Sqrt(f))), x = 0.5 * (Elementary.LogOnePlus(t) - Elementary.LogOnePlus(-t));
            Covers(2.0 * Math.Exp(-0.5 * x * x) / (Math.Sqrt(2.0 * Math.PI) * 4.0 * t * f), squares.DensityEstimate(f), $"tanh at {f}");
        }

        static void Covers(double expected, Estimate<double> actual, string what)
        {
            Assert.True(
                Math.Abs(actual.Value - expected) <= actual.Error + (8e-16 * expected * 4.0),
                FormattableString.Invariant($"{what}: {actual.Value:R} against {expected:R}, apart {Math.Abs(actual.Value - expected):E1}, error {actual.Error:E1}"));
            Assert.InRange(actual.Error, 1e-17 * expected, 1e-12 * expected);
        }
    }

    /// <summary>Bounded slopes are bounded also where the signals are far too small to reach their flat part.</summary>
    [Theory]
    [InlineData("tanh(x)^3", 6, true)]
    [InlineData("sin(x)^3", 5, true)]
    [InlineData("tanh", 4, true)]
    [InlineData("x^3", 4, false)]
    [InlineData("exp(0.3*x)", 3, false)]
    public void Boundedness_does_not_depend_on_the_scale(string activation, int depth, bool bounded)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth, 0.1);
        Assert.Equal(bounded, SpectralChain.FromNetwork(network).IsBounded);
    }

    /// <summary>Nothing is asked of the first law alone: five hundred layers keep their mass, edges and order.</summary>
    [Fact]
    public void Five_hundred_layers_keep_their_digits()
    {
        LongSuite.Require();
        SpectralMeasure law = Law("tanh", 500, 1.0, 0.0, WeightEnsemble.Haar);
        Band band = Assert.Single(law.Bands);
        Assert.Equal(1.0, band.Mass, 1e-11);
        double mean = law.IntegrateBand(0, x => x, new Tolerance(1e-10, 0.0)).Value.Real;
        Assert.Equal(1.0, mean / law.Mean, 1e-8);
    }

    private static SpectralMeasure Law(string activation, int depth, double weight, double bias, WeightEnsemble weights)
    {
        Activation phi = ActivationParser.Parse(activation);
        NetworkSpecification network = new(
            [.. Enumerable.Repeat(new LayerSpecification(phi, weight, bias, 1.0), depth - 1), new LayerSpecification(null, 1.0, bias, 1.0)],
            1.0,
            1.0,
            weights,
            Normalization.None);
        return SpectralChain.FromNetwork(network).Fisher();
    }

    /// <summary>
    /// L − 1 square Gaussian factors give a density x^{−1+1/L}(1 + O(x^{1/L})) at 0: with L = 40 a quarter of the mass lies below 1e-25,
    /// and the power shows below 1e-200 only.
    /// </summary>
    [Fact]
    public void Hard_edge_of_a_deep_Gaussian_chain_is_followed_down_to_its_power()
    {
        SpectralMeasure law = SpectralChain.FromNetwork(NetworkSpecification.Uniform(
            ActivationParser.Parse("tanh"), depth: 40, weights: WeightEnsemble.Gaussian)).Jacobian();
        Band band = Assert.Single(law.Bands);
        Close.To(-0.975, band.LeftExponent, 1e-12, "exponent");
        Close.To(1.0, band.Mass, 1e-9, "mass");
        foreach (double x in new[] { 1e-5, 1e-20, 1e-60, 1e-150, 1e-220 })
        {
            // Simpson's rule over a decade in the logarithm of x, in which the density is all but a power.
            const int n = 16;
            double Weighted(int k)
            {
                double at = x * Math.Pow(10.0, (double)k / n);
                return at * law.DensityFromEdge(0, IntervalEnd.Left, at) * (k is 0 or n ? 1.0 : k % 2 == 0 ? 2.0 : 4.0);
            }

            double mass = Math.Log(10.0) / (3.0 * n) * Enumerable.Range(0, n + 1).Sum(Weighted);
            double difference = law.CumulativeDistribution(10.0 * x) - law.CumulativeDistribution(x);
            Close.To(difference, mass, (1e-7 * mass) + 1e-13, $"mass between {x} and {10.0 * x}");
        }

        double near = law.DensityFromEdge(0, IntervalEnd.Left, 1e-240), far = law.DensityFromEdge(0, IntervalEnd.Left, 1e-239);
        Close.To(-0.975, Math.Log10(far / near), 1e-4, "power");
    }

    /// <summary>Where the slopes of late layers are all but 1, the edge no longer moves in F₁ within rounding: it is still the root of a distance.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(60)]
    public void A_chain_that_dies_out_keeps_the_square_root_of_its_edge(int depth)
    {
        SpectralMeasure law = Law("tanh", depth, 0.5, 0.0, WeightEnsemble.Haar);
        Band band = Assert.Single(law.Bands);
        Assert.Equal(0.5, band.RightExponent);
        double ratio = law.Density(band.Right * (1.0 - 1e-6)) / law.Density(band.Right * (1.0 - 1e-8));
        Close.To(10.0, ratio, 2e-3, "ratio");
    }

    /// <summary>Linear layers only scale: the edges of a chain that dies out are those of one that does not.</summary>
    [Theory]
    [InlineData("linear", 20)]
    [InlineData("relu", 12)]
    public void Edges_do_not_depend_on_the_scale(string activation, int depth)
    {
        SpectralMeasure Law(double weight) => SpectralChain.FromNetwork(NetworkSpecification.Uniform(
            ActivationParser.Parse(activation), depth, weightVariance: weight, weights: WeightEnsemble.Gaussian)).Jacobian();
        SpectralMeasure one = Law(1.0), small = Law(0.5);
        Band wide = one.Bands[^1], narrow = small.Bands[^1];
        double scale = Math.Pow(0.5, depth - 1);
        Close.To(wide.Right * scale, narrow.Right, 1e-13 * narrow.Right, "right edge");
        Assert.Equal((wide.LeftExponent, 0.5), (narrow.LeftExponent, narrow.RightExponent));
        double middle = 0.3 * wide.Right;
        Close.To(one.Density(middle), small.Density(middle * scale) * scale, 1e-10 * one.Density(middle), "density");
    }
}
