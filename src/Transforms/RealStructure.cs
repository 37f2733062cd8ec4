using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>All gaps of a free convolution, found from the real branches of its factors.</summary>
/// <remarks>
/// <para>
/// A real x is off the bands exactly when x = x(P) for one choice of branches with dx/dP &gt; 0; the ends of the gaps are the
/// zeros of dx/dP. On each pair of branches 1/√(dωᵢ/dP) is convex in P (Pick functions have a Schwarzian derivative ≥ 0), so
/// each term of dx/dP rises to one peak and falls. Between the ends of the common range and the peaks the slope is sampled on
/// a grid that is logarithmic towards both ends, for sums as densely as its sign needs, and every extremum on the wrong side of 0 is refined.
/// </para>
/// <para>Source: [BES20] (edges of free additive convolutions); [BV93] (real inverses).</para>
/// </remarks>
internal sealed class RealStructure
{
    private const int GridPoints = 89;
    private const double GridStep = 0.62;

    // Of a slope that is 0, and a step at which it is not any more.
    private const double Rounding = 1e-13;
    private const double Beside = 0.03;
    private const double NarrowestPeak = 1e-7;
    private const double Farthest = 300.0;

    private readonly ConvolutionAlgebra algebra;
    private readonly double[] exponents;
    private readonly double scale;
    private readonly List<RealPiece> found = [];
    private readonly List<RealPiece> cusps = [];
    private readonly Func<double> bottom;

    private RealStructure(ConvolutionAlgebra algebra, double[] exponents, double scale, Func<double> bottom)
    {
        this.bottom = bottom;
        this.algebra = algebra;
        this.exponents = exponents;
        this.scale = scale;
        Gaps = [];
    }

    /// <summary>The gaps from left to right.</summary>
    public ImmutableArray<RealGap> Gaps { get; private set; }

    /// <summary>Finds the gaps.</summary>
    /// <param name="algebra">Sums or products.</param>
    /// <param name="factors">The branches of each factor.</param>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="scale">The size of the law.</param>
    /// <param name="bottom">No law has support below this combination of the bottoms of its factors.</param>
    public static RealStructure Find(
        ConvolutionAlgebra algebra, ImmutableArray<RealBranch>[] factors, double[] exponents, double scale, Func<double> bottom)
    {
        var structure = new RealStructure(algebra, exponents, scale, bottom);
        if (factors.Length == 1)
        {
            foreach (RealBranch branch in factors[0])
            {
                structure.Search([branch]);
            }
        }
        else
        {
            foreach (RealBranch first in factors[0])
            {
                foreach (RealBranch second in factors[1])
                {
                    structure.Search([first, second]);
                }
            }
        }

        structure.Join();
        return structure;
    }

    private void Search(RealBranch[] factors)
    {
        double low = factors.Max(branch => branch.Low);
        double high = factors.Min(branch => branch.High);
        // A range as narrow as the rounding of its ends is none.
        if (!(high - low > 1e-13 * factors.Max(branch => Math.Max(branch.Low == low ? SizeAt(low, branch.LowPlace) : 0.0, branch.High == high ? SizeAt(high, branch.HighPlace) : 0.0))))
        {
            return;
        }

        RangeMap map = MapOf(factors, low, high);
        RealPiece.Cursor cursor = new(algebra, factors, exponents);
        double Slope(double y) => cursor.Evaluate(map.At(y)).Slope * Boost(map.At(y));
        SlopeSamples.Sample Sample(double y)
        {
            double value = Slope(y);
            return new SlopeSamples.Sample(y, map.At(y), value, [.. cursor.Slopes.Select(slope => 1.0 / Math.Sqrt(slope))]);
        }

        List<double> places = [];
        int count = (int)Math.Max(GridPoints, (map.End - map.Start) / GridStep);
        for (int k = 0; k < count; k++)
        {
            places.Add(map.Start + ((map.End - map.Start) * k / (count - 1)));
        }

        if (double.IsNaN(Slope(places[count / 2])))
        {
            return;
        }

        foreach (RealBranch branch in factors)
        {
            if (branch.Peak is { } peak && peak > low && peak < high)
            {
                double y = map.Coordinate(peak);
                places.AddRange(Around(y).Where(t => t > map.Start && t < map.End));
            }
        }

        places.Sort();
        List<(double Y, double Value)> samples = algebra == ConvolutionAlgebra.Additive
            ? SlopeSamples.Dense(exponents, places, Sample)
            : [.. places.Select(y => (y, Slope(y)))];
        Outwards(samples, Slope, double.IsNegativeInfinity(low) && factors.All(branch => branch.LowPlace == double.NegativeInfinity), upper: false);
        Outwards(samples, Slope, double.IsPositiveInfinity(high) && factors.All(branch => branch.HighPlace == double.PositiveInfinity), upper: true);
        foreach (double y in Refine(samples, Slope))
        {
            AddCusp(factors, map.At(y), At(factors, map.At(y), out _));
        }

        if (double.IsPositiveInfinity(high) && algebra == ConvolutionAlgebra.Additive && CuspAtPole(Slope, map))
        {
            AddCusp(factors, double.PositiveInfinity, EndOf(factors, low, high, true));
        }

        Collect(samples, Slope, factors, map, low, high);
    }

