namespace FreeSpectra.Networks.Chain;

/// <summary>How far a real F₁ could be followed through the layers of a chain.</summary>
internal enum RealSheet
{
    /// <summary>z increases in F₁ in every layer: the point lies off the support.</summary>
    Physical,

    /// <summary>In some layer z no longer increases: F₁ lies past a stationary value.</summary>
    PastStationary,

    /// <summary>Some slope law does not attain the value asked of it.</summary>
    NoPreimage,
}

/// <summary>A real F₁ followed through the layers of a chain.</summary>
/// <param name="Sheet">How far it got; only for a physical point is Z that of the last layer.</param>
/// <param name="Z">z after the last layer.</param>
/// <param name="Slack">
/// The smallest derivative of z in F₁ on the way, relative to the one before it: &gt; 0 just if the point is physical, −∞ without a
/// preimage.
/// </param>
/// <param name="Rise">|F₁/z·dz/dF₁| after the last layer: 1 far out, 0 at a regular edge.</param>
internal readonly record struct RealPoint(RealSheet Sheet, double Z, double Slack, double Rise)
{
    /// <summary>No layer can be entered.</summary>
    public static readonly RealPoint None = new(RealSheet.NoPreimage, 0.0, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether the point lies off the support.</summary>
    public bool IsPhysical => Sheet == RealSheet.Physical;
}
