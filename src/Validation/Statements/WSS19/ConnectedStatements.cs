using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Validation.Statements.WSS19;

/// <summary>[WSS19] claims 3.1, 6.1, 6.2 and eq. (8): fully connected rectifier networks with batch normalisation.</summary>
internal static class ConnectedStatements
{
    private const ulong Seed = 1911;
    private const int Depth = 4;
    private const int Width = 150;
    private const int Samples = 40;
    private const int Draws = 48;
    private const double Weight = 2.0;
    private const double Bias = 0.5;
    private static readonly double[] Gains = [0.5, 1.0, 2.0];

    public static ImmutableArray<Statement> All { get; } = [Bound(), Definition(), Forward(), Backward()];

    private static readonly NetworkSpecification Network = NetworkSpecification.Uniform(
        ActivationParser.Parse("relu"), Depth, Weight, Bias, weights: WeightEnsemble.Gaussian);

    private static SampledNetwork Draw(RandomSource random, double gain, HiddenNormalization normalization) =>
        SampledNetwork.Draw(Network, Width, Samples, 1, random, normalization, gain);

    private static double Corrected(Overlap q) => Weight * q.Gap;

    private static double Printed(Overlap q) => Bias + (Weight * q.Moment);

    private static Statement Forward() =>
        Statement.Create<Func<double, double, Overlap>>(
            new StatementWords(
                "WSS19-claim-6.1",
                "Forward order parameters of a batch-normalised rectifier layer",
                "q̂ = γ²/2, q̂_xy = γ²/2π in every hidden layer; (γ²/2) J(−1/(n − 1)) for a batch of n",
                "[WSS19] claim 6.1, eq. (24)",
                "every ℓ ≥ 1, whatever the variances; the batch's own statistics",
                "The Gaussian integrals by quadrature (1e-13). 48 networks, L = 4, M = 150, n = 40, γ = 0.5, 1, 2: means over units in layers 1 to 3; 5 standard errors (6e-7 false alarms) and 1 %.",
                Broken: "γ in place of γ²",
                Erratum: "The main text exchanges the base case: q̂⁰ = 1 and q̂_xy⁰ = 0, as in the claim. For a finite batch two samples of the same unit are correlated by −1/(n − 1)."),
            (gain, samples) => ReluLayer.Normalised(2, gain, samples)[1],
            (gain, samples) => ReluLayer.Normalised(2, Math.Sqrt(gain), samples)[1],
            formula => new Verdict(Gains.SelectMany(gain =>
            {
                Overlap limit = formula(gain, double.PositiveInfinity), batch = formula(gain, Samples);
                DualValue integral = DualActivation.ByQuadrature(Network.Layers[0].Activation!, gain * gain, gain * gain, Correlation.Of(0.0));
                SampleMean[] sample = SampleMean.Of(Seed, Draws, random =>
                    [.. SampledOverlaps.Of(Draw(random, gain, HiddenNormalization.FrozenBatch)).Activations.Skip(1).SelectMany(q => (double[])[q.Moment, q.Cross])]);
                return sample.Select((mean, i) => mean.Over(
                        i % 2 == 0 ? batch.Moment : batch.Cross, $"γ = {gain}: {(i % 2 == 0 ? "q̂" : "q̂_xy")} of layer {(i / 2) + 1}", 0.01))
                    .Prepend(new Evidence($"γ = {gain}: q̂_xy less the Gaussian integral", limit.Cross - integral.Value, 1e-13));
            })));

