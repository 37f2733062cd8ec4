using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Transforms;

/// <summary>The law of 1/X.</summary>
/// <remarks>
/// <para>G_{1/X}(z) = −h_X(1/z)/z and h_{1/X}(z) = −1 − h_X(1/z), so S_{1/X}(u) = 1/S_X(−1 − u).</para>
/// <para>A band that reaches 0 becomes one that reaches infinity; a band around 0 becomes two half-lines.</para>
/// <para>Source: [HM13] prop. 3.13 (S of the inverse).</para>
/// </remarks>
public sealed record InverseLaw : SpectralMeasure
{
    private const double Smallest = 1e-150;

    private readonly ImmutableArray<Piece> pieces;

    /// <summary>Creates the law of 1/X.</summary>
    /// <param name="source">The law of X, without an atom at 0.</param>
    /// <exception cref="ArgumentException">X = 0 has positive probability.</exception>
    public InverseLaw(SpectralMeasure source)
    {
        ArgumentNullException.ThrowIfNull(source);
        double zero = source.MassAt(0.0);
        if (zero > 0.0)
        {
            throw new ArgumentException(Invariant($"source must have no atom at 0 to have an inverse, but has mass {zero:R} there."), nameof(source));
        }

        Source = source;
        Atoms = [.. source.Atoms.Select(atom => new Atom(1.0 / atom.Location, atom.Weight)).OrderBy(atom => atom.Location)];
        pieces = [.. Split(source).OrderBy(piece => piece.Image.Left)];
    }

    /// <summary>The law of X.</summary>
    public SpectralMeasure Source { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands => [.. pieces.Select(piece => piece.Image)];

    /// <inheritdoc/>
    /// <remarks>E X⁻¹ = −G_X(0).</remarks>
    public override double Mean => HasMoment(1) ? -Source.Cauchy(Complex.Zero).Real : base.Mean;

    /// <inheritdoc/>
    public override double Density(double x)
    {
        Require.Finite(x);
        if (Math.Abs(x) >= Smallest)
        {
            return Source.Density(PlaceInSource(x)) / x / x;
        }

        if (x == 0.0)
        {
            return DensityAtZero();
        }

        // x² leaves the range of numbers: the power law of the end from the smallest x whose square does not.
        foreach (Piece piece in pieces)
        {
            double? power = x >= 0.0 && piece.Image.Left == 0.0 ? piece.Image.LeftExponent : x <= 0.0 && piece.Image.Right == 0.0 ? piece.Image.RightExponent : null;
            if (power is { } exponent)
            {
                return Density(Math.CopySign(Smallest, x)) * Math.Pow(Math.Abs(x) / Smallest, exponent);
            }
        }

        return 0.0;
    }

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        if (Math.Abs(x) < Smallest)
        {
            double limit = Density(x);
            return new Estimate<double>(limit, double.IsFinite(limit) ? 1e-7 * limit : 0.0, 1);
        }

        Estimate<double> density = Source.DensityEstimate(PlaceInSource(x));
        return WithEdgeError(x, new Estimate<double>(density.Value / x / x, (density.Error + (1e-15 * density.Value)) / x / x, density.Evaluations));
    }

    /// <summary>1/x; the end of a band of the source whose inverse is x, which the quotient may miss by rounding.</summary>
    private double PlaceInSource(double x)
    {
        foreach (Band band in Source.Bands)
        {
            if (1.0 / band.Left == x || 1.0 / band.Right == x)
            {
                return 1.0 / band.Left == x ? band.Left : band.Right;
            }
        }

        return 1.0 / x;
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        Piece piece = pieces[band];
        double place = end == IntervalEnd.Left ? piece.Image.Left : piece.Image.Right;
        double x = end == IntervalEnd.Left ? place + offset : place - offset;
        if (place == 0.0)
        {
            return Density(x);
        }

        double t = 1.0 / x;
        double far = end == IntervalEnd.Left ? piece.Image.Right : piece.Image.Left;
        if (double.IsInfinity(far) && offset > Math.Abs(place) && Source.Bands[piece.Index] is { Left: 0.0 } or { Right: 0.0 })
        {
            // Far out, |1/x| is the distance from the end 0 of the source: from its other end it would round away, or beyond 0.
            return t * t * Source.DensityFromEdge(piece.Index, end, Math.Abs(t));
        }

        // x may be nearer to this end and 1/x to the other one, whose distance would round away against the first.
        if (double.IsFinite(far) && (piece.Image.Width - offset) / Math.Abs(far) < offset / Math.Abs(place))
        {
            return t * t * Source.DensityFromEdge(piece.Index, end, (piece.Image.Width - offset) / Math.Abs(far) * Math.Abs(t));
        }

        // |1/place − 1/x| without cancellation; the left end of the image is the right end of the source.
        return t * t * Source.DensityFromEdge(
            piece.Index, end == IntervalEnd.Left ? IntervalEnd.Right : IntervalEnd.Left, offset / Math.Abs(place) * Math.Abs(t));
    }

