using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>Chains of two-point slope laws at any depth: mass, moments, bands, top, deep limit.</summary>
public sealed class DeepChainTests
{
    public static TheoryData<double, double, double, double> Settings => new()
    {
        { 0.98, 1.0, 1.0, 1.0 },
        { 0.5, 2.0, 1.0, 1.0 },
        { 0.8, 1.155, 1.0, 1.0 },
        { 0.9, 1.0, 1.0, 0.6 },
    };

    [Theory, MemberData(nameof(Settings))]
    public void The_density_and_the_atoms_integrate_to_one_and_to_the_exact_mean_and_variance(
        double alpha, double gamma, double sigma2, double q)
    {
        int[] depths = LongSuite.IsOn ? [.. Enumerable.Range(2, 59), 100, 300, 1000] : [2, 3, 4, 7, 10, 20, 60];
        foreach (int depth in depths)
        {
            SpectralMeasure law = Uniform(depth, alpha, gamma, sigma2, q).Fisher();
            (double mean, double variance) = Recursion(depth, alpha, gamma, sigma2, q);
            Tolerance tolerance = new(absolute: 1e-13, relative: 1e-12);
            double mass = law.Integrate(_ => 1.0, tolerance).Value.Real;
            double first = law.Integrate(x => x / mean, tolerance).Value.Real;
            double second = law.Integrate(x => (x - mean) * (x - mean) / variance, tolerance).Value.Real;
            Close.To(1.0, mass, within: 1e-10, $"mass at depth {depth}");
            Close.To(1.0, first, within: 1e-11, $"mean at depth {depth}");
            Close.To(1.0, second, within: 1e-11, $"variance at depth {depth}");
            Close.To(1.0, law.TotalMass, within: 1e-12, $"sum of masses at depth {depth}");
        }
    }

    /// <summary>Each loss of mass s makes one band near an integer; at depth 10 all eight and both atoms stand apart.</summary>
    [Fact]
    public void All_bands_of_depth_ten_are_found_and_none_is_spurious()
    {
        SpectralMeasure law = Uniform(10, 0.98, 1.0, 1.0, 1.0).Fisher();
        Assert.Equal(8, law.Bands.Length);
        Assert.Equal(2, law.Atoms.Length);
        for (int k = 0; k < 8; k++)
        {
            Band band = law.Bands[k];
            Close.To(0.02, band.Mass, within: 1e-14, $"mass of band {k}");
            Close.To(0.02, law.IntegrateBand(k, _ => 1.0, Tolerance.Tight).Value, within: 1e-12, $"integral over band {k}");
            Assert.True(band.Left >= k + 2.0 && band.Right < k + 3.0, $"band {k}: {band}");
        }
    }

    /// <summary>Where [HK21] eq. (30) says 8678.5 the top is an edge.</summary>
    [Fact]
    public void The_top_is_a_band_edge_where_the_recursion_of_the_paper_fails()
    {
        SpectralMeasure law = Uniform(50, 0.8, 1.155, 1.0, 1.0).Fisher();
        Assert.False(law.TopIsAtom);
        Close.To(81.161, law.TopOfSupport, within: 5e-4, "top of the support");
    }

    [Fact]
    public void Depth_ten_thousand_works()
    {
        SpectralMeasure law = Uniform(10_000, 0.8, 1.155, 1.0, 1.0).Fisher();
        Estimate<double> density = law.DensityEstimate(10.0);
        SpectralMeasure shallower = Uniform(2_000, 0.8, 1.155, 1.0, 1.0).Fisher();
        Close.To(shallower.Density(10.0), density.Value, within: 1e-12, "the law has reached its limit");
        Assert.True(density.Error < 1e-12);
    }

