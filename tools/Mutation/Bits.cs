namespace FreeSpectra.Mutation;

/// <summary>Eight marks in a byte.</summary>
internal static class Bits
{
    public static byte[] Pack(ReadOnlySpan<byte> marks)
    {
        byte[] packed = new byte[(marks.Length + 7) / 8];
        for (int i = 0; i < marks.Length; i++)
        {
            packed[i / 8] |= (byte)(marks[i] << (i % 8));
        }

        return packed;
    }

    public static bool Has(byte[] packed, int number) => ((packed[number / 8] >> (number % 8)) & 1) != 0;
}
