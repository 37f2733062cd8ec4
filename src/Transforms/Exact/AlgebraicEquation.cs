using System.Runtime.CompilerServices;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The operations of free probability on polynomial equations P(z, g) = 0 of Cauchy transforms g = G(z).</summary>
/// <remarks>
/// <para>
/// A free sum adds R(w) = z − 1/g at w = g, a free product multiplies S(u) = g/u at u = zg − 1. Both are eliminations; what
/// they give contains the equation of the result and, in general, spurious factors: see <see cref="BranchFactor"/>.
/// </para>
/// <para>In each polynomial the first variable is z, w or u, the second g, r = R(w) or s = S(u).</para>
/// <para>Source: [RE08] section 4 (free sums, products and compressions of algebraic laws by resultants).</para>
/// </remarks>
public static class AlgebraicEquation
{
    private static readonly BivariatePolynomial X = BivariatePolynomial.First;
    private static readonly BivariatePolynomial Y = BivariatePolynomial.Second;
    private static readonly BivariatePolynomial One = 1;

    /// <summary>The relation of w and r = R(w).</summary>
    public static BivariatePolynomial ToR(BivariatePolynomial equation) =>
        Strip(Of(equation).Substitute((X * Y) + 1, X, X, One));

    /// <summary>The relation of z and g from that of w and r.</summary>
    public static BivariatePolynomial FromR(BivariatePolynomial relation) =>
        Strip(Of(relation).Substitute(Y, One, (X * Y) - 1, Y));

    /// <summary>The relation of u and s = S(u).</summary>
    public static BivariatePolynomial ToS(BivariatePolynomial equation) =>
        Strip(Of(equation).Substitute(X + 1, X * Y, X * Y, One));

    /// <summary>The relation of z and g from that of u and s.</summary>
    public static BivariatePolynomial FromS(BivariatePolynomial relation) =>
        Strip(Of(relation).Substitute((X * Y) - 1, One, Y, (X * Y) - 1));

    /// <summary>The relation of z and h = zG(z) − 1.</summary>
    public static BivariatePolynomial ToMomentTransform(BivariatePolynomial equation) =>
        Strip(Of(equation).Substitute(X, One, Y + 1, X));

    /// <summary>The relation of u and χ(u) = h⁻¹(u).</summary>
    public static BivariatePolynomial ToChi(BivariatePolynomial equation) => ToMomentTransform(Of(equation)).Swap();

    /// <summary>The relation of x and M = Σ mₙxⁿ, where x = 1/z and G(z) = xM(x).</summary>
    public static BivariatePolynomial ToMomentSeries(BivariatePolynomial equation) =>
        Strip(Of(equation).Substitute(One, X, X * Y, One));

    /// <summary>The relation of z and g from that of x and M.</summary>
    public static BivariatePolynomial FromMomentSeries(BivariatePolynomial relation) =>
        Strip(Of(relation).Substitute(One, X, X * Y, One));

    /// <summary>μ ⊞ ν, before spurious factors are dropped.</summary>
    public static BivariatePolynomial FreeSum(BivariatePolynomial first, BivariatePolynomial second) =>
        FromR(Resultants.ComposedSum(ToR(Of(first)), ToR(Of(second))));

    /// <summary>The law that gives the first when added to the second.</summary>
    public static BivariatePolynomial FreeDifference(BivariatePolynomial first, BivariatePolynomial second) =>
        FromR(Resultants.ComposedSum(ToR(Of(first)), ToR(Of(second)).Substitute(X, One, -Y, One)));

    /// <summary>μ ⊠ ν, before spurious factors are dropped.</summary>
    public static BivariatePolynomial FreeProduct(BivariatePolynomial first, BivariatePolynomial second) =>
        FromS(Resultants.ComposedProduct(ToS(Of(first)), ToS(Of(second))));

    /// <summary>The law that gives the first when multiplied by the second.</summary>
    public static BivariatePolynomial FreeQuotient(BivariatePolynomial first, BivariatePolynomial second) =>
        FromS(Resultants.ComposedProduct(ToS(Of(first)), Strip(ToS(Of(second)).Substitute(X, One, One, Y))));

    /// <summary>μ^{⊞t}: R becomes tR.</summary>
    public static BivariatePolynomial FreeSumPower(BivariatePolynomial equation, Rational exponent) =>
        FromR(Strip(ToR(Of(equation)).Substitute(X, One, Y, exponent)));

    /// <summary>μ^{⊠p/q}: S becomes S^(p/q), before spurious factors are dropped.</summary>
    /// <param name="equation">P(z, g).</param>
    /// <param name="numerator">p ≥ 1.</param>
    /// <param name="denominator">q ≥ 1.</param>
    public static BivariatePolynomial FreeProductPower(BivariatePolynomial equation, int numerator, int denominator)
    {
        BivariatePolynomial powers = Resultants.PowersOfRoots(ToS(Of(equation)), numerator);
        return FromS(Strip(powers.Substitute(X, One, BivariatePolynomial.Pow(Y, denominator), One)));
    }

