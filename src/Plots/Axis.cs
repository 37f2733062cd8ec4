using System.Collections.Immutable;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>One axis of a panel: a label, a range and a scale.</summary>
public sealed record Axis
{
    /// <summary>Creates an axis.</summary>
    /// <param name="label">The words beside the axis.</param>
    /// <param name="minimum">The number at its start.</param>
    /// <param name="maximum">The number at its end, &gt; <paramref name="minimum"/>.</param>
    /// <param name="scale">Linear, or logarithmic when <paramref name="minimum"/> &gt; 0.</param>
    /// <param name="isCount">Whether only whole numbers get a tick.</param>
    public Axis(string label, double minimum, double maximum, AxisScale scale = AxisScale.Linear, bool isCount = false)
    {
        ArgumentNullException.ThrowIfNull(label);
        Label = label;
        Range = new Interval(minimum, maximum);
        if (scale == AxisScale.Logarithmic)
        {
            Require.Positive(minimum);
        }

        Scale = scale;
        IsCount = isCount;
    }

    /// <summary>The words beside the axis.</summary>
    public string Label { get; }

    /// <summary>The numbers at its two ends.</summary>
    public Interval Range { get; }

    /// <summary>Linear or logarithmic.</summary>
    public AxisScale Scale { get; }

    /// <summary>Whether only whole numbers get a tick.</summary>
    public bool IsCount { get; }

    /// <summary>The numbers that get a tick and a label, in increasing order, inside the range.</summary>
    public ImmutableArray<Tick> Ticks => Tick.For(this);

    /// <summary>Where a number lies: 0 at the start of the axis, 1 at its end.</summary>
    /// <remarks>On a logarithmic axis a number ≤ 0 lies at −∞ and is drawn far below the start.</remarks>
    public double Position(double value)
    {
        if (Scale == AxisScale.Linear)
        {
            return (value - Range.Left) / (Range.Right - Range.Left);
        }

        const double farBelow = -100.0;
        return value > 0.0
            ? Math.Max(farBelow, Math.Log(value / Range.Left) / Math.Log(Range.Right / Range.Left))
            : farBelow;
    }

    /// <summary>The number at a position: the inverse of <see cref="Position"/>.</summary>
    public double ValueAt(double position) =>
        Scale == AxisScale.Linear
            ? Range.Left + (position * (Range.Right - Range.Left))
            : Range.Left * Math.Pow(Range.Right / Range.Left, position);
}
