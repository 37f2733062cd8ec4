using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Measures;

/// <summary>The pushforward of a measure under an affine map: the law of b + aX when X has the given law.</summary>
/// <remarks>
/// <para>G_{b + aX}(z) = G_X((z − b)/a) / a for a of either sign, and ρ scales with |a|. A negative a reverses the bands.</para>
/// <para>K ↦ b + a·K(a·w); κ₁ ↦ b + a·κ₁ and κₙ ↦ aⁿκₙ.</para>
/// </remarks>
public sealed record AffineImage : SpectralMeasure
{
    private const double Rounding = 2.220446049250313e-16;
    private const double Cancelled = 1e4;
    private const double LostDigits = 0.1;

    /// <summary>Creates the law of map(X), where X has law <paramref name="source"/>.</summary>
    public AffineImage(SpectralMeasure source, AffineMap map)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        Map = map;
        Atoms = [.. source.Atoms
            .Select(atom => new Atom(map.Apply(atom.Location), atom.Weight))
            .OrderBy(atom => atom.Location)];
        Bands = map.Scale > 0.0
            ? [.. source.Bands.Select(band => new Band(
                map.Apply(band.Left), map.Apply(band.Right), band.Mass, band.LeftExponent, band.RightExponent))]
            : [.. source.Bands.Reverse().Select(band => new Band(
                map.Apply(band.Right), map.Apply(band.Left), band.Mass, band.RightExponent, band.LeftExponent))];
    }

    /// <summary>The law of X.</summary>
    public SpectralMeasure Source { get; }

    /// <summary>The map.</summary>
    public AffineMap Map { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override double Mean => Map.Apply(Source.Mean);

    /// <inheritdoc/>
    public override double Variance => Map.Scale * Map.Scale * Source.Variance;

    /// <inheritdoc/>
    public override ExplicitInverse? InverseCauchy => Source.InverseCauchy is { } inverse
        ? InverseFormula.AffineCauchy(inverse, Map.Shift, Map.Scale)
        : null;

    /// <inheritdoc/>
    public override ExplicitInverse? InverseMoment => Map.Shift == 0.0 && Map.Scale > 0.0 && Source.InverseMoment is { } inverse
        ? InverseFormula.ScaledMoment(inverse, Map.Scale)
        : null;

    /// <inheritdoc/>
    public override double Density(double x) => Source.Density(EndInSource(x) ?? Map.Invert(x)) / Math.Abs(Map.Scale);

    /// <inheritdoc/>
    /// <remarks>The error holds what the rounding of x less the shift makes of the source's density, by a difference.</remarks>
    public override Estimate<double> DensityEstimate(double x)
    {
        double factor = 1.0 / Math.Abs(Map.Scale);
        double? end = EndInSource(x);
        double place = end ?? Map.Invert(x);
        Estimate<double> density = Source.DensityEstimate(place);
        double error = density.Error;
        double rounding = Map.Shift == 0.0 || end is not null ? 0.0 : Rounding * factor * (Math.Abs(x) + Math.Abs(Map.Shift));
        if (rounding > 0.0 && density.Value > 0.0 && double.IsFinite(density.Value))
        {
            const double apart = 1e4;
            double beside = Source.Density(place + (apart * rounding));
            error += double.IsFinite(beside) ? Math.Abs(beside - density.Value) / apart : 0.0;
        }

        return new Estimate<double>(factor * density.Value, factor * error, density.Evaluations);
    }

    /// <inheritdoc/>
    /// <remarks>That of the source, and the rounding of the map.</remarks>
    public override double EdgeError(int band, IntervalEnd end)
    {
        (int sourceBand, IntervalEnd sourceEnd) = AtSource(band, end);
        double place = end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right;
        return double.IsFinite(place)
            ? (Math.Abs(Map.Scale) * Source.EdgeError(sourceBand, sourceEnd)) + (Rounding * (Math.Abs(place) + Math.Abs(Map.Shift)))
            : 0.0;
    }

    private (int Band, IntervalEnd End) AtSource(int band, IntervalEnd end)
    {
        bool reflected = Map.Scale < 0.0;
        return (reflected ? Bands.Length - 1 - band : band, reflected == (end == IntervalEnd.Left) ? IntervalEnd.Right : IntervalEnd.Left);
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        (int sourceBand, IntervalEnd sourceEnd) = AtSource(band, end);
        double scale = Math.Abs(Map.Scale);
        return Source.DensityFromEdge(sourceBand, sourceEnd, offset / scale) / scale;
    }

    /// <inheritdoc/>
    /// <remarks>Part by part: at an atom the real part is infinite.</remarks>
    public override Complex Cauchy(Complex z)
    {
        Complex value = AtSource(z, Source.Cauchy);
        return new Complex(value.Real / Map.Scale, value.Imaginary / Map.Scale);
    }

    /// <inheritdoc/>
    public override Estimate<Complex> IntegrateBand(int band, Func<double, Complex> f, Tolerance tolerance) =>
        Source.IntegrateBand(Map.Scale < 0.0 ? Bands.Length - 1 - band : band, x => f(Map.Apply(x)), tolerance);

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => AtSource(z, Source.CauchyDerivative) / (Map.Scale * Map.Scale);

    /// <inheritdoc/>
    /// <remarks>With ζ = (z − b)/a, h(z) = h_X(ζ) + (b/a)·G_X(ζ): no cancellation at large |z|.</remarks>
    public override Complex MomentTransform(Complex z) =>
        AtSource(z, point => Source.MomentTransform(point) + (Map.Shift / Map.Scale * Source.Cauchy(point)));

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        AtSource(z, point => Source.MomentTransformDerivative(point) + (Map.Shift / Map.Scale * Source.CauchyDerivative(point))) / Map.Scale;

    /// <inheritdoc/>
    public override bool HasMoment(int order) => Source.HasMoment(order);

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);

        // Horner in the shift would cancel; the binomial sum is exact for a pure scaling and stable for positive laws.
        double sum = 0.0;
        double size = 0.0;
        double binomial = 1.0;
        for (int k = 0; k <= order; k++)
        {
            double shiftPower = k == order ? 1.0 : Math.Pow(Map.Shift, order - k);
            double term = shiftPower == 0.0 ? 0.0 : binomial * shiftPower * Math.Pow(Map.Scale, k) * Source.Moment(k);
            sum += term;
            size += Math.Abs(term);
            binomial *= (order - k) / (k + 1.0);
        }

        // A shift that takes most of the law back to 0 leaves no digits of the sum.
        return int.IsEvenInteger(order) && size > Cancelled * Math.Abs(sum) ? base.Moment(order) : sum;
    }

    /// <inheritdoc/>
    public override double FreeCumulant(int order) =>
        (order == 1 ? Map.Shift : 0.0) + (Math.Pow(Map.Scale, order) * Source.FreeCumulant(order));

    /// <inheritdoc/>
    public override double CumulativeDistribution(double x) => Map.Scale > 0.0
        ? Source.CumulativeDistribution(PlaceInSource(x))
        : Source.MassAbove(PlaceInSource(x)) + Source.MassAt(PlaceInSource(x));

    /// <inheritdoc/>
    public override double MassAbove(double x) => Map.Scale > 0.0
        ? Source.MassAbove(PlaceInSource(x))
        : Source.CumulativeDistribution(PlaceInSource(x)) - Source.MassAt(PlaceInSource(x));

    /// <inheritdoc/>
    public override double MassFromEdge(int band, IntervalEnd end, double offset)
    {
        (int sourceBand, IntervalEnd sourceEnd) = AtSource(band, end);
        return Source.MassFromEdge(sourceBand, sourceEnd, offset / Math.Abs(Map.Scale));
    }

    /// <inheritdoc/>
    public override double MassBeyond(int band, IntervalEnd end, double x)
    {
        (int sourceBand, IntervalEnd sourceEnd) = AtSource(band, end);
        return Source.MassBeyond(sourceBand, sourceEnd, Map.Invert(x));
    }

    /// <inheritdoc/>
    /// <remarks>The image of the source's, but by the distance from an end of a band where the shift takes most of the place away.</remarks>
    public override double Quantile(double probability)
    {
        if (Map.Scale < 0.0)
        {
            return base.Quantile(probability);
        }

        double image = Map.Apply(Source.Quantile(probability));
        return Bands.IsEmpty || Math.Abs(image) > LostDigits * Math.Abs(Map.Shift) ? image : base.Quantile(probability);
    }

    /// <summary>The end of a band of the source that goes to x, which the rounded inverse may miss; null if none does.</summary>
    private double? EndInSource(double x)
    {
        foreach (Band band in Source.Bands)
        {
            if (Map.Apply(band.Left) == x || Map.Apply(band.Right) == x)
            {
                return Map.Apply(band.Left) == x ? band.Left : band.Right;
            }
        }

        return null;
    }

    /// <summary>The inverse image; an atom or an end of a band goes back to where it came from, which the rounded inverse may miss by an ulp.</summary>
    private double PlaceInSource(double x)
    {
        foreach (Atom atom in Source.Atoms)
        {
            if (Map.Apply(atom.Location) == x)
            {
                return atom.Location;
            }
        }

        return EndInSource(x) ?? Map.Invert(x);
    }

    /// <inheritdoc/>
    public bool Equals(AffineImage? other) => other is not null && Map == other.Map && Source.Equals(other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Map, Source);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(Invariant($"{Map.Shift:R} + {Map.Scale:R} · {Source}"));
        return true;
    }

    /// <summary>A transform of the source at (z − b)/a; a reflection takes the boundary from above the axis to the one from below.</summary>
    private Complex AtSource(Complex z, Func<Complex, Complex> transform)
    {
        Complex point = (z - Map.Shift) / Map.Scale;
        return Map.Scale < 0.0 && z.Imaginary == 0.0
            ? Complex.Conjugate(transform(new Complex(point.Real, 0.0)))
            : transform(point);
    }
}
