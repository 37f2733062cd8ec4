using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics.LinearAlgebra;

public sealed class LanczosTests
{
    /// <summary>The path of n points: eigenvalues 2 cos(jπ/(n + 1)), first components √(2/(n + 1)) sin(jπ/(n + 1)).</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(12), InlineData(100)]
    public void Path_has_the_eigenvalues_and_first_components_of_its_sines(int n)
    {
        double[] d = new double[n], e = [.. Enumerable.Repeat(1.0, n)], first = new double[n];
        first[0] = 1.0;
        Tridiagonal.Diagonalize(d, e, first);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => d[i])];
        for (int j = 1; j <= n; j++)
        {
            double angle = j * Math.PI / (n + 1);
            Assert.Equal(2.0 * Math.Cos(angle), d[order[j - 1]], 1e-14);
            Assert.Equal(Math.Sqrt(2.0 / (n + 1)) * Math.Sin(angle), Math.Abs(first[order[j - 1]]), 1e-13);
        }
    }

    [Fact]
    public void Tridiagonal_matrix_keeps_trace_and_sums_of_powers()
    {
        double[] d = [3.0, -1.0, 2.5, 0.0, 1e-9], e = [0.5, -2.0, 1e-3, 4.0, 0.0];
        double trace = d.Sum();
        double squares = d.Sum(x => x * x) + (2.0 * e.Sum(x => x * x));
        Tridiagonal.Diagonalize(d, e, []);
        Assert.Equal(trace, d.Sum(), 1e-13);
        Assert.Equal(squares, d.Sum(x => x * x), 1e-12);
    }

    [Fact]
    public void Matrix_of_equal_diagonal_and_tiny_couplings_is_diagonal_already()
    {
        double[] d = [1.0, 2.0, 3.0], e = [1e-30, 1e-30, 0.0];
        Tridiagonal.Diagonalize(d, e, []);
        Assert.Equal([1.0, 2.0, 3.0], d);
    }

    [Fact]
    public void Matrix_that_is_not_finite_has_no_eigenvalues()
    {
        NonConvergenceException problem = Assert.Throws<NonConvergenceException>(
            () => Tridiagonal.Diagonalize([double.NaN, 1.0, 2.0], [1.0, double.PositiveInfinity, 0.0], []));
        Assert.Contains("order 3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quadrature_is_exact_up_to_degree_twice_the_steps_less_one()
    {
        double[] eigenvalues = [-2.0, -0.5, 0.1, 0.7, 1.0, 1.5, 3.0];
        double[] start = [1.0, -2.0, 0.5, 1.0, 3.0, -1.0, 0.25];
        double norm = start.Sum(x => x * x);
        Lanczos run = Lanczos.Run((x, y) => Multiply(eigenvalues, x, y), start, 3);
        Assert.Equal(3, run.Nodes.Length);
        Assert.Equal(run.Nodes.Order(), run.Nodes);
        for (int degree = 0; degree < 6; degree++)
        {
            double exact = eigenvalues.Select((value, i) => start[i] * start[i] * Math.Pow(value, degree)).Sum() / norm;
            Assert.Equal(exact, run.Nodes.Select((node, i) => run.Weights[i] * Math.Pow(node, degree)).Sum(), 1e-12 * Math.Max(1.0, Math.Abs(exact)));
        }

        // Each node has an eigenvalue within its residual; three steps do not exhaust seven dimensions.
        Assert.All(Enumerable.Range(0, 3), i =>
        {
            Assert.True(run.Residuals[i] > 1e-3);
            Assert.Contains(eigenvalues, value => Math.Abs(value - run.Nodes[i]) <= run.Residuals[i]);
        });
    }

    [Fact]
    public void Exhausted_space_gives_the_eigenvalues_with_no_residual()
    {
        double[] eigenvalues = [5.0, -1.0, 2.0, 2.0];

        // Two equal eigenvalues count once, and one direction is missing from the start.
        Lanczos run = Lanczos.Run((x, y) => Multiply(eigenvalues, x, y), [3.0, 0.0, 4.0, 0.0], 10);
        Assert.Equal(2, run.Nodes.Length);
        Close.To(2.0, run.Nodes[0], 1e-14, "first node");
        Close.To(5.0, run.Nodes[1], 1e-14, "second node");
        Close.To(0.64, run.Weights[0], 1e-14, "first weight");
        Close.To(0.36, run.Weights[1], 1e-14, "second weight");
        Assert.Equal([0.0, 0.0], run.Residuals);

        Lanczos whole = Lanczos.Run((x, y) => Multiply([1.0, 4.0], x, y), [1.0, 1.0], 2);
        Assert.All(whole.Residuals, residual => Assert.InRange(residual, 0.0, 1e-14));
        Assert.Equal([1.0, 4.0], whole.Nodes.Select(node => Math.Round(node, 12)));
    }

    [Fact]
    public void Long_run_makes_no_ghosts()
    {
        // A far eigenvalue converges at once; without orthogonality it would appear again.
        double[] eigenvalues = [.. Enumerable.Range(0, 60).Select(i => i / 60.0), 1000.0];
        double[] start = [.. Enumerable.Repeat(1.0, 61)];
        Lanczos run = Lanczos.Run((x, y) => Multiply(eigenvalues, x, y), start, 61);
        Assert.Equal(1, run.Nodes.Count(node => node > 2.0));
        Assert.Equal(eigenvalues, run.Nodes.Select(node => node), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Start_without_a_direction_is_refused()
    {
        static void Same(double[] x, double[] y) => x.CopyTo(y, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Run(Same, [0.0, 0.0], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Run(Same, [double.NaN, 1.0], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanczos.Run(Same, [1.0], 0));
    }

    [Fact]
    public void Matrix_of_a_wrong_shape_is_refused_by_both_kernels()
    {
        List<IDenseKernels> kernels = [new ManagedKernels()];
        if (OpenBlasKernels.TryLoad() is { } native)
        {
            kernels.Add(native);
            Assert.Matches(@"^openblas [0-9]+\.[0-9.]+\S* \S+$", native.Name);
        }

        foreach (IDenseKernels kernel in kernels)
        {
            Assert.False(string.IsNullOrWhiteSpace(kernel.Name));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(false, false, 2, 2, 2, 1.0, new double[4], 1, new double[4], 2, 0.0, new double[4], 2));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(false, false, 0, 2, 2, 1.0, new double[4], 2, new double[4], 2, 0.0, new double[4], 2));
            Assert.Throws<ArgumentException>(() => kernel.Multiply(false, false, 2, 2, 2, 1.0, new double[4], 2, new double[4], 2, 0.0, new double[3], 2));
            Assert.Throws<ArgumentException>(() => kernel.SymmetricEigenvalues(3, new double[9], new double[2]));
        }

        // The last column needs no padding to the leading dimension.
        double[] product = new double[5];
        new ManagedKernels().Multiply(false, false, 2, 2, 1, 1.0, [3.0, 5.0], 2, [1.0, 2.0], 1, 0.0, product, 3);
        Assert.Equal([3.0, 5.0, 0.0, 6.0, 10.0], product);
    }

    [Fact]
    public void Buffer_outside_the_heap_is_aligned_and_gone_when_given_back()
    {
        NativeBuffer buffer = new(5);
        Assert.Equal((5, 5), (buffer.Length, buffer.Span.Length));
        buffer.Span.Fill(2.0);
        Assert.Equal(10.0, buffer.Span[0] + buffer.Span[4] + buffer.Span[1] + buffer.Span[2] + buffer.Span[3]);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeBuffer(1L << 31));
        using NativeBuffer empty = new(0);
        Assert.Equal(0, empty.Span.Length);
    }

    private static void Multiply(double[] diagonal, double[] x, double[] y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = diagonal[i] * x[i];
        }
    }
}
