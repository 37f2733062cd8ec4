using System.Numerics;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics.Exact;

public sealed class PolynomialArithmeticTests
{
    private static readonly BivariatePolynomial X = BivariatePolynomial.First;
    private static readonly BivariatePolynomial Y = BivariatePolynomial.Second;
    private static readonly RationalPolynomial P = new(3, new Rational(-1, 2), 0, 2);
    private static readonly RationalPolynomial Q = new(-1, 4);

    [Fact]
    public void Values_of_sums_products_and_powers_are_those_of_the_values()
    {
        foreach (Rational x in new Rational[] { 0, 1, -2, new(3, 5) })
        {
            Rational p = 3 - (x / 2) + (2 * x * x * x), q = (4 * x) - 1;
            Assert.Equal(p, P.Evaluate(x));
            Assert.Equal(p + q, (P + Q).Evaluate(x));
            Assert.Equal(p - q, (P - Q).Evaluate(x));
            Assert.Equal(p * q, (P * Q).Evaluate(x));
            Assert.Equal(p / 7, (P / (Rational)7).Evaluate(x));
            Assert.Equal(p * p * p, RationalPolynomial.Pow(P, 3).Evaluate(x));
            Assert.Equal(P.Evaluate(q), P.Compose(Q).Evaluate(x));
            Assert.Equal((6 * x * x) - new Rational(1, 2), P.Derivative().Evaluate(x));
            Close.To(p.ToDouble(), P.Evaluate((Complex)x.ToDouble()), 1e-14, "floating point");
        }

        Assert.Equal(new Complex(3.0, -2.5), P.Evaluate(Complex.ImaginaryOne));
    }

