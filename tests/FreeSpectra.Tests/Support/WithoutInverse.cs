using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Support;

/// <summary>A law that hides its explicit inverses, so that convolutions of it take the generic route.</summary>
internal sealed record WithoutInverse(SpectralMeasure Source) : SpectralMeasure
{
    public override ImmutableArray<Atom> Atoms => Source.Atoms;

    public override ImmutableArray<Band> Bands => Source.Bands;

    public override double Density(double x) => Source.Density(x);

    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => Source.DensityFromEdge(band, end, offset);

    public override Complex Cauchy(Complex z) => Source.Cauchy(z);

    public override Complex CauchyDerivative(Complex z) => Source.CauchyDerivative(z);

    public override Complex MomentTransform(Complex z) => Source.MomentTransform(z);

    public override Complex MomentTransformDerivative(Complex z) => Source.MomentTransformDerivative(z);
}
