namespace FreeSpectra.Transforms;

/// <summary>
/// One piece of the real complement of the support of a convolution, parametrised by P: one branch of each factor, and the
/// values of P for which x increases.
/// </summary>
/// <remarks>Source: [BES20].</remarks>
internal sealed class RealPiece(
    ConvolutionAlgebra algebra,
    RealBranch[] factors,
    double[] exponents,
    double low,
    double high,
    double peak,
    double scale,
    bool lowIsSplit = false,
    bool highIsSplit = false,
    double zeroReach = RangeMap.ZeroReach)
    : RealBranch(low, high, peak)
{
    private const int TableSize = 65;

    private readonly Lazy<MonotoneTable> table = new(() =>
    {
        RangeMap map = new(low, high, scale, lowIsSplit, highIsSplit, zeroReach);
        Cursor cursor = new(algebra, factors, exponents);
        return new MonotoneTable(y => cursor.Evaluate(map.At(y)).X, map.Start, map.End, TableSize, scale);
    });

    /// <summary>The smallest x of the piece.</summary>
    public double Left { get; init; }

    /// <summary>The largest x of the piece.</summary>
    public double Right { get; init; }

    /// <summary>The lower end of the range of P common to the factors' branches.</summary>
    public double RangeLow { get; } = factors.Max(branch => branch.Low);

    /// <summary>The upper end of that range.</summary>
    public double RangeHigh { get; } = factors.Min(branch => branch.High);

    /// <summary>Whether this is a single point, where two bands touch.</summary>
    public bool IsCusp => Low == High;

    /// <summary>Whether the left end is a critical point of x(P).</summary>
    public bool LeftIsCritical { get; init; }

    /// <summary>Whether the right end is a critical point of x(P).</summary>
    public bool RightIsCritical { get; init; }

    /// <summary>The range of P, with both ends resolved.</summary>
    public RangeMap Map { get; } = new(low, high, scale, lowIsSplit, highIsSplit, zeroReach);

    /// <inheritdoc/>
    public override double LowPlace => Left;

    /// <inheritdoc/>
    public override double HighPlace => Right;

    /// <inheritdoc/>
    public override RealCursor NewCursor() => NewPoint();

    /// <summary>A fresh cursor that also tells the ωᵢ.</summary>
    public Cursor NewPoint() => new(algebra, factors, exponents);

    /// <summary>x, the dimensionless slope and all ωᵢ at P = <paramref name="p"/>.</summary>
    public (double X, double Slope) Evaluate(double p, out double[] omega)
    {
        Cursor cursor = new(algebra, factors, exponents);
        (double, double) result = cursor.Evaluate(p);
        omega = cursor.Omega;
        return result;
    }

    /// <summary>P with x(P) = <paramref name="x"/>.</summary>
    public double Solve(double x)
    {
        Cursor cursor = new(algebra, factors, exponents);
        RangeMap map = Map;
        bool tabulated = table.Value.TryBracket(x, out double a, out double b, out double guess);
        a = tabulated ? a : Map.Start;
        b = tabulated ? b : Map.End;
        while (!tabulated && double.IsInfinity(Low) && cursor.Evaluate(map.At(a)).X > x && Math.Abs(a) < 300.0)
        {
            a -= 3.0;
        }

        while (!tabulated && double.IsInfinity(High) && cursor.Evaluate(map.At(b)).X < x && Math.Abs(b) < 300.0)
        {
            b += 3.0;
        }

        double y = ScalarSearch.Root(
            t =>
            {
                double p = map.At(t);
                (double value, double slope) = cursor.Evaluate(p);
                return (value - x, algebra.RealSlope(value, p, slope) * map.Derivative(t));
            },
            a,
            b,
            lowIsNegative: true,
            guess,
            1e-16);
        return map.At(y);
    }

    /// <summary>A moving point on a choice of one branch per factor.</summary>
    /// <remarks>Source: [BES20].</remarks>
    internal sealed class Cursor(ConvolutionAlgebra algebra, RealBranch[] factors, double[] exponents) : RealCursor
    {
        private readonly RealCursor[] cursors = [.. factors.Select(branch => branch.NewCursor())];

        /// <summary>dωᵢ/dP at the last point.</summary>
        public double[] Slopes { get; } = new double[factors.Length];

        /// <summary>ωᵢ at the last point.</summary>
        public double[] Omega { get; } = new double[factors.Length];

        public override (double Z, double Slope) Invert(double p)
        {
            (double x, double slope) = Evaluate(p);
            return (x, algebra.RealSlope(x, p, slope));
        }

        /// <summary>x and the dimensionless slope.</summary>
        public (double X, double Slope) Evaluate(double p)
        {
            for (int i = 0; i < cursors.Length; i++)
            {
                (Omega[i], Slopes[i]) = cursors[i].Invert(p);
            }

            return algebra.Combine(exponents, p, Omega, Slopes);
        }
    }
}
