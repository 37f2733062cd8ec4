using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Validation;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Gaps that lie between the samples of a grid are found: between two samples of one sign dx/dP keeps it.</summary>
public sealed class NarrowGapTests
{
    /// <summary>A gap where dx/dP is positive for −0.122 &lt; P &lt; −0.018 only, on branches that reach from −∞ to ∞; edges in 30 digits.</summary>
    [Fact]
    public void Gap_between_the_samples_of_two_unbounded_branches_is_found()
    {
        Atomic first = new(new Atom(-0.144, 0.08), new Atom(-0.133, 0.38), new Atom(0.24, 0.14), new Atom(0.5, 0.4));
        Atomic second = new(new Atom(-1.22, 0.125), new Atom(0.0, 0.125), new Atom(0.149, 0.75));
        SpectralMeasure sum = first.FreeSum(second);
        Assert.Equal(4, sum.Bands.Length);
        Close.To(-0.0023113117694840308, sum.Bands[1].Right, 1e-15, "left edge of the gap");
        Close.To(0.0068117721783610394, sum.Bands[2].Left, 1e-15, "right edge of the gap");
        Close.To(0.08, sum.Bands[2].Mass, 1e-12, "mass between the gaps");
        Assert.Equal(0.0, sum.Density(0.0));
    }

    /// <summary>Where a gap is missed, the density inside it cannot be had, or is 0.</summary>
    [Fact]
    public void Sums_of_atoms_on_all_scales_have_densities_everywhere_in_their_bands()
    {
        RandomSource random = new(20);
        for (int problem = 0; problem < 120; problem++)
        {
            SpectralMeasure sum = Atoms(random).FreeSum(Atoms(random));
            foreach (Band band in sum.Bands)
            {
                for (int k = 1; k < 24; k++)
                {
                    double x = band.Left + (band.Width * Math.Pow(Math.Sin(0.5 * Math.PI * k / 24.0), 2.0));
                    Assert.True(sum.Density(x) > 0.0, $"problem {problem}: density at {x} of {band}");
                }
            }
        }
    }

    /// <summary>Near-isometric products, whose gaps lie between the samples of a grid: ends by mpmath to 20 digits.</summary>
    [Fact]
    public void Gaps_of_products_of_atoms_beside_one_are_found()
    {
        Atomic first = new(new Atom(0.9807682334076465, 7.0 / 12.0), new Atom(0.9814427271678311, 1.0 / 6.0), new Atom(0.9983807914230883, 0.25));
        Atomic second = new(new Atom(0.9952358876612204, 13.0 / 22.0), new Atom(1.0029213890726312, 9.0 / 22.0));
        SpectralMeasure product = first.FreeProduct(second);
        Assert.Equal(4, product.Bands.Length);
        Close.Relative(0.9833963929987607915, product.Bands[1].Right, 4e-16, "lower end of the gap");
        Close.Relative(0.9836335611652297778, product.Bands[2].Left, 4e-16, "upper end of the gap");
        Close.To(0.25, product.Bands[1].Mass, 1e-13, "mass below it");
    }

    /// <summary>
    /// Real points z, v off the atoms with h(z) = h(v) = u and Var t/(z − t)·Var t/(v − t) &lt; (u(1 + u))² give a point zv·u/(1 + u) off the support, by
    /// the definition of subordination: none of them lies in a band.
    /// </summary>
    [Fact]
    public void Points_off_the_support_of_products_of_atoms_lie_in_gaps()
    {
        RandomSource random = new(21);
        int checkedPoints = 0;
        for (int problem = 0; problem < 150; problem++)
        {
            double spread = Math.Pow(10.0, -1.0 - (3.0 * random.NextUniform()));
            Atomic first = Beside(random, spread), second = Beside(random, spread * (0.2 + random.NextUniform()));
            SpectralMeasure product = first.FreeProduct(second);
            for (int i = 1; i < first.Atoms.Length; i++)
            {
                for (int k = 1; k < 60; k++)
                {
                    (double low, double high) = (first.Atoms[i - 1].Location, first.Atoms[i].Location);
                    double z = low + ((high - low) * Math.Pow(Math.Sin(0.5 * Math.PI * k / 60.0), 2.0));
                    (double u, double variance) = Moment(first, z);
                    for (int j = u is > -1.0 and < 0.0 ? 1 : 0; j < second.Atoms.Length; j++)
                    {
                        (double below, double above) = j > 0 ? (second.Atoms[j - 1].Location, second.Atoms[j].Location)
                            : u > 0.0 ? (second.Atoms[^1].Location, 1e6)
                            : (0.0, second.Atoms[0].Location);
                        double v = Bisection(below, above, t => Moment(second, t).Value > u);
                        if (v > below && v < above && variance * Moment(second, v).Variance < 0.999 * Math.Pow(u * (1.0 + u), 2.0))
                        {
                            double x = z * v * u / (1.0 + u);
                            Assert.DoesNotContain(product.Bands, band => band.Contains(x));
                            checkedPoints++;
                        }
                    }
                }
            }
        }

        Assert.InRange(checkedPoints, 1000, int.MaxValue);
    }

