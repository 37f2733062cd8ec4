using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>The values of P that one real branch of each factor has in common, and x(P) of the convolution there (see <see cref="ConvolutionAlgebra"/>).</summary>
/// <remarks>Source: [BES20] (edges of free additive convolutions); [BV93] (real inverses).</remarks>
internal sealed class CommonRange
{
    private const int CriticalPairs = 8;
    private const double CriticalReach = 1e-9;
    private const int Extrapolations = 6;
    private const double NoiseUnits = 16.0 * 2.220446049250313e-16;

    // What the grid has room for in any case, in powers of e.
    private const double WithinReach = 4.0;

    private readonly double scale;

    /// <summary>The whole range of some branches.</summary>
    /// <param name="algebra">Sums or products.</param>
    /// <param name="factors">One branch of each factor.</param>
    /// <param name="exponents">tᵢ.</param>
    /// <param name="scale">The size of the law.</param>
    /// <param name="excess">Σ tᵢ − 1, if it is known to more digits than tᵢ.</param>
    public CommonRange(ConvolutionAlgebra algebra, RealBranch[] factors, double[] exponents, double scale, double? excess = null)
    {
        Algebra = algebra;
        Factors = factors;
        Exponents = exponents;
        Excess = excess ?? (exponents.Sum() - 1.0);
        this.scale = scale;
        Low = factors.Max(branch => branch.Low);
        High = factors.Min(branch => branch.High);
        Whole = this;
    }

    private CommonRange(CommonRange whole, double low, double high)
    {
        Algebra = whole.Algebra;
        Factors = whole.Factors;
        Exponents = whole.Exponents;
        Excess = whole.Excess;
        scale = whole.scale;
        Low = low;
        High = high;
        Whole = whole;
    }

    /// <summary>Sums or products.</summary>
    public ConvolutionAlgebra Algebra { get; }

    /// <summary>One branch of each factor.</summary>
    public RealBranch[] Factors { get; }

    /// <summary>tᵢ.</summary>
    public double[] Exponents { get; }

    /// <summary>Σ tᵢ − 1.</summary>
    public double Excess { get; }

    /// <summary>The smallest P.</summary>
    public double Low { get; }

    /// <summary>The largest P.</summary>
    public double High { get; }

    /// <summary>The range that this one is a part of.</summary>
    public CommonRange Whole { get; }

    /// <summary>Whether the lower end only divides a smooth function.</summary>
    public bool LowIsSplit => (Low == 0.0 && !IsSum) || Factors.Any(branch => branch.Low == Low && branch.LowIsSplit);

    /// <summary>Whether the upper end only divides a smooth function.</summary>
    public bool HighIsSplit => (High == 0.0 && !IsSum) || Factors.Any(branch => branch.High == High && branch.HighIsSplit);

    /// <summary>Whether an end is P = 0 of a sum.</summary>
    public bool EndsAtZero(bool upper) => IsSum && (upper ? High : Low) == 0.0;

    /// <summary>Whether an end is P = 0 of a sum, which only divides the branch of one summand, but ends that of another.</summary>
    public bool IsHardBesideAtoms(bool upper) => EndsAtZero(upper)
        && (upper ? HighIsSplit : LowIsSplit)
        && Factors.Any(branch => upper ? branch.High == 0.0 && !branch.HighIsSplit : branch.Low == 0.0 && !branch.LowIsSplit);

    /// <summary>How far, in powers of e, an end at 0 is resolved.</summary>
    public double ZeroReach => Factors.Max(branch => branch.ZeroReach);

    /// <summary>The unit of P: for products P has no dimension.</summary>
    public double Unit => IsSum ? scale : 1.0;

    /// <summary>The real line onto the range, with both ends resolved.</summary>
    public RangeMap Map => new(Low, High, Unit, LowIsSplit, HighIsSplit, ZeroReach, Farther);

    /// <summary>Whether it is no longer than the rounding of its ends.</summary>
    public bool IsEmpty => !(High - Low > 1e-13 * Factors.Max(branch => Math.Max(
        branch.Low == Low ? SizeAt(Low, branch.LowPlace) : 0.0,
        branch.High == High ? SizeAt(High, branch.HighPlace) : 0.0)));

