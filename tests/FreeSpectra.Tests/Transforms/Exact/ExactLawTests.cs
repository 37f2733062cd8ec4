using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics.Exact;
using FreeSpectra.Transforms.Exact;

namespace FreeSpectra.Tests.Transforms.Exact;

public sealed class ExactLawTests
{
    [Theory]
    [InlineData("mp(1/2) [+] semicircle(1)", "1 5/2 23/4 125/8 697/16 4087/32 24579/64 151417/128 949229/256 6039643/512")]
    [InlineData("bernoulli(7/10) [x] bernoulli(2/5)", "7/25 287/1250 12649/62500 115717/625000 27046243/156250000 1282110179/7812500000")]
    [InlineData("two-projections(0.7, 0.4)", "7/25 287/1250 12649/62500")]
    [InlineData("square(semicircle(1))", "1 2 5 14 42 132")]
    [InlineData("sqrt-sym(mp(1))", "0 1 0 2 0 5 0 14")]
    [InlineData("atoms(-1:1/2, 1:1/2)^[+]2", "0 2 0 6 0 20 0 70")]
    [InlineData("arcsine(2)", "0 2 0 6 0 20 0 70")]
    [InlineData("kesten-mckay(3)", "0 3 0 15 0 87")]
    [InlineData("bernoulli(0.98) [x] (bernoulli(0.98) + 1) + 1", "7351/2500 54635099/6250000 203944498601/7812500000")]
    [InlineData("fuss-catalan(2)", "1 3 12 55 273")]
    [InlineData("mp(1) [x] mp(1)", "1 3 12 55 273")]
    [InlineData("mp(1)^[x]2", "1 3 12 55 273")]
    [InlineData("fuss-catalan(3/2)^[x]2", "1 4 22 140 969")]
    [InlineData("2*raney(3/2, 1/2)", "1 5/2 8")]
    [InlineData("compound-poisson(2, point(1/2))", "1 3/2 11/4")]
    [InlineData("compress(bernoulli(1/2), 1/2)", "1/2 3/8 5/16 35/128")]
    [InlineData("inverse(mp(1/2))", "2 8 48 352")]
    [InlineData("inverse(inverse(mp(1/3, scale=5)))", "5 100/3")]
    [InlineData("(mp(1/2) [+] semicircle(1)) [-] semicircle(1)", "1 3/2 11/4")]
    [InlineData("(mp(1/2) [x] mp(2)) [/] mp(2)", "1 3/2 11/4")]
    [InlineData("uniform(-1, 1)", "0 1/3 0 1/5")]
    [InlineData("semicircle(1) [x] bernoulli(1/2)", "0 1/4 0 1/4")]
    [InlineData("jacobi(2, 3)", "2/5 26/125")]
    [InlineData("boolean-sum(atoms(-1:1/2, 1:1/2), atoms(-1:1/2, 1:1/2))", "0 2 0 4 0 8")]
    [InlineData("monotone-sum(atoms(-1:1/2, 1:1/2), atoms(-1:1/2, 1:1/2))", "0 2 0 5 0 13")]
    [InlineData("monotone-sum(arcsine(1), arcsine(1))", "0 1 0 3/2 0 5/2")]
    public void Moments_are_those_of_the_definition(string expression, string moments)
    {
        string[] expected = moments.Split(' ');
        Assert.Equal(expected, Law(expression).Moments(expected.Length).Select(m => m.ToString()));
    }

    [Theory]
    [InlineData("mp(1/2) [+] semicircle(1)", "g^3 - g^2*z - 2*g^2 + 2*g*z - g - 2")]
    [InlineData("bernoulli(1/2) [x] bernoulli(1/2)", "4*g^2*z^3 - 4*g^2*z^2 - 4*g*z^2 + 4*g*z - 1")]
    [InlineData("semicircle(1)", "g^2 - g*z + 1")]
    [InlineData("fuss-catalan(2)", "g^3*z^2 - g*z + 1")]
    [InlineData("compress(mp(1), 1/2)", "g^2*z - 2*g*z + g + 2")]
    [InlineData("inverse(inverse(mp(1/2)))", "g^2*z - 2*g*z + g + 2")]
    [InlineData("square(semicircle(1))", "g^2*z - g*z + 1")]
    [InlineData("point(2) [+] point(1)", "g*z - 3*g - 1")]
    [InlineData("point(2) [x] mp(1)", "2*g^2*z - g*z + 1")]
    public void Equations_have_no_spurious_factor(string expression, string equation) =>
        Assert.Equal(equation, PolynomialText.Plain(Law(expression).Equation!, "z", "g"));

    public static TheoryData<string> Algebraic =>
    [
        "mp(1/2) [+] semicircle(1)", "bernoulli(7/10) [x] bernoulli(2/5)", "mp(1/3) [x] mp(3/2)", "(semicircle(2, mean=1) [+] arcsine(3)) + 1/2",
        "compress(mp(2) [+] bernoulli(1/3), 2/3)", "square(semicircle(1, mean=1/2))", "sqrt-sym(mp(1/2) [x] mp(1/2))", "jacobi(5/2, 3)",
        "raney(5/2, 3/2)", "compound-poisson(3/2, mp(1/2))", "inverse(mp(1/2))", "kesten-mckay(5/2)", "free-binomial(1/3, 7/4)",
        "atoms(0:1/5, 1:3/10, 3:1/2) [x] mp(1/2)", "mp(1/2)^[x]3", "fuss-catalan(3/2)", "(mp(1/2) [+] semicircle(1)) [-] semicircle(1)",
        "(mp(1/2) [x] mp(2)) [/] mp(2)", "semicircle(1) [x] mp(1/2)", "point(2) [x] mp(1/2)", "(mp(1) [+] mp(1/2)) [x] bernoulli(1/2)",
        "boolean-sum(mp(1/2), semicircle(1))",
    ];

