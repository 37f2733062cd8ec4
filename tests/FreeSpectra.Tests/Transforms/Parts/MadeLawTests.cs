using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Powers of two-point laws, squares, roots and inverses: values to full precision, also where x says nothing and the distance from an end does.</summary>
public sealed class MadeLawTests
{
    /// <summary>60-digit values on the curve of the parametrisation: weight at 0, γ, t, x, the distance from the right edge, ρ(x).</summary>
    [Theory]
    [InlineData(0.3, 1.5, 1.6, 1.3354465533140378753, 2.4713150453583097446e-6, 0.0003489272895114828537)]
    [InlineData(0.3, 1.5, 1.6, 1.076029504485877291, 0.25941952014320594262, 0.085933839824037817919)]
    [InlineData(0.3, 1.5, 1.6, 0.078318771678923761193, 1.2571302529501594724, 0.25598387529967989251)]
    [InlineData(0.3, 1.5, 1.6, 8.3356896920502721237e-14, 1.3354490246289998767, 8019.141601635373579)]
    [InlineData(0.5, 1.0, 2.0, 0.9999999999975325989, 2.4674011002703102986e-12, 101321.18364250443811)]
    [InlineData(0.5, 1.0, 2.0, 0.5, 0.5, 0.31830988618379067154)]
    [InlineData(0.5, 1.0, 2.0, 0.006155829702431136905, 0.9938441702975688631, 2.0347810573707632864)]
    [InlineData(0.01, 2.0, 30.0, 613180240.49383625712, 30123706.121576967319, 8.6565024781753119436e-11)]
    [InlineData(0.01, 2.0, 30.0, 159511708.63849353637, 483792237.97691968807, 3.7083932234147081757e-10)]
    [InlineData(0.25, 0.5, 4.0, 0.0625, 2.3131885315053184263e-25, 1621138938277.4043431)]
    [InlineData(0.25, 0.5, 4.0, 0.032958984375, 0.029541015625, 6.5582275670492078496)]
    [InlineData(0.25, 0.5, 4.0, 1.7385272381783706603e-6, 0.062498261472761821629, 3380.1378461604580779)]
    [InlineData(0.0001, 1.0, 10000.0, 0.62632062739134213232, 0.37367937260865786768, 0.48498445091567570526)]
    [InlineData(0.0001, 1.0, 10000.0, 0.0027097599113191655016, 0.9972902400886808345, 11.271069279397347357)]
    [InlineData(0.2, 3.0, 7.5, 1668.6791523796517198, 1708.4446265815565049, 0.00012730442478963805356)]
    [InlineData(0.2, 3.0, 7.5, 1800.3524168383583593, 1576.7713621228498654, 0.00012431343694891395791)]
    public void A_power_of_a_two_point_law_has_its_density_to_twelve_digits(double zero, double top, double power, double x, double deficit, double density)
    {
        TwoPointPower law = new(new Atomic(new Atom(0.0, zero), new Atom(top, 1.0 - zero)), power);
        double right = law.Bands[0].Right;
        Close.Relative(x + deficit, right, 1e-13, "edge");
        if (x > 1e-3 * right)
        {
            Close.Relative(density, law.DensityFromEdge(0, IntervalEnd.Right, deficit), 2e-12, "from the right edge");
        }

        if (deficit > 1e-3 * x)
        {
            Close.Relative(density, law.Density(x), 2e-12, "density");
            Close.Relative(density, law.DensityFromEdge(0, IntervalEnd.Left, x), 2e-12, "from 0");
            Assert.InRange(law.DensityEstimate(x).Error, 1e-13 * law.Density(x), (1e-13 + (2e-14 * power * right / deficit)) * law.Density(x));
        }

        Close.Relative(Math.Pow(top * (1.0 - zero), power), law.Mean, 1e-11, "mean");
        double leftOver = 1.0 - (power * zero);
        Assert.Equal(leftOver > 1e-12 ? 2 : 1, law.Atoms.Length);
        Assert.Equal(zero, law.Atoms[0].Weight);
        Assert.Equal(-(power - 1.0) / power, law.Bands[0].LeftExponent);
        Assert.Equal(Math.Abs(leftOver) < 1e-12 ? -0.5 : 0.5, law.Bands[0].RightExponent);
        Assert.Equal(1.0, law.TotalMass, 1e-13);
        Assert.Equal((double.PositiveInfinity, 0.0, 0.0, 0.0), (law.Density(0.0), law.Density(-1e-9), law.Density(right), law.Density(2.0 * right)));
    }

