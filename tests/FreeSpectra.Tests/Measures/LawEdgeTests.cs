using System.Numerics;
using System.Text.RegularExpressions;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>Laws at the very ends of their bands, in their tails, and in words.</summary>
public sealed class LawEdgeTests
{
    private static readonly double[] NearEdges = [1e-36, 1e-60, 1e-100];

    public static TheoryData<SpectralMeasure> Laws => LawCatalogue.All;

    /// <summary>h(0) = −1 and G(0) = −E X⁻¹, which is 1 for r = p, where the density begins like x^(1/p), and infinite for r &lt; p.</summary>
    [Theory]
    [InlineData(1.5, 1.5, -1.0)]
    [InlineData(3.0, 3.0, -1.0)]
    [InlineData(1.5, 1.2, double.NegativeInfinity)]
    public void Transforms_of_a_Raney_law_at_0_are_their_limits(double p, double r, double g)
    {
        Raney law = new(p, r);
        Assert.Equal((g, 0.0), (law.Cauchy(Complex.Zero).Real, law.Cauchy(Complex.Zero).Imaginary));
        Assert.Equal(g, law.MomentTransformDerivative(Complex.Zero).Real);
        Assert.Equal(double.NegativeInfinity, law.CauchyDerivative(Complex.Zero).Real);
        Assert.Equal(-Complex.One, law.MomentTransform(Complex.Zero));
        if (double.IsFinite(g))
        {
            Close.To(-g, law.Integrate(x => 1.0 / x, Tolerance.Standard).Value, within: 1e-9, "E X⁻¹");
        }
    }

