using System.Collections.Immutable;

namespace FreeSpectra.Numerics;

/// <summary>Gauss quadrature ∫ f dμ ≈ Σ wᵢ f(xᵢ), exact for polynomials of degree ≤ 2n − 1.</summary>
/// <remarks>
/// <para>
/// Nodes are the eigenvalues of the n × n Jacobi matrix of μ, weights the squared first components of its eigenvectors.
/// μ is a probability measure, symmetric about 0: its orthonormal polynomials satisfy
/// √βₖ₊₁ pₖ₊₁ = x pₖ − √βₖ pₖ₋₁ with p₀ = 1.
/// </para>
/// <para>Error: nodes and weights are good to a few units of rounding relative to the largest node and to 1.</para>
/// <para>Source: [GW69].</para>
/// </remarks>
public sealed class GaussRule
{
    private GaussRule(ImmutableArray<double> nodes, ImmutableArray<double> weights)
    {
        Nodes = nodes;
        Weights = weights;
    }

    /// <summary>x₁ &lt; … &lt; xₙ.</summary>
    public ImmutableArray<double> Nodes { get; }

    /// <summary>w₁, …, wₙ &gt; 0 with sum 1.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>The rule with n nodes for the symmetric measure with the given recurrence.</summary>
    /// <param name="nodes">n ≥ 1.</param>
    /// <param name="beta">βₖ &gt; 0 for k = 1, …, n − 1.</param>
    /// <exception cref="NonConvergenceException">The eigenvalue iteration did not converge.</exception>
    public static GaussRule Symmetric(int nodes, Func<int, double> beta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        ArgumentNullException.ThrowIfNull(beta);
        double[] diagonal = new double[nodes];
        double[] offDiagonal = new double[nodes];
        double[] first = new double[nodes];
        first[0] = 1.0;
        for (int k = 1; k < nodes; k++)
        {
            offDiagonal[k - 1] = Math.Sqrt(Require.Positive(beta(k)));
        }

        Tridiagonal.Diagonalize(diagonal, offDiagonal, first);
        int[] order = [.. Enumerable.Range(0, nodes).OrderBy(i => diagonal[i])];
        double[] x = new double[nodes];
        double[] w = new double[nodes];
        for (int i = 0; i < nodes; i++)
        {
            // The measure is symmetric, so a node and its mirror image are averaged.
            int left = order[i], right = order[nodes - 1 - i];
            x[i] = 0.5 * (diagonal[left] - diagonal[right]);
            w[i] = 0.5 * ((first[left] * first[left]) + (first[right] * first[right]));
        }

        double sum = w.Sum();
        return new GaussRule([.. x], [.. w.Select(weight => weight / sum)]);
    }

    /// <summary>The rule for one coordinate of a uniform point on the unit sphere of ℝⁿ, n ≥ 2.</summary>
    /// <remarks>
    /// <para>Density ∝ (1 − z²)^{(n−3)/2} on [−1, 1]: Chebyshev for n = 2, Legendre for n = 3, and nearly Gaussian of
    /// variance 1/n for large n. β₁ = 1/n and βₖ = k(k + n − 3)/((2k + n − 2)(2k + n − 4)).</para>
    /// </remarks>
    /// <param name="nodes">The number of nodes, ≥ 1.</param>
    /// <param name="dimension">n ≥ 2.</param>
    public static GaussRule Sphere(int nodes, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        return Symmetric(nodes, k => SphereBeta(k, dimension));
    }

    /// <summary>βₖ of <see cref="Sphere"/>.</summary>
    /// <param name="k">k ≥ 1.</param>
    /// <param name="dimension">n ≥ 2.</param>
    public static double SphereBeta(int k, int dimension)
    {
        double n = dimension;
        return k == 1 ? 1.0 / n : k * (k + n - 3.0) / (((2.0 * k) + n - 2.0) * ((2.0 * k) + n - 4.0));
    }
}
