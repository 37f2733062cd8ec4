namespace FreeSpectra.Transforms;

/// <summary>An end of a real branch inside a gap, which only divides a function that is analytic through it.</summary>
/// <remarks>Source: [BV93] §5 (inverses of F).</remarks>
/// <param name="Place">z there; null if it is only known from its neighbours.</param>
internal readonly record struct Divider(double? Place);
