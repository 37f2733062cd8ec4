using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Real branches that pass a zero of F just beside a band that ends at 0: the inverse is found by the logarithm of the distance, which begins on the other side of that zero.</summary>
public sealed class BranchBesideZeroTests
{
    /// <summary>½δ at −a and half of a semicircle on [0, 4]: G(0−) = ½/a − ½ &gt; 0, so that F rises through 0 at the atom to a positive value at 0.</summary>
    [Theory]
    [InlineData(1e-5)]
    [InlineData(1e-8)]
    [InlineData(1e-12)]
    [InlineData(1e-3)]
    [InlineData(0.1)]
    public void The_inverse_is_found_on_both_sides_of_an_atom_beside_0(double a)
    {
        foreach (double s in new[] { 1.0, -1.0, 1048576.0, -1.0 / 1048576.0 })
        {
            SpectralMeasure law = new MixedLaw((0.5, Atomic.Point(-a * s)), (0.5, new AffineImage(new Semicircle(2.0, 1.0), new AffineMap(0.0, s))));
            double end = 1.0 / ((0.5 / a) - 0.5) * s;
            RealBranch branch = Assert.Single(RealBranch.Of(law, ConvolutionAlgebra.Additive), one => one.Low < 0.0 && one.High > 0.0);
            Close.Relative(end, s > 0.0 ? branch.High : branch.Low, 1e-9, "F(0)");
            RealCursor moved = branch.NewCursor();
            foreach (double z in new[] { -1e9, -30.0, -1.0, -2.0 * a, -1.1 * a, -0.9 * a, -0.5 * a, -0.01 * a, -1e-6 * a, -1e-9 * a, -1e-13 * a }.Where(z => z < 0.0))
            {
                // F = 1/(½/(z + a) + ½G), G = 2/(z − 2 − √(z(z − 4))) of the semicircle.
                double half = 1.0 / (z - 2.0 - (Math.Sqrt(-z) * Math.Sqrt(4.0 - z)));
                double f = s / ((0.5 / (z + a)) + half);
                foreach (double p in new[] { f, Math.BitDecrement(f), Math.BitIncrement(f) })
                {
                    if (!(p > branch.Low && p < branch.High))
                    {
                        continue;
                    }

                    // The rounding of F over its slope F²·(−G′), and that of z.
                    double g = s / f, slope = (0.5 / (z + a) / (z + a)) + (0.25 * (((2.0 - z) / Math.Sqrt(-z) / Math.Sqrt(4.0 - z)) - 1.0));
                    double rounding = 8e-16 * (Math.Abs(1.0 / g) + a) * g * g / slope;
                    foreach (double found in new[] { branch.Invert(p).Z, moved.Invert(p).Z })
                    {
                        Close.To(z, found / s, rounding + (1e-12 * Math.Abs(z)), $"z of F = {p:R} for the atom at {-a} in the unit {s}");
                        Assert.True(found / s < 0.0);
                    }
                }
            }
        }
    }
}
