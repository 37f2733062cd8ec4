using FreeSpectra.Measures;

namespace FreeSpectra.Tests.Support;

/// <summary>
/// Every law, at parameters that differ from the defaults: off-centre, off-scale, with and without atoms, at the
/// boundaries of the parameter range. A new law is one more entry here, and that runs the whole conformance suite on it.
/// </summary>
public static class LawCatalogue
{
    public static TheoryData<SpectralMeasure> All => [];
}
