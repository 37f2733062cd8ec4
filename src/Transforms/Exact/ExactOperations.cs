using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The operations of free probability on exact laws.</summary>
/// <remarks>
/// <para>Each gives the moments by series and the equation by elimination; an operation that has no exact answer returns null.</para>
/// <para>Source: [MS17] §2.4 (free sums), §2.7 (free products); [NS06] lecture 14 (compressions); [RE08] section 4.</para>
/// </remarks>
public static class ExactOperations
{
    private const int MaxDegree = 36;

    /// <summary>μ ⊞ ν: the free cumulants add.</summary>
    public static ExactLaw FreeSum(ExactLaw first, ExactLaw second) => ExactLaw.FromFreeCumulants(
        n => Zip(first, second, n, (a, b) => a + b),
        law => Eliminate(law, first, second, AlgebraicEquation.FreeSum));

    /// <summary>The law that gives the first when added freely to the second.</summary>
    public static ExactLaw FreeDifference(ExactLaw first, ExactLaw second) => ExactLaw.FromFreeCumulants(
        n => Zip(first, second, n, (a, b) => a - b),
        law => Eliminate(law, first, second, AlgebraicEquation.FreeDifference));

    /// <summary>μ ⊠ ν: the S-transforms multiply; one of the means may be 0. Null if both are.</summary>
    public static ExactLaw? FreeProduct(ExactLaw first, ExactLaw second)
    {
        bool zero = IsPointAtZero(first) || IsPointAtZero(second);
        if (zero)
        {
            return ExactLaws.Atomic((0, 1));
        }

        return first.Moments(1)[0].IsZero && second.Moments(1)[0].IsZero
            ? null
            : ExactLaw.FromMoments(
                n => ExactMoments.FreeProduct(first.Moments(n).AsSpan(), second.Moments(n).AsSpan()),
                law => Eliminate(law, first, second, AlgebraicEquation.FreeProduct));
    }

    /// <summary>The law that gives the first when multiplied freely by the second; null if a mean is 0.</summary>
    public static ExactLaw? FreeQuotient(ExactLaw first, ExactLaw second) =>
        first.Moments(1)[0].IsZero || second.Moments(1)[0].IsZero
            ? null
            : ExactLaw.FromMoments(
                n => n == 0 ? [] : ExactMoments.FromSTransform(first.STransform(n)! / second.STransform(n)!),
                law => Eliminate(law, first, second, AlgebraicEquation.FreeQuotient));

    /// <summary>μ^{⊞t}: the free cumulants are multiplied by t.</summary>
    public static ExactLaw FreeSumPower(ExactLaw source, Rational exponent) => ExactLaw.FromFreeCumulants(
        n => [.. source.FreeCumulants(n).Select(c => c * exponent)],
        law => From(source, p => law.TrueFactor(AlgebraicEquation.FreeSumPower(p, exponent))));

    /// <summary>μ^{⊠t}: S to the power t. Null if the mean is 0 or the mean to the power t is not rational.</summary>
    public static ExactLaw? FreeProductPower(ExactLaw source, Rational exponent)
    {
        ArgumentNullException.ThrowIfNull(source);
        const int maxExponent = 100_000_000;
        Rational mean = source.Moments(1)[0];
        if (mean.Sign <= 0 || BigInteger.Abs(exponent.Numerator) > maxExponent || exponent.Denominator > maxExponent)
        {
            return null;
        }

        // S = S(0)·(1 + …); S(0) = 1/m₁. A power of the mean with millions of digits is refused too.
        if (Root(mean, (int)exponent.Denominator) is not { } root
            || BigInteger.Max(root.Numerator, root.Denominator).GetBitLength() * (double)BigInteger.Abs(exponent.Numerator) > 1e5)
        {
            return null;
        }

        Rational scale = Rational.Pow(root, -(int)exponent.Numerator);
        return ExactLaw.FromMoments(
            n => n == 0 ? [] : ExactMoments.FromSTransform((source.STransform(n)! * mean).Pow(exponent) * scale),
            law => exponent.Sign > 0 && exponent.Numerator <= MaxDegree && exponent.Denominator <= MaxDegree
                ? From(source, p => p.DegreeInSecond * (int)exponent.Denominator <= MaxDegree
                    && ((p.DegreeInFirst + 1) * (int)exponent.Numerator) <= 2 * MaxDegree
                    ? law.TrueFactor(AlgebraicEquation.FreeProductPower(p, (int)exponent.Numerator, (int)exponent.Denominator))
                    : null)
                : null);
    }

    /// <summary>The compression to a fraction t of the space: κₙ is multiplied by tⁿ⁻¹.</summary>
    public static ExactLaw Compress(ExactLaw source, Rational fraction) =>
        Affine(FreeSumPower(source, Rational.One / fraction), fraction, Rational.Zero);

    /// <summary>The law of a·X + b.</summary>
    public static ExactLaw Affine(ExactLaw source, Rational scale, Rational shift) => ExactLaw.FromMoments(
        n => ExactMoments.Shift(ExactMoments.Dilate(source.Moments(n).AsSpan(), scale), shift),
        _ => From(source, p => AlgebraicEquation.Affine(p, scale, shift)));

    /// <summary>The law of X².</summary>
    public static ExactLaw Square(ExactLaw source) => ExactLaw.FromMoments(
        n => [.. source.Moments(2 * n).Where((_, index) => index % 2 == 1)],
        law => From(source, p => p.DegreeInSecond * p.DegreeInSecond <= MaxDegree
            ? law.TrueFactor(AlgebraicEquation.Square(p)) : null));

