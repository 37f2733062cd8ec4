using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Tests.Validation.Fisher;

public sealed class DualFisherTests
{
    /// <summary>Back-propagation against central differences over every weight and bias, all normalisations, unequal widths.</summary>
    [Theory]
    [InlineData(HiddenNormalization.None, "tanh", 2)]
    [InlineData(HiddenNormalization.Layer, "softplus", 4)]
    [InlineData(HiddenNormalization.Batch, "sigmoid", 2)]
    [InlineData(HiddenNormalization.FrozenBatch, "gelu", 2)]
    public void Back_propagation_agrees_with_finite_differences(HiddenNormalization normalization, string activation, int outputs)
    {
        SampledNetwork network = Small(normalization, activation, outputs, seed: 7);
        DualFisher exact = DualFisher.Of(network), differences = DualFisher.ByDifferences(network);
        double scale = exact.Largest;
        for (int k = 0; k < outputs; k++)
        {
            for (int s = 0; s < network.Samples; s++)
            {
                for (int other = 0; other < outputs; other++)
                {
                    for (int t = 0; t < network.Samples; t++)
                    {
                        double gap = Math.Abs(exact[k, s, other, t] - differences[k, s, other, t]);
                        Assert.True(gap < 2e-8 * scale, $"entry ({k},{s}),({other},{t}): gap {gap:E2} of {scale:E2}");
                    }
                }
            }
        }
    }

    [Fact]
    public void The_frozen_derivative_is_not_the_derivative()
    {
        double full = DualFisher.Of(Small(HiddenNormalization.Batch, "relu", 1, seed: 3)).Largest;
        double frozen = DualFisher.Of(Small(HiddenNormalization.FrozenBatch, "relu", 1, seed: 3)).Largest;
        Assert.True(frozen > 1.2 * full, $"frozen {frozen}, full {full}");
    }

    /// <summary>Trace and Frobenius norm are the sums of the eigenvalues and of their squares.</summary>
    [Fact]
    public void Moments_agree_with_the_eigenvalues()
    {
        DualFisher dual = DualFisher.Of(Small(HiddenNormalization.None, "tanh", 3, seed: 11));
        double sum = dual.Eigenvalues.Sum(), squares = dual.Eigenvalues.Sum(x => x * x);
        Assert.Equal(sum / dual.Parameters, dual.MeanEigenvalue, sum / dual.Parameters * 1e-13);
        Assert.Equal(squares / dual.Parameters, dual.SecondMoment, squares / dual.Parameters * 1e-13);
        Assert.True(dual.Eigenvalues[0] > -1e-12 * dual.Largest, "a Gram matrix has no negative eigenvalue");
    }

    /// <summary>Normalised outputs, by the projection of the matrix and by differences of the normalised outputs' sum rules.</summary>
    [Fact]
    public void Normalising_the_outputs_projects_off_the_constant_and_the_output_itself()
    {
        DualFisher plain = DualFisher.Of(Small(HiddenNormalization.None, "tanh", 2, seed: 5));
        DualFisher mean = plain.WithMeanSubtracted(), batch = plain.WithBatchNormalizedOutputs(gain: 1.5);
        int samples = plain.Samples;
        IReadOnlyList<double[]> outputs = plain.OutputsBySample();
        for (int s = 0; s < samples; s++)
        {
            double meanRow = Enumerable.Range(0, samples).Sum(t => mean[0, s, 1, t]);
            double batchRow = Enumerable.Range(0, samples).Sum(t => batch[0, s, 1, t]);
            double along = Enumerable.Range(0, samples).Sum(t => batch[0, s, 1, t] * outputs[t][1]);
            Assert.Equal(0.0, meanRow, 1e-12);
            Assert.Equal(0.0, batchRow, 1e-12);
            Assert.Equal(0.0, along, 1e-12);
        }

        Assert.Equal(2 * (samples - 2), batch.Eigenvalues.Count(x => x > 1e-9 * batch.Largest));
        Assert.Equal(2 * (samples - 1), mean.Eigenvalues.Count(x => x > 1e-9 * mean.Largest));
    }

    [Fact]
    public void Layer_normalised_outputs_lose_two_directions_per_sample()
    {
        DualFisher dual = DualFisher.Of(Small(HiddenNormalization.Layer, "tanh", 4, seed: 9));
        Assert.Equal(2 * dual.Samples, dual.Eigenvalues.Count(x => x > 1e-9 * dual.Largest));
    }

    [Theory]
    [InlineData(HiddenNormalization.Layer, 5, 2), InlineData(HiddenNormalization.Batch, 2, 1), InlineData(HiddenNormalization.None, 0, 1)]
    public void Settings_without_a_Fisher_matrix_are_refused(HiddenNormalization normalization, int samples, int outputs) =>
        Assert.ThrowsAny<ArgumentException>(() => SampledNetwork.Draw(
            NetworkSpecification.Uniform(ActivationParser.Parse("relu"), 3), 10, samples, outputs, new RandomSource(1), normalization));

    private static SampledNetwork Small(HiddenNormalization normalization, string activation, int outputs, ulong seed)
    {
        Activation phi = ActivationParser.Parse(activation);
        var specification = new NetworkSpecification(
            [
                new LayerSpecification(phi, 1.7, 0.3, 1.2),
                new LayerSpecification(phi, 1.4, 0.2, 0.8),
                new LayerSpecification(null, 1.1, 0.1, 1.0),
            ],
            inputMoment: 1.0,
            inputRelativeWidth: 0.6,
            WeightEnsemble.Gaussian,
            Normalization.None);
        return SampledNetwork.Draw(specification, 10, 6, outputs, new RandomSource(seed), normalization, gain: normalization == HiddenNormalization.None ? 1.0 : 1.3);
    }
}
