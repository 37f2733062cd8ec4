using System.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>z, F and K = z − F of a layer, each carried on its own so that none cancels, with affine increments.</summary>
internal struct ChainPoint
{
    public Complex Z;
    public Complex F;
    public Complex K;
    public Complex Za;
    public Complex Zb;
    public Complex Fa;
    public Complex Fb;
    public Complex Ka;
    public Complex Kb;

    public readonly ChainNode Node => new() { Z = Z, F = F, K = K };

    public readonly ChainIncrement IncrementOfZ => new(Za, Zb);

    public readonly ChainIncrement IncrementOfF => new(Fa, Fb);

    public readonly ChainIncrement IncrementOfK => new(Ka, Kb);

    /// <summary>Writes the increments in a new parameter, of which the old one is this function.</summary>
    public void Reparametrise(in ChainIncrement old)
    {
        (Za, Zb) = (Za + (Zb * old.Constant), Zb * old.Linear);
        (Fa, Fb) = (Fa + (Fb * old.Constant), Fb * old.Linear);
        (Ka, Kb) = (Ka + (Kb * old.Constant), Kb * old.Linear);
    }

    /// <summary>
    /// Goes on from the node that the state has here: what the layer before makes differs from it, which the increments make good, and
    /// they are written in the relative increment of F, or of K or z where those depend more on the old parameter.
    /// </summary>
    /// <returns>The old parameter as a function of the new one.</returns>
    public ChainIncrement Restart(in ChainNode node)
    {
        (Za, Fa, Ka) = (Za + (Z - node.Z), Fa + (F - node.F), Ka + (K - node.K));
        (Z, F, K) = (node.Z, node.F, node.K);
        double f = Complex.Abs(Fb / F), k = Complex.Abs(Kb / K), z = Complex.Abs(Zb / Z);
        (Complex constant, Complex linear, Complex value) = f >= k && f >= z ? (Fa, Fb, F) : k >= z ? (Ka, Kb, K) : (Za, Zb, Z);
        ChainIncrement old = new(-constant / linear, value / linear);
        Reparametrise(old);
        return old;
    }
}
