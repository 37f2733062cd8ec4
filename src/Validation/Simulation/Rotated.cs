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

    /// <summary>Of (A + U B V)(A + U B V)ᵀ, A and B of size n × p with n/p = <paramref name="ratio"/> and singular values √a, √b.</summary>
    /// <remarks>V consists of the first n rows of a Haar matrix of order p: G(GᵀG)^(−½) with G Gaussian, of size p × n.</remarks>
    public static double[] Rectangular(double[] a, double[] b, double ratio, RandomSource random, IDenseKernels kernels)
    {
        int n = a.Length;
        int p = Math.Max(n, (int)Math.Round(n / ratio));
        using NativeBuffer g = new((long)p * n), gram = new((long)n * n), scaled = new((long)n * n), root = new((long)n * n);
        random.Substream(0).FillNormal(g.Span);
        kernels.Multiply(true, false, n, n, p, 1.0, g.Span, p, g.Span, p, 0.0, gram.Span, n);
        double[] values = new double[n];
        kernels.SymmetricEigenvectors(n, gram.Span, values);
        gram.Span.CopyTo(scaled.Span);
        for (int j = 0; j < n; j++)
        {
            RandomMatrices.Scale(scaled.Span.Slice(j * n, n), 1.0 / Math.Sqrt(values[j]));
        }

        kernels.Multiply(false, true, n, n, n, 1.0, scaled.Span, n, gram.Span, n, 0.0, root.Span, n);
        using NativeBuffer u = new((long)n * n), left = new((long)n * n), sum = new((long)n * p);
        RandomMatrices.FillHaar(random.Substream(1), n, u.Span, kernels);
        for (int j = 0; j < n; j++)
        {
            RandomMatrices.Scale(u.Span.Slice(j * n, n), Math.Sqrt(Math.Max(0.0, b[j])));
        }

        kernels.Multiply(false, false, n, n, n, 1.0, u.Span, n, root.Span, n, 0.0, left.Span, n);
        kernels.Multiply(false, true, n, p, n, 1.0, left.Span, n, g.Span, p, 0.0, sum.Span, n);
        Span<double> m = sum.Span;
        for (int i = 0; i < n; i++)
        {
            m[i + (i * n)] += Math.Sqrt(Math.Max(0.0, a[i]));
        }

        using NativeBuffer squares = new((long)n * n);
        kernels.SymmetricProduct(n, p, 1.0, sum.Span, 0.0, squares.Span);
        return Array.ConvertAll(Values(squares.Span, n, kernels), x => Math.Max(0.0, x));
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
