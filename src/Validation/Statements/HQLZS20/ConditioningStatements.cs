using System.Collections.Immutable;

namespace FreeSpectra.Validation.Statements.HQLZS20;

/// <summary>[HQLZS20] eq. (4), proposition 1, theorems 1 and 2, eq. (15): on small networks with real gradients.</summary>
internal static class ConditioningStatements
{
    private const double DifferenceError = 3e-8; // of central differences with step 1e-6, with room
    private const int Width = 5;
    private const int Samples = 7;
    private const int Layers = 3;
    private static readonly double[] Alpha = [1.7, 0.6, 2.2];
    private static readonly double[] HalfSpectrum = [1.0, 0.5, 0.25, 0.125];

    public static ImmutableArray<Statement> All { get; } = [Factors(), Kronecker(), Scaling(), Normalised(), Backward(), Invariants()];

    private static BatchNetwork Network(int index, bool hidden, bool last, bool linearLoss = true)
    {
        RandomSource random = new RandomSource(20).Substream(index);
        double[][,] weights = [.. Enumerable.Range(0, Layers).Select(_ => SmallMatrix.Gaussian(random, Width, Width, Math.Sqrt(2.0 / Width)))];
        double[,] input = SmallMatrix.Gaussian(random, Width, Samples, 1.0);
        double[,] drive = SmallMatrix.Gaussian(random, Width, Samples, 1.0);
        double Linear(double[,] f) => f.Cast<double>().Zip(drive.Cast<double>(), (a, b) => a * b).Sum();
        double CrossEntropy(double[,] f) => Enumerable.Range(0, Samples).Sum(n =>
            Math.Log(Enumerable.Range(0, Width).Sum(i => Math.Exp(f[i, n]))) - f[n % Width, n]);
        return new BatchNetwork(weights, [.. Enumerable.Range(1, Layers).Select(k => k < Layers ? hidden : last)], input, linearLoss ? Linear : CrossEntropy);
    }

    private static double RelativeGap(double[,] found, double[,] reference, double factor)
    {
        double scale = reference.Cast<double>().Max(Math.Abs) * Math.Abs(factor);
        return SmallMatrix.Gap(found, SmallMatrix.Create(reference.GetLength(0), reference.GetLength(1), (i, j) => factor * reference[i, j])) / scale;
    }

    private static Statement Factors() =>
        Statement.Create<Func<int, int>>(
            new StatementWords(
                "HQLZS20-eq-4",
                "The Fisher block of a layer is built from its input and its output-gradient",
                "F_k = E[x_{k−1} x_{k−1}ᵀ ⊗ ∇h_k ∇h_kᵀ], that is ∂L/∂W_k = ∇h_k x_{k−1}ᵀ sample by sample",
                "[HQLZS20] eq. (4)",
                "fully connected layers; the further step to Σ_x ⊗ Σ_∇h is an assumption",
                "Rectifier networks, K = 3: ∂L/∂W_k by differences against Σ_n ∇h_k(n) x_{k−1}(n)ᵀ, every layer.",
                Broken: "x_k as the layer's input",
                Erratum: "The layer's input is x_{k−1}."),
            layer => layer - 1,
            layer => layer,
            index => new Verdict(new Evidence("largest relative gap", (
                from k in Enumerable.Range(1, Layers)
                let network = Network(k, hidden: false, last: false)
                let x = network.Forward()
                let product = SmallMatrix.Product(network.OutputGradient(k), SmallMatrix.Transpose(x[index(k)]))
                select RelativeGap(network.WeightGradient(k), product, 1.0)).Max(), DifferenceError)));

    private static Statement Kronecker() =>
        Statement.Create<Func<double, double, double>>(
            new StatementWords(
                "HQLZS20-prop-1",
                "Largest eigenvalue and condition number of a Fisher block are products",
                "λ_max(F) = λ_max(Σ_x) λ_max(Σ_∇h), κ(F) = κ(Σ_x) κ(Σ_∇h) for F = Σ_x ⊗ Σ_∇h",
                "[HQLZS20] proposition 1",
                "λ_max and the condition number over all eigenvalues; not the percentage version κ_p",
                "Σ_x and Σ_∇h of a real rectifier network; all 25 eigenvalues of the Kronecker product. For κ_p: eigenvalues (1, ½, ¼, ⅛) twice, p = 50 %.",
                Broken: "sums in place of products",
                Erratum: "It does not carry over to κ_p of footnote 2, for which the experiments use it: the truth there is 8, the product of the two κ_p is 4."),
            (a, b) => a * b,
            (a, b) => a + b,
            combine =>
            {
                BatchNetwork network = Network(11, hidden: false, last: false);
                double[,] sigmaX = Second(network.Forward()[1]);
                double[,] sigmaG = Second(network.OutputGradient(2));
                double[] x = SmallMatrix.Eigenvalues(sigmaX), g = SmallMatrix.Eigenvalues(sigmaG);
                double[] f = SmallMatrix.Eigenvalues(SmallMatrix.Create(
                    Width * Width, Width * Width, (i, j) => sigmaX[i / Width, j / Width] * sigmaG[i % Width, j % Width]));
                double[] xs = Nonzero(x), gs = Nonzero(g), fs = Nonzero(f);
                double[] all = [.. HalfSpectrum.SelectMany(a => HalfSpectrum.Select(b => a * b)).OrderDescending()];
                double truth = all[0] / all[(all.Length / 2) - 1];
                return new Verdict(
                    new Evidence("relative gap of λ_max", (f[^1] / combine(x[^1], g[^1])) - 1.0, 1e-12),
                    new Evidence("relative gap of κ", (fs[^1] / fs[0] / combine(xs[^1] / xs[0], gs[^1] / gs[0])) - 1.0, 1e-8),
                    new Evidence("κ_50% of the product over the product of the κ_50%", truth / (2.0 * 2.0), 1.5, AtLeast: true));
            });

