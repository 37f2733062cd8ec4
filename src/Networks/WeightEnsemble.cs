namespace FreeSpectra.Networks;

/// <summary>How the weight matrices are drawn.</summary>
public enum WeightEnsemble
{
    /// <summary>W = σ_w U with U Haar-distributed on the orthogonal group.</summary>
    Haar = 0,

    /// <summary>Independent entries W_ij ~ N(0, σ_w²/M_{ℓ−1}).</summary>
    Gaussian = 1,
}
