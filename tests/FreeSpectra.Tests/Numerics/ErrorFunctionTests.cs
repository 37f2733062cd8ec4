using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

/// <summary>Values to 17 digits from 40-digit arithmetic, on both sides of every change of formula.</summary>
public sealed class ErrorFunctionTests
{
    [Theory]
    [InlineData(1e-300, 1.1283791670955126e-300), InlineData(-0.01, -0.011283415555849617), InlineData(0.3, 0.32862675945912742)]
    [InlineData(0.99, 0.8385080695553698), InlineData(1.01, 0.8468104962282767), InlineData(-2.5, -0.99959304798255504)]
    [InlineData(5.9, 0.99999999999999993), InlineData(40.0, 1.0), InlineData(double.NegativeInfinity, -1.0), InlineData(0.0, 0.0)]
    public void Error_function(double x, double expected) => Close.Relative(expected, ErrorFunction.Erf(x), 1e-15, "erf");

    [Theory]
    [InlineData(-3.0, 1.9999779095030014), InlineData(-0.4, 1.4283923550466685), InlineData(0.1, 0.8875370839817151)]
    [InlineData(0.49, 0.48833173881147691), InlineData(0.51, 0.47075638015882956), InlineData(0.99, 0.1614919304446302)]
    [InlineData(1.01, 0.1531895037717233), InlineData(2.5, 0.00040695201744495894), InlineData(6.0, 2.1519736712498913e-17)]
    [InlineData(15.0, 7.2129941724512067e-100), InlineData(26.0, 5.6631924088561428e-296), InlineData(30.0, 0.0)]
    public void Complementary_error_function(double x, double expected) => Close.Relative(expected, ErrorFunction.Erfc(x), 1.5e-15, "erfc");

    [Fact]
    public void Complementary_error_function_ends_among_the_smallest_numbers() =>
        Assert.InRange(ErrorFunction.Erfc(27.2), 4.9e-324, 2e-323);

    [Theory]
    [InlineData(0.0, 1.0), InlineData(0.3, 0.73459933456765515), InlineData(1.0, 0.427583576155807), InlineData(3.75, 0.14558972127503854)]
    [InlineData(10.0, 0.056140992743822586), InlineData(1000.0, 0.00056418930145338765), InlineData(1e+150, 5.641895835477563e-151)]
    [InlineData(double.PositiveInfinity, 0.0)]
    public void Scaled_complementary_error_function(double x, double expected) =>
        Close.Relative(expected, ErrorFunction.ScaledErfc(x), 1e-15, "e^(x^2) erfc");

    [Theory]
    [InlineData(-37.0, 5.7255712225245768e-300), InlineData(-8.0, 6.2209605742717841e-16), InlineData(-1.0, 0.15865525393145705)]
    [InlineData(-0.3, 0.38208857781104737), InlineData(0.5, 0.6914624612740131), InlineData(3.0, 0.99865010196836991)]
    public void Normal_distribution_function(double x, double expected)
    {
        // The argument x/√2 is rounded once: a relative error of x² ulp in the tail.
        Close.Relative(expected, ErrorFunction.NormalCdf(x), 1e-15 + (x * x * 1.2e-16), "Phi");
        Close.Relative(Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI), ErrorFunction.NormalDensity(x), 1e-15, "density");
    }

    [Fact]
    public void No_value_in_gives_no_value_out()
    {
        Assert.True(double.IsNaN(ErrorFunction.Erf(double.NaN)));
        Assert.True(double.IsNaN(ErrorFunction.Erfc(double.NaN)));
    }
}
