using System.Collections.Immutable;

namespace FreeSpectra.Networks.Statistics;

/// <summary>The numerical errors of Fisher statistics, carried from those of the order parameters.</summary>
/// <remarks>
/// <para>
/// A theorem is a function of q̂_t, q̂_st, q̂_t − q̂_st and the same of q̃. Each of the six is moved by its errors in all layers at once (every
/// term grows with it, so the layers' errors add), the theorem is asked again, and the absolute changes are summed.
/// </para>
/// <para>First order; an estimate. Source: [KAA19] eqs. (8)–(11) for what is asked.</para>
/// </remarks>
public static class StatisticsErrors
{
    // Moves far above rounding; the theorems are smooth, so the changes are scaled back.
    private const double Move = 1e-6;
    private const double Rounding = 1e-16;

    private static readonly ImmutableArray<Func<Overlap, Overlap>> Parts =
    [
        error => new Overlap(error.Moment, 0.0, 0.0), error => new Overlap(0.0, error.Cross, 0.0), error => new Overlap(0.0, 0.0, error.Gap),
    ];

    /// <summary>The theorem's statistics with <see cref="FisherStatistics.Errors"/>.</summary>
    /// <param name="theorem">The statistics as a function of the order parameters.</param>
    /// <param name="overlaps">Order parameters with errors.</param>
    /// <param name="further">What else the theorem depends on: its statistics with that moved by <c>Scale</c> times its error.</param>
    public static FisherStatistics Attach(
        Func<SignalOverlaps, FisherStatistics> theorem, SignalOverlaps overlaps, (FisherStatistics Moved, double Scale)? further = null)
    {
        ArgumentNullException.ThrowIfNull(theorem);
        ArgumentNullException.ThrowIfNull(overlaps);
        FisherStatistics here = theorem(overlaps);
        double rounding = Rounding * (overlaps.Depth + 8);
        FisherStatistics errors = Combine(here, here, (value, _) => rounding * Math.Abs(value));
        if (further is { } other)
        {
            FisherStatistics change = Combine(other.Moved, here, (there, value) => Math.Abs(there - value) / other.Scale);
            errors = Combine(errors, change, (sum, more) => sum + more);
        }

        foreach (Func<Overlap, Overlap> part in Parts)
        {
            foreach (bool forward in new[] { true, false })
            {
                double scale = Scale(part, forward ? overlaps.Activations : overlaps.Gradients, forward ? overlaps.ActivationErrors : overlaps.GradientErrors);
                if (scale == 0.0)
                {
                    continue;
                }

                SignalOverlaps moved = new(
                    overlaps.RelativeWidths,
                    forward ? Moved(part, overlaps.Activations, overlaps.ActivationErrors, scale) : overlaps.Activations,
                    forward ? overlaps.Gradients : Moved(part, overlaps.Gradients, overlaps.GradientErrors, scale));
                FisherStatistics change = Combine(theorem(moved), here, (there, value) => Math.Abs(there - value) / scale);
                errors = Combine(errors, change, (sum, more) => sum + more);
            }
        }

        return here with { Errors = errors };
    }

    /// <summary>The factor that makes the largest relative error a small but visible move; 0 without errors.</summary>
    private static double Scale(Func<Overlap, Overlap> part, ImmutableArray<Overlap> values, ImmutableArray<Overlap> errors)
    {
        double largest = 0.0;
        for (int l = 0; l < values.Length; l++)
        {
            Overlap value = part(values[l]), error = part(errors[l]);
            double size = Math.Abs(value.Moment + value.Cross + value.Gap), width = error.Moment + error.Cross + error.Gap;
            largest = Math.Max(largest, width == 0.0 ? 0.0 : size > 0.0 ? width / size : width);
        }

        return largest == 0.0 ? 0.0 : Math.Max(1.0, Move / largest);
    }

    private static ImmutableArray<Overlap> Moved(
        Func<Overlap, Overlap> part, ImmutableArray<Overlap> values, ImmutableArray<Overlap> errors, double scale) =>
        [.. values.Zip(errors, (value, error) => Add(value, part(error), scale))];

    private static Overlap Add(Overlap value, Overlap error, double scale) => new(
        value.Moment + (scale * error.Moment), value.Cross + (scale * error.Cross), value.Gap + (scale * error.Gap));

    /// <summary>Two statistics of the same theorem, number by number; what either lacks is left out.</summary>
    private static FisherStatistics Combine(FisherStatistics left, FisherStatistics right, Func<double, double, double> f)
    {
        double? Of(double? a, double? b) => a is { } x && b is { } y ? f(x, y) : null;
        return new FisherStatistics(
            "errors",
            new EigenvalueRange(
                Of(left.Largest.Value, right.Largest.Value),
                Of(left.Largest.Lower, right.Largest.Lower),
                Of(left.Largest.Upper, right.Largest.Upper)),
            Of(left.MeanEigenvalue, right.MeanEigenvalue),
            Of(left.SecondMoment, right.SecondMoment),
            [.. left.LayerTerms.Zip(right.LayerTerms, f)],
            [.. left.Details.Zip(right.Details, (a, b) => KeyValuePair.Create(a.Key, f(a.Value, b.Value)))]);
    }
}
