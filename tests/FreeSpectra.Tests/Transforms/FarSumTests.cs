using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>A free sum far from 0 against its size is the one beside 0, moved.</summary>
public sealed class FarSumTests
{
    private static readonly Atomic Coin = new(new Atom(0.0, 0.5), new Atom(1.0, 0.5));

    private static readonly Semicircle Quarter = new(0.0, 0.25);

    /// <summary>What counts as far is a thousand times the spread of the atoms and the size of the other law together, in any unit, on either side and in either order.</summary>
    [Theory]
    [InlineData(1.0, 2.0)]
    [InlineData(30.0, 0.5)]
    [InlineData(0.01, 7.0)]
    public void Atoms_are_far_beyond_a_thousand_sizes(double spread, double size)
    {
        foreach (double s in new[] { 1.0, -1.0, 1048576.0, -1.0 / 1048576.0 })
        {
            SpectralMeasure other = new AffineImage(new Uniform(-0.5 * size, size), new AffineMap(0.0, s));
            foreach ((double part, bool far) in new[] { (0.5, false), (0.999, false), (1.001, true), (50.0, true) })
            {
                double nearest = part * 1e3 * (spread + size);
                Atomic atoms = s > 0.0
                    ? new(new Atom(nearest * s, 0.4), new Atom((nearest + spread) * s, 0.6))
                    : new(new Atom(nearest * s, 0.4), new Atom((nearest - spread) * s, 0.6));
                foreach (SpectralMeasure law in new[] { atoms.FreeSum(other), other.FreeSum(atoms) })
                {
                    Assert.Equal(far, law is AffineImage { Source: FreeConvolution });
                    Assert.Equal(!far, law is FreeConvolution);
                    SpectralMeasure still = new Atomic(new Atom(0.0, 0.4), new Atom((s > 0.0 ? spread : -spread) * s, 0.6)).FreeSum(other);
                    Close.To(still.BottomOfSupport, law.BottomOfSupport - (nearest * s), 1e-12 * nearest * Math.Abs(s), "bottom");
                    Close.To(still.Variance, law.Variance, 1e-9 * still.Variance, "variance");
                }
            }
        }
    }

    // Atoms at ±½ and variance ¼: the two bands just meet, g³ = 16x(1 + O(x^{2/3})) there, so ρ(x) = ∛(16|x|)·sin(π/3)/π.
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e8)]
    [InlineData(-1e8)]
    public void Two_bands_meet_in_a_cusp_wherever_the_sum_lies(double place)
    {
        Atomic far = new(new Atom(place, 0.5), new Atom(place + 1.0, 0.5));
        foreach (SpectralMeasure law in new[] { far.FreeSum(Quarter), Quarter.FreeSum(far) })
        {
            Assert.Equal(2, law.Bands.Length);
            Assert.Equal(place + 0.5, law.Bands[0].Right);
            Assert.Equal(place + 0.5, law.Bands[1].Left);
            Assert.Equal(1.0 / 3.0, law.Bands[0].RightExponent, 12);
            Assert.Equal(1.0 / 3.0, law.Bands[1].LeftExponent, 12);
            Assert.Equal(0.0, law.Density(place + 0.5));
            const double x = 1.0 / (1 << 20);
            Close.Relative(Math.Cbrt(16.0 * x) * Math.Sin(Math.PI / 3.0) / Math.PI, law.Density(place + 0.5 + x), 1e-3, "density beside the cusp");
            Close.Relative(Coin.FreeSum(Quarter).Density(0.25), law.Density(place + 0.25), 1e-14, "density");
            Close.Relative(place + 0.5, law.Mean, 1e-15, "mean");
        }
    }

    /// <summary>Beyond a thousand sizes of what is spread a sum is one about 0 that is moved; at a thousand it is not yet.</summary>
    [Fact]
    public void A_sum_is_moved_from_a_thousand_sizes_on()
    {
        Uniform flat = new(-1.0, 0.5);
        foreach ((double place, bool moved) in new[] { (1999.0, false), (2000.0, false), (2000.5, true), (-2000.0, false), (-2000.5, true), (1e9, true) })
        {
            Atomic far = new(new Atom(place, 0.5), new Atom(place + 1.0, 0.5));
            SpectralMeasure one = far.FreeSum(flat), other = flat.FreeSum(far);
            Assert.Equal(moved, one is AffineImage);
            Assert.Equal(moved, other is AffineImage);
            if (moved)
            {
                Assert.Equal(new AffineImage(Coin.FreeSum(flat), new AffineMap(place, 1.0)), one);
                Assert.Equal(one, other);
            }
        }

        // Not from the other law's place, nor without atoms.
        Assert.IsType<FreeConvolution>(new Uniform(1e6, 1e6 + 1.0).FreeSum(Coin));
        Assert.IsType<FreeConvolution>(new JoinedLaw([new Atom(1e6, 0.5)], [(1e6 + 1.0, 1e6 + 2.0, 0.5)]).FreeSum(flat));
        Assert.IsType<FreeConvolution>(new Atomic(new Atom(1e6, 0.5), new Atom(1e6 + 1.0, 0.5)).FreeSum(new Uniform(-1.0, 1e6)));
    }
}
