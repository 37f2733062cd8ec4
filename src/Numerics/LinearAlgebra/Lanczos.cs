using System.Collections.Immutable;

namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>The Gauss quadrature of a symmetric operator's spectral measure at a vector, by Lanczos' iteration.</summary>
/// <remarks>
/// <para>
/// k steps from a unit vector v give nodes θ_i and weights w_i with Σ w_i p(θ_i) = ⟨v, p(A) v⟩ for every polynomial p of degree below 2k.
/// Every new vector is made orthogonal to all earlier ones twice, so that no eigenvalue appears as a ghost.
/// </para>
/// <para>Error: each node has an eigenvalue of A within its residual, up to rounding of the norm of A.</para>
/// <para>Source: [GM10] ch. 3, 4; the diagonalisation of [GW69].</para>
/// </remarks>
public sealed class Lanczos
{
    private Lanczos(ImmutableArray<double> nodes, ImmutableArray<double> weights, ImmutableArray<double> residuals)
    {
        Nodes = nodes;
        Weights = weights;
        Residuals = residuals;
    }

    /// <summary>θ_i, increasing.</summary>
    public ImmutableArray<double> Nodes { get; }

    /// <summary>w_i ≥ 0, of sum 1.</summary>
    public ImmutableArray<double> Weights { get; }

    /// <summary>How far the nearest eigenvalue is from θ_i at most; 0 where the Krylov space is exhausted.</summary>
    public ImmutableArray<double> Residuals { get; }

    /// <summary>Runs the iteration.</summary>
    /// <param name="apply">Writes A x into the second argument; A is symmetric.</param>
    /// <param name="start">v, not zero; it is copied and normalised.</param>
    /// <param name="steps">k ≥ 1; fewer are made where the Krylov space is exhausted.</param>
    /// <exception cref="ArgumentException">v is zero or not finite.</exception>
    /// <exception cref="NonConvergenceException">The tridiagonal matrix could not be diagonalised.</exception>
    public static Lanczos Run(Action<double[], double[]> apply, ReadOnlySpan<double> start, int steps)
    {
        ArgumentNullException.ThrowIfNull(apply);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        double length = Require.Positive(Norm(start), "length of the start vector");
        int n = start.Length, most = Math.Min(steps, n);
        List<double[]> basis = [[.. start]];
        Scale(basis[0], 1.0 / length);
        List<double> diagonal = [], beside = [];
        double[] image = new double[n];
        double scale = 0.0;
        for (int k = 0; k < most; k++)
        {
            apply(basis[k], image);
            diagonal.Add(Dot(basis[k], image));
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] earlier in basis)
                {
                    AddScaled(image, earlier, -Dot(earlier, image));
                }
            }

            double next = Norm(image);
            scale = Math.Max(scale, Math.Abs(diagonal[k]) + next);
            if (next <= 1e-14 * scale)
            {
                beside.Add(0.0);
                break;
            }

            beside.Add(next);
            if (k + 1 < most)
            {
                double[] vector = [.. image];
                Scale(vector, 1.0 / next);
                basis.Add(vector);
            }
        }

        return FromTridiagonal([.. diagonal], [.. beside]);
    }

    private static Lanczos FromTridiagonal(double[] diagonal, double[] beside)
    {
        int k = diagonal.Length;
        double[] nodes = [.. diagonal], first = Unit(k);
        Tridiagonal.Diagonalize(nodes, [.. beside], first);

        // The last components are the first ones of the matrix read from below.
        double[] mirrored = [.. diagonal.Reverse()], last = Unit(k);
        Tridiagonal.Diagonalize(mirrored, [.. beside.Take(k - 1).Reverse(), 0.0], last);
        int[] order = [.. Enumerable.Range(0, k).OrderBy(i => nodes[i])], mirroredOrder = [.. Enumerable.Range(0, k).OrderBy(i => mirrored[i])];
        double rest = beside[k - 1];
        return new Lanczos(
            [.. order.Select(i => nodes[i])], [.. order.Select(i => first[i] * first[i])], [.. mirroredOrder.Select(i => Math.Abs(rest * last[i]))]);
    }

    private static double[] Unit(int size)
    {
        var unit = new double[size];
        unit[0] = 1.0;
        return unit;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    private static void Scale(Span<double> x, double factor)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] *= factor;
        }
    }

    private static void AddScaled(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        for (int i = 0; i < x.Length; i++)
        {
            x[i] += factor * y[i];
        }
    }
}
