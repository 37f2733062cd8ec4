using System.Globalization;
using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Measures.Expressions;

/// <summary>The numbers of the expression language: decimals such as <c>0.7</c> and <c>1e-12</c>, and fractions such as <c>7/10</c>, all exact.</summary>
public static class LawNumber
{
    private const int MaxDigits = 400;

    /// <summary>The canonical text: a decimal where it is short and exact, otherwise a fraction.</summary>
    public static string Print(Rational value)
    {
        if (value.IsInteger && BigInteger.Abs(value.Numerator) < BigInteger.Pow(10, 15))
        {
            return value.ToString();
        }

        // p/q is a finite decimal exactly if q = 2ᵃ 5ᵇ; it then has max(a, b) places.
        BigInteger q = value.Denominator;
        int twos = Remove(ref q, 2);
        int fives = Remove(ref q, 5);
        if (!q.IsOne)
        {
            return value.ToString();
        }

        int places = Math.Max(twos, fives);
        BigInteger digits = BigInteger.Abs(value.Numerator) * BigInteger.Pow(10, places) / value.Denominator;
        int exponent = -places;
        while (places == 0 && (digits % 10).IsZero)
        {
            digits /= 10;
            exponent++;
        }

        string text = digits.ToString(CultureInfo.InvariantCulture);
        if (text.Length > 17 && !value.IsInteger)
        {
            return value.ToString();
        }

        string sign = value.Sign < 0 ? "-" : "";
        int point = text.Length + exponent;
        if (exponent > 0 || point < -4)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{text}e{exponent}");
        }

        if (exponent == 0)
        {
            return sign + text;
        }

        return point > 0 ? $"{sign}{text[..point]}.{text[point..]}" : $"{sign}0.{new string('0', -point)}{text}";
    }

    /// <summary>Reads an unsigned decimal such as <c>0.7</c> or <c>1e-12</c>.</summary>
    /// <returns>Null if it is not one, or is beyond the range of floating-point numbers.</returns>
    internal static Rational? ReadDecimal(ReadOnlySpan<char> text)
    {
        int e = text.IndexOfAny('e', 'E');
        ReadOnlySpan<char> mantissa = e < 0 ? text : text[..e];
        int exponent = 0;
        if (e >= 0 && !int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return null;
        }

        int point = mantissa.IndexOf('.');
        string digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;
        if (digits.Length is 0 or > MaxDigits || Math.Abs(exponent) > MaxDigits
            || !BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger value))
        {
            return null;
        }

        Rational number = value * Rational.Pow(10, exponent);
        return double.IsFinite(number.ToDouble()) ? number : null;
    }

    private static int Remove(ref BigInteger value, int factor)
    {
        int count = 0;
        while ((value % factor).IsZero)
        {
            value /= factor;
            count++;
        }

        return count;
    }
}
