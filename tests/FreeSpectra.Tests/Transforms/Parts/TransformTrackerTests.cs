using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Transforms at a moving point are those of the law, and what is no number is reported as not found.</summary>
public sealed class TransformTrackerTests
{
    private static readonly Complex[] Points = [new(0.3, 0.9), new(-1.7, 0.2), new(2.1, 0.05), new(30.0, 4.0), new(1e-4, 1e-4), new(-0.01, 1e-3)];

    private static readonly double[] Inside = [0.21, 0.68];

    private static readonly Uniform Flat = new(0.5, 1.5);

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly SpectralMeasure Sum = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 0.1));

    private static readonly SpectralMeasure Product = Mp.FreeProduct(Flat);

    public static TheoryData<SpectralMeasure> Laws =>
    [
        new Semicircle(0.4, 0.6),
        new Atomic(new Atom(0.0, 0.1), new Atom(0.5, 0.7), new Atom(2.0, 0.2)),
        Sum,
        Product,
        Atomic.ZeroOr(1.0, 0.7).MultiplicativePower(1.6),
        new AffineImage(Sum, new AffineMap(0.7, -2.0)),
        new AffineImage(Sum, new AffineMap(0.0, -2.0)),
        new AffineImage(Product, new AffineMap(0.0, 3.0)),
        new AffineImage(Product, new AffineMap(0.7, 0.5)),
        new AffineImage(new AffineImage(Product, new AffineMap(0.7, -0.5)), new AffineMap(2.0, -1.5)),
        new ZeroMixture(0.4, Product),
        new ZeroMixture(0.4, new AffineImage(Product, new AffineMap(0.3, 2.0))),
        new ZeroMixture(0.4, Product.Inverse()),
        new ZeroMixture(0.4, Sum.Square()),
        Sum.Square(),
        Product.SymmetricSquareRoot(),
        Product.Inverse(),
        new AffineImage(Sum.Square(), new AffineMap(0.7, -2.0)),
        new AffineImage(Product.SymmetricSquareRoot(), new AffineMap(0.7, -2.0)),
        new AffineImage(Product.Inverse(), new AffineMap(0.0, -2.0)),
        Sum.BooleanSum(Flat),
        Sum.MonotoneSum(Product),
        new AffineImage(Sum.MonotoneSum(Product), new AffineMap(0.7, -2.0)),
    ];

    [Theory, MemberData(nameof(Laws))]
    public void A_tracker_gives_the_transforms_of_its_law(SpectralMeasure law)
    {
        TransformTracker tracker = TransformTracker.Of(law), plain = TransformTracker.WithoutMemory(law);
        foreach (Complex z in Points)
        {
            // G of a symmetric law is a small difference beside its zero at 0.
            double digits = Complex.Abs(z) < 0.1 ? 1e-6 : 1e-9;
            foreach (TransformTracker one in new[] { tracker, tracker.Fork(), plain, plain.Fork() })
            {
                Assert.True(one.TryCauchy(z, out Complex g, out Complex dg), $"G({z})");
                Close.Relative(law.Cauchy(z), g, digits, $"G({z})");
                Close.Relative(law.CauchyDerivative(z), dg, digits, $"G'({z})");
                Assert.True(one.TryMoment(z, out Complex h, out Complex above, out Complex dh), $"h({z})");
                Close.Relative(law.MomentTransform(z), h, digits, $"h({z})");
                Close.Relative(z * law.Cauchy(z), above, digits, $"1 + h({z})");
                Close.Relative(law.MomentTransformDerivative(z), dh, digits, $"h'({z})");
            }
        }

        // A fork moves on its own.
        TransformTracker fork = tracker.Fork();
        Assert.True(fork.TryCauchy(new Complex(500.0, 20.0), out _, out _) & tracker.TryCauchy(Points[^1] * 1.01, out Complex after, out _));
        Close.Relative(law.Cauchy(Points[^1] * 1.01), after, 1e-6, "after a fork went away");
    }

    /// <summary>In the half-plane, inside bands, between them and outside: by differences along the axis.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Derivatives_are_the_limits_of_differences(SpectralMeasure law)
    {
        double size = LawScale.Of(law);
        IEnumerable<double> inside = law.Bands.SelectMany(band => Inside.Select(t => Math.Max(band.Left, -5.0 * size) + (t * (Math.Min(band.Right, 5.0 * size) - Math.Max(band.Left, -5.0 * size)))));
        double top = double.IsFinite(law.TopOfSupport) ? law.TopOfSupport : size, bottom = double.IsFinite(law.BottomOfSupport) ? law.BottomOfSupport : -size;
        IEnumerable<double> outside = new[] { bottom - (0.3 * size), bottom - (9.0 * size), top + (0.2 * size), top + (9.0 * size) }.Where(x => !law.Bands.Any(band => band.Contains(x)));
        foreach (Complex z in Points.Take(4).Concat(inside.Concat(outside).Select(x => new Complex(x, 0.0))))
        {
            double step = 1e-5 * Math.Min(1.0, size) * (z.Imaginary > 0.0 ? Math.Min(1.0, z.Imaginary) : 0.1);
            Complex slope = (law.Cauchy(z + step) - law.Cauchy(z - step)) / (2.0 * step);
            Close.To(slope, law.CauchyDerivative(z), 1e-5 * Complex.Abs(slope) + (1e-7 / size / size), $"G'({z})");
            Complex rise = (law.MomentTransform(z + step) - law.MomentTransform(z - step)) / (2.0 * step);
            Close.To(rise, law.MomentTransformDerivative(z), 1e-5 * Complex.Abs(rise) + (1e-7 / size), $"h'({z})");
        }

        // Just above the axis, off the bands: Im G = yG' and Im G' = yG''.
        foreach (double x in outside)
        {
            double step = 1e-3 * size;
            double bend = (law.CauchyDerivative(x + step) - law.CauchyDerivative(x - step)).Real / (2.0 * step);
            foreach (double y in new[] { 1e-6 * size, 1e-9 * size, -1e-9 * size })
            {
                Close.Relative(law.CauchyDerivative(x).Real, law.Cauchy(new Complex(x, y)).Imaginary / y, 1e-5, $"Im G/y at {x}, {y}");
                Close.Relative(bend, law.CauchyDerivative(new Complex(x, y)).Imaginary / y, 1e-3, $"Im G'/y at {x}, {y}");
            }
        }
    }

    [Fact]
    public void What_is_no_number_or_refused_is_not_found()
    {
        Complex z = new(0.3, 0.9);
        foreach ((int broken, bool cauchy, bool moment) in new[] { (0, true, true), (1, false, true), (2, false, true), (3, true, false), (4, true, false), (5, false, false) })
        {
            TransformTracker tracker = TransformTracker.Of(new Broken(broken));
            Assert.Equal(cauchy, tracker.TryCauchy(z, out _, out _));
            Assert.Equal(moment, tracker.TryMoment(z, out _, out _, out _));
        }
    }

    [Fact]
    public void H_needs_G_and_its_derivative()
    {
        Complex z = new(0.3, 0.9), g = new(0.4, -0.3), slope = new(-0.1, 0.2);
        Assert.True(Open.FromCauchy(z, g, slope, out Complex h, out Complex above, out Complex rise));
        Assert.Equal((z * g, (z * g) - 1.0, g + (z * slope)), (above, h, rise));
        Assert.False(Open.FromCauchy(z, Complex.NaN, slope, out _, out _, out _));
        Assert.False(Open.FromCauchy(z, g, Complex.NaN, out _, out _, out _));
        Assert.False(Open.FromCauchy(z, g, Complex.Infinity, out _, out _, out _));
    }

    /// <summary>Between a few sizes and the place where h has its own equations, zG − 1 would lose up to seven digits of h.</summary>
    [Fact]
    public void H_of_a_sum_keeps_its_digits_far_out()
    {
        SpectralMeasure law = new WithoutInverse(new Semicircle(0.0, 0.5)).FreeSum(new WithoutInverse(new Semicircle(0.0, 0.7)));
        foreach (Complex z in new Complex[] { new(300.0, 200.0), new(-2e3, 1e3), new(1e3, 5e3), new(50.0, 1.0) })
        {
            // Σ Cₖ vᵏ/z²ᵏ with the Catalan numbers.
            Complex x = 1.2 / z / z, expected = Complex.Zero, slope = Complex.Zero, power = x;
            double catalan = 1.0;
            for (int k = 1; k < 12; k++, power *= x)
            {
                expected += catalan * power;
                slope -= 2.0 * k * catalan * power / z;
                catalan *= 2.0 * ((2.0 * k) + 1.0) / (k + 2.0);
            }

            TransformTracker tracker = TransformTracker.Of(law);
            Assert.True(tracker.TryMoment(z, out Complex h, out Complex above, out Complex rise));
            Close.Relative(expected, h, 3e-14, $"h({z})");
            Close.Relative(slope, rise, 3e-13, $"h'({z})");
            Close.Relative(1.0 + expected, above, 1e-14, $"1 + h({z})");
        }
    }

    /// <summary>Far out the angle of h keeps its digits too, however small it is against that of z.</summary>
    [Fact]
    public void H_of_a_sum_keeps_its_angle_at_any_distance()
    {
        SpectralMeasure law = new WithoutInverse(new Semicircle(0.0, 0.5)).FreeSum(new WithoutInverse(new Semicircle(0.2, 0.7)));
        foreach (Complex z in new Complex[] { new(2e9, 5.0), new(-4e12, 1e6), new(3e20, 2e15), new(1e7, 3e-2) })
        {
            const double second = 1.2 + 0.04, third = (3.0 * 0.2 * 1.2) + 0.008;
            Complex expected = (0.2 / z) + (second / z / z) + (third / z / z / z);
            Assert.True(TransformTracker.Of(law).TryMoment(z, out Complex h, out Complex above, out Complex rise), $"h({z})");
            Close.Relative(expected.Real, h.Real, 1e-13, $"Re h({z})");
            Close.Relative(expected.Imaginary, h.Imaginary, 1e-11, $"Im h({z})");
            Close.Relative(1.0 + expected, above, 1e-15, $"1 + h({z})");
            Close.Relative((-0.2 / z / z) - (2.0 * second / z / z / z), rise, 1e-12, $"h'({z})");
        }
    }

    [Fact]
    public void A_Pick_function_needs_a_transform_that_was_found_and_is_neither_0_nor_infinite()
    {
        Complex c = new(0.3, 0.9);
        static bool Found(ConvolutionAlgebra algebra, Complex at, bool found, Complex value, Complex derivative) =>
            algebra.TryPick(new Stub(found, value, 1.0 + value, derivative), at, out _, out _);
        foreach (ConvolutionAlgebra algebra in new[] { ConvolutionAlgebra.Additive, ConvolutionAlgebra.Multiplicative })
        {
            Assert.True(Found(algebra, c, true, new Complex(0.4, -0.3), 1.0));
            Assert.False(Found(algebra, c, false, new Complex(0.4, -0.3), 1.0));
            Assert.False(Found(algebra, c, true, 0.0, 1.0));
        }

        Assert.False(Found(ConvolutionAlgebra.Multiplicative, c, true, new Complex(0.4, -0.3), double.NaN));
        Assert.False(Found(ConvolutionAlgebra.Multiplicative, c, true, -1.0, 1.0));
        Assert.False(Found(ConvolutionAlgebra.Multiplicative, new Complex(1e4, 1.0), true, new Complex(0.4, -0.3), 1.0));
        Assert.True(Found(ConvolutionAlgebra.Multiplicative, new Complex(600.0, 1.0), true, new Complex(0.4, -0.3), 1.0));
    }

    private abstract class Open : TransformTracker
    {
        public static bool FromCauchy(Complex z, Complex g, Complex slope, out Complex h, out Complex above, out Complex rise) => MomentFromCauchy(z, g, slope, out h, out above, out rise);
    }

    private sealed class Stub(bool found, Complex value, Complex above, Complex derivative) : TransformTracker
    {
        public override TransformTracker Fork() => this;

        public override bool TryCauchy(Complex z, out Complex g, out Complex dg)
        {
            (g, dg) = (value, derivative);
            return found;
        }

        public override bool TryMoment(Complex z, out Complex h, out Complex onePlus, out Complex dh)
        {
            (h, onePlus, dh) = (value, above, derivative);
            return found;
        }
    }

    /// <summary>A law of which one function has no value (1: G, 2: G', 3: h, 4: h'), or which refuses (5).</summary>
    private sealed record Broken(int Which) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(0.0, 1.0, 1.0, 0.0, 0.0)];

        public override double Density(double x) => 1.0;

        public override Complex Cauchy(Complex z) => Value(1, new Complex(0.4, -0.3));

        public override Complex CauchyDerivative(Complex z) => Value(2, -0.5);

        public override Complex MomentTransform(Complex z) => Value(3, new Complex(0.4, -0.3));

        public override Complex MomentTransformDerivative(Complex z) => Value(4, -0.5);

        private Complex Value(int own, Complex value) =>
            Which == 5 ? throw new NonConvergenceException("A test", 0.0, 1, 0.0, "None.") : own == Which ? Complex.NaN : value;
    }
}
