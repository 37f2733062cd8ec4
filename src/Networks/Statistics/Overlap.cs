namespace FreeSpectra.Networks.Statistics;

/// <summary>An order parameter of one layer: its value for one sample, for two samples, and the difference.</summary>
/// <param name="Moment">The value for the same sample, such as q̂_t.</param>
/// <param name="Cross">The value for two different samples, such as q̂_st.</param>
/// <param name="Gap">Moment − Cross, carried along because it may be far smaller than either.</param>
public readonly record struct Overlap(double Moment, double Cross, double Gap)
{
    /// <summary>The pair with its gap by subtraction.</summary>
    /// <param name="moment">The value for the same sample.</param>
    /// <param name="cross">The value for two different samples.</param>
    public static Overlap Of(double moment, double cross) => new(moment, cross, moment - cross);
}
