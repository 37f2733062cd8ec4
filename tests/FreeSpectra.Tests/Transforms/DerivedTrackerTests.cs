using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Laws explicit in the transforms of a computed law, as factors of a convolution: the same law with a closed form beneath gives the same values.</summary>
public sealed class DerivedTrackerTests
{
    // MP ⊞ MP and semicircle ⊞ semicircle are known in closed form, but computed by subordination.
    [Theory]
    [InlineData("square(semicircle(1) [+] semicircle(0.5, mean=0.3)) [+] bernoulli(0.4)", "square(semicircle(1.5, mean=0.3)) [+] bernoulli(0.4)")]
    [InlineData("square(semicircle(1) [+] semicircle(0.5, mean=0.3)) [x] mp(0.5)", "square(semicircle(1.5, mean=0.3)) [x] mp(0.5)")]
    [InlineData("inverse(free-poisson(1.5, 1) [+] free-poisson(1.5, 1)) [+] bernoulli(0.4)", "inverse(free-poisson(3, 1)) [+] bernoulli(0.4)")]
    [InlineData("inverse(free-poisson(1.5, 1) [+] free-poisson(1.5, 1)) [x] mp(0.5)", "inverse(free-poisson(3, 1)) [x] mp(0.5)")]
    [InlineData("sqrt-sym(free-poisson(1.5, 1) [+] free-poisson(1.5, 1)) [+] bernoulli(0.4)", "sqrt-sym(free-poisson(3, 1)) [+] bernoulli(0.4)")]
    [InlineData("boolean-sum(semicircle(1) [+] semicircle(0.5), bernoulli(0.3)) [+] uniform(0, 1)", "boolean-sum(semicircle(1.5), bernoulli(0.3)) [+] uniform(0, 1)")]
    [InlineData("monotone-sum(semicircle(1) [+] semicircle(0.5), uniform(0, 2)) [+] bernoulli(0.3)", "monotone-sum(semicircle(1.5), uniform(0, 2)) [+] bernoulli(0.3)")]
    public void A_computed_law_beneath_gives_the_values_of_its_closed_form(string computed, string closed)
    {
        SpectralMeasure law = Law(computed);
        SpectralMeasure other = Law(closed);
        Assert.Equal(other.Bands.Length, law.Bands.Length);
        foreach (Band band in other.Bands)
        {
            double x = band.Left + (0.37 * band.Width);
            Close.Relative(other.Density(x), law.Density(x), 1e-9, FormattableString.Invariant($"{computed} at {x}"));
        }

        foreach (Complex z in new Complex[] { new(0.4, 0.1), new(-1.2, 0.7), new(3.0, 1e-3), new(1e3, 1e5) })
        {
            Close.Relative(other.Cauchy(z), law.Cauchy(z), 1e-11, FormattableString.Invariant($"{computed} at {z}"));
        }
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
