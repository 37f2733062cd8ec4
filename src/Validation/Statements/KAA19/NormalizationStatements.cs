using System.Collections.Immutable;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Validation.Statements.KAA19;

/// <summary>[KAA19] lemmas A.1, A.2, B.2, theorems 2.2, 3.1, 3.3, 3.4, 4.1, B.1, eqs. (19), (S.70), on sampled networks.</summary>
/// <remarks>The unit is the network: means over independent draws, five standard errors (6e-7 false alarms), plus a stated allowance for finite width.</remarks>
internal static class NormalizationStatements
{
    private const double Errors = 5.0;
    private const int Seed = 2019;
    private const int Width = 100;
    private static readonly string[] PlainActivations = ["relu", "tanh"];
    private static readonly int[] BatchSizes = [3, 5, 12];

    public static ImmutableArray<Statement> All { get; } =
    [
        DualEntries(), Largest(), LeadingVectors(), Eigenspace(), FewSamples(), ManySamples(), WithoutIndependence(), Convergence(), BatchOutputs(),
        BatchMiddle(), SphereOverlaps(), LayerNorm(),
    ];

    private static NetworkSpecification Network(string activation, Normalization normalization = Normalization.None) =>
        NetworkSpecification.Uniform(
            ActivationParser.Parse(activation), 3, activation == "tanh" ? 3.0 : 2.0, activation == "tanh" ? 0.64 : 0.0,
            weights: WeightEnsemble.Gaussian, normalization: normalization);

    /// <summary>Means and standard errors over independent networks.</summary>
    private static (double Mean, double Error)[] Average(int draws, Func<RandomSource, double[]> measure)
    {
        double[][] rows = [.. Enumerable.Range(0, draws).Select(i => measure(new RandomSource(Seed).Substream(i)))];
        return [.. Enumerable.Range(0, rows[0].Length).Select(k =>
        {
            double mean = rows.Average(row => row[k]);
            return (mean, Math.Sqrt(rows.Sum(row => (row[k] - mean) * (row[k] - mean)) / (draws - 1) / draws));
        })];
    }

    /// <summary>Sample over theory, less 1, with five standard errors and an allowance.</summary>
    private static Evidence Ratio(string name, (double Mean, double Error) sample, double theory, double allowance) =>
        new($"{name}, sample over theory, less 1", (sample.Mean / theory) - 1.0, (Errors * Math.Abs(sample.Error / theory)) + allowance);

    private static DualFisher Dual(NetworkSpecification network, int width, int samples, int outputs, RandomSource random) =>
        DualFisher.Of(SampledNetwork.Draw(network, width, samples, outputs, random));

    private static Statement DualEntries() =>
        Statement.Create<Func<SignalOverlaps, (double Same, double Cross)>>(
            new StatementWords(
                "KAA19-lem-A.1",
                "Entries of the dual Fisher matrix in the wide limit",
                "F*_tt ≃ (αM/T) κ₁ and F*_st ≃ (αM/T) κ₂ within an output, 0 between outputs",
                "[KAA19] lemma A.1",
                "wide limit, non-centred network, C = O(1)",
                "96 tanh networks, L = 3, M = 100, T = 20, C = 2: mean entries, less the bias gradients; 5 standard errors (6e-7 false alarms) and 8/M.",
                Broken: "κ₁ for both"),
            o => (o.Kappa1, o.Kappa2),
            o => (o.Kappa1, o.Kappa1),
            formula =>
            {
                const int samples = 20;
                NetworkSpecification network = Network("tanh");
                SignalOverlaps overlaps = NetworkOverlaps.Of(network);
                (double same, double cross) = formula(overlaps);
                var sample = Average(96, random =>
                {
                    DualFisher dual = Dual(network, Width, samples, 2, random);
                    double own = 0.0, other = 0.0, between = 0.0;
                    for (int s = 0; s < samples; s++)
                    {
                        own += dual[0, s, 0, s] / samples;
                        for (int t = 0; t < samples; t++)
                        {
                            other += s == t ? 0.0 : dual[0, s, 0, t] / (samples * (samples - 1.0));
                            between += dual[0, s, 1, t] / (samples * samples);
                        }
                    }

                    double scale = samples / (overlaps.Alpha * Width);
                    return [scale * own, scale * other, scale * between];
                });
                double biasSame = overlaps.Gradients.Sum(g => g.Moment) / (overlaps.Alpha * Width);
                double biasCross = overlaps.Gradients.Sum(g => g.Cross) / (overlaps.Alpha * Width);
                return new Verdict(
                    Ratio("diagonal entry", (sample[0].Mean - biasSame, sample[0].Error), same, 8.0 / Width),
                    Ratio("entry between samples", (sample[1].Mean - biasCross, sample[1].Error), cross, 8.0 / Width),
                    new Evidence("entry between outputs over κ₁", sample[2].Mean / overlaps.Kappa1, (Errors * sample[2].Error / overlaps.Kappa1) + (1.0 / Width)));
            });

