using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>Makes graded sequences integral: where aₙ has a denominator that divides Dⁿ, the numbers Dⁿaₙ are integers.</summary>
/// <remarks>
/// Moments, free cumulants and reversed series are polynomials with integer coefficients in one another, homogeneous when aₙ
/// has degree n: so they can be computed with aₙDⁿ, on integers, and be divided by Dⁿ at the end.
/// </remarks>
public static class Grading
{
    /// <summary>A dilation D for which Dⁿaₙ are integers, n = 1, 2, …, or nearly: a prime that enters too slowly is left in the denominators.</summary>
    public static BigInteger Dilation(ReadOnlySpan<Rational> values)
    {
        BigInteger dilation = BigInteger.One;
        BigInteger power = BigInteger.One;
        for (int n = 1; n <= values.Length; n++)
        {
            power *= dilation;
            BigInteger rest = values[n - 1].IsInteger ? BigInteger.One : (values[n - 1] * power).Denominator;
            if (!rest.IsOne)
            {
                BigInteger factor = Root(rest, n);
                dilation *= factor;
                power *= BigInteger.Pow(factor, n);
            }
        }

        return dilation;
    }

    /// <summary>aₙcⁿ for n = 1, 2, ….</summary>
    public static Rational[] Dilate(ReadOnlySpan<Rational> values, Rational scale)
    {
        var result = new Rational[values.Length];
        Rational power = Rational.One;
        for (int k = 0; k < result.Length; k++)
        {
            power *= scale;
            result[k] = values[k].IsZero ? Rational.Zero : values[k] * power;
        }

        return result;
    }

    /// <summary>The product of p^⌈m/n⌉ over the primes whose multiplicity m in the value is at least n/2.</summary>
    private static BigInteger Root(BigInteger value, int n)
    {
        BigInteger root = BigInteger.One;
        for (int p = 2; p < 1000 && !value.IsOne; p++)
        {
            int multiplicity = 0;
            while ((value % p).IsZero)
            {
                value /= p;
                multiplicity++;
            }

            // With a prime that enters once, such as in 1/(n + 1), Dⁿ would soon be larger than all common denominators.
            if (2 * multiplicity >= n)
            {
                root *= BigInteger.Pow(p, (multiplicity + n - 1) / n);
            }
        }

        return n <= 2 ? root * value : root;
    }
}
