using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;

namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>[HK21] eqs. (30)–(33), (36), theorem 4.3, proposition 4.4, corollary 4.5: deep networks near isometry.</summary>
internal static class DeepStatements
{
    private const double Epsilon1 = 0.5;
    private const double Epsilon2 = 0.3;
    private static readonly int[] Depths = [2, 5, 12, 40];

    public static ImmutableArray<Statement> All { get; } =
        [TopRecursion(), TopAtom(), TopLimit(), MeanRecursion(), MeanLimit(), SeveralInputs()];

    private static SpectralChain Uniform(int depth, double alpha, double gamma, double weightVariance, double q) =>
        SpectralChain.Uniform(depth, q, new ChainLayer(SlopeLaw.TwoPoint(alpha, gamma), q, weightVariance));

    /// <summary>Assumptions 4.1 and 4.2 with 1 − α = ε₁/L and σ²γ = e^{−ε₂/L}.</summary>
    private static SpectralChain NearIsometry(int depth, double q) =>
        Uniform(depth, 1.0 - (Epsilon1 / depth), Math.Exp(-Epsilon2 / depth), 1.0, q);

    /// <summary>The top atom; the limit law of a chain below the depth where it dies.</summary>
    private static Atom Top(SpectralChain chain) => chain.Fisher().Atoms[^1];

    private static Statement TopRecursion() =>
        Statement.Create<Func<double, double, double, double, double>>(
            new StatementWords(
                "HK21-eq-30",
                "Recursion of the largest eigenvalue",
                "‖μ_{ℓ+1}‖ = q_ℓ + σ²_{ℓ+1} ‖ν_ℓ‖ ‖μ_ℓ‖",
                "[HK21] eq. (30)",
                "while the top of the support is an atom that survives: 1 − Σ(1 − α_ℓ) ≥ 0",
                "Chains of depth 2, 5, 12, 40: the top of the whole certified support, bands and atoms, against the recursion. And α = 0.8, γσ² = 1.155, q = 1, L = 50, where no atom survives.",
                Broken: "γ left out",
                Erratum: "Stated without the condition. At α = 0.8, γσ² = 1.155, L = 50 it says 8678.5; the top is a band edge at 81.161."),
            (top, q, sigma2, gamma) => q + (sigma2 * gamma * top),
            (top, q, sigma2, gamma) => q + (sigma2 * top),
            step =>
            {
                double Recursion(int depth, double gamma, double sigma2, double q)
                {
                    double top = q;
                    for (int layer = 1; layer < depth; layer++)
                    {
                        top = step(top, q, sigma2, gamma);
                    }

                    return top;
                }

                double worst = Depths.Max(depth => Math.Abs(
                    (Uniform(depth, 1.0 - (0.9 / depth), 1.04, 0.97, 0.8).Fisher().TopOfSupport / Recursion(depth, 1.04, 0.97, 0.8)) - 1.0));
                double truth = Uniform(50, 0.8, 1.155, 1.0, 1.0).Fisher().TopOfSupport;
                return new Verdict(
                    new Evidence("largest relative gap while the atom survives", worst, 1e-13),
                    new Evidence("top of the support at α = 0.8, L = 50, less 81.161", truth - 81.161, 1e-3),
                    new Evidence("the recursion there over the top of the support", Recursion(50, 1.155, 1.0, 1.0) / truth, 100.0, AtLeast: true));
            });

