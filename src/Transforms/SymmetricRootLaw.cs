using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The symmetric law whose square is a given law on [0, ∞).</summary>
/// <remarks>
/// <para>ρ(x) = |x| ρ_{X²}(x²) and G(z) = z·G_{X²}(z²). The semicircle law is the symmetric root of MP(1).</para>
/// <para>Source: [NS06] lecture 11.</para>
/// </remarks>
public sealed record SymmetricRootLaw : SpectralMeasure
{
    private const double SmallestSquare = 1e-280;
    private const double LargestRoot = 1e150;
    private const double Decades = 1e10;
    private const double LeastDensity = 1e-290;

    // What a limit may still change by.
    private const double Settled = 1e-6;

    private readonly ImmutableArray<(int Index, double Sign)> origins;

    // The farthest place at which the square and its density are numbers: a tail goes on from there as a power.
    private readonly Lazy<double> farthest;

    /// <summary>Creates the symmetric law of Y with Y² distributed as <paramref name="source"/>.</summary>
    /// <param name="source">A law on [0, ∞).</param>
    /// <exception cref="ArgumentException">The law has mass below 0.</exception>
    public SymmetricRootLaw(SpectralMeasure source)
    {
        ArgumentNullException.ThrowIfNull(source);
        FreeOperations.RequirePositive(source, nameof(source), "a symmetric square root");
        Source = source;
        Atoms = [.. source.Atoms
            .SelectMany(atom => atom.Location == 0.0
                ? [atom]
                : new[] { new Atom(-Math.Sqrt(atom.Location), 0.5 * atom.Weight), new Atom(Math.Sqrt(atom.Location), 0.5 * atom.Weight) })
            .OrderBy(atom => atom.Location)];
        List<(Band Band, int Index, double Sign)> bands = [];
        for (int i = 0; i < source.Bands.Length; i++)
        {
            Band band = source.Bands[i];
            double left = Math.Sqrt(band.Left);
            double right = Math.Sqrt(band.Right);
            double outer = double.IsInfinity(right) ? (2.0 * band.RightExponent) + 1.0 : band.RightExponent;
            double inner = left == 0.0 ? (2.0 * band.LeftExponent) + 1.0 : band.LeftExponent;
            if (left == 0.0 && inner == 0.0 && !HasLogarithm(i))
            {
                bands.Add((new Band(-right, right, band.Mass, outer, outer), i, 0.0));
            }
            else
            {
                bands.Add((new Band(-right, 0.0 - left, 0.5 * band.Mass, outer, inner), i, -1.0));
                bands.Add((new Band(left, right, 0.5 * band.Mass, inner, outer), i, 1.0));
            }
        }

        bands.Sort((a, b) => a.Band.Left.CompareTo(b.Band.Left));
        Bands = [.. bands.Select(entry => entry.Band)];
        origins = [.. bands.Select(entry => (entry.Index, entry.Sign))];
        farthest = new Lazy<double>(() =>
        {
            double root = LargestRoot;
            while (root > Decades && !(source.Density(root * root) > LeastDensity))
            {
                root /= Decades;
            }

            return root;
        });
    }

