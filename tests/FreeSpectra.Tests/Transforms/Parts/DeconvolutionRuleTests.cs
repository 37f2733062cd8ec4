using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Deconvolution;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Free differences and quotients: what is found, up to where they exist, and what is said beyond.</summary>
public sealed class DeconvolutionRuleTests
{
    private static readonly Semicircle Wigner = new(0.0, 1.0);

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly Uniform Flat = new(0.5, 2.0);

    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    [Fact]
    public void What_was_added_is_taken_off()
    {
        Assert.Equal(Flat, Flat.FreeSum(Mp).FreeDifference(Mp));
        Assert.Equal(new Semicircle(0.0, 0.75), Wigner.FreeDifference(new Semicircle(0.0, 0.25)));
        Assert.Equal(new AffineImage(new Semicircle(0.0, 0.75), new AffineMap(-0.3, 1.0)), Wigner.FreeDifference(new Semicircle(0.3, 0.25)));
        Assert.Equal(new FreePoisson(1.5, 0.5), Mp.FreeDifference(new FreePoisson(0.5, 0.5)));
        Assert.Equal(new AffineImage(Flat, new AffineMap(-3.0, 1.0)), Flat.FreeDifference(Atomic.Point(3.0)));
        Assert.Equal(Atomic.Point(0.0), Flat.FreeDifference(Flat));
        Assert.Equal(Atomic.Point(0.7), new AffineImage(Flat, new AffineMap(0.7, 1.0)).FreeDifference(Flat));
        Assert.Equal(Signs.FreePower(1.5), Signs.FreePower(2.5).FreeDifference(Signs));
        Assert.Equal(Signs, Signs.FreePower(2.0).FreeDifference(Signs));
        Assert.Equal(Atomic.Point(1.25), new AffineImage(Signs, new AffineMap(0.5, 1.0)).FreePower(2.5).FreeDifference(Signs.FreePower(2.5)));
        Assert.Equal(Flat.FreeSum(new Semicircle(0.0, 0.5)), Flat.FreeSum(Wigner).FreeDifference(new Semicircle(0.0, 0.5)));
    }

    /// <summary>A variance or a rate is nothing only against what it was taken from: 3e-14 of 4e-14 stays, and the rounding of 3e6 goes.</summary>
    [Fact]
    public void Small_variances_and_rates_are_left_in_any_unit()
    {
        foreach (double unit in new[] { Math.Pow(2.0, 40), Math.Pow(2.0, -50) })
        {
            Assert.Equal(new Semicircle(0.0, 0.75 * unit), new Semicircle(0.0, unit).FreeDifference(new Semicircle(0.0, 0.25 * unit)));
            Assert.Equal(Atomic.Point(0.0), new Semicircle(0.0, (0.1 + 0.2) * unit).FreeDifference(new Semicircle(0.0, 0.3 * unit)));
            Assert.Equal(new FreePoisson(0.75 * unit, 0.5), new FreePoisson(unit, 0.5).FreeDifference(new FreePoisson(0.25 * unit, 0.5)));
            Assert.Equal(Atomic.Point(0.0), new FreePoisson((0.1 + 0.2) * unit, 0.5).FreeDifference(new FreePoisson(0.3 * unit, 0.5)));
        }
    }

    [Fact]
    public void What_was_multiplied_is_divided_out()
    {
        Assert.Equal(Flat, Flat.FreeProduct(Mp).FreeQuotient(Mp));
        Assert.Equal(new AffineImage(Flat, new AffineMap(0.0, 0.25)), Flat.FreeQuotient(Atomic.Point(4.0)));
        Assert.Equal(new AffineImage(Flat, new AffineMap(0.0, -0.25)), Flat.FreeQuotient(Atomic.Point(-4.0)));
        Assert.Equal(Atomic.Point(1.0), Mp.FreeQuotient(Mp));
        Assert.Equal(Atomic.Point(2.0), new FreePoisson(2.0, 1.0).FreeQuotient(Mp));
        Assert.Equal(new TwoPointPower(Atomic.ZeroOr(1.0, 0.4), 1.5), Atomic.ZeroOr(1.0, 0.4).MultiplicativePower(2.5).FreeQuotient(Atomic.ZeroOr(1.0, 0.4)));
        Assert.Equal(Atomic.ZeroOr(1.0, 0.4), Atomic.ZeroOr(1.0, 0.4).MultiplicativePower(2.0).FreeQuotient(Atomic.ZeroOr(1.0, 0.4)));
        Assert.Equal(new AffineImage(Flat, new AffineMap(0.0, 3.0)), new AffineImage(Flat.FreeProduct(Mp), new AffineMap(0.0, 3.0)).FreeQuotient(Mp));
        Assert.Equal(Flat.MultiplicativePower(1.5), Flat.MultiplicativePower(2.5).FreeQuotient(Flat));
    }

