using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Tests.Numerics.Exact;

public sealed class PolynomialTests
{
    private static readonly BivariatePolynomial X = BivariatePolynomial.First;
    private static readonly BivariatePolynomial Y = BivariatePolynomial.Second;

    [Theory]
    [InlineData(0.1), InlineData(-1.0 / 3.0), InlineData(5e-324), InlineData(1.7976931348623157e308), InlineData(-2.2e-310), InlineData(3.0)]
    public void Conversion_from_and_to_floating_point_is_exact(double x) =>
        Assert.Equal(x, Rational.FromDouble(x).ToDouble());

    [Fact]
    public void Conversion_to_floating_point_rounds_to_nearest()
    {
        Assert.Equal(1.0 / 3.0, new Rational(1, 3).ToDouble());
        Assert.Equal(2.0 / 3.0, new Rational(2, 3).ToDouble());

        // One and a half units in the last place: a tie, to even, unless something is left over.
        Rational tie = 1 + (3 * Rational.Pow(new Rational(1, 2), 53));
        Assert.Equal(1.0 + (2.0 * Math.ScaleB(1.0, -52)), tie.ToDouble());
        Assert.Equal(1.0 + Math.ScaleB(1.0, -52), (tie - Rational.Pow(new Rational(1, 2), 200)).ToDouble());
        Assert.Equal(double.PositiveInfinity, ((Rational)BigInteger.Pow(10, 400)).ToDouble());
        Assert.Equal(1e-320, (1 / (Rational)BigInteger.Pow(10, 320)).ToDouble());
    }

    [Fact]
    public void Resultant_of_two_polynomials_is_the_product_of_root_differences()
    {
        // (x − 1)(x − 2)·3 and (x − 5)(x + 7)(x − 1/2)·2.
        RationalPolynomial p = Roots(3, 1, 2);
        RationalPolynomial q = Roots(2, 5, -7, new Rational(1, 2));
        Rational expected = 27 * 4;
        foreach (Rational a in new Rational[] { 1, 2 })
        {
            foreach (Rational b in new Rational[] { 5, -7, new(1, 2) })
            {
                expected *= a - b;
            }
        }

        Assert.Equal(expected, RationalPolynomial.Resultant(p, q));
        Assert.Equal(expected, RationalPolynomial.Resultant(q, p));
    }

    [Fact]
    public void Square_free_factors_carry_their_multiplicities()
    {
        RationalPolynomial p = 5 * Roots(1, 3) * RationalPolynomial.Pow(Roots(1, -1, 4), 2) * RationalPolynomial.Pow(Roots(1, 0), 3);
        Assert.Equal(
            [(Roots(1, 3), 1), (Roots(1, -1, 4), 2), (Roots(1, 0), 3)],
            p.SquareFreeFactors());
    }

    [Fact]
    public void Real_roots_are_found_to_the_last_place()
    {
        // Wilkinson's polynomial of degree 18, on which floating-point root finders fail.
        RationalPolynomial wilkinson = Roots(1, [.. Enumerable.Range(1, 18).Select(k => (Rational)k)]);
        Assert.Equal(Enumerable.Range(1, 18).Select(k => (double)k), RealRoots.Find(wilkinson));

        RationalPolynomial x = RationalPolynomial.X;
        Assert.Equal([-Math.Sqrt(2.0), Math.Sqrt(2.0)], RealRoots.Find((x * x) - 2));
        Assert.Empty(RealRoots.Find((x * x) + 1));
        Assert.Equal([0.0], RealRoots.Find(x * x * x));
    }

    [Fact]
    public void Composed_sum_and_product_agree_with_resultants_of_Sylvester()
    {
        BivariatePolynomial p = (Y * Y) - (X * Y) + 1;
        BivariatePolynomial q = (X * Y * Y) - (3 * Y) + (X * X);
        BivariatePolynomial sum = Resultants.ComposedSum(p, q);
        BivariatePolynomial product = Resultants.ComposedProduct(p, q);
        foreach (Rational x in new Rational[] { 2, -3, new(5, 7) })
        {
            foreach (Rational t in new Rational[] { 1, 4, new(-2, 3) })
            {
                // Res_y(p(y), q(t − y)) and Res_y(p(y), y² q(t/y)) at fixed x and t.
                RationalPolynomial shifted = q.AtFirst(x).Compose(new RationalPolynomial(t, -1));
                RationalPolynomial c = q.AtFirst(x);
                RationalPolynomial inverted = new(c[2] * t * t, c[1] * t, c[0]);
                Rational bySum = RationalPolynomial.Resultant(p.AtFirst(x), shifted);
                Rational byProduct = RationalPolynomial.Resultant(p.AtFirst(x), inverted);
                Ratio(sum, x, bySum, t, RationalPolynomial.Resultant(p.AtFirst(x), q.AtFirst(x).Compose(new RationalPolynomial(11, -1))));
                Ratio(product, x, byProduct, t, RationalPolynomial.Resultant(
                    p.AtFirst(x), new RationalPolynomial(c[2] * 121, c[1] * 11, c[0])));
            }
        }

        static void Ratio(BivariatePolynomial f, Rational x, Rational resultant, Rational t, Rational resultantAtEleven) =>
            Assert.Equal(resultant * f.AtFirst(x).Evaluate((Rational)11), resultantAtEleven * f.AtFirst(x).Evaluate(t));
    }

    [Fact]
    public void Greatest_common_divisor_in_two_variables_divides_both()
    {
        BivariatePolynomial common = (X * Y) - (Y * Y) + 2;
        BivariatePolynomial p = common * (X + Y) * X;
        BivariatePolynomial q = common * ((X * X) - Y + 1) * X;
        Assert.Equal((common * X).Primitive(), BivariatePolynomial.Gcd(p, q));
        Assert.Equal((BivariatePolynomial)1, BivariatePolynomial.Gcd(X + Y, X - Y));
    }

    [Fact]
    public void Text_of_polynomials_reads_as_written_by_hand()
    {
        BivariatePolynomial cubic = (Y * Y * Y) - ((X + 2) * Y * Y) + (((2 * X) - 1) * Y) - 2;
        Assert.Equal("g^3 - g^2*z - 2*g^2 + 2*g*z - g - 2", PolynomialText.Plain(cubic, "z", "g"));
        Assert.Equal("g^{3} - (z + 2) g^{2} + (2 z - 1) g - 2", PolynomialText.Latex(cubic, "z", "g"));
    }

    private static RationalPolynomial Roots(Rational lead, params Rational[] roots) =>
        roots.Aggregate((RationalPolynomial)lead, (p, root) => p * new RationalPolynomial(-root, 1));
}

