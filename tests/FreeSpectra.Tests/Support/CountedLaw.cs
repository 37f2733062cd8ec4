using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Support;

/// <summary>A law that counts how often its transforms are asked for, and hides its explicit inverses.</summary>
internal sealed record CountedLaw(SpectralMeasure Source) : SpectralMeasure
{
    private int count;

    /// <summary>The number of values of transforms so far.</summary>
    public int Count => count;

    public override ImmutableArray<Atom> Atoms => Source.Atoms;

    public override ImmutableArray<Band> Bands => Source.Bands;

    public override double Density(double x) => Source.Density(x);

    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => Source.DensityFromEdge(band, end, offset);

    public override double CumulativeDistribution(double x) => Source.CumulativeDistribution(x);

    public override bool HasMoment(int order) => Source.HasMoment(order);

    public override Complex Cauchy(Complex z)
    {
        count++;
        return Source.Cauchy(z);
    }

    public override Complex CauchyDerivative(Complex z)
    {
        count++;
        return Source.CauchyDerivative(z);
    }

    public override Complex MomentTransform(Complex z)
    {
        count++;
        return Source.MomentTransform(z);
    }

    public override Complex MomentTransformDerivative(Complex z)
    {
        count++;
        return Source.MomentTransformDerivative(z);
    }
}
