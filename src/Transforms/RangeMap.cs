namespace FreeSpectra.Transforms;

/// <summary>A smooth increasing map of the whole real line onto an open interval, which resolves both ends on a logarithmic scale.</summary>
/// <remarks>An end that is marked so is a split of a smooth function, where quotients lose their digits: the grid keeps away from it. At 0 nothing is lost. Source: [TM74] (double-exponential maps).</remarks>
internal readonly struct RangeMap(
    double low, double high, double scale, bool lowIsSplit = false, bool highIsSplit = false, double zeroReach = RangeMap.ZeroReach, double farther = 0.0)
{
    private const double FiniteReach = 27.0;
    private const double SplitReach = 11.0;
    /// <summary>How far, in powers of e, an end at 0 is resolved if nothing else is asked for.</summary>
    public const double ZeroReach = 40.0;

    private const double InfiniteReach = 9.0;
    private const double Margin = 8.0;

    /// <summary>A map whose ends at 0 only divide a smooth function.</summary>
    public static RangeMap SplitAtZero(double low, double high, double scale) => new(low, high, scale, low == 0.0, high == 0.0);

    /// <summary>The length that infinite ends are measured in.</summary>
    public double Scale => scale;

    /// <summary>From where a grid in y should start.</summary>
    public double Start => double.IsInfinity(low) ? -(InfiniteReach + farther) : -Reach(low, lowIsSplit, Length);

    /// <summary>Where a grid in y should end.</summary>
    public double End => double.IsInfinity(high) ? InfiniteReach + farther : Reach(high, highIsSplit, Length);

    /// <summary>The point of the interval with coordinate y.</summary>
    public double At(double y)
    {
        if (double.IsInfinity(low))
        {
            return double.IsInfinity(high) ? scale * Math.Sinh(y) : high - (scale * Math.Exp(-y));
        }

        if (double.IsInfinity(high))
        {
            return low + (scale * Math.Exp(y));
        }

        double e = Math.Exp(-Math.Abs(y));
        double near = (high - low) * e / (1.0 + e);
        return y < 0.0 ? low + near : high - near;
    }

    /// <summary>The derivative of <see cref="At"/>.</summary>
    public double Derivative(double y)
    {
        if (double.IsInfinity(low))
        {
            return scale * (double.IsInfinity(high) ? Math.Cosh(y) : Math.Exp(-y));
        }

        if (double.IsInfinity(high))
        {
            return scale * Math.Exp(y);
        }

        double e = Math.Exp(-Math.Abs(y));
        return (high - low) * e / ((1.0 + e) * (1.0 + e));
    }

    /// <summary>The rounding error of a point of the interval, as one of its coordinate: large beside an end that is far from 0.</summary>
    public double Resolution(double y) => 2.220446049250313e-16 * Math.Abs(At(y)) / Derivative(y);

    /// <summary>The coordinate of a point that lies inside the interval by much more than rounding, near its lower or its upper end.</summary>
    public double Within(bool upper) => upper ? Math.Min(End, Reach(high, highIsSplit) - Margin) : Math.Max(Start, Margin - Reach(low, lowIsSplit));

    private double Length => double.IsInfinity(high - low) ? scale : high - low;

    private double Reach(double end, bool split) => split ? SplitReach + farther : end == 0.0 ? zeroReach : FiniteReach;

    /// <summary>An end that is small itself is resolved on its own scale.</summary>
    private double Reach(double end, bool split, double length) =>
        Reach(end, split) + (end == 0.0 ? 0.0 : Math.Max(0.0, Math.Log(length / Math.Abs(end))));

    /// <summary>The coordinate of a point of the interval.</summary>
    public double Coordinate(double point)
    {
        if (double.IsInfinity(low))
        {
            return double.IsInfinity(high) ? Math.Asinh(point / scale) : -Math.Log((high - point) / scale);
        }

        return double.IsInfinity(high) ? Math.Log((point - low) / scale) : Math.Log((point - low) / (high - point));
    }
}
