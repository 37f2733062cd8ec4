using System.Xml.Linq;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Plots;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;
using FreeSpectra.Validation;
using FsCheck;
using FsCheck.Fluent;
using Interval = FreeSpectra.Numerics.Interval;

namespace FreeSpectra.Tests.Plots;

public sealed class PictureTests
{
    [Fact]
    public void Spectrum_with_atoms_and_sample_looks_as_accepted() =>
        Golden.Matches(ThreeLayerPicture().ToSvg(), "three-layers.svg");

    [Fact]
    public void Logarithmic_spectrum_with_narrow_bands_looks_as_accepted()
    {
        DrawnLaw law = new(
            [new Atom(0.02, 0.1), new Atom(90.0, 0.3)],
            [.. DrawnLaw.Semicircle(0.05, 0.01, 0.2).Bands, .. DrawnLaw.Semicircle(20.0, 8.0, 0.4).Bands],
            x => x < 1 ? DrawnLaw.Semicircle(0.05, 0.01, 0.2).Density(x) : DrawnLaw.Semicircle(20.0, 8.0, 0.4).Density(x));
        Golden.Matches(SpectrumPlot.Create("Two bands", law).ToSvg(), "two-bands.svg");
    }

    [Fact]
    public void Heat_map_with_a_line_looks_as_accepted()
    {
        const int n = 24;
        HeatMap heat = new(
            n, Enumerable.Range(0, n * n).Select(i => Math.Sin(i % n / 4.0) * Math.Cos(i / n / 6.0)), new Interval(-1, 1), "χ₁ & ξ < 3");
        Curve line = new(Enumerable.Range(0, 20).Select(i => new PlotPoint(1 + (i / 10.0), 0.1 * i * i / 20.0)), "χ₁ = 1", Palette.Theory);
        Panel map = new("Phases", new Axis("σ_w²", 1, 3), new Axis("σ_b²", 0, 1), [heat, line]);
        Markers points = new(
            [new PlotPoint(10, 1e-3), new PlotPoint(100, 2e-2), new PlotPoint(1000, 0.4)], "sample", Palette.Sample, [5e-4, 5e-3, 0.05]);
        Panel scatter = new(
            "Scaling", new Axis("L", 5, 2000, AxisScale.Logarithmic), new Axis("λ", 1e-4, 1, AxisScale.Logarithmic), [points]);
        Golden.Matches(new Picture("A map and a scatter", "For the test.", [map, scatter], 2).ToSvg(), "heat-map.svg");
    }

    [Fact]
    public void Same_picture_has_the_same_bytes() => Assert.Equal(ThreeLayerPicture().ToSvg(), ThreeLayerPicture().ToSvg());

    [Fact]
    public void Every_picture_is_well_formed_and_scales_with_the_page()
    {
        XElement svg = XDocument.Parse(ThreeLayerPicture().ToSvg()).Root!;
        Assert.NotNull(svg.Attribute("viewBox"));
        Assert.Null(svg.Attribute("width"));
        Assert.Null(svg.Attribute("height"));
    }

    /// <summary>Three bands from 0.02 to 6: a linear axis shows them all.</summary>
    [Fact]
    public void A_logarithmic_axis_is_taken_only_where_it_is_needed_and_is_said()
    {
        SpectralMeasure wide = LawEvaluator.Evaluate(LawExpression.Parse("atoms(0:1/3, 1:1/3, 5:1/3) [+] atoms(0:1/2, 1:1/2)"));
        Assert.Equal(AxisScale.Linear, SpectrumPlot.CreatePanel("", wide).Horizontal.Scale);
        Axis axis = SpectrumPlot.CreatePanel("", new Atomic(new Atom(1e-6, 0.3), new Atom(1e-3, 0.3), new Atom(1.0, 0.4))).Horizontal;
        Assert.Equal((AxisScale.Logarithmic, "eigenvalue λ (logarithmic)"), (axis.Scale, axis.Label));
        Assert.True(new Axis("", 0.03, 6.0, AxisScale.Logarithmic).Ticks.Count(tick => !tick.IsMinor) >= 6);
    }

