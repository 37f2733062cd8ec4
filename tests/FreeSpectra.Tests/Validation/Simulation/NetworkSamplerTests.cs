using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Tests.Validation.Simulation;

public class NetworkSamplerTests
{
    private static readonly IDenseKernels Kernels = DenseKernels.Select();

    /// <summary>E (tr Q)² = 1 for Haar Q; QR of a Gaussian matrix without the sign correction fails this.</summary>
    [Fact]
    public void Haar_trace_has_second_moment_one()
    {
        const int n = 12, replicates = 4000;
        double[] squares = new double[replicates];
        double[] q = new double[n * n];
        for (int r = 0; r < replicates; r++)
        {
            RandomMatrices.FillHaar(new RandomSource(5).Substream(r), n, q, Kernels);
            double trace = Enumerable.Range(0, n).Sum(i => q[i + (i * n)]);
            squares[r] = trace * trace;
        }

        double mean = squares.Average();
        double error = Math.Sqrt(squares.Sum(s => (s - mean) * (s - mean)) / (replicates - 1) / replicates);
        Assert.True(Math.Abs(mean - 1.0) < 6.0 * error, $"E (tr Q)² is {mean} ± {error}");
    }

    [Theory]
    [InlineData("tanh", WeightEnsemble.Haar, 1.3, 0.0)]
    [InlineData("tanh", WeightEnsemble.Haar, 0.7, 0.3)]
    [InlineData("relu", WeightEnsemble.Gaussian, 2.0, 0.1)]
    [InlineData("hard-tanh:s=1,g=1.2", WeightEnsemble.Haar, 1.0, 0.0)]
    public void The_recursion_is_the_Gram_matrix_of_the_explicit_parameter_Jacobian(
        string activation, WeightEnsemble weights, double weightVariance, double biasVariance)
    {
        foreach (int depth in (int[])[1, 2, 3, 5])
        {
            NetworkSpecification network = NetworkSpecification.Uniform(
                ActivationParser.Parse(activation), depth, weightVariance, biasVariance, 1.4, weights);
            AssertRecursion(new SamplingPlan(network, SpectrumKind.Fisher, width: 9, draws: 3, seed: 4));
        }
    }

    [Fact]
    public void The_recursion_holds_for_unequal_widths()
    {
        Activation tanh = ActivationParser.Parse("tanh");
        NetworkSpecification network = new(
            [new(tanh, 1.5, 0.1, 0.5), new(tanh, 1.1, 0.0, 1.5), new(null, 0.9, 0.0, 0.8)], 1.2, 2.0, WeightEnsemble.Gaussian, Normalization.None);
        AssertRecursion(new SamplingPlan(network, SpectrumKind.Fisher, width: 10, draws: 2, seed: 8));
    }

