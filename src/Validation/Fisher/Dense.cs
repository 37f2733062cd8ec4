using System.Numerics;

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

    /// <summary>AB.</summary>
    public static Dense Product(Dense a, Dense b)
    {
        var c = new Dense(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            ReadOnlySpan<double> row = a.Row(i);
            Span<double> target = c.Row(i);
            for (int k = 0; k < row.Length; k++)
            {
                AddMultiple(row[k], b.Row(k), target);
            }
        }

        return c;
    }

    /// <summary>AᵀB.</summary>
    public static Dense TransposeProduct(Dense a, Dense b)
    {
        var c = new Dense(a.Columns, b.Columns);
        for (int k = 0; k < a.Rows; k++)
        {
            ReadOnlySpan<double> row = a.Row(k);
            ReadOnlySpan<double> source = b.Row(k);
            for (int i = 0; i < row.Length; i++)
            {
                AddMultiple(row[i], source, c.Row(i));
            }
        }

        return c;
    }

    /// <summary>C += ABᵀ.</summary>
    public static void AddProductTransposed(Dense a, Dense b, Dense c)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            ReadOnlySpan<double> row = a.Row(i);
            Span<double> target = c.Row(i);
            for (int j = 0; j < b.Rows; j++)
            {
                target[j] += Dot(row, b.Row(j));
            }
        }
    }

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

    public static void AddTwoMultiples(
        double first, ReadOnlySpan<double> x, double second, ReadOnlySpan<double> y, Span<double> target)
    {
        AddMultiple(first, x, target);
        AddMultiple(second, y, target);
    }

    private static void AddMultiple(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        var factors = new Vector<double>(factor);
        int i = 0;
        for (; i <= source.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(target[i..]) + (factors * new Vector<double>(source[i..]))).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
