using System.Collections.Immutable;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.Exact;

namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>[HK21] eqs. (15)–(17), (29) on real sampled networks and projections.</summary>
internal static class PropagationStatements
{
    private const ulong Seed = 15;
    private const int Width = 100;
    private const int Draws = 64;
    private const double Sigmas = 6.0; // standard errors: 2e-9 false alarms for each number, if normal

    public static ImmutableArray<Statement> All { get; } = [Propagation(), SlopeLaw(), HardTanh(), AtomOfProduct()];

    private static Statement Propagation() =>
        Statement.Create<Func<Rational[], Rational[], Rational[]>>(
            new StatementWords(
                "HK21-eq-15",
                "The spectrum passes through a layer by a free product and an affine map",
                "μ_{ℓ+1} = (q_ℓ + σ²_{ℓ+1}·)_*(ν_ℓ ⊠ μ_ℓ), μ₁ = δ_{q₀}",
                "[HK21] eq. (15), assumption 3.1",
                "wide limit, Haar weights",
                "64 hard-tanh networks, L = 4, M = 100, Haar weights, σ² = 1.4: m₁, m₂, m₃ of H_L against free products of the sampled slope laws; 6 standard errors (2e-9 false alarms) and 0.3/M of the moment for finite width.",
                Broken: "the moments of the classical product, m_k(ν) m_k(μ)"),
            FreeMoments.Product,
            (a, b) => [.. a.Zip(b, (x, y) => x * y)],
            product =>
            {
                var gaps = new double[3][];
                for (int k = 0; k < 3; k++)
                {
                    gaps[k] = new double[Draws];
                }

                for (int draw = 0; draw < Draws; draw++)
                {
                    RandomSource random = new RandomSource(Seed).Substream(draw);
                    SmallNetwork network = SmallNetwork.HardTanh(random, depth: 4, Width, weightVariance: 1.4, g: 1.0, bound: 0.9);
                    double[] input = SmallNetwork.Input(random, Width);
                    double[] found = SpectralMoments(network.DualFisherByRecursion(input));
                    double[] theory = Theory(network, input, 1.4, product);
                    for (int k = 0; k < 3; k++)
                    {
                        gaps[k][draw] = (found[k] / theory[k]) - 1.0;
                    }
                }

                return new Verdict(Enumerable.Range(0, 3).Select(k =>
                {
                    (double mean, double error) = MeanAndError(gaps[k]);
                    return new Evidence($"mean relative gap of m{k + 1}", mean, (Sigmas * error) + (0.3 / Width));
                }));
            });