    private static Statement Largest() =>
        Statement.Create<Func<SignalOverlaps, double, double>>(
            new StatementWords(
                "KAA19-thm-2.2",
                "Mean and largest eigenvalue of the Fisher matrix of a wide network",
                "m_λ ≃ κ₁C/M, λ_max ≃ α(((T − 1)/T) κ₂ + κ₁/T) M",
                "[KAA19] theorem 2.2",
                "wide limit, non-centred network, M₀ of the order of M",
                "ReLU and tanh networks, L = 3, M = T = 100, 96 draws each, with the bias term of the same order; 5 standard errors (6e-7 false alarms) and 5/M.",
                Broken: "α left out"),
            (o, largest) => largest,
            (o, largest) => largest / o.Alpha,
            formula => new Verdict(PlainActivations.SelectMany(phi =>
            {
                NetworkSpecification network = Network(phi);
                SignalOverlaps overlaps = NetworkOverlaps.Of(network);
                FisherStatistics theory = PlainFisher.Of(overlaps, new FisherSetting(Width, Width, 1));
                var sample = Average(96, random =>
                {
                    DualFisher dual = Dual(network, Width, Width, 1, random);
                    return [dual.MeanOfLargest, dual.MeanEigenvalue];
                });
                return new[]
                {
                    Ratio($"{phi}: λ_max", sample[0], formula(overlaps, theory.Detail("largestWithBias")), 5.0 / Width),
                    Ratio($"{phi}: m_λ", sample[1], theory.Detail("meanEigenvalueWithBias"), 5.0 / Width),
                };
            })));

    private static Verdict Overlap(bool subtract, double allowance)
    {
        NetworkSpecification network = Network("relu");
        var sample = Average(96, random =>
        {
            DualFisher dual = Dual(network, Width, 50, 1, random);
            return [(subtract ? dual.WithMeanSubtracted() : dual).LeadingOverlap()];
        });
        return new Verdict(new Evidence("1 less the mean overlap of the leading eigenvector", 1.0 - sample[0].Mean, allowance));
    }

    private static Statement LeadingVectors() =>
        Statement.Create<bool>(
            new StatementWords(
                "KAA19-lem-A.2",
                "Leading eigenvectors of the dual Fisher matrix are constant over samples",
                "ν_k = 1_T/√T in block k, 0 elsewhere",
                "[KAA19] lemma A.2",
                "wide limit, non-centred network",
                "96 ReLU networks, L = 3, M = 100, T = 50: overlap of the leading eigenvector with the constant one, within 8/M of 1.",
                Broken: "the network with the batch mean subtracted, which removes that direction"),
            false,
            true,
            subtract => Overlap(subtract, 8.0 / Width));

