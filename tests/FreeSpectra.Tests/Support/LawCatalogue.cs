using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;

namespace FreeSpectra.Tests.Support;

/// <summary>
/// Every law, at parameters that differ from the defaults: off-centre, off-scale, with and without atoms, at the
/// boundaries of the parameter range. A new law is one more entry here, and that runs the whole conformance suite on it.
/// </summary>
public static class LawCatalogue
{
    public static TheoryData<SpectralMeasure> All =>
    [
        Semicircle.Standard,
        new Semicircle(mean: -1.5, variance: 0.3),
        new Semicircle(mean: 2.5, variance: 0.7),
        new FreePoisson(rate: 3.0, jump: 0.5),
        new FreePoisson(rate: 0.4, jump: 2.0),
        new FreePoisson(rate: 1.0, jump: 0.7),
        FreePoisson.FromAspectRatio(ratio: 0.25),
        Atomic.Point(1.7),
        Atomic.ZeroOr(location: 2.5, weight: 0.7),
        new Atomic(new Atom(-1.0, 0.25), new Atom(0.5, 0.5), new Atom(2.0, 0.25)),
        new AffineImage(new FreePoisson(rate: 0.4, jump: 2.0), new AffineMap(shift: -1.0, scale: 0.5)),
        new AffineImage(new FreePoisson(rate: 1.6, jump: 0.7), new AffineMap(shift: 0.3, scale: -2.0)),
    ];
}
