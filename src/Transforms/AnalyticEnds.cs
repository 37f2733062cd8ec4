namespace FreeSpectra.Transforms;

/// <summary>The analytic ends of one branch, found when a point beside them is first asked for.</summary>
/// <remarks>Source: [BV93] §5 (inverses of F).</remarks>
/// <param name="low">P at the lower end.</param>
/// <param name="high">P at the upper end.</param>
/// <param name="scale">The length that infinite ends are measured in.</param>
/// <param name="lower">The lower end, if it is inside a gap.</param>
/// <param name="upper">The upper end, if it is inside a gap.</param>
/// <param name="newInverse">A fresh z(P).</param>
internal sealed class AnalyticEnds(double low, double high, double scale, Divider? lower, Divider? upper, Func<Func<double, double>> newInverse)
{
    // No end covers more than this part of the length.
    private const double Beside = 1e-3;

    private readonly double near = Beside * LengthOf(low, high, scale);
    private readonly Lazy<AnalyticEnd?> first = new(() => Build(low, lower, 1.0, LengthOf(low, high, scale), newInverse));
    private readonly Lazy<AnalyticEnd?> second = new(() => Build(high, upper, -1.0, LengthOf(low, high, scale), newInverse));

    /// <summary>The lower end; null if z(P) is not analytic there.</summary>
    public AnalyticEnd? Lower => first.Value;

    /// <summary>The upper end; null if z(P) is not analytic there.</summary>
    public AnalyticEnd? Upper => second.Value;

    /// <summary>The end so near to a value of P that z is better known from there than from P; null elsewhere.</summary>
    public AnalyticEnd? At(double p) =>
        p - low < near && Lower is { } left && left.Covers(p) ? left
        : high - p < near && Upper is { } right && right.Covers(p) ? right
        : null;

    private static AnalyticEnd? Build(double value, Divider? end, double side, double length, Func<Func<double, double>> newInverse) =>
        double.IsFinite(value) && end is { } divider ? AnalyticEnd.Build(newInverse(), value, divider.Place, side, length) : null;

    private static double LengthOf(double low, double high, double scale) =>
        double.IsFinite(high - low) ? high - low : Math.Max(scale, Math.Abs(double.IsFinite(low) ? low : high));
}
