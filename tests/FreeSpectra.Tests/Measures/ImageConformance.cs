using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>Powers of 2 and the sign change no digit: every answer of an image is that of the law, digit for digit, with its error and its price.</summary>
public sealed class ImageConformance
{
    private static readonly Complex[] Points = [new(0.3, 0.7), new(-2.0, 0.2), new(4.0, -1.5), new(0.0, 10.0), new(-300.0, 0.0)];

    private static readonly double[] Offsets = [0.3, 1e-3, 1e-9, 1e-40];

    private static readonly double[] Parts = [0.0, 1e-15, 0.07, 0.5, 0.83, 1.0];

    /// <summary>Laws in a unit s.</summary>
    private static readonly Dictionary<string, Func<double, SpectralMeasure>> Units = new()
    {
        ["semicircle"] = s => new Semicircle(0.3 * s, 0.7 * s * s),
        ["MP"] = s => new FreePoisson(3.0, 0.5 * s),
        ["MP with an atom"] = s => new FreePoisson(0.4, 2.0 * s),
        ["hard MP"] = s => new FreePoisson(1.0, 0.7 * s),
        ["arcsine"] = s => new Arcsine(1.7 * s),
        ["uniform"] = s => new Uniform(-0.4 * s, 2.1 * s),
        ["Cauchy"] = s => new CauchyLaw(0.6 * s, 0.4 * s),
        ["atoms"] = s => new Atomic(new Atom(-s, 0.25), new Atom(0.5 * s, 0.5), new Atom(2.0 * s, 0.25)),
        ["samples"] = s => new EmpiricalLaw([0.3 * s, -1.2 * s, 0.3 * s, 2.5 * s]),
        ["two jumps, two bands"] = s => new CompoundPoisson(0.6, new Atomic(new Atom(s, 0.5), new Atom(8.0 * s, 0.5))),
        ["two jumps"] = s => new CompoundPoisson(5.0, new Atomic(new Atom(s, 0.7), new Atom(20.0 * s, 0.3))),
        ["critical jumps"] = s => new CompoundPoisson(1.0, new Atomic(new Atom(0.5 * s, 0.5), new Atom(1.5 * s, 0.5))),
        ["jumps to both sides"] = s => new CompoundPoisson(2.0, new Atomic(new Atom(-s, 0.3), new Atom(0.0, 0.2), new Atom(2.0 * s, 0.5))),
        ["rare jumps to both sides"] = s => new CompoundPoisson(0.3, new Atomic(new Atom(-s, 0.3), new Atom(0.5 * s, 0.2), new Atom(2.0 * s, 0.5))),
        ["flat jumps"] = s => new CompoundPoisson(1.7, new Uniform(0.5 * s, 2.0 * s)),
        ["flat jumps from 0"] = s => new CompoundPoisson(1.7, new Uniform(0.0, 2.0 * s)),
        ["jumps of a free Poisson law"] = s => new CompoundPoisson(0.4, new FreePoisson(3.0, 0.5 * s)),
        ["projections"] = s => new FreeProjectionProduct(1.2 * s, [(0.2, 3), (0.5, 1)]),
        ["projections, hard"] = s => new FreeProjectionProduct(0.8 * s, [(0.3, 1), (0.6, 2)]),
    };

    public static TheoryData<SpectralMeasure> Laws => LawCatalogue.All;

    public static TheoryData<string> Names => [.. Units.Keys];

