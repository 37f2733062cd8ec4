using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>z_ℓ, F_ℓ and K_ℓ = z_ℓ − F_ℓ of one law, each kept on its own so that none cancels.</summary>
internal struct ChainNode
{
    public Complex Z;
    public Complex F;
    public Complex K;

    /// <summary>The node with the largest of the three taken from the other two, so that z = F + K and none cancels.</summary>
    public readonly ChainNode Balanced()
    {
        double z = Complex.Abs(Z), f = Complex.Abs(F), k = Complex.Abs(K);
        return z >= f && z >= k ? new ChainNode { Z = F + K, F = F, K = K }
            : f >= k ? new ChainNode { Z = Z, F = Z - K, K = K }
            : new ChainNode { Z = Z, F = F, K = Z - F };
    }

    /// <summary>Whether z = F + K within a part of the largest of them.</summary>
    public readonly bool IsBalanced(double part) =>
        Complex.Abs(Z - F - K) <= part * Math.Max(Complex.Abs(Z), Math.Max(Complex.Abs(F), Complex.Abs(K)));
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

    /// <summary>The state at z₀(z₁/z₀)^t from those at z₀ and z₁, each unknown being a power of z: so they are next to a hard edge at 0.</summary>
    /// <param name="start">The state at z₀.</param>
    /// <param name="end">The state at z₁.</param>
    /// <param name="t">Any real number.</param>
    public static ChainState Along(ChainState start, ChainState end, double t)
    {
        Complex Power(Complex from, Complex to) => from == Complex.Zero || to == Complex.Zero ? to : from * Complex.Exp(t * Complex.Log(to / from));
        ChainNode Node(ChainNode from, ChainNode to) =>
            new ChainNode { Z = Power(from.Z, to.Z), F = Power(from.F, to.F), K = Power(from.K, to.K) }.Balanced();
        return new ChainState([.. start.Nodes.Zip(end.Nodes, Node)], [.. start.V.Zip(end.V, Power)]);
    }
}