    /// <summary>How much farther than usual, in powers of e, x(P) has turns towards a pole or a zero of P.</summary>
    /// <remarks>
    /// In a power t = 1 + ε they lie where dω/dP, or d ln ω/d ln P, is ε/(1 + ε): beside a pole ω − ω₀ ∼ −r/P, so |P| ∼ √(r/ε) for sums and r/(εω₀) for products,
    /// whose turn beside a zero of P is at P ∼ ε.
    /// </remarks>
    private double Farther => Factors.Length == 1 && Excess > 0.0 ? Math.Max(0.0, (-(IsSum ? 0.5 : 1.0) * Math.Log(Excess)) - WithinReach) : 0.0;

    private bool IsSum => Algebra == ConvolutionAlgebra.Additive;

    /// <summary>The part between two values of P.</summary>
    public CommonRange Between(double low, double high) => new(Whole, low, high);

    /// <summary>x(P).</summary>
    public double At(double p) => new RealPiece.Cursor(this).Evaluate(p).X;

    /// <summary>x at a critical point.</summary>
    /// <remarks>x is flat there, so the mean over neighbours at 1e-9 of the distance to the ends of the whole range has less rounding than one value.</remarks>
    public double CriticalValue(double p)
    {
        double room = Math.Min(Math.Min(p - Whole.Low, Whole.High - p), Math.Abs(p) + (IsSum ? scale * Math.Min(1.0, 2.0 / Exponents.Sum()) : 0.0));
        double middle = At(p);
        double sum = 0.0;
        for (int k = 1; k <= CriticalPairs; k++)
        {
            double step = CriticalReach * room * k / CriticalPairs;
            sum += (At(p - step) - middle) + (At(p + step) - middle);
        }

        return double.IsFinite(sum) ? middle + (sum / ((2 * CriticalPairs) + 1)) : middle;
    }

    /// <summary>The rounding error of x near an end; a piece narrower than that is none (x is constant along some pairs of branches).</summary>
    public double Noise(bool upper)
    {
        RangeMap map = Map;
        double p = map.At(upper ? map.End : map.Start);
        RealPiece.Cursor cursor = new(this);
        double x = cursor.Evaluate(p).X;
        if (!IsSum)
        {
            return NoiseUnits * Math.Abs(x);
        }

        double sum = Math.Abs(Excess * p);
        for (int i = 0; i < Factors.Length; i++)
        {
            sum += Math.Abs(Exponents[i] * cursor.Omega[i]);
        }

        return NoiseUnits * sum;
    }

    /// <summary>The limit of x at an end that is not a critical point.</summary>
    public double Limit(bool upper)
    {
        double end = upper ? High : Low;
        if (ExactLimit(upper) is { } exact && double.IsFinite(exact))
        {
            return exact;
        }

        RangeMap map = Map;
        double edge = upper ? map.End : map.Start;
        double near = At(map.At(edge));
        double farther = At(map.At(edge + (upper ? 1.0 : -1.0)));
        bool pole = double.IsInfinity(end);
        bool leaves = pole && Factors.All(branch => (upper ? branch.HighPlace : branch.LowPlace) is { } place && double.IsInfinity(place));
        if (leaves || (pole && Math.Abs(farther) > 2.0 * Math.Abs(near) && Math.Abs(near) > 10.0 * scale))
        {
            return upper ? double.PositiveInfinity : double.NegativeInfinity;
        }

        if (!IsSum && (Math.Abs(near) < 1e-10 * scale || (Math.Abs(near) < 1e-3 * scale && Math.Abs(farther) < Math.Abs(near) * 0.5)))
        {
            return 0.0;
        }

        return LimitByTangents(upper) ?? (pole ? LimitAtPole(upper) : LimitAtSplit(upper));
    }

    /// <summary>See <see cref="RealBranch.Tangent"/>: ωᵢ − P of all factors add up, ωᵢ/P multiply.</summary>
    public double? Tangent(bool upper)
    {
        double? tangent = IsSum ? 0.0 : 1.0;
        for (int i = 0; i < Factors.Length; i++)
        {
            double? part = (upper ? Factors[i].High == High : Factors[i].Low == Low) ? Factors[i].Tangent(upper) : null;
            tangent = IsSum ? tangent + (Exponents[i] * part) : part is { } ratio ? tangent * Math.Pow(ratio, Exponents[i]) : null;
        }

        return tangent;
    }

