using System.Text;

namespace FreeSpectra.Tests.Support;

/// <summary>Expressions of the language of laws with random edits, from a fixed sequence.</summary>
public static class ExpressionMutations
{
    private static readonly string[] Seeds =
    [
        "mp(1/2) [+] semicircle(1)", "bernoulli(0.7) [x] bernoulli(2/5, at=3)", "2*mp(1)^[+]3/2 + 1/3", "compress(uniform(-1, 1), 1/2)",
        "atoms(-1:1/3, 1:2/3)^[x]2", "rect-sum(mp(1), point(1), 1/2)", "compound-poisson(2, kesten-mckay(3)) [-] cauchy(0, 1)",
        "inverse(jacobi(2, 3)) [/] free-stable(1/2, 1)", "samples(\"a.csv\") ⊞ raney(5/2, 1)", "sqrt-sym(square(arcsine(2))) ⊠ fuss-catalan(3)",
    ];

    private static readonly string[] Pieces =
    [
        "(", ")", ",", ":", "=", "*", "+", "-", "/", "^", "[", "]", "[+]", "[x]", "[-]", "[/]", "^[+]", "^[x]", "⊞", "⊠", "mp", "point(1)",
        "semicircle", "1e", "1e-400", "0", "1/0", ".", "..", "99999999999999999999", "e", "\"", "'", " ", "\t", "\n", "\0", "é", "😀", "∞", "NaN",
    ];

    /// <summary>The next expression of the sequence.</summary>
    public static string Next(ref ulong state)
    {
        StringBuilder text = new(Seeds[Pick(ref state, Seeds.Length)]);
        if (Pick(ref state, 8) == 0)
        {
            text.Clear();
        }

        for (int edits = Pick(ref state, 5); edits >= 0; edits--)
        {
            int at = Pick(ref state, text.Length + 1);
            switch (Pick(ref state, 4))
            {
                case 0 when at < text.Length:
                    text.Remove(at, 1 + Pick(ref state, Math.Min(4, text.Length - at)));
                    break;
                case 1 when at < text.Length:
                    text[at] = (char)(32 + Pick(ref state, 95));
                    break;
                case 2:
                    text.Insert(at, Seeds[Pick(ref state, Seeds.Length)]);
                    break;
                default:
                    text.Insert(at, Pieces[Pick(ref state, Pieces.Length)]);
                    break;
            }
        }

        return text.ToString();
    }

    private static int Pick(ref ulong state, int count)
    {
        state = (state * 6_364_136_223_846_793_005UL) + 1_442_695_040_888_963_407UL;
        return (int)((state >> 33) % (ulong)count);
    }
}
