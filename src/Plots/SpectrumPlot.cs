using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Plots;

/// <summary>A law, and a sample if there is one, in one panel: exact density, atoms as stems, edges, histogram.</summary>
public static class SpectrumPlot
{
    private const double ManyOrders = 200.0; // of magnitude in the support: beyond this a linear axis hides the lower part
    private const double Crowded = 0.02; // of the support: where most of the mass lies in its lowest part, a linear axis shows a spike only
    private const int ManyAtoms = 40; // without a band: more stems are no picture, a histogram is
    private const double UnlikePeaks = 40.0; // between the peaks of two bands: beyond this a linear axis hides the lower one

    /// <summary>The picture of a law.</summary>
    /// <param name="title">One line above it.</param>
    /// <param name="law">The law.</param>
    /// <param name="eigenvalues">All eigenvalues of all draws; empty for none.</param>
    /// <param name="options">How it is drawn; null for the defaults.</param>
    /// <exception cref="NonConvergenceException">A value of the density could not be certified.</exception>
    public static Picture Create(
        string title, SpectralMeasure law, IReadOnlyCollection<double>? eigenvalues = null, SpectrumPlotOptions? options = null)
    {
        Panel panel = CreatePanel(title, law, eigenvalues, options);
        if (IsHistogram(law, eigenvalues))
        {
            return new Picture("", $"{title}: a histogram of {law.Atoms.Length} atoms.", [panel], columns: 1);
        }

        string sample = eigenvalues is { Count: > 0 } ? $" over a histogram of {eigenvalues.Count} sampled eigenvalues" : "";
        return new Picture("", $"{title}: the exact density{sample}, atoms as stems with their weights.", [panel], columns: 1);
    }

    /// <summary>The same as one panel of a larger picture.</summary>
    /// <inheritdoc cref="Create"/>
    public static Panel CreatePanel(
        string title, SpectralMeasure law, IReadOnlyCollection<double>? eigenvalues = null, SpectrumPlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(law);
        options ??= new SpectrumPlotOptions();
        if (IsHistogram(law, eigenvalues))
        {
            return HistogramOfAtoms(title, law, options);
        }

        SampleParts sample = SampleParts.Split(eigenvalues ?? [], law.Atoms);
        Axis horizontal = HorizontalAxis(law, sample, options);
        var coarse = DensityCurve.Sample(law, horizontal);
        bool crowded = options.Vertical is null && horizontal.Scale == AxisScale.Logarithmic && IsCrowded(law);
        AxisScale scale = options.Vertical ?? (crowded || PeaksAreUnlike(coarse, law) ? AxisScale.Logarithmic : AxisScale.Linear);
        var curves = scale == AxisScale.Linear ? coarse : DensityCurve.Sample(law, horizontal, scale);
        Histogram? histogram = HistogramOf(sample, horizontal, options);
        Axis vertical = crowded ? CrowdedAxis(curves, law, histogram, options) : VerticalAxis(curves, law, histogram, scale, options);
        List<PlotElement> elements = [];
        if (histogram is not null)
        {
            elements.Add(histogram);
        }

        double[] edges =
        [
            .. law.Bands.SelectMany(band => new[] { band.Left, band.Right })
                .Where(edge => double.IsFinite(edge) && !(options.HasNoTop && edge == law.TopOfSupport)),
        ];
        if (edges.Length > 0)
        {
            elements.Add(new EdgeMarkers(edges, "edges of the bands"));
        }

        elements.AddRange(curves.Select((points, i) => new Curve(points, i == 0 ? options.TheoryLegend : "")));
        if (!law.Atoms.IsEmpty)
        {
            elements.Add(new Stems(law.Atoms, "atoms and weights"));
        }

        if (!sample.Multiple.IsEmpty)
        {
            elements.Add(new Stems(sample.Multiple, "sampled multiplicities", "#d55e00", hollow: true));
        }

        // A law of atoms alone has no density: its weights take the left axis.
        Axis? weights = WeightAxis(law, sample, scale);
        return law.Bands.IsEmpty && histogram is null && weights is not null
            ? new Panel(title, horizontal, weights, elements)
            : new Panel(title, horizontal, vertical, elements, weights);
    }