    /// <summary>The equation holds to the order computed and the first 40 moments follow from it by the recurrence.</summary>
    [Theory, MemberData(nameof(Algebraic))]
    public void Moments_satisfy_the_equation(string expression)
    {
        ExactLaw law = Law(expression);
        BivariatePolynomial equation = AlgebraicEquation.ToMomentSeries(law.Equation!);
        PowerSeries series = new([1, .. law.Moments(40)]);
        Assert.All(AlgebraicSeries.Evaluate(equation, series).Coefficients, c => Assert.True(c.IsZero));
        if (law.Equation!.DegreeInSecond <= 3)
        {
            PowerSeries continued = AlgebraicSeries.Continue(
                AlgebraicSeries.DifferentialEquation(equation), n => series.Truncate(n), 41);
            Assert.Equal(series.Coefficients, continued.Coefficients);
        }
    }

    /// <summary>The sum has an equation, but the recurrence that follows from it has coefficients of many thousands of bits.</summary>
    [Fact]
    public void Moments_beyond_the_recurrence_s_work_come_directly()
    {
        ExactLaw law = Law("jacobi(1.113, 3.76) [+] free-f(0.5, 0.494)");
        PowerSeries series = new([1, .. law.Moments(66)]);
        BivariatePolynomial equation = AlgebraicEquation.ToMomentSeries(law.Equation!);
        Assert.All(AlgebraicSeries.Evaluate(equation, series).Coefficients, c => Assert.True(c.IsZero));
    }

    [Fact]
    public void Law_has_no_equation_where_the_elimination_is_too_much_work()
    {
        const string sum = "(0.163296*two-projections(0.501, 0.911) + 1.0263412) [+] (atoms(0.257:1/46, 0.5:25/46, 0.65:1/46, 1:19/46) [x] fuss-catalan(0.5))";
        Assert.Null(Law(sum).Equation);
        Assert.Equal(6, Law(sum).Moments(6).Length);
        Assert.Null(ExactEvaluator.Evaluate(LawExpression.Parse($"inverse({sum})")));
    }

    [Fact]
    public void Non_crossing_partitions_agree_with_the_series()
    {
        ExactLaw law = Law("mp(1/3) [+] uniform(-1, 2)");
        ImmutableArray<Rational> moments = law.Moments(9);
        ImmutableArray<Rational> cumulants = law.FreeCumulants(9);
        ExactLaw other = Law("atoms(1/2:1/3, 2:2/3)");
        ImmutableArray<Rational> product = ExactOperations.FreeProduct(law, other)!.Moments(9);
        ImmutableArray<Rational> centred = ExactOperations.FreeProduct(Law("semicircle(2) [+] atoms(-1:2/3, 2:1/3)"), other)!.Moments(9);
        ImmutableArray<Rational> centredCumulants = Law("semicircle(2) [+] atoms(-1:2/3, 2:1/3)").FreeCumulants(9);
        for (int n = 1; n <= 9; n++)
        {
            Assert.Equal(moments[n - 1], NonCrossingPartitions.SumOverPartitions(n, k => cumulants[k - 1]));
            Assert.Equal(cumulants[n - 1], NonCrossingPartitions.MobiusSum(n, k => moments[k - 1]));
            Assert.Equal(product[n - 1], NonCrossingPartitions.SumWithComplement(n, k => cumulants[k - 1], k => other.Moments(9)[k - 1]));
            Assert.Equal(centred[n - 1], NonCrossingPartitions.SumWithComplement(n, k => centredCumulants[k - 1], k => other.Moments(9)[k - 1]));
        }

        Assert.Equal(58786, NonCrossingPartitions.BlockSizes(11).Count());
    }

    [Fact]
    public void A_thousand_moments_agree_with_the_coefficientwise_solution_of_the_equation()
    {
        // mₙ·2ⁿ are integers; modulo a prime the cubic is solved coefficient by coefficient.
        ImmutableArray<Rational> moments = Law("mp(1/2) [+] semicircle(1)").Moments(1000);
        const long prime = 2_147_483_647;
        long[] m = new long[1001];
        m[0] = 1;

        // κ₁ = 2·1, κ₂ = 4·(3/2), κₙ = 2ⁿ·2^{1−n} = 2 after dilation by 2; xM solves x = w/C(w), C = 1 + 2w/(1 − w) + 4w².
        // (1 − w)·w = x·(1 + w + 4w² − 4w³) with w = xM, coefficient by coefficient.
        long[] w = new long[1002];
        long[] square = new long[1002];
        long[] cube = new long[1002];
        for (int n = 1; n <= 1001; n++)
        {
            long next = n == 1 ? 1 : 0;
            next = (next + w[n - 1] + (4 * square[n - 1]) - (4 * cube[n - 1])) % prime;
            square[n] = Sum(w, w, n);
            next = (next + square[n]) % prime;
            w[n] = ((next % prime) + prime) % prime;
            cube[n] = Sum(square, w, n);
        }

        for (int n = 1; n <= 1000; n++)
        {
            BigInteger scaled = (moments[n - 1] * Rational.Pow(2, n)).Numerator;
            Assert.Equal(w[n + 1], (long)(scaled % prime));
        }

        static long Sum(long[] a, long[] b, int n)
        {
            long sum = 0;
            for (int i = 1; i < n; i++)
            {
                sum = (sum + (a[i] * b[n - i])) % prime;
            }

            return sum;
        }
    }

    private static ExactLaw Law(string expression) => ExactEvaluator.Evaluate(LawExpression.Parse(expression))!;
}
