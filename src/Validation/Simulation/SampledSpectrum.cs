using System.Collections.Immutable;

namespace FreeSpectra.Validation.Simulation;

/// <summary>The eigenvalues of one sampled network, with what its layers were.</summary>
public sealed class SampledSpectrum
{
    internal SampledSpectrum(double inputMoment, ImmutableArray<SampledLayer> layers, EmpiricalSpectrum spectrum)
    {
        InputMoment = inputMoment;
        Layers = layers;
        Spectrum = spectrum;
    }

    /// <summary>q̂_0 = |x|²/M_0, exact up to rounding.</summary>
    public double InputMoment { get; }

    /// <summary>Layers 1 … L − 1.</summary>
    public ImmutableArray<SampledLayer> Layers { get; }

    /// <summary>The eigenvalues.</summary>
    public EmpiricalSpectrum Spectrum { get; }
}
