using System.Collections.Immutable;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>[HK21] section 2.2 and eqs. (24)–(26): the S-transform, checked in exact rational arithmetic.</summary>
internal static class TransformStatements
{
    private static readonly Rational[] Alphas = [new(1, 3), new(1, 2), new(4, 5), new(99, 100), Rational.One];
    private static readonly Rational[] Gammas = [new(1, 2), Rational.One, new(7, 3)];
    private static readonly int[] Depths = [2, 3, 5, 12];

    private delegate Rational TwoPointS(Rational alpha, Rational gamma, Rational u);

    public static ImmutableArray<Statement> All { get; } = [TwoPoint(), Multiplicative(), Jacobian(), Isometry()];

    private static Statement TwoPoint() =>
        Statement.Create<TwoPointS>(
            new StatementWords(
                "HK21-eq-10",
                "S-transform, and its form for a law on two points",
                "S(u) = (1 + u)/(u h⁻¹(u)); for (1 − α)δ₀ + αδ_γ: S(u) = (u + 1)/(γ(u + α))",
                "[HK21] eq. (10) and the example below it",
                "0 < α ≤ 1, γ > 0",
                "Exact rational arithmetic: u = h(z) = αγ/(z − γ) from the definition at 120 points, then S(u)·u·z against 1 + u.",
                Broken: "α and 1 − α exchanged in S",
                Erratum: "The example says αδ₀ + (1 − α)δ_γ; the S printed is that of (1 − α)δ₀ + αδ_γ, as in (16) and (24)."),
            (alpha, gamma, u) => (u + 1) / (gamma * (u + alpha)),
            (alpha, gamma, u) => (u + 1) / (gamma * (u + 1 - alpha)),
            formula => new Verdict(
                new Evidence("largest gap of S(u) u z against 1 + u", GapOfTwoPoint(formula, printed: false), 0.0),
                new Evidence("the same with the weights as printed", GapOfTwoPoint(formula, printed: true), 1e-3, AtLeast: true)));

    /// <summary>The gap for the weight α at γ, or as printed for the weight 1 − α there.</summary>
    private static double GapOfTwoPoint(TwoPointS formula, bool printed)
    {
        Rational worst = Rational.Zero;
        foreach (Rational alpha in Alphas.Where(alpha => alpha < 1))
        {
            foreach (Rational gamma in Gammas)
            {
                Rational weight = printed ? Rational.One - alpha : alpha;
                for (int k = 1; k <= 10; k++)
                {
                    Rational z = gamma + new Rational(k * k, 7);
                    Rational u = weight * gamma / (z - gamma);
                    Rational gap = Rational.Abs((formula(alpha, gamma, u) * u * z) - (u + 1));
                    worst = gap > worst ? gap : worst;
                }
            }
        }

        return worst.ToDouble();
    }

    private static Statement Multiplicative() =>
        Statement.Create<Func<Rational[], Rational[], Rational[]>>(
            new StatementWords(
                "HK21-eq-11",
                "The S-transform turns free products into products",
                "S_{μ⊠ν}(u) = S_μ(u) S_ν(u)",
                "[HK21] eq. (11)",
                "μ, ν on [0, ∞) with nonzero mean",
                "Exact rational arithmetic: m₁, m₂, m₃ of ten free products by the sum over non-crossing partitions, and again by multiplying power series of S.",
                Broken: "the coefficients multiplied one by one instead of as series"),
            SeriesProduct,
            (a, b) => [a[0] * b[0], a[1] * b[1], a[2] * b[2]],
            formula =>
            {
                double worst = 0.0;
                for (int i = 0; i < Alphas.Length; i++)
                {
                    Rational[] mu = FreeMoments.OfTwoPoints(Alphas[i], Gammas[i % 3]);
                    Rational[] nu = FreeMoments.OfAtoms((1, new(1, 2)), (2, new(1, 3)), (new(i + 5, 3), new(1, 6)));
                    foreach ((Rational[] a, Rational[] b) in new[] { (mu, nu), (nu, FreeMoments.Affine(mu, 2, 3)) })
                    {
                        Rational[] product = FreeMoments.FromSTransform(formula(FreeMoments.STransform(a), FreeMoments.STransform(b)));
                        worst = Math.Max(worst, FreeMoments.Gap(product, FreeMoments.Product(a, b)));
                    }
                }

                return new Verdict(new Evidence("largest gap of a moment", worst, 0.0));
            });

    private static Rational[] SeriesProduct(Rational[] a, Rational[] b) =>
        [a[0] * b[0], (a[0] * b[1]) + (a[1] * b[0]), (a[0] * b[2]) + (a[1] * b[1]) + (a[2] * b[0])];

