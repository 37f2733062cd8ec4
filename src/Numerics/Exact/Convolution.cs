using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>Products of coefficient lists, done on integers over a common denominator.</summary>
internal static class Convolution
{
    /// <summary>The first <paramref name="length"/> coefficients of the product.</summary>
    public static Rational[] Multiply(ReadOnlySpan<Rational> a, ReadOnlySpan<Rational> b, int length)
    {
        (BigInteger[] left, BigInteger leftDenominator) = Integers(a[..Math.Min(a.Length, length)]);
        (BigInteger[] right, BigInteger rightDenominator) = Integers(b[..Math.Min(b.Length, length)]);
        BigInteger denominator = leftDenominator * rightDenominator;
        var product = new Rational[length];
        for (int n = 0; n < length; n++)
        {
            BigInteger sum = BigInteger.Zero;
            for (int i = Math.Max(0, n - right.Length + 1); i <= n && i < left.Length; i++)
            {
                if (!left[i].IsZero && !right[n - i].IsZero)
                {
                    sum += left[i] * right[n - i];
                }
            }

            product[n] = new Rational(sum, denominator);
        }

        return product;
    }

    /// <summary>The least common multiple of the denominators.</summary>
    public static BigInteger CommonDenominator(ReadOnlySpan<Rational> values)
    {
        BigInteger common = BigInteger.One;
        foreach (Rational value in values)
        {
            if (!value.IsInteger)
            {
                common = LeastCommonMultiple(common, value.Denominator);
            }
        }

        return common;
    }

    /// <summary>The least common multiple of two positive integers.</summary>
    public static BigInteger LeastCommonMultiple(BigInteger a, BigInteger b) =>
        b.IsOne ? a : a / BigInteger.GreatestCommonDivisor(a, b) * b;

    /// <summary>The values as integers over their least common denominator.</summary>
    public static (BigInteger[] Numerators, BigInteger Denominator) Integers(ReadOnlySpan<Rational> values)
    {
        BigInteger common = CommonDenominator(values);
        var numerators = new BigInteger[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            numerators[i] = values[i].IsZero ? BigInteger.Zero : values[i].Numerator * (common / values[i].Denominator);
        }

        return (numerators, common);
    }
}
