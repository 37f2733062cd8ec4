using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Plots;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Cookbook;

public sealed class OutlierTransition() : Recipe()
{
    protected override string Title => "When a signal leaves the bulk";

    protected override string Purpose =>
        "A sample-covariance matrix (c = 1/2) has the population spectrum 1, but for one eigenvalue θ: the transition of Baik, Ben Arous and "
        + "Péché. Above 1 + √c an outlier leaves the bulk, and its eigenvector turns towards the signal; below, nothing is seen. The same "
        + "call serves any free sum or product.";

    protected override void Cook(TextWriter output)
    {
        var expression = LawExpression.Parse("point(1) [x] mp(1/2)");
        SpectralMeasure bulk = LawEvaluator.Evaluate(expression);
        output.Write(FormattableString.Invariant($"bulk up to {bulk.TopOfSupport:F6}\n"));
        foreach (double spike in new[] { 1.5, 1.7, 1.72, 2.0, 3.0, 6.0 })
        {
            string found = string.Concat(OutlierFinder.Find(expression, factor: 0, [spike]).Select(outlier =>
                FormattableString.Invariant($"outlier at {outlier.Location:F6}, squared overlap {outlier.Overlap:F6}")));
            output.Write(FormattableString.Invariant($"spike {spike:F2}: {(found.Length > 0 ? found : "nothing")}\n"));
        }
    }

    protected override Picture Draw()
    {
        var expression = LawExpression.Parse("point(1) [x] mp(1/2)");
        double top = LawEvaluator.Evaluate(expression).TopOfSupport;
        Outlier[] outliers = [.. OutlierFinder.Find(expression, factor: 0, [.. Enumerable.Range(0, 131).Select(i => 1.71 + (0.02 * i))])];
        Panel place = new(
            "where it appears", new Axis("spike θ", 1.0, 4.4), new Axis("eigenvalue", 0.0, 5.5),
            [new Curve([new PlotPoint(1.0, top), new PlotPoint(4.4, top)], "top of the bulk", Palette.Sample, dashed: true),
                new Curve(outliers.Select(outlier => new PlotPoint(outlier.Spike, outlier.Location)), "outlier")]);
        Panel overlap = new(
            "how well its eigenvector points", new Axis("spike θ", 1.0, 4.4), new Axis("squared overlap", 0.0, 1.0),
            [new Curve(outliers.Select(outlier => new PlotPoint(outlier.Spike, outlier.Overlap)), "overlap with the signal")]);
        return new Picture("", "Left: the outlier above the bulk. Right: its overlap rises from 0 at the transition.", [place, overlap], columns: 2);
    }
}
