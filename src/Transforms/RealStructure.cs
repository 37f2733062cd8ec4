using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>All gaps of a free convolution, found from the real branches of its factors.</summary>
/// <remarks>
/// <para>
/// A real x is off the bands exactly when x = x(P) for one choice of branches with dx/dP &gt; 0; the ends of the gaps are the
/// zeros of dx/dP. On each pair of branches 1/√(dωᵢ/dP) is convex in P (Pick functions have a Schwarzian derivative ≥ 0), so
/// each term of dx/dP rises to one peak and falls. For products and P &gt; 0 fᵢ = 1/√(d ln ωᵢ/d ln P) is convex in ln P: fᵢ² = 1 + Var tω/(ω − t)/(u(1 + u)) ≥ 1 with
/// u = 1/(P − 1), and f'' ≥ (f − f⁻³)/4. Between the ends of the common range and the peaks the slope is sampled on
/// a grid that is logarithmic towards both ends, as densely as its sign needs, and every extremum on the wrong side of 0 is refined.
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
    private const double LargestBoost = 1e4;
    private const double NearlyFlat = 1e-2;
    private const double NarrowestPeak = 1e-7;

    // Where an atom in a gap divides a branch, slopes change by less than this part from place to place before they lose their digits.
    private const double AtomSettled = 1e-4;

    private const double Farthest = 300.0;

    private readonly ConvolutionAlgebra algebra;
    private readonly double[] exponents;
    private readonly double excess;
    private readonly double scale;
    private readonly List<RealPiece> found = [];
    private readonly List<RealPiece> cusps = [];
    private readonly List<RealPiece> nearCusps = [];
    private readonly Func<double> bottom;
    private readonly Func<double, double, double> settle;

    private RealStructure(ConvolutionAlgebra algebra, double[] exponents, double excess, double scale, Func<double> bottom, Func<double, double, double> settle)
    {
        this.bottom = bottom;
        this.settle = settle;
        this.algebra = algebra;
        this.exponents = exponents;
        this.excess = excess;
        this.scale = scale;
        Gaps = [];
    }

    /// <summary>The gaps from left to right.</summary>
    public ImmutableArray<RealGap> Gaps { get; private set; }

    /// <summary>Poles of P where two bands have just met, or nearly meet.</summary>
    public ImmutableArray<RealPiece> NearCusps => [.. nearCusps];

    /// <summary>Finds the gaps.</summary>
    /// <param name="algebra">Sums or products.</param>
    /// <param name="factors">The branches of each factor.</param>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="scale">The size of the law.</param>
    /// <param name="bottom">No law has support below this combination of the bottoms of its factors.</param>
    /// <param name="settle">The true place of a critical value x at P, where that is known (see <see cref="HardEdge.Settled"/>); else x.</param>
    /// <param name="excess">Σ tᵢ − 1, if it is known to more digits than tᵢ.</param>
    public static RealStructure Find(
        ConvolutionAlgebra algebra, ImmutableArray<RealBranch>[] factors, double[] exponents, double scale, Func<double> bottom, Func<double, double, double>? settle = null,
        double? excess = null)
    {
        var structure = new RealStructure(algebra, exponents, excess ?? (exponents.Sum() - 1.0), scale, bottom, settle ?? ((_, x) => x));
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
        CommonRange range = new(algebra, factors, exponents, scale, excess);
        if (range.IsEmpty)
        {
            return;
        }

        RangeMap map = range.Map;
        RealPiece.Cursor cursor = new(range);
        double Slope(double y) => cursor.Evaluate(map.At(y)).Slope * Boost(map.At(y));
        bool isSum = algebra == ConvolutionAlgebra.Additive;
        SlopeSamples.Sample Sample(double y)
        {
            double value = Slope(y);
            double p = map.At(y);
            return isSum
                ? new SlopeSamples.Sample(y, p, value, [.. cursor.Slopes.Select(slope => 1.0 / Math.Sqrt(slope))])
                : new SlopeSamples.Sample(y, Math.Log(p), value, [.. cursor.Slopes.Zip(cursor.Omega, (slope, omega) => Math.Sqrt(omega / (p * slope)))]);
        }

        List<double> places = [];
        int count = (int)Math.Max(GridPoints, (map.End - map.Start) / GridStep);
        for (int k = 0; k < count; k++)
        {
            places.Add(map.Start + ((map.End - map.Start) * k / (count - 1)));
        }

        // Along the wrong branches of a product no point has a slope; in a sum one point may have lost its digits, beside a nearly logarithmic end.
        if (double.IsNaN(Slope(places[count / 2])) && (!isSum || places.TrueForAll(y => double.IsNaN(Slope(y)))))
        {
            return;
        }

        foreach (RealBranch branch in factors)
        {
            if (branch.Peak is { } peak)
            {
                double y = map.Coordinate(peak);
                places.AddRange(Around(y).Where(t => t > map.Start && t < map.End));
            }
        }

        places.Sort();
        List<(double Y, double Value)> samples = isSum || range.Low >= 0.0
            ? SlopeSamples.Dense(exponents, places, Sample)
            : [.. places.Select(y => (y, Slope(y)))];
        Outwards(samples, Slope, factors.All(branch => branch.LowPlace == double.NegativeInfinity), upper: false);
        Outwards(samples, Slope, factors.All(branch => branch.HighPlace == double.PositiveInfinity), upper: true);
        Inwards(samples, Slope, range, upper: false);
        Inwards(samples, Slope, range, upper: true);
        foreach (double y in Refine(samples, Slope, y => Boost(map.At(y))))
        {
            AddCusp(range, map.At(y), settle(map.At(y), range.At(map.At(y))), cusps);
        }

        if (double.IsPositiveInfinity(range.High) && algebra == ConvolutionAlgebra.Additive && CuspAtPole(Slope, map) is { } exact)
        {
            AddCusp(range, double.PositiveInfinity, range.Limit(upper: true), exact ? cusps : nearCusps);
        }

        Collect(samples, Slope, range);
    }

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
    /// Where a hard end of one summand meets atoms of the others, dx/dP falls to Σ tᵢwᵢ − (T − 1) &lt; 0 at P = 0: x(P) has its maximum before, if need be
    /// nearer to 0 than the grid goes for the sake of the atoms. A hard end behind an atom of the same summand is not told from an atom in a gap, but there the slope
    /// settles like P itself.
    /// </summary>
    private static void Inwards(List<(double Y, double Value)> samples, Func<double, double> slope, CommonRange range, bool upper)
    {
        (double y, double value) = upper ? samples[^1] : samples[0];
        double before = double.PositiveInfinity;
        while (value > 0.0 && range.EndsAtZero(upper) && Math.Abs(y) < range.ZeroReach
            && (range.IsHardBesideAtoms(upper) || Math.Abs(before - value) > AtomSettled * value))
        {
            y += upper ? GridStep : -GridStep;
            before = value;
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

    private static void AddCusp(CommonRange range, double p, double x, List<RealPiece> list)
    {
        if (double.IsFinite(x))
        {
            list.Add(new RealPiece(range.Between(p, p), null)
            {
                Left = x,
                Right = x,
                LeftIsCritical = true,
                RightIsCritical = true,
            });
        }
    }

    /// <summary>
    /// Whether dx/dG vanishes to second order at G = 0, true, or nearly so, false: there the boosted slope is A + B/P + C/P² with B = 0 and A = 0 or small. Null
    /// elsewhere.
    /// </summary>
    private bool? CuspAtPole(Func<double, double> slope, RangeMap map)
    {
        double near = slope(map.Coordinate(100.0 * scale));
        double far = slope(map.Coordinate(1000.0 * scale));
        return near >= -1e-9 ? null
            : Math.Abs(far - (0.01 * near)) < (1e-3 * Math.Abs(near * 0.01)) + 1e-9 ? true
            : ((100.0 * far) - near) / 99.0 is var linear && Math.Abs(linear) < NearlyFlat * 1e4 * (linear - near) ? false : null;
    }

    /// <summary>
    /// Refines extrema on the wrong side of 0, and returns the places where the slope just touches 0 from below. Towards a pole of P the boost makes rounding
    /// large, which touches 0 by chance.
    /// </summary>
    private static List<double> Refine(List<(double Y, double Value)> samples, Func<double, double> slope, Func<double, double> boost)
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
                bool touches = sign > 0.0 && boost(place) < LargestBoost && Math.Abs(value) < 1e-11 && Math.Min(before, slope(place - Beside)) < -1e-6 && Math.Min(after, slope(place + Beside)) < -1e-6;
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

    private void Collect(List<(double Y, double Value)> samples, Func<double, double> slope, CommonRange range)
    {
        RangeMap map = range.Map;
        double start = range.Low;
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
                start = i == 0 ? range.Low : map.At(ScalarSearch.Root(slope, samples[i - 1].Y, y, samples[i - 1].Value, value));
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
                Add(range, start, end, peak, startIsCritical, true);
            }
        }

        if (samples[^1].Value > 0.0)
        {
            Add(range, start, range.High, peak, startIsCritical, false);
        }
    }

    private void Add(CommonRange range, double low, double high, double? peak, bool lowIsCritical, bool highIsCritical)
    {
        if (!(low < high))
        {
            return;
        }

        CommonRange part = range.Between(low, high);
        double left = lowIsCritical ? range.CriticalValue(low) : part.Limit(upper: false);
        double right = highIsCritical ? range.CriticalValue(high) : part.Limit(upper: true);
        right = highIsCritical || !part.HighIsSplit ? NotBelowTheFactors(right) : right;

        // Of two critical points beside the same place only the nearer one is there.
        double settledLeft = lowIsCritical ? settle(low, left) : left, settledRight = highIsCritical ? settle(high, right) : right;
        bool both = settledLeft == settledRight && lowIsCritical && highIsCritical, lowIsNearer = Math.Abs(left - settledLeft) <= Math.Abs(right - settledRight);
        left = both && !lowIsNearer ? left : settledLeft;
        right = both && lowIsNearer ? right : settledRight;
        if (double.IsInfinity(right - left) || right - left > Math.Max(part.Noise(upper: false), part.Noise(upper: true)))
        {
            found.Add(new RealPiece(part, peak)
            {
                ZeroReach = part.ZeroReach,
                LowIsSplit = part.LowIsSplit,
                HighIsSplit = part.HighIsSplit,
                Left = left,
                Right = right,
                LeftIsCritical = lowIsCritical,
                RightIsCritical = highIsCritical,
            });
        }
    }

    /// <summary>
    /// The bottom of the support is at least Σ tᵢ·bottomᵢ, or Π bottomᵢ^tᵢ: an edge that rounding puts below it is moved there, so that a sum of
    /// positive laws stays positive. Rounding is a part of the scale for sums and at 0, of the edge itself for products elsewhere.
    /// </summary>
    private double NotBelowTheFactors(double edge) =>
        bottom() is var least && edge < least && least - edge <= 1e-12 * (algebra == ConvolutionAlgebra.Additive || least == 0.0 ? scale : least) ? least : edge;

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
            if (gaps[i].Left < gaps[i - 1].Right - (1e-13 * scale) - (1e-10 * Math.Abs(gaps[i].Left)))
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
