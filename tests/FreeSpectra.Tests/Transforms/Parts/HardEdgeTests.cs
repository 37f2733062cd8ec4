using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Powers at 0, in tails and where atoms meet, from those of the factors.</summary>
public sealed class HardEdgeTests
{
    private static readonly FreePoisson Hard = new(1.0, 1.0);

    private static readonly Uniform Flat = new(0.5, 2.0);

    /// <summary>With ω ∼ x^{1/s} of the factors that count, s = Σ tᵢ/(1 + βᵢ) less T − 1 where none has mass at 0, the power is (1 − s)/s; with s = 1 it is inherited.</summary>
    [Fact]
    public void The_power_of_a_product_at_0()
    {
        Close.To(-2.0 / 3.0, Product([Hard, Hard]), 1e-15, "MP(1)²");
        Close.To(-0.75, Product([Hard, Hard, Hard]), 1e-15, "MP(1)³");
        Close.To(-2.5 / 3.5, Product([Hard], 2.5), 1e-15, "a power");
        Close.To(-0.5, Product([Hard, Flat]), 1e-15, "with a law away from 0");
        Close.To(-0.8, Product([Raney.FussCatalan(3.0), Hard]), 1e-15, "with a steeper law");

        // Only the factors with the largest mass at 0 reach it.
        Close.To(-0.5, Product([new ZeroMixture(0.5, Hard), Hard]), 1e-15, "one mixture");
        Close.To(-0.75, Product([new ZeroMixture(0.5, Hard), new ZeroMixture(0.5, Hard)]), 1e-15, "two of the same mass");
        Close.To(-0.5, Product([new ZeroMixture(0.5, Hard), new ZeroMixture(0.6, Hard)]), 1e-15, "two of different masses");
        Close.To(-2.0 / 3.0, Product([new ZeroMixture(0.5, Hard), Atomic.ZeroOr(1.0, 0.5)]), 1e-15, "with a coin");
        Close.To(0.5, Product([Atomic.ZeroOr(1.0, 0.5), Hard]), 1e-15, "a coin alone");
        Close.To(0.0, Product([new ZeroMixture(0.5, new Uniform(0.0, 1.0)), Hard]), 1e-15, "a jump");
        Close.To(0.0, Product([new Uniform(0.0, 1.0), Flat]), 1e-15, "a jump away from atoms");

        static double Product(SpectralMeasure[] laws, double power = 1.0) =>
            HardEdge.Exponent(new FreeConvolution(ConvolutionAlgebra.Multiplicative, [.. laws], [.. laws.Select(_ => power)]));
    }

    /// <summary>The heaviest tail of a sum; in a product 1/a = Σ tᵢ/aᵢ − (T − 1) for h ∼ ω^{−a}.</summary>
    [Fact]
    public void The_power_of_a_tail()
    {
        FreeStable half = new(0.5, 1.0), third = new(1.0 / 3.0, 1.0), mild = new(1.5, 0.5);
        Close.To(-1.5, HardEdge.Tail((FreeConvolution)half.FreeSum(Flat), left: false), 1e-14, "a tail and none");
        Close.To(-4.0 / 3.0, HardEdge.Tail((FreeConvolution)half.FreeSum(third), left: false), 1e-14, "the heavier one");
        Close.To(-2.0, HardEdge.Tail((FreeConvolution)new CauchyLaw(0.0, 1.0).FreeSum(half), left: true), 1e-14, "to the left");
        Close.To(-1.5, HardEdge.Tail((FreeConvolution)new CauchyLaw(0.0, 1.0).FreeSum(half), left: false), 1e-14, "to the right");
        Close.To(-1.5, HardEdge.Tail((FreeConvolution)half.FreeProduct(Flat), left: false), 1e-14, "times a bounded law");
        Close.To(-4.0 / 3.0, HardEdge.Tail((FreeConvolution)half.FreeProduct(half), left: false), 1e-14, "1/a = 3");
        Close.To(-1.25, HardEdge.Tail((FreeConvolution)half.FreeProduct(third), left: false), 1e-14, "1/a = 4");
        Close.To(-1.0 - (1.0 / 2.5), HardEdge.Tail((FreeConvolution)half.MultiplicativePower(1.5), left: false), 1e-14, "1/a = 2.5");
        SpectralMeasure inverse = new Uniform(0.0, 1.0).Inverse(), soft = new Semicircle(2.0, 1.0).Inverse();
        Close.To(-2.5, HardEdge.Tail((FreeConvolution)soft.FreeProduct(Flat), left: false), 1e-14, "with a mean");
        Close.To(-2.0, HardEdge.Tail((FreeConvolution)soft.FreeProduct(inverse), left: false), 1e-14, "with and without a mean");
        Assert.Equal(-2.5, HardEdge.Tail((FreeConvolution)mild.FreeSum(Flat), left: true), 1e-14);
    }

    [Fact]
    public void Steeper_ends_are_followed_deeper()
    {
        Assert.Equal([40.0, 40.0, 40.0, 40.0], new[] { 0.5, 0.0, -0.5, -1.0 }.Select(HardEdge.Depth));
        Close.To(56.0, HardEdge.Depth(-2.0 / 3.0), 1e-12, "−2/3");
        Close.To(64.0, HardEdge.Depth(-0.75), 1e-12, "−3/4");
        Assert.Equal(300.0, HardEdge.Depth(-0.99));
    }

