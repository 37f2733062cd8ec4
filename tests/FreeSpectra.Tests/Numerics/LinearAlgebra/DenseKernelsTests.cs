using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation;

namespace FreeSpectra.Tests.Numerics.LinearAlgebra;

/// <summary>Each implementation against the definitions, in plain loops; so both agree with each other.</summary>
public class DenseKernelsTests
{
    public static TheoryData<KernelChoice, int> Cases
    {
        get
        {
            TheoryData<KernelChoice, int> cases = [];
            foreach (int n in (int[])[1, 2, 7, 40])
            {
                cases.Add(KernelChoice.Managed, n);
                cases.Add(KernelChoice.OpenBlas, n);
            }

            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Products_are_sums_over_the_inner_index(KernelChoice choice, int n)
    {
        IDenseKernels kernels = Kernels(choice);
        int m = n + 3, k = n + 1, lda = Math.Max(m, k) + 2;
        double[] a = Normal(1, lda * lda), b = Normal(2, lda * lda), c = Normal(3, lda * lda);
        foreach ((bool ta, bool tb) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
        {
            double[] got = [.. c];
            kernels.Multiply(ta, tb, m, n, k, 1.5, a, lda, b, lda, -0.5, got, lda);
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < m; i++)
                {
                    double sum = 0.0;
                    for (int l = 0; l < k; l++)
                    {
                        sum += (ta ? a[l + (i * lda)] : a[i + (l * lda)]) * (tb ? b[j + (l * lda)] : b[l + (j * lda)]);
                    }

                    Assert.Equal((1.5 * sum) - (0.5 * c[i + (j * lda)]), got[i + (j * lda)], 1e-12);
                }
            }

            Assert.Equal(c[m], got[m]);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Symmetric_products_use_the_lower_triangle_only(KernelChoice choice, int n)
    {
        IDenseKernels kernels = Kernels(choice);
        int k = n + 2;
        double[] a = Normal(1, n * k), c = Normal(2, n * n), symmetric = [.. c];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                symmetric[j + (i * n)] = c[i + (j * n)];
            }
        }

        double[] got = [.. c], product = new double[k * n], expected = new double[k * n];
        kernels.SymmetricProduct(n, k, 2.0, a, 0.5, got);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = Enumerable.Range(0, k).Sum(l => a[i + (l * n)] * a[j + (l * n)]);
                Assert.Equal(i >= j ? (2.0 * sum) + (0.5 * c[i + (j * n)]) : c[i + (j * n)], got[i + (j * n)], 1e-12);
            }
        }

