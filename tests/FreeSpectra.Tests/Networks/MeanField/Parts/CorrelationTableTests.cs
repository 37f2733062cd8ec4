using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField.Parts;

/// <summary>The table over correlations and its single column, for activations whose duals are known in closed form, at variances far from 1.</summary>
public sealed class CorrelationTableTests
{
    private static readonly (double U, double V)[] Variances = [(1.0, 1.0), (1e-4, 1e-4), (0.05, 3.0), (1e3, 1e3), (2e4, 0.7), (1e-6, 50.0)];

    private static readonly Correlation[] Correlations =
    [
        Correlation.Of(0.0), Correlation.Of(0.07), Correlation.Of(0.5), Correlation.Of(0.93), Correlation.FromComplement(1e-3), Correlation.FromComplement(3e-7),
        Correlation.FromComplement(1e-13), Correlation.Of(1.0),
    ];

    /// <summary>Without jumps.</summary>
    public static TheoryData<string> Closed => ["relu", "hard-tanh:s=1,g=1", "erf", "gelu", "selu", "abs", "shifted-relu:slope=1.5,threshold=-0.4", "power:n=3", "cos"];

    [Theory, MemberData(nameof(Closed))]
    public void Tables_agree_with_closed_forms(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double u, double v) in Variances)
        {
            foreach (bool reflected in new[] { false, true })
            {
                CorrelationTable? table = CorrelationTable.Of(activation, u, v, reflected);
                foreach (Correlation upward in Correlations)
                {
                    Correlation c = reflected ? upward.Negated : upward;
                    DualValue expected = ClosedDual.Of(activation, u, v, c)!.Value;
                    Check(table?.At(c), expected, $"table of {text} at {u}, {v}, {c}");

                    // A correlation of −0 is 0, and has the other table.
                    Check(c.Value == 0.0 ? null : CorrelationTable.Once(activation, u, v, c), expected, $"column of {text} at {u}, {v}, {c}");
                }
            }
        }

        void Check(DualValue? found, DualValue expected, string what)
        {
            if (found is { } actual)
            {
                Close.To(expected.Value, actual.Value, expected.ValueError + actual.ValueError, what);
                Close.To(expected.Slope, actual.Slope, expected.SlopeError + actual.SlopeError, "slope of " + what);
            }
        }
    }

    /// <summary>The claims are relative to √(E φ² E φ²): a few roundings, whatever the variances.</summary>
    [Theory, MemberData(nameof(Closed))]
    public void Tables_claim_a_few_roundings(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        foreach ((double u, double v) in Variances)
        {
            double size = Math.Sqrt(GaussianMoments.SecondMoment(activation, u).Value * GaussianMoments.SecondMoment(activation, v).Value);
            double slopeSize = Math.Sqrt(GaussianMoments.SlopeSecondMoment(activation, u).Value * GaussianMoments.SlopeSecondMoment(activation, v).Value);
            foreach (double c in new[] { 0.3, -0.8, 0.999 })
            {
                if (CorrelationTable.Once(activation, u, v, Correlation.Of(c)) is { } dual)
                {
                    Assert.InRange(dual.ValueError, 4e-15 * size, 4e-14 * size);
                    Assert.InRange(dual.SlopeError, 4e-15 * slopeSize, 4e-14 * slopeSize);
                }
            }
        }
    }

    /// <summary>A jump counts in the value, and between the jumps φ' alone counts in the slope.</summary>
    [Fact]
    public void Tables_of_jumps_have_orthants_as_values_and_slopes_between_the_jumps()
    {
        Activation step = ActivationParser.Parse("step"), ramp = ActivationParser.Parse("step(x-0.6)-0.3*x");
        foreach ((double u, double v) in Variances)
        {
            foreach (double c in new[] { 0.0, 0.4, -0.7, 0.99 })
            {
                Correlation correlation = Correlation.Of(c);
                DualValue dual = CorrelationTable.Of(step, u, v, c < 0.0)!.At(correlation), other = CorrelationTable.Of(ramp, u, v, c < 0.0)!.At(correlation);
                Close.To(BivariateNormal.UpperOrthant(0.0, 0.0, correlation), dual.Value, dual.ValueError + 1e-16, $"P(u, v > 0) at {u}, {v}, {c}");
                Assert.Equal(0.0, dual.Slope);
                Close.To(PiecewiseLinearDual.Of((PiecewiseLinear)ramp, u, v, correlation).Value, other.Value, other.ValueError + 1e-15, $"ramp at {u}, {v}, {c}");
                Close.To(0.09, other.Slope, other.SlopeError, $"slope of a ramp at {u}, {v}, {c}");
            }
        }
    }

    /// <summary>v given that u is at a point is normal with mean c√a'·point and deviation √(a'(1 − c²)).</summary>
    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("tanh(x)+0.2*abs(x-0.4)")]
    [InlineData("gelu")]
    public void Mean_slopes_beside_a_jump_are_conditional_means(string text)
    {
        Activation activation = ActivationParser.Parse(text);
        const double u = 0.8, v = 2.3;
        foreach (Correlation c in new[] { Correlation.Of(0.3), Correlation.Of(-0.6), Correlation.FromComplement(1e-6), Correlation.FromComplement(1e-5).Negated, Correlation.Of(0.0) })
        {
            CorrelationTable table = CorrelationTable.Of(activation, u, v, reflected: c.Value < 0.0)!;
            foreach (double point in new[] { 0.25, -1.4, 0.4 / Math.Sqrt(u) })
            {
                foreach (bool isV in new[] { false, true })
                {
                    double scale = Math.Sqrt(isV ? v : u);
                    double mean = scale * c.Value * point, deviation = scale * c.Sine;
                    double[] breaks = [.. activation.Kinks.Select(kink => (kink - mean) / deviation)];
                    double expected = GaussianExpectation.Of(z => activation.Derivative(mean + (deviation * z)), breaks, "E phi'").Value;
                    Estimate<double> actual = table.SlopeMean(isV, point, c);
                    Close.To(expected, actual.Value, 2e-15 / c.Sine, $"{text} beside {point}, {c}, of v: {isV}");
                    Assert.InRange(actual.Error, 1e-15, 1e-14);
                }
            }
        }
    }

    /// <summary>What a kink makes too rough for 24 coefficients on 150 panels, or an activation without panels, has no table.</summary>
    [Fact]
    public void Activations_without_panels_have_no_table()
    {
        Activation fast = ActivationParser.Parse("sin(3000*x)");
        Assert.Null(CorrelationTable.Of(fast, 1.0, 1.0, reflected: false));
        Assert.Null(CorrelationTable.Of(fast, 1.0, 1e-8, reflected: true));
        Assert.Null(CorrelationTable.Of(fast, 1e-8, 1.0, reflected: true));
        Assert.Null(CorrelationTable.Once(fast, 1e-8, 1.0, Correlation.Of(0.3)));
        Assert.NotNull(CorrelationTable.Of(fast, 1e-8, 1e-8, reflected: false));
    }
}
