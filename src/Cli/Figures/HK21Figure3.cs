using FreeSpectra.Numerics;
using FreeSpectra.Numerics.LinearAlgebra;
using FreeSpectra.Plots;
using FreeSpectra.Validation.Simulation;

namespace FreeSpectra.Cli.Figures;

/// <summary>[HK21] figure 3: histograms of the eigenvalues for several inputs, whole matrix and diagonal blocks.</summary>
public sealed class HK21Figure3 : IFigure
{
    private const ulong Seed = 3;
    private const int Depth = 10;

    /// <inheritdoc/>
    public string Id => "HK21-3";

    /// <inheritdoc/>
    public string Title => "Histograms of the eigenvalues for several inputs";

    /// <inheritdoc/>
    public string Setting => $"{HK21Inputs.Setting} L = {Depth}, N = 2 and N = 10, one draw, seed {Seed}. Vertical axis logarithmic.";

    /// <inheritdoc/>
    public string WhatToSee =>
        "The blocks concentrate at L/N (dashed). The whole matrix has the same mean; it concentrates there for N = 2 and spreads for N = 10.";

    /// <inheritdoc/>
    public FigureResult Run(Action<string> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(progress);
        IDenseKernels kernels = DenseKernels.Select();
        int width = HK21Inputs.Width(kernels);
        progress("N = 2");
        SeveralInputs two = HK21Inputs.Draw(Depth, 2, width, Seed, kernels, cancellation);
        progress("N = 10");
        SeveralInputs ten = HK21Inputs.Draw(Depth, 10, width, Seed, kernels, cancellation);
        return new FigureResult(
            new Picture(Title, WhatToSee, [Panel("N = 2", two, 5.0), Panel("N = 10", ten, 1.0)], columns: 2),
            [
                ("sample-2", Table(two)),
                ("sample-10", Table(ten)),
            ],
            [
                new FigureCheck("N = 2: means agree, relative gap", 0.0, (two.Whole.Eigenvalues.Average() / two.Blocks.Eigenvalues.Average()) - 1.0, 1e-11),
                new FigureCheck("N = 10: means agree, relative gap", 0.0, (ten.Whole.Eigenvalues.Average() / ten.Blocks.Eigenvalues.Average()) - 1.0, 1e-11),
                new FigureCheck("N = 10: share of block eigenvalues within 10 % of L/N, at least 0.85", 1.0, Near(ten.Blocks, 1.0), 0.15),
                FigureCheck.True("N = 10: the whole spreads: fewer than half of its eigenvalues lie within 10 % of L/N", Near(ten.Whole, 1.0) < 0.5),
            ]);
    }

    private static double Near(Validation.EmpiricalSpectrum spectrum, double place) =>
        spectrum.MassOf(new Interval(0.9 * place, 1.1 * place));

    private static CsvTable Table(SeveralInputs drawn) =>
        new(["whole", "block"], drawn.Whole.Eigenvalues.Zip(drawn.Blocks.Eigenvalues, (a, b) => new[] { a, b }));

    private static Panel Panel(string title, SeveralInputs drawn, double place)
    {
        double top = 1.05 * drawn.Whole.Eigenvalues[^1];
        Interval range = new(0.0, top);
        int total = drawn.Whole.Eigenvalues.Length;
        Histogram whole = new(drawn.Whole.Eigenvalues, range, 60, total, "whole Θ/M", Palette.Sample);
        Histogram blocks = new(drawn.Blocks.Eigenvalues, range, 60, total, "blocks H_L/N", Palette.Series[0]);
        double highest = Math.Max(whole.Heights.Max(), blocks.Heights.Max());
        double lowest = 0.5 / (total * whole.BinWidth);
        return new Panel(
            title, new Axis("eigenvalue", 0.0, top), new Axis("density", lowest, 2.0 * highest, AxisScale.Logarithmic),
            [
                blocks, whole,
                new Curve([new PlotPoint(place, lowest), new PlotPoint(place, 2.0 * highest)], "L/N", Palette.Theory, dashed: true),
            ]);
    }
}
