using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Measures;

/// <summary>Masses and quantiles next to the ends of bands and far out in tails: small ones by themselves, not as what is left of 1.</summary>
public sealed class MassFromEndTests
{
    private static readonly double[] Levels =
        [1e-300, 1e-100, 1e-30, 1e-20, 1e-16, 1e-15, 1e-12, 1e-6, 1e-3, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1.0 - 1e-6, 1.0 - 1e-12, 1.0 - 1e-15, 1.0 - 1.2e-16];

    /// <summary>To forty digits from F = (2a + sin 2a)/π at x = 4 sin²a, (t − sin t)/2π at x = 4 sin²(t/4), and tan.</summary>
    [Theory]
    [InlineData("mp(1)", 1e-6, 2.4674011002728469937e-12)]
    [InlineData("mp(1)", 1e-15, 2.4674011002723396547e-30)]
    [InlineData("mp(1)", 1e-30, 2.4674011002723396547e-60)]
    [InlineData("mp(1)[x]mp(1)", 1e-15, 1.768047623500e-45)]
    [InlineData("semicircle(1,2)", 1e-15, 2.8107836664414116077e-10)]
    [InlineData("semicircle + 2", 1e-15, 2.8107836664414116077e-10)]
    [InlineData("-1*semicircle + 2", 1e-15, 2.8107836664414116077e-10)]
    [InlineData("free-stable(1,0.5)", 1e-15, -318309886183790.67154)]
    [InlineData("cauchy(0,1)", 1e-15, -318309886183790.67154)]
    [InlineData("cauchy(0,1)", 0.999999999999, 318316927901.77967)]
    [InlineData("semicircle [+] cauchy(0,1)", 1e-20, -31830988618379067154.0)]
    public void Quantiles_have_relative_accuracy_beside_ends(string text, double probability, double expected) =>
        Close.Relative(expected, Law(text).Quantile(probability), within: 1e-11, text);

    /// <summary>The quantiles of a law on either side of all mass grow with p, each in bounded time.</summary>
    [Theory]
    [InlineData("free-stable(1.5,0.5)")]
    [InlineData("free-stable(1.2,0.3)")]
    [InlineData("free-stable(1.9,0.5)")]
    [InlineData("free-stable(1,0.5)")]
    [InlineData("free-stable(0.5,1)")]
    [InlineData("mp(1)")]
    [InlineData("mp(0.5)")]
    [InlineData("mp(1)[x]mp(1)")]
    [InlineData("uniform(0,1)[x]uniform(0,1)")]
    [InlineData("inverse(uniform(0,1))")]
    [InlineData("inverse(semicircle)")]
    [InlineData("semicircle [+] cauchy(0,1)")]
    [InlineData("free-stable(1.5,0.5) [+] semicircle")]
    [InlineData("bernoulli(0.3) [+] semicircle(0.01)")]
    public void Quantiles_are_monotone_and_give_back_the_mass(string text)
    {
        SpectralMeasure law = Law(text);
        double before = double.NegativeInfinity;
        foreach (double level in Levels)
        {
            double x = law.Quantile(level);
            Assert.True(x >= before, $"{text}: the quantile of {level:R} is {x:R}, below {before:R}");
            before = x;
            if (double.IsNegativeInfinity(law.BottomOfSupport) && level < 0.5)
            {
                Close.Relative(level, law.CumulativeDistribution(x), within: 1e-10, $"{text}, {level:R}");
            }

            if (double.IsPositiveInfinity(law.TopOfSupport) && level > 0.5)
            {
                Close.Relative(1.0 - level, law.MassAbove(x), within: 1e-10, $"{text}, {level:R}");
            }
        }
    }

