using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField.Parts;

/// <summary>Hermite series of activations whose duals are elementary: at one variance and between two, at and near both ends.</summary>
public sealed class HermiteSeriesTests
{
    private static readonly Correlation[] Correlations =
    [
        Correlation.Of(0.0), Correlation.Of(0.4), Correlation.Of(-0.7), Correlation.Of(0.96), Correlation.FromComplement(1e-4), Correlation.FromComplement(1e-9),
        Correlation.FromComplement(1e-14), Correlation.FromComplement(1e-6).Negated, Correlation.Of(1.0), Correlation.Of(-1.0),
    ];

    public static TheoryData<string> Analytic => ["erf", "sin", "cos", "gelu", "gaussian", "power:n=3", "power:n=4", "exp", "linear"];

    public static TheoryData<string> Kinked => ["relu", "abs", "hard-tanh:s=0.5,g=1.2", "elu", "selu", "step", "sign", "step(x-0.6)-0.3*x", "rectified-power:n=2"];

    [Theory, MemberData(nameof(Analytic))]
    public void Series_agree_with_closed_forms(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double u, double v) in new[] { (1.0, 1.0), (0.01, 0.01), (3.0, 0.2), (0.5, 6.0), (1e-6, 1.0) })
        {
            (HermiteSeries wide, HermiteSeries narrow) = HermiteSeries.Pair(activation, u, v, reach: 1.0, work: 2e7)!.Value;
            Assert.Equal(wide.Terms, narrow.Terms);
            Assert.True(wide.Terms % 8 == 0 && wide.Terms > 16, $"{wide.Terms} terms of {text}");
            foreach (Correlation c in Correlations)
            {
                Agree(activation, u, v, c, wide.Against(narrow, c), 3e-14);
                Agree(activation, u, v, c, narrow.Against(wide, c), 3e-14);
            }
        }
    }

    [Theory, MemberData(nameof(Kinked))]
    public void Series_by_panels_agree_with_closed_forms(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double u, double v) in new[] { (1.0, 1.0), (1e-3, 1e-3), (3.0, 0.2), (1e4, 1e4) })
        {
            foreach (double c in new[] { 0.0, 0.3, -0.8, 0.9, -0.97 })
            {
                (HermiteSeries wide, HermiteSeries narrow) = HermiteSeries.Pair(activation, u, v, Math.Abs(c))!.Value;
                Agree(activation, u, v, Correlation.Of(c), wide.Against(narrow, Correlation.Of(c)), 1e-13);
            }
        }

        Assert.Null(HermiteSeries.Pair(activation, 1.0, 1.0, reach: 0.971));
        Assert.Null(HermiteSeries.Pair(activation, 1.0, 0.3, reach: 1.0));
    }

    /// <summary>
    /// sin: E φ² − I_φ = 2e^{−q} cosh(q(1+c)/2) sinh(q(1−c)/2), and for the slopes sinh and sinh; x³: q³(9(1 − c) + 6(1 − c³)) and 18q²(1 − c²);
    /// e^x: e^q(e^q − e^{qc}), for the slopes the same.
    /// </summary>
    [Theory]
    [InlineData(0.01), InlineData(1.0), InlineData(5.0)]
    public void Deficits_have_full_relative_accuracy_to_both_ends(double q)
    {
        HermiteSeries sine = Of("sin"), cube = Of("power:n=3"), exponential = Of("exp");
        foreach (Correlation c in Correlations.Where(c => c.OneMinus > 0.0))
        {
            double gap = c.OneMinus, less = Math.Exp(-q) * 2.0 * Math.Sinh(0.5 * q * gap);
            Expect(less * Math.Cosh(0.5 * q * c.OnePlus), sine.Deficit(c), $"sin at {c}");
            Expect(less * Math.Sinh(0.5 * q * c.OnePlus), sine.SlopeDeficit(c), $"slope of sin at {c}", Math.Exp(-q) * Math.Cosh(q));
            Expect(q * q * q * gap * (9.0 + (6.0 * (1.0 + c.Value + (c.Value * c.Value)))), cube.Deficit(c), $"x^3 at {c}");
            Expect(18.0 * q * q * gap * c.OnePlus, cube.SlopeDeficit(c), $"slope of x^3 at {c}", 27.0 * q * q);
            double growth = Math.Exp(2.0 * q) * -Stable.ExpMinusOne(-q * gap);
            Expect(growth, exponential.Deficit(c), $"exp at {c}");
            Expect(growth, exponential.SlopeDeficit(c), $"slope of exp at {c}");
        }

        Assert.Equal(0.0, sine.Deficit(Correlation.Of(1.0)).Value);
        Assert.Equal(0.0, sine.SlopeDeficit(Correlation.Of(1.0)).Value);

        HermiteSeries Of(string text) => HermiteSeries.For(ActivationParser.Parse(text), q, reach: 1.0)!;

        // Next to c = −1 a part of the size of the whole cancels.
        void Expect(double expected, Estimate<double> actual, string what, double size = 0.0)
        {
            Close.To(expected, actual.Value, (1e-14 * expected) + (1e-15 * size), what);
            Close.To(expected, actual.Value, actual.Error + (1e-15 * size), what + " beyond its error");
            Assert.InRange(actual.Error, 0.0, (1e-13 * expected) + (2e-14 * size));
        }
    }

    /// <summary>x⁷ + 10⁻⁴ cos 9x: at a large variance the wave does not count, at a small one it needs more terms; both get as many.</summary>
    [Fact]
    public void Both_series_of_a_pair_have_as_many_terms_as_either_needs()
    {
        Activation activation = ActivationParser.Parse("x^7+1e-4*cos(9*x)");
        HermiteSeries alone = HermiteSeries.For(activation, 100.0, reach: 1.0)!;
        (HermiteSeries wide, HermiteSeries narrow) = HermiteSeries.Pair(activation, 100.0, 0.5, reach: 1.0)!.Value;
        Assert.True(alone.Terms < wide.Terms && wide.Terms == narrow.Terms, $"{alone.Terms}, {wide.Terms} and {narrow.Terms} terms");
        DualValue dual = wide.Against(narrow, Correlation.Of(0.8)), plane = DualActivation.ByQuadrature(activation, 100.0, 0.5, Correlation.Of(0.8));
        Close.To(plane.Value, dual.Value, 3.0 * (plane.ValueError + dual.ValueError), "value");
        Close.To(plane.Slope, dual.Slope, 3.0 * (plane.SlopeError + dual.SlopeError), "slope");
    }

    /// <summary>The number of terms follows from the fall-off of the coefficients, and work that is too much is refused.</summary>
    [Fact]
    public void Series_are_as_long_as_they_need_be()
    {
        Activation cube = ActivationParser.Parse("power:n=3"), tanh = ActivationParser.Parse("tanh"), wave = ActivationParser.Parse("sin(5*x)");
        Assert.Equal(24, HermiteSeries.For(cube, 1.0, reach: 1.0)!.Terms);
        Assert.Equal(24, HermiteSeries.For(cube, 1.0, reach: 0.1)!.Terms);
        Assert.Equal(56, HermiteSeries.For(cube, 1.0, reach: 1.0, terms: 50)!.Terms);
        Assert.Equal(40, HermiteSeries.For(ActivationParser.Parse("relu"), 1.0, reach: 0.3)!.Terms);
        Assert.Null(HermiteSeries.For(tanh, 1.0, reach: 1.0, work: 1000.0));
        Assert.Null(HermiteSeries.For(tanh, 1e4, reach: 1.0));
        Assert.NotNull(HermiteSeries.For(tanh, 1e4, reach: 0.99));
        Assert.Null(HermiteSeries.For(tanh, 1e4, reach: 0.991));

        // q^k/k! e^{−2·25}… falls to 1e−17 of the whole only beyond the 60th term.
        Assert.InRange(HermiteSeries.For(wave, 1.0, reach: 1.0)!.Terms, 72, 96);
    }

    /// <summary>With half the nodes the trapezoidal rule is as rough as it says.</summary>
    [Fact]
    public void Nodes_are_settled_where_half_of_them_give_the_same_moments()
    {
        Activation wave = ActivationParser.Parse("sin(5*x)");
        Assert.False(HermiteNodes.Of(wave, 1.0, 0.5)!.IsSettled);
        Assert.True(HermiteNodes.Of(wave, 1.0, 0.125)!.IsSettled);

        // E cos² 5Z by steps of 1 aliases the waves of 2π and its multiples: cos² 5z = ½ + ½ cos 10z.
        double fine = Sum(0.5), coarse = Sum(1.0);
        Close.To(Math.Abs(fine - coarse) / fine, HermiteNodes.Of(wave, 1.0, 0.5)!.Roughness, 1e-12, "roughness");
        Assert.Null(HermiteNodes.Of(ActivationParser.Parse("exp(0.27*x^2)"), 1.0, 0.25));
        Assert.Null(HermiteNodes.Of(ActivationParser.Parse("0*x+1"), 1.0, 0.25));
        Close.To(0.0, HermiteNodes.Of(ActivationParser.Parse("linear"), 2.0, 0.25)!.Roughness, 1e-14, "roughness of x");

        static double Sum(double step) =>
            step * Enumerable.Range(-40, 81).Sum(i => ErrorFunction.NormalDensity(i * step) * Math.Pow(Math.Cos(5.0 * i * step), 2.0));
    }

    private static void Agree(Activation activation, double u, double v, Correlation c, DualValue actual, double claim)
    {
        DualValue expected = ClosedDual.Of(activation, u, v, c)!.Value;
        string what = $"{activation.Name} at {u}, {v}, {c}";
        double size = Math.Sqrt(ClosedDual.Of(activation, u, u, Correlation.Of(1.0))!.Value.Value * ClosedDual.Of(activation, v, v, Correlation.Of(1.0))!.Value.Value);
        Close.To(expected.Value, actual.Value, expected.ValueError + actual.ValueError + (1e-16 * size), what);
        Close.To(expected.Slope, actual.Slope, expected.SlopeError + actual.SlopeError + 1e-16, "slope of " + what);
        Assert.InRange(actual.ValueError, 0.0, claim * size);
    }
}
