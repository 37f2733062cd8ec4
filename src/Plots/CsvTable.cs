using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FreeSpectra.Plots;

/// <summary>Columns of numbers behind a picture, as comma-separated text.</summary>
/// <remarks>Numbers are printed so that they read back as the same number; same table, same bytes.</remarks>
public sealed record CsvTable
{
    /// <summary>Creates a table.</summary>
    /// <param name="columns">The names in the first line.</param>
    /// <param name="rows">One number for each column.</param>
    /// <exception cref="ArgumentException">A row has another length than the header.</exception>
    public CsvTable(IEnumerable<string> columns, IEnumerable<IReadOnlyList<double>> rows)
    {
        Columns = [.. columns];
        Rows = [.. rows.Select(row => row.Count == Columns.Length
            ? row.ToImmutableArray()
            : throw new ArgumentException($"A row has {row.Count} numbers, but there are {Columns.Length} columns.", nameof(rows)))];
    }

    /// <summary>The names of the columns.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The numbers, row by row.</summary>
    public ImmutableArray<ImmutableArray<double>> Rows { get; }

    /// <summary>The text: a header and one line for each row.</summary>
    public string ToCsv()
    {
        StringBuilder text = new();
        text.AppendJoin(',', Columns).Append('\n');
        foreach (ImmutableArray<double> row in Rows)
        {
            text.AppendJoin(',', row.Select(number => number.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Whether two tables hold the same numbers under the same names.</summary>
    public bool Equals(CsvTable? other) =>
        other is not null && Columns.SequenceEqual(other.Columns) && Rows.Length == other.Rows.Length
        && Rows.Zip(other.Rows).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Columns.Length, Rows.Length);
}
