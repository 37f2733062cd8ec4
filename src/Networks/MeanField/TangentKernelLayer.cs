namespace FreeSpectra.Networks.MeanField;

/// <summary>The kernels of a pair of inputs at one layer's pre-activations.</summary>
/// <param name="Layer">ℓ ≥ 1.</param>
/// <param name="Process">K₁₂, the Gaussian-process kernel of the pair.</param>
/// <param name="Tangent">Θ₁₂, the tangent kernel of the pair.</param>
/// <param name="Process11">K of the first input with itself.</param>
/// <param name="Tangent11">Θ of the first input with itself.</param>
/// <param name="Process22">K of the second input with itself.</param>
/// <param name="Tangent22">Θ of the second input with itself.</param>
public readonly record struct TangentKernelLayer(
    int Layer, double Process, double Tangent, double Process11, double Tangent11, double Process22, double Tangent22);
