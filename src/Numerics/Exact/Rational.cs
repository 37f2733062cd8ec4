using System.Globalization;
using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>A rational number p/q of any size, in lowest terms with q &gt; 0.</summary>
/// <remarks>Arithmetic is exact. The default value is 0.</remarks>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    // The denominator less one, so that the default value is 0/1.
    private readonly BigInteger denominatorLessOne;

    /// <summary>Creates p/q and reduces it to lowest terms.</summary>
    /// <exception cref="DivideByZeroException">q is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("The denominator of a rational number must not be 0.");
        }

        BigInteger divisor = denominator.IsOne ? BigInteger.One : BigInteger.GreatestCommonDivisor(numerator, denominator);
        if (denominator.Sign < 0)
        {
            divisor = -divisor;
        }

        Numerator = divisor.IsOne ? numerator : numerator / divisor;
        denominatorLessOne = (divisor.IsOne ? denominator : denominator / divisor) - BigInteger.One;
    }

    private Rational(BigInteger integer) => Numerator = integer;

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One { get; } = new(BigInteger.One);

    /// <summary>p, with the sign of the number.</summary>
    public BigInteger Numerator { get; }

    /// <summary>q &gt; 0.</summary>
    public BigInteger Denominator => denominatorLessOne + BigInteger.One;

    /// <summary>Whether the number is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>Whether the number is 1.</summary>
    public bool IsOne => Numerator.IsOne && denominatorLessOne.IsZero;

    /// <summary>Whether the denominator is 1.</summary>
    public bool IsInteger => denominatorLessOne.IsZero;

    /// <summary>The number of bits of the longer of p and q.</summary>
    internal long Length => BigInteger.Max(BigInteger.Abs(Numerator), Denominator).GetBitLength();

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>An integer as a rational number.</summary>
    public static implicit operator Rational(int value) => new(value);

    /// <summary>An integer as a rational number.</summary>
    public static implicit operator Rational(BigInteger value) => new(value);

    /// <summary>a + b.</summary>
    public static Rational operator +(Rational a, Rational b) =>
        a.IsInteger && b.IsInteger
            ? new Rational(a.Numerator + b.Numerator)
            : new Rational((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>a − b.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>−a.</summary>
    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    /// <summary>a·b.</summary>
    public static Rational operator *(Rational a, Rational b) =>
        a.IsInteger && b.IsInteger
            ? new Rational(a.Numerator * b.Numerator)
            : new Rational(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>a/b.</summary>
    public static Rational operator /(Rational a, Rational b) =>
        new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Equality of value.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Inequality of value.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <summary>a &lt; b.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>a &gt; b.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>a ≤ b.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>a ≥ b.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>The exact value of a finite floating-point number.</summary>
    /// <exception cref="ArgumentException">The number is not finite.</exception>
    public static Rational FromDouble(double value)
    {
        Require.Finite(value);
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = bits & 0xF_FFFF_FFFF_FFFFL;
        mantissa = exponent == 0 ? mantissa : mantissa + (BigInteger.One << 52);
        mantissa = bits < 0 ? -mantissa : mantissa;
        int shift = Math.Max(exponent, 1) - 1075;
        return shift >= 0 ? new Rational(mantissa << shift) : new Rational(mantissa, BigInteger.One << -shift);
    }

    /// <summary>aᵏ, for k of either sign.</summary>
    /// <exception cref="DivideByZeroException">The base is 0 and k is negative.</exception>
    public static Rational Pow(Rational value, int exponent) =>
        exponent >= 0
            ? new Rational(BigInteger.Pow(value.Numerator, exponent), BigInteger.Pow(value.Denominator, exponent))
            : new Rational(BigInteger.Pow(value.Denominator, -exponent), BigInteger.Pow(value.Numerator, -exponent));

    /// <summary>|a|.</summary>
    public static Rational Abs(Rational value) => value.Sign < 0 ? -value : value;

    /// <summary>The nearest floating-point number (ties to even; ±∞ beyond the range).</summary>
    public double ToDouble()
    {
        if (IsZero)
        {
            return 0.0;
        }

        BigInteger p = BigInteger.Abs(Numerator);
        BigInteger q = Denominator;

        // A quotient of 64 bits or more; the sticky last bit makes the final rounding right.
        int shift = Math.Max(0, 66 + (int)q.GetBitLength() - (int)p.GetBitLength());
        BigInteger quotient = BigInteger.DivRem(p << shift, q, out BigInteger remainder);
        int excess = (int)quotient.GetBitLength() - 64;
        bool sticky = !remainder.IsZero || (excess > 0 && !(quotient & ((BigInteger.One << excess) - 1)).IsZero);
        ulong top = (ulong)(quotient >> Math.Max(excess, 0));
        int exponent = Math.Max(excess, 0) - shift;
        double magnitude = Round(top, sticky, exponent);
        return Numerator.Sign < 0 ? -magnitude : magnitude;
    }

    /// <inheritdoc/>
    public bool Equals(Rational other) =>
        Numerator == other.Numerator && denominatorLessOne == other.denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, denominatorLessOne);

    /// <inheritdoc/>
    public int CompareTo(Rational other) =>
        (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The number as <c>p</c> or <c>p/q</c>.</summary>
    public override string ToString() =>
        IsInteger
            ? Numerator.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    private static double Round(ulong top, bool sticky, int exponent)
    {
        // top·2^exponent with 64 significant bits; keep 53, or fewer below the normal range.
        int highest = exponent + 63;
        int kept = highest < -1022 ? 53 - (-1022 - highest) : 53;
        if (kept < 0)
        {
            return 0.0;
        }

        int drop = 64 - kept;
        UInt128 wide = top;
        UInt128 half = UInt128.One << (drop - 1);
        UInt128 low = wide & ((UInt128.One << drop) - 1);
        UInt128 high = wide >> drop;
        if (low > half || (low == half && (sticky || (high & 1) == 1)))
        {
            high++;
        }

        return Math.ScaleB((double)high, exponent + drop);
    }
}
