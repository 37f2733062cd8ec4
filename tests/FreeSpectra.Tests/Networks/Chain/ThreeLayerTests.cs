using FreeSpectra.Measures;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Validation;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>Depth 3 against the closed form of [HK21] theorem 3.2, which shares no code with the chain.</summary>
public sealed class ThreeLayerTests
{
    private const double Ulp = 2.220446049250313e-16;

    [Fact]
    public void Atoms_edges_and_densities_follow_theorem_3_2_for_a_thousand_parameter_sets()
    {
        RandomSource random = new(32);
        for (int i = 0; i < 1000; i++)
        {
            ThreeLayers p = ThreeLayers.Draw(random, i);
            SpectralMeasure law = p.Chain().Fisher();
            Atom[] expected = [.. p.Atoms().Where(atom => atom.Weight > 1e-14).Select(atom => new Atom(atom.X, atom.Weight)).OrderBy(atom => atom.Location)];
            Assert.Equal(expected.Length, law.Atoms.Length);
            for (int k = 0; k < expected.Length; k++)
            {
                Within(expected[k].Location, law.Atoms[k].Location, 4.0 * Ulp, $"{p} atom {k}");
                Assert.True(Math.Abs(expected[k].Weight - law.Atoms[k].Weight) <= 4.0 * Ulp, $"{p} weight {k}");
            }

            Band band = Assert.Single(law.Bands);
            Within(p.Left, band.Left, 4.0 * Ulp, $"{p} left edge");
            Within(p.Right, band.Right, 4.0 * Ulp, $"{p} right edge");
            Assert.True(Math.Abs(law.TotalMass - 1.0) <= 1e-14, $"{p}: mass {law.TotalMass:R}");
            for (int k = 1; k < 10; k++)
            {
                double offset = band.Width * k / 10.0;
                Within(p.Density(offset), law.DensityFromEdge(0, IntervalEnd.Left, offset), 1e-12, $"{p} density at {k}/10");
            }

            double tiny = 1e-10 * band.Width;
            Within(p.Density(tiny), law.DensityFromEdge(0, IntervalEnd.Left, tiny), 1e-10, $"{p} density at the left edge");
            Within(p.DensityFromRight(tiny), law.DensityFromEdge(0, IntervalEnd.Right, tiny), 1e-10, $"{p} density at the right edge");
        }
    }

    /// <summary>The weights as printed in the example below [HK21] eq. (10), exchanged, are rejected.</summary>
    [Fact]
    public void Exchanged_weights_are_rejected()
    {
        ThreeLayers p = new(0.8, 0.6, 1.3, 0.9, 1.0, 0.7, 0.5, 1.1, 0.8);
        ThreeLayers wrong = p with { Alpha1 = 0.2, Alpha2 = 0.4 };
        SpectralMeasure law = wrong.Chain().Fisher();
        Assert.True(Math.Abs(law.MassAt(law.BottomOfSupport) - p.Atoms()[0].Weight) > 0.1);
    }

    [Fact]
    public void Borderline_parameters_have_inverse_square_root_edges()
    {
        SpectralMeasure equal = new ThreeLayers(0.7, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0).Chain().Fisher();
        Assert.Equal(-0.5, equal.Bands[0].LeftExponent);
        Assert.Equal(0.5, equal.Bands[0].RightExponent);
        SpectralMeasure sum = new ThreeLayers(0.25, 0.75, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0).Chain().Fisher();
        Assert.Equal(-0.5, sum.Bands[0].RightExponent);
    }

    private static void Within(double expected, double actual, double relative, string what) => Assert.True(
        Math.Abs(expected - actual) <= relative * Math.Abs(expected),
        $"{what}: expected {expected:R}, got {actual:R}; relative gap {Math.Abs(expected - actual) / Math.Abs(expected):E2} > {relative:E1}");

    private sealed record ThreeLayers(
        double Alpha1, double Alpha2, double Gamma1, double Gamma2, double Q0, double Q1, double Q2, double Sigma2, double Sigma3)
    {
        private double Reach => Sigma3 * Gamma2 * Sigma2 * Gamma1 * Q0;

        private double Middle => Q2 + (Sigma3 * Gamma2 * Q1);

        private double Top => Middle + Reach;

        // (√(α₁(1−α₂)) ∓ √(α₂(1−α₁)))² without cancellation.
        private double Low
        {
            get
            {
                double sum = Math.Sqrt(Alpha1 * (1.0 - Alpha2)) + Math.Sqrt(Alpha2 * (1.0 - Alpha1));
                return (Alpha1 - Alpha2) * (Alpha1 - Alpha2) / (sum * sum);
            }
        }

        private double High
        {
            get
            {
                double sum = Math.Sqrt(Alpha1 * (1.0 - Alpha2)) + Math.Sqrt(Alpha2 * (1.0 - Alpha1));
                return sum * sum;
            }
        }

        public double Left => Middle + (Reach * Low);

        public double Right => Middle + (Reach * High);

        // 1 − High = (1 − α₁ − α₂)²/(√… + √…)² in the complementary pair.
        private double AboveRight
        {
            get
            {
                double sum = Math.Sqrt(Alpha1 * Alpha2) + Math.Sqrt((1.0 - Alpha1) * (1.0 - Alpha2));
                return (1.0 - Alpha1 - Alpha2) * (1.0 - Alpha1 - Alpha2) / (sum * sum);
            }
        }

        public static ThreeLayers Draw(RandomSource random, int i)
        {
            double Uniform(double low, double high) => low + ((high - low) * random.NextUniform());
            double a1 = Uniform(0.02, 0.98);
            double a2 = Uniform(0.02, 0.98);
            if (i % 10 == 8)
            {
                a2 = a1;
            }
            else if (i % 10 == 9)
            {
                a1 = Math.Round(Uniform(1.0, 15.0)) / 16.0;
                a2 = 1.0 - a1;
            }

            return new ThreeLayers(
                a1, a2, Uniform(0.3, 2.5), Uniform(0.3, 2.5), Uniform(0.2, 1.5), Uniform(0.2, 1.5), Uniform(0.2, 1.5),
                Uniform(0.3, 1.5), Uniform(0.3, 1.5));
        }

        public SpectralChain Chain() => new(
            Q0,
            [
                new ChainLayer(SlopeLaw.TwoPoint(Alpha1, Gamma1), Q1, Sigma2),
                new ChainLayer(SlopeLaw.TwoPoint(Alpha2, Gamma2), Q2, Sigma3),
            ]);

        public (double X, double Weight)[] Atoms() =>
            [(Q2, 1.0 - Alpha2), (Middle, Alpha2 - Alpha1), (Top, Alpha1 + Alpha2 - 1.0)];

        public double Density(double fromLeft)
        {
            double width = Reach * (High - Low);
            return Shape(fromLeft, width - fromLeft, (Reach * Low) + fromLeft, (Reach * AboveRight) + width - fromLeft);
        }

        public double DensityFromRight(double fromRight)
        {
            double width = Reach * (High - Low);
            return Shape(width - fromRight, fromRight, (Reach * Low) + width - fromRight, (Reach * AboveRight) + fromRight);
        }

        private static double Shape(double fromLeft, double fromRight, double fromMiddle, double fromTop) =>
            Math.Sqrt(fromLeft * fromRight) / (2.0 * Math.PI * fromMiddle * fromTop);
    }
}
