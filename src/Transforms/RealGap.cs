using System.Collections.Immutable;

namespace FreeSpectra.Transforms;

/// <summary>One interval of the complement of the bands of a convolution (it may hold atoms), with its parametrisation.</summary>
/// <remarks>Source: [BES20].</remarks>
/// <param name="Left">The left end, or −∞.</param>
/// <param name="Right">The right end, or +∞. Equal to <paramref name="Left"/> at a cusp, where two bands touch.</param>
/// <param name="Pieces">The pieces from left to right, joined where P has a pole or, for products, a zero.</param>
internal sealed record RealGap(double Left, double Right, ImmutableArray<RealPiece> Pieces);
