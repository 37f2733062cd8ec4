using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A complex number in double-double precision.</summary>
internal readonly struct FineComplex(DoubleDouble re, DoubleDouble im)
{
    public readonly DoubleDouble Re = re;
    public readonly DoubleDouble Im = im;

    public static implicit operator FineComplex(Complex value) => new(value.Real, value.Imaginary);

    public static FineComplex operator +(FineComplex a, FineComplex b) => new(a.Re + b.Re, a.Im + b.Im);

    public static FineComplex operator *(FineComplex a, FineComplex b) =>
        new((a.Re * b.Re) - (a.Im * b.Im), (a.Re * b.Im) + (a.Im * b.Re));

    public static FineComplex operator *(DoubleDouble a, FineComplex b) => new(a * b.Re, a * b.Im);

    /// <summary>Rounds to doubles.</summary>
    public Complex ToComplex() => new(Re.High, Im.High);

    /// <summary>1/a with one division.</summary>
    public static FineComplex Inverse(FineComplex a)
    {
        DoubleDouble scale = 1.0 / ((a.Re * a.Re) + (a.Im * a.Im));
        return new(a.Re * scale, -(a.Im * scale));
    }
}
