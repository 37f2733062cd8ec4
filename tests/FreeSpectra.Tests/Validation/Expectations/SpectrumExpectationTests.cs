using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Testing;
using FreeSpectra.Transforms;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Comparison;
using FreeSpectra.Validation.Expectations;

namespace FreeSpectra.Tests.Validation.Expectations;

/// <summary>Expectations accept the truth and reject near misses, from one matrix and from several.</summary>
public sealed class SpectrumExpectationTests
{
    [Theory]
    [InlineData("semicircle(1)", 1)]
    [InlineData("mp(1/2)", 1)]
    [InlineData("mp(2)", 1)]
    [InlineData("bernoulli(1/2) [+] bernoulli(1/3)", 1)]
    [InlineData("bernoulli(7/10) [x] bernoulli(4/5, at=3)", 16)]
    [InlineData("mp(1/2) [x] mp(2)", 4)]
    [InlineData("mp(2) [x] mp(3)", 4)]
    [InlineData("compress(atoms(-1:1/4, 0:1/2, 2:1/4), 1/2)", 4)]
    [InlineData("point(3)", 1)]
    public void Sampled_matrices_follow_their_law(string law, int replicates)
    {
        EnsembleCase ensemble = new(LawCase.Parse(law), width: 200, replicates, seed: 4);
        Expect.Spectra(ensemble.Sample()).Follows(ensemble.Law);
    }

    [Theory]
    [InlineData("semicircle(1)", "semicircle(1.2)")]
    [InlineData("semicircle(1)", "semicircle(1, mean=0.1)")]
    [InlineData("semicircle(1)", "arcsine(1.42)")]
    [InlineData("mp(1/2)", "mp(1/2, scale=1.1)")]
    [InlineData("mp(2)", "mp(2.2)")]
    [InlineData("bernoulli(1/2) [+] bernoulli(1/3)", "bernoulli(1/2) [+] bernoulli(2/5)")]
    [InlineData("bernoulli(7/10) [x] bernoulli(4/5, at=3)", "bernoulli(4/5) [x] bernoulli(7/10, at=2.8)")]
    [InlineData("compress(atoms(-1:1/4, 0:1/2, 2:1/4), 1/2)", "atoms(-1:1/4, 0:1/2, 2:1/4)")]
    [InlineData("point(3)", "point(3.01)")]
    public void Near_misses_are_rejected_from_one_matrix(string truth, string claimed)
    {
        EnsembleCase ensemble = new(LawCase.Parse(truth), width: 400, replicates: 1, seed: 4);
        double[] eigenvalues = [.. ensemble.Sample()[0].Eigenvalues];
        Expect.Spectrum(eigenvalues).Follows(ensemble.Law);
        Assert.Throws<ExpectationException>(() => Expect.Spectrum(eigenvalues).Follows(LawCase.Parse(claimed).Law));
    }

    /// <summary>The layers' q̂ fluctuates by 1/√M, which replicates show and one matrix cannot.</summary>
    [Fact]
    public void Networks_follow_their_law_by_the_scatter_of_replicates()
    {
        NetworkCase network = new(NetworkSpecification.Uniform(ActivationParser.Parse("relu"), 3, weightVariance: 2.0));
        NetworkCase off = new(NetworkSpecification.Uniform(ActivationParser.Parse("relu"), 3, weightVariance: 1.9));
        ImmutableArray<EmpiricalSpectrum> spectra = [.. network.Sample(width: 160, replicates: 32, seed: 3).Select(draw => draw.Spectrum)];
        FiniteWidth depth = new(displaced: 4.0);
        Expect.Spectra(spectra).Follows(network.FisherLaw(), depth);
        Assert.Throws<ExpectationException>(() => Expect.Spectra(spectra).Follows(off.FisherLaw(), depth));
    }

    [Fact]
    public void The_explanation_names_the_largest_gap_with_its_standard_errors()
    {
        EnsembleCase ensemble = new(LawCase.Parse("bernoulli(1/2) [+] semicircle(1/100)"), width: 300, replicates: 9, seed: 1);
        SpectralMeasure wrong = LawCase.Parse("bernoulli(3/5) [+] semicircle(1/100)").Law;
        SpectrumReport report = Expect.Spectra(ensemble.Sample()).Measure(wrong);
        Assert.False(report.Agrees);
        ComparisonCheck worst = report.Worst;
        Assert.InRange(Math.Abs(worst.Deviation), 0.09, 0.11);
        ExpectationException thrown = Assert.Throws<ExpectationException>(() => Expect.Spectra(ensemble.Sample()).Follows(wrong));
        Assert.Contains($"The largest gap: {worst.Name}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("standard errors", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("9 independent matrices of order 300", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Two matrices say nothing by their scatter, so that the statement decides; and the quantile for two is right.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Any_number_of_replicates_decides(int replicates)
    {
        EnsembleCase ensemble = new(LawCase.Parse("mp(1/2)"), width: 200, replicates, seed: 6);
        Expect.Spectra(ensemble.Sample()).Follows(ensemble.Law);
        Assert.Throws<ExpectationException>(() => Expect.Spectra(ensemble.Sample()).Follows(LawCase.Parse("mp(2/3)").Law));
    }

    [Fact]
    public void Unbounded_laws_are_held_by_their_levels()
    {
        CauchyLaw law = new(center: 0.5, scale: 2.0);
        double[] quantiles = [.. Enumerable.Range(0, 500).Select(i => law.Quantile((i + 0.5) / 500.0))];
        Expect.Spectrum(quantiles).Follows(law);
        Assert.Throws<ExpectationException>(() => Expect.Spectrum(quantiles).Follows(new CauchyLaw(center: 0.7, scale: 2.0)));
    }

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Throws<ArgumentException>(() => Expect.Spectrum());
        Assert.Throws<ArgumentOutOfRangeException>(() => Expect.Spectrum(1.0, double.NaN));
        ArgumentException orders = Assert.Throws<ArgumentException>(() => Expect.Spectra([[1.0, 2.0], [1.0]]));
        Assert.Contains("equal orders", orders.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mp(1/2) [+] mp(1/2)", "mp(1/2)^[+]2")]
    [InlineData("bernoulli(7/10) [x] bernoulli(3/5)", "two-projections(7/10, 3/5)")]
    [InlineData("1/2*(mp(2) [+] mp(2))", "compress(mp(2), 1/2)")]
    public void Two_routes_to_a_law_are_the_same(string left, string right) =>
        Expect.Law(LawCase.Parse(left).Law).Is(LawCase.Parse(right).Law);

    [Theory]
    [InlineData("mp(1/2)", "mp(1/2, scale=1.000001)")]
    [InlineData("bernoulli(1/2)", "bernoulli(0.500001)")]
    [InlineData("bernoulli(1/2)", "point(1/2)")]
    [InlineData("mp(2)", "mp(2.00001)")]
    public void Laws_that_differ_by_a_millionth_differ(string left, string right)
    {
        ExpectationException thrown = Assert.Throws<ExpectationException>(() => Expect.Law(LawCase.Parse(left).Law).Is(LawCase.Parse(right).Law));
        Assert.Contains("The largest gap", thrown.Message, StringComparison.Ordinal);
    }
}
