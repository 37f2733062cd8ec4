using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Places that are known to a few units in the last place only: those of atoms of images, and ends of bands with something narrow beside them.</summary>
public sealed class RoundedPlaceTests
{
    /// <summary>(z − b)/a may be the very atom of the source at z an ulp beside that of the image: F = 0 and F' = 1/w there as well.</summary>
    [Theory]
    [InlineData("0.821*atoms(0.142:0.25, 1:0.75)")]
    [InlineData("-1*atoms(-0.5:0.75, 0.698:0.25) - 0.453")]
    [InlineData("square(atoms(0.2:0.25, 1.647:0.75))")]
    [InlineData("1 + 0.3*atoms(0.1:0.25, 0.7:0.75)")]
    public void Beside_an_atom_of_an_image_F_rises_like_one_over_its_weight(string expression)
    {
        SpectralMeasure law = Law(expression);
        foreach (Atom atom in law.Atoms)
        {
            double ulp = Math.BitIncrement(Math.Abs(atom.Location)) - Math.Abs(atom.Location);
            for (int k = -8; k <= 8; k++)
            {
                (double value, double slope) = ConvolutionAlgebra.Additive.RealPick(law, atom.Location + (k * ulp));
                Assert.InRange(slope * atom.Weight, 1.0 - 1e-13, 1.0 + 1e-13);
                Assert.InRange(value, -64.0 * ulp, 64.0 * ulp);
            }
        }
    }

    /// <summary>The masses are what is left of the factors' atoms: two at b + {0.5, −0.698} and two bands of mass 1/23 about them.</summary>
    [Fact]
    public void Sum_with_a_reflected_atom_keeps_its_gap_whole()
    {
        SpectralMeasure law = Law("-1*atoms(-0.5:6/35, 0.698:29/35) - 0.453 [+] atoms(0:22/23, 0.844:1/23) [x] uniform(0, 1.53)");
        Assert.Equal(2, law.Bands.Length);
        Assert.All(law.Bands, band => Assert.InRange(band.Mass, (1.0 / 23.0) - 1e-14, (1.0 / 23.0) + 1e-14));
    }

    /// <summary>A hard end x^(−2/3) at each of the atoms of an image: the masses are found by quadrature, so that they balance only if the ends are right.</summary>
    [Fact]
    public void Monotone_sum_with_scaled_atoms_has_mass_one() =>
        Assert.InRange(Law("monotone-sum(atoms(0:0.1, 1:0.9)^[x]3, 0.821*atoms(0.142:1/2, 1:1/2))").TotalMass, 1.0 - 1e-12, 1.0 + 1e-12);

    /// <summary>
    /// F = F_μ ∘ F_U − 2 with μ = 0.9δ₀ + 0.1δ₀.₃ and U uniform on [0, 3]. Between 3 and the pole, F_U = 0.27 at 3 + 4.5e-5, it vanishes where F_U = w,
    /// w² − 2.3w + 0.54 = 0: at x = 3/(1 − e^(−3/w)), with F_U' = w²/(x(x − 3)).
    /// </summary>
    [Fact]
    public void Boolean_sum_finds_the_atom_between_a_band_and_a_pole_beside_it()
    {
        SpectralMeasure law = Law("boolean-sum(point(2), monotone-sum(bernoulli(0.1, at=0.3), uniform(0, 3)))");
        double w = 0.5 * (2.3 - Math.Sqrt((2.3 * 2.3) - (4.0 * 0.54)));
        double beyond = 3.0 / (Math.Exp(3.0 / w) - 1.0);
        double g = (0.9 / w) + (0.1 / (w - 0.3));
        double outer = ((0.9 / w / w) + (0.1 / (w - 0.3) / (w - 0.3))) / (g * g);
        Assert.Equal(2, law.Atoms.Length);
        Assert.InRange(law.Atoms[0].Location - 3.0, beyond - 2e-15, beyond + 2e-15);
        Assert.InRange(law.Atoms[0].Weight * outer * w * w / (3.0 + beyond) / beyond, 1.0 - 1e-9, 1.0 + 1e-9);
        Assert.InRange(law.TotalMass, 1.0 - 1e-12, 1.0 + 1e-12);
    }

    /// <summary>Beside the atom of weight 0.998 ⊞ a law with hard ends, the edges are square roots on a scale of 2.5e-7 only.</summary>
    [Fact]
    public void Boolean_sum_has_mass_one_where_a_summand_has_an_edge_on_a_tiny_scale() =>
        Assert.InRange(Law("boolean-sum(point(0.02), bernoulli(0.998) [+] square(arcsine(0.5)))").TotalMass, 1.0 - 1e-11, 1.0 + 1e-11);

    /// <summary>Within the tiny scale of that edge and beyond it, G by the distance from the edge is G at the place, as far as this resolves the distance.</summary>
    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e-8)]
    [InlineData(1e-7)]
    [InlineData(1e-6)]
    public void Transform_beside_an_edge_on_a_tiny_scale_is_that_at_the_place(double offset)
    {
        SpectralMeasure law = Law("bernoulli(0.998) [+] square(arcsine(0.5))");
        Complex place = law.Cauchy(law.Bands[1].Left + offset);
        Complex beside = EdgeTransform.Cauchy(law, 1, IntervalEnd.Left, offset);
        Close.To(place, beside, within: 1e-15 / offset * Complex.Abs(place), $"G at {offset} from the edge");
        Close.To(-Complex.Conjugate(beside) / 2.0, EdgeTransform.Cauchy(Law("-2*(bernoulli(0.998) [+] square(arcsine(0.5)))"), 0, IntervalEnd.Right, 2.0 * offset), within: 1e-15 / offset * Complex.Abs(place), "the image");
    }

    /// <summary>Atoms of mass just 1 together, 0.241 at 0 and 0.759 at 1, where the gap from 1 on begins at a split of the branches: mass 0.241 lies below 1.</summary>
    [Fact]
    public void Gap_that_begins_where_atoms_just_vanish_has_the_mass_of_one_of_them_below()
    {
        SpectralMeasure law = Law("uniform(1, 1.326) [x] bernoulli(0.759, at=1.39) [+] bernoulli(0.759)");
        Assert.Equal([0.241, 0.241, 0.518], law.Bands.Select(band => Math.Round(band.Mass, 13)));
        Assert.Equal((1.0, -0.5), (law.Bands[0].Right, law.Bands[0].RightExponent));
    }

    private static SpectralMeasure Law(string expression) => LawEvaluator.Evaluate(LawExpression.Parse(expression));
}