    private static Statement Eigenspace() =>
        Statement.Create<Func<double[], double[]>>(
            new StatementWords(
                "KAA19-thm-3.1",
                "The mean gradient is the eigenvector of the largest eigenvalue",
                "F E[∇f_k] ≃ λ_max E[∇f_k]: with w constant over samples, |F* w| ≃ λ_max |w|",
                "[KAA19] theorem 3.1",
                "wide limit, non-centred network",
                "96 ReLU networks, L = 3, M = 100, T = 50: the Rayleigh quotient of F at E[∇f], which is wᵀF*²w/wᵀF*w, over λ_max; within 8/M of 1.",
                Broken: "signs that alternate over samples"),
            w => w,
            w => [.. w.Select((x, i) => i % 2 == 0 ? x : -x)],
            direction =>
            {
                const int samples = 50;
                NetworkSpecification network = Network("relu");
                var sample = Average(96, random =>
                {
                    DualFisher dual = Dual(network, Width, samples, 1, random);
                    double[] w = direction([.. Enumerable.Repeat(1.0, samples)]);
                    double[] image = [.. Enumerable.Range(0, samples).Select(s => Enumerable.Range(0, samples).Sum(t => dual[0, s, 0, t] * w[t]))];
                    return [image.Sum(x => x * x) / image.Zip(w, (x, y) => x * y).Sum() / dual.Largest];
                });
                return new Verdict(new Evidence("1 less the mean Rayleigh quotient over λ_max", 1.0 - sample[0].Mean, 8.0 / Width));
            });

    private static Statement FewSamples() =>
        Statement.Create<Func<SignalOverlaps, double>>(
            new StatementWords(
                "KAA19-thm-3.3-i",
                "Mean subtraction in the last layer, few samples",
                "λ_max ≃ α((κ₁ − κ₂)/T) M for T = O(1)",
                "[KAA19] theorem 3.3 (i)",
                "T much smaller than M: the true relative error is up to 2√(T/M) above",
                "96 ReLU networks, L = 3, M = 200, T = 3: λ_max/m_λ; 5 standard errors (6e-7 false alarms) and 2√(T/M).",
                Broken: "κ₁ + κ₂ and no α"),
            o => o.Alpha * o.KappaGap,
            o => o.Kappa1 + o.Kappa2,
            formula =>
            {
                const int width = 200, samples = 3;
                NetworkSpecification network = Network("relu");
                SignalOverlaps overlaps = NetworkOverlaps.Of(network);
                var sample = Average(96, random =>
                {
                    DualFisher dual = Dual(network, width, samples, 1, random).WithMeanSubtracted();
                    return [dual.Largest / dual.MeanEigenvalue];
                });
                double mean = (1.0 - (1.0 / samples)) * overlaps.KappaGap / width;
                return new Verdict(Ratio(
                    "λ_max/m_λ", sample[0], formula(overlaps) / samples * width / mean, 2.0 * Math.Sqrt(samples / (double)width)));
            });

    private static Statement ManySamples() =>
        Statement.Create<Func<FisherStatistics, double>>(
            new StatementWords(
                "KAA19-thm-3.3-ii",
                "Mean subtraction in the last layer, as many samples as units",
                "ρα(κ₁ − κ₂) + c₁ ≤ λ_max ≤ √((Cα²ρ(κ₁ − κ₂)² + c₂) M), T = M/ρ",
                "[KAA19] theorem 3.3 (ii)",
                "wide limit; the lower bound is s_λ/m_λ, its constant c₁ in closed form",
                "64 ReLU networks, L = 3, M = T = 100: s_λ/m_λ against the lower bound with c₁, 5 standard errors (6e-7 false alarms) and 8/M, and λ_max between the bounds.",
                Broken: "the bound without c₁"),
            theory => theory.Detail("lowerWithConstant"),
            theory => theory.Detail("lowerWithConstant") - theory.Detail("c1"),
            formula =>
            {
                NetworkSpecification network = Network("relu");
                SignalOverlaps overlaps = NetworkOverlaps.Of(network);
                FisherStatistics theory = MeanSubtractedFisher.Of(
                    overlaps, new FisherSetting(Width, Width, 1), MeanSubtractionConstants.Of(network, overlaps));
                var sample = Average(64, random =>
                {
                    DualFisher dual = Dual(network, Width, Width, 1, random).WithMeanSubtracted();
                    return [dual.SecondMoment / dual.MeanEigenvalue, dual.Largest];
                });
                return new Verdict(
                    Ratio("s_λ/m_λ", sample[0], formula(theory), 8.0 / Width),
                    new Evidence("λ_max over the lower bound", sample[1].Mean / theory.Detail("lowerWithConstant"), 1.0, AtLeast: true),
                    new Evidence("λ_max over the upper bound", sample[1].Mean / theory.Detail("upperWithConstant"), 1.0));
            });

