namespace FreeSpectra.Tests.Fuzzing;

/// <summary>A fixed sequence of choices: input i of a target is the same on every run.</summary>
internal sealed class FuzzRandom(ulong target, long index)
{
    private ulong state = (target * 0x9E37_79B9_7F4A_7C15UL) ^ ((ulong)index * 0xD6E8_FEB8_6659_FD93UL);

    public int Below(int count)
    {
        state += 0x9E37_79B9_7F4A_7C15UL;
        ulong z = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EBUL;
        return (int)((z ^ (z >> 31)) % (ulong)count);
    }

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];
}
