using System.Globalization;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli.Figures;

/// <summary>[HK21] figure 2: largest and mean eigenvalue for several inputs, whole matrix against diagonal blocks.</summary>
public sealed class HK21Figure2 : IFigure
{
    private const ulong Seed = 2;
    private static readonly int[] Depths = [2, 4, 10, 20, 40];
    private static readonly int[] InputCounts = [1, 2, 5, 10, 20];

    /// <inheritdoc/>
    public string Id => "HK21-2";

    /// <inheritdoc/>
    public string Title => "Eigenvalues for several inputs: the whole matrix Θ/M and its diagonal blocks";

    /// <inheritdoc/>
    public string Setting => $"{HK21Inputs.Setting} Left: N = 10 inputs, L from 2 to 40. Right: L = 10, N from 1 to 20. One draw each, seed {Seed}.";

    /// <inheritdoc/>
    public string WhatToSee =>
        "Both means lie on one another and near L/N. The largest eigenvalue of the blocks follows L/N too; that of the whole matrix lies above it by the largest eigenvalue of the inputs' Gram matrix, so it does not fall like 1/N.";

    /// <inheritdoc/>
    public FigureResult Run(Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        IDenseKernels kernels = DenseKernels.Select();
        int width = HK21Inputs.Width(kernels);
        List<double[]> rows = [];
        foreach ((int depth, int inputs) in Depths.Select(depth => (depth, 10)).Concat(InputCounts.Select(inputs => (10, inputs))))
        {
            progress(string.Create(CultureInfo.InvariantCulture, $"L = {depth}, N = {inputs}"));
            SeveralInputs drawn = HK21Inputs.Draw(depth, inputs, width, Seed, kernels, cancellation);
            SpectralMeasure law = SpectralChain.FromNetwork(HK21Inputs.Network(depth)).Fisher();
            rows.Add(
            [
                depth, inputs, drawn.Whole.Eigenvalues[^1], drawn.Whole.Eigenvalues.Average(), drawn.Blocks.Eigenvalues[^1],
                drawn.Blocks.Eigenvalues.Average(), drawn.Gram.Eigenvalues[^1], law.Mean / inputs, law.TopOfSupport / inputs,
            ]);
        }

        double[][] left = [.. rows.Take(Depths.Length)], right = [.. rows.Skip(Depths.Length)];
        Picture picture = new(
            Title, WhatToSee,
            [Panel("N = 10", "depth L", left, row => row[0]), Panel("L = 10", "number of inputs N", right, row => row[1])], columns: 2);
        return new FigureResult(
            picture,
            [("comparison", new CsvTable(["L", "N", "wholeMax", "wholeMean", "blockMax", "blockMean", "gramMax", "lawMean", "lawTop"], rows))],
            [
                new FigureCheck("means of whole and blocks agree, relative gap", 0.0, rows.Max(row => Math.Abs((row[3] / row[5]) - 1.0)), 1e-11),
                new FigureCheck("mean over m₁(μ_L)/N, farthest from 1; 4 % for the scatter of q̂ at this width", 1.0, Farthest(rows.Select(row => row[3] / row[7])), 0.04),
                new FigureCheck("largest of the blocks over ‖μ_L‖/N, farthest from 1; 10 %, for it is the largest over N inputs of what scatters", 1.0, Farthest(rows.Select(row => row[4] / row[8])), 0.1),
                new FigureCheck("largest of the whole over (L/N) λ_max(Gram), farthest from 1; a rule of thumb, 15 %", 1.0, Farthest(rows.Select(row => row[2] * row[1] / row[0] / row[6])), 0.15),
            ]);
    }

    private static double Farthest(IEnumerable<double> ratios) => ratios.MaxBy(ratio => Math.Abs(ratio - 1.0));

    private static Panel Panel(string title, string label, double[][] rows, Func<double[], double> at)
    {
        Axis horizontal = new(label, rows.Min(at) / 1.3, rows.Max(at) * 1.3, AxisScale.Logarithmic);
        double[] all = [.. rows.SelectMany(row => row.Skip(2).Take(4))];
        Axis vertical = new("eigenvalue", all.Min() / 1.5, all.Max() * 1.5, AxisScale.Logarithmic);
        PlotPoint[] Points(int column) => [.. rows.Select(row => new PlotPoint(at(row), row[column]))];
        return new Panel(
            title, horizontal, vertical,
            [
                new Curve(rows.Select(row => new PlotPoint(at(row), row[0] / row[1])), "L/N", Palette.Grey, dashed: true),
                new Curve(Points(7), "m₁(μ_L)/N", Palette.Series[2]),
                new Curve(Points(8), "‖μ_L‖/N", Palette.Series[0]),
                new Curve(Points(2), "", Palette.Series[1]), new Markers(Points(2), "largest, whole", Palette.Series[1]),
                new Markers(Points(4), "largest, blocks", Palette.Series[0]),
                new Markers(Points(3), "mean, whole", Palette.Series[2]), new Markers(Points(5), "mean, blocks", Palette.Series[4]),
            ]);
    }
}