    private static Statement WithoutIndependence() =>
        Statement.Create<double>(
            new StatementWords(
                "KAA19-thm-B.1",
                "Mean subtraction bounds the largest eigenvalue by the rate at which overlaps of gradients converge",
                "ρα(κ₁ − κ₂) + c₁ M^{1−2q*} ≤ λ_max ≤ √(Cα²ρ(κ₁ − κ₂)² M + c₂ M^{2(1−q*)}), q* = min(q, ½), here ½",
                "[KAA19] theorem B.1, eq. (S.33)",
                "T = M/ρ; the bounds are s_λ/m_λ and √Σλ²",
                "40 tanh networks each, L = 3, T = M = 50 and 200: every λ_max between the two, the mean above ρα(κ₁ − κ₂), and the exponents of Σλ² and of Σλ²/Σλ within 0.15 of 2(1 − q*) and 1 − 2q*.",
                Broken: "q* = ¼",
                Erratum: "(S.37) prints the first term without α, which (S.33) and (18) have."),
            0.5,
            0.25,
            rate =>
            {
                NetworkSpecification network = Network("tanh");
                SignalOverlaps overlaps = NetworkOverlaps.Of(network);
                (double Mean, double Error)[] At(int width) => Average(40, random =>
                {
                    DualFisher dual = Dual(network, width, width, 1, random).WithMeanSubtracted();
                    double squares = dual.SecondMoment * dual.Parameters, lower = dual.SecondMoment / dual.MeanEigenvalue;
                    return [squares, lower, dual.Largest / lower, dual.Largest / Math.Sqrt(squares), dual.Largest];
                });
                (double Mean, double Error)[] narrow = At(50), wide = At(200);
                return new Verdict(
                    new Evidence("exponent of Σλ² less 2(1 − q*)", (0.5 * Math.Log2(wide[0].Mean / narrow[0].Mean)) - (2.0 * (1.0 - rate)), 0.15),
                    new Evidence("exponent of Σλ²/Σλ less 1 − 2q*", (0.5 * Math.Log2(wide[1].Mean / narrow[1].Mean)) - (1.0 - (2.0 * rate)), 0.15),
                    new Evidence("λ_max over Σλ²/Σλ", Math.Min(narrow[2].Mean, wide[2].Mean), 1.0, AtLeast: true),
                    new Evidence("λ_max over √Σλ²", Math.Max(narrow[3].Mean, wide[3].Mean), 1.0),
                    new Evidence("λ_max over ρα(κ₁ − κ₂)", wide[4].Mean / (overlaps.Alpha * overlaps.KappaGap), 1.0, AtLeast: true));
            });

