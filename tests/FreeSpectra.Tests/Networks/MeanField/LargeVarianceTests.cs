using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.MeanField;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Networks.MeanField;

/// <summary>At large variance all that tanh does happens between the nodes of an ordinary rule; it must be seen all the same.</summary>
public sealed class LargeVarianceTests
{
    private static readonly double[] Variances = [1e4, 1e6, 1e8, 1e12, 1e100];

    /// <summary>E tanh² = 1 − E sech², and E sech²(√q Z) = 2/√(2πq) (1 − π²/24q + …) as ∫ sech² = 2, ∫ x² sech² = π²/6.</summary>
    [Fact]
    public void Moments_of_tanh_tend_to_those_of_sign()
    {
        Activation tanh = ActivationParser.Parse("tanh");
        foreach (double q in Variances)
        {
            double lack = 2.0 / Math.Sqrt(2.0 * Math.PI * q) * (1.0 - (Math.PI * Math.PI / (24.0 * q)));
            Close.To(1.0 - lack, GaussianMoments.SecondMoment(tanh, q).Value, 1e-14 + (1.0 / Math.Pow(q, 2.5)), $"E tanh^2 at {q}");

            // E sech⁴ = (4/3)/√(2πq) (1 − …).
            Close.Relative(4.0 / 3.0 / Math.Sqrt(2.0 * Math.PI * q), GaussianMoments.SlopeSecondMoment(tanh, q).Value, (1.0 / q) + 1e-13, $"E sech^4 at {q}");
        }
    }

    /// <summary>I_φ = (2/π) arcsin c and I_φ' = (2/π)/(q √(1 − c²)) up to O(1/q): sign's dual.</summary>
    [Theory]
    [InlineData("tanh"), InlineData("tanh(x)+0*abs(x-1)")]
    public void Duals_of_tanh_tend_to_those_of_sign(string text)
    {
        Activation tanh = ActivationParser.Parse(text);
        foreach (double q in Variances)
        {
            foreach (double c in new[] { 0.5, -0.8 })
            {
                DualValue dual = DualActivation.Of(tanh, q, q, Correlation.Of(c));
                Close.To(2.0 / Math.PI * Math.Asin(c), dual.Value, (3.0 / q) + 1e-14, $"{text} at {q}, c = {c}");
                Close.Relative(2.0 / Math.PI / (q * Math.Sqrt(1.0 - (c * c))), dual.Slope, (3.0 / q) + 1e-12, $"slope of {text} at {q}, c = {c}");
            }
        }
    }
}
