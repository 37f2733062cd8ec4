using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

public sealed class BivariateNormalTests
{
    /// <summary>∫ φ(x) Q((k − cx)/√(1 − c²)) dx over x &gt; h in 40-digit arithmetic.</summary>
    [Theory]
    [InlineData(0.5, -0.3, 0.4, 0.24357588920110464), InlineData(0.5, -0.3, -0.4, 0.13410908069860875)]
    [InlineData(1.2, 0.7, 0.89, 0.10631533397989769), InlineData(1.2, 0.7, 0.95, 0.11311615501686558)]
    [InlineData(-0.4, -0.4, 0.999, 0.64885088521199212), InlineData(0.3, 0.31, 0.9999, 0.37752021184260155)]
    [InlineData(1.0, -0.9, -0.95, 0.020948396274991374), InlineData(1.0, -1.3, -0.95, 0.067816110979583265)]
    [InlineData(0.0, 1.0, 0.93, 0.15850084958599373), InlineData(-1.0, 2.0, 0.98, 0.022750131948179207)]
    public void Orthant_probability_is_the_integral_of_the_conditional_one(double h, double k, double c, double expected)
    {
        Close.To(expected, BivariateNormal.UpperOrthant(h, k, Correlation.Of(c)), 3e-16, "P(X > h, Y > k)");
        Close.To(expected, BivariateNormal.UpperOrthant(k, h, Correlation.Of(c)), 3e-16, "P(Y > k, X > h)");
    }

    [Theory]
    [InlineData(-1.0), InlineData(-0.93), InlineData(-0.5), InlineData(0.0), InlineData(0.3), InlineData(0.95), InlineData(1.0)]
    public void Both_are_positive_with_probability_a_quarter_and_the_arc_sine(double c) => Close.To(
        0.25 + (Math.Asin(c) / (2.0 * Math.PI)), BivariateNormal.UpperOrthant(0.0, 0.0, Correlation.Of(c)), 1e-15, "P(X > 0, Y > 0)");

    [Fact]
    public void Small_probability_of_two_opposite_signs_keeps_its_digits()
    {
        // ¼ + arcsin(−1 + ε)/2π = √(2ε)/2π (1 + ε/12 + …).
        double value = BivariateNormal.UpperOrthant(0.0, 0.0, Correlation.FromComplement(2.0 - 1e-10));
        Close.Relative(Math.Sqrt(2.0 * (2.0 - (2.0 - 1e-10))) / (2.0 * Math.PI), value, 1e-10, "P");
    }

    [Theory]
    [InlineData(0.7, -0.2), InlineData(-1.1, 0.4), InlineData(0.6, 0.6)]
    public void Extreme_and_absent_correlation_leave_one_variable_or_two(double h, double k)
    {
        Close.To(BivariateNormal.Tail(Math.Max(h, k)), BivariateNormal.UpperOrthant(h, k, Correlation.Of(1.0)), 1e-16, "c = 1");
        double between = Math.Max(0.0, BivariateNormal.Tail(h) - BivariateNormal.Tail(-k));
        Close.To(between, BivariateNormal.UpperOrthant(h, k, Correlation.Of(-1.0)), 1e-16, "c = -1");
        Close.To(BivariateNormal.Tail(h) * BivariateNormal.Tail(k), BivariateNormal.UpperOrthant(h, k, Correlation.Of(0.0)), 1e-16, "c = 0");
    }

    [Theory]
    [InlineData(0.5, -0.3, 0.4), InlineData(1.2, 0.7, -0.6), InlineData(-0.4, 0.3, 0.8), InlineData(-0.4, -0.9, -0.85), InlineData(0.0, 0.5, 0.0)]
    public void Density_is_that_of_the_quadratic_form_and_the_slope_in_the_correlation(double h, double k, double c)
    {
        double form = ((h * h) - (2.0 * c * h * k) + (k * k)) / (2.0 * (1.0 - (c * c)));
        double density = Math.Exp(-form) / (2.0 * Math.PI * Math.Sqrt(1.0 - (c * c)));
        Close.Relative(density, BivariateNormal.Density(h, k, Correlation.Of(c)), 1e-14, "density");

        const double step = 1e-4;
        double slope = (BivariateNormal.UpperOrthant(h, k, Correlation.Of(c + step)) - BivariateNormal.UpperOrthant(h, k, Correlation.Of(c - step))) / (2.0 * step);
        Close.Relative(density, slope, 1e-5, "dP/dc");
    }

    [Fact]
    public void Density_next_to_full_correlation_does_not_cancel()
    {
        // c = 1 − ε: the form is ((h − k)² + 2hkε)/(2ε(2 − ε)).
        const double epsilon = 1e-14, h = 1.0, k = 1.0 + 1e-7;
        double difference = k - h;
        double form = ((difference * difference) + (2.0 * h * k * epsilon)) / (2.0 * epsilon * (2.0 - epsilon));
        double expected = Math.Exp(-form) / (2.0 * Math.PI * Math.Sqrt(epsilon * (2.0 - epsilon)));
        Close.Relative(expected, BivariateNormal.Density(h, k, Correlation.FromComplement(epsilon)), 1e-14, "density");
    }

    [Theory]
    [InlineData(0.3), InlineData(-0.8), InlineData(1.0), InlineData(0.0)]
    public void Correlation_knows_its_distances_from_the_ends(double c)
    {
        Correlation correlation = Correlation.Of(c);
        Assert.Equal(c, correlation.Value);
        Assert.Equal(1.0 - c, correlation.OneMinus);
        Assert.Equal(1.0 + c, correlation.OnePlus);
        Close.To(Math.Sqrt(1.0 - (c * c)), correlation.Sine, 3e-16, "sine");
        Close.To(Math.Asin(c), correlation.ArcSine, 4e-16, "arc sine");
        Assert.Equal((-c, 1.0 + c, 1.0 - c), (correlation.Negated.Value, correlation.Negated.OneMinus, correlation.Negated.OnePlus));
    }

    [Fact]
    public void Correlation_from_its_complement_keeps_the_small_part()
    {
        Correlation near = Correlation.FromComplement(1e-20);
        Assert.Equal((1.0, 1e-20, 2.0), (near.Value, near.OneMinus, near.OnePlus));
        Close.Relative(Math.Sqrt(2e-20), near.Sine, 1e-15, "sine");
        Assert.Equal(-1.0, Correlation.FromComplement(2.0).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => Correlation.Of(1.0000001));
        Assert.Throws<ArgumentOutOfRangeException>(() => Correlation.FromComplement(2.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Correlation.FromComplement(-1e-9));
    }
}
