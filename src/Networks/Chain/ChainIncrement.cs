using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>An increment a + bt, t being the one free parameter of a Newton step.</summary>
internal readonly record struct ChainIncrement(Complex Constant, Complex Linear)
{
    public Complex At(Complex t) => Constant + (Linear * t);
}
