using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Tests.Numerics.Exact;

public sealed class SeriesTests
{
    private static readonly BivariatePolynomial X = BivariatePolynomial.First;
    private static readonly BivariatePolynomial Y = BivariatePolynomial.Second;

    [Fact]
    public void Reversion_undoes_composition()
    {
        PowerSeries f = new([0, 2, -3, new Rational(1, 5), 7, 0, 1, new Rational(-2, 9), 4]);
        PowerSeries identity = new([0, 1, .. new Rational[7]]);
        Assert.Equal(identity.Coefficients, f.Compose(f.Revert()).Coefficients);
        Assert.Equal(identity.Coefficients, f.Revert().Compose(f).Coefficients);
    }

    [Fact]
    public void Rational_powers_multiply()
    {
        PowerSeries f = new([1, 2, -3, new Rational(1, 5), 7, 0, 1]);
        Assert.Equal(f.Coefficients, (f.Pow(new Rational(1, 3)) * f.Pow(new Rational(2, 3))).Coefficients);
        Assert.Equal((PowerSeries.Constant(1, 7) / f).Coefficients, f.Pow(-1).Coefficients);
    }

    [Fact]
    public void Series_of_an_algebraic_function_solves_its_equation()
    {
        // C = 1 + x C²: the Catalan numbers.
        BivariatePolynomial catalan = 1 - Y + (X * Y * Y);
        PowerSeries c = AlgebraicSeries.Solve(catalan, 1, 12);
        Assert.Equal(["1", "1", "2", "5", "14", "42", "132", "429", "1430", "4862", "16796", "58786"], c.Coefficients.Select(n => n.ToString()));
    }

    [Fact]
    public void Recurrence_from_the_differential_equation_continues_the_series()
    {
        // T = 1 + x T³ has the coefficients C(3n, n)/(2n + 1).
        BivariatePolynomial ternary = 1 - Y + (X * Y * Y * Y);
        PowerSeries t = AlgebraicSeries.Continue(
            AlgebraicSeries.DifferentialEquation(ternary), n => AlgebraicSeries.Solve(ternary, 1, n), 201);
        BigInteger binomial = 1;
        for (int k = 1; k <= 200; k++)
        {
            binomial = binomial * (400 + k) / k;
        }

        Assert.Equal(new Rational(binomial, 401), t[200]);
        Assert.Equal(AlgebraicSeries.Solve(ternary, 1, 40).Coefficients, t.Truncate(40).Coefficients);
    }

    [Fact]
    public void Factor_of_the_branch_is_separated_from_spurious_ones()
    {
        BivariatePolynomial catalan = 1 - Y + (X * Y * Y);
        BivariatePolynomial spurious = (Y * Y * Y) - (X * Y) + X - 3;
        BivariatePolynomial product = catalan * spurious * ((2 * X) - 1) * (Y + X);
        BivariatePolynomial? found = BranchFactor.Find(product, n => AlgebraicSeries.Solve(catalan, 1, n));
        Assert.Equal(catalan.Primitive(), found);
        Assert.Equal(catalan.Primitive(), BranchFactor.Find(catalan * catalan * spurious, n => AlgebraicSeries.Solve(catalan, 1, n)));
        Assert.Equal(catalan.Primitive(), BranchFactor.Find(catalan * spurious * spurious * catalan * catalan, n => AlgebraicSeries.Solve(catalan, 1, n)));
        Assert.Equal(catalan.Primitive(), BranchFactor.Find(catalan * ((3 * X * X) - X + 5), n => AlgebraicSeries.Solve(catalan, 1, n)));
        Assert.Equal(catalan.Primitive(), BranchFactor.Find(catalan * (Y - 7), n => AlgebraicSeries.Solve(catalan, 1, n)));
        Assert.Equal(catalan.Primitive(), BranchFactor.Find(7 * catalan, n => AlgebraicSeries.Solve(catalan, 1, n)));
        Assert.Throws<ArgumentException>(() => BranchFactor.Find(spurious, n => AlgebraicSeries.Solve(catalan, 1, n)));
    }

    [Fact]
    public void Eliminations_end_where_their_work_is_spent()
    {
        BivariatePolynomial ternary = 1 - Y + (X * Y * Y * Y);
        BivariatePolynomial product = ternary * ((Y * Y * Y) - (X * Y) + X - 3);
        int asked = 0;
        PowerSeries Series(int n)
        {
            asked = Math.Max(asked, n);
            return AlgebraicSeries.Solve(ternary, 1, n);
        }

        Assert.Null(BranchFactor.Find(product, Series, maxWork: 1e3));
        int within = asked;
        Assert.Null(BranchFactor.Find(product, Series, maxWork: 8e3));
        Assert.True(asked > within, "A larger limit must let the search go on.");
        Assert.Equal(ternary.Primitive(), BranchFactor.Find(product, Series, maxWork: 1e7));

        Assert.True(AlgebraicSeries.DifferentialEquation(ternary, maxWork: 1e4).IsDefault);
        Assert.Equal(AlgebraicSeries.DifferentialEquation(ternary), AlgebraicSeries.DifferentialEquation(ternary, maxWork: 1e8));
    }

    /// <summary>Of two series known to different orders the quotient is known to the lower one.</summary>
    [Fact]
    public void A_quotient_is_as_long_as_its_shorter_part()
    {
        PowerSeries three = new([1, 2, 3]), two = new([1, 1]);
        Assert.Equal(new PowerSeries([1, 1]).Coefficients, (three / two).Coefficients);
        Assert.Equal(new PowerSeries([1, -1]).Coefficients, (two / three).Coefficients);
        Assert.Equal(new PowerSeries([1, 1, -2]).Coefficients, (three / new PowerSeries([1, 1, 4])).Coefficients);
    }
}