    [Fact]
    public void A_count_has_ticks_at_whole_numbers() =>
        Assert.Equal([1.0, 2.0], new Axis("", 0.5, 2.5, isCount: true).Ticks.Select(tick => tick.Value));

    [Fact]
    public void Any_law_gives_finite_coordinates() =>
        Always.Holds(
            from first in Always.Real(0.01, 0.99)
            from second in Always.Real(0.01, 0.99)
            from log in Gen.Elements(true, false)
            select (first, second, log),
            c =>
            {
                string svg = SpectrumPlot.Create(
                    "a < b & \"c\"",
                    DrawnLaw.ThreeLayers(c.first, c.second),
                    options: new SpectrumPlotOptions { Vertical = c.log ? AxisScale.Logarithmic : AxisScale.Linear }).ToSvg();
                XDocument.Parse(svg);
                return !svg.Contains("NaN", StringComparison.Ordinal) && !svg.Contains('∞', StringComparison.Ordinal)
                    && !svg.Contains("E+", StringComparison.Ordinal);
            });

    [Fact]
    public void Curve_follows_the_density_and_reaches_the_edges()
    {
        DrawnLaw law = DrawnLaw.ThreeLayers(0.6, 0.75);
        var points = Assert.Single(DensityCurve.Sample(law, new Axis("", 1, 3)));
        Assert.Equal(law.Bands[0].Left, points[0].X);
        Assert.Equal(law.Bands[0].Right, points[^1].X);
        double top = points.Max(point => point.Y);
        double area = points.Zip(points.Skip(1), (a, b) => 0.5 * (a.Y + b.Y) * (b.X - a.X)).Sum();
        Close.To(law.Bands[0].Mass, area, within: 2e-3, "area under the curve");
        for (int i = 1; i < points.Length; i++)
        {
            if (points[i].X - points[i - 1].X < 0.005)
            {
                continue; // narrower than the line: the foot of a square-root edge
            }

            double x = 0.5 * (points[i - 1].X + points[i].X);
            Close.To(law.Density(x), 0.5 * (points[i - 1].Y + points[i].Y), within: 0.005 * top, $"chord at {x:R}");
        }
    }

    [Fact]
    public void Bars_have_the_area_of_the_fraction_that_they_count()
    {
        Histogram histogram = new([0.1, 0.2, 0.3, 0.9, 2.0], new Interval(0, 1), bins: 4, total: 10);
        Close.To(0.4, histogram.Heights.Sum() * histogram.BinWidth, within: 1e-15, "area");
        Assert.Equal([0.8, 0.4, 0.0, 0.4], histogram.Heights);
    }

    [Fact]
    public void Multiple_eigenvalues_go_to_the_nearest_atom()
    {
        double[] eigenvalues = [1, 1, 1, 1.01, 1.01, 1.01, 2.5, 2.6, 2.6, 3, 3, 3];
        SampleParts parts = SampleParts.Split(eigenvalues, [new Atom(1.0, 0.5), new Atom(3.0, 0.25)]);
        Assert.Equal([2.5, 2.6, 2.6], parts.Simple);
        Assert.Equal([0.5, 0.25], parts.Multiple.Select(atom => atom.Weight));
        Close.To(1.005, parts.Multiple[0].Location, within: 1e-15, "mean place of the two runs");
    }

    [Fact]
    public void Ticks_lie_on_round_numbers_inside_the_axis()
    {
        Assert.Equal(["-0.5", "0.0", "0.5", "1.0"], new Axis("", -0.7, 2.3).Ticks.Select(tick => tick.Label).Where((_, i) => i < 4));
        Assert.Equal(
            ["10⁻⁴", "10⁻³", "0.01", "0.1", "1"],
            new Axis("", 1e-4, 1, AxisScale.Logarithmic).Ticks.Where(tick => !tick.IsMinor).Select(tick => tick.Label));
        Always.Holds(
            from start in Always.Real(-1000, 1000)
            from length in Always.Real(0.01, 5000)
            select (start, length),
            c =>
            {
                Axis axis = new("", c.start, c.start + c.length);
                return axis.Ticks.Length is >= 3 and <= 12
                    && axis.Ticks.All(tick => axis.Position(tick.Value) is > -1e-6 and < 1 + 1e-6)
                    && axis.Ticks.Select(tick => tick.Label).Distinct().Count() == axis.Ticks.Length;
            });
    }