    private static double[] SpectralMoments(double[,] h)
    {
        double[,] square = SmallMatrix.Product(h, h);
        double cube = 0.0;
        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                cube += square[i, j] * h[j, i];
            }
        }

        return [SmallMatrix.Trace(h) / Width, SmallMatrix.Trace(square) / Width, cube / Width];
    }

    /// <summary>Moments of the limit law with the sampled second moments and the sampled slopes.</summary>
    private static double[] Theory(
        SmallNetwork network, double[] input, double weightVariance, Func<Rational[], Rational[], Rational[]> product)
    {
        double[][] x = network.Forward(input);
        double[][] slopes = network.Slopes(input);
        Rational[] law = FreeMoments.OfAtoms((Rational.FromDouble(SmallNetwork.Moment(x[0])), 1));
        for (int layer = 1; layer < network.Depth; layer++)
        {
            int active = slopes[layer].Count(d => d != 0.0);
            Rational[] slope = FreeMoments.OfTwoPoints(new Rational(active, Width), 1);
            law = FreeMoments.Affine(
                product(slope, law), Rational.FromDouble(SmallNetwork.Moment(x[layer])), Rational.FromDouble(weightVariance));
        }

        return [.. law.Select(m => m.ToDouble())];
    }

    private static (double Mean, double Error) MeanAndError(double[] values)
    {
        double mean = values.Average();
        double variance = values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
        return (mean, Math.Sqrt(variance / values.Length));
    }

    private static Statement SlopeLaw() =>
        Statement.Create<Func<double, double, double, double>>(
            new StatementWords(
                "HK21-eq-16",
                "A piecewise linear activation with flat parts has a slope law on two points",
                "ν_ℓ = (1 − α)δ₀ + αδ_γ; hard tanh: γ = g², α = erf(k/√2), k = 1/(s g √p)",
                "[HK21] eq. (16)",
                "Gaussian pre-activations of variance p",
                "64 hard-tanh networks, M = 100, s = 1.1, g = 0.9, σ² = 1.4: squared slopes are exactly 0 or g²; the share of g² in layers 1 and 2 within 6 standard errors (2e-9 false alarms) and 0.5/M.",
                Broken: "k without √p"),
            (s, g, p) => ErrorFunction.Erf(1.0 / (s * g * Math.Sqrt(2.0 * p))),
            (s, g, p) => ErrorFunction.Erf(1.0 / (s * g * Math.Sqrt(2.0))),
            alpha =>
            {
                const double s = 1.1, g = 0.9, variance = 1.4;
                var first = new double[Draws];
                var second = new double[Draws];
                double other = 0.0;
                for (int draw = 0; draw < Draws; draw++)
                {
                    RandomSource random = new RandomSource(Seed + 1).Substream(draw);
                    SmallNetwork network = SmallNetwork.HardTanh(random, depth: 3, Width, variance, g, 1.0 / s);
                    double[] input = SmallNetwork.Input(random, Width);
                    double[][] slopes = network.Slopes(input);
                    double p2 = variance * SmallNetwork.Moment(network.Forward(input)[1]);
                    other = Math.Max(other, slopes.Skip(1).SelectMany(d => d).Max(d => Math.Min(Math.Abs(d * d), Math.Abs((d * d) - (g * g)))));
                    first[draw] = ((double)slopes[1].Count(d => d != 0.0) / Width) - alpha(s, g, variance);
                    second[draw] = ((double)slopes[2].Count(d => d != 0.0) / Width) - alpha(s, g, p2);
                }

                (double mean1, double error1) = MeanAndError(first);
                (double mean2, double error2) = MeanAndError(second);
                return new Verdict(
                    new Evidence("distance of a squared slope from 0 and g²", other, 1e-15),
                    new Evidence("mean gap of the share, layer 1", mean1, (Sigmas * error1) + (0.5 / Width)),
                    new Evidence("mean gap of the share, layer 2", mean2, (Sigmas * error2) + (0.5 / Width)));
            });

    private static Statement HardTanh() =>
        Statement.Create<Func<double, double, double>>(
            new StatementWords(
                "HK21-eq-17",
                "The hard tanh is continuous and saturates at 1/s",
                "φ(x) = g x for s g |x| < 1, else sgn(x)/s",
                "[HK21] eq. (17)",
                "s, g > 0",
                "Continuity at s g |x| = 1; E φ² by Gauss–Legendre against g²p[erf(k/√2) − k√(2/π)e^{−k²/2}] + s⁻² erfc(k/√2), which assumes 1/s; q₁ = 0.99389 at s² = 0.125, g = 1.0013.",
                Broken: "saturation at g",
                Erratum: "Printed with saturation at g·sgn x, which is discontinuous and gives q₁ = 0.96078."),
            (s, _) => 1.0 / s,
            (_, g) => g,
            saturation =>
            {
                double s = Math.Sqrt(0.125);
                const double g = 1.0013;
                double k = 1.0 / (s * g);
                double closed = (g * g * (ErrorFunction.Erf(k / Math.Sqrt(2.0)) - (k * Math.Sqrt(2.0 / Math.PI) * Math.Exp(-0.5 * k * k))))
                    + (ErrorFunction.Erfc(k / Math.Sqrt(2.0)) / (s * s));
                double Moment(double level)
                {
                    // ∫ φ² on a fine midpoint grid from the kink outwards and inwards: no formula shared with the closed form.
                    const int n = 400_000;
                    double sum = 0.0;
                    for (int i = 0; i < n; i++)
                    {
                        double inner = k * (i + 0.5) / n, outer = k + (12.0 * (i + 0.5) / n);
                        sum += 2.0 * k / n * g * g * inner * inner * Math.Exp(-0.5 * inner * inner);
                        sum += 2.0 * 12.0 / n * level * level * Math.Exp(-0.5 * outer * outer);
                    }

                    return sum / Math.Sqrt(2.0 * Math.PI);
                }

                double level = saturation(s, g);
                return new Verdict(
                    new Evidence("jump at the kink", (g * k) - level, 1e-14),
                    new Evidence("gap of E φ² from its closed form", Moment(level) - closed, 1e-10),
                    new Evidence("gap of q₁ from 0.99389", Moment(level) - 0.99389, 5e-6),
                    new Evidence("gap of q₁ as printed", Math.Abs(Moment(g) - closed), 0.03, AtLeast: true));
            });

    private static Statement AtomOfProduct() =>
        Statement.Create<Func<double, double, double>>(
            new StatementWords(
                "HK21-eq-29",
                "Atoms of a free product",
                "μ ⊠ ν({ab}) = (μ({a}) + ν({b}) − 1)⁺ for ab ≠ 0",
                "[HK21] eq. (29)",
                "free, not classically independent; exact for projections in general position at every finite size",
                "A U B Uᵀ for diagonal A, B with multiple eigenvalues and Haar U, 24 × 24, 30 draws: the multiplicity of ab, counted to 1e-9, is exact.",
                Broken: "the classical rule μ({a}) ν({b})"),
            (a, b) => Math.Max(0.0, a + b - 1.0),
            (a, b) => a * b,
            rule =>
            {
                const int size = 24;
                double worst = 0.0;
                for (int draw = 0; draw < 30; draw++)
                {
                    RandomSource random = new RandomSource(Seed + 2).Substream(draw);
                    int inA = 10 + (draw % 13), inB = 8 + (draw * 5 % 15);
                    double[,] u = SmallMatrix.Haar(random, size);
                    double[] a = Diagonal(random, size, inA, 1.5), b = Diagonal(random, size, inB, 0.8);
                    double[,] rotated = SmallMatrix.Create(size, size, (i, j) =>
                        Math.Sqrt(a[i] * a[j]) * Enumerable.Range(0, size).Sum(k => u[i, k] * b[k] * u[j, k]));
                    int count = SmallMatrix.Eigenvalues(rotated).Count(x => Math.Abs(x - (1.5 * 0.8)) < 1e-9);
                    worst = Math.Max(worst, Math.Abs(((double)count / size) - rule((double)inA / size, (double)inB / size)));
                }

                return new Verdict(new Evidence("largest gap of the multiplicity over the size", worst, 1e-12));
            });

    /// <summary>A value with a given multiplicity; the rest are spread over other positive numbers.</summary>
    private static double[] Diagonal(RandomSource random, int size, int multiplicity, double value) =>
        [.. Enumerable.Range(0, size).Select(i => i < multiplicity ? value : 0.1 + (3.0 * random.NextUniform()))];
}
