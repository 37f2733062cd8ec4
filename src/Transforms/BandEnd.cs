using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>One end of a band of a free convolution: how far its place may be off, the power of the density there, and the density beside it.</summary>
/// <remarks>
/// <para>
/// ρ ∼ C·t^β at the distance t from the end, or ρ ∼ C·|x|^β towards an infinite one. At a critical point of x(P) the density comes from the expansion of x
/// there, β = ½ or ⅓, or −½ where P has its pole; where two bands touch from the local cubic; at other ends from the power law beyond the last
/// point that can be certified.
/// </para>
/// <para>Source: [BES20] (edges); [BB07] thm. 4.1.</para>
/// </remarks>
internal sealed class BandEnd
{
    private const double Unit = 2.220446049250313e-16;

    private readonly FreeConvolution law;
    private readonly BandInterior interior;
    private readonly RealPiece? piece;
    private readonly bool left;
    private readonly Lazy<EdgeExpansion?> expansion;
    private readonly Lazy<Meeting?> cusp;
    private readonly Lazy<double> rounding;
    private readonly Lazy<EndPowerLaw?> power;
    private readonly Lazy<BandSolver?> shifted;

    /// <summary>An end of a band.</summary>
    /// <param name="interior">The inside of the band.</param>
    /// <param name="side">Which end.</param>
    /// <param name="piece">The piece of the gap next to it; null beside no gap, where the band goes on to infinity.</param>
    public BandEnd(BandInterior interior, IntervalEnd side, RealPiece? piece)
    {
        law = interior.Law;
        this.interior = interior;
        this.piece = piece;
        left = side == IntervalEnd.Left;
        Side = side;
        Place = left ? interior.Band.Left : interior.Band.Right;
        expansion = new Lazy<EdgeExpansion?>(Expand);
        cusp = new Lazy<Meeting?>(() => piece is { IsCusp: true } point ? Meeting.At(law, point) : null);
        rounding = new Lazy<double>(RoundingOfPlace);
        power = new Lazy<EndPowerLaw?>(FindPowerLaw);
        shifted = new Lazy<BandSolver?>(FindShifted);
        Exponent = FindExponent();
    }

    /// <summary>Which end.</summary>
    public IntervalEnd Side { get; }

    /// <summary>The end, possibly infinite.</summary>
    public double Place { get; }

    /// <summary>β, the power of the distance that the density starts with; towards infinity that of |x|.</summary>
    public double Exponent { get; }

    /// <summary>How far the end may be from its true place: the rounding of the terms that make it, and half of a gap that is hidden at a cusp.</summary>
    public double Error => rounding.Value + (cusp.Value?.Series.HalfGap ?? 0.0);

    /// <summary>The point of the band at a distance from the end.</summary>
    public double PointAt(double offset) => left ? Place + offset : Place - offset;

    /// <summary>The distance of a point of the band from the end.</summary>
    public double Distance(double x) => left ? x - Place : Place - x;

    /// <summary>The density at the end itself: infinite, 0, or its limit from inside where it follows no power.</summary>
    /// <param name="beside">The density at a distance.</param>
    public Estimate<double> DensityAtEnd(Func<double, Estimate<double>> beside) => Exponent == 0.0
        ? EndLimit.At(law, Place, left, interior.Size, beside)
        : new Estimate<double>(Exponent < 0.0 ? double.PositiveInfinity : 0.0, cusp.Value?.Series.Uncertain ?? 0.0, 0);

    /// <summary>The same band of the sum moved so that the atoms that meet at the end lie at 0, for distances that are small beside its place; null if none do.</summary>
    public BandSolver? Shifted(double offset) => offset < 1e-6 * Math.Abs(Place) ? shifted.Value : null;

    /// <summary>The density where the expansion at the end or the power law there holds; null elsewhere.</summary>
    public Estimate<double>? Density(double offset)
    {
        if (cusp.Value is { } meeting)
        {
            return meeting.Density(left ? offset : -offset);
        }

        if (expansion.Value is { } series && offset <= series.Reach && series.TrySolve(offset, out Complex difference))
        {
            // About a pole of P the variable is −1/P = −G.
            double density = double.IsInfinity(series.Center)
                ? difference.Imaginary / Math.PI
                : law.Algebra.Density(PointAt(offset), series.Center + difference.Real, difference.Imaginary);
            return new Estimate<double>(density, series.RelativeError * density, 1);
        }

        return PowerLaw(offset)?.Density(offset);
    }