    private static Statement Backward() =>
        Statement.Create<Func<Overlap, double>>(
            new StatementWords(
                "WSS19-claim-6.2",
                "Backward order parameters of a batch-normalised rectifier network",
                "q̃^ℓ = γ²σ_w² q̃^{ℓ+1}/(2s_ℓ²), q̃_xy^ℓ = γ²σ_w² q̃_xy^{ℓ+1}/(4s_ℓ²), s_ℓ² = q^ℓ − q_xy^ℓ",
                "[WSS19] claim 6.2, eqs. (23), (25)",
                "mean and deviation of the batch held fixed in the derivative; a batch of n multiplies each factor by n/(n − 3), and 4 becomes 2π/(π/2 − arcsin(1/(n − 1)))",
                "48 networks, L = 4, M = 150, n = 40, γ = 0.5, 1, 2: sums over units in layers 1 to 3; 5 standard errors (6e-7 false alarms) and 6 %. The printed form misses q̃_xy of layer 2 by 2.3 and more. The library's recursion for n → ∞ to 1e-12.",
                Broken: "q^ℓ in place of s_ℓ², as printed",
                Erratum: "Printed with q^ℓ, which contradicts (15): u is divided by its deviation over the batch. γ, σ_w and σ_b drop out of the right form."),
            Corrected,
            Printed,
            variance => new Verdict(Gains.SelectMany(gain =>
            {
                Overlap[] forward = ReluLayer.Normalised(Depth, gain, Samples);
                Overlap[] theory = ReluLayer.NormalisedBackward(forward, gain, Weight, Samples, variance, _ => 1.0);
                Overlap[] printed = ReluLayer.NormalisedBackward(
                    ReluLayer.Normalised(Depth, gain, double.PositiveInfinity), gain, Weight, double.PositiveInfinity, Printed, _ => 1.0);
                Overlap[] limit = ReluLayer.NormalisedBackward(
                    ReluLayer.Normalised(Depth, gain, double.PositiveInfinity), gain, Weight, double.PositiveInfinity, Corrected, _ => 1.0);
                SignalOverlaps library = HiddenBatchNormalization.Overlaps(Network, gain, double.PositiveInfinity);
                SampleMean[] sample = SampleMean.Of(Seed, Draws, random =>
                    [.. SampledOverlaps.Of(Draw(random, gain, HiddenNormalization.FrozenBatch)).Gradients.Take(Depth - 1).SelectMany(q => (double[])[q.Moment, q.Cross])]);
                return sample.Select((mean, i) => mean.Over(
                        i % 2 == 0 ? theory[i / 2].Moment : theory[i / 2].Cross, $"γ = {gain}: {(i % 2 == 0 ? "q̃" : "q̃_xy")} of layer {(i / 2) + 1}", 0.06))
                    .Append(new Evidence($"γ = {gain}: library less this recursion", library.Gradients[0].Cross - limit[0].Cross, 1e-12))
                    .Concat(gain <= 1.0 ? [sample[3].Misses(printed[1].Cross, $"γ = {gain}: q̃_xy of layer 2 as printed", 2.3)] : []);
            })));

    private static Statement Bound() =>
        Statement.Create<Func<Overlap[], Overlap[], double>>(
            new StatementWords(
                "WSS19-claim-3.1",
                "The largest eigenvalue is at least a sum over layers",
                "E λ_max ≥ Σ_ℓ f_ℓ, f_ℓ = N_{ℓ−1} q̂_xy^{ℓ−1} q̃_xy^ℓ (convolution: C_{ℓ−1}|F_ℓ| |K_ℓ| q̂_xy^{ℓ−1} q̃_xy^ℓ)",
                "[WSS19] claim 3.1, eqs. (44), (45)",
                "rectifier, wide layers, n samples: each product averaged with that of one sample, weights (n − 1)/n and 1/n; bias gradients add Σ q̃",
                "48 networks, L = 4, M = 150, n = 40, plain and batch-normalised (γ = 1, statistics held fixed): mean λ_max over the bound between 0.95 and 1.15 up to 5 standard errors (6e-7 false alarms); the same for 24 convolutional networks, 11 × 11 × 3, 40 and 40 channels, stride 2. With the batch statistics differentiated through, λ_max is less than 0.6 of the sum.",
                Broken: "the last layer's term alone",
                Erratum: "The sum bounds λ_max of the Fisher matrix only if the derivatives of the batch's mean and deviation are dropped, which the paper does without saying so; the true matrix has about half."),
            (forward, backward) => Sum(forward, backward, first: 0),
            (forward, backward) => Sum(forward, backward, first: forward.Length - 1),
            bound => new Verdict([.. Connected(bound), .. ConvolutionalStatements.Bound(bound)]));

    private static IEnumerable<Evidence> Connected(Func<Overlap[], Overlap[], double> bound)
    {
        Overlap[] plain = ReluLayer.Plain(Depth, Weight, Bias, ReluLayer.J), normal = ReluLayer.Normalised(Depth, 1.0, Samples);
        Overlap[] plainBack = ReluLayer.PlainBackward(plain, Weight, Bias, _ => 1.0);
        Overlap[] normalBack = ReluLayer.NormalisedBackward(normal, 1.0, Weight, Samples, Corrected, _ => 1.0);
        SampleMean Largest(HiddenNormalization normalization) =>
            SampleMean.Of(Seed, Draws, random => [DualFisher.Of(Draw(random, 1.0, normalization)).Largest])[0];
        double withPlain = (Width * bound(plain, plainBack)) + BiasSum(plainBack), withNormal = (Width * bound(normal, normalBack)) + BiasSum(normalBack);
        SampleMean sampled = Largest(HiddenNormalization.None), frozen = Largest(HiddenNormalization.FrozenBatch), whole = Largest(HiddenNormalization.Batch);
        return
        [
            .. Within(sampled, withPlain, "plain"), .. Within(frozen, withNormal, "batch-normalised, statistics held fixed"),
            new Evidence("batch-normalised: sum over the λ_max with statistics differentiated", withNormal / whole.Mean, 1.0 / 0.6, AtLeast: true),
        ];
    }