    /// <summary>The law of the square.</summary>
    public SpectralMeasure Source { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    public override double Mean => 0.0;

    /// <inheritdoc/>
    public override double Variance => Source.Mean;

    /// <inheritdoc/>
    public override double Density(double x)
    {
        double t = Math.Abs(Require.Finite(x));
        if (t > Decades && double.IsInfinity(TopOfSupport) && farthest.Value is var root && t > root)
        {
            return root * Source.Density(root * root) * Math.Pow(t / root, Bands[^1].RightExponent);
        }

        if (t > LargestRoot)
        {
            return 0.0;
        }

        if (t * t >= SmallestSquare)
        {
            return t * (BandFromZero(t * t) is { } band ? Source.DensityFromEdge(band, IntervalEnd.Left, t * t) : Source.Density(Square(t)));
        }

        // x² leaves the range of numbers: the power law from the smallest square that does not; at 0 its limit.
        if (BandFromZero(SmallestSquare) is not { } first)
        {
            return 0.0;
        }

        double smallest = Math.Sqrt(SmallestSquare);
        double value = smallest * Source.DensityFromEdge(first, IntervalEnd.Left, SmallestSquare);
        double drift = Drift(first, value);
        return t > 0.0 || Math.Abs(drift) < Settled * value ? Math.Pow(t / smallest, ExponentAtZero(first)) * (value + Correction(first, t / smallest, value).Value)
            : drift > 0.0 ? double.PositiveInfinity : 0.0;
    }

    /// <summary>
    /// What A = ρ(t)/tᵃ still gains below the smallest square, in units of tᵃ there, and what it may miss. A = A₀ + C tᵇ with a small b changes yet where t² is
    /// out of range: two differences, with t ten decades apart, give b and C, and with b = 0 the logarithm. How far the same rule misses A at the smallest square
    /// from three places further in tells the error.
    /// </summary>
    private Estimate<double> Correction(int first, double ratio, double value)
    {
        double a = ExponentAtZero(first);
        double root = Math.Sqrt(SmallestSquare);
        ReadOnlySpan<double> scaled = [Scaled(1.0), Scaled(Decades), Scaled(Decades * Decades), Scaled(Decades * Decades * Decades)];
        if (ratio == 0.0 || !(Math.Abs(scaled[1] - scaled[0]) > 1e-13 * value) || !((scaled[2] - scaled[1]) / (scaled[1] - scaled[0]) > 0.9))
        {
            return new Estimate<double>(0.0, ratio > 0.0 ? Math.Abs(scaled[1] - scaled[0]) : 0.0, 4);
        }

        double share = Share(scaled, -Math.Log(ratio) / Math.Log(Decades));
        double miss = scaled[1] - ((scaled[2] - scaled[1]) * Share(scaled[1..], 1.0)) - scaled[0];
        return new Estimate<double>((scaled[0] - scaled[1]) * share, share * ((2.0 * Math.Abs(miss)) + (1e-14 * value)), 4);

        double Scaled(double factor)
        {
            double t = root * factor;
            return t * Source.DensityFromEdge(first, IntervalEnd.Left, t * t) / Math.Pow(factor, a);
        }

        // (1 - q⁻ⁿ)/(q - 1) for the ratio q of two differences, and its limit n at q = 1.
        static double Share(ReadOnlySpan<double> values, double steps)
        {
            double q = (values[2] - values[1]) / (values[1] - values[0]);
            return Math.Abs(q - 1.0) < 1e-8 ? steps : (1.0 - Math.Pow(q, -steps)) / (q - 1.0);
        }
    }

    private double ExponentAtZero(int first) => (2.0 * Source.Bands[first].LeftExponent) + 1.0;

    /// <summary>
    /// What the density about 0 still gains from the fourth root of the smallest square to the square root: with a logarithm, as where the free Poisson
    /// law of rate 1 takes jumps down to 0, it has no finite limit although its power is 0.
    /// </summary>
    private double Drift(int first, double value) => ExponentAtZero(first) != 0.0 ? 0.0
        : value - (Math.Sqrt(Math.Sqrt(SmallestSquare)) * Source.DensityFromEdge(first, IntervalEnd.Left, Math.Sqrt(SmallestSquare)));

    /// <summary>Whether the density about 0 has a logarithm, so that the band is two that touch there.</summary>
    private bool HasLogarithm(int first)
    {
        double value = Math.Sqrt(SmallestSquare) * Source.DensityFromEdge(first, IntervalEnd.Left, SmallestSquare);
        return Math.Abs(Drift(first, value)) >= Settled * value;
    }

    /// <summary>t²; the end of a band of the source whose root is t, which the square may miss by rounding.</summary>
    private double Square(double t)
    {
        foreach (Band band in Source.Bands)
        {
            if (Math.Sqrt(band.Left) == t || Math.Sqrt(band.Right) == t)
            {
                return Math.Sqrt(band.Left) == t ? band.Left : band.Right;
            }
        }

        return t * t;
    }

    /// <inheritdoc/>
    public override Estimate<double> DensityEstimate(double x)
    {
        double t = Math.Abs(x);
        if (t > Decades && double.IsInfinity(TopOfSupport) && farthest.Value is var root && t > root)
        {
            // The power is off by as much as its slope over ten decades, and by a rounding in every decade.
            double tail = Density(x);
            Estimate<double> last = Source.DensityEstimate(root * root);
            double slope = Math.Log(root * last.Value / Density(root / Decades)) / Math.Log(Decades);
            double off = ((Math.Abs(slope - Bands[^1].RightExponent) + 1e-15) * Math.Log(t / root)) + (last.Error / last.Value);
            return new Estimate<double>(tail, tail * off, 2);
        }

        if (t > LargestRoot)
        {
            return new Estimate<double>(0.0, 0.0, 0);
        }

        Estimate<double> density = Source.DensityEstimate(Math.Max(Square(t), SmallestSquare));
        if (BandFromZero(Math.Max(t * t, SmallestSquare)) is not null)
        {
            // So near the end the square may not be told from it; from the end it can.
            double value = Density(x);
            double inherited = t * density.Error;
            if (t * t < SmallestSquare && double.IsFinite(value) && BandFromZero(SmallestSquare) is { } first)
            {
                double ratio = t / Math.Sqrt(SmallestSquare);
                double atSmallest = (Math.Sqrt(SmallestSquare) * density.Error) + Correction(first, ratio, value).Error;
                inherited = (2.0 * Math.Abs(Drift(first, value))) + (atSmallest * Math.Pow(ratio, ExponentAtZero(first)));
            }

            return new Estimate<double>(value, double.IsFinite(value) ? inherited + (1e-14 * value) : 0.0, density.Evaluations);
        }

        return WithEdgeError(x, new Estimate<double>(t * density.Value, t * (density.Error + (1e-15 * density.Value)), density.Evaluations));
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        (int index, double sign) = origins[band];
        double place = end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right;
        double x = end == IntervalEnd.Left ? place + offset : place - offset;
        bool outer = sign == 0.0 || (sign > 0.0) == (end == IntervalEnd.Right);
        double fromEnd = outer ? offset * (Math.Abs(place) + Math.Abs(x)) : offset * ((2.0 * Math.Abs(place)) + offset);
        if (fromEnd < SmallestSquare && place == 0.0)
        {
            return Density(x);
        }

        if (sign == 0.0 && Math.Abs(x) < 0.5 * Math.Abs(place))
        {
            // Near 0 the square is known by itself, not by what is left of the width.
            double t = Math.Max(Math.Abs(x), Math.Sqrt(SmallestSquare));
            return t * Source.DensityFromEdge(index, IntervalEnd.Left, t * t);
        }

        return fromEnd < Source.Bands[index].Width
            ? Math.Abs(x) * Source.DensityFromEdge(index, outer ? IntervalEnd.Right : IntervalEnd.Left, fromEnd)
            : Density(x);
    }

    /// <inheritdoc/>
    /// <remarks>About 0 from the masses of the square, so that it is ½ at 0 and its halves mirror each other.</remarks>
    public override double CumulativeDistribution(double x)
    {
        double square = x * x;
        if (!Bands.Any(band => IsAroundZero(band) && square < 0.25 * band.Right * band.Right))
        {
            return base.CumulativeDistribution(x);
        }

        square = square < SmallestSquare ? 0.0 : square;
        double inside = Source.CumulativeDistribution(square);
        return x < 0.0 && square > 0.0 ? 0.5 * (1.0 - inside + Source.MassAt(square)) : 0.5 * (1.0 + inside);
    }

    /// <inheritdoc/>
    /// <remarks>Half of the mass of the square, from the end that is nearer: about 0 from 0.</remarks>
    public override double MassFromEdge(int band, IntervalEnd end, double offset)
    {
        (int index, double sign) = origins[band];
        double place = Math.Abs(end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right);
        if (sign != 0.0)
        {
            bool outer = (sign > 0.0) == (end == IntervalEnd.Right);
            double fromEnd = offset * ((2.0 * place) + (outer ? -offset : offset));
            return fromEnd < Source.Bands[index].Width ? 0.5 * Source.MassFromEdge(index, outer ? IntervalEnd.Right : IntervalEnd.Left, fromEnd) : Bands[band].Mass;
        }

        double left = place - offset;
        double rest = (2.0 * place) - offset;
        return Math.Abs(left) < 0.5 * place ? 0.5 * (Bands[band].Mass - (Math.Sign(left) * FromZero(index, left * left)))
            : left > 0.0 ? 0.5 * Source.MassFromEdge(index, IntervalEnd.Right, offset * rest)
            : rest > 0.0 ? Bands[band].Mass - (0.5 * Source.MassFromEdge(index, IntervalEnd.Right, offset * rest))
            : Bands[band].Mass;
    }

    /// <summary>The mass of the square up to a square.</summary>
    private double FromZero(int band, double square) => square > 0.0 ? Source.MassFromEdge(band, IntervalEnd.Left, square) : 0.0;

    /// <inheritdoc/>
    /// <remarks>Over the law of the square, where 0 is an end: the density may have a cusp there.</remarks>
    public override Estimate<Complex> IntegrateBand(int band, Func<double, Complex> f, Tolerance tolerance)
    {
        ArgumentNullException.ThrowIfNull(f);
        (int index, double sign) = origins[band];
        return Source.IntegrateBand(
            index, t => 0.5 * (sign != 0.0 ? f(sign * Math.Sqrt(t)) : f(Math.Sqrt(t)) + f(-Math.Sqrt(t))), tolerance);
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z)
    {
        if (Complex.Abs(z) > LargestRoot)
        {
            return (1.0 + MomentTransform(z)) / z;
        }

        Complex square = z * z;
        if (z == Complex.Zero && Bands.Any(band => band.Contains(0.0)))
        {
            return new Complex(0.0, -Math.PI * Density(0.0));
        }

        // So near the imaginary axis that the half-plane of z² cannot be told, by the derivative: there is no mass at negative squares.
        return square.Real < 0.0 && Math.Abs(square.Imaginary) <= 1e-14 * Math.Abs(square.Real)
            ? z * (Source.Cauchy(square.Real) + (new Complex(0.0, square.Imaginary) * Source.CauchyDerivative(square.Real)))
            : z * AtSquare(z, Source.Cauchy);
    }

    /// <inheritdoc/>
    /// <remarks>Inside a band 0 is no place of the source's: Re G is odd, and its slope at 0 is extrapolated from two points at 1e-3 and 2e-3 of the size: an error of 1e-11 where G varies on the size of the law, more where it varies faster.</remarks>
    public override Complex CauchyDerivative(Complex z)
    {
        if (z == Complex.Zero && Bands.Any(IsAroundZero))
        {
            double step = 1e-3 * LawScale.Of(this);
            return ((4.0 * Cauchy(step).Real) - (0.5 * Cauchy(2.0 * step).Real)) / (3.0 * step);
        }

        // Far out G' at z² falls below the range of numbers before G' = h'/z − G/z does.
        return IsFarOut(z)
            ? (MomentTransformDerivative(z) - Cauchy(z)) / z
            : AtSquare(z, Source.Cauchy) + (2.0 * z * z * AtSquare(z, Source.CauchyDerivative));
    }

    /// <inheritdoc/>
    /// <remarks>h_X(z²).</remarks>
    public override Complex MomentTransform(Complex z) => z == Complex.Zero ? base.MomentTransform(z)
        : Complex.Abs(z) > LargestRoot ? MomentTransform(z / Complex.Abs(z) * LargestRoot) * Math.Pow(Complex.Abs(z) / LargestRoot, PowerFarOut())
        : AtSquare(z, Source.MomentTransform);

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z) =>
        z == Complex.Zero ? base.MomentTransformDerivative(z)
        : Complex.Abs(z) <= LargestRoot && 2.0 * z * AtSquare(z, Source.MomentTransformDerivative) is var direct && direct != Complex.Zero ? direct
        : MomentTransform(z) * PowerFarOut() / z;

