using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Plots;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Cookbook;

public sealed class MergingBands() : Recipe()
{
    private static readonly string[] Variances = ["1/2", "9/10", "1", "2"];

    protected override string Title => "Two bands merge";

    protected override string Purpose =>
        "Adds a free semicircle to two atoms at ±1. While its variance is below 1 the sum has two bands; at 1 they meet in a cusp, where the "
        + "density grows like the cube root of the distance; above 1 there is one band. The edges are critical values of the inverse of G, "
        + "so the meeting is found, not guessed from a picture.";

    protected override void Cook(TextWriter output)
    {
        foreach (string variance in new[] { "1/2", "9/10", "1", "2" })
        {
            var expression = LawExpression.Parse($"atoms(-1:1/2, 1:1/2) [+] semicircle({variance})");
            SpectralMeasure law = LawEvaluator.Evaluate(expression);
            output.Write($"{expression}\n");
            foreach (Band band in law.Bands)
            {
                output.Write(FormattableString.Invariant(
                    $"  [{Place(band.Left):F9}, {Place(band.Right):F9}] of mass {band.Mass:F9}, exponents {band.LeftExponent:F3} and {band.RightExponent:F3}\n"));
            }

            output.Write(FormattableString.Invariant($"  density at 0.001: {law.Density(0.001):F9}\n"));
        }

        static double Place(double x) => Math.Round(x, 9) + 0.0; // no sign on a rounded 0
    }

    protected override Picture Draw() => new(
        "", "Four panels: two bands, two close bands, a cusp at 0, one band.",
        Variances.Select(variance => SpectrumPlot.CreatePanel(
            $"variance {variance}", LawEvaluator.Evaluate(LawExpression.Parse($"atoms(-1:1/2, 1:1/2) [+] semicircle({variance})")))),
        columns: 2);
}
