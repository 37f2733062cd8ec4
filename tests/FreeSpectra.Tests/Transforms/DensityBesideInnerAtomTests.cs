using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Transforms.Problems;
using FreeSpectra.Transforms;
using FreeSpectra.Transforms.Expressions;

namespace FreeSpectra.Tests.Transforms;

/// <summary>Beside an atom that stays inside a band rounding hides the half-plane of F: the density goes on across it with all its digits.</summary>
public sealed class DensityBesideInnerAtomTests
{
    private static readonly double[] Offsets = [3e-2, 1e-4, -1e-6, 1e-8, -1e-10];
    private static readonly double[] Nearer = [1e-12, -1e-14, 1e-100, 0.0];

    [Theory]
    [InlineData("compound-poisson(0.3, uniform(-1, 1)) [+] bernoulli(0.05)")]
    [InlineData("compound-poisson(0.5, uniform(-2, 1)) [+] atoms(-1:0.1, 0:0.8, 2:0.1)")]
    [InlineData("1e6*compound-poisson(0.4, arcsine(1)) [+] 1e6*bernoulli(0.1, at=-3)")]
    [InlineData("1e-6*compound-poisson(0.2, semicircle) [+] 1e-6*compound-poisson(0.1, uniform(-1, 2))")]
    [InlineData("compound-poisson(0.25, uniform(-1, 1))^[+]1.5")]
    [InlineData("compress(compound-poisson(0.25, uniform(-1, 1)) [+] bernoulli(0.02), 0.8)")]
    public void The_density_is_what_32_digits_say_and_so_is_the_claim(string expression)
    {
        SpectralMeasure law = LawEvaluator.Evaluate(LawExpression.Parse(expression));
        Atom atom = law.Atoms.MaxBy(one => one.Weight);
        Assert.Contains(law.Bands, band => band.Contains(atom.Location));
        double size = LawScale.Of(law);
        foreach (double offset in Offsets.Select(part => part * size))
        {
            Estimate<double> density = law.DensityEstimate(atom.Location + offset);
            double precise = Precise(law, atom, offset);
            Assert.InRange(Math.Abs(density.Value - precise), 0.0, density.Error + (1e-13 * precise));
            Assert.True(density.Error < 2e-11 * precise, $"{expression} claims {density.Error} of {density.Value} beside {atom}, at {offset}");
        }

        // Nearer, and at the atom itself, it is that on both sides.
        double middle = 0.5 * (Precise(law, atom, 1e-10 * size) + Precise(law, atom, -1e-10 * size));
        foreach (double offset in Nearer.Select(part => part * size))
        {
            Estimate<double> density = law.DensityEstimate(atom.Location + offset);
            Assert.InRange(Math.Abs(density.Value - middle), 0.0, density.Error + ((1e-13 + (10.0 * Math.Abs(offset) / size)) * middle));
            Assert.True(density.Error < 2e-11 * middle, $"{expression} claims {density.Error} of {density.Value} beside {atom}, at {offset}");
        }
    }

    /// <summary>−Im G/π less the pole of the atom, a little above the axis.</summary>
    private static double Precise(SpectralMeasure law, Atom atom, double offset)
    {
        PreciseComplex z = new((DoubleDouble)atom.Location + offset, 1e-15 * Math.Abs(offset));
        PreciseComplex pole = new PreciseComplex(atom.Weight, 0.0) / (z - new PreciseComplex(atom.Location, 0.0));
        return -(double)(new PreciseLaw().Cauchy(law, z) - pole).Imaginary / Math.PI;
    }
}
