using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Identities between the operations: each side by a different route.</summary>
public sealed class FreeOperationsTests
{
    private static readonly Complex[] Probes = [new(0.3, 0.7), new(-1.0, 0.2), new(2.5, 0.05)];

    private static readonly Semicircle Wigner = new(mean: 0.0, variance: 1.0);

    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static FreePoisson MarchenkoPastur(double ratio) => new(1.0 / ratio, ratio);

    [Fact]
    public void Sums_and_products_commute()
    {
        Same(Signs.FreeSum(MarchenkoPastur(0.5)), MarchenkoPastur(0.5).FreeSum(Signs), 1e-13);
        Same(Projection(0.3).FreeProduct(MarchenkoPastur(0.5)), MarchenkoPastur(0.5).FreeProduct(Projection(0.3)), 1e-13);
    }

    [Fact]
    public void Sums_and_products_associate()
    {
        SpectralMeasure mp = MarchenkoPastur(0.5);
        Same(Signs.FreeSum(mp).FreeSum(Wigner), Signs.FreeSum(mp.FreeSum(Wigner)), 1e-12);
        Same(Projection(0.7).FreeProduct(mp).FreeProduct(MarchenkoPastur(0.2)), Projection(0.7).FreeProduct(mp.FreeProduct(MarchenkoPastur(0.2))), 1e-12);
    }

    [Fact]
    public void Powers_add_and_distribute()
    {
        Same(Signs.FreePower(1.5).FreeSum(Signs.FreePower(1.2)), Signs.FreePower(2.7), 1e-12);
        Same(MarchenkoPastur(0.5).MultiplicativePower(1.5).FreeProduct(MarchenkoPastur(0.5).MultiplicativePower(1.5)),
            MarchenkoPastur(0.5).MultiplicativePower(3.0), 1e-12);
        Same(Signs.FreeSum(Wigner).FreePower(2.0), Signs.FreePower(2.0).FreeSum(Wigner.FreePower(2.0)), 1e-12);
        Same(Wigner.FreePower(2.5), new Semicircle(0.0, 2.5), 1e-13);
        Same(MarchenkoPastur(0.5).FreePower(3.0), new FreePoisson(6.0, 0.5), 1e-13);
    }

    [Fact]
    public void A_free_power_of_a_free_product_is_a_dilated_free_product_of_powers()
    {
        SpectralMeasure mu = MarchenkoPastur(0.5);
        SpectralMeasure nu = Projection(0.6);
        SpectralMeasure left = mu.FreeProduct(nu).FreePower(2.0);
        SpectralMeasure right = new AffineImage(mu.FreePower(2.0).FreeProduct(nu.FreePower(2.0)), new AffineMap(0.0, 0.5));
        Same(left, right, 1e-12);
        for (int k = 1; k <= 5; k++)
        {
            Close.To(1.0, left.Moment(k) / right.Moment(k), 1e-11, $"moment {k}");
        }
    }

    [Fact]
    public void Compression_is_a_product_with_a_projection_without_its_atom()
    {
        SpectralMeasure law = MarchenkoPastur(0.5);
        SpectralMeasure compressed = law.Compression(0.4);
        SpectralMeasure product = law.FreeProduct(Projection(0.4));
        foreach (double x in new[] { 0.2, 0.5, 1.0 })
        {
            Close.To(product.Density(x), 0.4 * compressed.Density(x), 1e-13, $"density at {x}");
        }

        Close.To(0.6, product.MassAt(0.0), 1e-15, "atom of the product");
    }

    [Fact]
    public void Subordination_functions_satisfy_their_equation()
    {
        var law = Assert.IsType<FreeConvolution>(Signs.FreeSum(MarchenkoPastur(0.5)));
        foreach (Complex z in Probes)
        {
            var omega = law.Subordination(z);
            Complex f = 1.0 / law.Cauchy(z);
            Close.To(z + f, omega[0] + omega[1], 1e-13, $"sum at {z}");
            Close.To(law.Cauchy(z), Signs.Cauchy(omega[0]), 1e-13, $"G of the first at {z}");
            Close.To(law.Cauchy(z), MarchenkoPastur(0.5).Cauchy(omega[1]), 1e-13, $"G of the second at {z}");
        }
    }

