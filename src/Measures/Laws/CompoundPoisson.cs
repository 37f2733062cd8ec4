using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>The compound free Poisson law with a given rate and law of jumps; for positive jumps the sample-covariance limit.</summary>
/// <remarks>
/// <para>R(w) = λ∫ t/(1 − tw) H(dt). Free cumulants κₙ = λ·m_n(H). With H = δ_a it is <see cref="FreePoisson"/>.</para>
/// <para>
/// With y = 1/G the inverse is explicit, Z(y) = y(1 + λh_H(y)). The support is the complement of the values of Z where it
/// increases, off the support of H; there Z' is concave between neighbouring pieces of H, so each gap gives at most one
/// interval. Its ends are the edges, roots of Z'.
/// </para>
/// <para>
/// Masses are exact: the contour integral of G dz = Z'(y)/y dy around the points y of a band gives λH of that stretch, and 1 − λ'
/// from y = 0, with λ' = λ(1 − H{0}). Atom: (1 − λ')⁺ at 0.
/// </para>
/// <para>
/// If H has a density h around 0 and λ ≤ 1, two bands meet at 0, of masses λH(−∞, 0) and λH(0, ∞). For λ &lt; 1 the a.c. part of G is
/// λG_H/(1 − λ + λyG_H), so that the density at 0 is λh(0)/(1 − λ); for λ = 1 it is |Im √(G_H(0)/x)|/π there, as Z = y²G_H.
/// </para>
/// <para>
/// Convention: the eigenvalues of T^{1/2}XXᵀT^{1/2}/n, X of size p × n, H the spectrum of T and c = p/n, have the law of the
/// p × p matrix MP(c) ⊠ H; that of XᵀTX/n is this law with rate c.
/// </para>
/// <para>Error: a few units in the last place of a transform of H; densities near an edge are taken from the expansion there.</para>
/// <para>Source: [SC95] thm. 4.1–4.3; [NS06] lect. 12.</para>
/// </remarks>
public sealed record CompoundPoisson : SpectralMeasure
{
    // Of the distance from the nearer end.
    private const double BesideZero = 1e-3;

    private readonly CompoundPoissonMap map;
    private readonly ImmutableArray<RisingInterval> gaps;
    private readonly double effectiveRate;

    // The expansions at the ends of each band; none at the end 0 inside the support of H, where the density goes by H beside 0.
    private readonly ImmutableArray<(EdgeSeries? Left, EdgeSeries? Right)> ends;

    // How far 0 lies inside the support of H.
    private readonly double depthOfZero;

    // Replaced as a whole, so that any thread sees a point with its own value: h, G and their derivatives are asked for at one point.
    private volatile Remembered? last;

    /// <summary>Creates the law.</summary>
    /// <param name="rate">λ &gt; 0.</param>
    /// <param name="jumps">H, a law with bounded support other than δ₀; for λ(1 − H{0}) ≤ 1 without a density that ends at 0.</param>
    /// <exception cref="ArgumentException">A condition on λ or H does not hold.</exception>
    public CompoundPoisson(double rate, SpectralMeasure jumps)
    {
        ArgumentNullException.ThrowIfNull(jumps);
        Rate = Require.Positive(rate);
        Jumps = jumps;
        if (!double.IsFinite(jumps.BottomOfSupport) || !double.IsFinite(jumps.TopOfSupport))
        {
            throw new ArgumentException("jumps must be a law with bounded support.", nameof(jumps));
        }

        if (jumps.BottomOfSupport == 0.0 && jumps.TopOfSupport == 0.0)
        {
            throw new ArgumentException("jumps must not be the point mass at 0.", nameof(jumps));
        }

        map = new CompoundPoissonMap(rate, jumps);
        effectiveRate = rate * (1.0 - jumps.MassAt(0.0));
        Atoms = effectiveRate < 1.0 ? [new Atom(location: 0.0, weight: 1.0 - effectiveRate)] : [];
        if ((effectiveRate < 1.0 || RisingInterval.IsCritical(effectiveRate)) && map.Pieces.Any(piece => piece.Left == 0.0 || piece.Right == 0.0))
        {
            // The edge is at 0 itself then, where Z has no expansion.
            throw new ArgumentException(
                "jumps must have no density down to 0 at rates up to 1; their free product with a free Poisson law has the same law.", nameof(jumps));
        }

        depthOfZero = map.DepthOfZero;
        bool splitsAtZero = depthOfZero > 0.0 && (effectiveRate < 1.0 || RisingInterval.IsCritical(effectiveRate));
        if (splitsAtZero)
        {
            RequireKnownAtZero();
        }

        gaps = RisingInterval.All(map, effectiveRate);
        (Bands, ends) = FindBands(splitsAtZero);
    }

