using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Transforms far out, where zG − 1 would keep no digit.</summary>
public class FarOutTests
{
    public static TheoryData<string> Computed =>
    [
        "semicircle(1)", "free-meixner(0.3, 0.2)", "mp(0.5) [x] uniform(0, 1)", "mp(0.5)^[x]2", "bernoulli(0.3)^[x]2", "mp(0.5) [+] uniform(0, 1)", "semicircle(1) [+] uniform(-1, 1)",
        "compound-poisson(0.5, uniform(1, 2))", "uniform(0, 1)^[+]2", "compress(uniform(0, 1), 0.3)", "boolean-sum(mp(0.5), uniform(0, 1))", "monotone-sum(mp(0.5), uniform(0, 1))",
        "boolean-sum(mp(0.5) [x] uniform(0, 1), semicircle(1))", "sqrt-sym(mp(0.5))", "sqrt-sym(mp(0.5) [x] uniform(0, 1))", "square(mp(0.5))", "square(mp(0.5) [+] uniform(0, 1))",
        "square(free-log-normal(1))", "(mp(0.5) [x] uniform(0, 1) [+] semicircle(1)) + 2", "inverse(uniform(1, 2))", "mp(0.5) [x] (uniform(0, 1) [+] mp(0.2))",
    ];

    [Theory]
    [MemberData(nameof(Computed))]
    public void TheMomentTransformIsItsSeries(string expression)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        double[] moments = [.. Enumerable.Range(1, 6).Select(law.Moment)];
        foreach (double size in new[] { 1e5, 1e9, 1e20, 1e40, 1e70 })
        {
            foreach (double angle in new[] { 0.1, 1.0, -2.5 })
            {
                Complex z = Complex.FromPolarCoordinates(size, angle);
                Complex series = Complex.Zero;
                Complex slope = Complex.Zero;
                for (int k = 6; k >= 1; k--)
                {
                    series = (series + moments[k - 1]) / z;
                    slope = (slope - (k * moments[k - 1])) / z;
                }

                Estimate<Complex> h = TransformEvaluator.Evaluate(law, TransformKind.Moment, z);
                Assert.True(Complex.Abs(h.Value - series) <= h.Error, $"h({z}) = {h.Value} ± {h.Error}, not {series}");
                Assert.True(h.Error <= 1e-11 * Complex.Abs(series), $"h({z}) = {h.Value} claims {h.Error}");
                Assert.True(Complex.Abs(law.MomentTransformDerivative(z) - (slope / z)) <= 1e-11 * Complex.Abs(slope / z), $"h'({z})");
            }
        }
    }

    // χ(u) = m₁/u + m₂/m₁ + O(u).
    [Theory]
    [InlineData("compress(uniform(0, 1), 0.3)")]
    [InlineData("boolean-sum(mp(0.5), uniform(0, 1))")]
    [InlineData("monotone-sum(mp(0.5), uniform(0, 1))")]
    [InlineData("square(mp(0.5) [+] uniform(0, 1))")]
    public void TheInverseOfHIsKnownBesideZero(string expression)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        foreach (double size in new[] { 1e-9, 1e-20, 1e-60 })
        {
            Complex u = new(size, -size);
            Estimate<Complex> chi = TransformEvaluator.Evaluate(law, TransformKind.Chi, u);
            Complex expected = (law.Mean / u) + (law.Moment(2) / law.Mean);
            Assert.True(Complex.Abs(chi.Value - expected) <= chi.Error, $"χ({u}) = {chi.Value} ± {chi.Error}, not {expected}");
            Assert.True(chi.Error <= 1e-11 * Complex.Abs(expected), $"χ({u}) claims {chi.Error}");
        }
    }

    // Free stable laws are closed under sums: n copies are one, n^{1/α} as large.
    [Theory]
    [InlineData("free-stable(0.5, 1) [+] free-stable(0.5, 1)", "4*free-stable(0.5, 1)")]
    [InlineData("free-stable(0.4, 0.5) [+] (free-stable(0.4, 0.5) [+] free-stable(0.4, 0.5)^[+]2)", "32*free-stable(0.4, 0.5)")]
    [InlineData("free-stable(0.372, 1)^[+]1.5", "2.97415500890384*free-stable(0.372, 1)")]
    public void SumsOfHeavyTailsKeepTheirMomentTransform(string sum, string stable)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(sum));
        SpectralMeasure same = LawEvaluator.Evaluate(LawExpression.Parse(stable));
        foreach (double size in new[] { 1e12, 1e30, 1e60, 1e120 })
        {
            foreach (double angle in new[] { 0.2, 1.5, 2.9, -0.7 })
            {
                Complex z = Complex.FromPolarCoordinates(size, angle);
                Complex expected = same.MomentTransform(z);
                Complex found = law.MomentTransform(z);
                Assert.True(Complex.Abs(found - expected) <= 2e-13 * Complex.Abs(expected), $"h({z}) = {found}, not {expected}");
                Complex slope = same.MomentTransformDerivative(z);
                Assert.True(Complex.Abs(law.MomentTransformDerivative(z) - slope) <= 1e-11 * Complex.Abs(slope), $"h'({z})");
            }
        }
    }
}
