using System.Collections.Immutable;
using System.Numerics;

namespace FreeSpectra.Numerics.Exact;

/// <summary>A polynomial in one variable with rational coefficients, p(x) = Σ cₖ xᵏ.</summary>
public sealed class RationalPolynomial : IEquatable<RationalPolynomial>
{
    private readonly Rational[] coefficients;

    /// <summary>Creates Σ cₖ xᵏ from c₀, c₁, …; leading zeros are dropped.</summary>
    public RationalPolynomial(params ReadOnlySpan<Rational> coefficients)
    {
        int length = coefficients.Length;
        while (length > 0 && coefficients[length - 1].IsZero)
        {
            length--;
        }

        this.coefficients = coefficients[..length].ToArray();
    }

    /// <summary>The polynomial 0.</summary>
    public static RationalPolynomial Zero { get; } = new();

    /// <summary>The polynomial 1.</summary>
    public static RationalPolynomial One { get; } = new(Rational.One);

    /// <summary>The polynomial x.</summary>
    public static RationalPolynomial X { get; } = new(Rational.Zero, Rational.One);

    /// <summary>The degree; −1 for the polynomial 0.</summary>
    public int Degree => coefficients.Length - 1;

    /// <summary>Whether this is the polynomial 0.</summary>
    public bool IsZero => coefficients.Length == 0;

    /// <summary>The coefficient of the highest power, 0 for the polynomial 0.</summary>
    public Rational Leading => IsZero ? Rational.Zero : coefficients[^1];

    /// <summary>The coefficients c₀, c₁, …, up to the degree.</summary>
    public ImmutableArray<Rational> Coefficients => [.. coefficients];

    /// <summary>The coefficient of xᵏ, 0 above the degree.</summary>
    public Rational this[int power] => power >= 0 && power < coefficients.Length ? coefficients[power] : Rational.Zero;

    /// <summary>A constant as a polynomial.</summary>
    public static implicit operator RationalPolynomial(Rational value) => new(value);

    /// <summary>A constant as a polynomial.</summary>
    public static implicit operator RationalPolynomial(int value) => new((Rational)value);

