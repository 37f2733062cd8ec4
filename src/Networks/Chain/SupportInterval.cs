namespace FreeSpectra.Networks.Chain;

/// <summary>An interval of the support of an implicit chain's law.</summary>
/// <param name="Left">The left end, relative to q_{L−1}.</param>
/// <param name="Right">The right end.</param>
/// <param name="LeftRegular">Whether z is stationary at the left end.</param>
/// <param name="RightRegular">Whether z is stationary at the right end.</param>
/// <param name="Before">A state in the gap to the left, or null where the neighbouring band touches.</param>
/// <param name="After">A state in the gap to the right, or null.</param>
/// <param name="MassBefore">The distribution function at the left end, an atom there counted in, where it is known from the gaps.</param>
/// <param name="MassAfter">The distribution function at the right end, an atom there not counted in, where it is known from the gaps.</param>
internal sealed record SupportInterval(
    double Left, double Right, bool LeftRegular, bool RightRegular, ChainState? Before, ChainState? After, double? MassBefore = null, double? MassAfter = null);
