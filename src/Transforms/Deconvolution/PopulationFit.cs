using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;

namespace FreeSpectra.Transforms.Deconvolution;

/// <summary>A law of atoms fitted under known noise, and how well it explains the measured eigenvalues.</summary>
/// <remarks>
/// <para>
/// The fit itself proves nothing; its certificate is <see cref="Distance"/>: the convolution of the fitted law with the noise is
/// computed like any other, branch proved, and compared with what was measured. With n eigenvalues of the right law the distance is
/// of order 1/n times a logarithm.
/// </para>
/// <para>Source: [EK08] §3.</para>
/// </remarks>
public sealed class PopulationFit
{
    private const int Probes = 40;

    internal PopulationFit(Atomic population, SpectralMeasure refit, EmpiricalLaw measured)
    {
        Population = population;
        Refit = refit;
        Distance = Compare(refit, measured);
    }

    /// <summary>The fitted law.</summary>
    public Atomic Population { get; }

    /// <summary>Its convolution with the noise.</summary>
    public SpectralMeasure Refit { get; }

    /// <summary>The largest difference between the distribution functions of the convolution and of the measured eigenvalues, over 40 of the latter.</summary>
    public double Distance { get; }

    private static double Compare(SpectralMeasure law, EmpiricalLaw measured)
    {
        double largest = 0.0;
        int count = Math.Min(Probes, measured.Count);
        for (int k = 0; k < count; k++)
        {
            double x = measured.Values[(int)((k + 0.5) * measured.Count / count)];
            double expected = law.CumulativeDistribution(x);
            double above = measured.CumulativeDistribution(x);
            double below = above - measured.MassAt(x);
            largest = Math.Max(largest, Math.Max(expected - above, below + law.MassAt(x) - expected));
        }

        return largest;
    }
}
