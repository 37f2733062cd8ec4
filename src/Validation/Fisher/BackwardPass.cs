namespace FreeSpectra.Validation.Fisher;

/// <summary>The dual Fisher matrix of a sampled network by back-propagation, weights and biases.</summary>
/// <remarks>
/// <para>
/// Without batch statistics in the derivative the gradient of f_k(t) with respect to W^ℓ is δ_k^ℓ(t) h^{ℓ−1}(t)ᵀ, so that
/// F*_{(k,s),(k',t)} = (1/T) Σ_ℓ (δ_k^ℓ(s)·δ_k'^ℓ(t))(h^{ℓ−1}(s)·h^{ℓ−1}(t) + 1), exactly and at any width.
/// </para>
/// <para>
/// With them f_k(t) depends on every sample a: the gradient is Σ_a δ_k^ℓ(t; a) h^{ℓ−1}(a)ᵀ, with
/// δ_i(a) = (1/σ_i) Σ_b (1_ab − 1/T − n_i(a)n_i(b)/T) γφ'(γū_i(b)) (W^{ℓ+1ᵀ}δ^{ℓ+1})_i(b).
/// </para>
/// <para>Source: [KAA19] eqs. (4), (S.8), (S.56)–(S.60), (S.77)–(S.85).</para>
/// </remarks>
internal static class BackwardPass
{
    /// <summary>F* with index k·T + t, and the sums q̃^ℓ: for each layer (mean over t of Σδ_i(t)², mean over s≠t of Σδ_i(s)δ_i(t)).</summary>
    public static Dense DualFisher(SampledNetwork network, ForwardPass pass, List<Dense>? gradients = null) =>
        network.Normalization == HiddenNormalization.Batch
            ? OverBatches(network, pass)
            : PerSample(network, pass, gradients);

    private static Dense PerSample(SampledNetwork network, ForwardPass pass, List<Dense>? gradients)
    {
        int samples = network.Samples, outputs = network.Outputs, columns = samples * outputs;
        var dual = new Dense(columns, columns);
        var delta = new Dense(outputs, columns);
        for (int k = 0; k < outputs; k++)
        {
            for (int t = 0; t < samples; t++)
            {
                delta[k, (k * samples) + t] = 1.0;
            }
        }

        if (network.Normalization == HiddenNormalization.Layer)
        {
            ThroughLayerNorm(delta, pass.Normalized[^1], pass.Deviations[^1]);
        }

        for (int l = network.Depth; l >= 1; l--)
        {
            if (l < network.Depth)
            {
                delta = Dense.TransposeProduct(network.Kernels, network.Weights[l], delta);
                Dense slope = pass.Slopes[l];
                for (int i = 0; i < delta.Rows; i++)
                {
                    double scale = network.Normalization == HiddenNormalization.FrozenBatch ? 1.0 / pass.Deviations[l][i] : 1.0;
                    Span<double> row = delta.Row(i);
                    ReadOnlySpan<double> slopes = slope.Row(i);
                    for (int c = 0; c < columns; c++)
                    {
                        row[c] *= scale * slopes[c % samples];
                    }
                }

                if (network.Normalization == HiddenNormalization.Layer)
                {
                    ThroughLayerNorm(delta, pass.Normalized[l], pass.Deviations[l]);
                }
            }

            Dense gram = Dense.TransposeProduct(network.Kernels, delta, delta);
            gradients?.Insert(0, gram);
            Dense signals = Dense.TransposeProduct(network.Kernels, pass.Signals[l - 1], pass.Signals[l - 1]);
            for (int p = 0; p < columns; p++)
            {
                ReadOnlySpan<double> row = gram.Row(p), signal = signals.Row(p % samples);
                Span<double> target = dual.Row(p);
                for (int q = 0; q < columns; q++)
                {
                    target[q] += row[q] * (signal[q % samples] + 1.0);
                }
            }
        }

        return Scale(dual, samples);
    }