    [Fact]
    public void Beyond_the_powers_that_exist_nothing_is_claimed()
    {
        static void Refused(Action action, string text) => Assert.Contains(text, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
        Refused(() => Wigner.FreeDifference(new Semicircle(0.0, 1.0 + 1e-9)), "free difference");
        Refused(() => Mp.FreeDifference(new FreePoisson(2.1, 0.5)), "free difference");
        Refused(() => Mp.FreeDifference(new FreePoisson(0.1, 0.6)), "free difference");
        Refused(() => Signs.FreePower(1.5).FreeDifference(Signs), "power 0.5");
        Refused(() => Flat.FreeDifference(Signs), "its variance would be -0.8125.");
        Refused(() => new Uniform(-5.0, 5.0).FreeDifference(Signs), "power -1");
        Refused(() => Flat.FreeProduct(Mp).FreeDifference(Mp), "free difference");
        Refused(() => Flat.FreeQuotient(Mp), "free quotient");
        Refused(() => Flat.FreeSum(Mp).FreeQuotient(Mp), "free quotient");
        Refused(() => Flat.FreeQuotient(Atomic.Point(0.0)), "point mass at 0");
        Refused(() => Wigner.FreeQuotient(Mp), "mu must be a law on [0, ∞) for a free quotient, but its support starts at -2.");
        Refused(() => Mp.FreeQuotient(Wigner), "nu must be a law on [0, ∞) for a free quotient, ");
        Refused(() => Mp.FreeProduct(Wigner), "nu must be a law on [0, ∞) for a free product, ");
        Refused(() => Wigner.FreeProduct(Mp), "mu must be a law on [0, ∞) for a free product, ");
        Refused(() => Wigner.MultiplicativePower(2.0), "mu must be a law on [0, ∞) for a multiplicative power, ");
        Refused(() => Wigner.FreePower(0.999), "power must be finite and >= 1");
        Refused(() => Mp.MultiplicativePower(0.999), "power must be finite and >= 1");
        Refused(() => Wigner.FreePower(double.PositiveInfinity), "power must be finite and >= 1");
        Refused(() => Wigner.Compression(0.0), "trace");
        Refused(() => Wigner.Compression(1.01), "trace");
        Refused(() => Wigner.SymmetricSquareRoot(), "a symmetric square root");
        Refused(() => new CauchyLaw(0.0, 1.0).BooleanSum(Wigner), "mu must have bounded support");
        Refused(() => Wigner.MonotoneSum(new CauchyLaw(0.0, 1.0)), "nu must have bounded support");
        Refused(() => Mp.CompoundPoisson(0.0), "rate");
    }

    [Fact]
    public void Point_masses_only_move_and_scale()
    {
        Assert.Equal(new AffineImage(Flat, new AffineMap(3.0, 1.0)), Atomic.Point(3.0).FreeSum(Flat));
        Assert.Equal(new AffineImage(Flat, new AffineMap(3.0, 1.0)), Flat.FreeSum(Atomic.Point(3.0)));
        Assert.Same(Flat, Flat.FreeSum(Atomic.Point(0.0)));
        Assert.Equal(new AffineImage(Flat, new AffineMap(0.0, 3.0)), Atomic.Point(3.0).FreeProduct(Flat));
        Assert.Equal(new AffineImage(Flat, new AffineMap(0.0, -3.0)), Flat.FreeProduct(Atomic.Point(-3.0)));
        Assert.Equal(Atomic.Point(0.0), Flat.FreeProduct(Atomic.Point(0.0)));
        Assert.Same(Flat, Flat.FreeProduct(Atomic.Point(1.0)));
        Assert.Equal(6.0, Atomic.Point(3.0).FreePower(2.0).Mean);
        Assert.Equal(9.0, Atomic.Point(3.0).MultiplicativePower(2.0).Mean, 1e-14);
        Assert.Equal(Atomic.Point(0.0), Atomic.Point(0.0).MultiplicativePower(2.0));
        Assert.Same(Flat, Flat.FreePower(1.0));
        Assert.Same(Flat, Flat.MultiplicativePower(1.0));
        Assert.Same(Flat, Flat.Compression(1.0));
        Assert.Equal(new AffineImage(Signs.FreePower(2.0), new AffineMap(0.0, 0.5)), Signs.Compression(0.5));
        Assert.Same(Flat, Flat.Inverse().Inverse());
        Assert.Same(Flat, Flat.SymmetricSquareRoot().Square());
        Assert.Equal(Atomic.Point(1.0), Signs.Square());
        Assert.Equal(new Atomic(new Atom(0.25, 0.5), new Atom(4.0, 0.5)), new Atomic(new Atom(-2.0, 0.5), new Atom(0.5, 0.5)).Square());
        Assert.IsType<CompoundPoisson>(Signs.CompoundPoisson(0.7));
        Assert.IsType<CompoundPoisson>(new Uniform(-1.0, 1.0).CompoundPoisson(0.7));
        Assert.Equal(new FreePoisson(1.0, 1.0).FreeProduct(new ZeroMixture(0.7, Flat)), Flat.CompoundPoisson(0.7));
        Assert.Equal(new FreePoisson(1.0, 1.0).FreeProduct(Flat), Flat.CompoundPoisson(1.0));
        Assert.Equal(new AffineImage(new FreePoisson(1.5, 1.0).FreeProduct(Flat.FreePower(1.5)), new AffineMap(0.0, 1.0 / 1.5)), Flat.CompoundPoisson(1.5));
    }

    [Fact]
    public void Mixtures_with_0_are_what_they_say()
    {
        ZeroMixture law = new(0.4, new JoinedLaw([new Atom(0.0, 0.1), new Atom(3.0, 0.2)], [(0.5, 2.0, 0.7)]));
        Assert.Equal([0.0, 3.0], law.Atoms.Select(atom => atom.Location));
        Assert.Equal(0.64, law.Atoms[0].Weight, 1e-15);
        Assert.Equal(0.08, law.Atoms[1].Weight, 1e-15);
        Assert.Equal(0.28, law.Bands[0].Mass, 1e-15);
        Assert.Equal(0.4 * 0.7 / 1.5, law.Density(1.0), 1e-15);
        Assert.Equal((1.0, 0.4 * law.Source.Moment(3)), (law.Moment(0), law.Moment(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroMixture(0.0, Flat));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroMixture(1.0, Flat));
        Assert.Equal("ZeroMixture { 0.6·δ(0) + 0.4 · Uniform { 0.5, 2 } }", new ZeroMixture(0.4, Flat).ToString());
    }

    [Fact]
    public void Smoothed_laws_are_named_told_apart_and_bounded_in_height()
    {
        EmpiricalLaw samples = new([0.4, 0.5, 1.0, 7.0]);
        SmoothedDeconvolution sum = SampleDeconvolution.Smoothed(samples, new Semicircle(0.2, 1.3));

        // η = a + s/a with a = √(s/q), q = 0.9.
        double floor = Math.Sqrt(1.3 / 0.9);
        Close.Relative(floor + (1.3 / floor), sum.Height, 1e-14, "height");
        SmoothedDeconvolution quotient = SampleDeconvolution.Smoothed(samples, new FreePoisson(2.0, 0.6));

        // 4cκm₁ = qv with κ = (b + √(b² + 4v²))/2v, v = 1.2η.
        double v = 1.2 * quotient.Height;
        Close.Relative(0.9 * v, 4.0 * 0.5 * samples.Mean * (7.0 + Math.Sqrt(49.0 + (4.0 * v * v))) / (2.0 * v), 1e-12, "height of a quotient");
        Assert.Equal(0.9, SmoothedDeconvolution.Contraction);
        Assert.StartsWith("SmoothedDeconvolution { EmpiricalLaw { ", sum.ToString(), StringComparison.Ordinal);
        Assert.Contains(" [-] Semicircle { variance=1.3, mean=0.2 }, smoothed by Cauchy(0, ", sum.ToString(), StringComparison.Ordinal);
        Assert.Contains(" [/] FreePoisson { rate=2, jump=0.6 }, smoothed by Cauchy(0, ", quotient.ToString(), StringComparison.Ordinal);
        Assert.Equal(SampleDeconvolution.Smoothed(new EmpiricalLaw([0.4, 0.5, 1.0, 7.0]), new Semicircle(0.2, 1.3)), sum);
        Assert.Equal(SampleDeconvolution.Smoothed(new EmpiricalLaw([0.4, 0.5, 1.0, 7.0]), new Semicircle(0.2, 1.3)).GetHashCode(), sum.GetHashCode());
        Assert.NotEqual(SampleDeconvolution.Smoothed(samples, new Semicircle(0.3, 1.3)), sum);
        Assert.NotEqual(SampleDeconvolution.Smoothed(new EmpiricalLaw([0.4, 0.5, 1.0, 7.1]), new Semicircle(0.2, 1.3)), sum);
        Assert.Equal((true, false, 1.0), (sum.HasMoment(0), sum.HasMoment(1), sum.TotalMass));
        foreach (SmoothedDeconvolution law in new[] { sum, quotient })
        {
            foreach (double x in new[] { -3.0, 0.5, 2.0, 6.0 })
            {
                Estimate<double> density = law.DensityEstimate(x);
                Assert.InRange(density.Error, 1e-18, 1e-14);
                Close.Relative(-law.Cauchy(x).Imaginary / Math.PI, density.Value, 1e-14, $"density at {x}");
                Complex z = new(x, 0.7);
                Close.Relative(Complex.Conjugate(law.Cauchy(z)), law.Cauchy(Complex.Conjugate(z)), 1e-15, "below the axis");
                Close.Relative(Complex.Conjugate(law.CauchyDerivative(z)), law.CauchyDerivative(Complex.Conjugate(z)), 1e-15, "derivative below the axis");
            }
        }
    }

    [Fact]
    public void A_smoothed_difference_has_the_error_and_the_price_of_its_equation()
    {
        EmpiricalLaw samples = new([0.4, 0.5, 1.0, 7.0]);
        foreach ((DeconvolutionMap map, SmoothedDeconvolution law) in new[]
        {
            (DeconvolutionMap.Of(samples, new Semicircle(0.2, 1.3)), SampleDeconvolution.Smoothed(samples, new Semicircle(0.2, 1.3))),
            (DeconvolutionMap.Of(samples, new FreePoisson(2.0, 0.6)), SampleDeconvolution.Smoothed(samples, new FreePoisson(2.0, 0.6))),
            (DeconvolutionMap.Of(samples, new Semicircle(50.0, 1.3)), SampleDeconvolution.Smoothed(samples, new Semicircle(50.0, 1.3))),
            (DeconvolutionMap.Of(samples, new FreePoisson(20.0, 5.0)), SampleDeconvolution.Smoothed(samples, new FreePoisson(20.0, 5.0))),
        })
        {
            foreach (double x in new[] { -3.0, 0.5, 2.0, 6.0, 300.0 })
            {
                Estimate<Complex> g = map.Cauchy(new Complex(x, map.Height)).Value;
                Estimate<double> density = law.DensityEstimate(x);
                Close.Relative(g.Error / Math.PI, density.Error, 1e-14, $"error at {x}");
                Assert.InRange(g.Error, 1e-16 * Complex.Abs(g.Value), 1e-13 * Complex.Abs(g.Value));
                Assert.InRange(density.Evaluations, 2, 6);
            }
        }
    }

    /// <summary>Noise of mean m is that of mean 1 with w counted in units of m: the same steps to the same point.</summary>
    [Theory]
    [InlineData(0.5, 16.0)]
    [InlineData(0.5, 0.0625)]
    [InlineData(20.0, 16.0)]
    [InlineData(20.0, 0.0625)]
    public void The_mean_of_noise_is_a_unit(double rate, double mean)
    {
        EmpiricalLaw samples = new([0.4, 0.5, 1.0, 7.0]);
        DeconvolutionMap one = DeconvolutionMap.Of(samples, new FreePoisson(rate, 1.0 / rate)), other = DeconvolutionMap.Of(samples, new FreePoisson(rate, mean / rate));
        Close.Relative(one.Height, mean * other.Height, 1e-12, "height");
        foreach (double x in new[] { -30.0, -3.0, 0.0, 0.5, 2.0, 6.0, 40.0 })
        {
            Complex w = new(x, 1.001 * one.Height);
            (Estimate<Complex> expected, Complex slope) = one.Cauchy(w);
            (Estimate<Complex> actual, Complex rise) = other.Cauchy(w / mean);
            Close.Relative(mean * expected.Value, actual.Value, 1e-13, $"G at {x}");
            Close.Relative(mean * mean * slope, rise, 1e-12, $"G' at {x}");
            Close.Relative(mean * expected.Error, actual.Error, 0.5, $"error at {x}");
            Assert.InRange(actual.Evaluations, expected.Evaluations - 1, expected.Evaluations + 1);
            Close.To(one.Logarithm(w) - Math.Log(mean), other.Logarithm(w / mean), 1e-12, $"logarithm at {x}");
        }
    }

    /// <summary>Samples that are exact quantiles of known convolutions: the fit gives the atoms back.</summary>
    [Fact]
    public void A_fit_of_two_atoms_is_near_them_and_tells_its_distance()
    {
        Atomic population = new(new Atom(1.0, 0.5), new Atom(4.0, 0.5));
        Semicircle noise = new(0.5, 0.05);
        SpectralMeasure law = population.FreeSum(noise);
        EmpiricalLaw measured = new([.. Enumerable.Range(0, 40).Select(k => law.Quantile((k + 0.5) / 40.0))]);
        PopulationFit fit = SampleDeconvolution.Fit(measured, noise);
        Assert.Equal(1.0, fit.Population.Atoms.Sum(atom => atom.Weight), 1e-12);
        foreach (Atom atom in population.Atoms)
        {
            Close.To(0.5, fit.Population.Atoms.Where(found => Math.Abs(found.Location - atom.Location) < 0.15).Sum(found => found.Weight), 0.02, $"weight near {atom.Location}");
        }

        Assert.InRange(fit.Distance, 0.0, 0.05);
        PopulationFit wrong = SampleDeconvolution.Fit(measured, new Semicircle(0.5, 0.3));
        double largest = measured.Values.ToArray().Max(x => Math.Max(
            wrong.Refit.CumulativeDistribution(x) - measured.CumulativeDistribution(x),
            measured.CumulativeDistribution(x) - measured.MassAt(x) - wrong.Refit.CumulativeDistribution(x)));
        Close.To(largest, wrong.Distance, 1e-12, "distance");
        Assert.True(wrong.Distance > fit.Distance + 0.01, $"{wrong.Distance} and {fit.Distance}");
        FreePoisson wishart = FreePoisson.FromAspectRatio(0.05);
        SpectralMeasure product = population.FreeProduct(wishart);
        PopulationFit quotient = SampleDeconvolution.Fit(new EmpiricalLaw([.. Enumerable.Range(0, 40).Select(k => product.Quantile((k + 0.5) / 40.0))]), wishart);
        Assert.InRange(quotient.Distance, 0.0, 0.06);
        Close.To(0.5, quotient.Population.Atoms.Where(found => Math.Abs(found.Location - 4.0) < 0.4).Sum(found => found.Weight), 0.03, "weight near 4");
        Assert.Throws<ArgumentException>(() => SampleDeconvolution.Fit(new EmpiricalLaw([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]), noise));
        Assert.Throws<ArgumentException>(() => SampleDeconvolution.Smoothed(new EmpiricalLaw([0.0, 0.0]), wishart));
        EmpiricalLaw below = new([-1.0, .. Enumerable.Range(1, 12).Select(k => (double)k)]);
        Assert.Contains("positive matrix", Assert.Throws<ArgumentException>(() => SampleDeconvolution.Fit(below, wishart)).Message, StringComparison.Ordinal);
        Assert.NotNull(SampleDeconvolution.Smoothed(new EmpiricalLaw([0.0, 1.0]), wishart));
    }
}
