using System.Collections.Immutable;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Plots;
using FreeSpectra.Transforms.Deconvolution;
using FreeSpectra.Transforms.Expressions;
using static System.FormattableString;

namespace FreeSpectra.Cli;

/// <summary>What is said of samples from which noise is taken: the height at which the law is certain and, if asked for, the fitted atoms.</summary>
internal sealed class LawPopulation
{
    private readonly SmoothedDeconvolution law;
    private readonly PopulationFit? fit;

    private LawPopulation(SmoothedDeconvolution law, PopulationFit? fit)
    {
        this.law = law;
        this.fit = fit;
    }

    /// <summary>The answer; null for a law that is no deconvolution of samples.</summary>
    /// <exception cref="ArgumentException">A fit is asked for where there are no samples under noise.</exception>
    public static LawPopulation? Compute(LawRequest request, LawExpression expression, SpectralMeasure law)
    {
        if (law is not SmoothedDeconvolution smoothed)
        {
            return request.Population
                ? throw new ArgumentException("--population needs samples(file) [-] semicircle(…) or samples(file) [/] mp(…).")
                : null;
        }

        PopulationFit? fit = !request.Population ? null
            : LawEvaluator.Evaluate(expression.Operands[1]) is FreePoisson poisson ? SampleDeconvolution.Fit(smoothed.Measured, poisson)
            : SampleDeconvolution.Fit(smoothed.Measured, (Semicircle)LawEvaluator.Evaluate(expression.Operands[1]));
        return new LawPopulation(smoothed, fit);
    }

    /// <summary>The smoothed density over the range of the samples, with the fitted atoms where they were asked for.</summary>
    public Picture Plot(string name)
    {
        ImmutableArray<Atom> fitted = fit?.Population.Atoms ?? [];
        double low = Math.Min(law.Measured.Values[0], fitted.Select(atom => atom.Location).DefaultIfEmpty(double.PositiveInfinity).Min());
        double high = Math.Max(law.Measured.Values[^1], fitted.Select(atom => atom.Location).DefaultIfEmpty(double.NegativeInfinity).Max());
        double pad = (0.04 * (high - low)) + (2.0 * law.Height);
        string smoothed = Invariant($"smoothed at height {law.Height:G3}");
        Panel panel = SpectrumPlot.CreatePanel($"{name}, {smoothed}", law, [], new SpectrumPlotOptions
        {
            Range = new Interval(low - pad, high + pad),
            Horizontal = AxisScale.Linear,
            TheoryLegend = $"density {smoothed}",
        });
        if (!fitted.IsEmpty)
        {
            panel = new Panel(
                panel.Title, panel.Horizontal, panel.Vertical, [.. panel.Elements, new Stems(fitted, "fitted population and weights")],
                new Axis("weight of an atom", 0.0, 1.2 * fitted.Max(atom => atom.Weight)));
        }

        return new Picture(
            "", Invariant($"{name}: the density {smoothed}, that is of the law [+] cauchy(0, {law.Height:R}){(fitted.IsEmpty ? "" : ", and the fitted population as stems")}."),
            [panel], columns: 1);
    }

    /// <summary>Writes the fields <c>deconvolution</c> and <c>population</c>.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject("deconvolution");
        json.WriteNumber("height", law.Height);
        json.WriteNumber("contraction", SmoothedDeconvolution.Contraction);
        json.WriteEndObject();
        if (fit is null)
        {
            return;
        }

        json.WriteStartObject("population");
        json.WriteStartArray("atoms");
        foreach (Atom atom in fit.Population.Atoms)
        {
            json.WriteStartObject();
            json.WriteNumber("location", atom.Location);
            json.WriteNumber("weight", atom.Weight);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("distance", fit.Distance);
        json.WriteEndObject();
    }

    /// <summary>Writes the same for people.</summary>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(Invariant(
            $"  served at height {law.Height:R}: this is the law [+] cauchy(0, {law.Height:R}), the only fixed point of a contraction by {SmoothedDeconvolution.Contraction:R}"));
        if (fit is null)
        {
            return;
        }

        foreach (Atom atom in fit.Population.Atoms)
        {
            output.WriteLine(Invariant($"  population: {atom.Weight:F6} at {atom.Location:R}"));
        }

        output.WriteLine(Invariant(
            $"  under the noise its distribution function is within {fit.Distance:0.0e+0} of the samples"));
    }
}
