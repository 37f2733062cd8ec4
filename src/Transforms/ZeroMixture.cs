using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>The mixture (1 − λ)δ₀ + λμ.</summary>
/// <remarks>
/// <para>h = λh_μ. It has the moments λm_n(μ), so MP(1) ⊠ (1 − λ)δ₀ + λμ is the compound free Poisson law of rate λ and jumps μ.</para>
/// <para>Source: [NS06] lect. 12.</para>
/// </remarks>
public sealed record ZeroMixture : SpectralMeasure
{
    /// <summary>Creates the mixture.</summary>
    /// <param name="weight">λ in (0, 1).</param>
    /// <param name="source">μ.</param>
    public ZeroMixture(double weight, SpectralMeasure source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Weight = Require.Inside(weight, 0.0, 1.0);
        Source = source;
        Atoms =
        [
            .. source.Atoms.Where(atom => atom.Location != 0.0).Select(atom => new Atom(atom.Location, weight * atom.Weight))
                .Append(new Atom(location: 0.0, weight: 1.0 - (weight * (1.0 - source.MassAt(0.0)))))
                .OrderBy(atom => atom.Location),
        ];
        Bands = [.. source.Bands.Select(band => new Band(band.Left, band.Right, weight * band.Mass, band.LeftExponent, band.RightExponent))];
    }

    /// <summary>λ.</summary>
    public double Weight { get; }

    /// <summary>μ.</summary>
    public SpectralMeasure Source { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override double Density(double x) => Weight * Source.Density(x);

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        Estimate<double> density = Source.DensityEstimate(x);
        return new Estimate<double>(Weight * density.Value, Weight * density.Error, density.Evaluations);
    }

    /// <inheritdoc/>
    public override double EdgeError(int band, IntervalEnd end) => Source.EdgeError(band, end);

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => Weight * Source.DensityFromEdge(band, end, offset);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => ((1.0 - Weight) / z) + (Weight * Source.Cauchy(z));

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => ((Weight - 1.0) / (z * z)) + (Weight * Source.CauchyDerivative(z));

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => Weight * Source.MomentTransform(z);

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) => Weight * Source.MomentTransformDerivative(z);

    /// <inheritdoc/>
    public override bool HasMoment(int order) => Source.HasMoment(order);

    /// <inheritdoc/>
    public override double Moment(int order) => order == 0 ? 1.0 : Weight * Source.Moment(order);

    /// <inheritdoc/>
    public bool Equals(ZeroMixture? other) => other is not null && Weight == other.Weight && Source.Equals(other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Weight, Source);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"{1.0 - Weight:R}·δ(0) + {Weight:R} · {Source}"));
        return true;
    }
}
