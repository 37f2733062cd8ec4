using System.Collections.Immutable;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>A branch of a law that gives its transforms as functions of z: the inverse is found by a bracketed Newton iteration.</summary>
/// <remarks>Source: [BV93] §5 (inverses of F).</remarks>
internal sealed class LawBranch : RealBranch
{
    private const int TableSize = 97;

    // Nearer to 0 than this part of a branch z is searched by its logarithm, as far as squares stay in the range of numbers.
    private const double BesideZero = 1e-4;
    private const double FarFromOne = 4.0;
    private const double Smallest = -330.0;
    private const double Largest = 690.0;

    // In sizes of the law, from where on zG − 1 loses digits.
    private const double FarOut = 3.0;

    // The rounding of W and F in their own units.
    private const double Rounding = 9e-16;

    private readonly SpectralMeasure law;
    private readonly ConvolutionAlgebra algebra;
    private readonly double left;
    private readonly double right;
    private readonly double scale;
    private readonly RangeMap map;
    private readonly Lazy<MonotoneTable> table;
    private readonly Lazy<SoftEdge?> leftEdge;
    private readonly Lazy<SoftEdge?> rightEdge;
    private readonly AnalyticEnds ends;

    private LawBranch(
        SpectralMeasure law, ConvolutionAlgebra algebra, double left, double right, double low, double high, double? peak, double scale, double zeroReach)
        : base(low, high, peak)
    {
        this.law = law;
        this.algebra = algebra;
        this.left = left;
        this.right = right;
        this.scale = scale;
        map = MapOf(algebra, left, right, scale, zeroReach);
        table = new Lazy<MonotoneTable>(() => new MonotoneTable(
            y => algebra.RealPick(law, map.At(y)).Value, map.Start, map.End, TableSize, algebra == ConvolutionAlgebra.Additive ? scale : 1.0));
        leftEdge = new Lazy<SoftEdge?>(() => EdgeAt(left, low, 1.0));
        rightEdge = new Lazy<SoftEdge?>(() => EdgeAt(right, high, -1.0));
        ends = new AnalyticEnds(
            low, high, algebra == ConvolutionAlgebra.Additive ? scale : 1.0, InsideGap(left), InsideGap(right), NewDirect);
    }

    /// <inheritdoc/>
    public override double? LowPlace => left;

    /// <inheritdoc/>
    public override double? HighPlace => right;

    /// <inheritdoc/>
    public override double? Tangent(bool upper)
    {
        (double z, double p) = upper ? (right, High) : (left, Low);
        if (double.IsInfinity(z) && double.IsInfinity(p))
        {
            return law.HasMoment(1) ? law.Mean : null;
        }

        bool apart = z == 0.0 && p == 0.0 && algebra == ConvolutionAlgebra.Multiplicative && !law.Bands.Any(band => band.Contains(0.0));
        return apart ? -1.0 / law.Cauchy(0.0).Real : null;
    }

    /// <inheritdoc/>
    public override RealCursor NewCursor() => new Cursor(this);

    private Func<double, double> NewDirect()
    {
        Cursor cursor = new(this);
        return p => cursor.Direct(p).Z;
    }

    /// <summary>The branches between the bands, the poles of P and, for products, the zeros of P.</summary>
    public static new ImmutableArray<RealBranch> Of(SpectralMeasure law, ConvolutionAlgebra algebra)
    {
        var branches = ImmutableArray.CreateBuilder<RealBranch>();
        bool positive = algebra == ConvolutionAlgebra.Multiplicative;
        double scale = LawScale.Of(law);
        double start = double.NegativeInfinity;
        foreach (Band band in law.Bands)
        {
            AddGap(branches, law, algebra, start, band.Left, scale, positive);
            start = band.Right;
        }

        AddGap(branches, law, algebra, start, double.PositiveInfinity, scale, positive);
        return branches.ToImmutable();
    }

    /// <summary>The finite poles of P off the bands.</summary>
    public static IEnumerable<double> Poles(SpectralMeasure law, ConvolutionAlgebra algebra) =>
        Of(law, algebra).Cast<LawBranch>().Where(branch => double.IsInfinity(branch.High)).Select(branch => branch.right).Where(double.IsFinite);

