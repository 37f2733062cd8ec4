namespace FreeSpectra.Networks.Chain;

/// <summary>What happens at an end of a band of a chain's law.</summary>
internal enum EdgeKind
{
    /// <summary>z is stationary: a square root.</summary>
    Regular,

    /// <summary>The end is q_{L−1} and the density a power −1 + 1/n there, or a power with a logarithm.</summary>
    Hard,

    /// <summary>An atom has just vanished: an inverse square root, with logarithms if the slope law goes on at its own atom.</summary>
    Vanished,

    /// <summary>The density is flatter than any power.</summary>
    Flat,
}

/// <summary>An end of a band of a chain's law.</summary>
/// <param name="Kind">What happens there.</param>
/// <param name="Exponent">The power of the density, or null if it follows none.</param>
/// <param name="Reach">
/// For a flat end, how far the density stays below rounding; for a vanished atom, within what distance the density is taken from
/// <see cref="Shape"/>; for a hard edge, within what distance the power is continued.
/// </param>
/// <param name="Mass">For a vanished atom and a hard edge, the mass within that distance.</param>
/// <param name="Anchor">For a vanished atom and a hard edge, the density at that distance.</param>
internal sealed record ChainEdge(EdgeKind Kind, double? Exponent, double Reach = 0.0, double Mass = 0.0, double Anchor = 0.0)
{
    public static readonly ChainEdge Regular = new(EdgeKind.Regular, 0.5);

    /// <summary>c in ρ = ρ₀ √(δ₀/δ) (1 + c log(δ₀/δ)) near a vanished atom, so that the mass up to δ₀ is right.</summary>
    public double Shape => 0.5 * ((0.5 * Mass / (Anchor * Reach)) - 1.0);

    /// <summary>The density at a distance below <see cref="Reach"/> from a vanished atom.</summary>
    public double Near(double offset) =>
        Math.Max(0.0, Anchor * Math.Sqrt(Reach / offset) * (1.0 + (Shape * Math.Log(Reach / offset))));
}
