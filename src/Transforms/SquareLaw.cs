using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The law of X².</summary>
/// <remarks>
/// <para>ρ(y) = [ρ_X(√y) + ρ_X(−√y)]/(2√y); G(z) = [G_X(√z) − G_X(−√z)]/(2√z).</para>
/// <para>Where the images of two bands overlap in part, the band is split at the ends of the images: exponent 0 there.</para>
/// <para>About 0 in a gap of the law of X the two terms of G cancel, and at 0 itself both are divided by 0: there G is a series from a circle.</para>
/// <para>Source: [NS06] lecture 11 (squares of even elements).</para>
/// </remarks>
public sealed record SquareLaw : SpectralMeasure
{
    // How near to an end of a band, in parts of its size, the distance from it counts and not the place; and what a value from there may be off.
    private const double Beside = 0.01;
    private const double SheetRounding = 1e-13;

    // The largest error of an end, in parts of its size, that makes one end of it and another.
    private const double Together = 1e-10;

    // Of the moment series, in units of the size: what is left out is below rounding.
    private const double Far = 1e3;
    private const int Terms = 6;

    private readonly double room;
    private readonly Lazy<LaurentSeries> around;
    private readonly Lazy<double[]> moments;

    /// <summary>Creates the law of X².</summary>
    public SquareLaw(SpectralMeasure source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Source = source;
        Atoms = [.. source.Atoms
            .GroupBy(atom => atom.Location * atom.Location)
            .OrderBy(group => group.Key)
            .Select(group => new Atom(group.Key, Math.Min(1.0, group.Sum(atom => atom.Weight))))];
        Bands = Fold(source);
        double nearest = Atoms.Select(atom => atom.Location).Where(location => location > 0.0).Concat(Bands.Select(band => band.Left)).DefaultIfEmpty().Min();
        room = double.IsFinite(nearest) ? nearest : 0.0;
        moments = new Lazy<double[]>(() => [.. Enumerable.Range(1, Terms).Select(k => source.Moment(2 * k))]);
        around = new Lazy<LaurentSeries>(() => LaurentSeries.Of(AtRoots, 0.0, MassAt(0.0), room));
    }

    /// <summary>The law of X.</summary>
    public SpectralMeasure Source { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override double Mean => Source.Moment(2);

    /// <inheritdoc/>
    public override double Density(double x)
    {
        Require.Finite(x);
        if (x < 0.0 || (x == 0.0 && BottomOfSupport > 0.0))
        {
            return 0.0;
        }

        double root = Math.Sqrt(x);
        return (OnSheet(root, x).Value + OnSheet(-root, x).Value) / (2.0 * root);
    }

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        if (x <= 0.0)
        {
            return new Estimate<double>(Density(x), 0.0, 0);
        }

        double root = Math.Sqrt(x);
        Estimate<double> above = OnSheet(root, x, estimated: true);
        Estimate<double> below = OnSheet(-root, x, estimated: true);
        return WithEdgeError(x, new Estimate<double>(
            (above.Value + below.Value) / (2.0 * root), (above.Error + below.Error) / (2.0 * root), above.Evaluations + below.Evaluations));
    }

