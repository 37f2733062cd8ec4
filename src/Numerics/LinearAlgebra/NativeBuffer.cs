using System.Runtime.InteropServices;

namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>Doubles outside the managed heap, aligned to a cache line, given back on <see cref="Dispose"/>.</summary>
/// <remarks>The alignment makes kernels see every matrix alike, so that results do not depend on where it lies.</remarks>
public sealed unsafe class NativeBuffer : IDisposable
{
    private const nuint CacheLine = 64;

    private double* memory;

    /// <summary>Allocates; the content is undefined.</summary>
    /// <param name="length">The number of doubles, ≥ 0.</param>
    /// <exception cref="InsufficientMemoryException">There is not enough memory.</exception>
    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, int.MaxValue);
        Length = (int)length;
        try
        {
            memory = (double*)NativeMemory.AlignedAlloc((nuint)Math.Max(length, 1L) * sizeof(double), CacheLine);
        }
        catch (OutOfMemoryException problem)
        {
            throw new InsufficientMemoryException(
                $"A matrix of {length} numbers needs {length >> 17} MiB, more than there is. Choose a smaller width or fewer threads.", problem);
        }
    }

    /// <summary>Gives the memory back if <see cref="Dispose"/> was not called.</summary>
    ~NativeBuffer() => Free();

    /// <summary>The number of doubles.</summary>
    public int Length { get; }

    /// <summary>The doubles.</summary>
    /// <exception cref="ObjectDisposedException">The memory was given back.</exception>
    public Span<double> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory == null, this);
            return new Span<double>(memory, Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        double* old = memory;
        memory = null;
        NativeMemory.AlignedFree(old);
    }
}
