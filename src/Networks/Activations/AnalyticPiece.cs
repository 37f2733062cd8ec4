namespace FreeSpectra.Networks.Activations;

/// <summary>An analytic function with its first two derivatives: one piece of a <see cref="PiecewiseAnalytic"/> activation.</summary>
/// <param name="Value">φ.</param>
/// <param name="Derivative">φ'.</param>
/// <param name="SecondDerivative">φ''.</param>
/// <param name="Slope">The value of φ' where it is constant, or null.</param>
public sealed record AnalyticPiece(
    Func<double, double> Value, Func<double, double> Derivative, Func<double, double> SecondDerivative, double? Slope = null)
{
    /// <summary>The line x ↦ intercept + slope·x.</summary>
    public static AnalyticPiece Line(double slope, double intercept = 0.0) =>
        new(x => intercept + (slope * x), _ => slope, _ => 0.0, slope);
}
