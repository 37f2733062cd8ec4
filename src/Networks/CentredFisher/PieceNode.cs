namespace FreeSpectra.Networks.CentredFisher;

/// <summary>One node of a piece.</summary>
/// <param name="Zeta">Where.</param>
/// <param name="Weight">The weight in integrals over ζ.</param>
/// <param name="Density">ρ.</param>
/// <param name="Error">An estimate of its error.</param>
/// <param name="Solution">The certified solution, or null where the density came from the expansion at the edge.</param>
internal sealed record PieceNode(double Zeta, double Weight, double Density, double Error, CentredSolution? Solution);