    private static void AddGap(
        ImmutableArray<RealBranch>.Builder branches, SpectralMeasure law, ConvolutionAlgebra algebra, double left, double right, double scale, bool positive)
    {
        if (!(left < right))
        {
            return;
        }

        // Between neighbouring nodes (ends of the gap and atoms) G and h decrease, so each has at most one zero there.
        List<double> nodes = [left, .. law.Atoms.Select(atom => atom.Location).Where(t => t > left && t < right && !(positive && t == 0.0)), right];
        List<double> poles = [];
        List<double> splits = [];
        for (int i = 0; i + 1 < nodes.Count; i++)
        {
            AddZero(poles, law, z => algebra.Reciprocal(law, z), nodes[i], nodes[i + 1]);
            if (positive)
            {
                bool around = nodes[i] < 0.0 && nodes[i + 1] > 0.0;
                double from = around ? 0.0 : nodes[i];
                if (around)
                {
                    splits.Add(0.0);
                }

                AddZero(splits, law, z => law.Cauchy(z).Real, from, nodes[i + 1]);
            }
        }

        // P is infinite at a pole and, at a split other than 0, exactly 0.
        List<(double Place, bool Pole, bool Zero)> cuts =
        [
            .. from cut in poles.Select(z => (Place: z, Pole: true, Zero: false)).Concat(splits.Select(z => (Place: z, Pole: false, Zero: z != 0.0)))
               orderby cut.Place
               select cut,
        ];
        cuts.Insert(0, (left, double.IsInfinity(left), false));
        cuts.Add((right, double.IsInfinity(right), false));
        for (int i = 0; i + 1 < cuts.Count; i++)
        {
            (double start, bool lowPole, bool lowZero) = cuts[i];
            (double end, bool highPole, bool highZero) = cuts[i + 1];
            double low = lowPole ? double.NegativeInfinity : lowZero ? 0.0 : EndValue(law, algebra, start, end, scale);
            double high = highPole ? double.PositiveInfinity : highZero ? 0.0 : EndValue(law, algebra, end, start, scale);
            if (low < high)
            {
                double hardest = positive ? 0.0 : law.Bands
                    .Select(band => start == 0.0 && band.Right == 0.0 ? band.RightExponent : end == 0.0 && band.Left == 0.0 ? band.LeftExponent : 0.0).DefaultIfEmpty(0.0).Min();
                branches.Add(new LawBranch(law, algebra, start, end, low, high, FindPeak(law, algebra, start, end, scale, positive), scale, HardEdge.Depth(hardest))
                {
                    ZeroReach = HardEdge.Depth(hardest),
                });
            }
        }
    }

    /// <summary>The interval of z; for products 0 splits it.</summary>
    private static RangeMap MapOf(ConvolutionAlgebra algebra, double left, double right, double scale, double zeroReach = RangeMap.ZeroReach)
    {
        bool split = algebra == ConvolutionAlgebra.Multiplicative;
        return new RangeMap(left, right, scale, split && left == 0.0, split && right == 0.0, zeroReach);
    }

    private static double EndValue(SpectralMeasure law, ConvolutionAlgebra algebra, double end, double other, double scale)
    {
        // At a hard edge G is infinite.
        bool hard = law.Bands.Any(band => end < other ? band.Right == end && band.RightExponent < 0.0 : band.Left == end && band.LeftExponent < 0.0);
        if (hard && algebra == ConvolutionAlgebra.Additive)
        {
            return 0.0;
        }

        double value = algebra.RealPick(law, end).Value;
        if (double.IsFinite(value))
        {
            return Math.Abs(value) < 1e-13 && algebra == ConvolutionAlgebra.Multiplicative ? 0.0 : value;
        }

        // A transform that has no value at the very edge has its limit beside it.
        double width = Math.Min(Math.Abs(other - end), scale);
        return algebra.RealPick(law, end + (Math.Sign(other - end) * Math.Max(1e-14 * width, 4.4e-16 * Math.Abs(end)))).Value;
    }

    /// <summary>The zero of a decreasing function, which falls from +∞ and to −∞ at atoms, however near to each other.</summary>
    private static void AddZero(List<double> cuts, SpectralMeasure law, Func<double, double> function, double left, double right)
    {
        if (double.IsInfinity(right - left))
        {
            return;
        }

        double Bounded(double z) => Math.Tanh(function(z));
        double inset = Math.Max(1e-13 * (right - left), 1e-15 * Math.Max(Math.Abs(left), Math.Abs(right)));
        double atLeft = law.MassAt(left) > 0.0 ? 1.0 : Bounded(left + inset);
        double atRight = law.MassAt(right) > 0.0 ? -1.0 : Bounded(right - inset);
        if (atLeft > 0.0 && atRight < 0.0)
        {
            cuts.Add(ScalarSearch.Root(Bounded, left, right, atLeft, atRight));
        }
    }

