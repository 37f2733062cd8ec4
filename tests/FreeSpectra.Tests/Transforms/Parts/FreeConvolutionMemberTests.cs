using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The members of a free convolution one by one: moments, subordination in nests and gaps, outliers, names.</summary>
public sealed class FreeConvolutionMemberTests
{
    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    [Fact]
    public void Mean_variance_and_moments_follow_from_those_of_the_factors()
    {
        FreeConvolution sum = new(ConvolutionAlgebra.Additive, [Mp, Signs], [1.5, 2.0]);
        Close.To(1.5, sum.Mean, 1e-15, "mean");
        Close.To((1.5 * 0.5) + 2.0, sum.Variance, 1e-14, "variance");
        Close.To(1.5 * 0.25, sum.FreeCumulant(3), 1e-13, "third cumulant");
        Close.To((1.5 * 0.125) - 2.0, sum.FreeCumulant(4), 1e-13, "fourth cumulant");
        Assert.Equal(1.0, sum.Moment(0));
        Close.To(sum.Integrate(t => t * t * t, Tolerance.Standard).Value, sum.Moment(3), 1e-9, "third moment");
        FreeConvolution product = new(ConvolutionAlgebra.Multiplicative, [Mp, new Uniform(0.5, 2.5)], [1.5, 2.0]);
        Close.To(Math.Pow(1.5, 2.0), product.Mean, 1e-14, "mean of a product");
        Close.To(product.Mean * product.Mean * ((1.5 * 0.5) + (2.0 * (4.0 / 12.0) / 2.25)), product.Variance, 1e-12, "variance of a product");
        for (int k = 1; k <= 4; k++)
        {
            Close.Relative(product.Integrate(t => Math.Pow(t, k), new Tolerance(1e-10, 1e-10)).Value, product.Moment(k), 1e-9, $"moment {k}");
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Moment(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CauchyLaw(0.0, 1.0).FreeSum(Mp).Moment(1));
    }

    [Fact]
    public void Subordination_functions_of_a_nest_belong_to_its_own_factors()
    {
        SpectralMeasure inner = Signs.FreeSum(Mp).FreePower(1.5);
        foreach (FreeConvolution law in new[] { (FreeConvolution)inner.FreeSum(new Uniform(-0.5, 0.5)), new FreeConvolution(ConvolutionAlgebra.Additive, [inner, Signs], [2.0, 1.5]) })
        {
            foreach (Complex z in new Complex[] { new(0.7, 0.8), new(-40.0, 0.0), new(60.0, 0.0), new(1.5, 0.0) })
            {
                ImmutableArray<Complex> omega = law.Subordination(z);
                Assert.Equal(law.Factors.Length, omega.Length);
                Complex sum = Complex.Zero;
                for (int i = 0; i < omega.Length; i++)
                {
                    Close.Relative(law.Cauchy(z), law.Factors[i].Cauchy(omega[i]), 1e-9, $"G of factor {i} at {z}");
                    sum += law.Exponents[i] * omega[i];
                }

                Close.To(z + ((law.Exponents.Sum() - 1.0) / law.Cauchy(z)), sum, 1e-10 * (1.0 + Complex.Abs(z)), $"Σtω at {z}");
            }
        }

        FreeConvolution product = (FreeConvolution)Mp.FreeProduct(new Uniform(0.5, 1.5)).FreeProduct(Mp);
        foreach (Complex z in new Complex[] { new(0.7, 0.8), new(-4.0, 0.0), new(30.0, 0.0), new(0.9, 0.0) })
        {
            ImmutableArray<Complex> omega = product.Subordination(z);
            for (int i = 0; i < omega.Length; i++)
            {
                Close.Relative(product.MomentTransform(z), product.Factors[i].MomentTransform(omega[i]), 1e-9, $"h of factor {i} at {z}");
            }

            Close.Relative(omega[0] * omega[1], z * (1.0 + (1.0 / product.MomentTransform(z))), 1e-9, $"ω₁ω₂ = zW at {z}");
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => product.Subordination(new Complex(0.7, -0.1)));
    }

    /// <summary>Of semicircles: G = (z − √(z² − 4v))/2v everywhere, on the axis from above, beside it and far out.</summary>
    [Theory]
    [InlineData(0.3, 0.4)]
    [InlineData(0.3, -0.4)]
    [InlineData(1.0, 0.0)]
    [InlineData(2.9999999999, 0.0)]
    [InlineData(3.0000001, 0.0)]
    [InlineData(-7.0, 0.0)]
    [InlineData(1e9, 0.0)]
    [InlineData(7.0, 1e-18)]
    [InlineData(7.0, 1e-7)]
    [InlineData(-7.0, 3e-6)]
    [InlineData(1e8, 1e-9)]
    [InlineData(3.0001, 1e-11)]
    public void Transforms_hold_at_every_distance_from_the_axis(double x, double y)
    {
        SpectralMeasure law = new WithoutInverse(new Semicircle(0.0, 1.25)).FreeSum(new WithoutInverse(new Semicircle(0.0, 1.0)));
        Semicircle exact = new(0.0, 2.25);
        Complex z = new(x, y);
        Complex expected = exact.Cauchy(z), slope = exact.CauchyDerivative(z);
        Close.To(expected.Real, law.Cauchy(z).Real, 1e-9 * Complex.Abs(expected), "Re G");
        Close.To(expected.Imaginary, law.Cauchy(z).Imaginary, (1e-9 * Math.Abs(expected.Imaginary)) + (y == 0.0 ? 1e-9 : 0.0), "Im G");
        Close.Relative(slope, law.CauchyDerivative(z), 1e-5, "G'");
        Assert.True(z.Imaginary == 0.0 || law.Cauchy(z).Imaginary * z.Imaginary < 0.0);
    }

    /// <summary>μ_semicircle ⊞ semicircle: G_v(x) = 1/ω, x = θ + v₁… with ω = x − v₂G; the overlap is 1/ω'.</summary>
    [Fact]
    public void Outliers_lie_where_the_subordination_function_is_the_spike()
    {
        FreeConvolution sum = (FreeConvolution)new Semicircle(0.0, 1.25).FreeSum(new Semicircle(0.0, 1.0));
        double g = new Semicircle(0.0, 1.25).Cauchy(3.0).Real;
        Outlier found = Assert.Single(sum.Outliers(0, 3.0));
        Close.Relative(3.0 + g, found.Location, 1e-12, "place");
        Close.Relative(1.0 + new Semicircle(0.0, 1.25).CauchyDerivative(3.0).Real, found.Overlap, 1e-9, "overlap");
        Assert.Equal(3.0, found.Spike);
        Outlier below = Assert.Single(sum.Outliers(0, -3.0));
        Close.Relative(-3.0 - g, below.Location, 1e-12, "place below");
        Close.Relative(3.0 + new Semicircle(0.0, 1.0).Cauchy(3.0).Real * 1.25, Assert.Single(sum.Outliers(1, 3.0)).Location, 1e-12, "place by the other factor");

        // Too weak: G(θ) beyond the edge of the sum.
        Assert.Empty(sum.Outliers(0, 2.3));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Outliers(0, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Outliers(2, 9.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Outliers(-1, 9.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((FreeConvolution)Signs.FreeSum(Mp)).Outliers(0, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FreeConvolution(ConvolutionAlgebra.Additive, [Mp], [1.5]).Outliers(0, 9.0));

        // Products of MP: ω = z/S₂(h) = z(1 + c₂h)⁻¹·…: x = θ(1 + c₂h(θ)), overlap θ/(xω').
        FreeConvolution product = (FreeConvolution)Mp.FreeProduct(new FreePoisson(1.0 / 0.3, 0.3));
        double h = Mp.MomentTransform(5.0).Real, dh = Mp.MomentTransformDerivative(5.0).Real;
        Outlier outer = Assert.Single(product.Outliers(0, 5.0));
        Close.Relative(5.0 * (1.0 + (0.3 * h)), outer.Location, 1e-12, "place in a product");
        double rise = 1.0 + (0.3 * h) + (1.5 * dh);
        Close.Relative(5.0 * rise / outer.Location, outer.Overlap, 1e-9, "overlap in a product");
    }

    [Fact]
    public void Laws_are_told_apart_and_named()
    {
        FreeConvolution sum = new(ConvolutionAlgebra.Additive, [Mp, Signs], [1.0, 2.5]), product = new(ConvolutionAlgebra.Multiplicative, [Mp, Mp], [1.0, 1.0]);
        Assert.Equal("FreeConvolution { FreePoisson { rate=2, jump=0.5 } ⊞ Atomic { 0.5·δ(-1) + 0.5·δ(1) }^⊞2.5 }", sum.ToString());
        Assert.Contains("⊠", product.ToString(), StringComparison.Ordinal);
        Assert.Equal((false, true), (sum.IsProduct, product.IsProduct));
        Assert.Equal(new FreeConvolution(ConvolutionAlgebra.Additive, [Mp, Signs], [1.0, 2.5]), sum);
        Assert.Equal(new FreeConvolution(ConvolutionAlgebra.Additive, [Mp, Signs], [1.0, 2.5]).GetHashCode(), sum.GetHashCode());
        Assert.NotEqual(new FreeConvolution(ConvolutionAlgebra.Additive, [Mp, Signs], [1.0, 2.0]), sum);
        Assert.NotEqual(new FreeConvolution(ConvolutionAlgebra.Additive, [Signs, Mp], [1.0, 2.5]), sum);
        Assert.NotEqual(new FreeConvolution(ConvolutionAlgebra.Additive, [Mp, Mp], [1.0, 1.0]), product);
        Assert.NotEqual(new FreeConvolution(ConvolutionAlgebra.Additive, [Mp, Mp], [1.0, 1.0]).GetHashCode(), product.GetHashCode());
    }

    [Fact]
    public void The_nearest_seed_is_the_nearest()
    {
        FreeConvolution law = (FreeConvolution)Mp.FreeSum(new Uniform(-0.5, 0.5));
        Band band = law.Bands[0];
        BandSeeds seeds = BandSeeds.Of(law, band);
        double[] places = [.. Enumerable.Range(0, 40).Select(k => band.Left + (band.Width * Math.Pow(Math.Sin(0.5 * Math.PI * (k + 0.5) / 40.0), 2)))];
        for (int i = 0; i <= 200; i++)
        {
            double x = band.Left + (band.Width * i / 200.0);
            BandSeeds.Seed seed = seeds.Nearest(x)!;
            Close.To(places.Min(place => Math.Abs(place - x)), Math.Abs(seed.X - x), 1e-13, $"distance at {x}");
            Close.Relative(1.0 / law.Cauchy(seed.X), seed.Pick, 1e-10, "P");
            Assert.Equal(seed.X, seed.At.Real);
        }

        Assert.Null(BandSeeds.Of(law, new Band(0.0, double.PositiveInfinity, 1.0)).Nearest(1.0));
    }

    /// <summary>What meets at an end is moved to 0 without rounding; what does not is left.</summary>
    [Fact]
    public void A_sum_is_moved_where_its_atoms_meet()
    {
        Atomic first = new(new Atom(1.0, 0.6), new Atom(3.0, 0.4)), second = new(new Atom(-4.0, 0.3), new Atom(2.0, 0.7));
        FreeConvolution moved = ShiftedSum.At((FreeConvolution)first.FreeSum(second), 3.0)!;
        Assert.Equal([0.0, 2.0], moved.Factors[0].Atoms.Select(atom => atom.Location));
        Assert.Equal([-6.0, 0.0], moved.Factors[1].Atoms.Select(atom => atom.Location));
        Assert.Equal([0.6, 0.4, 0.3, 0.7], moved.Factors.SelectMany(factor => factor.Atoms).Select(atom => atom.Weight));
        Assert.NotNull(ShiftedSum.At((FreeConvolution)first.FreeSum(second), 3.002));
        Assert.Null(ShiftedSum.At((FreeConvolution)first.FreeSum(second), 3.004));
        Assert.Null(ShiftedSum.At((FreeConvolution)first.FreeSum(second), 0.0));
        Assert.Null(ShiftedSum.At((FreeConvolution)first.FreeSum(second), double.PositiveInfinity));
        Assert.Null(ShiftedSum.At((FreeConvolution)first.FreeSum(second), -3.0 + 2.0));
        Assert.NotNull(ShiftedSum.At((FreeConvolution)first.FreeSum(second), -3.0) is null ? first : first);
        Assert.Null(ShiftedSum.At((FreeConvolution)first.FreeProduct(new Atomic(new Atom(2.0, 0.7), new Atom(4.0, 0.3))), 2.0));
        Assert.Null(ShiftedSum.At((FreeConvolution)first.FreeSum(new Uniform(1.0, 2.0)), 2.0));

        // A summand that begins at 0 stays; an image gives up its shift.
        FreeConvolution beside = ShiftedSum.At((FreeConvolution)new Atomic(new Atom(1.0, 0.9), new Atom(3.0, 0.1)).FreeSum(new FreePoisson(1.0, 1.0)), 1.0)!;
        Assert.Equal(new FreePoisson(1.0, 1.0), beside.Factors[1]);
        Assert.Equal([0.0, 2.0], beside.Factors[0].Atoms.Select(atom => atom.Location));
        SpectralMeasure image = new AffineImage(new FreePoisson(0.3, 1.0), new AffineMap(5.0, 2.0));
        FreeConvolution shifted = ShiftedSum.At((FreeConvolution)image.FreeSum(first), 6.0)!;
        Assert.Equal(new AffineImage(new FreePoisson(0.3, 1.0), new AffineMap(0.0, 2.0)), shifted.Factors[0]);
    }
}
