using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>Elimination of a variable: resultants, discriminants, and the equations of sums and products of algebraic functions.</summary>
/// <remarks>
/// Everything is computed at rational values of the first variable and interpolated, the degree being known beforehand;
/// so no intermediate expression is larger than the answer.
/// </remarks>
public static class Resultants
{
    /// <summary>Res_y(P, Q) as a polynomial in x.</summary>
    public static RationalPolynomial Resultant(BivariatePolynomial p, BivariatePolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (p.IsZero || q.IsZero)
        {
            return RationalPolynomial.Zero;
        }

        int degree = (p.DegreeInFirst * q.DegreeInSecond) + (q.DegreeInFirst * p.DegreeInSecond);
        (Rational[] nodes, Rational[][] values) = Sample(
            degree + 1, [p.Leading, q.Leading], x => [RationalPolynomial.Resultant(p.AtFirst(x), q.AtFirst(x))]);
        return Interpolate(nodes, [.. values.Select(v => v[0])]);
    }

    /// <summary>The discriminant of P with respect to y, up to sign: Res_y(P, ∂P/∂y)/lc(P).</summary>
    public static RationalPolynomial Discriminant(BivariatePolynomial p)
    {
        ArgumentNullException.ThrowIfNull(p);
        return p.DegreeInSecond < 2
            ? RationalPolynomial.One
            : RationalPolynomial.DivRem(Resultant(p, p.DerivativeInSecond()), p.Leading).Quotient;
    }

    /// <summary>The polynomial in t whose roots are all sums α + β of a root α of P(x, ·) and a root β of Q(x, ·).</summary>
    /// <remarks>
    /// The power sums of the roots are Nₖ(α + β) = Σᵢ C(k, i) Nᵢ(α) N_{k−i}(β); it equals Res_y(P(x, y), Q(x, t − y)) up to a factor in x.
    /// Source: [BFSS06] section 3.
    /// </remarks>
    public static BivariatePolynomial ComposedSum(BivariatePolynomial p, BivariatePolynomial q) =>
        Compose(p, q, static (a, b) =>
        {
            var sums = new Rational[a.Length];
            for (int k = 0; k < a.Length; k++)
            {
                Rational sum = Rational.Zero;
                BigInteger binomial = BigInteger.One;
                for (int i = 0; i <= k; i++)
                {
                    sum += binomial * a[i] * b[k - i];
                    binomial = binomial * (k - i) / (i + 1);
                }

                sums[k] = sum;
            }

            return sums;
        });

    /// <summary>The polynomial in t whose roots are all products α·β of a root α of P(x, ·) and a root β of Q(x, ·).</summary>
    /// <remarks>
    /// The power sums of the roots are Nₖ(αβ) = Nₖ(α) Nₖ(β); it equals Res_y(P(x, y), y^deg Q · Q(x, t/y)) up to a factor in x.
    /// Source: [BFSS06] section 3.
    /// </remarks>
    public static BivariatePolynomial ComposedProduct(BivariatePolynomial p, BivariatePolynomial q) =>
        Compose(p, q, static (a, b) =>
        {
            var sums = new Rational[a.Length];
            for (int k = 0; k < a.Length; k++)
            {
                sums[k] = a[k] * b[k];
            }

            return sums;
        });