    /// <inheritdoc/>
    /// <remarks>Beyond x are the X between 0 and 1/x: where a band of the source ends at 0, its mass from there, however little of it the range of numbers holds.</remarks>
    public override double MassBeyond(int band, IntervalEnd end, double x)
    {
        // A half-line to the right comes from the band of the source that begins at 0, one to the left from the band that ends there.
        Piece piece = pieces[band];
        IntervalEnd atZero = end == IntervalEnd.Right ? IntervalEnd.Left : IntervalEnd.Right;
        Band origin = Source.Bands[piece.Index];
        double offset = Math.Abs(1.0 / x);
        return (atZero == IntervalEnd.Left ? origin.Left : origin.Right) == 0.0 && offset > 0.0 && offset < origin.Width ? Source.MassFromEdge(piece.Index, atZero, offset) : base.MassBeyond(band, end, x);
    }

    /// <inheritdoc/>
    /// <remarks>At 0 it is −E X, which is infinite where X is positive and has no mean.</remarks>
    public override Complex Cauchy(Complex z) => IsZero(z) ? -Source.Mean : z == Complex.Zero && Source.BottomOfSupport >= 0.0 && !Source.HasMoment(1) ? double.NegativeInfinity : RoundsToAtom(z) is { } atom ? atom.Weight / (z - atom.Location) : -Source.MomentTransformAtInverse(z) / z;

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z) => IsZero(z) ? -Source.Moment(2) : RoundsToAtom(z) is { } atom
        ? -atom.Weight / ((z - atom.Location) * (z - atom.Location))
        : ((Source.MomentDerivativeAtInverse(z) / z) + Source.MomentTransformAtInverse(z)) / (z * z);

    /// <inheritdoc/>
    /// <remarks>−1 − h_X(1/z), which is −G_X(1/z)/z.</remarks>
    public override Complex MomentTransform(Complex z) => IsZero(z) ? -1.0 : RoundsToAtom(z) is not null ? (z * Cauchy(z)) - 1.0
        : z.Imaginary == 0.0 ? -Complex.Conjugate(Source.Cauchy(new Complex(PlaceInSource(z.Real), 0.0))) / z
        : -Source.Cauchy(1.0 / z) / z;

    /// <inheritdoc/>
    /// <remarks>h_X'(1/z)/z².</remarks>
    public override Complex MomentTransformDerivative(Complex z) => IsZero(z) ? -Source.Mean :
        RoundsToAtom(z) is null ? Source.MomentDerivativeAtInverse(z) / z / z : base.MomentTransformDerivative(z);

    /// <inheritdoc/>
    public override bool HasMoment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return order == 0 || pieces.All(piece =>
            (double.IsFinite(piece.Image.Left) || piece.Image.LeftExponent + order < -1.0)
            && (double.IsFinite(piece.Image.Right) || piece.Image.RightExponent + order < -1.0));
    }

    /// <inheritdoc/>
    public bool Equals(InverseLaw? other) => other is not null && Source.Equals(other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(-1, Source);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Invariant($"1 / {Source}"));
        return true;
    }

    /// <summary>Whether 1/z is out of the range of numbers or of use, and G(z) = −E X − z E X² − … is −E X to all digits.</summary>
    private bool IsZero(Complex z) => Complex.Abs(z) < Smallest && Source.HasMoment(2);

    /// <summary>The atom that 1/z rounds to, although z is not 1/atom to the last digit; null if there is none.</summary>
    private Atom? RoundsToAtom(Complex z)
    {
        if (z.Imaginary != 0.0 || Source.MassAt(1.0 / z.Real) == 0.0)
        {
            return null;
        }

        Atom nearest = Atoms.MinBy(atom => Math.Abs(atom.Location - z.Real));
        return nearest.Location == z.Real ? null : nearest;
    }

    /// <summary>The limit from the bands that end at 0, where X has its tails: for Cauchy tails it is finite; the mean if the two sides differ.</summary>
    private double DensityAtZero()
    {
        double sum = 0.0;
        int sides = 0;
        foreach (Piece piece in pieces)
        {
            foreach ((double place, double exponent, double side) in new[] { (piece.Image.Left, piece.Image.LeftExponent, 1.0), (piece.Image.Right, piece.Image.RightExponent, -1.0) })
            {
                if (place == 0.0)
                {
                    sum += exponent < 0.0 ? double.PositiveInfinity : exponent > 0.0 ? 0.0 : Density(side * Smallest);
                    sides++;
                }
            }
        }

        return sides == 0 ? 0.0 : sum / sides;
    }

    private static IEnumerable<Piece> Split(SpectralMeasure source)
    {
        for (int i = 0; i < source.Bands.Length; i++)
        {
            Band band = source.Bands[i];
            if (band.Left < 0.0 && band.Right > 0.0)
            {
                // The density at 0 is finite there, so the tails are of order x⁻².
                double below = source.CumulativeDistribution(0.0) - (i == 0 ? 0.0 : source.CumulativeDistribution(band.Left));
                yield return new Piece(i, Image(new Band(band.Left, 0.0, below, band.LeftExponent, 0.0)));
                yield return new Piece(i, Image(new Band(0.0, band.Right, band.Mass - below, 0.0, band.RightExponent)));
            }
            else
            {
                yield return new Piece(i, Image(band));
            }
        }
    }

    private static Band Image(Band band) => new(
        band.Right == 0.0 ? double.NegativeInfinity : 1.0 / band.Right,
        band.Left == 0.0 ? double.PositiveInfinity : 1.0 / band.Left,
        band.Mass,
        End(band.Right, band.RightExponent),
        End(band.Left, band.LeftExponent));

    private static double End(double place, double exponent) => place == 0.0 || double.IsInfinity(place) ? -2.0 - exponent : exponent;

    private readonly record struct Piece(int Index, Band Image);
}
