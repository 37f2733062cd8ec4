using FreeSpectra.Measures.Expressions;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures.Expressions;

public sealed class LawExpressionTests
{
    [Theory]
    [InlineData("mp(1/2) ⊞ semicircle(1)", "mp(0.5) [+] semicircle(1)")]
    [InlineData("mp(0.5)[+]mp(1)[x]mp(2)", "mp(0.5) [+] mp(1) [x] mp(2)")]
    [InlineData("(mp(0.5)⊞mp(1))⊠mp(2)", "(mp(0.5) [+] mp(1)) [x] mp(2)")]
    [InlineData("mp(1) [+] (mp(2) [+] mp(3))", "mp(1) [+] (mp(2) [+] mp(3))")]
    [InlineData("mp(1) [-] mp(2) [/] mp(3)", "mp(1) [-] mp(2) [/] mp(3)")]
    [InlineData("2*mp(1)^[+]3/2 + 1/3", "2*mp(1)^[+]1.5 + 1/3")]
    [InlineData("1 + 2*mp(1)", "2*mp(1) + 1")]
    [InlineData("1 - 2", null)]
    [InlineData("2*(3*mp(1) + 1) - 2", "6*mp(1)")]
    [InlineData("-2*semicircle()", "-2*semicircle(1)")]
    [InlineData("semicircle", "semicircle(1)")]
    [InlineData("semicircle(mean=2)", "semicircle(1, mean=2)")]
    [InlineData("semicircle(3, 2)", "semicircle(3, mean=2)")]
    [InlineData("bernoulli(7/10, at=1e-3)", "bernoulli(0.7, at=0.001)")]
    [InlineData("mp(0.1e-11)", "mp(1e-12)")]
    [InlineData("mp(2e20)", "mp(2e20)")]
    [InlineData("atoms( -1 : 1/3 , 1:2/3 )", "atoms(-1:1/3, 1:2/3)")]
    [InlineData("compress(mp(1), t=1/2)", "compress(mp(1), 0.5)")]
    [InlineData("compress(t=1/2, mp(1))", "compress(mp(1), 0.5)")]
    [InlineData("compound-poisson(2, mp(1) [+] mp(2))", "compound-poisson(2, mp(1) [+] mp(2))")]
    [InlineData("rect-sum(mp(1), point(1), 1/2)", "rect-sum(mp(1), point(1), 0.5)")]
    [InlineData("samples(\"a b.csv\") [-] semicircle(0.1)", "samples(\"a b.csv\") [-] semicircle(0.1)")]
    [InlineData("inverse(square(sqrt-sym(mp(1))))", "inverse(square(sqrt-sym(mp(1))))")]
    [InlineData("mp(1)^[x](1/2)^[+]2", "mp(1)^[x]0.5^[+]2")]
    [InlineData("(2*mp(1))^[x]2 [x] (2*mp(1))", "(2*mp(1))^[x]2 [x] 2*mp(1)")]
    [InlineData("mp(1) [x] (mp(1) + 1)", "mp(1) [x] (mp(1) + 1)")]
    public void Canonical_text_reads_back(string text, string? canonical)
    {
        if (canonical is null)
        {
            Assert.Throws<FormatException>(() => LawExpression.Parse(text));
            return;
        }

        LawExpression expression = LawExpression.Parse(text);
        Assert.Equal(canonical, expression.ToString());
        Assert.Equal(expression, LawExpression.Parse(canonical));
    }

