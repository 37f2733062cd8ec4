using System.Numerics;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

/// <summary>Values to 17 digits from 40-digit arithmetic, on both sides of every change of formula.</summary>
public sealed class ElementaryTests
{
    private const double Rounding = 1e-15;

    [Theory]
    [InlineData(1e-09, 1.666666666666667e-28), InlineData(-0.003, -4.4999979750004342e-9), InlineData(0.2, 0.0013306692049387848)]
    [InlineData(0.49, 0.019374111828841963), InlineData(-0.51, -0.021822753117092507), InlineData(3.0, 2.8588799919401328), InlineData(0.0, 0.0)]
    public void Angle_minus_sine_keeps_its_digits(double t, double expected) =>
        Close.Relative(expected, Elementary.MinusSine(t), 2e-15, "t - sin t");

    [Theory]
    [InlineData(1e-17, 1.0000000000000001e-17), InlineData(-1e-09, -1.0000000005000001e-9), InlineData(3e-05, 2.9999550008999798e-5)]
    [InlineData(-0.3, -0.35667494393873236), InlineData(0.7, 0.53062825106217037), InlineData(40.0, 3.7135720667043078)]
    public void Logarithm_of_one_plus_keeps_its_digits(double x, double expected)
    {
        Close.Relative(expected, Elementary.LogOnePlus(x), Rounding, "ln(1 + x)");
        Close.Relative(expected, Elementary.LogOnePlus((Complex)x), Rounding, "complex ln(1 + x)");
    }

    [Theory]
    [InlineData(1e-18, 1.0000000000000001e-18), InlineData(-1e-09, -9.9999999950000006e-10), InlineData(3e-05, 3.0000450004500035e-5)]
    [InlineData(-0.3, -0.25918177931828213), InlineData(0.49, 0.63231621995537896), InlineData(0.51, 0.66529119494588632)]
    [InlineData(-0.7, -0.50341469620859046), InlineData(2.0, 6.3890560989306502)]
    public void Exponential_minus_one_keeps_its_digits(double x, double expected)
    {
        Close.Relative(expected, Elementary.ExpMinusOne(x), Rounding, "e^x - 1");
        Close.Relative(expected, Elementary.ExpMinusOne((Complex)x), Rounding, "complex e^x - 1");
    }

    [Theory]
    [InlineData(0.03, -0.02), InlineData(-0.1, 0.25), InlineData(0.2, 0.29), InlineData(-0.3, -0.3), InlineData(0.4, 0.4), InlineData(-2.5, 0.7)]
    public void Complex_logarithm_and_exponential_are_those_of_one_plus_w(double a, double b)
    {
        Complex w = new(a, b);
        Close.To(Complex.Log(1.0 + w), Elementary.LogOnePlus(w), Rounding, "ln(1 + w)");
        Close.To(Complex.Exp(w) - 1.0, Elementary.ExpMinusOne(w), Rounding, "e^w - 1");
        Close.To(w, Elementary.ExpMinusOne(Elementary.LogOnePlus(w)), Rounding, "e^(ln(1 + w)) - 1");
    }

    [Fact]
    public void Complex_logarithm_of_a_tiny_argument_keeps_both_parts()
    {
        // ln(1 + w) = w − w²/2 + …, with w = 1e-9 (1 + 2i): w²/2 = (−1.5 + 2i)·1e-18.
        Complex value = Elementary.LogOnePlus(new Complex(1e-9, 2e-9));
        Close.Relative(1e-9 + 1.5e-18, value.Real, Rounding, "real part");
        Close.Relative(2e-9 - 2e-18, value.Imaginary, Rounding, "imaginary part");
    }

    [Theory]
    [InlineData(1e-07, -1.6666666666666671e-15), InlineData(-0.001, -1.6666667222222258e-7), InlineData(0.1, -0.0016672225752206727)]
    [InlineData(0.24, -0.0096184997010237219), InlineData(-0.26, -0.011292163742710283), InlineData(1.5, -0.40797326429976078)]
    [InlineData(3.1, -4.3115221766337085), InlineData(0.0, 0.0), InlineData(3.14159264, -19.258676691809136)]
    public void Logarithm_of_the_cardinal_sine_keeps_its_digits(double t, double expected) =>
        Close.Relative(expected, Elementary.LogSinc(t), 2e-14, "ln(sin t/t)");

    [Theory]
    [InlineData(1e-06, 3.3333333333329995e-19), InlineData(-0.001, -3.3333330000000121e-10), InlineData(0.1, 0.00033300011902557575)]
    [InlineData(0.49, 0.038282787452198501), InlineData(-0.51, -0.043077547983574353), InlineData(2.5, 2.6013311829712908)]
    public void Sine_minus_angle_times_cosine_keeps_its_digits(double t, double expected) =>
        Close.Relative(expected, Elementary.SineMinusTimesCosine(t), 4e-15, "sin t - t cos t");

    [Theory]
    [InlineData(1e-06, -3.3333333333335554e-7), InlineData(-0.001, 0.00033333335555555768), InlineData(0.1, -0.033355576740762142)]
    [InlineData(0.49, -0.16600900974902211), InlineData(-0.51, 0.17302277174792085), InlineData(2.5, -1.7386481283041514), InlineData(0.0, 0.0)]
    public void Slope_of_the_logarithm_of_the_cardinal_sine_keeps_its_digits(double t, double expected) =>
        Close.Relative(expected, Elementary.LogSincSlope(t), 4e-15, "cot t - 1/t");

    [Theory]
    [InlineData(1e-300, 3.1415926535897933e-300), InlineData(0.2, 0.58778525229247316), InlineData(0.3, 0.8090169943749474)]
    [InlineData(0.6, 0.95105651629515359), InlineData(0.8, 0.58778525229247302), InlineData(-0.2, -0.58778525229247316)]
    [InlineData(-0.7, -0.80901699437494751), InlineData(1.1, -0.30901699437494769), InlineData(1.4, -0.95105651629515349)]
    [InlineData(-1.9, 0.30901699437494769), InlineData(2.2, 0.58778525229247358), InlineData(1000000000.25, 0.70710678118654752)]
    [InlineData(0.26, 0.72896862742141154), InlineData(0.74, 0.72896862742141154), InlineData(0.76, 0.68454710592868865)]
    [InlineData(0.5, 1.0), InlineData(1.0, 0.0), InlineData(-1.5, 1.0), InlineData(1e15, 0.0)]
    public void Sine_of_multiples_of_pi(double x, double expected) => Close.Relative(expected, Elementary.SinPi(x), Rounding, "sin pi x");

    [Theory]
    [InlineData(0.2, 0.8090169943749474), InlineData(0.3, 0.58778525229247316), InlineData(0.6, -0.30901699437494736)]
    [InlineData(0.8, -0.80901699437494751), InlineData(-0.2, 0.8090169943749474), InlineData(-0.7, -0.58778525229247302)]
    [InlineData(1.1, -0.95105651629515349), InlineData(1.4, -0.30901699437494769), InlineData(-1.9, 0.95105651629515349)]
    [InlineData(2.2, 0.8090169943749471), InlineData(0.26, 0.68454710592868865), InlineData(0.74, -0.68454710592868865)]
    [InlineData(0.76, -0.72896862742141154), InlineData(0.5, 0.0), InlineData(1.0, -1.0), InlineData(-1.5, 0.0), InlineData(0.0, 1.0)]
    public void Cosine_of_multiples_of_pi(double x, double expected) => Close.Relative(expected, Elementary.CosPi(x), Rounding, "cos pi x");
}
