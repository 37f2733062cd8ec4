namespace FreeSpectra.Transforms;

/// <summary>
/// One piece of the real complement of the support of a convolution, parametrised by P: one branch of each factor, and the
/// values of P for which x increases.
/// </summary>
/// <remarks>Source: [BES20].</remarks>
internal sealed class RealPiece(
    ConvolutionAlgebra algebra, RealBranch[] factors, double[] exponents, double low, double high, double peak, double scale)
    : RealBranch(low, high, peak)
{
    /// <summary>The smallest x of the piece.</summary>
    public double Left { get; init; }

    /// <summary>The largest x of the piece.</summary>
    public double Right { get; init; }

    /// <summary>The lower end of the range of P common to the factors' branches.</summary>
    public double RangeLow { get; } = factors.Max(branch => branch.Low);

    /// <summary>The upper end of that range.</summary>
    public double RangeHigh { get; } = factors.Min(branch => branch.High);

    /// <summary>Whether the left end is a critical point of x(P).</summary>
    public bool LeftIsCritical { get; init; }

    /// <summary>Whether the right end is a critical point of x(P).</summary>
    public bool RightIsCritical { get; init; }

    /// <summary>The range of P, with both ends resolved.</summary>
    public RangeMap Map { get; } = new(low, high, scale);

    /// <inheritdoc/>
    public override (double Z, double Slope) Invert(double p, double guess)
    {
        (double x, double slope) = Evaluate(p, out _);
        return (x, algebra.RealSlope(x, p, slope));
    }

    /// <summary>x, the dimensionless slope and all ωᵢ at P = <paramref name="p"/>.</summary>
    public (double X, double Slope) Evaluate(double p, out double[] omega) => Evaluate(algebra, factors, exponents, p, out omega);

    /// <summary>P with x(P) = <paramref name="x"/>.</summary>
    public double Solve(double x)
    {
        double a = Map.Start;
        double b = Map.End;
        while (double.IsInfinity(Low) && Evaluate(Map.At(a), out _).X > x && Math.Abs(a) < 300.0)
        {
            a -= 3.0;
        }

        while (double.IsInfinity(High) && Evaluate(Map.At(b), out _).X < x && Math.Abs(b) < 300.0)
        {
            b += 3.0;
        }

        RangeMap map = Map;
        double y = ScalarSearch.Root(
            t =>
            {
                double p = map.At(t);
                (double value, double slope) = Evaluate(p, out _);
                return (value - x, algebra.RealSlope(value, p, slope) * map.Derivative(t));
            },
            a,
            b,
            lowIsNegative: true,
            double.NaN);
        return map.At(y);
    }

    /// <summary>The combination of one branch per factor.</summary>
    public static (double X, double Slope) Evaluate(
        ConvolutionAlgebra algebra, RealBranch[] factors, double[] exponents, double p, out double[] omega)
    {
        omega = new double[factors.Length];
        double[] slopes = new double[factors.Length];
        for (int i = 0; i < factors.Length; i++)
        {
            (omega[i], slopes[i]) = factors[i].Invert(p, double.NaN);
        }

        return algebra.Combine(exponents, p, omega, slopes);
    }
}
