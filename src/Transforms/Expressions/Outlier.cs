namespace FreeSpectra.Transforms.Expressions;

/// <summary>An eigenvalue outside the bulk, caused by one eigenvalue of a factor outside its bulk.</summary>
/// <remarks>Source: [BBCF17] theorems 2.1 and 2.5.</remarks>
/// <param name="Spike">θ, the eigenvalue put into the factor.</param>
/// <param name="Location">Where the outlier appears: ω(x) = θ.</param>
/// <param name="SquaredOverlap">The squared inner product of the outlier's eigenvector with that of the spike, in the limit.</param>
public readonly record struct Outlier(double Spike, double Location, double SquaredOverlap);
