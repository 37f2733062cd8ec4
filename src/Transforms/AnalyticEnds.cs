namespace FreeSpectra.Transforms;

/// <summary>The analytic ends of one branch, found when a point beside them is first asked for.</summary>
/// <remarks>Source: [BV93] §5 (inverses of F).</remarks>
/// <param name="low">P at the lower end.</param>
/// <param name="high">P at the upper end.</param>
/// <param name="scale">The length that infinite ends are measured in.</param>
/// <param name="lowPlace">z at the lower end, NaN if it is not known; null where z(P) is not analytic.</param>
/// <param name="highPlace">z at the upper end, NaN if it is not known; null where z(P) is not analytic.</param>
/// <param name="newInverse">A fresh z(P).</param>
internal sealed class AnalyticEnds(double low, double high, double scale, double? lowPlace, double? highPlace, Func<Func<double, double>> newInverse)
{
    // No end covers more than this part of the length.
    private const double Beside = 1e-3;

    private readonly double near = Beside * LengthOf(low, high, scale);
    private readonly Lazy<AnalyticEnd?> lower = new(() => Build(low, lowPlace, 1.0, LengthOf(low, high, scale), newInverse));
    private readonly Lazy<AnalyticEnd?> upper = new(() => Build(high, highPlace, -1.0, LengthOf(low, high, scale), newInverse));

    /// <summary>The lower end; null if z(P) is not analytic there.</summary>
    public AnalyticEnd? Lower => lower.Value;

    /// <summary>The upper end; null if z(P) is not analytic there.</summary>
    public AnalyticEnd? Upper => upper.Value;

    /// <summary>The end so near to a value of P that z is better known from there than from P; null elsewhere.</summary>
    public AnalyticEnd? At(double p) =>
        p - low < near && Lower is { } first && first.Covers(p) ? first
        : high - p < near && Upper is { } second && second.Covers(p) ? second
        : null;

    private static AnalyticEnd? Build(double value, double? place, double side, double length, Func<Func<double, double>> newInverse) =>
        double.IsFinite(value) && place is { } known ? AnalyticEnd.Build(newInverse(), value, known, side, length) : null;

    private static double LengthOf(double low, double high, double scale) =>
        double.IsFinite(high - low) ? high - low : Math.Max(scale, double.IsFinite(low) ? Math.Abs(low) : double.IsFinite(high) ? Math.Abs(high) : 0.0);
}
