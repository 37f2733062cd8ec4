namespace FreeSpectra.Networks.Chain;

/// <summary>A layer with ν = (1 − α)δ₀ + αδ_γ and Haar weights, in the numbers that the rational curve needs.</summary>
/// <param name="Alpha">α in (0, 1].</param>
/// <param name="Slope">γ &gt; 0.</param>
/// <param name="WeightVariance">σ²_{ℓ+1} &gt; 0.</param>
/// <param name="SecondMoment">q_ℓ ≥ 0.</param>
internal readonly record struct TwoPointLayer(double Alpha, double Slope, double WeightVariance, double SecondMoment);
