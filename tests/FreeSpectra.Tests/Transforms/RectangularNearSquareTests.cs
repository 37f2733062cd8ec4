using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Rectangular sums with a ratio near 1: the gap about 0 is narrower than any grid, and the power at 0 begins many decades below it.</summary>
public sealed class RectangularNearSquareTests
{
    private const string Low = "rect-sum(sqrt-sym(atoms(0:0.3, 1:0.7)), sqrt-sym(atoms(0:0.4, 2:0.6)), ";
    private const string Lower = "rect-sum(sqrt-sym(atoms(0:0.1, 1:0.9)), sqrt-sym(atoms(0:0.2, 2:0.8)), ";
    private const string Flat = "rect-sum(sqrt-sym(uniform(0, 1)), sqrt-sym(uniform(0, 2)), ";
    private const string High = "rect-sum(sqrt-sym(atoms(0:0.6, 1:0.4)), sqrt-sym(atoms(0:0.6, 2:0.4)), ";

    // The critical value of y(H) at which M₁ + M₂ = −1 − (1 − λ)/2λ about, by Newton's method to 40 digits for the double nearest to λ.
    [Theory]
    [InlineData(Low + "0.99)", 0.0062895614214664282)]
    [InlineData(Low + "0.999)", 0.000632110065313973514)]
    [InlineData(Low + "0.999999)", 6.32455187075627401e-7)]
    [InlineData(Lower + "0.9999)", 0.0000966679564837620498)]
    [InlineData(Flat + "0.9999)", 0.000121578070271675158)]
    [InlineData(Flat + "0.999999)", 1.21698751320516358e-6)]
    public void The_gap_about_zero_is_as_wide_as_its_forty_digit_root(string expression, double edge)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        Band band = law.Bands[law.Bands.Length / 2];
        Close.Relative(edge, band.Left, 1e-14, expression);
        Assert.Equal(0.5, band.LeftExponent);
        Assert.Equal(0.0, law.DensityEstimate(0.9 * edge).Value);
    }

    // The equations solved to 40 digits, followed from far above the axis down to it.
    [Theory]
    [InlineData(Low + "0.999)", 1e-3, 0.195296589202201715)]
    [InlineData(Low + "0.999)", 0.5, 0.224625329982262664)]
    [InlineData(Low + "0.999999)", 5e-8, 0.0)]
    [InlineData(Low + "0.999999)", 7e-7, 0.107848739764359741)]
    [InlineData(Low + "0.999999)", 6e-6, 0.250244509955976265)]
    [InlineData(Low + "0.999999)", 1e-3, 0.251645851523959263)]
    [InlineData(Lower + "0.9999)", 2.5e-5, 0.0)]
    [InlineData(Lower + "0.9999)", 6e-4, 0.16250621446317858)]
    [InlineData(Flat + "0.9999)", 2e-4, 0.103953986148605819)]
    [InlineData(Flat + "0.999999)", 2e-4, 0.130775763394628603)]
    [InlineData("rect-sum(sqrt-sym(atoms(0:0.45, 1:0.55)), sqrt-sym(mp(2)), 0.9999)", 5e-6, 0.0)]
    [InlineData("rect-sum(sqrt-sym(atoms(0:0.45, 1:0.55)), sqrt-sym(mp(2)), 0.9999)", 1e-4, 0.683768904645142976)]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), 0.99)", 1e-7, 1.59948738008576538)]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), 0.99)", 1e-3, 1.44537964281765656)]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), 0.999999)", 1e-7, 37.3912483787286188)]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), 0.999999)", 1e-3, 1.73657834958378189)]
    public void The_density_beside_zero_is_the_solution_to_forty_digits_within_its_claim(string expression, double x, double expected)
    {
        Estimate<double> density = LawEvaluator.Evaluate(LawExpression.Parse(expression)).DensityEstimate(x);
        Assert.InRange(Math.Abs(density.Value - expected), 0.0, 3.0 * density.Error);
        Assert.InRange(density.Error, 0.0, 1e-9 * expected);
    }

    // With wᵢ the masses at 0, w₁ + w₂ = 1 and cᵢ the mean of 1/x over the positive squares: yᵢ ∼ Kᵢ/H with Kᵢ = wᵢ(1 − λ(1 − wᵢ)), 1 + M ∼ −Σ cᵢKᵢ/H,
    // so H² ∼ −(1 − λ) Σ cᵢKᵢ/y and ρ(0) = √(Σ cᵢKᵢ/(1 − λ))/π. Of mp(2) c = ½; of bernoulli(p, a) c = p/a².
    [Theory]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), ", 0.99, 0.5, 0.5, 0.5)]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), ", 0.999, 0.5, 0.5, 0.5)]
    [InlineData("rect-sum(sqrt-sym(mp(2)), sqrt-sym(mp(2)), ", 0.999999, 0.5, 0.5, 0.5)]
    [InlineData("rect-sum(bernoulli(1/2), bernoulli(1/2), ", 0.999, 0.5, 0.5, 0.5)]
    [InlineData("rect-sum(bernoulli(3/4), bernoulli(1/4, at=2), ", 0.99, 0.25, 0.75, 0.0625)]
    public void Where_the_masses_at_zero_add_to_one_the_density_there_is_that_of_the_double_zero(
        string expression, double ratio, double mass, double inverse, double otherInverse)
    {
        double K(double w) => w * (1.0 - (ratio * (1.0 - w)));
        double expected = Math.Sqrt(((inverse * K(mass)) + (otherInverse * K(1.0 - mass))) / (1.0 - ratio)) / Math.PI;
        Estimate<double> density = LawEvaluator.Evaluate(LawExpression.Parse(FormattableString.Invariant($"{expression}{ratio:R})"))).DensityEstimate(0.0);
        Assert.InRange(Math.Abs(density.Value - expected), 0.0, 3.0 * density.Error);
        Assert.InRange(density.Error, 0.0, 1e-5 * expected);
    }

    // H of a factor turns between its two zeros, 1 − λ apart, and the end of the inner gap lies there: by Newton's method to 50 digits. The density at 1.096
    // is the solution to 40 digits.
    [Fact]
    public void The_end_of_an_inner_gap_between_the_zeros_of_H_is_found()
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(High + "0.999)"));
        Assert.Equal(4, law.Bands.Length);
        Close.Relative(1.09562775009482131, law.Bands[3].Left, 4e-15, "upper end of the inner gap");
        Close.To(0.2, law.Bands[3].Mass, 1e-13, "mass above the inner gap");
        Estimate<double> density = law.DensityEstimate(1.096);
        Assert.InRange(Math.Abs(density.Value - 0.010166433260089883), 0.0, 3.0 * density.Error);
    }

    // Everything is analytic in λ at 1 but the gap about 0, so with 1 − λ = 1e-7 the inner ends and the density differ from those of the free sum by as little.
    [Fact]
    public void The_inner_gap_tends_to_that_of_the_free_sum()
    {
        SpectralMeasure near = LawEvaluator.Evaluate(LawExpression.Parse(High + "0.9999999)"));
        SpectralMeasure square = LawEvaluator.Evaluate(LawExpression.Parse(High + "1)"));
        Assert.Equal(square.Bands.Length, near.Bands.Length);
        for (int i = 0; i < near.Bands.Length; i++)
        {
            Close.To(square.Bands[i].Left, near.Bands[i].Left, 1e-6, $"left end of band {i}");
            Close.To(square.Bands[i].Right, near.Bands[i].Right, 1e-6, $"right end of band {i}");
            double middle = 0.5 * (near.Bands[i].Left + near.Bands[i].Right);
            Close.To(square.Density(middle), near.Density(middle), 1e-6, $"density at {middle:R}");
        }
    }
}