    [Fact]
    public void The_square_of_a_semicircle_is_Marchenko_Pastur_and_back()
    {
        Same(Wigner.Square(), MarchenkoPastur(1.0), 1e-13);
        Same(MarchenkoPastur(1.0).SymmetricSquareRoot(), Wigner, 1e-13);
        Close.To(14.0, Wigner.Square().Moment(4), 1e-11, "fourth moment");
    }

    [Fact]
    public void The_square_of_a_law_that_is_not_symmetric_keeps_its_moments()
    {
        SpectralMeasure law = new Semicircle(0.5, 1.0);
        SpectralMeasure square = law.Square();
        Close.To(1.0, square.TotalMass, 1e-12, "mass");
        Close.To(law.Moment(4), square.Integrate(t => t * t, Tolerance.Standard).Value, 1e-10, "second moment");
        Definition(square);
    }

    [Fact]
    public void The_inverse_has_the_transform_of_its_definition()
    {
        SpectralMeasure inverse = MarchenkoPastur(0.5).Inverse();
        Definition(inverse);
        Close.To(2.0, inverse.Mean, 1e-14, "mean 1/(1 − c)");
        Same(inverse.Inverse(), MarchenkoPastur(0.5), 1e-15);
        Same(MarchenkoPastur(0.4).FreeProduct(inverse), new FreeF(0.4, 0.5), 1e-12);
    }

    [Theory]
    [InlineData(1.346, 0.377)]
    [InlineData(2.0, 1.0)]
    [InlineData(2.7, 2.1)]
    public void The_inverse_of_a_law_that_reaches_zero_has_its_density_far_out(double p, double r)
    {
        Raney source = new(p, r);
        foreach (SpectralMeasure law in new SpectralMeasure[] { source, new AffineImage(source, AffineMap.Reflection) })
        {
            SpectralMeasure inverse = law.Inverse();
            Close.To(1.0, inverse.IntegrateBand(0, _ => 1.0, new Tolerance(1e-12, 1e-12)).Value, 1e-11, "mass by the density");
            IntervalEnd end = double.IsFinite(inverse.Bands[0].Left) ? IntervalEnd.Left : IntervalEnd.Right;
            foreach (double offset in new[] { 10.0, 1e8, 1e16, 1e40 })
            {
                double x = end == IntervalEnd.Left ? inverse.Bands[0].Left + offset : inverse.Bands[0].Right - offset;
                Close.Relative(law.Density(1.0 / x) / (x * x), inverse.DensityFromEdge(0, end, offset), 1e-12, $"density at {x}");
            }
        }
    }

    [Fact]
    public void Boolean_and_monotone_sums_have_the_transforms_of_their_definitions()
    {
        SpectralMeasure mp = MarchenkoPastur(0.5);
        Definition(Wigner.BooleanSum(mp));
        Definition(Wigner.MonotoneSum(mp));
        SpectralMeasure two = Signs.BooleanSum(Signs);
        Assert.Equal(2, two.Atoms.Length);
        Close.To(Math.Sqrt(2.0), two.Atoms[1].Location, 1e-15, "Boolean sum of signs");
        SpectralMeasure four = Signs.MonotoneSum(Signs);
        Close.To(1.0, four.TotalMass, 1e-14, "mass of the monotone sum of signs");
        Close.To((1.0 + Math.Sqrt(5.0)) / 2.0, four.Atoms[3].Location, 1e-14, "largest atom of the monotone sum of signs");
    }

