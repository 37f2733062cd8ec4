using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms;

/// <summary>What every law made from other laws must satisfy: its transforms, density and moments are those of one measure.</summary>
public sealed class DerivedLawTests
{
    private static readonly Complex[] Probes = [new(0.3, 0.7), new(-2.0, 0.4), new(3.0, -1.5), new(0.0, 8.0), new(-0.2, -0.5)];

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly FreePoisson WithZero = new(0.4, 2.0);

    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    public static TheoryData<SpectralMeasure> Laws =>
    [
        new ZeroMixture(0.4, WithZero),
        new ZeroMixture(0.7, new Semicircle(3.0, 0.5)),
        Atomic.ZeroOr(2.5, 0.7).MultiplicativePower(1.6),
        Atomic.ZeroOr(0.5, 0.5).MultiplicativePower(4.0),
        Mp.Inverse(),
        new Uniform(-3.0, -1.0).Inverse(),
        new Semicircle(0.5, 1.0).Square(),
        new Atomic(new Atom(-1.0, 0.25), new Atom(0.5, 0.5), new Atom(2.0, 0.25)).Square(),
        new Uniform(0.5, 2.0).SymmetricSquareRoot(),
        WithZero.SymmetricSquareRoot(),
        new Semicircle(0.3, 0.5).BooleanSum(new Uniform(-1.0, 1.5)),
        Signs.MonotoneSum(new Uniform(-1.0, 1.5)),
        Mp.RectangularSum(WithZero, 0.5),
        Signs.FreeSum(Mp),
        Mp.FreeProduct(Atomic.ZeroOr(1.5, 0.6).MultiplicativePower(1.3)),
        new AffineImage(Signs.FreeSum(Mp), new AffineMap(shift: 1.0, scale: -0.5)).FreeSum(new Uniform(-0.5, 0.5)),
        Mp.FreeProduct(new Uniform(0.5, 1.5)).CompoundPoisson(0.6),
    ];

    [Theory, MemberData(nameof(Laws))]
    public void Atoms_and_density_hold_mass_one(SpectralMeasure law)
    {
        Close.To(1.0, law.TotalMass, 1e-13, "total mass");
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Close.To(law.Bands[i].Mass, law.IntegrateBand(i, _ => 1.0, Tolerance.Standard).Value, 1e-9, $"mass of {law.Bands[i]}");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Transforms_are_those_of_the_atoms_and_the_density(SpectralMeasure law) => Assert.All(Probes, z =>
    {
        Close.To(law.Integrate(t => 1.0 / (z - t), Tolerance.Standard).Value, law.Cauchy(z), 1e-9, $"G({z})");
        Close.To(law.Integrate(t => -1.0 / ((z - t) * (z - t)), Tolerance.Standard).Value, law.CauchyDerivative(z), 1e-8, $"G'({z})");
        Close.To((z * law.Cauchy(z)) - 1.0, law.MomentTransform(z), 1e-12, $"h({z})");
        Close.To(law.Cauchy(z) + (z * law.CauchyDerivative(z)), law.MomentTransformDerivative(z), 1e-11, $"h'({z})");
    });

    [Theory, MemberData(nameof(Laws))]
    public void Density_is_one_function_from_both_ends_and_above(SpectralMeasure law)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            foreach (double fraction in double.IsFinite(band.Width) ? new[] { 0.05, 0.3, 0.7, 0.95 } : [])
            {
                double x = band.Left + (fraction * band.Width);
                Estimate<double> density = law.DensityEstimate(x);
                Assert.Equal(law.Density(x), density.Value);
                Assert.InRange(density.Error, 0.0, 1e-9 * density.Value);
                Close.Relative(density.Value, law.DensityFromEdge(i, IntervalEnd.Left, x - band.Left), 1e-10, $"from the left to {x}");
                Close.Relative(density.Value, law.DensityFromEdge(i, IntervalEnd.Right, band.Right - x), 1e-10, $"from the right to {x}");
                Close.Relative(density.Value, -law.Cauchy(new Complex(x, 1e-9)).Imaginary / Math.PI, 1e-5, $"from above {x}");
            }
        }

