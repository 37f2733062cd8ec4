using FreeSpectra.Numerics.Exact;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics.Exact;

/// <summary>How much work exact eliminations ask for before they answer: the charges hold their order of size, for short and for long numbers.</summary>
public sealed class EliminationWorkTests
{
    private static readonly BivariatePolynomial X = BivariatePolynomial.First;

    private static readonly BivariatePolynomial Y = BivariatePolynomial.Second;

    private static readonly Dictionary<string, BivariatePolynomial> Equations = new()
    {
        ["Catalan"] = 1 - Y + (X * Y * Y),
        ["ternary"] = 1 - Y + (X * Y * Y * Y),
        ["long numbers"] = 1 - Y + (X * Y * Y * 1_000_003 * 999_983) + (X * X * Y * 1_000_033 * 999_979),
        ["two variables"] = 1 - Y + (X * X * Y * Y) - (3 * X * Y) + (X * X * X),
        ["fractions"] = 7 - (7 * Y) + (3 * X * Y * Y) + (5 * X * X),
    };

    public static TheoryData<string> Names => [.. Equations.Keys];

    [Theory, MemberData(nameof(Names))]
    public void An_elimination_asks_for_the_work_that_the_book_says(string name)
    {
        BivariatePolynomial equation = Equations[name];
        BivariatePolynomial spurious = equation * ((Y * Y) - (X * Y) + X - 3);
        PowerSeries Series(int n) => AlgebraicSeries.Solve(equation, 1, n);
        CostBook.Holds($"a factor, {name}", [Least(work => BranchFactor.Find(spurious, Series, work) is not null)]);
        CostBook.Holds($"a differential equation, {name}", [Least(work => !AlgebraicSeries.DifferentialEquation(equation, work).IsDefault)]);
    }

    [Fact]
    public void Relations_of_a_branch_are_the_multiples_of_its_equation()
    {
        PowerSeries s = AlgebraicSeries.Solve(Equations["Catalan"], 1, 40);
        foreach ((int x, int y, int expected) in new[] { (1, 2, 1), (3, 2, 3), (1, 1, 0), (1, 3, 2), (2, 3, 4), (0, 2, 0), (5, 1, 0), (4, 4, 12) })
        {
            Assert.Equal(expected, ModularRelations.Nullity(s, x, y));
        }
    }

    /// <summary>The least work with an answer, to a part in a thousand.</summary>
    private static int Least(Func<double, bool> answers)
    {
        (double low, double high) = (1.0, 2e9);
        Assert.True(answers(high));
        while (high > 1.001 * low)
        {
            double middle = Math.Sqrt(low * high);
            (low, high) = answers(middle) ? (low, middle) : (middle, high);
        }

        return (int)high;
    }
}