    private static Statement TopAtom() =>
        Statement.Create<Func<int, double, double>>(
            new StatementWords(
                "HK21-thm-4.3",
                "Near isometry the top of the support is a heavy atom",
                "μ_L({‖μ_L‖}) = 1 − (L − 1)(1 − α)",
                "[HK21] theorem 4.3",
                "assumptions 4.1, 4.2; ε₁ < 1 is all it needs",
                "Chains with ε₁ = 0.5, ε₂ = 0.3 at L = 2, 5, 12, 40: weight of the top atom, and that no band reaches above it. With α = 0.98, L = 60, where (L − 1)(1 − α) > 1, there is no such atom.",
                Broken: "L in place of L − 1"),
            (depth, alpha) => 1.0 - ((depth - 1) * (1.0 - alpha)),
            (depth, alpha) => 1.0 - (depth * (1.0 - alpha)),
            weight =>
            {
                double worst = 0.0, above = 0.0;
                foreach (int depth in Depths)
                {
                    SpectralMeasure law = NearIsometry(depth, 0.7).Fisher();
                    Atom top = law.Atoms[^1];
                    worst = Math.Max(worst, Math.Abs(top.Weight - weight(depth, 1.0 - (Epsilon1 / depth))));
                    above = Math.Max(above, law.TopOfSupport - top.Location);
                }

                bool dead = !Uniform(60, 0.98, 1.0, 1.0, 1.0).Fisher().TopIsAtom;
                return new Verdict(
                    new Evidence("largest gap of the weight", worst, 1e-13),
                    new Evidence("how far a band reaches above the atom", above, 0.0),
                    new Evidence("top is an atom although (L − 1)(1 − α) > 1", dead ? 0.0 : 1.0, 0.0));
            });

    private static Verdict Limit(Func<int, double> finite, double limit)
    {
        double at100 = finite(100) - limit, at1000 = finite(1000) - limit;
        return new Verdict(
            new Evidence("gap at L = 1000", at1000, 2e-3),
            new Evidence("gap at 100 over gap at 1000, less 10", (at100 / at1000) - 10.0, 0.2));
    }

    private static Statement TopLimit() =>
        Statement.Create<Func<double, double, double, double>>(
            new StatementWords(
                "HK21-eq-31",
                "The largest eigenvalue grows linearly with depth",
                "‖μ_L‖/L → q(1 − e^{−ε₂})/ε₂ = q(1 − ε₂/2) + O(ε₂²)",
                "[HK21] eq. (31)",
                "assumptions 4.1, 4.2",
                "The top atom of chains with ε₁ = 0.5, ε₂ = 0.3, q = 0.7 at L = 100 and 1000: the gap falls like 1/L. The expansion at ε₂ = 1e-3.",
                Broken: "ε₁ + ε₂ in place of ε₂"),
            (q, _, epsilon2) => -q * Elementary.ExpMinusOne(-epsilon2) / epsilon2,
            (q, epsilon1, epsilon2) => -q * Elementary.ExpMinusOne(-epsilon1 - epsilon2) / (epsilon1 + epsilon2),
            limit => new Verdict(
                [
                    .. Limit(depth => Top(NearIsometry(depth, 0.7)).Location / depth, limit(0.7, Epsilon1, Epsilon2)).Evidence,
                    new Evidence("gap of the expansion at ε₂ = 1e-3", limit(1.0, 0.0, 1e-3) - (1.0 - 5e-4), 2e-7),
                ]));

    private static Statement MeanRecursion() =>
        Statement.Create<Func<double, double, double, double, double>>(
            new StatementWords(
                "HK21-eq-32",
                "Recursion of the mean eigenvalue",
                "m₁(μ_{ℓ+1}) = q_ℓ + σ²_{ℓ+1} m₁(ν_ℓ) m₁(μ_ℓ)",
                "[HK21] eq. (32)",
                "any slope laws",
                "∫ t μ_L(dt) by quadrature of the exact density and atoms, L = 2, …, 6, α = 0.8, γ = 1.1, σ² = 0.9, q = 0.6.",
                Broken: "γ in place of m₁(ν) = αγ"),
            (mean, q, sigma2, slopeMean) => q + (sigma2 * slopeMean * mean),
            (mean, q, sigma2, slopeMean) => q + (sigma2 * slopeMean / 0.8 * mean),
            step =>
            {
                double worst = 0.0;
                double mean = 0.6;
                for (int depth = 2; depth <= 6; depth++)
                {
                    mean = step(mean, 0.6, 0.9, 0.8 * 1.1);
                    double quadrature = Uniform(depth, 0.8, 1.1, 0.9, 0.6).Fisher().Integrate(t => t, Tolerance.Standard).Value.Real;
                    worst = Math.Max(worst, Math.Abs((quadrature / mean) - 1.0));
                }

                return new Verdict(new Evidence("largest relative gap", worst, 1e-9));
            });