    /// <summary>The symmetric law whose square is the given one.</summary>
    public static ExactLaw SymmetricRoot(ExactLaw source) => ExactLaw.FromMoments(
        n => ExactLaws.Terms(n, k => k % 2 == 0 ? source.Moments(k / 2)[^1] : Rational.Zero),
        law => From(source, p => law.TrueFactor(AlgebraicEquation.SymmetricRoot(p))));

    /// <summary>The law of 1/X for a law that is bounded away from 0; null if its moments do not follow from an equation.</summary>
    public static ExactLaw? Inverse(ExactLaw source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source.Equation is { } equation ? ExactLaws.FromEquation(AlgebraicEquation.Inverse(equation)) : null;
    }

    /// <summary>The compound free Poisson law: κₙ = λ·mₙ of the law of the jumps.</summary>
    public static ExactLaw CompoundPoisson(Rational rate, ExactLaw jumps) => ExactLaw.FromFreeCumulants(
        n => [.. jumps.Moments(n).Select(m => m * rate)],
        law => From(jumps, p => law.TrueFactor(AlgebraicEquation.CompoundPoisson(p, rate))));

    /// <summary>The symmetrised law of the rectangular free sum of two laws that are symmetric or on [0, ∞).</summary>
    /// <remarks>
    /// The series C with C(H(x)) = M(x), H = x(1 + M)(1 + λM), adds: M of the sum is C after the reversion of
    /// h/((1 + C)(1 + λC)). Source: [BG09].
    /// </remarks>
    public static ExactLaw RectangularSum(ExactLaw first, ExactLaw second, Rational ratio)
    {
        ExactLaw one = Square(first);
        ExactLaw two = Square(second);
        PowerSeries Wide(PowerSeries m) => (PowerSeries.Constant(Rational.One, m.Length) + m) * (PowerSeries.Constant(Rational.One, m.Length) + (m * ratio));
        PowerSeries Rectangular(ExactLaw law, int n)
        {
            PowerSeries m = new([Rational.Zero, .. law.Moments(n)]);
            return m.Compose(Wide(m).TimesX().Truncate(n + 1).Revert());
        }

        ExactLaw squares = ExactLaw.FromMoments(
            n =>
            {
                PowerSeries c = Rectangular(one, n) + Rectangular(two, n);
                PowerSeries level = (PowerSeries.Constant(Rational.One, n + 1) / Wide(c)).TimesX().Truncate(n + 1).Revert();
                return [.. c.Compose(level).Coefficients.Skip(1)];
            },
            law => Eliminate(law, one, two, (p, q) => AlgebraicEquation.RectangularSum(p, q, ratio)));
        return SymmetricRoot(squares);
    }

    /// <summary>The Boolean sum: with M = 1/(1 − B(x)), the series B add.</summary>
    /// <remarks>Source: [NS06] exercises of lecture 11 (Boolean cumulants).</remarks>
    public static ExactLaw BooleanSum(ExactLaw first, ExactLaw second) => ExactLaw.FromMoments(
        n =>
        {
            PowerSeries one = PowerSeries.Constant(Rational.One, n + 1);
            PowerSeries inverse = (one / Series(first, n)) + (one / Series(second, n)) - one;
            return [.. (one / inverse).Coefficients.Skip(1)];
        },
        law => Eliminate(law, first, second, AlgebraicEquation.BooleanSum));

    /// <summary>The monotone sum: F is the first F after the second, so G(z) = G₁(1/G₂(z)).</summary>
    /// <remarks>Source: [NS06] exercises of lecture 11 (independences beside freeness).</remarks>
    public static ExactLaw MonotoneSum(ExactLaw first, ExactLaw second) => ExactLaw.FromMoments(
        n => [.. Series(first, n).TimesX().Compose(Series(second, n).TimesX()).Coefficients.Skip(2)],
        _ => null);

    private static PowerSeries Series(ExactLaw law, int count) => new([Rational.One, .. law.Moments(count)]);

    private static bool IsPointAtZero(ExactLaw law) => law.Moments(2).All(m => m.IsZero);

    private static Rational[] Zip(ExactLaw first, ExactLaw second, int count, Func<Rational, Rational, Rational> combine) =>
        [.. first.FreeCumulants(count).Zip(second.FreeCumulants(count), combine)];

    private static BivariatePolynomial? From(ExactLaw source, Func<BivariatePolynomial, BivariatePolynomial?> map) =>
        source.Equation is { } equation ? map(equation) : null;

    private static BivariatePolynomial? Eliminate(
        ExactLaw law, ExactLaw first, ExactLaw second, Func<BivariatePolynomial, BivariatePolynomial, BivariatePolynomial> combine)
    {
        if (first.Equation is not { } p || second.Equation is not { } q)
        {
            return null;
        }

        // The relations for R and S have the degree of P in z, those for g that in g: either may be the larger.
        int degree = Math.Max(p.DegreeInFirst, p.DegreeInSecond) * Math.Max(q.DegreeInFirst, q.DegreeInSecond);
        return degree <= MaxDegree ? law.TrueFactor(combine(p, q)) : null;
    }

    /// <summary>The positive rational n-th root, if there is one.</summary>
    private static Rational? Root(Rational value, int n)
    {
        if (n == 1)
        {
            return value;
        }

        return Root(value.Numerator, n) is { } p && Root(value.Denominator, n) is { } q ? new Rational(p, q) : null;
    }

    private static BigInteger? Root(BigInteger value, int n)
    {
        if (value.IsOne)
        {
            return value;
        }

        // Bisection over integers.
        BigInteger low = BigInteger.One;
        BigInteger high = BigInteger.One << (int)((value.GetBitLength() / n) + 1);
        while (high - low > 1)
        {
            BigInteger middle = (low + high) / 2;
            if (BigInteger.Pow(middle, n) <= value)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return BigInteger.Pow(low, n) == value ? low : null;
    }
}
