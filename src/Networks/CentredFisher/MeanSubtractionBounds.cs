using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.CentredFisher;

/// <summary>The bounds on the largest eigenvalue after mean subtraction in the last layer, with their constants in closed form.</summary>
/// <remarks>
/// <para>
/// ρα(κ₁ − κ₂) + c₁ ≤ λ_max ≤ √((α²ρ(κ₁ − κ₂)² + c₂) M) for one output, ρ = M/T. The lower bound is Σλ²/Σλ, the second moment of
/// the spectrum over its mean; the upper one is √Σλ² and grows like √M. c₁ = v/(α(κ₁ − κ₂)) and c₂ = v, with v the
/// variance of the O(M^{−1/2}) fluctuations of the entries of the dual matrix, summed layer by layer from the conditional variances.
/// </para>
/// <para>Source: [KAA19] theorem 3.3 (ii); c₁ and c₂ are derived in <c>docs/centred-fisher.md</c>.</para>
/// </remarks>
public sealed record MeanSubtractionBounds
{
    /// <summary>Computes the bounds.</summary>
    /// <param name="specification">The network.</param>
    /// <param name="samplesPerWidth">T/M &gt; 0.</param>
    public MeanSubtractionBounds(NetworkSpecification specification, double samplesPerWidth)
    {
        ArgumentNullException.ThrowIfNull(specification);
        Require.Positive(samplesPerWidth);

        // With T = M the widths over T are the relative widths; the outer averages are polynomial and need no fine rule.
        CentredNetwork network = CentredNetwork.Create(specification, samplesPerWidth: 1.0, refinement: 2);
        double gap = network.Mean;
        FluctuationVariance = Fluctuation(network);
        C1 = FluctuationVariance / gap;
        C2 = FluctuationVariance;
        LowerBound = (gap / samplesPerWidth) + C1;
        UpperOrder = Math.Sqrt((gap * gap / samplesPerWidth) + C2);
    }

    /// <summary>c₁.</summary>
    public double C1 { get; }

    /// <summary>c₂.</summary>
    public double C2 { get; }

    /// <summary>ρα(κ₁ − κ₂) + c₁.</summary>
    public double LowerBound { get; }

    /// <summary>√(α²ρ(κ₁ − κ₂)² + c₂): the upper bound is this times √M.</summary>
    public double UpperOrder { get; }

    private double FluctuationVariance { get; }

    /// <summary>v = Var Σ_l α_{l−1}(q̃_st^l A_{l−1} + q̂_st^{l−1} B_l).</summary>
    /// <remarks>
    /// Forward fluctuations A_0 (variance q₀²/α_0), A_l = σ² I_φ' A_{l−1} + N_l; backward B_L = 0,
    /// B_l = σ² I_φ' B_{l+1} + σ⁴ q̃_st^{l+1} I_φ'' A_{l−1} + Ñ_l. Each independent source enters v by its total coefficient, which
    /// two sweeps give: for Ñ_l the weight of B_l, for N_l the weight of A_l.
    /// </remarks>
    private static double Fluctuation(CentredNetwork network)
    {
        int depth = network.Depth;
        double Sigma(int l) => network.WeightVariance[l];
        HiddenLayer Layer(int l) => network.Hidden[l - 1];

        // How v depends on B_l: directly, and through B_{l−1}.
        double[] backward = new double[depth + 1];
        for (int l = 2; l < depth; l++)
        {
            backward[l] = (network.Ratio[l - 1] * network.Overlap[l - 1])
                + (backward[l - 1] * Sigma(l) * Layer(l - 1).SlopeOverlap);
        }

        // How v depends on A_l: directly, through B_{l+1}, and through A_{l+1}.
        double[] forward = new double[depth];
        for (int l = depth - 1; l >= 0; l--)
        {
            forward[l] = network.Ratio[l] * network.Backward[l + 1];
            if (l + 1 < depth)
            {
                double second = Layer(l + 1).Average(node => node.SlopeGain * node.SlopeGain);
                forward[l] += (backward[l + 1] * Sigma(l + 2) * network.Backward[l + 2] * Sigma(l + 1) * second)
                    + (forward[l + 1] * Sigma(l + 1) * Layer(l + 1).SlopeOverlap);
            }
        }

        double sum = forward[0] * forward[0] * network.InputMoment * network.InputMoment / network.Ratio[0];
        for (int l = 1; l < depth; l++)
        {
            HiddenLayer layer = Layer(l);
            double p = Sigma(l + 1) * network.Backward[l + 1], r = Sigma(l + 1) * network.BackwardGap[l + 1];
            double f = forward[l], b = backward[l];
            sum += layer.Average(node =>
            {
                double variance = layer.Variance(node), slopes = layer.SlopeVariance(node);
                double square = slopes + (node.MeanSlope * node.MeanSlope);
                double cross = layer.CrossCovariance(node);
                double own = (3.0 * p * p * slopes * slopes) + (2.0 * p * r * slopes * square) + (r * r * square * square);
                return (f * f * variance * variance) + (2.0 * f * b * p * cross * cross) + (b * b * own);
            }) / network.Ratio[l];
        }

        return sum;
    }
}
