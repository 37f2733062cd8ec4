using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Measures.Expressions;

/// <summary>A number that a law takes.</summary>
/// <param name="Name">Its name, as in <c>mean=2</c>.</param>
/// <param name="Default">Its value where it is left out; null if it must be given.</param>
public readonly record struct LawParameter(string Name, Rational? Default = null);
