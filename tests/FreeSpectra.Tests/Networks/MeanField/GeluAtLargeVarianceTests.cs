using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>GELU tends to ReLU at large variance: E φ² → q/2 and E φ'² → ½, without cancellation on the way.</summary>
public sealed class GeluAtLargeVarianceTests
{
    [Theory]
    [InlineData(1e6)]
    [InlineData(1e9)]
    [InlineData(1e14)]
    [InlineData(1e30)]
    public void The_closed_form_tends_to_that_of_ReLU(double variance)
    {
        DualValue gelu = DualActivation.Of(ActivationParser.Parse("gelu"), variance, variance, Correlation.Of(1.0));
        double slack = 2.0 / Math.Sqrt(variance);
        Close.To(0.5, gelu.Value / variance, within: slack + 1e-14, "E phi² / q");
        Close.To(0.5, gelu.Slope, within: slack + 1e-14, "E phi'²");
    }
}
