using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Comparison;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Comparison;

/// <summary>
/// The comparison accepts the truth and rejects near misses. False alarms: 2e-7 for each statistical check, pinned seeds.
/// </summary>
public class SpectrumComparisonTests
{
    private static readonly IDenseKernels Kernels = DenseKernels.Select();

    [Theory]
    [InlineData("hard-tanh:s=0.5,g=1.1", 3, 1.0, SpectrumKind.Fisher)]
    [InlineData("hard-tanh:s=1,g=1", 4, 1.2, SpectrumKind.Fisher)]
    [InlineData("relu", 3, 2.0, SpectrumKind.Fisher)]
    [InlineData("relu", 3, 2.0, SpectrumKind.Jacobian)]
    [InlineData("shifted-relu:slope=1,threshold=-1.5", 5, 1.0, SpectrumKind.Fisher)]
    public void Sampled_networks_agree_with_their_own_theory(string activation, int depth, double weightVariance, SpectrumKind kind)
    {
        NetworkSpecification network = Network(activation, depth, weightVariance);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(network, Draw(network, kind), kind));
    }

    [Theory]
    [InlineData("tanh", 1.0, WeightEnsemble.Haar)]
    [InlineData("erf", 1.2, WeightEnsemble.Haar)]
    [InlineData("sin", 1.0, WeightEnsemble.Haar)]
    [InlineData("sigmoid", 1.0, WeightEnsemble.Haar)]
    [InlineData("leaky-relu:slope=0.3", 1.0, WeightEnsemble.Haar)]
    [InlineData("arctan", 1.3, WeightEnsemble.Haar)]
    [InlineData("gelu", 2.0, WeightEnsemble.Haar)]
    [InlineData("tanh", 1.5, WeightEnsemble.Gaussian)]
    public void Other_slope_laws_agree_too(string activation, double weightVariance, WeightEnsemble weights)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(activation), 3, weightVariance, weights: weights);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(network, Draw(network, SpectrumKind.Fisher), SpectrumKind.Fisher));
    }

    [Fact]
    public void A_smooth_activation_that_is_steeper_by_three_percent_is_rejected()
    {
        NetworkSpecification truth = Network("tanh", 3, 1.0), claimed = Network("tanh(1.03*x)", 3, 1.0);
        AssertVerdict(agrees: false, SpectrumComparison.Compare(claimed, Draw(truth, SpectrumKind.Fisher), SpectrumKind.Fisher));
    }

    [Fact]
    public void A_gain_that_is_one_percent_off_is_rejected()
    {
        ImmutableArray<SampledSpectrum> draws = Draw(Network("hard-tanh:s=0.5,g=1.1", 3, 1.0), SpectrumKind.Fisher);
        ComparisonVerdict verdict = SpectrumComparison.Compare(Network("hard-tanh:s=0.5,g=1.111", 3, 1.0), draws, SpectrumKind.Fisher);
        AssertVerdict(agrees: false, verdict);
        Assert.False(verdict.Checks.Single(check => check.Name.StartsWith("location of the top", StringComparison.Ordinal)).Agrees);
    }

    [Fact]
    public void Swapped_fractions_of_unsaturated_units_are_rejected()
    {
        NetworkSpecification Pair(string first, string second) => new(
            [
                new(ActivationParser.Parse(first), 1.0, 0.0, 1.0), new(ActivationParser.Parse(second), 1.0, 0.0, 1.0), new(null, 1.0, 0.0, 1.0),
            ],
            1.0, 1.0, WeightEnsemble.Haar, Normalization.None);
        NetworkSpecification truth = Pair("hard-tanh:s=1,g=1", "hard-tanh:s=0.5,g=1"), swapped = Pair("hard-tanh:s=0.5,g=1", "hard-tanh:s=1,g=1");
        ImmutableArray<SampledSpectrum> draws = Draw(truth, SpectrumKind.Fisher);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(truth, draws, SpectrumKind.Fisher));
        AssertVerdict(agrees: false, SpectrumComparison.Compare(swapped, draws, SpectrumKind.Fisher));
    }

    /// <summary>[HK21] eq. (17) as printed saturates at g·sgn x; s² = .125, g = 1.0013 as in the paper's figure.</summary>
    [Fact]
    public void The_saturation_printed_in_HK21_is_rejected()
    {
        const double s = 0.3535533905932738, g = 1.0013, kink = 1.0 / (s * g);
        PiecewiseLinear printed = new("printed", [-kink, kink], [0.0, g, 0.0], [-g, 0.0, g]);
        NetworkSpecification claimed = NetworkSpecification.Uniform(printed, 3), truth = Network("hard-tanh:s=0.3535533905932738,g=1.0013", 3, 1.0);
        ImmutableArray<SampledSpectrum> draws = Draw(truth, SpectrumKind.Fisher);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(truth, draws, SpectrumKind.Fisher));
        AssertVerdict(agrees: false, SpectrumComparison.Compare(claimed, draws, SpectrumKind.Fisher));
    }

    [Fact]
    public void Eigenvalues_alone_agree_with_their_law_and_not_with_that_of_a_network_one_layer_deeper()
    {
        NetworkSpecification network = Network("relu", 3, 2.0);
        ImmutableArray<SampledSpectrum> draws = Draw(network, SpectrumKind.Fisher);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(SpectralChain.FromNetwork(network).Fisher(), [.. draws.Select(draw => draw.Spectrum)], 3));
        AssertVerdict(
            agrees: false,
            SpectrumComparison.Compare(SpectralChain.FromNetwork(Network("relu", 4, 2.0)).Fisher(), [.. draws.Select(draw => draw.Spectrum)], 4));
    }

    /// <summary>Four draws say little of the mean, but a law without the atom that half of the eigenvalues sit on is wrong.</summary>
    [Theory]
    [InlineData("relu", true)]
    [InlineData("tanh", false)]
    [InlineData("erf", false)]
    [InlineData("linear", false)]
    [InlineData("hard-tanh", false)]
    public void A_few_lists_of_eigenvalues_still_tell_laws_with_other_atoms_apart(string claimed, bool agrees)
    {
        SamplingPlan plan = new(Network("relu", 3, 1.0), SpectrumKind.Fisher, width: 128, draws: 4, seed: 5);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(plan, Kernels, 2, null, TestContext.Current.CancellationToken);
        AssertVerdict(agrees, SpectrumComparison.Compare(SpectralChain.FromNetwork(Network(claimed, 3, 1.0)).Fisher(), [.. draws.Select(draw => draw.Spectrum)], 3));
    }

    /// <summary>J Jᵀ is the identity, and its eigenvalues are off by rounding: no scatter and no range stand for that.</summary>
    [Theory]
    [InlineData("linear", SpectrumKind.Jacobian, 3, 1UL)]
    [InlineData("linear", SpectrumKind.Jacobian, 3, 4UL)]
    [InlineData("linear", SpectrumKind.Jacobian, 2, 3UL)]
    [InlineData("linear", SpectrumKind.Fisher, 2, 1UL)]
    [InlineData("3*x", SpectrumKind.Jacobian, 3, 1UL)]
    public void A_linear_network_with_orthogonal_weights_agrees_with_its_one_eigenvalue(string activation, SpectrumKind kind, int depth, ulong seed)
    {
        SamplingPlan plan = new(Network(activation, depth, 1.0), kind, width: 100, draws: 4, seed);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(plan, Kernels, 2, null, TestContext.Current.CancellationToken);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(plan.Network, draws, kind));
    }

    /// <summary>One eigenvalue in four is put where the law has none: its support is {1} and [3, 7].</summary>
    [Theory]
    [InlineData("inside the gap")]
    [InlineData("largest eigenvalue")]
    public void Eigenvalues_where_the_law_has_none_are_rejected(string check)
    {
        SamplingPlan plan = new(Network("relu", 3, 2.0), SpectrumKind.Fisher, width: 400, draws: 4, seed: 6);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(plan, Kernels, 2, null, TestContext.Current.CancellationToken);
        SpectralMeasure law = SpectralChain.FromNetwork(plan.Network).Fisher();
        double place = check == "inside the gap" ? 1.6 : 11.0;
        ImmutableArray<EmpiricalSpectrum> truth = [.. draws.Select(draw => draw.Spectrum)], moved = [.. truth.Select(s => Move(s, place))];
        AssertVerdict(agrees: true, SpectrumComparison.Compare(law, truth, 3));
        Assert.Contains(SpectrumComparison.Compare(law, moved, 3).Checks, c => !c.Agrees && c.Name.Contains(check, StringComparison.Ordinal));
    }

    /// <summary>Real eigenvalues of deep products fall below any fixed fraction of the largest: they are no zeros.</summary>
    [Theory]
    [InlineData("relu", 7, 200, 1UL)]
    [InlineData("relu", 10, 150, 1UL)]
    [InlineData("hard-tanh:s=0.5,g=1", 20, 100, 1UL)]
    [InlineData("hard-tanh:s=0.5,g=1", 20, 100, 2UL)]
    public void Small_eigenvalues_of_a_deep_Jacobian_are_not_taken_for_zeros(string activation, int depth, int width, ulong seed)
    {
        NetworkSpecification network = Network(activation, depth, 1.0);
        SamplingPlan plan = new(network, SpectrumKind.Jacobian, width, draws: 12, seed);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(plan, Kernels, 2, null, TestContext.Current.CancellationToken);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(network, draws, SpectrumKind.Jacobian));
    }

    /// <summary>Four draws of seed 45 have the same number of unsaturated units, one off the mean: that is chance, and no exact count.</summary>
    [Fact]
    public void Draws_with_equal_counts_do_not_pass_for_exact()
    {
        NetworkSpecification network = Network("hard-tanh:s=0.5,g=1", 20, 1.0);
        SamplingPlan plan = new(network, SpectrumKind.Jacobian, width: 100, draws: 4, seed: 45);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(plan, Kernels, 2, null, TestContext.Current.CancellationToken);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(network, draws, SpectrumKind.Jacobian));
    }

    /// <summary>Where no band reaches down to 0 the count is exact: one zero more or fewer, in one draw, is one too many.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_zero_more_or_fewer_is_rejected(bool more)
    {
        NetworkSpecification network = Network("hard-tanh:s=1,g=1", 3, 1.0);
        SamplingPlan plan = new(network, SpectrumKind.Jacobian, width: 100, draws: 4, seed: 8);
        ImmutableArray<SampledSpectrum> draws = NetworkSampler.Sample(plan, Kernels, 2, null, TestContext.Current.CancellationToken);
        AssertVerdict(agrees: true, SpectrumComparison.Compare(network, draws, SpectrumKind.Jacobian));
        double[] values = [.. draws[0].Spectrum.Eigenvalues];
        int zeros = values.Count(value => value < 1e-10);
        values[more ? zeros : 0] = more ? 0.0 : 1e-6 * values[^1];
        SampledSpectrum changed = new(draws[0].InputMoment, draws[0].Layers, EmpiricalSpectrum.FromEigenvalues(values));
        ComparisonVerdict verdict = SpectrumComparison.Compare(network, draws.SetItem(0, changed), SpectrumKind.Jacobian);
        Assert.Contains(verdict.Checks, check => !check.Agrees && check.Name.StartsWith("multiplicity of the zero", StringComparison.Ordinal));
    }

    private static EmpiricalSpectrum Move(EmpiricalSpectrum spectrum, double place)
    {
        double[] values = [.. spectrum.Eigenvalues];
        for (int i = 0; i < values.Length; i += 4)
        {
            values[i] = place;
        }

        return EmpiricalSpectrum.FromEigenvalues(values);
    }

    private static NetworkSpecification Network(string activation, int depth, double weightVariance) =>
        NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth, weightVariance);

    private static ImmutableArray<SampledSpectrum> Draw(NetworkSpecification network, SpectrumKind kind) => NetworkSampler.Sample(
        new SamplingPlan(network, kind, width: 160, draws: 64, seed: 3), Kernels, 2, null, TestContext.Current.CancellationToken);

    private static void AssertVerdict(bool agrees, ComparisonVerdict verdict) => Assert.True(
        agrees == verdict.Agrees,
        $"expected {(agrees ? "agreement" : "disagreement")}:\n" + string.Join('\n', verdict.Checks.Where(check => !agrees || !check.Agrees)));
}