    /// <summary>The sample between the bound and 15 per cent above it, with 5 per cent for finite width below.</summary>
    internal static IEnumerable<Evidence> Within(SampleMean sample, double bound, string name)
    {
        double ratio = sample.Mean / bound, errors = 5.0 * sample.Error / bound;
        yield return new Evidence($"{name}: λ_max over the bound", ratio, 0.95 - errors, AtLeast: true);
        yield return new Evidence($"{name}: λ_max over the bound, at most", ratio, 1.15 + errors);
    }

    private static double Pair(Overlap a, Overlap b) => ((1.0 - (1.0 / Samples)) * a.Cross * b.Cross) + (a.Moment * b.Moment / Samples);

    private static double Sum(Overlap[] forward, Overlap[] backward, int first) =>
        Enumerable.Range(first, forward.Length - first).Sum(l => Pair(forward[l], backward[l]));

    private static double BiasSum(Overlap[] backward) => backward.Sum(q => Pair(Overlap.Of(1.0, 1.0), q));

    private static Statement Definition() =>
        Statement.Create<Func<double[], double>>(
            new StatementWords(
                "WSS19-eq-8",
                "The eigenvalue that the claim bounds is averaged over networks after it is taken",
                "λ̄_max = E_θ[λ_max(I_θ)]",
                "[WSS19] eq. (8)",
                "random weights: signs and permutations of hidden units leave no common eigenvector",
                "100 rectifier networks, L = 3, M = 8, T = 10 samples of its own each, 153 parameters: the mean of λ_max against the bound of claim 3.1, and λ_max of the mean matrix.",
                Broken: "λ_max of the mean matrix, as printed",
                Erratum: "Printed as λ_max(E_θ I_θ), which is below the bound."),
            both => both[0],
            both => both[1],
            pick =>
            {
                const int width = 8, samples = 10, draws = 100;
                NetworkSpecification network = NetworkSpecification.Uniform(
                    ActivationParser.Parse("relu"), 3, Weight, 0.0, weights: WeightEnsemble.Gaussian);
                Overlap[] forward = ReluLayer.Plain(3, Weight, 0.0, ReluLayer.J), backward = ReluLayer.PlainBackward(forward, Weight, 0.0, _ => 1.0);
                double bound = width * Enumerable.Range(0, 3).Sum(l =>
                    ((1.0 - (1.0 / samples)) * forward[l].Cross * backward[l].Cross) + (forward[l].Moment * backward[l].Moment / samples));
                double[,]? mean = null;
                double largest = 0.0;
                for (int r = 0; r < draws; r++)
                {
                    SampledNetwork drawn = SampledNetwork.Draw(network, width, samples, 1, new RandomSource(Seed).Substream(r));
                    double[,] jacobian = Jacobian(drawn);
                    double[,] dual = SmallMatrix.Product(SmallMatrix.Transpose(jacobian), jacobian);
                    largest += SmallMatrix.Eigenvalues(dual)[^1] / samples / draws;
                    double[,] primal = SmallMatrix.Product(jacobian, SmallMatrix.Transpose(jacobian));
                    double[,]? before = mean;
                    mean = SmallMatrix.Create(primal.GetLength(0), primal.GetLength(0), (i, j) => (before?[i, j] ?? 0.0) + (primal[i, j] / samples / draws));
                }

                double[] both = [largest, SmallMatrix.Eigenvalues(mean!)[^1]];
                return new Verdict(
                    new Evidence("λ̄_max over the bound", pick(both) / bound, 1.0, AtLeast: true),
                    new Evidence("mean of λ_max over λ_max of the mean", both[0] / both[1], 2.0, AtLeast: true));
            });

    /// <summary>∂f(t)/∂θ_p, P × T, by central differences.</summary>
    private static double[,] Jacobian(SampledNetwork network)
    {
        const double step = 1e-5;
        var jacobian = new double[network.Parameters, network.Samples];
        for (int p = 0; p < network.Parameters; p++)
        {
            double[] above = network.OutputsAt(p, step), below = network.OutputsAt(p, -step);
            for (int t = 0; t < network.Samples; t++)
            {
                jacobian[p, t] = (above[t] - below[t]) / (2.0 * step);
            }
        }

        return jacobian;
    }
}