    private static Atomic Beside(RandomSource random, double spread)
    {
        int count = 2 + (int)(2.0 * random.NextUniform());
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => 0.1 + random.NextUniform())];
        return new Atomic([.. weights.Select(weight => new Atom(1.0 + (spread * ((2.0 * random.NextUniform()) - 1.0)), weight / weights.Sum())).OrderBy(atom => atom.Location)]);
    }

    /// <summary>h(z) = E t/(z − t) and Var t/(z − t).</summary>
    private static (double Value, double Variance) Moment(Atomic law, double z)
    {
        double mean = law.Atoms.Sum(atom => atom.Weight * atom.Location / (z - atom.Location));
        return (mean, law.Atoms.Sum(atom => atom.Weight * Math.Pow((atom.Location / (z - atom.Location)) - mean, 2.0)));
    }

    private static double Bisection(double low, double high, Func<double, bool> below)
    {
        while (0.5 * (low + high) is var middle && middle != low && middle != high)
        {
            (low, high) = below(middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// The gap of ±1 with a semicircle of variance s ends where (w² − 1)² = s(1 + w²): P is about 1/√(1 − s) there, and x is as small as (1 − s)^{3/2}. Ends,
    /// and densities a thousandth of the end away from it, by the cubic equation to 50 digits.
    /// </summary>
    [Theory]
    [InlineData(0.99, 0.00038619035517190146077, 0.000479276800226625523, 1e-12)]
    [InlineData(0.9999, 3.8491301017849401592e-7, 0.0000474533852146309622, 1e-10)]
    [InlineData(0.999999, 3.8490030777648370732e-10, 4.74486873489388753e-6, 1e-7)]
    public void Ends_of_a_gap_about_a_pole_are_as_exact_as_their_terms(double variance, double end, double density, double tolerance)
    {
        SpectralMeasure sum = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, variance));
        Assert.Equal(2, sum.Bands.Length);
        Assert.InRange(Math.Abs(sum.Bands[1].Left - end), 0.0, sum.EdgeError(1, IntervalEnd.Left));
        Assert.InRange(sum.EdgeError(1, IntervalEnd.Left), 0.0, 1e-8 * end);
        Close.Relative(density, sum.DensityFromEdge(1, IntervalEnd.Left, 1e-3 * end), tolerance, "density beside the end");
    }

    /// <summary>Beside so narrow a gap the density is rounded, and the quadrature of masses ends where no halving removes that.</summary>
    [Fact]
    public void Masses_beside_a_narrow_gap_add_up()
    {
        SpectralMeasure sum = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 0.9999));
        Close.To(0.580027129860801964, sum.CumulativeDistribution(0.5), 1e-12, "mass up to ½");
        Close.To(1.0, sum.CumulativeDistribution(0.5) + sum.CumulativeDistribution(-0.5), 1e-12, "symmetry");
    }

    /// <summary>For convex f₁, f₂ with a narrow place where f₁⁻² + f₂⁻² &gt; 1, far from both ends and from the samples.</summary>
    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-4)]
    [InlineData(1e-6)]
    public void Narrow_positive_places_are_sampled(double width)
    {
        // f = √2(1 − w) + |P − P₀| for both: the slope 1/f₁² + 1/f₂² − 1 is positive within about 1.4 w of P₀.
        const double place = 0.12345678;
        SlopeSamples.Sample At(double p)
        {
            double f = (Math.Sqrt(2.0) * (1.0 - width)) + Math.Abs(p - place);
            return new SlopeSamples.Sample(p, p, (2.0 / (f * f)) - 1.0, [f, f]);
        }

        var samples = SlopeSamples.Dense([1.0, 1.0], [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0], At);
        Assert.Contains(samples, sample => sample.Value > 0.0);
        Assert.InRange(samples.Count, 8, 80);
        Assert.True(samples.Zip(samples.Skip(1), (a, b) => a.Y < b.Y).All(ordered => ordered), "in order");
    }

    /// <summary>Likewise a narrow negative place between two positive samples.</summary>
    [Fact]
    public void Narrow_negative_places_are_sampled()
    {
        // Two parabolas: f₁ = 0.9 + 0.516 (P + 1)² grows to the right and f₂ to the left; the sum of the 1/f² dips below 1 at 0 only.
        SlopeSamples.Sample At(double p)
        {
            double first = 0.9 + (0.516 * (p + 1.0) * (p + 1.0)), second = 0.9 + (0.516 * (p - 1.0) * (p - 1.0));
            return new SlopeSamples.Sample(p, p, (1.0 / (first * first)) + (1.0 / (second * second)) - 1.0, [first, second]);
        }

        double dip = At(0.0).Value;
        Assert.InRange(dip, -0.01, 0.0);
        var samples = SlopeSamples.Dense([1.0, 1.0], [-1.1, -0.35, 0.4, 1.1], At);
        Assert.Contains(samples, sample => sample.Value <= 0.0);
    }

    /// <summary>Three or four atoms at distances from 1e-3 to 1 of each other.</summary>
    private static Atomic Atoms(RandomSource random)
    {
        int count = 3 + (int)(2.0 * random.NextUniform());
        double place = 0.0;
        List<Atom> atoms = [];
        double[] weights = [.. Enumerable.Range(0, count).Select(_ => 0.05 + random.NextUniform())];
        for (int i = 0; i < count; i++)
        {
            place += Math.Pow(10.0, -3.0 * random.NextUniform());
            atoms.Add(new Atom(place, weights[i] / weights.Sum()));
        }

        return new Atomic(atoms);
    }
}
