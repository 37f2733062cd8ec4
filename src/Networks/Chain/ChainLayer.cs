using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>One step μ_ℓ ↦ μ_{ℓ+1} = (q_ℓ + σ²_{ℓ+1}·)_*(ν_ℓ ⊠ μ_ℓ) of a spectral chain.</summary>
/// <remarks><para>Source: [HK21] eq. (15).</para></remarks>
public sealed record ChainLayer
{
    /// <summary>Creates a step.</summary>
    /// <param name="slope">ν_ℓ, the law of the squared slopes of layer ℓ.</param>
    /// <param name="secondMoment">q_ℓ = |x^ℓ|²/M ≥ 0.</param>
    /// <param name="weightVariance">σ²_{ℓ+1} &gt; 0.</param>
    /// <param name="widthRatio">M_{ℓ+1}/M_ℓ &gt; 0; must be 1 for Haar weights.</param>
    /// <param name="preActivationVariance">p_ℓ, where the step comes from an activation; for information only.</param>
    public ChainLayer(
        SlopeLaw slope,
        double secondMoment,
        double weightVariance,
        double widthRatio = 1.0,
        double? preActivationVariance = null)
    {
        PreActivationVariance = preActivationVariance;
        ArgumentNullException.ThrowIfNull(slope);
        Slope = slope;
        SecondMoment = Require.NonNegative(secondMoment);
        WeightVariance = Require.Positive(weightVariance, "the weight variance of a spectrum");
        WidthRatio = Require.Positive(widthRatio);
    }

    /// <summary>ν_ℓ.</summary>
    public SlopeLaw Slope { get; }

    /// <summary>q_ℓ.</summary>
    public double SecondMoment { get; }

    /// <summary>σ²_{ℓ+1}, a variance.</summary>
    public double WeightVariance { get; }

    /// <summary>p_ℓ = σ_ℓ²q_{ℓ−1} + σ_b², or null where the slope law was given.</summary>
    public double? PreActivationVariance { get; }

    /// <summary>r = M_{ℓ+1}/M_ℓ.</summary>
    public double WidthRatio { get; }
}
