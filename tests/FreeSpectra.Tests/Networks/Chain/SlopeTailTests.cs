using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>The support of a squared slope whose extreme values lie beyond the deviations that a spectrum shows, from those of φ' by hand.</summary>
public sealed class SlopeTailTests
{
    /// <summary>φ'' of gelu vanishes at x = ±√2, where φ' = Φ(x) + xφ(x).</summary>
    [Fact]
    public void Gelu_has_its_largest_slope_on_the_way_to_one()
    {
        SlopeLaw law = SlopeLaw.Of(ActivationParser.Parse("gelu"), 1e-6);
        Close.To(1.2744245690162250366, law.Top, 1e-13, "top");
        Assert.Equal(0.0, law.Bottom);

        // Φ(x) + xφ(x) at x = ±0.0095.
        Close.To(0.24247777617420735065, law.Reached.Bottom, 1e-13, "least reached");
        Close.To(Math.Pow(1.0 - Math.Sqrt(0.24247777617420735065), 2.0), law.Reached.Top, 1e-13, "largest reached");
    }

    [Theory]
    [InlineData("sin", 1e-6, 0.0, 1.0)]
    [InlineData("softplus", 1e-8, 0.0, 1.0)]
    [InlineData("x+0.25*sin(x)", 1e-12, 0.5625, 1.5625)]
    [InlineData("tanh", 1.0, 0.0, 1.0)]
    [InlineData("x+0.5*tanh(x-3)", 1e-4, 1.0, 2.25)]
    [InlineData("x+0.5*tanh(x+3)", 1e-4, 1.0, 2.25)]
    public void Bounded_slopes_end_at_their_extreme_values(string activation, double variance, double bottom, double top)
    {
        SlopeLaw law = SlopeLaw.Of(ActivationParser.Parse(activation), variance);
        Assert.True(law.IsBounded);
        Close.To(bottom, law.Bottom, 1e-12, "bottom");
        Close.To(top, law.Top, 1e-12, "top");
    }

    /// <summary>Of an unbounded slope the top is what is reached; the bottom is that of the line.</summary>
    [Theory]
    [InlineData("exp")]
    [InlineData("x+x^2")]
    public void Slopes_without_bound_end_with_what_they_reach(string activation)
    {
        SlopeLaw law = SlopeLaw.Of(ActivationParser.Parse(activation), 1e-2);
        Assert.False(law.IsBounded);
        Assert.Equal((0.0, law.Reached.Top), (law.Bottom, law.Top));
        double slope = activation == "exp" ? Math.Exp(0.95) : 1.0 + (2.0 * 0.95);
        Close.To(slope * slope, law.Top, 1e-12 * slope * slope, "top");
    }

    [Fact]
    public void Atoms_are_reached()
    {
        Assert.Equal((0.0, 2.0), SlopeLaw.TwoPoint(0.3, 2.0).Reached);
        SlopeLaw sine = SlopeLaw.Of(ActivationParser.Parse("sin"), 1e-4);
        Close.To(Math.Pow(Math.Cos(0.095), 2.0), sine.Reached.Bottom, 1e-13, "reached");
        Assert.Equal(1.0, sine.Reached.Top);
    }
}
