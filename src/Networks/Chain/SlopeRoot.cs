using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A point t with s(t) = ±a near a panel.</summary>
/// <param name="Point">t.</param>
/// <param name="First">s'(t).</param>
/// <param name="Second">s''(t).</param>
/// <param name="Zero">A zero of s next to it, of order 2 or at an end of the panel; null if there is none.</param>
/// <param name="Offset">t − zero, which keeps its relative accuracy where t does not.</param>
internal readonly record struct SlopeRoot(Complex Point, Complex First, Complex Second, double? Zero, Complex Offset)
{
    /// <summary>Whether the root is known relative to a zero of s.</summary>
    public bool IsRelative => Zero is not null;

    /// <summary>Im t.</summary>
    public double Height => IsRelative ? Offset.Imaginary : Point.Imaginary;

    /// <summary>end − t for an end of the panel, ±1.</summary>
    public Complex To(double end) => Zero == end ? -Offset : end - Point;
}
