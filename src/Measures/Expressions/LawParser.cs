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
    private int position;
    private int depth;
    private int nodes;

    public LawParser(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = text;
    }

    public LawExpression Parse()
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"the expression must have at most {MaxLength} characters, but has {text.Length}");
        }

        LawExpression result = Sum();
        return AtEnd() ? result : throw Unexpected("the end");
    }

    private LawExpression Sum()
    {
        if (++depth > MaxDepth)
        {
            throw Error(position, $"the expression is nested more than {MaxDepth} levels deep");
        }

        LawExpression left = FirstSummand();
        while (true)
        {
            int start = Skip();
            if (Take("[+]") || Take("⊞"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeSum, left, Product()));
            }
            else if (Take("[-]") || Take("⊟"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeDifference, left, Product()));
            }
            else if (Take("+"))
            {
                left = Count(start, LawExpression.Affine(left, Rational.One, Shift()));
            }
            else if (Take("-"))
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
        int start = Skip();
        if (AtNumber())
        {
            Rational shift = Number();
            if (Take("+"))
            {
                return Count(start, LawExpression.Affine(Product(), Rational.One, shift));
            }

            position = start;
        }

        return Product();
    }

    private LawExpression Product()
    {
        LawExpression left = Scaled();
        while (true)
        {
            int start = Skip();
            if (Take("[x]") || Take("⊠"))
            {
                left = Count(start, LawExpression.Binary(LawOperation.FreeProduct, left, Scaled()));
            }
            else if (Take("[/]"))
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
        int start = Skip();
        if (!AtNumber())
        {
            return Power();
        }

        Rational scale = Number();
        if (!Take("*"))
        {
            throw Error(start, $"the number {LawNumber.Print(scale)} stands where a law is expected; write a*EXPR + b, or point({LawNumber.Print(scale)})");
        }

        if (scale.IsZero)
        {
            throw Error(start, "the scale must not be 0");
        }

        if (++depth > MaxDepth)
        {
            throw Error(position, $"the expression is nested more than {MaxDepth} levels deep");
        }

        LawExpression law = Scaled();
        depth--;
        return Count(start, LawExpression.Affine(law, scale, Rational.Zero));
    }

    private LawExpression Power()
    {
        LawExpression law = Primary();
        while (true)
        {
            int start = Skip();
            if (Take("^[+]") || Take("^⊞"))
            {
                law = Count(start, LawExpression.Power(LawOperation.FreeSumPower, law, Exponent()));
            }
            else if (Take("^[x]") || Take("^⊠"))
            {
                law = Count(start, LawExpression.Power(LawOperation.FreeProductPower, law, Exponent()));
            }
            else if (Peek('^'))
            {
                throw Error(start, "a power is written ^[+]t or ^[x]t");
            }
            else
            {
                return law;
            }
        }
    }

    private LawExpression Primary()
    {
        int start = Skip();
        if (Take("("))
        {
            LawExpression inner = Sum();
            Expect(")");
            return inner;
        }

        string name = Name();
        if (name.Length == 0)
        {
            throw Unexpected("a law");
        }

        LawForm form = LawForm.Find(name) ?? throw Unknown(start, name);
        return Count(start, Take("(") ? Arguments(start, form) : WithoutArguments(start, form));
    }

    private static LawExpression WithoutArguments(int start, LawForm form) =>
        form is { Laws: 0, TakesAtoms: false, TakesFile: false } && form.Parameters.All(p => p.Default is not null)
            ? LawExpression.Named(form.Name, [], [.. form.Parameters.Select(p => p.Default!.Value)])
            : throw Error(start, $"`{form.Name}` needs arguments: {form.Signature}");

    private LawExpression Arguments(int start, LawForm form)
    {
        if (form.TakesFile)
        {
            string file = QuotedText();
            Expect(")");
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
        while (!Take(")"))
        {
            if (!first && !Take(","))
            {
                throw Unexpected("`,` or `)`");
            }

            first = false;
            int argument = Skip();
            bool wantsLaw = laws.Count < form.Laws && (!form.NumbersFirst || next >= numbers.Length);
            if (AtNamedArgument(out string name))
            {
                int index = form.Parameters.Select(p => p.Name).ToList().IndexOf(name);
                if (index < 0)
                {
                    throw Error(argument, $"`{form.Name}` has no parameter `{name}`; it has the form {form.Signature}");
                }

                if (numbers[index] is not null)
                {
                    throw Error(argument, $"`{form.Name}` is given `{name}` twice");
                }

                Expect("=");
                numbers[index] = Number();
                next = Math.Max(next, index + 1);
            }
            else if (wantsLaw)
            {
                laws.Add(Sum());
            }
            else if (next < numbers.Length)
            {
                numbers[next++] = Number();
            }
            else
            {
                throw Error(argument, $"`{form.Name}` has too many arguments; it has the form {form.Signature}");
            }
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] ??= form.Parameters[i].Default
                ?? throw Error(start, $"`{form.Name}` lacks `{form.Parameters[i].Name}`; it has the form {form.Signature}");
        }

        return laws.Count == form.Laws
            ? LawExpression.Named(form.Name, laws.ToImmutable(), [.. numbers.Select(n => n!.Value)])
            : throw Error(start, $"`{form.Name}` lacks a law; it has the form {form.Signature}");
    }

    private ImmutableArray<Rational> AtomList()
    {
        var numbers = ImmutableArray.CreateBuilder<Rational>();
        int start = position;
        do
        {
            numbers.Add(Number());
            Expect(":");
            numbers.Add(Number());
            if (numbers.Count > 2 * MaxNodes)
            {
                throw Error(start, $"there are more than {MaxNodes} atoms");
            }
        }
        while (Take(","));
        Expect(")");
        return numbers.ToImmutable();
    }

    private Rational Shift()
    {
        int start = Skip();
        return AtNumber()
            ? Number()
            : throw Error(start, "only a number can be added with + or -; the free sum of two laws is written [+]");
    }

    private Rational Exponent()
    {
        if (!Take("("))
        {
            return Number();
        }

        Rational exponent = Number();
        Expect(")");
        return exponent;
    }

    /// <summary>[+|-] decimal [/ decimal].</summary>
    private Rational Number()
    {
        int start = Skip();
        bool negative = false;
        if (Peek('-') || Peek('+'))
        {
            negative = text[position++] == '-';
        }

        Rational value = Unsigned(start);
        int afterNumerator = position;
        if (Take("/"))
        {
            Skip();
            int denominatorStart = position;
            Rational denominator = Unsigned(denominatorStart);
            value = denominator.IsZero ? throw Error(denominatorStart, "the denominator must not be 0") : value / denominator;
        }
        else
        {
            position = afterNumerator;
        }

        if (!double.IsFinite(value.ToDouble()))
        {
            throw Error(start, "the number is too large");
        }

        return negative ? -value : value;
    }

    private Rational Unsigned(int start)
    {
        Skip();
        int from = position;
        while (position < text.Length && (char.IsAsciiDigit(text[position]) || text[position] == '.'))
        {
            position++;
        }

        if (position == from)
        {
            throw Unexpected("a number");
        }

        int mantissaEnd = position;
        if (position < text.Length && text[position] is 'e' or 'E')
        {
            position++;
            if (position < text.Length && text[position] is '+' or '-')
            {
                position++;
            }

            int digits = position;
            while (position < text.Length && char.IsAsciiDigit(text[position]))
            {
                position++;
            }

            position = position == digits ? mantissaEnd : position;
        }

        return LawNumber.ReadDecimal(text.AsSpan(from, position - from))
            ?? throw Error(start, $"`{Shorten(text[from..position])}` is not a number that can be held");
    }

    private string QuotedText()
    {
        int start = Skip();
        if (position >= text.Length || text[position] is not ('"' or '\''))
        {
            throw Unexpected("a file name in quotes");
        }

        char quote = text[position];
        int end = text.IndexOf(quote, position + 1);
        if (end < 0)
        {
            throw Error(start, "the quote is not closed");
        }

        string content = text[(position + 1)..end];
        if (content.Length == 0 || content.Any(c => char.IsControl(c) || c is '"' or '\''))
        {
            throw Error(start, "the file name must not be empty and must not contain quotes or control characters");
        }

        position = end + 1;
        return content;
    }

    private string Name()
    {
        int from = Skip();
        while (position < text.Length
            && (char.IsAsciiLetter(text[position])
                || (position > from && (char.IsAsciiDigit(text[position]) || text[position] is '-' or '_'))))
        {
            position++;
        }

        // A hyphen belongs to a name only between letters: "mp-1" is mp, then −1.
        while (position > from && text[position - 1] is '-')
        {
            position--;
        }

        return text[from..position];
    }

    private bool AtNamedArgument(out string name)
    {
        int start = Skip();
        name = Name();
        bool named = name.Length > 0 && SkipAndPeek('=');
        position = named ? position : start;
        return named;
    }

    private bool AtNumber()
    {
        int at = Skip();
        if (at < text.Length && text[at] is '-' or '+')
        {
            at++;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }
        }

        return at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.');
    }

    private bool SkipAndPeek(char c)
    {
        Skip();
        return Peek(c);
    }

    private bool Peek(char c) => position < text.Length && text[position] == c;

    private bool AtEnd() => Skip() >= text.Length;

    private int Skip()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    private bool Take(string sign)
    {
        Skip();
        bool found = string.CompareOrdinal(text, position, sign, 0, sign.Length) == 0;
        position += found ? sign.Length : 0;
        return found;
    }

    private void Expect(string sign)
    {
        if (!Take(sign))
        {
            throw Unexpected($"`{sign}`");
        }
    }

    private LawExpression Count(int start, LawExpression law) =>
        ++nodes <= MaxNodes ? law : throw Error(start, $"the expression has more than {MaxNodes} laws and operations");

    private FormatException Unexpected(string expected)
    {
        int at = Skip();
        string found = at >= text.Length ? "the end" : $"`{Printable(text[at])}`";
        return Error(at, $"expected {expected}, but found {found}");
    }

    private static FormatException Unknown(int start, string name)
    {
        string? nearest = LawForm.All.Select(form => form.Name)
            .Select(known => (Name: known, Distance: Distance(name, known)))
            .Where(candidate => candidate.Distance <= Math.Max(1, Math.Min(3, candidate.Name.Length / 2)))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
        return new FormatException($"unknown law `{Shorten(name)}` at column {start + 1}"
            + (nearest is null ? $"; the laws are {string.Join(", ", LawForm.All.Select(form => form.Name))}" : $"; did you mean `{nearest}`?"));
    }

    private static FormatException Error(int at, string message) => new($"{message} at column {at + 1}");

    private static string Printable(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();

    private static string Shorten(string word) => word.Length <= 40 ? word : word[..40] + "…";

    /// <summary>Levenshtein's distance, with long words cut: only small distances matter.</summary>
    private static int Distance(string a, string b)
    {
        a = a.Length > 32 ? a[..32] : a;
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, 1 + Math.Min(previous[j], row[j - 1]));
            }

            previous = row;
        }

        return previous[b.Length];
    }
}
