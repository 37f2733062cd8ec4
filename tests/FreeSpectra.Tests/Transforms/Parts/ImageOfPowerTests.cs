using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Squares, roots and inverses of the law (1 + β)x^β on [0, 1], whose densities are powers down to the smallest numbers.</summary>
public sealed class ImageOfPowerTests
{
    private static readonly double[] Small = [1e-300, 1e-160, 1e-151, 1e-149, 1e-141, 1e-139, 1e-100, 1e-20, 1e-3, 0.2, 0.45];

    public static TheoryData<double> Exponents => [-0.75, -2.0 / 3.0, -0.5, -0.2, 0.0, 0.5, 2.0];

    [Theory, MemberData(nameof(Exponents))]
    public void The_symmetric_root_of_a_power_is_a_power(double beta)
    {
        SpectralMeasure law = new Power(beta).SymmetricSquareRoot();
        double Exact(double x) => (1.0 + beta) * Math.Pow(Math.Abs(x), (2.0 * beta) + 1.0);
        Assert.Equal((-1.0, 1.0), (law.BottomOfSupport, law.TopOfSupport));
        bool joined = beta == -0.5;
        Assert.Equal(joined ? 1 : 2, law.Bands.Length);
        foreach (double x in Small.Where(x => Exact(x) is > 1e-280 and < 1e280))
        {
            foreach (double side in new[] { 1.0, -1.0 })
            {
                Close.Relative(Exact(x), law.Density(side * x), 1e-11, $"density at {side * x}");
                Close.Relative(Exact(x), law.DensityEstimate(side * x).Value, 1e-11, $"estimate at {side * x}");
                Assert.InRange(law.DensityEstimate(side * x).Error, 0.0, 1e-12 * Exact(x));
            }

            if (!joined)
            {
                Close.Relative(Exact(x), law.DensityFromEdge(1, IntervalEnd.Left, x), 1e-11, $"{x} from 0");
                Close.Relative(Exact(x), law.DensityFromEdge(0, IntervalEnd.Right, x), 1e-11, $"{x} below 0");
            }

            Close.Relative(Exact(1.0 - x), law.DensityFromEdge(law.Bands.Length - 1, IntervalEnd.Right, x), 1e-11, $"{x} from the top");
            Close.Relative(Exact(1.0 - x), law.DensityFromEdge(0, IntervalEnd.Left, x), 1e-11, $"{x} from the bottom");
        }

        if (joined)
        {
            // Past the middle as well.
            foreach (double offset in new[] { 0.9, 1.0, 1.1, 1.8 })
            {
                Close.Relative(0.5, law.DensityFromEdge(0, IntervalEnd.Left, offset), 1e-11, $"{offset} from the bottom");
                Close.Relative(0.5, law.DensityFromEdge(0, IntervalEnd.Right, offset), 1e-11, $"{offset} from the top");
            }
        }

        // E X = 0 and E X² is the mean of the square; by halves E |X|.
        Tolerance tolerance = new(1e-10, 1e-10);
        Close.To((1.0 + beta) / (2.0 + beta), law.Integrate(x => x + (x * x), tolerance).Value, 1e-8, "moments");
        Close.To((1.0 + beta) / (1.5 + beta), Enumerable.Range(0, law.Bands.Length).Sum(i => law.IntegrateBand(i, x => Math.Abs(x) + (0.3 * x), tolerance).Value.Real), 1e-8, "E |X|");
        if (!joined)
        {
            Close.To(0.5 * (1.0 + beta) / (1.5 + beta), law.IntegrateBand(1, x => x, tolerance).Value, 1e-8, "right half");
            Close.To(-0.5 * (1.0 + beta) / (1.5 + beta), law.IntegrateBand(0, x => x, tolerance).Value, 1e-8, "left half");
        }

        Assert.All(law.Bands, band => Assert.Equal(joined ? (0.0, 0.0) : band.Left < 0.0 ? (0.0, (2.0 * beta) + 1.0) : ((2.0 * beta) + 1.0, 0.0), (band.LeftExponent, band.RightExponent)));
    }

