using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Densities of sums with heavy tails from the middle to where only a power is left, against closed forms, in any unit and mirrored.</summary>
public sealed class TailOfSumTests
{
    private static readonly double[] Units = [1.0, -1.0, 1048576.0, -1.0 / 1048576.0];

    private static readonly double[] Places = [0.3, -2.0, 7.0, 40.0, -300.0, 990.0, -1010.0, 3e3, 4e4, -1e6, 1e9, -1e15, 1e30, 1e60];

    /// <summary>A Cauchy law moves the argument: G(z) = G_μ(z − a + ib).</summary>
    [Theory]
    [InlineData("flat")]
    [InlineData("atoms")]
    [InlineData("far from 0")]
    [InlineData("two Cauchy laws")]
    public void A_sum_with_a_Cauchy_law_has_the_density_of_the_lifted_transform(string name)
    {
        foreach (double s in Units)
        {
            AffineMap map = new(0.0, s);
            SpectralMeasure inner = name switch
            {
                "flat" => new Uniform(-0.3, 2.0),
                "atoms" => new Atomic(new Atom(-1.0, 0.2), new Atom(0.3, 0.3), new Atom(1.5, 0.5)),
                "two Cauchy laws" => new CauchyLaw(-0.4, 1.3),
                _ => new Uniform(30.0, 31.0),
            };
            SpectralMeasure law = new FreeConvolution(ConvolutionAlgebra.Additive, [new WithoutInverse(new AffineImage(inner, map)), new WithoutInverse(new AffineImage(new CauchyLaw(0.2, 0.5), map))], [1.0, 1.0]);
            foreach (double x in Places)
            {
                Complex z = new(x - 0.2, 0.5);

                // Far out −Im G = b/x² + …, which its own formula has lost.
                double expected = Math.Abs(x) > 1e5
                    ? (0.5 + (name == "two Cauchy laws" ? 1.3 : 0.0)) / Math.PI / x / x * (1.0 + (2.0 * (0.2 + inner switch { CauchyLaw => -0.4, _ => inner.Mean }) / x))
                    : -inner.Cauchy(z).Imaginary / Math.PI;
                Estimate<double> found = law.DensityEstimate(x * s);
                double claimed = found.Error * Math.Abs(s);
                Close.To(expected, found.Value * Math.Abs(s), claimed + ((Math.Abs(x) > 1e5 ? 1e-9 : 1e-10) * expected), $"{name} at {x} in the unit {s}");
                Assert.InRange(claimed, 0.0, 1e-4 * expected);
            }
        }
    }

    /// <summary>X + Y of free stable laws of order α is 2^{1/α}X, with its tail on one side.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.3)]
    public void A_sum_of_stable_laws_is_stable(double order)
    {
        foreach (double s in Units)
        {
            AffineMap map = new(0.0, s);
            SpectralMeasure one = new FreeStable(order, 1.0);
            double size = Math.Pow(2.0, 1.0 / order);
            SpectralMeasure law = new FreeConvolution(ConvolutionAlgebra.Additive, [new WithoutInverse(new AffineImage(one, map)), new WithoutInverse(new AffineImage(one, map))], [1.0, 1.0]);
            Band band = Assert.Single(law.Bands);
            Close.To(size * one.Bands[0].Left, s > 0.0 ? band.Left / s : band.Right / s, 1e-10 * size, "end");
            Assert.Equal((one.Bands[0].LeftExponent, one.Bands[0].RightExponent), s > 0.0 ? (band.LeftExponent, band.RightExponent) : (band.RightExponent, band.LeftExponent));
            foreach (double x in Places.Where(x => x > 0.5))
            {
                double expected = one.Density(x) / size;
                Estimate<double> found = law.DensityEstimate(x * size * s);
                double claimed = found.Error * Math.Abs(s);
                Close.To(expected, found.Value * Math.Abs(s), claimed + (1e-9 * expected), $"order {order} at {x} in the unit {s}");
                Assert.InRange(claimed, 0.0, 1e-4 * expected);
            }
        }
    }
}