    /// <summary>
    /// x where P is infinite, or 0 for products, while one ωᵢ with tᵢ = 1 stays behind: ωᵢ plus the means of the other factors, or times the limits of
    /// their ωⱼ/P. Null if these are not known.
    /// </summary>
    private double? LimitByTangents(bool upper)
    {
        double end = upper ? High : Low;
        double? limit = IsSum ? 0.0 : 1.0;
        int staying = 0;
        for (int i = 0; i < Factors.Length; i++)
        {
            RealBranch branch = Factors[i];
            double? place = (upper ? branch.High : branch.Low) == end ? (upper ? branch.HighPlace : branch.LowPlace) : null;
            bool goes = place is { } z && (double.IsInfinity(end) ? double.IsInfinity(z) : z == 0.0);
            staying += goes ? 0 : Exponents[i] == 1.0 ? 1 : 2;
            double? part = goes ? branch.Tangent(upper) : place;
            limit = IsSum ? limit + (Exponents[i] * part) : part is { } factor ? limit * Math.Pow(factor, Exponents[i]) : null;
        }

        return staying == 1 && (double.IsInfinity(end) || (end == 0.0 && !IsSum)) && limit is { } value && double.IsFinite(value) ? value : null;
    }

    /// <summary>x is analytic at a split too, but a quotient of two small numbers at the very end.</summary>
    private double LimitAtSplit(bool upper)
    {
        RangeMap map = Map;
        double end = upper ? High : Low;
        RealPiece.Cursor cursor = new(this);
        double length = double.IsFinite(High - Low) ? High - Low : Math.Max(Unit, Math.Abs(end));
        double limit = AnalyticEnd.Build(p => cursor.Evaluate(p).X, end, null, upper ? -1.0 : 1.0, length)?.Place
            ?? (2.0 * At(map.At(upper ? 14.0 : -14.0))) - At(map.At(upper ? 14.0 - Math.Log(2.0) : Math.Log(2.0) - 14.0));
        return !IsSum && Math.Abs(limit) < 1e-10 * scale ? 0.0 : limit;
    }

    /// <summary>x is analytic in 1/P at a pole: Richardson's extrapolation, where the rounding error of x ~ P does not yet count.</summary>
    private double LimitAtPole(bool upper)
    {
        double other = upper ? Low : High;
        double start = 30.0 * Math.Max(Unit, double.IsFinite(other) ? Math.Abs(other) : 0.0);
        double[] table = new double[Extrapolations];
        for (int k = 0; k < table.Length; k++)
        {
            table[k] = At((upper ? start : -start) * Math.Pow(2.0, k));
        }

        return Richardson.Limit(table);
    }

    /// <summary>x where P is finite, from the places where the branches that end there end; null if one is not known.</summary>
    private double? ExactLimit(bool upper)
    {
        double p = upper ? High : Low;
        if (!double.IsFinite(p) || (p == 0.0 && !IsSum))
        {
            return null;
        }

        double[] omega = new double[Factors.Length];
        for (int i = 0; i < Factors.Length; i++)
        {
            RealBranch branch = Factors[i];
            bool ends = (upper ? branch.High : branch.Low) == p;
            if ((!ends ? branch.Invert(p).Z : upper ? branch.HighPlace : branch.LowPlace) is not { } place)
            {
                return null;
            }

            omega[i] = place;
            if (!IsSum && place == 0.0)
            {
                return 0.0;
            }
        }

        return Algebra.Combine(Exponents, Excess, p, omega, new double[Factors.Length]).X;
    }

    /// <summary>The size whose rounding an end has: for sums its own and that of its place, so that edges beside 0 are told apart there.</summary>
    private double SizeAt(double p, double? place) =>
        !IsSum ? 1.0
        : p == 0.0 || double.IsInfinity(p) ? 0.0
        : place is { } z && double.IsFinite(z) && z != 0.0 ? Math.Min(scale, Math.Max(Math.Abs(p), Math.Abs(z)))
        : scale;
}