    /// <summary>The density across a narrow place near the end that neither the expansion there nor the equations reach; null if it cannot be bridged.</summary>
    public Estimate<double>? Bridge(double offset) =>
        DensityBridge.FromEdge(t => t > 0.25 * interior.Size ? null : Density(t) ?? interior.TryFollow(PointAt(t)), offset);

    /// <summary>G and G' so near the end that the expansion there holds; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? Cauchy(double offset)
    {
        if (!(offset > 0.0 && offset < 1e-3 * law.Scale) || expansion.Value is not { } series
            || double.IsInfinity(series.Center) || offset > series.Reach || !series.TrySolve(offset, out Complex difference, out Complex slope))
        {
            return null;
        }

        Complex z = PointAt(offset);
        Complex p = series.Center + difference;
        return law.IsProduct ? law.Algebra.Cauchy(z, Complex.Log(p), z / (p * slope)) : law.Algebra.Cauchy(z, p, 1.0 / slope);
    }

    /// <summary>Whether the density at a point beside a finite end is continued by a power law, because the equations are lost there.</summary>
    public bool IsContinued(double x) => double.IsFinite(Place) && PowerLaw(Distance(x)) is not null;

    /// <summary>The power law far out towards an infinite end, where it holds; null elsewhere.</summary>
    /// <param name="distance">|x|.</param>
    /// <param name="before">As for <see cref="EndPowerLaw.Covers"/>.</param>
    public EndPowerLaw? TailLaw(double distance, double before = 1.0) =>
        distance > 1e3 * law.Scale && double.IsInfinity(Place) && power.Value is { } tail && tail.Covers(distance, before) ? tail : null;

    /// <summary>The power law beside a finite end, where it holds; null elsewhere.</summary>
    private EndPowerLaw? PowerLaw(double offset) =>
        expansion.Value is null && offset < 1e-4 * Math.Max(interior.Size, Math.Abs(Place)) && power.Value is { } beside && beside.Covers(offset) ? beside : null;

    private BandSolver? FindShifted()
    {
        if (ShiftedSum.At(law, Place) is not { } moved)
        {
            return null;
        }

        ImmutableArray<BandSolver> bands = BandPartition.Of(moved);
        int index = law.Bands.TakeWhile(band => band.Left != interior.Band.Left).Count();
        return bands.Length == law.Bands.Length && Math.Abs(bands[index].Band.Mass - interior.Band.Mass) < 1e-9 ? bands[index] : null;
    }