    /// <summary>A law that is given in another unit is the image of the law, to rounding, with the same errors and the same number of steps.</summary>
    [Theory, MemberData(nameof(Names))]
    public void A_law_in_another_unit_is_an_image(string name)
    {
        SpectralMeasure law = Units[name](1.0);
        foreach (double s in new[] { Math.Pow(2.0, 30.0), Math.Pow(2.0, -30.0), Math.Pow(2.0, 200.0) })
        {
            SpectralMeasure other = Units[name](s);
            Assert.Equal(law.Atoms.Select(atom => s * atom.Location), other.Atoms.Select(atom => atom.Location));
            Assert.Equal(law.Bands.Length, other.Bands.Length);
            for (int i = 0; i < law.Bands.Length; i++)
            {
                Band band = law.Bands[i], there = other.Bands[i];
                Assert.Equal((band.LeftExponent, band.RightExponent), (there.LeftExponent, there.RightExponent));
                Close.To(band.Mass, there.Mass, 1e-14, "mass");
                foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right }.Where(end => double.IsFinite(Place(band, end))))
                {
                    Close.Relative(s * Place(band, end), Place(there, end), 1e-13, $"{end} end");
                    Close.Relative(s * law.EdgeError(i, end), other.EdgeError(i, end), 1e-6, $"error of the {end} end");
                    foreach (double offset in Offsets.Select(t => t * band.Width))
                    {
                        Close.Relative(law.DensityFromEdge(i, end, offset), s * other.DensityFromEdge(i, end, s * offset), 1e-11, $"{offset} from the {end} end");
                    }
                }

                (double left, double right) = (Math.Max(band.Left, -50.0), Math.Min(band.Right, 50.0));
                foreach (double t in new[] { 1e-4, 0.07, 0.5, 0.83, 0.9999 })
                {
                    double x = left + (t * (right - left));
                    Estimate<double> own = law.DensityEstimate(x), that = other.DensityEstimate(s * x);
                    Close.Relative(own.Value, s * that.Value, 1e-11, $"density at {x}");
                    Assert.InRange(s * that.Error, 0.5 * own.Error, 2.0 * own.Error);
                    Close.To(law.CumulativeDistribution(x), other.CumulativeDistribution(s * x), 1e-13, $"mass up to {x}");
                    int steps = Steps.Of(() => law.Density(x));
                    Assert.InRange(Steps.Of(() => other.Density(s * x)), steps - 3, steps + 3);
                }
            }

            foreach (Complex z in Points.Where(z => z.Imaginary != 0.0 || !law.Bands.Any(band => band.Contains(z.Real))))
            {
                Close.Relative(law.Cauchy(z), s * other.Cauchy(s * z), 1e-12, $"G({z})");
                Close.Relative(law.CauchyDerivative(z), s * s * other.CauchyDerivative(s * z), 1e-11, $"G'({z})");
                Close.Relative(law.MomentTransform(z), other.MomentTransform(s * z), 1e-10, $"h({z})");
            }

            foreach (double p in new[] { 0.05, 0.37, 0.96 })
            {
                Close.To(law.Quantile(p), other.Quantile(p) / s, 1e-11, $"quantile of {p}");
            }

