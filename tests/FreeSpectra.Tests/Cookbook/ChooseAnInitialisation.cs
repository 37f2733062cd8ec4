using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Networks.Statistics;

namespace FreeSpectra.Tests.Cookbook;

public sealed class ChooseAnInitialisation() : Recipe()
{
    protected override string Title => "Choosing an initialisation for a new activation";

    protected override string Purpose =>
        "An activation that no table lists, x·σ(1.7x), is given as a formula. Which weight variance lets signals and gradients through many "
        + "layers? Critical points have χ₁ = 1; one is of use only if the variance stays at its q*. Here the one without biases is the limit of "
        + "small signals, and variances grow away from it; with biases there is one that smaller variances come to. In between, a weight "
        + "variance a little below the critical one costs a finite depth, which is printed too. On the command line: "
        + "`network doctor --activation \"x*sigmoid(1.7*x)\"`.";

    protected override void Cook(TextWriter output)
    {
        Activation activation = ActivationParser.Parse("x*sigmoid(1.7*x)");
        void Say(string what, CriticalPoint point)
        {
            VarianceMap map = new(activation, point.WeightVariance, point.BiasVariance);
            output.Write(FormattableString.Invariant(
                $"{what}: weight variance {point.WeightVariance:F6}, bias variance {point.BiasVariance:F6}, q* = {point.QStar:F5}, {map.StabilityAt(point.QStar)}\n"));
        }

        Say("without biases", CriticalLine.ForBias(activation, 0.0));
        CriticalPoint half = CriticalLine.HalfStable(activation)!.Value;
        Say("half-stable   ", half);

        foreach (double share in new[] { 0.9, 0.99, 0.999, 0.9999 })
        {
            double weight = share * half.WeightVariance;
            NetworkSpecification network = NetworkSpecification.Uniform(
                activation, depth: 48, weight, half.BiasVariance, weights: WeightEnsemble.Gaussian);
            InitializationDiagnosis diagnosis = InitializationDiagnosis.Of(network, new FisherSetting(1024.0, 1024.0, outputs: 10));
            string depth = diagnosis.GradientDepth is { } layers ? FormattableString.Invariant($"gradients fall by e in {layers:F1} layers") : "no depth limits gradients";
            output.Write(FormattableString.Invariant(
                $"gain {Math.Sqrt(weight):F6}: {depth}, factor {diagnosis.GradientFactor:E2} over 48 layers, learning rate below {diagnosis.CriticalLearningRate:E2}\n"));
        }
    }
}
