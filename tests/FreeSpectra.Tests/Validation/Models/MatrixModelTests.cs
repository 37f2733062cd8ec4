using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Models;

namespace FreeSpectra.Tests.Validation.Models;

/// <summary>Sampled matrices and draws against the law; the replicate is the unit.</summary>
public sealed class MatrixModelTests
{
    private const int Order = 60;
    private const int Replicates = 64;

    public static TheoryData<SpectralMeasure> Models =>
    [
        new Semicircle(mean: 0.4, variance: 0.7),
        new FreePoisson(rate: 0.5, jump: 1.5),
        new TwoProjections(0.7, 0.4),
        new Jacobi(1.5, 1.2),
        new FreeBinomial(0.4, 2.5),
        new FreeF(numeratorRatio: 0.5, denominatorRatio: 0.2),
        new InverseFreePoisson(0.25),
        new Arcsine(1.3),
        new KestenMcKay(3.0),
        Raney.FussCatalan(2.0),
        new CompoundPoisson(1.5, new Atomic(new Atom(-1.0, 0.5), new Atom(2.0, 0.5))),
        new AffineImage(new FreePoisson(rate: 2.0, jump: 0.5), new AffineMap(shift: 1.0, scale: -2.0)),
        new AffineImage(new FreePoisson(rate: 2.0, jump: 0.5), AffineMap.Reflection),
        new FreePoisson(rate: 2.0, jump: 0.5).FreeSum(new Uniform(-1.0, 1.0)),
        new FreePoisson(rate: 2.0, jump: 0.5).FreeProduct(new Uniform(1.0, 2.0)),
        new Uniform(-1.0, 1.0).FreePower(2.5),
        Atomic.Bernoulli(0.8, 1.5).MultiplicativePower(3.0),
        new Uniform(0.5, 1.0).MultiplicativePower(2.0),
        new Uniform(1.0, 2.0).Inverse(),
        new Semicircle(mean: 1.0, variance: 0.5).Square(),
        new FreePoisson(rate: 0.5, jump: 1.5).SymmetricSquareRoot(),
        Atomic.Point(1.0).RectangularSum(Atomic.Bernoulli(0.6, 2.0), 0.4),
        Atomic.Point(1.0).RectangularSum(Atomic.Bernoulli(0.6, 2.0), 0.4).Square(),
    ];

    /// <summary>
    /// Moments 1 to 3 of 64 independent matrices within 6 standard errors and a finite-size bias of 8/n of the scale
    /// (false alarms below 1e-8 per law).
    /// </summary>
    [Theory, MemberData(nameof(Models))]
    public void Moments_of_the_matrix_are_those_of_the_law(SpectralMeasure law)
    {
        IDenseKernels kernels = new ManagedKernels();
        RandomSource random = new(20_26);
        double scale = Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport));
        double[][] spectra =
        [
            .. Enumerable.Range(0, Replicates).Select(i => MatrixModel.SampleEigenvalues(law, Order, random.Substream(i), kernels)),
        ];
        Assert.NotNull(MatrixModel.Describe(law));
        for (int k = 1; k <= 3; k++)
        {
            double[] moments = [.. spectra.Select(values => values.Average(x => Math.Pow(x, k)))];
            double mean = moments.Average();
            double error = Math.Sqrt(moments.Average(m => (m - mean) * (m - mean)) / (Replicates - 1));
            double bias = 8.0 / Order * (law.Moment(2 * ((k + 1) / 2)) + Math.Abs(law.Moment(k))) / Math.Pow(scale, k % 2 == 1 ? 1 : 0);
            Assert.True(
                Math.Abs(mean - law.Moment(k)) <= (6.0 * error) + bias,
                $"moment {k}: {mean} against {law.Moment(k)}, standard error {error}, bias {bias}");
        }
    }

    [Fact]
    public void A_power_that_is_no_number_of_factors_is_refused_with_its_reason()
    {
        NotSupportedException problem = Assert.Throws<NotSupportedException>(() => MatrixModel.SampleEigenvalues(
            new Uniform(0.5, 1.0).MultiplicativePower(1.5), Order, new RandomSource(1), new ManagedKernels()));
        Assert.Contains("whole number of factors", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_law_is_rejected()
    {
        IDenseKernels kernels = new ManagedKernels();
        RandomSource random = new(5);
        double[] seconds = [.. Enumerable.Range(0, Replicates).Select(i =>
            MatrixModel.SampleEigenvalues(Semicircle.Standard, Order, random.Substream(i), kernels).Average(x => x * x))];
        Assert.True(Math.Abs(seconds.Average() - 1.4) > 0.3);
    }

    [Fact]
    public void Independent_draws_have_the_distribution_function_of_the_law()
    {
        SpectralMeasure law = new TwoProjections(0.7, 0.4);
        double[] draws = new double[4000];
        LawSampler.Fill(law, new RandomSource(11), draws);
        foreach (double x in new[] { 0.0, 0.2, 0.5, 0.8, 0.99 })
        {
            double p = law.CumulativeDistribution(x);
            double observed = draws.Count(draw => draw <= x) / 4000.0;
            Assert.True(Math.Abs(observed - p) <= 6.0 * Math.Sqrt(p * (1.0 - p) / 4000.0), $"{observed} of the draws are ≤ {x}; law {p}");
        }
    }
}