    /// <summary>The power law at an end that has no expansion.</summary>
    private EndPowerLaw? FindPowerLaw()
    {
        if (double.IsInfinity(Place))
        {
            // A law on the whole line has its tail from a few scales on; one on a half-line may begin far out itself.
            double begin = double.IsInfinity(interior.Band.Left) && double.IsInfinity(interior.Band.Right) ? 30.0 * law.Scale : 1e3 * law.Scale;
            double other = left ? interior.Band.Right : interior.Band.Left;
            begin = double.IsFinite(other) ? Math.Max(begin, 30.0 * Math.Abs(other)) : begin;
            return EndPowerLaw.Find(t => interior.TryCurve(left ? -t : t) ?? interior.TryFollow(left ? -t : t), begin, 1e140, Exponent);
        }

        // An edge at 0 is approached as closely as the equations allow, any other one to half the digits of x.
        double start = Math.Max(1e-12 * interior.Size, 1e-9 * Math.Abs(Place));
        double last = Math.Max(1e-290 * interior.Size, 0.5e-9 * Math.Abs(Place));
        for (int decade = 0; decade < 6; decade++, start *= 10.0)
        {
            if (EndPowerLaw.Find(t => interior.TryFollow(PointAt(t)), start, last, Exponent) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private double FindExponent() => cusp.Value is { Series.IsApart: false } ? 1.0 / 3.0
        : expansion.Value is { } series ? series.Exponent
        : law.IsProduct && Place == 0.0 ? HardEdge.Exponent(law)
        : double.IsInfinity(Place) ? HardEdge.Tail(law, left)
        : HardEdge.Inner(law, piece, Place, left) ?? MeasuredExponent();

    /// <summary>d ln ρ/d ln t, as near to the end as it can be certified; a fraction with a denominator of at most 60 if it is near one.</summary>
    private double MeasuredExponent()
    {
        for (double near = 1e-6 * interior.Size; near < 1e-2 * interior.Size; near *= 10.0)
        {
            if (interior.TryFollow(PointAt(10.0 * near)) is { } farther && interior.TryFollow(PointAt(near)) is { } nearer)
            {
                double slope = Math.Log10(farther.Value / nearer.Value);
                for (int n = 1; n <= 60; n++)
                {
                    double rational = Math.Round(slope * n) / n;
                    if (Math.Abs(rational - slope) < 2e-3 / n)
                    {
                        return rational;
                    }
                }

                return slope;
            }
        }

        throw new NonConvergenceException("The " + law.Algebra.Name, Place, 1, null, "The power of the density at that end could not be found.");
    }

    /// <summary>The expansion of x(P) at the end, if that is a critical point of it, or one of x(−1/P) where P has its pole; null elsewhere.</summary>
    private EdgeExpansion? Expand()
    {
        double center = piece is null ? 0.0 : left ? piece.High : piece.Low;
        bool atPole = double.IsInfinity(center) && double.IsFinite(Place) && !law.IsProduct;
        if (piece is null || !((left ? piece.RightIsCritical : piece.LeftIsCritical) || atPole))
        {
            return null;
        }

        double sign = left ? 1.0 : -1.0;
        RealPiece.Cursor cursor = piece.NewPoint();
        if (double.IsInfinity(center))
        {
            // Where P passes through ∞ an edge is a critical point of x as a function of 1/P.
            double outside = Math.CopySign(100.0 * law.Scale, center);
            _ = cursor.Evaluate(outside);
            var outer = new ContinuedInverse(law, cursor.Omega, cursor.Slopes, outside, atPole: true);
            double terms = cursor.Omega.Zip(law.Exponents, (omega, t) => Math.Abs(t * omega)).Sum();
            return EdgeExpansion.Build(
                q => outer.Evaluate(-1.0 / q), double.PositiveInfinity, Place, Rounding(terms), 1.0 / law.Scale, sign, piece.IsCusp ? 1.0 / 3.0 : 0.5);
        }

        double room = Math.Min(center - piece.RangeLow, piece.RangeHigh - center);
        double typical = law.IsProduct ? Math.Abs(center) : Math.Abs(center) + (law.Scale * Math.Min(1.0, 2.0 / law.Exponents.Sum()));
        room = Math.Min(room, typical);
        _ = cursor.Evaluate(center);
        var inverses = new ContinuedInverse(law, cursor.Omega, cursor.Slopes, center);

        // Where atoms of the factors have just mass 1 together, G is infinite at the edge: F = 0, or W = 1.
        double pole = law.IsProduct ? 1.0 : 0.0;
        bool infinite = HardEdge.Settled(law, center, Place) == Place && HardEdge.IsAtPole(law, center) && HardEdge.IsJustNoAtom(law, Place, left);
        return EdgeExpansion.Build(
            inverses.Evaluate, infinite ? pole : center, Place, Rounding(cursor.SumOfTerms(center)), room, sign, infinite ? -0.5 : 0.5);
    }

    private double RoundingOfPlace()
    {
        if (piece is null || Place == 0.0 || double.IsInfinity(Place))
        {
            return 0.0;
        }

        double center = left ? piece.High : piece.Low;
        double p = double.IsInfinity(center) ? 100.0 * law.Scale : center;
        RealPiece.Cursor cursor = piece.NewPoint();
        _ = cursor.Evaluate(p);
        double found = Rounding(double.IsInfinity(center) ? 0.0 : cursor.SumOfTerms(p));
        return 0.25 * Math.Max(16.0 * Unit * Math.Abs(Place), double.IsFinite(found) ? found : 16.0 * Unit * law.Scale);
    }

    /// <summary>The rounding error of an edge: that of the terms of a sum; for products that of the logarithmic scale on which edges near 0 are found.</summary>
    private double Rounding(double terms)
    {
        const double units = 16.0 * Unit;
        if (law.IsProduct)
        {
            return Place == 0.0 ? 0.0 : units * Math.Abs(Place) * (1.0 + Math.Abs(Math.Log(Math.Abs(Place) / law.Scale)));
        }

        return units * terms;
    }
}