    /// <summary>
    /// The density of X at ±√x. Beside an end e of a band the distance is (e² − x)/(|e| + √x): the rounding of √x may be as large as the distance itself.
    /// </summary>
    private Estimate<double> OnSheet(double place, double x, bool estimated = false)
    {
        for (int i = 0; i < Source.Bands.Length; i++)
        {
            Band band = Source.Bands[i];
            foreach (IntervalEnd end in (ReadOnlySpan<IntervalEnd>)[IntervalEnd.Left, IntervalEnd.Right])
            {
                double at = end == IntervalEnd.Left ? band.Left : band.Right;
                if (!double.IsFinite(at) || !(at * place > 0.0) || !(Math.Abs(at - place) <= Beside * Math.Min(Math.Abs(at), band.Width)) || at * at == x)
                {
                    continue;
                }

                // Towards the middle of the band, with the square of the end to all digits.
                double outward = Math.FusedMultiplyAdd(at, at, -x) / (Math.Abs(at) + Math.Abs(place));
                double inside = (at > 0.0) == (end == IntervalEnd.Right) ? outward : -outward;
                if (!(inside > 0.0))
                {
                    continue;
                }

                double value = Source.DensityFromEdge(i, end, inside);
                return estimated ? new Estimate<double>(value, value * RelativeError(i, end, inside, place), 1) : new Estimate<double>(value, 0.0, 1);
            }
        }

        return estimated ? Source.DensityEstimate(place) : new Estimate<double>(Source.Density(place), 0.0, 1);
    }

    /// <summary>What the density of X may be off beside an end of a band: the error of the end, and what it is off at the nearest number.</summary>
    private double RelativeError(int band, IntervalEnd end, double inside, double place)
    {
        double exponent = end == IntervalEnd.Left ? Source.Bands[band].LeftExponent : Source.Bands[band].RightExponent;
        double moved = Math.Max(0.5, Math.Abs(exponent)) * Source.EdgeError(band, end) / inside;
        Estimate<double> rounded = Source.DensityEstimate(place);
        double own = rounded.Value > 0.0 && double.IsFinite(rounded.Value) ? rounded.Error / rounded.Value : 0.0;
        return Math.Min(1.0, moved + own) + SheetRounding;
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        double place = end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right;
        double x = end == IntervalEnd.Left ? place + offset : place - offset;
        double root = Math.Sqrt(place);
        double rootX = Math.Sqrt(x);
        double sum = 0.0;
        for (int sign = -1; sign <= 1; sign += 2)
        {
            sum += FromSource(sign * root, sign * rootX, offset / (root + rootX), end == IntervalEnd.Left ? sign : -sign);
        }

        return sum / (2.0 * rootX);
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => IsNearZero(z) ? around.Value.At(z).Value : AtRoots(z);

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        if (IsNearZero(z))
        {
            return around.Value.At(z).Derivative;
        }

        Complex root = Root(z);
        Complex slope = Source.CauchyDerivative(root);
        Complex other = root.Imaginary == 0.0
            ? Complex.Conjugate(Source.CauchyDerivative(new Complex(-root.Real, 0.0)))
            : Source.CauchyDerivative(-root);
        return ((slope + other) / (2.0 * root) - Cauchy(z) / root) / (2.0 * root);
    }

    /// <inheritdoc/>
    /// <remarks>Half of h_X(√z) + h_X(−√z); far out, where their leading terms cancel, Σ m₂ₖ(X)/zᵏ.</remarks>
    public override Complex MomentTransform(Complex z)
    {
        if (IsFarOut(z))
        {
            return Enumerable.Range(1, Terms).Reverse().Aggregate(Complex.Zero, (sum, k) => (sum + moments.Value[k - 1]) / z);
        }

        Complex root = Root(z);
        Complex other = root.Imaginary == 0.0
            ? Complex.Conjugate(Source.MomentTransform(new Complex(-root.Real, 0.0)))
            : Source.MomentTransform(-root);
        return 0.5 * (Source.MomentTransform(root) + other);
    }

    /// <inheritdoc/>
    /// <remarks>[h_X'(√z) − h_X'(−√z)]/(4√z); far out −Σ k m₂ₖ(X)/zᵏ⁺¹.</remarks>
    public override Complex MomentTransformDerivative(Complex z)
    {
        if (IsFarOut(z))
        {
            return Enumerable.Range(1, Terms).Reverse().Aggregate(Complex.Zero, (sum, k) => (sum - (k * moments.Value[k - 1])) / z) / z;
        }

        if (IsNearZero(z))
        {
            return around.Value.MomentAt(z).Derivative;
        }

        Complex root = Root(z);
        Complex other = root.Imaginary == 0.0
            ? Complex.Conjugate(Source.MomentTransformDerivative(new Complex(-root.Real, 0.0)))
            : Source.MomentTransformDerivative(-root);
        return (Source.MomentTransformDerivative(root) - other) / (4.0 * root);
    }

