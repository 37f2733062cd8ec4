using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Every transform undoes what it should, with its derivative, for every law of the catalogue that has it.</summary>
public sealed class LawTransformsTests
{
    public static TheoryData<SpectralMeasure> Laws => LawCatalogue.All;

    [Theory, MemberData(nameof(Laws))]
    public void K_undoes_G_and_R_is_its_regular_part(SpectralMeasure law)
    {
        foreach (Complex z in Points(law))
        {
            Complex w = law.Cauchy(z);
            Estimate<Complex> k = law.K(w);
            Close.To(z, k.Value, within: 1e-11 * Complex.Abs(z), $"K({w})");
            Assert.True(Complex.Abs(k.Value - z) <= (3.0 * k.Error) + (1e-14 * Complex.Abs(z)), $"claimed error {k.Error} of K({w})");
            Close.To(z - (1.0 / w), law.R(w).Value, within: 1e-11 * Complex.Abs(z), $"R({w})");
            Close.Relative(1.0 / law.CauchyDerivative(z), law.KDerivative(w).Value, within: 1e-10, $"K'({w})");
            Complex regular = (1.0 / law.CauchyDerivative(z)) + (1.0 / (w * w));
            Close.To(regular, law.RDerivative(w).Value, within: 1e-10 / (Complex.Abs(w) * Complex.Abs(w)), $"R'({w})");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Chi_undoes_h_and_S_is_made_of_it(SpectralMeasure law)
    {
        if (!law.HasMoment(2) || Math.Abs(law.Mean) < 1e-12)
        {
            return;
        }

        foreach (Complex z in Points(law))
        {
            Complex u = law.MomentTransform(z);
            Close.Relative(z, law.Chi(u).Value, within: 1e-10, $"chi({u})");
            Close.Relative((1.0 + u) / (u * z), law.S(u).Value, within: 1e-10, $"S({u})");
            Close.Relative(1.0 / law.MomentTransformDerivative(z), law.ChiDerivative(u).Value, within: 1e-9, $"chi'({u})");
            Complex step = 1e-4 * u;
            Complex slope = (law.S(u + step).Value - law.S(u - step).Value) / (2.0 * step);
            Close.To(slope, law.SDerivative(u).Value, within: 1e-5 * Complex.Abs(law.S(u).Value / u), $"S'({u})");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Eta_and_F_follow_their_definitions(SpectralMeasure law)
    {
        foreach (Complex z in Points(law))
        {
            Complex f = 1.0 / law.Cauchy(z);
            Close.Relative(f, law.ReciprocalCauchy(z).Value, within: 1e-13, $"F({z})");
            Close.To(1.0 - (f / z), law.Eta(1.0 / z).Value, within: 1e-13, $"eta({1.0 / z})");
            Complex w = 1.0 / z;
            Complex step = 1e-5 * w;
            Complex slope = (law.Eta(w + step).Value - law.Eta(w - step).Value) / (2.0 * step);
            Close.To(slope, law.EtaDerivative(w).Value, within: 1e-7 * (1.0 + Complex.Abs(slope)), $"eta'({w})");
            Complex rise = (law.ReciprocalCauchy(z + (1e-5 * z)).Value - law.ReciprocalCauchy(z - (1e-5 * z)).Value) / (2e-5 * z);
            Close.To(rise, law.ReciprocalCauchyDerivative(z).Value, within: 1e-7 * (1.0 + Complex.Abs(rise)), $"F'({z})");
        }
    }

    /// <summary>S² of the centred semicircle is 1/(uv), by u = vG² and χ = (1 + u)/G.</summary>
    [Fact]
    public void A_law_of_mean_zero_has_two_opposite_branches()
    {
        Semicircle law = new(mean: 0.0, variance: 0.7);
        foreach (Complex u in new Complex[] { 0.2, new(0.1, -0.2), new(-0.3, 0.05), 0.9 })
        {
            ImmutableArray<Estimate<Complex>> branches = law.CenteredBranches(u);
            Close.Relative(1.0 / (0.7 * u), branches[0].Value * branches[0].Value, within: 1e-12, $"S² at {u}");
            Close.Relative(-branches[0].Value, branches[1].Value, within: 1e-12, $"the other branch at {u}");
        }

        Assert.Throws<ArgumentException>(() => law.S(0.2));
        Assert.Throws<ArgumentException>(() => new FreePoisson(1.0, 1.0).CenteredBranches(0.2));
    }

    /// <summary>S of the inverse law is 1/S(−1 − u); S of MP(c₁) ⊠ MP(c₂)⁻¹ multiplies.</summary>
    [Fact]
    public void S_transforms_multiply_and_invert()
    {
        FreeF f = new(numeratorRatio: 0.6, denominatorRatio: 0.3);
        FreePoisson first = FreePoisson.FromAspectRatio(0.6);
        FreePoisson second = FreePoisson.FromAspectRatio(0.3);
        InverseFreePoisson inverse = new(0.3);
        foreach (Complex u in new Complex[] { -0.4, new(-0.2, -0.1), new(0.05, 0.02) })
        {
            Close.Relative(1.0 / second.S(-1.0 - u).Value, inverse.S(u).Value, within: 1e-13, $"S of the inverse at {u}");
            Close.Relative(first.S(u).Value * inverse.S(u).Value, f.S(u).Value, within: 1e-13, $"S of the ratio at {u}");
        }
    }

    private static Complex[] Points(SpectralMeasure law)
    {
        // Far enough out for the ray from 0 to stay in the image of the transform.
        double size = double.IsFinite(law.TopOfSupport) && double.IsFinite(law.BottomOfSupport)
            ? 4.0 * Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport))
            : 12.0;
        return [new(0.3 * size, size), new(-size, 0.4 * size), new(0.8 * size, -0.7 * size)];
    }
}
