using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>The largest distance from 0; with an infinite end a height at which F is near z.</summary>
public sealed class LawScaleTests
{
    [Fact]
    public void The_farthest_end_or_atom_counts()
    {
        Assert.Equal(2.0, LawScale.Of(new Uniform(-2.0, 1.0)));
        Assert.Equal(2.0, LawScale.Of(new Uniform(-1.0, 2.0)));
        Assert.Equal(7.0, LawScale.Of(new JoinedLaw([new Atom(-7.0, 0.5)], [(1.0, 2.0, 0.5)])));
        Assert.Equal(2.0, LawScale.Of(new JoinedLaw([new Atom(0.5, 0.5)], [(1.0, 2.0, 0.5)])));
        Assert.Equal(1.0, LawScale.Of(Atomic.Point(0.0)));
        Assert.Equal(1e-9, LawScale.Of(Atomic.Point(-1e-9)));
    }

    /// <summary>F = z − m + is of the Cauchy law (m, s): |F − z| = |m − is| &lt; ½·height first holds at a power of 2 times the first height; thirty are tried.</summary>
    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(3.0, 4.0)]
    [InlineData(0.0, 1e6)]
    [InlineData(0.0, 1e-5)]
    public void On_the_whole_line_F_is_near_z_there(double center, double scale)
    {
        double size = LawScale.Of(new CauchyLaw(center, scale));
        double needed = 2.0 * double.Hypot(center, scale), expected = 1e-3;
        for (int k = 0; k < 30 && expected <= needed; k++)
        {
            expected *= 2.0;
        }

        Assert.Equal(expected, size);
    }

    [Fact]
    public void A_half_line_starts_from_its_end()
    {
        SpectralMeasure law = new Uniform(0.0, 1.0).Inverse();
        double size = LawScale.Of(law);
        Complex point = new(0.0, size);
        Assert.True(size >= 1.0 && Math.Log2(size) == Math.Round(Math.Log2(size)), $"{size}");
        Assert.True(Complex.Abs((1.0 / law.Cauchy(point)) - point) < 0.5 * size);
        Assert.True(size == 1.0 || Complex.Abs((1.0 / law.Cauchy(0.5 * point)) - (0.5 * point)) >= 0.25 * size);
        Assert.Equal(size, LawScale.Of(new AffineImage(law, new AffineMap(0.0, -1.0))));
    }
}