    [Fact]
    public void A_monotone_sum_has_an_atom_where_both_laws_have_one_at_zero()
    {
        // ν has its atom at 0 next to a band: F_ν(0) = 0 with slope 1/ν({0}).
        SpectralMeasure nu = MarchenkoPastur(2.0).FreeProduct(new Uniform(0.1, 0.3));
        SpectralMeasure sum = MarchenkoPastur(3.0).Compression(0.8).MonotoneSum(nu);
        Assert.Equal(0.0, Assert.Single(sum.Atoms).Location);
        Close.To(nu.MassAt(0.0) * MarchenkoPastur(3.0).Compression(0.8).MassAt(0.0), sum.Atoms[0].Weight, 1e-15, "atom");
        Close.To(1.0, sum.TotalMass, 1e-12, "mass");
        Definition(sum);

        // Bands of μ over and beside F_ν(0) = 0, and one that starts there.
        nu = MarchenkoPastur(2.0).FreeProduct(MarchenkoPastur(3.0));
        foreach (SpectralMeasure mu in new SpectralMeasure[] { Wigner, new Uniform(-1.0, 1.0), MarchenkoPastur(1.0), MarchenkoPastur(3.0) })
        {
            SpectralMeasure over = mu.MonotoneSum(nu);
            Close.To(1.0, over.TotalMass, 1e-11, $"mass of the monotone sum of {mu}");
            Definition(over);
        }

        // A hard edge, where F_ν = 0 with no atom.
        Close.To(1.0, Wigner.MonotoneSum(MarchenkoPastur(1.0).FreeProduct(MarchenkoPastur(1.0))).TotalMass, 1e-11, "mass at a hard edge");
    }

    [Fact]
    public void A_monotone_sum_keeps_the_hard_edge_of_its_first_law()
    {
        // [−0.944, 1] with an inverse root at 1; its preimage begins at the edge of ν, which must leave no gap.
        SpectralMeasure mu = new AffineImage(new AffineImage(MarchenkoPastur(1.0), AffineMap.Reflection), new AffineMap(shift: 1.0, scale: 0.486));
        Semicircle nu = new(mean: 1.4, variance: 0.5);
        SpectralMeasure sum = mu.MonotoneSum(nu);
        Assert.Equal(-0.5, sum.Bands[^1].RightExponent);
        Assert.Equal(0.0, sum.Bands[^1].LeftExponent);
        Assert.Equal(sum.Bands[^2].Right, sum.Bands[^1].Left);
        Close.To(1.0, sum.TotalMass, 1e-12, "mass");
        Close.To(mu.Mean + nu.Mean, sum.Integrate(t => t, Tolerance.Tight).Value, 1e-12, "mean");
        Definition(sum);

        // Between the bands of ν the density is that of μ at F_ν(x): beside the edge F_ν is linear, up to the square of the offset.
        double top = sum.Bands[^1].Right;
        foreach (double offset in new[] { 1e-6, 1e-8, 1e-12, 1e-30 })
        {
            double slope = -nu.CauchyDerivative(top).Real / (nu.Cauchy(top).Real * nu.Cauchy(top).Real);
            double expected = mu.DensityFromEdge(0, IntervalEnd.Right, slope * offset);
            Close.Relative(expected, sum.DensityFromEdge(sum.Bands.Length - 1, IntervalEnd.Right, offset), Math.Max(1e-13, 2.0 * offset), $"density {offset} from the edge");
        }
    }

    [Fact]
    public void Deconvolution_undoes_convolution()
    {
        SpectralMeasure mp = MarchenkoPastur(0.5);
        Assert.Equal(Signs, Signs.FreeSum(mp).FreeDifference(mp));
        Assert.Equal(Projection(0.3), Projection(0.3).FreeProduct(mp).FreeQuotient(mp));
        Same(mp.FreeSum(Wigner).FreeDifference(new Semicircle(0.0, 0.4)), mp.FreeSum(new Semicircle(0.0, 0.6)), 1e-13);
    }

