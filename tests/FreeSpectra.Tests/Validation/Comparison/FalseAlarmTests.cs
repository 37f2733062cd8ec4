using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Testing;
using FreeSpectra.Tests.Support;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Comparison;
using FreeSpectra.Validation.Expectations;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Comparison;

/// <summary>How often a true law or theory is refused, over 200 seeds: the stated rate is 2e-7 for each check.</summary>
public sealed class FalseAlarmTests
{
    private const int Seeds = 200;

    [Theory]
    [InlineData("semicircle(1)", 1)]
    [InlineData("mp(1/2)", 1)]
    [InlineData("mp(2)", 4)]
    [InlineData("bernoulli(1/2) [+] bernoulli(1/3)", 1)]
    [InlineData("bernoulli(7/10) [x] bernoulli(4/5, at=3)", 16)]
    [InlineData("compress(atoms(-1:1/4, 0:1/2, 2:1/4), 1/2)", 16)]
    public void Two_hundred_seeds_raise_no_false_alarm_against_a_law(string law, int replicates)
    {
        LongSuite.Require();
        LawCase source = LawCase.Parse(law);
        SpectralMeasure measure = source.Law;
        Count($"{law}, {replicates} of order 100", seed =>
            Expect.Spectra(new EnsembleCase(source, 100, replicates, seed).Sample()).Measure(measure).Checks);
    }

    [Theory]
    [InlineData("relu", 2.0, 16)]
    [InlineData("hard-tanh:s=1,g=1", 1.2, 16)]
    [InlineData("hard-tanh:s=1,g=1", 1.2, 1)]
    [InlineData("tanh", 1.0, 16)]
    public void Two_hundred_seeds_raise_no_false_alarm_against_a_network(string activation, double variance, int draws)
    {
        LongSuite.Require();
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), 3, variance);
        IDenseKernels kernels = DenseKernels.Select();
        Count($"{activation}, L = 3, {draws} of width 100", seed => SpectrumComparison.Compare(
            network, NetworkSampler.Sample(new SamplingPlan(network, SpectrumKind.Fisher, 100, draws, seed), kernels, 1), SpectrumKind.Fisher).Checks);
    }

    [Theory]
    [InlineData("relu", 3)]
    [InlineData("relu", 9)]
    [InlineData("hard-tanh:s=0.5,g=1", 20)]
    public void Two_hundred_seeds_raise_no_false_alarm_against_a_Jacobian(string activation, int depth)
    {
        LongSuite.Require();
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth);
        IDenseKernels kernels = DenseKernels.Select();
        Count($"{activation}, L = {depth}, Jacobian, 4 of width 100", seed => SpectrumComparison.Compare(
            network, NetworkSampler.Sample(new SamplingPlan(network, SpectrumKind.Jacobian, 100, 4, seed), kernels, 1), SpectrumKind.Jacobian).Checks);
    }

    [Theory]
    [InlineData("relu", 2.0, 3, 16)]
    [InlineData("relu", 2.0, 3, 1)]
    [InlineData("hard-tanh:s=1,g=1", 1.2, 4, 4)]
    [InlineData("leaky-relu:slope=0.3", 1.0, 5, 4)]
    [InlineData("tanh", 1.0, 3, 4)]
    [InlineData("shifted-relu:slope=1,threshold=-1.5", 1.0, 8, 2)]
    public void Two_hundred_seeds_raise_no_false_alarm_where_only_the_eigenvalues_are_known(string activation, double variance, int depth, int draws)
    {
        LongSuite.Require();
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth, variance);
        SpectralMeasure law = SpectralChain.FromNetwork(network).Fisher();
        IDenseKernels kernels = DenseKernels.Select();
        Count($"{activation}, L = {depth}, eigenvalues of {draws} of width 100", seed => SpectrumComparison.Compare(
            law,
            [.. NetworkSampler.Sample(new SamplingPlan(network, SpectrumKind.Fisher, 100, draws, seed), kernels, 1).Select(draw => draw.Spectrum)],
            depth).Checks);
    }

    private static void Count(string name, Func<ulong, ImmutableArray<ComparisonCheck>> run)
    {
        int checks = 0, alarms = 0;
        double nearest = 0.0;
        string where = "";
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            foreach (ComparisonCheck check in run(seed))
            {
                checks++;
                alarms += check.Agrees ? 0 : 1;
                double ratio = Math.Abs(check.Deviation) / Math.Max(check.Limit, double.Epsilon);
                if (ratio > nearest)
                {
                    (nearest, where) = (ratio, $"{check.Name}, seed {seed}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{name}: {Seeds} seeds, {checks} checks, {alarms} alarms; the largest deviation is {nearest:F2} of its limit ({where})"));

        // 2e-7 of some ten thousand checks is nothing.
        Assert.True(alarms == 0, $"{name}: {alarms} of {checks} checks gave alarm, the worst {where}");
    }
}
