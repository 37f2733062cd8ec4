namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>Checks a column-major matrix before native code sees it.</summary>
internal static class MatrixShape
{
    /// <exception cref="ArgumentException">The span is too short, or the leading dimension too small.</exception>
    public static void Check(ReadOnlySpan<double> matrix, int rows, int columns, int leading, string name)
    {
        if (rows < 1 || columns < 1 || leading < rows)
        {
            throw new ArgumentException($"{name} must be at least 1 × 1 with leading dimension >= rows, but is {rows} × {columns} with {leading}.", name);
        }

        long needed = ((long)leading * (columns - 1)) + rows;
        if (matrix.Length < needed)
        {
            throw new ArgumentException($"{name} must hold {needed} numbers, but holds {matrix.Length}.", name);
        }
    }

    /// <exception cref="NonConvergenceException">An entry of the lower triangle is not finite.</exception>
    public static void RequireFiniteTriangle(ReadOnlySpan<double> matrix, int n)
    {
        for (int j = 0; j < n; j++)
        {
            foreach (double entry in matrix.Slice((j * n) + j, n - j))
            {
                if (!double.IsFinite(entry))
                {
                    throw new NonConvergenceException(
                        "The eigenvalues of a symmetric matrix", $"order {n}", 0, entry, "The matrix must be finite: choose smaller variances or fewer layers.");
                }
            }
        }
    }
}