    /// <summary>The rate λ.</summary>
    public double Rate { get; }

    /// <summary>The law H of the jumps.</summary>
    public SpectralMeasure Jumps { get; }

    /// <inheritdoc/>
    public override double Mean => Rate * Jumps.Mean;

    /// <inheritdoc/>
    public override double Variance => Rate * Jumps.Moment(2);

    /// <inheritdoc/>
    public override ImmutableArray<Atom> Atoms { get; }

    /// <inheritdoc/>
    public override ImmutableArray<Band> Bands { get; }

    /// <inheritdoc/>
    /// <remarks>⊞-infinitely divisible: K is analytic on ℂ⁻, and K(w) = Z(1/w).</remarks>
    public override ExplicitInverse InverseCauchy => new InverseFormula(
        w => map.Value(1.0 / w),
        w => -map.Slope(1.0 / w) / (w * w),
        w =>
        {
            Complex y = 1.0 / w;
            return y * y * y * ((2.0 * map.Slope(y)) + (y * map.Bend(y)));
        });

    /// <inheritdoc/>
    public override double Density(double x)
    {
        for (int i = 0; i < Bands.Length; i++)
        {
            Band band = Bands[i];
            if (x > band.Left && x < band.Right)
            {
                // Beside 0 a place has more digits than its distance from an end far away, and at a rate near 1 the density has a peak narrower than those of the distance.
                return Math.Abs(x) < BesideZero * Math.Min(x - band.Left, band.Right - x) ? Inside(x)
                    : x - band.Left <= band.Right - x
                    ? DensityFromEdge(i, IntervalEnd.Left, x - band.Left)
                    : DensityFromEdge(i, IntervalEnd.Right, band.Right - x);
            }
        }

        return Bands.Any(band => band.DivergesAt(x)) ? double.PositiveInfinity
            : x == 0.0 && effectiveRate < 1.0 && depthOfZero > 0.0 ? map.DensityBesideZero(0.0) : 0.0;
    }

    /// <inheritdoc/>
    /// <remarks>An end is Z(y) = y + λ(…) at a critical y: the rounding of the two terms.</remarks>
    public override double EdgeError(int band, IntervalEnd end)
    {
        double place = end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right;
        EdgeSeries? series = end == IntervalEnd.Left ? ends[band].Left : ends[band].Right;
        return place == 0.0 ? 0.0 : 4.0 * 2.220446049250313e-16 * (Math.Abs(place) + Math.Abs(series?.Center ?? 0.0));
    }

    /// <inheritdoc/>
    public override double DensityFromEdge(int band, IntervalEnd end, double offset)
    {
        bool left = end == IntervalEnd.Left;
        EdgeSeries? series = left ? ends[band].Left : ends[band].Right;
        if (series is not null && series.TrySolve(left ? offset : -offset, out Complex step))
        {
            return -(1.0 / (series.Center + step)).Imaginary / Math.PI;
        }

        return Inside(left ? Bands[band].Left + offset : Bands[band].Right - offset);
    }

    private double Inside(double x)
    {
        bool besideAtom = depthOfZero > 0.0 && effectiveRate < 1.0;
        if (besideAtom && Math.Abs(x) < 1e-15 * depthOfZero && map.IsBesideZero(x))
        {
            return map.DensityBesideZero(x);
        }

        Complex y = Follow(new Complex(x, 0.0));
        double density = -(1.0 / y).Imaginary / Math.PI;

        // Beside an atom at 0 the part (1 − λ)/x of 1/y has no imaginary part: without it nothing cancels.
        return besideAtom && Math.Abs(x) * density < 1.0 - effectiveRate
            ? -map.CauchyOfDensity(x, y).Imaginary / Math.PI
            : density;
    }