    /// <inheritdoc/>
    public override bool HasMoment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return Source.HasMoment((order + 1) / 2);
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        return order % 2 == 1 ? 0.0 : Source.Moment(order / 2);
    }

    /// <inheritdoc/>
    public bool Equals(SymmetricRootLaw? other) => other is not null && Source.Equals(other.Source);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(0.5, Source);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append("±√(").Append(Source).Append(')');
        return true;
    }

    /// <summary>The power of z that h follows where z² is out of range: −2, or that of a tail without a second moment.</summary>
    private double PowerFarOut() => HasMoment(2) ? -2.0 : 1.0 + Bands[^1].RightExponent;

    private bool IsFarOut(Complex z) => Complex.Abs(z) > 3.0 * LawScale.Of(this);

    private static bool IsAroundZero(Band band) => band.Left < 0.0 && band.Right > 0.0;

    /// <summary>The band of the square that starts at 0, if a square lies in its lower half: there the square is its distance from the end.</summary>
    private int? BandFromZero(double square)
    {
        for (int i = 0; i < Source.Bands.Length && square >= SmallestSquare; i++)
        {
            if (Source.Bands[i].Left == 0.0 && square < 0.5 * Source.Bands[i].Width)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>f(z²), with the boundary value that belongs to the half-plane z comes from.</summary>
    private static Complex AtSquare(Complex z, Func<Complex, Complex> f)
    {
        bool below = z.Imaginary == 0.0 && z.Real < 0.0;
        Complex square = z.Imaginary == 0.0 ? new Complex(z.Real * z.Real, 0.0) : z * z;
        square = square.Real < 0.0 && Math.Abs(square.Imaginary) <= 1e-14 * Math.Abs(square.Real) ? square.Real : square;
        Complex value = f(square);
        return below ? Complex.Conjugate(value) : value;
    }
}
