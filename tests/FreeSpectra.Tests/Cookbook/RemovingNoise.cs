using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Plots;
using FreeSpectra.Transforms;
using FreeSpectra.Validation;
using MathNet.Numerics.LinearAlgebra;

namespace FreeSpectra.Tests.Cookbook;

public sealed class RemovingNoise() : Recipe()
{
    private const double NoiseVariance = 0.3;

    protected override string Title => "A signal under noise, from measured eigenvalues";

    protected override string Purpose =>
        "The eigenvalues of A + W are measured, W a symmetric Gaussian matrix of known variance in general position to A. Free cumulants add, so the "
        + "noise is taken off its second one; what remains are the moments of A. Here A has two eigenvalues, 0 and 3, with weights 0.7 and "
        + "0.3: three moments give them back. The free sum of what was found with the noise must then be the law of the measured eigenvalues.";

    protected override void Cook(TextWriter output)
    {
        double[] eigenvalues = Measure();
        double[] measured = [.. Enumerable.Range(0, 4).Select(k => eigenvalues.Average(x => Math.Pow(x, k)))];
        double[] cumulants = FreeCumulants.FromMoments(measured);
        cumulants[2] -= NoiseVariance;
        double[] m = FreeCumulants.ToMoments(cumulants);

        // Two atoms a, b with these moments are the roots of x² − sx + p, by the recursion m₍ₖ₊₂₎ = s·m₍ₖ₊₁₎ − p·mₖ.
        double s = (m[3] - (m[1] * m[2])) / (m[2] - (m[1] * m[1]));
        double p = (s * m[1]) - m[2];
        double root = Math.Sqrt((s * s) - (4.0 * p));
        (double low, double high) = ((s - root) / 2.0, (s + root) / 2.0);
        double weight = (m[1] - low) / (high - low);
        output.Write(FormattableString.Invariant($"signal: {1.0 - weight:F2} at {low:F2}, {weight:F2} at {high:F2}\n"));

        SpectralMeasure law = new Atomic(new Atom(low, 1.0 - weight), new Atom(high, weight)).FreeSum(new Semicircle(0.0, NoiseVariance));
        foreach (double x in new[] { -0.5, 0.0, 0.5, 2.5, 3.0, 3.5 })
        {
            double share = eigenvalues.Count(value => value <= x) / (double)eigenvalues.Length;
            output.Write(FormattableString.Invariant($"mass up to {x,4:F1}: law {law.CumulativeDistribution(x):F2}, measured {share:F2}\n"));
        }
    }

    protected override Picture Draw() => SpectrumPlot.Create(
        "0.7 at 0 and 0.3 at 3, under noise of variance 0.3",
        new Atomic(new Atom(0.0, 0.7), new Atom(3.0, 0.3)).FreeSum(new Semicircle(0.0, NoiseVariance)),
        [.. Measure().Select(x => Math.Round(x, 6))]);

    /// <summary>The eigenvalues of one matrix of size 200: the law of W does not depend on the basis, so A may be diagonal.</summary>
    private static double[] Measure()
    {
        const int size = 200;
        RandomSource random = new(seed: 20);
        double[] entries = new double[size * size];
        random.FillNormal(entries);
        Matrix<double> gaussian = Matrix<double>.Build.Dense(size, size, entries);
        Matrix<double> noise = (gaussian + gaussian.Transpose()) * Math.Sqrt(NoiseVariance / (2.0 * size));
        Matrix<double> signal = Matrix<double>.Build.Diagonal(size, size, i => i < 60 ? 3.0 : 0.0);
        return [.. (signal + noise).Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
    }
}
