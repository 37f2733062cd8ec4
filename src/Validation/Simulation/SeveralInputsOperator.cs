using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>The dual Fisher matrix of one sampled network on N inputs as an operator: NM numbers in, NM numbers out, no matrix.</summary>
/// <remarks>
/// <para>
/// Θ_{ℓ+1} v (m) = Σ_n S_ℓ(m, n) v(n) + W D_ℓ(m) (Θ_ℓ u)(m) with u(n) = D_ℓ(n) Wᵀ v(n), and Θ_1 v (m) = Σ_n S_0(m, n) v(n); divided by N at the end.
/// 2(L − 1) products of M × M with M × N matrices for each application, and L M² + 2L M N numbers of memory.
/// </para>
/// <para>The same seed gives the network of <see cref="SeveralInputs"/>, whose matrix this is.</para>
/// <para>Source: [HK21] eqs. (34), (35), in the form of docs/errata.md.</para>
/// </remarks>
public sealed class SeveralInputsOperator
{
    private readonly IDenseKernels kernels;
    private readonly double[][] weights;
    private readonly double[][] slopes;
    private readonly double[][] overlaps;
    private readonly double[] half;

    private SeveralInputsOperator(
        int width, int inputs, double[][] weights, double[][] slopes, double[][] overlaps, EmpiricalSpectrum gram, IDenseKernels kernels)
    {
        Width = width;
        Inputs = inputs;
        Gram = gram;
        this.weights = weights;
        this.slopes = slopes;
        this.overlaps = overlaps;
        this.kernels = kernels;
        half = new double[width * inputs];
    }

    /// <summary>M.</summary>
    public int Width { get; }

    /// <summary>N.</summary>
    public int Inputs { get; }

    /// <summary>NM.</summary>
    public int Size => Width * Inputs;

    /// <summary>The eigenvalues of the inputs' Gram matrix ⟨x(m), x(n)⟩/M.</summary>
    public EmpiricalSpectrum Gram { get; }

    /// <summary>Draws a network with Haar weights and its inputs; the arguments are those of <see cref="SeveralInputs.Draw"/>.</summary>
    /// <param name="network">Equal widths, Haar weights, no biases, no normalisation.</param>
    /// <param name="width">M ≥ 2.</param>
    /// <param name="inputs">N ≥ 1.</param>
    /// <param name="correlation">c in [0, 1].</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="kernels">Dense kernels.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the network has other weights.</exception>
    public static SeveralInputsOperator Draw(
        NetworkSpecification network, int width, int inputs, double correlation, RandomSource random, IDenseKernels kernels)
    {
        SeveralInputs.RequireValid(network, width, inputs, correlation, random, kernels);
        double[][] x = SeveralInputs.Inputs(width, inputs, correlation, network.InputMoment, random);
        double[] gram = SeveralInputs.Overlaps(x), gramEigenvalues = new double[inputs];
        List<double[]> weights = [], slopes = [], overlaps = [[.. gram]];
        for (int layer = 1; layer <= network.Depth; layer++)
        {
            var weight = new double[width * width];
            RandomMatrices.FillHaar(random, width, weight, kernels);
            RandomMatrices.Scale(weight, Math.Sqrt(network.Layers[layer - 1].WeightVariance));
            if (layer > 1)
            {
                // x holds h of the layer below here; slopes and overlaps are of that layer, W of this one.
                Activation phi = network.Layers[layer - 2].Activation!;
                slopes.Add([.. x.SelectMany(column => column.Select(phi.Derivative))]);
                weights.Add(weight);
                x = SeveralInputs.Activated(x, phi);
                overlaps.Add(SeveralInputs.Overlaps(x));
            }

            x = [.. x.Select(column => SeveralInputs.Apply(weight, column, kernels))];
        }

        kernels.SymmetricEigenvalues(inputs, gram, gramEigenvalues);
        return new SeveralInputsOperator(
            width, inputs, [.. weights], [.. slopes], [.. overlaps], EmpiricalSpectrum.FromEigenvalues(gramEigenvalues), kernels);
    }

    /// <summary>Writes Θ v/M into <paramref name="result"/>; input n has the entries nM … nM + M − 1. Not for several threads at once.</summary>
    /// <param name="vector">v, NM numbers.</param>
    /// <param name="result">NM numbers, not the same array.</param>
    public void Apply(double[] vector, double[] result)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vector.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, Size);
        int top = weights.Length;
        double[][] down = new double[top + 1][];
        down[top] = vector;
        for (int l = top; l >= 1; l--)
        {
            down[l - 1] = new double[Size];
            kernels.Multiply(true, false, Width, Inputs, Width, 1.0, weights[l - 1], Width, down[l], Width, 0.0, down[l - 1], Width);
            Multiply(down[l - 1], slopes[l - 1]);
        }

        Mix(overlaps[0], down[0], result, 0.0);
        for (int l = 1; l <= top; l++)
        {
            Multiply(result, slopes[l - 1]);
            kernels.Multiply(false, false, Width, Inputs, Width, 1.0, weights[l - 1], Width, result, Width, 0.0, half, Width);
            half.CopyTo(result, 0);
            Mix(overlaps[l], down[l], result, 1.0);
        }

        RandomMatrices.Scale(result, 1.0 / Inputs);
    }

    /// <summary>result ← keep · result + V S.</summary>
    private void Mix(double[] s, double[] v, double[] result, double keep) =>
        kernels.Multiply(false, false, Width, Inputs, Inputs, 1.0, v, Width, s, Inputs, keep, result, Width);

    private static void Multiply(double[] x, double[] factors)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= factors[i];
        }
    }
}