    /// <summary>G(z) = g(z + i) with g that of the semicircle, and ∫ g dz = g²/2 − ln g: the mass above x is Im(g²/2 − ln g)/π at x + i.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(5.0)]
    [InlineData(1e3)]
    [InlineData(1e5)]
    [InlineData(1e10)]
    [InlineData(1e20)]
    [InlineData(1e100)]
    [InlineData(1e200)]
    public void Tails_of_a_sum_with_a_Cauchy_law_are_closed(double x)
    {
        SpectralMeasure law = Law("semicircle [+] cauchy(0,1)");
        System.Numerics.Complex g = Semicircle.Standard.Cauchy(new System.Numerics.Complex(x, 1.0));
        double bulge = g.Real * g.Imaginary;
        double expected = x > 1e100 ? 1.0 / (Math.PI * x) : (bulge - Math.Atan2(g.Imaginary, g.Real)) / Math.PI;
        Close.Relative(expected, law.MassAbove(x), within: 1e-10, $"above {x:R}");
        Close.Relative(expected, law.CumulativeDistribution(-x), within: 1e-10, $"below {-x:R}");
        Close.To(1.0 - expected, law.CumulativeDistribution(x), within: 1e-13, $"below {x:R}");
    }

    /// <summary>The tail of a sum is that of its heavy summand: sin(πα/2)/(πα)·|x|^{−α} for a symmetric stable law.</summary>
    [Theory]
    [InlineData(1e8)]
    [InlineData(1e14)]
    [InlineData(1e20)]
    [InlineData(1e100)]
    public void Tails_of_a_sum_with_a_stable_law_are_its_power(double x)
    {
        SpectralMeasure law = Law("free-stable(1.5,0.5) [+] semicircle");
        double expected = Math.Sin(0.75 * Math.PI) / (1.5 * Math.PI) * Math.Pow(x, -1.5);
        Close.Relative(expected, law.CumulativeDistribution(-x), within: 1e-10, $"below {-x:R}");
        Close.Relative(expected, law.MassAbove(x), within: 1e-10, $"above {x:R}");
    }

    /// <summary>Quantiles of −X mirror those of X, with p and 1 − p both exact.</summary>
    [Theory]
    [InlineData("mp(1)")]
    [InlineData("free-stable(0.5,1)")]
    [InlineData("atoms(0:0.25, 1:0.75) [+] semicircle(0.001)")]
    public void Quantiles_of_a_reflection_mirror(string text)
    {
        SpectralMeasure law = Law(text);
        foreach (double p in new[] { Math.ScaleB(1.0, -50), Math.ScaleB(1.0, -30), 0.0625, 0.375 })
        {
            Close.Relative(-law.Quantile(p), new AffineImage(law, AffineMap.Reflection).Quantile(1.0 - p), within: 1e-11, $"{text}, {p:R}");
            Close.Relative(-law.Quantile(1.0 - p), new AffineImage(law, AffineMap.Reflection).Quantile(p), within: 1e-11, $"{text}, 1 − {p:R}");
            Close.Relative(-law.Quantile(p), new AffineImage(law, new AffineMap(0.0, -1.0)).Quantile(1.0 - p), within: 1e-11, $"{text}, {p:R}");
        }
    }

    /// <summary>Mass up to a place beside a narrow band: of its weight, and of two narrow Cauchy peaks the masses of both tails.</summary>
    [Fact]
    public void Masses_beside_narrow_parts_are_answered()
    {
        // A half-plane shift by 1e-6: exactly the sum of the tails of two Cauchy laws, to the square of the scale.
        double tails = (0.7 - 0.3) * Math.Atan2(1e-6, 0.5) / Math.PI;
        Close.To(0.7 - tails, Law("cauchy(0,1e-6) [+] bernoulli(0.3)").CumulativeDistribution(0.5), within: 7e-12, "two peaks");

        // Nearly a semicircle about 1 of variance 0.3e-8 and mass 0.3, moved by 1e-8·0.7 by the other atom.
        double s = (1e-4 - 7e-9) / (2e-4 * Math.Sqrt(0.3));
        double above = 0.3 * (0.5 - (((s * Math.Sqrt(1.0 - (s * s))) + Math.Asin(s)) / Math.PI));
        Close.To(1.0 - above, Law("bernoulli(0.3) [+] semicircle(1e-8)").CumulativeDistribution(1.0001), within: 1e-8, "narrow band");
    }

    /// <summary>A quantile beyond the largest number is told.</summary>
    [Fact]
    public void A_quantile_beyond_the_largest_number_is_refused() =>
        Assert.Throws<NonConvergenceException>(() => new FreeStable(0.7, 0.6).Quantile(1e-300));

    private static SpectralMeasure Law(string text) => LawEvaluator.Evaluate(LawExpression.Parse(text));
}
