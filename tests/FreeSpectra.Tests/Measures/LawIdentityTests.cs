using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>Laws as values, and their transforms where the plain formula would cancel.</summary>
public sealed class LawIdentityTests
{
    private static SpectralMeasure[] Catalogue => [.. LawCatalogue.All.Select(row => row.Data)];

    public static TheoryData<SpectralMeasure> Laws => LawCatalogue.All;

    [Fact]
    public void Laws_are_equal_when_their_parameters_are()
    {
        SpectralMeasure[] laws = Catalogue, again = Catalogue;
        for (int i = 0; i < laws.Length; i++)
        {
            for (int j = 0; j < laws.Length; j++)
            {
                Assert.True(laws[i].Equals(again[j]) == (i == j), $"{laws[i]} against {again[j]}");
            }

            Assert.Equal(laws[i].GetHashCode(), again[i].GetHashCode());
            Assert.False(laws[i].Equals(null));
        }

        // The text names the law and its parameters, so that no two look alike.
        Assert.Equal(laws.Length, laws.Select(law => law.ToString()).Distinct().Count());
    }

    /// <summary>Each parameter counts: a law that differs in one of them is another law.</summary>
    [Fact]
    public void A_law_with_one_other_parameter_is_another_law()
    {
        (SpectralMeasure, SpectralMeasure)[] pairs =
        [
            (new Semicircle(0.5, 0.7), new Semicircle(0.5, 0.8)), (new Semicircle(0.5, 0.7), new Semicircle(0.4, 0.7)),
            (new FreePoisson(2.0, 0.5), new FreePoisson(2.0, 0.6)), (new FreePoisson(2.0, 0.5), new FreePoisson(2.5, 0.5)),
            (new FreeBinomial(0.3, 1.5), new FreeBinomial(0.4, 1.5)), (new FreeBinomial(0.3, 1.5), new FreeBinomial(0.3, 2.5)),
            (new Jacobi(2.5, 1.3), new Jacobi(2.5, 1.4)), (new Jacobi(2.5, 1.3), new Jacobi(2.6, 1.3)),
            (new FreeMeixner(0.3, -0.4), new FreeMeixner(0.3, -0.3)), (new FreeMeixner(0.3, -0.4), new FreeMeixner(0.2, -0.4)),
            (new FreeF(0.5, 0.3), new FreeF(0.5, 0.4)), (new FreeF(0.5, 0.3), new FreeF(0.6, 0.3)),
            (new Raney(3.3, 1.2), new Raney(3.3, 1.1)), (new Raney(3.3, 1.2), new Raney(3.2, 1.2)),
            (new FreeStable(0.7, 0.4), new FreeStable(0.7, 0.3)), (new FreeStable(0.7, 0.4), new FreeStable(0.6, 0.4)),
            (new TwoProjections(0.7, 0.4), new TwoProjections(0.7, 0.3)), (new TwoProjections(0.7, 0.4), new TwoProjections(0.6, 0.4)),
            (new Uniform(0.0, 1.0), new Uniform(0.0, 2.0)), (new Uniform(0.0, 1.0), new Uniform(-1.0, 1.0)),
            (new CauchyLaw(0.6, 0.4), new CauchyLaw(0.6, 0.5)), (new CauchyLaw(0.6, 0.4), new CauchyLaw(0.5, 0.4)),
            (new CompoundPoisson(0.6, new Uniform(0.5, 2.0)), new CompoundPoisson(0.7, new Uniform(0.5, 2.0))),
            (new CompoundPoisson(0.6, new Uniform(0.5, 2.0)), new CompoundPoisson(0.6, new Uniform(0.5, 2.1))),
            (new EmpiricalLaw([1.0, 2.0]), new EmpiricalLaw([1.0, 2.5])), (new EmpiricalLaw([1.0, 2.0]), new EmpiricalLaw([1.0, 1.0, 2.0, 2.0, 3.0])),
            (new Atomic(new Atom(1.0, 0.5), new Atom(2.0, 0.5)), new Atomic(new Atom(1.0, 0.4), new Atom(2.0, 0.6))),
            (new AffineImage(new Uniform(0.0, 1.0), new AffineMap(1.0, 2.0)), new AffineImage(new Uniform(0.0, 1.0), new AffineMap(1.0, 3.0))),
            (new AffineImage(new Uniform(0.0, 1.0), new AffineMap(1.0, 2.0)), new AffineImage(new Uniform(0.0, 1.5), new AffineMap(1.0, 2.0))),
            (new FreeProjectionProduct(1.2, [(0.2, 3), (0.5, 1)]), new FreeProjectionProduct(1.2, [(0.2, 3), (0.5, 2)])),
            (new FreeProjectionProduct(1.2, [(0.2, 3), (0.5, 1)]), new FreeProjectionProduct(1.3, [(0.2, 3), (0.5, 1)])),
            (new Arcsine(1.0), new Arcsine(1.1)), (new KestenMcKay(3.0), new KestenMcKay(4.0)),
            (new InverseFreePoisson(0.3), new InverseFreePoisson(0.4)), (new FreeLogNormal(0.3), new FreeLogNormal(0.4)),
        ];
        Assert.All(pairs, pair =>
        {
            Assert.False(pair.Item1.Equals(pair.Item2), $"{pair.Item1} against {pair.Item2}");
            Assert.True(pair.Item1 is EmpiricalLaw || pair.Item1.ToString() != pair.Item2.ToString(), pair.Item1.ToString());
        });
    }

