namespace FreeSpectra.Bench;

/// <summary>Every case of the ratio runner. A new room adds one line here and a file beside it.</summary>
public static class RatioCatalogue
{
    /// <summary>All cases.</summary>
    public static IEnumerable<RatioCase> All =>
    [
        .. EmpiricalCauchyBench.Ratios,
        .. ChainBench.Ratios,
        .. ConvolutionBench.Ratios,
        .. MeanFieldBench.Ratios,
    ];
}
