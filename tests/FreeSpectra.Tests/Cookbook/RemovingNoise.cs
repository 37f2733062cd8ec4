using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Plots;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Deconvolution;
using FreeSpectra.Validation;
using MathNet.Numerics.LinearAlgebra;

namespace FreeSpectra.Tests.Cookbook;

public sealed class RemovingNoise() : Recipe()
{
    protected override string Title => "A signal under noise, from measured eigenvalues";

    protected override string Purpose =>
        "The eigenvalues of A + W are measured, W a symmetric Gaussian matrix of known variance in general position to A. What they say for certain is "
        + "the law of A smoothed by a Cauchy law: on that line the subordination equation is a contraction, for any samples. Finer detail needs a fit: "
        + "weights on a grid whose Cauchy transform is right at the points where subordination puts them. Here A has two eigenvalues, "
        + "0 and 3, with weights 0.7 and 0.3. The certificate of the fit is its free sum with the noise, compared with what was measured. On "
        + "the command line: `freespectra law 'samples(\"eigenvalues.csv\") [-] semicircle(0.3)' --population`.";

    protected override void Cook(TextWriter output)
    {
        EmpiricalLaw measured = new(Measure());
        Semicircle noise = new(mean: 0.0, variance: 0.3);
        SmoothedDeconvolution certain = SampleDeconvolution.Smoothed(measured, noise);
        output.Write(FormattableString.Invariant($"certain at height {certain.Height:F3}\n"));
        foreach (double x in new[] { 0.0, 1.5, 3.0 })
        {
            double truth = ((0.7 / ((x * x) + (certain.Height * certain.Height))) + (0.3 / (((x - 3.0) * (x - 3.0)) + (certain.Height * certain.Height))))
                * certain.Height / Math.PI;
            output.Write(FormattableString.Invariant($"smoothed density at {x:F1}: {certain.Density(x):F2}, of A itself {truth:F2}\n"));
        }

        PopulationFit fit = SampleDeconvolution.Fit(measured, noise);
        foreach (Atom atom in fit.Population.Atoms.Where(atom => atom.Weight > 0.02))
        {
            output.Write(FormattableString.Invariant($"fitted: {atom.Weight:F2} at {atom.Location:F1}\n"));
        }

        output.Write(FormattableString.Invariant($"distribution functions differ by at most {fit.Distance:F3}\n"));
    }

    protected override Picture Draw() => SpectrumPlot.Create(
        "0.7 at 0 and 0.3 at 3, under noise of variance 0.3",
        new Atomic(new Atom(0.0, 0.7), new Atom(3.0, 0.3)).FreeSum(new Semicircle(0.0, 0.3)),
        [.. Measure().Select(x => Math.Round(x, 6))]);

    // The eigenvalues of one matrix of size 200: the law of W does not depend on the basis, so A may be diagonal.
    private static double[] Measure()
    {
        const int size = 200;
        RandomSource random = new(seed: 20);
        double[] entries = new double[size * size];
        random.FillNormal(entries);
        Matrix<double> gaussian = Matrix<double>.Build.Dense(size, size, entries);
        Matrix<double> noise = (gaussian + gaussian.Transpose()) * Math.Sqrt(0.3 / (2.0 * size));
        Matrix<double> signal = Matrix<double>.Build.Diagonal(size, size, i => i < 60 ? 3.0 : 0.0);
        return [.. (signal + noise).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
    }
}
