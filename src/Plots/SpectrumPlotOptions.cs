using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>How a spectrum is drawn; what is left out is chosen from the law and the sample.</summary>
public sealed record SpectrumPlotOptions
{
    /// <summary>The words under the horizontal axis.</summary>
    public string HorizontalLabel { get; init; } = "eigenvalue λ";

    /// <summary>The words beside the vertical axis.</summary>
    public string VerticalLabel { get; init; } = "density ρ(λ)";

    /// <summary>The range of the horizontal axis, or null.</summary>
    public Interval? Range { get; init; }

    /// <summary>The horizontal scale, or null.</summary>
    public AxisScale? Horizontal { get; init; }

    /// <summary>The vertical scale, or null.</summary>
    public AxisScale? Vertical { get; init; }

    /// <summary>Whether the law has no top: the end of its last band is then only where it was cut, and is not marked.</summary>
    public bool HasNoTop { get; init; }

    /// <summary>The number of bins of the histogram, or null.</summary>
    public int? Bins { get; init; }

    /// <summary>The words for the sample in the legend.</summary>
    public string SampleLegend { get; init; } = "sampled eigenvalues";

    /// <summary>The words for the density in the legend.</summary>
    public string TheoryLegend { get; init; } = "exact density";
}