            if (law.HasMoment(4))
            {
                Close.Relative(law.Moment(4), other.Moment(4) / s / s / s / s, 1e-12, "fourth moment");
                Close.To(law.FreeCumulant(4), other.FreeCumulant(4) / s / s / s / s, 1e-12 * law.Moment(4), "fourth cumulant");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void An_image_by_a_power_of_two_has_the_same_digits(SpectralMeasure law)
    {
        foreach (double scale in new[] { 4.0, -0.5 })
        {
            Same(law, new AffineImage(law, new AffineMap(0.0, scale)), scale);
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void A_reflected_law_has_the_same_digits(SpectralMeasure law) => Same(law, new AffineImage(law, AffineMap.Reflection), -1.0);

    /// <summary>What the source does not know of its end, in the new unit, and half a unit of rounding for each of the two operations of the map at least.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void The_end_of_an_image_is_known_as_well_as_the_map_takes_it(SpectralMeasure law)
    {
        foreach ((double shift, double scale) in new[] { (0.0, 3.0), (0.7, -0.3), (-500.0, 1.0) })
        {
            AffineImage image = new(law, new AffineMap(shift, scale));
            for (int i = 0; i < law.Bands.Length; i++)
            {
                foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
                {
                    (int k, IntervalEnd there) = scale > 0.0 ? (i, end) : (law.Bands.Length - 1 - i, Other(end));
                    double place = Place(image.Bands[k], there), known = Math.Abs(scale) * law.EdgeError(i, end), error = image.EdgeError(k, there);
                    double rounding = (Math.Abs(place) + Math.Abs(shift)) * Math.Pow(2.0, -53.0);
                    if (double.IsFinite(place))
                    {
                        Assert.InRange(error, known + (0.5 * rounding), known + (4.0 * rounding));
                    }
                    else
                    {
                        Assert.Equal(0.0, error);
                    }
                }
            }
        }
    }

    private static void Same(SpectralMeasure law, SpectralMeasure image, double s)
    {
        double unit = Math.Abs(s);
        Assert.Equal(law.Atoms.Select(atom => (s * atom.Location, atom.Weight)).Order(), image.Atoms.Select(atom => (atom.Location, atom.Weight)));
        Assert.Equal(law.Bands.Length, image.Bands.Length);
        for (int i = 0; i < law.Bands.Length; i++)
        {
            int k = s > 0.0 ? i : law.Bands.Length - 1 - i;
            Band band = law.Bands[i], there = image.Bands[k];
            Assert.Equal(
                s > 0.0 ? (s * band.Left, s * band.Right, band.Mass, band.LeftExponent, band.RightExponent) : (s * band.Right, s * band.Left, band.Mass, band.RightExponent, band.LeftExponent),
                (there.Left, there.Right, there.Mass, there.LeftExponent, there.RightExponent));
            (double left, double right) = (Math.Max(band.Left, -50.0), Math.Min(band.Right, 50.0));
            foreach (double t in Parts)
            {
                double x = left + (t * (right - left));
                Estimate<double> own = law.DensityEstimate(x), other = image.DensityEstimate(s * x);
                Assert.Equal((own.Value, own.Error, own.Evaluations), (unit * other.Value, unit * other.Error, other.Evaluations));
                Assert.Equal(law.Density(x), unit * image.Density(s * x));
                if (t is > 0.0 and < 1.0)
                {
                    foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right }.Where(end => double.IsFinite(Place(band, end))))
                    {
                        Assert.Equal(law.DensityFromEdge(i, end, t * (right - left)), unit * image.DensityFromEdge(k, s > 0.0 ? end : Other(end), t * (right - left) * unit));
                    }
                }
            }
        }

        foreach (Complex z in Points.Where(z => z.Imaginary != 0.0 || !law.Bands.Any(band => band.Contains(z.Real))))
        {
            // A real law of −X has the same values on the axis; what stands beside them there is rounding.
            Complex g = law.Cauchy(z), slope = law.CauchyDerivative(z), image1 = s * image.Cauchy(s * z), image2 = s * s * image.CauchyDerivative(s * z);
            Assert.Equal((g.Real, slope.Real), (image1.Real, image2.Real));
            Assert.True(z.Imaginary == 0.0 || (g, slope) == (image1, image2), $"{g} and {image1}, {slope} and {image2} at {z}");
            Complex h = law.MomentTransform(z), rate = law.MomentTransformDerivative(z);
            Close.To(h, image.MomentTransform(s * z), 1e-15 + (1e-12 * Complex.Abs(h)), $"h({z})");
            Close.To(rate, s * image.MomentTransformDerivative(s * z), (2e-15 * Complex.Abs(g)) + (1e-12 * Complex.Abs(rate)), $"h'({z})");
        }

        for (int n = 0; n <= 5; n++)
        {
            Assert.Equal(law.HasMoment(n), image.HasMoment(n));
            if (law.HasMoment(n))
            {
                Assert.Equal(law.Moment(n) * Math.Pow(s, n), image.Moment(n));
                if (n > 0)
                {
                    Assert.Equal(law.FreeCumulant(n) * Math.Pow(s, n), image.FreeCumulant(n));
                }
            }
        }

        if (law.HasMoment(2))
        {
            Assert.Equal((s * law.Mean, s * s * law.Variance), (image.Mean, image.Variance));
        }
    }

    private static double Place(Band band, IntervalEnd end) => end == IntervalEnd.Left ? band.Left : band.Right;

    private static IntervalEnd Other(IntervalEnd end) => end == IntervalEnd.Left ? IntervalEnd.Right : IntervalEnd.Left;
}
