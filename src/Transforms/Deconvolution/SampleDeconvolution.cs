using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using static System.FormattableString;

namespace FreeSpectra.Transforms.Deconvolution;

/// <summary>Taking known noise off measured eigenvalues: what is certain, and what fits best.</summary>
/// <remarks>
/// <para>
/// <see cref="Smoothed(EmpiricalLaw, Semicircle)"/> gives the law under the noise smoothed by a Cauchy law, proved for any samples.
/// <see cref="Fit(EmpiricalLaw, Semicircle)"/> gives a law of atoms whose convolution with the noise is near the measured law, with the distance.
/// </para>
/// <para>Source: [ATV20] (at a height); [EK08] (the fit).</para>
/// </remarks>
public static class SampleDeconvolution
{
    /// <summary>The law ρ in samples of ρ ⊞ semicircle, smoothed.</summary>
    /// <param name="measured">The measured eigenvalues.</param>
    /// <param name="noise">The law of the noise.</param>
    public static SmoothedDeconvolution Smoothed(EmpiricalLaw measured, Semicircle noise)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(noise);
        return new SmoothedDeconvolution(DeconvolutionMap.Of(measured, noise));
    }

    /// <summary>The law ρ in samples of ρ ⊠ MP, smoothed.</summary>
    /// <param name="measured">The measured eigenvalues, none below 0 and not all 0.</param>
    /// <param name="noise">The law of the noise.</param>
    /// <exception cref="ArgumentException">The eigenvalues are not those of a positive matrix.</exception>
    public static SmoothedDeconvolution Smoothed(EmpiricalLaw measured, FreePoisson noise)
    {
        RequirePositive(measured);
        ArgumentNullException.ThrowIfNull(noise);
        return new SmoothedDeconvolution(DeconvolutionMap.Of(measured, noise));
    }

    /// <summary>Atoms whose free sum with the noise fits the measured eigenvalues.</summary>
    /// <param name="measured">The measured eigenvalues, at least 10.</param>
    /// <param name="noise">The law of the noise.</param>
    public static PopulationFit Fit(EmpiricalLaw measured, Semicircle noise)
    {
        RequireEnough(measured);
        ArgumentNullException.ThrowIfNull(noise);
        double low = measured.BottomOfSupport - noise.Mean;
        double high = measured.TopOfSupport - noise.Mean;
        var fit = new PopulationSearch(measured, low, high);
        fit.AddRows(z => z - noise.Mean - (noise.Variance * measured.Cauchy(z)), measured.Cauchy);
        Atomic population = fit.Solve();
        return new PopulationFit(population, population.FreeSum(noise), measured);
    }

    /// <summary>Atoms whose free product with the noise fits the measured eigenvalues.</summary>
    /// <param name="measured">The measured eigenvalues, at least 10, none below 0 and not all 0.</param>
    /// <param name="noise">The law of the noise.</param>
    public static PopulationFit Fit(EmpiricalLaw measured, FreePoisson noise)
    {
        RequireEnough(measured);
        RequirePositive(measured);
        ArgumentNullException.ThrowIfNull(noise);
        var fit = new PopulationSearch(measured, 0.0, measured.TopOfSupport / noise.Mean);
        System.Numerics.Complex Point(System.Numerics.Complex z) => z / (noise.Mean * (1.0 + (measured.MomentTransform(z) / noise.Rate)));
        fit.AddRows(Point, z => (1.0 + measured.MomentTransform(z)) / Point(z));
        Atomic population = fit.Solve();
        return new PopulationFit(population, population.FreeProduct(noise), measured);
    }

    /// <summary>The smoothed law for the pairs that are served; null for any other.</summary>
    internal static SpectralMeasure? Find(SpectralMeasure measured, SpectralMeasure noise, bool product) => (measured, noise) switch
    {
        (EmpiricalLaw samples, Semicircle semicircle) when !product => Smoothed(samples, semicircle),
        (EmpiricalLaw samples, FreePoisson poisson) when product => Smoothed(samples, poisson),
        _ => null,
    };

    private static void RequireEnough(EmpiricalLaw measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        if (measured.Count < 10)
        {
            throw new ArgumentException(Invariant($"measured must hold at least 10 eigenvalues for a fit, but holds {measured.Count}."), nameof(measured));
        }
    }

    private static void RequirePositive(EmpiricalLaw measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        if (measured.BottomOfSupport < 0.0 || measured.TopOfSupport <= 0.0)
        {
            throw new ArgumentException(Invariant(
                $"measured must be the eigenvalues of a positive matrix for a free quotient, but they reach from {measured.BottomOfSupport:R} to {measured.TopOfSupport:R}."),
                nameof(measured));
        }
    }
}
