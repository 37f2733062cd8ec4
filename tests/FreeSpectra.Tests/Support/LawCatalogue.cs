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
        new EmpiricalLaw([0.3, -1.2, 0.3, 2.5, 4.0]),
        new Arcsine(1.7),
        new Uniform(-0.4, 2.1),
        new Uniform(-3.0, 3.0),
        new CauchyLaw(center: 0.6, scale: 0.4),
        new KestenMcKay(1.4),
        new KestenMcKay(2.0),
        new KestenMcKay(5.0),
        new TwoProjections(0.7, 0.4),
        new TwoProjections(0.3, 0.3),
        new TwoProjections(0.625, 0.375),
        new TwoProjections(0.15, 0.6),
        new Jacobi(2.5, 1.3),
        new Jacobi(0.7, 3.0),
        new Jacobi(1.0, 0.8),
        new FreeBinomial(0.3, 1.5),
        new FreeBinomial(0.4, 2.5),
        new FreeBinomial(0.2, 7.0),
        new FreeMeixner(a: 0.3, b: -0.4),
        new FreeMeixner(a: -1.3, b: -0.7),
        new FreeMeixner(a: 1.8, b: 0.0),
        new FreeMeixner(a: 3.0, b: 0.5),
        new FreeMeixner(a: 2.0, b: 1.0),
        new FreeMeixner(a: -0.5, b: 2.0),
        FreeMeixner.FreeT(0.3),
        new FreeF(numeratorRatio: 0.5, denominatorRatio: 0.3),
        new FreeF(numeratorRatio: 1.8, denominatorRatio: 0.2),
        new FreeF(numeratorRatio: 1.0, denominatorRatio: 0.4),
        new InverseFreePoisson(0.35),
        new Raney(2.0, 1.0),
        new Raney(3.3, 1.2),
        new Raney(1.4, 1.4),
        Raney.FussCatalan(2.0),
        Raney.FussCatalan(3.5),
        Raney.Bures,
        new FreeStable(0.5, 1.0),
        new FreeStable(0.7, 0.4),
        new FreeStable(0.8, 0.0),
        new FreeStable(1.0, 0.3),
        new FreeStable(1.5, 0.5),
        new FreeStable(1.25, 1.0 - (1.0 / 1.25)),
        new FreeStable(2.0, 0.5),
        new FreeLogNormal(0.3),
        new FreeLogNormal(2.5),
        new CompoundPoisson(0.6, new Atomic(new Atom(1.0, 0.5), new Atom(8.0, 0.5))),
        new CompoundPoisson(5.0, new Atomic(new Atom(1.0, 0.7), new Atom(20.0, 0.3))),
        new CompoundPoisson(1.0, new Atomic(new Atom(0.5, 0.5), new Atom(1.5, 0.5))),
        new CompoundPoisson(1.0, new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5))),
        new CompoundPoisson(2.0, new Atomic(new Atom(-1.0, 0.3), new Atom(0.0, 0.2), new Atom(2.0, 0.5))),
        new CompoundPoisson(1.7, new Uniform(0.5, 2.0)),
        new CompoundPoisson(0.4, new FreePoisson(rate: 3.0, jump: 0.5)),
        new AffineImage(new FreePoisson(rate: 0.4, jump: 2.0), new AffineMap(shift: -1.0, scale: 0.5)),
        new AffineImage(new FreePoisson(rate: 1.6, jump: 0.7), new AffineMap(shift: 0.3, scale: -2.0)),
    ];
}