    private static Statement MeanLimit() =>
        Statement.Create<Func<double, double, double, double>>(
            new StatementWords(
                "HK21-prop-4.4",
                "The mean eigenvalue grows linearly with depth",
                "m₁(μ_L)/L → q(1 − e^{−ε₁−ε₂})/(ε₁ + ε₂)",
                "[HK21] proposition 4.4, eq. (33)",
                "assumptions 4.1, 4.2",
                "The mean of chains with ε₁ = 0.5, ε₂ = 0.3, q = 0.7 at L = 100 and 1000: the gap falls like 1/L. The expansion at ε₁ = ε₂ = 1e-3.",
                Broken: "ε₂ in place of ε₁ + ε₂"),
            MeanOverDepth,
            (q, _, epsilon2) => MeanOverDepth(q, 0.0, epsilon2),
            limit => new Verdict(
                [
                    .. Limit(depth => NearIsometry(depth, 0.7).Fisher().Mean / depth, limit(0.7, Epsilon1, Epsilon2)).Evidence,
                    new Evidence("gap of the expansion at ε₁ = ε₂ = 1e-3", limit(1.0, 1e-3, 1e-3) - (1.0 - 1e-3), 1e-6),
                ]));

    private static double MeanOverDepth(double q, double epsilon1, double epsilon2) =>
        -q * Elementary.ExpMinusOne(-epsilon1 - epsilon2) / (epsilon1 + epsilon2);

    private static Statement SeveralInputs() =>
        Statement.Create<Func<int, double>>(
            new StatementWords(
                "HK21-cor-4.5",
                "The mean eigenvalue for several inputs is that for one, divided by their number",
                "mean of Θ/M = N⁻² Σ_n tr H_L(x(n)) → αq(1 − e^{−ε₁−ε₂})/(ε₁ + ε₂) for L/N → α",
                "[HK21] corollary 4.5, eq. (36)",
                "every network for the first equality; assumptions 4.1, 4.2 for the limit",
                "tanh network, L = 3, M = 6, N = 4, all 24 eigenvalues of Θ/M from Jacobians by differences. Then the limit at L = 2N, L = 100 and 1000.",
                Broken: "N in place of N²"),
            inputs => 1.0 / ((double)inputs * inputs),
            inputs => 1.0 / inputs,
            factor =>
            {
                const int inputs = 4, width = 6;
                RandomSource random = new(36);
                SmallNetwork network = SmallNetwork.Tanh(random, 3, width, 1.3);
                double[][] x = [.. Enumerable.Range(0, inputs).Select(_ => SmallNetwork.Input(random, width))];
                double[][,] jacobians = [.. x.Select(network.ParameterJacobian)];
                double[,] theta = SmallMatrix.Create(inputs * width, inputs * width, (i, j) =>
                    Enumerable.Range(0, network.Parameters).Sum(k => jacobians[i / width][i % width, k] * jacobians[j / width][j % width, k]) / inputs / width);
                double mean = SmallMatrix.Eigenvalues(theta).Average();
                double traces = x.Sum(n => SmallMatrix.Trace(network.DualFisherByRecursion(n)) / width);
                return new Verdict(
                    [
                        new Evidence("gap of the mean eigenvalue of Θ/M", mean - (factor(inputs) * traces), 1e-8),
                        .. Limit(depth => NearIsometry(depth, 0.7).Fisher().Mean / (depth / 2), 2.0 * MeanOverDepth(0.7, Epsilon1, Epsilon2)).Evidence
                            .Select(item => item with { Bound = 2.0 * item.Bound }),
                    ]);
            });
}