    [Fact]
    public void Degrees_and_coefficients_drop_leading_zeros()
    {
        Assert.Equal((3, (Rational)2, Rational.Zero), (P.Degree, P.Leading, P[2]));
        Assert.Equal((Rational.Zero, Rational.Zero), (P[4], P[-1]));
        Assert.Equal(0, (P - (2 * RationalPolynomial.Monomial(1, 3)) + (RationalPolynomial.X / (Rational)2)).Degree);
        Assert.Equal(-1, (P - P).Degree);
        Assert.True((P - P).IsZero);
        Assert.True((P * 0).IsZero);
        Assert.Equal(Rational.Zero, RationalPolynomial.Zero.Leading);
        Assert.Equal(Rational.Zero, RationalPolynomial.Zero.Evaluate((Rational)5));
        Assert.Equal(RationalPolynomial.Zero, new RationalPolynomial(5).Derivative());
        Assert.Equal(RationalPolynomial.One, RationalPolynomial.Pow(P, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RationalPolynomial.Pow(P, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BivariatePolynomial.Pow(X, -1));
    }

    [Fact]
    public void Division_leaves_a_remainder_of_smaller_degree()
    {
        (RationalPolynomial quotient, RationalPolynomial remainder) = RationalPolynomial.DivRem(P, Q);
        Assert.Equal(P, (quotient * Q) + remainder);
        Assert.True(remainder.Degree < Q.Degree);
        Assert.Equal((RationalPolynomial.Zero, Q), RationalPolynomial.DivRem(Q, P));
        Assert.Equal((P / (Rational)5, RationalPolynomial.Zero), RationalPolynomial.DivRem(P, 5));
        Assert.Throws<DivideByZeroException>(() => RationalPolynomial.DivRem(P, RationalPolynomial.Zero));
    }

    [Fact]
    public void Content_and_primitive_part_multiply_to_the_polynomial()
    {
        RationalPolynomial p = new(new Rational(-4, 3), 0, new Rational(-10, 9));
        Assert.Equal(new Rational(-2, 9), p.Content());
        Assert.Equal(new RationalPolynomial(6, 0, 5), p.Primitive());
        Assert.Equal(RationalPolynomial.Zero, RationalPolynomial.Zero.Primitive());
        Assert.Equal(RationalPolynomial.Zero, RationalPolynomial.Gcd(0, 0));
        Assert.Equal(RationalPolynomial.X - 1, RationalPolynomial.Gcd((RationalPolynomial.X - 1) * P * 6, (1 - RationalPolynomial.X) * Q));
    }

    [Fact]
    public void Resultant_vanishes_with_a_common_root_and_knows_constants()
    {
        RationalPolynomial x = RationalPolynomial.X;
        Assert.Equal(Rational.Zero, RationalPolynomial.Resultant((x - 1) * P, (x - 1) * Q));
        Assert.Equal(Rational.Zero, RationalPolynomial.Resultant(P, 0));
        Assert.Equal(Rational.Zero, RationalPolynomial.Resultant(0, P));

        // Res(p, c) = c^deg p; Res(p, q) = (−1)^(deg p · deg q) Res(q, p); Res(x − a, q) = q(a).
        Assert.Equal((Rational)125, RationalPolynomial.Resultant(P, 5));
        Assert.Equal((Rational)125, RationalPolynomial.Resultant(5, P));
        Assert.Equal(-RationalPolynomial.Resultant(Q, P), RationalPolynomial.Resultant(P, Q));
        Assert.Equal(P.Evaluate((Rational)3), RationalPolynomial.Resultant(x - 3, P));
    }

    [Fact]
    public void Square_free_part_has_each_factor_once()
    {
        RationalPolynomial x = RationalPolynomial.X;
        Assert.Equal((x - 1) * (x + 2), ((x - 1) * (x - 1) * (x + 2) * 6).SquareFreePart());
        Assert.Equal(RationalPolynomial.One, new RationalPolynomial(new Rational(5, 3)).SquareFreePart());
        Assert.Empty(new RationalPolynomial(7).SquareFreeFactors());
    }

    [Fact]
    public void Equal_polynomials_are_equal_objects_with_one_hash()
    {
        object p = P, q = X + (2 * Y), r = new RationalFunction(P, Q);
        Assert.True(p.Equals(new RationalPolynomial(3, new Rational(-1, 2), 0, 2, 0)));
        Assert.Equal(p.GetHashCode(), new RationalPolynomial(3, new Rational(-1, 2), 0, 2, 0).GetHashCode());
        Assert.False(p.Equals(Q) || p.Equals(null) || p.Equals(3));
        Assert.True(q.Equals((2 * Y) + X));
        Assert.Equal(q.GetHashCode(), ((2 * Y) + X).GetHashCode());
        Assert.False(q.Equals(X) || q.Equals(null) || q.Equals(3));
        Assert.True(r.Equals(new RationalFunction(P * Q, Q * Q)));
        Assert.Equal(r.GetHashCode(), new RationalFunction(2 * P, 2 * Q).GetHashCode());
        Assert.False(r.Equals(new RationalFunction(P, Q + 1)) || r.Equals(new RationalFunction(P + 1, Q)) || r.Equals(null));
    }

    [Fact]
    public void Rational_functions_form_a_field_with_a_derivation()
    {
        RationalPolynomial x = RationalPolynomial.X;
        RationalFunction f = new((x * x) - 1, (2 * x) + 2), g = new(3, x);
        Assert.Equal((x - 1) / (Rational)2, f.Numerator);
        Assert.Equal(RationalPolynomial.One, f.Denominator);
        Assert.Equal("(1/2*x - 1/2)/(1)", f.ToString());
        Assert.Equal(new RationalFunction((x * x) - x + 6, 2 * x), f + g);
        Assert.Equal(new RationalFunction((x * x) - x - 6, 2 * x), f - g);
        Assert.Equal(new RationalFunction((3 * x) - 3, 2 * x), f * g);
        Assert.Equal(new RationalFunction((x * x) - x, 6), f / g);
        Assert.Equal(new RationalFunction(-3, x * x), g.Derivative());
        Assert.Equal((f.Derivative() * g) + (f * g.Derivative()), (f * g).Derivative());
        Assert.True((f - f).IsZero);
        Assert.Equal(new RationalFunction(-3, x), -g);
        Assert.Throws<DivideByZeroException>(() => new RationalFunction(x, 0));
        Assert.Throws<DivideByZeroException>(() => f / (f - f));
    }

    [Fact]
    public void Values_in_two_variables_are_those_of_the_expression()
    {
        BivariatePolynomial p = (X * X * Y) - (3 * Y * Y) + ((Rational)1 / 2 * X) - 7;
        Assert.Equal((2, 2), (p.DegreeInFirst, p.DegreeInSecond));
        foreach ((int x, int y) in new[] { (0, 0), (2, -1), (-3, 5), (1, 1) })
        {
            Rational value = (Rational)((x * x * y) - (3 * y * y)) + new Rational(x, 2) - 7;
            Assert.Equal(value, p.AtFirst(x).Evaluate((Rational)y));
            Assert.Equal(value, p.AtSecond(y).Evaluate((Rational)x));
            Assert.Equal(value, p.Swap().AtFirst(y).Evaluate((Rational)x));
            Close.To(value.ToDouble(), p.Evaluate((Complex)x, y), 1e-12, "floating point");
            Assert.Equal((Rational)((x * x) - (6 * y)), p.DerivativeInSecond().AtFirst(x).Evaluate((Rational)y));
            Assert.Equal((2 * (Rational)x * y) + new Rational(1, 2), p.DerivativeInFirst().AtFirst(x).Evaluate((Rational)y));
        }

        Assert.Equal((-1, -1), (BivariatePolynomial.Zero.DegreeInFirst, BivariatePolynomial.Zero.DegreeInSecond));
        Assert.Equal(RationalPolynomial.Zero, BivariatePolynomial.Zero.Leading);
        Assert.Equal(RationalPolynomial.Zero, p[5]);
        Assert.Equal(RationalPolynomial.Zero, p[-1]);
        Assert.True((p * 0).IsZero);
        Assert.Equal(p * p * p, BivariatePolynomial.Pow(p, 3));
        Assert.Equal("-3*y^2 + x^2*y + 1/2*x - 7", p.ToString());
    }

    [Fact]
    public void Substitution_of_fractions_is_cleared_of_denominators()
    {
        // P(a/b, c/d)·b^deg₁·d^deg₂ at x = 2, y = 3.
        BivariatePolynomial p = (X * X * Y) - (3 * Y * Y) + X;
        BivariatePolynomial a = X + 1, b = Y - 1, c = X * Y, d = X - 5;
        Rational first = new(3, 2), second = new(6, -3);
        Rational value = ((first * first * second) - (3 * second * second) + first) * Rational.Pow(2, 2) * Rational.Pow(-3, 2);
        Assert.Equal(value, p.Substitute(a, b, c, d).AtFirst(2).Evaluate((Rational)3));
    }

    [Fact]
    public void Division_in_two_variables_is_exact_or_nothing()
    {
        BivariatePolynomial p = (X * Y) - 2, q = (Y * Y) + X;
        Assert.Equal(q, BivariatePolynomial.Quotient(p * q, p)?.WithoutContent());
        Assert.Equal(p, BivariatePolynomial.Quotient(p * q, q));
        Assert.Null(BivariatePolynomial.Quotient((p * q) + 1, p));
        Assert.True(BivariatePolynomial.PseudoRemainder(p * q, q).IsZero);
        Assert.Throws<DivideByZeroException>(() => BivariatePolynomial.PseudoRemainder(p, BivariatePolynomial.Zero));
        Assert.Equal(p, BivariatePolynomial.Gcd(p * 3, BivariatePolynomial.Zero));
        Assert.Equal(p, BivariatePolynomial.Gcd(BivariatePolynomial.Zero, -p));
        Assert.Equal((BivariatePolynomial)new RationalPolynomial(-1, 1), BivariatePolynomial.Gcd(p * (X - 1), q * (X - 1)));
        Assert.Equal(new RationalPolynomial(-1, 1), (p * (X - 1) * 4).Content());
        Assert.Equal(p, (p * (X - 1) * 4).WithoutContent());
        Assert.Equal(p, (p * new Rational(-5, 3)).Primitive());
        Assert.True(BivariatePolynomial.Zero.Primitive().IsZero);
    }

    [Fact]
    public void Elimination_knows_its_special_cases()
    {
        BivariatePolynomial quadratic = (Y * Y) + (X * Y) + 3;
        Assert.Equal(RationalPolynomial.Zero, Resultants.Resultant(quadratic, BivariatePolynomial.Zero));

        // b² − 4ac, up to sign; a polynomial of degree below 2 has none.
        RationalPolynomial discriminant = Resultants.Discriminant(quadratic);
        RationalPolynomial expected = new(-12, 0, 1);
        Assert.True(discriminant.Equals(expected) || discriminant.Equals(-expected));
        Assert.Equal(RationalPolynomial.One, Resultants.Discriminant((X * Y) + 1));

        // Squares of the roots ±√x of y² − x are x twice.
        Assert.Equal((Y - X) * (Y - X), Resultants.PowersOfRoots((Y * Y) - X, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Resultants.PowersOfRoots(quadratic, 0));
        Assert.Throws<ArgumentException>(() => Resultants.ComposedSum(quadratic, X));
        Assert.Throws<ArgumentException>(() => Resultants.ComposedProduct(X + 1, quadratic));
        Assert.Equal(new RationalPolynomial(1, 0, 2), Resultants.Interpolate([0, 1, -1], [1, 3, 3]));
    }

    [Fact]
    public void Text_of_a_polynomial_has_its_signs_fractions_and_order()
    {
        RationalPolynomial p = new(new Rational(-1, 2), 1, 0, new Rational(-3, 4));
        Assert.Equal("-3/4*x^3 + x - 1/2", PolynomialText.Plain(p, "x"));
        Assert.Equal("-3/4*x^3 + x - 1/2", p.ToString());
        Assert.Equal("-1/2 + x - 3/4*x^3", PolynomialText.Ascending(p, "x"));
        Assert.Equal(@"-\frac{3}{4} x^{3} + x - \frac{1}{2}", PolynomialText.Latex(p, "x"));
        Assert.Equal("0", PolynomialText.Plain(RationalPolynomial.Zero, "x"));
        Assert.Equal("0", PolynomialText.Latex(BivariatePolynomial.Zero, "x", "y"));
        Assert.Equal("0", PolynomialText.Plain(BivariatePolynomial.Zero, "x", "y"));
        Assert.Equal("1", PolynomialText.Plain((RationalPolynomial)1, "x"));
        Assert.Equal("y^2 + x*y - 5*x", PolynomialText.Plain((Y * Y) + (X * Y) - (5 * X), "x", "y"));
        Assert.Equal("y^{2} + (x - 1) y + 5 x + 2", PolynomialText.Latex((Y * Y) + ((X - 1) * Y) + (5 * X) + 2, "x", "y"));
        Assert.Equal("-(x - 1) y^{2} - 2 x y + x", PolynomialText.Latex(((1 - X) * Y * Y) - (2 * X * Y) + X, "x", "y"));
        Assert.Equal("y^{2} - (x - 1) y", PolynomialText.Latex((Y * Y) + ((1 - X) * Y), "x", "y"));
    }

    [Fact]
    public void Real_roots_of_dyadic_double_and_huge_kinds_are_found()
    {
        RationalPolynomial x = RationalPolynomial.X;
        Assert.Equal([-1.0, 0.5, 8.0], RealRoots.Find((x + 1) * (x - new Rational(1, 2)) * (x - new Rational(1, 2)) * (x - 8)));
        Assert.Equal([-1e30, 1e-30], RealRoots.Find((x + (Rational)BigInteger.Pow(10, 30)) * (x - (1 / (Rational)BigInteger.Pow(10, 30)))));
        Assert.Empty(RealRoots.Find(5));
        Assert.Empty(RealRoots.Find(0));
        Assert.Equal([1.2599210498948732], RealRoots.Find((x * x * x) - 2));
        Assert.Equal([1.0, 1.0 + Math.ScaleB(1.0, -52)], RealRoots.Find((x - 1) * (x - 1 - Rational.Pow(2, -52))));
    }
}