    [Fact]
    public void Labels_side_by_side_do_not_touch()
    {
        foreach (double top in new[] { 1.75e-4, 3.3e-7, 12345.0, 7.7e8 })
        {
            Axis axis = new("", 0.0, top);
            Assert.InRange(axis.Ticks.Length, 2, 12);
            Assert.InRange(axis.Ticks.Sum(tick => tick.Label.Length), 0, 52);
        }

        Assert.Equal(["0", "5·10⁻⁵", "1.0·10⁻⁴", "1.5·10⁻⁴"], new Axis("", 0.0, 1.75e-4).Ticks.Select(tick => tick.Label));
    }

    [Fact]
    public void Law_crowded_at_the_bottom_of_its_support_is_drawn_on_logarithmic_axes()
    {
        FreeLogNormal law = new(6.0);
        Assert.True(law.CumulativeDistribution(0.02 * law.TopOfSupport) > 0.5, "crowded");
        Panel panel = SpectrumPlot.CreatePanel("crowded", law);
        Assert.Equal((AxisScale.Logarithmic, AxisScale.Logarithmic), (panel.Horizontal.Scale, panel.Vertical.Scale));
        Curve curve = Assert.Single(panel.Elements.OfType<Curve>());
        PlotPoint[] seen = [.. curve.Points.Where(point => panel.Vertical.Position(point.Y) is > 0.0 and < 1.0)];
        double[] places = [.. seen.Select(point => panel.Horizontal.Position(point.X))];
        Assert.True(places.Max() - places.Min() > 0.5, "the curve fills the panel");
        Assert.True(places.Zip(places.Skip(1), (a, b) => b - a).Max() < 0.05, "without coarse steps");
        DrawnLaw withAtom = new([new Atom(0.0, 0.5)], [new Band(0.0, law.TopOfSupport, 0.5)], x => 0.5 * law.Density(x));
        Assert.Equal(AxisScale.Linear, SpectrumPlot.CreatePanel("an atom at 0 needs a place", withAtom).Horizontal.Scale);
        Panel plain = SpectrumPlot.CreatePanel("not crowded", new FreeLogNormal(0.5));
        Assert.Equal((AxisScale.Linear, AxisScale.Linear), (plain.Horizontal.Scale, plain.Vertical.Scale));
    }

    [Fact]
    public void Spike_at_an_end_does_not_flatten_the_rest()
    {
        DrawnLaw spike = new([], [new Band(0.0, 1.0, 1.0)], x => (1.0 - x) * (1.0 + (400.0 * Math.Exp(-x / 1e-4))));
        var curves = DensityCurve.Sample(spike, new Axis("", -0.04, 1.04));
        Assert.True(curves[0].Max(point => point.Y) > 100.0, "the spike is in the curve");
        Assert.InRange(DensityCurve.Top(curves.Select(points => points.AsEnumerable()), spike), 0.9, 1.0);
        DrawnLaw hill = new([], [new Band(0.0, 1.0, 1.0)], x => (1.0 - x) * (1.0 + (10.0 * Math.Exp(-x / 1e-4))));
        Assert.True(DensityCurve.Top(DensityCurve.Sample(hill, new Axis("", -0.04, 1.04)).Select(points => points.AsEnumerable()), hill) > 5.0, "a lower one is shown");
    }

    [Theory]
    [InlineData(20, "14", false)]
    [InlineData(80, "9.2", false)]
    [InlineData(300, "8", true)]
    public void A_title_stays_inside_its_picture(int length, string size, bool isCut)
    {
        string title = new('m', length);
        XElement drawn = Texts(SpectrumPlot.Create(title, new Semicircle(0.0, 1.0))).First(text => text.Value.StartsWith('m') && text.Attribute("font-size") is not null);
        Assert.Equal((size, isCut), (drawn.Attribute("font-size")!.Value, drawn.Value.EndsWith('…')));
        Assert.Equal(!isCut, drawn.Value == title);
    }

