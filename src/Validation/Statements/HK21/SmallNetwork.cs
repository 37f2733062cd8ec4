namespace FreeSpectra.Validation.Statements.HK21;

/// <summary>A real network h^ℓ = W_ℓ x^{ℓ−1}, x^ℓ = φ(h^ℓ), f = h^L of equal widths, with its derivatives by several routes.</summary>
internal sealed class SmallNetwork
{
    private readonly double[][,] weights;
    private readonly Func<double, double> activation;
    private readonly Func<double, double> slope;

    private SmallNetwork(double[][,] weights, Func<double, double> activation, Func<double, double> slope)
    {
        this.weights = weights;
        this.activation = activation;
        this.slope = slope;
    }

    public int Depth => weights.Length;

    public int Width => weights[0].GetLength(0);

    public int Parameters => Depth * Width * Width;

    /// <summary>W_ℓ for ℓ = 1, …, L.</summary>
    public double[,] Weight(int layer) => weights[layer - 1];

    /// <summary>tanh layers, which are smooth, so that differences converge.</summary>
    public static SmallNetwork Tanh(RandomSource random, int depth, int width, double weightVariance) =>
        new(Draw(random, depth, width, weightVariance), Math.Tanh, h => 1.0 - (Math.Tanh(h) * Math.Tanh(h)));

    /// <summary>Hard tanh of slope g that saturates at ±bound.</summary>
    public static SmallNetwork HardTanh(RandomSource random, int depth, int width, double weightVariance, double g, double bound) =>
        new(
            Draw(random, depth, width, weightVariance), h => Math.Clamp(g * h, -bound, bound),
            h => Math.Abs(g * h) < bound ? g : 0.0);

    /// <summary>x⁰, …, x^{L−1}, and f as the last entry.</summary>
    public double[][] Forward(double[] input)
    {
        var x = new double[Depth + 1][];
        x[0] = input;
        for (int layer = 1; layer <= Depth; layer++)
        {
            double[] h = SmallMatrix.Apply(weights[layer - 1], x[layer - 1]);
            x[layer] = layer < Depth ? [.. h.Select(activation)] : h;
        }

        return x;
    }

    /// <summary>φ'(h^ℓ) for ℓ = 1, …, L − 1, at index ℓ.</summary>
    public double[][] Slopes(double[] input)
    {
        double[][] x = Forward(input);
        var slopes = new double[Depth][];
        for (int layer = 1; layer < Depth; layer++)
        {
            slopes[layer] = [.. SmallMatrix.Apply(weights[layer - 1], x[layer - 1]).Select(slope)];
        }

        return slopes;
    }

    /// <summary>δ_{L→ℓ} = W_L D_{L−1} W_{L−1} ⋯ D_ℓ, the derivative of f by h^ℓ.</summary>
    public double[,] Delta(double[] input, int layer)
    {
        double[][] slopes = Slopes(input);
        double[,] delta = SmallMatrix.Create(Width, Width, (i, j) => i == j ? 1.0 : 0.0);
        for (int k = Depth; k > layer; k--)
        {
            delta = SmallMatrix.Product(delta, weights[k - 1]);
            delta = SmallMatrix.Create(Width, Width, (i, j) => delta[i, j] * slopes[k - 1][j]);
        }

        return delta;
    }

    /// <summary>The derivative of f by every weight, M × LM², by central differences of the forward pass alone.</summary>
    public double[,] ParameterJacobian(double[] input)
    {
        const double step = 1e-5; // balances truncation (1e-10) and rounding (1e-11) for outputs of order 1
        var jacobian = new double[Width, Parameters];
        int column = 0;
        foreach (double[,] weight in weights)
        {
            for (int i = 0; i < Width; i++)
            {
                for (int j = 0; j < Width; j++, column++)
                {
                    double old = weight[i, j];
                    weight[i, j] = old + step;
                    double[] above = Forward(input)[Depth];
                    weight[i, j] = old - step;
                    double[] below = Forward(input)[Depth];
                    weight[i, j] = old;
                    for (int output = 0; output < Width; output++)
                    {
                        jacobian[output, column] = (above[output] - below[output]) / (2.0 * step);
                    }
                }
            }
        }

        return jacobian;
    }

    /// <summary>H_L = JJᵀ/M by differences.</summary>
    public double[,] DualFisher(double[] input)
    {
        double[,] jacobian = ParameterJacobian(input);
        double[,] product = SmallMatrix.Product(jacobian, SmallMatrix.Transpose(jacobian));
        return SmallMatrix.Create(Width, Width, (i, j) => product[i, j] / Width);
    }

    /// <summary>H_L by the recursion H_{ℓ+1} = q̂_ℓ I + W D H D Wᵀ, with D replaceable.</summary>
    public double[,] DualFisherByRecursion(double[] input, Func<double, double>? slopeFactor = null)
    {
        double[][] x = Forward(input);
        double[][] slopes = Slopes(input);
        slopeFactor ??= d => d;
        double[,] h = SmallMatrix.Create(Width, Width, (i, j) => i == j ? Moment(x[0]) : 0.0);
        for (int layer = 1; layer < Depth; layer++)
        {
            double[,] inner = SmallMatrix.Create(
                Width, Width, (i, j) => slopeFactor(slopes[layer][i]) * h[i, j] * slopeFactor(slopes[layer][j]));
            double[,] w = weights[layer];
            double[,] outer = SmallMatrix.Product(SmallMatrix.Product(w, inner), SmallMatrix.Transpose(w));
            h = SmallMatrix.Create(Width, Width, (i, j) => outer[i, j] + (i == j ? Moment(x[layer]) : 0.0));
        }

        return h;
    }

    /// <summary>The gradient of ½|f − y|²/M by the weights, from a Jacobian.</summary>
    public static double[] Gradient(double[,] jacobian, double[] residual) =>
        [.. SmallMatrix.Apply(SmallMatrix.Transpose(jacobian), residual).Select(g => g / residual.Length)];

    /// <summary>Moves every weight by a vector in the order of the Jacobian's columns.</summary>
    public void Move(double[] step)
    {
        int column = 0;
        foreach (double[,] weight in weights)
        {
            for (int i = 0; i < Width; i++)
            {
                for (int j = 0; j < Width; j++, column++)
                {
                    weight[i, j] += step[column];
                }
            }
        }
    }

    /// <summary>q̂ = |x|²/M.</summary>
    public static double Moment(double[] x) => x.Sum(value => value * value) / x.Length;

    /// <summary>A random input with |x|² = M·q exactly.</summary>
    public static double[] Input(RandomSource random, int width, double moment = 1.0)
    {
        var x = new double[width];
        random.FillNormal(x);
        double scale = Math.Sqrt(moment / Moment(x));
        return [.. x.Select(value => scale * value)];
    }

    private static double[][,] Draw(RandomSource random, int depth, int width, double weightVariance)
    {
        double sigma = Math.Sqrt(weightVariance);
        return
        [
            .. Enumerable.Range(0, depth).Select(_ =>
            {
                double[,] haar = SmallMatrix.Haar(random, width);
                return SmallMatrix.Create(width, width, (i, j) => sigma * haar[i, j]);
            }),
        ];
    }
}
