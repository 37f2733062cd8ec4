using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures;

/// <summary>The law of −X.</summary>
/// <remarks>G_{−X}(z) = −G_X(−z), and ρ_{−X}(x) = ρ_X(−x).</remarks>
public sealed record ReflectedLaw : SpectralMeasure
{
    /// <summary>Creates the law of −X, where X has law <paramref name="source"/>.</summary>
    public ReflectedLaw(SpectralMeasure source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
    }

    /// <summary>The law of X.</summary>
    public SpectralMeasure Source { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms =>
        [.. Source.Atoms.Reverse().Select(atom => new Atom(-atom.Location, atom.Weight))];

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands =>
        [.. Source.Bands.Reverse().Select(band => new Band(-band.Right, -band.Left, band.Mass, band.RightExponent, band.LeftExponent))];

    /// <inheritdoc/>
    public override double Mean => -Source.Mean;

    /// <inheritdoc/>
    public override double Variance => Source.Variance;

    /// <inheritdoc/>
    public override ExplicitInverse? InverseCauchy => Source.InverseCauchy is { } inverse
        ? new InverseFormula(w => -inverse.Value(-w), w => inverse.Derivative(-w), w => -inverse.SecondDerivative(-w))
        : null;

    /// <inheritdoc/>
    public override double Density(double x) => Source.Density(-x);

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x) => Source.DensityEstimate(-x);

    /// <inheritdoc/>
    public override double EdgeError(int band, IntervalEnd end) =>
        Source.EdgeError(Source.Bands.Length - 1 - band, Opposite(end));

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset) => Source.DensityFromEdge(
        Source.Bands.Length - 1 - band, Opposite(end), offset);

    /// <inheritdoc/>
    public override double CumulativeDistribution(double x) => Source.MassAbove(-x) + Source.MassAt(-x);

    /// <inheritdoc/>
    public override double MassAbove(double x) => Source.CumulativeDistribution(-x) - Source.MassAt(-x);

    /// <inheritdoc/>
    public override double MassFromEdge(int band, IntervalEnd end, double offset) => Source.MassFromEdge(Source.Bands.Length - 1 - band, Opposite(end), offset);

    /// <inheritdoc/>
    public override double MassBeyond(int band, IntervalEnd end, double x) => Source.MassBeyond(Source.Bands.Length - 1 - band, Opposite(end), -x);

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => -Complex.Conjugate(Source.Cauchy(Mirror(z)));

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => Complex.Conjugate(Source.CauchyDerivative(Mirror(z)));

    /// <inheritdoc/>
    public override Complex MomentTransform(Complex z) => Complex.Conjugate(Source.MomentTransform(Mirror(z)));

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) => -Complex.Conjugate(Source.MomentTransformDerivative(Mirror(z)));

    /// <inheritdoc/>
    public override bool HasMoment(int order) => Source.HasMoment(order);

    /// <inheritdoc/>
    public override double Moment(int order) => order % 2 == 0 ? Source.Moment(order) : -Source.Moment(order);

    /// <inheritdoc/>
    public override double FreeCumulant(int order) => order % 2 == 0 ? Source.FreeCumulant(order) : -Source.FreeCumulant(order);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append('−').Append(Source);
        return true;
    }

    private static IntervalEnd Opposite(IntervalEnd end) => end == IntervalEnd.Left ? IntervalEnd.Right : IntervalEnd.Left;

    /// <summary>−z̄: the mirror image that stays in the same half-plane, as G(z̄) is the conjugate of G(z).</summary>
    private static Complex Mirror(Complex z) => new(-z.Real, z.Imaginary);
}