    /// <summary>The law of a·X + b: G(z) becomes G((z − b)/a)/a.</summary>
    public static BivariatePolynomial Affine(BivariatePolynomial equation, Rational scale, Rational shift) =>
        Strip(Of(equation).Substitute(X - shift, scale, Y * scale, One));

    /// <summary>The law of 1/X: G(z) becomes 1/z − G(1/z)/z².</summary>
    public static BivariatePolynomial Inverse(BivariatePolynomial equation) =>
        Strip(Of(equation).Substitute(One, X, X - (X * X * Y), One));

    /// <summary>The symmetric law whose square is the given one: G(z) becomes zG(z²).</summary>
    public static BivariatePolynomial SymmetricRoot(BivariatePolynomial equation) =>
        Strip(Of(equation).Substitute(X * X, One, Y, X));

    /// <summary>The law of X², before spurious factors are dropped: G(z²) = (G(z) − G(−z))/(2z).</summary>
    public static BivariatePolynomial Square(BivariatePolynomial equation)
    {
        // 2z·f is the sum of a root of P(z, ·) and a root of P(−z, −·); then z² is made the variable.
        BivariatePolynomial mirrored = Of(equation).Substitute(-X, One, -Y, One);
        BivariatePolynomial f = Strip(Resultants.ComposedSum(equation, mirrored).Substitute(X, One, X * Y * 2, One));

        // The sums of roots change their sign with z, so their quotients by z do not: f(−z, y) = ±f(z, y).
        BivariatePolynomial even = Part(f, parity: 0);
        return Strip(even.IsZero ? Part(f, parity: 1) : even);
    }

    /// <summary>The rectangular free sum of two laws of squares, before spurious factors are dropped.</summary>
    /// <remarks>With M = zg − 1 and H = (1 + M)(1 + λM)/z the values M add at equal H, as a root of one relation of H and M each.</remarks>
    /// <param name="first">P(z, g) of the first law of squares.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="ratio">λ.</param>
    public static BivariatePolynomial RectangularSum(BivariatePolynomial first, BivariatePolynomial second, Rational ratio)
    {
        // P(z, g) with z = (1 + M)(1 + λM)/H and g = H/(1 + λM), and back.
        BivariatePolynomial wide = 1 + (Y * ratio);
        BivariatePolynomial Relation(BivariatePolynomial p) => Strip(p.Substitute((Y + 1) * wide, X, X, wide));
        BivariatePolynomial sum = Resultants.ComposedSum(Relation(Of(first)), Relation(Of(second)));
        return Strip(sum.Substitute(Y * (1 + (((X * Y) - 1) * ratio)), One, (X * Y) - 1, One));
    }

    /// <summary>The Boolean sum: z − F adds, with F = 1/G.</summary>
    public static BivariatePolynomial BooleanSum(BivariatePolynomial first, BivariatePolynomial second)
    {
        BivariatePolynomial sum = Resultants.ComposedSum(
            Strip(Of(first).Substitute(X, One, One, Y)), Strip(Of(second).Substitute(X, One, One, Y)));
        return Strip(sum.Substitute(X, One, (X * Y) + 1, Y));
    }

    /// <summary>Compound free Poisson of rate λ: R(w) = (λ/w)(G(1/w)/w − 1) with the jump law's G.</summary>
    public static BivariatePolynomial CompoundPoisson(BivariatePolynomial equation, Rational rate) =>
        FromR(Strip(Of(equation).Substitute(One, X, X * ((X * Y) + rate), rate)));

    private static BivariatePolynomial Of(BivariatePolynomial polynomial, [CallerArgumentExpression(nameof(polynomial))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(polynomial, name);
        return polynomial;
    }

    private static BivariatePolynomial Part(BivariatePolynomial p, int parity)
    {
        var rows = new RationalPolynomial[p.DegreeInSecond + 1];
        for (int j = 0; j < rows.Length; j++)
        {
            var c = new Rational[(p[j].Degree / 2) + 1];
            for (int i = 0; i < c.Length; i++)
            {
                c[i] = p[j][(2 * i) + parity];
            }

            rows[j] = new RationalPolynomial(c);
        }

        return new BivariatePolynomial(rows);
    }

    /// <summary>Takes out the factors that substitutions bring in: polynomials in one variable, and xy − 1.</summary>
    private static BivariatePolynomial Strip(BivariatePolynomial p)
    {
        // A constant R or S is an equation in the second variable alone: it is kept.
        BivariatePolynomial rest = p.WithoutContent();
        if (rest.DegreeInFirst > 0)
        {
            rest = rest.Swap().WithoutContent().Swap();
        }

        while (rest.DegreeInSecond > 1 && rest[0].IsZero)
        {
            rest = BivariatePolynomial.Quotient(rest, Y)!;
        }

        BivariatePolynomial spurious = (X * Y) - 1;
        while (rest.DegreeInSecond > 1 && rest.DegreeInFirst > 0 && BivariatePolynomial.Quotient(rest, spurious) is { } quotient)
        {
            rest = quotient;
        }

        return rest.Primitive();
    }
}
