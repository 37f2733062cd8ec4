using System.Globalization;
using System.Numerics;
using System.Text;

namespace FreeSpectra.Numerics.Exact;

/// <summary>Prints polynomials as plain text (<c>g^2*z - 1/2*g + 1</c>) and as LaTeX (<c>z g^{2} - \frac{1}{2} g + 1</c>).</summary>
public static class PolynomialText
{
    /// <summary>A polynomial in one variable, highest power first.</summary>
    public static string Plain(RationalPolynomial p, string variable) => Univariate(p, variable, latex: false);

    /// <summary>A polynomial in one variable, highest power first.</summary>
    public static string Latex(RationalPolynomial p, string variable) => Univariate(p, variable, latex: true);

    /// <summary>A polynomial in one variable, lowest power first, as one writes a short series or R(w) = w + w².</summary>
    public static string Ascending(RationalPolynomial p, string variable) =>
        Univariate(p, variable, latex: false, ascending: true);

    /// <summary>A polynomial in two variables, expanded, ordered by the power of the second and then of the first.</summary>
    /// <param name="p">The polynomial.</param>
    /// <param name="first">The name of the first variable, such as z.</param>
    /// <param name="second">The name of the second variable, such as g.</param>
    public static string Plain(BivariatePolynomial p, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(p);
        StringBuilder text = new();
        for (int j = p.DegreeInSecond; j >= 0; j--)
        {
            for (int i = p[j].Degree; i >= 0; i--)
            {
                // Letters in alphabetical order within a monomial.
                string monomial = string.CompareOrdinal(second, first) < 0
                    ? Product(Power(second, j, latex: false), Power(first, i, latex: false), "*")
                    : Product(Power(first, i, latex: false), Power(second, j, latex: false), "*");
                Append(text, p[j][i], monomial, latex: false);
            }
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    /// <summary>A polynomial in two variables, collected by powers of the second.</summary>
    /// <param name="p">The polynomial.</param>
    /// <param name="first">The name of the first variable, such as z.</param>
    /// <param name="second">The name of the second variable, such as g.</param>
    public static string Latex(BivariatePolynomial p, string first, string second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(p);
        StringBuilder text = new();
        for (int j = p.DegreeInSecond; j >= 0; j--)
        {
            RationalPolynomial c = p[j];
            if (c.IsZero)
            {
                continue;
            }

            int terms = c.Coefficients.Count(a => !a.IsZero);
            string power = Power(second, j, latex: true);
            if (terms == 1)
            {
                Append(text, c.Leading, Product(Power(first, c.Degree, latex: true), power, " "), latex: true);
                continue;
            }

            bool negative = c.Leading.Sign < 0;
            string inner = Latex(negative ? -c : c, first);
            if (power.Length == 0)
            {
                // The last group needs no brackets.
                for (int i = c.Degree; i >= 0; i--)
                {
                    Append(text, c[i], Power(first, i, latex: true), latex: true);
                }

                continue;
            }

            text.Append(text.Length == 0 ? (negative ? "-" : "") : (negative ? " - " : " + "));
            text.Append('(').Append(inner).Append(") ").Append(power);
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    private static string Univariate(RationalPolynomial p, string variable, bool latex, bool ascending = false)
    {
        ArgumentNullException.ThrowIfNull(variable);
        ArgumentNullException.ThrowIfNull(p);
        StringBuilder text = new();
        for (int n = 0; n <= p.Degree; n++)
        {
            int k = ascending ? n : p.Degree - n;
            Append(text, p[k], Power(variable, k, latex), latex);
        }

        return text.Length == 0 ? "0" : text.ToString();
    }

    private static void Append(StringBuilder text, Rational coefficient, string monomial, bool latex)
    {
        if (coefficient.IsZero)
        {
            return;
        }

        bool first = text.Length == 0;
        text.Append(coefficient.Sign < 0 ? (first ? "-" : " - ") : (first ? "" : " + "));
        Rational size = Rational.Abs(coefficient);
        string number = size.IsOne && monomial.Length > 0 ? "" : Number(size, latex);
        text.Append(Product(number, monomial, latex ? " " : "*"));
    }

    private static string Number(Rational value, bool latex) =>
        latex && !value.IsInteger ? $@"\frac{{{Digits(value.Numerator)}}}{{{Digits(value.Denominator)}}}" : value.ToString();

    private static string Digits(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Product(string a, string b, string sign) => a.Length > 0 && b.Length > 0 ? a + sign + b : a + b;

    private static string Power(string variable, int exponent, bool latex) => exponent switch
    {
        0 => "",
        1 => variable,
        _ when latex => string.Create(CultureInfo.InvariantCulture, $"{variable}^{{{exponent}}}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{variable}^{exponent}"),
    };
}
