using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Polynomials through given values, and limits of halved distances, are exact for polynomials.</summary>
public sealed class NewtonFormTests
{
    [Fact]
    public void A_polynomial_is_given_back_with_its_derivative()
    {
        static double Value(double u) => 2.0 - (3.0 * u) + (0.5 * u * u * u);
        static double Slope(double u) => -3.0 + (1.5 * u * u);
        double[] nodes = [0.5, -1.0, 2.0, 3.5];
        double[] differences = NewtonForm.Differences(nodes, [.. nodes.Select(Value)]);
        Assert.Equal([Value(0.5), -2.625, 0.75, 0.5], differences, (a, b) => Math.Abs(a - b) < 1e-14);
        foreach (double u in new[] { -2.0, 0.0, 0.5, 0.7, 4.0 })
        {
            (double value, double slope) = NewtonForm.At(nodes, differences, u);
            Close.To(Value(u), value, 1e-13, $"value at {u}");
            Close.To(Slope(u), slope, 1e-13, $"slope at {u}");
        }

        // Fewer nodes: a polynomial of lower degree.
        Assert.Equal((7.0, 0.0), NewtonForm.At([1.0], [7.0], 3.0));
        Assert.Equal((9.0, 2.0), NewtonForm.At([1.0, 2.0], [5.0, 2.0], 3.0));
    }

    [Fact]
    public void Halved_distances_lead_to_the_limit()
    {
        static double Value(double d) => 5.0 + (2.0 * d) - (d * d) + (0.25 * d * d * d);
        Close.To(5.0, Richardson.Limit([Value(1.0), Value(0.5), Value(0.25), Value(0.125)]), 1e-14, "four values");
        Close.To(5.0 + 0.5, Richardson.Limit([6.5, 6.0]), 1e-15, "two values");
        Assert.Equal(3.0, Richardson.Limit([3.0]));
    }
}
