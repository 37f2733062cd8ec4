using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.CentredFisher;
using FreeSpectra.Networks.Statistics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Cli.Figures;

/// <summary>[KAA19] figure 1: the largest eigenvalue with and without mean subtraction, against the width.</summary>
public sealed class KAA19Figure1 : IFigure
{
    private const int Depth = 3;
    private const ulong Seed = 19;
    private static readonly (int Width, int Draws)[] Plan = [(50, 40), (100, 30), (200, 20), (400, 16), (700, 10), (1000, 10)];

    /// <inheritdoc/>
    public string Id => "KAA19-1";

    /// <inheritdoc/>
    public string Title => "Mean subtraction in the last layer removes the pathological sharpness";

    /// <inheritdoc/>
    public string Setting =>
        $"L = {Depth}, equal widths, one output, T = M samples, Gaussian weights and biases. Left: ReLU, σ_w² = 2, σ_b² = 0. Right: tanh, σ_w² = 3, "
        + $"σ_b² = 0.64. M = 50 … 1000 (200 without OpenBLAS), 40 … 10 networks a point, seed {Seed}; bars are standard errors. The plain curve includes the bias gradients.";

    /// <inheritdoc/>
    public string WhatToSee =>
        "Without normalisation λ_max grows in proportion to M, on the curve of theorem 2.2. With the mean subtracted it stays O(1): far above the paper's lower "
        + "bound, and approaching the exact limit (the right edge of the limit law) from below.";

    /// <inheritdoc/>
    public FigureResult Run(Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        List<Panel> panels = [];
        List<double[]> theory = [], sample = [];
        List<FigureCheck> checks = [];
        int panel = 0;
        foreach ((string name, double weight, double bias) in new[] { ("relu", 2.0, 0.0), ("tanh", 3.0, 0.64) })
        {
            NetworkSpecification network = NetworkSpecification.Uniform(
                ActivationParser.Parse(name), Depth, weight, bias, weights: WeightEnsemble.Gaussian);
            panels.Add(Draw(name, network, panel++, progress, theory, sample, checks, cancellation));
        }

        return new FigureResult(
            new Picture(Title, WhatToSee, panels, columns: 2),
            [
                ("theory", new CsvTable(["panel", "width", "plain", "plainWithBias", "lowerBound", "exactLimit"], theory)),
                ("sample", new CsvTable(["panel", "width", "draws", "plain", "plainError", "centred", "centredError"], sample)),
            ],
            [.. checks]);
    }

    private static Panel Draw(
        string name, NetworkSpecification network, int panel, Action<string> progress,
        List<double[]> theory, List<double[]> sample, List<FigureCheck> checks, CancellationToken cancellation)
    {
        IDenseKernels kernels = DenseKernels.Select();
        (int Width, int Draws)[] plan = kernels is ManagedKernels ? Plan[..3] : Plan;
        SignalOverlaps overlaps = NetworkOverlaps.Of(network);
        progress($"{name}: the exact limit");
        double limit = new CentredFisherLaw(network, samplesPerWidth: 1.0).TopOfBulk;
        double lower = overlaps.Alpha * overlaps.KappaGap;
        List<PlotPoint> plain = [], centred = [], plainCurve = [];
        List<double> plainErrors = [], centredErrors = [];
        foreach ((int width, int draws) in plan)
        {
            progress($"{name}: {draws} networks of width {width}, {kernels.Name}");
            FisherEnsemble ensemble = FisherEnsemble.Average(
                draws, Seed + (ulong)width,
                random =>
                {
                    DualFisher dual = DualFisher.Of(SampledNetwork.Draw(network, width, width, 1, random, kernels: kernels));
                    return [dual.Largest, dual.WithMeanSubtracted().Largest];
                },
                cancellation);
            FisherStatistics statistics = PlainFisher.Of(overlaps, new FisherSetting(width, width, 1));
            double withBias = statistics.Detail("largestWithBias");
            plain.Add(new PlotPoint(width, ensemble.Means[0]));
            centred.Add(new PlotPoint(width, ensemble.Means[1]));
            plainErrors.Add(ensemble.StandardErrors[0]);
            centredErrors.Add(ensemble.StandardErrors[1]);
            plainCurve.Add(new PlotPoint(width, withBias));
            theory.Add([panel, width, statistics.Largest.Value!.Value, withBias, lower, limit]);
            sample.Add([panel, width, draws, ensemble.Means[0], ensemble.StandardErrors[0], ensemble.Means[1], ensemble.StandardErrors[1]]);
        }

        double last = plain[^1].X;
        checks.Add(new FigureCheck(
            $"{name}: plain λ_max on theorem 2.2 at M = {last} (5 standard errors and 4/M)",
            plainCurve[^1].Y, plain[^1].Y, (5.0 * plainErrors[^1]) + (4.0 / last * plainCurve[^1].Y)));
        checks.Add(new FigureCheck($"{name}: plain λ_max grows like M (slope from M = 100 on)", 1.0, Slope(plain.Skip(1)), 0.1));
        checks.Add(new FigureCheck($"{name}: centred λ_max is O(1) (slope from M = 100 on)", 0.0, Slope(centred.Skip(1)), 0.1));
        checks.Add(FigureCheck.True($"{name}: centred λ_max is above the lower bound", centred.All(point => point.Y > lower)));
        // The Tracy–Widom shift is of order M^{-2/3}: 1.4 % at 1000, 4 % at 200.
        double shift = 1.4 * Math.Pow(last, -2.0 / 3.0) * limit;
        checks.Add(new FigureCheck(
            $"{name}: centred λ_max lies just below the exact limit at M = {last} (Tracy–Widom shift and 5 standard errors)",
            limit - shift, centred[^1].Y, shift + (5.0 * centredErrors[^1])));
        double top = 2.0 * plain.Max(point => point.Y), bottom = 0.5 * lower;
        PlotPoint[] Level(double y) => [new(50.0, y), new(last, y)];
        return new Panel(
            name,
            new Axis("M", 45.0, 1.1 * last, AxisScale.Logarithmic),
            new Axis("λ_max", bottom, top, AxisScale.Logarithmic),
            [
                new Curve(plainCurve, "theorem 2.2", dashed: true),
                new Curve(Level(lower), "lower bound of theorem 3.3", Palette.Series[2]),
                new Curve(Level(limit), "exact limit after mean subtraction", Palette.Series[0]),
                new Markers(plain, "sampled", Palette.Sample, plainErrors),
                new Markers(centred, "sampled, mean subtracted", Palette.Series[3], centredErrors),
            ]);
    }

    /// <summary>The least-squares slope of log y against log x.</summary>
    internal static double Slope(IEnumerable<PlotPoint> points)
    {
        (double X, double Y)[] logs = [.. points.Select(point => (Math.Log(point.X), Math.Log(point.Y)))];
        double meanX = logs.Average(p => p.X), meanY = logs.Average(p => p.Y);
        return logs.Sum(p => (p.X - meanX) * (p.Y - meanY)) / logs.Sum(p => (p.X - meanX) * (p.X - meanX));
    }
}