    /// <summary>Whether zG loses digits against 1, and the moments tell h.</summary>
    private bool IsFarOut(Complex z) => double.IsFinite(Source.BottomOfSupport) && double.IsFinite(Source.TopOfSupport)
        && Complex.Abs(z) > Far * Math.Max(Math.Pow(Source.BottomOfSupport, 2.0), Math.Pow(Source.TopOfSupport, 2.0));

    /// <inheritdoc/>
    public override bool HasMoment(int order) => Source.HasMoment(2 * order);

    /// <inheritdoc/>
    public override double Moment(int order) => Source.Moment(2 * order);

    /// <inheritdoc/>
    public bool Equals(SquareLaw? other) => other is not null && Source.Equals(other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(2, Source);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append('(').Append(Source).Append(")²");
        return true;
    }

    private bool IsNearZero(Complex z) => room > 0.0 && LaurentSeries.Covers(z, 0.0, room) && !(z == Complex.Zero && MassAt(0.0) > 0.0);

    private Complex AtRoots(Complex z)
    {
        Complex root = Root(z);
        return (Above(root) - Below(root)) / (2.0 * root);
    }

    private static Complex Root(Complex z) => z.Imaginary == 0.0 && z.Real < 0.0
        ? new Complex(0.0, Math.Sqrt(-z.Real))
        : Complex.Sqrt(z);

    private static ImmutableArray<Band> Fold(SpectralMeasure source)
    {
        SortedSet<double> cuts = [];
        foreach (Band band in source.Bands)
        {
            cuts.Add(band.Left * band.Left);
            cuts.Add(band.Right * band.Right);
            if (band.Left < 0.0 && band.Right > 0.0)
            {
                cuts.Add(0.0);
            }
        }

        // Images of two ends that the errors of the ends do not tell apart are one: with a symmetric law each end has its mirror image but for rounding.
        double[] ends = [.. cuts];
        double?[] errors = [.. ends.Select(cut => ErrorOf(source, Math.Sqrt(cut)))];
        ends = [.. ends.Where((cut, i) => i == 0 || !(Math.Sqrt(cut) - Math.Sqrt(ends[i - 1]) <= errors[i] + errors[i - 1]))];
        var bands = ImmutableArray.CreateBuilder<Band>();
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            double left = Math.Sqrt(ends[i]);
            double right = Math.Sqrt(ends[i + 1]);
            double mass = Mass(source, left, right) + Mass(source, -right, -left);
            if (mass > 0.0)
            {
                bands.Add(new Band(ends[i], ends[i + 1], MassBalance.OfBand(ends[i], ends[i + 1], mass), Exponent(source, left, right, atStart: true), Exponent(source, right, left, atStart: false)));
            }
        }

