using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>Networks whose layers differ, with two slopes of which none is 0, and where atoms vanish or lie apart from the band.</summary>
public sealed class PiecewiseChainTests
{
    public static TheoryData<string, double[], double> Networks => new()
    {
        // A heavy atom far from the only band.
        { "leaky-relu:slope=0.2 relu relu", [1.8, 0.5, 1.1, 2.4], 0.4 },

        // Layers that only scale, before, between and after others; fractions that add up to one at the top and at the bottom.
        { "abs leaky-relu:slope=-0.3 relu", [1.02, 1.4, 0.63, 1.02], 0.3 },
        { "relu linear leaky-relu:slope=0.2", [2.23, 0.76, 2.13, 1.24], 0.3 },
        { "leaky-relu:slope=0.5 linear leaky-relu:slope=0.2 abs abs", [2.29, 2.37, 2.09, 1.87, 0.45, 1.46], 0.1 },
        { "leaky-relu:slope=-0.3 hard-tanh:s=1,g=1 relu relu", [2.09, 1.05, 1.65, 0.79, 1.39], 0.3 },
    };

    [Theory, MemberData(nameof(Networks))]
    public void Masses_add_up_to_one_and_moments_follow_the_recursions(string activations, double[] weightVariances, double biasVariance)
    {
        string[] names = activations.Split(' ');
        LayerSpecification[] layers =
        [
            .. names.Select((name, i) => new LayerSpecification(ActivationParser.Parse(name), weightVariances[i], biasVariance, 1.0)),
            new LayerSpecification(null, weightVariances[^1], 0.0, 1.0),
        ];
        NetworkSpecification network = new([.. layers], 0.5, 1.0, WeightEnsemble.Haar, Normalization.None);
        var chain = SpectralChain.FromNetwork(network);
        SpectralMeasure law = chain.Fisher();
        Close.To(1.0, law.TotalMass, within: 1e-10, "total mass");
        (double mean, double variance) = Moments(chain);
        Close.To(mean, law.Integrate(x => x, new Tolerance(1e-9, 1e-9)).Value.Real, within: 1e-7 * mean, "mean by density");
        Close.To(mean, law.Mean, within: 1e-12 * mean, "mean");
        Close.To(variance, law.Variance, within: 1e-11 * variance, "variance");
    }

    /// <summary>m ← q + σ²m₁(ν) m and V ← σ⁴(Var(ν) m² + m₁(ν)² V).</summary>
    private static (double Mean, double Variance) Moments(SpectralChain chain)
    {
        (double mean, double variance) = (chain.InputMoment, 0.0);
        foreach (ChainLayer layer in chain.Layers)
        {
            double slope = layer.Slope.Mean, scale = layer.WeightVariance;
            variance = scale * scale * ((layer.Slope.Variance * mean * mean) + (slope * slope * variance));
            mean = layer.SecondMoment + (scale * slope * mean);
        }

        return (mean, variance);
    }
}
