namespace FreeSpectra.Transforms;

/// <summary>
/// One piece of the real complement of the support of a convolution, parametrised by P: one branch of each factor, and the
/// values of P for which x increases.
/// </summary>
/// <remarks>Source: [BES20].</remarks>
internal sealed class RealPiece(CommonRange range, double? peak) : RealBranch(range.Low, range.High, peak)
{
    private const int TableSize = 65;
    private const double Deepest = 300.0;

    private readonly Lazy<MonotoneTable> table = new(() =>
    {
        RangeMap map = range.Map;
        Cursor cursor = new(range);
        return new MonotoneTable(y => cursor.Evaluate(map.At(y)).X, map.Start, map.End, TableSize, range.Unit);
    });

    private AnalyticEnds? ends;

    /// <summary>The smallest x of the piece.</summary>
    public double Left { get; init; }

    /// <summary>The largest x of the piece.</summary>
    public double Right { get; init; }

    /// <summary>The lower end of the range of P common to the factors' branches.</summary>
    public double RangeLow => range.Whole.Low;

    /// <summary>The upper end of that range.</summary>
    public double RangeHigh => range.Whole.High;

    /// <summary>Whether this is a single point, where two bands touch.</summary>
    public bool IsCusp => Low == High;

    /// <summary>Whether the left end is a critical point of x(P).</summary>
    public bool LeftIsCritical { get; init; }

    /// <summary>Whether the right end is a critical point of x(P).</summary>
    public bool RightIsCritical { get; init; }

    /// <summary>The range of P, with both ends resolved.</summary>
    public RangeMap Map { get; } = range.Map;

    /// <summary>The ends inside a gap, where x(P) is analytic.</summary>
    private AnalyticEnds Ends => LazyInitializer.EnsureInitialized(ref ends, () => new AnalyticEnds(
        Low, High, range.Unit, LeftIsCritical ? null : new Divider(Left), RightIsCritical ? null : new Divider(Right), NewDirect));

    private Func<double, double> NewDirect()
    {
        Cursor cursor = NewPoint();
        return p => cursor.Evaluate(p).X;
    }

    /// <inheritdoc/>
    public override double? LowPlace => Left;

    /// <inheritdoc/>
    public override double? HighPlace => Right;

    /// <inheritdoc/>
    public override double? Tangent(bool upper) => range.Tangent(upper);

    /// <inheritdoc/>
    public override Cursor NewCursor() => new(range, Ends);

    /// <summary>A fresh cursor that also tells the ωᵢ.</summary>
    public Cursor NewPoint() => new(range);

    /// <summary>x, the dimensionless slope and all ωᵢ at P = <paramref name="p"/>.</summary>
    public (double X, double Slope) Evaluate(double p, out double[] omega)
    {
        Cursor cursor = new(range);
        (double, double) result = cursor.Evaluate(p);
        omega = cursor.Omega;
        return result;
    }

    /// <summary>P with x(P) = <paramref name="x"/>.</summary>
    public double Solve(double x) => Solve(x, NewPoint());

    /// <summary>P with x(P) = <paramref name="x"/>, by a cursor that is left beside it.</summary>
    public double Solve(double x, Cursor cursor)
    {
        RangeMap map = Map;
        (double Low, double High, double Guess)? known = table.Value.Bracket(x);
        (double a, double b) = (known?.Low ?? map.Start, known?.High ?? map.End);
        if (known is null)
        {
            bool below = cursor.Evaluate(map.At(a)).X > x;
            bool above = !below && cursor.Evaluate(map.At(b)).X < x;
            if ((below ? Ends.Lower : above ? Ends.Upper : null) is { } end)
            {
                return end.Solve(x);
            }

            // Towards a pole of P, and towards 0, the grid does not resolve all there is.
            bool endless = below ? double.IsInfinity(Low) || Low == 0.0 : above && (double.IsInfinity(High) || High == 0.0);
            for (double step = 3.0; endless && below && cursor.Evaluate(map.At(a)).X > x && a > -Deepest; step *= 2.0)
            {
                (a, b) = (Math.Max(a - step, -Deepest), a);
            }

            for (double step = 3.0; endless && above && cursor.Evaluate(map.At(b)).X < x && b < Deepest; step *= 2.0)
            {
                (a, b) = (b, Math.Min(b + step, Deepest));
            }
        }

        double y = ScalarSearch.Root(
            t =>
            {
                // Far out and near 0 x may follow any power of P.
                double p = map.At(t);
                (double value, double slope) = cursor.Evaluate(p);
                double rise = range.Algebra.RealSlope(value, p, slope) * map.Derivative(t);
                return known is null && value * x > 0.0 ? (Math.Sign(x) * Math.Log(value / x), Math.Sign(x) * rise / value) : (value - x, rise);
            },
            a,
            b,
            lowIsNegative: true,
            known?.Guess,
            1e-16);
        return map.At(y);
    }

    /// <summary>A moving point on a choice of one branch per factor.</summary>
    /// <remarks>Source: [BES20].</remarks>
    internal sealed class Cursor(CommonRange range, AnalyticEnds? ends = null) : RealCursor
    {
        private readonly RealCursor[] cursors = [.. range.Factors.Select(branch => branch.NewCursor())];

        private readonly (double Value, double Slope, double Terms)[]? lifts =
            range.Algebra.TakesLifts(range.Exponents) ? new (double, double, double)[range.Factors.Length] : null;

        // Whether the last point was found from the factors, whose lifts are known.
        private bool evaluated;

        /// <summary>dωᵢ/dP at the last point.</summary>
        public double[] Slopes { get; } = new double[range.Factors.Length];

        /// <summary>ωᵢ at the last point.</summary>
        public double[] Omega { get; } = new double[range.Factors.Length];

        public override (double Z, double Slope) Invert(double p)
        {
            evaluated = false;
            if (ends?.At(p) is { } end)
            {
                return end.Invert(p);
            }

            (double x, double slope) = Evaluate(p);
            evaluated = true;
            return (x, range.Algebra.RealSlope(x, p, slope));
        }

        /// <summary>x and the dimensionless slope.</summary>
        public (double X, double Slope) Evaluate(double p)
        {
            for (int i = 0; i < cursors.Length; i++)
            {
                (Omega[i], Slopes[i]) = cursors[i].Invert(p);
                if (lifts is not null)
                {
                    lifts[i] = cursors[i].Lift(p, Omega[i], Slopes[i]);
                }
            }

            return range.Algebra.Combine(range.Exponents, range.Excess, p, Omega, Slopes, lifts);
        }

        public override (double Value, double Slope, double Terms) Lift(double p, double z, double slope)
        {
            if (lifts is null || !evaluated)
            {
                return base.Lift(p, z, slope);
            }

            double sum = 0.0;
            double rate = 0.0;
            double terms = 0.0;
            for (int i = 0; i < cursors.Length; i++)
            {
                sum += range.Exponents[i] * lifts[i].Value;
                rate += range.Exponents[i] * lifts[i].Slope;
                terms += range.Exponents[i] * lifts[i].Terms;
            }

            return (sum, rate, terms);
        }

        /// <summary>What the terms of x at the last point add to without signs.</summary>
        public double SumOfTerms(double p) => ConvolutionAlgebra.SumOfTerms(range.Exponents, range.Excess, p, Omega, lifts);
    }
}
