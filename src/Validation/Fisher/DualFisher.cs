using System.Collections.Immutable;
using FreeSpectra.Numerics.LinearAlgebra;
using static System.FormattableString;

namespace FreeSpectra.Validation.Fisher;

/// <summary>The dual Fisher matrix F* = RᵀR (CT × CT) of one sampled network.</summary>
/// <remarks>
/// <para>
/// F* has the non-zero eigenvalues of F = RRᵀ = (1/T) Σ_{k,t} ∇f_k(t)∇f_k(t)ᵀ. Weights and biases are parameters; γ and β of a
/// normalisation are not. Index k·T + t: block (k, k') holds the T × T samples.
/// </para>
/// <para>Error: rounding; the matrix is exact at finite width, held against finite differences by the tests.</para>
/// <para>Source: [KAA19] section 2.3, lemma A.1, (S.1)–(S.3), (S.8).</para>
/// </remarks>
public sealed class DualFisher
{
    private readonly Dense gram;
    private readonly IDenseKernels kernels;
    private readonly Lazy<ImmutableArray<double>> eigenvalues;

    private DualFisher(Dense gram, int outputs, int samples, long parameters, Dense outputValues, IDenseKernels kernels)
    {
        this.gram = gram;
        Outputs = outputs;
        Samples = samples;
        Parameters = parameters;
        OutputValues = outputValues;
        this.kernels = kernels;
        eigenvalues = new(FindEigenvalues);
    }

    /// <summary>C.</summary>
    public int Outputs { get; }

    /// <summary>T.</summary>
    public int Samples { get; }

    /// <summary>P.</summary>
    public long Parameters { get; }

    /// <summary>The CT eigenvalues, in increasing order.</summary>
    public ImmutableArray<double> Eigenvalues => eigenvalues.Value;

    /// <summary>m_λ = tr F/P.</summary>
    public double MeanEigenvalue => Enumerable.Range(0, gram.Rows).Sum(p => gram[p, p]) / Parameters;

    /// <summary>s_λ = tr F²/P.</summary>
    public double SecondMoment => Dense.Dot(gram.Values, gram.Values) / Parameters;

    /// <summary>λ_max.</summary>
    public double Largest => Eigenvalues[^1];

    /// <summary>The mean of the C largest eigenvalues, which [KAA19] theorem 2.2 says agree to leading order.</summary>
    public double MeanOfLargest => Eigenvalues.TakeLast(Outputs).Average();

    /// <summary>f_k(t), before any normalisation of the outputs: C × T.</summary>
    internal Dense OutputValues { get; }

    /// <summary>Entry ((k, s), (k', t)) of F*.</summary>
    public double this[int output, int sample, int otherOutput, int otherSample] =>
        gram[(output * Samples) + sample, (otherOutput * Samples) + otherSample];

    /// <summary>The matrix of a sampled network.</summary>
    public static DualFisher Of(SampledNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        ForwardPass pass = ForwardPass.Of(network);
        Dense outputs = pass.Normalized[^1].Copy();
        if (network.Normalization == HiddenNormalization.Layer)
        {
            for (int k = 0; k < outputs.Rows; k++)
            {
                for (int t = 0; t < outputs.Columns; t++)
                {
                    outputs[k, t] = (outputs[k, t] * pass.Deviations[^1][t]) + pass.Means[^1][t];
                }
            }
        }

        return new DualFisher(
            BackwardPass.DualFisher(network, pass), network.Outputs, network.Samples, network.Parameters, outputs, network.Kernels);
    }

    /// <summary>The same matrix from central differences of the outputs, parameter by parameter: slow, and independent.</summary>
    /// <remarks>Error: O(step²) by truncation and 1e-16/step by rounding, relative to the gradients.</remarks>
    /// <param name="network">A small network.</param>
    /// <param name="step">The shift of each parameter, &gt; 0.</param>
    public static DualFisher ByDifferences(SampledNetwork network, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(network);
        Numerics.Require.Positive(step);
        ForwardPass pass = ForwardPass.Of(network);
        ForwardPass? frozen = network.Normalization == HiddenNormalization.FrozenBatch ? pass : null;
        int samples = network.Samples, outputs = network.Outputs;
        var gram = new Dense(samples * outputs, samples * outputs);
        double[] gradient = new double[samples * outputs];
        for (long parameter = 0; parameter < network.Parameters; parameter++)
        {
            double[] up = network.OutputsAt(parameter, step, frozen), down = network.OutputsAt(parameter, -step, frozen);
            for (int k = 0; k < outputs; k++)
            {
                for (int t = 0; t < samples; t++)
                {
                    gradient[(k * samples) + t] = (up[(t * outputs) + k] - down[(t * outputs) + k]) / (2.0 * step);
                }
            }

            for (int p = 0; p < gradient.Length; p++)
            {
                for (int q = 0; q < gradient.Length; q++)
                {
                    gram[p, q] += gradient[p] * gradient[q] / samples;
                }
            }
        }

        return new DualFisher(gram, outputs, samples, network.Parameters, pass.Normalized[^1], network.Kernels);
    }