    /// <summary>The size whose rounding an end of a range has: for sums its own and that of its place, so that edges beside 0 are told apart there.</summary>
    private double SizeAt(double p, double? place) =>
        algebra == ConvolutionAlgebra.Multiplicative ? 1.0
        : p == 0.0 || double.IsInfinity(p) ? 0.0
        : place is { } z && double.IsFinite(z) && z != 0.0 ? Math.Min(scale, Math.Max(Math.Abs(p), Math.Abs(z)))
        : scale;

    /// <summary>
    /// Far enough out x(P) increases if z is infinite there; with heavy tails, whose slopes approach their limits like small powers of P, that is far
    /// beyond the grid.
    /// </summary>
    private static void Outwards(List<(double Y, double Value)> samples, Func<double, double> slope, bool endless, bool upper)
    {
        (double y, double value) = upper ? samples[^1] : samples[0];
        while (endless && value <= 0.0 && Math.Abs(y) < Farthest)
        {
            y += upper ? GridStep : -GridStep;
            value = slope(y);
            samples.Insert(upper ? samples.Count : 0, (y, value));
        }
    }

    /// <summary>
    /// Places around a peak of one term, at distances that halve: a peak may be much narrower than the grid, and x(P) may increase only on its flank, where
    /// the other terms are larger.
    /// </summary>
    private static IEnumerable<double> Around(double peak)
    {
        yield return peak;
        for (double distance = GridStep; distance > NarrowestPeak; distance *= 0.5)
        {
            yield return peak - distance;
            yield return peak + distance;
        }
    }

    /// <summary>Undoes the decay of the slope towards a pole of P, where one factor is far away and the other near its own pole.</summary>
    private double Boost(double p)
    {
        double q = p / scale;
        return algebra == ConvolutionAlgebra.Additive ? 1.0 + (q * q) : Math.Abs(p) + (1.0 / Math.Abs(p));
    }

    private void AddCusp(RealBranch[] factors, double p, double x)
    {
        if (double.IsFinite(x))
        {
            cusps.Add(new RealPiece(algebra, factors, exponents, p, p, null, scale)
            {
                Left = x,
                Right = x,
                LeftIsCritical = true,
                RightIsCritical = true,
            });
        }
    }

    /// <summary>Whether dx/dG vanishes to second order at G = 0: there the boosted slope is A + B/P + C/P² with A = B = 0.</summary>
    private bool CuspAtPole(Func<double, double> slope, RangeMap map)
    {
        double near = slope(map.Coordinate(100.0 * scale));
        double far = slope(map.Coordinate(1000.0 * scale));
        return near < -1e-9 && Math.Abs(far - (0.01 * near)) < 1e-3 * Math.Abs(near * 0.01) + 1e-9;
    }

