using System.Collections.Immutable;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>A branch for sums made from one for products, or the reverse, with the other Pick function as the parameter.</summary>
/// <remarks>
/// <para>F = z(1 − 1/W) and W = z/(z − F). Both increase with z, so each is an increasing function of the other.</para>
/// <para>Source: [BV93] §5, 6.</para>
/// </remarks>
internal sealed class ConvertedBranch : RealBranch
{
    private const int TableSize = 129;

    private readonly RealBranch source;
    private readonly bool toAdditive;
    private readonly double from;
    private readonly double to;
    private readonly RangeMap map;
    private readonly double scale;
    private readonly Lazy<MonotoneTable> table;
    private readonly AnalyticEnds ends;

    private ConvertedBranch(RealBranch source, bool toAdditive, double from, double to, double low, double high, SpectralMeasure law, double size, bool hardZero)
        : base(low, high, double.NaN)
    {
        double scale = toAdditive ? 1.0 : size;
        map = MapOf(from, to, scale, hardZero);
        this.source = source;
        this.toAdditive = toAdditive;
        this.from = from;
        this.to = to;
        this.scale = scale;
        table = new Lazy<MonotoneTable>(() =>
        {
            RealCursor cursor = source.NewCursor();
            return new MonotoneTable(y => Evaluate(cursor, toAdditive, map.At(y)).Value, map.Start - 6.0, map.End + 6.0, TableSize, toAdditive ? size : 1.0);
        });
        double? Inside(double place) => law.Bands.Any(band => Math.Abs(place - band.Left) < 1e-9 * size || Math.Abs(place - band.Right) < 1e-9 * size) ? null : place;
        ends = new AnalyticEnds(low, high, toAdditive ? size : 1.0, Inside(LowPlace), Inside(HighPlace), NewDirect);
    }

    /// <summary>All branches, split where the new Pick function has a pole (and, for products, a zero).</summary>
    public static ImmutableArray<RealBranch> From(ImmutableArray<RealBranch> sources, bool toAdditive, SpectralMeasure law)
    {
        double size = LawScale.Of(law);
        bool hardZero = toAdditive && IsHardAtZero(law);
        var branches = ImmutableArray.CreateBuilder<RealBranch>();
        foreach (RealBranch source in sources)
        {
            List<double> cuts = [source.Low, source.High];
            if (!toAdditive)
            {
                AddCuts(cuts, source, size, law.MassAt(0.0));
            }

            for (int i = 0; i + 1 < cuts.Count; i++)
            {
                (double low, double high) = Ends(source, toAdditive, cuts[i], cuts[i + 1], toAdditive ? 1.0 : size, law);
                if (low < high)
                {
                    branches.Add(new ConvertedBranch(source, toAdditive, cuts[i], cuts[i + 1], low, high, law, size, hardZero)
                    {
                        ZeroReach = hardZero ? HardEdge.Depth(law.Bands[0].LeftExponent) : RangeMap.ZeroReach,
                        LowIsSplit = (cuts[i] != 0.0 || !hardZero)
                            && (cuts[i] == 0.0 || (cuts[i] == source.Low && (source.LowIsSplit || (toAdditive && IsPole(cuts[i], source.LowPlace))))),
                        HighIsSplit = (cuts[i + 1] != 0.0 || !hardZero)
                            && (cuts[i + 1] == 0.0 || (cuts[i + 1] == source.High && (source.HighIsSplit || (toAdditive && IsPole(cuts[i + 1], source.HighPlace))))),
                    });
                }
            }
        }

        return branches.ToImmutable();
    }

    /// <inheritdoc/>
    public override double LowPlace => from == source.Low ? source.LowPlace : double.NaN;

    /// <inheritdoc/>
    public override double HighPlace => to == source.High ? source.HighPlace : double.NaN;

    /// <inheritdoc/>
    public override RealCursor NewCursor() => new Cursor(this);

    private Func<double, double> NewDirect()
    {
        Cursor cursor = new(this);
        return p => cursor.Direct(p).Z;
    }

    /// <summary>Whether G is infinite at 0, so that F vanishes there, at an end and not at a point that only divides the branches.</summary>
    private static bool IsHardAtZero(SpectralMeasure law) => law.Bands.Any(band => band.Left == 0.0 && band.LeftExponent <= 0.0);

