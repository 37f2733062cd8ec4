using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Tests.Transforms.Problems;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Beside a place where just no atom of a sum is left z is a power series in F: what is made from the sum keeps its digits there.</summary>
public sealed class JustNoAtomSeriesTests
{
    /// <summary>The sum of two free projections of trace ½ is the arcsine law on [0, 2]; its product with MP(1) has h with 2(1 + h)³ = z((1 + h)² − 1).</summary>
    [Fact]
    public void A_product_with_such_a_sum_keeps_its_digits_at_its_end()
    {
        SpectralMeasure root = LawEvaluator.Evaluate(LawExpression.Parse("sqrt-sym((bernoulli(1/2) [+] bernoulli(1/2)) [x] mp(1))"));
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse("(bernoulli(1/2) [+] bernoulli(1/2)) [x] mp(1)"));
        foreach (double x in new[] { 1e-3, 1e-6, 2.5e-9, 1e-12, 1e-20, 1e-40 })
        {
            // By Newton's method from v³ = −y/2 on v = 1 + h, y = x², below the axis.
            double y = x * x;
            Complex v = Math.Cbrt(y / 2.0) * Complex.FromPolarCoordinates(1.0, -Math.PI / 3.0);
            for (int i = 0; i < 20; i++)
            {
                v -= ((2.0 * v * v * v) - (y * v * v) + y) / ((6.0 * v * v) - (2.0 * y * v));
            }

            double density = -v.Imaginary / Math.PI / x;
            Estimate<double> found = root.DensityEstimate(x);
            Assert.InRange(Math.Abs(found.Value - density), 0.0, found.Error);
            Assert.InRange(found.Error, 0.0, 1e-13 * density);
            Close.Relative(density / x, law.DensityFromEdge(0, IntervalEnd.Left, y), 3e-14, $"density of the square at {y}");
        }
    }

    [Theory]
    [InlineData("bernoulli(0.5) [+] bernoulli(0.5)", 0.0)]
    [InlineData("bernoulli(0.5) [+] bernoulli(0.5)", 2.0)]
    [InlineData("atoms(-1:0.2, 0.5:0.8) [+] 3*bernoulli(0.2) + 0.5", 1.0)]
    [InlineData("1e6*bernoulli(0.25)^[+]2 [+] 1e6*atoms(0:0.5, 1:0.5)", 0.0)]
    [InlineData("mp(2) [x] mp(0.5) [+] -1*(mp(2) [x] mp(0.5))", 0.0)]
    [InlineData("atoms(0:0.3, 1:0.7) [+] -1*atoms(0:0.3, 1:0.7)", -1.0)]
    public void The_transform_beside_the_place_is_what_32_digits_say(string expression, double place)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        double size = LawScale.Of(law);
        foreach (double distance in new[] { 1e-7, 1e-9, 1e-12, 1e-15 })
        {
            foreach (double angle in new[] { 0.02, 0.8, 1.6, 2.5, 3.1 })
            {
                Complex offset = Complex.FromPolarCoordinates(distance * size, angle);
                Complex z = place + offset;
                if (Complex.Abs(z - place - offset) > 1e-14 * Complex.Abs(offset))
                {
                    continue;
                }

                Complex precise = new PreciseLaw().Cauchy(law, z).Rounded();
                Assert.True(TransformTracker.Of(law).TryCauchy(z, out Complex g, out Complex slope), $"{expression} at {z}");
                Close.Relative(precise, g, 3e-14, $"G of {expression} at {z}");
                Close.Relative(precise, law.Cauchy(z), 3e-14, $"G of {expression} at {z}");

                // G' by the 32 digits of G at four points about z.
                Complex sum = Complex.Zero;
                double radius = 0.3 * Math.Min(z.Imaginary, Complex.Abs(offset));
                for (int k = 0; k < 16; k++)
                {
                    Complex turn = Complex.FromPolarCoordinates(1.0, Math.PI * k / 8.0);
                    sum += new PreciseLaw().Cauchy(law, z + (radius * turn)).Rounded() / turn / (16.0 * radius);
                }

                Close.Relative(sum, slope, 1e-7 + (1e-13 * Complex.Abs(precise / radius / sum)), $"G' of {expression} at {z}");
            }
        }
    }
}
