using System.Globalization;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Validation.Models;

/// <summary>Random matrices whose spectrum tends to a given law.</summary>
/// <remarks>
/// <para>
/// Semicircle: GOE. Free Poisson: Wishart. Projections, Jacobi and free binomial: corners of a Haar matrix. Free F: W₁W₂⁻¹. Inverse
/// MP: W⁻¹. Arcsine: O + Oᵀ. Kesten–McKay: a sum of d rotated symmetries. Fuss–Catalan of integer order: a product of Ginibre
/// matrices. Compound free Poisson: XᵀTX/n. Affine images of these; free sums, products, integer multiplicative powers, squares,
/// inverses, symmetric roots and rectangular sums of any of these by rotated operands. Any other law has its quantiles as a
/// diagonal matrix.
/// </para>
/// <para>Sizes that are not integers are rounded, which moves the law by O(1/n).</para>
/// <para>Source: [MS17] ch. 1, 4; [Col05] §3; [Mez07].</para>
/// </remarks>
public static class MatrixModel
{
    /// <summary>What the matrix is, in words; null if the law has only the diagonal of its quantiles.</summary>
    /// <param name="law">The law.</param>
    public static string? Describe(SpectralMeasure law) => law switch
    {
        Semicircle => "GOE: symmetric Gaussian matrix",
        FreePoisson => "Wishart matrix X X'",
        TwoProjections => "P Q P of two random projections: a corner of a Haar matrix",
        Jacobi or FreeBinomial => "corner of a Haar matrix times its transpose",
        FreeF => "Wishart matrix times the inverse of another",
        InverseFreePoisson => "inverse of a Wishart matrix",
        Arcsine => "Haar matrix plus its transpose",
        KestenMcKay { Degree: var d } when IsCount(d) => "sum of independently rotated symmetries",
        Raney { R: 1.0, P: var p } when IsCount(p - 1.0) => "product of square Gaussian matrices times its transpose",
        CompoundPoisson => "X' T X with T diagonal",
        AffineImage image => Describe(image.Source) is { } inner
            ? string.Create(CultureInfo.InvariantCulture, $"{image.Map.Shift:R} + {image.Map.Scale:R} * ({inner})")
            : null,
        _ => OperationModel.Describe(law),
    };

    /// <summary>The eigenvalues of one random matrix of order n, increasing.</summary>
    /// <param name="law">The law.</param>
    /// <param name="order">n ≥ 2.</param>
    /// <param name="random">Where the random numbers come from.</param>
    /// <param name="kernels">The linear algebra.</param>
    /// <exception cref="NotSupportedException">The law is that of an operation without a matrix; the message says why.</exception>
    public static double[] SampleEigenvalues(SpectralMeasure law, int order, RandomSource random, IDenseKernels kernels) =>
        SampleEigenvalues(law, order, random, kernels, LawSampler.Quantiles);