        kernels.MultiplyBySymmetric(k, n, a, c, product);
        kernels.Multiply(false, false, k, n, n, 1.0, a, k, symmetric, n, 0.0, expected, k);
        for (int i = 0; i < product.Length; i++)
        {
            Assert.Equal(expected[i], product[i], 1e-12);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Eigenvalues_are_increasing_and_eigenvectors_diagonalise(KernelChoice choice, int n)
    {
        IDenseKernels kernels = Kernels(choice);
        double[] a = Normal(1, n * n), vectors = [.. a], values = new double[n], alone = new double[n];
        kernels.SymmetricEigenvectors(n, vectors, values);
        kernels.SymmetricEigenvalues(n, [.. a], alone);
        for (int j = 0; j < n; j++)
        {
            Assert.Equal(values[j], alone[j], 1e-12);
            Assert.True(j == 0 || values[j] >= values[j - 1]);
            for (int i = 0; i < n; i++)
            {
                double applied = Enumerable.Range(0, n).Sum(l => (i >= l ? a[i + (l * n)] : a[l + (i * n)]) * vectors[l + (j * n)]);
                Assert.Equal(values[j] * vectors[i + (j * n)], applied, 1e-11);
                double dot = Enumerable.Range(0, n).Sum(l => vectors[l + (i * n)] * vectors[l + (j * n)]);
                Assert.Equal(i == j ? 1.0 : 0.0, dot, 1e-12);
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_orthogonal_factor_times_a_triangle_is_the_matrix(KernelChoice choice, int n)
    {
        IDenseKernels kernels = Kernels(choice);
        double[] a = Normal(4, n * n), q = [.. a], diagonal = new double[n], r = new double[n * n], gram = new double[n * n];
        kernels.OrthogonalFactor(n, q, diagonal);
        kernels.Multiply(true, false, n, n, n, 1.0, q, n, a, n, 0.0, r, n);
        kernels.Multiply(true, false, n, n, n, 1.0, q, n, q, n, 0.0, gram, n);
        for (int j = 0; j < n; j++)
        {
            Assert.Equal(diagonal[j], r[j + (j * n)], 1e-12);
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(i == j ? 1.0 : 0.0, gram[i + (j * n)], 1e-12);
                Assert.True(i <= j || Math.Abs(r[i + (j * n)]) < 1e-12);
            }
        }
    }

    [Theory, InlineData(KernelChoice.Managed), InlineData(KernelChoice.OpenBlas)]
    public void A_matrix_with_a_number_that_is_not_finite_has_no_eigenvalues(KernelChoice choice) =>
        Assert.Throws<FreeSpectra.Numerics.NonConvergenceException>(() => Kernels(choice).SymmetricEigenvalues(2, new double[] { 1.0, double.NaN, 0.0, 1.0 }, new double[2]));

    [Fact]
    public void A_matrix_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ManagedKernels().SymmetricEigenvalues(3, new double[8], new double[3]));

    /// <summary>Each matrix of each kernel is looked at before anything is written.</summary>
    [Theory, InlineData(KernelChoice.Managed), InlineData(KernelChoice.OpenBlas)]
    public void Matrices_that_are_too_short_are_refused_by_their_places(KernelChoice choice)
    {
        IDenseKernels kernels = Kernels(choice);
        void Refused(Action<double[], double[], double[]> kernel, int first, int second, int third)
        {
            kernel(new double[first], new double[second], new double[third]);
            int[] lengths = [first, second, third];
            for (int shorter = 0; shorter < 3; shorter++)
            {
                if (lengths[shorter] > 0)
                {
                    int[] cut = [.. lengths];
                    cut[shorter]--;
                    double[] last = new double[cut[2]];
                    Array.Fill(last, 7.0);
                    Assert.ThrowsAny<ArgumentException>(() => kernel(new double[cut[0]], new double[cut[1]], last));
                    Assert.All(last, entry => Assert.Equal(7.0, entry));
                }
            }
        }

        Refused((a, b, c) => kernels.Multiply(false, false, 2, 3, 4, 1.0, a, 2, b, 4, 0.0, c, 2), 8, 12, 6);
        Refused((a, b, c) => kernels.Multiply(true, true, 2, 3, 4, 1.0, a, 4, b, 3, 0.0, c, 2), 8, 12, 6);
        Refused((a, b, c) => kernels.Multiply(false, true, 2, 3, 4, 1.0, a, 5, b, 6, 0.0, c, 7), 17, 21, 16);
        Refused((a, _, c) => kernels.SymmetricProduct(3, 2, 1.0, a, 0.0, c), 6, 0, 9);
        Refused((b, s, c) => kernels.MultiplyBySymmetric(2, 3, b, s, c), 6, 9, 6);
        Refused((a, _, c) => kernels.SymmetricEigenvalues(3, a, c), 9, 0, 3);
        Refused((a, _, c) => kernels.SymmetricEigenvectors(3, a, c), 9, 0, 3);
        Refused((a, _, c) => kernels.OrthogonalFactor(3, a, c), 9, 0, 3);
    }

    [Fact]
    public void Buffers_give_their_memory_back()
    {
        static long Held()
        {
            using System.Diagnostics.Process here = System.Diagnostics.Process.GetCurrentProcess();
            return here.WorkingSet64;
        }

        static void Use(bool dispose)
        {
            NativeBuffer buffer = new(1 << 22);
            Assert.Equal(1 << 22, buffer.Span.Length);
            buffer.Span.Fill(1.0);
            if (dispose)
            {
                buffer.Dispose();
                buffer.Dispose();
                Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
            }
        }

        foreach (bool dispose in new[] { true, false })
        {
            long before = Held();
            for (int i = 0; i < 24; i++)
            {
                Use(dispose);
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            // 24 buffers are 768 MiB.
            Assert.InRange(Held() - before, long.MinValue, 400L << 20);
        }
    }

    private static IDenseKernels Kernels(KernelChoice choice)
    {
        if (choice == KernelChoice.OpenBlas && OpenBlasKernels.TryLoad() is null)
        {
            Assert.Skip("OpenBLAS is not installed");
        }

        return DenseKernels.Select(choice);
    }

    private static double[] Normal(ulong seed, int count)
    {
        double[] values = new double[count];
        new RandomSource(seed).FillNormal(values);
        return values;
    }

    [Fact]
    public void The_library_is_named_with_its_version_and_the_processor()
    {
        if (OpenBlasKernels.TryLoad() is { } native)
        {
            Assert.Matches(@"^openblas \d+\.\d+\S* \w+$", native.Name);
        }
    }

    /// <summary>Columns one after the other: only what lies on and below the diagonal is read.</summary>
    [Fact]
    public void A_triangle_is_finite_in_every_column()
    {
        double[] matrix = [1.0, 2.0, 3.0, double.NaN, 4.0, 5.0, double.NaN, double.NaN, 6.0];
        MatrixShape.RequireFiniteTriangle(matrix, 3);
        foreach (int at in new[] { 0, 1, 2, 4, 5, 8 })
        {
            double[] spoilt = [.. matrix];
            spoilt[at] = double.PositiveInfinity;
            Assert.Throws<NonConvergenceException>(() => MatrixShape.RequireFiniteTriangle(spoilt, 3));
        }
    }
}