    private static bool IsHistogram(SpectralMeasure law, IReadOnlyCollection<double>? eigenvalues) =>
        law.Bands.IsEmpty && law.Atoms.Length > ManyAtoms && eigenvalues is not { Count: > 0 };

    /// <summary>The law of measured values: atoms so many that they are counted into bins.</summary>
    private static Panel HistogramOfAtoms(string title, SpectralMeasure law, SpectrumPlotOptions options)
    {
        Interval range = options.Range ?? new Interval(law.BottomOfSupport, law.TopOfSupport);
        double pad = options.Range is null ? 0.04 * (range.Right - range.Left) : 0.0;
        Histogram histogram = new(law.Atoms, range, options.Bins ?? Bins(law.Atoms.Length), $"{law.Atoms.Length} atoms, counted into bins");
        return new Panel(
            title,
            new Axis(options.HorizontalLabel, range.Left - pad, range.Right + pad),
            new Axis("mass per unit of length", 0.0, 1.12 * histogram.Heights.Max()),
            [histogram]);
    }

    /// <summary>About as many as the cube root rule asks for, in sane bounds.</summary>
    private static int Bins(int count) => Math.Clamp((int)(3.0 * Math.Cbrt(count)), 12, 90);

    private static Axis HorizontalAxis(SpectralMeasure law, SampleParts sample, SpectrumPlotOptions options)
    {
        double low = double.IsFinite(law.BottomOfSupport) ? law.BottomOfSupport : law.Quantile(0.01);
        double high = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport : law.Quantile(0.99);
        if (double.IsFinite(law.BottomOfSupport) && double.IsFinite(law.TopOfSupport))
        {
            foreach (double x in sample.Simple.Concat(sample.Multiple.Select(atom => atom.Location)))
            {
                low = Math.Min(low, x);
                high = Math.Max(high, x);
            }
        }

        if (options.Range is { } range)
        {
            (low, high) = (range.Left, range.Right);
        }

        AxisScale scale = options.Horizontal
            ?? ((low > 0.0 && high / low > ManyOrders && (options.Range is not null || LiesLow(law))) || (options.Range is null && IsCrowded(law))
                ? AxisScale.Logarithmic : AxisScale.Linear);
        if (scale == AxisScale.Logarithmic && low <= 0.0)
        {
            low = Math.Max(law.Quantile(Math.Clamp(law.MassAt(0.0) + 1e-3, 1e-3, 1.0)) / 10.0, high * 1e-12);
        }

        if (options.Range is null)
        {
            double pad = high > low ? 0.04 * (high - low) : Math.Max(0.5, 0.1 * Math.Abs(high));
            (low, high) = scale == AxisScale.Logarithmic
                ? (low / Math.Max(1.05, Math.Pow(high / low, 0.04)), high * Math.Max(1.05, Math.Pow(high / low, 0.04)))
                : (low - pad, high + pad);
        }

        return new Axis(Named(options.HorizontalLabel, scale), low, high, scale);
    }

    /// <summary>A scale that is not linear is said.</summary>
    private static string Named(string label, AxisScale scale) => scale == AxisScale.Logarithmic ? $"{label} (logarithmic)" : label;

    /// <summary>Whether more than half of the mass, atoms included, lies in the lowest part of the support, or its top is infinite.</summary>
    private static bool LiesLow(SpectralMeasure law) =>
        !double.IsFinite(law.TopOfSupport)
        || law.CumulativeDistribution(law.BottomOfSupport + (Crowded * (law.TopOfSupport - law.BottomOfSupport))) > 0.5 * law.TotalMass;

    /// <summary>
    /// Whether most of the mass outside atoms lies in the lowest part of a support that begins at 0 or above, and a logarithmic axis would
    /// hide no atom at 0.
    /// </summary>
    private static bool IsCrowded(SpectralMeasure law)
    {
        double bottom = law.BottomOfSupport, top = law.TopOfSupport;
        if (law.Bands.IsEmpty || !(bottom >= 0.0 && double.IsFinite(top)) || law.MassAt(0.0) > 0.0)
        {
            return false;
        }

        double end = bottom + (Crowded * (top - bottom));
        double near = law.CumulativeDistribution(end) - law.Atoms.Where(atom => atom.Location <= end).Sum(atom => atom.Weight);
        return near > 0.5 * law.Bands.Sum(band => band.Mass);
    }

