namespace FreeSpectra.Validation.Fisher;

/// <summary>One order parameter of one sampled network.</summary>
/// <param name="Moment">The mean over samples t of its value at (t, t).</param>
/// <param name="Cross">The mean over pairs s ≠ t of its value at (s, t).</param>
/// <param name="CrossSquare">The mean over pairs s ≠ t of the square of its value at (s, t).</param>
public readonly record struct OverlapSample(double Moment, double Cross, double CrossSquare);
