namespace FreeSpectra.Networks.Statistics;

/// <summary>What is asked about a network's Fisher matrix, beside the network itself.</summary>
/// <param name="Width">M; null only for a convolutional network, whose fan-ins its geometry gives.</param>
/// <param name="Samples">T, possibly infinite.</param>
/// <param name="Outputs">C ≥ 1.</param>
/// <param name="Gain">γ of a batch normalisation; null for 1.</param>
/// <param name="Reading">Which form of [WSS19]'s recursions.</param>
/// <param name="Convolution">The geometry of a convolutional network, or null.</param>
/// <param name="Eta">η₁, η₂, η₃ of layer-normalised outputs; null for their averages over networks.</param>
public sealed record StatisticsQuestion(
    double? Width,
    double Samples = double.PositiveInfinity,
    int Outputs = 1,
    double? Gain = null,
    RecursionReading Reading = RecursionReading.Corrected,
    ConvolutionGeometry? Convolution = null,
    LayerNormMoments? Eta = null);
