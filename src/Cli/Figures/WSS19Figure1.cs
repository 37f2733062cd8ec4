using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Cli.Figures;

/// <summary>[WSS19] figure 1: λ̄_max and the critical learning rate against γ, fully connected and convolutional.</summary>
public sealed class WSS19Figure1 : IFigure
{
    private const double Momentum = 0.9;
    private const int Width = 1000;
    private const int Batch = 100;
    private const int Draws = 10;
    private const ulong Seed = 1903;
    private static readonly double[] Gammas = [.. Enumerable.Range(0, 39).Select(i => 0.1 + (0.1 * i))];
    private static readonly double[] SampledGammas = [0.5, 1.0, 2.0, 3.0, 3.9];

    /// <inheritdoc/>
    public string Id => "WSS19-1";

    /// <inheritdoc/>
    public string Title => "Batch normalisation in the hidden layers: λ_max and the critical learning rate";

    /// <inheritdoc/>
    public string Setting =>
        "ReLU, L = 4, σ_w² = 2, σ_b² = 0.5, momentum 0.9. Above: fully connected, N = (784, 1000, 1000, 1000). Below: 32 × 32 × 3 input, 30, 60, 90 channels, "
        + "3 × 3 windows, stride 2, no padding, fully connected head taken exactly (the reading that meets the ticks of the paper's figure). "
        + $"Samples: μ and s held fixed in the derivative as in the paper, n = {Batch}, {Draws} networks a point (width 200 without OpenBLAS), seed {Seed}. "
        + "Printed: s² = q in the backward recursion; corrected: s² = q − q_xy, and site factors in the convolutions.";

    /// <inheritdoc/>
    public string WhatToSee =>
        "λ_max grows like γ². The printed curve crosses the network without normalisation at γ = 2.8787, the corrected one at 2.4860; the sampled networks follow the "
        + "corrected one, and lie above its limit n = ∞ by the share of equal samples. The learning rate is the mirror image.";

    /// <inheritdoc/>
    public FigureResult Run(Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var geometry = new ConvolutionGeometry(32, 32, [3, 30, 60, 90], kernel: 3, stride: 2, padding: 0);
        Curves connected = Compute(null), convolutional = Compute(geometry);
        IDenseKernels kernels = DenseKernels.Select();
        int width = kernels is ManagedKernels ? 200 : Width;
        progress($"sampled networks of width {width}, {kernels.Name}");
        List<double[]> sample = [];
        List<FigureCheck> checks = [];
        foreach (double gamma in SampledGammas)
        {
            FisherEnsemble ensemble = FisherEnsemble.Average(
                Draws, Seed,
                random => [DualFisher.Of(SampledNetwork.Draw(
                    Network(), width, Batch, 1, random, HiddenNormalization.FrozenBatch, gamma, kernels)).Largest],
                cancellation);
            FisherStatistics theory = HiddenBatchNormalization.Bound(
                HiddenBatchNormalization.Overlaps(Network(), gamma, Batch), new FisherSetting(width, Batch, 1), RecursionReading.Corrected);
            double expected = theory.Detail("largestWithBias");
            sample.Add([gamma, width, ensemble.Means[0], ensemble.StandardErrors[0], expected]);
            checks.Add(new FigureCheck(
                FormattableString.Invariant($"sampled λ_max at γ = {gamma} follows the corrected recursion at n = {Batch} (5 standard errors and 5 %)"),
                expected, ensemble.Means[0], (5.0 * ensemble.StandardErrors[0]) + (0.05 * expected)));
        }

        checks.Add(new FigureCheck("the printed curve crosses the plain network", 2.878746526186156, Crossing(RecursionReading.Printed), 1e-9));
        checks.Add(new FigureCheck("the corrected curve crosses the plain network", 2.4860, Crossing(RecursionReading.Corrected), 5e-5));
        checks.Add(new FigureCheck("plain fully connected λ̄", 2234.1735118784, connected.Plain, 1e-7));
        checks.Add(new FigureCheck("printed convolutional λ̄ at γ = 3.9", 3427.5019757808779, convolutional.Printed[38], 1e-6));
        checks.Add(new FigureCheck("log₁₀ of the printed convolutional rate at γ = 0.1", 0.466573898651, Math.Log10(Rate(convolutional.Printed[0])), 1e-9));
        IEnumerable<PlotElement> sampled = width == Width
            ? [new Markers(sample.Select(row => new PlotPoint(row[0], row[2])), "sampled, statistics held fixed", Palette.Sample, sample.Select(row => row[3]))]
            : [];
        IEnumerable<PlotElement> sampledRates = width == Width
            ? [new Markers(sample.Select(row => new PlotPoint(row[0], Math.Log10(Rate(row[2])))), "sampled, statistics held fixed", Palette.Sample)]
            : [];
        return new FigureResult(
            new Picture(
                Title, WhatToSee,
                [
                    Values("fully connected", connected, sampled), Rates("fully connected", connected, sampledRates),
                    Values("convolutional", convolutional, []), Rates("convolutional", convolutional, []),
                ],
                columns: 2),
            [
                ("theory", new CsvTable(
                    ["gamma", "plain", "printed", "corrected", "convPlainPrinted", "convPlainCorrected", "convPrinted", "convCorrected"],
                    Gammas.Select((gamma, i) => new[]
                    {
                        gamma, connected.Plain, connected.Printed[i], connected.Corrected[i],
                        convolutional.Plain, convolutional.PlainCorrected, convolutional.Printed[i], convolutional.Corrected[i],
                    }))),
                ("sample", new CsvTable(["gamma", "width", "lambda", "standardError", "correctedAtThisBatch"], sample)),
            ],
            [.. checks]);
    }

