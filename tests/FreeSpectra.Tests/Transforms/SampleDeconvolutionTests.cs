using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Deconvolution;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Models;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Noise taken off quantiles of a known convolution, and off eigenvalues of sampled matrices.</summary>
public sealed class SampleDeconvolutionTests
{
    private static readonly Atomic Population = new(new Atom(0.5, 0.3), new Atom(1.5, 0.4), new Atom(4.0, 0.3));

    [Theory]
    [InlineData(0.3, 0.0)]
    [InlineData(2.0, -1.0)]
    public void Additive_noise_leaves_the_smoothed_population(double variance, double mean)
    {
        Semicircle noise = new(mean, variance);
        SmoothedDeconvolution law = SampleDeconvolution.Smoothed(Quantiles(Population.FreeSum(noise), 2000), noise);
        Assert.InRange(law.Height, 2.0 * Math.Sqrt(variance), 2.01 * Math.Sqrt(variance));
        Check(law, 1e-3);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Multiplicative_noise_leaves_the_smoothed_population(double ratio)
    {
        FreePoisson noise = FreePoisson.FromAspectRatio(ratio);
        SmoothedDeconvolution law = SampleDeconvolution.Smoothed(Quantiles(Population.FreeProduct(noise), 2000), noise);
        Check(law, 1e-3);
    }

    /// <summary>The largest difference of the distribution functions over forty of the eigenvalues, with the masses at them.</summary>
    [Fact]
    public void The_distance_of_a_fit_is_that_of_the_distribution_functions()
    {
        Semicircle wigner = new(0.0, 0.3);
        FreePoisson wishart = new(0.5, 1.0);
        EmpiricalLaw sums = Middles(Population.FreeSum(wigner)), products = Middles(Population.FreeProduct(wishart));
        Assert.True(products.MassAt(0.0) > 0.3);
        foreach ((PopulationFit fit, EmpiricalLaw measured) in new[] { (SampleDeconvolution.Fit(sums, wigner), sums), (SampleDeconvolution.Fit(products, wishart), products) })
        {
            double largest = 0.0;
            for (int k = 0; k < 40; k++)
            {
                double x = measured.Values[(int)((k + 0.5) * measured.Count / 40)];
                double upTo = fit.Refit.CumulativeDistribution(x), below = upTo - fit.Refit.MassAt(x);
                double seen = measured.CumulativeDistribution(x), seenBelow = seen - measured.MassAt(x);
                largest = Math.Max(largest, Math.Max(upTo - seen, seenBelow - below));
            }

            Assert.Equal(largest, fit.Distance, 1e-12);
        }

        Assert.Equal("noise", Assert.Throws<ArgumentNullException>(() => SampleDeconvolution.Fit(sums, (Semicircle)null!)).ParamName);
        Assert.Equal("noise", Assert.Throws<ArgumentNullException>(() => SampleDeconvolution.Fit(products, (FreePoisson)null!)).ParamName);

        static EmpiricalLaw Middles(SpectralMeasure law) => new([.. Enumerable.Range(0, 50).Select(k => law.Quantile((k + 0.5) / 50.0))]);
    }

    /// <summary>On the line and above it G solves the subordination equation of the measured law, whatever that is.</summary>
    [Fact]
    public void The_value_solves_its_equation_for_any_samples()
    {
        EmpiricalLaw samples = new([-3.0, 0.0, 0.1, 0.11, 8.0]);
        Semicircle noise = new(0.2, 1.3);
        SmoothedDeconvolution law = SampleDeconvolution.Smoothed(samples, noise);
        foreach (Complex u in new Complex[] { new(0.0, 0.0), new(-2.0, 0.0), new(1.0, 3.0) })
        {
            Complex g = law.Cauchy(u);
            Complex w = u + new Complex(0.0, law.Height);
            Close.To(g, samples.Cauchy(w + 0.2 + (1.3 * g)), 1e-14, $"G at {u}");
            Complex h = new(1e-5, 0.0);
            Close.To((law.Cauchy(u + h) - law.Cauchy(u - h)) / 2e-5, law.CauchyDerivative(u), 1e-9, $"G' at {u}");
        }

        EmpiricalLaw positive = new([0.0, 0.4, 0.5, 7.0]);
        FreePoisson mp = FreePoisson.FromAspectRatio(0.7, 1.2);
        SmoothedDeconvolution quotient = SampleDeconvolution.Smoothed(positive, mp);
        foreach (Complex u in new Complex[] { new(0.0, 0.0), new(3.0, 1.0) })
        {
            // h_ρ(w) = h_μ(z) at z = mw(1 + ch).
            Complex w = u + new Complex(0.0, quotient.Height);
            Complex h = (w * quotient.Cauchy(u)) - 1.0;
            Close.To(h, positive.MomentTransform(1.2 * w * (1.0 + (0.7 * h))), 1e-13, $"h at {u}");
            Complex d = new(1e-5, 0.0);
            Close.To((quotient.Cauchy(u + d) - quotient.Cauchy(u - d)) / 2e-5, quotient.CauchyDerivative(u), 1e-9, $"G' at {u}");
        }
    }

    [Fact]
    public void The_smoothed_law_has_mass_one_and_keeps_the_contract_of_laws()
    {
        SmoothedDeconvolution law = SampleDeconvolution.Smoothed(new EmpiricalLaw([-1.0, 0.0, 2.0]), new Semicircle(0.0, 0.5));
        Close.To(1.0, law.Integrate(_ => 1.0, Tolerance.Standard).Value, 1e-9, "mass");
        Complex z = new(0.3, 1.1);
        Close.To(law.Integrate(t => 1.0 / (z - t), Tolerance.Standard).Value, law.Cauchy(z), 1e-9, "G by its definition");
        Assert.False(law.HasMoment(1));
        SmoothedDeconvolution quotient = SampleDeconvolution.Smoothed(new EmpiricalLaw([0.0, 0.5, 2.0]), FreePoisson.FromAspectRatio(0.4, 1.3));
        foreach (SmoothedDeconvolution item in new[] { law, quotient })
        {
            foreach (double x in new[] { -20.0, -0.5, 0.7, 3.0 })
            {
                double slope = (item.CumulativeDistribution(x + 1e-4) - item.CumulativeDistribution(x - 1e-4)) / 2e-4;
                Close.To(item.Density(x), slope, 1e-8, $"slope of the distribution function at {x}");
            }

            Close.To(0.0, item.CumulativeDistribution(-1e9), 1e-8, "mass far to the left");
            Close.To(1.0, item.CumulativeDistribution(1e9), 1e-8, "mass far to the right");
            Close.To(0.3, item.CumulativeDistribution(item.Quantile(0.3)), 1e-12, "quantile");
        }
    }

    /// <summary>The fit finds three atoms in eigenvalues of one sampled matrix, and tells a wrong variance by the distance.</summary>
    [Fact]
    public void A_fit_recovers_the_population_and_rejects_a_wrong_noise()
    {
        const int order = 300;
        IDenseKernels kernels = DenseKernels.Select();
        FreePoisson noise = FreePoisson.FromAspectRatio(0.2);
        EmpiricalLaw measured = new(MatrixModel.SampleEigenvalues(Population.FreeProduct(noise), order, new RandomSource(4), kernels));
        PopulationFit fit = SampleDeconvolution.Fit(measured, noise);
        Assert.True(fit.Distance < 0.02, $"distance {fit.Distance}");
        foreach (Atom atom in Population.Atoms)
        {
            double near = fit.Population.Atoms.Where(found => Math.Abs(found.Location - atom.Location) < 0.25 * atom.Location).Sum(found => found.Weight);
            Close.To(atom.Weight, near, 0.04, $"weight near {atom.Location}");
        }

        PopulationFit wrong = SampleDeconvolution.Fit(measured, FreePoisson.FromAspectRatio(1.5));
        Assert.True(wrong.Distance > 2.0 * fit.Distance, $"distance {wrong.Distance} under the wrong noise, {fit.Distance} under the right one");

        EmpiricalLaw shifted = new(MatrixModel.SampleEigenvalues(Population.FreeSum(new Semicircle(0.0, 0.1)), order, new RandomSource(5), kernels));
        PopulationFit sum = SampleDeconvolution.Fit(shifted, new Semicircle(0.0, 0.1));
        Assert.True(sum.Distance < 0.02, $"distance {sum.Distance}");
        Close.To(0.3, sum.Population.Atoms.Where(found => found.Location > 3.5).Sum(found => found.Weight), 0.02, "weight of the top atom");
    }

    [Fact]
    public void Wrong_samples_are_refused()
    {
        Assert.Contains("positive", Assert.Throws<ArgumentException>(
            () => SampleDeconvolution.Smoothed(new EmpiricalLaw([-1.0, 1.0]), FreePoisson.FromAspectRatio(0.5))).Message, StringComparison.Ordinal);
        Assert.Contains("at least 10", Assert.Throws<ArgumentException>(
            () => SampleDeconvolution.Fit(new EmpiricalLaw([1.0]), new Semicircle(0.0, 1.0))).Message, StringComparison.Ordinal);
    }

    /// <summary>Quantiles by the trapezoidal rule in θ with x = center − half·cos θ, which suits square-root edges.</summary>
    private static EmpiricalLaw Quantiles(SpectralMeasure law, int count)
    {
        const int steps = 20_000;
        List<double> values = [];
        double below = 0.0;
        foreach (Band band in law.Bands)
        {
            double mass = 0.0;
            double last = band.Left;
            double previous = 0.0;
            for (int k = 1; k <= steps; k++)
            {
                double theta = Math.PI * k / steps;
                double x = band.Center - (0.5 * band.Width * Math.Cos(theta));
                double here = k == steps ? 0.0 : law.Density(x) * 0.5 * band.Width * Math.Sin(theta);
                double next = mass + (0.5 * Math.PI / steps * (previous + here));
                while (values.Count < count && (values.Count + 0.5) / count <= below + next)
                {
                    values.Add(last + ((x - last) * (((values.Count + 0.5) / count) - below - mass) / (next - mass)));
                }

                (mass, last, previous) = (next, x, here);
            }

            below += mass;
        }

        Close.To(1.0, below, 1e-5, "mass of the sampled law");
        return new EmpiricalLaw(values);
    }

    private static void Check(SmoothedDeconvolution law, double within)
    {
        foreach (double x in new[] { -1.0, 0.5, 1.5, 3.0, 4.0, 9.0 })
        {
            Complex w = new(x, law.Height);
            Estimate<double> density = law.DensityEstimate(x);
            Close.To(-Population.Cauchy(w).Imaginary / Math.PI, density.Value, within, $"density at {x}");
            Assert.InRange(density.Error, 0.0, 1e-12);
        }
    }
}