    /// <inheritdoc/>
    public override Complex Cauchy(Complex z) => TryBesideAxis(z, out Complex beside) ? beside : 1.0 / Coordinate(z);

    /// <inheritdoc/>
    public override Complex CauchyDerivative(Complex z)
    {
        Complex y = Coordinate(z);
        return -1.0 / (y * y * map.Slope(y));
    }

    /// <inheritdoc/>
    /// <remarks>z/y − 1 = λh_H(y).</remarks>
    public override Complex MomentTransform(Complex z) => Rate * Jumps.MomentTransform(Coordinate(z));

    /// <inheritdoc/>
    public override Complex MomentTransformDerivative(Complex z)
    {
        Complex y = Coordinate(z);
        return Rate * Jumps.MomentTransformDerivative(y) / map.Slope(y);
    }

    /// <inheritdoc/>
    public override double Moment(int order)
    {
        RequireMoment(order);
        double[] cumulants = new double[order + 1];
        for (int n = 1; n <= order; n++)
        {
            cumulants[n] = FreeCumulant(n);
        }

        return FreeCumulants.ToMoments(cumulants)[order];
    }

    /// <inheritdoc/>
    public override double FreeCumulant(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return Rate * Jumps.Moment(order);
    }

    /// <inheritdoc/>
    public bool Equals(CompoundPoisson? other) => other is not null && Rate == other.Rate && Jumps.Equals(other.Jumps);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rate, Jumps);

    /// <inheritdoc/>
    protected override bool PrintMembers(System.Text.StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Append(FormattableString.Invariant($"rate={Rate:R}, jumps={Jumps}"));
        return true;
    }

    /// <summary>Whether what H does at 0, inside its support, is known to be of a kind that the formulas here hold for.</summary>
    private void RequireKnownAtZero()
    {
        if (Jumps.MassAt(0.0) > 0.0)
        {
            throw new ArgumentException("jumps must not have an atom at 0 inside a band at rates up to 1; leave the atom out and lower the rate by its weight.", "jumps");
        }

        if (effectiveRate >= 1.0 - 4e-16 && (map.ExponentsAtZero().IsEnd || !(Jumps.Density(0.0) > 0.0)))
        {
            throw new ArgumentException("jumps must have a finite and positive density at 0, inside a band, or none there, at rate 1.", "jumps");
        }
    }

    private (ImmutableArray<Band> Bands, ImmutableArray<(EdgeSeries? Left, EdgeSeries? Right)> Ends) FindBands(bool splitsAtZero)
    {
        ImmutableArray<Band>.Builder bands = ImmutableArray.CreateBuilder<Band>();
        ImmutableArray<(EdgeSeries? Left, EdgeSeries? Right)>.Builder series = ImmutableArray.CreateBuilder<(EdgeSeries? Left, EdgeSeries? Right)>();
        for (int i = 0; i + 1 < gaps.Length; i++)
        {
            double low = gaps[i].High;
            double high = gaps[i + 1].Low;
            (EdgeSeries left, EdgeSeries right) = (gaps[i].AtHigh!, gaps[i + 1].AtLow!);
            double mass = map.JumpRate(low, high);
            if (splitsAtZero && low < 0.0 && high > 0.0)
            {
                double below = map.JumpRateBelowZero(low);
                (double exponentBelow, double exponentAbove, _) = map.ExponentsAtZero();
                bool critical = RisingInterval.IsCritical(effectiveRate);
                bands.Add(new Band(left.Value, 0.0, below, Exponent(left), critical ? -0.5 : exponentBelow));
                bands.Add(new Band(0.0, right.Value, mass - below, critical ? -0.5 : exponentAbove, Exponent(right)));
                series.Add((left, null));
                series.Add((null, right));
                continue;
            }

            mass += low < 0.0 && high > 0.0 ? 1.0 - effectiveRate : 0.0;
            bands.Add(new Band(left.Value, right.Value, mass, Exponent(left), Exponent(right)));
            series.Add((left, right));
        }

        return (bands.ToImmutable(), series.ToImmutable());
    }

    /// <summary>1/n where G stays finite; −1/n at the hard edge y = 0, where G = 1/y.</summary>
    private static double Exponent(EdgeSeries series) => (series.Center == 0.0 ? -1.0 : 1.0) / series.Order;

    /// <summary>y = 1/G(z).</summary>
    private Complex Coordinate(Complex z)
    {
        if (last is { } known && known.Z == z)
        {
            return known.Y;
        }

        Complex y = SolveCoordinate(z);
        last = new Remembered(z, y);
        return y;
    }

    private Complex SolveCoordinate(Complex z)
    {
        if (z == Complex.Zero && depthOfZero > 0.0 && effectiveRate <= 1.0)
        {
            return Complex.Zero;
        }

        if (z.Imaginary < 0.0)
        {
            return Complex.Conjugate(SolveCoordinate(Complex.Conjugate(z)));
        }

        if (z.Imaginary == 0.0)
        {
            foreach (RisingInterval gap in gaps)
            {
                if (z.Real >= gap.LowValue && z.Real <= gap.HighValue)
                {
                    return gap.Solve(map, z.Real);
                }
            }

            for (int i = 0; i < Bands.Length; i++)
            {
                // Beside an edge the expansion there tells the two complex roots from each other.
                bool left = z.Real - Bands[i].Left <= Bands[i].Right - z.Real;
                EdgeSeries? series = left ? ends[i].Left : ends[i].Right;
                double offset = left ? z.Real - Bands[i].Left : z.Real - Bands[i].Right;
                if (z.Real > Bands[i].Left && z.Real < Bands[i].Right && series is not null && series.TrySolve(offset, out Complex step))
                {
                    return series.Center + step;
                }
            }
        }

        return Follow(z);
    }

    /// <summary>The root y of Z(y) = z in ℂ⁺, from far above the support.</summary>
    private Complex Follow(Complex z)
    {
        double height = 20.0 * (1.0 + Rate) * Math.Max(Math.Abs(Jumps.BottomOfSupport), Math.Abs(Jumps.TopOfSupport));
        (Complex, Complex) Value(Complex y) => (map.Value(y), map.Slope(y));

        // On the axis a real y with Z(y) = z and Z' < 0 is no solution; the true one has an imaginary part of √offset at least.
        double floor = z.Imaginary == 0.0 ? 1e-11 : 0.0;
        bool Inside(Complex y) => y.Imaginary > floor * Complex.Abs(y);

        // Where H has a density around 0 there is no real solution beside 0, and the true one may be as near to the axis as it likes.
        if (Complex.Abs(z) < 0.1 * depthOfZero
            && ContinuedRoot.TryUnique(Value, z, map.RootBesideZero(z), y => y.Imaginary > 0.0 && Complex.Abs(y) < 0.5 * depthOfZero, out Complex beside))
        {
            return beside;
        }

        // The law is freely infinitely divisible: Z is one to one on the part of the upper half-plane that it maps into that half-plane.
        Complex start = z - Mean;
        if (ContinuedRoot.TryUnique(Value, z, new Complex(start.Real, Math.Max(start.Imaginary, 0.02 * height)), Inside, out Complex root))
        {
            return root;
        }

        Complex far = new(z.Real, Math.Max(height, z.Imaginary));

        // Beside a hard edge at 0 the root follows a power of z, and the way there is long only in ln z.
        bool deep = Complex.Abs(z) < 1e-3 * far.Imaginary && z.Imaginary > 0.0;
        return ContinuedRoot.Follow(
            Value,
            tau => !deep ? ContinuedRoot.Segment(far, z, tau) : tau >= 1.0 ? z : Complex.Exp(((1.0 - tau) * Complex.Log(far)) + (tau * Complex.Log(z))),
            far - Mean,
            Inside,
            "Compound free Poisson transform").Value;
    }

    private sealed record Remembered(Complex Z, Complex Y);
}
