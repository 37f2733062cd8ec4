using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>One draw of a plan with all its weights kept: for small widths, where everything can be written out.</summary>
/// <remarks>The same numbers as in <see cref="NetworkSampler"/>, reached the plain way.</remarks>
public sealed class RealizedNetwork
{
    private readonly NetworkSpecification network;
    private readonly ImmutableArray<int> widths;
    private readonly double[] input;
    private readonly double[][] weights;
    private readonly double[][] biases;

    /// <summary>Draws number <paramref name="index"/> of a plan.</summary>
    public RealizedNetwork(SamplingPlan plan, int index, IDenseKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(plan);
        network = plan.Network;
        widths = plan.LayerWidths;
        RandomSource draw = new RandomSource(plan.Seed).Substream(index);
        input = LayerWeights.Input(network, widths[0], draw);
        weights = new double[network.Depth][];
        biases = new double[network.Depth][];
        for (int layer = 1; layer <= network.Depth; layer++)
        {
            weights[layer - 1] = new double[widths[layer] * widths[layer - 1]];
            biases[layer - 1] = new double[widths[layer]];
            LayerWeights.Fill(
                network, layer, widths[layer], widths[layer - 1], draw, kernels, weights[layer - 1], biases[layer - 1]);
        }
    }

    /// <summary>The number of weights.</summary>
    public int Parameters => weights.Sum(w => w.Length);

    /// <summary>f(x), with weight number <paramref name="parameter"/> raised by <paramref name="step"/>.</summary>
    /// <param name="parameter">The weights of layer 1 column by column, then those of layer 2, and so on; −1 for none.</param>
    /// <param name="step">The change.</param>
    public double[] Output(int parameter = -1, double step = 0.0)
    {
        double[] x = input;
        for (int layer = 1; layer <= network.Depth; layer++)
        {
            double[] u = PreActivation(layer, x);
            if (parameter >= 0 && parameter < weights[layer - 1].Length)
            {
                u[parameter % widths[layer]] += step * x[parameter / widths[layer]];
            }

            parameter -= weights[layer - 1].Length;
            x = layer < network.Depth ? [.. u.Select(network.Layers[layer - 1].Activation!.Value)] : u;
        }

        return x;
    }

    /// <summary>The explicit Jacobian ∂f/∂θ over all weights, one column of M_L numbers for each parameter, column-major.</summary>
    /// <remarks>∂f_k/∂W^ℓ_ij = (∂f_k/∂u^ℓ_i) x^{ℓ−1}_j, with ∂f/∂u^ℓ = W_L D_{L−1} ⋯ W_{ℓ+1} D_ℓ.</remarks>
    public double[] ParameterJacobian()
    {
        int outputs = widths[^1];
        double[][] x = new double[network.Depth][], slopes = new double[network.Depth][];
        x[0] = input;
        for (int layer = 1; layer < network.Depth; layer++)
        {
            Activation activation = network.Layers[layer - 1].Activation!;
            double[] u = PreActivation(layer, x[layer - 1]);
            x[layer] = [.. u.Select(activation.Value)];
            slopes[layer] = [.. u.Select(activation.Derivative)];
        }

        double[] jacobian = new double[outputs * Parameters];
        int end = Parameters;
        double[] back = new double[outputs * outputs];
        for (int k = 0; k < outputs; k++)
        {
            back[k + (k * outputs)] = 1.0;
        }

        for (int layer = network.Depth; layer >= 1; layer--)
        {
            int rows = widths[layer], columns = widths[layer - 1];
            end -= rows * columns;
            for (int j = 0; j < columns; j++)
            {
                for (int i = 0; i < rows; i++)
                {
                    for (int k = 0; k < outputs; k++)
                    {
                        jacobian[k + ((end + i + (j * rows)) * outputs)] = back[k + (i * outputs)] * x[layer - 1][j];
                    }
                }
            }

            back = layer > 1 ? Pull(back, outputs, layer, slopes[layer - 1]) : back;
        }

        return jacobian;
    }

    /// <summary>Σ_ℓ (∂f/∂W^ℓ)(∂f/∂W^ℓ)ᵀ/M_{ℓ−1}, from the explicit Jacobian: H_L, column-major.</summary>
    /// <remarks><para>Source: [HK21] eq. (8), where all widths are M.</para></remarks>
    public double[] DualFisher()
    {
        int outputs = widths[^1];
        double[] jacobian = ParameterJacobian(), fisher = new double[outputs * outputs];
        int column = 0;
        for (int layer = 1; layer <= network.Depth; layer++)
        {
            for (int p = 0; p < weights[layer - 1].Length; p++, column++)
            {
                for (int k = 0; k < outputs; k++)
                {
                    for (int m = 0; m < outputs; m++)
                    {
                        fisher[m + (k * outputs)] += jacobian[m + (column * outputs)] * jacobian[k + (column * outputs)] / widths[layer - 1];
                    }
                }
            }
        }

        return fisher;
    }

    private double[] PreActivation(int layer, double[] x)
    {
        int rows = widths[layer];
        double[] u = [.. biases[layer - 1]];
        for (int j = 0; j < x.Length; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                u[i] += weights[layer - 1][i + (j * rows)] * x[j];
            }
        }

        return u;
    }

    private double[] Pull(double[] back, int outputs, int layer, double[] slopes)
    {
        int rows = widths[layer], columns = widths[layer - 1];
        double[] result = new double[outputs * columns];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                for (int k = 0; k < outputs; k++)
                {
                    result[k + (j * outputs)] += back[k + (i * outputs)] * weights[layer - 1][i + (j * rows)] * slopes[j];
                }
            }
        }

        return result;
    }
}
