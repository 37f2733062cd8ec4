using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Fisher;

namespace FreeSpectra.Cli.Figures;

/// <summary>[KAA19] figure S.1: how fast the backward overlaps of finite networks converge.</summary>
public sealed class KAA19FigureS1 : IFigure
{
    private const int Samples = 100;
    private const ulong Seed = 191;
    private static readonly (int Width, int Draws)[] Plan = [(50, 60), (100, 60), (200, 40), (400, 30), (800, 16)];

    /// <inheritdoc/>
    public string Id => "KAA19-S1";

    /// <inheritdoc/>
    public string Title => "Backward order parameters converge like M^(−1/2)";

    /// <inheritdoc/>
    public string Setting =>
        $"Standard deviation of q̃¹_st over pairs of samples and networks, L = 3, T = {Samples}, one output; ReLU (σ_w² = 2, σ_b² = 0) and tanh (3, 0.64). "
        + $"60 … 16 networks a point, seed {Seed}. The paper does not say over what its deviation is taken; every reading gives the same slope.";

    /// <inheritdoc/>
    public string WhatToSee => "Both sets of points lie on lines of slope −1/2, so q = 1/2 in theorem B.1.";

    /// <inheritdoc/>
    public FigureResult Run(Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        IDenseKernels kernels = DenseKernels.Select();
        List<PlotElement> elements = [];
        List<double[]> rows = [], lines = [];
        List<FigureCheck> checks = [];
        int series = 0;
        foreach ((string name, double weight, double bias) in new[] { ("relu", 2.0, 0.0), ("tanh", 3.0, 0.64) })
        {
            NetworkSpecification network = NetworkSpecification.Uniform(
                ActivationParser.Parse(name), 3, weight, bias, weights: WeightEnsemble.Gaussian);
            List<PlotPoint> points = [];
            foreach ((int width, int draws) in Plan)
            {
                progress($"{name}: {draws} networks of width {width}, {kernels.Name}");
                FisherEnsemble ensemble = FisherEnsemble.Average(
                    draws, Seed + (ulong)width,
                    random =>
                    {
                        OverlapSample q = SampledOverlaps.Of(
                            SampledNetwork.Draw(network, width, Samples, 1, random, kernels: kernels)).Gradients[0];
                        return [q.Cross, q.CrossSquare];
                    },
                    cancellation);
                double deviation = Math.Sqrt(ensemble.Means[1] - (ensemble.Means[0] * ensemble.Means[0]));
                points.Add(new PlotPoint(width, deviation));
                rows.Add([series, width, draws, ensemble.Means[0], deviation]);
            }

            // The line of slope −1/2 through the points' centre of gravity in logarithms.
            double level = Math.Exp(points.Average(point => Math.Log(point.Y * Math.Sqrt(point.X))));
            PlotPoint[] line = [.. Plan.Select(item => new PlotPoint(item.Width, level / Math.Sqrt(item.Width)))];
            lines.AddRange(line.Select(point => new[] { series, point.X, point.Y }));
            string color = Palette.Series[series];
            elements.Add(new Curve(line, $"{name}: slope −1/2", color, dashed: series == 1));
            elements.Add(new Markers(points, $"{name}: sampled", color));
            checks.Add(new FigureCheck($"{name}: slope of log deviation against log M", -0.5, KAA19Figure1.Slope(points), 0.05));
            series++;
        }

        var panel = new Panel(
            "", new Axis("M", 45.0, 900.0, AxisScale.Logarithmic),
            new Axis("standard deviation of q̃¹_st", 0.02, 0.5, AxisScale.Logarithmic), elements);
        return new FigureResult(
            new Picture(Title, WhatToSee, [panel]),
            [
                ("theory", new CsvTable(["series", "width", "line"], lines)),
                ("sample", new CsvTable(["series", "width", "draws", "mean", "deviation"], rows)),
            ],
            [.. checks]);
    }
}
