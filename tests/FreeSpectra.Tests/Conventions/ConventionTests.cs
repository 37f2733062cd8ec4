using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;
using FreeSpectra.Validation;

namespace FreeSpectra.Tests.Conventions;

/// <summary>One test per row of docs/conventions.md: what no identity can catch, because both readings are sound.</summary>
public sealed class ConventionTests
{
    [Fact]
    public void Density_at_an_end_is_its_limit_from_inside()
    {
        Uniform flat = new(0.0, 1.0);
        Assert.Equal((1.0, double.PositiveInfinity, 0.0), (flat.Density(1.0), new Arcsine(1.0).Density(1.0), new Semicircle(0.0, 1.0).Density(2.0)));
        Assert.Equal(double.PositiveInfinity, flat.FreeProduct(flat).Density(0.0));
    }

    [Fact]
    public void Cauchy_transform_has_negative_imaginary_part_above_the_axis()
    {
        Complex g = new Semicircle(mean: 0.0, variance: 1.0).Cauchy(new Complex(0.3, 0.5));
        Assert.True(g.Imaginary < 0.0, $"G = {g}");
        Close.To(1.0, new Complex(0.0, 1e6) * new Semicircle(0.0, 1.0).Cauchy(new Complex(0.0, 1e6)), within: 1e-11, "z G(z) at i∞");
    }

    [Fact]
    public void Density_is_minus_the_imaginary_part_over_pi()
    {
        Semicircle law = new(mean: 0.0, variance: 1.0);
        Close.To(law.Density(0.4), -law.Cauchy(new Complex(0.4, 1e-9)).Imaginary / Math.PI, within: 1e-8, "density");
        Close.To(1.0 / Math.PI, law.Density(0.0), within: 1e-15, "density of the standard semicircle at 0");
    }

    [Fact]
    public void S_transform_of_a_point_mass_is_its_inverse()
    {
        Complex u = new(0.2, 0.1);
        Complex chi = new Atomic(new Atom(2.5, 1.0)).InverseMoment!.Value(u);
        Close.To(1.0 / 2.5, (1.0 + u) / (u * chi), within: 1e-15, "S(u) = (1 + u)/(u χ(u))");
    }

    [Fact]
    public void Semicircle_takes_a_variance_not_a_radius() =>
        Close.To(3.0, new Semicircle(mean: 0.0, variance: 3.0).Moment(2), within: 1e-10, "second moment");

    [Theory]
    [InlineData(0.25, 1.0)]
    [InlineData(4.0, 0.5)]
    public void Aspect_ratio_is_rows_over_columns(double ratio, double variance)
    {
        FreePoisson law = FreePoisson.FromAspectRatio(ratio, variance);
        Close.To(variance, law.Moment(1), within: 1e-10, "mean");
        Close.To(variance * variance * (1.0 + ratio), law.Moment(2), within: 1e-9, "second moment");
    }

    [Fact]
    public void Free_Poisson_takes_rate_then_jump()
    {
        FreePoisson law = new(rate: 0.5, jump: 3.0);
        Close.To(1.5, law.Mean, within: 1e-10, "mean = rate · jump");
        Close.To(0.5, law.MassAt(0.0), within: 1e-14, "mass at 0 = 1 − rate");
    }

    [Fact]
    public void Exponents_are_powers_of_the_distance_to_the_edge()
    {
        Assert.Equal(0.5, new Semicircle(0.0, 1.0).Bands[0].LeftExponent);
        Assert.Equal(-0.5, new Arcsine(2.0).Bands[0].RightExponent);
    }

    [Fact]
    public void Distribution_function_counts_the_atom_at_its_place()
    {
        Atomic law = new(new Atom(0.0, 0.25), new Atom(1.0, 0.75));
        Assert.Equal(0.25, law.CumulativeDistribution(0.0));
        Assert.Equal(0.0, law.CumulativeDistribution(Math.BitDecrement(0.0)));
        Assert.Equal(0.0, law.Quantile(0.25));
    }

    [Fact]
    public void Weight_variance_is_a_variance()
    {
        // Linear, L = 2, q̂₀ = 1: q₁ = σ², and H₂ = q₁ + σ² = 2σ².
        Close.To(4.0, SpectralChain.FromNetwork(Linear(depth: 2, weightVariance: 2.0)).Fisher().TopOfSupport, within: 1e-14, "H₂");
    }

    [Fact]
    public void Last_layer_is_linear_and_the_first_weights_enter_only_through_the_signal()
    {
        // Linear, L = 1: H₁ = q̂₀ whatever σ₁ is.
        Close.To(1.0, SpectralChain.FromNetwork(Linear(depth: 1, weightVariance: 2.0)).Fisher().TopOfSupport, within: 0.0, "H₁");
    }

    [Fact]
    public void Jacobian_leaves_out_the_first_weights() =>
        Close.To(4.0, SpectralChain.FromNetwork(Linear(depth: 3, weightVariance: 2.0)).Jacobian().TopOfSupport, within: 1e-14, "J Jᵀ for L = 3");

    [Fact]
    public void Hard_tanh_saturates_at_the_inverse_of_s()
    {
        Activation phi = ActivationParser.Parse("hard-tanh:s=0.5,g=3");
        Assert.Equal(2.0, phi.Value(10.0));
        Assert.Equal(-2.0, phi.Value(-10.0));
        Close.To(0.3, phi.Value(0.1), within: 1e-16, "slope g inside");
    }

    [Fact]
    public void Shifted_relu_is_the_slope_times_the_larger_of_input_and_threshold()
    {
        Activation phi = ActivationParser.Parse("shifted-relu:slope=2,threshold=-0.5");
        Assert.Equal(-1.0, phi.Value(-3.0));
        Assert.Equal(2.0, phi.Value(1.0));
    }

    [Fact]
    public void Slope_law_has_alpha_at_gamma_and_the_rest_at_zero()
    {
        SlopeLaw law = SlopeLaw.TwoPoint(alpha: 0.3, gamma: 2.0);
        Assert.Equal([new Atom(0.0, 0.7), new Atom(2.0, 0.3)], law.Atoms);
        Close.To(0.6, law.Mean, within: 1e-15, "mean αγ");
    }

    /// <summary>Gaussian matrices of size n × 2n with entries of variance 1/2n: XXᵀ has the law MP(½), and two of them add their variances.</summary>
    [Fact]
    public void Rectangular_sums_are_of_singular_values_with_both_signs_and_take_rows_over_columns()
    {
        SpectralMeasure values = FreePoisson.FromAspectRatio(0.5).SymmetricSquareRoot();
        SpectralMeasure sum = values.RectangularSum(values, ratio: 0.5);
        Assert.Equal(-sum.TopOfSupport, sum.BottomOfSupport, 12);
        Assert.Equal(Math.Sqrt(2.0) * values.TopOfSupport, sum.TopOfSupport, 12);
        Assert.NotEqual(Math.Sqrt(2.0) * values.TopOfSupport, values.RectangularSum(values, ratio: 1.0).TopOfSupport, 2);
    }

    [Fact]
    public void Eigenvalues_of_a_spectrum_have_equal_weight_with_multiplicity()
    {
        Complex[] g = new Complex[1];
        EmpiricalSpectrum.FromEigenvalues([1.0, 1.0, 4.0]).Cauchy([new Complex(2.0, 0.0)], g);
        Close.To((2.0 - 0.5) / 3.0, g[0], within: 1e-15, "G(2)");
    }

    private static NetworkSpecification Linear(int depth, double weightVariance) =>
        NetworkSpecification.Uniform(ActivationParser.Parse("linear"), depth, weightVariance);
}
