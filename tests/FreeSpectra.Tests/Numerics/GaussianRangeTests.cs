using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Numerics;

/// <summary>E e^{cZ − c²/2} = 1: the mass lies about c, and is counted as far as 38 deviations.</summary>
public sealed class GaussianRangeTests
{
    [Theory]
    [InlineData(3.0), InlineData(-3.0), InlineData(20.0), InlineData(-20.0), InlineData(27.0), InlineData(-27.0)]
    public void Mass_far_out_is_counted(double c)
    {
        foreach (double[] breaks in new double[][] { [], [0.3], [-2.0, 0.0, 0.7], [-39.0, 5.0, 40.0] })
        {
            Holds(c, breaks);
        }
    }

    /// <summary>Panels that end at 0.6 + 1.5k: the last one, up to 38.1, still counts, and at 38 itself nothing is left of 29 but very much of 30.5.</summary>
    [Fact]
    public void An_integrand_that_has_just_fallen_off_is_integrated_and_one_that_has_not_is_refused()
    {
        foreach (double side in new[] { 1.0, -1.0 })
        {
            Holds(29.0 * side, [0.6 * side]);
            foreach (double[] breaks in new double[][] { [], [0.6 * side] })
            {
                Assert.Contains("Waves diverges", Assert.Throws<ArgumentException>(() => Mean(30.5 * side, breaks)).Message, StringComparison.Ordinal);
            }
        }
    }

    private static Estimate<double> Mean(double c, double[] breaks) => GaussianExpectation.Of(z => Math.Exp((c * z) - (0.5 * c * c)), breaks, "Waves");

    private static void Holds(double c, double[] breaks)
    {
        Estimate<double> found = Mean(c, breaks);
        Close.To(1.0, found.Value, 2e-12, $"c = {c}, {breaks.Length} breaks");
        Assert.InRange(found.Error, 0.0, 1e-10);
    }
}