        double beyond = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport + 0.1 : law.BottomOfSupport - 0.1;
        Assert.Equal((0.0, 0.0), (law.Density(beyond), law.DensityEstimate(beyond).Value));
    }

    [Theory, MemberData(nameof(Laws))]
    public void Density_follows_its_exponents_to_the_edges(SpectralMeasure law)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                double place = end == IntervalEnd.Left ? band.Left : band.Right;
                if (double.IsFinite(place))
                {
                    // Offsets that vanish against the place itself: only the distance from the edge can know them. A reciprocal law forms x itself.
                    double offset = (law is ReciprocalLaw ? 1e-10 : 1e-22) * Math.Min(1.0, band.Width);
                    double slope = Math.Log(law.DensityFromEdge(i, end, 100.0 * offset) / law.DensityFromEdge(i, end, offset)) / Math.Log(100.0);

                    // Where the transform of a summand has a logarithm, so has the density: no power, or a limit that is approached like its inverse.
                    double within = law is ReciprocalLaw && Math.Abs(slope) < 0.2 ? 0.15 : 1e-4;
                    double exponent = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
                    Close.To(double.IsInfinity(exponent) ? 0.0 : exponent, slope, within, $"exponent at {place}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Moments_are_integrals(SpectralMeasure law)
    {
        Assert.True(law.HasMoment(0));
        for (int k = 0; k <= 5 && law.HasMoment(k); k++)
        {
            double size = Math.Pow(Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport)), k);
            Close.To(law.Integrate(t => Math.Pow(t, k), new Tolerance(1e-12 * size, 1e-11)).Value, law.Moment(k), 1e-9 * size, $"moment {k}");
        }

        Close.To(law.Moment(1), law.Mean, 1e-12 * (1.0 + Math.Abs(law.Mean)), "mean");
        Close.To(law.Moment(2) - (law.Mean * law.Mean), law.Variance, 1e-11 * law.Moment(2), "variance");
        Assert.Throws<ArgumentOutOfRangeException>(() => law.HasMoment(-1));
    }

    [Fact]
    public void Laws_are_equal_when_they_are_made_alike()
    {
        SpectralMeasure[] laws = [.. Laws.Select(row => row.Data)], again = [.. Laws.Select(row => row.Data)];
        for (int i = 0; i < laws.Length; i++)
        {
            for (int j = 0; j < laws.Length; j++)
            {
                Assert.Equal(i == j, laws[i].Equals(again[j]));
            }

            Assert.Equal(laws[i].GetHashCode(), again[i].GetHashCode());
            Assert.Equal(laws[i].ToString(), again[i].ToString());
            Assert.False(laws[i].Equals(null));
        }

        Assert.Equal(laws.Length, laws.Select(law => law.ToString()).Distinct().Count());
        Assert.NotEqual(new ZeroMixture(0.4, WithZero), new ZeroMixture(0.5, WithZero));
        Assert.NotEqual(Atomic.ZeroOr(2.5, 0.7).MultiplicativePower(1.6), Atomic.ZeroOr(2.5, 0.7).MultiplicativePower(1.7));
    }

    [Fact]
    public void Compound_Poisson_law_has_the_moments_of_its_jumps_as_free_cumulants()
    {
        // κₙ = rate·mₙ(jumps): jumps that are a product, its affine image, and both rates below and above 1.
        SpectralMeasure product = Mp.FreeProduct(new Uniform(0.5, 1.5));
        SpectralMeasure[] jumps = [product, new AffineImage(product, new AffineMap(0.0, 2.0)), new AffineImage(product, new AffineMap(0.3, 1.0)), Mp.FreeSum(product)];
        foreach (SpectralMeasure jump in jumps)
        {
            foreach (double rate in new[] { 0.6, 1.0, 1.7 })
            {
                SpectralMeasure law = jump.CompoundPoisson(rate);
                double[] moments = FreeCumulants.ToMoments([0.0, .. Enumerable.Range(1, 4).Select(n => rate * jump.Moment(n))]);
                Close.To(Math.Max(0.0, 1.0 - rate), law.MassAt(0.0), 1e-14, "no jump");
                for (int k = 0; k <= 4; k++)
                {
                    Close.Relative(moments[k], law.Integrate(t => Math.Pow(t, k), Tolerance.Standard).Value, 1e-8, $"moment {k} at rate {rate} of {jump}");
                }
            }
        }
    }

    [Fact]
    public void Mixtures_and_images_inside_products_keep_the_product_of_S()
    {
        SpectralMeasure product = Mp.FreeProduct(new Uniform(0.5, 1.5));
        SpectralMeasure[] factors =
        [
            new ZeroMixture(0.6, product), new ZeroMixture(0.6, new AffineImage(product, new AffineMap(0.0, 2.0))),
            new AffineImage(product, new AffineMap(0.0, 3.0)), new AffineImage(Mp.FreeSum(new Uniform(0.5, 1.5)), new AffineMap(0.5, 1.0)),
            Atomic.ZeroOr(1.5, 0.6).MultiplicativePower(1.3),
        ];
        foreach (SpectralMeasure factor in factors)
        {
            SpectralMeasure law = factor.FreeProduct(WithZero);
            Close.To(Math.Max(factor.MassAt(0.0), 0.6), law.MassAt(0.0), 1e-14, "mass at 0");
            Complex u = -0.1;
            Close.Relative(factor.S(u).Value * WithZero.S(u).Value, law.S(u).Value, 1e-10, $"S at {u}");

            // m₁, m₂ of a product: m₁m₁', m₂m₁'² + m₁²m₂' − m₁²m₁'².
            double a = factor.Mean, b = WithZero.Mean;
            double second = (factor.Moment(2) * b * b) + (a * a * WithZero.Moment(2)) - (a * a * b * b);
            Close.Relative(a * b, law.Integrate(t => t, Tolerance.Standard).Value, 1e-8, $"mean with {factor}");
            Close.Relative(second, law.Integrate(t => t * t, Tolerance.Standard).Value, 1e-8, $"second moment with {factor}");
        }
    }

    [Fact]
    public void Points_shift_scale_and_annihilate()
    {
        Atomic two = Atomic.Point(2.0), zero = Atomic.Point(0.0), minus = Atomic.Point(-3.0);
        SpectralMeasure law = Signs.FreeSum(Mp);
        Assert.Equal(new AffineImage(law, new AffineMap(2.0, 1.0)), two.FreeSum(law));
        Assert.Equal(new AffineImage(law, new AffineMap(2.0, 1.0)), law.FreeSum(two));
        Assert.Equal(new AffineImage(law, new AffineMap(0.0, -3.0)), law.FreeProduct(minus));
        Assert.Equal(zero, law.FreeProduct(zero));
        Assert.Equal(6.0, two.FreePower(3.0).Atoms[0].Location);
        Assert.Equal(8.0, two.MultiplicativePower(3.0).Atoms[0].Location);
        Assert.Equal(zero, zero.MultiplicativePower(3.0));
        Assert.Equal(law, law.FreePower(1.0));
        Assert.Equal(Mp, Mp.MultiplicativePower(1.0));
        Assert.Equal(law, law.Compression(1.0));
        Assert.Equal(new AffineImage(law, new AffineMap(0.0, 0.5)), law.FreeQuotient(two));
        Assert.Throws<ArgumentException>(() => law.FreeQuotient(zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.FreePower(0.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mp.MultiplicativePower(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Compression(0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Compression(1.1));
        Assert.Throws<ArgumentException>(() => Signs.FreeProduct(Mp));
        Assert.Throws<ArgumentException>(() => Mp.FreeProduct(Signs));
        Assert.Throws<ArgumentException>(() => new CauchyLaw(0.0, 1.0).BooleanSum(Mp));
        Assert.Throws<ArgumentException>(() => Mp.MonotoneSum(new CauchyLaw(0.0, 1.0)));
        Assert.Throws<ArgumentException>(() => new TwoPointPower(Mp, 2.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoPointPower(Atomic.ZeroOr(1.0, 0.5), 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZeroMixture(1.0, Mp));
    }

    /// <summary>E Z⁸ = 14v⁴ + 28·5v³m² + 70·2v²m⁴ + 28vm⁶ + m⁸ for the semicircle of mean m and variance v.</summary>
    [Fact]
    public void A_shift_back_to_zero_keeps_the_digits_of_moments()
    {
        SpectralMeasure law = new AffineImage(new Semicircle(1.02, 0.0109), new AffineMap(1.0, -1.0)).Square();
        const double v = 0.0109, m = 1.0 - 1.02;
        double expected = (14.0 * v * v * v * v) + (140.0 * v * v * v * m * m) + (140.0 * v * v * m * m * m * m) + (28.0 * v * Math.Pow(m, 6)) + Math.Pow(m, 8);
        Close.To(1.0, law.Moment(4) / expected, 1e-12, "moment 4");
    }

    /// <summary>At a hard end a place that misses it by rounding misses 1e-8 of mass; P(|X| &lt; t) of the arcsine law is in closed form.</summary>
    [Theory]
    [InlineData(-2.91, 1.51, -1.0)]
    [InlineData(2.91, 1.51, -1.0)]
    [InlineData(0.37, 1.3, 0.21)]
    [InlineData(-1.7, 0.9, 0.633)]
    public void Squares_of_moved_hard_ends_keep_their_masses(double scale, double radius, double shift)
    {
        SpectralMeasure moved = new AffineImage(new Arcsine(radius), new AffineMap(shift, scale));
        Close.To(0.0, moved.CumulativeDistribution(moved.Bands[0].Left), 0.0, "mass up to the lower end");
        Close.To(1.0, moved.CumulativeDistribution(moved.Bands[0].Right), 0.0, "mass up to the upper end");
        SpectralMeasure law = moved.Square();
        double half = Math.Abs(scale) * radius;
        double inner = half - Math.Abs(shift);
        double below = 0.5 + (Math.Asin((inner - Math.Abs(shift)) / half) / Math.PI);
        Close.To(below, law.Bands[0].Mass, 1e-14, "mass that is covered twice");
        Close.To(1.0 - below, law.Bands[1].Mass, 1e-14, "mass that is covered once");
    }

    [Fact]
    public void Outlier_of_a_factor_follows_its_spike()
    {
        // A spike θ > 1 in the identity under noise of the semicircle: the outlier is θ + 1/θ, with overlap 1 − 1/θ².
        var law = Assert.IsType<FreeConvolution>(Signs.FreeSum(new Semicircle(0.0, 1.0)));
        Outlier outlier = Assert.Single(law.Outliers(0, 3.0));
        double place = 3.0 + Signs.Cauchy(3.0).Real;
        Close.To(place, outlier.Location, 1e-13, "θ + G(θ)");
        Close.To(1.0 + Signs.CauchyDerivative(3.0).Real, outlier.Overlap, 1e-12, "1 + G'(θ)");
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Outliers(-1, 3.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Outliers(2, 3.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Outliers(0, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Outliers(1, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((FreeConvolution)Signs.FreePower(2.0)).Outliers(0, 3.0));
    }

    [Fact]
    public void What_was_added_or_multiplied_can_be_taken_away()
    {
        SpectralMeasure uniform = new Uniform(0.5, 1.5);
        Same(Signs, Signs.FreeSum(uniform).FreeDifference(uniform));
        Same(new Semicircle(0.5, 0.7), new Semicircle(2.0, 1.0).FreeDifference(new Semicircle(1.5, 0.3)));
        Same(new FreePoisson(1.5, 0.5), Mp.FreeDifference(new FreePoisson(0.5, 0.5)));
        Same(new AffineImage(Signs, new AffineMap(-1.0, 1.0)), new AffineImage(Signs.FreeSum(uniform), new AffineMap(1.0, 1.0)).FreeDifference(uniform.FreeSum(Atomic.Point(2.0))));
        Same(Signs.FreePower(1.5), Signs.FreePower(3.0).FreeDifference(Signs.FreePower(1.5)));
        Same(Atomic.Point(0.0), Signs.FreeDifference(Signs));
        Same(uniform, uniform.FreeProduct(WithZero).FreeQuotient(WithZero));
        Same(new AffineImage(uniform, new AffineMap(0.0, 0.5)), uniform.FreeProduct(new FreePoisson(2.0, 0.5)).FreeQuotient(new FreePoisson(2.0, 1.0)));
        Same(new AffineImage(uniform, new AffineMap(0.0, 3.0)), new AffineImage(uniform.FreeProduct(WithZero), new AffineMap(0.0, 3.0)).FreeQuotient(WithZero));
        SpectralMeasure two = Atomic.ZeroOr(2.5, 0.7);
        Same(two.MultiplicativePower(1.6), two.MultiplicativePower(3.0).FreeQuotient(two.MultiplicativePower(1.4)));
        Assert.Throws<ArgumentException>(() => Signs.FreeDifference(uniform));
        Assert.Throws<ArgumentException>(() => Signs.FreePower(1.5).FreeDifference(Signs));
        Assert.Throws<ArgumentException>(() => Mp.FreeQuotient(uniform));
    }

    private static void Same(SpectralMeasure expected, SpectralMeasure actual)
    {
        foreach (Complex z in Probes)
        {
            Close.To(expected.Cauchy(z), actual.Cauchy(z), 1e-12, $"G({z}) of {actual}");
        }
    }

    /// <summary>Squares of these places leave the range of numbers.</summary>
    [Fact]
    public void Where_squares_overflow_or_vanish_a_symmetric_root_has_no_density_beyond_its_support()
    {
        foreach (SpectralMeasure square in new[] { new Uniform(1.0, 2.0).FreeSum(new Uniform(0.0, 1.0)), new Uniform(1.0, 2.0).FreeProduct(new Uniform(0.5, 1.0)) })
        {
            SpectralMeasure root = square.SymmetricSquareRoot();
            foreach (double x in new[] { 1e-200, -1e-150, 0.0, 1e151, -1e160, 1e300 })
            {
                Assert.Equal(0.0, root.Density(x));
                Estimate<double> estimate = root.DensityEstimate(x);
                Assert.Equal((0.0, 0.0), (estimate.Value, estimate.Error));
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_place_that_is_not_finite_has_no_density(double x)
    {
        foreach (SpectralMeasure law in new[] { new Uniform(0.5, 2.0).Square(), new Uniform(0.5, 2.0).Inverse(), new Uniform(0.5, 2.0).SymmetricSquareRoot(), new Uniform(0.5, 2.0).FreeSum(new Uniform(0.5, 2.0)) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => law.Density(x));
        }
    }
}
