using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Inside the law of X² an end of a band of X has an image where one of two terms begins: √x rounds by as much as the distance from it.</summary>
public sealed class SquareBesideInnerEndTests
{
    // X = 1 + semicircle on [−1, 3]: with r = √x the terms are √(4 − (r ∓ 1)²)/(2π), and 4 − (r + 1)² = (1 − r)(3 + r) with 1 − r = (1 − x)/(1 + r).
    [Theory]
    [InlineData(0.9999999989)]
    [InlineData(0.999999999999)]
    [InlineData(0.99999)]
    [InlineData(0.9)]
    [InlineData(0.3)]
    public void The_square_of_a_semicircle_about_one_keeps_its_digits_beside_one(double x)
    {
        double root = Math.Sqrt(x);
        double gap = (1.0 - x) / (1.0 + root);
        double far = Math.Sqrt(4.0 - ((1.0 - root) * (1.0 - root)));
        double expected = (far + Math.Sqrt(gap * (3.0 + root))) / (4.0 * Math.PI * root);
        SpectralMeasure law = new Semicircle(1.0, 1.0).Square();
        Close.Relative(expected, law.Density(x), 1e-15, "density");
        Close.Relative(expected, law.DensityEstimate(x).Value, 1e-15, "estimate");
    }

    [Fact]
    public void Beyond_the_inner_end_one_term_is_left()
    {
        const double x = 1.0000000011;
        double root = Math.Sqrt(x);
        Close.Relative(Math.Sqrt(4.0 - ((root - 1.0) * (root - 1.0))) / (4.0 * Math.PI * root), new Semicircle(1.0, 1.0).Square().Density(x), 1e-15, "density");
    }

    // A sum of the same kind, whose end −1 is a computed one: the claim holds the distance from it.
    [Fact]
    public void The_claim_of_a_computed_law_holds()
    {
        SpectralMeasure law = new Semicircle(0.5, 0.5).FreeSum(new Semicircle(0.5, 0.5)).Square();
        SpectralMeasure exact = new Semicircle(1.0, 1.0).Square();
        foreach (double x in new[] { 0.9999999989, 0.9999, 0.95, 1.0001 })
        {
            Assert.InRange(Math.Abs(exact.Density(x) - law.Density(x)), 0.0, law.DensityEstimate(x).Error + (1e-15 * law.Density(x)));
        }
    }

    // A sum of symmetric laws is symmetric, but its ends are found one by one: ±1.62687228068590 are 5e-15 apart. A sliver between their squares would start a
    // band with the power 0.
    [Theory]
    [InlineData("sqrt-sym(atoms(0:0.3, 1:0.3, 4:0.4)) [+] sqrt-sym(uniform(0, 1))", 3)]
    [InlineData("sqrt-sym(atoms(0:0.3, 1:0.3, 4:0.4)) [+] atoms(-1/5:1/2, 1/5:1/2)", 3)]
    public void The_square_of_a_symmetric_sum_has_one_band_for_each_pair_with_the_powers_of_its_ends(string expression, int pairs)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        SpectralMeasure square = law.Square();
        Assert.Equal(pairs, square.Bands.Length);
        foreach (Band band in square.Bands)
        {
            Assert.Equal(0.5, band.RightExponent);
            Assert.Equal(band.Left == 0.0 ? -0.5 : 0.5, band.LeftExponent);
            Close.To(law.Bands.Where(other => other.Right > 0.0 && Math.Abs(other.Right - Math.Sqrt(band.Right)) < 1e-9).Sum(other => other.Left < 0.0 ? other.Mass : 2.0 * other.Mass), band.Mass, 1e-12, "mass");
        }
    }

    // Either end of a pair is as far off as it claims, so beside the end of the square the density is that at the distance from it, C·√(distance).
    [Fact]
    public void Beside_a_folded_end_the_density_of_the_square_goes_on_as_a_root()
    {
        SpectralMeasure square = LawEvaluator.Evaluate(LawExpression.Parse("sqrt-sym(atoms(0:0.3, 1:0.3, 4:0.4)) [+] sqrt-sym(uniform(0, 1))")).Square();
        double near = square.DensityFromEdge(2, IntervalEnd.Left, 1e-12);
        Close.Relative(1e-2 * square.DensityFromEdge(2, IntervalEnd.Left, 1e-8), near, 1e-5, "a ten thousandth of the distance");
    }
}
