namespace FreeSpectra.Networks.Statistics;

/// <summary>The two order parameters of a batch-normalised layer.</summary>
/// <param name="Moment">q̂_t = E φ(ū_t)².</param>
/// <param name="Overlap">q̂_st = E φ(ū_s)φ(ū_t) for s ≠ t in the same batch.</param>
/// <param name="Error">An estimate of the larger of the two errors.</param>
public readonly record struct BatchOverlaps(double Moment, double Overlap, double Error);
