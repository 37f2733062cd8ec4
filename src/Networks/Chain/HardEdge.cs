namespace FreeSpectra.Networks.Chain;

/// <summary>How a law on [0, ∞) begins at 0.</summary>
/// <param name="Weight">The atom at 0, or 0.</param>
/// <param name="Order">
/// n with 1 + h(v) − weight ∼ C(−v)^{1/n} as v → 0: the density begins with v^{−1+1/n} for n &gt; 1, and with no such term for
/// n = 1. Null where a logarithm comes with the power.
/// </param>
internal readonly record struct HardEdge(double Weight, int? Order)
{
    private const double SameWeight = 1e-13;

    /// <summary>A law that stays away from 0, or is flat there.</summary>
    public static readonly HardEdge None = new(0.0, 1);

    /// <summary>−1 + 1/n; null if there is no such power.</summary>
    public double? Exponent => Order is > 1 ? -1.0 + (1.0 / Order.Value) : null;

    /// <summary>How the law of σ²(ν ⊠ μ) begins in the last layer of a chain, q_{L−1} not being added.</summary>
    /// <remarks>
    /// <para>
    /// χ ∼ (1 + u − w)^n for each factor, and χ_{ν⊠μ} = χ_ν χ_μ u/(1 + u): for w = 0 on both sides n = n₁ + n₂ − 1, for equal w &gt; 0
    /// n = n₁ + n₂, and otherwise the factor with the larger atom decides. Gaussian weights multiply by u + r.
    /// </para>
    /// <para>Source: [HK21] eq. (15).</para>
    /// </remarks>
    public static HardEdge Of(SpectralChain chain)
    {
        HardEdge edge = None;
        for (int i = 0; i < chain.Layers.Length; i++)
        {
            ChainLayer layer = chain.Layers[i];
            edge = Multiply(edge, layer.Slope.AtZero);
            if (chain.Weights == WeightEnsemble.Gaussian)
            {
                edge = Reshape(edge, layer.WidthRatio);
            }

            if (i + 1 < chain.Layers.Length && layer.SecondMoment > 0.0)
            {
                edge = None;
            }
        }

        return edge;
    }

    private static HardEdge Multiply(HardEdge first, HardEdge second)
    {
        if (Math.Abs(first.Weight - second.Weight) > SameWeight)
        {
            return first.Weight > second.Weight ? first : second;
        }

        return new HardEdge(first.Weight, first.Order + second.Order - (first.Weight > 0.0 ? 0 : 1));
    }

    /// <summary>W A Wᵀ with W of shape rM × M: a rank of A above r is cut off, one below leaves the edge as it is.</summary>
    private static HardEdge Reshape(HardEdge edge, double ratio)
    {
        double rank = 1.0 - edge.Weight;
        return Math.Abs(rank - ratio) <= SameWeight ? new HardEdge(0.0, edge.Order + 1)
            : ratio < rank ? None
            : edge with { Weight = 1.0 - (rank / ratio) };
    }
}
