using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli.Figures;

/// <summary>[HK21] figure 1: eigenvalues of H₃ under the law of theorem 3.2, in three settings.</summary>
public sealed class HK21Figure1 : IFigure
{
    private const int Width = 1000;
    private const int Draws = 4;
    private const ulong Seed = 1;
    private const double Bin = 0.031;

    /// <inheritdoc/>
    public string Id => "HK21-1";

    /// <inheritdoc/>
    public string Title => "Eigenvalues of H₃ and the law of theorem 3.2";

    /// <inheritdoc/>
    public string Setting =>
        $"Three layers, M = {Width} (400 without OpenBLAS), {Draws} draws, Haar weights, σ² = q̂₀ = 1, seed {Seed}. Left: hard tanh with s² = 0.125, g = 1.0013 (printed as s = 0.125, with which the network is linear to 1e-15). "
        + "Centre: hard tanh with s = g = 1. Right: independent projections of rank M/2 in place of D, q̂ = 1. Vertical axis logarithmic.";

    /// <inheritdoc/>
    public string WhatToSee =>
        "Left: nearly all eigenvalues on the atom close to 3, a few on the lowest atom, and a thin band next to 2. Centre: one wide band between the atoms. "
        + "Right: half of the eigenvalues at 1, the other half on an arcsine law on [2, 3]. Rings (sampled multiplicities) sit on the stems (exact weights).";

    /// <inheritdoc/>
    public FigureResult Run(Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        IDenseKernels kernels = DenseKernels.Select();
        int width = kernels is ManagedKernels ? 400 : Width;
        progress($"left panel, {Draws} networks of width {width}, {kernels.Name}");
        TwoPointSample left = TwoPointSample.Draw(Network("hard-tanh:s=0.35355339059327379,g=1.0013"), width, Draws, Seed, kernels, cancellation);
        progress("centre panel");
        TwoPointSample centre = TwoPointSample.Draw(Network("hard-tanh:s=1,g=1"), width, Draws, Seed + 1, kernels, cancellation);
        progress("right panel");
        SpectralMeasure arcsine = new SpectralChain(1.0, [Projection(), Projection()]).Fisher();
        double[][] projected = [.. Enumerable.Range(0, Draws).Select(i => Projected(width, new RandomSource(Seed + 2).Substream(i), kernels, cancellation))];
        double[] bulk = [.. projected.SelectMany(draw => draw.Where(x => x > 1.5)).Order()];
        double distance = bulk.Select((x, i) => Math.Abs((0.5 + (Math.Asin((2.0 * (x - 2.0)) - 1.0) / Math.PI)) - ((i + 0.5) / bulk.Length))).Max();
        Picture picture = new(
            "Fisher spectra of three-layer networks", WhatToSee,
            [
                left.Panel("hard tanh, s² = 0.125, g = 1.0013", Options(left.Law)),
                centre.Panel("hard tanh, s = g = 1", Options(centre.Law)),
                SpectrumPlot.CreatePanel("free projections of rank M/2", arcsine, [.. projected.SelectMany(draw => draw)], Options(arcsine)),
            ]);
        return new FigureResult(
            picture,
            [
                .. left.Tables("left"), .. centre.Tables("centre"),
                .. FigureTables.Of(arcsine, projected.Select(draw => System.Collections.Immutable.ImmutableArray.Create(draw)), "right"),
            ],
            [
                .. left.Checks("left: "), .. centre.Checks("centre: "),
                new FigureCheck("right: share of eigenvalues at 1", 0.5, (double)projected.Sum(d => d.Count(x => Math.Abs(x - 1.0) < 1e-9)) / (Draws * width), 0.0),
                new FigureCheck("right: distance of the others from ½ + arcsin(2(x − 2) − 1)/π, allowed 0.015", 0.0, distance, 0.015),
            ]);
    }

    private static NetworkSpecification Network(string activation) =>
        NetworkSpecification.Uniform(ActivationParser.Parse(activation), depth: 3);

    private static ChainLayer Projection() => new(SlopeLaw.TwoPoint(0.5, 1.0), secondMoment: 1.0, weightVariance: 1.0);

    private static SpectrumPlotOptions Options(SpectralMeasure law) =>
        new()
        {
            Vertical = AxisScale.Logarithmic,
            Bins = Math.Max(1, (int)Math.Round(law.Bands.Sum(band => band.Width) / Bin)),
        };

    /// <summary>Eigenvalues of I + W₃D₂(I + W₂D₁W₂ᵀ)D₂W₃ᵀ for projections D of rank M/2.</summary>
    private static double[] Projected(int n, RandomSource random, IDenseKernels kernels, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var w = new double[n * n];
        var inner = new double[n * n];
        var half = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            inner[(i * n) + i] = 1.0;
        }

        for (int layer = 0; layer < 2; layer++)
        {
            // H ↦ I + W D H D Wᵀ, with D keeping the first half.
            RandomMatrices.FillHaar(random, n, w, kernels);
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < n; i++)
                {
                    inner[(j * n) + i] = i < n / 2 && j < n / 2 ? inner[(j * n) + i] : 0.0;
                }
            }

            kernels.Multiply(false, false, n, n, n, 1.0, w, n, inner, n, 0.0, half, n);
            kernels.Multiply(false, true, n, n, n, 1.0, half, n, w, n, 0.0, inner, n);
            for (int i = 0; i < n; i++)
            {
                inner[(i * n) + i] += 1.0;
            }
        }

        var values = new double[n];
        kernels.SymmetricEigenvalues(n, inner, values);
        return values;
    }
}
