using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Ends of bands: where they are, how far off they may be, and the density nearer to them than the numbers tell the place.</summary>
public sealed class BandEndPlaceTests
{
    /// <summary>Two atoms meet at 6, between a band below and one above: however near, the density beside the atom is that of the sum moved to 0.</summary>
    [Theory]
    [InlineData(6.0, 1.0)]
    [InlineData(6.0, -1.0)]
    [InlineData(-700.0, 1.0)]
    [InlineData(1e6, -1.0)]
    public void Beside_an_atom_far_from_0_each_band_is_the_moved_one(double place, double side)
    {
        (SpectralMeasure First, SpectralMeasure Second) At(double shift) =>
        (
            new AffineImage(new JoinedLaw([new Atom(0.0, 0.7)], [(-8.0, -7.0, 0.15), (0.0, 1.0, 0.1), (9.0, 10.0, 0.05)]), new AffineMap(shift, side)),
            new AffineImage(new JoinedLaw([new Atom(0.0, 0.8)], [(0.0, 0.25, 0.2)]), new AffineMap(0.0, side)));

        (SpectralMeasure first, SpectralMeasure second) = At(place);
        (SpectralMeasure moved, SpectralMeasure same) = At(0.0);
        SpectralMeasure sum = first.FreeSum(second), still = moved.FreeSum(same);
        Assert.Equal(3, still.Bands.Length);
        Assert.Equal(3, sum.Bands.Length);
        int known = 0;
        for (int i = 0; i < 3; i++)
        {
            (Band here, Band there) = (sum.Bands[i], still.Bands[i]);
            Close.To(there.Left, here.Left - place, 1e-12 * (10.0 + Math.Abs(place)), "left end");
            Close.To(there.Right, here.Right - place, 1e-12 * (10.0 + Math.Abs(place)), "right end");
            Assert.Equal((there.LeftExponent, there.RightExponent), (here.LeftExponent, here.RightExponent));
            Assert.Equal(there.Mass, here.Mass, 1e-9);
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                foreach (double offset in new[] { 1e-30, 1e-15, 1e-10, 1e-7 })
                {
                    Close.Relative(still.DensityFromEdge(i, end, offset), sum.DensityFromEdge(i, end, offset), 1e-6, $"{offset} from the {end} end of band {i}");
                }

                // Σ wᵢρᵢ/W at the atom.
                bool atAtom = (end == IntervalEnd.Left ? here.Left : here.Right) == place;
                if (atAtom)
                {
                    known++;
                    const double expected = ((0.7 * 0.1) + (0.8 * 0.8)) / 0.5;
                    Close.Relative(expected, sum.DensityFromEdge(i, end, 1e-30), 1e-6, "at the atom");
                    Close.Relative(expected, sum.DensityFromEdge(i, end, 1e-9), 1e-6, "beside the atom");
                }
            }
        }

        Assert.Equal(1, known);
    }

    /// <summary>
    /// Of MP(c) and a population the ends are the critical values of −1/m + cΣ wᵢaᵢ/(1 + aᵢm). Ends are found on a logarithmic scale: each is off by its rounding, and by more of it
    /// the smaller it is beside the law.
    /// </summary>
    [Theory]
    [InlineData(0.1, 1.0, 30.0)]
    [InlineData(0.01, 1e-6, 1.0)]
    [InlineData(0.001, 1e-9, 1.0)]
    [InlineData(0.2, 1.0, 1e5)]
    public void Ends_of_products_are_known_to_their_rounding(double c, double small, double large)
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            FreeConvolution law = new(ConvolutionAlgebra.Multiplicative, [new Atomic(new Atom(small * s, 0.5), new Atom(large * s, 0.5)), new FreePoisson(1.0 / c, c)], [1.0, 1.0]);
            Assert.Equal(2, law.Bands.Length);
            for (int i = 0; i < 2; i++)
            {
                foreach ((double end, IntervalEnd side) in new[] { (law.Bands[i].Left, IntervalEnd.Left), (law.Bands[i].Right, IntervalEnd.Right) })
                {
                    double atom = i == 0 ? small : large, other = i == 0 ? large : small;

                    // m = −q/atom: about the pole at q = 1 the slope x′ = 0 is sought on either side.
                    double X(double q) => (atom / q) + (0.5 * c * ((atom / (1.0 - q)) + (other / (1.0 - (other / atom * q)))));
                    double Slope(double q) => 1.0 - (0.5 * c * ((q / (1.0 - q) * (q / (1.0 - q))) + (other / atom * q / (1.0 - (other / atom * q)) * (other / atom * q / (1.0 - (other / atom * q))))));
                    (double low, double high) = side == IntervalEnd.Right ? (1e-3, 1.0 - 1e-12) : (1.0 + 1e-12, 1e3);
                    if (other > atom && side == IntervalEnd.Right)
                    {
                        low = Math.Sqrt(atom / other);
                    }
                    else if (other < atom && side == IntervalEnd.Left)
                    {
                        high = Math.Sqrt(atom / other);
                    }

                    for (int k = 0; k < 200; k++)
                    {
                        double middle = 0.5 * (low + high);
                        (low, high) = Slope(middle) > 0.0 == (side == IntervalEnd.Right) ? (middle, high) : (low, middle);
                    }

                    double expected = X(low) * s, error = law.EdgeError(i, side), unit = 2.220446049250313e-16 * expected * (1.0 + Math.Abs(Math.Log(expected / law.Scale)));
                    Assert.True(Math.Abs(end - expected) <= error + (4e-16 * expected), $"{end:R} and not {expected:R}, claimed {error:E1}, unit {s}");
                    Assert.InRange(error, 2.0 * unit, 8.0 * unit);
                }
            }
        }
    }

    /// <summary>Of sums it is the rounding of the terms of x = Σ tᵢωᵢ − (T − 1)P: of a semicircle and points, and the same in any unit.</summary>
    [Fact]
    public void Ends_of_sums_are_known_to_the_rounding_of_their_terms()
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            foreach (double place in new[] { 0.0, 3.0, 1e6 })
            {
                FreeConvolution law = new(ConvolutionAlgebra.Additive, [new Atomic(new Atom((place - 1.0) * s, 0.5), new Atom((place + 1.0) * s, 0.5)), new Semicircle(-place * s, 0.01 * s * s)], [1.0, 1.0]);
                for (int i = 0; i < 2; i++)
                {
                    foreach ((double end, IntervalEnd side) in new[] { (law.Bands[i].Left, IntervalEnd.Left), (law.Bands[i].Right, IntervalEnd.Right) })
                    {
                        // x = ω + vω/(ω² − 1), 1 − v(ω² + 1)/(ω² − 1)² = 0.
                        double root = Math.Sqrt(1.0 + (0.005 * (1.0 + (((i == 1) == (side == IntervalEnd.Right)) ? 1.0 : -1.0) * Math.Sqrt(1.0 + (8.0 / 0.01)))));
                        double omega = i == 1 ? root : -root, expected = omega + (0.01 * omega / ((omega * omega) - 1.0));
                        double error = law.EdgeError(i, side) / s, unit = 2.220446049250313e-16 * (1.0 + place);
                        Assert.True(Math.Abs((end / s) - expected) <= error + (4e-16 * (1.0 + place)), $"{end / s:R} and not {expected:R}, claimed {error:E1}, {place} in the unit {s}");
                        Assert.InRange(error, 1.0 * unit, 60.0 * unit);
                    }
                }
            }
        }
    }
}
