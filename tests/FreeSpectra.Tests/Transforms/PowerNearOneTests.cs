using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using Xunit;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Powers t with t − 1 very small or t very large, from closed forms.</summary>
public sealed class PowerNearOneTests
{
    private static readonly Atomic Three = new(new Atom(1.0, 1.0 / 3.0), new Atom(2.0, 1.0 / 3.0), new Atom(3.0, 1.0 / 3.0));

    /// <summary>((δ₋₁ + δ₁)/2)^{⊞t}: ρ = t√(4(t − 1) − x²)/(2π(t² − x²)) between ±2√(t − 1), of mass t − 1 for t ≤ 2.</summary>
    [Theory]
    [InlineData(1.0000000001)]
    [InlineData(1.00000001)]
    [InlineData(1.0001)]
    [InlineData(1.3)]
    public void A_power_of_signs_near_1_has_its_narrow_band(double t)
    {
        Atomic signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));
        SpectralMeasure law = signs.FreePower(t);
        double edge = 2.0 * Math.Sqrt(t - 1.0);
        Band band = Assert.Single(law.Bands);
        Close.Relative(-edge, band.Left, 1e-15, "left");
        Close.Relative(edge, band.Right, 1e-15, "right");
        Close.Relative(t - 1.0, band.Mass, 1e-15, "mass");
        Assert.Equal((0.5, 0.5), (band.LeftExponent, band.RightExponent));
        foreach (double part in new[] { -0.98, -0.4, 0.0, 0.6, 0.9999 })
        {
            double x = part * edge;
            double density = t * Math.Sqrt((edge - x) * (edge + x)) / (2.0 * Math.PI * (t - x) * (t + x));
            var found = law.DensityEstimate(x);
            Assert.True(Math.Abs(found.Value - density) <= found.Error + (1e-14 * density), $"{found.Value} ± {found.Error} and not {density} at {x}");
            Assert.True(found.Error <= 1e-9 * density, $"{found.Error} of {density}");
        }
    }

    /// <summary>The same law moved to ½ and shrunk: t/2 ± √(t − 1); and compressed by a trace s = 1/t, ½ ± √(s(1 − s)), where t itself has lost the digits of t − 1.</summary>
    [Theory]
    [InlineData(0.9999999999)]
    [InlineData(0.99999999)]
    [InlineData(0.99)]
    [InlineData(1e-2)]
    [InlineData(1e-8)]
    public void A_compressed_projection_has_its_edges(double trace)
    {
        SpectralMeasure law = Atomic.Bernoulli(0.5).Compression(trace);
        Band band = Assert.Single(law.Bands);
        double half = Math.Sqrt(trace * (1.0 - trace));
        Close.To(0.5 - half, band.Left, 2.3e-16, "left");
        Close.To(0.5 + half, band.Right, 2.3e-16, "right");
        double density = 2.0 * half / trace / Math.PI;
        Close.Relative(density, law.DensityEstimate(0.5).Value, 1e-9, "density");
    }

    /// <summary>As t → 1 bands of mass t − 1 open about the zeros of G between the atoms, in products from the zeros of h to those of G.</summary>
    [Theory]
    [InlineData(1.0000000001)]
    [InlineData(1.00000001)]
    public void Bands_of_small_mass_are_found_between_all_atoms(double t)
    {
        SpectralMeasure sum = Three.FreePower(t), product = Three.MultiplicativePower(t);
        Assert.Equal(2, sum.Bands.Length);
        Assert.Equal(2, product.Bands.Length);
        foreach (Band band in sum.Bands.Concat(product.Bands))
        {
            Close.Relative(t - 1.0, band.Mass, 1e-15, "mass");
            Assert.Equal((0.5, 0.5), (band.LeftExponent, band.RightExponent));
        }

        // G = 0 at 2 ± 1/√3, and h = 0 at the zeros of 6x² − 22x + 18 = 6(x − 1)(x − 2)(x − 3)·h/x: x = (11 ± √13)/6. The turns lie at distances of √(t − 1) and t − 1.
        double[] zeros = [2.0 - Math.Sqrt(1.0 / 3.0), 2.0 + Math.Sqrt(1.0 / 3.0)];
        double[] starts = [(11.0 - Math.Sqrt(13.0)) / 6.0, (11.0 + Math.Sqrt(13.0)) / 6.0];
        for (int i = 0; i < 2; i++)
        {
            // ω − ω₀ = ∓r/P + …, r = −1/G'(ω₀), so the band is 2√(r(t − 1)) to both sides, to first order.
            double half = 2.0 * Math.Sqrt((t - 1.0) / -Three.CauchyDerivative(zeros[i]).Real);
            Close.To(zeros[i], 0.5 * (sum.Bands[i].Left + sum.Bands[i].Right), 10.0 * (t - 1.0), "centre");
            Close.Relative(half, 0.5 * sum.Bands[i].Width, 1e-4, "half-width");
            Close.To(starts[i], product.Bands[i].Left, 100.0 * (t - 1.0), "left");
            Close.To(zeros[i], product.Bands[i].Right, 100.0 * (t - 1.0), "right");
        }
    }

    /// <summary>A free Poisson law with an atom at 0: every power, however near to 1, reaches down to 0, and has the exponent 1/t − 1 there.</summary>
    [Theory]
    [InlineData(1.0000000001)]
    [InlineData(1.00000001)]
    [InlineData(1.01)]
    public void A_power_of_a_law_with_an_atom_at_zero_starts_at_zero(double t)
    {
        Band band = Assert.Single(new FreePoisson(0.5, 2.0).MultiplicativePower(t).Bands);
        Assert.Equal(0.0, band.Left);
        Close.Relative(-(t - 1.0) / t, band.LeftExponent, 1e-15, "exponent");
        Close.To(0.5, band.Mass, 1e-15, "mass");
    }

    /// <summary>β·tᵗ·(α/(t − 1))^{t−1}, with t − 1 as exact as t.</summary>
    [Theory]
    [InlineData(1.00000001, 0.50000009363767607)]
    [InlineData(1.0000000001, 0.50000000116663528)]
    [InlineData(1.0001, 0.50047608867613704)]
    public void A_power_of_a_projection_near_1_ends_where_its_formula_says(double t, double edge)
    {
        SpectralMeasure law = Atomic.Bernoulli(0.5).MultiplicativePower(t);
        Close.Relative(edge, law.Bands[0].Right, 4.5e-16, "edge");
        Assert.Equal(0.0, law.Density(edge + 1e-15));

        // Far from the ends x = β(ψ/(ψ + πq)) with q = (t − 1)/t and ρ = β(t − 1)/(1 − … )² to first order: ρ/(t − 1) → β/(1 − x)² below the edge.
        foreach (double x in new[] { 0.1, 0.2, 0.4 })
        {
            Close.Relative(0.5 / (1.0 - x) / (1.0 - x), law.Density(x) / (t - 1.0), 40.0 * (t - 1.0), $"density at {x}");
        }
    }

    /// <summary>Powers of closed families: variances and rates multiply by t. A large t multiplies what is lost in ω − F.</summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e8)]
    [InlineData(1e10)]
    public void A_large_power_keeps_the_digits_of_its_edges(double t)
    {
        double root = Math.Sqrt(t);
        Ends(new Semicircle(0.0, 1.0).FreePower(t), -2.0 * root, 2.0 * root);
        Ends(new FreePoisson(1.0, 1.0).FreePower(t), (root - 1.0) * (root - 1.0), (root + 1.0) * (root + 1.0));
        Ends(Atomic.Bernoulli(0.5).FreePower(t), (0.5 * t) - Math.Sqrt(t - 1.0), (0.5 * t) + Math.Sqrt(t - 1.0));
        Ends(new Semicircle(0.0, 1.0).Compression(1.0 / t), -2.0 / root, 2.0 / root);

        static void Ends(SpectralMeasure law, double left, double right)
        {
            Band band = Assert.Single(law.Bands);
            Close.Relative(left, band.Left, 1e-15, $"left of {law}");
            Close.Relative(right, band.Right, 1e-15, $"right of {law}");
            ImmutableArray<double> errors = [law.EdgeError(0, IntervalEnd.Left), law.EdgeError(0, IntervalEnd.Right)];
            Assert.All(errors, error => Assert.InRange(error, 0.0, 1e-14 * right));
        }
    }

    /// <summary>Edges of uniform(0, 1)^{⊞t}: the critical values of t·K(g) − (t − 1)/g, K(g) = ½ + ½coth(g/2), to 30 digits elsewhere.</summary>
    [Theory]
    [InlineData(1e10, 4999942264.9730816)]
    public void A_large_power_of_a_flat_law_keeps_the_digits_of_its_edge(double t, double left) =>
        Close.Relative(left, new Uniform(0.0, 1.0).FreePower(t).Bands[0].Left, 4e-16, "left");
}
