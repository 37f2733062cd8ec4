using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The rules for atoms and exponents, and the two algebras, against their formulas.</summary>
public sealed class ConvolutionRuleTests
{
    private static readonly Atomic Three = new(new Atom(-1.0, 0.1), new Atom(0.5, 0.7), new Atom(2.0, 0.2));

    private static readonly Atomic Positive = new(new Atom(0.0, 0.1), new Atom(0.5, 0.7), new Atom(2.0, 0.2));

    public static TheoryData<SpectralMeasure> Laws =>
        [new Semicircle(0.4, 0.6), new FreePoisson(2.5, 0.4), new FreePoisson(0.4, 2.5), Three, Positive, new CauchyLaw(0.3, 0.7), new Uniform(0.5, 2.0)];

    [Fact]
    public void Atoms_of_sums_add_their_weights_less_one()
    {
        Atomic other = new(new Atom(1.0, 0.6), new Atom(3.0, 0.4));
        Same([(1.5, 0.3), (3.5, 0.1)], Three.FreeSum(other).Atoms);
        Same([(0.75, 0.55)], new FreeConvolution(ConvolutionAlgebra.Additive, [Three], [1.5]).Atoms);
        Same([], new FreeConvolution(ConvolutionAlgebra.Additive, [Three], [4.0]).Atoms);
        Same([(0.5 + 0.75, 0.1 + 0.3)], new FreeConvolution(ConvolutionAlgebra.Additive, [Three, Three], [1.0, 1.5]).Atoms.Select(a => (a.Location, a.Weight + 0.15)));

        // A half and a half make none; the mass of the rest decides beside rounding.
        Same([], new Atomic(new Atom(0.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Atomic(new Atom(0.0, 0.5), new Atom(3.0, 0.5))).Atoms);
        double small = 1e-13;
        SpectralMeasure near = new Atomic(new Atom(0.0, 1.0 - small), new Atom(1.0, small));
        Assert.Equal(1.0 - (3.0 * small), new FreeConvolution(ConvolutionAlgebra.Additive, [near], [3.0]).Atoms[0].Weight);
    }

    [Fact]
    public void Atoms_of_products_do_the_same_and_the_heaviest_at_0_stays()
    {
        Atomic other = new(new Atom(0.0, 0.3), new Atom(3.0, 0.7));
        Same([(0.0, 0.3), (1.5, 0.4)], Positive.FreeProduct(other).Atoms);
        Same([(0.0, 0.3), (1.5, 0.4)], other.FreeProduct(Positive).Atoms);
        Same([(0.0, 0.1), (Math.Pow(0.5, 1.5), 0.55)], new FreeConvolution(ConvolutionAlgebra.Multiplicative, [Positive], [1.5]).Atoms);
        Same([(0.0, 0.6)], new FreePoisson(0.4, 2.5).FreeProduct(new FreePoisson(2.0, 0.5)).Atoms);
        Same([], new FreePoisson(1.4, 2.5).FreeProduct(new FreePoisson(2.0, 0.5)).Atoms);
        Same([(6.0, 0.1)], new Atomic(new Atom(2.0, 0.7), new Atom(1.0, 0.3)).FreeProduct(new Atomic(new Atom(3.0, 0.4), new Atom(5.0, 0.6))).Atoms
            .Where(a => a.Location == 6.0).Select(a => (a.Location, a.Weight)));
    }

    [Fact]
    public void How_far_a_hard_zero_reaches()
    {
        Assert.Equal(40.0, HardEdge.Depth(0.5));
        Assert.Equal(40.0, HardEdge.Depth(-0.5));
        Assert.Equal(40.0 + (8.0 / ((1.0 / 0.75) - 1.0)), HardEdge.Depth(-0.75), 1e-12);
        Assert.Equal(40.0 + (8.0 / ((1.0 / 0.6) - 1.0)), HardEdge.Depth(-0.6), 1e-12);
        Assert.Equal(300.0, HardEdge.Depth(-0.99));
        Assert.Equal(40.0, HardEdge.Depth(-1.0));
    }

    /// <summary>ρ ∼ x^{1/A − 1}, A = Σ tᵢaᵢ − (T − 1), a = 1/(1 + β), over the factors with the largest mass at 0.</summary>
    [Fact]
    public void The_exponent_at_0_follows_the_heaviest_factors()
    {
        SpectralMeasure hard = new FreePoisson(1.0, 2.0), soft = new FreePoisson(2.0, 0.5), light = Atomic.ZeroOr(1.0, 0.4), heavy = Atomic.ZeroOr(3.0, 0.2);
        static double Exponent(ConvolutionAlgebra algebra, ImmutableArray<SpectralMeasure> factors, ImmutableArray<double> powers) =>
            HardEdge.Exponent(new FreeConvolution(algebra, factors, powers));
        double At(SpectralMeasure first, SpectralMeasure second) => Exponent(ConvolutionAlgebra.Multiplicative, [first, second], [1.0, 1.0]);
        double Power(SpectralMeasure law, double t) => Exponent(ConvolutionAlgebra.Multiplicative, [law], [t]);
        Assert.Equal((1.0 / 3.0) - 1.0, At(hard, hard), 1e-15);
        Assert.Equal((1.0 / 2.0) - 1.0, At(hard, soft), 1e-15);
        Assert.Equal((1.0 / 2.0) - 1.0, At(soft, hard), 1e-15);
        Assert.Equal((1.0 / 2.0) - 1.0, At(light, light), 1e-15);
        Assert.Equal(0.5, At(light, heavy));
        Assert.Equal((1.0 / 3.0) - 1.0, Power(heavy, 3.0), 1e-15);
        Assert.Equal((1.0 / 3.5) - 1.0, Power(hard, 2.5), 1e-15);
        Assert.Equal((1.0 / (2.0 + 3.0 - 1.0)) - 1.0, At(hard, new JoinedPower(-2.0 / 3.0)), 1e-15);
        Assert.Equal(0.3, At(soft, new JoinedPower(0.3)), 1e-15);
        Assert.Equal(0.0, At(soft, new Uniform(0.0, 2.0)));
    }

    [Fact]
    public void Tails_add_by_their_inverse_indices()
    {
        SpectralMeasure mp = new FreePoisson(2.0, 0.5), stable = new FreeStable(0.5, 1.0), heavy = new FreeStable(0.8, 1.0), inverse = new FreePoisson(1.0, 1.0).Inverse();
        static double Tail(SpectralMeasure law, bool left = false) => HardEdge.Tail((FreeConvolution)law, left);
        Assert.Equal(-1.5, Tail(stable.FreeProduct(mp)), 1e-14);
        Assert.Equal(-1.0 - (1.0 / 3.0), Tail(stable.FreeProduct(stable)), 1e-14);
        Assert.Equal(-1.0 - (1.0 / (2.0 + 1.25 - 1.0)), Tail(stable.FreeProduct(heavy)), 1e-14);
        Assert.Equal(-1.0 - (1.0 / (1.0 + 2.0)), Tail(inverse.FreeProduct(inverse)), 1e-14);
        Assert.Equal(-1.0 - (1.0 / 3.5), Tail(inverse.MultiplicativePower(2.5)), 1e-14);
        Assert.Equal(-1.5, Tail(stable.FreeSum(heavy)), 1e-14);
        Assert.Equal(-2.0, Tail(new CauchyLaw(0.3, 0.7).FreeSum(mp)));
        Assert.Equal(-2.0, Tail(new CauchyLaw(0.3, 0.7).FreeSum(mp), left: true));
        Assert.Equal(double.NegativeInfinity, Tail(stable.FreeSum(mp), left: true));
    }

    [Theory, MemberData(nameof(Laws))]
    public void The_additive_algebra_is_that_of_the_reciprocal_transform(SpectralMeasure law)
    {
        ConvolutionAlgebra algebra = ConvolutionAlgebra.Additive;
        Complex z = new(0.3, 0.8);
        Assert.Equal((z, z, double.PositiveInfinity), (algebra.ToCoordinate(z), algebra.FromCoordinate(z), algebra.Height));
        Assert.True(algebra.TryPick(TransformTracker.Of(law), z, out Complex p, out Complex slope));
        Close.Relative(1.0 / law.Cauchy(z), p, 1e-15, "F");
        Close.Relative(((1.0 / law.Cauchy(z + 1e-5)) - (1.0 / law.Cauchy(z - 1e-5))) / 2e-5, slope, 1e-8, "F'");
        (Complex g, Complex dg) = algebra.Cauchy(z, p, slope);
        Close.Relative(law.Cauchy(z), g, 1e-14, "G");
        Close.Relative(law.CauchyDerivative(z), dg, 1e-13, "G'");
        Close.Relative(-(1.0 / p).Imaginary / Math.PI, algebra.Density(0.7, p.Real, p.Imaginary), 1e-14, "density");
        if (double.IsFinite(law.TopOfSupport))
        {
            double x = law.TopOfSupport + 0.9;
            (double value, double rise) = algebra.RealPick(law, x);
            Close.Relative(1.0 / law.Cauchy(x).Real, value, 1e-15, "real F");
            Close.Relative(((1.0 / law.Cauchy(x + 1e-5)) - (1.0 / law.Cauchy(x - 1e-5))) / 2e-5, rise, 1e-8, "real F'");
            Assert.Equal(law.Cauchy(x).Real, algebra.Reciprocal(law, x));
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void The_multiplicative_algebra_is_that_of_the_logarithm_of_W(SpectralMeasure law)
    {
        ConvolutionAlgebra algebra = ConvolutionAlgebra.Multiplicative;
        Complex z = new(0.3, 0.8), c = Complex.Log(z);
        Assert.Equal((c, Math.PI), (algebra.ToCoordinate(z), algebra.Height));
        Close.Relative(z, algebra.FromCoordinate(c), 1e-15, "exp");
        Complex w = z * law.Cauchy(z) / ((z * law.Cauchy(z)) - 1.0);
        Assert.True(algebra.TryPick(TransformTracker.Of(law), c, out Complex p, out Complex slope));
        Close.To(Complex.Log(w), p, 1e-13, "ln W");
        Assert.True(algebra.TryPick(TransformTracker.Of(law), c + 1e-5, out Complex after, out _) & algebra.TryPick(TransformTracker.Of(law), c - 1e-5, out Complex before, out _));
        Close.Relative((after - before) / 2e-5, slope, 1e-8, "d ln W/d ln z");
        (Complex g, Complex dg) = algebra.Cauchy(z, p, slope);
        Close.Relative(law.Cauchy(z), g, 1e-13, "G");
        Close.Relative(law.CauchyDerivative(z), dg, 1e-12, "G'");
        if (law.BottomOfSupport >= 0.0 && double.IsFinite(law.TopOfSupport))
        {
            double h = law.MomentTransform(new Complex(-0.7, 0.0)).Real;
            (double value, double rise) = algebra.RealPick(law, -0.7);
            Close.Relative((1.0 + h) / h, value, 1e-14, "real W");
            Close.Relative((algebra.RealPick(law, -0.7 + 1e-5).Value - algebra.RealPick(law, -0.7 - 1e-5).Value) / 2e-5, rise, 1e-8, "real W'");
            Close.Relative(h, algebra.Reciprocal(law, -0.7), 1e-15, "h");

            // At 0: W = −w/(1 − w), and W' is −1/(mean of 1/x) off an atom.
            Close.To(law.MassAt(0.0) / (law.MassAt(0.0) - 1.0), algebra.RealPick(law, 0.0).Value, 1e-15, "W at 0");
            double near = (algebra.RealPick(law, -2e-7).Value - algebra.RealPick(law, -1e-7).Value) / -1e-7;
            Close.Relative(near, algebra.RealPick(law, 0.0).Derivative, 1e-4, "W' at 0");
        }
    }

    [Fact]
    public void At_an_atom_P_has_its_pole_and_the_slope_of_its_weight()
    {
        Assert.Equal((0.0, 1.0 / 0.7), ConvolutionAlgebra.Additive.RealPick(Three, 0.5));
        Assert.Equal((1.0, 1.0 / (0.7 * 0.5)), ConvolutionAlgebra.Multiplicative.RealPick(Positive, 0.5));
    }

    [Fact]
    public void At_an_atom_of_a_convolution_P_is_that_of_the_atom()
    {
        SpectralMeasure sum = new Atomic(new Atom(0.5, 0.7), new Atom(2.0, 0.3)).FreeSum(new Atomic(new Atom(1.0, 0.6), new Atom(3.0, 0.4)));
        (double value, double slope) = ConvolutionAlgebra.Additive.RealPick(sum, 1.5);
        Assert.Equal((0.0, 1.0 / 0.3), (value, Math.Round(slope, 12)), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-11);
        SpectralMeasure product = new Atomic(new Atom(0.5, 0.7), new Atom(2.0, 0.3)).FreeProduct(new Atomic(new Atom(1.0, 0.6), new Atom(3.0, 0.4)));
        (value, slope) = ConvolutionAlgebra.Multiplicative.RealPick(product, 0.5);
        Assert.Equal((1.0, 1.0 / (0.3 * 0.5)), (value, slope), (a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-11);
    }

    /// <summary>Four units of rounding of the size of the law around an end where the density does not vanish, and only there.</summary>
    [Fact]
    public void Where_a_transform_has_no_value_it_is_infinite_at_ends_that_are_not_soft()
    {
        foreach (double size in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            foreach (ConvolutionAlgebra algebra in new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative })
            {
                double pole = algebra == ConvolutionAlgebra.Additive ? 0.0 : 1.0;
                foreach (double exponent in new[] { 0.0, -0.5 })
                {
                    Blind left = new(size, exponent, 0.5), right = new(size, 0.5, exponent);
                    foreach (double away in new[] { 0.0, 1.5e-15 * size })
                    {
                        Assert.Equal(double.NegativeInfinity, algebra.Reciprocal(left, size - away));
                        Assert.Equal(double.PositiveInfinity, algebra.Reciprocal(right, (2.0 * size) + away));
                        Assert.Equal((pole, double.PositiveInfinity), algebra.RealPick(left, size - away));
                        Assert.Equal((pole, double.PositiveInfinity), algebra.RealPick(right, (2.0 * size) + away));
                        Assert.Equal(double.NaN, algebra.Reciprocal(right, size - away));
                        Assert.Equal(double.NaN, algebra.Reciprocal(left, (2.0 * size) + away));
                    }

                    Assert.Equal(double.NaN, algebra.Reciprocal(left, size * (1.0 - 2.1e-15)));
                    Assert.Equal(double.NaN, algebra.Reciprocal(right, size * (2.0 + 2.7e-15)));
                }
            }
        }
    }

    [Theory]
    [InlineData(1.0, 1.0, 0.7, 0.9, 0.4)]
    [InlineData(1.0, 1.0, -0.7, -0.9, -0.4)]
    [InlineData(1.5, 2.5, 0.7, 0.9, 0.4)]
    [InlineData(2.0, 3.0, -0.7, -0.9, -0.4)]
    [InlineData(1.0, 2.0, 0.7, -0.9, -0.4)]
    [InlineData(1.0, 1.0, 0.7, -0.9, -0.4)]
    [InlineData(1.0, 1.0, -0.7, -0.9, 0.4)]
    public void Points_are_combined_by_their_powers(double t1, double t2, double omega1, double omega2, double p)
    {
        (double x, double slope) = ConvolutionAlgebra.Additive.Combine([t1, t2], t1 + t2 - 1.0, p, [omega1, omega2], [1.7, 0.3]);
        Assert.Equal((t1 * omega1) + (t2 * omega2) - ((t1 + t2 - 1.0) * p), x, 1e-14);
        Assert.Equal((t1 * 1.7) + (t2 * 0.3) - (t1 + t2 - 1.0), slope, 1e-14);
        Assert.Equal(slope, ConvolutionAlgebra.Additive.RealSlope(x, p, slope));
        Close.To(x, ConvolutionAlgebra.Additive.Combine([t1, t2], t1 + t2 - 1.0, p, [omega1, omega2]), 1e-14, "complex sum");

        (double y, double relative) = ConvolutionAlgebra.Multiplicative.Combine([t1, t2], t1 + t2 - 1.0, p, [omega1, omega2], [1.7, 0.3]);
        double turns = (omega1 < 0.0 ? t1 : 0.0) + (omega2 < 0.0 ? t2 : 0.0) - (p < 0.0 ? t1 + t2 - 1.0 : 0.0);
        if (turns is 0.0 or 1.0)
        {
            double size = Math.Pow(Math.Abs(omega1), t1) * Math.Pow(Math.Abs(omega2), t2) / Math.Pow(Math.Abs(p), t1 + t2 - 1.0);
            double place = turns == 0.0 ? size : -size;
            Assert.Equal(place, y, 1e-14 * size);
            double logarithmic = (t1 * 1.7 * p / omega1) + (t2 * 0.3 * p / omega2) - (t1 + t2 - 1.0);
            Assert.Equal(logarithmic * place / p, ConvolutionAlgebra.Multiplicative.RealSlope(y, p, relative), 1e-12);
            if (turns == 0.0 && p > 0.0)
            {
                Close.To(place, ConvolutionAlgebra.Multiplicative.Combine([t1, t2], t1 + t2 - 1.0, p, [omega1, omega2]), 1e-13, "complex product");
            }
        }
        else
        {
            Assert.True(double.IsNaN(relative));
        }
    }

    [Fact]
    public void The_density_of_a_product_is_that_of_W()
    {
        // G = W/((W − 1)x).
        Complex w = new(0.3, 0.8);
        Close.Relative(-(w / ((w - 1.0) * 0.6)).Imaginary / Math.PI, ConvolutionAlgebra.Multiplicative.Density(0.6, w.Real, w.Imaginary), 1e-14, "density");
    }

    [Fact]
    public void The_size_of_a_law_is_that_of_its_support_or_where_it_looks_like_a_point()
    {
        Assert.Equal(2.0, LawScale.Of(Three));
        Assert.Equal(3.0, LawScale.Of(new Uniform(-3.0, 1.0)));
        Assert.Equal(1.0, LawScale.Of(Atomic.Point(0.0)));
        Assert.Equal(4.0, LawScale.Of(new JoinedLaw([new Atom(-4.0, 0.5)], [(1.0, 2.0, 0.5)])));

        // F(iy) − iy = −m + is for the Cauchy law: below y/2 from 2√(m² + s²) on.
        double size = LawScale.Of(new CauchyLaw(0.3, 0.7));
        Assert.InRange(size, 2.0 * Math.Sqrt(0.58), 4.0 * Math.Sqrt(0.58));
        Assert.InRange(LawScale.Of(new CauchyLaw(0.0, 1e3)), 2e3, 4e3);
    }

    private static void Same(IEnumerable<(double Location, double Weight)> expected, IEnumerable<Atom> actual) =>
        Same(expected, actual.Select(atom => (atom.Location, atom.Weight)));

    private static void Same(IEnumerable<(double Location, double Weight)> expected, IEnumerable<(double Location, double Weight)> actual)
    {
        Assert.Equal(expected.Count(), actual.Count());
        Assert.All(expected.Zip(actual), pair =>
        {
            Assert.Equal(pair.First.Location, pair.Second.Location, 1e-15);
            Assert.Equal(pair.First.Weight, pair.Second.Weight, 1e-15);
        });
    }

    /// <summary>(1 + β)x^β on [0, 1].</summary>
    private sealed record JoinedPower(double Exponent) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(0.0, 1.0, 1.0, Exponent, 0.0)];

        public override double Density(double x) => (1.0 + Exponent) * Math.Pow(x, Exponent);
    }

    /// <summary>A law on [s, 2s] whose transforms have no value anywhere.</summary>
    private sealed record Blind(double Size, double AtLeft, double AtRight) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(Size, 2.0 * Size, 1.0, AtLeft, AtRight)];

        public override double Density(double x) => 1.0 / Size;

        public override Complex Cauchy(Complex z) => Complex.NaN;

        public override Complex CauchyDerivative(Complex z) => Complex.NaN;
    }
}
