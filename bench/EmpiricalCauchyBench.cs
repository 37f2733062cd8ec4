using System.Numerics;
using BenchmarkDotNet.Attributes;
using FreeSpectra.Validation;

namespace FreeSpectra.Bench;

/// <summary>The Cauchy transform of 2000 eigenvalues at 100 points: real arithmetic against complex division.</summary>
[MemoryDiagnoser]
public class EmpiricalCauchyBench
{
    private static readonly double[] Eigenvalues = [.. Enumerable.Range(0, 2000).Select(i => i / 500.0)];
    private static readonly EmpiricalSpectrum Spectrum = EmpiricalSpectrum.FromEigenvalues(Eigenvalues);
    private static readonly Complex[] Points = [.. Enumerable.Range(0, 100).Select(k => new Complex(k / 25.0, 0.05))];
    private readonly Complex[] destination = new Complex[Points.Length];

    public static IEnumerable<RatioCase> Ratios =>
    [
        new(
            "Cauchy transform of 2000 eigenvalues at 100 points",
            () => new EmpiricalCauchyBench().SplitParts(),
            "complex division in the inner loop",
            () => new EmpiricalCauchyBench().ComplexDivision(),
            Limit: 1.0),
    ];

    [Benchmark(Baseline = true)]
    public Complex[] ComplexDivision()
    {
        for (int k = 0; k < Points.Length; k++)
        {
            Complex sum = Complex.Zero;
            foreach (double lambda in Eigenvalues)
            {
                sum += 1.0 / (Points[k] - lambda);
            }

            destination[k] = sum / Eigenvalues.Length;
        }

        return destination;
    }

    [Benchmark]
    public Complex[] SplitParts()
    {
        Spectrum.Cauchy(Points, destination);
        return destination;
    }
}
