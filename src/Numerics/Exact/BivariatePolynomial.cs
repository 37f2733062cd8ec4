using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>A polynomial in two variables with rational coefficients, P(x, y) = Σⱼ cⱼ(x) yʲ.</summary>
public sealed class BivariatePolynomial : IEquatable<BivariatePolynomial>
{
    private readonly RationalPolynomial[] coefficients;

    /// <summary>Creates Σ cⱼ(x) yʲ from c₀, c₁, …; leading zeros are dropped.</summary>
    public BivariatePolynomial(params ReadOnlySpan<RationalPolynomial> coefficients)
    {
        int length = coefficients.Length;
        while (length > 0 && coefficients[length - 1].IsZero)
        {
            length--;
        }

        this.coefficients = coefficients[..length].ToArray();
    }

    /// <summary>The polynomial 0.</summary>
    public static BivariatePolynomial Zero { get; } = new();

    /// <summary>The polynomial x.</summary>
    public static BivariatePolynomial First { get; } = new(RationalPolynomial.X);

    /// <summary>The polynomial y.</summary>
    public static BivariatePolynomial Second { get; } = new(RationalPolynomial.Zero, RationalPolynomial.One);

    /// <summary>The degree in y; −1 for the polynomial 0.</summary>
    public int DegreeInSecond => coefficients.Length - 1;

    /// <summary>The degree in x; −1 for the polynomial 0.</summary>
    public int DegreeInFirst => coefficients.Length == 0 ? -1 : coefficients.Max(c => c.Degree);

    /// <summary>Whether this is the polynomial 0.</summary>
    public bool IsZero => coefficients.Length == 0;

    /// <summary>The coefficient of the highest power of y, a polynomial in x.</summary>
    public RationalPolynomial Leading => IsZero ? RationalPolynomial.Zero : coefficients[^1];

    /// <summary>The coefficient of yʲ, 0 above the degree.</summary>
    public RationalPolynomial this[int power] =>
        power >= 0 && power < coefficients.Length ? coefficients[power] : RationalPolynomial.Zero;

    /// <summary>A polynomial in x alone.</summary>
    public static implicit operator BivariatePolynomial(RationalPolynomial value) => new(value);

    /// <summary>A constant.</summary>
    public static implicit operator BivariatePolynomial(Rational value) => new((RationalPolynomial)value);

    /// <summary>A constant.</summary>
    public static implicit operator BivariatePolynomial(int value) => new((RationalPolynomial)value);

    /// <summary>P + Q.</summary>
    public static BivariatePolynomial operator +(BivariatePolynomial p, BivariatePolynomial q)
    {
        var sum = new RationalPolynomial[Math.Max(p.coefficients.Length, q.coefficients.Length)];
        for (int j = 0; j < sum.Length; j++)
        {
            sum[j] = p[j] + q[j];
        }

        return new BivariatePolynomial(sum);
    }

    /// <summary>P − Q.</summary>
    public static BivariatePolynomial operator -(BivariatePolynomial p, BivariatePolynomial q) => p + -q;

    /// <summary>−P.</summary>
    public static BivariatePolynomial operator -(BivariatePolynomial p) =>
        new(Array.ConvertAll(p.coefficients, c => -c));

    /// <summary>P·Q.</summary>
    public static BivariatePolynomial operator *(BivariatePolynomial p, BivariatePolynomial q)
    {
        if (p.IsZero || q.IsZero)
        {
            return Zero;
        }

        var product = new RationalPolynomial[p.coefficients.Length + q.coefficients.Length - 1];
        Array.Fill(product, RationalPolynomial.Zero);
        for (int i = 0; i < p.coefficients.Length; i++)
        {
            for (int j = 0; j < q.coefficients.Length; j++)
            {
                product[i + j] += p.coefficients[i] * q.coefficients[j];
            }
        }

        return new BivariatePolynomial(product);
    }

    /// <summary>Pᵏ for k ≥ 0.</summary>
    public static BivariatePolynomial Pow(BivariatePolynomial p, int exponent)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        BivariatePolynomial result = 1;
        for (int k = 0; k < exponent; k++)
        {
            result *= p;
        }

