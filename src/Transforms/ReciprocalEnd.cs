namespace FreeSpectra.Transforms;

/// <summary>An end of a band of a Boolean or monotone sum.</summary>
/// <remarks>Source: [SW97] (Boolean); [Mur01] (monotone).</remarks>
/// <param name="Place">Where it is.</param>
/// <param name="Source">The band of μ whose end F_ν takes there, or −1.</param>
internal readonly record struct ReciprocalEnd(double Place, int Source)
{
    /// <summary>How far from it F_ν is real: a band of ν may begin inside the band of the sum.</summary>
    public double Reach { get; init; } = double.PositiveInfinity;
}