    /// <summary>Refines extrema on the wrong side of 0, and returns the places where the slope just touches 0 from below.</summary>
    private static List<double> Refine(List<(double Y, double Value)> samples, Func<double, double> slope)
    {
        List<double> touching = [];
        List<(double Y, double Value)> extra = [];
        for (int i = 1; i + 1 < samples.Count; i++)
        {
            (double before, double here, double after) = (samples[i - 1].Value, samples[i].Value, samples[i + 1].Value);
            double sign = here < Rounding ? 1.0 : -1.0;
            if (sign * (here - before) >= 0.0 && sign * (here - after) >= 0.0)
            {
                // A sample may lie at the very place, such as that of an atom, and the next one beside it: slopes are compared farther off.
                bool touched = Math.Abs(here) < Rounding;
                (double place, double value) = touched ? (samples[i].Y, here) : ScalarSearch.Maximum(y => sign * slope(y), samples[i - 1].Y, samples[i + 1].Y);
                bool touches = sign > 0.0 && Math.Abs(value) < 1e-11 && Math.Min(before, slope(place - Beside)) < -1e-6 && Math.Min(after, slope(place + Beside)) < -1e-6;
                if (touches)
                {
                    touching.Add(place);
                }
                else
                {
                    extra.Add((place, sign * value));
                }
            }
        }

        samples.AddRange(extra);
        samples.Sort((a, b) => a.Y.CompareTo(b.Y));
        return touching;
    }

    private void Collect(
        List<(double Y, double Value)> samples, Func<double, double> slope, RealBranch[] factors, RangeMap map, double low, double high)
    {
        double start = low;
        bool startIsCritical = false;
        double? peak = null;
        double most = 0.0;
        for (int i = 0; i < samples.Count; i++)
        {
            (double y, double value) = samples[i];
            bool positive = value > 0.0;
            bool wasPositive = i > 0 && samples[i - 1].Value > 0.0;
            if (positive && !wasPositive)
            {
                startIsCritical = i > 0;
                start = i == 0 ? low : map.At(ScalarSearch.Root(slope, samples[i - 1].Y, y, samples[i - 1].Value, value));
                most = 0.0;
            }

            if (positive && value / Boost(map.At(y)) > most)
            {
                most = value / Boost(map.At(y));
                peak = map.At(y);
            }

            if (!positive && wasPositive)
            {
                double end = map.At(ScalarSearch.Root(slope, samples[i - 1].Y, y, samples[i - 1].Value, value));
                Add(factors, start, end, peak, startIsCritical, true);
            }
        }

        if (samples[^1].Value > 0.0)
        {
            Add(factors, start, high, peak, startIsCritical, false);
        }
    }

    private void Add(RealBranch[] factors, double low, double high, double? peak, bool lowIsCritical, bool highIsCritical)
    {
        if (!(low < high))
        {
            return;
        }

        double left = lowIsCritical ? CriticalValue(factors, low) : EndOf(factors, low, high, false);
        double right = NotBelowTheFactors(highIsCritical ? CriticalValue(factors, high) : EndOf(factors, low, high, true));
        if (double.IsInfinity(left) || double.IsInfinity(right) || right - left > Math.Max(Noise(factors, low, high, false), Noise(factors, low, high, true)))
        {
            found.Add(new RealPiece(algebra, factors, exponents, low, high, peak, algebra == ConvolutionAlgebra.Additive ? scale : 1.0, LowIsSplit(factors, low), HighIsSplit(factors, high), factors.Max(branch => branch.ZeroReach))
            {
                ZeroReach = factors.Max(branch => branch.ZeroReach),
                LowIsSplit = LowIsSplit(factors, low),
                HighIsSplit = HighIsSplit(factors, high),
                Left = left,
                Right = right,
                LeftIsCritical = lowIsCritical,
                RightIsCritical = highIsCritical,
            });
        }
    }

    private bool LowIsSplit(RealBranch[] factors, double low) => (low == 0.0 && algebra == ConvolutionAlgebra.Multiplicative) || factors.Any(branch => branch.Low == low && branch.LowIsSplit);

    private bool HighIsSplit(RealBranch[] factors, double high) => (high == 0.0 && algebra == ConvolutionAlgebra.Multiplicative) || factors.Any(branch => branch.High == high && branch.HighIsSplit);

