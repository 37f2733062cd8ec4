using System.Globalization;
using static System.FormattableString;
using static FreeSpectra.Networks.Activations.Formulas.Algebra;

namespace FreeSpectra.Networks.Activations.Formulas;

/// <summary>Reads a formula in x.</summary>
/// <remarks>
/// <para>
/// sum := product (('+' | '-') product)*; product := sign (('*' | '/') sign)*; sign := ('+' | '-')* power;
/// power := primary ('^' sign)?; primary := number | name | name '(' sum (',' sum)* ')' | '(' sum ')'.
/// '^' binds tighter than a minus sign before it and groups to the right; '**' is read as '^'.
/// </para>
/// </remarks>
public sealed class FormulaParser
{
    private const int MaxDepth = 200;
    private readonly string text;
    private int at;
    private int depth;

    private FormulaParser(string text) => this.text = text;

    /// <summary>Parses a formula.</summary>
    /// <exception cref="ArgumentException">A syntax error, with its column (from 1).</exception>
    public static Formula Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        FormulaParser parser = new(text);
        Formula formula = parser.ReadSum();
        return parser.Peek() == '\0' ? formula : throw parser.Unexpected();
    }

    private Formula ReadSum()
    {
        if (++depth > MaxDepth)
        {
            throw Error("the formula is nested too deeply", at);
        }

        Formula sum = ReadProduct();
        while (Peek() is '+' or '-')
        {
            bool plus = text[at++] == '+';
            Formula next = ReadProduct();
            sum = plus ? Add(sum, next) : Subtract(sum, next);
        }

        depth--;
        return sum;
    }

    private Formula ReadProduct()
    {
        Formula product = ReadSign();
        while (Peek() is '*' or '/')
        {
            bool times = text[at++] == '*';
            Formula next = ReadSign();
            product = times ? Multiply(product, next) : Divide(product, next);
        }

        return product;
    }

    private Formula ReadSign()
    {
        bool negative = false;
        while (Peek() is '+' or '-')
        {
            negative ^= text[at++] == '-';
        }

        Formula power = ReadPower();
        return negative ? Negate(power) : power;
    }

    private Formula ReadPower()
    {
        Formula @base = ReadPrimary();
        bool stars = Peek() == '*' && at + 1 < text.Length && text[at + 1] == '*';
        if (Peek() != '^' && !stars)
        {
            return @base;
        }

        at += stars ? 2 : 1;
        if (++depth > MaxDepth)
        {
            throw Error("the formula is nested too deeply", at);
        }

        Formula exponent = ReadSign();
        depth--;
        if (exponent is Formula.Number number)
        {
            return Raise(@base, number.Value);
        }

        return @base is Formula.Number { Value: > 0.0 } constant
            ? Apply(FormulaFunction.Exp, Multiply(Constant(Math.Log(constant.Value)), exponent))
            : Apply(FormulaFunction.Exp, Multiply(exponent, Apply(FormulaFunction.Log, @base)));
    }

    private Formula ReadPrimary()
    {
        char next = Peek();
        if (next == '(')
        {
            at++;
            Formula inner = ReadSum();
            Expect(')');
            return inner;
        }

        if (char.IsAsciiDigit(next) || next == '.')
        {
            return ReadNumber();
        }

        return char.IsAsciiLetter(next) || next == 'π' ? ReadName() : throw Unexpected();
    }

    private Formula ReadNumber()
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            int mark = at + 1;
            int digits = mark < text.Length && text[mark] is '+' or '-' ? mark + 1 : mark;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                at = digits;
                while (at < text.Length && char.IsAsciiDigit(text[at]))
                {
                    at++;
                }
            }
        }

        string digitsText = text[start..at];
        return double.TryParse(digitsText, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? Constant(value)
            : throw Error($"'{digitsText}' is not a number", start);
    }

    private Formula ReadName()
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or 'π'))
        {
            at++;
        }

        string name = text[start..at];
        if (Peek() != '(')
        {
            return name switch
            {
                "x" => new Formula.Variable(),
                "pi" or "π" => Constant(Math.PI),
                "e" => Constant(Math.E),
                _ when FunctionTable.TryFind(name, out _) || Macros.IsKnown(name) => throw Error($"'{name}' needs an argument in parentheses", start),
                _ when text.Trim() == name => throw ActivationParser.Unknown(text, name),
                _ => throw Error($"unknown name '{name}'", start),
            };
        }

        at++;
        List<Formula> arguments = [ReadSum()];
        while (Peek() == ',')
        {
            at++;
            arguments.Add(ReadSum());
        }

        Expect(')');
        if (FunctionTable.TryFind(name, out FormulaFunction function))
        {
            return arguments.Count == 1 ? Apply(function, arguments[0]) : throw Error($"'{name}' takes 1 argument, not {arguments.Count}", start);
        }

        return Macros.Expand(name, arguments)
            ?? throw Error(
                Macros.IsKnown(name) ? $"'{name}' does not take {arguments.Count} arguments" : $"unknown function '{name}'", start);
    }

    private char Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length ? text[at] : '\0';
    }

    private void Expect(char expected)
    {
        if (Peek() != expected)
        {
            throw at < text.Length ? Error($"expected '{expected}' but found '{text[at]}'", at) : Error($"expected '{expected}' but the formula ends", at);
        }

        at++;
    }

    private ArgumentException Unexpected() =>
        at < text.Length ? Error($"unexpected '{text[at]}'", at) : Error("the formula ends too early", at);

    private ArgumentException Error(string problem, int position) =>
        new(Invariant($"activation formula '{text}': {problem} at column {position + 1}."));
}
