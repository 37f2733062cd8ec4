using System.Collections.Immutable;

namespace FreeSpectra.Validation.Simulation;

/// <summary>What a sample shows, averaged over replicates; and its eigenvalues pooled, for pictures.</summary>
public sealed class SampleSummary
{
    private static readonly double[] Levels = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    /// <summary>Summarises draws of one plan.</summary>
    /// <exception cref="ArgumentException">There is no draw.</exception>
    public SampleSummary(ImmutableArray<SampledSpectrum> draws)
        : this(draws.Select(draw => draw.Spectrum).ToImmutableArray()) =>
        Layers = [.. draws[0].Layers.Select((layer, i) => Summarize(layer.Layer, draws, i))];

    /// <summary>Summarises spectra of independent matrices that are no networks.</summary>
    /// <exception cref="ArgumentException">There is no spectrum.</exception>
    public SampleSummary(ImmutableArray<EmpiricalSpectrum> spectra)
    {
        if (spectra.IsDefaultOrEmpty)
        {
            throw new ArgumentException("spectra must hold at least one replicate, but is empty.", nameof(spectra));
        }

        Mean = spectra.Average(spectrum => spectrum.Eigenvalues.Average());
        SecondMoment = spectra.Average(spectrum => spectrum.Eigenvalues.Average(value => value * value));
        Largest = spectra.Average(spectrum => spectrum.Eigenvalues[^1]);
        Quantiles = [.. Levels.Select(p => (p, spectra.Average(spectrum => spectrum.Quantile(p))))];
        Layers = [];
        Pooled = EmpiricalSpectrum.FromEigenvalues([.. spectra.SelectMany(spectrum => spectrum.Eigenvalues)]);
    }

    /// <summary>The mean of tr/M.</summary>
    public double Mean { get; }

    /// <summary>The mean of (tr of the square)/M.</summary>
    public double SecondMoment { get; }

    /// <summary>The mean of the largest eigenvalues.</summary>
    public double Largest { get; }

    /// <summary>The means of some quantiles, with their levels.</summary>
    public ImmutableArray<(double Probability, double Value)> Quantiles { get; }

    /// <summary>Layers 1 … L − 1.</summary>
    public ImmutableArray<LayerSummary> Layers { get; }

    /// <summary>All eigenvalues of all replicates, each with the same weight.</summary>
    public EmpiricalSpectrum Pooled { get; }

    private static LayerSummary Summarize(int layer, ImmutableArray<SampledSpectrum> draws, int index)
    {
        double q = draws.Average(draw => draw.Layers[index].SecondMoment);
        double squares = draws.Sum(draw => Math.Pow(draw.Layers[index].SecondMoment - q, 2.0));
        return new LayerSummary(
            layer,
            draws.Average(draw => draw.Layers[index].PreActivationVariance),
            q,
            draws.Length > 1 ? Math.Sqrt(squares / (draws.Length - 1)) : null,
            draws.Average(draw => draw.Layers[index].SlopeMean),
            draws.Average(draw => draw.Layers[index].Unsaturated));
    }
}
