using FreeSpectra.Networks;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Draws the input, the weights and the biases of a network, each from a substream of its own.</summary>
/// <remarks>Layer ℓ of a draw is a function of the draw's stream and ℓ: a deeper network has the same first layers.</remarks>
internal static class LayerWeights
{
    /// <summary>x^0: a Gaussian vector scaled to |x|² = M_0 q_0.</summary>
    public static double[] Input(NetworkSpecification network, int width, RandomSource draw)
    {
        double[] x = new double[width];
        draw.Substream(0).FillNormal(x);
        RandomMatrices.Scale(x, Math.Sqrt(network.InputMoment * width / SampledLayer.SumOfSquares(x)));
        return x;
    }

    /// <summary>W^ℓ (rows × columns, column-major) and b^ℓ.</summary>
    public static void Fill(
        NetworkSpecification network, int layer, int rows, int columns, RandomSource draw, IDenseKernels kernels,
        Span<double> weights, Span<double> biases)
    {
        LayerSpecification specification = network.Layers[layer - 1];
        RandomSource random = draw.Substream(layer);
        if (network.Weights == WeightEnsemble.Haar)
        {
            RandomMatrices.FillHaar(random, rows, weights, kernels);
            if (specification.WeightVariance != 1.0)
            {
                RandomMatrices.Scale(weights, Math.Sqrt(specification.WeightVariance));
            }
        }
        else
        {
            RandomMatrices.FillGaussian(random, specification.WeightVariance / columns, weights);
        }

        if (specification.BiasVariance > 0.0)
        {
            RandomMatrices.FillGaussian(random, specification.BiasVariance, biases);
        }
        else
        {
            biases.Clear();
        }
    }
}
