using System.Collections.Immutable;

namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>[HK21] eqs. (6)–(9), (13), (14), (34), (35), (38), (39) on small real networks: exact at finite width.</summary>
internal static class FisherStatements
{
    private const double DifferenceError = 1e-8; // of central differences with step 1e-5, with room
    private const ulong Seed = 21;

    public static ImmutableArray<Statement> All { get; } =
        [DualWeight(), SumOverLayers(), Recursion(), SeveralInputs(), Blocks(), GradientStep(), LearningRate()];

    private static SmallNetwork Network(int index, int depth = 3, int width = 6) =>
        SmallNetwork.Tanh(new RandomSource(Seed).Substream(index), depth, width, weightVariance: 1.3);

    private static double[] Input(int index, int width = 6) =>
        SmallNetwork.Input(new RandomSource(Seed).Substream(1000 + index), width);

    private static Statement DualWeight() =>
        Statement.Create<Func<int, int, double>>(
            new StatementWords(
                "HK21-eq-9",
                "The Fisher matrix of all parameters and the dual one share their nonzero eigenvalues",
                "μ_{I/M} = (1 − 1/(LM)) δ₀ + (1/(LM)) μ_{H_L}",
                "[HK21] eqs. (6)–(9)",
                "a single input, generic weights",
                "tanh network, L = 3, M = 6, parameter Jacobian by central differences; all 108 eigenvalues of JᵀJ/M against the 6 of JJᵀ/M.",
                Broken: "the weight 1/L, as printed",
                Erratum: "Printed 1/L; the two weights then do not sum to 1. (6) and (7) print JJᵀ for both; the Fisher matrix is JᵀJ."),
            (depth, width) => 1.0 / (depth * width),
            (depth, _) => 1.0 / depth,
            weight =>
            {
                SmallNetwork network = Network(0);
                double[,] jacobian = network.ParameterJacobian(Input(0));
                double[,] transposed = SmallMatrix.Transpose(jacobian);
                double[] dual = [.. SmallMatrix.Eigenvalues(SmallMatrix.Product(jacobian, transposed)).Select(x => x / network.Width)];
                double[] primal = [.. SmallMatrix.Eigenvalues(SmallMatrix.Product(transposed, jacobian)).Select(x => x / network.Width)];
                double gap = dual.Zip(primal.TakeLast(dual.Length), (a, b) => Math.Abs(a - b)).Max();
                double zero = primal.Take(primal.Length - dual.Length).Max(Math.Abs);
                double share = (double)primal.Count(x => x > 1e-9) / primal.Length;
                return new Verdict(
                    new Evidence("largest gap of a nonzero eigenvalue", gap, 1e-11),
                    new Evidence("largest of the other eigenvalues", zero, 1e-11),
                    new Evidence("share of nonzero eigenvalues less the weight", share - weight(network.Depth, network.Width), 1e-15),
                    new Evidence("the same with the weight as printed", Math.Abs(share - (1.0 / network.Depth)), 0.1, AtLeast: true));
            });

    private static Statement SumOverLayers() =>
        Statement.Create<Func<int, int>>(
            new StatementWords(
                "HK21-eq-13",
                "The dual Fisher matrix is a sum over layers",
                "H_L = Σ_ℓ q̂_{ℓ−1} δ_{L→ℓ} δ_{L→ℓ}ᵀ",
                "[HK21] eqs. (8), (13)",
                "every network and input",
                "Ten tanh networks, L = 3, M = 6: the sum against JJᵀ/M with J by central differences of the forward pass.",
                Broken: "q̂_ℓ in place of q̂_{ℓ−1}"),
            layer => layer - 1,
            layer => Math.Min(layer, 2),
            index => new Verdict(new Evidence("largest gap of an entry", Enumerable.Range(0, 10).Max(i =>
            {
                SmallNetwork network = Network(i);
                double[] input = Input(i);
                double[][] x = network.Forward(input);
                var sum = new double[network.Width, network.Width];
                for (int layer = 1; layer <= network.Depth; layer++)
                {
                    double[,] delta = network.Delta(input, layer);
                    double[,] square = SmallMatrix.Product(delta, SmallMatrix.Transpose(delta));
                    double moment = SmallNetwork.Moment(x[index(layer)]);
                    sum = SmallMatrix.Create(network.Width, network.Width, (a, b) => sum[a, b] + (moment * square[a, b]));
                }

                return SmallMatrix.Gap(sum, network.DualFisher(input));
            }), DifferenceError)));

    private static Statement Recursion() =>
        Statement.Create<Func<double, double>>(
            new StatementWords(
                "HK21-eq-14",
                "The dual Fisher matrix obeys a recursion over layers",
                "H_{ℓ+1} = q̂_ℓ I + W_{ℓ+1} D_ℓ H_ℓ D_ℓ W_{ℓ+1}ᵀ",
                "[HK21] eq. (14)",
                "every network and input",
                "Ten tanh networks, L = 3 and 4, M = 6: the recursion against JJᵀ/M with J by central differences.",
                Broken: "D² in place of D"),
            d => d,
            d => d * d,
            factor => new Verdict(new Evidence("largest gap of an entry", Enumerable.Range(0, 10).Max(i =>
            {
                SmallNetwork network = Network(i, depth: 3 + (i % 2));
                double[] input = Input(i);
                return SmallMatrix.Gap(network.DualFisherByRecursion(input, factor), network.DualFisher(input));
            }), DifferenceError)));

