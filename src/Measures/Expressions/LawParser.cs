using System.Collections.Immutable;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Measures.Expressions;

/// <summary>Recursive descent over the text of an expression.</summary>
/// <remarks>
/// <code>
/// sum     := product { ('[+]' | '[-]') product | ('+' | '-') number } | number '+' product …
/// product := scaled { ('[x]' | '[/]') scaled }
/// scaled  := number '*' scaled | power
/// power   := primary { ('^[+]' | '^[x]') number }
/// primary := name [ '(' arguments ')' ] | '(' sum ')'
/// </code>
/// </remarks>
internal sealed class LawParser
{
    private const int MaxLength = 10_000;
    private const int MaxDepth = 100;
    private const int MaxNodes = 400;

    private readonly string text;
    private readonly LawScanner scan;
    private int depth;
    private int nodes;

    public LawParser(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = text;
        scan = new LawScanner(text);
    }

    public LawExpression Parse()
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"the expression must have at most {MaxLength} characters, but has {text.Length}");
        }

        LawExpression result = Sum();
        return scan.AtEnd() ? result : throw scan.Unexpected("the end");
    }

    private LawExpression Sum()
    {
        Descend();

        LawExpression left = FirstSummand();
        while (true)
        {
            int start = scan.Skip();
            if (scan.Take("[+]") || scan.Take("⊞"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeSum, left, Product()));
            }
            else if (scan.Take("[-]") || scan.Take("⊟"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeDifference, left, Product()));
            }
            else if (scan.Take("+"))
            {
                left = Count(start, LawExpression.Affine(left, Rational.One, Shift()));
            }
            else if (scan.Take("-"))
            {
                left = Count(start, LawExpression.Affine(left, Rational.One, -Shift()));
            }
            else
            {
                depth--;
                return left;
            }
        }
    }

    /// <summary>A product, or <c>number + product</c>.</summary>
    private LawExpression FirstSummand()
    {
        int start = scan.Skip();
        if (scan.AtNumber())
        {
            Rational shift = scan.Number();
            if (scan.Take("+"))
            {
                return Count(start, LawExpression.Affine(Product(), Rational.One, shift));
            }

            scan.Return(start);
        }

        return Product();
    }

    private LawExpression Product()
    {
        LawExpression left = Scaled();
        while (true)
        {
            int start = scan.Skip();
            if (scan.Take("[x]") || scan.Take("⊠"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeProduct, left, Scaled()));
            }
            else if (scan.Take("[/]"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeQuotient, left, Scaled()));
            }
            else
            {
                return left;
            }
        }
    }

    private LawExpression Scaled()
    {
        int start = scan.Skip();
        if (!scan.AtNumber())
        {
            return Power();
        }

        Rational scale = scan.Number();
        if (!scan.Take("*"))
        {
            throw LawScanner.Error(start, $"the number {LawNumber.Print(scale)} stands where a law is expected; write a*EXPR + b, or point({LawNumber.Print(scale)})");
        }

        if (scale.IsZero)
        {
            throw LawScanner.Error(start, "the scale must not be 0");
        }

        Descend();

        LawExpression law = Scaled();
        depth--;
        return Count(start, LawExpression.Affine(law, scale, Rational.Zero));
    }

    private LawExpression Power()
    {
        LawExpression law = Primary();
        while (true)
        {
            int start = scan.Skip();
            if (scan.Take("^[+]") || scan.Take("^⊞"))
            {
                law = Count(start, LawExpression.Power(LawOperation.FreeSumPower, law, Exponent()));
            }
            else if (scan.Take("^[x]") || scan.Take("^⊠"))
            {
                law = Count(start, LawExpression.Power(LawOperation.FreeProductPower, law, Exponent()));
            }
            else if (scan.Peek('^'))
            {
                throw LawScanner.Error(start, "a power is written ^[+]t or ^[x]t");
            }
            else
            {
                return law;
            }
        }
    }

    private LawExpression Primary()
    {
        int start = scan.Skip();
        if (scan.Take("("))
        {
            LawExpression inner = Sum();
            scan.Expect(")");
            return inner;
        }

        string name = scan.Name();
        if (name.Length == 0)
        {
            throw scan.Unexpected("a law");
        }

        LawForm form = LawForm.Find(name) ?? throw LawSpelling.Unknown(start, name);
        return Count(start, scan.Take("(") ? Arguments(start, form) : WithoutArguments(start, form));
    }

    private static LawExpression WithoutArguments(int start, LawForm form) =>
        form is { Laws: 0, TakesAtoms: false, TakesFile: false } && form.Parameters.All(p => p.Default is not null)
            ? LawExpression.Named(form.Name, [], [.. form.Parameters.Select(p => p.Default!.Value)])
            : throw LawScanner.Error(start, $"`{form.Name}` needs arguments: {form.Signature}");

    private LawExpression Arguments(int start, LawForm form)
    {
        if (form.TakesFile)
        {
            string file = scan.QuotedText();
            scan.Expect(")");
            return LawExpression.Samples(file);
        }

        if (form.TakesAtoms)
        {
            return LawExpression.Named(form.Name, [], AtomList());
        }

        var laws = ImmutableArray.CreateBuilder<LawExpression>();
        var numbers = new Rational?[form.Parameters.Length];
        int next = 0;
        bool first = true;
        while (!scan.Take(")"))
        {
            if (!first && !scan.Take(","))
            {
                throw scan.Unexpected("`,` or `)`");
            }

            first = false;
            int argument = scan.Skip();
            bool wantsLaw = laws.Count < form.Laws && (!form.NumbersFirst || next >= numbers.Length);
            if (AtNamedArgument(out string name))
            {
                int index = form.Parameters.Select(p => p.Name).ToList().IndexOf(name);
                if (index < 0)
                {
                    throw LawScanner.Error(argument, $"`{form.Name}` has no parameter `{name}`; it has the form {form.Signature}");
                }

                if (numbers[index] is not null)
                {
                    throw LawScanner.Error(argument, $"`{form.Name}` is given `{name}` twice");
                }

                scan.Expect("=");
                numbers[index] = scan.Number();
                next = Math.Max(next, index + 1);
            }
            else if (wantsLaw)
            {
                laws.Add(Sum());
            }
            else if (next < numbers.Length)
            {
                numbers[next++] = scan.Number();
            }
            else
            {
                throw LawScanner.Error(argument, $"`{form.Name}` has too many arguments; it has the form {form.Signature}");
            }
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] ??= form.Parameters[i].Default
                ?? throw LawScanner.Error(start, $"`{form.Name}` lacks `{form.Parameters[i].Name}`; it has the form {form.Signature}");
        }

        return laws.Count == form.Laws
            ? LawExpression.Named(form.Name, laws.ToImmutable(), [.. numbers.Select(n => n!.Value)])
            : throw LawScanner.Error(start, $"`{form.Name}` lacks a law; it has the form {form.Signature}");
    }

    private ImmutableArray<Rational> AtomList()
    {
        var numbers = ImmutableArray.CreateBuilder<Rational>();
        int start = scan.Position;
        do
        {
            numbers.Add(scan.Number());
            scan.Expect(":");
            numbers.Add(scan.Number());
            if (numbers.Count > 2 * MaxNodes)
            {
                throw LawScanner.Error(start, $"there are more than {MaxNodes} atoms");
            }
        }
        while (scan.Take(","));
        scan.Expect(")");
        return numbers.ToImmutable();
    }

    private Rational Shift()
    {
        int start = scan.Skip();
        return scan.AtNumber()
            ? scan.Number()
            : throw LawScanner.Error(start, "only a number can be added with + or -; the free sum of two laws is written [+]");
    }

    private Rational Exponent()
    {
        if (!scan.Take("("))
        {
            return scan.Number();
        }

        Rational exponent = scan.Number();
        scan.Expect(")");
        return exponent;
    }

    private bool AtNamedArgument(out string name)
    {
        int start = scan.Skip();
        name = scan.Name();
        scan.Skip();
        bool named = name.Length > 0 && scan.Peek('=');
        if (!named)
        {
            scan.Return(start);
        }

        return named;
    }

    private void Descend()
    {
        if (++depth > MaxDepth)
        {
            throw LawScanner.Error(scan.Position, $"the expression is nested more than {MaxDepth} levels deep");
        }
    }

    private LawExpression Count(int start, LawExpression law) =>
        ++nodes <= MaxNodes ? law : throw LawScanner.Error(start, $"the expression has more than {MaxNodes} laws and operations");
}
