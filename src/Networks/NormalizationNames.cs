namespace FreeSpectra.Networks;

/// <summary>What the command line and network files call each normalisation.</summary>
public static class NormalizationNames
{
    /// <summary>none, mean-last, batch-last, batch-middle, batch-hidden or layer.</summary>
    /// <param name="normalization">The normalisation.</param>
    public static string NameOf(Normalization normalization) => normalization switch
    {
        Normalization.None => "none",
        Normalization.MeanLast => "mean-last",
        Normalization.BatchLast => "batch-last",
        Normalization.BatchMiddle => "batch-middle",
        Normalization.BatchHidden => "batch-hidden",
        Normalization.Layer => "layer",
        _ => normalization.ToString(),
    };
}
