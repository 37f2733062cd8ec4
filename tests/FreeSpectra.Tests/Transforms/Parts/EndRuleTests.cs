using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>How densities begin: the rule for the power against the densities themselves, from both sides.</summary>
public sealed class EndRuleTests
{
    /// <summary>
    /// An atom of mass 0.7 at 1 with a density δ^β on one side, and an atom of mass m at 0: mass m − 0.3 is left at 1 with the power β beside it; with
    /// m = 0.3 none is left, and the power is −1/(2 + β).
    /// </summary>
    [Theory]
    [InlineData(0.0, 0.6, 0.0)]
    [InlineData(-0.5, 0.6, -0.5)]
    [InlineData(0.0, 0.3, -0.5)]
    [InlineData(-0.5, 0.3, -2.0 / 3.0)]
    public void Beside_atoms_that_meet_the_power_is_that_of_the_rule(double beta, double mass, double power)
    {
        foreach (double side in new[] { 1.0, -1.0 })
        {
            SpectralMeasure source = beta == 0.0 ? new JoinedLaw([new Atom(0.0, 0.7)], [(0.0, 1.0, 0.3)]) : new ZeroMixture(0.3, new FreePoisson(1.0, 1.0));
            SpectralMeasure beside = new AffineImage(source, new AffineMap(side, side));
            SpectralMeasure law = new FreeConvolution(ConvolutionAlgebra.Additive, [beside, new Atomic(new Atom(0.0, mass), new Atom(20.0 * side, 1.0 - mass))], [1.0, 1.0]);
            Close.To(Math.Max(0.0, mass - 0.3), law.MassAt(side), 1e-15, "mass of the atom");
            int index = side > 0.0 ? Find(law, band => band.Left == side) : Find(law, band => band.Right == side);
            IntervalEnd end = side > 0.0 ? IntervalEnd.Left : IntervalEnd.Right;
            Assert.True(index >= 0, $"no band at {side} in {string.Join(", ", law.Bands)}");
            Close.To(power, end == IntervalEnd.Left ? law.Bands[index].LeftExponent : law.Bands[index].RightExponent, 1e-12, $"power on the side {side}");
            double near = law.DensityFromEdge(index, end, 1e-10), far = law.DensityFromEdge(index, end, 1e-8);
            Close.To(power, Math.Log10(far / near) / 2.0, 0.08, $"slope of the density on the side {side}");
        }

        static int Find(SpectralMeasure law, Func<Band, bool> fits) => Enumerable.Range(0, law.Bands.Length).Where(i => fits(law.Bands[i])).DefaultIfEmpty(-1).First();
    }

    /// <summary>Im G = −πρ at any distance from an end, for laws that are explicit in others.</summary>
    [Fact]
    public void The_transform_beside_an_end_has_the_density_there()
    {
        SpectralMeasure[] laws =
        [
            new Semicircle(5.0, 0.09).MonotoneSum(new Semicircle(0.0, 1.0)),
            new Semicircle(-5.0, 0.09).MonotoneSum(new Semicircle(0.0, 1.0)),
            new Semicircle(0.2, 0.4).BooleanSum(new Atomic(new Atom(-1.0, 0.2), new Atom(0.3, 0.3), new Atom(1.5, 0.5))),
            new Uniform(0.5, 2.0).FreeSum(new Semicircle(0.0, 0.5)),
            new FreePoisson(2.0, 0.5).Square(),
        ];
        foreach (SpectralMeasure law in laws)
        {
            for (int i = 0; i < law.Bands.Length; i++)
            {
                foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
                {
                    foreach (double offset in new[] { 1e-3, 1e-6, 1e-10, 1e-14, 1e-20 })
                    {
                        double distance = offset * law.Bands[i].Width;
                        Close.Relative(law.DensityFromEdge(i, end, distance), -EdgeTransform.Cauchy(law, i, end, distance).Imaginary / Math.PI, 1e-8, $"{offset} from the {end} end of band {i} of {law}");
                    }
                }
            }
        }
    }

    /// <summary>ρ ∼ C√δ at the right end of a two-point power and C·x^{1/t − 1} at 0, to rounding however near.</summary>
    [Theory]
    [InlineData(1.6)]
    [InlineData(3.0)]
    [InlineData(40.0)]
    public void A_two_point_power_keeps_its_digits_at_both_ends(double power)
    {
        foreach (double weight in new[] { 0.7, 0.2 })
        {
            TwoPointPower law = new(Atomic.ZeroOr(1.0, weight), power);
            double right = law.Bands[0].Right;
            double level = law.DensityFromEdge(0, IntervalEnd.Right, 1e-20 * right) * 1e10;
            double bottom = law.DensityFromEdge(0, IntervalEnd.Left, 1e-80 * right) * Math.Pow(1e-80, 1.0 - (1.0 / power));
            foreach (double exponent in new[] { 14, 18, 24, 30 })
            {
                Close.Relative(level, law.DensityFromEdge(0, IntervalEnd.Right, Math.Pow(10.0, -exponent) * right) * Math.Pow(10.0, 0.5 * exponent), 1e-11, $"1e-{exponent} from the right end, power {power}");
            }

            if (power < 4.0)
            {
                foreach (double exponent in new[] { 60, 100, 150 })
                {
                    Close.Relative(bottom, law.DensityFromEdge(0, IntervalEnd.Left, Math.Pow(10.0, -exponent) * right) * Math.Pow(10.0, -exponent * (1.0 - (1.0 / power))), 1e-10, $"1e-{exponent} from 0, power {power}");
                }
            }
        }
    }

    /// <summary>A power t takes t(1 − w) from the mass of an atom: 1 − w is that of all the rest, whose digits are not those of w.</summary>
    [Fact]
    public void The_mass_that_is_missing_is_that_of_the_rest()
    {
        Atomic law = new(new Atom(0.0, 3e-12), new Atom(1.0, 1.0 - 3e-12));
        Close.To(3e-6, 1.0 - law.FreePower(1e6).MassAt(1e6), 1e-15, "mass that a sum loses");
        Close.To(3e-6, 1.0 - new FreeConvolution(ConvolutionAlgebra.Multiplicative, [new Atomic(new Atom(0.5, 3e-12), new Atom(1.0, 1.0 - 3e-12))], [1e6]).MassAt(1.0), 1e-15, "mass that a product loses");
    }

    /// <summary>At 0 the transform of a symmetric law is −iπρ(0), which is 0 or infinite where the density is.</summary>
    [Fact]
    public void At_0_the_transform_of_a_symmetric_root_is_imaginary()
    {
        Assert.Equal(new Complex(0.0, -1.0), new FreePoisson(1.0, 1.0).SymmetricSquareRoot().Cauchy(Complex.Zero), (a, b) => Complex.Abs(a - b) < 1e-12);
        Assert.Equal(0.0, Complex.Abs(new Uniform(0.0, 1.0).SymmetricSquareRoot().Cauchy(Complex.Zero)));
        Assert.Equal(0.0, Complex.Abs(new Uniform(1.0, 2.0).SymmetricSquareRoot().Cauchy(Complex.Zero)));
        Assert.Equal(double.NegativeInfinity, new FreePoisson(1.0, 1.0).FreeProduct(new FreePoisson(1.0, 1.0)).SymmetricSquareRoot().Cauchy(Complex.Zero).Imaginary);
    }
}
