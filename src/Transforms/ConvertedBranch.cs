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

    // How far the value and z may be from those asked for, as a part of them, to be reached along a power law: where one of them passes 0 there is none.
    private const double RatioCorrected = 1e-2;

    // Where W is larger, z − F has lost three digits.
    private const double FarOut = 1e3;

    private readonly SpectralMeasure law;
    private readonly RealBranch source;
    private readonly bool toAdditive;
    private readonly double from;
    private readonly double to;
    private readonly RangeMap map;
    private readonly double scale;
    private readonly Lazy<MonotoneTable> table;
    private readonly AnalyticEnds ends;
    private readonly Lazy<MeanEnd?> lowest;
    private readonly Lazy<MeanEnd?> highest;

    private ConvertedBranch(RealBranch source, bool toAdditive, double from, double to, double low, double high, SpectralMeasure law, double size, bool hardZero)
        : base(low, high, null)
    {
        double scale = toAdditive ? 1.0 : size;
        map = MapOf(from, to, scale, hardZero);
        this.law = law;
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
        Divider? InsideGap(double? place) =>
            place is { } z && law.Bands.Any(band => Math.Abs(z - band.Left) < 1e-9 * size || Math.Abs(z - band.Right) < 1e-9 * size) ? null : new Divider(place);
        lowest = new Lazy<MeanEnd?>(() => toAdditive || !double.IsNegativeInfinity(LowPlace ?? 0.0) ? null : MeanEnd.Build(law, NewDirect(), -1.0, High));
        highest = new Lazy<MeanEnd?>(() => toAdditive || !double.IsPositiveInfinity(HighPlace ?? 0.0) ? null : MeanEnd.Build(law, NewDirect(), 1.0, Low));
        ends = new AnalyticEnds(low, high, toAdditive ? size : 1.0, InsideGap(LowPlace), InsideGap(HighPlace), NewDirect);
    }

    /// <summary>All branches, split where the new Pick function has a pole (and, for products, a zero).</summary>
    public static ImmutableArray<RealBranch> From(ImmutableArray<RealBranch> sources, bool toAdditive, SpectralMeasure law)
    {
        double size = LawScale.Of(law);
        bool hardZero = IsHardAtZero(law, toAdditive);
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
                        ZeroReach = toAdditive && hardZero ? HardEdge.Depth(law.Bands[0].LeftExponent) : RangeMap.ZeroReach,
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
    public override double? LowPlace => from == source.Low ? source.LowPlace : null;

    /// <inheritdoc/>
    public override double? HighPlace => to == source.High ? source.HighPlace : null;

    /// <inheritdoc/>
    public override double? Tangent(bool upper) =>
        double.IsInfinity(upper ? High : Low) && (upper ? HighPlace : LowPlace) is { } place && double.IsInfinity(place) && law.HasMoment(1) ? law.Mean : null;

    /// <inheritdoc/>
    public override RealCursor NewCursor() => new Cursor(this);

    private Func<double, double> NewDirect()
    {
        Cursor cursor = new(this);
        return p => cursor.Direct(p).Z;
    }

    /// <summary>Whether F vanishes at 0 because G is infinite: at an end, then, and not at a point that only divides the branches.</summary>
    /// <remarks>F need not be followed to 0 for the sake of W where G is a logarithm, as z falls like e^(−1/F), or has a pole: W has a limit there.</remarks>
    private static bool IsHardAtZero(SpectralMeasure law, bool toAdditive) =>
        law.Bands.Any(band => band.Left == 0.0 && (toAdditive ? band.LeftExponent <= 0.0 : band.LeftExponent < 0.0 && law.MassAt(0.0) == 0.0));

    /// <summary>At W = 0, or F = 0, the branches are only divided, unless G is infinite at 0.</summary>
    private static RangeMap MapOf(double from, double to, double scale, bool hardZero) =>
        hardZero ? new RangeMap(from, to, scale) : RangeMap.SplitAtZero(from, to, scale);

    /// <summary>Whether an end is a pole of W at a finite place, where F passes smoothly through F = z.</summary>
    private static bool IsPole(double end, double? place) => double.IsInfinity(end) && !(place is { } known && double.IsInfinity(known));

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

    /// <summary>The new Pick function at the lower end <paramref name="from"/> and the upper end <paramref name="to"/> of the parameter.</summary>
    private static (double Low, double High) Ends(RealBranch source, bool toAdditive, double from, double to, double size, SpectralMeasure law)
    {
        double zeroMass = law.MassAt(0.0);
        double lawSize = LawScale.Of(law);
        double unit = toAdditive ? lawSize : 1.0;
        bool hardZero = IsHardAtZero(law, toAdditive);
        RangeMap map = MapOf(from, to, size, hardZero);
        RealCursor cursor = source.NewCursor();
        double At(double y) => Evaluate(cursor, toAdditive, map.At(y)).Value;
        double Exact(double cut)
        {
            double value = Evaluate(cursor, toAdditive, cut).Value;
            return !toAdditive && Math.Abs(value) < 1e-13 ? 0.0 : value;
        }

        double Sum(double cut, double? place, double sign) =>
            cut == 0.0 ? (hardZero && place == 0.0 ? 0.0 : AtZero(At, sign))
            : place is { } z && double.IsFinite(z) ? z * (1.0 - (1.0 / cut))
            : Exact(cut);

        // W = z/(z − F) vanishes with z where there is no atom: F either does not, or does so more slowly. At an atom F = z = 0 and W has the limit −w/(1 − w).
        double Product(double cut, double? place) =>
            place is { } z && double.IsFinite(z) && z != 0.0 && z != cut ? z / (z - cut)
            : zeroMass == 0.0 && place == 0.0 ? 0.0
            : zeroMass > 0.0 && cut == 0.0 ? zeroMass / (zeroMass - 1.0)
            : Exact(cut);

        double End(double cut, double? place, double other, double sign)
        {
            // Both functions have a pole at infinity, however slowly they grow.
            if (place is { } z && double.IsInfinity(z))
            {
                return z;
            }

            double end = !double.IsFinite(cut) ? AtPole(Exact, sign, other, size) : toAdditive ? Sum(cut, place, sign) : Product(cut, place);

            // At a hard edge G is infinite, and F = 0 where z = 0, but not at an edge beside 0, however near; where F has a pole at a finite z, W has a zero.
            if (toAdditive ? Math.Abs(end) < 1e-9 * lawSize && place is null or 0.0 : double.IsInfinity(cut) && Math.Abs(end) < 1e-5)
            {
                return 0.0;
            }

            // At a cut the new Pick function has a pole or a value; rounding makes the pole a large number.
            bool pole = !(Math.Abs(end) < 1e9 * unit)
                || (place is null && double.IsFinite(cut) && sign * At(sign > 0.0 ? map.End : map.Start) > 1e6 * unit);
            return pole ? sign * double.PositiveInfinity : end;
        }

        return (
            End(from, from == source.Low ? source.LowPlace : null, to, -1.0),
            End(to, to == source.High ? source.HighPlace : null, from, 1.0));
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

        return Richardson.Limit(table);
    }

    private sealed class Cursor(ConvertedBranch branch) : RealCursor
    {
        private readonly RealCursor inner = branch.source.NewCursor();
        private double lastP;
        private double? lastY;
        private double lastRate;

        public override (double Z, double Slope) Invert(double p) => branch.ends.At(p) is { } end ? end.Invert(p)
            : Math.Abs(p) > FarOut && (p > 0.0 ? branch.highest : branch.lowest).Value is { } far && far.Covers(p) ? far.Invert(p)
            : Direct(p);

        /// <summary>By Newton's method on the new Pick function.</summary>
        public (double Z, double Slope) Direct(double p)
        {
            RangeMap map = branch.map;
            if (lastY is { } start && Follow(p, map, start) is { } followed)
            {
                return followed;
            }

            double y = Bracket(p, map);
            (double value, double rate, double z, double slope) = Evaluate(inner, branch.toAdditive, map.At(y));
            (lastP, lastY, lastRate) = (p, y, rate * map.Derivative(y));

            // What is left of the residual: z and the new function share the rounding of y, so that the difference of the two is better known than either. Beside 0
            // both follow powers, and the rounding of y may be more than a small part of them: there the ratio is corrected.
            double correction = slope / rate * (value - p);
            double ratio = p / value;
            return (Math.Abs(correction) < 1e-9 * Math.Abs(z) ? z - correction
                : Math.Abs(ratio - 1.0) < RatioCorrected && Math.Abs(correction) < RatioCorrected * Math.Abs(z) ? z * Math.Pow(ratio, slope / rate * (value / z))
                : z, slope / rate);
        }

        /// <summary>Plain Newton from the last point; null if it does not settle at once.</summary>
        private (double Z, double Slope)? Follow(double p, RangeMap map, double start)
        {
            double y = Math.Clamp(start + ((p - lastP) / lastRate), start - 0.5, start + 0.5);
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
            (double Low, double High, double Guess)? known = branch.table.Value.Bracket(p);
            bool tabulated = known is not null;
            double low = known?.Low ?? map.Start - 6.0;
            double high = known?.High ?? map.End + 6.0;
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
                        : (Math.CopySign(1.0, -p), null);
                },
                low,
                high,
                lowIsNegative: true,
                known?.Guess,
                1e-15 + (known is { } near ? map.Resolution(near.Guess) : 0.0));
        }
    }
}
