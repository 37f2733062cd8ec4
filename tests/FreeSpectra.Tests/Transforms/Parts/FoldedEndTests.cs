using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>What squares, roots and inverses make of ends whose images round, of powers that differ, of one-sided tails and of jumps.</summary>
public sealed class FoldedEndTests
{
    private static readonly double[] Shifts = [1.1, 1.3, 1.7, 2.3, 3.1, 3.7, 5.3, 7.7, 1e3 / 7.0];

    /// <summary>Squares of ends round, and their roots are the ends again: an arcsine law has a mass of 1e-8 within one unit in the last place.</summary>
    [Fact]
    public void A_band_whose_squared_ends_round_keeps_its_mass_and_its_density()
    {
        foreach (double shift in Shifts.Concat(Shifts.Select(shift => -shift)))
        {
            AffineImage law = new(new Arcsine(1.0), new AffineMap(shift, 1.0));
            SpectralMeasure square = law.Square();
            Band band = Assert.Single(square.Bands);
            Assert.Equal((1.0, -0.5, -0.5), (band.Mass, band.LeftExponent, band.RightExponent));
            double near = Math.Min(Math.Abs(law.Bands[0].Left), Math.Abs(law.Bands[0].Right)), far = Math.Max(Math.Abs(law.Bands[0].Left), Math.Abs(law.Bands[0].Right));
            Assert.Equal((near * near, far * far), (band.Left, band.Right));
            Assert.Equal((near, far), (Math.Sqrt(band.Left), Math.Sqrt(band.Right)));

            // At the rounded end itself the density is that at the end, and beside it that of the distance.
            Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (square.Density(band.Left), square.Density(band.Right)));
            foreach (double offset in new[] { 1e-20, 1e-12, 1e-3 })
            {
                double inner = Math.Sqrt((far * far) - offset), outer = Math.Sqrt((near * near) + offset), right = offset / (far + inner), left = offset / (near + outer);
                Close.Relative(1.0 / (Math.PI * Math.Sqrt(right * (2.0 - right)) * 2.0 * inner), square.DensityFromEdge(0, IntervalEnd.Right, offset), 1e-13, $"{offset} from the right");
                Close.Relative(1.0 / (Math.PI * Math.Sqrt(left * (2.0 - left)) * 2.0 * outer), square.DensityFromEdge(0, IntervalEnd.Left, offset), 1e-13, $"{offset} from the left");
            }
        }
    }

    /// <summary>The end of a law at 0 has the power (β − 1)/2 in its square, the other end its own, from either side.</summary>
    [Fact]
    public void Two_different_powers_go_to_their_own_ends()
    {
        foreach (SpectralMeasure law in new SpectralMeasure[] { Raney.FussCatalan(3.0), new AffineImage(Raney.FussCatalan(3.0), AffineMap.Reflection), new AffineImage(Raney.FussCatalan(3.0), new AffineMap(0.0, -0.3)) })
        {
            Band band = Assert.Single(law.Square().Bands);
            Assert.Equal((-0.875, 0.5), (band.LeftExponent, band.RightExponent));
            Assert.Equal(0.0, band.Left);
        }

        foreach (double scale in new[] { 1.0, -1.0 })
        {
            // Bands on [−1, 0] and [0, 4] with the powers ½ and −½ at 0: the steeper one wins; beyond 1 there is one sheet.
            SpectralMeasure law = new AffineImage(new FreePoisson(1.0, 1.0), new AffineMap(0.0, scale)), moved = new AffineImage(new FreePoisson(1.0, 1.0), new AffineMap(-1.0 * scale, scale));
            Assert.Equal([(-0.75, 0.5)], law.Square().Bands.Select(band => (band.LeftExponent, band.RightExponent)));
            Assert.Equal([(0.0, 1.0, -0.5, -0.5), (1.0, 9.0, 0.0, 0.5)], moved.Square().Bands.Select(band => (band.Left, band.Right, band.LeftExponent, band.RightExponent)));
            Close.To(1.0, moved.Square().TotalMass, 1e-12, "mass");
        }
    }

    /// <summary>At ±√e the density of a symmetric root is √e times that at e, for each end e of its square, though (√e)² rounds.</summary>
    [Fact]
    public void Each_end_of_a_root_is_the_root_of_its_own_end()
    {
        JoinedLaw square = new([], [(0.3, 0.7, 0.1), (1.1, 2.9, 0.2), (2.9, 3.1, 0.3), (5.0, 7.0, 0.4)]);
        SpectralMeasure law = square.SymmetricSquareRoot();
        Assert.Contains(square.Bands, band => Math.Sqrt(band.Left) * Math.Sqrt(band.Left) != band.Left || Math.Sqrt(band.Right) * Math.Sqrt(band.Right) != band.Right);
        foreach (double end in square.Bands.SelectMany(band => new[] { band.Left, band.Right }))
        {
            foreach (double sign in new[] { -1.0, 1.0 })
            {
                Close.Relative(Math.Sqrt(end) * square.Density(end), law.Density(sign * Math.Sqrt(end)), 1e-15, $"density at {sign}·√{end}");
                Close.Relative(Math.Sqrt(end) * square.Density(end), law.DensityEstimate(sign * Math.Sqrt(end)).Value, 1e-15, $"estimate at {sign}·√{end}");
            }
        }

        SpectralMeasure semicircle = new FreePoisson(1.0, 1.0).SymmetricSquareRoot(), away = new Semicircle(3.0, 0.25).SymmetricSquareRoot();
        Assert.Equal((0.0, 0.0), (semicircle.Density(2.0), semicircle.Density(-2.0)));
        Assert.Equal((0.0, 0.0), (away.Density(Math.Sqrt(2.0)), away.Density(-2.0)));
        SpectralMeasure hard = new AffineImage(new Arcsine(1.0), new AffineMap(3.1, 1.0)).SymmetricSquareRoot();
        Assert.Equal((double.PositiveInfinity, double.PositiveInfinity), (hard.Density(Math.Sqrt(2.1)), hard.Density(-Math.Sqrt(4.1))));

        // The same for inverses.
        SpectralMeasure inverse = square.Inverse();
        foreach (double end in square.Bands.SelectMany(band => new[] { band.Left, band.Right }))
        {
            Close.Relative(end * end * square.Density(end), inverse.Density(1.0 / end), 1e-15, $"density at 1/{end}");
        }
    }

    /// <summary>X = −1 − 1/U with U uniform on [0, 1] has the density 1/(1 + x)² below −2: that of 1/X is 1 beside 0 on the left, and there is none on the right.</summary>
    [Fact]
    public void One_tail_gives_the_limit_at_0_from_its_side()
    {
        foreach (double scale in new[] { 1.0, -1.0, 1048576.0, -9.5367431640625e-7 })
        {
            SpectralMeasure law = new AffineImage(new Uniform(0.0, 1.0).Inverse(), new AffineMap(-1.0 * scale, -1.0 * scale)).Inverse();
            Band band = Assert.Single(law.Bands);
            Assert.Equal((0.0, 0.0), (band.LeftExponent, band.RightExponent));
            Assert.Equal(scale > 0.0 ? 0.0 : -0.5 / scale, band.Right);
            Close.Relative(Math.Abs(scale), law.Density(0.0), 1e-12, "density at 0");
            Close.Relative(Math.Abs(scale), law.DensityEstimate(0.0).Value, 1e-12, "estimate at 0");
            double y = -0.25 / scale;
            Close.Relative(Math.Abs(scale) / (0.75 * 0.75), law.Density(y), 1e-12, "density");
            Close.Relative(Math.Abs(scale), law.Density(-1e-160 / scale), 1e-12, "density beside 0");
            Assert.Equal(0.0, law.Density(1e-160 / scale));
        }

        // Both tails of a Cauchy law: F = z + i gives the density 1/(π(1 + y²)) again.
        Close.Relative(1.0 / Math.PI, new CauchyLaw(0.0, 1.0).Inverse().Density(0.0), 1e-12, "Cauchy");
        Assert.Equal(0.0, new Uniform(1.0, 2.0).Inverse().Density(0.0));
    }

    /// <summary>1/X has its n-th moment if ρ_X ∼ t^β at 0 with β &gt; n − 1, from either side.</summary>
    [Fact]
    public void Moments_of_an_inverse_need_a_power_at_0()
    {
        foreach ((SpectralMeasure law, int moments) in new (SpectralMeasure, int)[]
        {
            (new Semicircle(2.0, 1.0), 1), (new Semicircle(-2.0, 1.0), 1), (new Uniform(0.0, 1.0), 0), (new Uniform(-1.0, 0.0), 0), (new FreePoisson(1.0, 1.0), 0),
            (new AffineImage(new FreePoisson(1.0, 1.0), AffineMap.Reflection), 0), (new Semicircle(0.5, 1.0), 0), (new Uniform(1.0, 2.0), 7), (new Atomic(new Atom(-1.0, 0.5), new Atom(2.0, 0.5)), 7),
        })
        {
            Assert.Equal([.. Enumerable.Range(0, 8).Select(n => n <= moments)], Enumerable.Range(0, 8).Select(law.Inverse().HasMoment));
        }
    }

    /// <summary>G(a + δ) of the uniform law on [a, b] is ln(δ/(b − a − δ))/(b − a) − iπ/(b − a), with an atom at a also w/δ, however small δ is.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(1048576.0)]
    public void G_beside_a_jump_has_the_logarithm_of_the_distance(double scale)
    {
        double s = Math.Abs(scale);
        foreach (double offset in new[] { 1e-3, 1e-6, 1e-9, 1e-13, 1e-20, 1e-200 })
        {
            double logarithm = Math.Log(offset / (1.0 - offset));
            AffineImage flat = new(new Uniform(1.0, 2.0), new AffineMap(0.0, scale));
            (IntervalEnd first, IntervalEnd second) = scale > 0.0 ? (IntervalEnd.Left, IntervalEnd.Right) : (IntervalEnd.Right, IntervalEnd.Left);
            Close.Relative(new Complex(logarithm / scale, -Math.PI / s), EdgeTransform.Cauchy(flat, 0, first, offset * s), 1e-7, $"{offset} from 1");
            Close.Relative(new Complex(-logarithm / scale, -Math.PI / s), EdgeTransform.Cauchy(flat, 0, second, offset * s), 1e-7, $"{offset} from 2");

            // With an atom, and with a band that touches: ln δ is left with the difference of the densities.
            AffineImage joined = new(new JoinedLaw([new Atom(1.0, 0.25)], [(0.5, 1.0, 0.25), (1.0, 2.0, 0.5)]), new AffineMap(0.0, scale));
            double below = 0.5 * Math.Log((0.5 + offset) / offset);
            Complex expected = new((0.25 / offset) + below + (0.5 * logarithm), -0.5 * Math.PI);
            expected = scale > 0.0 ? expected / scale : -Complex.Conjugate(expected) / s;
            Complex found = EdgeTransform.Cauchy(joined, scale > 0.0 ? 1 : 0, first, offset * s);
            Close.Relative(expected, found, 1e-7, $"{offset} from an atom");
            Close.Relative(-0.5 * Math.PI / s, found.Imaginary, 1e-9, "Im");
        }
    }
}
