namespace FreeSpectra.Transforms;

/// <summary>An eigenvalue of a perturbed convolution outside its bands.</summary>
/// <remarks>Source: [BBCF17] thm. 2.1, 2.3, 2.5.</remarks>
/// <param name="Spike">θ, the eigenvalue added to a factor.</param>
/// <param name="Location">x with ω(x) = θ.</param>
/// <param name="Overlap">The squared overlap of the two eigenvectors, in (0, 1].</param>
public readonly record struct Outlier(double Spike, double Location, double Overlap)
{
    /// <summary>The error of the location.</summary>
    public double LocationError { get; init; }

    /// <summary>The error of the squared overlap.</summary>
    public double OverlapError { get; init; }
}
