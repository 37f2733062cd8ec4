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
    [InlineData("boolean-sum(atoms(2:0.5, 6:0.5), sqrt-sym(free-poisson(1.5, 1) [+] free-poisson(1.5, 1)))", "boolean-sum(atoms(2:0.5, 6:0.5), sqrt-sym(free-poisson(3, 1)))")]
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

    /// <summary>Atoms of both laws at 0, with weights v and w: 1/F' = 1/(1/v + 1/w − 1), also where a band ends there.</summary>
    [Theory]
    [InlineData("two-projections(0.4, 0.4)", 0.6)]
    [InlineData("uniform(0, 1) [x] bernoulli(0.6)", 0.4)]
    [InlineData("mp(2)", 0.5)]
    public void Atoms_at_zero_make_one_of_a_Boolean_sum(string expression, double weight)
    {
        SpectralMeasure law = Law($"boolean-sum({expression}, bernoulli(0.5))");
        Close.To(1.0 / ((1.0 / weight) + 1.0), law.MassAt(0.0), 1e-14, $"atom of {expression} ⊎ bernoulli(½) at 0");
        Assert.Single(law.Atoms, atom => Math.Abs(atom.Location) < 1e-6);
        Close.To(1.0, law.TotalMass, 1e-8, $"mass of {expression} ⊎ bernoulli(½)");
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