    private static double Rate(double curvature) => new EigenvalueRange(Value: curvature).CriticalLearningRate(Momentum)!.Value;

    private static Curves Compute(ConvolutionGeometry? geometry) => new(
        Plain(geometry, RecursionReading.Printed),
        Plain(geometry, RecursionReading.Corrected),
        [.. Gammas.Select(gamma => Bound(gamma, geometry, RecursionReading.Printed))],
        [.. Gammas.Select(gamma => Bound(gamma, geometry, RecursionReading.Corrected))]);

    private static double Plain(ConvolutionGeometry? geometry, RecursionReading reading) => NetworkStatistics.Of(
        Network(), new StatisticsQuestion(Width, Reading: reading, Convolution: geometry)).Largest.Value!.Value;

    private static double Bound(double gamma, ConvolutionGeometry? geometry, RecursionReading reading) => NetworkStatistics.Of(
        Network(Normalization.BatchHidden),
        new StatisticsQuestion(Width, Gain: gamma, Reading: reading, Convolution: geometry)).Largest.Value!.Value;

    private static double Crossing(RecursionReading reading)
    {
        double plain = Plain(null, reading), low = 0.1, high = 10.0;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Bound(middle, null, reading) < plain ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static NetworkSpecification Network(Normalization normalization = Normalization.None)
    {
        Activation relu = ActivationParser.Parse("relu");
        return new NetworkSpecification(
            [.. Enumerable.Range(1, 4).Select(l => new LayerSpecification(l < 4 ? relu : null, 2.0, 0.5, 1.0))],
            inputMoment: 1.0, inputRelativeWidth: 0.784, WeightEnsemble.Gaussian, normalization);
    }

    private static Panel Values(string title, Curves curves, IEnumerable<PlotElement> sampled) => new(
        title, new Axis("γ", 0.0, 4.0), new Axis("λ̄_max", 0.0, 1.15 * curves.Corrected.Concat(curves.Printed).Max()),
        [
            new Curve([new(0.0, curves.Plain), new(4.0, curves.Plain)], Words(curves), Palette.Series[0]),
            .. PlainCorrected(curves, y => y),
            new Curve(Gammas.Zip(curves.Printed, (x, y) => new PlotPoint(x, y)), "batch normalisation, as printed", Palette.Series[1], dashed: true),
            new Curve(Gammas.Zip(curves.Corrected, (x, y) => new PlotPoint(x, y)), "batch normalisation, corrected", Palette.Theory),
            .. sampled,
        ]);

    private static Panel Rates(string title, Curves curves, IEnumerable<PlotElement> sampled) => new(
        title, new Axis("γ", 0.0, 4.0), new Axis("log₁₀ η*", -3.5, 0.6),
        [
            new Curve([new(0.0, Math.Log10(Rate(curves.Plain))), new(4.0, Math.Log10(Rate(curves.Plain)))], Words(curves), Palette.Series[0]),
            .. PlainCorrected(curves, y => Math.Log10(Rate(y))),
            new Curve(Gammas.Zip(curves.Printed, (x, y) => new PlotPoint(x, Math.Log10(Rate(y)))), "batch normalisation, as printed", Palette.Series[1], dashed: true),
            new Curve(Gammas.Zip(curves.Corrected, (x, y) => new PlotPoint(x, Math.Log10(Rate(y)))), "batch normalisation, corrected", Palette.Theory),
            .. sampled,
        ]);

    // Without normalisation the two readings agree for a fully connected network only.
    private static string Words(Curves curves) =>
        curves.Plain == curves.PlainCorrected ? "no normalisation" : "no normalisation, as printed";

    private static IEnumerable<PlotElement> PlainCorrected(Curves curves, Func<double, double> scale) =>
        curves.Plain == curves.PlainCorrected
            ? []
            : [new Curve(
                [new(0.0, scale(curves.PlainCorrected)), new(4.0, scale(curves.PlainCorrected))],
                "no normalisation, corrected", Palette.Series[4], dashed: true)];

    private sealed record Curves(double Plain, double PlainCorrected, double[] Printed, double[] Corrected);
}
