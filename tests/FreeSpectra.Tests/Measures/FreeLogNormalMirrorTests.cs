using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>X and 1/X have the same law: xρ(x) = ρ(1/x)/x, F(x) + F(1/x) = 1 and h(1/z) = −1 − h(z), also at long times, where 1 is far from both ends.</summary>
public sealed class FreeLogNormalMirrorTests
{
    [Theory, InlineData(0.5), InlineData(10.0), InlineData(30.0), InlineData(40.0), InlineData(60.0), InlineData(100.0)]
    public void Upper_half_mirrors_the_lower_one(double time)
    {
        FreeLogNormal law = new(time);
        double logTop = Math.Log(law.TopOfSupport);
        Assert.All(Enumerable.Range(1, 24), k =>
        {
            double x = Math.ScaleB(1.0, (int)Math.Floor(k * logTop / (25.0 * Math.Log(2.0))));
            Close.Relative(law.Density(1.0 / x) / x, x * law.Density(x), 1e-13, $"x times the density at {x}");
            Close.Relative(Math.Abs(law.Cauchy(x).Imaginary) / Math.PI, law.Density(x), 1e-13, $"density from G at {x}");
        });
        Assert.All((double[])[1.0, 4.0, 1024.0], x => Close.To(
            1.0, law.CumulativeDistribution(x) + law.CumulativeDistribution(1.0 / x), 1e-10, $"F at {x} and its inverse"));
    }

    /// <summary>xρ = b/πt at 1, where b·tan(b/2) = t/2; for t = 100 at 40 digits, and at 8 for t = 60 from the mirror of ⅛.</summary>
    [Fact]
    public void Values_at_long_times()
    {
        Close.Relative(0.0156240528564, 8.0 * new FreeLogNormal(60.0).Density(8.0), 1e-11, "t = 60 at 8");
        Close.Relative(0.0156279671718, 1.5 * new FreeLogNormal(60.0).Density(1.5), 1e-11, "t = 60 at 1.5");
        Close.Relative(0.009612931743, 100.0 * new FreeLogNormal(100.0).Density(100.0), 1e-10, "t = 100 at 100");
    }
}
