namespace FreeSpectra.Networks.Statistics;

/// <summary>The constants c₁ and c₂ of the bounds on λ_max after mean subtraction, T = M/ρ.</summary>
/// <remarks>
/// <para>
/// They are the variance v of the doubly centred O(M^{−1/2}) fluctuation of Σ_ℓ α_{ℓ−1} q̃_st^ℓ q̂_st^{ℓ−1}, and v_× the same
/// between two outputs. With A_ℓ and B_ℓ the fluctuations of q̂_st^ℓ and q̃_st^ℓ times √M,
/// </para>
/// <para>A_ℓ = σ_ℓ² I_φ' A_{ℓ−1} + N_ℓ,  B_ℓ = σ_{ℓ+1}² I_φ' B_{ℓ+1} + σ_ℓ²σ_{ℓ+1}² q̃_st^{ℓ+1} I_φ'' A_{ℓ−1} + Ñ_ℓ,</para>
/// <para>
/// Var A₀ = q̂₀²/α₀, B_L = 0, Var N = E v²/α_ℓ, Cov(N, Ñ) = σ² P E κ²/α_ℓ,
/// Var Ñ = σ⁴ E[3P²V'² + 2PRV'w₀ + R²w₀²]/α_ℓ, between outputs σ⁴ E(PV' + Rw₀)²/α_ℓ, with σ² = σ_{ℓ+1}², P = q̃_st^{ℓ+1},
/// R = q̃_t^{ℓ+1} − q̃_st^{ℓ+1} and the moments of <see cref="ConditionalMoments"/>.
/// </para>
/// <para>c₁ = (v + (C − 1)v_×)/(α(κ₁ − κ₂)),  c₂ = Cv + C(C − 1)v_×; independent of ρ.</para>
/// <para>Derived here: the paper names the constants only. Assumes gradient independence, leading order in M.</para>
/// <para>Error: <see cref="RelativeError"/>.</para>
/// <para>Source: [KAA19] theorem 3.3, eq. (18).</para>
/// </remarks>
/// <param name="Own">v.</param>
/// <param name="Between">v_×.</param>
public readonly record struct MeanSubtractionConstants(double Own, double Between)
{
    /// <summary>The relative error of v and v_×, ten times what the moments they are sums of are settled to.</summary>
    public const double RelativeError = 1e-11;

    /// <summary>v and v_× of a network.</summary>
    /// <param name="network">Activations, variances and widths.</param>
    /// <param name="overlaps">Its order parameters without normalisation.</param>
    /// <exception cref="ArgumentException">An activation jumps, or two samples coincide (q_st = q_t) in a layer.</exception>
    public static MeanSubtractionConstants Of(NetworkSpecification network, SignalOverlaps overlaps)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(overlaps);
        int depth = overlaps.Depth;
        if (network.Depth != depth)
        {
            throw new ArgumentException($"network and overlaps must have the same depth, but have {network.Depth} and {depth}.", nameof(overlaps));
        }

        double Variance(int layer) => network.Layers[layer - 1].WeightVariance;
        double Width(int layer) => overlaps.RelativeWidths[layer];
        var moments = new ConditionalMoments[depth];
        for (int l = 1; l < depth; l++)
        {
            Overlap before = overlaps.Activations[l - 1];
            double bias = network.Layers[l - 1].BiasVariance;
            moments[l] = ConditionalMoments.Of(
                network.Layers[l - 1].Activation!, (Variance(l) * before.Moment) + bias, (Variance(l) * before.Cross) + bias);
        }

        // gradient[l] is the weight with which B_l enters the sum, activation[l] that of A_l.
        double[] gradient = new double[depth + 1], activation = new double[depth];
        for (int l = 1; l <= depth; l++)
        {
            double carried = l == 1 ? 0.0 : gradient[l - 1] * Variance(l) * moments[l - 1].SlopeOverlap;
            gradient[l] = (Width(l - 1) * overlaps.Activations[l - 1].Cross) + carried;
        }

        for (int l = depth - 1; l >= 0; l--)
        {
            activation[l] = Width(l) * overlaps.Gradients[l].Cross;
            if (l + 1 < depth)
            {
                ConditionalMoments next = moments[l + 1];
                activation[l] += activation[l + 1] * Variance(l + 1) * next.SlopeOverlap;
                activation[l] += gradient[l + 1] * Variance(l + 1) * Variance(l + 2)
                    * overlaps.Gradients[l + 1].Cross * next.CurvatureOverlap;
            }
        }

        double inputMoment = overlaps.Activations[0].Moment;
        double own = activation[0] * activation[0] * inputMoment * inputMoment / Width(0), between = 0.0;
        for (int l = 1; l < depth; l++)
        {
            ConditionalMoments m = moments[l];
            double sigma = Variance(l + 1), p = overlaps.Gradients[l].Cross, r = overlaps.Gradients[l].Gap;
            double valueNoise = m.ValueVarianceSquared / Width(l);
            double mixedNoise = sigma * p * m.CovarianceSquared / Width(l);
            double slopeNoise = sigma * sigma / Width(l) * (
                (3.0 * p * p * m.SlopeVarianceSquared) + (2.0 * p * r * m.SlopeVarianceBySquare) + (r * r * m.SlopeSquareSquared));
            double betweenNoise = sigma * sigma / Width(l) * (
                (p * p * m.SlopeVarianceSquared) + (2.0 * p * r * m.SlopeVarianceBySquare) + (r * r * m.SlopeSquareSquared));
            own += (activation[l] * activation[l] * valueNoise)
                + (2.0 * activation[l] * gradient[l] * mixedNoise)
                + (gradient[l] * gradient[l] * slopeNoise);
            between += gradient[l] * gradient[l] * betweenNoise;
        }

        return new MeanSubtractionConstants(own, between);
    }

    /// <summary>c₁ = (v + (C − 1)v_×)/(α(κ₁ − κ₂)).</summary>
    /// <param name="overlaps">The order parameters.</param>
    /// <param name="outputs">C ≥ 1.</param>
    public double LowerConstant(SignalOverlaps overlaps, int outputs)
    {
        ArgumentNullException.ThrowIfNull(overlaps);
        return (Own + ((outputs - 1) * Between)) / (overlaps.Alpha * overlaps.KappaGap);
    }

    /// <summary>c₂ = Cv + C(C − 1)v_×.</summary>
    /// <param name="outputs">C ≥ 1.</param>
    public double UpperConstant(int outputs) => (outputs * Own) + (outputs * (outputs - 1.0) * Between);
}
