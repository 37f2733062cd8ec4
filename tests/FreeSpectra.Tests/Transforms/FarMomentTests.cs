using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Far out h = Σ mₖ/zᵏ: what rounds at the size of 1 in zG − 1 must be known, or claimed.</summary>
public sealed class FarMomentTests
{
    public static TheoryData<SpectralMeasure> Laws => LawCatalogue.All;

    [Theory, MemberData(nameof(Laws))]
    public void Far_out_h_and_eta_are_within_their_errors(SpectralMeasure law)
    {
        if (!double.IsFinite(law.TopOfSupport) || !double.IsFinite(law.BottomOfSupport))
        {
            return;
        }

        double[] moments = [1.0, .. Enumerable.Range(1, 5).Select(law.Moment)];
        double size = LawScale.Of(law);
        foreach (Complex z in new Complex[] { new(3e4, 0.0), new(-2e5, 0.0), new(2e4, 3e4), new(-1e5, 1e6), new(1e3, -4e4) })
        {
            (Complex h, Complex slope) = (Complex.Zero, Complex.Zero);
            for (int k = 5; k >= 1; k--)
            {
                h = (h + moments[k]) / (z * size);
                slope -= k * moments[k] / Complex.Pow(z * size, k + 1);
            }

            double cut = 1e-14 * Complex.Abs(h);
            Check(h, TransformEvaluator.Evaluate(law, TransformKind.Moment, z * size), cut, $"h({z})");
            Check(h / (1.0 + h), law.Eta(1.0 / (z * size)), cut, $"eta at {z}");
            Check(-slope * z * size * z * size / (1.0 + h) / (1.0 + h), law.EtaDerivative(1.0 / (z * size)), 1e-14 * Complex.Abs(slope * z * size * z * size), $"eta' at {z}");
        }
    }

    private static void Check(Complex expected, Estimate<Complex> actual, double cut, string what)
    {
        Assert.True(Complex.Abs(expected - actual.Value) <= (3.0 * actual.Error) + cut, $"{what}: {actual.Value} ± {actual.Error:E1}, but {expected}: off by {Complex.Abs(expected - actual.Value):E1}");
    }
}
