using System.Globalization;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>Laws against tables, closed forms of other sources, and each other.</summary>
public sealed class PublicReferenceTests
{
    /// <summary>400 points of the product of two free projections, at 30 digits.</summary>
    [Fact]
    public void Two_projections_agree_with_the_table()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracles", "free-convolution-reference.json")));
        JsonElement table = document.RootElement.GetProperty("T3");
        TwoProjections law = new(0.7, 0.4);

        // 0.7 and 0.4 are not binary numbers: their rounding moves the left edge by 2(p − q)·6.7e-17 ≈ 4e-17.
        Close.To(table.Number("a"), law.Bands[0].Left, within: 5e-17, "left edge");
        Close.To(table.Number("b"), law.Bands[0].Right, within: 3e-16, "right edge");
        double[] x = table.Numbers("x");
        double[] density = table.Numbers("d");
        for (int i = 0; i < x.Length; i++)
        {
            Close.To(density[i], law.Density(x[i]), within: 1e-13, $"density at {x[i]}");
        }

        Close.To(0.6, law.MassAt(0.0), within: 1e-16, "atom at 0");
        Close.To(0.1, law.MassAt(1.0), within: 1e-16, "atom at 1");
        double[] moments = [7.0 / 25, 287.0 / 1250, 12649.0 / 62500, 115717.0 / 625000, 27046243.0 / 156250000];
        for (int k = 1; k <= moments.Length; k++)
        {
            Close.Relative(moments[k - 1], law.Moment(k), within: 1e-14, $"moment {k}");
        }
    }

    [Fact]
    public void Bures_density_is_the_published_closed_form()
    {
        double a = 3.0 * Math.Sqrt(3.0);
        foreach (double x in new[] { 1e-9, 0.01, 0.3, 1.0, 2.7, 5.1 })
        {
            double root = Math.Sqrt(((a / x) - 1.0) * ((a / x) + 1.0));
            double high = (a / x) + root;
            double expected = (Math.Pow(high, 2.0 / 3.0) - Math.Pow(high, -2.0 / 3.0)) / (4.0 * Math.PI * Math.Sqrt(3.0));
            Close.Relative(expected, Raney.Bures.Density(x), within: 1e-13, $"density at {x}");
        }

        Assert.Equal([1.0, 2.5, 8.0], [.. Enumerable.Range(1, 3).Select(Raney.Bures.Moment).Select(m => Math.Round(m, 12))]);
    }

    [Fact]
    public void Half_stable_law_on_the_half_line_is_the_inverse_of_free_Poisson()
    {
        FreeStable law = new(0.5, 1.0);
        foreach (double x in new[] { 0.2500001, 0.3, 1.0, 40.0, 1e9 })
        {
            Close.Relative(Math.Sqrt((4.0 * x) - 1.0) / (2.0 * Math.PI * x * x), law.Density(x), within: 1e-9 * 0.25 / (x - 0.25) * 1e-6 + 1e-12, $"density at {x}");
        }

        for (double offset = 1e-3; offset > 1e-40; offset *= 1e-6)
        {
            double x = 0.25 + offset;
            Close.Relative(Math.Sqrt(4.0 * offset) / (2.0 * Math.PI * x * x), law.DensityFromEdge(0, IntervalEnd.Left, offset), within: 1e-13, $"density {offset} from the edge");
        }
    }

    [Fact]
    public void Log_moments_of_free_Poisson_are_the_published_ones()
    {
        FreePoisson law = FreePoisson.FromAspectRatio(0.5);
        Close.To(-1.0 + Math.Log(2.0), law.Integrate(x => Math.Log(x), Tolerance.Tight).Value, within: 1e-13, "E log x");
        Close.To(0.81728066397373154364, law.Integrate(x => Math.Log(x) * Math.Log(x), Tolerance.Tight).Value, within: 1e-13, "E log² x");
    }

    /// <summary>Pairs of names for one law: MP(1) = μ(2, 1), FreeBinomial(½, 2) = shifted arcsine, Kesten–McKay = free binomial, F and t.</summary>
    [Fact]
    public void Laws_with_two_names_agree()
    {
        Agree(new FreePoisson(1.0, 1.0), new Raney(2.0, 1.0));
        Agree(new Arcsine(2.0), new KestenMcKay(2.0));
        Agree(new AffineImage(new FreeBinomial(0.5, 5.0), new AffineMap(-5.0, 2.0)), new KestenMcKay(5.0));
        Agree(new AffineImage(new Jacobi(0.75, 1.75), new AffineMap(0.0, 2.5)), new FreeBinomial(0.3, 2.5));
        Agree(new FreeStable(2.0, 0.5), Semicircle.Standard);
        Agree(new FreeStable(1.0, 0.3), new CauchyLaw(-Math.Cos(0.3 * Math.PI), Math.Sin(0.3 * Math.PI)));
        Agree(new CompoundPoisson(0.4, Atomic.Point(2.0)), new FreePoisson(0.4, 2.0));
        Agree(new AffineImage(new FreePoisson(4.0, 0.5), new AffineMap(-2.0, 1.0)), new FreeMeixner(0.5, 0.0));
        Agree(new FreeMeixner(0.0, 0.0), Semicircle.Standard);
    }

    [Fact]
    public void Parameters_outside_their_domain_are_named()
    {
        Refuses(() => new Raney(1.0, 0.5), "p must be finite and > 1, but is 1.");
        Refuses(() => new Raney(2.0, 2.5), "r");
        Refuses(() => new FreeStable(1.5, 0.2), "rho");
        Refuses(() => new FreeStable(2.5, 0.5), "alpha");
        Refuses(() => new TwoProjections(1.0, 0.5), "p must be in (0, 1), but is 1.");
        Refuses(() => new Jacobi(0.3, 0.4), "b must be > 1 - a = 0.7, but is 0.4.");
        Refuses(() => new FreeBinomial(0.3, 1.0), "power must be finite and > 1, but is 1.");
        Refuses(() => new KestenMcKay(1.0), "degree must be finite and > 1, but is 1.");
        Refuses(() => new FreeMeixner(0.0, -1.0), "b must be finite and > -1, but is -1.");
        Refuses(() => new FreeF(0.5, 1.0), "must be in (0, 1)");
        Refuses(() => new CompoundPoisson(1.0, new CauchyLaw(0.0, 1.0)), "bounded support");
        Refuses(() => new EmpiricalLaw([1.0, double.NaN]), "values must be finite");
        Assert.Contains("infinite", Assert.Throws<ArgumentOutOfRangeException>(() => new CauchyLaw(0.0, 1.0).Mean).Message, StringComparison.Ordinal);
    }

    private static void Refuses(Func<object> create, string words) =>
        Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);

    private static void Agree(SpectralMeasure one, SpectralMeasure other)
    {
        foreach (double p in new[] { 0.07, 0.4, 0.66, 0.97 })
        {
            double x = one.Quantile(p);
            if (one.MassAt(x) > 0.0)
            {
                continue;
            }

            Close.Relative(one.Density(x), other.Density(x), within: 1e-11, $"density of {one} and {other} at {x.ToString("R", CultureInfo.InvariantCulture)}");
            Close.To(one.CumulativeDistribution(x), other.CumulativeDistribution(x), within: 1e-11, $"distribution of {one} and {other} at {x.ToString("R", CultureInfo.InvariantCulture)}");
        }
    }
}
