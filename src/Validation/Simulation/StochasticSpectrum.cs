using System.Collections.Immutable;
using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;

namespace FreeSpectra.Validation.Simulation;

/// <summary>Spectrum of a large symmetric operator from a few random vectors: stochastic Lanczos quadrature.</summary>
/// <remarks>
/// <para>
/// n⁻¹ tr f(A) = E ⟨v, f(A) v⟩ for v uniform on the sphere; each probe gives a Gauss quadrature, and the scatter over the probes gives the
/// standard error. Polynomials of degree below twice the steps are exact for each probe; a share of eigenvalues also has a
/// resolution, which more steps improve and more probes do not.
/// </para>
/// <para>Source: [GM10] ch. 11; [UCS17].</para>
/// </remarks>
public sealed class StochasticSpectrum
{
    private readonly ImmutableArray<Lanczos> probes;

    private StochasticSpectrum(ImmutableArray<Lanczos> probes)
    {
        this.probes = probes;
        Lanczos top = probes.MaxBy(probe => probe.Nodes[^1])!, bottom = probes.MinBy(probe => probe.Nodes[0])!;
        Largest = new Estimate<double>(top.Nodes[^1], top.Residuals[^1], probes.Sum(probe => probe.Nodes.Length));
        Smallest = new Estimate<double>(bottom.Nodes[0], bottom.Residuals[0], probes.Sum(probe => probe.Nodes.Length));
    }

    /// <summary>The largest node of all probes: an eigenvalue is within the error, and none is missed but by bad luck of every probe.</summary>
    public Estimate<double> Largest { get; }

    /// <summary>The smallest node, likewise.</summary>
    public Estimate<double> Smallest { get; }

    /// <summary>Runs the probes.</summary>
    /// <param name="apply">Writes A x into the second argument.</param>
    /// <param name="size">n ≥ 2.</param>
    /// <param name="count">The number of probes, ≥ 2.</param>
    /// <param name="steps">Lanczos steps of each, ≥ 2.</param>
    /// <param name="random">Probe i is a function of its seed and i.</param>
    /// <param name="cancellation">Stops between probes.</param>
    public static StochasticSpectrum Of(
        Action<double[], double[]> apply, int size, int count, int steps, RandomSource random, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        var start = new double[size];
        ImmutableArray<Lanczos>.Builder probes = ImmutableArray.CreateBuilder<Lanczos>(count);
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            random.Substream(i).FillNormal(start);
            probes.Add(Lanczos.Run(apply, start, steps));
        }

        return new StochasticSpectrum(probes.MoveToImmutable());
    }

    /// <summary>n⁻¹ tr f(A) with its standard error over the probes.</summary>
    public (double Value, double StandardError) Average(Func<double, double> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        double[] values = [.. probes.Select(probe => probe.Nodes.Zip(probe.Weights, (node, weight) => weight * f(node)).Sum())];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1) / values.Length));
    }

    /// <summary>The share of eigenvalues up to x.</summary>
    /// <remarks>
    /// The mass up to x of the measure behind a Gauss quadrature lies between the weights below the node left of x and those up to the node right
    /// of it (Chebyshev, Markov, Stieltjes): the middle is the value, half of the distance the resolution.
    /// </remarks>
    public SpectralShare ShareAtMost(double x) => Share([.. probes.Select(probe => Bounds(probe, x))]);

    /// <summary>The share of eigenvalues in each of equal bins from the smallest to the largest node.</summary>
    /// <param name="bins">≥ 1.</param>
    public ImmutableArray<(double Left, double Right, SpectralShare Share)> Density(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double left = Smallest.Value, width = (Largest.Value - left) / bins;
        (double Lower, double Upper) At(Lanczos probe, int border) =>
            border == 0 ? (0.0, 0.0) : border == bins ? (1.0, 1.0) : Bounds(probe, left + (border * width));
        return
        [
            .. Enumerable.Range(0, bins).Select(i => (left + (i * width), left + ((i + 1) * width), Share([.. probes.Select(probe =>
            {
                (double lowerLeft, double upperLeft) = At(probe, i);
                (double lowerRight, double upperRight) = At(probe, i + 1);
                return (lowerRight - upperLeft, upperRight - lowerLeft);
            })]))),
        ];
    }

    private static (double Lower, double Upper) Bounds(Lanczos probe, double x)
    {
        double lower = 0.0, upper = 0.0;
        for (int i = 0; i < probe.Nodes.Length; i++)
        {
            if (probe.Nodes[i] > x)
            {
                upper = lower + (i > 0 ? probe.Weights[i - 1] : 0.0) + probe.Weights[i];
                return (lower, Math.Min(1.0, upper));
            }

            lower += i > 0 ? probe.Weights[i - 1] : 0.0;
        }

        return (lower, 1.0);
    }

    private static SpectralShare Share((double Lower, double Upper)[] bounds)
    {
        double[] middles = [.. bounds.Select(pair => 0.5 * (pair.Lower + pair.Upper))];
        double mean = middles.Average();
        double error = Math.Sqrt(middles.Sum(value => (value - mean) * (value - mean)) / (middles.Length - 1) / middles.Length);
        return new SpectralShare(mean, error, 0.5 * bounds.Average(pair => pair.Upper - pair.Lower));
    }
}
