using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>One explicit equation against the subordination equations: two routes to the same density.</summary>
public sealed class ExplicitRouteTests
{
    public static TheoryData<SpectralMeasure, SpectralMeasure, bool> Pairs => new()
    {
        { FreePoisson.FromAspectRatio(0.5), Semicircle.Standard, false },
        { FreePoisson.FromAspectRatio(0.5), FreePoisson.FromAspectRatio(1.0 / 3.0), true },
        { FreePoisson.FromAspectRatio(2.0), new InverseFreePoisson(0.3), true },
        { Atomic.Bernoulli(0.7, 1.0), Atomic.Bernoulli(0.4, 1.0), true },
        { new Arcsine(1.0), new FreeBinomial(0.3, 2.5), false },
        { new KestenMcKay(3.0), new Semicircle(0.3, 0.01), false },
        { new FreeMeixner(0.4, 0.3), new CompoundPoisson(0.7, Atomic.Bernoulli(0.5, 2.0)), false },
        { new Jacobi(1.5, 1.2), FreePoisson.FromAspectRatio(0.9), true },
        { Raney.FussCatalan(2.0), Atomic.Bernoulli(0.6, 1.5), true },
        { new CauchyLaw(0.5, 0.2), Semicircle.Standard, false },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Both_routes_give_one_density(SpectralMeasure first, SpectralMeasure second, bool product)
    {
        SpectralMeasure law = Join(first, second, product);
        SpectralMeasure generic = Join(new WithoutInverse(first), new WithoutInverse(second), product);
        Assert.Equal(generic.Bands.Length, law.Bands.Length);
        foreach (Band band in law.Bands)
        {
            for (int i = 1; i < 60; i++)
            {
                double x = double.IsFinite(band.Width) ? band.Left + (band.Width * i / 60.0) : 0.1 * (i - 30);
                Estimate<double> one = law.DensityEstimate(x);
                Estimate<double> other = generic.DensityEstimate(x);
                Assert.True(
                    Math.Abs(one.Value - other.Value) <= (3.0 * (one.Error + other.Error)) + (4e-15 * one.Value),
                    FormattableString.Invariant($"density at {x:R}: {one.Value:R} ± {one.Error:E1} and {other.Value:R} ± {other.Error:E1}"));
                Assert.True(one.Error <= 1e-12 * (1.0 + one.Value), FormattableString.Invariant($"error {one.Error:E1} at {x:R}"));
            }
        }
    }

    /// <summary>Both routes converge quadratically from the nearest known point, so a density costs a handful of steps.</summary>
    [Theory, MemberData(nameof(Pairs))]
    public void A_density_costs_a_handful_of_steps(SpectralMeasure first, SpectralMeasure second, bool product)
    {
        SpectralMeasure law = Join(first, second, product);
        foreach (Band band in law.Bands.Where(band => double.IsFinite(band.Width)))
        {
            int[] steps = [.. Enumerable.Range(1, 59).Select(i => law.DensityEstimate(band.Left + (band.Width * i / 60.0)).Evaluations).Order()];
            Assert.True(steps[29] <= 6, $"half of the densities take {steps[29]} steps or more, one {steps[^1]}");
        }
    }

    [Fact]
    public void Three_laws_in_one_equation_keep_their_mass()
    {
        SpectralMeasure law = FreePoisson.FromAspectRatio(0.5).FreeSum(new Arcsine(1.0)).FreeSum(new Semicircle(0.0, 0.2).FreePower(1.7));
        Close.To(1.0, law.IntegrateBand(0, _ => 1.0, new Tolerance(1e-11, 1e-11)).Value, 1e-10, "mass");
        Close.To(law.Moment(3), law.Integrate(x => x * x * x, Tolerance.Standard).Value, 1e-9, "third moment");
    }

    private static SpectralMeasure Join(SpectralMeasure first, SpectralMeasure second, bool product) =>
        product ? first.FreeProduct(second) : first.FreeSum(second);
}