    /// <summary>Beside the pole of P, and within rounding of the place of atoms with mass just 1 together, a critical value is that place.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void A_critical_value_beside_atoms_that_just_meet_is_settled(double unit)
    {
        FreeConvolution sum = new(ConvolutionAlgebra.Additive, [new Atomic(new Atom(0.0, 0.25), new Atom(unit, 0.75)), new Atomic(new Atom(0.0, 0.75), new Atom(3.0 * unit, 0.25))], [1.0, 1.0]);
        Assert.True(HardEdge.IsAtPole(sum, 0.99e-5 * sum.Scale) && HardEdge.IsAtPole(sum, -0.99e-5 * sum.Scale) && HardEdge.IsAtPole(sum, 0.0));
        Assert.False(HardEdge.IsAtPole(sum, 1.01e-5 * sum.Scale) || HardEdge.IsAtPole(sum, -1.01e-5 * sum.Scale));

        // At 0 and 4 the masses add to 1; at 1 an atom of ½ is left, and at 3 nothing meets that counts.
        Assert.Equal(4.0 * unit, HardEdge.Settled(sum, 0.0, 4.0 * unit * (1.0 + 1e-12)));
        Assert.Equal(0.0, HardEdge.Settled(sum, 1e-7 * sum.Scale, 1e-12 * unit));
        Assert.Equal(4.0 * unit * (1.0 + 1e-9), HardEdge.Settled(sum, 0.0, 4.0 * unit * (1.0 + 1e-9)));
        Assert.Equal(4.0 * unit * (1.0 + 1e-12), HardEdge.Settled(sum, 1e-3 * sum.Scale, 4.0 * unit * (1.0 + 1e-12)));
        Assert.Equal(unit * (1.0 + 1e-12), HardEdge.Settled(sum, 0.0, unit * (1.0 + 1e-12)));
        Assert.True(HardEdge.IsJustNoAtom(sum, 0.0, true) && HardEdge.IsJustNoAtom(sum, 4.0 * unit, false));
        Assert.False(HardEdge.IsJustNoAtom(sum, unit, true) || HardEdge.IsJustNoAtom(sum, 3.0 * unit, true) || HardEdge.IsJustNoAtom(sum, 2.0 * unit, true));
        FreeConvolution product = new(ConvolutionAlgebra.Multiplicative, [new Atomic(new Atom(unit, 0.75), new Atom(2.0 * unit, 0.25)), new Atomic(new Atom(1.0, 0.75), new Atom(3.0, 0.25))], [1.0, 1.0]);
        Assert.True(HardEdge.IsAtPole(product, 1.0 + 0.99e-5) && HardEdge.IsAtPole(product, 1.0 - 0.99e-5));
        Assert.False(HardEdge.IsAtPole(product, 1.0 + 1.01e-5) || HardEdge.IsAtPole(product, 1.0 - 1.01e-5) || HardEdge.IsAtPole(product, 0.0));
        Assert.Equal(3.0 * unit, HardEdge.Settled(product, 1.0, 3.0 * unit * (1.0 - 1e-12)));
        Assert.Equal(2.0 * unit, HardEdge.Settled(product, 1.0, 2.0 * unit * (1.0 + 1e-12)));
        Assert.True(HardEdge.IsJustNoAtom(product, 3.0 * unit, true) && HardEdge.IsJustNoAtom(product, 2.0 * unit, false));
        Assert.False(HardEdge.IsJustNoAtom(product, unit, true) || HardEdge.IsJustNoAtom(product, 6.0 * unit, true));
    }

    /// <summary>Beside an atom that is left the power is that of the nearest jump of a factor on that side; none without one, and −1/(2 + β) with the steepest of both sides where no atom is left.</summary>
    [Fact]
    public void The_power_beside_atoms_is_that_of_their_side()
    {
        JoinedLaw flat = new([new Atom(0.0, 0.75)], [(0.0, 1.0, 0.25)]);
        FreeConvolution left = new(ConvolutionAlgebra.Additive, [flat, Atomic.ZeroOr(9.0, 0.5)], [1.0, 1.0]), none = new(ConvolutionAlgebra.Additive, [flat, Atomic.ZeroOr(9.0, 0.75)], [1.0, 1.0]);
        Assert.Equal(0.0, HardEdge.Inner(left, null, 0.0, left: true));
        Assert.Equal(1.0 / 3.0, HardEdge.Inner(left, null, 0.0, left: false));
        Assert.Equal(-0.5, HardEdge.Inner(none, null, 0.0, left: true));
        FreeConvolution steep = new(ConvolutionAlgebra.Additive, [new ZeroMixture(0.25, Hard), Atomic.ZeroOr(9.0, 0.75)], [1.0, 1.0]);
        Close.To(-1.0 / 1.5, HardEdge.Inner(steep, null, 0.0, left: true)!.Value, 1e-15, "β = −½");
        Close.To(-1.0 / 1.5, HardEdge.Inner(steep, null, 0.0, left: false)!.Value, 1e-15, "F has one power from both sides");
        Assert.Equal(-0.5, HardEdge.Inner(new FreeConvolution(ConvolutionAlgebra.Additive, [new ZeroMixture(0.25, Hard), Atomic.ZeroOr(9.0, 0.5)], [1.0, 1.0]), null, 0.0, left: true));
    }
}
