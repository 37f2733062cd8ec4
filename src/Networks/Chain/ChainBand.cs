using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>A band of a chain's law with its edges in double-double precision.</summary>
/// <param name="left">The left edge.</param>
/// <param name="right">The right edge.</param>
/// <param name="massBelow">The mass of the law to the left of the band.</param>
/// <param name="mass">The mass of the band.</param>
internal sealed class ChainBand(Edge left, Edge right, double massBelow, double mass)
{
    private BandStarts? fromLeft;
    private BandStarts? fromRight;

    public DoubleDouble Left => left.Value;

    public DoubleDouble Right => right.Value;

    public Edge LeftEdge => left;

    public Edge RightEdge => right;

    public double MassBelow => massBelow;

    public double Mass => mass;

    public double Width { get; } = (right.Value - left.Value).High;

    /// <summary>A height from which the descent to the axis starts.</summary>
    public double Scale => Math.Max(Math.Abs(Left.High), Math.Abs(Right.High));

    public Band ToBand() => new(Left.High, Right.High, Mass, left.Exponent, right.Exponent);

    public Edge EdgeAt(IntervalEnd end) => end == IntervalEnd.Left ? left : right;

    /// <summary>x at a distance from one end.</summary>
    public DoubleDouble PointAt(IntervalEnd end, DoubleDouble offset) =>
        end == IntervalEnd.Left ? Left + offset : Right - offset;

    /// <summary>The starting values of the half of the band next to one end.</summary>
    public BandStarts Starts(RationalCurve curve, IntervalEnd end) => end == IntervalEnd.Left
        ? fromLeft ??= new BandStarts(curve, this, end)
        : fromRight ??= new BandStarts(curve, this, end);
}