    private static double[] Nonzero(double[] eigenvalues) => [.. eigenvalues.Where(x => x > 1e-10 * eigenvalues[^1])];

    private static double[,] Second(double[,] columns)
    {
        double[,] product = SmallMatrix.Product(columns, SmallMatrix.Transpose(columns));
        return SmallMatrix.Create(Width, Width, (i, j) => product[i, j] / Samples);
    }

    private static Statement Scaling() =>
        Statement.Create<Func<double[], int, int, double>>(
            new StatementWords(
                "HQLZS20-thm-1",
                "Scaling the weights of a rectifier network scales its signals by products",
                "x̂_k = Π_{i≤k} α_i x_k, ∇̂h_k = μ Π_{i>k} α_i ∇h_k, ∇̂W_k = μ Π_{i≠k} α_i ∇W_k",
                "[HQLZS20] theorem 1",
                "rectifier without biases; the gradient by the output is multiplied by one number μ, as for a linear loss (μ = 1)",
                "Three layers, α = (1.7, 0.6, 2.2), linear loss: forward pass and gradients by differences. With cross-entropy there is no such μ.",
                Broken: "α_k not left out of the product for the weight-gradient",
                Erratum: "Cross-entropy, which the experiments use, does not give a constant μ."),
            (alpha, k, skipped) => alpha.Where((_, i) => i + 1 != skipped).Aggregate(1.0, (product, a) => product * a),
            (alpha, k, skipped) => alpha.Aggregate(1.0, (product, a) => product * a),
            weightFactor =>
            {
                double Worst(bool linear)
                {
                    BatchNetwork plain = Network(21, false, false, linear), scaled = plain.Scaled(Alpha);
                    double[][,] x = plain.Forward(), y = scaled.Forward();
                    return Enumerable.Range(1, Layers).Max(k => Math.Max(
                        RelativeGap(y[k], x[k], Alpha.Take(k).Aggregate(1.0, (p, a) => p * a)),
                        Math.Max(
                            RelativeGap(scaled.OutputGradient(k), plain.OutputGradient(k), Alpha.Skip(k).Aggregate(1.0, (p, a) => p * a)),
                            RelativeGap(scaled.WeightGradient(k), plain.WeightGradient(k), weightFactor(Alpha, k, k)))));
                }

                return new Verdict(
                    new Evidence("largest relative gap, linear loss", Worst(linear: true), DifferenceError),
                    new Evidence("largest relative gap, cross-entropy", Worst(linear: false), 0.01, AtLeast: true));
            });

    private static Statement Normalised() =>
        Statement.Create<Func<double, double>>(
            new StatementWords(
                "HQLZS20-thm-2",
                "Under batch normalisation a scaled weight changes only its own gradient, inversely",
                "x̂_k = x_k, ∇̂h_k = ∇h_k/α_k, ∇̂W_k = ∇W_k/α_k",
                "[HQLZS20] theorem 2",
                "ε = 0, and the last layer normalised too or α_K = 1",
                "Three normalised layers, α = (1.7, 0.6, 2.2): forward pass and gradients by differences, cross-entropy. Without normalisation of the last layer it fails.",
                Broken: "the gradient multiplied by α_k",
                Erratum: "The two conditions are not stated; with an un-normalised last layer and α_K ≠ 1 the outputs change."),
            alpha => 1.0 / alpha,
            alpha => alpha,
            factor =>
            {
                double Worst(bool last)
                {
                    BatchNetwork plain = Network(31, true, last, linearLoss: false), scaled = plain.Scaled(Alpha);
                    double[][,] x = plain.Forward(), y = scaled.Forward();
                    return Enumerable.Range(1, Layers).Max(k => Math.Max(
                        RelativeGap(y[k], x[k], 1.0),
                        Math.Max(
                            RelativeGap(scaled.OutputGradient(k), plain.OutputGradient(k), factor(Alpha[k - 1])),
                            RelativeGap(scaled.WeightGradient(k), plain.WeightGradient(k), factor(Alpha[k - 1])))));
                }

                return new Verdict(
                    new Evidence("largest relative gap", Worst(last: true), DifferenceError),
                    new Evidence("the same with the last layer not normalised", Worst(last: false), 0.01, AtLeast: true));
            });

