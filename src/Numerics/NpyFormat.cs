using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using static System.FormattableString;

namespace FreeSpectra.Numerics;

/// <summary>NumPy's file format for arrays of one or two dimensions.</summary>
internal static partial class NpyFormat
{
    private const int Alignment = 64;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static void Write(Stream stream, ImmutableArray<ImmutableArray<double>> replicates)
    {
        int columns = replicates.IsEmpty ? 0 : replicates[0].Length;
        if (replicates.Any(replicate => replicate.Length != columns))
        {
            throw new ArgumentException("replicates must be of one length for NPY, but are not.", nameof(replicates));
        }

        string header = Invariant($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({replicates.Length}, {columns}), }}");
        int unpadded = Magic.Length + 4 + header.Length + 1;
        header = header.PadRight(header.Length + ((Alignment - (unpadded % Alignment)) % Alignment)) + "\n";
        stream.Write(Magic);
        stream.Write([1, 0, (byte)(header.Length & 0xFF), (byte)(header.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        byte[] row = new byte[sizeof(double) * columns];
        foreach (ImmutableArray<double> replicate in replicates)
        {
            for (int i = 0; i < columns; i++)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(row.AsSpan(sizeof(double) * i), replicate[i]);
            }

            stream.Write(row);
        }
    }

    public static ImmutableArray<ImmutableArray<double>> Read(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 10 || !bytes[..6].SequenceEqual(Magic))
        {
            throw new ArgumentException($"{path} must be in NPY format, but has no such header.");
        }

        int start = bytes[6] == 1 ? 10 : 12;
        long length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..])
            : bytes.Length >= 12 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) : long.MaxValue;
        if (length > bytes.Length - start)
        {
            throw new ArgumentException($"{path} must be in NPY format, but its header is cut off.");
        }

        string header = Encoding.ASCII.GetString(bytes.Slice(start, (int)length));
        string type = TypeField().Match(header).Groups[1].Value;
        if (type is not ("<f8" or "<f4"))
        {
            throw new ArgumentException($"{path} must hold little-endian float64 or float32, but holds '{type}'.");
        }

        string[] parts = ShapeField().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length is < 1 or > 2)
        {
            throw new ArgumentException($"{path} must have one or two dimensions, but has {parts.Length}.");
        }

        int[] shape = [.. parts.Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? count
            : throw new ArgumentException($"{path} must have dimensions from 1 to {int.MaxValue}, but one is {part}."))];
        int rows = shape.Length == 2 ? shape[0] : 1, columns = shape[^1];
        int size = type == "<f8" ? 8 : 4;
        ReadOnlySpan<byte> data = bytes[(start + (int)length)..];
        long numbers = (long)rows * columns;
        if (data.Length % size != 0 || data.Length / size != numbers)
        {
            throw new ArgumentException(Invariant($"{path} must hold {numbers} numbers, but its data has {data.Length} bytes."));
        }

        bool fortran = header.Contains("'fortran_order': True", StringComparison.Ordinal);
        ImmutableArray<double>[] replicates = new ImmutableArray<double>[rows];
        for (int r = 0; r < rows; r++)
        {
            double[] values = new double[columns];
            for (int i = 0; i < columns; i++)
            {
                ReadOnlySpan<byte> cell = data[(size * (fortran ? r + (i * rows) : (r * columns) + i))..];
                values[i] = size == 8 ? BinaryPrimitives.ReadDoubleLittleEndian(cell) : BinaryPrimitives.ReadSingleLittleEndian(cell);
            }

            replicates[r] = [.. values];
        }

        return [.. replicates];
    }

    [GeneratedRegex(@"'descr':\s*'([^']*)'")]
    private static partial Regex TypeField();

    [GeneratedRegex(@"'shape':\s*\(([0-9, ]*)\)")]
    private static partial Regex ShapeField();
}
