namespace FreeSpectra.Networks.CentredFisher;

/// <summary>A density with its error and the solution it came from.</summary>
internal readonly record struct PieceValue(double Density, double Error, CentredSolution? Solution);