    /// <summary>P where its inverse is steepest; null if that is at an end.</summary>
    private static double? FindPeak(SpectralMeasure law, ConvolutionAlgebra algebra, double left, double right, double scale, bool positive)
    {
        RangeMap map = MapOf(algebra, left, right, scale);
        double Steepness(double y)
        {
            double z = map.At(y);
            (double value, double derivative) = algebra.RealPick(law, z);
            double slope = positive ? value / (z * derivative) : 1.0 / derivative;
            return double.IsFinite(slope) ? Math.Abs(slope) : 0.0;
        }

        const int points = 33;
        double step = (map.End - map.Start) / (points - 1);
        int best = 0;
        double most = double.NegativeInfinity;
        for (int k = 0; k < points; k++)
        {
            double value = Steepness(map.Start + (k * step));
            if (value > most)
            {
                (best, most) = (k, value);
            }
        }

        if (best == 0 || best == points - 1)
        {
            return null;
        }

        double place = ScalarSearch.Maximum(Steepness, map.Start + ((best - 1) * step), map.Start + ((best + 1) * step)).Place;
        return algebra.RealPick(law, map.At(place)).Value;
    }

    /// <summary>The inverse beside a square-root end of a band; null at any other end.</summary>
    private SoftEdge? EdgeAt(double end, double value, double side)
    {
        bool soft = law.Bands.Any(band => side > 0.0
            ? band.Right == end && band.RightExponent == 0.5
            : band.Left == end && band.LeftExponent == 0.5);
        return soft && end != 0.0 && double.IsFinite(value)
            ? SoftEdge.Build(z => algebra.RealPick(law, z), end, value, side, Math.Min(Math.Abs(end), 1e2 * (right - left)))
            : null;
    }

    /// <summary>The atom of the branch where G is infinite, F = 0 and W = 1: its place is known exactly.</summary>
    private (double Z, double Slope)? OnAtom(double p)
    {
        bool additive = algebra == ConvolutionAlgebra.Additive;
        if (p == (additive ? 0.0 : 1.0))
        {
            foreach (Atom atom in law.Atoms)
            {
                if (atom.Location > left && atom.Location < right && (additive || atom.Location != 0.0))
                {
                    return (atom.Location, additive ? atom.Weight : atom.Weight * atom.Location);
                }
            }
        }

        return null;
    }

    /// <summary>An end that only divides an analytic function; null at a band and at infinity.</summary>
    private Divider? InsideGap(double end) =>
        double.IsFinite(end) && !law.Bands.Any(band => band.Left == end || band.Right == end) ? new Divider(end) : null;

    private (double Z, double Slope)? BesideEnd(double p) =>
        ends.At(p) is { } end ? end.Invert(p)
        : leftEdge.Value is { } low && low.Covers(p) ? low.Invert(p)
        : rightEdge.Value is { } high && high.Covers(p) ? high.Invert(p)
        : null;

    private sealed class Cursor(LawBranch branch) : RealCursor
    {
        private double lastP;
        private double? lastZ;
        private double lastSlope;

        public override (double Z, double Slope) Invert(double p)
        {
            return branch.OnAtom(p) ?? branch.BesideEnd(p) ?? Direct(p);
        }

        /// <summary>z − F = h/G far out, where h has all its digits.</summary>
        public override (double Value, double Slope, double Terms) Lift(double p, double z, double slope)
        {
            if (branch.algebra != ConvolutionAlgebra.Additive || !(Math.Abs(z) > FarOut * branch.scale))
            {
                return base.Lift(p, z, slope);
            }

            double h = branch.law.MomentTransform(z).Real;
            double above = 1.0 + h;
            double rise = ((above * h) + (z * branch.law.MomentTransformDerivative(z).Real)) / above / above;
            double lift = z * (h / above);
            return (lift, rise / (1.0 - rise), Math.Abs(lift));
        }

        /// <summary>By Newton's method on P(z).</summary>
        public (double Z, double Slope) Direct(double p)
        {
            double z = Follow(p) ?? Bracket(p);
            (double value, double derivative) = branch.algebra.RealPick(branch.law, z);

            // The evaluation that gives the slope gives the last correction of z as well.
            double correction = (value - p) / derivative;
            z = Math.Abs(correction) < 1e-12 * Math.Abs(z) && z - correction > branch.left && z - correction < branch.right ? z - correction : z;
            (lastP, lastZ, lastSlope) = (p, z, 1.0 / derivative);
            return (z, lastSlope);
        }

