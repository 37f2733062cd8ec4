using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>G of a free sum where it vanishes inside a gap: F = 1/G is infinite there, and the places ωᵢ on the real branches lose to it what G has left.</summary>
public sealed class ZeroOfCauchyTests
{
    [Theory]
    [InlineData("atoms(-1:0.5, 1:0.5) [+] uniform(-0.2, 0.2)")]
    [InlineData("atoms(-1:0.3, 0.7:0.7) [+] mp(0.05)")]
    [InlineData("atoms(0:0.4, 5:0.6)^[+]1.1")]
    [InlineData("1e6*(atoms(-1:0.5, 2:0.5) [+] semicircle(0.1)) - 3e5")]
    [InlineData("atoms(-1:0.2, 0.3:0.5, 4:0.3) [+] uniform(0, 0.1) [+] semicircle(0.01)")]
    public void Digits_are_those_of_the_terms_that_cancel(string expression)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        foreach ((Band below, Band above) in law.Bands.Zip(law.Bands.Skip(1)))
        {
            double zero = ScalarSearch.Root(x => law.Cauchy(x).Real, below.Right, above.Left, 1.0, -1.0);
            double room = Math.Min(zero - below.Right, above.Left - zero);
            foreach (double part in new[] { 0.0, 1e-14, -1e-12, 1e-9, -1e-6, 1e-4, -0.01, 0.05, -0.07, 0.2 })
            {
                foreach (Complex z in new[] { zero + (part * room), new Complex(zero + (part * room), Math.Abs(part) * room) })
                {
                    Complex expected = law.Integrate(t => 1.0 / (z - t), Tolerance.Tight).Value;
                    double terms = law.Integrate(t => 1.0 / Complex.Abs(z - t), Tolerance.Standard).Value.Real;
                    Estimate<Complex> g = TransformEvaluator.Evaluate(law, TransformKind.Cauchy, z);
                    double allowed = (Complex.Abs(z - zero) <= 0.06 * room ? 3e-15 : 3e-14) * terms;
                    Assert.True(Complex.Abs(g.Value - expected) <= allowed, $"{expression} at {z}: {g.Value} and not {expected}");
                    Assert.InRange(g.Error, 1e-16 * terms, 1e-13 * terms);
                    Assert.True(Complex.Abs(g.Value - expected) <= g.Error + (1e-15 * terms), $"error at {z}: {g.Error}");
                }
            }
        }
    }
}
