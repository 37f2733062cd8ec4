using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Tests.Support;

/// <summary>Laws with bands that do not overlap, and atoms, in given shares.</summary>
internal sealed record MixedLaw : SpectralMeasure
{
    private readonly ImmutableArray<(double Share, SpectralMeasure Law)> parts;

    public MixedLaw(params (double Share, SpectralMeasure Law)[] parts)
    {
        this.parts = [.. parts];
        Atoms = [.. parts.SelectMany(part => part.Law.Atoms.Select(atom => new Atom(atom.Location, part.Share * atom.Weight))).OrderBy(atom => atom.Location)];
        Bands = [.. parts.SelectMany(part => part.Law.Bands.Select(band => new Band(band.Left, band.Right, part.Share * band.Mass, band.LeftExponent, band.RightExponent))).OrderBy(band => band.Left)];
    }

    public override ImmutableArray<Atom> Atoms { get; }

    public override ImmutableArray<Band> Bands { get; }

    public override double Density(double x) => parts.Max(part => part.Share * part.Law.Density(x));

    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        Band b = Bands[band];
        foreach ((double share, SpectralMeasure law) in parts)
        {
            for (int i = 0; i < law.Bands.Length; i++)
            {
                if (law.Bands[i].Left == b.Left)
                {
                    return share * law.DensityFromEdge(i, end, offset);
                }
            }
        }

        return 0.0;
    }

    public override Complex Cauchy(Complex z) => parts.Aggregate(Complex.Zero, (sum, part) => sum + (part.Share * part.Law.Cauchy(z)));

    public override Complex CauchyDerivative(Complex z) => parts.Aggregate(Complex.Zero, (sum, part) => sum + (part.Share * part.Law.CauchyDerivative(z)));

    public bool Equals(MixedLaw? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => parts.Length;
}
