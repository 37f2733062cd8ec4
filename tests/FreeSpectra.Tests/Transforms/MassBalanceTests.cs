using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>A computed law whose masses do not add to 1 is refused, not renormalised.</summary>
public sealed class MassBalanceTests
{
    [Theory]
    [InlineData(0.6)]
    [InlineData(1.0 - 2e-8)]
    public void A_sum_that_has_lost_mass_is_refused_by_its_name(double mass)
    {
        (SpectralMeasure Sum, string Name)[] sums =
        [
            (new Leaking(mass).MonotoneSum(Atomic.Point(1.0)), FormattableString.Invariant($"(leaking(Mass = {mass:R}) ▷ atomic(1·δ(1)))")),
            (new Leaking(mass).BooleanSum(Atomic.Point(1.0)), FormattableString.Invariant($"(leaking(Mass = {mass:R}) ⊎ atomic(1·δ(1)))")),
            (new Leaking(mass).FreeSum(new FreePoisson(2.0, 0.5)), FormattableString.Invariant($"(leaking(Mass = {mass:R}) ⊞ free-poisson(rate=2, jump=0.5))")),
        ];
        Assert.All(sums, sum =>
        {
            NonConvergenceException refusal = Assert.Throws<NonConvergenceException>(() => sum.Sum.Bands);
            Assert.Contains(" at " + sum.Name, refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_sum_that_has_lost_less_than_is_allowed_passes() =>
        Close.To(1.0 - 5e-9, new Leaking(1.0 - 5e-9).MonotoneSum(Atomic.Point(1.0)).TotalMass, 1e-15, "mass");

    /// <summary>More than 1 in one band is a numerical failure, not an argument out of range.</summary>
    [Fact]
    public void A_sum_with_too_much_mass_in_a_band_is_refused()
    {
        SpectralMeasure sum = new Gaining().FreeSum(new Semicircle(mean: 0.0, variance: 1.0));
        Assert.Contains("above 1", Assert.Throws<NonConvergenceException>(() => sum.Bands).Message, StringComparison.Ordinal);
    }

    /// <summary>Two points that have gained some mass.</summary>
    private sealed record Gaining : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [new Atom(location: -0.1, weight: 0.5), new Atom(location: 0.1, weight: 0.5 + 5e-9)];

        public override ImmutableArray<Band> Bands => [];

        public override double Density(double x) => 0.0;
    }

    /// <summary>A point at 2 that has lost some of its mass.</summary>
    private sealed record Leaking(double Mass) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [new Atom(location: 2.0, weight: Mass)];

        public override ImmutableArray<Band> Bands => [];

        public override double Density(double x) => 0.0;
    }
}