    [Fact]
    public void The_explicit_Jacobian_is_the_derivative_of_the_output()
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 3, 1.4, 0.2);
        RealizedNetwork net = new(new SamplingPlan(network, SpectrumKind.Fisher, 4, 1, 9), 0, Kernels);
        double[] jacobian = net.ParameterJacobian();
        for (int p = 0; p < net.Parameters; p++)
        {
            double[] above = net.Output(p, 1e-5), below = net.Output(p, -1e-5);
            for (int k = 0; k < 4; k++)
            {
                Assert.Equal((above[k] - below[k]) / 2e-5, jacobian[k + (p * 4)], 1e-9);
            }
        }
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_on_one_to_eight_threads()
    {
        SamplingPlan plan = new(NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 3), SpectrumKind.Fisher, 60, 9, 11);
        double[] once = Pooled(Sample(plan, Kernels, 1));
        for (int threads = 2; threads <= 8; threads++)
        {
            Assert.Equal(once, Pooled(Sample(plan, Kernels, threads)));
        }

        SamplingPlan other = new(plan.Network, plan.Kind, plan.Width, plan.Draws, 12);
        Assert.NotEqual(once, Pooled(Sample(other, Kernels, 2)));
    }

    [Fact]
    public void Both_kernels_sample_the_same_network()
    {
        SamplingPlan plan = new(NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 4), SpectrumKind.Fisher, 40, 2, 11);
        double[] native = Pooled(Sample(plan, Kernels, 1)), managed = Pooled(Sample(plan, new ManagedKernels(), 2));
        for (int i = 0; i < native.Length; i++)
        {
            Assert.Equal(native[i], managed[i], 1e-11);
        }
    }

    /// <summary>
    /// λ_max(H_L) = Σ_ℓ q̂_ℓ Π σ²γ with the sampled q̂, multiplicity M − Σ (M − n_ℓ); at L = 3 also the counts M − n₂, (n₂ − n₁)⁺, (n₁ + n₂ − M)⁺.
    /// </summary>
    [Fact]
    public void Exact_facts_at_finite_width_hold_in_fifty_networks()
    {
        const int width = 120;
        (string Activation, double Gamma)[] activations = [("hard-tanh:s=0.5,g=1.1", 1.21), ("hard-tanh:s=0.9,g=0.8", 0.64), ("relu", 1.0)];
        int checkedNets = 0;
        for (int c = 0; c < 10; c++)
        {
            (string name, double gamma) = activations[c % 3];
            double sigma2 = 0.8 + (0.1 * c);
            NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse(name), 3, sigma2, 0.0, 0.5 + (0.2 * c));
            foreach (SampledSpectrum draw in Sample(new SamplingPlan(network, SpectrumKind.Fisher, width, 5, (ulong)c), Kernels, 2))
            {
                double q0 = draw.InputMoment, q1 = draw.Layers[0].SecondMoment, q2 = draw.Layers[1].SecondMoment;
                int n1 = draw.Layers[0].Unsaturated, n2 = draw.Layers[1].Unsaturated;
                double step = sigma2 * gamma, middle = q2 + (step * q1), top = middle + (step * step * q0);
                Assert.Equal(width - n2, Multiplicity(draw, q2));
                Assert.Equal(Math.Max(0, n2 - n1), Multiplicity(draw, middle));
                Assert.Equal(Math.Max(0, n1 + n2 - width), Multiplicity(draw, top));
                Assert.True(draw.Spectrum.Eigenvalues[^1] <= top * (1.0 + 1e-9));
                checkedNets++;
            }
        }

        Assert.Equal(50, checkedNets);
    }

    [Fact]
    public void Cancellation_stops_the_sampling()
    {
        using CancellationTokenSource source = new();
        SamplingPlan plan = new(NetworkSpecification.Uniform(ActivationParser.Parse("tanh"), 3), SpectrumKind.Fisher, 50, 1000, 1);
        Assert.ThrowsAny<OperationCanceledException>(
            () => NetworkSampler.Sample(plan, Kernels, 2, new Immediate(done => { if (done >= 5) { source.Cancel(); } }), source.Token));
    }

    [Fact]
    public void A_Jacobian_of_a_linear_Haar_network_is_a_multiple_of_the_identity()
    {
        SamplingPlan plan = new(
            NetworkSpecification.Uniform(ActivationParser.Parse("linear"), 4, weightVariance: 1.5), SpectrumKind.Jacobian, 30, 1, 1);
        Assert.All(Sample(plan, Kernels, 1)[0].Spectrum.Eigenvalues, value => Assert.Equal(Math.Pow(1.5, 3), value, 1e-12));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 0)]
    public void Plans_that_cannot_be_sampled_are_refused(int width, int draws) =>
        Assert.ThrowsAny<ArgumentException>(() => new SamplingPlan(
            NetworkSpecification.Uniform(ActivationParser.Parse("linear"), 2), SpectrumKind.Fisher, width, draws, 1));

    private static ImmutableArray<SampledSpectrum> Sample(SamplingPlan plan, IDenseKernels kernels, int threads) =>
        NetworkSampler.Sample(plan, kernels, threads, null, TestContext.Current.CancellationToken);

    private static int Multiplicity(SampledSpectrum draw, double value) =>
        draw.Spectrum.Eigenvalues.Count(eigenvalue => Math.Abs(eigenvalue - value) <= 1e-9 * value);

    private static double[] Pooled(ImmutableArray<SampledSpectrum> draws) => [.. draws.SelectMany(draw => draw.Spectrum.Eigenvalues)];

    private static void AssertRecursion(SamplingPlan plan)
    {
        for (int index = 0; index < plan.Draws; index++)
        {
            double[] expected = new RealizedNetwork(plan, index, Kernels).DualFisher(), actual = NetworkSampler.Matrix(plan, index, Kernels);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 1e-10);
            }
        }
    }

    private sealed class Immediate(Action<int> action) : IProgress<int>
    {
        public void Report(int value) => action(value);
    }
}
