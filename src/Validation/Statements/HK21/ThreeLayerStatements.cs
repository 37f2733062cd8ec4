using System.Collections.Immutable;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>[HK21] theorem 3.2 and its parts (18)–(23), against exact moments of the free products.</summary>
internal static class ThreeLayerStatements
{
    private const int Nodes = 4000; // midpoint rule in the angle: it converges like the nearest pole of the density allows

    private static readonly ThreeLayerCase[] Cases =
    [
        new(1.0, 0.8, 0.7, 0.9, 0.8, 1.1, 0.9, 1.2, 0.95),
        new(1.0, 0.8, 0.7, 0.55, 0.8, 1.1, 0.9, 1.2, 0.95),
        new(0.7, 1.3, 0.4, 0.3, 0.45, 2.0, 0.5, 0.8, 1.5),
        new(0.7, 1.3, 0.4, 0.3, 0.2, 2.0, 0.5, 0.8, 1.5),
        new(1.0, 1.0, 1.0, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0),
        new(1.0, 1.0, 1.0, 0.3, 0.7, 1.0, 1.0, 1.0, 1.0),
        new(2.0, 0.1, 3.0, 0.6, 0.6, 1.0, 3.0, 0.5, 0.5),
    ];

    public static ImmutableArray<Statement> All { get; } =
    [
        Part(
            "HK21-thm-3.2", "Spectrum of a network of three layers in closed form",
            "μ₃ = (1 − α₂)δ_min + (α₂ − α₁)⁺δ_mid + (α₁ + α₂ − 1)⁺δ_max + ρ", "theorem 3.2", "every order of α₁, α₂ in (0, 1)",
            "γ₁ left out of λ_max and λ±", new ThreeLayerForm
            {
                Maximum = c => new ThreeLayerForm().Maximum(c with { Gamma1 = 1.0 }),
                Edge = (c, sign) => new ThreeLayerForm().Edge(c with { Gamma1 = 1.0 }, sign),
            }),
        Part(
            "HK21-eq-18", "Atoms of three layers", "weights 1 − α₂, (α₂ − α₁)⁺, (α₁ + α₂ − 1)⁺", "eq. (18)",
            "every order of α₁, α₂ in (0, 1)", "α₁ and α₂ exchanged", new ThreeLayerForm
            {
                Weights = c => new ThreeLayerForm().Weights(c with { Alpha1 = c.Alpha2, Alpha2 = c.Alpha1 }),
            }),
        Part(
            "HK21-eq-19", "Density of three layers", "ρ(x) = √((λ₊ − x)(x − λ₋)) / (2π(x − λ_mid)(λ_max − x))", "eq. (19)",
            "λ₋ < x < λ₊", "x − λ_min in place of x − λ_mid", new ThreeLayerForm
            {
                Density = (x, minus, plus, middle, maximum) =>
                    Math.Sqrt((plus - x) * (x - minus)) / (2.0 * Math.PI * (x - (0.9 * middle)) * (maximum - x)),
            }),
        Part(
            "HK21-eq-20", "Place of the lowest atom", "λ_min = q₂", "eq. (20)", "α₂ < 1", "q₁ in place of q₂",
            new ThreeLayerForm { Minimum = c => c.Q1 }),
        Part(
            "HK21-eq-21", "Place of the middle atom", "λ_mid = q₂ + σ₃²γ₂q₁", "eq. (21)", "weight (α₂ − α₁)⁺",
            "γ₁ in place of γ₂", new ThreeLayerForm { Middle = c => c.Q2 + (c.S3 * c.Gamma1 * c.Q1) }),
        Part(
            "HK21-eq-22", "Edges of the band", "λ± = q₂ + σ₃²γ₂(q₁ + σ₂²γ₁q₀(√(α₁(1 − α₂)) ± √(α₂(1 − α₁)))²)", "eq. (22)",
            "every order of α₁, α₂ in (0, 1)", "√(α₁α₂) ± √((1 − α₁)(1 − α₂)) in the bracket", new ThreeLayerForm
            {
                Edge = (c, sign) => new ThreeLayerForm().Edge(c with { Alpha2 = 1.0 - c.Alpha2 }, sign),
            }),
        Part(
            "HK21-eq-23", "Place of the top atom", "λ_max = q₂ + σ₃²γ₂(q₁ + σ₂²γ₁q₀)", "eq. (23)",
            "it is the top of the support while α₁ + α₂ ≥ 1; otherwise λ₊ is", "q₀ left out",
            new ThreeLayerForm { Maximum = c => c.Q2 + (c.S3 * c.Gamma2 * (c.Q1 + (c.S2 * c.Gamma1))) }),
    ];

