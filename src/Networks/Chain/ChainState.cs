using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>z_ℓ, F_ℓ and K_ℓ = z_ℓ − F_ℓ of one law, each kept on its own so that none cancels.</summary>
internal struct ChainNode
{
    public Complex Z;
    public Complex F;
    public Complex K;
}

/// <summary>The state of an implicit chain over one point z: the nodes ℓ = 1 … L, and the subordination point v_ℓ of every slope law.</summary>
/// <remarks>
/// Every node is an unknown of its own. From F₁ alone the others would follow, but what F₁ lacks in rounding grows with every layer:
/// with hundreds of layers no digit of z_L would be left.
/// </remarks>
internal sealed class ChainState(ChainNode[] nodes, Complex[] v)
{
    /// <summary>Z, F and K of μ₁ … μ_L.</summary>
    public ChainNode[] Nodes { get; } = nodes;

    /// <summary>v_ℓ with h_{ν_ℓ}(v_ℓ) = u_ℓ.</summary>
    public Complex[] V { get; } = v;

    /// <summary>F₁ = z₁ − q₀.</summary>
    public Complex F => Nodes[0].F;

    public ChainState Copy() => new([.. Nodes], [.. V]);
}