    private static Statement Convergence() =>
        Statement.Create<double>(
            new StatementWords(
                "KAA19-lem-B.2",
                "Overlaps of gradients converge like one over the root of the width",
                "q̃¹_M,st = q̃¹_st + O(M^{−q}), q = ½",
                "[KAA19] lemma B.2, theorem B.1, figure S.1",
                "under gradient independence",
                "tanh networks, L = 3, T = 40, widths 50 and 200, 40 draws: log₂ of the ratio of the spreads over 2; within 0.1.",
                Broken: "q = 1"),
            0.5,
            1.0,
            exponent =>
            {
                NetworkSpecification network = Network("tanh");
                double Spread(int width)
                {
                    var sample = Average(40, random =>
                    {
                        OverlapSample q = SampledOverlaps.Of(SampledNetwork.Draw(network, width, 40, 1, random)).Gradients[0];
                        return [q.Cross, q.CrossSquare];
                    });
                    return Math.Sqrt(sample[1].Mean - (sample[0].Mean * sample[0].Mean));
                }

                return new Verdict(new Evidence("measured exponent less q", (0.5 * Math.Log2(Spread(50) / Spread(200))) - exponent, 0.1));
            });

    private static Statement BatchOutputs() =>
        Statement.Create<Func<int, double>>(
            new StatementWords(
                "KAA19-eq-19",
                "Batch normalisation of the outputs",
                "m_λ ≃ (1 − 2/T) Q₁ (κ₁ − κ₂)/M, Q₁ = Σ_k 1/σ_k²",
                "[KAA19] eq. (19)",
                "T ≥ 3",
                "96 ReLU networks, L = 3, M = 200, T = 10: m_λ σ² with the σ² of each network; 5 standard errors (6e-7 false alarms) and 5 %.",
                Broken: "the factor 1 − 2/T left out, as printed",
                Erratum: "Printed without 1 − 2/T, which is its limit for T → ∞."),
            samples => 1.0 - (2.0 / samples),
            _ => 1.0,
            factor =>
            {
                const int width = 200, samples = 10;
                NetworkSpecification network = Network("relu");
                double gap = NetworkOverlaps.Of(network).KappaGap / width;
                var sample = Average(96, random =>
                {
                    DualFisher dual = Dual(network, width, samples, 1, random);
                    double[] outputs = [.. dual.OutputsBySample().Select(row => row[0])];
                    double mean = outputs.Average(), variance = outputs.Average(f => (f - mean) * (f - mean));
                    return [dual.WithBatchNormalizedOutputs().MeanEigenvalue * variance];
                });
                return new Verdict(
                    Ratio("m_λ σ²", sample[0], factor(samples) * gap, 0.05),
                    new Evidence("gap as printed", Math.Abs((sample[0].Mean / gap) - 1.0), 0.12, AtLeast: true));
            });

    private static Statement BatchMiddle() =>
        Statement.Create<Func<BatchOverlaps, double, double>>(
            new StatementWords(
                "KAA19-thm-3.4",
                "Batch normalisation of the hidden layers leaves the largest eigenvalue large",
                "λ_max ≥ α_{L−1}(((T − 1)/T) q̂_st + q̂_t/T) M",
                "[KAA19] theorem 3.4",
                "last layer not normalised; order parameters of the sphere",
                "48 ReLU networks, L = 3, M = 150, T = 16: λ_max over the bound with the bias term, between 1 and 1.25 up to 5 standard errors (6e-7 false alarms).",
                Broken: "division by the variance in place of the deviation, as printed",
                Erratum: "(S.68) prints the variance where the deviation belongs."),
            (q, bound) => bound,
            (q, bound) => bound / (2.0 * (q.Moment - q.Overlap)),
            formula =>
            {
                const int width = 150, samples = 16;
                NetworkSpecification network = Network("relu");
                BatchOverlaps q = BatchSphere.Of(network.Layers[1].Activation!, samples);
                double bound = formula(q, ((((samples - 1.0) / samples) * q.Overlap) + (q.Moment / samples)) * width) + 1.0;
                var sample = Average(48, random =>
                    [DualFisher.Of(SampledNetwork.Draw(network, width, samples, 1, random, HiddenNormalization.Batch)).Largest]);
                double ratio = sample[0].Mean / bound, error = Errors * sample[0].Error / bound;
                return new Verdict(
                    new Evidence("λ_max over the bound", ratio, 1.0 - error, AtLeast: true),
                    new Evidence("λ_max over the bound, at most", ratio, 1.25 + error));
            });

