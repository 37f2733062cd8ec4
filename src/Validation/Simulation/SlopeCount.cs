namespace FreeSpectra.Validation.Simulation;

/// <summary>How many units of a sampled layer have the squared slope φ'(u)².</summary>
/// <param name="Square">φ'(u)².</param>
/// <param name="Count">The number of units.</param>
public readonly record struct SlopeCount(double Square, int Count);
