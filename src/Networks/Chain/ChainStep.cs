namespace FreeSpectra.Networks.Chain;

/// <summary>What one Newton step does to a layer: to its node before it in terms of one parameter, to v in terms of another.</summary>
internal struct ChainStep
{
    /// <summary>The increments of the node before the layer, in terms of its parameter.</summary>
    public ChainIncrement Z;
    public ChainIncrement F;
    public ChainIncrement K;

    /// <summary>The parameter of the node as a function of that of v.</summary>
    public ChainIncrement Parameter;

    /// <summary>The increment of v.</summary>
    public ChainIncrement V;

    /// <summary>The parameter of v as a function of that of the next node.</summary>
    public ChainIncrement Next;
}