    [Fact]
    public void Operation_that_takes_something_else_is_refused_by_name()
    {
        LawExpression law = LawExpression.Parse("mp(1/2)");
        Assert.Equal("operation", Assert.Throws<ArgumentException>(() => LawExpression.Power(LawOperation.FreeSum, law, 2)).ParamName);
        Assert.Equal("operation", Assert.Throws<ArgumentException>(() => LawExpression.Power(LawOperation.Named, law, 2)).ParamName);
        Assert.Equal("operation", Assert.Throws<ArgumentException>(() => LawExpression.Binary(LawOperation.FreeSumPower, law, law)).ParamName);
        Assert.Equal("operation", Assert.Throws<ArgumentException>(() => LawExpression.Binary(LawOperation.Named, law, law)).ParamName);
        Assert.Equal(LawOperation.FreeProductPower, LawExpression.Power(LawOperation.FreeProductPower, law, 2).Operation);
        Assert.Equal(LawOperation.FreeQuotient, LawExpression.Binary(LawOperation.FreeQuotient, law, law).Operation);
    }

    /// <summary>G(z) = −E 1/X − z E 1/X² − … next to 0, where a support that keeps away from 0 leaves no room for cancellation.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Cauchy_next_to_zero_is_the_inverse_moment(SpectralMeasure law)
    {
        double gap = Math.Min(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        if (!(law.BottomOfSupport * law.TopOfSupport > 0.0) || double.IsInfinity(law.BottomOfSupport) || double.IsInfinity(law.TopOfSupport))
        {
            return;
        }

        Complex inverse = -law.Integrate(t => 1.0 / t, Tolerance.Tight).Value, square = -law.Integrate(t => 1.0 / (t * t), Tolerance.Tight).Value;
        foreach (Complex direction in new Complex[] { 1.0, Complex.ImaginaryOne, new(-0.6, -0.8) })
        {
            foreach (double size in new[] { 1e-6, 1e-9, 1e-13 })
            {
                Complex z = size * gap * direction;
                Close.Relative(inverse + (z * square), law.Cauchy(z), 2e-11, $"G({z})");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Transforms_at_0_of_a_law_away_from_it_are_the_limits(SpectralMeasure law)
    {
        if (law.BottomOfSupport <= 0.0 && law.TopOfSupport >= 0.0)
        {
            return;
        }

        // One step of Taylor's series from a point beside 0.
        double near = 1e-6 * Math.Min(Math.Abs(law.BottomOfSupport), Math.Abs(law.TopOfSupport));
        Complex slope = law.CauchyDerivative(near), limit = law.Cauchy(near) - (near * slope);
        Close.Relative(limit, law.Cauchy(Complex.Zero), 1e-10, "G(0)");
        Close.Relative(slope, law.CauchyDerivative(Complex.Zero), 1e-4, "G'(0)");
        Close.Relative(-1.0, law.MomentTransform(Complex.Zero), 1e-12, "h(0)");
        Close.Relative(limit, law.MomentTransformDerivative(Complex.Zero), 1e-9, "h'(0)");
    }

    [Theory, MemberData(nameof(Laws))]
    public void Quantiles_are_monotone_and_stay_in_the_support(SpectralMeasure law)
    {
        double[] levels = [1e-9, 1e-3, 0.1, 0.25, 0.4, 0.6, 0.75, 0.9, 0.999, 1.0 - 1e-9];
        double[] quantiles = [.. levels.Select(law.Quantile)];
        Assert.Equal(quantiles.Order(), quantiles);
        Assert.All(quantiles, x => Assert.InRange(x, law.BottomOfSupport, law.TopOfSupport));
        for (int i = 0; i < levels.Length; i++)
        {
            // At an edge where the density is infinite one number holds the mass of √ulp: its neighbours enclose the level.
            double ulp = Math.BitIncrement(Math.Abs(quantiles[i])) - Math.Abs(quantiles[i]);
            double above = law.CumulativeDistribution(quantiles[i] + (8.0 * ulp));
            double below = law.CumulativeDistribution(quantiles[i] - (8.0 * ulp));
            Assert.True(above >= levels[i] - 1e-10, $"the mass up to the quantile {quantiles[i]} of {levels[i]} is {above}");
            Assert.True(below <= levels[i] + 1e-10, $"the mass below the quantile {quantiles[i]} of {levels[i]} is {below}");
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => law.Quantile(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Quantile(-0.1));
    }

    /// <summary>Re G of a uniform law vanishes at its centre: ln of a quotient near 1, in and off the band.</summary>
    [Fact]
    public void Uniform_transform_keeps_its_digits_beside_the_centre()
    {
        foreach ((double left, double right) in new[] { (-1.0, 1.0), (0.5, 1.5), (-3e5, 1e5), (1e-160, 3e-160) })
        {
            Uniform law = new(left, right);
            double half = 0.5 * (right - left), center = left + half;
            foreach (double part in new[] { 1e-12, -1e-5, 0.2, -0.9 })
            {
                double x = center + (part * half);
                double u = (x - center) / half;
                Close.To(new Complex(Math.Atanh(u), -0.5 * Math.PI) / half, law.Cauchy(x), 4e-16 * (1.0 + Math.Abs(center / half)) / half / (1.0 - Math.Abs(u)), $"G at {x}");
            }
        }
    }
}
