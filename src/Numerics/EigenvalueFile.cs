using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>Lists of eigenvalues in files: one list for each replicate, as CSV or NPY by the file's extension.</summary>
/// <remarks>
/// <para>Written: CSV with header <c>draw,eigenvalue</c> and round-trip numbers; NPY 1.0, little-endian double, shape (replicates, n).</para>
/// <para>Read: that, and from elsewhere a CSV with one number on a line (one replicate) or rows of several numbers (a replicate
/// each), with or without a header; NPY of one or two dimensions in float64 or float32, in C or Fortran order.</para>
/// <para>Files appear whole or not at all. A number that is not finite is refused with its place.</para>
/// </remarks>
public static class EigenvalueFile
{
    private const string Header = "draw,eigenvalue";

    /// <summary>Reads the replicates of a file.</summary>
    /// <exception cref="ArgumentException">There is no such file, its extension is neither .csv nor .npy, or the content is not a list of finite numbers.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImmutableArray<ImmutableArray<double>> Read(string path)
    {
        bool npy = IsNpy(path);
        Require.ExistingFile(path, "the file of eigenvalues");
        ImmutableArray<ImmutableArray<double>> replicates = npy ? NpyFormat.Read(path, File.ReadAllBytes(path)) : ReadCsv(path);
        if (replicates.IsEmpty || replicates.Any(replicate => replicate.IsEmpty))
        {
            throw new ArgumentException($"{path} must hold at least one eigenvalue, but is empty.");
        }

        for (int r = 0; r < replicates.Length; r++)
        {
            for (int i = 0; i < replicates[r].Length; i++)
            {
                if (!double.IsFinite(replicates[r][i]))
                {
                    throw new ArgumentException(Invariant(
                        $"{path} must hold finite numbers, but number {i + 1} of replicate {r + 1} is {replicates[r][i]}."));
                }
            }
        }

        return replicates;
    }

    /// <summary>Writes replicates, each in the order given.</summary>
    /// <param name="path">A name that ends in .csv or .npy.</param>
    /// <param name="replicates">The lists; NPY needs them to be of one length.</param>
    /// <exception cref="ArgumentException">The extension is neither .csv nor .npy.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, ImmutableArray<ImmutableArray<double>> replicates)
    {
        bool npy = IsNpy(path);
        AtomicFile.Write(path, stream =>
        {
            if (npy)
            {
                NpyFormat.Write(stream, replicates);
            }
            else
            {
                WriteCsv(stream, replicates);
            }
        });
    }

    /// <summary>Makes sure, before a long computation, that a file of that name can be written.</summary>
    /// <exception cref="ArgumentException">The extension is neither .csv nor .npy.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static void RequireWritable(string path)
    {
        _ = IsNpy(path);
        AtomicFile.RequireWritable(path);
    }

    private static bool IsNpy(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string extension = Path.GetExtension(path);
        return extension.Equals(".npy", StringComparison.OrdinalIgnoreCase)
            || (extension.Equals(".csv", StringComparison.OrdinalIgnoreCase)
                ? false
                : throw new ArgumentException($"a file of eigenvalues must end in .csv or .npy, but is '{path}'."));
    }

    private static void WriteCsv(Stream stream, ImmutableArray<ImmutableArray<double>> replicates)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        writer.Write(Header + "\n");
        for (int r = 0; r < replicates.Length; r++)
        {
            foreach (double value in replicates[r])
            {
                writer.Write(Invariant($"{r},{value:R}\n"));
            }
        }
    }

    private static ImmutableArray<ImmutableArray<double>> ReadCsv(string path)
    {
        string[] lines = File.ReadAllLines(path);
        bool ours = lines.Length > 0 && lines[0].Trim() == Header;
        List<ImmutableArray<double>> rows = [];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || (i == 0 && !double.TryParse(line.Split(',')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            {
                continue;
            }

            int number = i + 1;
            rows.Add([.. line.Split(',').Select(cell =>
                double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                    ? value
                    : throw new ArgumentException(Invariant($"{path} must hold finite numbers, but line {number} is '{line}'.")))]);
        }

        if (ours)
        {
            return rows.Any(row => row.Length != 2)
                ? throw new ArgumentException($"{path} must have two columns below the header {Header}.")
                : [.. rows.GroupBy(row => row[0]).Select(group => group.Select(row => row[1]).ToImmutableArray())];
        }

        return rows.All(row => row.Length == 1) ? [[.. rows.Select(row => row[0])]] : [.. rows];
    }
}
