namespace FreeSpectra.Validation.Simulation;

/// <summary>A share of eigenvalues that was estimated from random vectors.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="StandardError">From the scatter over the vectors; more of them lower it.</param>
/// <param name="Resolution">How far the value of each vector may be off, in the mean over the vectors; more Lanczos steps lower it.</param>
public readonly record struct SpectralShare(double Value, double StandardError, double Resolution);