    /// <summary>p + q.</summary>
    public static RationalPolynomial operator +(RationalPolynomial p, RationalPolynomial q)
    {
        var sum = new Rational[Math.Max(p.coefficients.Length, q.coefficients.Length)];
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] = p[k] + q[k];
        }

        return new RationalPolynomial(sum);
    }

    /// <summary>p − q.</summary>
    public static RationalPolynomial operator -(RationalPolynomial p, RationalPolynomial q) => p + -q;

    /// <summary>−p.</summary>
    public static RationalPolynomial operator -(RationalPolynomial p) =>
        new(Array.ConvertAll(p.coefficients, c => -c));

    /// <summary>p·q.</summary>
    public static RationalPolynomial operator *(RationalPolynomial p, RationalPolynomial q)
    {
        if (p.IsZero || q.IsZero)
        {
            return Zero;
        }

        return new RationalPolynomial(Convolution.Multiply(
            p.coefficients, q.coefficients, p.coefficients.Length + q.coefficients.Length - 1));
    }

    /// <summary>p/c for a number c ≠ 0.</summary>
    public static RationalPolynomial operator /(RationalPolynomial p, Rational c) =>
        new(Array.ConvertAll(p.coefficients, a => a / c));

    /// <summary>c·xᵏ.</summary>
    public static RationalPolynomial Monomial(Rational coefficient, int power)
    {
        var c = new Rational[power + 1];
        c[power] = coefficient;
        return new RationalPolynomial(c);
    }

    /// <summary>pᵏ for k ≥ 0.</summary>
    public static RationalPolynomial Pow(RationalPolynomial p, int exponent)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        RationalPolynomial result = One;
        for (int bit = 30; bit >= 0; bit--)
        {
            result *= result;
            if (((exponent >> bit) & 1) == 1)
            {
                result *= p;
            }
        }

        return result;
    }

    /// <summary>Division with remainder: p = quotient·q + remainder with deg remainder &lt; deg q.</summary>
    /// <exception cref="DivideByZeroException">q is 0.</exception>
    public static (RationalPolynomial Quotient, RationalPolynomial Remainder) DivRem(RationalPolynomial p, RationalPolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (q.IsZero)
        {
            throw new DivideByZeroException("A polynomial was divided by 0.");
        }

        if (p.Degree < q.Degree)
        {
            return (Zero, p);
        }

        Rational[] rest = [.. p.coefficients];
        var quotient = new Rational[p.Degree - q.Degree + 1];
        Rational inverse = Rational.One / q.Leading;
        for (int k = quotient.Length - 1; k >= 0; k--)
        {
            Rational factor = rest[k + q.Degree] * inverse;
            quotient[k] = factor;
            for (int j = 0; !factor.IsZero && j <= q.Degree; j++)
            {
                rest[k + j] -= factor * q.coefficients[j];
            }
        }

        return (new RationalPolynomial(quotient), new RationalPolynomial(rest.AsSpan(0, Math.Max(q.Degree, 0))));
    }

    /// <summary>The monic greatest common divisor; 0 only if both are 0.</summary>
    public static RationalPolynomial Gcd(RationalPolynomial p, RationalPolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        // Primitive remainders: the coefficients are made coprime integers at each step, which keeps them short.
        RationalPolynomial a = p.Primitive();
        RationalPolynomial b = q.Primitive();
        while (!b.IsZero)
        {
            (a, b) = (b, DivRem(a, b).Remainder.Primitive());
        }

        return a.IsZero ? a : a / a.Leading;
    }

    /// <summary>The resultant: lc(p)^deg q · lc(q)^deg p · Π (αᵢ − βⱼ) over the roots αᵢ of p and βⱼ of q.</summary>
    /// <remarks>Source: [Coh93] algorithm 3.3.7 in its Euclidean form.</remarks>
    public static Rational Resultant(RationalPolynomial p, RationalPolynomial q)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (p.IsZero || q.IsZero)
        {
            return Rational.Zero;
        }

        Rational factor = Rational.One;
        while (q.Degree > 0)
        {
            RationalPolynomial remainder = DivRem(p, q).Remainder;
            if (remainder.IsZero)
            {
                return Rational.Zero;
            }

            if (p.Degree % 2 == 1 && q.Degree % 2 == 1)
            {
                factor = -factor;
            }

            factor *= Rational.Pow(q.Leading, p.Degree - remainder.Degree);
            (p, q) = (q, remainder);
        }

        return factor * Rational.Pow(q.Leading, p.Degree);
    }

    /// <summary>p'(x).</summary>
    public RationalPolynomial Derivative()
    {
        if (Degree < 1)
        {
            return Zero;
        }

        var derivative = new Rational[Degree];
        for (int k = 1; k <= Degree; k++)
        {
            derivative[k - 1] = k * coefficients[k];
        }

        return new RationalPolynomial(derivative);
    }

    /// <summary>p(x) at a rational point.</summary>
    public Rational Evaluate(Rational x)
    {
        // On integers: p(a/b)·bⁿ, with a single reduction at the end.
        if (IsZero)
        {
            return Rational.Zero;
        }

        BigInteger common = Convolution.CommonDenominator(coefficients);
        BigInteger sum = BigInteger.Zero;
        BigInteger power = BigInteger.One;
        for (int k = Degree; k >= 0; k--)
        {
            sum = (sum * x.Numerator) + (coefficients[k].Numerator * (common / coefficients[k].Denominator) * power);
            power *= x.Denominator;
        }

        return new Rational(sum * x.Denominator, common * power);
    }

    /// <summary>p(x) at a complex point, by Horner's rule in floating point.</summary>
    public Complex Evaluate(Complex x)
    {
        Complex sum = Complex.Zero;
        for (int k = Degree; k >= 0; k--)
        {
            sum = (sum * x) + coefficients[k].ToDouble();
        }

        return sum;
    }

    /// <summary>p(q(x)).</summary>
    public RationalPolynomial Compose(RationalPolynomial inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        RationalPolynomial sum = Zero;
        for (int k = Degree; k >= 0; k--)
        {
            sum = (sum * inner) + coefficients[k];
        }

        return sum;
    }

    /// <summary>The multiple with coprime integer coefficients and a positive leading one; 0 for 0.</summary>
    public RationalPolynomial Primitive()
    {
        if (IsZero)
        {
            return this;
        }

        Rational content = Content();
        return this / content;
    }

    /// <summary>The number c with p/c primitive: coprime integers, leading one positive.</summary>
    public Rational Content()
    {
        BigInteger numerator = BigInteger.Zero;
        BigInteger denominator = BigInteger.One;
        foreach (Rational c in coefficients)
        {
            numerator = BigInteger.GreatestCommonDivisor(numerator, c.Numerator);
            denominator = Convolution.LeastCommonMultiple(denominator, c.Denominator);
        }

        return new Rational(Leading.Sign < 0 ? -numerator : numerator, denominator);
    }

    /// <summary>The product of the distinct irreducible factors, primitive.</summary>
    public RationalPolynomial SquareFreePart() =>
        Degree < 1 ? Primitive() : DivRem(this, Gcd(this, Derivative())).Quotient.Primitive();

    /// <summary>
    /// The square-free factors with their multiplicities: p = c·Π fₖᵏ with the fₖ square-free, primitive and coprime.
    /// </summary>
    /// <remarks>Source: [Coh93] section 3.4.2 (Yun's algorithm).</remarks>
    public ImmutableArray<(RationalPolynomial Factor, int Multiplicity)> SquareFreeFactors()
    {
        if (Degree < 1)
        {
            return [];
        }

        var factors = ImmutableArray.CreateBuilder<(RationalPolynomial, int)>();
        RationalPolynomial common = Gcd(this, Derivative());
        RationalPolynomial b = DivRem(this, common).Quotient;
        RationalPolynomial d = DivRem(Derivative(), common).Quotient - b.Derivative();
        for (int multiplicity = 1; b.Degree > 0; multiplicity++)
        {
            RationalPolynomial factor = Gcd(b, d);
            if (factor.Degree > 0)
            {
                factors.Add((factor.Primitive(), multiplicity));
            }

            b = DivRem(b, factor).Quotient;
            d = DivRem(d, factor).Quotient - b.Derivative();
        }

        return factors.ToImmutable();
    }

    /// <inheritdoc/>
    public bool Equals(RationalPolynomial? other) =>
        other is not null && coefficients.AsSpan().SequenceEqual(other.coefficients);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RationalPolynomial);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (Rational c in coefficients)
        {
            hash.Add(c);
        }

        return hash.ToHashCode();
    }

    /// <summary>The polynomial in the variable x, highest power first.</summary>
    public override string ToString() => PolynomialText.Plain(this, "x");
}
