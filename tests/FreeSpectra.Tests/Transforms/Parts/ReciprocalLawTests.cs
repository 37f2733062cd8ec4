using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Boolean and monotone sums against F = F_μ + F_ν − z and F = F_μ ∘ F_ν, point by point.</summary>
public sealed class ReciprocalLawTests
{
    private static readonly Atomic Signs = new(new Atom(-1.0, 0.5), new Atom(1.0, 0.5));

    private static readonly Atomic Three = new(new Atom(-1.0, 0.2), new Atom(0.0, 0.3), new Atom(1.5, 0.5));

    private static readonly SpectralMeasure Mixed = new JoinedLaw([new Atom(1.5, 0.3)], [(0.2, 1.0, 0.3), (2.0, 3.0, 0.4)]);

    public static TheoryData<SpectralMeasure, SpectralMeasure> Pairs => new()
    {
        { new Semicircle(0.0, 1.0), new Semicircle(0.3, 0.5) },
        { new Semicircle(0.0, 1.0), Signs },
        { Signs, new Semicircle(0.0, 0.1) },
        { Signs, Three },
        { Three, Signs },
        { new Semicircle(3.0, 0.5), new Semicircle(-3.0, 0.25) },
        { new FreePoisson(2.0, 0.5), Three },
        { new FreePoisson(0.4, 2.5), new Semicircle(0.5, 0.3) },
        { new Semicircle(5.0, 0.3), new FreePoisson(2.0, 0.5) },
        { new Arcsine(1.0), new Semicircle(0.2, 0.4) },
        { new Semicircle(0.2, 0.4), Mixed },
        { Atomic.Point(0.7), new Semicircle(0.2, 0.4) },

        // An atom of one law at an edge of the other: soft, hard, and with a jump.
        { new Semicircle(0.0, 1.0), new Atomic(new Atom(-1.5, 0.4), new Atom(2.0, 0.6)) },
        { new Semicircle(0.0, 1.0), new Atomic(new Atom(-2.0, 0.4), new Atom(1.5, 0.6)) },
        { new Atomic(new Atom(-2.0, 0.4), new Atom(1.5, 0.6)), new Semicircle(0.0, 1.0) },
        { new FreePoisson(1.0, 1.0), Three },
        { Three, new FreePoisson(1.0, 1.0) },
        { new FreePoisson(1.0, 1.0), new FreePoisson(1.0, 1.0) },
        { new Arcsine(1.0), Signs },
        { Signs, new Arcsine(1.0) },
        { Signs, new Semicircle(0.0, 1.0) },
        { new Arcsine(1.0), new Semicircle(0.0, 1.0) },
        { new Uniform(-1.0, 2.0), new Atomic(new Atom(-1.0, 0.3), new Atom(2.0, 0.7)) },
        { new Semicircle(4.0, 0.3), new Semicircle(-1.0, 0.4) },

        // The branches of the inner law are divided at 0, inside a gap and inside a band of the sum.
        { new Semicircle(-0.5, 0.04), new FreePoisson(3.0, 0.5).FreeProduct(new Uniform(0.5, 1.5)) },
        { new AffineImage(new FreePoisson(0.4, 2.5), new AffineMap(-1.0, -0.5)), new Semicircle(0.0, 0.2) },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void A_Boolean_sum_is_made_of_both_transforms(SpectralMeasure first, SpectralMeasure second) =>
        Check(first.BooleanSum(second), z => (1.0 / first.Cauchy(z)) + (1.0 / second.Cauchy(z)) - z, first.Mean + second.Mean, first.Variance + second.Variance);

    [Theory, MemberData(nameof(Pairs))]
    public void A_monotone_sum_is_made_of_one_transform_after_the_other(SpectralMeasure first, SpectralMeasure second) =>
        Check(first.MonotoneSum(second), z => 1.0 / first.Cauchy(1.0 / second.Cauchy(z)), first.Mean + second.Mean, first.Variance + second.Variance);

    [Fact]
    public void Bands_end_where_those_of_the_summands_or_their_preimages_do()
    {
        // F of the standard semicircle law takes s with |s| > 1 at s + 1/s.
        SpectralMeasure law = new Semicircle(5.0, 0.09).MonotoneSum(new Semicircle(0.0, 1.0));
        Assert.Equal([-2.0, 4.4 + (1.0 / 4.4), 5.6 + (1.0 / 5.6)], [law.Bands[0].Left, law.Bands[1].Left, law.Bands[1].Right], (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([(0.5, 0.5), (0.5, 0.5)], law.Bands.Select(band => (band.LeftExponent, band.RightExponent)));
        Assert.Equal((true, false), (((ReciprocalLaw)law).IsMonotone, ((ReciprocalLaw)law.BooleanSum(Signs)).IsMonotone));

        // Two standard semicircles make the arcsine law of radius 2 as a Boolean sum: F = √(z² − 4).
        SpectralMeasure arcsine = new Semicircle(0.0, 1.0).BooleanSum(new Semicircle(0.0, 1.0));
        Assert.Equal([(-2.0, 2.0, -0.5, -0.5)], arcsine.Bands.Select(band => (band.Left, band.Right, band.LeftExponent, band.RightExponent)));
        Close.Relative(1.0 / (Math.PI * Math.Sqrt(3.0)), arcsine.Density(1.0), 1e-13, "arcsine");

        // ±1 ⊎ ±1 = ±√2; ±1 ▷ ±1: z − 1/z = ±1.
        Assert.Equal([-Math.Sqrt(2.0), Math.Sqrt(2.0)], Signs.BooleanSum(Signs).Atoms.Select(atom => atom.Location), (a, b) => Math.Abs(a - b) < 1e-14);
        double golden = 0.5 * (1.0 + Math.Sqrt(5.0));
        SpectralMeasure four = Signs.MonotoneSum(Signs);
        Assert.Equal([-golden, 1.0 - golden, golden - 1.0, golden], four.Atoms.Select(atom => atom.Location), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([0.5 / (1.0 + (1.0 / (golden * golden))), 0.5 / (1.0 + (golden * golden))], [four.Atoms[3].Weight, four.Atoms[2].Weight], (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal("ReciprocalLaw { Uniform { 0.5, 2 } ⊎ Uniform { 0, 1 } }", new Uniform(0.5, 2.0).BooleanSum(new Uniform(0.0, 1.0)).ToString());
        Assert.Equal("ReciprocalLaw { Uniform { 0.5, 2 } ▷ Uniform { 0, 1 } }", new Uniform(0.5, 2.0).MonotoneSum(new Uniform(0.0, 1.0)).ToString());
        Assert.NotEqual(Signs.MonotoneSum(Three), Signs.BooleanSum(Three));
        Assert.NotEqual(Signs.BooleanSum(Three), Three.BooleanSum(Signs));
        Assert.NotEqual(Signs.MonotoneSum(Three).GetHashCode(), Signs.BooleanSum(Three).GetHashCode());
    }

    private static void Check(SpectralMeasure law, Func<Complex, Complex> reciprocal, double mean, double variance)
    {
        Close.To(1.0, law.TotalMass, 1e-9, "mass");
        Close.To(mean, law.Mean, 1e-12, "mean");
        Close.To(variance, law.Variance, 1e-9, "variance");
        Close.To(variance + (mean * mean), law.Moment(2), 1e-9, "second moment");
        double size = 1.0 + Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport));
        foreach (Complex z in new Complex[] { new(0.3, 0.8), new(-1.1, -0.3), new(4.0, 1e-3) })
        {
            Close.Relative(1.0 / reciprocal(z), law.Cauchy(z), 1e-12, $"G({z})");
            Close.Relative((law.Cauchy(z + 1e-6) - law.Cauchy(z - 1e-6)) / 2e-6, law.CauchyDerivative(z), 1e-5, $"G'({z})");
            Close.To(law.Integrate(t => 1.0 / (z - t), new Tolerance(1e-9, 1e-9)).Value, law.Cauchy(z), 1e-6, $"∫ at {z}");
        }

        foreach (Atom atom in law.Atoms)
        {
            // w/(iε): F(a + iε) = iε/w.
            Complex f = reciprocal(new Complex(atom.Location, 1e-7));
            Close.Relative(1e-7 / atom.Weight, f.Imaginary, 1e-4, $"weight at {atom.Location}");
            Assert.True(Math.Abs(f.Real) < 1e-6, $"F at {atom.Location}");
        }

        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            Close.To(band.Mass, law.IntegrateBand(i, _ => 1.0, new Tolerance(1e-9, 1e-9)).Value, 1e-7, $"mass of {band}");
            foreach (double t in new[] { 0.03, 0.21, 0.5, 0.68, 0.97 })
            {
                double x = band.Left + (t * band.Width);
                Complex above = reciprocal(new Complex(x, 1e-9 * size));
                double density = above.Imaginary / Math.PI / (above.Magnitude * above.Magnitude);
                Close.To(density, law.Density(x), 1e-5 * (density + (1.0 / size)), $"density at {x}");
                Close.Relative(law.Density(x), law.DensityFromEdge(i, IntervalEnd.Left, x - band.Left), 1e-9, $"{x} from the left");
                Close.Relative(law.Density(x), law.DensityFromEdge(i, IntervalEnd.Right, band.Right - x), 1e-9, $"{x} from the right");
                Close.Relative(-law.Cauchy(x).Imaginary / Math.PI, law.Density(x), 1e-12, $"Im G at {x}");
            }

            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                foreach (double t in new[] { 1e-18, 1e-7, 3e-3, 0.2 })
                {
                    Complex g = ((ReciprocalLaw)law).CauchyFromEdge(i, end, t * band.Width);
                    Close.Relative(law.DensityFromEdge(i, end, t * band.Width), -g.Imaginary / Math.PI, 1e-9, $"Im G at {t} from the {end} end of {band}");
                    double x = end == IntervalEnd.Left ? band.Left + (t * band.Width) : band.Right - (t * band.Width);
                    if (t > 1e-3)
                    {
                        Close.Relative(law.Cauchy(x), g, 1e-9, $"G at {t} from the {end} end of {band}");
                    }
                }

                double exponent = end == IntervalEnd.Left ? band.LeftExponent : band.RightExponent;
                if (exponent != 0.0)
                {
                    double slope = Math.Log10(law.DensityFromEdge(i, end, 1e-8 * band.Width) / law.DensityFromEdge(i, end, 1e-9 * band.Width));

                    // No power: the density falls like 1/ln².
                    Close.To(double.IsInfinity(exponent) ? 0.1 : exponent, slope, double.IsInfinity(exponent) ? 0.05 : 1e-2, $"exponent of {band} at its {end} end");
                }
            }
        }

        double outside = law.TopOfSupport + 0.1;
        Assert.Equal(0.0, law.Density(outside));
        Close.Relative(1.0 / reciprocal(outside), law.Cauchy(outside), 1e-12, "G off the support");
    }

    /// <summary>F = F₁ + F₂ − z with 40 digits. Beside an end of a summand its G has a square root of the distance, which shares the rounding of the end on both sides.</summary>
    [Theory]
    [InlineData("boolean-sum(semicircle, mp(1/2))", 0.08578643762690288, 0.29982923498960520863)]
    [InlineData("boolean-sum(semicircle, mp(1/2))", 0.0857864376269, 0.29982923202824384672)]
    [InlineData("boolean-sum(semicircle, mp(1/2))", 0.0857, 0.29871064685461194177)]
    [InlineData("boolean-sum(semicircle, mp(1/2))", 0.09, 0.28603000351659790662)]
    [InlineData("boolean-sum(mp(2), mp(1))", 0.17157287506507973, 0.31142068324053927597)]
    public void Errors_beside_an_end_of_a_summand_hold_its_rounding(string expression, double x, double expected)
    {
        Estimate<double> density = LawEvaluator.Evaluate(LawExpression.Parse(expression)).DensityEstimate(x);
        Assert.InRange(density.Value, expected - density.Error, expected + density.Error);
        Assert.InRange(density.Error, 0.0, 1e-8 * expected);
    }
}
