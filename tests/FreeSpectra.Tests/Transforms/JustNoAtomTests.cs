using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Sums in which atoms of all summands meet with Σ tᵢ(1 − wᵢ) = 1: just no atom is left, and the density is infinite there from both sides.</summary>
public sealed class JustNoAtomTests
{
    /// <summary>
    /// The mass below the place is Σ tᵢμᵢ((−∞, eᵢ)); the power is −1/(2 + β) with the steepest density beside the atoms, −½ without one, and −⅓ where the squares
    /// of F cancel, as in X − X.
    /// </summary>
    [Theory]
    [InlineData("two-projections(0.5, 0.5) [+] -1*two-projections(0.5, 0.5)", 0.0, 0.5, -2.0 / 3.0)]
    [InlineData("two-projections(0.5, 0.5) [+] -0.7*two-projections(0.5, 0.5)", 0.0, 0.5, -2.0 / 3.0)]
    [InlineData("two-projections(0.5, 0.5) + 0.3 [+] -0.7*two-projections(0.5, 0.5)", 0.3, 0.5, -2.0 / 3.0)]
    [InlineData("free-poisson(0.5, 1)^[x]2 [+] -2*free-poisson(0.5, 1)^[x]2", 0.0, 0.5, -2.0 / 3.0)]
    [InlineData("mp(2)^[x]1.5 [+] -1*mp(2)^[x]1.5", 0.0, 0.5, -0.6)]
    [InlineData("free-poisson(0.75, 1)^[x]2 [+] -1*free-poisson(0.25, 1)^[x]2", 0.0, 0.25, -2.0 / 3.0)]
    [InlineData("mp(2) [x] mp(0.5) [+] -1*(mp(2) [x] mp(0.5)) + 1", 1.0, 0.5, -1.0 / 3.0)]
    [InlineData("bernoulli(0.5) [x] uniform(0, 1) [+] -1*(bernoulli(0.5) [x] uniform(0, 1))", 0.0, 0.5, null)]
    [InlineData("bernoulli(0.5) [x] mp(0.5) [+] -2*(bernoulli(0.5) [x] mp(0.5))", 0.0, 0.5, -0.5)]
    [InlineData("sqrt-sym(two-projections(0.5, 0.5))^[+]2", 0.0, 0.5, -0.5)]
    public void Band_is_divided_there_with_its_masses_and_power(string expression, double place, double below, double? power)
    {
        SpectralMeasure law = Law(expression);
        Close.To(below, law.CumulativeDistribution(place), 1e-14, expression);
        Assert.Equal(double.PositiveInfinity, law.Density(place));
        Assert.Empty(law.Atoms);
        double total = 0.0;
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            double mass = law.IntegrateBand(i, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value.Real;
            Close.To(band.Mass, mass, 1e-9, $"{expression}, band {i}");
            total += mass;
            if (power is { } exponent && (band.Left == place || band.Right == place))
            {
                IntervalEnd end = band.Left == place ? IntervalEnd.Left : IntervalEnd.Right;
                Assert.Equal(exponent, end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent, 1e-12);

                // The power is that of the density: what is left of it at 1e-11 of the size is of order x^{1 + β}.
                double slope = Math.Log(law.DensityFromEdge(i, end, 1e-10) / law.DensityFromEdge(i, end, 1e-11)) / Math.Log(10.0);
                Assert.InRange(slope - exponent, -2e-3, 2e-3);
            }
        }

        Close.To(1.0, total, 1e-9, expression);
    }

    /// <summary>X − X for X of 0.3 δ₀ + 0.7 δ₁: δ₀ and −δ₁ meet at −1, whose squares do not cancel, though those of the heavier atoms at 0 would.</summary>
    [Fact]
    public void Power_is_that_of_the_atoms_that_meet()
    {
        SpectralMeasure law = Law("atoms(0:0.3, 1:0.7) [+] -1*atoms(0:0.3, 1:0.7)");
        Assert.Equal((-1.0, 1.0), (law.BottomOfSupport, law.TopOfSupport));
        Assert.Equal((-0.5, -0.5), (law.Bands[0].LeftExponent, law.Bands[^1].RightExponent));
        Assert.Equal(-0.5, HardEdge.Inner((FreeConvolution)law, null, -1.0, left: true));
        double slope = Math.Log(law.DensityFromEdge(0, IntervalEnd.Left, 1e-8) / law.DensityFromEdge(0, IntervalEnd.Left, 1e-9)) / Math.Log(10.0);
        Assert.InRange(slope, -0.501, -0.499);
    }

    /// <summary>Where a summand has no more than the other leaves, the band stays whole; where it has more, an atom stays.</summary>
    [Theory]
    [InlineData("free-poisson(0.5, 1)^[x]2 [+] -1*free-poisson(0.51, 1)^[x]2", 0, 1)]
    [InlineData("free-poisson(0.5, 1)^[x]2 [+] -1*free-poisson(0.49, 1)^[x]2", 1, 1)]
    public void Beside_the_critical_weights_there_is_an_atom_or_one_band(string expression, int atoms, int bands)
    {
        SpectralMeasure law = Law(expression);
        Assert.Equal((atoms, bands), (law.Atoms.Length, law.Bands.Length));
        Close.To(1.0, law.TotalMass, 1e-9, expression);
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
