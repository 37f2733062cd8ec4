using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>What the base makes of atoms, bands and a density, on laws whose answers are rational; and their images.</summary>
public sealed class BaseLawTests
{
    private static readonly PiecewiseLaw Pieces = new();

    [Theory]
    [InlineData(-3.0, 0.0), InlineData(-2.0, 0.0), InlineData(-1.75, 0.05), InlineData(-1.0, 0.3), InlineData(-0.5, 0.3), InlineData(0.0, 0.3)]
    [InlineData(0.4, 0.34), InlineData(0.5, 0.4125), InlineData(0.8, 0.51), InlineData(1.0, 0.6), InlineData(1.4999, 0.6), InlineData(1.5, 0.7)]
    [InlineData(2.0, 0.7), InlineData(2.5, 0.75), InlineData(3.9, 0.89), InlineData(4.0, 0.9), InlineData(4.9, 0.9), InlineData(5.0, 1.0), InlineData(9.0, 1.0)]
    public void Distribution_function_adds_up_bands_and_atoms(double x, double expected)
    {
        Assert.Equal(expected, Pieces.CumulativeDistribution(x), 1e-14);
        foreach ((double shift, double scale) in new[] { (0.25, 2.0), (0.25, -2.0), (0.0, -1.0) })
        {
            // μ((−∞, b + ax]) for a < 0 is μ([x, ∞)) of the source.
            AffineImage image = new(Pieces, new AffineMap(shift, scale));
            double there = shift + (scale * x);
            Assert.Equal(scale > 0.0 ? expected : 1.0 - expected + Pieces.MassAt(x), image.CumulativeDistribution(there), 1e-14);
            Assert.Equal(Pieces.MassAt(x), image.MassAt(there));
            Assert.Equal(Pieces.Density(x) / Math.Abs(scale), image.Density(there), 1e-15);
        }
    }

    [Theory]
    [InlineData(0.05, -1.75), InlineData(0.19, -1.05), InlineData(0.2, -1.0), InlineData(0.25, -1.0), InlineData(0.3, -1.0), InlineData(0.31, 0.2)]
    [InlineData(0.34, 0.4), InlineData(0.37, 0.5), InlineData(0.41, 0.5), InlineData(0.51, 0.8), InlineData(0.65, 1.5), InlineData(0.6999, 1.5)]
    [InlineData(0.75, 2.5), InlineData(0.8999, 3.999), InlineData(0.95, 5.0), InlineData(0.999, 5.0), InlineData(1.0, 5.0)]
    public void Quantiles_are_the_least_points_with_that_much_below(double p, double expected)
    {
        Assert.Equal(expected, Pieces.Quantile(p), 1e-12);
        Assert.Equal(0.25 + (2.0 * expected), new AffineImage(Pieces, new AffineMap(0.25, 2.0)).Quantile(p), 1e-12);
        double reflected = new AffineImage(Pieces, new AffineMap(0.25, -2.0)).Quantile(1.0 - p + 1e-9);
        Assert.InRange((0.25 - reflected) / 2.0, -2.0, expected + 1e-6);
    }

