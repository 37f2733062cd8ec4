using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>Dense kernels in managed code, by MathNet.Numerics: slow, and there wherever .NET is.</summary>
/// <remarks>Arguments are copied into matrices of their own: about 3 n² numbers beside the caller's.</remarks>
public sealed class ManagedKernels : IDenseKernels
{
    /// <inheritdoc/>
    public string Name => "managed";

    /// <inheritdoc/>
    public void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k,
        double alpha, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> b, int ldb, double beta, Span<double> c, int ldc)
    {
        DenseMatrix left = transposeA ? Copy(a, k, m, lda) : Copy(a, m, k, lda);
        DenseMatrix right = transposeB ? Copy(b, n, k, ldb) : Copy(b, k, n, ldb);
        MatrixShape.Check(c, m, n, ldc, nameof(c));
        var product = new DenseMatrix(m, n);
        switch (transposeA, transposeB)
        {
            case (false, false):
                left.Multiply(right, product);
                break;
            case (false, true):
                left.TransposeAndMultiply(right, product);
                break;
            case (true, false):
                left.TransposeThisAndMultiply(right, product);
                break;
            default:
                left.Transpose().TransposeAndMultiply(right, product);
                break;
        }

        for (int j = 0; j < n; j++)
        {
            Update(alpha, product.Values.AsSpan(j * m, m), beta, c.Slice(j * ldc, m));
        }
    }

    /// <inheritdoc/>
    public void SymmetricProduct(int n, int k, double alpha, ReadOnlySpan<double> a, double beta, Span<double> c)
    {
        MatrixShape.Check(c, n, n, n, nameof(c));
        DenseMatrix factor = Copy(a, n, k, n);
        var product = new DenseMatrix(n, n);
        factor.TransposeAndMultiply(factor, product);
        for (int j = 0; j < n; j++)
        {
            Update(alpha, product.Values.AsSpan((j * n) + j, n - j), beta, c.Slice((j * n) + j, n - j));
        }
    }

    /// <inheritdoc/>
    public void MultiplyBySymmetric(int m, int n, ReadOnlySpan<double> b, ReadOnlySpan<double> s, Span<double> c)
    {
        MatrixShape.Check(c, m, n, m, nameof(c));
        var product = new DenseMatrix(m, n);
        Copy(b, m, n, m).Multiply(CopySymmetric(s, n), product);
        product.Values.CopyTo(c);
    }

    /// <inheritdoc/>
    public void SymmetricEigenvalues(int n, Span<double> matrix, Span<double> values)
    {
        MatrixShape.Check(values, n, 1, n, nameof(values));
        SortedEigenvalues(Decompose(matrix, n)).CopyTo(values);
    }

    /// <inheritdoc/>
    public void SymmetricEigenvectors(int n, Span<double> matrix, Span<double> values)
    {
        MatrixShape.Check(values, n, 1, n, nameof(values));
        MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> parts = Decompose(matrix, n);
        double[] found = [.. parts.EigenValues.Select(value => value.Real)];
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort([.. found], order);
        for (int j = 0; j < n; j++)
        {
            values[j] = found[order[j]];
            parts.EigenVectors.Column(order[j]).AsArray().CopyTo(matrix.Slice(j * n, n));
        }
    }

    /// <inheritdoc/>
    public void OrthogonalFactor(int n, Span<double> matrix, Span<double> diagonalOfR)
    {
        MatrixShape.Check(diagonalOfR, n, 1, n, nameof(diagonalOfR));
        MathNet.Numerics.LinearAlgebra.Factorization.QR<double> parts = Copy(matrix, n, n, n).QR();
        for (int i = 0; i < n; i++)
        {
            diagonalOfR[i] = parts.R[i, i];
        }

        ((DenseMatrix)parts.Q).Values.CopyTo(matrix);
    }

    private static MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> Decompose(ReadOnlySpan<double> matrix, int n)
    {
        MatrixShape.Check(matrix, n, n, n, nameof(matrix));
        MatrixShape.RequireFiniteTriangle(matrix, n);
        return CopySymmetric(matrix, n).Evd(Symmetricity.Symmetric);
    }

    private static double[] SortedEigenvalues(MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> parts)
    {
        double[] values = [.. parts.EigenValues.Select(value => value.Real)];
        Array.Sort(values);
        return values;
    }

    private static void Update(double alpha, ReadOnlySpan<double> source, double beta, Span<double> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (alpha * source[i]) + (beta == 0.0 ? 0.0 : beta * target[i]);
        }
    }

    private static DenseMatrix Copy(ReadOnlySpan<double> source, int rows, int columns, int leading)
    {
        MatrixShape.Check(source, rows, columns, leading, nameof(source));
        var copy = new DenseMatrix(rows, columns);
        for (int j = 0; j < columns; j++)
        {
            source.Slice(j * leading, rows).CopyTo(copy.Values.AsSpan(j * rows, rows));
        }

        return copy;
    }

    private static DenseMatrix CopySymmetric(ReadOnlySpan<double> lower, int n)
    {
        DenseMatrix copy = Copy(lower, n, n, n);
        for (int j = 0; j < n; j++)
        {
            for (int i = j + 1; i < n; i++)
            {
                copy.Values[j + (i * n)] = copy.Values[i + (j * n)];
            }
        }

        return copy;
    }
}
