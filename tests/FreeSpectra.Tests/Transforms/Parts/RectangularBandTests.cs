using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Bands of squares under a rectangular sum: their ends, and the density from there.</summary>
public sealed class RectangularBandTests
{
    /// <summary>Im m = √((y − y₁)(y₂ − y))/(2λ(4 − y)) for two isometries, M = 2m.</summary>
    [Theory]
    [InlineData(0.35)]
    [InlineData(0.9)]
    public void The_density_is_known_at_any_distance_from_an_end(double ratio)
    {
        RectangularSquareLaw law = new(Atomic.Point(1.0), Atomic.Point(1.0), ratio);
        Band band = Assert.Single(law.Bands);
        Assert.Equal((0.5, 0.5), (band.LeftExponent, band.RightExponent));
        foreach (double offset in new[] { 1e-40, 1e-15, 1e-6, 0.1, 0.4 })
        {
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                double y = end == IntervalEnd.Left ? band.Left + offset : band.Right - offset;
                double expected = Math.Sqrt(offset * (band.Width - offset)) / (ratio * Math.Abs(4.0 - y) * Math.PI * y);
                Close.Relative(expected, law.DensityFromEdge(0, end, offset), 1e-11, $"{offset} from the {end} end");
                if (offset > 1e-3)
                {
                    Estimate<double> estimate = law.DensityEstimate(y);
                    Assert.True(Math.Abs(estimate.Value - expected) <= (3.0 * estimate.Error) + (1e-14 * expected), $"error {estimate.Error} at {y}");
                    Assert.InRange(estimate.Error, 1e-20, 1e-10 * expected);
                }
            }
        }

        Assert.Equal([0.0, 0.0, 0.0, 0.0], [law.Density(band.Left), law.Density(band.Right), law.Density(band.Left - 1e-3), law.Density(band.Right + 1e-3)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => law.DensityFromEdge(0, IntervalEnd.Left, 0.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => law.Density(double.NaN));
    }

    /// <summary>Squares of singular values of Gaussian matrices: MP(λ) times the sum of the variances.</summary>
    [Fact]
    public void Gaussian_squares_add_to_Gaussian_squares()
    {
        SpectralMeasure wishart = FreePoisson.FromAspectRatio(0.5, 1.0);
        RectangularSquareLaw law = new(new AffineImage(wishart, new AffineMap(0.0, 0.3)), new AffineImage(wishart, new AffineMap(0.0, 0.9)), 0.5);
        SpectralMeasure exact = new AffineImage(wishart, new AffineMap(0.0, 1.2));
        foreach (double offset in new[] { 1e-20, 1e-8, 0.01, 0.3, 1.0 })
        {
            Close.Relative(exact.DensityFromEdge(0, IntervalEnd.Left, offset), law.DensityFromEdge(0, IntervalEnd.Left, offset), 1e-9, $"{offset} from the left");
            Close.Relative(exact.DensityFromEdge(0, IntervalEnd.Right, offset), law.DensityFromEdge(0, IntervalEnd.Right, offset), 1e-9, $"{offset} from the right");
        }

        Close.To(exact.Bands[0].Left, law.Bands[0].Left, 1e-12, "left");
        Close.To(exact.Bands[0].Right, law.Bands[0].Right, 1e-12, "right");
        Assert.Equal(new RectangularSquareLaw(law.First, law.Second, 0.5), law);
        Assert.NotEqual(new RectangularSquareLaw(law.First, law.Second, 0.6), law);
        Assert.NotEqual(new RectangularSquareLaw(law.Second, law.First, 0.5), law);
    }
}