    [Theory, MemberData(nameof(Exponents))]
    public void The_square_of_a_power_is_a_power(double beta)
    {
        SpectralMeasure law = new Power(beta).Square();
        double Exact(double y) => 0.5 * (1.0 + beta) * Math.Pow(y, 0.5 * (beta - 1.0));
        Band band = Assert.Single(law.Bands);
        Assert.Equal((0.0, 1.0, 0.5 * (beta - 1.0), 0.0), (band.Left, band.Right, band.LeftExponent, band.RightExponent));
        foreach (double y in Small)
        {
            Close.Relative(Exact(y), law.Density(y), 1e-11, $"density at {y}");
            Close.Relative(Exact(y), law.DensityEstimate(y).Value, 1e-11, $"estimate at {y}");
            Close.Relative(Exact(y), law.DensityFromEdge(0, IntervalEnd.Left, y), 1e-11, $"{y} from 0");
            Close.Relative(Exact(1.0 - y), law.DensityFromEdge(0, IntervalEnd.Right, y), 1e-11, $"{y} from the top");
        }

        Assert.Equal(0.0, law.Density(-1e-3));
        Close.Relative((1.0 + beta) / (3.0 + beta), law.Mean, 1e-9, "mean");
    }

    [Theory, MemberData(nameof(Exponents))]
    public void The_inverse_of_a_power_is_a_power(double beta)
    {
        SpectralMeasure law = new Power(beta).Inverse();
        double Exact(double y) => (1.0 + beta) * Math.Pow(y, -beta - 2.0);
        Band band = Assert.Single(law.Bands);
        Assert.Equal((1.0, double.PositiveInfinity, 0.0, -beta - 2.0), (band.Left, band.Right, band.LeftExponent, band.RightExponent));
        foreach (double offset in new[] { 1e-300, 1e-20, 1e-3, 0.3, 0.9, 1.1, 5.0, 1e10, 1e50 })
        {
            Close.Relative(Exact(1.0 + offset), law.DensityFromEdge(0, IntervalEnd.Left, offset), 1e-11, $"{offset} from the end");
            Close.Relative(Exact(1.1 + offset), law.Density(1.1 + offset), 1e-11, $"density at {1.1 + offset}");
            Estimate<double> estimate = law.DensityEstimate(1.1 + offset);
            Close.Relative(Exact(1.1 + offset), estimate.Value, 1e-11, "estimate");
            Assert.InRange(estimate.Error, 1e-16 * estimate.Value, 1e-12 * estimate.Value);
        }

        Assert.Equal(0.0, law.Density(0.9));

        // Of the inverse again, and of the mirror image.
        SpectralMeasure back = law.Inverse();
        Assert.Equal((0.0, 1.0, beta, 0.0), (back.Bands[0].Left, back.Bands[0].Right, back.Bands[0].LeftExponent, back.Bands[0].RightExponent));
        foreach (double x in new[] { 1e-170, 1e-149, 1e-30, 1e-3, 0.7 })
        {
            double expected = (1.0 + beta) * Math.Pow(x, beta);
            Close.Relative(expected, back.Density(x), 1e-9, $"density of 1/(1/X) at {x}");
            Close.Relative(expected, back.DensityFromEdge(0, IntervalEnd.Left, x), 1e-9, $"{x} from 0 in 1/(1/X)");
        }

        SpectralMeasure mirrored = new AffineImage(new Power(beta), new AffineMap(0.0, -1.0)).Inverse();
        Assert.Equal((double.NegativeInfinity, -1.0), (mirrored.Bands[0].Left, mirrored.Bands[0].Right));
        Close.Relative(Exact(3.0), mirrored.DensityFromEdge(0, IntervalEnd.Right, 2.0), 1e-11, "from the other side");
        Close.Relative(Exact(1e30), mirrored.DensityFromEdge(0, IntervalEnd.Right, 1e30), 1e-11, "far out on the other side");
    }

    /// <summary>(1 + β)x^β on [0, 1].</summary>
    private sealed record Power(double Exponent) : SpectralMeasure
    {
        public override ImmutableArray<Atom> Atoms => [];

        public override ImmutableArray<Band> Bands => [new Band(0.0, 1.0, 1.0, Exponent, 0.0)];

        public override double Density(double x) => x is < 0.0 or > 1.0 ? 0.0 : (1.0 + Exponent) * Math.Pow(x, Exponent);

        public override double DensityFromEdge(int band, IntervalEnd end, double offset) =>
            (1.0 + Exponent) * Math.Pow(end == IntervalEnd.Left ? offset : 1.0 - offset, Exponent);

        public override Estimate<double> DensityEstimate(double x) => new(Density(x), 1e-15 * Density(x), 1);
    }
}
