using System.Globalization;
using FreeSpectra.Measures;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Tests.Cookbook;

public sealed class SpectrumOfANetwork() : Recipe()
{
    protected override string Title => "The Fisher spectrum of a deep network";

    protected override string Purpose =>
        "Predicts atoms, bands and the density of the dual Fisher information of a network in the wide limit, and the learning rate beyond which gradient descent explodes.";

    protected override void Cook(TextWriter output)
    {
        NetworkSpecification network = NetworkSpecification.Uniform(ActivationParser.Parse("hard-tanh:s=1,g=1"), depth: 4);
        SpectralMeasure law = SpectralChain.FromNetwork(network).Fisher();
        foreach (Atom atom in law.Atoms)
        {
            output.Write(string.Create(CultureInfo.InvariantCulture, $"atom {atom.Location:F6} of weight {atom.Weight:F6}\n"));
        }

        foreach (Band band in law.Bands)
        {
            output.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"band [{band.Left:F6}, {band.Right:F6}] of mass {band.Mass:F6}, density {law.Density(band.Center):F6} in the middle\n"));
        }

        output.Write(string.Create(CultureInfo.InvariantCulture, $"learning rate below {2.0 / law.TopOfSupport:F6}\n"));
    }
}
