namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>The few operations on dense real matrices that sampling needs.</summary>
/// <remarks>
/// <para>Matrices are column-major: entry (i, j) is element i + j·ld, with ld ≥ the number of rows. Only the lower triangle of a
/// symmetric matrix is read or written.</para>
/// <para>Implementations use one thread, hold no state between calls and may be called from several threads at once: same
/// input, same bytes on one machine.</para>
/// </remarks>
public interface IDenseKernels
{
    /// <summary>Which implementation this is, with what decides its last digits: recorded beside every result.</summary>
    string Name { get; }

    /// <summary>C ← α op(A) op(B) + β C, with op(A) m × k, op(B) k × n and C m × n.</summary>
    void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k,
        double alpha, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> b, int ldb, double beta, Span<double> c, int ldc);

    /// <summary>C ← α A Aᵀ + β C in the lower triangle, with A n × k and C n × n, both with tight leading dimension n.</summary>
    void SymmetricProduct(int n, int k, double alpha, ReadOnlySpan<double> a, double beta, Span<double> c);

    /// <summary>C ← B S, with S symmetric n × n (lower triangle), B and C m × n, all with tight leading dimensions.</summary>
    void MultiplyBySymmetric(int m, int n, ReadOnlySpan<double> b, ReadOnlySpan<double> s, Span<double> c);

    /// <summary>All eigenvalues of a symmetric n × n matrix, increasing. The matrix is destroyed.</summary>
    /// <exception cref="NonConvergenceException">The iteration failed.</exception>
    void SymmetricEigenvalues(int n, Span<double> matrix, Span<double> values);

    /// <summary>All eigenvalues, increasing, with eigenvectors: column j of the result belongs to value j.</summary>
    /// <param name="n">The order.</param>
    /// <param name="matrix">In: the lower triangle. Out: the orthonormal eigenvectors.</param>
    /// <param name="values">n numbers.</param>
    /// <exception cref="NonConvergenceException">The iteration failed.</exception>
    void SymmetricEigenvectors(int n, Span<double> matrix, Span<double> values);

    /// <summary>A = QR with explicit Q: A (n × n) is replaced by Q, and the diagonal of R is returned.</summary>
    /// <remarks>The signs of the diagonal are those of the algorithm: Q alone is not a function of A.</remarks>
    void OrthogonalFactor(int n, Span<double> matrix, Span<double> diagonalOfR);
}