        /// <summary>Plain Newton from the last point; null if there is none or it does not settle at once.</summary>
        private double? Follow(double p)
        {
            if (lastZ is not { } start)
            {
                return null;
            }

            double z = start + (lastSlope * (p - lastP));
            double before = double.PositiveInfinity;
            for (int i = 0; i < 8; i++)
            {
                if (!(z > branch.left && z < branch.right))
                {
                    return null;
                }

                (double value, double derivative) = branch.algebra.RealPick(branch.law, z);
                double step = (value - p) / derivative;
                z -= step;
                if (i > 1 && !(Math.Abs(step) < 0.5 * before) && Math.Abs(step) > 1e-9 * Math.Abs(z))
                {
                    return null;
                }

                // W is 1 and more, so that beside z = 0 its rounding may be much of z.
                double size = branch.algebra == ConvolutionAlgebra.Additive ? branch.scale : 1.0;
                bool rounding = Math.Abs(step) < 1e-12 * Math.Abs(z) || Math.Abs(value - p) <= Rounding * (size + Math.Abs(p));
                bool stalled = rounding && Math.Abs(step) > 0.25 * before;
                before = Math.Abs(step);
                if ((before <= 4.4e-16 * Math.Abs(z) || stalled) && derivative > 0.0)
                {
                    // At the very edge P is so steep that any step is small: only the residual tells.
                    bool settled = Math.Abs(value - p) <= (1e-8 * (Math.Abs(value) + Math.Abs(p))) + (1e-10 * size);
                    return settled && z > branch.left && z < branch.right ? z : null;
                }
            }

            return null;
        }

        private double Bracket(double p)
        {
            (double Low, double High, double Guess)? known = branch.table.Value.Bracket(p);
            bool tabulated = known is not null;
            double a = known is { } first ? branch.map.At(first.Low) : branch.left;
            double b = known is { } last ? branch.map.At(last.High) : branch.right;
            double? guess = known is { } middle ? branch.map.At(middle.Guess) : null;
            if (double.IsInfinity(a))
            {
                a = Math.Min(branch.right, 0.0) - branch.scale;
                if (branch.algebra.RealPick(branch.law, a).Value >= p)
                {
                    return ByLogarithm(p, a, Largest);
                }
            }

            if (double.IsInfinity(b))
            {
                b = Math.Max(branch.left, 0.0) + branch.scale;
                if (branch.algebra.RealPick(branch.law, b).Value <= p)
                {
                    return ByLogarithm(p, b, Largest);
                }
            }

            if (!tabulated && (a == 0.0 || b == 0.0) && branch.law.Bands.Any(band => band.Left == 0.0 || band.Right == 0.0))
            {
                double beside = BesideZero * (a == 0.0 ? b : a);
                if (branch.algebra.RealPick(branch.law, beside).Value > p == (a == 0.0))
                {
                    return ByLogarithm(p, beside, Smallest);
                }
            }

            // Near a finite pole 1/P is the smooth function, near infinity P is.
            double size = branch.algebra == ConvolutionAlgebra.Additive ? branch.scale : FarFromOne;
            bool reciprocal = !tabulated && (p > 0.0 ? p > size && double.IsFinite(branch.right) : p < -size && double.IsFinite(branch.left));
            return ScalarSearch.Root(
                t =>
                {
                    (double value, double derivative) = branch.algebra.RealPick(branch.law, t);
                    return !reciprocal ? (value - p, derivative)
                        : value * p > 0.0 ? ((1.0 / p) - (1.0 / value), derivative / value / value)
                        : (Math.CopySign(1.0, -p), null);
                },
                a,
                b,
                lowIsNegative: true,
                guess);
        }

        /// <summary>z beyond a place towards 0 or infinity, where P may follow any power of z: ln|P| is searched as a function of ln|z|.</summary>
        private double ByLogarithm(double p, double place, double end)
        {
            double sign = Math.Sign(place);
            double start = Math.Log(Math.Abs(place));
            double t = ScalarSearch.Root(
                t =>
                {
                    double z = sign * Math.Exp(t);
                    (double value, double derivative) = branch.algebra.RealPick(branch.law, z);
                    return value * p > 0.0
                        ? (Math.Sign(p) * Math.Log(value / p), Math.Sign(p) * derivative * z / value)
                        : (value < p ? -1.0 : 1.0, null);
                },
                Math.Min(start, end),
                Math.Max(start, end),
                lowIsNegative: sign > 0.0,
                guess: start + Math.Sign(end));
            return sign * Math.Exp(t);
        }
    }
}
