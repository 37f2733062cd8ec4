namespace FreeSpectra.Validation.Simulation;

/// <summary>One layer, averaged over replicates.</summary>
/// <param name="Layer">ℓ.</param>
/// <param name="PreActivationVariance">The mean of |u^ℓ|²/M_ℓ.</param>
/// <param name="SecondMoment">The mean of q̂_ℓ.</param>
/// <param name="SecondMomentDeviation">The standard deviation of q̂_ℓ over replicates; null for one replicate.</param>
/// <param name="SlopeMean">The mean of φ'(u)² over units and replicates.</param>
/// <param name="Unsaturated">The mean of n_ℓ.</param>
public readonly record struct LayerSummary(
    int Layer, double PreActivationVariance, double SecondMoment, double? SecondMomentDeviation, double SlopeMean, double Unsaturated);