    [Fact]
    public void What_is_no_power_of_a_two_point_law_is_refused()
    {
        Atomic source = Atomic.ZeroOr(2.0, 0.4);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoPointPower(source, 1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TwoPointPower(source, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => new TwoPointPower(new Atomic(new Atom(0.0, 0.1), new Atom(1.0, 0.4), new Atom(2.0, 0.5)), 2.0));
        Assert.Throws<ArgumentException>(() => new TwoPointPower(new FreePoisson(0.4, 2.5), 2.0));
        Assert.False(TwoPointPower.Fits(new Atomic(new Atom(0.1, 0.5), new Atom(1.0, 0.5))));
        Assert.False(TwoPointPower.Fits(new JoinedLaw([new Atom(0.0, 0.2), new Atom(3.0, 0.3)], [(1.0, 2.0, 0.5)])));
        Assert.True(TwoPointPower.Fits(source));
        Assert.Equal(0.6, new TwoPointPower(source, 2.0).ZeroMass, 1e-16);
        Assert.Equal("TwoPointPower { Atomic { 0.6·δ(0) + 0.4·δ(2) }^⊠2.5 }", new TwoPointPower(source, 2.5).ToString());
    }

    /// <summary>ρ(y) = [ρ_X(√y) + ρ_X(−√y)]/(2√y), for overlapping images, atoms and tails.</summary>
    [Fact]
    public void A_square_has_the_density_of_both_roots()
    {
        SpectralMeasure[] sources = [new Semicircle(0.3, 0.5), new Uniform(-3.0, 1.0), new JoinedLaw([new Atom(-2.0, 0.1), new Atom(2.0, 0.2)], [(-4.0, -1.0, 0.4), (0.5, 3.0, 0.3)]), new CauchyLaw(0.3, 0.7), new FreePoisson(1.0, 1.0)];
        foreach (SpectralMeasure source in sources)
        {
            SpectralMeasure law = source.Square();
            Close.To(1.0, law.TotalMass, 1e-9, "mass");
            foreach (double x in new[] { 0.07, 0.3, 0.9, 2.2, 5.0, 12.0, 30.0 })
            {
                double root = Math.Sqrt(x);
                double density = (source.Density(root) + source.Density(-root)) / (2.0 * root);
                Close.To(density, law.Density(x), 1e-15 * density, $"density at {x}");
                Close.To(density, law.DensityEstimate(x).Value, 1e-15 * density, $"estimate at {x}");
                Assert.InRange(law.DensityEstimate(x).Error, 0.0, 1e-12 * density);
                for (int i = 0; i < law.Bands.Length; i++)
                {
                    Band band = law.Bands[i];
                    if (x > band.Left && x < band.Right)
                    {
                        Close.Relative(density, law.DensityFromEdge(i, IntervalEnd.Left, x - band.Left), 1e-11, $"{x} from the left");
                        if (double.IsFinite(band.Right))
                        {
                            Close.Relative(density, law.DensityFromEdge(i, IntervalEnd.Right, band.Right - x), 1e-11, $"{x} from the right");
                        }
                    }
                }
            }

            Assert.Equal(0.0, law.Density(-0.5));
            Assert.Equal(0.0, law.DensityEstimate(-0.5).Value);
            foreach (Complex z in new Complex[] { new(-1.3, 0.0), new(0.7, 0.9), new(0.7, -0.9), new(-2.0, 1e-3), new(60.0, 0.0) })
            {
                Complex root = Complex.Sqrt(z);
                if (z.Imaginary == 0.0 && source is CauchyLaw)
                {
                    continue;
                }

                Complex g = (source.Cauchy(root) - source.Cauchy(-root)) / (2.0 * root);
                Close.Relative(g, law.Cauchy(z), 1e-12, $"G({z})");
                Complex h = 1e-5 * Complex.Abs(z);
                Close.Relative((law.Cauchy(z + h) - law.Cauchy(z - h)) / (2.0 * h), law.CauchyDerivative(z), 1e-6, $"G'({z})");
                Close.Relative((z * g) - 1.0, law.MomentTransform(z), 1e-11, $"h({z})");
            }
        }
    }

    [Fact]
    public void Bands_of_a_square_are_cut_where_the_images_end()
    {
        SpectralMeasure law = new JoinedLaw([new Atom(-2.0, 0.1), new Atom(2.0, 0.2)], [(-4.0, -1.0, 0.4), (0.5, 3.0, 0.3)]).Square();
        Assert.Equal([(0.25, 1.0), (1.0, 9.0), (9.0, 16.0)], law.Bands.Select(band => (band.Left, band.Right)));
        Assert.Equal([0.06, (0.4 * 2.0 / 3.0) + 0.24, 0.4 / 3.0], law.Bands.Select(band => Math.Round(band.Mass, 14)), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([new Atom(4.0, 0.30000000000000004)], law.Atoms);
        SpectralMeasure semicircle = new Semicircle(0.3, 0.25).Square();
        Assert.Equal([(-0.5, 0.0), (0.0, 0.5)], semicircle.Bands.Select(band => (band.LeftExponent, band.RightExponent)));
        Assert.Equal([(0.5, 0.5)], new Semicircle(3.0, 0.25).Square().Bands.Select(band => (band.LeftExponent, band.RightExponent)));
        Assert.Equal([(0.5, 0.5)], new Semicircle(-3.0, 0.25).Square().Bands.Select(band => (band.LeftExponent, band.RightExponent)));
        Assert.Equal([(-0.5, -1.5)], new CauchyLaw(0.3, 0.7).Square().Bands.Select(band => (band.LeftExponent, band.RightExponent)));
        Assert.Equal([(-0.75, 0.5)], new FreePoisson(1.0, 1.0).Square().Bands.Select(band => (band.LeftExponent, band.RightExponent)));

        // Beside the cut at 9 the density jumps, and each side is known at any distance.
        SpectralMeasure cut = new JoinedLaw([], [(-4.0, -1.0, 0.6), (1.0, 3.0, 0.4)]).Square();
        Close.Relative((0.2 + 0.2) / 6.0, cut.DensityFromEdge(0, IntervalEnd.Right, 1e-30), 1e-13, "inside");
        Close.Relative(0.2 / 6.0, cut.DensityFromEdge(1, IntervalEnd.Left, 1e-30), 1e-13, "outside");
        Assert.Equal(2.0, Math.Round(cut.Moment(1) / new JoinedLaw([], [(-4.0, -1.0, 0.6), (1.0, 3.0, 0.4)]).Moment(2) * 2.0, 12));
        Assert.True(new CauchyLaw(0.0, 1.0).Square().HasMoment(0) && !new CauchyLaw(0.0, 1.0).Square().HasMoment(1));
    }

    /// <summary>ρ(x) = |x| ρ_{X²}(x²), G(z) = zG_{X²}(z²).</summary>
    [Fact]
    public void A_symmetric_root_has_the_density_of_its_square()
    {
        SpectralMeasure[] sources = [new FreePoisson(1.0, 1.0), new FreePoisson(2.0, 0.5), new FreePoisson(0.4, 2.5), new Uniform(0.0, 2.0), new Uniform(1.0, 2.0), new FreeStable(0.5, 1.0)];
        foreach (SpectralMeasure source in sources)
        {
            SpectralMeasure law = source.SymmetricSquareRoot();
            foreach (double x in new[] { 1e-3, 0.2, 0.8, 1.1, 1.3, 1.9 })
            {
                double density = x * source.Density(x * x);
                foreach (double sign in new[] { -1.0, 1.0 })
                {
                    Close.To(density, law.Density(sign * x), 1e-13 * density, $"density at {x}");
                    Close.To(density, law.DensityEstimate(sign * x).Value, 1e-13 * density, $"estimate at {x}");
                    Assert.InRange(law.DensityEstimate(sign * x).Error, 0.0, 1e-12 * density);
                    for (int i = 0; i < law.Bands.Length; i++)
                    {
                        Band band = law.Bands[i];
                        if (sign * x > band.Left && sign * x < band.Right)
                        {
                            if (double.IsFinite(band.Left))
                            {
                                Close.Relative(density, law.DensityFromEdge(i, IntervalEnd.Left, (sign * x) - band.Left), 1e-11, $"{x} from the left");
                            }

                            if (double.IsFinite(band.Right))
                            {
                                Close.Relative(density, law.DensityFromEdge(i, IntervalEnd.Right, band.Right - (sign * x)), 1e-11, $"{x} from the right");
                            }
                        }
                    }
                }
            }

            foreach (Complex z in new Complex[] { new(0.3, 0.8), new(0.3, -0.8), new(-0.9, 0.2), new(0.0, 1.2), new(1e-20, 1.2) })
            {
                Close.Relative(z * source.Cauchy(z * z), law.Cauchy(z), 1e-12, $"G({z})");
                Close.Relative((law.Cauchy(z + 1e-5) - law.Cauchy(z - 1e-5)) / 2e-5, law.CauchyDerivative(z), 1e-7, $"G'({z})");
            }

            // On the axis the limit from above, with the sign that belongs to the side.
            Close.To(-Math.PI * law.Density(-1.2), law.Cauchy(-1.2).Imaginary, 1e-12, "left");
            Close.To(-Math.PI * law.Density(1.2), law.Cauchy(1.2).Imaginary, 1e-12, "right");
            Assert.Equal(0.0, law.Mean);
            Assert.Equal((source.HasMoment(1), source.HasMoment(1), source.HasMoment(2)), (law.HasMoment(1), law.HasMoment(2), law.HasMoment(3)));
            Assert.Equal((0.0, 1.0), (law.HasMoment(3) ? law.Moment(3) : 0.0, law.Moment(0)));
        }

        // The root of MP(1) is the semicircle law, and so it is at 0 itself and beside it.
        SpectralMeasure semicircle = new FreePoisson(1.0, 1.0).SymmetricSquareRoot();
        foreach (double x in new[] { 0.0, 1e-200, -1e-150, 1e-80, 1e-3 })
        {
            Close.Relative(Semicircle.Standard.Density(x), semicircle.Density(x), 1e-12, $"density at {x}");
            Close.Relative(Semicircle.Standard.Density(x), semicircle.DensityFromEdge(0, IntervalEnd.Left, 2.0 + x), 1e-12, $"from the edge at {x}");
            Close.Relative(Semicircle.Standard.Density(x), semicircle.DensityEstimate(x).Value, 1e-12, $"estimate at {x}");
        }

        Close.Relative(new Complex(0.0, -1.0), semicircle.Cauchy(0.0), 1e-12, "G(0)");
        foreach (double s in new[] { Math.Pow(2.0, 30), Math.Pow(2.0, -30) })
        {
            SpectralMeasure other = new FreePoisson(1.0, s * s).SymmetricSquareRoot();
            Assert.Single(other.Bands);
            Close.Relative(1.0 / (Math.PI * s), other.Density(0.0), 1e-12, $"density at 0 in the unit {s}");
            Close.Relative(new Complex(0.0, -1.0 / s), other.Cauchy(0.0), 1e-12, $"G(0) in the unit {s}");
            Assert.InRange(other.DensityEstimate(0.0).Error, 0.0, 1e-6 / s);

            // A logarithm at 0 is one in every unit: the band is two that touch.
            double part = s > 1.0 ? 1048576.0 : 1.0 / 1024.0;
            SpectralMeasure cut = new Uniform(0.0, part * part).CompoundPoisson(1.0).SymmetricSquareRoot();
            Assert.Equal(2, cut.Bands.Length);
            Assert.Equal((double.PositiveInfinity, 0.0), (cut.Density(0.0), cut.DensityEstimate(0.0).Error));
        }

        Close.Relative(1.0 / 3.0, new Uniform(0.0, 2.0).SymmetricSquareRoot().DensityFromEdge(1, IntervalEnd.Left, 1.0 / 3.0) * 2.0, 1e-13, "uniform");
        Close.Relative(1e-200 / 2.0, new Uniform(0.0, 2.0).SymmetricSquareRoot().DensityFromEdge(1, IntervalEnd.Left, 1e-200), 1e-12, "uniform at 0");
        Close.Relative(1e-200 / 2.0, new Uniform(0.0, 2.0).SymmetricSquareRoot().DensityFromEdge(0, IntervalEnd.Right, 1e-200), 1e-12, "uniform at 0, from the left");
        Assert.Equal("SymmetricRootLaw { ±√(Uniform { 0.5, 2 }) }", new Uniform(0.5, 2.0).SymmetricSquareRoot().ToString());
    }

    /// <summary>ρ(x) = ρ_X(1/x)/x², G(z) = −h_X(1/z)/z.</summary>
    [Fact]
    public void An_inverse_has_the_density_of_its_source()
    {
        SpectralMeasure[] sources = [new FreePoisson(2.0, 0.5), new FreePoisson(1.0, 1.0), new Uniform(-3.0, -1.0), new Uniform(-1.0, 2.0), new CauchyLaw(0.3, 0.7), new Uniform(0.0, 2.0)];
        foreach (SpectralMeasure source in sources)
        {
            SpectralMeasure law = source.Inverse();
            Close.To(1.0, law.TotalMass, 1e-9, "mass");
            foreach (double x in new[] { -4.0, -0.7, -0.4, 0.2, 0.6, 1.1, 7.0, 1e3 })
            {
                double density = source.Density(1.0 / x) / (x * x);
                Close.To(density, law.Density(x), 1e-15 * density, $"density at {x}");
                Close.To(density, law.DensityEstimate(x).Value, 1e-15 * density, $"estimate at {x}");
                Assert.InRange(law.DensityEstimate(x).Error, 0.0, 1e-13 * density);
                for (int i = 0; i < law.Bands.Length; i++)
                {
                    Band band = law.Bands[i];
                    if (x > band.Left && x < band.Right)
                    {
                        if (double.IsFinite(band.Left))
                        {
                            Close.Relative(density, law.DensityFromEdge(i, IntervalEnd.Left, x - band.Left), 1e-11, $"{x} from the left");
                        }

                        if (double.IsFinite(band.Right))
                        {
                            Close.Relative(density, law.DensityFromEdge(i, IntervalEnd.Right, band.Right - x), 1e-11, $"{x} from the right");
                        }
                    }
                }
            }

            foreach (Complex z in new Complex[] { new(0.3, 0.8), new(0.3, -0.8), new(-0.9, 0.2) })
            {
                Close.Relative((1.0 / z) - (source.Cauchy(1.0 / z) / (z * z)), law.Cauchy(z), 1e-12, $"G({z})");
                Close.Relative((law.Cauchy(z + 1e-5) - law.Cauchy(z - 1e-5)) / 2e-5, law.CauchyDerivative(z), 1e-7, $"G'({z})");
            }
        }

        Assert.Equal([(double.NegativeInfinity, -1.0, -2.0, 0.0), (0.5, double.PositiveInfinity, 0.0, -2.0)], new Uniform(-1.0, 2.0).Inverse().Bands.Select(band => (band.Left, band.Right, band.LeftExponent, band.RightExponent)));
        Assert.Equal([1.0 / 3.0, 2.0 / 3.0], new Uniform(-1.0, 2.0).Inverse().Bands.Select(band => band.Mass), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([(0.25, double.PositiveInfinity, 0.5, -1.5)], new FreePoisson(1.0, 1.0).Inverse().Bands.Select(band => (band.Left, band.Right, band.LeftExponent, band.RightExponent)));
        SpectralMeasure inverse = new FreePoisson(1.0, 1.0).Inverse();
        Assert.Equal((true, false), (inverse.HasMoment(0), inverse.HasMoment(1)));
        Assert.True(new FreePoisson(2.0, 0.5).Inverse().HasMoment(7));
        Close.Relative(2.0, new FreePoisson(2.0, 0.5).Inverse().Mean, 1e-13, "mean");
        Close.Relative(Math.Sqrt((4.0 * 1e30) - 1.0) / (2.0 * Math.PI * 1e60), inverse.DensityFromEdge(0, IntervalEnd.Left, 1e30), 1e-12, "far out");

        // The Cauchy law at 0: the tails of X make a finite density, on both sides of the smallest square.
        SpectralMeasure cauchy = new CauchyLaw(0.3, 0.7).Inverse();
        foreach (double x in new[] { 0.0, 1e-200, -1e-200, 1e-140 })
        {
            Close.Relative(0.7 / Math.PI, cauchy.Density(x), 1e-12, $"density at {x}");
            Close.Relative(0.7 / Math.PI, cauchy.DensityEstimate(x).Value, 1e-12, $"estimate at {x}");
        }

        // Tails of x^(−3/2) make a density like √x at 0.
        SpectralMeasure back = new WithoutInverse(inverse).Inverse();
        Close.Relative(1.0 / Math.PI / Math.Sqrt(1e-200), back.Density(1e-200), 1e-6, "MP(1) at 1e-200");
        Assert.Equal(0.0, back.Density(-1e-200));
        Assert.Equal(double.PositiveInfinity, back.Density(0.0));
        Assert.Throws<ArgumentException>(() => new FreePoisson(0.4, 2.5).Inverse());
        Assert.Equal("InverseLaw { 1 / Uniform { 0.5, 2 } }", new Uniform(0.5, 2.0).Inverse().ToString());
    }
}
