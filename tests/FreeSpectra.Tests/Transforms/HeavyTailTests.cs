using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Densities beyond the last point of a tail at which the equations can be certified.</summary>
public sealed class HeavyTailTests
{
    /// <summary>Tails x^{−1−α} with small α hold mass beyond 10¹⁰: there the density must follow its limit, not the slope of the last points.</summary>
    [Theory]
    [InlineData("(bernoulli(0.0367, at=2.12) [+] free-stable(0.379, 1))^[x]1.0715")]
    [InlineData("compress(mp(1.14, scale=0.5) [x] free-stable(0.278, 1), 0.595)")]
    public void The_density_of_a_heavy_tail_carries_the_mass(string expression)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        Close.To(law.Bands[0].Mass, law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value, 1e-11, expression);
    }
}
