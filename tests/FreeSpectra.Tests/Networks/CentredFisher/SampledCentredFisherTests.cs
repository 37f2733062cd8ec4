using System.Numerics;
using FreeSpectra.Networks;
using FreeSpectra.Networks.CentredFisher;
using FreeSpectra.Tests.Support;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Tests.Networks.CentredFisher;

/// <summary>Real networks, dual Gram matrix by back-propagation, mean of the outputs subtracted.</summary>
/// <remarks>
/// The replicate is the unit. Finite-size biases are O(1/M) for smooth statistics; the test states the bias it allows, 8/M of
/// the value, which at M = 50 … 400 is what the sequence of widths shows (the bias gradients alone add 1/M).
/// </remarks>
public sealed class SampledCentredFisherTests
{
    [Theory]
    [InlineData("relu", 2.0, 0.0, 3, 100, 64)]
    [InlineData("tanh", 3.0, 0.64, 3, 100, 64)]
    [InlineData("tanh", 3.0, 0.64, 4, 100, 64)]
    public void Sampled_spectra_follow_the_law(
        string activation, double weightVariance, double biasVariance, int depth, int width, int replicates) =>
        Follow(CentredSettings.Equal(activation, weightVariance, biasVariance, depth), width, replicates, seed: 411);

    [Theory]
    [InlineData("relu", 2.0, 0.0, 3)]
    [InlineData("tanh", 3.0, 0.64, 3)]
    [InlineData("erf", 2.0, 0.1, 3)]
    [InlineData("hard-tanh", 2.0, 0.5, 3)]
    [InlineData("tanh", 3.0, 0.64, 4)]
    [InlineData("tanh", 3.0, 0.64, 5)]
    [InlineData("tanh", 3.0, 0.64, 8)]
    public void Wide_sampled_spectra_follow_the_law(string activation, double weightVariance, double biasVariance, int depth)
    {
        LongSuite.Require();
        NetworkSpecification network = CentredSettings.Equal(activation, weightVariance, biasVariance, depth);
        Follow(network, width: 400, replicates: 32, seed: 412);
        Follow(network, width: 1000, replicates: 6, seed: 413);
    }

    private static void Follow(NetworkSpecification network, int width, int replicates, ulong seed)
    {
        CentredFisherLaw law = new(network, samplesPerWidth: 1.0);
        MeanSubtractionBounds bounds = new(network, samplesPerWidth: 1.0);
        double height = 0.3 * law.Mean;
        Complex[] probes = [new(law.Mean, height), new(0.6 * law.TopOfBulk, height)];
        CentredFisherLaw nearMiss = new(network, samplesPerWidth: 1.3);
        bool rejected = false;
        double[][] densities = [.. probes.Select(_ => new double[replicates])];
        double[] tops = new double[replicates];
        RandomSource random = new(seed);
        for (int r = 0; r < replicates; r++)
        {
            SampledNetwork sample = SampledNetwork.Draw(network, width, width, outputs: 1, random.Substream(r));
            // The subtraction leaves one exact zero, of mass 1/T.
            double[] eigenvalues = [.. DualFisher.Of(sample).WithMeanSubtracted().Eigenvalues.Skip(1)];
            tops[r] = eigenvalues[^1];
            for (int k = 0; k < probes.Length; k++)
            {
                densities[k][r] = eigenvalues.Average(t => (1.0 / (probes[k] - t)).Imaginary) / -Math.PI;
            }
        }

        for (int k = 0; k < probes.Length; k++)
        {
            (double mean, double error) = Summary(densities[k]);
            double theory = law.Cauchy(probes[k]).Imaginary / -Math.PI;
            double allowed = (6.0 * error) + (8.0 / width * theory);
            Close.To(theory, mean, within: allowed, $"smoothed density at {probes[k]}");
            rejected |= Math.Abs((nearMiss.Cauchy(probes[k]).Imaginary / -Math.PI) - mean) > allowed;
        }

        Assert.True(rejected, "the samples do not tell T = M from T = 1.3 M");

        (double top, double scatter) = Summary(tops);
        double expected = law.TopOfBulk + law.ExpectedTopShift(width);
        Close.To(expected, top, within: (6.0 * scatter) + (4.0 / width * law.TopOfBulk), "mean largest eigenvalue");

        // Σλ²/Σλ bounds the top from below and is no prediction of it; nor is the upper bound of order √M.
        Assert.True(top - (6.0 * scatter) > 1.3 * bounds.LowerBound, $"{top} ± {scatter} against {bounds.LowerBound}");
        Assert.True(top + (6.0 * scatter) < 0.7 * bounds.UpperOrder * Math.Sqrt(width), $"{top} against {bounds.UpperOrder * Math.Sqrt(width)}");
    }

    private static (double Mean, double StandardError) Summary(double[] values)
    {
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length));
    }
}
