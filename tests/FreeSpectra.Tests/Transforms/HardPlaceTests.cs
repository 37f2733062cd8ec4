using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Densities where the equations are hardest to certify: far out in a tail, beside the edge of a factor, at an edge on a tiny scale.</summary>
public sealed class HardPlaceTests
{
    /// <summary>⊞ with a Cauchy law is the classical convolution: ρ(x) = −Im G(x + it)/π.</summary>
    [Theory]
    [InlineData(1e3)]
    [InlineData(-1e4)]
    [InlineData(1e6)]
    [InlineData(-1e10)]
    public void Far_out_a_sum_with_a_Cauchy_law_smooths_the_other(double x)
    {
        SpectralMeasure jacobi = Law("jacobi(3.29, 1.133)");
        double expected = -jacobi.Cauchy(new Complex(x, 0.7)).Imaginary / Math.PI;
        Estimate<double> actual = Law("cauchy(0, 0.7) [+] jacobi(3.29, 1.133)").DensityEstimate(x);
        Assert.InRange(actual.Value / expected, 1.0 - 1e-9, 1.0 + 1e-9);
        Assert.True(Math.Abs(actual.Value - expected) <= 3.0 * actual.Error + 1e-15 * expected, $"claimed {actual.Error}, true {Math.Abs(actual.Value - expected)}");
    }

    /// <summary>Where two bands touch and the density goes on, it is its limit: arcsine(1) ▷ arcsine(1) = arcsine(√2), and √3/(4π) at the end of arcsine(1).</summary>
    [Theory]
    [InlineData("monotone-sum(arcsine(1), arcsine(1))", 1.0, 0.31830988618379067)]
    [InlineData("monotone-sum(arcsine(1), arcsine(1))", -1.0, 0.31830988618379067)]
    [InlineData("monotone-sum(arcsine(1), arcsine(2))", 2.0, 0.31830988618379067)]
    [InlineData("boolean-sum(arcsine(1), arcsine(2))", 1.0, 0.13783222385544799)]
    public void Density_where_two_bands_touch_is_its_limit(string law, double x, double expected)
    {
        Estimate<double> density = Law(law).DensityEstimate(x);
        Assert.InRange(density.Value / expected, 1.0 - 1e-14, 1.0 + 1e-14);
        Assert.True(Math.Abs(density.Value - expected) <= 3.0 * density.Error, $"claimed {density.Error}");
    }