    [Theory]
    [InlineData("semicircle(1) [+] mpp(2)", "unknown law `mpp` at column 19; did you mean `mp`?")]
    [InlineData("[x] mpp(2)", "expected a law, but found `[` at column 1")]
    [InlineData("mp(1) [+]", "expected a law, but found the end at column 10")]
    [InlineData("mp()", "`mp` lacks `c`; it has the form mp(c, scale=1) at column 1")]
    [InlineData("mp", "`mp` needs arguments: mp(c, scale=1) at column 1")]
    [InlineData("mp(1, 2, 3)", "`mp` has too many arguments; it has the form mp(c, scale=1) at column 10")]
    [InlineData("mp(1, size=3)", "`mp` has no parameter `size`; it has the form mp(c, scale=1) at column 7")]
    [InlineData("mp(1, c=3)", "`mp` is given `c` twice at column 7")]
    [InlineData("mp(1/0)", "the denominator must not be 0 at column 6")]
    [InlineData("mp(1e999)", "`1e999` is not a number that can be held at column 4")]
    [InlineData("mp(1e99999999999)", "`1e99999999999` is not a number that can be held at column 4")]
    [InlineData("mp(1e-401)", "`1e-401` is not a number that can be held at column 4")]
    [InlineData("mp(0.5e-400)", "`0.5e-400` is not a number that can be held at column 4")]
    [InlineData("mp(1) + mp(2)", "only a number can be added with + or -; the free sum of two laws is written [+] at column 9")]
    [InlineData("mp(1)^2", "a power is written ^[+]t or ^[x]t at column 6")]
    [InlineData("3 [+] mp(1)", "the number 3 stands where a law is expected; write a*EXPR + b, or point(3) at column 1")]
    [InlineData("0*mp(1)", "the scale must not be 0 at column 1")]
    [InlineData("samples(x)", "expected a file name in quotes, but found `x` at column 9")]
    [InlineData("samples(\"x)", "the quote is not closed at column 9")]
    [InlineData("mp(1) mp(2)", "expected the end, but found `m` at column 7")]
    [InlineData("semicrcle(1)", "unknown law `semicrcle` at column 1; did you mean `semicircle`?")]
    [InlineData("", "expected a law, but found the end at column 1")]
    public void Errors_say_what_is_wrong_and_where(string text, string message)
    {
        FormatException error = Assert.Throws<FormatException>(() => LawExpression.Parse(text));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Deep_and_long_expressions_are_refused_without_harm()
    {
        Assert.Contains("nested", Refusal(new string('(', 9_000)), StringComparison.Ordinal);
        Assert.Contains("nested", Refusal(string.Concat(Enumerable.Repeat("2*", 4_000)) + "mp(1)"), StringComparison.Ordinal);
        Assert.Contains("nested", Refusal(string.Concat(Enumerable.Repeat("inverse(", 1_000)) + "mp(1)"), StringComparison.Ordinal);
        Assert.Contains("more than", Refusal(string.Join("[+]", Enumerable.Repeat("mp(1)", 600))), StringComparison.Ordinal);
        Assert.Contains("more than", Refusal("mp(1)" + string.Concat(Enumerable.Repeat("^[+]1", 600))), StringComparison.Ordinal);
        Assert.Contains("characters", Refusal(new string('x', 20_000)), StringComparison.Ordinal);

        static string Refusal(string text) => Assert.Throws<FormatException>(() => LawExpression.Parse(text)).Message;
    }

    /// <summary>Random edits of valid expressions, and random text: an expression that reads back, or one line with a column.</summary>
    [Fact]
    public void Mutated_expressions_give_a_law_or_one_line() => Fuzz(seed: 2026, count: 20_000);

    [Fact]
    public void A_million_mutated_expressions_give_a_law_or_one_line()
    {
        LongSuite.Require();
        Fuzz(seed: 7, count: 1_000_000);
    }

    private static void Fuzz(int seed, int count)
    {
        // A fixed linear congruence: the same inputs on every run.
        ulong state = (ulong)seed;
        int parsed = 0;
        for (int i = 0; i < count; i++)
        {
            string text = ExpressionMutations.Next(ref state);
            try
            {
                LawExpression expression = LawExpression.Parse(text);
                LawExpression again = LawExpression.Parse(expression.ToString());
                Assert.True(expression.Equals(again) && again.ToString() == expression.ToString(), $"does not read back: {text}");
                parsed++;
            }
            catch (FormatException error)
            {
                bool oneLine = error.Message.IndexOfAny(['\n', '\r']) < 0 && error.Message.Length < 500
                    && error.Message.Contains(" at column ", StringComparison.Ordinal);
                Assert.True(oneLine, $"'{text}' gives: {error.Message}");
            }
        }

        Assert.InRange(parsed, count / 50, count - (count / 10));
    }
}
