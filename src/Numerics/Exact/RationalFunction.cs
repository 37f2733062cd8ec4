namespace FreeSpectra.Numerics.Exact;

/// <summary>A quotient p(x)/q(x) of polynomials with rational coefficients, in lowest terms with q monic.</summary>
public sealed class RationalFunction : IEquatable<RationalFunction>
{
    /// <summary>Creates p/q and reduces it.</summary>
    /// <exception cref="DivideByZeroException">q is 0.</exception>
    public RationalFunction(RationalPolynomial numerator, RationalPolynomial denominator)
    {
        ArgumentNullException.ThrowIfNull(numerator);
        ArgumentNullException.ThrowIfNull(denominator);
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("The denominator of a rational function must not be 0.");
        }

        if (denominator.Degree > 0)
        {
            RationalPolynomial common = RationalPolynomial.Gcd(numerator, denominator);
            if (common.Degree > 0)
            {
                numerator = RationalPolynomial.DivRem(numerator, common).Quotient;
                denominator = RationalPolynomial.DivRem(denominator, common).Quotient;
            }
        }

        Rational lead = denominator.Leading;
        Numerator = lead.IsOne ? numerator : numerator / lead;
        Denominator = lead.IsOne ? denominator : denominator / lead;
    }

    /// <summary>p, coprime to q.</summary>
    public RationalPolynomial Numerator { get; }

    /// <summary>q, monic.</summary>
    public RationalPolynomial Denominator { get; }

    /// <summary>Whether the function is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>A polynomial as a rational function.</summary>
    public static implicit operator RationalFunction(RationalPolynomial value) => new(value, RationalPolynomial.One);

    /// <summary>A constant as a rational function.</summary>
    public static implicit operator RationalFunction(int value) => (RationalPolynomial)value;

    /// <summary>f + g.</summary>
    public static RationalFunction operator +(RationalFunction f, RationalFunction g) => new(
        (f.Numerator * g.Denominator) + (g.Numerator * f.Denominator), f.Denominator * g.Denominator);

    /// <summary>f − g.</summary>
    public static RationalFunction operator -(RationalFunction f, RationalFunction g) => f + -g;

    /// <summary>−f.</summary>
    public static RationalFunction operator -(RationalFunction f) => new(-f.Numerator, f.Denominator);

    /// <summary>f·g.</summary>
    public static RationalFunction operator *(RationalFunction f, RationalFunction g) =>
        new(f.Numerator * g.Numerator, f.Denominator * g.Denominator);

    /// <summary>f/g.</summary>
    public static RationalFunction operator /(RationalFunction f, RationalFunction g) =>
        new(f.Numerator * g.Denominator, f.Denominator * g.Numerator);

    /// <summary>f'.</summary>
    public RationalFunction Derivative() => new(
        (Numerator.Derivative() * Denominator) - (Numerator * Denominator.Derivative()), Denominator * Denominator);

    /// <inheritdoc/>
    public bool Equals(RationalFunction? other) =>
        other is not null && Numerator.Equals(other.Numerator) && Denominator.Equals(other.Denominator);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RationalFunction);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>The function in the variable x.</summary>
    public override string ToString() => $"({Numerator})/({Denominator})";
}
