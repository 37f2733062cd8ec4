using System.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Transforms.Exact;

/// <summary>The laws of the catalogue with rational parameters, exactly.</summary>
/// <remarks>
/// <para>Parameters are not checked here: the law in floating point does that. A law without rational moments is not among them.</para>
/// <para>Source: [MS17] §2.2–2.4; [NS06] lectures 11, 12 (free cumulants of the semicircle and free Poisson laws).</para>
/// </remarks>
public static class ExactLaws
{
    private static readonly BivariatePolynomial Z = BivariatePolynomial.First;
    private static readonly BivariatePolynomial G = BivariatePolynomial.Second;

    /// <summary>Semicircle: κ₁ = m, κ₂ = v; v·g² − (z − m)g + 1 = 0.</summary>
    public static ExactLaw Semicircle(Rational variance, Rational mean) => ExactLaw.FromFreeCumulants(
        n => Terms(n, k => k == 1 ? mean : k == 2 ? variance : Rational.Zero),
        _ => (variance * G * G) - ((Z - mean) * G) + 1);

    /// <summary>Free Poisson: κₙ = λaⁿ; z = 1/g + λa/(1 − ag).</summary>
    public static ExactLaw FreePoisson(Rational rate, Rational jump) => ExactLaw.FromFreeCumulants(
        n => Terms(n, k => rate * Rational.Pow(jump, k)),
        _ => (Z * G * (1 - (jump * G))) - (1 - (jump * G)) - (rate * jump * G));

