using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>One band of a free convolution: its two ends, its mass, and the density in it.</summary>
/// <remarks>
/// <para>
/// The density is that of an end where its expansion or power law holds (<see cref="BandEnd"/>), of a tail far out, and of the equations on the axis
/// elsewhere (<see cref="BandInterior"/>); beside a place where bands have just met, or nearly meet, that of the local cubic (<see cref="Meeting"/>).
/// </para>
/// <para>Source: [BB07] thm. 4.1.</para>
/// </remarks>
internal sealed class BandSolver
{
    // The points at which a tail is certified are this far apart at most.
    private const double BeforeLast = 10.0;

    private readonly FreeConvolution law;
    private readonly BandInterior interior;
    private readonly BandEnd left;
    private readonly BandEnd right;
    private readonly ImmutableArray<Meeting> meetings;

    /// <summary>A band.</summary>
    /// <param name="law">The convolution.</param>
    /// <param name="places">The places of the ends, and the mass.</param>
    /// <param name="leftPiece">The piece of the gap before the band; null if it starts at −∞.</param>
    /// <param name="rightPiece">The piece of the gap after the band; null if it ends at +∞.</param>
    /// <param name="meetings">Where bands of the law have just met, or nearly meet.</param>
    public BandSolver(FreeConvolution law, Band places, RealPiece? leftPiece, RealPiece? rightPiece, ImmutableArray<Meeting> meetings)
    {
        this.law = law;
        this.meetings = meetings;
        interior = new BandInterior(law, places);
        left = new BandEnd(interior, IntervalEnd.Left, leftPiece);
        right = new BandEnd(interior, IntervalEnd.Right, rightPiece);
        Band = new Band(places.Left, places.Right, places.Mass, left.Exponent, right.Exponent);
    }

    /// <summary>The band.</summary>
    public Band Band { get; }

    /// <summary>The density at a point of the band.</summary>
    public Estimate<double> Density(double x)
    {
        if (x == left.Place || x == right.Place)
        {
            BandEnd end = x == left.Place ? left : right;
            return end.DensityAtEnd(offset => FromEdge(end.Side, offset));
        }

        if (BesideMeeting(x, meeting => meeting.Series.HasMet) is { } beside)
        {
            return beside;
        }

        if (double.IsInfinity(left.Place) && double.IsInfinity(right.Place))
        {
            return Tail(x) ?? interior.TryDensity(x) ?? BeforeTail(x) ?? interior.DensityWhereLost(x);
        }

        BandEnd near = Nearer(x);
        return FromEdge(near.Side, near.Distance(x));
    }

    /// <summary>How far an end may be from its true place.</summary>
    public double EdgeError(IntervalEnd end) => At(end).Error;

    /// <summary>The density at a distance from an end.</summary>
    public Estimate<double> FromEdge(IntervalEnd end, double offset)
    {
        Require.Positive(offset);
        BandEnd from = At(end);
        if (from.Shifted(offset) is { } shifted)
        {
            return shifted.FromEdge(end, offset);
        }

        double x = from.PointAt(offset);
        return from.Density(offset) ?? Tail(x) ?? interior.TryDensity(x) ?? BeforeTail(x) ?? BesideMeeting(x, meeting => meeting.Series.IsApart) ?? from.Bridge(offset) ?? interior.DensityWhereLost(x);
    }

    /// <summary>G and G' so near an end of the band that the expansion there holds, with the distance from it as the argument; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? CauchyFromEdge(IntervalEnd end, double offset) => At(end).Cauchy(offset);

    /// <summary>G and G' at a point so near to an end of the band that the expansion there holds; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? CauchyNearEdge(double x)
    {
        BandEnd near = Nearer(x);
        return near.Cauchy(near.Distance(x));
    }

    /// <summary>G and G' of a sum so far out in a tail that they follow from linear equations; null elsewhere.</summary>
    public (Complex Value, Complex Derivative)? CauchyFarOut(double x) => TailLaw(x) is null ? null : SumTail.Cauchy(law, x);

    /// <summary>Whether the density at x is continued by a power law, because the equations are lost there.</summary>
    public bool IsContinued(double x) => TailLaw(x) is not null || left.IsContinued(x) || right.IsContinued(x);

    /// <summary>Across a narrow place inside the band that the equations do not reach: an atom, or a zero of the density.</summary>
    public InnerBridge? Bridge(double x) => interior.Bridge(x);

    private BandEnd At(IntervalEnd end) => end == IntervalEnd.Left ? left : right;

    private BandEnd Nearer(double x) => left.Distance(x) <= right.Distance(x) ? left : right;

    /// <summary>The density near a place where two bands have just met, or nearly meet; null elsewhere.</summary>
    private Estimate<double>? BesideMeeting(double x, Func<Meeting, bool> choose)
    {
        foreach (Meeting meeting in meetings)
        {
            if (choose(meeting) && meeting.Density(x - meeting.Place) is { } beside)
            {
                return beside;
            }
        }

        return null;
    }

    /// <summary>The density far out towards an infinite end; null elsewhere.</summary>
    private Estimate<double>? Tail(double x) => TailLaw(x) is { } power ? SumTail.Density(law, x) ?? power.Density(Math.Abs(x)) : null;

    /// <summary>The tail between the last points at which the density was certified, where it cannot be; null elsewhere.</summary>
    private Estimate<double>? BeforeTail(double x) => (x < 0.0 ? left : right).TailLaw(Math.Abs(x), BeforeLast)?.Density(Math.Abs(x));

    /// <summary>The power law far out towards an infinite end, where it holds; null elsewhere.</summary>
    private EndPowerLaw? TailLaw(double x) => (x < 0.0 ? left : right).TailLaw(Math.Abs(x));
}
