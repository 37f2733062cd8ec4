using System.Collections.Immutable;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;

namespace FreeSpectra.Bench;

/// <summary>Correlated Gaussian integrals, fixed points, critical lines and phase diagrams: each within its time, duals against quadrature.</summary>
public static class MeanFieldBench
{
    private const double ClosedSeconds = 10e-6;
    private const double NumericSeconds = 100e-6;
    private const double PreparationSeconds = 20e-3;

    public static IEnumerable<RatioCase> Ratios =>
    [
        .. Dual("relu", 1.0, 0.3, ClosedSeconds),
        .. Dual("hard-tanh", 1.0, 0.3, ClosedSeconds),
        .. Dual("gelu", 1.0, 0.3, ClosedSeconds),
        .. Dual("erf", 1.0, 0.3, ClosedSeconds),
        .. Dual("rectified-power:n=3", 1.0, -0.3, ClosedSeconds),
        .. Dual("elu", 1.0, 0.3, NumericSeconds),
        .. Dual("selu", 1.0, 0.999999, NumericSeconds),
        .. Dual("tanh", 1.0, 0.3, NumericSeconds),
        .. Dual("tanh", 20.0, 0.9, NumericSeconds),
        .. Dual("tanh", 1.0, 0.9999999999, NumericSeconds),
        .. Dual("sigmoid", 1.0, 0.3, NumericSeconds),
        .. Dual("arctan", 1.0, 0.3, NumericSeconds),
        .. Dual("x*sigmoid(1.7*x)", 1.0, 0.3, NumericSeconds),
        .. Dual("softsign", 1.0, 0.3, NumericSeconds),
        .. Prepared("abs(x)*sigmoid(x)"),
        .. Prepared("max(x,0)*tanh(x)"),
        .. Prepared("x*min(max(x+3,0),6)/6"),
        .. Prepared("max(x,expm1(min(x,0)))"),
        .. Prepared("step(x-0.3)+tanh(x)"),
        Timed("c* of tanh", () => PhasePoint.Of(ActivationParser.Parse("tanh"), 2.5, 0.05), 5e-3),
        Timed("c* of hard tanh", () => PhasePoint.Of(ActivationParser.Parse("hard-tanh"), 3.0, 0.1), 5e-3),
        Timed("critical line of tanh, 50 points", () => Line("tanh"), 5e-3),
        Timed("critical line of gelu, 50 points", () => Line("gelu"), 5e-3),
        Timed("phase diagram of tanh, 200 x 200", () => Diagram("tanh"), 2.0),
        Timed("phase diagram of gelu, 200 x 200", () => Diagram("gelu"), 2.0),
        Timed("phase diagram of elu, 200 x 200", () => Diagram("elu"), 2.0),
    ];

    private static IEnumerable<RatioCase> Dual(string activation, double variance, double correlation, double seconds)
    {
        Activation phi = ActivationParser.Parse(activation);
        var c = Correlation.Of(correlation);
        string name = FormattableString.Invariant($"dual of {activation}, q = {variance}, c = {correlation}");
        return
        [
            new RatioCase(
                name,
                () => DualActivation.Of(phi, variance, variance, c),
                "quadrature in the plane",
                () => DualActivation.ByQuadrature(phi, variance, variance, c),
                Limit: 0.5),
            Timed(name + ", seconds", () => DualActivation.Of(phi, variance, variance, c), seconds),
        ];
    }

    /// <summary>A formula with kinks, prepared once at q = 1: at several correlations, and the preparation itself.</summary>
    private static IEnumerable<RatioCase> Prepared(string formula)
    {
        Activation phi = ActivationParser.Parse(formula);
        DualFunction dual = DualFunction.Of(phi, 1.0, 1.0);
        foreach (Correlation c in (Correlation[])[Correlation.Of(0.3), Correlation.Of(-0.6), Correlation.Of(0.99), Correlation.FromComplement(1e-12)])
        {
            string name = FormattableString.Invariant($"prepared dual of {formula}, q = 1, 1 - c = {c.OneMinus:G3}");
            yield return new RatioCase(
                name, () => dual.At(c), "quadrature in the plane", () => DualActivation.ByQuadrature(phi, 1.0, 1.0, c), Limit: 0.05);
            yield return Timed(name + ", seconds", () => dual.At(c), NumericSeconds);
        }

        yield return Timed(
            $"preparation for {formula}, seconds", () => DualFunction.Of(phi, 1.0, 1.0).At(Correlation.Of(0.3)), PreparationSeconds);
    }

    private static RatioCase Timed(string name, Func<object> work, double seconds) => new(name, work, "limit in seconds", null, seconds);

    private static CriticalPoint[] Line(string activation)
    {
        Activation phi = ActivationParser.Parse(activation);
        return [.. Enumerable.Range(1, 50).Select(i => CriticalLine.At(phi, 0.04 * i))];
    }

    private static PhaseDiagram Diagram(string activation)
    {
        ImmutableArray<double> weights = [.. Enumerable.Range(0, 200).Select(i => 0.05 + (3.95 * i / 199.0))];
        ImmutableArray<double> biases = [.. Enumerable.Range(0, 200).Select(i => i / 199.0)];
        return PhaseDiagram.Of(ActivationParser.Parse(activation), weights, biases);
    }
}
