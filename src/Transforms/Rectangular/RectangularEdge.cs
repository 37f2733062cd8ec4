namespace FreeSpectra.Transforms.Rectangular;

/// <summary>An end of a gap of a rectangular free sum: a critical value of y along the real solutions.</summary>
/// <remarks>Source: [BG09].</remarks>
/// <param name="Y">Where.</param>
/// <param name="StartsGap">Whether the gap lies to the right.</param>
/// <param name="MassAbove">The mass of the squares above the gap.</param>
/// <param name="Point">The solution there; null where H is infinite.</param>
internal sealed record RectangularEdge(double Y, bool StartsGap, double MassAbove, RectangularPoint? Point);