    private RangeMap MapOf(RealBranch[] factors, double low, double high) =>
        new(low, high, algebra == ConvolutionAlgebra.Additive ? scale : 1.0, LowIsSplit(factors, low), HighIsSplit(factors, high), factors.Max(branch => branch.ZeroReach));

    private double At(RealBranch[] factors, double p, out double[] omega)
    {
        RealPiece.Cursor cursor = new(algebra, factors, exponents);
        double x = cursor.Evaluate(p).X;
        omega = cursor.Omega;
        return x;
    }

    /// <summary>
    /// The bottom of the support is at least Σ tᵢ·bottomᵢ, or Π bottomᵢ^tᵢ: an edge that rounding puts below it is moved there, so that a sum of
    /// positive laws stays positive.
    /// </summary>
    private double NotBelowTheFactors(double edge) => bottom() is var least && edge < least && least - edge <= 1e-12 * scale ? least : edge;

    /// <summary>x at a critical point.</summary>
    /// <remarks>x is flat there, so the mean over neighbours at 1e-9 of the distance to the ends of the range has less rounding than one value.</remarks>
    private double CriticalValue(RealBranch[] factors, double p)
    {
        const int pairs = 8;
        double low = factors.Max(branch => branch.Low);
        double high = factors.Min(branch => branch.High);
        double room = Math.Min(Math.Min(p - low, high - p), Math.Abs(p) + (algebra == ConvolutionAlgebra.Additive ? scale : 0.0));
        double middle = At(factors, p, out _);
        double sum = 0.0;
        for (int k = 1; k <= pairs; k++)
        {
            double step = 1e-9 * room * k / pairs;
            sum += (At(factors, p - step, out _) - middle) + (At(factors, p + step, out _) - middle);
        }

        return double.IsFinite(sum) ? middle + (sum / ((2 * pairs) + 1)) : middle;
    }

    /// <summary>The rounding error of x near an end; a piece narrower than that is none (x is constant along some pairs of branches).</summary>
    private double Noise(RealBranch[] factors, double low, double high, bool upper)
    {
        RangeMap map = MapOf(factors, low, high);
        double p = map.At(upper ? map.End : map.Start);
        double x = At(factors, p, out double[] omega);
        const double units = 16.0 * 2.220446049250313e-16;
        if (algebra == ConvolutionAlgebra.Multiplicative)
        {
            return units * Math.Abs(x);
        }

        double sum = Math.Abs((exponents.Sum() - 1.0) * p);
        for (int i = 0; i < omega.Length; i++)
        {
            sum += Math.Abs(exponents[i] * omega[i]);
        }

        return units * sum;
    }

