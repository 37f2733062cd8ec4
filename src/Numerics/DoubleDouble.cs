using System.Numerics;

namespace FreeSpectra.Numerics;

/// <summary>A real number as an unevaluated sum of two doubles, High + Low with |Low| ≤ ½ ulp(High): about 32 digits.</summary>
/// <remarks>
/// <para>
/// Used where a result is wanted to the last digit of a double although the formula cancels: band edges, and densities at a
/// tiny distance from an edge.
/// </para>
/// <para>Error: a few 2⁻¹⁰⁴ relative per operation, barring overflow and underflow.</para>
/// <para>Source: [HLB01].</para>
/// </remarks>
public readonly record struct DoubleDouble :
    IAdditionOperators<DoubleDouble, DoubleDouble, DoubleDouble>,
    ISubtractionOperators<DoubleDouble, DoubleDouble, DoubleDouble>,
    IMultiplyOperators<DoubleDouble, DoubleDouble, DoubleDouble>,
    IDivisionOperators<DoubleDouble, DoubleDouble, DoubleDouble>,
    IUnaryNegationOperators<DoubleDouble, DoubleDouble>
{
    /// <summary>Creates the normalised pair nearest to <paramref name="high"/> + <paramref name="low"/>.</summary>
    public DoubleDouble(double high, double low)
    {
        High = high + low;
        Low = low - (High - high);
    }

    /// <summary>The leading part: the number rounded to a double.</summary>
    public double High { get; }

    /// <summary>The rest.</summary>
    public double Low { get; }

    /// <summary>The exact value of a double.</summary>
    public static implicit operator DoubleDouble(double value) => new(value, 0.0);

    /// <summary>Rounds to the nearest double.</summary>
    public static explicit operator double(DoubleDouble value) => value.High;

    /// <summary>The exact value of a double.</summary>
    public static DoubleDouble FromDouble(double value) => value;

    /// <summary>Rounds to the nearest double.</summary>
    public double ToDouble() => High;

    /// <summary>The sum.</summary>
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        double s = left.High + right.High;
        double v = s - left.High;
        double e = (left.High - (s - v)) + (right.High - v);
        double t = left.Low + right.Low;
        double w = t - left.Low;
        double f = (left.Low - (t - w)) + (right.Low - w);
        e += t;
        double h = s + e;
        e -= h - s;
        return new DoubleDouble(h, e + f);
    }

    /// <summary>The difference.</summary>
    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) => left + (-right);

    /// <summary>The negative.</summary>
    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    /// <summary>The product.</summary>
    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        double p = left.High * right.High;
        double e = Math.FusedMultiplyAdd(left.High, right.High, -p);
        e += (left.High * right.Low) + (left.Low * right.High);
        return new DoubleDouble(p, e);
    }

    /// <summary>The quotient.</summary>
    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        double q1 = left.High / right.High;
        DoubleDouble rest = left - (q1 * right);
        double q2 = rest.High / right.High;
        rest -= q2 * right;
        double q3 = rest.High / right.High;
        return new DoubleDouble(q1, q2) + q3;
    }

    /// <summary>The square root of a number ≥ 0.</summary>
    public static DoubleDouble Sqrt(DoubleDouble value)
    {
        if (value.High <= 0.0)
        {
            return value.High == 0.0 ? 0.0 : throw new ArgumentOutOfRangeException(nameof(value), value.High, "value must be >= 0.");
        }

        double root = Math.Sqrt(value.High);
        DoubleDouble rest = value - ((DoubleDouble)root * root);
        return new DoubleDouble(root, rest.High / (2.0 * root));
    }
}
