using FreeSpectra.Numerics.LinearAlgebra;
using static System.FormattableString;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Eigenvalues of operations on matrices with given eigenvalues, the second one rotated by a Haar matrix.</summary>
internal static class Rotated
{
    /// <summary>Of diag(a) + U diag(b) Uᵀ.</summary>
    public static double[] Sum(double[] a, double[] b, RandomSource random, IDenseKernels kernels)
    {
        using NativeBuffer matrix = Conjugate(b, random, kernels);
        Span<double> m = matrix.Span;
        for (int i = 0; i < a.Length; i++)
        {
            m[i + (i * a.Length)] += a[i];
        }

        return Values(m, a.Length, kernels);
    }

    /// <summary>Of √A U B Uᵀ √A; one of the two must be non-negative, up to the rounding of its eigenvalues.</summary>
    public static double[] Product(double[] a, double[] b, RandomSource random, IDenseKernels kernels)
    {
        (double[] positive, double[] other) = IsPositive(a) ? (a, b) : IsPositive(b) ? (b, a)
            : throw new ArgumentException(Invariant($"one factor of a free product must be >= 0, but both have negative eigenvalues."));
        int n = a.Length;
        using NativeBuffer matrix = Conjugate(other, random, kernels);
        Span<double> m = matrix.Span;
        for (int j = 0; j < n; j++)
        {
            double right = Math.Sqrt(Math.Max(positive[j], 0.0));
            for (int i = j; i < n; i++)
            {
                m[i + (j * n)] *= Math.Sqrt(Math.Max(positive[i], 0.0)) * right;
            }
        }

        return Values(m, n, kernels);
    }

    /// <summary>Of the leading corner of order <paramref name="order"/> of U diag(a) Uᵀ.</summary>
    public static double[] Corner(double[] a, int order, RandomSource random, IDenseKernels kernels)
    {
        if (order > a.Length)
        {
            throw new ArgumentException(Invariant($"a compression must keep at most the whole space, but asks for {order} of {a.Length}."));
        }

        using NativeBuffer matrix = Conjugate(a, random, kernels);
        using NativeBuffer corner = new((long)order * order);
        for (int j = 0; j < order; j++)
        {
            matrix.Span.Slice(j * a.Length, order).CopyTo(corner.Span[(j * order)..]);
        }

        return Values(corner.Span, order, kernels);
    }

    /// <summary>Kernel eigenvalues come out as a few units of rounding of the largest one, of either sign.</summary>
    private static bool IsPositive(double[] values) => values.Min() >= -1e-15 * values.Length * values.Max();

    /// <summary>U diag(b) Uᵀ, lower triangle.</summary>
    private static NativeBuffer Conjugate(double[] b, RandomSource random, IDenseKernels kernels)
    {
        int n = b.Length;
        using NativeBuffer u = new((long)n * n), scaled = new((long)n * n);
        NativeBuffer result = new((long)n * n);
        RandomMatrices.FillHaar(random, n, u.Span, kernels);
        u.Span.CopyTo(scaled.Span);
        for (int j = 0; j < n; j++)
        {
            RandomMatrices.Scale(scaled.Span.Slice(j * n, n), b[j]);
        }

        kernels.Multiply(false, true, n, n, n, 1.0, scaled.Span, n, u.Span, n, 0.0, result.Span, n);
        return result;
    }

    private static double[] Values(Span<double> matrix, int n, IDenseKernels kernels)
    {
        double[] values = new double[n];
        kernels.SymmetricEigenvalues(n, matrix, values);
        return values;
    }
}