    [Fact]
    public void What_is_not_a_law_is_refused_with_its_reason()
    {
        Assert.Contains("its variance would be -0.5.", Assert.Throws<ArgumentException>(() => MarchenkoPastur(0.5).FreeDifference(Wigner)).Message, StringComparison.Ordinal);
        Assert.Contains("free quotient", Assert.Throws<ArgumentException>(() => Projection(0.5).FreeQuotient(MarchenkoPastur(0.5))).Message, StringComparison.Ordinal);
        Assert.Contains("[0, ∞)", Assert.Throws<ArgumentException>(() => Signs.FreeProduct(Wigner)).Message, StringComparison.Ordinal);
        Assert.Contains(">= 1", Assert.Throws<ArgumentOutOfRangeException>(() => Signs.FreePower(0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("atom at 0", Assert.Throws<ArgumentException>(() => Projection(0.5).Inverse()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outliers_follow_Baik_Ben_Arous_and_Peche()
    {
        // A vanishing fraction of other eigenvalues stands for "all equal": additive spikes of a Wigner matrix.
        var additive = Assert.IsType<FreeConvolution>(Wigner.FreeSum(new Atomic(new Atom(0.0, 1.0 - 1e-12), new Atom(0.5, 1e-12))));
        Outlier outlier = Assert.Single(additive.Outliers(factor: 1, spike: 2.0));
        Close.To(2.5, outlier.Location, 1e-11, "θ + 1/θ");
        Close.To(0.75, outlier.Overlap, 1e-11, "1 − 1/θ²");
        Assert.Empty(additive.Outliers(factor: 1, spike: 0.9));
        var product = Assert.IsType<FreeConvolution>(MarchenkoPastur(0.5).FreeProduct(new Atomic(new Atom(1.0, 1.0 - 1e-12), new Atom(1.1, 1e-12))));
        outlier = Assert.Single(product.Outliers(factor: 1, spike: 3.0));
        Close.To(3.75, outlier.Location, 1e-11, "θ(1 + c/(θ − 1))");
        Close.To(0.7, outlier.Overlap, 1e-11, "(1 − c/(θ − 1)²)/(1 + c/(θ − 1))");
    }

    [Fact]
    public void The_cusp_where_two_bands_merge_has_the_exponent_one_third()
    {
        Band[] bands = [.. Signs.FreeSum(Wigner).Bands];
        Assert.Equal(2, bands.Length);
        Close.To(0.0, bands[0].Right, 1e-11, "place of the cusp");
        Close.To(1.0 / 3.0, bands[1].LeftExponent, 1e-15, "exponent");

        // ρ(x) ~ (√3/2π)|x|^(1/3) from g³ ≈ −x·….
        double ratio = Signs.FreeSum(Wigner).DensityFromEdge(1, IntervalEnd.Left, 8e-9) / Signs.FreeSum(Wigner).DensityFromEdge(1, IntervalEnd.Left, 1e-9);
        Close.To(2.0, ratio, 1e-5, "growth of the density");
        Assert.Equal(2, Signs.FreeSum(new Semicircle(0.0, 0.9999)).Bands.Length);
        Assert.Single(Signs.FreeSum(new Semicircle(0.0, 1.001)).Bands);
    }

    [Fact]
    public void Products_blow_up_at_zero_with_the_exponent_of_their_degree()
    {
        SpectralMeasure one = MarchenkoPastur(1.0);
        Close.To(-2.0 / 3.0, one.FreeProduct(one).Bands[0].LeftExponent, 1e-12, "two factors");
        Close.To(-0.75, one.MultiplicativePower(3.0).Bands[0].LeftExponent, 1e-12, "three factors");
        SpectralMeasure raney = new Raney(3.0, 1.0);
        foreach (double x in new[] { 1e-60, 1e-9, 0.1, 1.0, 6.0 })
        {
            Close.To(1.0, one.FreeProduct(one).Density(x) / raney.Density(x), 1e-11, $"density at {x}");
        }
    }

    [Theory]
    [InlineData(50.0, 0.01, 1e-3, 14.480615074480086236)]
    [InlineData(50.0, 0.01, 1e-100, 2.2388066645152948599e94)]
    [InlineData(50.0, 0.01, 1e-200, 2.1915431420231048423e192)]
    [InlineData(50.0, 0.01, 0.5, 0.31543664488447492434)]
    [InlineData(1000.0, 0.0005, 1e-3, 14.613210719622670358)]
    [InlineData(1000.0, 0.0005, 1e-200, 2.3811057912139309236e194)]
    [InlineData(1000000.0, 0.5e-6, 1e-3, 14.619468410042196342)]
    [InlineData(1000000.0, 0.5e-6, 1e-10, 12352481.264040640081)]
    [InlineData(1000000.0, 0.5e-6, 1e-200, 2.4234827916710554892e194)]
    [InlineData(1000000.0, 0.5e-6, 0.5, 0.31838315680379295624)]
    public void High_powers_of_a_projection_match_sixty_digit_arithmetic(double power, double zero, double x, double expected)
    {
        SpectralMeasure law = new Atomic(new Atom(0.0, zero), new Atom(1.0, 1.0 - zero)).MultiplicativePower(power);
        Close.To(1.0, law.Density(x) / expected, 1e-12, $"density at {x}");
        Close.To(zero, law.MassAt(0.0), 1e-18, "atom at 0");
        Close.To(0.5, law.MassAt(1.0), 1e-15, "atom at 1");
        Close.To(1.0, law.TotalMass, 1e-15, "mass");
    }

    private static Atomic Projection(double trace) => new(new Atom(0.0, 1.0 - trace), new Atom(1.0, trace));

    /// <summary>G by the law's own route against the integral over its density and atoms.</summary>
    private static void Definition(SpectralMeasure law)
    {
        foreach (Complex z in new Complex[] { new(0.3, 1.0), new(-1.0, 0.6), new(2.5, 0.8) })
        {
            Close.To(law.Integrate(t => 1.0 / (z - t), Tolerance.Standard).Value, law.Cauchy(z), 1e-8, $"G({z})");
        }
    }

    private static void Same(SpectralMeasure expected, SpectralMeasure actual, double within)
    {
        foreach (Complex z in Probes)
        {
            Close.To(expected.Cauchy(z), actual.Cauchy(z), within * 10.0, $"G({z})");
        }

        Assert.Equal(expected.Bands.Length, actual.Bands.Length);
        for (int i = 0; i < expected.Bands.Length; i++)
        {
            Band band = expected.Bands[i];
            Close.To(band.Left, actual.Bands[i].Left, within * 10.0, $"left end {i}");
            Close.To(band.Right, actual.Bands[i].Right, within * 10.0, $"right end {i}");
            Close.To(band.Mass, actual.Bands[i].Mass, within * 10.0, $"mass {i}");
            foreach (double t in new[] { 0.1, 0.37, 0.8 })
            {
                double x = band.Left + (t * band.Width);
                Close.To(expected.Density(x), actual.Density(x), within * (1.0 + expected.Density(x)), $"density at {x}");
            }
        }
    }

    /// <summary>x = ω + vG(ω) is critical where vG' = −1, and flat where G'' = 0 too: not at a pole of F unless the weights are equal.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.35)]
    [InlineData(0.9)]
    public void A_cusp_off_the_pole_of_F_has_the_exponent_one_third_on_both_sides(double weight)
    {
        // G'' = 0 where w/(ω + 1)³ = −(1 − w)/(ω − 1)³.
        double root = Math.Cbrt((1.0 - weight) / weight);
        double omega = (1.0 - root) / (1.0 + root);
        Atomic atoms = new(new Atom(-1.0, weight), new Atom(1.0, 1.0 - weight));
        SpectralMeasure law = atoms.FreeSum(new Semicircle(0.0, -1.0 / atoms.CauchyDerivative(omega).Real));
        Assert.Equal(2, law.Bands.Length);
        Close.To(omega - (atoms.Cauchy(omega).Real / atoms.CauchyDerivative(omega).Real), law.Bands[0].Right, 1e-9, "place");
        Assert.Equal(1.0 / 3.0, law.Bands[0].RightExponent);
        Assert.Equal(1.0 / 3.0, law.Bands[1].LeftExponent);
        double slope = Math.Log10(law.DensityFromEdge(1, IntervalEnd.Left, 1e-4) / law.DensityFromEdge(1, IntervalEnd.Left, 1e-5));
        Assert.InRange(slope, 0.32, 0.35);
    }
}
