using System.Runtime.InteropServices;

namespace FreeSpectra.Numerics.LinearAlgebra;

/// <summary>Dense kernels by OpenBLAS, through the Fortran symbols of its shared library, one thread per call.</summary>
/// <remarks>
/// Debian's build has no LAPACKE. Characters are passed by reference without the hidden lengths of Fortran, which its routines do not read.
/// </remarks>
public sealed unsafe class OpenBlasKernels : IDenseKernels
{
    /// <summary>The library names that are tried, in order.</summary>
    internal static readonly string[] LibraryNames = ["libopenblas.so.0", "libopenblas.0.dylib", "libopenblas.dll"];

    private static readonly Lazy<OpenBlasKernels?> Instance = new(Load);

    private readonly delegate* unmanaged<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void> gemm;
    private readonly delegate* unmanaged<byte*, byte*, int*, int*, double*, double*, int*, double*, double*, int*, void> syrk;
    private readonly delegate* unmanaged<byte*, byte*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void> symm;
    private readonly delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, int*, int*, int*, int*, void> syevd;
    private readonly delegate* unmanaged<int*, int*, double*, int*, double*, double*, int*, int*, void> geqrf;
    private readonly delegate* unmanaged<int*, int*, int*, double*, int*, double*, double*, int*, int*, void> orgqr;

    private OpenBlasKernels(nint library)
    {
        gemm = (delegate* unmanaged<byte*, byte*, int*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void>)
            NativeLibrary.GetExport(library, "dgemm_");
        syrk = (delegate* unmanaged<byte*, byte*, int*, int*, double*, double*, int*, double*, double*, int*, void>)
            NativeLibrary.GetExport(library, "dsyrk_");
        symm = (delegate* unmanaged<byte*, byte*, int*, int*, double*, double*, int*, double*, int*, double*, double*, int*, void>)
            NativeLibrary.GetExport(library, "dsymm_");
        syevd = (delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, int*, int*, int*, int*, void>)
            NativeLibrary.GetExport(library, "dsyevd_");
        geqrf = (delegate* unmanaged<int*, int*, double*, int*, double*, double*, int*, int*, void>)
            NativeLibrary.GetExport(library, "dgeqrf_");
        orgqr = (delegate* unmanaged<int*, int*, int*, double*, int*, double*, double*, int*, int*, void>)
            NativeLibrary.GetExport(library, "dorgqr_");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
        string core = Ascii(((delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_corename"))());
        string[] configuration = Ascii(((delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_config"))()).Split(' ');
        string version = configuration.Length > 1 ? configuration[1] : "";
        Name = $"openblas {version} {core}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Loads the library once; null where it is absent or lacks a routine.</summary>
    public static OpenBlasKernels? TryLoad() => Instance.Value;

    /// <inheritdoc/>
    public void Multiply(
        bool transposeA, bool transposeB, int m, int n, int k,
        double alpha, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> b, int ldb, double beta, Span<double> c, int ldc)
    {
        MatrixShape.Check(a, transposeA ? k : m, transposeA ? m : k, lda, nameof(a));
        MatrixShape.Check(b, transposeB ? n : k, transposeB ? k : n, ldb, nameof(b));
        MatrixShape.Check(c, m, n, ldc, nameof(c));
        byte opA = transposeA ? (byte)'T' : (byte)'N', opB = transposeB ? (byte)'T' : (byte)'N';
        fixed (double* pa = a, pb = b, pc = c)
        {
            gemm(&opA, &opB, &m, &n, &k, &alpha, pa, &lda, pb, &ldb, &beta, pc, &ldc);
        }
    }

    /// <inheritdoc/>
    public void SymmetricProduct(int n, int k, double alpha, ReadOnlySpan<double> a, double beta, Span<double> c)
    {
        MatrixShape.Check(a, n, k, n, nameof(a));
        MatrixShape.Check(c, n, n, n, nameof(c));
        byte lower = (byte)'L', plain = (byte)'N';
        fixed (double* pa = a, pc = c)
        {
            syrk(&lower, &plain, &n, &k, &alpha, pa, &n, &beta, pc, &n);
        }
    }

    /// <inheritdoc/>
    public void MultiplyBySymmetric(int m, int n, ReadOnlySpan<double> b, ReadOnlySpan<double> s, Span<double> c)
    {
        MatrixShape.Check(b, m, n, m, nameof(b));
        MatrixShape.Check(s, n, n, n, nameof(s));
        MatrixShape.Check(c, m, n, m, nameof(c));
        byte right = (byte)'R', lower = (byte)'L';
        double one = 1.0, zero = 0.0;
        fixed (double* pb = b, ps = s, pc = c)
        {
            symm(&right, &lower, &m, &n, &one, ps, &n, pb, &m, &zero, pc, &m);
        }
    }

    /// <inheritdoc/>
    public void SymmetricEigenvalues(int n, Span<double> matrix, Span<double> values) => Eigen((byte)'N', n, matrix, values);

    /// <inheritdoc/>
    public void SymmetricEigenvectors(int n, Span<double> matrix, Span<double> values) => Eigen((byte)'V', n, matrix, values);

    /// <inheritdoc/>
    public void OrthogonalFactor(int n, Span<double> matrix, Span<double> diagonalOfR)
    {
        MatrixShape.Check(matrix, n, n, n, nameof(matrix));
        MatrixShape.Check(diagonalOfR, n, 1, n, nameof(diagonalOfR));
        int info = 0, query = -1;
        double length, lengthQ;
        using NativeBuffer reflectors = new(n);
        fixed (double* pa = matrix, tau = reflectors.Span)
        {
            geqrf(&n, &n, pa, &n, tau, &length, &query, &info);
            orgqr(&n, &n, &n, pa, &n, tau, &lengthQ, &query, &info);
            int size = (int)Math.Max(length, lengthQ);
            using NativeBuffer work = new(size);
            fixed (double* pw = work.Span)
            {
                geqrf(&n, &n, pa, &n, tau, pw, &size, &info);
                for (int i = 0; i < n; i++)
                {
                    diagonalOfR[i] = matrix[i + (i * n)];
                }

                orgqr(&n, &n, &n, pa, &n, tau, pw, &size, &info);
            }
        }
    }

    private void Eigen(byte job, int n, Span<double> matrix, Span<double> values)
    {
        MatrixShape.Check(matrix, n, n, n, nameof(matrix));
        MatrixShape.Check(values, n, 1, n, nameof(values));
        MatrixShape.RequireFiniteTriangle(matrix, n);
        byte lower = (byte)'L';
        int info = 0, query = -1, integers;
        double length;
        fixed (double* pa = matrix, pv = values)
        {
            syevd(&job, &lower, &n, pa, &n, pv, &length, &query, &integers, &query, &info);
            int size = (int)length;
            using NativeBuffer work = new(size);
            int[] integerWork = new int[integers];
            fixed (double* pw = work.Span)
            fixed (int* pi = integerWork)
            {
                syevd(&job, &lower, &n, pa, &n, pv, pw, &size, pi, &integers, &info);
            }
        }

        if (info != 0)
        {
            throw new NonConvergenceException("dsyevd", $"order {n}", info, null, "Try the managed kernels.");
        }
    }

    private static OpenBlasKernels? Load()
    {
        foreach (string name in LibraryNames)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                try
                {
                    return new OpenBlasKernels(library);
                }
                catch (EntryPointNotFoundException)
                {
                    NativeLibrary.Free(library);
                }
            }
        }

        return null;
    }

    private static string Ascii(byte* text) => Marshal.PtrToStringAnsi((nint)text) ?? "";
}