    private delegate double BatchGradient(double sigma, double g, double meanG, double s, double meanGs);

    private static Statement Backward() =>
        Statement.Create<BatchGradient>(
            new StatementWords(
                "HQLZS20-eq-15",
                "The gradient through batch normalisation",
                "∂L/∂h = (1/σ)(g − E g − s E[g s]), g = ∂L/∂s",
                "[HQLZS20] eq. (15)",
                "ε = 0, σ the biased deviation of the batch",
                "∂L/∂h by differences through the batch statistics, 5 rows of 7 samples, for a loss with random gradient g.",
                Broken: "the last term without its factor s, as printed",
                Erratum: "The factor s of the last term is missing."),
            (sigma, g, meanG, s, meanGs) => (g - meanG - (s * meanGs)) / sigma,
            (sigma, g, meanG, s, meanGs) => (g - meanG - meanGs) / sigma,
            formula =>
            {
                double Worst(BatchGradient by)
                {
                    BatchNetwork network = Network(41, true, true);
                    double[,] h = network.PreActivation(network.Forward()[Layers - 1], Layers);
                    double[,] s = BatchNetwork.BatchNorm(h);
                    double[] sigma = BatchNetwork.Moments(h).Deviation;
                    double[,] g = OutputDrive(41);
                    double[] meanG = [.. BatchNetwork.Rows(g).Select(row => row.Average())];
                    double[] meanGs = [.. Enumerable.Range(0, Width).Select(i => Enumerable.Range(0, Samples).Average(n => g[i, n] * s[i, n]))];
                    return SmallMatrix.Gap(
                        network.OutputGradient(Layers),
                        SmallMatrix.Create(Width, Samples, (i, n) => by(sigma[i], g[i, n], meanG[i], s[i, n], meanGs[i])));
                }

                return new Verdict(
                    new Evidence("largest gap", Worst(formula), DifferenceError),
                    new Evidence("the same as printed", Worst((sigma, gn, mean, _, meanGs) => (gn - mean - meanGs) / sigma), 0.02, AtLeast: true));
            });

    /// <summary>The gradient of the linear loss by the output: the numbers that Network drew last.</summary>
    private static double[,] OutputDrive(int index)
    {
        RandomSource random = new RandomSource(20).Substream(index);
        for (int i = 0; i < Layers; i++)
        {
            SmallMatrix.Gaussian(random, Width, Width, 1.0);
        }

        SmallMatrix.Gaussian(random, Width, Samples, 1.0);
        return SmallMatrix.Gaussian(random, Width, Samples, 1.0);
    }

    private static Statement Invariants() =>
        Statement.Create<bool>(
            new StatementWords(
                "HQLZS20-bn-orthogonality",
                "Batch normalisation makes gradients orthogonal to what it divides out",
                "Σ_n ∇h_i(n) = 0, Σ_n ∇h_i(n) s_i(n) = 0, ⟨row i of ∇W, row i of W⟩ = 0",
                "[HQLZS20] section 4.1, a consequence of eq. (15)",
                "ε = 0, every normalised layer",
                "Three normalised layers, cross-entropy, gradients by differences: all rows of all layers. Without normalisation none of the three holds.",
                Broken: "a network without normalisation"),
            true,
            false,
            normalise =>
            {
                BatchNetwork network = Network(51, normalise, normalise, linearLoss: false);
                double[][,] x = network.Forward();
                double sum = 0.0, projection = 0.0, row = 0.0;
                for (int k = 1; k <= Layers; k++)
                {
                    double[,] g = network.OutputGradient(k), dw = network.WeightGradient(k), w = network.Weight(k);
                    double[,] s = BatchNetwork.BatchNorm(network.PreActivation(x[k - 1], k));
                    for (int i = 0; i < Width; i++)
                    {
                        sum = Math.Max(sum, Math.Abs(Enumerable.Range(0, Samples).Sum(n => g[i, n])));
                        projection = Math.Max(projection, Math.Abs(Enumerable.Range(0, Samples).Sum(n => g[i, n] * s[i, n])));
                        row = Math.Max(row, Math.Abs(Enumerable.Range(0, Width).Sum(j => dw[i, j] * w[i, j])));
                    }
                }

                return new Verdict(
                    new Evidence("largest sum of gradients over the batch", sum, DifferenceError),
                    new Evidence("largest projection on the normalised signal", projection, DifferenceError),
                    new Evidence("largest projection of a weight-gradient on its weight", row, DifferenceError));
            });
}