        return result;
    }

    /// <summary>
    /// The remainder of lc(q)ᵏ·p by q in y, with k = deg p − deg q + 1 at most: 0 exactly when q divides p over ℚ(x).
    /// </summary>
    public static BivariatePolynomial PseudoRemainder(BivariatePolynomial p, BivariatePolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        return PseudoDivide(p, q).Remainder;
    }

    /// <summary>The quotient of p by a factor q of it, up to a factor in x; null if q does not divide p over ℚ(x).</summary>
    public static BivariatePolynomial? Quotient(BivariatePolynomial p, BivariatePolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        (BivariatePolynomial quotient, BivariatePolynomial remainder) = PseudoDivide(p, q);
        return remainder.IsZero ? quotient.Primitive() : null;
    }

    /// <summary>The primitive greatest common divisor in ℚ[x, y].</summary>
    /// <remarks>Primitive pseudo-remainder sequence. Source: [Coh93] algorithm 3.2.10 with contents taken out at each step.</remarks>
    public static BivariatePolynomial Gcd(BivariatePolynomial p, BivariatePolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (p.IsZero || q.IsZero)
        {
            return (p + q).Primitive();
        }

        RationalPolynomial content = RationalPolynomial.Gcd(p.Content(), q.Content());
        BivariatePolynomial a = p.WithoutContent();
        BivariatePolynomial b = q.WithoutContent();
        if (a.DegreeInSecond < b.DegreeInSecond)
        {
            (a, b) = (b, a);
        }

        while (!b.IsZero)
        {
            (a, b) = (b, PseudoRemainder(a, b).WithoutContent());
        }

        return (a * (BivariatePolynomial)content).Primitive();
    }

    /// <summary>∂P/∂y.</summary>
    public BivariatePolynomial DerivativeInSecond()
    {
        var derivative = new RationalPolynomial[Math.Max(DegreeInSecond, 0)];
        for (int j = 1; j <= DegreeInSecond; j++)
        {
            derivative[j - 1] = coefficients[j] * j;
        }

        return new BivariatePolynomial(derivative);
    }

    /// <summary>∂P/∂x.</summary>
    public BivariatePolynomial DerivativeInFirst() => new(Array.ConvertAll(coefficients, c => c.Derivative()));

    /// <summary>The polynomial y ↦ P(x₀, y).</summary>
    public RationalPolynomial AtFirst(Rational x) => new(Array.ConvertAll(coefficients, c => c.Evaluate(x)));

    /// <summary>The polynomial x ↦ P(x, y₀).</summary>
    public RationalPolynomial AtSecond(Rational y)
    {
        RationalPolynomial sum = RationalPolynomial.Zero;
        for (int j = DegreeInSecond; j >= 0; j--)
        {
            sum = (sum * y) + coefficients[j];
        }

        return sum;
    }

    /// <summary>P(x, y) in floating point.</summary>
    public Complex Evaluate(Complex x, Complex y)
    {
        Complex sum = Complex.Zero;
        for (int j = DegreeInSecond; j >= 0; j--)
        {
            sum = (sum * y) + coefficients[j].Evaluate(x);
        }

        return sum;
    }

    /// <summary>P(y, x): the variables exchanged.</summary>
    public BivariatePolynomial Swap()
    {
        int width = DegreeInFirst + 1;
        var swapped = new RationalPolynomial[width];
        for (int i = 0; i < width; i++)
        {
            swapped[i] = new RationalPolynomial(Array.ConvertAll(coefficients, c => c[i]));
        }

        return new BivariatePolynomial(swapped);
    }

    /// <summary>
    /// The numerator of P(a/b, c/d): Σ pᵢⱼ aⁱ b^(m−i) cʲ d^(n−j) with m, n the degrees. Each of a, b, c, d is a polynomial
    /// in the two new variables.
    /// </summary>
    public BivariatePolynomial Substitute(
        BivariatePolynomial a, BivariatePolynomial b, BivariatePolynomial c, BivariatePolynomial d)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(d);
        int m = DegreeInFirst;
        int n = DegreeInSecond;
        BivariatePolynomial[] firsts = Homogeneous(a, b, m);
        BivariatePolynomial[] seconds = Homogeneous(c, d, n);
        BivariatePolynomial sum = Zero;
        for (int j = 0; j <= n; j++)
        {
            BivariatePolynomial inner = Zero;
            for (int i = 0; i <= coefficients[j].Degree; i++)
            {
                if (!coefficients[j][i].IsZero)
                {
                    inner += firsts[i] * coefficients[j][i];
                }
            }

            sum += inner * seconds[j];
        }

        return sum;
    }

    /// <summary>The monic greatest common divisor of the coefficients cⱼ(x).</summary>
    public RationalPolynomial Content()
    {
        RationalPolynomial content = RationalPolynomial.Zero;
        foreach (RationalPolynomial c in coefficients)
        {
            content = RationalPolynomial.Gcd(content, c);
            if (content.Degree == 0)
            {
                break;
            }
        }

        return content;
    }

    /// <summary>P divided by its content in x and by the rational number that makes the coefficients coprime integers.</summary>
    public BivariatePolynomial WithoutContent()
    {
        RationalPolynomial content = Content();
        return content.Degree <= 0
            ? Primitive()
            : new BivariatePolynomial(
                Array.ConvertAll(coefficients, c => RationalPolynomial.DivRem(c, content).Quotient)).Primitive();
    }

    /// <summary>The multiple with coprime integer coefficients; the leading one is positive.</summary>
    public BivariatePolynomial Primitive()
    {
        if (IsZero)
        {
            return this;
        }

        BigInteger numerator = BigInteger.Zero;
        BigInteger denominator = BigInteger.One;
        foreach (RationalPolynomial c in coefficients)
        {
            if (!c.IsZero)
            {
                Rational content = c.Content();
                numerator = BigInteger.GreatestCommonDivisor(numerator, content.Numerator);
                denominator = Convolution.LeastCommonMultiple(denominator, content.Denominator);
            }
        }

        Rational scale = new(Leading.Leading.Sign < 0 ? -denominator : denominator, numerator);
        return new BivariatePolynomial(Array.ConvertAll(coefficients, c => c * scale));
    }

    /// <inheritdoc/>
    public bool Equals(BivariatePolynomial? other) =>
        other is not null && coefficients.AsSpan().SequenceEqual(other.coefficients);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BivariatePolynomial);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (RationalPolynomial c in coefficients)
        {
            hash.Add(c);
        }

        return hash.ToHashCode();
    }

    /// <summary>The polynomial in the variables x and y.</summary>
    public override string ToString() => PolynomialText.Plain(this, "x", "y");

    private static BivariatePolynomial[] Homogeneous(BivariatePolynomial a, BivariatePolynomial b, int degree)
    {
        // aⁱ b^(degree − i) for i = 0, …, degree.
        var products = new BivariatePolynomial[degree + 1];
        BivariatePolynomial power = 1;
        for (int i = 0; i <= degree; i++)
        {
            products[i] = power;
            power *= a;
        }

        power = 1;
        for (int i = degree; i >= 0; i--)
        {
            products[i] *= power;
            power *= b;
        }

        return products;
    }

    private static (BivariatePolynomial Quotient, BivariatePolynomial Remainder) PseudoDivide(
        BivariatePolynomial p, BivariatePolynomial q)
    {
        if (q.IsZero)
        {
            throw new DivideByZeroException("A polynomial was divided by 0.");
        }

        BivariatePolynomial rest = p;
        BivariatePolynomial quotient = Zero;
        while (rest.DegreeInSecond >= q.DegreeInSecond && !rest.IsZero)
        {
            var shift = new RationalPolynomial[rest.DegreeInSecond - q.DegreeInSecond + 1];
            Array.Fill(shift, RationalPolynomial.Zero);
            shift[^1] = rest.Leading;
            BivariatePolynomial term = new(shift);
            rest = (rest * q.Leading) - (term * q);
            quotient = (quotient * q.Leading) + term;
        }

        return (quotient, rest);
    }
}
