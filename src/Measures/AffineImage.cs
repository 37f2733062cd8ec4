using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures;

/// <summary>The pushforward of a measure under an affine map: the law of b + aX when X has the given law.</summary>
/// <remarks>G_{b + aX}(z) = G_X((z − b)/a) / a, and ρ scales in the same way.</remarks>
public sealed record AffineImage : SpectralMeasure
{
    /// <summary>Creates the law of map(X), where X has law <paramref name="source"/>.</summary>
    public AffineImage(SpectralMeasure source, AffineMap map)
    {
        Source = source;
        Map = map;
    }

    /// <summary>The law of X.</summary>
    public SpectralMeasure Source { get; }

    /// <summary>The map.</summary>
    public AffineMap Map { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms
    {
        get
        {
            AffineMap map = Map;
            return [.. Source.Atoms.Select(atom => new Atom(map.Apply(atom.Location), atom.Weight))];
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands
    {
        get
        {
            AffineMap map = Map;
            return [.. Source.Bands.Select(band => new Band(
                map.Apply(band.Left), map.Apply(band.Right), band.Mass, band.LeftExponent, band.RightExponent))];
        }
    }

    /// <inheritdoc/>
    public override double Density(double x) => Source.Density(Map.Invert(x)) / Map.Scale;

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
        Source.DensityFromEdge(band, end, offset / Map.Scale) / Map.Scale;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) =>
        Source.CauchyDerivative((z - Map.Shift) / Map.Scale) / (Map.Scale * Map.Scale);

    /// <inheritdoc/>
    public override double Mean => Map.Apply(Source.Mean);

    /// <inheritdoc/>
    public override double Variance => Map.Scale * Map.Scale * Source.Variance;

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => Source.Cauchy((z - Map.Shift) / Map.Scale) / Map.Scale;

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"{Map.Shift:R} + {Map.Scale:R} · {Source}"));
        return true;
    }
}