    /// <summary>(X²) for the arcsine law on [−a, a] has ρ(y) = 1/(π√(y(a² − y))).</summary>
    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-12)]
    [InlineData(1e-25)]
    public void Square_of_the_arcsine_law_keeps_its_digits_at_both_ends(double offset)
    {
        SpectralMeasure square = Law("square(arcsine(0.319))");
        double width = 0.319 * 0.319;
        double expected = 1.0 / (Math.PI * Math.Sqrt(offset * (width - offset)));
        Assert.InRange(square.DensityFromEdge(0, IntervalEnd.Right, offset) / expected, 1.0 - 1e-12, 1.0 + 1e-12);
        Assert.InRange(square.DensityFromEdge(0, IntervalEnd.Left, offset) / expected, 1.0 - 1e-12, 1.0 + 1e-12);
    }

    /// <summary>Off its band a stable law is real on the axis: beside it G and h rise by their derivatives, also where rounding hides the half-plane.</summary>
    [Theory]
    [InlineData(0.46, 1.0, -3162.0)]
    [InlineData(0.46, 0.0, 3162.0)]
    [InlineData(1.5, 2.0 / 3.0, 9.0)]
    [InlineData(1.5, 1.0 - (2.0 / 3.0), -9.0)]
    public void Beside_the_axis_a_stable_law_keeps_its_half_plane(double alpha, double rho, double x)
    {
        FreeStable law = new(alpha, rho);
        foreach (double height in new[] { 1e-14, -1e-14, 1e-10 })
        {
            Complex z = new(x, height * Math.Abs(x));
            Assert.InRange(law.Cauchy(z).Imaginary / (z.Imaginary * law.CauchyDerivative(x).Real), 1.0 - 1e-9, 1.0 + 1e-9);
            Assert.InRange(law.MomentTransform(z).Imaginary / (z.Imaginary * law.MomentTransformDerivative(x).Real), 1.0 - 1e-9, 1.0 + 1e-9);
        }

        Estimate<double> sum = Law("square(free-stable(0.46, 1)) [+] uniform(0.0838, 0.5838)").DensityEstimate(1e9);
        Assert.InRange(sum.Error / sum.Value, 0.0, 1e-9);
    }

    /// <summary>Atoms that meet at the end of a band are moved to 0, whatever laws they belong to: there the density is known at any distance.</summary>
    [Theory]
    [InlineData("free-binomial(0.8, 2) [+] compound-poisson(0.3, fuss-catalan(0.589))")]
    [InlineData("monotone-sum(1.82*atoms(0:1/18, 1:17/18), atoms(-0.5:0.35, 0:0.65)) [+] compound-poisson(0.537, fuss-catalan(0.589))")]
    [InlineData("monotone-sum(2*atoms(0:0.1, 1:0.9), atoms(-0.5:0.35, 0:0.65)) [+] compound-poisson(0.4, fuss-catalan(0.589))")]
    public void Beside_atoms_that_meet_the_density_keeps_its_digits(string expression)
    {
        FreeConvolution law = (FreeConvolution)Law(expression);
        double place = law.Atoms[^1].Location;
        BandSolver band = law.SolvedBands.Single(band => band.Band.Left == place);
        Estimate<double> near = band.FromEdge(IntervalEnd.Left, 1e-13);
        Estimate<double> far = band.FromEdge(IntervalEnd.Left, 1e-11);
        Assert.InRange(near.Error / near.Value, 0.0, 1e-5);
        Assert.Equal(Math.Pow(100.0, -band.Band.LeftExponent), near.Value / far.Value, 0.01);
    }

    /// <summary>Beyond the end of a band at which a density jumps, G falls without bound: its slope is infinite there and not undefined.</summary>
    [Theory]
    [InlineData("boolean-sum(uniform(0, 1), semicircle(0.01, mean=3))", 1.0)]
    [InlineData("monotone-sum(uniform(1, 2), point(0))", 2.0)]
    public void Slope_at_the_end_of_a_jump_is_infinite(string expression, double end) =>
        Assert.Equal(double.NegativeInfinity, Law(expression).CauchyDerivative(end).Real);

    /// <summary>A symmetric root is one band through 0, with a slope of G there, unless its density has a logarithm: then two bands touch.</summary>
    [Fact]
    public void Symmetric_root_is_divided_at_a_logarithm_alone()
    {
        SpectralMeasure semicircle = Law("sqrt-sym(mp(1))");
        Assert.Single(semicircle.Bands);
        Assert.Equal(0.5, semicircle.CauchyDerivative(Complex.Zero).Real, 1e-11);
        SpectralMeasure steep = Law("sqrt-sym(compound-poisson(1, uniform(0, 1)))");
        Assert.Equal([0.0], steep.Bands.Skip(1).Select(band => band.Left));
        Assert.Equal(1.0, steep.Integrate(_ => 1.0, Tolerance.Tight).Value.Real, 1e-9);
    }

    /// <summary>Where the density is continued by its power law the equations are lost: G = w/x − iπρ beside the atom w at 0.</summary>
    [Fact]
    public void Beyond_the_equations_a_transform_is_that_of_the_atom_and_the_density_and_its_image_goes_on()
    {
        SpectralMeasure law = Law("compound-poisson(0.854, raney(1.849, 0.576))");
        foreach (double x in new[] { 1e-50, 1e-100 })
        {
            Complex g = law.Cauchy(x);
            Close.Relative(0.146 / x, g.Real, 4e-15, "real part");
            Close.Relative(-Math.PI * law.Density(x), g.Imaginary, 1e-12, "imaginary part");
        }

        Assert.Equal(1.0, Law("boolean-sum(sqrt-sym(compound-poisson(0.854, raney(1.849, 0.576))), semicircle(1))").TotalMass, 1e-9);
    }

    /// <summary>The top of the sum has no expansion, as its factors are followed from far away: one unit inside it G is that of the top with the density there.</summary>
    [Theory]
    [InlineData("free-f(0.683, 0.754) [+] jacobi(1.978, 2)", IntervalEnd.Right)]
    [InlineData("-2*(free-f(0.683, 0.754) [+] jacobi(1.978, 2)) + 1", IntervalEnd.Left)]
    [InlineData("mp(0.5) [+] semicircle(1)", IntervalEnd.Left)]
    public void A_unit_inside_an_end_the_transform_is_that_of_the_end(string expression, IntervalEnd end)
    {
        SpectralMeasure law = Law(expression);
        (double place, double inside) = end == IntervalEnd.Left ? (law.Bands[0].Left, Math.BitIncrement(law.Bands[0].Left)) : (law.Bands[0].Right, Math.BitDecrement(law.Bands[0].Right));
        Complex g = law.Cauchy(inside), atEnd = law.Cauchy(place);
        Close.Relative(atEnd.Real, g.Real, 1e-8, expression);
        Assert.True(atEnd.Imaginary == 0.0 && g.Imaginary <= 0.0, $"{g} beside {atEnd}");
        Close.To(0.0, g.Imaginary, 1e-6 * Math.Abs(g.Real), expression);
    }

    /// <summary>Twelve decades from bottom to top: the piece of the gap below that ends at W = 0 ends at 0, and not at the product of the bottoms. E 1/X is 4.</summary>
    [Fact]
    public void The_gap_below_a_product_is_divided_at_0_however_long_its_band()
    {
        var product = (FreeConvolution)Law("free-f(0.5, 0.995)^[x]2");
        RealGap below = product.Structure.Gaps[0];
        Assert.Equal((0.0, 0.0), (below.Pieces[0].Right, below.Pieces[1].Left));
        Close.Relative(-4.0, product.Cauchy(0.0).Real, 1e-11, "G(0)");

        // Just below and just above 0 in the gap, from both sides: G is smooth there.
        Close.Relative(product.Cauchy(-1e-9).Real, product.Cauchy(1e-9).Real, 1e-6, "G beside 0");
        SpectralMeasure sum = Law("square(mp(7.71, scale=0.5)^[x]1.159) [+] free-f(0.5, 0.995)^[x]2");
        Close.To(1.0, sum.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value.Real, 1e-10, "mass");
        SpectralMeasure power = sum.MultiplicativePower(2.0);
        Close.To(1.0, power.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value.Real, 1e-10, "mass of the power");
    }

    /// <summary>G of 1/X at 0 is −E X: infinite where X &gt; 0 has no mean, as the inverse of a power of 1/U.</summary>
    [Fact]
    public void The_transform_of_an_inverse_at_0_is_the_mean()
    {
        SpectralMeasure heavy = Law("inverse(uniform(0, 1))^[x]2");
        Assert.Equal(double.NegativeInfinity, heavy.Inverse().Cauchy(0.0).Real);
        Assert.Equal(0.0, heavy.Inverse().Cauchy(0.0).Imaginary);
        Close.Relative(-1.5, Law("mp(0.5) [+] semicircle(0.01) + 0.5").Inverse().Cauchy(0.0).Real, 1e-13, "mean");
    }

    /// <summary>One factor stands within 1e-13 of the edge of its band: its point is known much better than P.</summary>
    [Theory]
    [InlineData("mp(4.07) [+] bernoulli(0.998, at=0.422)")]
    [InlineData("free-poisson(0.464, 2.37) [x] mp(0.418, scale=0.73) [+] atoms(0:1/29, 0.333:28/29)")]
    public void Beside_the_edge_of_a_factor_the_density_stays_a_square_root(string expression)
    {
        SpectralMeasure law = Law(expression);
        int last = law.Bands.Length - 1;
        IntervalEnd end = expression.StartsWith("mp", StringComparison.Ordinal) ? IntervalEnd.Left : IntervalEnd.Right;
        double scaled = law.DensityFromEdge(last, end, 1e-13) / Math.Sqrt(1e-13);
        foreach (double offset in new[] { 1e-12, 4e-12, 1e-11, 4.27e-11, 1e-10, 1e-9 })
        {
            Assert.InRange(law.DensityFromEdge(last, end, offset) / Math.Sqrt(offset) / scaled, 0.999, 1.001);
        }
    }

    /// <summary>The power moves the edge 0 of the factor by 1e-9 of the support: the gap ends at a critical point there.</summary>
    [Fact]
    public void Edge_on_a_tiny_scale_is_found()
    {
        SpectralMeasure law = Law("(-1*free-f(1.05, 0.993)^[x]2 + 1.28)^[+]1.931");
        Assert.Equal(0.5, law.Bands[^1].RightExponent);
        Assert.True(Math.Abs(law.TotalMass - 1.0) < 1e-12);
    }

    /// <summary>F = x^{1−a}, a = r/p small, pulls the edge of a power away from 0 by (…)^{1/a}: a square root within 1e-15, a power −1 + a farther out.</summary>
    [Fact]
    public void Square_root_edge_within_1e_minus_15_of_zero_is_resolved()
    {
        SpectralMeasure law = Law("raney(1.396, 0.0771)^[+]1.225");
        Assert.Equal(0.5, law.Bands[0].LeftExponent);
        Assert.InRange(law.Bands[0].Left, 1e-15, 2e-15);
        double Slope(double offset) => Math.Log10(law.DensityFromEdge(0, IntervalEnd.Left, 10.0 * offset) / law.DensityFromEdge(0, IntervalEnd.Left, offset));
        Assert.InRange(Slope(1e-20), 0.499, 0.501);
        Assert.InRange(Slope(1e-6), (0.0771 / 1.396) - 1.002, (0.0771 / 1.396) - 0.998);
    }

    /// <summary>On the negative axis F = −ε gives x = tω − (t − 1)F with ω = −ε^{p/(p−r)} up to a factor: the edge is where t dω = (t − 1) dF, here at 4e-30.</summary>
    [Fact]
    public void Square_root_edge_far_below_rounding_is_found()
    {
        const double p = 1.5, r = 0.0381, t = 1.25;
        Band band = Law("raney(1.5, 0.0381)^[+]1.25").Bands[0];

        // Near 0: zG = B^r with B → |z|^{1/p}, so F = z|z|^{−r/p} and dF/dω = (1 − r/p)|ω|^{−r/p} = t/(t − 1) at the edge.
        double omega = -Math.Pow((t / (t - 1.0)) / (1.0 - (r / p)), -p / r);
        double edge = (t * omega) - ((t - 1.0) * omega * Math.Pow(-omega, -r / p));
        Assert.Equal(0.5, band.LeftExponent);
        Assert.InRange(band.Left / edge, 1.0 - 1e-9, 1.0 + 1e-9);
    }

    /// <summary>Beside an atom that is left the density keeps the smallest power of the summands, −1 + 1/3 here.</summary>
    [Fact]
    public void Power_beside_an_atom_of_a_sum_is_inherited()
    {
        SpectralMeasure law = Law("mp(4.93, scale=0.5)^[x]3 [+] bernoulli(0.219) [x] free-poisson(1.01, 0.79)");
        Assert.Equal(-2.0 / 3.0, law.Bands[0].LeftExponent, 1e-12);
        double slope = Math.Log10(law.DensityFromEdge(0, IntervalEnd.Left, 1e-20) / law.DensityFromEdge(0, IntervalEnd.Left, 1e-21));
        Assert.InRange(slope, -0.66668, -0.66665);
    }

    /// <summary>Explicit: ρ falls like the root of the distance from the ends of the arcsine law, also at 1e-40 from them.</summary>
    [Fact]
    public void Monotone_sum_with_the_arcsine_law_keeps_its_digits_at_the_ends()
    {
        // F = F_μ(F_ν), F_μ(z) = z − 1/z for μ = ½δ₋₁ + ½δ₁ and F_ν = √(z² − a²): Im F at x = a − δ is √(2aδ)(1 + 1/(2aδ)).
        const double a = 0.5;
        SpectralMeasure law = Law("monotone-sum(atoms(-1:0.5, 1:0.5), arcsine(0.5))");
        int band = Enumerable.Range(0, law.Bands.Length).Single(i => law.Bands[i].Right == a);
        foreach (double offset in new[] { 1e-3, 1e-9, 1e-20, 1e-40 })
        {
            double root = Math.Sqrt(offset * ((2.0 * a) - offset));
            double expected = 1.0 / (Math.PI * (root + (1.0 / root)));
            Assert.InRange(law.DensityFromEdge(band, IntervalEnd.Right, offset) / expected, 1.0 - 1e-9, 1.0 + 1e-9);
        }
    }

    /// <summary>At a hard edge the density goes on from the last certified distance, and across the ones between.</summary>
    [Theory]
    [InlineData("atoms(0.5:15/17, 1:1/17, 1.57:1/17) [x] uniform(0, 1)", 1.0434809256857531e-14)]
    [InlineData("compound-poisson(1, 2.86*bernoulli(0.155) + 0.84) [x] (mp(0.781, scale=0.5) [+] jacobi(1.0721, 1.264) [+] bernoulli(0.666)^[x]3.03)", 2.4467819437876075e-13)]
    public void Next_to_a_hard_edge_the_density_has_no_holes(string expression, double offset)
    {
        SpectralMeasure law = Law(expression);
        double here = law.DensityFromEdge(0, IntervalEnd.Left, offset);
        double outer = law.DensityFromEdge(0, IntervalEnd.Left, 10.0 * offset);
        double inner = law.DensityFromEdge(0, IntervalEnd.Left, 0.1 * offset);
        Assert.True(Math.Min(inner, outer) <= here * 1.001 && here <= Math.Max(inner, outer) * 1.001, $"{inner}, {here}, {outer}");
    }

    /// <summary>Where the bands of a Boolean sum touch, its density is continuous and G has no logarithm: a sum with it keeps its mass.</summary>
    [Theory]
    [InlineData("boolean-sum(semicircle(0.764), boolean-sum(semicircle(0.5, mean=1.85), semicircle(0.657, mean=0.166)))", 1e-13)]
    [InlineData("boolean-sum(semicircle(0.764), 0.5*boolean-sum(semicircle(0.5, mean=1.85), semicircle(0.657, mean=0.166)) + 0.3)", 1e-9)]
    public void Sum_with_a_law_whose_bands_touch_has_its_mass(string expression, double error)
    {
        SpectralMeasure law = Law(expression);
        Assert.InRange(law.Atoms.Sum(atom => atom.Weight) + law.Bands.Sum(band => band.Mass), 1.0 - error, 1.0 + error);
    }

    /// <summary>A law with mass ½ at 0, compressed by ½, has just no atom left at 0: the hard edge there is 0, not a number that rounding puts below.</summary>
    [Fact]
    public void Edge_where_just_no_atom_is_left_is_zero_in_a_product()
    {
        SpectralMeasure law = Law("compress(free-poisson(0.5, 1), 0.5) [x] atoms(0.136:8/69, 0.5:26/69, 0.593:1/3, 1:4/23)");
        Assert.Equal(0.0, law.Bands[0].Left);
        Assert.Equal(-0.5, law.Bands[0].LeftExponent);
    }

    /// <summary>
    /// x^(−2/3) at 0, from a sum read as a factor of a product: W ∼ x^(1/3) falls to 0 more slowly than F ∼ x^(2/3), so that F must be followed far. With a
    /// gap in the other factor, in which W passes 0, a gap that is none was found there: the law has one band, from 0.
    /// </summary>
    [Fact]
    public void Product_with_a_hard_sum_has_no_gap_beside_0()
    {
        SpectralMeasure law = Law("atoms(1:0.5, 3:0.5) [x] compress(bernoulli(0.5) [x] bernoulli(0.5, at=0.5), 0.5)");
        Band band = Assert.Single(law.Bands);
        Assert.Equal(0.0, band.Left);
        Assert.InRange(band.LeftExponent, -0.66667, -0.66666);
        Assert.InRange(band.Mass, 1.0 - 1e-14, 1.0 + 1e-14);
        Assert.InRange(law.IntegrateBand(0, x => x, new Tolerance(1e-10, 1e-10)).Value.Real, 0.25 - 1e-9, 0.25 + 1e-9);
    }

    /// <summary>
    /// Beside an atom at the top of the first law the density changes at 1e-23, as x^(−0.905) in the second lacks little to an atom. Moved there, by
    /// t − X or 1 − X of the same kind, distances keep their digits.
    /// </summary>
    [Theory]
    [InlineData("free-binomial(0.997, 2.32) [+] raney(1.5, 0.142)")]
    [InlineData("jacobi(1.4, 0.007) [+] raney(1.5, 0.142)")]
    [InlineData("(1.3*raney(1.4, 0.15) + 0.9)^[+]1.15")]
    public void Beside_an_atom_at_the_top_of_a_law_the_density_carries_the_mass(string expression)
    {
        SpectralMeasure law = Law(expression);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Assert.InRange(law.IntegrateBand(i, _ => 1.0, new Tolerance(1e-10, 1e-10)).Value.Real - law.Bands[i].Mass, -1e-9, 1e-9);
        }
    }

    /// <summary>A sum that keeps an atom at 0 has F ∼ z/w there, whatever its density does: read as a factor of a product it has no hard end, and no false gaps.</summary>
    [Fact]
    public void A_sum_with_an_atom_at_0_is_a_factor_without_a_hard_end()
    {
        SpectralMeasure law = Law("free-poisson(0.447, 1) [x] (free-poisson(1.21, 1) [x] free-poisson(0.372, 0.649)^[x]2)^[+]1.335");
        Assert.InRange(law.MassAt(0.0), 0.553 - 1e-15, 0.553 + 1e-15);
        Assert.InRange(Assert.Single(law.Bands).Left, 5.714e-6, 5.7145e-6);
        Assert.InRange(law.IntegrateBand(0, x => x, new Tolerance(1e-10, 1e-10)).Value.Real / law.Mean, 1.0 - 1e-9, 1.0 + 1e-9);
    }

    /// <summary>
    /// x(F) = ω₁ + ω₂ − F with ω₁ ∼ wF at the atom of one summand, w &lt; 1, and ω₂ = o(F) at the hard end of the other: the slope w − 1 &lt; 0 at F = 0 puts a soft
    /// edge above 0, however near.
    /// </summary>
    [Theory]
    [InlineData("raney(1.106, 0.197) [+] compound-poisson(2.73, two-projections(0.0936, 0.00234))", 3.4e-14, 3.5e-14)]
    [InlineData("compound-poisson(1.37, free-binomial(0.0459, 1.794)) [x] (free-f(0.153, 0.349) [x] free-f(1.2, 0.998)) [+] mp(1, scale=0.5) [x] free-binomial(0.995, 1.864)", 0.003, 0.0031)]
    public void A_sum_of_a_hard_end_and_an_atom_begins_above_them(string expression, double low, double high)
    {
        SpectralMeasure law = Law(expression);
        Band band = Assert.Single(law.Bands);
        Assert.InRange(band.Left, low, high);
        Assert.Equal(0.5, band.LeftExponent);
        Assert.InRange(law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-10, 1e-10)).Value.Real, 1.0 - 1e-9, 1.0 + 1e-9);
        Assert.InRange(law.IntegrateBand(0, x => x, new Tolerance(1e-10, 1e-10)).Value.Real / law.Mean, 1.0 - 1e-9, 1.0 + 1e-9);
    }

    /// <summary>The density of 1/X² is x^(−0.013) at 0: F = z^0.013 is in the range of numbers only where z is not, and its slope is lost there.</summary>
    [Fact]
    public void A_nearly_logarithmic_end_hides_no_gap_of_a_sum()
    {
        SpectralMeasure law = Law("inverse(inverse(raney(1.57, 1.56))^[x]2) [+] compress(mp(0.5, scale=0.965), 0.661)");
        Band band = Assert.Single(law.Bands);
        Assert.InRange(band.Left, 0.5, 0.75);
        Assert.InRange(law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-10, 1e-10)).Value.Real, 1.0 - 1e-9, 1.0 + 1e-9);
    }

    /// <summary>The end of a gap and the place 0.5^1.0899 of the atom in it are found by different formulas, and differ by rounding.</summary>
    [Fact]
    public void An_atom_at_the_end_of_a_gap_belongs_to_a_band_once()
    {
        SpectralMeasure law = Law("(1.64*free-binomial(0.26, 1.5)^[x]1.599 [+] atoms(0.421:21/46, 0.5:12/23, 1:1/46))^[x]1.0899");
        Assert.Equal(2, law.Bands.Length);
        Assert.Equal(Assert.Single(law.Atoms).Location, law.Bands[1].Left);
        Assert.InRange(law.TotalMass, 1.0 - 1e-12, 1.0 + 1e-12);
    }

    /// <summary>Where a hard end of one summand meets a pole of the other, x(P) turns only at P = ∞, and rounding is large before: two bands were told for one.</summary>
    [Fact]
    public void Rounding_towards_a_pole_is_no_cusp()
    {
        SpectralMeasure law = Law("monotone-sum(sqrt-sym(mp(0.363, scale=0.5)), free-f(1, 0.299)^[x]2) [+] (-2.08*bernoulli(0.5, at=0.362) + 1.14)");
        Band band = Assert.Single(law.Bands);
        Close.To(1.0, law.IntegrateBand(0, _ => 1.0, Tolerance.Standard).Value.Real, 1e-9, "mass of the density");
        Close.To(1.0, band.Mass, 1e-14, "mass");
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));

    /// <summary>
    /// x(F) = ω₁ + ω₂ − F from the explicit inverses of both summands, and its maximum over F &lt; 0 with 40 digits. Both summands begin with an atom at 0,
    /// of mass 0.985 together, and behind the first one with a density like x^{−1/2}: the sum begins just above 0.
    /// </summary>
    [Fact]
    public void Sum_begins_above_0_where_a_hard_end_hides_behind_an_atom()
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse("compound-poisson(2.64, mp(3.03, scale=0.5)^[x]2) [+] free-binomial(0.131, 1.0996)"));
        Close.To(3.6283904646214488e-7, law.BottomOfSupport, 1e-18, "bottom");
        Assert.Equal(0.5, law.Bands[0].LeftExponent);
    }

    /// <summary>x = z(3 − 2/(1 + u)) with z = (1 + u)/u·S⁻³, S(u) = S_J(u/λ)/(λ + u) of the jumps J, and its maximum over −0.351 &lt; u &lt; 0 with 60 digits: atoms of 0.649 meet with mass −0.053.</summary>
    [Fact]
    public void Sum_begins_above_0_where_the_slope_falls_like_a_small_power()
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse("compound-poisson(0.351, compound-poisson(1, free-poisson(1.29, 1.97)))^[x]3^[+]3"));
        Close.To(1.7806327492084178e-12, law.BottomOfSupport, 1e-12 * law.BottomOfSupport, "bottom");
        Assert.Equal(0.5, law.Bands[0].LeftExponent);
    }

    /// <summary>
    /// G from the explicit inverses of both summands with 40 digits. Beside its atom at 0 the first summand is known through W, which parts from W₀ by 1e-12 there: F and z share
    /// that rounding, and their ratio does not.
    /// </summary>
    [Theory]
    [InlineData(-1e-20, -1.5553839556653446e18)]
    [InlineData(-1e-3, -350.1271845279937)]
    public void Sum_of_laws_with_atoms_keeps_its_digits_far_below_its_scale(double x, double expected)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse("mp(1.82, scale=0.663)^[x]1.838 [+] compound-poisson(0.5, raney(1.544, 0.0752))"));
        Close.To(expected, law.Cauchy(x), 1e-12 * Math.Abs(expected), "G");
        Close.To(1.0, law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value, 1e-10, "mass");
    }

    /// <summary>
    /// The density like x^{−0.99} gives F ∼ x^{0.99}, so that x(F) = tω − (t − 1)F has its maximum where F^{0.0098} ∼ t − 1 = 1e-3: the sum begins at about 1e-306. A hard end
    /// at 0 would have one part in a thousand of its mass below the smallest number.
    /// </summary>
    [Fact]
    public void Power_that_begins_below_the_range_of_numbers_is_refused()
    {
        NonConvergenceException refusal = Assert.Throws<NonConvergenceException>(
            () => LawEvaluator.Evaluate(LawExpression.Parse("compress((mp(0.192, scale=1.57) [x] raney(1.5, 0.02885))^[x]2, 0.999)")).Bands);
        Assert.Contains("out of the range of numbers", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Laws that were met among random ones: the source of a power that reaches beyond 1e12, an end of a monotone sum whose distances are below its rounding,
    /// and a sum far out in a fan of sums. The mass is 1 and G is that of the density. (The end of the monotone sum lies within 1e-10 of one of the semicircle, where F turns, and its rounding counts as its root.)
    /// </summary>
    [Theory]
    [InlineData("(compound-poisson(1.12, two-projections(0.808, 0.991)) [x] free-f(0.362, 0.999) [+] two-projections(0.482, 0.5)^[x]1.5)^[x]3", 2.9e12, 3.9e12, 1e-12)]
    [InlineData("free-f(0.372, 0.999)^[x]3", 1e13, 5e10, 1e-12)]
    [InlineData("monotone-sum(two-projections(0.993, 0.996) [+] raney(1.5, 0.434), semicircle(1))", 0.5, 0.5, 1e-9)]
    [InlineData("mp(4.2)^[x]1.5 [+] atoms(0.435:0.9, 1.98:0.1)^[x]1.147 [+] bernoulli(0.5)", 30.0, 20.0, 1e-12)]
    [InlineData("boolean-sum(uniform(0.217, 2.457) [+] bernoulli(0.107, at=2.1), free-binomial(0.636, 4.29))", 3.0, 1.0, 1e-12)]
    public void Laws_met_among_random_ones_are_answered(string expression, double real, double imaginary, double rounding)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        Complex z = new(real, imaginary);
        Complex sum = Complex.Zero;
        foreach (Atom atom in law.Atoms)
        {
            sum += atom.Weight / (z - atom.Location);
        }

        for (int i = 0; i < law.Bands.Length; i++)
        {
            (int band, Band b) = (i, law.Bands[i]);
            sum += DoubleExponential.Adaptive(
                (near, far) => (near < far ? law.DensityFromEdge(band, IntervalEnd.Left, near) : law.DensityFromEdge(band, IntervalEnd.Right, far)) / (z - (near < far ? b.Left + near : b.Right - far)),
                b.Width,
                new Tolerance(0.0, 1e-9)).Value;
        }

        Close.To(1.0, law.TotalMass, rounding, "mass");
        Close.To(sum * imaginary, law.Cauchy(z) * imaginary, 1e-8, "G");
    }
}
