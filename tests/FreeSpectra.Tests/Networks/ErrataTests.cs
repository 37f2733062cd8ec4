using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Tests.Networks;

public sealed class ErrataTests
{
    [Fact]
    public void Shifted_relu_near_isometry_needs_a_negative_threshold()
    {
        static double Alpha(string threshold) =>
            SlopeLaw.Of(ActivationParser.Parse($"shifted-relu:slope=1,threshold={threshold}"), preActivationVariance: 1.0)
                .Atoms.Single(atom => atom.Location == 1.0).Weight;
        Assert.True(Alpha("0.5") < 0.5, $"α = {Alpha("0.5")} for a positive threshold");
        Assert.True(Alpha("-3") > 0.99, $"α = {Alpha("-3")} for threshold -3");
    }
}
