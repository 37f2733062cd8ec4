using System.Collections.Immutable;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.Activations;

/// <summary>The activations that have a name.</summary>
/// <remarks>
/// <para>
/// Every derivative is written in a form that keeps its relative accuracy in the tails: tanh' = 1/cosh², never 1 − tanh²;
/// σ' = σ(x) σ(−x); Φ by erfc.
/// </para>
/// </remarks>
public static class ActivationCatalogue
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double TwoOverSqrtPi = 1.12837916709551257390;

    /// <summary>The names, each with the parameters it takes.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "linear", "relu", "leaky-relu:slope=", "shifted-relu:slope=,threshold=", "hard-tanh:s=,g=", "abs", "step", "sign",
        "tanh", "erf", "sin", "cos", "sigmoid", "gelu", "silu", "softplus", "elu:alpha=", "selu", "arctan", "exp",
        "gaussian", "isru", "softsign", "mish", "power:n=", "rectified-power:n=",
    ];

    /// <summary>Creates the activation of this name, or null if there is none.</summary>
    /// <param name="name">A name without parameters, such as <c>leaky-relu</c>.</param>
    /// <param name="parameters">Takes a parameter's value by its key, or the default given.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public static Activation? Create(string name, Func<string, double, double> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return name switch
        {
            "swish" => Create("silu", parameters),
            "linear" => new PiecewiseLinear(name, [], [1.0], [0.0]),
            "relu" => new PiecewiseLinear(name, [0.0], [0.0, 1.0], [0.0, 0.0]),
            "leaky-relu" => LeakyRelu(parameters("slope", 0.01)),
            "shifted-relu" => ShiftedRelu(parameters("slope", 1.0), parameters("threshold", 0.0)),
            "hard-tanh" => HardTanh(parameters("s", 1.0), parameters("g", 1.0)),
            "abs" => new PiecewiseLinear(name, [0.0], [-1.0, 1.0], [0.0, 0.0]),
            "step" => new PiecewiseLinear(name, [0.0], [0.0, 0.0], [0.0, 1.0]),
            "sign" => new PiecewiseLinear(name, [0.0], [0.0, 0.0], [-1.0, 1.0]),
            "elu" => Elu(parameters("alpha", 1.0)),
            "selu" => new ExponentialLinear(name, SeluScale, SeluScale * SeluAlpha),
            "power" => Power(parameters("n", 2.0)),
            "rectified-power" => RectifiedPower(parameters("n", 2.0)),
            "softsign" => new PiecewiseAnalytic(name, [0.0],
                [
                    new(x => x / (1.0 - x), x => 1.0 / ((1.0 - x) * (1.0 - x)), x => 2.0 / Math.Pow(1.0 - x, 3.0)),
                    new(x => x / (1.0 + x), x => 1.0 / ((1.0 + x) * (1.0 + x)), x => -2.0 / Math.Pow(1.0 + x, 3.0)),
                ]),
            _ => Analytic(name) is { } piece ? new PiecewiseAnalytic(name, [], [piece]) : null,
        };
    }

    private static AnalyticPiece? Analytic(string name) => name switch
    {
        "tanh" => new(Math.Tanh, Stable.SechSquared, x => -2.0 * Math.Tanh(x) * Stable.SechSquared(x)),
        "erf" => new(
            ErrorFunction.Erf, x => TwoOverSqrtPi * Math.Exp(-x * x), x => -2.0 * TwoOverSqrtPi * x * Math.Exp(-x * x)),
        "sin" => new(Math.Sin, Math.Cos, x => -Math.Sin(x)),
        "cos" => new(Math.Cos, x => -Math.Sin(x), x => -Math.Cos(x)),
        "exp" => new(Math.Exp, Math.Exp, Math.Exp),
        "gaussian" => new(
            x => Math.Exp(-x * x), x => -2.0 * x * Math.Exp(-x * x), x => ((4.0 * x * x) - 2.0) * Math.Exp(-x * x)),
        "sigmoid" => new(
            Stable.Sigmoid,
            x => Stable.Sigmoid(x) * Stable.Sigmoid(-x),
            x => -Stable.Sigmoid(x) * Stable.Sigmoid(-x) * Math.Tanh(0.5 * x)),
        "softplus" => new(Stable.Softplus, Stable.Sigmoid, x => Stable.Sigmoid(x) * Stable.Sigmoid(-x)),
        "silu" => new(
            x => x * Stable.Sigmoid(x),
            x => Stable.Sigmoid(x) * (1.0 + (x * Stable.Sigmoid(-x))),
            x => Stable.Sigmoid(x) * Stable.Sigmoid(-x) * (2.0 - (x * Math.Tanh(0.5 * x)))),
        "gelu" => new(
            x => x * ErrorFunction.NormalCdf(x),
            x => ErrorFunction.NormalCdf(x) + (x * ErrorFunction.NormalDensity(x)),
            x => (2.0 - (x * x)) * ErrorFunction.NormalDensity(x)),
        "arctan" => new(Math.Atan, x => 1.0 / (1.0 + (x * x)), x => -2.0 * x / ((1.0 + (x * x)) * (1.0 + (x * x)))),
        "isru" => new(
            x => x / Math.Sqrt(1.0 + (x * x)),
            x => Math.Pow(1.0 + (x * x), -1.5),
            x => -3.0 * x * Math.Pow(1.0 + (x * x), -2.5)),
        "mish" => new(x => x * Math.Tanh(Stable.Softplus(x)), MishDerivative, MishSecondDerivative),
        _ => null,
    };

    private static PiecewiseLinear LeakyRelu(double slope) =>
        new(Invariant($"leaky-relu:slope={Require.Finite(slope):R}"), [0.0], [slope, 1.0], [0.0, 0.0]);

    /// <summary>a·max(x, b): constant a·b to the left of the threshold b, as [HK21] example 2.2 has it.</summary>
    private static PiecewiseLinear ShiftedRelu(double slope, double threshold) =>
        new(
            Invariant($"shifted-relu:slope={Require.Finite(slope):R},threshold={Require.Finite(threshold):R}"),
            [threshold],
            [0.0, slope],
            [slope * threshold, 0.0]);

    private static PiecewiseLinear HardTanh(double s, double g)
    {
        double kink = 1.0 / (Require.Positive(s) * Require.Positive(g));
        return new PiecewiseLinear(Invariant($"hard-tanh:s={s:R},g={g:R}"), [-kink, kink], [0.0, g, 0.0], [-1.0 / s, 0.0, 1.0 / s]);
    }

    private static ExponentialLinear Elu(double alpha) =>
        new(alpha == 1.0 ? "elu" : Invariant($"elu:alpha={Require.Finite(alpha):R}"), 1.0, alpha);

    private static Activation Power(double n)
    {
        int exponent = Exponent(n);
        string name = Invariant($"power:n={exponent}");
        return exponent == 1
            ? new PiecewiseLinear(name, [], [1.0], [0.0])
            : new PiecewiseAnalytic(name, [], [Monomial(exponent)]);
    }

    private static Activation RectifiedPower(double n)
    {
        int exponent = Exponent(n);
        string name = Invariant($"rectified-power:n={exponent}");
        return exponent == 1
            ? new PiecewiseLinear(name, [0.0], [0.0, 1.0], [0.0, 0.0])
            : new PiecewiseAnalytic(name, [0.0], [AnalyticPiece.Line(0.0), Monomial(exponent)]);
    }

    private static AnalyticPiece Monomial(int n) => new(
        x => Math.Pow(x, n), x => n * Math.Pow(x, n - 1), x => n * (n - 1) * Math.Pow(x, n - 2));

    private static int Exponent(double n) =>
        n is >= 1.0 and <= 20.0 && n == Math.Floor(n)
            ? (int)n
            : throw new ArgumentOutOfRangeException(nameof(n), Invariant($"n must be an integer in [1, 20], but is {n:R}."));

    private static double MishDerivative(double x)
    {
        double s = Stable.Softplus(x);
        return Math.Tanh(s) + (x * Stable.SechSquared(s) * Stable.Sigmoid(x));
    }

    private static double MishSecondDerivative(double x)
    {
        double s = Stable.Softplus(x);
        double sigmoid = Stable.Sigmoid(x);
        double slope = Stable.SechSquared(s);
        return slope * sigmoid * (2.0 + (x * (Stable.Sigmoid(-x) - (2.0 * Math.Tanh(s) * sigmoid))));
    }
}