    /// <summary>Words beside an axis keep off its labels, however long these are, and nothing reaches beyond the frame of the document.</summary>
    [Theory]
    [InlineData(1e-12)]
    [InlineData(1.0)]
    [InlineData(1e13)]
    public void Words_beside_an_axis_keep_off_its_labels(double scale)
    {
        XElement[] texts = [.. Texts(SpectrumPlot.Create("scaled", new AffineImage(new Semicircle(0.0, 1.0), new AffineMap(3.0 * scale, scale))))];
        double words = double.Parse(
            texts.Single(text => text.Value.StartsWith("density", StringComparison.Ordinal)).Attribute("transform")!.Value.Split('(', ' ')[1],
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(texts.Where(text => text.Attribute("text-anchor")?.Value == "end"), label =>
            Assert.True(Number(label, "x") - (6.4 * label.Value.Length) > words, $"{label} over {words}"));
        Assert.All(texts.Where(text => text.Attribute("text-anchor")?.Value == "middle" && text.Attribute("x") is not null), label =>
            Assert.True(Number(label, "x") + (3.2 * label.Value.Length) < 480.0, $"{label}"));
    }

    [Fact]
    public void A_light_atom_is_labelled_above_the_axis_and_a_heavy_one_by_what_it_lacks()
    {
        XElement[] texts = [.. Texts(SpectrumPlot.Create("light", new Atomic(new Atom(0.0, 0.99999), new Atom(1.0, 0.00001))))];
        XElement light = texts.Single(text => text.Value == "1.0e-5");
        Assert.True(Number(light, "y") < 330.0 - 50.0, $"{light}");
        Assert.Contains(texts, text => text.Value == "1 − 1.0e-5");
    }

    [Fact]
    public void Weights_of_a_law_of_atoms_alone_take_the_left_axis()
    {
        Panel atoms = SpectrumPlot.CreatePanel("", new Atomic(new Atom(-1.0, 0.3), new Atom(0.7, 0.7)));
        Assert.Equal(("weight of an atom", null), (atoms.Vertical.Label, atoms.Right));
        Assert.Equal(0.84, atoms.Vertical.Range.Right, 1e-12);
        Panel sampled = SpectrumPlot.CreatePanel("", new Atomic(new Atom(-1.0, 0.3), new Atom(0.7, 0.7)), [0.1, 0.2, 0.3]);
        Assert.Equal(("density ρ(λ)", "weight of an atom"), (sampled.Vertical.Label, sampled.Right?.Label));
        Assert.Null(SpectrumPlot.CreatePanel("", new Semicircle(0.0, 1.0)).Right);
    }

    [Fact]
    public void The_cut_of_a_law_without_a_top_is_no_edge()
    {
        int Edges(bool hasNoTop) => XDocument.Parse(SpectrumPlot.Create("open", new Semicircle(0.0, 1.0), [], new SpectrumPlotOptions { HasNoTop = hasNoTop }).ToSvg())
            .Descendants().Count(element => element.Attribute("stroke-dasharray") is not null);
        Assert.Equal(Edges(false) - 1, Edges(true));
    }

    private static IEnumerable<XElement> Texts(Picture picture) =>
        XDocument.Parse(picture.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text");

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void Coordinates_that_are_not_finite_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlotPoint(double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Axis("", 0, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Axis("", 0, 1, AxisScale.Logarithmic));
    }

    internal static Picture ThreeLayerPicture()
    {
        DrawnLaw law = DrawnLaw.ThreeLayers(0.6, 0.75);
        RandomSource random = new(7);
        double[] sample =
        [
            .. Enumerable.Repeat(1.01, 240), .. Enumerable.Repeat(2.01, 160), .. Enumerable.Repeat(2.99, 350),
            .. Enumerable.Range(0, 250).Select(_ => law.Quantile(0.4 + (0.25 * random.NextUniform()))),
        ];
        return SpectrumPlot.Create("Three layers, α = (0.6, 0.75)", law, sample);
    }
}
