using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>R and 1/S beside 0 from a circle about the support, of laws where they are known.</summary>
public sealed class FlatTransformTests
{
    /// <summary>R = m + vw of a semicircle, λj/(1 − jw) of a free Poisson law, in any unit, within the errors that are claimed.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void R_beside_0_is_that_of_the_closed_form(double unit)
    {
        foreach (double u in new[] { 0.0, 1e-9, -1e-3, 0.02, -0.02 })
        {
            double w = u / unit;
            Check(0.3 * unit + (0.25 * unit * unit * w), 0.25 * unit * unit, FlatTransform.R(new Semicircle(0.3 * unit, 0.25 * unit * unit), w)!.Value, unit);
            Check(unit / (1.0 - (0.5 * unit * w)), 0.5 * unit * unit / (1.0 - (0.5 * unit * w)) / (1.0 - (0.5 * unit * w)), FlatTransform.R(new FreePoisson(2.0, 0.5 * unit), w)!.Value, unit);
        }

        // A point mass has R = its place; beyond a tenth of the size about the mean there is no circle.
        FlatTransform.Jet point = FlatTransform.R(Atomic.Point(3.0 * unit), 0.1 / unit)!.Value;
        Assert.Equal((3.0 * unit, 0.0), (point.Value, point.Slope));
        Assert.NotNull(FlatTransform.R(new Uniform(2.0 * unit, 4.0 * unit), 0.0999 / unit));
        Assert.Null(FlatTransform.R(new Uniform(2.0 * unit, 4.0 * unit), 0.1001 / unit));
        Assert.Null(FlatTransform.R(new Uniform(2.0 * unit, 4.0 * unit), -0.1001 / unit));

        static void Check(double value, double slope, FlatTransform.Jet found, double unit)
        {
            Close.To(value, found.Value, (3.0 * found.Error) + (1e-16 * Math.Abs(value)), "R");
            Close.To(slope, found.Slope, (3.0 * found.SlopeError) + (1e-16 * slope), "R'");
            Assert.InRange(found.Error, 1e-17 * unit, 1e-12 * unit);
            Assert.InRange(found.SlopeError, 1e-17 * unit * unit, 1e-11 * unit * unit);
        }
    }

    /// <summary>1/S = j(λ + u) of a free Poisson law and w·a + a·u of a projection times a, over 1 + u.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void The_inverse_of_S_beside_0_is_that_of_the_closed_form(double unit)
    {
        foreach (double u in new[] { 0.0, 1e-9, -1e-3, 0.02, -0.02 })
        {
            FlatTransform.Jet poisson = FlatTransform.InverseS(new FreePoisson(2.0, 0.5 * unit), u)!.Value;
            Close.To(0.5 * unit * (2.0 + u), poisson.Value, (3.0 * poisson.Error) + (1e-16 * unit), "1/S of MP");
            Close.To(1.0 / (2.0 + u), poisson.Slope, (3.0 * poisson.SlopeError) + 1e-16, "its logarithm");
            FlatTransform.Jet coin = FlatTransform.InverseS(Atomic.ZeroOr(3.0 * unit, 0.5), u)!.Value;
            Close.To(3.0 * unit * (0.5 + u) / (1.0 + u), coin.Value, (3.0 * coin.Error) + (1e-16 * unit), "1/S of a coin");
            Close.To((1.0 / (0.5 + u)) - (1.0 / (1.0 + u)), coin.Slope, (3.0 * coin.SlopeError) + 1e-16, "its logarithm");
            Assert.InRange(coin.Error, 1e-17 * unit, 1e-12 * unit);
        }
    }

    /// <summary>With an infinite end on either side, or below 0 for products, there is no circle, not even at 0.</summary>
    [Fact]
    public void Laws_without_bounds_have_none()
    {
        SpectralMeasure tail = new Uniform(0.0, 1.0).Inverse();
        foreach (double w in new[] { 0.0, 1e-3 })
        {
            Assert.Null(FlatTransform.R(tail, w));
            Assert.Null(FlatTransform.R(new AffineImage(tail, new AffineMap(0.0, -1.0)), w));
            Assert.Null(FlatTransform.R(new CauchyLaw(0.0, 1.0), w));
            Assert.Null(FlatTransform.InverseS(tail, w));
            Assert.Null(FlatTransform.InverseS(new Semicircle(0.0, 1.0), w));
            Assert.Null(FlatTransform.InverseS(Atomic.Point(0.0), w));
        }
    }
}
