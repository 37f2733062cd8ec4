using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>The real roots of a polynomial with rational coefficients, isolated by Sturm's theorem.</summary>
/// <remarks>Source: [Coh93] section 4.1.2 (Sturm).</remarks>
public static class RealRoots
{
    private const int BitsOfAccuracy = 1100;

    /// <summary>All distinct real roots in increasing order, each rounded to the nearest floating-point number.</summary>
    public static ImmutableArray<double> Find(RationalPolynomial polynomial)
    {
        ArgumentNullException.ThrowIfNull(polynomial);
        RationalPolynomial p = polynomial.SquareFreePart();
        if (p.Degree < 1)
        {
            return [];
        }

        List<RationalPolynomial> chain = [p, p.Derivative().Primitive()];
        while (chain[^1].Degree > 0)
        {
            RationalPolynomial remainder = RationalPolynomial.DivRem(chain[^2], chain[^1]).Remainder;
            chain.Add(-(remainder / Rational.Abs(remainder.Content())));
        }

        // Cauchy's bound, rounded up to a power of 2 so that all midpoints are short dyadic numbers.
        Rational largest = Rational.Zero;
        for (int k = 0; k < p.Degree; k++)
        {
            Rational ratio = Rational.Abs(p[k] / p.Leading);
            largest = ratio > largest ? ratio : largest;
        }

        int bits = (int)(largest.Numerator / largest.Denominator).GetBitLength() + 1;
        Rational bound = BigInteger.One << bits;
        var roots = ImmutableArray.CreateBuilder<double>();
        Isolate(p, chain, -bound, Changes(chain, -bound), bound, Changes(chain, bound), roots);
        return roots.ToImmutable();
    }

    private static void Isolate(
        RationalPolynomial p, List<RationalPolynomial> chain, Rational low, int lowChanges, Rational high, int highChanges,
        ImmutableArray<double>.Builder roots)
    {
        // Roots in the half-open interval (low, high].
        int count = lowChanges - highChanges;
        if (count == 0)
        {
            return;
        }

        if (count == 1)
        {
            roots.Add(Refine(p, low, high));
            return;
        }

        Rational middle = (low + high) / 2;
        int middleChanges = Changes(chain, middle);
        Isolate(p, chain, low, lowChanges, middle, middleChanges, roots);
        Isolate(p, chain, middle, middleChanges, high, highChanges, roots);
    }

    private static double Refine(RationalPolynomial p, Rational low, Rational high)
    {
        int signHigh = p.Evaluate(high).Sign;
        if (signHigh == 0)
        {
            return high.ToDouble();
        }

        for (int i = 0; i < BitsOfAccuracy; i++)
        {
            if (low.ToDouble() == high.ToDouble())
            {
                break;
            }

            Rational middle = (low + high) / 2;
            int sign = p.Evaluate(middle).Sign;
            if (sign == 0)
            {
                return middle.ToDouble();
            }

            if (sign == signHigh)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return ((low + high) / 2).ToDouble();
    }

    private static int Changes(List<RationalPolynomial> chain, Rational x)
    {
        int changes = 0;
        int previous = 0;
        foreach (RationalPolynomial p in chain)
        {
            int sign = p.Evaluate(x).Sign;
            if (sign != 0)
            {
                changes += previous != 0 && sign != previous ? 1 : 0;
                previous = sign;
            }
        }

        return changes;
    }
}
