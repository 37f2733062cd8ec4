using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Plots;

namespace FreeSpectra.Tests.Cookbook;

public sealed class DrawASpectrum() : Recipe()
{
    protected override string Title => "A picture of a law over eigenvalues";

    protected override string Purpose =>
        "Draws the exact density and the atom of a law, with a histogram of eigenvalues from elsewhere, as an SVG document that fills any width.";

    protected override void Cook(TextWriter output)
    {
        SpectralMeasure law = new FreePoisson(rate: 0.5, jump: 1.0);
        double[] eigenvalues = [.. Enumerable.Range(0, 400).Select(i => law.Quantile((i + 0.5) / 400.0))];
        Picture picture = SpectrumPlot.Create("Free Poisson, rate 0.5", law, eigenvalues);
        string svg = picture.ToSvg();
        output.Write($"{svg.Split('\n')[1].Trim()}\n");
        output.Write($"{picture.Panels[0].Elements.Length} elements: histogram, edges, density, atom, sampled multiplicity\n");
    }
}