        return bands.ToImmutable();
    }

    /// <summary>The continuous mass of an interval that no end of a band divides.</summary>
    private static double Mass(SpectralMeasure source, double left, double right)
    {
        double middle = Between(left, right);
        for (int i = 0; i < source.Bands.Length; i++)
        {
            Band band = source.Bands[i];
            if (band.Left < middle && middle < band.Right)
            {
                // A root that misses an end of the band by rounding would miss the root of that in mass.
                double from = IsEnd(source, i, IntervalEnd.Left, left) ? band.Left : left;
                double to = IsEnd(source, i, IntervalEnd.Right, right) ? band.Right : right;
                if (from == band.Left && to == band.Right)
                {
                    return band.Mass;
                }

                double atoms = source.Atoms.Where(atom => atom.Location > from && atom.Location <= to).Sum(atom => atom.Weight);
                double above = double.IsInfinity(to) ? 1.0 : source.CumulativeDistribution(to);
                double below = double.IsInfinity(from) ? 0.0 : source.CumulativeDistribution(from);
                return above - below - atoms;
            }
        }

        return 0.0;
    }

    /// <summary>Whether a place is an end of a band, but for the rounding of its root and what the ends of the bands may be off.</summary>
    private static bool IsEnd(SpectralMeasure source, int band, IntervalEnd end, double place)
    {
        double at = end == IntervalEnd.Left ? source.Bands[band].Left : source.Bands[band].Right;
        double gap = Math.Abs(at - place);
        return gap <= 1e-15 * Math.Abs(place) || (gap <= Together * Math.Abs(place) && gap <= source.EdgeError(band, end) + (ErrorOf(source, Math.Abs(place)) ?? 0.0));
    }

    /// <summary>How far the ends of bands at ±<paramref name="place"/> may be off; null where there is none, or where that is not small against the place.</summary>
    private static double? ErrorOf(SpectralMeasure source, double place)
    {
        double? largest = null;
        for (int i = 0; i < source.Bands.Length; i++)
        {
            foreach (IntervalEnd end in (ReadOnlySpan<IntervalEnd>)[IntervalEnd.Left, IntervalEnd.Right])
            {
                double at = Math.Abs(end == IntervalEnd.Left ? source.Bands[i].Left : source.Bands[i].Right);
                double error = source.EdgeError(i, end);
                if (Math.Abs(at - place) <= 1e-15 * place && error <= Together * place)
                {
                    largest = Math.Max(largest ?? 0.0, error);
                }
            }
        }

        return largest;
    }

    /// <summary>A place between two, of which one may be infinite.</summary>
    private static double Between(double one, double other) => double.IsInfinity(one) ? (2.0 * other) + Math.Sign(one)
        : double.IsInfinity(other) ? (2.0 * one) + Math.Sign(other)
        : 0.5 * (one + other);

    private static double Exponent(SpectralMeasure source, double place, double other, bool atStart)
    {
        // The smallest exponent of the sheets that reach the place wins.
        double smallest = double.PositiveInfinity;
        double middle = Between(place, other);
        foreach (double sign in new[] { 1.0, -1.0 })
        {
            for (int i = 0; i < source.Bands.Length; i++)
            {
                Band band = source.Bands[i];
                if (band.Left < sign * middle && sign * middle < band.Right)
                {
                    bool left = atStart == sign > 0.0;
                    double end = left ? band.Left : band.Right;
                    double exponent = left ? band.LeftExponent : band.RightExponent;
                    bool same = double.IsInfinity(place) ? double.IsInfinity(end) : IsEnd(source, i, left ? IntervalEnd.Left : IntervalEnd.Right, sign * place);
                    smallest = Math.Min(smallest, same ? exponent : 0.0);
                }
            }
        }

        return place == 0.0 || double.IsInfinity(place) ? 0.5 * (smallest - 1.0) : smallest;
    }

    /// <summary>The density of X at a distance from a place, seen from there in a direction: the point itself may round to the place.</summary>
    private double FromSource(double place, double x, double distance, int direction)
    {
        for (int i = 0; i < Source.Bands.Length; i++)
        {
            Band band = Source.Bands[i];
            if (IsEnd(Source, i, direction > 0 ? IntervalEnd.Left : IntervalEnd.Right, place))
            {
                return Source.DensityFromEdge(i, direction > 0 ? IntervalEnd.Left : IntervalEnd.Right, distance);
            }

            if (band.Left < x && x < band.Right)
            {
                return Source.Density(x);
            }
        }

        return 0.0;
    }

    private Complex Above(Complex root) => Source.Cauchy(root);

    private Complex Below(Complex root) => root.Imaginary == 0.0
        ? Complex.Conjugate(Source.Cauchy(new Complex(-root.Real, 0.0)))
        : Source.Cauchy(-root);
}
