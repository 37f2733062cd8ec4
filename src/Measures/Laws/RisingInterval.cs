using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Measures.Laws;

/// <summary>An interval of real y on which Z increases: its values are a gap of the support.</summary>
/// <remarks>Source: [SC95] thm. 4.1, 4.2.</remarks>
internal sealed class RisingInterval
{
    private const double Far = 1e12;

    // How much nearer than its size, in powers of e, a root of Z' is found beside an end of H: to rounding of the end, which has none at 0.
    private const double FromEnd = 33.0;
    private const double FromZero = 300.0;

    private RisingInterval(CompoundPoissonMap map, double low, double high)
    {
        Low = low;
        High = high;
        AtLow = double.IsFinite(low) ? Series(map, low) : null;
        AtHigh = double.IsFinite(high) ? Series(map, high) : null;
        LowValue = AtLow?.Value ?? double.NegativeInfinity;
        HighValue = AtHigh?.Value ?? double.PositiveInfinity;
    }

    /// <summary>The lower end, a root of Z', or −∞.</summary>
    public double Low { get; }

    /// <summary>The upper end, a root of Z', or +∞.</summary>
    public double High { get; }

    /// <summary>Z at the lower end: the right edge of the band below.</summary>
    public double LowValue { get; }

    /// <summary>Z at the upper end: the left edge of the band above.</summary>
    public double HighValue { get; }

    /// <summary>The expansion of Z at the lower end.</summary>
    public EdgeSeries? AtLow { get; }

    /// <summary>The expansion of Z at the upper end.</summary>
    public EdgeSeries? AtHigh { get; }

    /// <summary>Whether λ' is 1 to rounding: the law then has a hard edge at 0 and neither an atom nor a gap there.</summary>
    public static bool IsCritical(double effectiveRate) => Math.Abs(effectiveRate - 1.0) <= 4e-16;

    /// <summary>All of them, in order; the first is unbounded below and the last above.</summary>
    public static ImmutableArray<RisingInterval> All(CompoundPoissonMap map, double effectiveRate)
    {
        ImmutableArray<RisingInterval>.Builder intervals = ImmutableArray.CreateBuilder<RisingInterval>();
        double first = map.Pieces[0].Left;
        double last = map.Pieces[^1].Right;
        double size = Math.Max(Math.Abs(first), Math.Abs(last));

        // Beyond the last piece Z' increases from −∞ to 1: one root, found in the logarithm of the distance to the piece.
        double below = first - Math.Exp(OuterRoot(map, first, -1.0, size));
        intervals.Add(new RisingInterval(map, double.NegativeInfinity, Snap(below, size, effectiveRate)));
        for (int i = 0; i + 1 < map.Pieces.Length; i++)
        {
            double left = map.Pieces[i].Right;
            double right = map.Pieces[i + 1].Left;
            double peak = Peak(map, left, right);
            if (IsCritical(effectiveRate) && left < 0.0 && right > 0.0 && Math.Abs(peak) < 1e-7 * (right - left))
            {
                // λ' = 1 and no first-order pull to either side: Z has an inflexion at 0 and two bands meet there.
                intervals.Add(new RisingInterval(map, 0.0, 0.0));
                continue;
            }

            if (map.Slope(peak).Real <= 0.0)
            {
                continue;
            }

            double low = InnerRoot(map, left, peak, size, effectiveRate);
            double high = InnerRoot(map, right, peak, size, effectiveRate);
            intervals.Add(new RisingInterval(map, low, high));
        }

        double above = last + Math.Exp(OuterRoot(map, last, 1.0, size));
        intervals.Add(new RisingInterval(map, Snap(above, size, effectiveRate), double.PositiveInfinity));
        return intervals.ToImmutable();
    }

    /// <summary>The y of this interval with Z(y) = x.</summary>
    public double Solve(CompoundPoissonMap map, double x)
    {
        double low = double.IsFinite(Low) ? Low : Math.Min(High, x) - (Far * (1.0 + Math.Abs(x)));
        double high = double.IsFinite(High) ? High : Math.Max(Low, x) + (Far * (1.0 + Math.Abs(x)));
        if (low >= high || x == LowValue)
        {
            return low;
        }

        return x == HighValue
            ? high
            : MonotoneRoot.Find(y => (map.Value(y).Real - x, map.Slope(y).Real), low, high, increasing: true, guess: x);
    }

    private static EdgeSeries Series(CompoundPoissonMap map, double center) =>
        new(map.Value, center, map.Distance(center));

    private static double OuterRoot(CompoundPoissonMap map, double end, double direction, double size) => MonotoneRoot.Find(
        t =>
        {
            double distance = Math.Exp(t);
            double y = end + (direction * distance);
            return (map.Slope(y).Real, map.Bend(y).Real * direction * distance);
        },
        Math.Log(size) - (end == 0.0 ? FromZero : FromEnd),
        Math.Log(size) + 60.0,
        increasing: true,
        guess: Math.Log(size) + 0.4);

    private static double InnerRoot(CompoundPoissonMap map, double end, double peak, double size, double effectiveRate)
    {
        double direction = Math.Sign(peak - end);
        double reach = Math.Abs(peak - end);
        double logDistance = MonotoneRoot.Find(
            t =>
            {
                double distance = Math.Exp(t);
                double y = end + (direction * distance);
                return (map.Slope(y).Real, map.Bend(y).Real * direction * distance);
            },
            Math.Log(reach) - (end == 0.0 ? FromZero : FromEnd),
            Math.Log(reach),
            increasing: true);
        return Snap(end + (direction * Math.Exp(logDistance)), size, effectiveRate);
    }

    /// <summary>Where the concave function Z' is largest between two pieces.</summary>
    private static double Peak(CompoundPoissonMap map, double left, double right)
    {
        double low = left;
        double high = right;
        for (int i = 0; i < 200 && high - low > 1e-15 * Math.Max(Math.Abs(low), Math.Abs(high)); i++)
        {
            Effort.Step();
            double middle = low + (0.5 * (high - low));
            if (middle <= low || middle >= high)
            {
                break;
            }

            if (map.Bend(middle).Real > 0.0)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + (0.5 * (high - low));
    }

    /// <summary>With λ' = 1 the point 0 is a root of Z' exactly, a hard edge.</summary>
    private static double Snap(double y, double size, double effectiveRate) =>
        IsCritical(effectiveRate) && Math.Abs(y) < 1e-9 * size ? 0.0 : y;
}