    /// <summary>The limit of x at an end of the common range that is not a critical point.</summary>
    private double EndOf(RealBranch[] factors, double low, double high, bool upper)
    {
        if (ExactEnd(factors, upper ? high : low, upper) is { } exact && double.IsFinite(exact))
        {
            return exact;
        }

        RangeMap map = MapOf(factors, low, high);
        double edge = upper ? map.End : map.Start;
        double step = upper ? 1.0 : -1.0;
        bool infinite = double.IsInfinity(upper ? high : low);
        double near = At(factors, map.At(edge), out _);
        double farther = At(factors, map.At(edge + step), out _);
        if (infinite && factors.All(branch => (upper ? branch.HighPlace : branch.LowPlace) is { } place && double.IsInfinity(place)))
        {
            return upper ? double.PositiveInfinity : double.NegativeInfinity;
        }

        if (infinite && Math.Abs(farther) > 2.0 * Math.Abs(near) && Math.Abs(near) > 10.0 * scale)
        {
            return upper ? double.PositiveInfinity : double.NegativeInfinity;
        }

        if (algebra == ConvolutionAlgebra.Multiplicative && Math.Abs(near) < 1e-3 * scale && Math.Abs(farther) < Math.Abs(near) * 0.5)
        {
            return 0.0;
        }

        if (algebra == ConvolutionAlgebra.Multiplicative && Math.Abs(near) < 1e-10 * scale)
        {
            return 0.0;
        }

        if (!infinite)
        {
            // x is analytic there too (a split at z = 0 or W = 0), but a quotient of two small numbers at the very end.
            RealPiece.Cursor cursor = new(algebra, factors, exponents);
            double length = double.IsFinite(high - low) ? high - low : Math.Max(map.Scale, Math.Abs(upper ? high : low));
            double limit = AnalyticEnd.Build(p => cursor.Evaluate(p).X, upper ? high : low, null, upper ? -1.0 : 1.0, length)?.Place
                ?? (2.0 * At(factors, map.At(upper ? 14.0 : -14.0), out _)) - At(factors, map.At(upper ? 14.0 - Math.Log(2.0) : Math.Log(2.0) - 14.0), out _);
            return algebra == ConvolutionAlgebra.Multiplicative && Math.Abs(limit) < 1e-10 * scale ? 0.0 : limit;
        }

        // x is analytic in 1/P at a pole: Richardson's extrapolation, where the rounding error of x ~ P does not yet count.
        double sign = upper ? 1.0 : -1.0;
        double start = 30.0 * Math.Max(map.Scale, Math.Abs(upper ? (double.IsFinite(low) ? low : 0.0) : (double.IsFinite(high) ? high : 0.0)));
        double[] table = new double[6];
        for (int k = 0; k < table.Length; k++)
        {
            table[k] = At(factors, sign * start * Math.Pow(2.0, k), out _);
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

    /// <summary>x where P is finite, from the places where the branches that end there end; null if one is not known.</summary>
    private double? ExactEnd(RealBranch[] factors, double p, bool upper)
    {
        if (!double.IsFinite(p) || (p == 0.0 && algebra == ConvolutionAlgebra.Multiplicative))
        {
            return null;
        }

        double[] omega = new double[factors.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            bool ends = (upper ? factors[i].High : factors[i].Low) == p;
            if ((!ends ? factors[i].Invert(p).Z : upper ? factors[i].HighPlace : factors[i].LowPlace) is not { } place)
            {
                return null;
            }

            omega[i] = place;
            if (algebra == ConvolutionAlgebra.Multiplicative && omega[i] == 0.0)
            {
                return 0.0;
            }
        }

        return algebra.Combine(exponents, p, omega, new double[factors.Length]).X;
    }

    private void Join()
    {
        found.Sort((a, b) => a.Left.CompareTo(b.Left));
        var gaps = ImmutableArray.CreateBuilder<RealGap>();
        List<RealPiece> current = [];
        foreach (RealPiece piece in found)
        {
            if (current.Count > 0)
            {
                RealPiece last = current[^1];
                double tolerance = 1e-6 * Math.Min(scale, Math.Abs(last.Right) + (1e-6 * scale));
                bool joined = !last.RightIsCritical && !piece.LeftIsCritical && Math.Abs(last.Right - piece.Left) <= tolerance;
                if (!joined)
                {
                    gaps.Add(new RealGap(current[0].Left, last.Right, [.. current]));
                    current.Clear();
                }
            }

            current.Add(piece);
        }

        if (current.Count > 0)
        {
            gaps.Add(new RealGap(current[0].Left, current[^1].Right, [.. current]));
        }

        // A real point off the support has one P: gaps that overlap by more than rounding were found on a wrong branch.
        for (int i = 1; i < gaps.Count; i++)
        {
            if (gaps[i].Left < gaps[i - 1].Right - (1e-10 * Math.Max(scale, Math.Abs(gaps[i].Left))))
            {
                throw new NonConvergenceException(
                    "The search for gaps of a " + algebra.Name, gaps[i].Left, gaps.Count, gaps[i - 1].Right - gaps[i].Left, "Two gaps overlap: the law is not answered.");
            }
        }

        foreach (RealPiece cusp in cusps)
        {
            if (!gaps.Any(gap => cusp.Left >= gap.Left - (1e-13 * scale) && cusp.Left <= gap.Right + (1e-13 * scale)))
            {
                gaps.Add(new RealGap(cusp.Left, cusp.Left, [cusp]));
            }
        }

        Gaps = [.. gaps.OrderBy(gap => gap.Left)];
    }
}
