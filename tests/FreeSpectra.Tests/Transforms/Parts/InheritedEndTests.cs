using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Where a density ends so softly that G' is finite there, a small summand leaves that end as it is, and a large one makes it a square root.</summary>
/// <remarks>
/// ρ = (15/16)(1 − t²)² has G(1) = 5/4 and −G'(1) = 5/2. With a semicircle of variance v the subordination point of the edge is 1 as long as v·5/2 ≤ 1: the edge
/// is 1 + 5v/4 with the power 2 for v &lt; 2/5, and a root of v·|G'(ω)| = 1 with the power ½ above.
/// </remarks>
public sealed class InheritedEndTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.35)]
    public void A_small_semicircle_keeps_the_power_of_a_soft_end(double variance)
    {
        foreach (double scale in new[] { 1.0, -1.0, 1048576.0, -1.0 / 1048576.0 })
        {
            double s = Math.Abs(scale);
            var law = (FreeConvolution)Soft(scale).FreeSum(new WithoutInverse(new Semicircle(0.0, variance * s * s)));
            Band band = Assert.Single(law.Bands);
            Close.To(s * (1.0 + (1.25 * variance)), band.Right, 1e-9 * s, "right end");
            Close.To(-s * (1.0 + (1.25 * variance)), band.Left, 1e-9 * s, "left end");
            Assert.Equal((2.0, 2.0), (band.LeftExponent, band.RightExponent));
            RealGap left = law.Structure.Gaps[0], right = law.Structure.Gaps[^1];
            Assert.Equal((2.0, 2.0), (HardEdge.Inner(law, left.Pieces[^1], band.Left, left: true), HardEdge.Inner(law, right.Pieces[0], band.Right, left: false)));
        }
    }

    [Theory]
    [InlineData(0.45)]
    [InlineData(1.0)]
    [InlineData(20.0)]
    public void A_large_semicircle_makes_a_square_root(double variance)
    {
        foreach (double scale in new[] { 1.0, -1.0, 1048576.0 })
        {
            double s = Math.Abs(scale);
            var law = (FreeConvolution)Soft(scale).FreeSum(new WithoutInverse(new Semicircle(0.0, variance * s * s)));
            Band band = Assert.Single(law.Bands);
            SoftLaw soft = new();
            double low = 1.0, high = 1.0 + (10.0 * Math.Sqrt(variance));
            for (int i = 0; i < 200; i++)
            {
                double middle = 0.5 * (low + high);
                (low, high) = -variance * soft.CauchyDerivative(middle).Real > 1.0 ? (middle, high) : (low, middle);
            }

            Close.To(s * (low + (variance * soft.Cauchy(low).Real)), band.Right, 1e-9 * s * (1.0 + variance), "right end");
            Close.To(-band.Right, band.Left, 1e-12 * s * (1.0 + variance), "left end");
            Assert.Equal((0.5, 0.5), (band.LeftExponent, band.RightExponent));
            RealGap left = law.Structure.Gaps[0], right = law.Structure.Gaps[^1];
            Assert.Equal((0.5, 0.5), (HardEdge.Inner(law, left.Pieces[^1], band.Left, left: true), HardEdge.Inner(law, right.Pieces[0], band.Right, left: false)));
        }
    }

    private static AffineImage Soft(double scale) => new AffineImage(new SoftLaw(), new AffineMap(0.0, scale));

    private sealed record SoftLaw : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(-1.0, 1.0, 1.0, 2.0, 2.0)];

        public override double Density(double x) => 15.0 / 16.0 * (1.0 - (x * x)) * (1.0 - (x * x));

        public override double DensityFromEdge(int band, FreeSpectra.Numerics.IntervalEnd end, double offset) => 15.0 / 16.0 * offset * offset * (2.0 - offset) * (2.0 - offset);

        /// <summary>(15/16)[(1 − z²)² ln((z + 1)/(z − 1)) + z(10/3 − 2z²)]; the moments far out.</summary>
        public override Complex Cauchy(Complex z) => Complex.Abs(z) > 4.0
            ? Enumerable.Range(0, 40).Aggregate(Complex.Zero, (sum, k) => sum + (Even(k) * Complex.Pow(z, -(2 * k) - 1)))
            : 15.0 / 16.0 * (((1.0 - (z * z)) * (1.0 - (z * z)) * Logarithm(z)) + (z * ((10.0 / 3.0) - (2.0 * z * z))));

        /// <summary>(15/16)[−4z(1 − z²) ln((z + 1)/(z − 1)) + 16/3 − 8z²].</summary>
        public override Complex CauchyDerivative(Complex z) => Complex.Abs(z) > 4.0
            ? Enumerable.Range(0, 40).Aggregate(Complex.Zero, (sum, k) => sum - (((2 * k) + 1) * Even(k) * Complex.Pow(z, -(2 * k) - 2)))
            : 15.0 / 16.0 * ((-4.0 * z * (1.0 - (z * z)) * Logarithm(z)) + (16.0 / 3.0) - (8.0 * z * z));

        /// <summary>15/((2k + 1)(2k + 3)(2k + 5)), of order 2k.</summary>
        private static double Even(int k) => 15.0 / ((2.0 * k) + 1.0) / ((2.0 * k) + 3.0) / ((2.0 * k) + 5.0);

        private static Complex Logarithm(Complex z) => z.Imaginary != 0.0 ? Complex.Log(z + 1.0) - Complex.Log(z - 1.0)
            : Math.Abs(z.Real) == 1.0 ? Complex.Zero
            : new Complex(Math.Log(Math.Abs(z.Real + 1.0)) - Math.Log(Math.Abs(z.Real - 1.0)), Math.Abs(z.Real) < 1.0 ? -Math.PI : 0.0);
    }
}
