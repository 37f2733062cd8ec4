using System.Globalization;
using System.Text.Json;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

public sealed class FreeConvolutionTests
{
    private static readonly SpectralMeasure Signs = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    [Fact]
    public void Marchenko_Pastur_plus_semicircle_is_the_reference_table()
    {
        SpectralMeasure law = MarchenkoPastur(0.5).FreeSum(new Semicircle(0.0, 1.0));
        Compare("T1", law);
        Close.To(0.2553655569065267720105, law.Density(0.0), 2e-16, "density at 0");
        Close.To(0.2641028434779190137365, law.Density(1.0), 2e-16, "density at 1");
        Close.To(0.1352334135466499944766, law.Density(3.0), 2e-16, "density at 3");
    }

    [Fact]
    public void Two_free_projections_are_the_reference_table()
    {
        SpectralMeasure law = Projection(0.7).FreeProduct(Projection(0.4));

        // 0.7 and 0.4 are no binary fractions: the edge of the nearest doubles, p + q − 2pq − 2√(pq(1−p)(1−q)) to 40 digits, is 3 ulp below the table.
        Compare("T3", law, left: 0.09100111358712699282);
        Assert.Equal([0.0, 1.0], law.Atoms.Select(atom => atom.Location));
        Close.To(0.6, law.Atoms[0].Weight, 1e-16, "mass at 0");
        Close.To(0.1, law.Atoms[1].Weight, 1e-16, "mass at 1");
    }

    [Fact]
    public void Two_free_projections_have_their_closed_density_up_to_the_edges()
    {
        SpectralMeasure law = Projection(0.7).FreeProduct(Projection(0.4));
        double root = Math.Sqrt(0.2016);
        foreach (double offset in new[] { 1e-3, 1e-6, 1e-9, 1e-12, 1e-15 })
        {
            double left = 0.54 - root;
            double x = left + offset;
            double expected = Math.Sqrt(offset * ((2.0 * root) - offset)) / (2.0 * Math.PI * x * (1.0 - x));
            Close.To(1.0, law.DensityFromEdge(0, IntervalEnd.Left, offset) / expected, 2e-14, $"left edge + {offset}");
        }
    }

    [Fact]
    public void Two_random_signs_make_the_arcsine_law()
    {
        SpectralMeasure law = Signs.FreeSum(Signs);
        Band band = Assert.Single(law.Bands);
        Close.To(2.0, band.Right, 1e-15, "right end");
        Close.To(-2.0, band.Left, 1e-15, "left end");
        Close.To(-0.5, band.LeftExponent, 0.0, "exponent");
        foreach (double x in new[] { -1.9, -0.3, 0.0, 0.7, 1.99999 })
        {
            Close.To(1.0, law.Density(x) * Math.PI * Math.Sqrt(4.0 - (x * x)), 1e-12, $"density at {x}");
        }
    }

    [Fact]
    public void Free_powers_of_random_signs_are_Kesten_McKay_laws()
    {
        SpectralMeasure law = Signs.FreePower(3.0);
        foreach (double x in new[] { -2.8, -1.0, 0.0, 0.4, 2.0 })
        {
            Close.To(3.0 * Math.Sqrt(8.0 - (x * x)) / (2.0 * Math.PI * (9.0 - (x * x))), law.Density(x), 1e-15, $"density at {x}");
        }
    }

    [Fact]
    public void Bands_appear_between_atoms_and_carry_their_masses()
    {
        SpectralMeasure law = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.3), new Atom(3.0, 0.2)).FreeSum(new Semicircle(0.0, 0.3));
        Assert.Equal(3, law.Bands.Length);
        Close.To(0.5, law.Bands[0].Mass, 1e-15, "first mass");
        Close.To(0.3, law.Bands[1].Mass, 1e-15, "second mass");
        Close.To(0.2, law.Bands[2].Mass, 1e-15, "third mass");
        for (int i = 0; i < 3; i++)
        {
            Close.To(law.Bands[i].Mass, law.IntegrateBand(i, _ => 1.0, Tolerance.Standard).Value, 1e-11, $"integral over band {i}");
        }
    }

    private static FreePoisson MarchenkoPastur(double ratio) => new FreePoisson(1.0 / ratio, ratio);

    private static Atomic Projection(double trace) => new Atomic(new Atom(0.0, 1.0 - trace), new Atom(1.0, trace));

    /// <summary>Compares with a table; the left edge may be given where the parameters of the table are not floating-point numbers.</summary>
    private static void Compare(string key, SpectralMeasure law, double? left = null)
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracles", "free-convolution-reference.json")));
        JsonElement table = document.RootElement.GetProperty(key);
        Band band = Assert.Single(law.Bands);
        Close.To(left ?? Number(table.GetProperty("a")), band.Left, 2.0 * Ulp(band.Left), "left edge");
        Close.To(Number(table.GetProperty("b")), band.Right, 2.0 * Ulp(band.Right), "right edge");
        double[] points = [.. table.GetProperty("x").EnumerateArray().Select(Number)];
        double[] densities = [.. table.GetProperty("d").EnumerateArray().Select(Number)];
        for (int i = 0; i < points.Length; i++)
        {
            Estimate<double> density = law.DensityEstimate(points[i]);
            double gap = Math.Abs(density.Value - densities[i]);
            Assert.True(gap <= 1e-13, $"density at {points[i]}: {density.Value} for {densities[i]}, gap {gap:E1}");
            Assert.True(gap <= (3.0 * density.Error) + 2e-14 * densities[i], $"claimed error {density.Error:E1} at {points[i]}, true {gap:E1}");
        }
    }

    private static double Number(JsonElement element) => double.Parse(element.GetString()!, CultureInfo.InvariantCulture);

    private static double Ulp(double x) => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);
}
