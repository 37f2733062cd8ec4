using FreeSpectra.Measures.Expressions;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures.Expressions;

/// <summary>What the parser makes of right and wrong texts: the canonical text, or the message with its column.</summary>
public sealed class ExpressionTextTests
{
    private static readonly string[] Texts =
    [
        "semicircle", "semicircle()", "semicircle(2)", "semicircle(2,1/3)", "semicircle(mean=1)", "semicircle(mean=1,variance=2)", "semicircle(variance=2,2)",
        "semicircle(1,2,3)", "semicircle(mean=1,mean=2)", "semicircle(size=1)", "semicircle(1 2)", "semicircle(1,)", "semicircle(,1)", "semicircle(mean 1)",
        "mp", "mp(0.5)", "mp( 0.5 , scale = 2 )", "mp(1/0)", "mp(1/ 0.5)", "mp(-1)", "mp(+1)", "mp(1e400)", "mp(1e-12)", "mp(1e)", "mp(1e+)", "mp(1.5.2)", "mp(.5)", "mp(5.)", "mp(.)",
        "bernoulli(0.25)", "bernoulli(p=0.25, at=-2)", "atoms(0:0.5,1:0.5)", "atoms(0:1/2, 1/3:1/2)", "atoms(0 0.5)", "atoms()", "atoms(1:1", "atoms(-1:0.5, 2:0.5)",
        "samples('a b.csv')", "samples(\"a.npy\")", "samples(a)", "samples('a)", "samples('')", "samples('a\"b')", "samples('a'", "samples",
        "compound-poisson(2, mp(1))", "compound-poisson(mp(1), 2)", "compound-poisson(2)", "compound-poisson(rate=2, point(1))", "compound-poisson(2, mp(1), mp(2))",
        "compress(mp(1), 0.5)", "compress(0.5, mp(1))", "compress(mp(1))", "rect-sum(mp(1), mp(2), 0.5)", "rect-sum(mp(1), 0.5)", "boolean-sum(mp(1))", "boolean-sum(mp(1), point(2))",
        "inverse(mp(0.5))", "inverse", "inverse()", "inverse(1)", "square(semicircle)", "sqrt-sym(mp(1))",
        "semicircle [+] mp(1)", "semicircle[+]mp(1)[+]point(2)", "semicircle ⊞ mp(1)", "semicircle [-] mp(1)", "semicircle ⊟ mp(1)", "mp(1) [x] mp(2)", "mp(1) ⊠ mp(2)", "mp(1) [/] mp(2)",
        "semicircle [+] mp(1) [x] mp(2)", "(semicircle [+] mp(1)) [x] mp(2)", "mp(1)^[+]2", "mp(1)^⊞2.5", "mp(1)^[x]3/2", "mp(1)^⊠(3/2)", "mp(1)^(2)", "mp(1)^2", "mp(1)^[+]2^[x]3",
        "2*semicircle", "2*semicircle+1", "1+2*semicircle", "-2*semicircle-1", "2 * 3 * mp(1)", "0*semicircle", "2*(semicircle [+] mp(1))", "2*semicircle^[+]2", "3", "3+", "3*", "1+1",
        "semicircle+1/2", "semicircle-0.5", "semicircle + mp(1)", "semicircle - mp(1)", "semicircle + (1)", "1 + semicircle [+] mp(1)", "semicircle + 1 + 2 - 4",
        "", " ", "(", ")", "()", "(semicircle", "semicircle)", "semicircle semicircle", "semicircle ?", "semicircle [", "semicircle [y] mp(1)", "?", "\u0001", "é",
        "semicirle", "mpp(1)", "xyz", "a-very-long-name-that-is-longer-than-forty-characters-in-all", "mp-1", "mp_(1)", "MP(1)", "semi-circle", "cauchy(0,1)-1",
        "free-stable(0.5)", "free-stable(0.5, 1)", "raney(2, 1)", "jacobi(1,2)", "free-log-normal(1)", "free-meixner(a=1,b=2)", "uniform(0,1)", "kesten-mckay(3)", "arcsine(2)", "point(1e20)",
        "point(123456789012345678)", "point(0.1)", "point(1/3)", "point(0.00001)", "point(0.000012)", "point(1e-400)", "point(1.25e3)", "point(100000000000000000000)", "point(2/4)", "point(-0.5e-3)",
    ];

    [Fact]
    public void Texts_are_read_or_refused_as_they_were()
    {
        List<string> lines = [];
        foreach (string text in Texts)
        {
            string answer;
            try
            {
                LawExpression read = LawExpression.Parse(text);
                answer = read.ToString();
                Assert.Equal(read, LawExpression.Parse(answer));
            }
            catch (FormatException refused)
            {
                answer = "! " + refused.Message;
            }

            lines.Add($"{text.Replace("\u0001", "<1>", StringComparison.Ordinal)} => {answer}");
        }

        Golden.Matches(string.Join('\n', lines) + "\n", "expressions.txt");
    }

    [Fact]
    public void Forms_are_called_as_they_were() =>
        Golden.Matches(string.Concat(LawForm.All.Select(form => $"{form.Signature}: {form.Summary}\n")), "forms.txt");

    /// <summary>Each limit on both sides.</summary>
    [Fact]
    public void Limits_of_length_depth_and_size_hold_on_both_sides()
    {
        static string Refusal(string text) => Assert.Throws<FormatException>(() => LawExpression.Parse(text)).Message;
        LawExpression.Parse("mp(1)" + new string(' ', 9995));
        Assert.Equal("the expression must have at most 10000 characters, but has 10001", Refusal("mp(1)" + new string(' ', 9996)));
        LawExpression.Parse(new string('(', 99) + "mp(1)" + new string(')', 99));
        Assert.Equal("the expression is nested more than 100 levels deep at column 101", Refusal(new string('(', 100) + "mp(1)" + new string(')', 100)));
        LawExpression.Parse(string.Concat(Enumerable.Repeat("2*", 99)) + "mp(1)");
        Assert.Equal("the expression is nested more than 100 levels deep at column 201", Refusal(string.Concat(Enumerable.Repeat("2*", 100)) + "mp(1)"));
        LawExpression.Parse(string.Join("[+]", Enumerable.Repeat("mp(1)", 200)));
        Assert.StartsWith("the expression has more than 400 laws and operations at column ", Refusal(string.Join("[+]", Enumerable.Repeat("mp(1)", 201))), StringComparison.Ordinal);
        LawExpression.Parse("atoms(" + string.Join(",", Enumerable.Range(0, 400).Select(i => $"{i}:1/400")) + ")");
        Assert.Equal("there are more than 400 atoms at column 7", Refusal("atoms(" + string.Join(",", Enumerable.Range(0, 401).Select(i => $"{i}:1/401")) + ")"));
    }
}