    /// <summary>The outputs u^L of each sample before any normalisation, T rows of C.</summary>
    public IReadOnlyList<double[]> OutputsBySample() =>
        [.. Enumerable.Range(0, Samples).Select(t => Enumerable.Range(0, Outputs).Select(k => OutputValues[k, t]).ToArray())];

    /// <summary>The same network with the batch mean subtracted from each output: (I_C ⊗ G)F*(I_C ⊗ G), G = I − 11ᵀ/T.</summary>
    /// <remarks>Source: [KAA19] eqs. (15), (S.17).</remarks>
    public DualFisher WithMeanSubtracted() => Transformed((_, _) => { }, _ => 1.0);

    /// <summary>The same network with batch-normalised outputs: the projection off 1 and ū_k, times γ/σ_k.</summary>
    /// <remarks>Source: [KAA19] eqs. (13), (S.43)–(S.50).</remarks>
    /// <param name="gain">γ &gt; 0.</param>
    /// <exception cref="ArgumentException">T ≤ 2: the result would be 0.</exception>
    public DualFisher WithBatchNormalizedOutputs(double gain = 1.0)
    {
        if (Samples < 3)
        {
            throw new ArgumentException(Invariant(
                $"samples must be >= 3 with batch normalisation (the Fisher matrix vanishes otherwise), but is {Samples}."));
        }

        (double[] Direction, double Deviation)[] outputs = [.. Enumerable.Range(0, Outputs).Select(k => Standardize(OutputValues.Row(k)))];
        return Transformed(
            (k, row) =>
            {
                double along = Dense.Dot(row, outputs[k].Direction) / Samples;
                for (int t = 0; t < Samples; t++)
                {
                    row[t] -= along * outputs[k].Direction[t];
                }
            },
            k => gain / outputs[k].Deviation);
    }

    /// <summary>The squared length of 1/√T in block k, projected on the span of the C leading eigenvectors, averaged over k.</summary>
    /// <remarks>By [KAA19] theorem 3.1 it tends to 1. Orthogonal iteration from those vectors, as many steps as it takes.</remarks>
    public double LeadingOverlap()
    {
        double unit = 1.0 / Math.Sqrt(Samples);
        var basis = new Dense(Outputs, gram.Rows);
        for (int k = 0; k < Outputs; k++)
        {
            basis.Row(k).Slice(k * Samples, Samples).Fill(unit);
        }

        var start = basis.Copy();
        double overlap = 1.0;
        for (int step = 0; step < 500; step++)
        {
            basis = Dense.Product(kernels, basis, gram);
            Orthonormalize(basis);
            var cross = new Dense(Outputs, Outputs);
            Dense.AddProductTransposed(kernels, start, basis, cross);
            double next = Dense.Dot(cross.Values, cross.Values) / Outputs;
            if (Math.Abs(next - overlap) < 1e-10)
            {
                return next;
            }

            overlap = next;
        }

        return overlap;
    }

    private ImmutableArray<double> FindEigenvalues()
    {
        double[] values = new double[gram.Rows];
        kernels.SymmetricEigenvalues(gram.Rows, [.. gram.Values], values);
        return [.. values];
    }

    private static void Orthonormalize(Dense rows)
    {
        for (int k = 0; k < rows.Rows; k++)
        {
            Span<double> row = rows.Row(k);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < k; j++)
                {
                    double along = Dense.Dot(row, rows.Row(j));
                    ReadOnlySpan<double> other = rows.Row(j);
                    for (int i = 0; i < row.Length; i++)
                    {
                        row[i] -= along * other[i];
                    }
                }
            }

            double length = Math.Sqrt(Dense.Dot(row, row));
            foreach (ref double value in row)
            {
                value /= length;
            }
        }
    }

    private static (double[] Direction, double Deviation) Standardize(ReadOnlySpan<double> values)
    {
        double mean = 0.0, square = 0.0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        foreach (double value in values)
        {
            square += (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(square / values.Length);
        double[] direction = values.ToArray();
        foreach (ref double value in direction.AsSpan())
        {
            value = (value - mean) / deviation;
        }

        return (direction, deviation);
    }

    /// <summary>QF*Qᵀ for Q = diag over outputs of scale · (projection off 1) · (projection off the direction).</summary>
    private DualFisher Transformed(Action<int, Span<double>> project, Func<int, double> scale)
    {
        Dense result = gram.Copy();
        for (int pass = 0; pass < 2; pass++)
        {
            // Rows, then columns by transposing: the matrix is symmetric.
            for (int p = 0; p < result.Rows; p++)
            {
                for (int k = 0; k < Outputs; k++)
                {
                    Span<double> block = result.Row(p).Slice(k * Samples, Samples);
                    double mean = 0.0;
                    foreach (double value in block)
                    {
                        mean += value;
                    }

                    mean /= Samples;
                    foreach (ref double value in block)
                    {
                        value -= mean;
                    }

                    project(k, block);
                    double factor = scale(k);
                    foreach (ref double value in block)
                    {
                        value *= factor;
                    }
                }
            }

            result = Transpose(result);
        }

        return new DualFisher(result, Outputs, Samples, Parameters, OutputValues, kernels);
    }

    private static Dense Transpose(Dense a)
    {
        var b = new Dense(a.Columns, a.Rows);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++)
            {
                b[j, i] = a[i, j];
            }
        }

        return b;
    }
}