    /// <summary>The polynomial in t whose roots are the k-th powers of the roots of P(x, ·).</summary>
    /// <remarks>The power sums of the roots are Nᵢ(αᵏ) = Nᵢₖ(α). Source: [BFSS06] section 3.</remarks>
    /// <param name="p">P(x, y).</param>
    /// <param name="exponent">k ≥ 1.</param>
    public static BivariatePolynomial PowersOfRoots(BivariatePolynomial p, int exponent)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentOutOfRangeException.ThrowIfLessThan(exponent, 1);
        int m = p.DegreeInSecond;
        (Rational[] nodes, Rational[][] values) = Sample((p.DegreeInFirst * exponent) + 1, [p.Leading], x =>
        {
            RationalPolynomial a = p.AtFirst(x);
            Rational scale = Rational.Pow(a.Leading, exponent);
            Rational[] sums = PowerSums(a, m * exponent);
            Rational[] monic = FromPowerSums([.. Enumerable.Range(0, m + 1).Select(k => sums[k * exponent])]);
            return Array.ConvertAll(monic, c => c * scale);
        });
        return FromColumns(nodes, values, m);
    }

    /// <summary>The polynomial of degree &lt; n through n points.</summary>
    public static RationalPolynomial Interpolate(ReadOnlySpan<Rational> nodes, ReadOnlySpan<Rational> values)
    {
        // Newton's divided differences.
        Rational[] c = values.ToArray();
        for (int level = 1; level < c.Length; level++)
        {
            for (int i = c.Length - 1; i >= level; i--)
            {
                c[i] = (c[i] - c[i - 1]) / (nodes[i] - nodes[i - level]);
            }
        }

        RationalPolynomial sum = RationalPolynomial.Zero;
        for (int i = c.Length - 1; i >= 0; i--)
        {
            sum = (sum * new RationalPolynomial(-nodes[i], Rational.One)) + c[i];
        }

        return sum;
    }

    private static BivariatePolynomial Compose(
        BivariatePolynomial p, BivariatePolynomial q, Func<Rational[], Rational[], Rational[]> combine)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        int m = p.DegreeInSecond;
        int n = q.DegreeInSecond;
        if (m < 1 || n < 1)
        {
            throw new ArgumentException("Both polynomials must contain the second variable.", nameof(p));
        }

        int degree = (p.DegreeInFirst * n) + (q.DegreeInFirst * m);
        (Rational[] nodes, Rational[][] values) = Sample(degree + 1, [p.Leading, q.Leading], x =>
        {
            RationalPolynomial a = p.AtFirst(x);
            RationalPolynomial b = q.AtFirst(x);
            Rational scale = Rational.Pow(a.Leading, n) * Rational.Pow(b.Leading, m);
            Rational[] monic = FromPowerSums(combine(PowerSums(a, m * n), PowerSums(b, m * n)));
            return Array.ConvertAll(monic, c => c * scale);
        });

        return FromColumns(nodes, values, m * n);
    }

    private static BivariatePolynomial FromColumns(Rational[] nodes, Rational[][] values, int degree)
    {
        var coefficients = new RationalPolynomial[degree + 1];
        for (int k = 0; k <= degree; k++)
        {
            coefficients[k] = Interpolate(nodes, [.. values.Select(v => v[k])]);
        }

        return new BivariatePolynomial(coefficients).WithoutContent();
    }

    private static (Rational[] Nodes, Rational[][] Values) Sample(
        int count, RationalPolynomial[] mustNotVanish, Func<Rational, Rational[]> value)
    {
        var nodes = new Rational[count];
        var values = new Rational[count][];
        int found = 0;
        for (int k = 0; found < count; k++)
        {
            Rational x = k % 2 == 0 ? k / 2 : -((k + 1) / 2);
            if (Array.TrueForAll(mustNotVanish, p => !p.Evaluate(x).IsZero))
            {
                nodes[found] = x;
                values[found] = value(x);
                found++;
            }
        }

        return (nodes, values);
    }

    /// <summary>N₀, …, N_count with Nₖ the sum of the k-th powers of the roots, by Newton's identities.</summary>
    private static Rational[] PowerSums(RationalPolynomial p, int count)
    {
        int n = p.Degree;
        RationalPolynomial monic = p / p.Leading;
        var sums = new Rational[count + 1];
        sums[0] = n;
        for (int k = 1; k <= count; k++)
        {
            Rational sum = k <= n ? -(k * monic[n - k]) : Rational.Zero;
            for (int i = 1; i < k && i <= n; i++)
            {
                sum -= monic[n - i] * sums[k - i];
            }

            sums[k] = sum;
        }

        return sums;
    }

    /// <summary>The coefficients, lowest first, of the monic polynomial of degree N₀ with the given power sums of its roots.</summary>
    private static Rational[] FromPowerSums(Rational[] sums)
    {
        int n = sums.Length - 1;
        var c = new Rational[n + 1];
        c[n] = Rational.One;
        for (int k = 1; k <= n; k++)
        {
            Rational sum = Rational.Zero;
            for (int i = 1; i <= k; i++)
            {
                sum += sums[i] * c[n - k + i];
            }

            c[n - k] = -sum / k;
        }

        return c;
    }
}
