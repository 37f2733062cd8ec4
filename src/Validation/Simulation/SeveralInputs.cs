using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>The dual Fisher matrix of one sampled network on N inputs, whole and block by block.</summary>
/// <remarks>
/// <para>
/// Θ/M = N⁻¹ [Θ_L(m, n)] with Θ_1 = S_0 ⊗ I and Θ_{ℓ+1}(m, n) = S_ℓ(m, n) I + W D_ℓ(m) Θ_ℓ(m, n) D_ℓ(n) Wᵀ,
/// S_ℓ(m, n) = ⟨x^ℓ(m), x^ℓ(n)⟩/M. Its diagonal blocks are H_L(x(n))/N.
/// </para>
/// <para>
/// Inputs: √c times a common standard normal direction and √(1 − c) times one of their own, each then scaled to the input
/// moment.
/// </para>
/// <para>Source: [HK21] eqs. (34), (35), in the form of docs/errata.md.</para>
/// </remarks>
public sealed class SeveralInputs
{
    private SeveralInputs(double[] whole, double[] blocks, double[] gram)
    {
        Whole = EmpiricalSpectrum.FromEigenvalues(whole);
        Blocks = EmpiricalSpectrum.FromEigenvalues(blocks);
        Gram = EmpiricalSpectrum.FromEigenvalues(gram);
    }

    /// <summary>The NM eigenvalues of Θ/M.</summary>
    public EmpiricalSpectrum Whole { get; }

    /// <summary>The eigenvalues of all H_L(x(n))/N.</summary>
    public EmpiricalSpectrum Blocks { get; }

    /// <summary>The eigenvalues of the inputs' Gram matrix ⟨x(m), x(n)⟩/M.</summary>
    public EmpiricalSpectrum Gram { get; }

    /// <summary>Draws a network with Haar weights and its inputs.</summary>
    /// <param name="network">Equal widths, Haar weights, no biases, no normalisation.</param>
    /// <param name="width">M ≥ 2.</param>
    /// <param name="inputs">N ≥ 1.</param>
    /// <param name="correlation">c in [0, 1].</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="kernels">Dense kernels.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the network has other weights.</exception>
    public static SeveralInputs Draw(
        NetworkSpecification network, int width, int inputs, double correlation, RandomSource random, IDenseKernels kernels)
    {
        RequireValid(network, width, inputs, correlation, random, kernels);
        double[][] x = Inputs(width, inputs, correlation, network.InputMoment, random);
        double[] gram = Overlaps(x);
        double[][] theta = [.. gram.Select(overlap => Scalar(width, overlap))];
        var weight = new double[width * width];
        for (int layer = 1; layer <= network.Depth; layer++)
        {
            RandomMatrices.FillHaar(random, width, weight, kernels);
            double sigma = Math.Sqrt(network.Layers[layer - 1].WeightVariance);
            for (int i = 0; i < weight.Length; i++)
            {
                weight[i] *= sigma;
            }

            if (layer > 1)
            {
                Propagate(theta, x, network.Layers[layer - 2].Activation!, weight, width, kernels);
            }

            // From here on x holds h^ℓ; the activation is applied where the next layer needs it.
            double[][] signal = layer == 1 ? x : Activated(x, network.Layers[layer - 2].Activation!);
            x = [.. signal.Select(column => Apply(weight, column, kernels))];
        }

        double[] blocks = [.. Enumerable.Range(0, inputs).SelectMany(n => Eigenvalues((double[])theta[(n * inputs) + n].Clone(), width, inputs, kernels))];
        double[] whole = Assemble(theta, width, inputs);
        double[] gramEigenvalues = new double[inputs];
        kernels.SymmetricEigenvalues(inputs, gram, gramEigenvalues);
        return new SeveralInputs(Eigenvalues(whole, width * inputs, inputs, kernels), blocks, gramEigenvalues);
    }

    /// <summary>Refuses what has no such matrix here.</summary>
    internal static void RequireValid(
        NetworkSpecification network, int width, int inputs, double correlation, RandomSource random, IDenseKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        Require.InRange(correlation, 0.0, 1.0);
        if (network.Weights != WeightEnsemble.Haar || network.Normalization != Normalization.None)
        {
            throw new ArgumentException("network must have haar weights and no normalisation.", nameof(network));
        }
    }

    internal static double[][] Inputs(int width, int inputs, double correlation, double moment, RandomSource random)
    {
        var common = new double[width];
        random.FillNormal(common);
        return
        [
            .. Enumerable.Range(0, inputs).Select(_ =>
            {
                var own = new double[width];
                random.FillNormal(own);
                double[] mixed = [.. own.Select((value, i) => (Math.Sqrt(correlation) * common[i]) + (Math.Sqrt(1.0 - correlation) * value))];
                double scale = Math.Sqrt(moment * width / mixed.Sum(value => value * value));
                return mixed.Select(value => scale * value).ToArray();
            }),
        ];
    }

    internal static double[][] Activated(double[][] h, Activation activation) => [.. h.Select(column => column.Select(activation.Value).ToArray())];

    internal static double[] Overlaps(double[][] x) =>
        [.. from a in x from b in x select a.Zip(b, (p, q) => p * q).Sum() / a.Length];

    private static double[] Scalar(int width, double value)
    {
        var matrix = new double[width * width];
        for (int i = 0; i < width; i++)
        {
            matrix[(i * width) + i] = value;
        }

        return matrix;
    }

    internal static double[] Apply(double[] weight, double[] column, IDenseKernels kernels)
    {
        int width = column.Length;
        var result = new double[width];
        kernels.Multiply(false, false, width, 1, width, 1.0, weight, width, column, width, 0.0, result, width);
        return result;
    }

    /// <summary>One step of the recursion, block by block; h holds the pre-activations of the layer below.</summary>
    private static void Propagate(
        double[][] theta, double[][] h, Activation activation, double[] weight, int width, IDenseKernels kernels)
    {
        double[][] slopes = [.. h.Select(column => column.Select(activation.Derivative).ToArray())];
        double[] overlaps = Overlaps(Activated(h, activation));
        var half = new double[width * width];
        for (int m = 0; m < h.Length; m++)
        {
            for (int n = 0; n < h.Length; n++)
            {
                double[] block = theta[(m * h.Length) + n];
                for (int j = 0; j < width; j++)
                {
                    for (int i = 0; i < width; i++)
                    {
                        block[(j * width) + i] *= slopes[m][i] * slopes[n][j];
                    }
                }

                kernels.Multiply(false, false, width, width, width, 1.0, weight, width, block, width, 0.0, half, width);
                kernels.Multiply(false, true, width, width, width, 1.0, half, width, weight, width, 0.0, block, width);
                for (int i = 0; i < width; i++)
                {
                    block[(i * width) + i] += overlaps[(m * h.Length) + n];
                }
            }
        }
    }

    private static double[] Assemble(double[][] theta, int width, int inputs)
    {
        int size = width * inputs;
        var whole = new double[size * size];
        for (int m = 0; m < inputs; m++)
        {
            for (int n = 0; n < inputs; n++)
            {
                for (int j = 0; j < width; j++)
                {
                    theta[(m * inputs) + n].AsSpan(j * width, width).CopyTo(whole.AsSpan((((n * width) + j) * size) + (m * width), width));
                }
            }
        }

        return whole;
    }

    private static double[] Eigenvalues(double[] matrix, int size, int inputs, IDenseKernels kernels)
    {
        var values = new double[size];
        kernels.SymmetricEigenvalues(size, matrix, values);
        return [.. values.Select(value => value / inputs)];
    }
}
