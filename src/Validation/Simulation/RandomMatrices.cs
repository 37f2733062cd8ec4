using System.Numerics;
using System.Runtime.InteropServices;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Random matrices, column-major.</summary>
public static class RandomMatrices
{
    /// <summary>Fills an n × n matrix with a Haar-distributed orthogonal one.</summary>
    /// <remarks>
    /// <para>Q of the QR factorisation of a Gaussian matrix, its column j multiplied by the sign of R_jj: without that, Q is
    /// not Haar-distributed, and E (tr Q)² is not 1.</para>
    /// <para>Source: [Mez07] section 5; [Ste80].</para>
    /// </remarks>
    /// <param name="random">Where the numbers come from.</param>
    /// <param name="n">The order.</param>
    /// <param name="matrix">n² numbers.</param>
    /// <param name="kernels">The QR factorisation.</param>
    public static void FillHaar(RandomSource random, int n, Span<double> matrix, IDenseKernels kernels)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(kernels);
        random.FillNormal(matrix[..(n * n)]);
        double[] diagonal = new double[n];
        kernels.OrthogonalFactor(n, matrix, diagonal);
        for (int j = 0; j < n; j++)
        {
            if (diagonal[j] < 0.0)
            {
                Scale(matrix.Slice(j * n, n), -1.0);
            }
        }
    }

    /// <summary>Fills a matrix with independent N(0, variance) entries.</summary>
    public static void FillGaussian(RandomSource random, double variance, Span<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(random);
        random.FillNormal(matrix);
        Scale(matrix, Math.Sqrt(variance));
    }

    internal static void Scale(Span<double> values, double factor)
    {
        Span<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] *= factor;
        }

        for (int i = wide.Length * Vector<double>.Count; i < values.Length; i++)
        {
            values[i] *= factor;
        }
    }
}