    /// <summary>The same with quantiles from elsewhere, such as a cache.</summary>
    internal static double[] SampleEigenvalues(
        SpectralMeasure law, int order, RandomSource random, IDenseKernels kernels, Func<SpectralMeasure, int, double[]> quantiles)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 2);
        double[] values = law switch
        {
            Semicircle semicircle => Map(Gaussian(order, random, kernels), x => semicircle.Mean + (Math.Sqrt(semicircle.Variance) * x)),
            FreePoisson poisson => Map(
                Eigenvalues(order, Gram(order, Count(poisson.Rate * order), poisson.Jump / order, random, kernels), kernels), ClipNegative),
            TwoProjections projections => Projections(projections, order, random, kernels),
            Jacobi jacobi => Corner(jacobi.A, jacobi.B, order, random, kernels),
            FreeBinomial binomial => Map(
                Corner(binomial.Probability * binomial.Power, (1.0 - binomial.Probability) * binomial.Power, order, random, kernels),
                x => binomial.Power * x),
            FreeF f => Ratio(f, order, random, kernels),
            InverseFreePoisson inverse => Map(
                Eigenvalues(order, Gram(order, Count(order / inverse.Ratio), 1.0 / Count(order / inverse.Ratio), random, kernels), kernels),
                x => 1.0 / x),
            Arcsine arcsine => Map(HaarPlusTranspose(order, random, kernels), x => 0.5 * arcsine.Radius * x),
            KestenMcKay mckay when IsCount(mckay.Degree) => RotatedSymmetries(Count(mckay.Degree), order, random, kernels),
            Raney { R: 1.0 } raney when IsCount(raney.P - 1.0) => GaussianProduct(Count(raney.P - 1.0), order, random, kernels),
            CompoundPoisson compound => Compound(compound, order, random, kernels),
            AffineImage image => Map(SampleEigenvalues(image.Source, order, random, kernels, quantiles), image.Map.Apply),
            _ when OperationModel.Covers(law) => OperationModel.Sample(
                law, order, random, kernels, (source, size, stream) => SampleEigenvalues(source, size, stream, kernels, quantiles)),
            _ => (double[])quantiles(law, order).Clone(),
        };
        Array.Sort(values);
        return values;
    }

    private static bool IsCount(double value) => value >= 1.0 && value <= 64.0 && value == Math.Round(value);

    private static int Count(double value) => Math.Max(1, (int)Math.Round(value));

    private static double ClipNegative(double x) => Math.Max(0.0, x);

    private static double[] Map(double[] values, Func<double, double> f) => Array.ConvertAll(values, x => f(x));

    private static double[] Eigenvalues(int n, double[] matrix, IDenseKernels kernels)
    {
        double[] values = new double[n];
        kernels.SymmetricEigenvalues(n, matrix, values);
        return values;
    }

    /// <summary>Variance 1/n off the diagonal, 2/n on it.</summary>
    private static double[] Gaussian(int n, RandomSource random, IDenseKernels kernels)
    {
        double[] matrix = new double[n * n];
        RandomMatrices.FillGaussian(random, 1.0 / n, matrix);
        for (int j = 0; j < n; j++)
        {
            matrix[j + (j * n)] *= Math.Sqrt(2.0);
        }

        return Eigenvalues(n, matrix, kernels);
    }

    /// <summary>scale·XXᵀ, X of size n × k.</summary>
    private static double[] Gram(int n, int k, double scale, RandomSource random, IDenseKernels kernels)
    {
        double[] x = new double[n * k];
        random.FillNormal(x);
        double[] product = new double[n * n];
        kernels.SymmetricProduct(n, k, scale, x, 0.0, product);
        return product;
    }

    /// <summary>The eigenvalues of AAᵀ, A the rows × columns corner of a Haar matrix of order n.</summary>
    private static double[] CornerOf(int n, int rows, int columns, RandomSource random, IDenseKernels kernels)
    {
        double[] haar = new double[n * n];
        RandomMatrices.FillHaar(random, n, haar, kernels);
        double[] corner = new double[rows * columns];
        for (int j = 0; j < columns; j++)
        {
            Array.Copy(haar, j * n, corner, j * rows, rows);
        }

        double[] product = new double[rows * rows];
        kernels.SymmetricProduct(rows, columns, 1.0, corner, 0.0, product);
        return Map(Eigenvalues(rows, product, kernels), x => Math.Clamp(x, 0.0, 1.0));
    }

    private static double[] Projections(TwoProjections law, int order, RandomSource random, IDenseKernels kernels)
    {
        double[] values = new double[order];
        CornerOf(order, Count(law.P * order), Count(law.Q * order), random, kernels).CopyTo(values, 0);
        return values;
    }

    private static double[] Corner(double a, double b, int order, RandomSource random, IDenseKernels kernels)
    {
        int n = Math.Max(order, Count((a + b) * order));
        return CornerOf(n, order, Math.Min(n, Count(a * order)), random, kernels);
    }

    private static double[] Ratio(FreeF law, int n, RandomSource random, IDenseKernels kernels)
    {
        // W₂^{−1/2}W₁W₂^{−1/2} = BBᵀ with B = Λ^{−1/2}VᵀX₁.
        int k1 = Count(n / law.NumeratorRatio);
        int k2 = Count(n / law.DenominatorRatio);
        double[] vectors = Gram(n, k2, 1.0 / k2, random, kernels);
        double[] scales = new double[n];
        kernels.SymmetricEigenvectors(n, vectors, scales);
        double[] x = new double[n * k1];
        random.FillNormal(x);
        double[] rotated = new double[n * k1];
        kernels.Multiply(true, false, n, k1, n, 1.0, vectors, n, x, n, 0.0, rotated, n);
        for (int j = 0; j < k1; j++)
        {
            for (int i = 0; i < n; i++)
            {
                rotated[i + (j * n)] /= Math.Sqrt(scales[i]);
            }
        }

        double[] product = new double[n * n];
        kernels.SymmetricProduct(n, k1, 1.0 / k1, rotated, 0.0, product);
        return Map(Eigenvalues(n, product, kernels), ClipNegative);
    }

    private static double[] HaarPlusTranspose(int n, RandomSource random, IDenseKernels kernels)
    {
        double[] haar = new double[n * n];
        RandomMatrices.FillHaar(random, n, haar, kernels);
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                haar[i + (j * n)] += haar[j + (i * n)];
            }
        }

        return Eigenvalues(n, haar, kernels);
    }

    /// <summary>Σ (2O₊O₊ᵀ − 1), O₊ half the columns of a Haar matrix.</summary>
    private static double[] RotatedSymmetries(int degree, int n, RandomSource random, IDenseKernels kernels)
    {
        double[] sum = new double[n * n];
        double[] haar = new double[n * n];
        for (int d = 0; d < degree; d++)
        {
            RandomMatrices.FillHaar(random, n, haar, kernels);
            kernels.SymmetricProduct(n, n / 2, 2.0, haar.AsSpan(0, n * (n / 2)), 1.0, sum);
        }

        for (int j = 0; j < n; j++)
        {
            sum[j + (j * n)] -= degree;
        }

        return Eigenvalues(n, sum, kernels);
    }

    private static double[] GaussianProduct(int factors, int n, RandomSource random, IDenseKernels kernels)
    {
        double[] product = new double[n * n];
        RandomMatrices.FillGaussian(random, 1.0 / n, product);
        for (int f = 1; f < factors; f++)
        {
            double[] factor = new double[n * n];
            RandomMatrices.FillGaussian(random, 1.0 / n, factor);
            double[] next = new double[n * n];
            kernels.Multiply(false, false, n, n, n, 1.0, product, n, factor, n, 0.0, next, n);
            product = next;
        }

        double[] gram = new double[n * n];
        kernels.SymmetricProduct(n, n, 1.0, product, 0.0, gram);
        return Map(Eigenvalues(n, gram, kernels), ClipNegative);
    }

    /// <summary>(1/n)·Σ tᵢ xᵢxᵢᵀ: the positive and the negative jumps as two Gram matrices.</summary>
    private static double[] Compound(CompoundPoisson law, int n, RandomSource random, IDenseKernels kernels)
    {
        double[] jumps = LawSampler.Quantiles(law.Jumps, Count(law.Rate * n));
        double[] sum = new double[n * n];
        foreach (double sign in new[] { 1.0, -1.0 })
        {
            double[] sizes = [.. jumps.Where(t => t * sign > 0.0).Select(Math.Abs)];
            if (sizes.Length == 0)
            {
                continue;
            }

            double[] x = new double[n * sizes.Length];
            random.FillNormal(x);
            for (int j = 0; j < sizes.Length; j++)
            {
                double scale = Math.Sqrt(sizes[j]);
                for (int i = 0; i < n; i++)
                {
                    x[i + (j * n)] *= scale;
                }
            }

            kernels.SymmetricProduct(n, sizes.Length, sign / n, x, 1.0, sum);
        }

        return Eigenvalues(n, sum, kernels);
    }
}
