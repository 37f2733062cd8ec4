using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using static System.FormattableString;

namespace FreeSpectra.Validation.Fisher;

/// <summary>A network with drawn weights and a batch of inputs: u^ℓ = W^ℓ h^{ℓ−1} + b^ℓ, h^ℓ = φ(γū^ℓ), f = u^L.</summary>
/// <remarks>
/// <para>W^ℓ_ij ~ N(0, σ_w²/M_{ℓ−1}), b_i ~ N(0, σ_b²), x_j(t) ~ N(0, q̂⁰), all independent. ū is u normalised over units or
/// over the batch, or u itself; with layer normalisation f is normalised over its C components.</para>
/// <para>Source: [KAA19] eqs. (1)–(4), (13), (20), (23).</para>
/// </remarks>
public sealed class SampledNetwork
{
    private SampledNetwork(
        NetworkSpecification specification, HiddenNormalization normalization, double gain, Dense[] weights, double[][] biases, Dense input, IDenseKernels kernels)
    {
        Specification = specification;
        Normalization = normalization;
        Gain = gain;
        Weights = weights;
        Biases = biases;
        Input = input;
        Kernels = kernels;
    }

    /// <summary>What was drawn.</summary>
    public NetworkSpecification Specification { get; }

    /// <summary>What is done to the pre-activations.</summary>
    public HiddenNormalization Normalization { get; }

    /// <summary>γ, the factor after normalisation.</summary>
    public double Gain { get; }

    /// <summary>The dense kernels that its products use.</summary>
    public IDenseKernels Kernels { get; }

    /// <summary>L.</summary>
    public int Depth => Weights.Length;

    /// <summary>T.</summary>
    public int Samples => Input.Columns;

    /// <summary>C.</summary>
    public int Outputs => Weights[^1].Rows;

    /// <summary>P, the number of weights and biases.</summary>
    public long Parameters => Weights.Sum(w => (long)w.Rows * (w.Columns + 1));

    /// <summary>W¹, …, W^L, each M_ℓ × M_{ℓ−1}.</summary>
    internal Dense[] Weights { get; }

    internal double[][] Biases { get; }

    /// <summary>M₀ × T.</summary>
    internal Dense Input { get; }

    /// <summary>Draws weights, biases and inputs.</summary>
    /// <param name="specification">The network; its widths are rounded to integers.</param>
    /// <param name="width">M ≥ 1.</param>
    /// <param name="samples">T ≥ 1; ≥ 3 with batch normalisation.</param>
    /// <param name="outputs">C ≥ 1; ≥ 3 with layer normalisation.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="normalization">What is done to the pre-activations.</param>
    /// <param name="gain">γ &gt; 0.</param>
    /// <param name="kernels">The dense kernels; null for the fastest that can be loaded.</param>
    /// <exception cref="ArgumentException">A number is out of range, or a layer has no unit.</exception>
    public static SampledNetwork Draw(
        NetworkSpecification specification,
        int width,
        int samples,
        int outputs,
        RandomSource random,
        HiddenNormalization normalization = HiddenNormalization.None,
        double gain = 1.0,
        IDenseKernels? kernels = null)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(random);
        Numerics.Require.Positive(gain);
        AtLeast("width", width, 1, "");
        bool batch = normalization is HiddenNormalization.Batch or HiddenNormalization.FrozenBatch;
        AtLeast("samples", samples, batch ? 3 : 1, batch ? " with batch normalisation" : "");
        bool layer = normalization == HiddenNormalization.Layer;
        AtLeast("outputs", outputs, layer ? 3 : 1, layer ? " with layer normalisation (the Fisher matrix vanishes otherwise)" : "");
        int depth = specification.Depth;
        int[] widths = new int[depth + 1];
        for (int l = 0; l <= depth; l++)
        {
            double relative = l == 0 ? specification.InputRelativeWidth : specification.Layers[l - 1].RelativeWidth;
            widths[l] = l == depth ? outputs : (int)Math.Round(relative * width);
            AtLeast(Invariant($"width of layer {l}"), widths[l], 1, "");
        }

        var weights = new Dense[depth];
        double[][] biases = new double[depth][];
        for (int l = 1; l <= depth; l++)
        {
            LayerSpecification layerOf = specification.Layers[l - 1];
            weights[l - 1] = Normal(widths[l], widths[l - 1], Math.Sqrt(layerOf.WeightVariance / widths[l - 1]), random);
            biases[l - 1] = Normal(widths[l], 1, Math.Sqrt(layerOf.BiasVariance), random).Values;
        }

        Dense input = Normal(widths[0], samples, Math.Sqrt(specification.InputMoment), random);
        return new SampledNetwork(specification, normalization, gain, weights, biases, input, kernels ?? DenseKernels.Select());
    }

    /// <summary>The outputs f_k(t), entry t·C + k, after shifting one parameter: for checks by finite differences.</summary>
    /// <param name="parameter">0, …, P − 1: layer by layer, each row of W followed by its bias.</param>
    /// <param name="shift">What is added to the parameter.</param>
    /// <param name="frozen">A pass whose batch means and deviations are used instead of fresh ones.</param>
    internal double[] OutputsAt(long parameter, double shift, ForwardPass? frozen = null)
    {
        long rest = parameter;
        for (int l = 0; l < Depth; l++)
        {
            long size = (long)Weights[l].Rows * (Weights[l].Columns + 1);
            if (rest < size)
            {
                int row = (int)(rest / (Weights[l].Columns + 1)), column = (int)(rest % (Weights[l].Columns + 1));
                var weights = (Dense[])Weights.Clone();
                double[][] biases = (double[][])Biases.Clone();
                if (column == Weights[l].Columns)
                {
                    biases[l] = [.. Biases[l]];
                    biases[l][row] += shift;
                }
                else
                {
                    weights[l] = Weights[l].Copy();
                    weights[l][row, column] += shift;
                }

                var shifted = new SampledNetwork(Specification, Normalization, Gain, weights, biases, Input, Kernels);
                return ForwardPass.Of(shifted, frozen).OutputValues();
            }

            rest -= size;
        }

        throw new ArgumentOutOfRangeException(nameof(parameter), parameter, Invariant($"parameter must be < {Parameters}, but is {parameter}."));
    }

    internal Activation ActivationOf(int layer) => Specification.Layers[layer - 1].Activation!;

    private static Dense Normal(int rows, int columns, double deviation, RandomSource random)
    {
        var matrix = new Dense(rows, columns);
        random.FillNormal(matrix.Values);
        foreach (ref double value in matrix.Values.AsSpan())
        {
            value *= deviation;
        }

        return matrix;
    }

    private static void AtLeast(string name, int value, int minimum, string why)
    {
        if (value < minimum)
        {
            throw new ArgumentOutOfRangeException(name, value, Invariant($"{name} must be >= {minimum}{why}, but is {value}."));
        }
    }
}
