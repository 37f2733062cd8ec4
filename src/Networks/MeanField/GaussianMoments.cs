using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>One-dimensional Gaussian integrals of an activation at pre-activation variance q: E φ, E φ², E φ'², E φφ''.</summary>
/// <remarks>
/// <para>
/// The argument is √q Z. Closed forms where the dual has one; else the trapezoidal rule, or panels that end at the kinks.
/// All allow q = 0, where the argument is 0.
/// </para>
/// <para>Source: [KAA19] eqs. (5), (7).</para>
/// </remarks>
public static class GaussianMoments
{
    // Up to here ordinary rules see what φ does near 0; and differences of moments, which are rounding there, need not be bisected.
    private const double LargeScale = 1e3;

    /// <summary>E φ(√q Z).</summary>
    /// <param name="activation">φ.</param>
    /// <param name="variance">q ≥ 0.</param>
    /// <exception cref="ArgumentException">The integral diverges.</exception>
    public static Estimate<double> Mean(Activation activation, double variance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Expect(activation, variance, activation.Value, "E phi");
    }

    /// <summary>E φ(√q Z)².</summary>
    /// <inheritdoc cref="Mean"/>
    public static Estimate<double> SecondMoment(Activation activation, double variance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (variance > 0.0 && activation is ExponentialLinear exponential)
        {
            double second = ExponentialLinearDual.Moments(exponential, variance).Second;
            return new Estimate<double>(second, 3e-15 * second, 1);
        }

        if (variance > 0.0 && ClosedDual.Of(activation, variance, variance, Correlation.Of(1.0)) is { } closed
            && double.IsFinite(closed.Value))
        {
            // The hinges of a piecewise linear φ cancel where it is flat.
            return new Estimate<double>(closed.Value, activation is PiecewiseLinear ? closed.ValueError : 1e-15 * Math.Abs(closed.Value), 1);
        }

        return Expect(
            activation,
            variance,
            x =>
            {
                double value = activation.Value(x);
                return value * value;
            },
            "E phi^2");
    }

    /// <summary>E φ'(√q Z).</summary>
    /// <inheritdoc cref="Mean"/>
    public static Estimate<double> SlopeMean(Activation activation, double variance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return Expect(activation, variance, activation.Derivative, "E phi'");
    }

    /// <summary>E φ'(√q Z)², infinite where φ jumps.</summary>
    /// <inheritdoc cref="Mean"/>
    public static Estimate<double> SlopeSecondMoment(Activation activation, double variance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (variance > 0.0 && HasJumps(activation))
        {
            return new Estimate<double>(double.PositiveInfinity, 0.0, 0);
        }

        if (variance > 0.0 && activation is ExponentialLinear exponential)
        {
            double slope = ExponentialLinearDual.Moments(exponential, variance).SlopeSecond;
            return new Estimate<double>(slope, 2e-15 * slope, 1);
        }

        if (variance > 0.0 && ClosedDual.Of(activation, variance, variance, Correlation.Of(1.0)) is { } closed
            && double.IsFinite(closed.Slope))
        {
            return new Estimate<double>(closed.Slope, activation is PiecewiseLinear ? closed.SlopeError : 1e-15 * closed.Slope, 1);
        }

        return SlopeSecondMomentBetweenKinks(activation, variance);
    }

    /// <summary>E φ'(√q Z)², jumps of φ left out.</summary>
    internal static Estimate<double> SlopeSecondMomentBetweenKinks(Activation activation, double variance) => Expect(
        activation,
        variance,
        x =>
        {
            double slope = activation.Derivative(x);
            return slope * slope;
        },
        "E phi'^2");

    /// <summary>d/dq E φ(√q Z)² = E φ'² + E φφ'', the slope of the variance map at unit weight variance.</summary>
    /// <remarks>
    /// <para>= E[Z φφ']/√q by partial integration, and E[(Z² − 1)φ²]/2q where φ jumps.</para>
    /// </remarks>
    /// <inheritdoc cref="Mean"/>
    public static Estimate<double> VarianceSlope(Activation activation, double variance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        if (variance == 0.0)
        {
            double slope = SlopeSecondMoment(activation, 0.0).Value;
            return new Estimate<double>(slope + (activation.Value(0.0) * activation.SecondDerivative(0.0)), 0.0, 3);
        }

        double scale = Math.Sqrt(variance);
        Estimate<double> integral = HasJumps(activation)
            ? Expect(
                activation,
                variance,
                x => ((x * x / variance) - 1.0) * activation.Value(x) * activation.Value(x) / (2.0 * scale),
                "E (Z^2 - 1) phi^2")
            : Expect(activation, variance, x => x / scale * activation.Value(x) * activation.Derivative(x), "E Z phi phi'");
        return new Estimate<double>(integral.Value / scale, integral.Error / scale, integral.Evaluations);
    }

    /// <summary>E φ(√q Z)φ''(√q Z), kinks of φ counted with their point masses.</summary>
    /// <inheritdoc cref="Mean"/>
    public static Estimate<double> Curvature(Activation activation, double variance)
    {
        Estimate<double> total = VarianceSlope(activation, variance);
        Estimate<double> slope = SlopeSecondMoment(activation, variance);
        return new Estimate<double>(total.Value - slope.Value, total.Error + slope.Error, total.Evaluations + slope.Evaluations);
    }

    /// <summary>q·E φ'² − E φ², to full relative accuracy where φ is nearly linear.</summary>
    /// <remarks>
    /// <para>
    /// With r(x) = φ(x) − φ(0) − φ'(0)x it is q·E r'² − E r² − φ(0)² − 2φ(0) E r: the linear part has dropped out exactly.
    /// Times 1/E φ'² it is the bias variance that puts the fixed point q on the edge of chaos.
    /// </para>
    /// </remarks>
    /// <inheritdoc cref="Mean"/>
    public static Estimate<double> CriticalExcess(Activation activation, double variance)
    {
        ArgumentNullException.ThrowIfNull(activation);
        double origin = activation.Value(0.0);
        double slope = activation.Derivative(0.0);
        Estimate<double> integral = Expect(
            activation,
            variance,
            x =>
            {
                double rest = activation.Value(x) - origin - (slope * x);
                double change = activation.Derivative(x) - slope;
                return (variance * change * change) - (rest * rest) - (2.0 * origin * rest);
            },
            "q E phi'^2 - E phi^2");
        return new Estimate<double>(integral.Value - (origin * origin), integral.Error, integral.Evaluations);
    }

    private static double FromBothSides(Activation activation, Func<double, double> f) =>
        activation.Kinks.Contains(0.0) ? 0.5 * (f(-double.Epsilon) + f(0.0)) : f(0.0);

    /// <summary>Whether φ jumps anywhere.</summary>
    internal static bool HasJumps(Activation activation) => Enumerable.Range(0, activation.Kinks.Length).Any(kink => activation.JumpAt(kink) != 0.0);

    private static Estimate<double> Expect(Activation activation, double variance, Func<double, double> f, string integral)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Require.NonNegative(variance, "variance");
        if (variance == 0.0)
        {
            // The limit q → 0: half of the argument lies on each side of a kink at 0.
            return new Estimate<double>(FromBothSides(activation, f), 0.0, 1);
        }

        double scale = Math.Sqrt(variance);
        double[] breaks = scale < LargeScale ? [.. activation.Kinks.Select(kink => kink / scale)] : ScaledBreaks.Of(activation, scale);
        return GaussianExpectation.Of(
            z => f(scale * z), breaks, Invariant($"{integral} of {activation.Name} at variance {variance:R}"));
    }
}