    /// <summary>At W = 0 the branches are only divided, unless G is infinite there.</summary>
    private static RangeMap MapOf(double from, double to, double scale, bool hardZero) =>
        hardZero ? new RangeMap(from, to, scale) : RangeMap.SplitAtZero(from, to, scale);

    /// <summary>Whether an end is a pole of W at a finite place, where F passes smoothly through F = z.</summary>
    private static bool IsPole(double end, double place) => double.IsInfinity(end) && !double.IsInfinity(place);

    private static (double Value, double Derivative, double Z, double Slope) Evaluate(RealCursor cursor, bool toAdditive, double s)
    {
        (double z, double slope) = cursor.Invert(s);
        return toAdditive
            ? (z - (z / s), (slope * (1.0 - (1.0 / s))) + (z / s / s), z, slope)
            : (z / (z - s), (z - (s * slope)) / (z - s) / (z - s), z, slope);
    }

    /// <summary>F = 0 (atoms), z = 0 (zeros of W) and z = F (poles of W) inside a branch for sums.</summary>
    private static void AddCuts(List<double> cuts, RealBranch source, double size, double zeroMass)
    {
        List<double> origin = [];
        AddRoot(origin, source, source.Low, source.High, size, subtract: false);
        if (zeroMass > 0.0 && origin.Count > 0)
        {
            // z = 0 is an atom, where F = 0 exactly.
            origin[0] = 0.0;
        }

        List<double> inner = [.. origin];
        if (source.Low < 0.0 && source.High > 0.0 && !origin.Contains(0.0))
        {
            inner.Add(0.0);
        }

        inner.Sort();
        double[] ends = [source.Low, .. inner, source.High];
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            AddRoot(inner, source, ends[i], ends[i + 1], size, subtract: true);
        }

