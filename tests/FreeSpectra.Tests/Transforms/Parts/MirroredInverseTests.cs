using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>1/X of a law whose density is xᵃ at 0 has moments below a + 1, on either side; the symmetric root of a law has √ of its ends.</summary>
public sealed class MirroredInverseTests
{
    public static TheoryData<SpectralMeasure, SpectralMeasure, int> Laws => new()
    {
        { new Uniform(0.0, 1.0), new Uniform(-1.0, 0.0), 0 },
        { new Semicircle(1.0, 0.25), new Semicircle(-1.0, 0.25), 1 },
        { new FreePoisson(1.0, 1.0), new AffineImage(new FreePoisson(1.0, 1.0), new AffineMap(0.0, -1.0)), 0 },
        { new Uniform(0.5, 2.0), new Uniform(-2.0, -0.5), 9 },
        { new Uniform(0.0, 1.0).FreeProduct(new Uniform(1.0, 2.0)), new AffineImage(new Uniform(0.0, 1.0).FreeProduct(new Uniform(1.0, 2.0)), new AffineMap(0.0, -1.0)), 0 },
    };

    [Theory, MemberData(nameof(Laws))]
    public void Both_sides_of_0_have_the_same_moments(SpectralMeasure law, SpectralMeasure mirrored, int last)
    {
        bool[] expected = [.. Enumerable.Range(0, 10).Select(k => k <= last)];
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(law.Inverse().HasMoment));
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(mirrored.Inverse().HasMoment));
        foreach (Complex z in new Complex[] { new(0.3, 0.4), new(-2.0, 1e-3), new(5e3, 1e3) })
        {
            Complex g = law.Inverse().Cauchy(z);
            Close.Relative(g, -Complex.Conjugate(mirrored.Inverse().Cauchy(-Complex.Conjugate(z))), 1e-11, $"G({z}) from the other side");
        }
    }

    /// <summary>√(mp(1)) is the semicircle of radius 2, and that of 4·B the law on ±2.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(4.0)]
    [InlineData(1.0 / 1048576.0)]
    public void The_root_of_a_law_ends_where_its_square_does(double jump)
    {
        SpectralMeasure root = new FreePoisson(1.0, jump).SymmetricSquareRoot();
        double end = 2.0 * Math.Sqrt(jump);
        Assert.Equal((0.0, 0.0), (root.Density(end), root.Density(-end)));
        Assert.Equal((0.0, 0.0), (root.DensityEstimate(end).Value, root.DensityEstimate(-end).Value));
        Close.Relative(1.0 / (Math.PI * Math.Sqrt(jump)), root.Density(0.0), 1e-12, "density at 0");

        // A jump on the right, none on the left: the density of √X at the end is t·ρ(t²).
        SpectralMeasure sloped = new Jacobi(2.0, 1.0);
        SpectralMeasure sqrt = sloped.SymmetricSquareRoot();
        foreach (Band band in sloped.Bands)
        {
            foreach (double place in new[] { band.Left, band.Right }.Where(place => place > 0.0 && Math.Sqrt(place) * Math.Sqrt(place) == place))
            {
                double t = Math.Sqrt(place), expected = t * sloped.Density(place);
                Assert.Equal(expected, sqrt.Density(t));
                Assert.Equal(expected, sqrt.DensityEstimate(t).Value);
            }
        }
    }
}