    /// <summary>ρ ∼ C·dᵉ: far below the spacing of numbers at the edge the density still follows its exponent, and is positive.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Density_follows_its_exponent_however_near_the_edge(SpectralMeasure law) => Assert.All(Ends(law), e =>
    {
        double width = Math.Min(1.0, law.Bands[e.Band].Width);
        double before = law.DensityFromEdge(e.Band, e.End, 1e-30 * width);
        foreach (double offset in NearEdges)
        {
            double density = law.DensityFromEdge(e.Band, e.End, offset * width);
            Assert.True(density > 0.0, $"density {density} at {offset} from {e.Place}");
            Close.To(e.Exponent, Math.Log(density / before) / Math.Log(offset / 1e-30), within: 2e-3, $"slope down to {offset} at {e.Place}");
        }
    });

    [Theory, MemberData(nameof(Laws))]
    public void Density_at_an_edge_is_its_limit(SpectralMeasure law) => Assert.All(Ends(law), e =>
    {
        // One-band laws in closed form have their limit there; the others are certified inside only.
        if (law is OneBandLaw)
        {
            Assert.Equal(e.Exponent > 0.0 ? 0.0 : double.PositiveInfinity, law.Density(e.Place));
        }

        Assert.False(double.IsNaN(law.Density(e.Place)), $"density at {e.Place}");
    });

    /// <summary>The leading term integrates to μ([edge, edge + d]) = ρ(d)·d/(1 + e).</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Distribution_function_begins_like_the_integral_of_the_power(SpectralMeasure law)
    {
        foreach ((int band, IntervalEnd end, double exponent, double place) in Ends(law).Where(e => e.End == IntervalEnd.Left && e.Place == law.BottomOfSupport))
        {
            double offset = 1e-7 * Math.Max(Math.Abs(place), Math.Min(1.0, law.Bands[band].Width));
            double x = place + offset;
            double actual = law.CumulativeDistribution(x) - law.MassAt(place);
            double expected = law.DensityFromEdge(band, end, x - place) * (x - place) / (1.0 + exponent);
            Close.Relative(expected, actual, exponent < 0.0 ? 1e-2 : 1e-3, $"mass of ({place}, {x}]");
        }

        if (double.IsFinite(law.BottomOfSupport))
        {
            Assert.Equal(0.0, law.CumulativeDistribution(law.BottomOfSupport - 1e-9));
        }

        if (double.IsFinite(law.TopOfSupport))
        {
            Assert.Equal(1.0, law.CumulativeDistribution(law.TopOfSupport), 1e-13);
            Assert.Equal(1.0, law.CumulativeDistribution(law.TopOfSupport + 1e-9), 1e-15);
        }
    }

    /// <summary>ρ ∼ C|x|^{−1−α}: μ((x, ∞)) = ρ(x)·x/α far out.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Tails_hold_the_mass_of_their_power(SpectralMeasure law)
    {
        Band band = law.Bands.IsEmpty ? default : law.Bands[0];
        if (double.IsPositiveInfinity(band.Right))
        {
            double x = 1e12;
            double tail = law.Density(x) * x / (-1.0 - band.RightExponent);
            Close.To(tail, 1.0 - law.CumulativeDistribution(x), (1e-3 * tail) + 1e-15, "mass beyond 1e12");
            Assert.Equal(1.0, law.CumulativeDistribution(double.PositiveInfinity));
        }

        if (double.IsNegativeInfinity(band.Left))
        {
            double x = -1e12;
            Close.Relative(law.Density(x) * -x / (-1.0 - band.LeftExponent), law.CumulativeDistribution(x), 1e-3, "mass below -1e12");
            Assert.Equal(0.0, law.CumulativeDistribution(double.NegativeInfinity));
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Text_is_the_name_of_the_law_and_its_parameters(SpectralMeasure law) =>
        Assert.Matches(new Regex($@"^{law.GetType().Name} \{{ \S.*\S \}}$"), law.ToString());

    [Fact]
    public void Texts_hold_the_parameters()
    {
        string[] texts =
        [
            "Semicircle { variance=0.3, mean=-1.5 }", "FreePoisson { rate=0.4, jump=2 }", "FreeBinomial { p=0.2, t=7 }", "FreeMeixner { a=2, b=1 }",
            "FreeF { c1=0.5, c2=0.3 }", "Raney { p=3.3, r=1.2 }", "FreeStable { alpha=0.7, rho=0.4 }", "FreeLogNormal { t=0.3 }",
            "CompoundPoisson { rate=0.6, jumps=Atomic { 0.5·δ(1) + 0.5·δ(8) } }", "AffineImage { 0.3 + -2 · FreePoisson { rate=1.6, jump=0.7 } }",
            "FreeProjectionProduct { 1.2 · bernoulli(0.8)^[x]3 [x] bernoulli(0.5)^[x]1 }", "TwoProjections { p=0.7, q=0.4 }", "Uniform { -0.4, 2.1 }",
            "CauchyLaw { center=0.6, scale=0.4 }", "KestenMcKay { d=1.4 }", "Jacobi { a=2.5, b=1.3 }", "Arcsine { radius=1.7 }", "InverseFreePoisson { c=0.35 }",
            "EmpiricalLaw { 5 values }",
        ];
        string[] all = [.. LawCatalogue.All.Select(row => row.Data.ToString())];
        Assert.All(texts, text => Assert.True(all.Contains(text), text + "\n" + string.Join('\n', all)));
    }

    /// <summary>A law asked for something else than it can tell names the argument.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Orders_of_moments_begin_at_0(SpectralMeasure law)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => law.HasMoment(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Moment(-1));
        Assert.True(law.HasMoment(0));
        Assert.Equal(1.0, law.Moment(0), 1e-14);
        if (!law.HasMoment(2))
        {
            Assert.Equal("order", Assert.Throws<ArgumentOutOfRangeException>(() => law.Moment(2)).ParamName);
            Assert.Equal("order", Assert.Throws<ArgumentOutOfRangeException>(() => law.FreeCumulant(2)).ParamName);
        }
    }

    /// <summary>t − X for X of the power t of p at 1 is that of 1 − p: G(z) = −G'(t − z), to all digits next to 0 and t.</summary>
    [Theory]
    [InlineData(0.3, 1.5)]
    [InlineData(0.45, 3.0)]
    [InlineData(0.8, 1.1)]
    public void Free_binomial_laws_reflect_into_each_other(double p, double t)
    {
        FreeBinomial law = new(p, t), mirrored = new(1.0 - p, t);
        foreach (Complex z in new Complex[] { new(1e-12, 1e-12), new(-1e-9, 0.0), new(-1e-6, 1e-7), new(0.4, 0.2), new(-3.0, 0.0) })
        {
            // Next to an atom the last bit of t − z counts for as much as z itself.
            Complex there = t - z;
            Complex back = t - there;
            Close.Relative(-law.Cauchy(back), mirrored.Cauchy(there), 1e-12 + (4e-16 / Complex.Abs(back)), $"G({there})");
        }

        // The equation of G next to 0 and t: z(t − z)G² − ((t − 2)z + t − pt²)G + t − 1 = 0, each term beside their size.
        foreach (Complex z in new Complex[] { new(1e-13, 1e-13), new(t, 1e-12), new(t + 1e-11, 0.0), new(-1e-11, 0.0), new(0.5 * t, 0.1) })
        {
            Complex g = law.Cauchy(z);
            Complex a = z * (t - z) * g * g, b = (((t - 2.0) * z) + (t * (1.0 - (p * t)))) * g;
            Close.To(0.0, a - b + t - 1.0, 1e-14 * (Complex.Abs(a) + Complex.Abs(b) + t), $"equation at {z}");
        }
    }

    /// <summary>Where the denominator of a closed form vanishes but no atom stands, G is smooth: each form of the root cancels on one side.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Transforms_are_smooth_where_denominators_vanish(SpectralMeasure law)
    {
        double[] own = law switch
        {
            KestenMcKay k => [k.Degree, -k.Degree],
            FreeBinomial b => [b.Power],
            FreeMeixner m => m.B == 0.0 ? [-1.0 / m.A] : [(-m.A + Math.Sqrt(Math.Max(0.0, (m.A * m.A) - (4.0 * m.B)))) / (2.0 * m.B), (-m.A - Math.Sqrt(Math.Max(0.0, (m.A * m.A) - (4.0 * m.B)))) / (2.0 * m.B)],
            _ => [],
        };
        foreach (double place in (double[])[0.0, 1.0, -1.0, .. own, .. law.Atoms.Select(atom => atom.Location)])
        {
            if (!double.IsFinite(place) || law.Atoms.Any(atom => atom.Location != place && Math.Abs(atom.Location - place) < 0.01) || law.Bands.Any(band => place > band.Left - 0.01 && place < band.Right + 0.01))
            {
                continue;
            }

            foreach (Complex direction in new[] { new Complex(0.8, 0.6), new Complex(-0.8, -0.6), new Complex(-1.0, 0.0), Complex.One })
            {
                // G = w/(z − p) + g(z): g is the same at ε and at 2ε, up to what z itself is rounded.
                double weight = law.MassAt(place);
                foreach (double size in new[] { 1e-7, 1e-10, 1e-12 })
                {
                    Complex near = place + (size * direction), far = place + (2.0 * size * direction);
                    double rounding = (4e-16 * (1.0 + Math.Abs(place)) * weight / size / size) + (1e-13 * weight / size);
                    Complex one = law.Cauchy(near) - (weight / (near - place)), other = law.Cauchy(far) - (weight / (far - place));
                    Close.To(one, other, (1e4 * size) + 1e-12 + rounding, $"G beside {place}, at {size}");
                    Complex first = law.MomentTransform(near) - (place * weight / (near - place)), second = law.MomentTransform(far) - (place * weight / (far - place));
                    Close.To(first, second, (1e4 * size) + 1e-12 + (rounding * (1.0 + Math.Abs(place))), $"h beside {place}, at {size}");
                }
            }
        }
    }

    private static IEnumerable<(int Band, IntervalEnd End, double Exponent, double Place)> Ends(SpectralMeasure law)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            if (double.IsFinite(band.Left))
            {
                yield return (i, IntervalEnd.Left, band.LeftExponent, band.Left);
            }

            if (double.IsFinite(band.Right))
            {
                yield return (i, IntervalEnd.Right, band.RightExponent, band.Right);
            }
        }
    }
}
