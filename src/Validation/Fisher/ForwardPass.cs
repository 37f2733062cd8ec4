using FreeSpectra.Networks.Activations;

namespace FreeSpectra.Validation.Fisher;

/// <summary>The signals of one batch: h^ℓ, the normalised pre-activations and the deviations they were divided by.</summary>
internal sealed class ForwardPass
{
    private ForwardPass(int depth)
    {
        Signals = new Dense[depth];
        Normalized = new Dense[depth + 1];
        Slopes = new Dense[depth];
        Means = new double[depth + 1][];
        Deviations = new double[depth + 1][];
    }

    /// <summary>h⁰, …, h^{L−1}, each M_ℓ × T.</summary>
    public Dense[] Signals { get; }

    /// <summary>ū^ℓ, ℓ = 1, …, L; the last is f.</summary>
    public Dense[] Normalized { get; }

    /// <summary>γφ'(γū^ℓ), ℓ = 1, …, L − 1.</summary>
    public Dense[] Slopes { get; }

    /// <summary>Means over the batch (one per unit) or over units (one per sample).</summary>
    public double[][] Means { get; }

    /// <summary>Biased deviations over the batch (one per unit) or over units (one per sample).</summary>
    public double[][] Deviations { get; }

    public static ForwardPass Of(SampledNetwork network, ForwardPass? frozen = null)
    {
        int depth = network.Depth;
        var pass = new ForwardPass(depth);
        pass.Signals[0] = network.Input;
        for (int l = 1; l <= depth; l++)
        {
            Dense u = Dense.Product(network.Kernels, network.Weights[l - 1], pass.Signals[l - 1]);
            for (int i = 0; i < u.Rows; i++)
            {
                foreach (ref double value in u.Row(i))
                {
                    value += network.Biases[l - 1][i];
                }
            }

            pass.Normalize(network.Normalization, u, l, depth, frozen);
            pass.Normalized[l] = u;
            if (l < depth)
            {
                Activation phi = network.ActivationOf(l);
                var h = new Dense(u.Rows, u.Columns);
                var slope = new Dense(u.Rows, u.Columns);
                for (int i = 0; i < u.Values.Length; i++)
                {
                    double argument = network.Gain * u.Values[i];
                    h.Values[i] = phi.Value(argument);
                    slope.Values[i] = network.Gain * phi.Derivative(argument);
                }

                pass.Signals[l] = h;
                pass.Slopes[l] = slope;
            }
        }

        return pass;
    }

    /// <summary>f_k(t) at t·C + k.</summary>
    public double[] OutputValues()
    {
        Dense f = Normalized[^1];
        double[] values = new double[f.Values.Length];
        for (int k = 0; k < f.Rows; k++)
        {
            for (int t = 0; t < f.Columns; t++)
            {
                values[(t * f.Rows) + k] = f[k, t];
            }
        }

        return values;
    }

    private void Normalize(HiddenNormalization normalization, Dense u, int layer, int depth, ForwardPass? frozen)
    {
        if (normalization == HiddenNormalization.None || (normalization != HiddenNormalization.Layer && layer == depth))
        {
            return;
        }

        bool overUnits = normalization == HiddenNormalization.Layer;
        int groups = overUnits ? u.Columns : u.Rows, size = overUnits ? u.Rows : u.Columns;
        double[] means = new double[groups], deviations = new double[groups];
        for (int g = 0; g < groups; g++)
        {
            double mean = 0.0, square = 0.0;
            for (int j = 0; j < size; j++)
            {
                mean += overUnits ? u[j, g] : u[g, j];
            }

            mean /= size;
            for (int j = 0; j < size; j++)
            {
                double deviation = (overUnits ? u[j, g] : u[g, j]) - mean;
                square += deviation * deviation;
            }

            means[g] = frozen is null ? mean : frozen.Means[layer][g];
            deviations[g] = frozen is null ? Math.Sqrt(square / size) : frozen.Deviations[layer][g];
        }

        for (int i = 0; i < u.Rows; i++)
        {
            for (int t = 0; t < u.Columns; t++)
            {
                int g = overUnits ? t : i;
                u[i, t] = (u[i, t] - means[g]) / deviations[g];
            }
        }

        Means[layer] = means;
        Deviations[layer] = deviations;
    }
}
