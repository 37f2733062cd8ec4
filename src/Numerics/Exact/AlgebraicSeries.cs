using System.Collections.Immutable;

namespace FreeSpectra.Numerics.Exact;

/// <summary>The power series y(x) that satisfies a polynomial equation Q(x, y) = 0: its first terms, and then thousands more.</summary>
/// <remarks>
/// An algebraic function satisfies a linear differential equation with polynomial coefficients, so that its coefficients
/// satisfy a linear recurrence: the n-th costs a few operations, whatever n. The differential equation is derived, not
/// guessed: y' = −Q_x/Q_y and the further derivatives are reduced modulo Q, and d + 1 elements of a space of dimension
/// d = deg_y Q are dependent. Source: [Com64].
/// </remarks>
public static class AlgebraicSeries
{
    /// <summary>The first terms of the solution with y(0) = <paramref name="start"/>, by Newton's iteration on series.</summary>
    /// <param name="equation">Q(x, y).</param>
    /// <param name="start">y(0), a simple root of Q(0, ·).</param>
    /// <param name="length">The number of terms.</param>
    /// <exception cref="ArgumentException">The start is not a simple root.</exception>
    public static PowerSeries Solve(BivariatePolynomial equation, Rational start, int length)
    {
        ArgumentNullException.ThrowIfNull(equation);
        BivariatePolynomial slope = equation.DerivativeInSecond();
        if (!equation.AtFirst(Rational.Zero).Evaluate(start).IsZero || slope.AtFirst(Rational.Zero).Evaluate(start).IsZero)
        {
            throw new ArgumentException($"The start must be a simple root of the equation at x = 0, but is {start}.", nameof(start));
        }

        PowerSeries y = PowerSeries.Constant(start, 1);
        while (y.Length < length)
        {
            int next = Math.Min(2 * y.Length, length);
            PowerSeries wide = new([.. y.Coefficients, .. new Rational[next - y.Length]]);
            y = wide - (Evaluate(equation, wide) / Evaluate(slope, wide));
        }

        return y;
    }

    /// <summary>Q(x, y(x)) to the length of y.</summary>
    public static PowerSeries Evaluate(BivariatePolynomial equation, PowerSeries y)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(y);
        PowerSeries sum = PowerSeries.Constant(Rational.Zero, y.Length);
        for (int j = equation.DegreeInSecond; j >= 0; j--)
        {
            var c = new Rational[y.Length];
            for (int i = 0; i < c.Length; i++)
            {
                c[i] = equation[j][i];
            }

            sum = (sum * y) + new PowerSeries(c);
        }

        return sum;
    }

    /// <summary>
    /// The differential equation Σₖ aₖ(x) y⁽ᵏ⁾ + b(x) = 0 of the solutions of Q(x, y) = 0: b, a₀, a₁, …, coprime polynomials.
    /// </summary>
    /// <param name="equation">Q(x, y), square-free in y, of degree ≥ 1 in y.</param>
    /// <param name="maxWork">The work that may be done, in products of machine words.</param>
    /// <returns>The polynomials; the default array where they would take more work.</returns>
    public static ImmutableArray<RationalPolynomial> DifferentialEquation(
        BivariatePolynomial equation, double maxWork = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(equation);
        WorkBudget work = new(maxWork);
        AlgebraicExtension field = new(equation, work);
        if (field.DerivativeOfGenerator() is not { } derivative)
        {
            return default;
        }

        List<RationalFunction[]> vectors = [field.One(), field.Generator()];
        while (true)
        {
            RationalFunction[]? relation = FunctionVectors.Dependency(vectors, work);
            if (work.IsSpent)
            {
                return default;
            }

            if (relation is not null)
            {
                return ClearDenominators(relation);
            }

            // d + 1 elements of a space of dimension d are dependent: this ends.
            vectors.Add(field.Derivative(vectors[^1], derivative));
        }
    }

    /// <summary>Continues a solution of a linear differential equation from its first terms.</summary>
    /// <param name="differentialEquation">b, a₀, a₁, … as from <see cref="DifferentialEquation"/>.</param>
    /// <param name="first">The first terms for a requested number of them; called with more where the recurrence is singular.</param>
    /// <param name="length">The number of terms wanted.</param>
    public static PowerSeries Continue(
        ImmutableArray<RationalPolynomial> differentialEquation, Func<int, PowerSeries> first, int length)
    {
        ArgumentNullException.ThrowIfNull(first);
        RationalPolynomial inhomogeneity = differentialEquation[0];
        var terms = new List<(int Shift, int Order, Rational Coefficient)>();
        for (int k = 0; k < differentialEquation.Length - 1; k++)
        {
            for (int j = 0; j <= differentialEquation[k + 1].Degree; j++)
            {
                if (!differentialEquation[k + 1][j].IsZero)
                {
                    terms.Add((k - j, k, differentialEquation[k + 1][j]));
                }
            }
        }

        int reach = terms.Max(term => term.Shift);

        // The recurrence at n gives the coefficient of index n + reach; it must not be asked where its own factor is 0.
        int start = Math.Max(8, reach + 1);
        for (int n = start - reach; n + reach < length; n++)
        {
            Rational lead = Rational.Zero;
            foreach ((int shift, int order, Rational coefficient) in terms)
            {
                lead += shift == reach ? coefficient * Falling(n + shift, order) : Rational.Zero;
            }

            start = lead.IsZero ? n + reach + 1 : start;
        }

        PowerSeries head = first(Math.Min(start, length));
        var y = new Rational[length];
        head.Coefficients.CopyTo(y);
        for (int index = head.Length; index < length; index++)
        {
            int n = index - reach;
            Rational sum = inhomogeneity[n];
            Rational lead = Rational.Zero;
            foreach ((int shift, int order, Rational coefficient) in terms)
            {
                if (n + shift < 0)
                {
                    continue;
                }

                Rational factor = coefficient * Falling(n + shift, order);
                if (shift == reach)
                {
                    lead += factor;
                }
                else
                {
                    sum += factor * y[n + shift];
                }
            }

            y[index] = -sum / lead;
        }

        return new PowerSeries(y);
    }

    /// <summary>n(n − 1)…(n − k + 1).</summary>
    private static System.Numerics.BigInteger Falling(int n, int k)
    {
        System.Numerics.BigInteger product = 1;
        for (int i = 0; i < k; i++)
        {
            product *= n - i;
        }

        return product;
    }

    private static ImmutableArray<RationalPolynomial> ClearDenominators(RationalFunction[] relation)
    {
        RationalPolynomial common = RationalPolynomial.One;
        foreach (RationalFunction c in relation)
        {
            RationalPolynomial shared = RationalPolynomial.Gcd(common, c.Denominator);
            common = RationalPolynomial.DivRem(common, shared).Quotient * c.Denominator;
        }

        BivariatePolynomial cleared = new(Array.ConvertAll(
            relation, c => RationalPolynomial.DivRem(common * c.Numerator, c.Denominator).Quotient));
        cleared = cleared.WithoutContent();
        return [.. Enumerable.Range(0, cleared.DegreeInSecond + 1).Select(k => cleared[k])];
    }
}
