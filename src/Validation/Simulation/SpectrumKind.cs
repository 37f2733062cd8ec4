namespace FreeSpectra.Validation.Simulation;

/// <summary>Which matrix of a sampled network is diagonalised.</summary>
public enum SpectrumKind
{
    /// <summary>The dual Fisher information H_L.</summary>
    Fisher = 0,

    /// <summary>J Jᵀ with J = W_L D_{L−1} ⋯ W_2 D_1.</summary>
    Jacobian = 1,
}