    private static bool PeaksAreUnlike(ImmutableArray<ImmutableArray<PlotPoint>> curves, SpectralMeasure law)
    {
        double[] peaks = [.. curves.Where(points => points.Length > 0).Select(points => DensityCurve.Top([points], law))];
        return peaks.Length > 1 && peaks.Max() > UnlikePeaks * peaks.Min();
    }

    private static Histogram? HistogramOf(SampleParts sample, Axis horizontal, SpectrumPlotOptions options)
    {
        if (sample.Simple.IsEmpty)
        {
            return null;
        }

        // The bins tile the visible part of the sample.
        double low = Math.Max(sample.Simple[0], horizontal.Range.Left);
        double high = Math.Min(sample.Simple[^1], horizontal.Range.Right);
        if (!(high > low))
        {
            return null;
        }

        int bins = options.Bins ?? Bins(sample.Simple.Length);
        return new Histogram(sample.Simple, new Interval(low, high), bins, sample.Total, options.SampleLegend);
    }

    /// <summary>From the highest point in sight down to a hundredth of the density that all but a hundredth of the mass lies below.</summary>
    private static Axis CrowdedAxis(
        ImmutableArray<ImmutableArray<PlotPoint>> curves, SpectralMeasure law, Histogram? histogram, SpectrumPlotOptions options)
    {
        double top = curves.SelectMany(points => points).Select(point => point.Y).Concat(histogram?.Heights ?? []).DefaultIfEmpty(1.0).Max();
        double bottom = 0.01 * law.Density(law.Quantile(0.99 * law.TotalMass));
        return new Axis(Named(options.VerticalLabel, AxisScale.Logarithmic), Math.Clamp(bottom, 1e-18 * top, 0.1 * top), 2.0 * top, AxisScale.Logarithmic);
    }

    private static Axis VerticalAxis(
        ImmutableArray<ImmutableArray<PlotPoint>> curves, SpectralMeasure law, Histogram? histogram, AxisScale scale,
        SpectrumPlotOptions options)
    {
        double top = DensityCurve.Top(curves.Select(points => points.AsEnumerable()), law);
        top = Math.Max(top, histogram?.Heights.Max() ?? 0.0);
        top = top > 0.0 ? top : 1.0;
        if (scale == AxisScale.Linear)
        {
            return new Axis(options.VerticalLabel, 0.0, 1.12 * top);
        }

        double lowestBar = histogram?.Heights.Where(height => height > 0.0).DefaultIfEmpty(top).Min() ?? top;
        double lowestPeak = curves.Where(points => points.Length > 0)
            .Select(points => points.Max(point => point.Y)).DefaultIfEmpty(top).Min();
        double bottom = Math.Max(1e-6 * top, Math.Min(0.5 * lowestBar, 0.05 * lowestPeak));
        return new Axis(Named(options.VerticalLabel, scale), bottom, 2.0 * top, AxisScale.Logarithmic);
    }

    /// <summary>Logarithmic where the density is and a linear axis would lay light atoms on its floor.</summary>
    private static Axis? WeightAxis(SpectralMeasure law, SampleParts sample, AxisScale density)
    {
        double[] weights = [.. law.Atoms.Concat(sample.Multiple).Select(atom => atom.Weight)];
        if (weights.Length == 0)
        {
            return null;
        }

        double heaviest = weights.Max(), lightest = weights.Min();
        const double farApart = 20.0;
        return density == AxisScale.Logarithmic && heaviest > farApart * lightest
            ? new Axis(Named("weight of an atom", AxisScale.Logarithmic), Math.Max(0.3 * lightest, 1e-6 * heaviest), 2.0 * heaviest, AxisScale.Logarithmic)
            : new Axis("weight of an atom", 0.0, 1.2 * heaviest);
    }
}
