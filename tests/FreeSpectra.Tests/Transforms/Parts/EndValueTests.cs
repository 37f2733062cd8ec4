using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The density at an end of a band is its limit from inside.</summary>
public sealed class EndValueTests
{
    private static readonly Uniform Flat = new(0.0, 1.0);

    private static readonly Uniform Away = new(0.3, 0.7);

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    private static readonly Semicircle Wigner = new(0.0, 1.0);

    private static readonly Dictionary<string, SpectralMeasure> Laws = new()
    {
        ["uniform"] = Flat,
        ["arcsine"] = new Arcsine(1.3),
        ["free Poisson"] = new FreePoisson(1.0, 0.7),
        ["Raney"] = new Raney(3.3, 1.2),
        ["Raney of large p"] = new Raney(300.0, 2.0),
        ["image"] = new AffineImage(Flat, new AffineMap(0.1, 0.3)),
        ["mirrored image"] = new AffineImage(Away, new AffineMap(0.7, -1.1)),
        ["sum"] = Mp.FreeSum(Flat),
        ["sum of atoms and a law beside one"] = new ZeroMixture(0.3, Flat).FreeSum(new ZeroMixture(0.2, Flat)),
        ["product of two that start with a jump"] = Flat.FreeProduct(Flat),
        ["product with a jump"] = Flat.FreeProduct(Mp),
        ["product with a jump and an atom"] = new ZeroMixture(0.7, Flat).FreeProduct(Mp),
        ["product of hard ends"] = new FreePoisson(1.0, 1.0).FreeProduct(new FreePoisson(1.0, 1.0)),
        ["power"] = Flat.MultiplicativePower(2.5),
        ["two-point power"] = Atomic.ZeroOr(1.0, 0.5).FreeSum(Atomic.Point(0.4)).MultiplicativePower(1.7),
        ["square"] = Away.Square(),
        ["square of a sum"] = new AffineImage(Wigner.FreeSum(Away), new AffineMap(4.0, 1.0)).Square(),
        ["inverse"] = Away.Inverse(),
        ["inverse of a sum"] = Mp.FreeSum(Away).Inverse(),
        ["root"] = Away.SymmetricSquareRoot(),
        ["Boolean"] = Flat.BooleanSum(Wigner),
        ["Boolean, two jumps"] = Flat.BooleanSum(Flat),
        ["monotone"] = Flat.MonotoneSum(Wigner),
        ["monotone over a jump"] = Wigner.MonotoneSum(Flat),
        ["compound Poisson"] = Flat.CompoundPoisson(0.5),
        ["sum of a Boolean sum"] = Wigner.BooleanSum(Flat).FreeSum(Mp),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Density_at_an_end_is_its_limit_from_inside(string name)
    {
        SpectralMeasure law = Laws[name];
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                (double place, double exponent) = end == IntervalEnd.Left ? (band.Left, band.LeftExponent) : (band.Right, band.RightExponent);
                int other = end == IntervalEnd.Left ? i - 1 : i + 1;
                if (!double.IsFinite(place) || (other >= 0 && other < law.Bands.Length && (law.Bands[other].Left == place || law.Bands[other].Right == place)))
                {
                    continue;
                }

                double width = Math.Min(1.0, band.Width);
                Estimate<double> at = law.DensityEstimate(place);
                (double far, double near) = (law.DensityFromEdge(i, end, 1e-9 * width), law.DensityFromEdge(i, end, 1e-16 * width));
                string what = $"{name} at {place}, exponent {exponent}: {at} against {near} and {far}";
                Assert.Equal(at.Value, law.Density(place));
                if (exponent != 0.0 && double.IsFinite(exponent))
                {
                    // Where the density rises from 0 the rounding of the end is its error.
                    double rounding = law.EdgeError(i, end);
                    double allowed = exponent > 0.0 && rounding > 0.0 ? 4.0 * law.DensityFromEdge(i, end, 2.0 * rounding) : 0.0;
                    Assert.True(at.Value == (exponent < 0.0 ? double.PositiveInfinity : 0.0) && at.Error <= allowed, what);
                }
                else if (at.Value == 0.0)
                {
                    Assert.True(near < 0.9 * far, what);
                }
                else if (double.IsInfinity(at.Value))
                {
                    Assert.True(near > 1.1 * far, what);
                }
                else
                {
                    Assert.True(Math.Abs(at.Value - near) <= (1e-4 * near) + at.Error || Math.Abs(at.Value - near) < 0.8 * Math.Abs(at.Value - far), what);
                }
            }
        }
    }

    /// <summary>ρ(0) = ρ_μ(0)·E[1/Y], and a logarithm where both densities jump.</summary>
    [Fact]
    public void A_product_of_a_jump_starts_with_the_mean_of_the_inverse()
    {
        Estimate<double> limit = Flat.FreeProduct(Mp).DensityEstimate(0.0);
        Close.To(2.0, limit.Value, limit.Error + 1e-12, "MP");

        // χ of MP(2)/2 at −0.7 is −0.5·0.3·1.3/0.7; and beside atoms of weights 0.7 and 0.8 the densities 0.3 and 0.2 add up with them.
        Close.Relative(0.3 * 0.7 / (0.5 * 0.3 * 1.3), new ZeroMixture(0.7, Flat).FreeProduct(Mp).Density(0.0), 1e-12, "atom at 0");
        Close.Relative(((0.7 * 0.3) + (0.8 * 0.2)) / 0.5, new ZeroMixture(0.3, Flat).FreeSum(new ZeroMixture(0.2, Flat)).Density(0.0), 1e-12, "atoms");
        SpectralMeasure one = new AffineImage(new ZeroMixture(0.3, Flat), new AffineMap(1.0, 1.0)), two = new AffineImage(new ZeroMixture(0.2, Flat), new AffineMap(2.0, 1.0));
        SpectralMeasure product = one.FreeProduct(two);
        Close.Relative(((0.7 * 0.3) + (0.8 * 2.0 * 0.2)) / (0.5 * 2.0), product.Density(2.0), 1e-12, "atoms of a product");
        Close.Relative(product.DensityFromEdge(0, IntervalEnd.Left, 1e-6), product.Density(2.0), 1e-4, "beside them");
        Assert.Equal(double.PositiveInfinity, Flat.FreeProduct(Flat).Density(0.0));
    }

    /// <summary>Σ wᵢρᵢ/W on the side that is asked for: an atom with bands of different height on both sides, on one of them, and of products.</summary>
    [Fact]
    public void Each_side_of_an_atom_has_the_jumps_of_that_side()
    {
        JoinedLaw both = new([new Atom(0.0, 0.7)], [(-1.0, 0.0, 0.1), (0.0, 0.5, 0.2)]), right = new([new Atom(0.0, 0.8)], [(0.0, 1.0, 0.2)]);
        var sum = (FreeConvolution)both.FreeSum(right);
        Close.Relative(((0.7 * 0.4) + (0.8 * 0.2)) / 0.5, EndLimit.BesideAtom(sum, 0.0, left: true)!.Value, 1e-9, "to the right");
        Close.Relative(0.7 * 0.1 / 0.5, EndLimit.BesideAtom(sum, 0.0, left: false)!.Value, 1e-9, "to the left");
        Assert.Null(EndLimit.BesideAtom(sum, 0.1, left: true));
        SpectralMeasure mirrored = Mirror(0.3, 0.0).FreeSum(Mirror(0.2, 0.0)), product = Mirror(0.3, 3.0).FreeProduct(Mirror(0.2, 5.0));
        Close.Relative(((0.7 * 0.3) + (0.8 * 0.2)) / 0.5, mirrored.Density(0.0), 1e-12, "mirrored");
        Close.Relative(((0.7 * 3.0 * 0.3) + (0.8 * 5.0 * 0.2)) / (0.5 * 15.0), product.Density(15.0), 1e-12, "mirrored product");
        Close.Relative(product.DensityFromEdge(0, IntervalEnd.Right, 1e-6), product.Density(15.0), 1e-4, "beside it");

        // Where no atom is left, or too many meet, there is no limit of this kind.
        Assert.Null(EndLimit.BesideAtom((FreeConvolution)Mirror(0.6, 0.0).FreeSum(Mirror(0.7, 0.0)), 0.0, left: false));
        Assert.Null(EndLimit.BesideAtom((FreeConvolution)new ZeroMixture(0.7, Flat).FreeProduct(new ZeroMixture(0.7, Flat)), 0.0, left: true));

        static AffineImage Mirror(double share, double at) => new(new ZeroMixture(share, Flat), new AffineMap(at, -1.0));
    }

    /// <summary>Atoms meet at a place but for the rounding of the law's size, not of 1; at 0 a product without an atom there has no limit of this kind.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void A_place_beside_atoms_is_known_in_the_unit_of_the_law(double unit)
    {
        JoinedLaw one = new([new Atom(0.1 * unit, 0.7)], [(0.1 * unit, 1.1 * unit, 0.3)]), two = new([new Atom(0.2 * unit, 0.8)], [(0.2 * unit, 1.2 * unit, 0.2)]);
        var sum = (FreeConvolution)one.FreeSum(two);
        double limit = ((0.7 * 0.3) + (0.8 * 0.2)) / 0.5 / unit;
        foreach (double off in new[] { 0.0, 5e-12, -5e-12 })
        {
            Close.Relative(limit, EndLimit.BesideAtom(sum, (0.3 + off) * unit, left: true)!.Value, 1e-9, $"{off} beside it");
        }

        Assert.Null(EndLimit.BesideAtom(sum, (0.3 + 1e-10) * unit, left: true));
        Assert.Null(EndLimit.BesideAtom(sum, (0.3 - 1e-8) * unit, left: true));
        Assert.Null(EndLimit.BesideAtom((FreeConvolution)new Uniform(0.0, unit).FreeProduct(Mp), 0.0, left: true));
        Assert.Null(EndLimit.BesideAtom((FreeConvolution)new Uniform(0.0, unit).FreeProduct(new Uniform(1.0, 2.0)), 0.0, left: true));
        Close.Relative(limit, EndLimit.At(sum, 0.3 * unit, true, unit, _ => throw new InvalidOperationException()).Value, 1e-9, "known");
    }

    [Fact]
    public void Quantiles_at_boundaries_of_masses_are_not_for_rounding_to_decide()
    {
        SpectralMeasure law = new Atomic(new Atom(0.0, 0.7), new Atom(1.0, 0.3)).FreeSum(new Atomic(new Atom(0.0, 0.6), new Atom(2.0, 0.4)));
        Assert.Equal(0.0, law.Quantile(0.3));
        Assert.True(law.Quantile(0.3 + 1e-9) > 0.0);
        SpectralMeasure two = new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5)).FreeSum(new Semicircle(0.0, 0.01));
        Assert.Equal(two.Bands[0].Right, two.Quantile(0.5));
        SpectralMeasure three = new Atomic(new Atom(-1.0, 0.1), new Atom(1.0, 0.2), new Atom(3.0, 0.7)).FreeSum(new Semicircle(0.0, 1e-4));
        Assert.Equal([three.Bands[0].Right, three.Bands[1].Right], [three.Quantile(0.1), three.Quantile(0.1 + 0.2)]);
    }

    /// <summary>pᵖ/(p − 1)^{p − 1}, by Stirling's correction beyond the range of the powers.</summary>
    [Theory]
    [InlineData(144.0, 390.072653101358829)]
    [InlineData(145.0, 0.0)]
    [InlineData(300.0, 0.0)]
    [InlineData(1e5, 0.0)]
    public void Raney_laws_of_any_order_have_their_top(double p, double known)
    {
        Raney law = new(p, 1.0);
        double top = Math.E * p * Math.Exp(-(1.0 / (2.0 * p)) - (1.0 / (6.0 * p * p)) - (1.0 / (12.0 * p * p * p)) - (1.0 / (20.0 * p * p * p * p)));
        Close.Relative(top, law.TopOfSupport, 2e-12, "top");
        Assert.True(known == 0.0 || Math.Abs(known - law.TopOfSupport) < 1e-12 * known);
        Assert.Equal((1.0, p - 1.0), (law.Mean, law.Variance));
        Close.To(p, law.Moment(2), 1e-12 * p, "second moment");
        foreach (double part in new[] { 0.1, 0.5, 0.99 })
        {
            double density = law.Density(part * top);
            Close.Relative(density, -law.Cauchy(part * top).Imaginary / Math.PI, 1e-9, "density");
        }

        if (p > 1e3)
        {
            return;
        }

        double upper = law.Quantile(0.999);
        Close.To(0.999, law.CumulativeDistribution(upper), 1e-13, "quantile");
        double mass = DoubleExponential.Finite((_, t) => law.DensityFromEdge(0, IntervalEnd.Right, t), top - upper, Tolerance.Standard).Value.Real;
        Close.To(0.001, mass, 1e-11, "mass beyond it");
    }
}