        // F = 0 is a regular point of W (W = 1) unless z = 0 there too: it only separated the poles.
        cuts.AddRange(inner.Where(cut => cut != 0.0 || origin.Contains(0.0)));
        cuts.Sort();
    }

    private static void AddRoot(List<double> cuts, RealBranch source, double low, double high, double size, bool subtract)
    {
        RangeMap map = RangeMap.SplitAtZero(low, high, size);
        RealCursor cursor = source.NewCursor();
        double Value(double y)
        {
            double s = map.At(y);
            return Math.Tanh((cursor.Invert(s).Z - (subtract ? s : 0.0)) / size);
        }

        double atStart = Value(map.Start);
        double atEnd = Value(map.End);
        if (double.IsInfinity(low) && double.IsInfinity(high) && subtract)
        {
            return;
        }

        if ((atStart < 0.0) != (atEnd < 0.0) && Math.Abs(atStart) > 1e-9 && Math.Abs(atEnd) > 1e-9)
        {
            cuts.Add(map.At(ScalarSearch.Root(Value, map.Start, map.End, atStart, atEnd)));
        }
    }

    private static (double Low, double High) Ends(RealBranch source, bool toAdditive, double from, double to, double size, SpectralMeasure law)
    {
        double zeroMass = law.MassAt(0.0);
        double lawSize = LawScale.Of(law);

        bool hardZero = IsHardAtZero(law);
        RangeMap map = MapOf(from, to, size, toAdditive && hardZero);
        RealCursor cursor = source.NewCursor();
        double At(double y) => Evaluate(cursor, toAdditive, map.At(y)).Value;
        double Exact(double cut)
        {
            double value = Evaluate(cursor, toAdditive, cut).Value;
            return !toAdditive && Math.Abs(value) < 1e-13 ? 0.0 : value;
        }

        double exactLow = double.IsFinite(from) ? Exact(from) : double.NaN;
        double exactHigh = double.IsFinite(to) ? Exact(to) : double.NaN;
        if (!toAdditive && zeroMass > 0.0)
        {
            // F = z = 0 at an atom there: W has the limit −w/(1 − w).
            exactLow = from == 0.0 ? zeroMass / (zeroMass - 1.0) : exactLow;
            exactHigh = to == 0.0 ? zeroMass / (zeroMass - 1.0) : exactHigh;
        }

        // W = z/(z − F) vanishes with z where there is no atom: F either does not, or it does so more slowly.
        bool noAtom = !toAdditive && zeroMass == 0.0;
        exactLow = noAtom && from == source.Low && source.LowPlace == 0.0 ? 0.0 : exactLow;
        exactHigh = noAtom && to == source.High && source.HighPlace == 0.0 ? 0.0 : exactHigh;
        exactLow = toAdditive && from == 0.0 ? (hardZero && source.LowPlace == 0.0 ? 0.0 : AtZero(At, -1.0)) : exactLow;
        exactHigh = toAdditive && to == 0.0 ? (hardZero && source.HighPlace == 0.0 ? 0.0 : AtZero(At, 1.0)) : exactHigh;
        // Where the end of the old branch is a known place z, both functions are known there.
        double placeLow = from == source.Low ? source.LowPlace : double.NaN;
        double placeHigh = to == source.High ? source.HighPlace : double.NaN;
        if (toAdditive && double.IsFinite(from) && from != 0.0 && double.IsFinite(placeLow))
        {
            exactLow = placeLow * (1.0 - (1.0 / from));
        }

        if (toAdditive && double.IsFinite(to) && to != 0.0 && double.IsFinite(placeHigh))
        {
            exactHigh = placeHigh * (1.0 - (1.0 / to));
        }

        if (!toAdditive && double.IsFinite(from) && double.IsFinite(placeLow) && placeLow != 0.0 && placeLow != from)
        {
            exactLow = placeLow / (placeLow - from);
        }

        if (!toAdditive && double.IsFinite(to) && double.IsFinite(placeHigh) && placeHigh != 0.0 && placeHigh != to)
        {
            exactHigh = placeHigh / (placeHigh - to);
        }

        double low = double.IsFinite(from) ? exactLow : AtPole(Exact, -1.0, to, toAdditive ? 1.0 : size);
        double high = double.IsFinite(to) ? exactHigh : AtPole(Exact, 1.0, from, toAdditive ? 1.0 : size);

        // Both functions have a pole at infinity, however slowly they grow.
        low = double.IsNegativeInfinity(placeLow) ? double.NegativeInfinity : low;
        high = double.IsPositiveInfinity(placeHigh) ? double.PositiveInfinity : high;

        // At a hard edge G is infinite, and F = 0 where z = 0.
        low = toAdditive && Math.Abs(low) < 1e-9 * lawSize ? 0.0 : low;
        high = toAdditive && Math.Abs(high) < 1e-9 * lawSize ? 0.0 : high;

        // Where F has a pole at a finite z, W has a zero there.
        low = !toAdditive && double.IsInfinity(from) && Math.Abs(low) < 1e-5 ? 0.0 : low;
        high = !toAdditive && double.IsInfinity(to) && Math.Abs(high) < 1e-5 ? 0.0 : high;

        // At a cut the new Pick function has a pole or a value; rounding makes the pole a large number.
        double large = 1e9 * (toAdditive ? size : 1.0);
        bool poleLow = !(Math.Abs(low) < large) || (At(map.Start) < -1e6 * (toAdditive ? size : 1.0) && double.IsFinite(from) && double.IsNaN(placeLow));
        bool poleHigh = !(Math.Abs(high) < large) || (At(map.End) > 1e6 * (toAdditive ? size : 1.0) && double.IsFinite(to) && double.IsNaN(placeHigh));
        return (poleLow ? double.NegativeInfinity : low, poleHigh ? double.PositiveInfinity : high);
    }

    /// <summary>F where W = 0: a pole if z is not 0 there, else the limit, by Richardson's extrapolation.</summary>
    private static double AtZero(Func<double, double> function, double side)
    {
        double near = function(side * 14.0);
        double next = function(side * (14.0 - Math.Log(2.0)));
        double last = function(side * (14.0 - Math.Log(4.0)));
        return Math.Abs(near) > 1.5 * Math.Abs(next) && Math.Abs(next) > 1.5 * Math.Abs(last)
            ? side * double.PositiveInfinity
            : ((8.0 * near) - (6.0 * next) + last) / 3.0;
    }

    /// <summary>The limit at a pole of the old function by Richardson's extrapolation; infinite if the new one has a pole there too.</summary>
    private static double AtPole(Func<double, double> function, double sign, double other, double scale)
    {
        double start = sign * 30.0 * Math.Max(scale, double.IsFinite(other) ? Math.Abs(other) : 0.0);
        double[] table = new double[6];
        for (int k = 0; k < table.Length; k++)
        {
            table[k] = function(start * Math.Pow(2.0, k));
        }

        if (Math.Abs(table[5]) > 8.0 * Math.Abs(table[0]) && Math.Abs(table[5] - table[4]) > 0.4 * Math.Abs(table[5]))
        {
            return sign * double.PositiveInfinity;
        }

        for (int order = 1; order < table.Length; order++)
        {
            double power = Math.Pow(2.0, order);
            for (int k = 0; k + order < table.Length; k++)
            {
                table[k] = ((power * table[k + 1]) - table[k]) / (power - 1.0);
            }
        }

        return table[0];
    }

    private sealed class Cursor(ConvertedBranch branch) : RealCursor
    {
        private readonly RealCursor inner = branch.source.NewCursor();
        private double lastP;
        private double lastY = double.NaN;
        private double lastRate;

        public override (double Z, double Slope) Invert(double p) => branch.ends.At(p) is { } end ? end.Invert(p) : Direct(p);

        /// <summary>By Newton's method on the new Pick function.</summary>
        public (double Z, double Slope) Direct(double p)
        {
            RangeMap map = branch.map;
            if (!double.IsNaN(lastY) && Follow(p, map) is { } followed)
            {
                return followed;
            }

            double y = Bracket(p, map);
            (double value, double rate, double z, double slope) = Evaluate(inner, branch.toAdditive, map.At(y));
            (lastP, lastY, lastRate) = (p, y, rate * map.Derivative(y));

            // What is left of the residual: z and the new function share the rounding of y, so that the difference of the two is better known than either.
            double correction = slope / rate * (value - p);
            return (Math.Abs(correction) < 1e-9 * Math.Abs(z) ? z - correction : z, slope / rate);
        }

        /// <summary>Plain Newton from the last point; null if it does not settle at once.</summary>
        private (double Z, double Slope)? Follow(double p, RangeMap map)
        {
            double y = lastY + ((p - lastP) / lastRate);
            y = Math.Min(Math.Max(y, lastY - 0.5), lastY + 0.5);
            double before = double.PositiveInfinity;
            for (int i = 0; i < 8; i++)
            {
                (double value, double rate, double z, double slope) = Evaluate(inner, branch.toAdditive, map.At(y));
                double step = (value - p) / (rate * map.Derivative(y));
                // Far out the slope of a closed form is mostly rounding, so a small step alone proves nothing.
                double resolution = map.Resolution(y);
                bool small = Math.Abs(step) <= (2e-15 * (1.0 + Math.Abs(y))) + resolution
                    || (Math.Abs(step) < 1e-11 + (8.0 * resolution) && Math.Abs(step) > 0.25 * before);
                if (small && Math.Abs(value - p) <= 1e-10 * (Math.Abs(value) + Math.Abs(p)) && rate > 0.0)
                {
                    (lastP, lastY, lastRate) = (p, y, rate * map.Derivative(y));
                    return (z - (slope * step * map.Derivative(y)), slope / rate);
                }

                if (i > 1 && !(Math.Abs(step) < 0.5 * before) && Math.Abs(step) > 1e-9)
                {
                    return null;
                }

                before = Math.Abs(step);
                y -= step;
                if (!(y >= map.Start - 6.0 && y <= map.End + 6.0))
                {
                    return null;
                }
            }

            return null;
        }

        private double Bracket(double p, RangeMap map)
        {
            bool tabulated = branch.table.Value.TryBracket(p, out double low, out double high, out double guess);
            low = tabulated ? low : map.Start - 6.0;
            high = tabulated ? high : map.End + 6.0;
            while (!tabulated && double.IsInfinity(branch.from) && low > -300.0 && Evaluate(inner, branch.toAdditive, map.At(low)).Value > p)
            {
                low -= 6.0;
            }

            while (!tabulated && double.IsInfinity(branch.to) && high < 300.0 && Evaluate(inner, branch.toAdditive, map.At(high)).Value < p)
            {
                high += 6.0;
            }

            bool reciprocal = !tabulated && Math.Abs(p) > branch.scale && (p > 0.0 ? double.IsInfinity(branch.High) : double.IsInfinity(branch.Low));
            return ScalarSearch.Root(
                t =>
                {
                    (double value, double derivative, _, _) = Evaluate(inner, branch.toAdditive, map.At(t));
                    return !reciprocal ? (value - p, derivative * map.Derivative(t))
                        : value * p > 0.0 ? ((1.0 / p) - (1.0 / value), derivative / value / value * map.Derivative(t))
                        : (value < p ? -1.0 : 1.0, double.NaN);
                },
                low,
                high,
                lowIsNegative: true,
                guess,
                1e-15 + (tabulated ? map.Resolution(guess) : 0.0));
        }
    }
}
