namespace FreeSpectra.Validation.Statements.HQLZS20;

/// <summary>A rectifier network h_k = W_k x_{k−1}, x_k = max(h_k, 0), on a batch, with or without batch normalisation.</summary>
/// <remarks>Columns are the samples. All derivatives are central differences of the loss, so that no formula is presupposed.</remarks>
internal sealed class BatchNetwork
{
    private const double Step = 1e-6;
    private readonly double[][,] weights;
    private readonly bool[] normalised;
    private readonly double[,] input;
    private readonly Func<double[,], double> loss;

    public BatchNetwork(double[][,] weights, bool[] normalised, double[,] input, Func<double[,], double> loss)
    {
        this.weights = weights;
        this.normalised = normalised;
        this.input = input;
        this.loss = loss;
    }

    public int Depth => weights.Length;

    public double[,] Weight(int layer) => weights[layer - 1];

    /// <summary>The same network with W_k multiplied by α_k.</summary>
    public BatchNetwork Scaled(double[] alpha) =>
        new(
            [.. weights.Select((w, k) => SmallMatrix.Create(w.GetLength(0), w.GetLength(1), (i, j) => alpha[k] * w[i, j]))],
            normalised, input, loss);

    /// <summary>(h − mean)/deviation over the batch, row by row; no ε.</summary>
    public static double[,] BatchNorm(double[,] h)
    {
        (double[] mean, double[] deviation) = Moments(h);
        return SmallMatrix.Create(h.GetLength(0), h.GetLength(1), (i, n) => (h[i, n] - mean[i]) / deviation[i]);
    }

    public static (double[] Mean, double[] Deviation) Moments(double[,] h)
    {
        int samples = h.GetLength(1);
        double[] mean = [.. Rows(h).Select(row => row.Sum() / samples)];
        double[] deviation = [.. Rows(h).Select((row, i) => Math.Sqrt(row.Sum(x => (x - mean[i]) * (x - mean[i])) / samples))];
        return (mean, deviation);
    }

    public static IEnumerable<double[]> Rows(double[,] a) =>
        Enumerable.Range(0, a.GetLength(0)).Select(i => Enumerable.Range(0, a.GetLength(1)).Select(j => a[i, j]).ToArray());

    /// <summary>x_k for k = 0, …, K; the last one is the output, without a rectifier.</summary>
    public double[][,] Forward(int perturbed = 0, double[,]? shift = null)
    {
        var x = new double[Depth + 1][,];
        x[0] = input;
        for (int k = 1; k <= Depth; k++)
        {
            double[,] h = PreActivation(x[k - 1], k);
            if (k == perturbed && shift is not null)
            {
                h = SmallMatrix.Create(h.GetLength(0), h.GetLength(1), (i, n) => h[i, n] + shift[i, n]);
            }

            double[,] s = normalised[k - 1] ? BatchNorm(h) : h;
            x[k] = k < Depth ? SmallMatrix.Create(s.GetLength(0), s.GetLength(1), (i, n) => Math.Max(0.0, s[i, n])) : s;
        }

        return x;
    }

    /// <summary>h_k = W_k x_{k−1}.</summary>
    public double[,] PreActivation(double[,] below, int layer) => SmallMatrix.Product(weights[layer - 1], below);

    public double Loss() => loss(Forward()[Depth]);

    /// <summary>∂L/∂h_k, by differences.</summary>
    public double[,] OutputGradient(int layer)
    {
        double[][,] x = Forward();
        double[,] h = PreActivation(x[layer - 1], layer);
        var shift = new double[h.GetLength(0), h.GetLength(1)];
        return SmallMatrix.Create(h.GetLength(0), h.GetLength(1), (i, n) =>
        {
            shift[i, n] = Step;
            double above = loss(Forward(layer, shift)[Depth]);
            shift[i, n] = -Step;
            double below = loss(Forward(layer, shift)[Depth]);
            shift[i, n] = 0.0;
            return (above - below) / (2.0 * Step);
        });
    }

    /// <summary>∂L/∂W_k, by differences.</summary>
    public double[,] WeightGradient(int layer)
    {
        double[,] w = weights[layer - 1];
        return SmallMatrix.Create(w.GetLength(0), w.GetLength(1), (i, j) =>
        {
            double old = w[i, j];
            w[i, j] = old + Step;
            double above = Loss();
            w[i, j] = old - Step;
            double below = Loss();
            w[i, j] = old;
            return (above - below) / (2.0 * Step);
        });
    }
}
