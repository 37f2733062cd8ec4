using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Draws one network and diagonalises its matrix, in three square buffers that are used again for the next draw.</summary>
/// <remarks>
/// <para>H_1 = q̂_0 I, H_{ℓ+1} = q̂_ℓ I + W_{ℓ+1} D_ℓ H_ℓ D_ℓ W_{ℓ+1}ᵀ; J Jᵀ is the same with q̂_0 = 1 and no further q̂.
/// W_{ℓ+1} D_ℓ is formed in place, the first product is a rank update, and of the later ones the lower triangle is computed.</para>
/// <para>Source: [HK21] eqs. (8), (12), (13).</para>
/// </remarks>
internal sealed class NetworkDraw : IDisposable
{
    private const int BlockColumns = 192;

    private readonly SamplingPlan plan;
    private readonly IDenseKernels kernels;
    private readonly NativeBuffer weights;
    private readonly NativeBuffer product;
    private readonly NativeBuffer matrix;

    public NetworkDraw(SamplingPlan plan, IDenseKernels kernels)
    {
        this.plan = plan;
        this.kernels = kernels;
        long largest = plan.LayerWidths.Max();
        weights = new NativeBuffer(largest * largest);
        product = new NativeBuffer(largest * largest);
        matrix = new NativeBuffer(largest * largest);
    }

    /// <summary>Draw number <paramref name="index"/> of the plan, a function of the plan and the index only.</summary>
    public SampledSpectrum Run(int index, CancellationToken cancellation)
    {
        RandomSource draw = new RandomSource(plan.Seed).Substream(index);
        ImmutableArray<SampledLayer> layers = Propagate(draw, cancellation);
        int order = plan.LayerWidths[^1];
        double[] eigenvalues = new double[order];
        cancellation.ThrowIfCancellationRequested();
        kernels.SymmetricEigenvalues(order, matrix.Span, eigenvalues);
        return new SampledSpectrum(plan.Network.InputMoment, layers, EmpiricalSpectrum.FromEigenvalues(eigenvalues));
    }

    /// <summary>The matrix of one draw, both triangles: for tests and small widths.</summary>
    public double[] Matrix(int index)
    {
        Propagate(new RandomSource(plan.Seed).Substream(index), CancellationToken.None);
        int n = plan.LayerWidths[^1];
        double[] full = matrix.Span[..(n * n)].ToArray();
        for (int j = 0; j < n; j++)
        {
            for (int i = j + 1; i < n; i++)
            {
                full[j + (i * n)] = full[i + (j * n)];
            }
        }

        return full;
    }

    public void Dispose()
    {
        weights.Dispose();
        product.Dispose();
        matrix.Dispose();
    }

    private ImmutableArray<SampledLayer> Propagate(RandomSource draw, CancellationToken cancellation)
    {
        bool fisher = plan.Kind == SpectrumKind.Fisher;
        int depth = plan.Network.Depth;
        double[] x = LayerWeights.Input(plan.Network, plan.LayerWidths[0], draw);
        double scalar = fisher ? plan.Network.InputMoment : 1.0;
        double[] slopes = [];
        ImmutableArray<SampledLayer>.Builder layers = ImmutableArray.CreateBuilder<SampledLayer>(depth - 1);
        for (int layer = 1; layer <= depth; layer++)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = plan.LayerWidths[layer], columns = plan.LayerWidths[layer - 1];
            double[] u = new double[rows];
            Span<double> w = weights.Span[..(rows * columns)];
            LayerWeights.Fill(plan.Network, layer, rows, columns, draw, kernels, w, u);
            if (layer < depth)
            {
                kernels.Multiply(false, false, rows, 1, columns, 1.0, w, rows, x, columns, 1.0, u, rows);
            }

            if (layer > 1)
            {
                Update(w, rows, columns, slopes, layer == 2 ? scalar : null, fisher ? layers[^1].SecondMoment : 0.0);
            }

            if (layer < depth)
            {
                (x, slopes) = Activate(layer, u, layers);
            }
        }

        if (depth == 1)
        {
            int n = plan.LayerWidths[1];
            matrix.Span[..(n * n)].Clear();
            AddToDiagonal(n, scalar);
        }

        return layers.MoveToImmutable();
    }

    private (double[] Values, double[] Slopes) Activate(int layer, double[] u, ImmutableArray<SampledLayer>.Builder layers)
    {
        Activation activation = plan.Network.Layers[layer - 1].Activation!;
        double[] values = new double[u.Length], slopes = new double[u.Length];
        for (int i = 0; i < u.Length; i++)
        {
            values[i] = activation.Value(u[i]);
            slopes[i] = activation.Derivative(u[i]);
        }

        bool hasFewSlopes = Enumerable.Range(0, activation.Kinks.Length + 1).All(piece => activation.SlopeOnPiece(piece) is not null);
        layers.Add(new SampledLayer(layer, u, values, slopes, hasFewSlopes));
        return (values, slopes);
    }

    /// <summary>matrix ← q I + (W D) matrix (W D)ᵀ, lower triangle; <paramref name="scalar"/> stands for a multiple of I.</summary>
    private void Update(Span<double> w, int rows, int columns, double[] slopes, double? scalar, double q)
    {
        for (int j = 0; j < columns; j++)
        {
            RandomMatrices.Scale(w.Slice(j * rows, rows), slopes[j]);
        }

        Span<double> target = matrix.Span[..(rows * rows)];
        if (scalar is { } factor)
        {
            kernels.SymmetricProduct(rows, columns, factor, w, 0.0, target);
        }
        else
        {
            Span<double> wh = product.Span[..(rows * columns)];
            kernels.MultiplyBySymmetric(rows, columns, w, matrix.Span[..(columns * columns)], wh);
            for (int first = 0; first < rows; first += BlockColumns)
            {
                int count = Math.Min(BlockColumns, rows - first);
                kernels.Multiply(
                    false, true, rows - first, count, columns, 1.0, wh[first..], rows, w[first..], rows, 0.0,
                    target[(first + (first * rows))..], rows);
            }
        }

        AddToDiagonal(rows, q);
    }

    private void AddToDiagonal(int n, double q)
    {
        Span<double> target = matrix.Span;
        for (int i = 0; i < n; i++)
        {
            target[i + (i * n)] += q;
        }
    }
}
