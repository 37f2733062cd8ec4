using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Measures.Expressions;

/// <summary>The words of an expression: names, numbers, signs and quoted text, with the place of what is wrong.</summary>
/// <remarks>White space between words does not count. Columns in messages start at 1.</remarks>
internal sealed class LawScanner(string text)
{
    private int position;

    /// <summary>How many characters have been read.</summary>
    public int Position => position;

    /// <summary>Whether nothing but white space is left.</summary>
    public bool AtEnd() => Skip() >= text.Length;

    /// <summary>Goes back to an earlier place.</summary>
    public void Return(int earlier) => position = earlier;

    /// <summary>Passes over white space; the place of the next word.</summary>
    public int Skip()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>Whether the next character is this one.</summary>
    public bool Peek(char c) => position < text.Length && text[position] == c;

    /// <summary>Reads a sign if it comes next.</summary>
    public bool Take(string sign)
    {
        Skip();
        bool found = string.CompareOrdinal(text, position, sign, 0, sign.Length) == 0;
        position += found ? sign.Length : 0;
        return found;
    }

    /// <summary>Reads a sign that must come next.</summary>
    public void Expect(string sign)
    {
        if (!Take(sign))
        {
            throw Unexpected($"`{sign}`");
        }
    }

    /// <summary>Whether a number comes next, its sign included.</summary>
    public bool AtNumber()
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

    /// <summary>[+|-] decimal [/ decimal].</summary>
    public Rational Number()
    {
        int start = Skip();
        bool negative = false;
        if (Peek('-') || Peek('+'))
        {
            negative = text[position++] == '-';
        }

        Rational value = Unsigned(start);
        if (Take("/"))
        {
            Skip();
            int denominatorStart = position;
            Rational denominator = Unsigned(denominatorStart);
            value = denominator.IsZero ? throw Error(denominatorStart, "the denominator must not be 0") : value / denominator;
        }

        if (!double.IsFinite(value.ToDouble()))
        {
            throw Error(start, "the number is too large");
        }

        return negative ? -value : value;
    }

    /// <summary>A file name in single or double quotes.</summary>
    public string QuotedText()
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

    /// <summary>A name, empty if none comes next.</summary>
    public string Name()
    {
        int from = Skip();

        // A hyphen belongs to a name only before a letter: "mp-1" is mp, then −1.
        bool Belongs(int at) => char.IsAsciiLetter(text[at])
            || (at > from && (char.IsAsciiDigit(text[at]) || text[at] == '_' || (text[at] == '-' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]))));
        while (position < text.Length && Belongs(position))
        {
            position++;
        }

        return text[from..position];
    }

    /// <summary>That something else should come next.</summary>
    public FormatException Unexpected(string expected)
    {
        int at = Skip();
        string found = at >= text.Length ? "the end" : $"`{Printable(text[at])}`";
        return Error(at, $"expected {expected}, but found {found}");
    }

    /// <summary>What is wrong at a place.</summary>
    public static FormatException Error(int at, string message) => new($"{message} at column {at + 1}");

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
            ?? throw Error(start, $"`{LawSpelling.Shorten(text[from..position])}` is not a number that can be held");
    }

    private static string Printable(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"U+{(int)c:X4}" : c.ToString();
}
