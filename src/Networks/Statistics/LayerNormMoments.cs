
namespace FreeSpectra.Networks.Statistics;

/// <summary>The output statistics η₁, η₂, η₃² of layer normalisation, averaged over networks.</summary>
/// <remarks>
/// <para>
/// η₁ = (1/T)Σ_t σ(t)⁻², η₂ = (1/T)Σ_t σ(t)⁻⁴, η₃² = (1/T²)Σ_{t,t'} g(t,t')²/(σ(t)²σ(t')²), where σ(t) and g are the
/// deviation of the C outputs of one sample and the cosine between the centred outputs of two. The outputs are Gaussian:
/// σ(t)² ∼ q^L χ²_m/C with m = C − 1, and the outputs of two samples have correlation c.
/// </para>
/// <para>
/// With p_j = c^{2j}(1 − c²)^{m/2−2} Γ(j + m/2 − 1)/(2 j! Γ(m/2)): E σ⁻²σ'⁻² = (C/q)² Σ_j p_j/(m + 2j − 2) and
/// E g²σ⁻²σ'⁻² = (C/q)² Σ_j p_j (1 + 2j)/((m + 2j)(m + 2j − 2)) (Poisson mixture of the non-central χ²).
/// </para>
/// <para>
/// Domain: E σ⁻² and the pair averages are finite for C ≥ 4, E σ⁻⁴ for C ≥ 6; below that λ_max has a heavy tail over
/// networks, and these are +∞.
/// </para>
/// <para>Erratum: [KAA19] after (S.113) defines η₃ = (1/T²)Σ g/(σσ') and squares it; (S.112) has the mean of g²/(σσ')².</para>
/// <para>Source: [KAA19] theorem 4.1, eq. (S.112); the averages are derived here.</para>
/// </remarks>
/// <param name="Eta1">E η₁.</param>
/// <param name="Eta1Squared">E η₁².</param>
/// <param name="Eta2">E η₂.</param>
/// <param name="Eta3Squared">E η₃².</param>
public readonly record struct LayerNormMoments(double Eta1, double Eta1Squared, double Eta2, double Eta3Squared)
{
    /// <summary>The statistics of one network's outputs, as measured.</summary>
    /// <param name="eta1">η₁ &gt; 0.</param>
    /// <param name="eta2">η₂ &gt; 0.</param>
    /// <param name="eta3">η₃ ≥ 0.</param>
    public static LayerNormMoments Measured(double eta1, double eta2, double eta3) => new(
        Numerics.Require.Positive(eta1), eta1 * eta1, Numerics.Require.Positive(eta2), Numerics.Require.NonNegative(eta3) * eta3);

    /// <summary>The statistics of given outputs.</summary>
    /// <param name="outputs">T rows of C ≥ 3 outputs.</param>
    public static LayerNormMoments OfOutputs(IReadOnlyList<double[]> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        int samples = outputs.Count;
        double[][] centred = new double[samples][];
        double[] variance = new double[samples];
        for (int t = 0; t < samples; t++)
        {
            double mean = outputs[t].Average();
            centred[t] = [.. outputs[t].Select(f => f - mean)];
            variance[t] = centred[t].Sum(f => f * f) / centred[t].Length;
        }

        double eta3 = 0.0;
        for (int s = 0; s < samples; s++)
        {
            for (int t = 0; t < samples; t++)
            {
                double inner = 0.0;
                for (int k = 0; k < centred[s].Length; k++)
                {
                    inner += centred[s][k] * centred[t][k];
                }

                inner /= centred[s].Length * variance[s] * variance[t];
                eta3 += inner * inner;
            }
        }

        double eta1 = variance.Average(v => 1.0 / v);
        return new LayerNormMoments(
            eta1, eta1 * eta1, variance.Average(v => 1.0 / (v * v)), eta3 / samples / samples);
    }

    /// <summary>The averages over networks.</summary>
    /// <param name="outputs">C ≥ 3.</param>
    /// <param name="samples">T ≥ 1, possibly infinite.</param>
    /// <param name="variance">q_t^L &gt; 0, the variance of an output.</param>
    /// <param name="correlation">c = q_st^L/q_t^L in [0, 1).</param>
    public static LayerNormMoments Average(int outputs, double samples, double variance, double correlation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 3);
        Numerics.Require.Positive(variance);
        double scale = outputs / variance, same = 1.0 / samples;
        double eta1 = outputs > 3 ? scale / (outputs - 3.0) : double.PositiveInfinity;
        double fourth = outputs > 5 ? scale * scale / ((outputs - 3.0) * (outputs - 5.0)) : double.PositiveInfinity;
        (double pair, double pairCosine) = outputs > 3
            ? PairAverages(outputs - 1, Numerics.Require.InRange(correlation, 0.0, Math.BitDecrement(1.0)))
            : (double.PositiveInfinity, double.PositiveInfinity);
        double diagonal = same > 0.0 ? same * fourth : 0.0;
        return new LayerNormMoments(
            eta1,
            diagonal + ((1.0 - same) * scale * scale * pair),
            fourth,
            diagonal + ((1.0 - same) * scale * scale * pairCosine));
    }

    private static (double Pair, double Cosine) PairAverages(int m, double c)
    {
        double half = 0.5 * m, square = c * c;
        double pair = 0.0, cosine = 0.0;
        // Γ(m/2 − 1)/Γ(m/2) = 1/(m/2 − 1).
        double term = 0.5 * Math.Pow((1.0 - c) * (1.0 + c), half - 2.0) / (half - 1.0);
        for (int j = 0; j < 10_000_000; j++)
        {
            double here = term / (m + (2.0 * j) - 2.0);
            pair += here;
            cosine += here * (1.0 + (2.0 * j)) / (m + (2.0 * j));
            double next = term * square * (j + half - 1.0) / (j + 1.0);
            if (next <= term && here <= 1e-17 * pair * (1.0 - square))
            {
                return (pair, cosine);
            }

            term = next;
        }

        throw new FreeSpectra.Numerics.NonConvergenceException(
            "The average over layer-normalised outputs", c, 10_000_000, term, "The outputs of different samples must differ more.");
    }
}