    // u ↦ (u − mean)/σ over the units of one sample: g ↦ (g − mean(g) − n mean(n·g))/σ.
    private static void ThroughLayerNorm(Dense delta, Dense normalized, double[] deviations)
    {
        int samples = deviations.Length, units = delta.Rows;
        double[] mean = new double[delta.Columns], along = new double[delta.Columns];
        for (int i = 0; i < units; i++)
        {
            for (int c = 0; c < delta.Columns; c++)
            {
                mean[c] += delta[i, c] / units;
                along[c] += delta[i, c] * normalized[i, c % samples] / units;
            }
        }

        for (int i = 0; i < units; i++)
        {
            for (int c = 0; c < delta.Columns; c++)
            {
                int t = c % samples;
                delta[i, c] = (delta[i, c] - mean[c] - (normalized[i, t] * along[c])) / deviations[t];
            }
        }
    }

    private static Dense OverBatches(SampledNetwork network, ForwardPass pass)
    {
        int samples = network.Samples, outputs = network.Outputs, pairs = samples * outputs;
        var dual = new Dense(pairs, pairs);
        int depth = network.Depth;
        Dense last = Dense.TransposeProduct(network.Kernels, pass.Signals[depth - 1], pass.Signals[depth - 1]);
        for (int k = 0; k < outputs; k++)
        {
            for (int s = 0; s < samples; s++)
            {
                for (int t = 0; t < samples; t++)
                {
                    dual[(k * samples) + s, (k * samples) + t] = last[s, t] + 1.0;
                }
            }
        }

        // Row i of delta holds δ_i(t; a) at ((k·T) + t)·T + a.
        Dense? delta = null;
        for (int l = depth - 1; l >= 1; l--)
        {
            delta = delta is null ? FromReadout(network.Weights[^1], samples) : Dense.TransposeProduct(network.Kernels, network.Weights[l], delta);
            ThroughBatchNorm(delta, pass.Slopes[l], pass.Normalized[l], pass.Deviations[l]);
            Dense signals = Dense.TransposeProduct(network.Kernels, pass.Signals[l - 1], pass.Signals[l - 1]);
            foreach (ref double value in signals.Values.AsSpan())
            {
                value += 1.0;
            }

            for (int i = 0; i < delta.Rows; i++)
            {
                var unit = new Dense(pairs, samples, delta.Row(i).ToArray());
                Dense weighted = Dense.Product(network.Kernels, unit, signals);
                Dense.AddProductTransposed(network.Kernels, weighted, unit, dual);
            }
        }

        return Scale(dual, samples);
    }

    private static Dense FromReadout(Dense readout, int samples)
    {
        var delta = new Dense(readout.Columns, readout.Rows * samples * samples);
        for (int i = 0; i < delta.Rows; i++)
        {
            for (int k = 0; k < readout.Rows; k++)
            {
                for (int t = 0; t < samples; t++)
                {
                    delta[i, (((k * samples) + t) * samples) + t] = readout[k, i];
                }
            }
        }

        return delta;
    }

    private static void ThroughBatchNorm(Dense delta, Dense slopes, Dense normalized, double[] deviations)
    {
        int samples = slopes.Columns;
        for (int i = 0; i < delta.Rows; i++)
        {
            ReadOnlySpan<double> slope = slopes.Row(i), n = normalized.Row(i);
            for (int start = 0; start < delta.Columns; start += samples)
            {
                Span<double> g = delta.Row(i).Slice(start, samples);
                double mean = 0.0, along = 0.0;
                for (int a = 0; a < samples; a++)
                {
                    g[a] *= slope[a];
                    mean += g[a];
                    along += g[a] * n[a];
                }

                mean /= samples;
                along /= samples;
                for (int a = 0; a < samples; a++)
                {
                    g[a] = (g[a] - mean - (n[a] * along)) / deviations[i];
                }
            }
        }
    }

    private static Dense Scale(Dense dual, int samples)
    {
        foreach (ref double value in dual.Values.AsSpan())
        {
            value /= samples;
        }

        return dual;
    }
}