    /// <summary>Σ_ℓ Σ_index(ℓ)(m, n) δ(m) δ(n)ᵀ.</summary>
    private static double[,] Block(SmallNetwork network, double[] m, double[] n, Func<int, int> index)
    {
        double[][] xm = network.Forward(m), xn = network.Forward(n);
        var sum = new double[network.Width, network.Width];
        for (int layer = 1; layer <= network.Depth; layer++)
        {
            double overlap = xm[index(layer)].Zip(xn[index(layer)], (a, b) => a * b).Sum() / network.Width;
            double[,] square = SmallMatrix.Product(network.Delta(m, layer), SmallMatrix.Transpose(network.Delta(n, layer)));
            sum = SmallMatrix.Create(network.Width, network.Width, (a, b) => sum[a, b] + (overlap * square[a, b]));
        }

        return sum;
    }

    private static Statement SeveralInputs() =>
        Statement.Create<Func<int, int>>(
            new StatementWords(
                "HK21-eq-34",
                "Blocks of the dual Fisher matrix of several inputs",
                "Θ(m, n) = (1/N) J(m) J(n)ᵀ = (M/N) Σ_ℓ Σ_{ℓ−1}(m, n) δ_{L→ℓ}(m) δ_{L→ℓ}(n)ᵀ; Θ is NM × NM",
                "[HK21] eq. (34) and below",
                "every network and inputs",
                "tanh network, L = 3, M = 6, N = 4: all blocks against Jacobians by central differences.",
                Broken: "Σ_ℓ from x_ℓ, as printed",
                Erratum: "Σ_ℓ is printed with x_ℓ in place of x_{ℓ−1}, and Θ is called N × N."),
            layer => layer - 1,
            layer => layer,
            index =>
            {
                SmallNetwork network = Network(3);
                double[][] inputs = [.. Enumerable.Range(0, 4).Select(n => Input(n))];
                double[][,] jacobians = [.. inputs.Select(network.ParameterJacobian)];
                double Worst(Func<int, int> which) => (
                    from m in Enumerable.Range(0, inputs.Length)
                    from n in Enumerable.Range(0, inputs.Length)
                    let exact = SmallMatrix.Product(jacobians[m], SmallMatrix.Transpose(jacobians[n]))
                    let block = Block(network, inputs[m], inputs[n], which)
                    select SmallMatrix.Gap(
                        SmallMatrix.Create(6, 6, (a, b) => exact[a, b] / 4.0), SmallMatrix.Create(6, 6, (a, b) => 6.0 / 4.0 * block[a, b]))).Max();
                return new Verdict(
                    new Evidence("largest gap of an entry", Worst(index), DifferenceError),
                    new Evidence("the same as printed", Worst(layer => layer), 0.01, AtLeast: true));
            });

    private static Statement Blocks() =>
        Statement.Create<Func<int, int, double>>(
            new StatementWords(
                "HK21-eq-35",
                "Diagonal blocks of Θ are dual conditional Fisher matrices",
                "Θ(n, n) = (M/N) H_L(x(n)); the block-diagonal part of N M⁻¹ Θ is that of the H_L",
                "[HK21] eq. (35)",
                "every network and inputs",
                "tanh network, L = 3, M = 6, N = 4: Θ(n, n) by central differences against H_L(x(n)) by its recursion.",
                Broken: "the factor N/M",
                Erratum: "The scaled matrix is printed M N⁻¹ Θ; it is N M⁻¹ Θ."),
            (width, inputs) => (double)width / inputs,
            (width, inputs) => (double)inputs / width,
            factor => new Verdict(new Evidence("largest gap of an entry", Enumerable.Range(0, 4).Max(n =>
            {
                SmallNetwork network = Network(4);
                double[,] jacobian = network.ParameterJacobian(Input(n));
                double[,] block = SmallMatrix.Product(jacobian, SmallMatrix.Transpose(jacobian));
                double[,] dual = network.DualFisherByRecursion(Input(n));
                return SmallMatrix.Gap(
                    SmallMatrix.Create(6, 6, (a, b) => block[a, b] / 4.0),
                    SmallMatrix.Create(6, 6, (a, b) => factor(6, 4) * dual[a, b]));
            }), DifferenceError)));