    private static Statement SphereOverlaps() =>
        Statement.Create<Func<BatchOverlaps, double, (double Moment, double Overlap)>>(
            new StatementWords(
                "KAA19-eq-S.70",
                "Order parameters of a batch-normalised ReLU layer at finite batch size",
                "q̂_t = ½, q̂_st = ½ J(−1/(T − 1)), J(x) = (√(1 − x²) + (π − arccos x) x)/π",
                "[KAA19] eq. (S.70)",
                "every T ≥ 2: the normalised batch is uniform on a sphere",
                "Real batches of T = 3, 5, 12 normal numbers, centred and scaled, 40 000 each: E φ² and E φφ'; 5 standard errors (6e-7 false alarms). And the closed form against the library's.",
                Broken: "the correlation 0 of the limit T → ∞"),
            (_, correlation) => (0.5, 0.5 * J(correlation)),
            (_, _) => (0.5, 0.5 * J(0.0)),
            formula => new Verdict(BatchSizes.SelectMany(samples =>
            {
                (double moment, double overlap) = formula(default, -1.0 / (samples - 1.0));
                BatchOverlaps library = BatchSphere.Of(ActivationParser.Parse("relu"), samples);
                var sample = Average(40_000, random =>
                {
                    var u = new double[samples];
                    random.FillNormal(u);
                    double mean = u.Average(), deviation = Math.Sqrt(u.Average(x => (x - mean) * (x - mean)));
                    double[] x = [.. u.Select(value => Math.Max(0.0, (value - mean) / deviation))];
                    double sum = x.Sum(), squares = x.Sum(value => value * value);
                    return [squares / samples, ((sum * sum) - squares) / (samples * (samples - 1.0))];
                });
                return new[]
                {
                    new Evidence($"T = {samples}: E φ² less q̂_t", sample[0].Mean - moment, (Errors * sample[0].Error) + 1e-12),
                    new Evidence($"T = {samples}: E φφ' less q̂_st", sample[1].Mean - overlap, (Errors * sample[1].Error) + 1e-12),
                    new Evidence($"T = {samples}: closed form less the library's", library.Overlap - overlap, 1e-14),
                };
            })));

    private static double J(double x) => (Math.Sqrt(1.0 - (x * x)) + ((Math.PI - Math.Acos(x)) * x)) / Math.PI;

    private static Statement LayerNorm() =>
        Statement.Create<Func<int, double>>(
            new StatementWords(
                "KAA19-thm-4.1",
                "Layer normalisation: mean eigenvalue",
                "m_λ ≃ (C − 2) η₁ κ₁'/M",
                "[KAA19] theorem 4.1",
                "C ≥ 3, η₁ of the network's own outputs",
                "96 tanh networks, L = 3, M = 150, T = 20, C = 6: m_λ against the theorem with each network's η₁; 5 standard errors (6e-7 false alarms) and 8 %.",
                Broken: "C in place of C − 2"),
            outputs => outputs - 2.0,
            outputs => outputs,
            rank =>
            {
                const int width = 150, samples = 20, outputs = 6;
                NetworkSpecification network = Network("tanh", Normalization.Layer);
                SignalOverlaps overlaps = NetworkOverlaps.Of(network);
                var sample = Average(96, random =>
                {
                    DualFisher dual = DualFisher.Of(SampledNetwork.Draw(network, width, samples, outputs, random, HiddenNormalization.Layer));
                    double eta = LayerNormMoments.OfOutputs(dual.OutputsBySample()).Eta1;
                    double parameters = overlaps.Alpha * width * width;
                    return [dual.MeanEigenvalue * dual.Parameters / parameters / (rank(outputs) * eta * overlaps.Kappa1 / width)];
                });
                return new Verdict(Ratio("m_λ", sample[0], 1.0, 0.08));
            });
}
