using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Numerics;

public sealed class EigenvalueFileTests : IDisposable
{
    private static readonly ImmutableArray<ImmutableArray<double>> Two = [[0.1, -2.5e-300, 3.0], [1.0 / 3.0, 1e300, -0.0]];

    private readonly string folder = Directory.CreateTempSubdirectory("freespectra-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, InlineData("a.csv"), InlineData("a.npy"), InlineData("A.NPY"), InlineData("A.Csv")]
    public void What_is_written_is_read_again_bit_for_bit(string name)
    {
        string path = Path.Combine(folder, name);
        EigenvalueFile.Write(path, Two);
        Assert.Equal(Bits(Two), Bits(EigenvalueFile.Read(path)));
    }

    [Fact]
    public void Csv_has_a_header_and_one_line_for_each_number()
    {
        string path = Path.Combine(folder, "a.csv");
        EigenvalueFile.Write(path, [[0.5, 1.0], [2.0]]);
        Assert.Equal("draw,eigenvalue\n0,0.5\n0,1\n1,2\n", File.ReadAllText(path));
    }

    [Fact]
    public void Npy_header_is_padded_to_a_multiple_of_64_bytes()
    {
        string path = Path.Combine(folder, "a.npy");
        EigenvalueFile.Write(path, Two);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], bytes[..8]);
        int length = bytes[8] + (256 * bytes[9]);
        Assert.Equal(0, (10 + length) % 64);
        Assert.Equal("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", Encoding.ASCII.GetString(bytes, 10, length).TrimEnd());
        Assert.Equal((byte)'\n', bytes[9 + length]);
        Assert.Equal(10 + length + (8 * 6), bytes.Length);
        Assert.Equal(0.1, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(10 + length)));
    }

    [Fact]
    public void Npy_from_elsewhere_is_read_in_both_orders_both_widths_and_both_versions()
    {
        double[] numbers = [1.5, -2.0, 3.25, 4.0, 5.5, 6.0];
        Assert.Equal([[1.5, -2.0, 3.25], [4.0, 5.5, 6.0]], Read(Npy("<f8", false, "2, 3", numbers)));
        Assert.Equal([[1.5, 3.25, 5.5], [-2.0, 4.0, 6.0]], Read(Npy("<f8", true, "2, 3", numbers)));
        Assert.Equal([[1.5, -2.0, 3.25], [4.0, 5.5, 6.0]], Read(Npy("<f4", false, "2, 3", numbers)));
        Assert.Equal([[1.5, -2.0, 3.25, 4.0, 5.5, 6.0]], Read(Npy("<f8", false, "6,", numbers)));
        Assert.Equal([[1.5, -2.0, 3.25], [4.0, 5.5, 6.0]], Read(Npy("<f8", false, "2, 3", numbers, version: 2)));
    }

    [Fact]
    public void Npy_that_is_not_what_it_says_is_refused_with_the_reason()
    {
        double[] numbers = [1.0, 2.0, 3.0, 4.0];
        Refused("must be in NPY format, but has no such header.", [1, 2, 3]);
        Refused("must be in NPY format, but has no such header.", [.. Npy("<f8", false, "4", numbers).Select((b, i) => i == 3 ? (byte)'X' : b)]);
        Refused("must be in NPY format, but its header is cut off.", Npy("<f8", false, "4", numbers)[..40]);
        Refused("must be in NPY format, but its header is cut off.", Npy("<f8", false, "4", numbers, version: 2)[..11]);
        Refused("must hold little-endian float64 or float32, but holds '>f8'.", Npy(">f8", false, "4", numbers));
        Refused("must have one or two dimensions, but has 3.", Npy("<f8", false, "1, 2, 2", numbers));
        Refused("must have one or two dimensions, but has 0.", Npy("<f8", false, "", numbers));
        Refused("must have dimensions from 1 to 2147483647, but one is 0.", Npy("<f8", false, "0, 4", numbers));
        Refused("must have dimensions from 1 to 2147483647, but one is 4000000000.", Npy("<f8", false, "4000000000", numbers));
        Refused("must hold 5 numbers, but its data has 32 bytes.", Npy("<f8", false, "5", numbers));
        Refused("must hold 4 numbers, but its data has 33 bytes.", [.. Npy("<f8", false, "4", numbers), 0]);
        Refused("must hold finite numbers, but number 2 of replicate 1 is NaN.", Npy("<f8", false, "2", [1.0, double.NaN]));
        Refused("must hold finite numbers, but number 1 of replicate 2 is Infinity.", Npy("<f8", false, "2, 1", [1.0, double.PositiveInfinity]));
    }

    [Theory]
    [InlineData("1\n2.5\n\n -3 \n", "1 2.5 -3")]
    [InlineData("value\n1\n2\n", "1 2")]
    [InlineData("1,2\n3,4\n", "1 2|3 4")]
    [InlineData("a,b,c\n1,2,3\n4,5,6\n", "1 2 3|4 5 6")]
    [InlineData("draw,eigenvalue\n1,5\n0,7\n1,6\n", "5 6|7")]
    [InlineData(" draw,eigenvalue \n0,7\n", "7")]
    public void Csv_from_elsewhere_is_one_column_or_one_row_for_each_replicate(string text, string expected)
    {
        string path = Path.Combine(folder, "b.csv");
        File.WriteAllText(path, text);
        Assert.Equal(expected, string.Join('|', EigenvalueFile.Read(path).Select(row => string.Join(' ', row))));
    }

    [Theory]
    [InlineData("1\nx\n", "must hold finite numbers, but line 2 is 'x'.")]
    [InlineData("1\ninf\n", "must hold finite numbers, but line 2 is 'inf'.")]
    [InlineData("1,\n", "must hold finite numbers, but line 1 is '1,'.")]
    [InlineData("", "must hold at least one eigenvalue, but is empty.")]
    [InlineData("name\n", "must hold at least one eigenvalue, but is empty.")]
    [InlineData("draw,eigenvalue\n1\n", "must have two columns below the header draw,eigenvalue.")]
    public void Csv_that_holds_something_else_is_refused_with_the_line(string text, string reason)
    {
        string path = Path.Combine(folder, "b.csv");
        File.WriteAllText(path, text);
        Assert.Equal($"{path} {reason}", Assert.Throws<ArgumentException>(() => EigenvalueFile.Read(path)).Message);
    }

    [Fact]
    public void Other_names_and_ragged_arrays_are_refused_before_anything_is_written()
    {
        string text = Path.Combine(folder, "a.txt"), npy = Path.Combine(folder, "a.npy");
        Assert.Contains("must end in .csv or .npy", Assert.Throws<ArgumentException>(() => EigenvalueFile.Write(text, Two)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => EigenvalueFile.RequireWritable(text));
        Assert.Throws<IOException>(() => EigenvalueFile.RequireWritable(Path.Combine(folder, "none", "a.csv")));
        EigenvalueFile.RequireWritable(npy);
        Assert.Throws<ArgumentException>(() => EigenvalueFile.Write(npy, [[1.0], [1.0, 2.0]]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
        Assert.Throws<ArgumentException>(() => EigenvalueFile.Read(" "));
    }

    private static IEnumerable<long> Bits(ImmutableArray<ImmutableArray<double>> rows) => rows.SelectMany(row => row.Select(BitConverter.DoubleToInt64Bits));

    private static byte[] Npy(string type, bool fortran, string shape, double[] numbers, byte version = 1)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': ({shape}), }}\n");
        byte[] length = version == 1 ? [(byte)header.Length, 0] : [(byte)header.Length, 0, 0, 0];
        IEnumerable<byte> data = numbers.SelectMany(x => type == "<f4" ? BitConverter.GetBytes((float)x) : BitConverter.GetBytes(x));
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. data];
    }

    private double[][] Read(byte[] bytes)
    {
        string path = Path.Combine(folder, "c.npy");
        File.WriteAllBytes(path, bytes);
        return [.. EigenvalueFile.Read(path).Select(row => row.ToArray())];
    }

    private void Refused(string reason, byte[] bytes) =>
        Assert.Equal($"{Path.Combine(folder, "c.npy")} {reason}", Assert.Throws<ArgumentException>(() => Read(bytes)).Message);
}
