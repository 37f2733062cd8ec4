using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>Bars of equal width whose area is the fraction of the sample in the bin.</summary>
/// <remarks>
/// The total area is the fraction of the whole sample that the values make up, so that the bars of the continuous
/// part lie under the density even when the values at atoms are shown apart.
/// </remarks>
public sealed record Histogram : PlotElement
{
    /// <summary>Counts values into bins of equal width.</summary>
    /// <param name="values">The values to count; those outside the range are left out.</param>
    /// <param name="range">The union of the bins.</param>
    /// <param name="bins">How many bins, ≥ 1.</param>
    /// <param name="total">What counts as mass 1: usually the number of all eigenvalues, ≥ 1.</param>
    /// <param name="legend">The words in the legend; empty for none.</param>
    /// <param name="color">From <see cref="Palette"/>.</param>
    public Histogram(
        IEnumerable<double> values, Interval range, int bins, int total, string legend = "", string color = Palette.Sample)
        : base(legend, color)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        Range = range;
        BinWidth = (range.Right - range.Left) / bins;
        Heights = [.. InBins(values.Select(value => (value, 1.0)), bins).Select(count => count / (BinWidth * total))];
    }

    /// <summary>Collects atoms into bins of equal width.</summary>
    /// <param name="atoms">The atoms; those outside the range are left out.</param>
    /// <param name="range">The union of the bins.</param>
    /// <param name="bins">How many bins, ≥ 1.</param>
    /// <param name="legend">The words in the legend; empty for none.</param>
    /// <param name="color">From <see cref="Palette"/>.</param>
    public Histogram(IEnumerable<Atom> atoms, Interval range, int bins, string legend = "", string color = Palette.Atom)
        : base(legend, color)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Range = range;
        BinWidth = (range.Right - range.Left) / bins;
        Heights = [.. InBins(atoms.Select(atom => (atom.Location, atom.Weight)), bins).Select(mass => mass / BinWidth)];
    }

    /// <summary>The union of the bins.</summary>
    public Interval Range { get; }

    /// <summary>The width of a bin.</summary>
    public double BinWidth { get; }

    /// <summary>The height of each bar: fraction divided by width.</summary>
    public ImmutableArray<double> Heights { get; }

    /// <summary>Whether two histograms show the same bars.</summary>
    public bool Equals(Histogram? other) =>
        other is not null && Range == other.Range && Heights.AsSpan().SequenceEqual(other.Heights.AsSpan())
        && (Legend, Color) == (other.Legend, other.Color);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Range, Heights.Length, Legend, Color);

    internal override void Draw(PanelCanvas canvas)
    {
        for (int i = 0; i < Heights.Length; i++)
        {
            if (Heights[i] == 0.0)
            {
                continue;
            }

            double left = Math.Max(canvas.Left, canvas.X(Range.Left + (i * BinWidth)));
            double right = Math.Min(canvas.Right, canvas.X(Range.Left + ((i + 1) * BinWidth)));
            double top = canvas.ClampY(canvas.Y(Heights[i]));
            if (right > left && top < canvas.Bottom)
            {
                Bar(canvas.Svg, left, top, right - left, canvas.Bottom - top);
            }
        }
    }

    internal override void DrawKey(SvgWriter svg, double x, double y, double width) => Bar(svg, x, y - 5.0, width, 10.0);

    private double[] InBins(IEnumerable<(double Value, double Mass)> values, int bins)
    {
        double[] masses = new double[bins];
        foreach ((double value, double mass) in values)
        {
            if (Range.Contains(value))
            {
                masses[Math.Min(bins - 1, (int)((value - Range.Left) / BinWidth))] += mass;
            }
        }

        return masses;
    }

    private void Bar(SvgWriter svg, double x, double y, double width, double height) =>
        svg.Empty(
            "rect", ("x", x), ("y", y), ("width", width), ("height", height), ("fill", Color), ("fill-opacity", "0.55"),
            ("stroke", Color), ("stroke-width", "0.4"));
}