    /// <summary>Ten thousand layers: contracting, nearly isometric, isometric in the mean, and mildly expanding.</summary>
    /// <remarks>
    /// In the bulk some ten thousand bands have just merged, and the density follows each of them. The mass of an interval is
    /// taken once from the density and once from the winding numbers of the distribution function.
    /// </remarks>
    [Theory]
    [InlineData(10_000, 0.5, 0.0, 1.0)]
    [InlineData(10_000, 2.0, 2.0, 1.0)]
    [InlineData(10_000, 2.0, 3.0, 0.6)]
    [InlineData(3_000, 0.5, 0.5, 1.0)]
    public void A_chain_that_nearly_keeps_its_mean_has_certified_densities_at_any_depth(
        int depth, double epsilon1, double growth, double q)
    {
        double alpha = 1.0 - (epsilon1 / depth);
        double gamma = 1.0 + (growth / depth);
        SpectralMeasure law = Uniform(depth, alpha, gamma, 1.0, q).Fisher();
        (double mean, double variance) = Recursion(depth, alpha, gamma, 1.0, q);
        Close.To(1.0, law.TotalMass, within: 1e-12, "total mass");
        Close.To(1.0, law.Mean / mean, within: 1e-11, "mean");
        Close.To(1.0, law.Variance / variance, within: 1e-11, "variance");
        double lost = 1.0 - alpha;
        for (int k = 0; k < law.Bands.Length; k++)
        {
            double windings = law.Bands[k].Mass / lost;
            Close.To(Math.Round(windings), windings, within: 1e-7, $"mass of band {k} in units of 1 − α");
        }

        int widest = Enumerable.Range(0, law.Bands.Length).MaxBy(k => law.Bands[k].Width);
        foreach ((int band, double left, double right) in ((int, double, double)[])
            [(0, 0.2, 0.6), (widest, 0.5, 0.5 + (2.0 * q / law.Bands[widest].Width)), (law.Bands.Length - 1, 0.3, 0.8)])
        {
            Band b = law.Bands[band];
            double low = b.Left + (left * b.Width);
            double high = b.Left + (right * b.Width);
            double integral = GaussLegendreMass(law, band, left * b.Width, right * b.Width);
            double difference = law.CumulativeDistribution(high) - law.CumulativeDistribution(low);
            Close.To(1.0, integral / difference, within: 1e-8, $"mass of [{low}, {high}]");
        }
    }

    /// <summary>The law spans forty decades; each is integrated, and each has its densities.</summary>
    [Fact]
    public void An_expanding_chain_is_served_over_all_its_scales()
    {
        SpectralMeasure law = Uniform(1000, 0.99, 1.1, 1.0, 1.0).Fisher();
        (double mean, double variance) = Recursion(1000, 0.99, 1.1, 1.0, 1.0);
        Tolerance tolerance = new(absolute: 1e-13, relative: 1e-11);
        Close.To(1.0, law.Integrate(_ => 1.0, tolerance).Value.Real, within: 1e-10, "mass");
        Close.To(1.0, law.Integrate(x => x / mean, tolerance).Value.Real, within: 1e-11, "mean");
        Close.To(
            1.0, law.Integrate(x => (x - mean) / variance * (x - mean), tolerance).Value.Real, within: 1e-11, "variance");
        for (double x = 3.0; x < law.TopOfSupport; x *= 1e3)
        {
            Estimate<double> density = law.DensityEstimate(x);
            Assert.True(density.Value > 0.0 && density.Error < 1e-12 * density.Value, $"density at {x}: {density}");
        }
    }

    /// <summary>Far out in doubles the curvature at the lowest edge has few digits; the edge is found all the same.</summary>
    [Fact]
    public void The_lowest_edge_of_a_steeply_expanding_chain_is_found()
    {
        SpectralMeasure law = Uniform(2000, 0.999, 1.05, 1.0, 1.0).Fisher();
        Band band = Assert.Single(law.Bands);
        Close.To(1.0, law.TotalMass, within: 1e-12, "total mass");

        // The atom of the last layer at 1 has just vanished from the product: the band starts at 1 + γ, without a gap.
        Close.To(2.05, band.Left, within: 1e-14, "left edge");
    }

