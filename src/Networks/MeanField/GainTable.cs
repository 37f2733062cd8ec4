using System.Collections.Immutable;
using System.Text;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Numerics;
using static System.FormattableString;

namespace FreeSpectra.Networks.MeanField;

/// <summary>Gains and critical points of the activations that have a name.</summary>
/// <remarks><para>Source: [SGGS17] for the critical line; [RYH22] for half-stable points.</para></remarks>
public static class GainTable
{
    /// <summary>σ_b² of the second critical point.</summary>
    public const double TypicalBias = 0.05;

    /// <summary>The activations of the table.</summary>
    public static ImmutableArray<string> Activations { get; } =
    [
        "linear", "relu", "leaky-relu:slope=0.01", "leaky-relu:slope=0.1", "hard-tanh:s=1,g=1", "tanh", "erf", "sin", "arctan", "isru",
        "softsign", "sigmoid", "softplus", "gelu", "silu", "mish", "elu", "selu",
    ];

    /// <summary>The row of one activation.</summary>
    /// <param name="activation">A continuous φ.</param>
    public static GainRow RowOf(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Estimate<double> forward = Gain(GaussianMoments.SecondMoment(activation, 1.0));
        Estimate<double> backward = Gain(GaussianMoments.SlopeSecondMoment(activation, 1.0));
        return new GainRow(
            activation.Name,
            forward.Value,
            backward.Value,
            First(CriticalLine.AtBias(activation, 0.0)),
            First(CriticalLine.AtBias(activation, TypicalBias)),
            CriticalLine.HalfStable(activation))
        {
            ForwardGainError = forward.Error,
            BackwardGainError = backward.Error,
        };
    }

    /// <summary>m^{−1/2}, whose relative error is half that of m.</summary>
    private static Estimate<double> Gain(Estimate<double> moment)
    {
        double gain = 1.0 / Math.Sqrt(moment.Value);
        return new Estimate<double>(gain, gain * ((0.5 * moment.Error / moment.Value) + 2e-16), moment.Evaluations);
    }

    /// <summary>All rows.</summary>
    public static ImmutableArray<GainRow> Rows() => [.. Activations.Select(text => RowOf(ActivationParser.Parse(text)))];

    /// <summary>The table in Markdown, 12 digits.</summary>
    public static string ToMarkdown(IEnumerable<GainRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        StringBuilder text = new();
        text.Append("# Gains and critical points\n\n");
        text.Append("Forward gain: 1/√E φ(Z)². Backward gain: 1/√E φ'(Z)². A gain g means weights of standard deviation g/√fan-in.\n");
        text.Append("Critical: the σ_w² with χ₁ = 1 at the given σ_b², and the pre-activation variance q* it holds; g = √σ_w².\n");
        text.Append("q* = 0 is the limit of small signals; a dash means that there is no such point.\n");
        text.Append("Any q*: every variance is kept. The number beside it is the one that an input of moment 1 starts at.\n\n");
        text.Append("| activation | forward gain | backward gain | σ_w² at σ_b² = 0 | q* | σ_w² at σ_b² = 0.05 | q* |\n");
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (GainRow row in rows)
        {
            text.Append(Invariant($"| {row.Activation} | {row.ForwardGain:G12} | {row.BackwardGain:G12} "));
            text.Append(Invariant($"| {row.NoBias?.WeightVariance.ToString("G12", Culture) ?? "–"} | {QStar(row.NoBias)} "));
            text.Append(Invariant($"| {row.SomeBias?.WeightVariance.ToString("G12", Culture) ?? "–"} | {QStar(row.SomeBias)} |\n"));
        }

        text.Append("\nHalf-stable points, where the variance map is critical too (E φφ'' = 0):\n\n");
        text.Append("| activation | σ_w² | σ_b² | q* |\n|---|---|---|---|\n");
        foreach (GainRow row in rows)
        {
            if (row.HalfStable is { } point && point.BiasVariance >= 0.0)
            {
                text.Append(Invariant($"| {row.Activation} | {point.WeightVariance:G12} | {point.BiasVariance:G12} | {point.QStar:G12} |\n"));
            }
        }

        return text.ToString();
    }

    private static string QStar(CriticalPoint? point) =>
        point is not { } critical ? "–" : Invariant($"{(critical.EveryVarianceIsFixed ? "any, " : "")}{critical.QStar:G9}");

    private static System.Globalization.CultureInfo Culture => System.Globalization.CultureInfo.InvariantCulture;

    private static CriticalPoint? First(ImmutableArray<CriticalPoint> points) => points.IsEmpty ? null : points[0];
}
