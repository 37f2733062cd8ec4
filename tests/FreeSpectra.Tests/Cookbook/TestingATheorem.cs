using FreeSpectra.Measures;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Testing;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Models;
using FreeSpectra.Validation.Simulation;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;

namespace FreeSpectra.Tests.Cookbook;

public sealed class TestingATheorem() : Recipe()
{
    protected override string Title => "A theorem of your own, tested on random laws";

    protected override string Purpose =>
        "Packages: `FreeSpectra.Testing`, and with it FsCheck. `Generate.Laws` draws laws (named ones; with `operations: 2` sums and products of them), `Expect.Spectrum(…).Follows(…)` holds the "
        + "eigenvalues of your matrix against your claim, and a failed case shrinks to the simplest law that still fails. The theorem here: the average of two "
        + "matrices in general position with the same law has the spectrum of a corner of half the size of one. The conjecture that follows is true for "
        + "Gaussian matrices and false otherwise: the average is the law itself, narrower by √2. In a test framework the body of `Check.One` is your test.";

    protected override void Cook(TextWriter output)
    {
        double[] Average(LawCase x)
        {
            const int n = 100;
            double[] haar = new double[n * n];
            RandomMatrices.FillHaar(new RandomSource(seed: 5), n, haar, DenseKernels.Select());
            Matrix<double> u = Matrix<double>.Build.Dense(n, n, haar), a = Matrix<double>.Build.DenseOfDiagonalArray(LawSampler.Quantiles(x.Law, n));
            return [.. ((a + (u * a * u.Transpose())) / 2.0).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];
        }

        Config config = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(20).WithReplay(1, 3);
        Check.One(config, Prop.ForAll(Generate.Laws(operations: 0), x => Expect.Spectrum(Average(x)).Follows(LawCase.Parse($"compress({x}, 1/2)").Law)));
        output.WriteLine("The theorem holds for 20 laws.");

        try
        {
            Check.One(config, Prop.ForAll(Generate.Laws(operations: 0), x => Expect.Spectrum(Average(x)).Follows(Narrower(x.Law))));
        }
        catch (Exception wrong)
        {
            output.WriteLine(string.Join('\n', wrong.Message.Split('\n').SkipWhile(line => !line.StartsWith("Shrunk", StringComparison.Ordinal)).Take(7)));
        }

        SpectralMeasure Narrower(SpectralMeasure law) => new AffineImage(law, new AffineMap((1.0 - Math.Sqrt(0.5)) * law.Mean, Math.Sqrt(0.5)));
    }
}