    [Fact]
    public void A_chain_larger_than_doubles_hold_is_refused_in_one_line_that_says_so()
    {
        // (1.089ᴸ − 1)/0.089 passes 1e140 at L = 3753.
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Uniform(10_000, 0.99, 1.1, 1.0, 1.0).Fisher());
        Assert.Equal(
            "weight variances must leave the mean of the spectrum below 1E+140, so that doubles hold its square, but it reaches 1.04E+140 at depth 3753 of 10000.",
            refusal.Message);
    }

    /// <summary>The printed recursion in double-double arithmetic, followed down from far above, is the rival.</summary>
    [Theory]
    [InlineData(300, 0.9985, 1.0)]
    [InlineData(300, 0.98, 1.0)]
    [InlineData(200, 0.5, 2.0)]
    [InlineData(200, 0.9, 1.08)]
    public void Claimed_errors_of_deep_densities_cover_the_gap_to_more_digits(int depth, double alpha, double gamma)
    {
        SpectralMeasure law = Uniform(depth, alpha, gamma, 1.0, 1.0).Fisher();
        foreach (Band band in law.Bands.Where((_, k) => k % 5 == 0))
        {
            foreach (double fraction in (double[])[0.04, 0.5, 0.97])
            {
                double x = band.Left + (band.Width * fraction);
                Estimate<double> density = law.DensityEstimate(x);
                double expected = FineChainDescent.Density(depth, alpha, gamma, x, band.Right);
                Assert.True(
                    Math.Abs(expected - density.Value) <= 3.0 * density.Error,
                    $"density at {x}: {density.Value:R}, expected {expected:R}, claimed error {density.Error:E1}");
                Assert.True(density.Error <= 1e-12 * density.Value, $"claimed error at {x}: {density.Error:E1} of {density.Value}");
            }
        }
    }

    /// <summary>A law on which quadrature and the closed distribution function must agree, at random points.</summary>
    [Fact]
    public void The_distribution_function_is_the_integral_of_the_density()
    {
        SpectralMeasure law = Uniform(7, 0.9, 1.1, 0.95, 0.8).Fisher();
        for (int k = 0; k < law.Bands.Length; k++)
        {
            Band band = law.Bands[k];
            double low = band.Left + (0.2 * band.Width);
            double high = band.Left + (0.7 * band.Width);
            double integral = DoubleExponential.Adaptive(
                (a, _) => law.Density(low + a), high - low, new Tolerance(1e-14, 1e-13)).Value.Real;
            Close.To(integral, law.CumulativeDistribution(high) - law.CumulativeDistribution(low), within: 1e-13, $"band {k}");
        }
    }

    [Fact]
    public void The_quantile_inverts_the_distribution_function()
    {
        SpectralMeasure law = Uniform(6, 0.85, 1.0, 1.0, 1.0).Fisher();
        foreach (double p in (double[])[0.16, 0.3, 0.5, 0.7, 0.9])
        {
            double x = law.Quantile(p);
            if (law.MassAt(x) == 0.0)
            {
                Close.To(p, law.CumulativeDistribution(x), within: 1e-12, $"F(F⁻¹({p}))");
            }
        }
    }

    [Fact]
    public void Claimed_errors_are_honest_at_depth_fifty()
    {
        SpectralMeasure law = Uniform(50, 0.9, 1.0, 1.0, 1.0).Fisher();
        for (int k = 1; k < 20; k++)
        {
            double x = law.Bands[0].Left + (law.Bands[0].Width * k / 20.0);
            Estimate<double> density = law.DensityEstimate(x);
            Complex above = law.Cauchy(new Complex(x, 1e-7));
            Complex twice = law.Cauchy(new Complex(x, 2e-7));
            double extrapolated = -((2.0 * above) - twice).Imaginary / Math.PI;
            Assert.True(Math.Abs(extrapolated - density.Value) < (3.0 * density.Error) + 1e-9, $"density at {x}");
        }
    }

    /// <summary>L·|L G_L(LZ) − G(Z)| tends to a constant: the deep limit is right to first order and beyond.</summary>
    [Theory]
    [InlineData(0.5, 0.0)]
    [InlineData(0.3, 0.2)]
    [InlineData(0.8, -0.1)]
    public void The_deep_limit_is_approached_like_one_over_depth(double epsilon1, double epsilon2)
    {
        DeepLimitLaw limit = new(1.0, epsilon1, epsilon2);
        foreach (Complex z in (Complex[])[new(0.3, 0.1), new(0.8, 0.3)])
        {
            Complex expected = limit.Cauchy(z);
            double before = 0.0;
            int[] depths = LongSuite.IsOn ? [1_000, 10_000, 100_000] : [1_000, 10_000];
            foreach (int depth in depths)
            {
                SpectralChain chain = Uniform(depth, 1.0 - (epsilon1 / depth), Math.Exp(-epsilon2 / depth), 1.0, 1.0);
                double scaled = depth * Complex.Abs((depth * chain.Fisher().Cauchy(depth * z)) - expected);
                Assert.True(before == 0.0 || Math.Abs((scaled / before) - 1.0) < 0.02, $"L = {depth}: {scaled} after {before}");
                before = scaled;
            }
        }
    }

    [Fact]
    public void The_deep_limit_has_the_mean_and_the_top_atom_of_the_paper()
    {
        DeepLimitLaw limit = new(1.0, 0.4, 0.3);
        Complex far = new(0.0, 2e3);
        Close.To(limit.Mean, (far * ((far * limit.Cauchy(far)) - 1.0)).Real, within: 1e-3, "mean from 1/Z²");
        Complex near = new(limit.TopAtomLocation, 1e-4);
        Close.To(limit.TopAtomWeight, (new Complex(0.0, 1e-4) * limit.Cauchy(near)).Real, within: 0.02, "residue at the top");
    }

    private static double GaussLegendreMass(SpectralMeasure law, int band, double from, double to)
    {
        const int panels = 8;
        double width = (to - from) / panels;
        return Enumerable.Range(0, panels).Sum(p => GaussLegendre.Sixteen.Integrate(
            offset => law.DensityFromEdge(band, IntervalEnd.Left, offset), from + (width * p), from + (width * (p + 1))));
    }

    private static SpectralChain Uniform(int depth, double alpha, double gamma, double sigma2, double q) =>
        SpectralChain.Uniform(depth, q, new ChainLayer(SlopeLaw.TwoPoint(alpha, gamma), q, sigma2));

    private static (double Mean, double Variance) Recursion(int depth, double alpha, double gamma, double sigma2, double q)
    {
        double mean = q;
        double variance = 0.0;
        double m1 = alpha * gamma;
        double spread = alpha * (1.0 - alpha) * gamma * gamma;
        for (int i = 1; i < depth; i++)
        {
            variance = sigma2 * sigma2 * ((spread * mean * mean) + (m1 * m1 * variance));
            mean = q + (sigma2 * m1 * mean);
        }

        return (mean, variance);
    }

    /// <summary>J is a product of n square Gaussian matrices: density and top against p = n + 1 in logarithms, at n = 999.</summary>
    [Theory]
    [InlineData(2, 1.0)]
    [InlineData(40, 1.1)]
    [InlineData(999, 1.0)]
    public void A_linear_Gaussian_Jacobian_is_a_Fuss_Catalan_law(int factors, double weightVariance)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(
            ActivationParser.Parse("linear"), factors + 1, weightVariance, weights: WeightEnsemble.Gaussian);
        SpectralMeasure law = SpectralChain.FromNetwork(network).Jacobian();
        double scale = Math.Pow(weightVariance, factors);
        Close.To((factors + 1) * Math.Exp(factors * Math.Log((factors + 1.0) / factors)), law.TopOfSupport / scale, within: 1e-9, "top");
        Assert.Equal(-factors / (factors + 1.0), law.Bands[0].LeftExponent, 1e-12);
        foreach (double share in new[] { 0.2, 0.5, 0.9 })
        {
            // x = sinᵖ(pφ)/(sin φ sinⁿ(nφ)), density sin²φ sin^{n−1}(nφ)/(π sinⁿ(pφ)), p = n + 1.
            double p = factors + 1.0, phi = share * Math.PI / p;
            double x = Math.Exp((p * Math.Log(Math.Sin(p * phi))) - Math.Log(Math.Sin(phi)) - (factors * Math.Log(Math.Sin(factors * phi))));
            double density = Math.Exp(
                (2.0 * Math.Log(Math.Sin(phi))) + ((factors - 1.0) * Math.Log(Math.Sin(factors * phi))) - (factors * Math.Log(Math.Sin(p * phi)))) / Math.PI;
            if (x * scale > 1e-280)
            {
                Close.To(1.0, law.Density(x * scale) * scale / density, within: 1e-7, $"density at {x:R}");
            }
        }
    }

    /// <summary>S = (1 + u)/(1 + 2u) for each layer: where 2^{L − 1} is no number the law of J Jᵀ still is one, with its top near e·L.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(1026)]
    [InlineData(3000)]
    [InlineData(100001)]
    public void A_rectified_Jacobian_is_as_deep_as_one_likes(int depth)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse("relu"), depth, 2.0, weights: WeightEnsemble.Haar);
        SpectralMeasure law = SpectralChain.FromNetwork(network).Jacobian();
        Assert.Equal(1.0, law.Mean, 1e-12);
        Assert.Equal(depth - 1.0, law.Variance, 1e-9 * depth);
        Assert.Equal(new Atom(0.0, 0.5), Assert.Single(law.Atoms));
        Band band = Assert.Single(law.Bands);
        Assert.Equal(0.0, band.Left);

        // χ(u) = ((1 + u)/u)((1 + 2u)/(1 + u))ⁿ is critical at u = 1/(n − 2).
        double n = depth - 1.0;
        double top = (n - 1.0) * Math.Exp(-n * Math.Log(1.0 - (1.0 / n)));
        Assert.Equal(top, band.Right, 1e-9 * top);
    }

    /// <summary>The bottom of a deep chain with slopes 0.01 and 1 is below the numbers: it is 0, and not a negative number of their rounding.</summary>
    [Theory]
    [InlineData(225)]
    [InlineData(300)]
    public void The_spectrum_of_a_positive_matrix_does_not_begin_below_0(int depth)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse("leaky-relu:slope=0.1"), depth, 1.98, weights: WeightEnsemble.Haar);
        Assert.InRange(SpectralChain.FromNetwork(network).Jacobian().BottomOfSupport, 0.0, 1e-300);
    }

    [Theory]
    [InlineData("relu", 0.5)]
    [InlineData("0.3*x", 1.0)]
    public void A_spectrum_below_the_numbers_is_refused_for_that(string activation, double weightVariance)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), 1000, weightVariance, weights: WeightEnsemble.Haar);
        Assert.Contains(
            "mean of the spectrum above 1E-305", Assert.Throws<ArgumentException>(() => SpectralChain.FromNetwork(network).Jacobian()).Message, StringComparison.Ordinal);
    }
}