    private static Statement GradientStep() =>
        Statement.Create<Func<double, int, (double Curvature, double Drive)>>(
            new StatementWords(
                "HK21-eq-38",
                "One step of gradient descent in the linear model",
                "θ' = (I − (η/M) JᵀJ) θ + (η/M) Jᵀ(y − f + Jθ)",
                "[HK21] eqs. (37), (38)",
                "exact for one step from the point of linearisation",
                "tanh network, L = 3, M = 6: the step −η∇(L/M) with the gradient of the loss by central differences, against the formula.",
                Broken: "the drive without η, as printed",
                Erratum: "Printed with H_L, which is M × M, acting on θ, and without η in the second term."),
            (eta, width) => (eta / width, eta / width),
            (eta, width) => (eta / width, 1.0 / width),
            factors =>
            {
                const double eta = 0.3;
                SmallNetwork network = Network(5);
                double[] input = Input(5), target = Input(6);
                double[] theta = Theta(network);
                double[,] jacobian = network.ParameterJacobian(input);
                double[] f = network.Forward(input)[network.Depth];
                double[] jTheta = SmallMatrix.Apply(jacobian, theta);
                double[,] transposed = SmallMatrix.Transpose(jacobian);
                double[] exact = LossGradient(network, input, target);
                double Worst(Func<double, int, (double Curvature, double Drive)> by)
                {
                    (double curvature, double drive) = by(eta, network.Width);
                    double[] curved = SmallMatrix.Apply(transposed, jTheta);
                    double[] driven = SmallMatrix.Apply(transposed, [.. target.Select((y, i) => y - f[i] + jTheta[i])]);
                    return Enumerable.Range(0, theta.Length).Max(i => Math.Abs(
                        theta[i] - (curvature * curved[i]) + (drive * driven[i]) - (theta[i] - (eta * exact[i]))));
                }

                return new Verdict(
                    new Evidence("largest gap of a weight after the step", Worst(factors), DifferenceError),
                    new Evidence("the same as printed", Worst((e, m) => (e / m, 1.0 / m)), 0.01, AtLeast: true));
            });

    private static Statement LearningRate() =>
        Statement.Create<Func<double, double>>(
            new StatementWords(
                "HK21-eq-39",
                "Gradient descent explodes beyond twice the inverse of the largest eigenvalue",
                "η < 2/λ_max(H_L)",
                "[HK21] eq. (39)",
                "near a minimum, where the linear model holds",
                "tanh network, L = 4, M = 8, target 1e-6 away along the top eigenvector: 40 steps of gradient descent on L/M (real forward passes; the Jacobian of the start, which moves by 1e-6) with η two percent below and above the bound.",
                Broken: "1/λ_max as the bound"),
            top => 2.0 / top,
            top => 1.0 / top,
            bound =>
            {
                double Growth(double factor)
                {
                    SmallNetwork network = Network(7, depth: 4, width: 8);
                    double[] input = Input(7, 8);
                    double[,] h = network.DualFisherByRecursion(input);
                    (double top, double[] direction) = TopEigenpair(h);
                    double eta = factor * bound(top);
                    double[] f = network.Forward(input)[network.Depth];
                    double[] target = [.. f.Select((value, i) => value + (1e-6 * direction[i]))];
                    double[,] jacobian = network.ParameterJacobian(input);
                    double Loss() => network.Forward(input)[network.Depth].Zip(target, (a, b) => (a - b) * (a - b)).Sum();
                    double start = Loss();
                    for (int step = 0; step < 40; step++)
                    {
                        double[] residual = [.. network.Forward(input)[network.Depth].Zip(target, (a, b) => a - b)];
                        network.Move([.. SmallNetwork.Gradient(jacobian, residual).Select(g => -eta * g)]);
                    }

                    return Loss() / start;
                }

                return new Verdict(
                    new Evidence("loss after 40 steps over loss before, η 2 % below", Growth(0.98), 0.1),
                    new Evidence("loss after 40 steps over loss before, η 2 % above", Growth(1.02), 10.0, AtLeast: true));
            });

    private static double[] Theta(SmallNetwork network) =>
        [.. Enumerable.Range(1, network.Depth).SelectMany(layer => network.Weight(layer).Cast<double>())];

    private static double[] LossGradient(SmallNetwork network, double[] input, double[] target)
    {
        double Loss() => 0.5 * network.Forward(input)[network.Depth].Zip(target, (a, b) => (a - b) * (a - b)).Sum() / network.Width;
        const double step = 1e-5;
        var gradient = new double[network.Parameters];
        var move = new double[network.Parameters];
        for (int i = 0; i < gradient.Length; i++)
        {
            move[i] = step;
            network.Move(move);
            double above = Loss();
            move[i] = -2.0 * step;
            network.Move(move);
            double below = Loss();
            move[i] = step;
            network.Move(move);
            move[i] = 0.0;
            gradient[i] = (above - below) / (2.0 * step);
        }

        return gradient;
    }

    private static (double Value, double[] Vector) TopEigenpair(double[,] symmetric)
    {
        double[] v = [.. Enumerable.Range(0, symmetric.GetLength(0)).Select(i => 1.0 + (0.1 * i))];
        double value = 0.0;
        for (int step = 0; step < 5000; step++)
        {
            double[] next = SmallMatrix.Apply(symmetric, v);
            value = Math.Sqrt(next.Sum(x => x * x));
            v = [.. next.Select(x => x / value)];
        }

        return (value, v);
    }
}