    /// <summary>Finitely many atoms: G = Σ w/(z − x).</summary>
    /// <param name="atoms">Places and weights; the weights sum to 1.</param>
    public static ExactLaw Atomic(params (Rational Location, Rational Weight)[] atoms)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        (Rational Location, Rational Weight)[] merged = [.. atoms
            .GroupBy(atom => atom.Location)
            .Select(group => (group.Key, group.Aggregate(Rational.Zero, (sum, atom) => sum + atom.Weight)))
            .Where(atom => !atom.Item2.IsZero)];
        return ExactLaw.FromMoments(
            n => Terms(n, k => merged.Aggregate(
                Rational.Zero, (sum, atom) => sum + (atom.Weight * Rational.Pow(atom.Location, k)))),
            _ =>
            {
                RationalPolynomial numerator = RationalPolynomial.Zero;
                RationalPolynomial denominator = RationalPolynomial.One;
                foreach ((Rational location, Rational weight) in merged)
                {
                    RationalPolynomial factor = new(-location, Rational.One);
                    numerator = (numerator * factor) + (weight * denominator);
                    denominator *= factor;
                }

                return new BivariatePolynomial(-numerator, denominator);
            });
    }

    /// <summary>Arcsine on [−r, r]: m₂ₙ = C(2n, n)(r/2)²ⁿ; (z² − r²)g² = 1.</summary>
    public static ExactLaw Arcsine(Rational radius) => ExactLaw.FromMoments(
        n =>
        {
            Rational even = Rational.One;
            return Terms(n, k =>
            {
                even = k % 2 == 0 ? even * radius * radius * new Rational(k - 1, k) : even;
                return k % 2 == 0 ? even : Rational.Zero;
            });
        },
        _ => (((Z * Z) - (radius * radius)) * G * G) - 1);

    /// <summary>Uniform on [a, b]: mₙ = (bⁿ⁺¹ − aⁿ⁺¹)/((n + 1)(b − a)). G is a logarithm: there is no equation.</summary>
    public static ExactLaw Uniform(Rational a, Rational b) => ExactLaw.FromMoments(
        n => Terms(n, k => (Rational.Pow(b, k + 1) - Rational.Pow(a, k + 1)) / ((k + 1) * (b - a))),
        _ => null);

    /// <summary>Kesten–McKay: (½δ₁ + ½δ₋₁)^{⊞d}.</summary>
    public static ExactLaw KestenMcKay(Rational degree)
    {
        Rational half = new(1, 2);
        return ExactOperations.FreeSumPower(Atomic((1, half), (-1, half)), degree);
    }

    /// <summary>
    /// Wachter's law: (2z(1 − z)g − (a + b − 2)z − 1 + a)² = (a + b)²(z − x₊)(z − x₋).
    /// </summary>
    public static ExactLaw Jacobi(Rational a, Rational b)
    {
        // x₊ + x₋ = 2(a(a + b − 1) + b)/(a + b)², x₊x₋ = ((a − 1)/(a + b))².
        Rational sum = a + b;
        BivariatePolynomial linear = (2 * Z * (1 - Z) * G) - ((sum - 2) * Z) + (a - 1);
        BivariatePolynomial radicand =
            (sum * sum * Z * Z) - (2 * ((a * (sum - 1)) + b) * Z) + ((a - 1) * (a - 1));
        BivariatePolynomial p = ((linear * linear) - radicand).WithoutContent();
        return FromEquation(p) ?? throw new InvalidOperationException("The equation of the Jacobi law has no regular branch.");
    }

    /// <summary>Standardised free Meixner: (2(bz² + az + 1)g − (1 + 2b)z − a)² = (z − a)² − 4(1 + b).</summary>
    public static ExactLaw? FreeMeixner(Rational a, Rational b)
    {
        BivariatePolynomial linear = (2 * ((b * Z * Z) + (a * Z) + 1) * G) - ((1 + (2 * b)) * Z) - a;
        return FromEquation(((linear * linear) - ((Z - a) * (Z - a)) + (4 * (1 + b))).WithoutContent());
    }

    /// <summary>Free F: MP(c₁) ⊠ MP(c₂)⁻¹; (c₁ + c₂z)h² + (1 + c₁ − (1 − c₂)z)h + 1 = 0 with h = zg − 1.</summary>
    public static ExactLaw? FreeF(Rational first, Rational second)
    {
        BivariatePolynomial h = (Z * G) - 1;
        return FromEquation((((first + (second * Z)) * h * h) + ((1 + first - ((1 - second) * Z)) * h) + 1).WithoutContent());
    }

    /// <summary>Raney: mₙ = r/(np + r)·C(np + r, n), the coefficients of B_pʳ with B = 1 + xBᵖ.</summary>
    public static ExactLaw Raney(Rational p, Rational r) => ExactLaw.FromMoments(
        n => Terms(n, k =>
        {
            Rational product = r / k;
            for (int i = 1; i < k; i++)
            {
                product *= ((k * p) + r - i) / i;
            }

            return product;
        }),
        law =>
        {
            const int maxDegree = 12;
            if (p.Numerator > maxDegree || p.Denominator > maxDegree || r.Numerator > maxDegree || r.Denominator > maxDegree)
            {
                return null;
            }

            // p = a/b: (B − 1)ᵇ = xᵇBᵃ; then M = Bʳ.
            int b = (int)p.Denominator;
            BivariatePolynomial base1 = BivariatePolynomial.Pow(G - 1, b)
                - (BivariatePolynomial.Pow(Z, b) * BivariatePolynomial.Pow(G, (int)p.Numerator));
            BivariatePolynomial powers = Resultants.PowersOfRoots(base1, (int)r.Numerator);
            BivariatePolynomial roots = powers.Substitute(Z, 1, BivariatePolynomial.Pow(G, (int)r.Denominator), 1);
            return law.TrueFactor(AlgebraicEquation.FromMomentSeries(roots));
        });

    /// <summary>The law whose Cauchy transform is the branch g = 1/z + … of an equation; null unless that branch is regular.</summary>
    public static ExactLaw? FromEquation(BivariatePolynomial equation)
    {
        ArgumentNullException.ThrowIfNull(equation);
        BivariatePolynomial series = AlgebraicEquation.ToMomentSeries(equation);
        RationalPolynomial start = series.AtFirst(Rational.Zero);
        bool regular = start.Evaluate(Rational.One).IsZero && !start.Derivative().Evaluate(Rational.One).IsZero;
        return regular
            ? ExactLaw.FromMoments(
                n => [.. AlgebraicSeries.Solve(series, Rational.One, n + 1).Coefficients.Skip(1)],
                law => law.TrueFactor(equation))
            : null;
    }

    internal static Rational[] Terms(int count, Func<int, Rational> term)
    {
        var terms = new Rational[count];
        for (int k = 1; k <= count; k++)
        {
            terms[k - 1] = term(k);
        }

        return terms;
    }
}