    [Fact]
    public void Summary_is_rational()
    {
        Assert.Equal((5.0, -2.0, true), (Pieces.TopOfSupport, Pieces.BottomOfSupport, Pieces.TopIsAtom));
        Assert.Equal(1.0, Pieces.TotalMass, 1e-15);
        double mean = (-0.3) - 0.1 + (0.5 / 3.0) + 0.025 + 0.15 + 0.6 + 0.5;
        double second = (0.2 * 7.0 / 3.0) + 0.1 + 0.125 + 0.0125 + 0.225 + (0.1 * 56.0 / 3.0) + 2.5;
        Assert.Equal(mean, Pieces.Mean, 1e-14);
        Assert.Equal(mean, Pieces.Moment(1), 1e-14);
        Assert.Equal(second, Pieces.Moment(2), 1e-13);
        Assert.Equal(second - (mean * mean), Pieces.Variance, 1e-13);
        Assert.Equal(1.0, Pieces.Moment(0), 1e-14);
        Assert.Equal(mean, Pieces.FreeCumulant(1), 1e-14);
        Assert.Equal(second - (mean * mean), Pieces.FreeCumulant(2), 1e-13);
        double third = (0.2 * -15.0 / 4.0) - 0.1 + 0.1 + 0.00625 + 0.3375 + 6.0 + 12.5;
        Assert.Equal(third, Pieces.Moment(3), 1e-12);
        Assert.Equal(third - (3.0 * mean * second) + (2.0 * mean * mean * mean), Pieces.FreeCumulant(3), 1e-12);
        Assert.Equal(0.1, Pieces.MassAt(1.5));
        Assert.Equal(0.0, Pieces.MassAt(1.4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pieces.FreeCumulant(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pieces.Moment(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pieces.HasMoment(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pieces.Quantile(-0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Pieces.Quantile(1.1));
        Assert.True(Pieces.HasMoment(9));
        Assert.Null(Pieces.InverseCauchy);
        Assert.Null(Pieces.InverseMoment);
        Assert.False(new Semicircle(0.0, 1.0).TopIsAtom);
        Assert.True(Atomic.Point(1.0).TopIsAtom);
    }

    [Fact]
    public void Transforms_are_logarithms()
    {
        foreach (Complex z in new Complex[] { new(0.3, 0.4), new(-1.2, 2.0), new(6.0, -0.5), new(-3.0, 0.0) })
        {
            Complex g = (0.2 * Complex.Log((z + 2.0) / (z + 1.0))) + (0.1 / (z + 1.0)) + (0.5 * ((z * Complex.Log(z / (z - 1.0))) - 1.0)) + (0.05 / (z - 0.5))
                + (0.1 / (z - 1.5)) + (0.1 * Complex.Log((z - 2.0) / (z - 4.0))) + (0.1 / (z - 5.0));
            Complex slope = (0.2 * ((1.0 / (z + 2.0)) - (1.0 / (z + 1.0)))) - (0.1 / ((z + 1.0) * (z + 1.0)))
                + (0.5 * (Complex.Log(z / (z - 1.0)) + (z * ((1.0 / z) - (1.0 / (z - 1.0)))))) - (0.05 / ((z - 0.5) * (z - 0.5)))
                - (0.1 / ((z - 1.5) * (z - 1.5))) + (0.1 * ((1.0 / (z - 2.0)) - (1.0 / (z - 4.0)))) - (0.1 / ((z - 5.0) * (z - 5.0)));
            Close.Relative(g, Pieces.Cauchy(z), 1e-13, $"G({z})");
            Close.Relative(slope, Pieces.CauchyDerivative(z), 1e-12, $"G'({z})");
            Close.Relative((z * g) - 1.0, Pieces.MomentTransform(z), 1e-12, $"h({z})");
            Close.Relative(g + (z * slope), Pieces.MomentTransformDerivative(z), 1e-12, $"h'({z})");
            foreach (double scale in new[] { 2.0, -2.0 })
            {
                // G of b + aX at b + az is G(z)/a; its h there is (b + az)G(z)/a − 1.
                AffineImage image = new(Pieces, new AffineMap(0.25, scale));
                Complex there = 0.25 + (scale * z);
                Close.Relative(g / scale, image.Cauchy(there), 1e-13, $"G of the image at {there}");
                Close.Relative(slope / (scale * scale), image.CauchyDerivative(there), 1e-12, $"G' of the image at {there}");
                Close.Relative((there * g / scale) - 1.0, image.MomentTransform(there), 1e-12, $"h of the image at {there}");
                Close.Relative((g / scale) + (there * slope / (scale * scale)), image.MomentTransformDerivative(there), 1e-12, $"h' of the image at {there}");
            }
        }
    }

    [Fact]
    public void Images_keep_each_band_and_end()
    {
        foreach (double scale in new[] { 2.0, -2.0 })
        {
            AffineImage image = new(Pieces, new AffineMap(0.25, scale));
            Assert.Equal([0.2, 0.25, 0.2], image.Bands.Select(band => band.Mass));
            for (int i = 0; i < 3; i++)
            {
                Band band = image.Bands[i], source = Pieces.Bands[scale > 0.0 ? i : 2 - i];
                Assert.Equal(scale > 0.0 ? (source.LeftExponent, source.RightExponent) : (source.RightExponent, source.LeftExponent), (band.LeftExponent, band.RightExponent));
                Assert.Equal(0.25 + (scale * (scale > 0.0 ? source.Left : source.Right)), band.Left);
                foreach (double offset in new[] { 0.1, 0.3 })
                {
                    Assert.Equal(image.Density(band.Left + offset), image.DensityFromEdge(i, IntervalEnd.Left, offset), 1e-15);
                    Assert.Equal(image.Density(band.Right - offset), image.DensityFromEdge(i, IntervalEnd.Right, offset), 1e-15);
                }

                Assert.Equal(band.Mass, image.IntegrateBand(i, _ => 1.0, Tolerance.Tight).Value.Real, 1e-14);
                Close.To(
                    0.25 * band.Mass + (scale * Pieces.IntegrateBand(scale > 0.0 ? i : 2 - i, x => x, Tolerance.Tight).Value),
                    image.IntegrateBand(i, x => x, Tolerance.Tight).Value,
                    1e-14,
                    "mean on a band");
            }

            Assert.Equal(scale > 0.0 ? [-1.75, 1.25, 3.25, 10.25] : [-9.75, -2.75, -0.75, 2.25], image.Atoms.Select(atom => atom.Location));
            Estimate<double> density = image.DensityEstimate(0.25 + (scale * 0.8));
            Assert.Equal(0.2, density.Value, 1e-15);
            Assert.InRange(density.Error, 1e-17, 2e-15);
            Assert.Equal(0.25 + (scale * Pieces.Mean), image.Mean, 1e-14);
            Assert.Equal(4.0 * Pieces.Variance, image.Variance, 1e-13);
            Assert.Equal(4.0 * Pieces.FreeCumulant(2), image.FreeCumulant(2), 1e-12);
            Assert.Equal(0.25 + (scale * Pieces.Mean), image.FreeCumulant(1), 1e-14);
            Assert.Equal((0.25 * 0.25) + (0.5 * scale * Pieces.Mean) + (4.0 * Pieces.Moment(2)), image.Moment(2), 1e-12);
        }
    }

    /// <summary>Only a shift rounds the place: without one the error is that of the source.</summary>
    [Fact]
    public void Images_claim_what_their_place_costs()
    {
        Semicircle law = new(0.0, 1.0);
        foreach (double scale in new[] { 3.0, -3.0 })
        {
            Estimate<double> plain = new AffineImage(law, new AffineMap(0.0, scale)).DensityEstimate(1.5), shifted = new AffineImage(law, new AffineMap(1e6, scale)).DensityEstimate(1e6 + 1.5);
            Assert.Equal(law.DensityEstimate(0.5).Error / 3.0, plain.Error, 1e-30);
            Assert.Equal(law.Density(0.5) / 3.0, plain.Value, 1e-16);

            // ρ'(x) = −x/(2π√(4 − x²)); the place is good to (|x| + |b|)/|a| units of rounding.
            double slope = 0.5 / (2.0 * Math.PI * Math.Sqrt(4.0 - 0.25));
            Assert.InRange((shifted.Error - plain.Error) / (slope / 3.0 * 2e6 / 3.0 * 2.2e-16), 0.3, 3.0);
        }
    }

    [Theory]
    [InlineData(true, true), InlineData(true, false), InlineData(false, true)]
    public void Tails_are_followed_on_either_side(bool below, bool above)
    {
        TailedLaw law = new(below, above);
        Assert.Equal(1.0, law.TotalMass, 1e-15);
        foreach (double x in new[] { 1.5, 7.0, 1e4 })
        {
            if (above)
            {
                Assert.Equal(1.0 - law.Tail(x), law.CumulativeDistribution(x), 1e-13);
                Close.Relative(x, law.Quantile(1.0 - law.Tail(x)), 1e-12 / law.Tail(x), "quantile");
            }

            if (below)
            {
                Assert.Equal(law.Tail(x), law.CumulativeDistribution(-x), 1e-15);
                Close.Relative(-x, law.Quantile(law.Tail(x)), 1e-15 / law.Tail(x), "quantile");
            }
        }

        double middle = below ? above ? 0.4 : 0.8 : 0.0;
        Assert.Equal(middle, law.CumulativeDistribution(-0.5), 1e-13);
        Assert.Equal(middle + 0.2, law.CumulativeDistribution(0.0), 1e-13);
        Assert.Equal(0.0, law.Quantile(middle + 0.1));
        Assert.Equal(above ? double.PositiveInfinity : 0.0, law.TopOfSupport);
        Assert.Equal(below ? double.NegativeInfinity : 0.0, law.BottomOfSupport);
        Assert.Equal(!above, law.TopIsAtom);
        Assert.Equal(
            "order must be that of a moment that exists, but ∫|t|^2 dμ is infinite for this law. (Parameter 'order')\nActual value was 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => law.Moment(2)).Message.ReplaceLineEndings("\n"));

        // ∫_1^∞ α x^{−1−α} x dx = α/(α − 1) = 3 on each side.
        Assert.Equal((above ? 1.0 : 0.0) - (below ? 1.0 : 0.0), law.Mean / (below && above ? 1.2 : 2.4), 1e-11);
    }

    [Theory, InlineData(1.0, 1.0), InlineData(2.0, 1.0), InlineData(double.NaN, 1.0), InlineData(0.0, double.NaN)]
    public void A_band_without_an_inside_is_refused(double left, double right) =>
        Assert.Equal("right", Assert.Throws<ArgumentException>(() => new Band(left, right, 0.5)).ParamName);

    [Fact]
    public void A_band_contains_its_ends_and_diverges_where_its_power_is_negative()
    {
        Band band = new(1.0, 3.0, 0.5, leftExponent: -0.5, rightExponent: 0.5);
        Assert.True(band.Contains(1.0) && band.Contains(2.0) && band.Contains(3.0));
        Assert.False(band.Contains(Math.BitDecrement(1.0)) || band.Contains(Math.BitIncrement(3.0)));
        Assert.True(band.DivergesAt(1.0) && !band.DivergesAt(2.0) && !band.DivergesAt(3.0));
        Assert.True(new Band(1.0, 3.0, 0.5, 0.5, -0.5).DivergesAt(3.0));
        Assert.False(new Band(1.0, 3.0, 0.5, 0.0, 0.0) is var flat && (flat.DivergesAt(1.0) || flat.DivergesAt(3.0)));
    }

    /// <summary>More values of the density are slower than was promised, and many fewer do not look where they did.</summary>
    [Fact]
    public void Answers_cost_what_they_did()
    {
        (string What, int Count, Action<PiecewiseLaw> Work)[] table =
        [
            ("mean", 782, law => _ = law.Mean),
            ("variance", 1587, law => _ = law.Variance),
            ("third cumulant", 3151, law => law.FreeCumulant(3)),
            ("G", 897, law => law.Cauchy(new Complex(0.3, 0.4))),
            ("G near the axis", 1403, law => law.Cauchy(new Complex(0.3, 0.01))),
            ("distribution", 253, law => law.CumulativeDistribution(0.3)),
            ("distribution beyond", 0, law => law.CumulativeDistribution(1.2)),
            ("quantile", 1639, law => law.Quantile(0.4999)),
            ("quantile at an atom", 253, law => law.Quantile(0.4)),
            ("quantile between", 0, law => law.Quantile(0.65)),
            ("quantile in the last band", 554, law => law.Quantile(0.77)),
            ("quantile of the reflected", 1660, law => new AffineImage(law, new AffineMap(0.0, -1.0)).Quantile(0.47)),
        ];
        List<string> failures = [];
        foreach ((string what, int count, Action<PiecewiseLaw> work) in table)
        {
            PiecewiseLaw law = new();
            work(law);
            if (law.Asked > count || law.Asked < 0.97 * count)
            {
                failures.Add($"{what}: {law.Asked}, not about {count}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }
}
