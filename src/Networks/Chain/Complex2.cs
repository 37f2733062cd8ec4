using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A complex number over a scalar type: double for speed, double-double for the last digit.</summary>
internal readonly struct Complex2<T>(T re, T im)
    where T : struct, IAdditionOperators<T, T, T>, ISubtractionOperators<T, T, T>, IMultiplyOperators<T, T, T>,
        IDivisionOperators<T, T, T>, IUnaryNegationOperators<T, T>
{
    public readonly T Re = re;
    public readonly T Im = im;

    public static Complex2<T> operator +(Complex2<T> a, Complex2<T> b) => new(a.Re + b.Re, a.Im + b.Im);

    public static Complex2<T> operator -(Complex2<T> a, Complex2<T> b) => new(a.Re - b.Re, a.Im - b.Im);

    public static Complex2<T> operator *(Complex2<T> a, Complex2<T> b) =>
        new((a.Re * b.Re) - (a.Im * b.Im), (a.Re * b.Im) + (a.Im * b.Re));

    public static Complex2<T> operator *(T a, Complex2<T> b) => new(a * b.Re, a * b.Im);

    public static Complex2<T> operator /(Complex2<T> a, Complex2<T> b)
    {
        T norm = (b.Re * b.Re) + (b.Im * b.Im);
        return new(((a.Re * b.Re) + (a.Im * b.Im)) / norm, ((a.Im * b.Re) - (a.Re * b.Im)) / norm);
    }

    /// <summary>1/a with one division.</summary>
    public static Complex2<T> Inverse(Complex2<T> a, T one)
    {
        T scale = one / ((a.Re * a.Re) + (a.Im * a.Im));
        return new(a.Re * scale, -(a.Im * scale));
    }
}
