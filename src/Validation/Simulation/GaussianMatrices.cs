using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Eigenvalues of the classical Gaussian ensembles, real entries.</summary>
internal static class GaussianMatrices
{
    /// <summary>Of (G + Gᵀ)/√(2n): the semicircle of variance 1 in the limit.</summary>
    public static double[] Orthogonal(int n, RandomSource random, IDenseKernels kernels)
    {
        using NativeBuffer matrix = new((long)n * n);
        Span<double> m = matrix.Span;
        RandomMatrices.FillGaussian(random, 0.5 / n, m);
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                m[i + (j * n)] += m[j + (i * n)];
            }
        }

        double[] values = new double[n];
        kernels.SymmetricEigenvalues(n, m, values);
        return values;
    }

    /// <summary>Of X Xᵀ/N with X n × N.</summary>
    public static double[] Wishart(int n, int samples, RandomSource random, IDenseKernels kernels)
    {
        using NativeBuffer x = new((long)n * samples), matrix = new((long)n * n);
        RandomMatrices.FillGaussian(random, 1.0 / samples, x.Span);
        kernels.SymmetricProduct(n, samples, 1.0, x.Span, 0.0, matrix.Span);
        double[] values = new double[n];
        kernels.SymmetricEigenvalues(n, matrix.Span, values);
        return values;
    }
}
