using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Which atoms meet, with which mass, and what a place that was computed may be off.</summary>
public sealed class AtomRulesTests
{
    private static readonly Atomic Three = new(new Atom(0.0, 0.25), new Atom(1.0, 0.5), new Atom(3.0, 0.25));

    [Fact]
    public void Atoms_of_a_sum_of_three_laws_take_what_is_above_two()
    {
        JoinedLaw heavy = new([new Atom(2.0, 0.875)], [(0.0, 1.0, 0.125)]), other = new([new Atom(-1.0, 0.875)], [(5.0, 6.0, 0.125)]);
        Assert.Equal([new Atom(2.0, 0.25)], Sum([Three, heavy, other], [1.0, 1.0, 1.0]));

        Assert.Equal([new Atom(2.0, 0.125), new Atom(3.0, 0.375), new Atom(5.0, 0.125)], Sum([Three, heavy], [1.0, 1.0]));

        // Together just 1: none is left.
        Assert.Empty(Sum([Three, Three], [1.0, 1.0]));

        // tw − (t − 1) at ta.
        Assert.Equal([new Atom(0.0, 0.0625), new Atom(1.25, 0.375), new Atom(3.75, 0.0625)], Sum([Three], [1.25]));
        Assert.Equal([new Atom(1.5, 0.25)], Sum([Three], [1.5]));

        static ImmutableArray<Atom> Sum(SpectralMeasure[] laws, double[] exponents) => AtomRules.Of(ConvolutionAlgebra.Additive, [.. laws], [.. exponents]);
    }

    [Fact]
    public void Atoms_of_a_product_keep_the_largest_mass_at_0()
    {
        JoinedLaw heavy = new([new Atom(2.0, 0.875)], [(0.5, 1.0, 0.125)]);
        Assert.Equal([new Atom(0.0, 0.25), new Atom(2.0, 0.375), new Atom(6.0, 0.125)], AtomRules.Of(ConvolutionAlgebra.Multiplicative, [Three, heavy], [1.0, 1.0]));
        Assert.Equal([new Atom(0.0, 0.25), new Atom(2.0, 0.375), new Atom(6.0, 0.125)], AtomRules.Of(ConvolutionAlgebra.Multiplicative, [heavy, Three], [1.0, 1.0]));
        Assert.Equal([new Atom(0.0, 0.25), new Atom(1.0, 0.25)], AtomRules.Of(ConvolutionAlgebra.Multiplicative, [Three], [1.5]));
        Assert.Equal([new Atom(0.0, 0.625)], AtomRules.Of(ConvolutionAlgebra.Multiplicative, [Three, Atomic.ZeroOr(5.0, 0.375)], [1.0, 1.0]));
        Assert.Empty(AtomRules.Of(ConvolutionAlgebra.Multiplicative, [new Uniform(0.0, 1.0), heavy], [1.0, 1.0]));
    }

    /// <summary>Four units in the last place of the place or of the size of the law, whichever is larger.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void An_atom_is_recognised_at_its_rounded_place(double unit)
    {
        JoinedLaw law = new([new Atom(unit, 0.3), new Atom(2.0 * unit, 0.2)], [(3.0 * unit, 8.0 * unit, 0.5)]);
        const double ulp = 2.220446049250313e-16;
        Assert.Equal(0.3, AtomRules.WeightBeside(law, unit));
        Assert.Equal(0.3, AtomRules.WeightBeside(law, unit * (1.0 + (32.0 * ulp))));
        Assert.Equal(0.3, AtomRules.WeightBeside(law, unit * (1.0 - (30.0 * ulp))));
        Assert.Equal(0.0, AtomRules.WeightBeside(law, unit * (1.0 + (34.0 * ulp))));
        Assert.Equal(0.2, AtomRules.WeightBeside(law, 2.0 * unit));
        Assert.Equal(0.0, AtomRules.WeightBeside(law, 1.5 * unit));

        // Far from a small law the place itself rounds.
        JoinedLaw far = new([new Atom(unit, 0.3)], [(0.0, unit, 0.7)]);
        Assert.Equal(0.3, AtomRules.WeightBeside(far, unit * (1.0 + (4.0 * ulp))));
        Assert.Equal(0.0, AtomRules.WeightBeside(far, unit * (1.0 + (6.0 * ulp))));
    }
}
