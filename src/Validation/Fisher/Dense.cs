using System.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Fisher;

/// <summary>A dense matrix in row-major order, with the few products that back-propagation needs.</summary>
internal sealed class Dense
{
    public Dense(int rows, int columns)
        : this(rows, columns, new double[checked(rows * columns)])
    {
    }

    public Dense(int rows, int columns, double[] values)
    {
        Rows = rows;
        Columns = columns;
        Values = values;
    }

    public int Rows { get; }

    public int Columns { get; }

    public double[] Values { get; }

    public double this[int row, int column]
    {
        get => Values[(row * Columns) + column];
        set => Values[(row * Columns) + column] = value;
    }

    public Span<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    public Dense Copy() => new(Rows, Columns, [.. Values]);

    // A row-major matrix is the transpose of the column-major one with the same numbers, so every product is formed as its
    // transpose.

    /// <summary>AB.</summary>
    public static Dense Product(IDenseKernels kernels, Dense a, Dense b)
    {
        var c = new Dense(a.Rows, b.Columns);
        kernels.Multiply(
            false, false, b.Columns, a.Rows, a.Columns, 1.0, b.Values, b.Columns, a.Values, a.Columns, 0.0, c.Values, b.Columns);
        return c;
    }

    /// <summary>AᵀB.</summary>
    public static Dense TransposeProduct(IDenseKernels kernels, Dense a, Dense b)
    {
        var c = new Dense(a.Columns, b.Columns);
        kernels.Multiply(
            false, true, b.Columns, a.Columns, a.Rows, 1.0, b.Values, b.Columns, a.Values, a.Columns, 0.0, c.Values, b.Columns);
        return c;
    }

    /// <summary>C += ABᵀ.</summary>
    public static void AddProductTransposed(IDenseKernels kernels, Dense a, Dense b, Dense c) =>
        kernels.Multiply(
            true, false, b.Rows, a.Rows, a.Columns, 1.0, b.Values, b.Columns, a.Values, a.Columns, 1.0, c.Values, b.Rows);

    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += new Vector<double>(x[i..]) * new Vector<double>(y[i..]);
        }

        double sum = Vector.Sum(sums);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
