namespace FreeSpectra.Networks.Chain;

/// <summary>An interval of the support of an implicit chain's law.</summary>
/// <param name="Left">The left end, relative to q_{L−1}.</param>
/// <param name="Right">The right end.</param>
/// <param name="LeftRegular">Whether z is stationary at the left end.</param>
/// <param name="RightRegular">Whether z is stationary at the right end.</param>
/// <param name="Before">A state in the gap to the left, or null where the neighbouring band touches.</param>
/// <param name="After">A state in the gap to the right, or null.</param>
internal sealed record SupportInterval(
    double Left, double Right, bool LeftRegular, bool RightRegular, ChainState? Before, ChainState? After);
