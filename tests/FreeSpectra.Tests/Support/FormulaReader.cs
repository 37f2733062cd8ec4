using System.Globalization;

namespace FreeSpectra.Tests.Support;

/// <summary>The value of a printed formula: sums, products, quotients, powers by integers, square roots and parentheses.</summary>
internal sealed class FormulaReader
{
    private readonly string text;
    private readonly string variable;
    private readonly double value;
    private int at;

    private FormulaReader(string text, string variable, double value) => (this.text, this.variable, this.value) = (text.Replace(" ", "", StringComparison.Ordinal), variable, value);

    public static double Value(string text, string variable, double value)
    {
        FormulaReader reader = new(text, variable, value);
        double result = reader.Sum();
        return reader.at == reader.text.Length ? result : throw new FormatException($"{text} at {reader.at}");
    }

    private bool Take(string token)
    {
        bool found = string.CompareOrdinal(text, at, token, 0, token.Length) == 0;
        at += found ? token.Length : 0;
        return found;
    }

    private double Sum()
    {
        double sum = Take("-") ? -Product() : Product();
        while (true)
        {
            if (Take("+"))
            {
                sum += Product();
            }
            else if (Take("-"))
            {
                sum -= Product();
            }
            else
            {
                return sum;
            }
        }
    }

    private double Product()
    {
        double product = Power();
        while (true)
        {
            if (Take("*"))
            {
                product *= Power();
            }
            else if (Take("/"))
            {
                product /= Power();
            }
            else
            {
                return product;
            }
        }
    }

    private double Power()
    {
        double root = Factor();
        return Take("^") ? Math.Pow(root, Factor()) : root;
    }

    private double Factor()
    {
        if (Take("sqrt("))
        {
            double inner = Sum();
            Assert.True(Take(")"));
            return Math.Sqrt(inner);
        }

        if (Take("("))
        {
            double inner = Sum();
            Assert.True(Take(")"));
            return inner;
        }

        if (Take(variable))
        {
            return value;
        }

        int start = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            at++;
        }

        return double.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
    }
}
