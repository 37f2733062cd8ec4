using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Transforms.Problems;

/// <summary>A law that remembers its densities, so that several integrals over a band cost little more than one.</summary>
internal sealed record MemoisedDensity : SpectralMeasure
{
    private readonly SpectralMeasure law;
    private readonly Dictionary<(int Band, IntervalEnd End, double Offset), double> fromEdge = [];
    private readonly Dictionary<double, double> at = [];

    public MemoisedDensity(SpectralMeasure law)
    {
        this.law = law;
        Atoms = law.Atoms;
        Bands = law.Bands;
    }

    public override ImmutableArray<Atom> Atoms { get; }

    public override ImmutableArray<Band> Bands { get; }

    /// <summary>How many densities were computed.</summary>
    public int Evaluations => fromEdge.Count + at.Count;

    public Complex Integrate(int band, Func<double, Complex> f, Tolerance tolerance) => IntegrateBand(band, f, tolerance).Value;

    public override double Density(double x)
    {
        if (!at.TryGetValue(x, out double value))
        {
            value = law.Density(x);
            at.Add(x, value);
        }

        return value;
    }

    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        if (!fromEdge.TryGetValue((band, end, offset), out double value))
        {
            value = law.DensityFromEdge(band, end, offset);
            fromEdge.Add((band, end, offset), value);
        }

        return value;
    }
}