    private static Statement Jacobian() =>
        Statement.Create<Func<Rational, Rational, int, Rational[]>>(
            new StatementWords(
                "HK21-eq-24",
                "S-transform of the Jacobian's spectrum",
                "S_{JJᵀ}(u) = ((1/σ²γ)(1 + (1 − α)/(u + α)))^{L−1}",
                "[HK21] eq. (24)",
                "0 < α ≤ 1, the same slope law in every layer",
                "Exact rational arithmetic: the moments that the formula gives against L − 2 free products taken one by one, L = 2, 3, 5, 12, and Var = n α^{2n−1}(1 − α) for σ²γ = 1, n = L − 1.",
                Broken: "the power L instead of L − 1"),
            (alpha, gamma, power) => PowerOfS(alpha, gamma, power),
            (alpha, gamma, power) => PowerOfS(alpha, gamma, power + 1),
            formula =>
            {
                double worst = 0.0, worstVariance = 0.0;
                foreach (Rational alpha in Alphas)
                {
                    foreach (int depth in Depths)
                    {
                        int n = depth - 1;
                        foreach (Rational gamma in Gammas)
                        {
                            Rational[] layer = FreeMoments.OfTwoPoints(alpha, gamma);
                            Rational[] product = layer;
                            for (int i = 1; i < n; i++)
                            {
                                product = FreeMoments.Product(layer, product);
                            }

                            worst = Math.Max(worst, FreeMoments.Gap(FreeMoments.FromSTransform(formula(alpha, gamma, n)), product));
                        }

                        Rational[] unit = FreeMoments.FromSTransform(formula(alpha, Rational.One, n));
                        Rational variance = (Rational)n * Rational.Pow(alpha, (2 * n) - 1) * (Rational.One - alpha);
                        worstVariance = Math.Max(worstVariance, FreeMoments.Gap([unit[1] - (unit[0] * unit[0])], [variance]));
                    }
                }

                return new Verdict(
                    new Evidence("largest gap of a moment", worst, 0.0),
                    new Evidence("largest gap of the variance", worstVariance, 0.0));
            });

    /// <summary>The first coefficients of ((1/γ)(1 + (1 − α)/(u + α)))ⁿ = γ⁻ⁿ ((1 + u)/(α + u))ⁿ.</summary>
    private static Rational[] PowerOfS(Rational alpha, Rational gamma, int n)
    {
        Rational[] one = [Rational.One / alpha, (Rational.One - (Rational.One / alpha)) / alpha, ((Rational.One / alpha) - 1) / (alpha * alpha)];
        Rational[] power = [Rational.One, Rational.Zero, Rational.Zero];
        for (int i = 0; i < n; i++)
        {
            power = SeriesProduct(power, one);
        }

        return [.. power.Select(c => c / Rational.Pow(gamma, n))];
    }

    private static Statement Isometry() =>
        Statement.Create<Func<double, int, double>>(
            new StatementWords(
                "HK21-eq-25-26",
                "Approximate isometry needs 1 − α and log σ²γ of order 1/L",
                "S_{JJᵀ}(u) → exp(ε₁/(1 + u) + ε₂) when L(1 − α) → ε₁ and −L log σ²γ → ε₂",
                "[HK21] eqs. (25), (26), assumption 4.2",
                "u > −1, L → ∞",
                "(24) at u = −½, 0, 1 for L = 10³, 10⁴, 10⁵: the gap to the limit falls like 1/L. A rate of L^{−1/2} diverges.",
                Broken: "1 − α = ε₁ L^{−1/2}"),
            (epsilon, depth) => 1.0 - (epsilon / depth),
            (epsilon, depth) => 1.0 - (epsilon / Math.Sqrt(depth)),
            rate =>
            {
                const double epsilon1 = 0.5, epsilon2 = 0.2;
                double Gap(int depth) => new[] { -0.5, 0.0, 1.0 }.Max(u =>
                {
                    double alpha = rate(epsilon1, depth);
                    double logS = (depth - 1) * (Math.Log(1.0 + ((1.0 - alpha) / (u + alpha))) + (epsilon2 / depth));
                    return Math.Abs(logS - ((epsilon1 / (1.0 + u)) + epsilon2));
                });
                return new Verdict(
                    new Evidence("gap of log S at L = 1e5", Gap(100_000), 1e-4),
                    new Evidence("gap at 1e3 over gap at 1e4, less 10", (Gap(1000) / Gap(10_000)) - 10.0, 0.1),
                    new Evidence("gap at 1e4 over gap at 1e5, less 10", (Gap(10_000) / Gap(100_000)) - 10.0, 0.1));
            });
}
