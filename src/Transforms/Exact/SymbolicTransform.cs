using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The transforms of an algebraic law in symbols, as a person would write them: <c>R(w) = w + 2/(2 - w)</c>.</summary>
/// <remarks>
/// <para>
/// A relation of degree 1 gives a polynomial and a proper fraction, one of degree 2 the solution with the square root whose
/// sign the series of the transform decides; squares are taken out of the root. For higher degrees there is none: the
/// relation itself is the answer.
/// </para>
/// <para>Source: [MS17] §2.2, §2.4, §2.7 (the transforms); [RE08] section 4 (their relations).</para>
/// </remarks>
public static class SymbolicTransform
{
    private const int Terms = 24;

    /// <summary>G(z), its root positive for large z &gt; 0; null if its degree is above 2.</summary>
    public static string? Cauchy(ExactLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (law.Equation is not { } equation)
        {
            return null;
        }

        // At a point well to the right of the support, from the series in 1/z.
        PowerSeries series = law.CauchySeries(Terms);
        double radius = Radius(series);
        return Solve(equation, "z", 8.0 * radius, x => Sum(series, 1.0 / x), ascending: false);
    }

    /// <summary>R(w) near w = 0; null if its degree is above 2.</summary>
    public static string? R(ExactLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        PowerSeries series = law.RTransform(Terms);
        return law.Equation is { } equation
            ? Solve(AlgebraicEquation.ToR(equation), "w", 0.05 / Radius(series), x => Sum(series, x), ascending: true)
            : null;
    }

    /// <summary>S(u) near u = 0; null if its degree is above 2 or the mean is 0.</summary>
    public static string? S(ExactLaw law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return law.STransform(Terms) is { } series && law.Equation is { } equation
            ? Solve(AlgebraicEquation.ToS(equation), "u", 0.05 / Radius(series), x => Sum(series, x), ascending: true)
            : null;
    }

    private static string? Solve(BivariatePolynomial relation, string variable, double probe, Func<double, double> branch, bool ascending)
    {
        Writer write = new(variable, ascending);
        return relation.DegreeInSecond switch
        {
            1 => write.Fraction(new RationalFunction(-relation[0], relation[1])),
            2 => Quadratic(relation, write, probe, branch(probe)),
            _ => null,
        };
    }

    private static string Quadratic(BivariatePolynomial relation, Writer write, double probe, double value)
    {
        // y = (−b + sign·s·√d)/(2a) with b² − 4ac = s²d.
        RationalPolynomial a = relation[2] * 2;
        RationalPolynomial minusB = -relation[1];
        RationalPolynomial discriminant = (relation[1] * relation[1]) - (4 * relation[2] * relation[0]);
        (RationalPolynomial outer, RationalPolynomial inner) = Root(discriminant);
        double root = outer.Evaluate((Complex)probe).Real * Math.Sqrt(Math.Max(0.0, inner.Evaluate((Complex)probe).Real));
        double other = minusB.Evaluate((Complex)probe).Real;
        double twice = a.Evaluate((Complex)probe).Real;
        bool minus = Math.Abs(((other - root) / twice) - value) < Math.Abs(((other + root) / twice) - value);
        outer = minus ? -outer : outer;

        // What the three parts have in common goes; the coefficient of the denominator that is shown first gets positive.
        RationalPolynomial common = RationalPolynomial.Gcd(RationalPolynomial.Gcd(minusB, outer), a);
        minusB = RationalPolynomial.DivRem(minusB, common).Quotient;
        outer = RationalPolynomial.DivRem(outer, common).Quotient;
        a = RationalPolynomial.DivRem(a, common).Quotient;
        Rational content = new BivariatePolynomial(minusB, outer, a) is var parts ? ContentOf(parts) : Rational.One;
        Rational sign = write.Shown(a).Sign < 0 ? -Rational.One : Rational.One;
        return write.WithRoot(minusB / (content * sign), outer / (content * sign), inner, a / (content * sign));
    }

    /// <summary>p = s²·d with d primitive up to a square-free number and square-free.</summary>
    private static (RationalPolynomial Outer, RationalPolynomial Inner) Root(RationalPolynomial p)
    {
        RationalPolynomial outer = 1;
        RationalPolynomial inner = 1;
        foreach ((RationalPolynomial factor, int multiplicity) in p.SquareFreeFactors())
        {
            outer *= RationalPolynomial.Pow(factor, multiplicity / 2);
            inner *= multiplicity % 2 == 1 ? factor : 1;
        }

        // The number left over, q²·n with n a small integer.
        Rational rest = p.Leading / (outer * outer * inner).Leading;
        BigInteger product = rest.Numerator * rest.Denominator;
        BigInteger square = BigInteger.One;
        for (int prime = 2; prime < 1000; prime++)
        {
            while ((product % (prime * prime)).IsZero && !product.IsZero)
            {
                product /= prime * prime;
                square *= prime;
            }
        }

        return (outer * new Rational(square, rest.Denominator), inner * (Rational)product);
    }

