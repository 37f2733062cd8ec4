using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Off the bands and beside the axis G = G(x) + iyG'(x) − y²G''(x)/2 and G' = G'(x) + iyG''(x), with every digit of the imaginary parts; and what made laws tell about masses.</summary>
public sealed class BesideAxisTests
{
    private static readonly Dictionary<string, (SpectralMeasure Law, SpectralMeasure Known)> Laws = new()
    {
        ["semicircles"] = (new Semicircle(0.0, 0.5).FreeSum(new WithoutInverse(new Semicircle(0.3, 0.5))), new Semicircle(0.3, 1.0)),
        ["semicircles in another unit"] = (new Semicircle(0.0, 0.5e6).FreeSum(new WithoutInverse(new Semicircle(300.0, 0.5e6))), new Semicircle(300.0, 1e6)),
        ["power"] = (new FreeConvolution(ConvolutionAlgebra.Additive, [new FreePoisson(2.0, 0.5)], [1.5]), new FreePoisson(3.0, 0.5)),
        ["signs"] = (new FreeConvolution(ConvolutionAlgebra.Additive, [new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5))], [2.0]), new Arcsine(2.0)),
        ["power of signs"] = (new FreeConvolution(ConvolutionAlgebra.Additive, [new Atomic(new Atom(-1.0, 0.5), new Atom(1.0, 0.5))], [3.0]), new KestenMcKay(3.0)),
        ["product"] = (new FreeConvolution(ConvolutionAlgebra.Multiplicative, [new WithoutInverse(new FreePoisson(1.0, 1.0)), new WithoutInverse(new InverseFreePoisson(0.3))], [1.0, 1.0]), new FreeF(1.0, 0.3)),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Imaginary_parts_keep_their_digits(string name)
    {
        (SpectralMeasure law, SpectralMeasure known) = Laws[name];
        double size = LawScale.Of(known);
        foreach (double x in new[] { -40.0, -3.5, -0.6, -0.02, 0.03, 3.4, 5.0, 90.0 }.Select(t => t * size))
        {
            double distance = known.Bands.Min(band => Math.Max(0.0, Math.Max(band.Left - x, x - band.Right)));
            distance = known.Atoms.Select(atom => Math.Abs(atom.Location - x)).Append(distance).Min();
            if (distance < 1e-3 * size)
            {
                continue;
            }

            // G'' by a difference of G' far above rounding.
            double step = 1e-3 * distance;
            double bend = ((known.CauchyDerivative(x - (2.0 * step)).Real - known.CauchyDerivative(x + (2.0 * step)).Real) + (8.0 * (known.CauchyDerivative(x + step).Real - known.CauchyDerivative(x - step).Real))) / (12.0 * step);
            foreach (double height in new[] { 0.9e-6, -1e-7, 1e-9, -1e-14, 1e-60 }.Select(t => t * distance))
            {
                Complex z = new(x, height), g = law.Cauchy(z), slope = law.CauchyDerivative(z);
                Close.Relative(known.Cauchy(x).Real, g.Real, 3e-11, $"Re G of {name} at {z}");
                Close.Relative(height * known.CauchyDerivative(x).Real, g.Imaginary, name == "product" ? 1e-6 : 1e-8, $"Im G of {name} at {z}");
                Close.Relative(known.CauchyDerivative(x).Real, slope.Real, 1e-8, $"Re G' of {name} at {z}");
                Close.Relative(height * bend, slope.Imaginary, 1e-4, $"Im G' of {name} at {z}");
            }
        }
    }

    /// <summary>
    /// On every gap, from one end of each of its pieces to the other: G(x + iy) and G′(x + iy) are G, iyG′ and iyG″ of the axis, where the derivatives of G there are differences of it.
    /// Where P has a pole or a zero between two pieces, and beside a divided branch, the point is answered in some way all the same.
    /// </summary>
    [Theory]
    [InlineData("sum")]
    [InlineData("sum with gaps")]
    [InlineData("power")]
    [InlineData("product")]
    [InlineData("product with gaps")]
    [InlineData("multiplicative power")]
    [InlineData("sum of a product")]
    [InlineData("product of a sum")]
    public void Beside_every_gap_the_transform_is_that_of_the_axis(string name)
    {
        foreach (double s in new[] { 1.0, 1048576.0, 1.0 / 1048576.0 })
        {
            Uniform flat = new(0.5 * s, 2.0 * s);
            FreePoisson poisson = new(2.0, 0.5 * s);
            Atomic atoms = new(new Atom(0.3 * s, 0.25), new Atom(1.5 * s, 0.25), new Atom(9.0 * s, 0.5));
            SpectralMeasure made = name switch
            {
                "sum" => flat.FreeSum(new Semicircle(0.2 * s, 0.5 * s * s)),
                "sum with gaps" => atoms.FreeSum(new Uniform(-0.3 * s, 0.3 * s)),
                "power" => new FreeConvolution(ConvolutionAlgebra.Additive, [atoms], [1.2]),
                "product" => flat.FreeProduct(new FreePoisson(4.0, 0.25)),
                "product with gaps" => atoms.FreeProduct(new FreePoisson(20.0, 0.05)),
                "multiplicative power" => new FreeConvolution(ConvolutionAlgebra.Multiplicative, [atoms], [1.1]),
                "sum of a product" => poisson.FreeProduct(new Uniform(0.5, 1.5)).FreeSum(new Semicircle(-4.0 * s, 0.01 * s * s)),
                _ => atoms.FreeSum(new Semicircle(0.5 * s, 1e-4 * s * s)).FreeProduct(new FreePoisson(30.0, 1.0 / 30.0)),
            };
            FreeConvolution law = Assert.IsType<FreeConvolution>(made);
            int found = 0, tried = 0;
            foreach (RealPiece piece in law.Structure.Gaps.SelectMany(gap => gap.Pieces).Where(piece => piece.Left < piece.Right))
            {
                (double left, double right) = (Math.Max(piece.Left, Math.Min(-30.0 * s, piece.Right - s)), Math.Min(piece.Right, Math.Max(30.0 * s, piece.Left + s)));
                foreach (double t in new[] { 1e-5, 1e-3, 0.02, 0.2, 0.5, 0.7, 0.97, 0.9995, 1.0 - 1e-5 })
                {
                    double x = left + (t * (right - left));
                    double distance = law.Bands.Min(band => Math.Max(band.Left - x, x - band.Right));
                    distance = law.Atoms.Select(atom => Math.Abs(atom.Location - x)).Append(distance).Min();
                    Complex z = new(x, 3e-8 * distance);
                    double g = law.Cauchy(x).Real, slope = law.CauchyDerivative(x).Real, step = 1e-2 * distance;
                    double bend = ((8.0 * (law.CauchyDerivative(x + step).Real - law.CauchyDerivative(x - step).Real)) - (law.CauchyDerivative(x + (2.0 * step)).Real - law.CauchyDerivative(x - (2.0 * step)).Real)) / (12.0 * step);
                    double size = Math.Abs(slope) + (Math.Abs(g) / distance);
                    Close.To(slope, ((8.0 * (law.Cauchy(x + step).Real - law.Cauchy(x - step).Real)) - (law.Cauchy(x + (2.0 * step)).Real - law.Cauchy(x - (2.0 * step)).Real)) / (12.0 * step), 1e-5 * size, $"G' of {name} at {x} in the unit {s}");
                    tried++;
                    if (law.Transform.TryBesideAxis(z, out Complex value, out Complex derivative))
                    {
                        found++;
                        Close.To(g, value.Real, 1e-10 * distance * size, $"Re G of {name} at {z} in the unit {s}");
                        Close.Relative(z.Imaginary * slope, value.Imaginary, 1e-8, $"Im G of {name} at {z} in the unit {s}");
                        Close.Relative(slope, derivative.Real, 1e-8, $"Re G' of {name} at {z} in the unit {s}");

                        // Beside a pole of P, a zero of G or of h, the difference is taken over a small part of the distance.
                        double beside = Math.Min(distance * Math.Abs(g), law.IsProduct ? Math.Abs((x * g) - 1.0) : double.PositiveInfinity);
                        Close.To(z.Imaginary * bend, derivative.Imaginary, (1e-3 + (1e-6 / beside)) * z.Imaginary * size / distance, $"Im G' of {name} at {z} in the unit {s}");
                    }

                    Complex whole = law.Cauchy(z);
                    Close.To(g, whole.Real, 1e-8 * distance * size, $"Re G of {name} at {z} in the unit {s}, in some way");
                    Close.To(z.Imaginary * slope, whole.Imaginary, 1e-5 * z.Imaginary * size, $"Im G of {name} at {z} in the unit {s}, in some way");
                }
            }

            Assert.True(4 * found > 3 * tried, $"{found} of {tried} of {name}");
        }
    }

    /// <summary>1/X: each band goes where its image is, with its mass, also where an earlier band lies below one that holds 0.</summary>
    [Fact]
    public void The_inverse_keeps_the_mass_of_each_part()
    {
        SpectralMeasure law = new JoinedLaw([], [(-3.0, -2.0, 0.3), (-1.0, 2.0, 0.6), (4.0, 5.0, 0.1)]).Inverse();
        (double Left, double Right, double Mass)[] expected = [(double.NegativeInfinity, -1.0, 0.2), (-0.5, -1.0 / 3.0, 0.3), (0.2, 0.25, 0.1), (0.5, double.PositiveInfinity, 0.4)];
        Assert.Equal(expected.Length, law.Bands.Length);
        foreach (((double left, double right, double mass), Band band) in expected.Zip(law.Bands))
        {
            Assert.Equal((left, right), (band.Left, band.Right));
            Assert.Equal(mass, band.Mass, 1e-13);
        }

        foreach ((double x, double mass) in new[] { (-4.0, 0.05), (-1.0, 0.2), (-0.4, 0.35), (0.0, 0.5), (0.3, 0.6), (1.0, 0.8), (10.0, 0.98) })
        {
            Assert.Equal(mass, law.CumulativeDistribution(x), 1e-12);
        }
    }

    /// <summary>Hidden semicircles: G beside the axis by derivatives at the point beneath, with the second order of the height, up to a millionth of the distance to the band.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1048576.0)]
    [InlineData(9.5367431640625e-7)]
    public void The_second_order_of_the_height_counts(double unit)
    {
        var law = (FreeConvolution)new WithoutInverse(new Semicircle(0.0, 0.5 * unit * unit)).FreeSum(new WithoutInverse(new Semicircle(0.0, 0.7 * unit * unit)));
        Semicircle exact = new(0.0, 1.2 * unit * unit);
        foreach (double x in new[] { 2.3, 3.0, -2.5, -40.0 })
        {
            double distance = Math.Abs(x) - Math.Sqrt(4.8);
            foreach (double part in new[] { 0.95e-6, -0.95e-6, 1e-8, 1e-15 })
            {
                Complex z = new Complex(x, part * distance) * unit;
                Assert.True(law.Transform.TryBesideAxis(z, out Complex value, out Complex slope), $"{z}");
                Complex g = exact.Cauchy(x * unit), rate = exact.CauchyDerivative(x * unit), expected = exact.Cauchy(z);
                Close.To(expected.Real, value.Real, 2e-14 * Complex.Abs(g), $"Re G at {z}");
                Close.Relative(z.Imaginary * rate.Real, value.Imaginary, 1e-9, $"Im G at {z}");
                Close.Relative(rate.Real, slope.Real, 1e-9, $"Re G' at {z}");

                // G'' = 2G³/(1 − vG²)³ from G' = −G²/(1 − vG²).
                double bend = 2.0 * Math.Pow(g.Real, 3.0) / Math.Pow(1.0 - (1.2 * unit * unit * g.Real * g.Real), 3.0);
                Close.Relative(z.Imaginary * bend, slope.Imaginary, 1e-4, $"Im G' at {z}");
            }

            Assert.False(law.Transform.TryBesideAxis(new Complex(x, 1.1e-6 * distance) * unit, out _, out _));
            Assert.False(law.Transform.TryBesideAxis(x * unit, out _, out _));

            // ωᵢ = F + vᵢ/F, so that dωᵢ/dx = F'·(1 − vᵢ/F²).
            double f = 1.0 / exact.Cauchy(x * unit).Real, slopeOfF = -exact.CauchyDerivative(x * unit).Real * f * f;
            Complex beside = new Complex(x, 0.9e-9 * distance) * unit;
            Complex[] omega = [.. law.Transform.SubordinationBesideAxis(beside)!.Value];
            foreach ((double variance, int i) in new[] { (0.5, 0), (0.7, 1) })
            {
                Close.Relative(f + (variance * unit * unit / f), omega[i].Real, 1e-12, $"Re ω{i} at {x}");
                Close.Relative(beside.Imaginary * slopeOfF * (1.0 - (variance * unit * unit / f / f)), omega[i].Imaginary, 1e-9, $"Im ω{i} at {x}");
            }

            Assert.Null(law.Transform.SubordinationBesideAxis(new Complex(x, 1.1e-9 * distance) * unit));
            Assert.Null(law.Transform.SubordinationBesideAxis(x * unit));
        }

        Assert.False(law.Transform.TryBesideAxis(new Complex(0.5, 1e-12) * unit, out _, out _));
        Assert.Null(law.Transform.SubordinationBesideAxis(new Complex(0.5, 1e-12) * unit));
    }

    /// <summary>In a gap P has a pole where G is 0: G'' is that of Cauchy's formula there too.</summary>
    [Fact]
    public void Im_of_the_derivative_keeps_its_digits_around_a_zero_of_G()
    {
        FreeConvolution law = (FreeConvolution)new Atomic(new Atom(0.3, 0.25), new Atom(1.5, 0.25), new Atom(9.0, 0.5)).FreeSum(new Uniform(-0.3, 0.3));
        Band gap = new(law.Bands[0].Right, law.Bands[1].Left, 0.0, 0.0, 0.0);
        foreach (double part in new[] { 0.1, 0.3, 0.42, 0.47, 0.4805, 0.4851, 0.49, 0.5, 0.52, 0.6, 0.8 })
        {
            double x = gap.Left + (part * gap.Width);
            double distance = Math.Min(x - gap.Left, gap.Right - x);
            Complex bend = Complex.Zero;
            for (int k = 0; k < 64; k++)
            {
                Complex turn = Complex.FromPolarCoordinates(1.0, Math.PI * ((2 * k) + 1) / 64.0);
                bend += law.Cauchy(x + (0.5 * distance * turn)) / turn / turn / (32.0 * 0.25 * distance * distance);
            }

            double height = 1e-7 * distance;
            Assert.True(law.Transform.TryBesideAxis(new Complex(x, height), out _, out Complex slope));
            Close.Relative(height * bend.Real, slope.Imaginary, 1e-5, $"Im G' at {x}");
        }
    }

    /// <summary>On the axis beside an isolated atom at 0, however near: as the closed law has it.</summary>
    [Fact]
    public void Beside_an_isolated_atom_at_0_G_keeps_its_digits_on_the_axis()
    {
        (SpectralMeasure Law, SpectralMeasure Known)[] laws =
        [
            (new FreePoisson(0.25, 4.0).FreePower(2.0), new FreePoisson(0.5, 4.0)),
            (new FreePoisson(0.125, 4e-6).FreeSum(new WithoutInverse(new FreePoisson(0.25, 4e-6))), new FreePoisson(0.375, 4e-6)),
            (new FreePoisson(0.25, 4.0).FreeProduct(new WithoutInverse(new InverseFreePoisson(0.25))), new FreeF(4.0, 0.25)),
        ];
        foreach ((SpectralMeasure law, SpectralMeasure known) in laws)
        {
            double size = LawScale.Of(known);
            foreach (double z in new[] { 1e-5, -1e-8, 1e-11, 1e-14, -1e-17, 1e-60 }.Select(part => part * size))
            {
                Close.Relative(known.Cauchy(z), law.Cauchy(z), 1e-13, $"G of {law} at {z}");
                Close.Relative(known.CauchyDerivative(z), law.CauchyDerivative(z), 1e-12, $"G' of {law} at {z}");
                Close.To(known.MomentTransform(z), law.MomentTransform(z), 1e-12, $"h of {law} at {z}");
            }
        }
    }

    /// <summary>The atom of the root is just lost by the compression: dx/dP is −0.02 at P = 0 and below that elsewhere, so that there is no gap, however near to 0.</summary>
    [Fact]
    public void Where_an_atom_is_just_lost_there_is_no_gap()
    {
        SpectralMeasure law = new AffineImage(new FreePoisson(1.0 / 7.03, 7.03), new AffineMap(0.0, 1.29)).FreePower(2.0).SymmetricSquareRoot().Compression(0.279);
        Band band = Assert.Single(law.Bands);
        Close.To(-band.Right, band.Left, 1e-13, "bottom");
        Close.To(1.0, law.IntegrateBand(0, _ => 1.0, new FreeSpectra.Numerics.Tolerance(1e-10, 1e-10)).Value.Real, 1e-9, "mass");
    }
}