    private static Statement Part(
        string id, string text, string formula, string place, string domain, string broken, ThreeLayerForm wrong) =>
        Statement.Create(
            new StatementWords(
                id, text, formula, $"[HK21] {place}", domain,
                $"Mass and m₁, m₂, m₃ of atoms and density (midpoint rule in the angle, {Nodes} nodes) against exact rational moments of ν₂ ⊠ (q₁ + σ₂²·)(ν₁ ⊠ δ_q₀), for {Cases.Length} settings in every order of α₁, α₂ with both borderlines.",
                broken),
            new ThreeLayerForm(),
            wrong,
            form => new Verdict(
                new Evidence("largest gap of the mass from 1", Cases.Max(c => Math.Abs(Moments(form, c)[0] - 1.0)), 1e-11),
                new Evidence("largest relative gap of a moment", Cases.Max(c => MomentGap(form, c)), 1e-11)));

    private static double MomentGap(ThreeLayerForm form, ThreeLayerCase c)
    {
        double[] found = Moments(form, c);
        Rational[] first = FreeMoments.Affine(
            FreeMoments.Product(Exact(c.Alpha1, c.Gamma1), FreeMoments.OfAtoms((Rational.FromDouble(c.Q0), 1))),
            Rational.FromDouble(c.Q1), Rational.FromDouble(c.S2));
        Rational[] exact = FreeMoments.Affine(
            FreeMoments.Product(Exact(c.Alpha2, c.Gamma2), first), Rational.FromDouble(c.Q2), Rational.FromDouble(c.S3));
        return Enumerable.Range(0, 3).Max(k => Math.Abs((found[k + 1] / exact[k].ToDouble()) - 1.0));
    }

    private static Rational[] Exact(double alpha, double gamma) =>
        FreeMoments.OfTwoPoints(Rational.FromDouble(alpha), Rational.FromDouble(gamma));

    /// <summary>Mass and three moments of the closed form, x = centre + radius·cos θ at the middles of equal steps of θ.</summary>
    private static double[] Moments(ThreeLayerForm form, ThreeLayerCase c)
    {
        double minus = form.Edge(c, -1), plus = form.Edge(c, 1), middle = form.Middle(c), maximum = form.Maximum(c);
        (double atMinimum, double atMiddle, double atMaximum) = form.Weights(c);
        double center = 0.5 * (plus + minus), radius = 0.5 * (plus - minus);
        var moments = new double[4];
        for (int i = 0; i < Nodes; i++)
        {
            (double sin, double cos) = Math.SinCos(Math.PI * (i + 0.5) / Nodes);
            double x = center + (radius * cos);
            double mass = form.Density(x, minus, plus, middle, maximum) * radius * sin * Math.PI / Nodes;
            for (int k = 0; k < 4; k++)
            {
                moments[k] += mass * Math.Pow(x, k);
            }
        }

        for (int k = 0; k < 4; k++)
        {
            moments[k] += (atMinimum * Math.Pow(form.Minimum(c), k)) + (atMiddle * Math.Pow(middle, k)) + (atMaximum * Math.Pow(maximum, k));
        }

        return moments;
    }
}