    private static Rational ContentOf(BivariatePolynomial parts)
    {
        BigInteger numerator = BigInteger.Zero;
        BigInteger denominator = BigInteger.One;
        for (int j = 0; j <= parts.DegreeInSecond; j++)
        {
            foreach (Rational c in parts[j].Coefficients)
            {
                numerator = BigInteger.GreatestCommonDivisor(numerator, c.Numerator);
                denominator = denominator / BigInteger.GreatestCommonDivisor(denominator, c.Denominator) * c.Denominator;
            }
        }

        return new Rational(numerator, denominator);
    }

    /// <summary>A bound of the growth |c_n|^{1/n} of the known coefficients.</summary>
    private static double Radius(PowerSeries series)
    {
        double largest = 1e-3;
        for (int n = 1; n < series.Length; n++)
        {
            largest = Math.Max(largest, Math.Pow(Math.Abs(series[n].ToDouble()), 1.0 / n));
        }

        return largest;
    }

    private static double Sum(PowerSeries series, double x)
    {
        double sum = 0.0;
        for (int n = series.Length - 1; n >= 0; n--)
        {
            sum = (sum * x) + series[n].ToDouble();
        }

        return sum;
    }

    private sealed class Writer(string variable, bool ascending)
    {
        /// <summary>The coefficient that is written first.</summary>
        public Rational Shown(RationalPolynomial p) => ascending ? p.Coefficients.First(c => !c.IsZero) : p.Leading;

        public string Fraction(RationalFunction f)
        {
            (RationalPolynomial whole, RationalPolynomial rest) = RationalPolynomial.DivRem(f.Numerator, f.Denominator);
            if (rest.IsZero)
            {
                return Polynomial(whole);
            }

            // Integers above and below; below, the first coefficient that is shown is positive.
            Rational scale = ContentOf(new BivariatePolynomial(rest, f.Denominator));
            RationalPolynomial above = rest / scale;
            RationalPolynomial below = f.Denominator / scale;
            (above, below) = Shown(below).Sign < 0 ? (-above, -below) : (above, below);
            string fraction = $"{Group(above)}/{Group(below, isDenominator: true)}";
            if (whole.IsZero)
            {
                return fraction;
            }

            return fraction[0] == '-' ? $"{Polynomial(whole)} - {fraction[1..]}" : $"{Polynomial(whole)} + {fraction}";
        }

        public string WithRoot(RationalPolynomial rational, RationalPolynomial factor, RationalPolynomial inner, RationalPolynomial below)
        {
            if (rational.IsZero && RationalPolynomial.DivRem(below, inner) is { Remainder.IsZero: true } quotient)
            {
                // √d/d is written 1/√d.
                (RationalPolynomial outside, bool minus) = factor.Leading.Sign < 0 ? (-factor, true) : (factor, false);
                string beside = quotient.Quotient.Equals(RationalPolynomial.One)
                    ? $"sqrt({Polynomial(inner)})" : $"({Group(quotient.Quotient)}*sqrt({Polynomial(inner)}))";
                return $"{(minus ? "-" : "")}{Group(outside)}/{beside}";
            }

            bool negative = Shown(factor).Sign < 0;
            RationalPolynomial size = negative ? -factor : factor;
            string root = $"sqrt({Polynomial(inner)})";
            root = size.Equals(RationalPolynomial.One) ? root : $"{Group(size)}*{root}";
            string above = rational.IsZero ? (negative ? $"-{root}" : root) : $"{Polynomial(rational)} {(negative ? '-' : '+')} {root}";
            bool isSum = !rational.IsZero;
            return below.Equals(RationalPolynomial.One)
                ? above
                : $"{(isSum ? $"({above})" : above)}/{Group(below, isDenominator: true)}";
        }

        private string Polynomial(RationalPolynomial p) =>
            ascending ? PolynomialText.Ascending(p, variable) : PolynomialText.Plain(p, variable);

        private string Group(RationalPolynomial p, bool isDenominator = false)
        {
            string text = Polynomial(p);
            int terms = p.Coefficients.Count(c => !c.IsZero);
            return terms > 1 || (isDenominator && text.Contains('*', StringComparison.Ordinal)) ? $"({text})" : text;
        }
    }
}
