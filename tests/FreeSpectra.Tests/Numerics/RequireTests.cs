using System.Numerics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

public sealed class RequireTests
{
    private const double Tiny = double.Epsilon;

    [Fact]
    public void Values_within_are_handed_on()
    {
        Assert.Equal(Tiny, Require.Positive(Tiny));
        Assert.Equal(0.0, Require.NonNegative(0.0));
        Assert.Equal(-3.0, Require.Finite(-3.0));
        Assert.Equal(1.0, Require.InRange(1.0, 1.0, 2.0));
        Assert.Equal(2.0, Require.InRange(2.0, 1.0, 2.0));
        Assert.Equal(1.5, Require.Inside(1.5, 1.0, 2.0));
    }

    [Fact]
    public void Values_outside_are_refused_with_name_condition_and_value()
    {
        double variance = -1.5;
        IsRefused("variance must be finite and > 0, but is -1.5.", () => Require.Positive(variance));
        IsRefused("variance must be finite and >= 0, but is -1.5.", () => Require.NonNegative(variance));
        IsRefused("variance must be in [0, 1], but is -1.5.", () => Require.InRange(variance, 0.0, 1.0));
        IsRefused("variance must be in (0, 1), but is -1.5.", () => Require.Inside(variance, 0.0, 1.0));
        IsRefused("slope must be finite, but is Infinity.", () => Require.Finite(double.PositiveInfinity, "slope"));
    }

    [Fact]
    public void Ends_and_infinities_are_outside()
    {
        Assert.All<Action>(
            [
                () => Require.Positive(0.0), () => Require.Positive(double.PositiveInfinity), () => Require.Positive(double.NaN),
                () => Require.NonNegative(-Tiny), () => Require.NonNegative(double.PositiveInfinity), () => Require.NonNegative(double.NaN),
                () => Require.Finite(double.NaN), () => Require.Finite(double.NegativeInfinity),
                () => Require.InRange(2.0 + 1e-15, 1.0, 2.0), () => Require.InRange(double.NaN, 1.0, 2.0),
                () => Require.Inside(1.0, 1.0, 2.0), () => Require.Inside(2.0, 1.0, 2.0),
                () => Require.Inside(double.PositiveInfinity, 0.0, double.PositiveInfinity + 1.0),
            ],
            action => Assert.Throws<ArgumentOutOfRangeException>(action));
    }

    [Fact]
    public void Tolerance_accepts_up_to_the_larger_of_its_two_parts()
    {
        Tolerance tolerance = new(absolute: 1e-6, relative: 1e-3);
        Assert.True(tolerance.Accepts(1e-6, 0.0));
        Assert.False(tolerance.Accepts(1.01e-6, 1e-4));
        Assert.True(tolerance.Accepts(2e-3, 2.0));
        Assert.False(tolerance.Accepts(2.01e-3, 2.0));
        Assert.False(tolerance.Accepts(double.NaN, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance(-1e-9, 0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tolerance(0.0, 1.1));
        Assert.True(Tolerance.Tight.Relative < Tolerance.Standard.Relative);
        Assert.True(Tolerance.Tight.Absolute < Tolerance.Standard.Absolute);
    }

    [Fact]
    public void Interval_knows_its_ends_its_centre_and_what_it_holds()
    {
        Interval interval = new(-1.0, 3.0);
        Assert.Equal((1.0, 2.0), (interval.Center, interval.HalfWidth));
        Assert.True(interval.Contains(-1.0));
        Assert.True(interval.Contains(3.0));
        Assert.False(interval.Contains(3.0000001));
        Assert.False(interval.Contains(-1.0000001));
        Assert.Throws<ArgumentException>(() => new Interval(1.0, 1.0));
        Assert.Throws<ArgumentException>(() => new Interval(2.0, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Interval(double.NegativeInfinity, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Interval(1.0, double.NaN));
    }

    [Fact]
    public void Failure_tells_what_where_how_far_and_what_to_do()
    {
        NonConvergenceException failure = new("Additive subordination", new Complex(2.5, 1e-14), 200, 1.25e-9, "Raise Im z.");
        Assert.Equal("Additive subordination did not converge at <2.5; 1E-14>: residual 1.25E-009 after 200 iterations. Raise Im z.", failure.Message);
        Assert.Equal(("Additive subordination", 200, 1.25e-9), (failure.Algorithm, failure.Iterations, failure.Residual));
    }

    [Theory]
    [InlineData(0.3, 0.2), InlineData(-5.0, 0.1), InlineData(7.0, -2.0), InlineData(1.0, -1e-9), InlineData(-4.0, 0.0)]
    public void Root_off_the_band_is_analytic_and_grows_like_z(double re, double im)
    {
        Interval band = new(-1.0, 2.0);
        Complex z = new(re, im);
        Complex root = Branches.SqrtOffBand(z, band);
        Close.Relative((z + 1.0) * (z - 2.0), root * root, 1e-14, "square");

        // √((z − a)(z − b)) = z − (a + b)/2 + O(1/z): the real part points from the centre to z, the imaginary part with Im z.
        Assert.True(root.Real * (re - 0.5) >= 0.0);
        Assert.True(root.Imaginary * im >= 0.0);
        Close.To(Complex.Conjugate(root), Branches.SqrtOffBand(Complex.Conjugate(z), band), 1e-15, "reflection");
    }

    [Fact]
    public void Side_is_that_of_the_inner_product_and_roots_point_to_the_upper_half_plane()
    {
        Assert.True(Branches.SameSide(new Complex(1.0, 1.0), new Complex(2.0, -1.0)));
        Assert.False(Branches.SameSide(new Complex(1.0, 1.0), new Complex(1.0, -2.0)));
        Assert.True(Branches.SameSide(Complex.One, Complex.ImaginaryOne));
        foreach (Complex w in new Complex[] { new(0.3, -1.0), new(0.3, 1.0), new(-2.0, 0.5), new(-2.0, -0.5) })
        {
            foreach (Complex root in new Complex[] { new(1.0, 2.0), new(-1.0, -2.0), new(3.0, -0.1) })
            {
                Complex turned = Branches.TowardsUpper(root, w);
                Assert.True(turned == root || turned == -root);
                Assert.True((turned / w).Imaginary * w.Imaginary <= 0.0, $"{root} at {w}");
            }
        }

        Assert.Equal(new Complex(-1.0, 2.0), Branches.TowardsUpper(new Complex(-1.0, 2.0), 0.7));
    }

    private static void IsRefused(string message, Action action)
    {
        ArgumentOutOfRangeException problem = Assert.Throws<ArgumentOutOfRangeException>(action);
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(message.Split(' ')[0], problem.ParamName);
    }
}
