using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Tests.Cookbook;

public sealed class WhatBatchNormalisationBuys() : Recipe()
{
    protected override string Title => "What batch normalisation buys";

    protected override string Purpose =>
        "The sharpest direction of a wide network's Fisher matrix is the mean gradient over the samples, with an eigenvalue of the order of the "
        + "width M: the learning rate must fall like 1/M. Subtracting the batch mean from the outputs removes exactly this direction, and the "
        + "largest eigenvalue is O(1) at M samples; batch normalisation of the outputs does the same and divides by their variance. Batch "
        + "normalisation of the hidden layers alone leaves the outputs' mean, and an eigenvalue of order M. The columns are the value, then "
        + "lower bounds; those of the second and third column have the true order [KAA19].";

    protected override void Cook(TextWriter output)
    {
        Activation relu = ActivationParser.Parse("relu");
        output.Write("     M       none   mean-last  batch-last  batch-middle\n");
        foreach (double width in new[] { 100.0, 1000.0, 10_000.0 })
        {
            double Sharpness(Normalization normalization)
            {
                NetworkSpecification network = NetworkSpecification.Uniform(
                    relu, depth: 4, weightVariance: 2.0, weights: WeightEnsemble.Gaussian, normalization: normalization);
                EigenvalueRange largest = NetworkStatistics.Of(network, new StatisticsQuestion(width, Samples: width)).Largest;
                return largest.Value ?? largest.Lower!.Value;
            }

            output.Write(FormattableString.Invariant(
                $"{width,6} {Sharpness(Normalization.None),10:F2} {Sharpness(Normalization.MeanLast),11:F4} {Sharpness(Normalization.BatchLast),11:F4} {Sharpness(Normalization.BatchMiddle),13:F2}\n"));
        }

        // The gain γ after a hidden batch normalisation sets the scale: where it is small, the learning rate may be large.
        foreach (double gain in new[] { 0.5, 1.0, 2.0 })
        {
            NetworkSpecification network = NetworkSpecification.Uniform(
                relu, depth: 4, weightVariance: 2.0, weights: WeightEnsemble.Gaussian, normalization: Normalization.BatchMiddle);
            EigenvalueRange largest = NetworkStatistics.Of(network, new StatisticsQuestion(1000.0, Samples: 1000.0, Gain: gain)).Largest;
            output.Write(FormattableString.Invariant(
                $"hidden layers normalised with gain {gain:F1}, M = 1000: learning rate below {largest.CriticalLearningRate(momentum: 0.0):F5}\n"));
        }
    }
}
