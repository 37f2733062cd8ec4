using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;

namespace FreeSpectra.Tests.Measures;

/// <summary>What every law must satisfy, whatever it is.</summary>
public sealed class SpectralMeasureConformance
{
    private static readonly Complex[] Probes =
        [new(0.3, 0.7), new(-2.0, 0.2), new(4.0, 1.5), new(0.0, 10.0), new(-30.0, 0.5), new(0.7, -0.4), new(-1.1, -3.0)];

    public static TheoryData<SpectralMeasure> Laws => LawCatalogue.All;

    [Theory, MemberData(nameof(Laws))]
    public void Atoms_and_bands_hold_mass_one(SpectralMeasure law) =>
        Close.To(1.0, law.TotalMass, within: 4e-15, "total mass in closed form");

    [Theory, MemberData(nameof(Laws))]
    public void Density_integrates_to_the_mass_of_each_band(SpectralMeasure law)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Close.To(law.Bands[i].Mass, law.IntegrateBand(i, _ => 1.0, Tolerance.Tight).Value, within: 1e-12, $"mass of {law.Bands[i]}");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Cauchy_maps_the_upper_half_plane_to_the_lower(SpectralMeasure law) =>
        Assert.All(Probes, z => Assert.True(law.Cauchy(z).Imaginary * z.Imaginary < 0.0, $"G({z}) = {law.Cauchy(z)}"));

    [Theory, MemberData(nameof(Laws))]
    public void Cauchy_is_conjugate_symmetric(SpectralMeasure law) =>
        Assert.All(Probes, z => Close.Relative(
            Complex.Conjugate(law.Cauchy(z)), law.Cauchy(Complex.Conjugate(z)), within: 1e-14, $"G(conj {z})"));

    [Theory, MemberData(nameof(Laws))]
    public void Cauchy_agrees_with_its_definition(SpectralMeasure law) =>
        Assert.All(Probes, z => Close.Relative(
            Integral(law, t => 1.0 / (z - t), z.Real), law.Cauchy(z), within: 1e-11, $"G({z})"));

    [Theory, MemberData(nameof(Laws))]
    public void Derivative_of_Cauchy_agrees_with_its_definition(SpectralMeasure law) =>
        Assert.All(Probes, z => Close.Relative(
            Integral(law, t => -1.0 / ((z - t) * (z - t)), z.Real),
            law.CauchyDerivative(z),
            within: 1e-11,
            $"G'({z})"));

    [Theory, MemberData(nameof(Laws))]
    public void Moment_transform_and_its_derivative_agree_with_Cauchy(SpectralMeasure law) =>
        Assert.All(Probes, z =>
        {
            Close.To((z * law.Cauchy(z)) - 1.0, law.MomentTransform(z), within: 2e-14 * (1.0 + Complex.Abs(z * law.Cauchy(z))), $"h({z})");
            Complex derivative = law.Cauchy(z) + (z * law.CauchyDerivative(z));
            Close.To(derivative, law.MomentTransformDerivative(z), within: 1e-13 * (Complex.Abs(law.Cauchy(z)) + Complex.Abs(derivative)), $"h'({z})");
        });

    [Theory, MemberData(nameof(Laws))]
    public void Cauchy_near_infinity_gives_the_moments(SpectralMeasure law)
    {
        if (!law.HasMoment(4))
        {
            return;
        }

        double scale = 1e4 * Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport));
        foreach (Complex direction in new[] { new Complex(0.0, 1.0), new Complex(-1.0, 1e-9), new Complex(0.6, -0.8) })
        {
            Complex z = scale * direction;
            Complex series = 0.0;
            for (int k = 4; k >= 0; k--)
            {
                series = law.Moment(k) + (series / z);
            }

            Close.Relative(series / z, law.Cauchy(z), within: 2e-15, $"Laurent series of G at {z}");
            if (law.InverseMoment is not null)
            {
                Complex tail = ((((((law.Moment(4) / z) + law.Moment(3)) / z) + law.Moment(2)) / z) + law.Moment(1)) / z;
                Close.Relative(tail, law.MomentTransform(z), within: 2e-14, $"Laurent series of h at {z}");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Atoms_are_the_residues_of_Cauchy(SpectralMeasure law) =>
        Assert.All(law.Atoms, atom =>
        {
            double distance = 1e-10 * Math.Max(1.0, Math.Abs(atom.Location));
            Complex residue = Complex.ImaginaryOne * distance * law.Cauchy(new Complex(atom.Location, distance));
            Close.To(atom.Weight, residue, within: 1e-4, $"residue at {atom.Location}");
        });

    [Theory, MemberData(nameof(Laws))]
    public void Density_is_the_boundary_value_of_Cauchy(SpectralMeasure law) =>
        Assert.All(law.Bands, band =>
        {
            foreach (double x in Interior(band))
            {
                double distance = Math.Min(x - band.Left, band.Right - x);
                double rounding = 1e-15 * Math.Max(Math.Abs(x), 1e-3) / Math.Min(distance, 1.0);
                double density = law.Density(x);
                Close.To(density, -law.Cauchy(new Complex(x, 0.0)).Imaginary / Math.PI, within: ((1e-12 + rounding) * density) + (1e-15 * Complex.Abs(law.Cauchy(x))), $"density at {x} from G(x + i0)");
                double lift = 1e-9 * Math.Min(distance, 1.0);
                Close.To(density, -law.Cauchy(new Complex(x, lift)).Imaginary / Math.PI, within: 1e-5 * density, $"density at {x} from above");
            }
        });

    /// <summary>Off the support Im G(x + iy) ∼ yG'(x): with all its digits, however small y is beside G. Laws of laws need it.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Imaginary_part_beside_the_axis_is_that_of_the_slope(SpectralMeasure law)
    {
        double size = law.HasMoment(1) ? Math.Max(1.0, Math.Abs(law.Mean)) : 1.0;
        double[] edges = [.. law.Bands.SelectMany(band => new[] { band.Left, band.Right }).Concat(law.Atoms.Select(atom => atom.Location)).Where(double.IsFinite)];
        foreach (double x in new[] { -40.0, -3.0, -0.7, 0.01, 0.2, 5.3, 70.0 }.Select(part => part * size))
        {
            double distance = edges.Length == 0 ? 0.0 : edges.Min(edge => Math.Abs(edge - x));
            if (law.Bands.Any(band => band.Contains(x)) || distance < 1e-3 * size)
            {
                continue;
            }

            foreach (double height in new[] { 1e-9, 1e-20, -1e-60 })
            {
                double expected = height * distance * law.CauchyDerivative(x).Real;
                Close.Relative(expected, law.Cauchy(new Complex(x, height * distance)).Imaginary, 1e-12 + Math.Abs(1e-3 * height), $"{law}: Im G at {x} and {height}");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Density_from_the_edge_is_the_density(SpectralMeasure law)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            if (!double.IsFinite(band.Width))
            {
                continue;
            }

            foreach (double fraction in new[] { 0.03, 0.2, 0.5, 0.8, 0.97 })
            {
                double offset = fraction * band.Width;
                double rounding = 1e-14 * (1.0 + (Math.Max(Math.Abs(band.Left), Math.Abs(band.Right)) / band.Width));
                double fromLeft = law.DensityFromEdge(i, IntervalEnd.Left, offset);
                double fromRight = law.DensityFromEdge(i, IntervalEnd.Right, offset);
                Close.To(law.Density(band.Left + offset), fromLeft, within: 10.0 * rounding * fromLeft, $"density at {offset} from the left");
                Close.To(law.Density(band.Right - offset), fromRight, within: 10.0 * rounding * fromRight, $"density at {offset} from the right");
            }
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Density_vanishes_off_the_bands(SpectralMeasure law) =>
        Assert.All(law.Bands, band =>
        {
            if (double.IsFinite(band.Left) && !law.Bands.Any(other => other.Right == band.Left))
            {
                Assert.Equal(0.0, law.Density(band.Left - 1e-9));
            }

            if (double.IsFinite(band.Right) && !law.Bands.Any(other => other.Left == band.Right))
            {
                Assert.Equal(0.0, law.Density(band.Right + 1e-9));
            }
        });

    /// <summary>At an end that is exactly known the density is 0 or infinite, as its exponent says.</summary>
    [Theory, MemberData(nameof(Laws))]
    public void Density_at_zero_as_an_end_is_that_of_its_exponent(SpectralMeasure law)
    {
        foreach (Band band in law.Bands.Where(band => band.Left == 0.0 && band.LeftExponent != 0.0))
        {
            Estimate<double> density = law.DensityEstimate(0.0);
            Assert.Equal((band.LeftExponent < 0.0 ? double.PositiveInfinity : 0.0, 0.0), (density.Value, density.Error));
            Assert.Equal(density.Value, law.Density(0.0));
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Exponents_are_the_slopes_of_the_density(SpectralMeasure law)
    {
        for (int i = 0; i < law.Bands.Length; i++)
        {
            Band band = law.Bands[i];
            Close.To(band.LeftExponent, Slope(law, i, IntervalEnd.Left, band.Left), within: 1e-5, $"exponent at {band.Left}");
            Close.To(band.RightExponent, Slope(law, i, IntervalEnd.Right, band.Right), within: 1e-5, $"exponent at {band.Right}");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Quantile_undoes_the_distribution_function(SpectralMeasure law)
    {
        foreach (double p in new[] { 0.013, 0.21, 0.5, 0.77, 0.994 })
        {
            double x = law.Quantile(p);
            double upTo = law.CumulativeDistribution(x);
            double below = upTo - law.MassAt(x);
            Assert.True(below <= p + 1e-12 && upTo >= p - 1e-12, $"quantile of {p} is {x}, but μ((−∞, x)) = {below}, μ((−∞, x]) = {upTo}");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Distribution_function_grows_by_the_density(SpectralMeasure law) =>
        Assert.All(law.Bands, band =>
        {
            double[] x = [.. Interior(band)];
            double low = x[1];
            double high = x[^2];
            double mass = DoubleExponential.Finite((offset, _) => law.Density(low + offset), high - low, Tolerance.Standard).Value.Real
                + law.Atoms.Where(atom => atom.Location > low && atom.Location <= high).Sum(atom => atom.Weight);
            Close.To(mass, law.CumulativeDistribution(high) - law.CumulativeDistribution(low), within: 1e-10, $"mass of ({low}, {high}]");
        });

    [Theory, MemberData(nameof(Laws))]
    public void Explicit_inverse_of_Cauchy_is_two_sided(SpectralMeasure law)
    {
        if (law.InverseCauchy is { } inverse)
        {
            IsTwoSided(law, inverse, law.Cauchy, "K");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Explicit_inverse_of_the_moment_transform_is_two_sided(SpectralMeasure law)
    {
        if (law.InverseMoment is { } inverse)
        {
            IsTwoSided(law, inverse, law.MomentTransform, "chi");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Closed_moments_are_the_integrals(SpectralMeasure law)
    {
        for (int k = 0; k <= 7 && law.HasMoment(k); k++)
        {
            double size = double.IsFinite(law.TopOfSupport) && double.IsFinite(law.BottomOfSupport)
                ? Math.Pow(Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport)), k)
                : 1.0;
            double integral = law.Integrate(t => Math.Pow(t, k), new Tolerance(1e-14 * size, 1e-13)).Value.Real;
            Close.To(integral, law.Moment(k), within: 1e-11 * size, $"moment {k}");
        }

        if (law.HasMoment(2))
        {
            Close.To(law.Moment(1), law.Mean, within: 1e-13 * (1.0 + Math.Abs(law.Mean)), "mean");
            Close.To(law.Moment(2) - (law.Mean * law.Mean), law.Variance, within: 1e-13 * law.Moment(2), "variance");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Free_cumulants_are_those_of_the_moments(SpectralMeasure law)
    {
        const int Order = 6;
        if (!law.HasMoment(Order))
        {
            return;
        }

        double[] moments = [.. Enumerable.Range(0, Order + 1).Select(law.Moment)];
        double[] cumulants = FreeCumulants.FromMoments(moments);
        double[] back = FreeCumulants.ToMoments(cumulants);
        double scale = Math.Max(Math.Abs(law.TopOfSupport), Math.Abs(law.BottomOfSupport));
        for (int n = 1; n <= Order; n++)
        {
            Close.To(cumulants[n], law.FreeCumulant(n), within: 1e-12 * Math.Pow(scale, n), $"free cumulant {n}");
            Close.To(moments[n], back[n], within: 1e-12 * Math.Pow(scale, n), $"moment {n} from free cumulants");
        }
    }

    private static void IsTwoSided(SpectralMeasure law, ExplicitInverse inverse, Func<Complex, Complex> transform, string name)
    {
        List<Complex> points = [.. Probes, new(0.01, 0.02), new(1.3, 1e-3), new(-1e5, 1e-3), new(2e4, -7e4)];
        if (double.IsFinite(law.BottomOfSupport))
        {
            points.AddRange([law.BottomOfSupport - 0.3, law.BottomOfSupport - 40.0]);
        }

        if (double.IsFinite(law.TopOfSupport))
        {
            points.AddRange([law.TopOfSupport + 0.2, law.TopOfSupport + 50.0]);
        }

        foreach (Complex z in points)
        {
            Complex w = transform(z);
            double conditioning = 1.0 + Complex.Abs(inverse.Derivative(w) * w / z);
            Assert.True(z.Imaginary == 0.0 || inverse.Covers(w), $"{name} covers {w}");
            Close.Relative(z, inverse.Value(w), within: 2e-14 * conditioning, $"{name} at the transform {w} of {z}");
        }

        // The other side, wherever the formula claims a point in the upper half-plane; and the derivatives there.
        Random random = new(7);
        int claimed = 0;
        for (int i = 0; i < 400; i++)
        {
            Complex w = Complex.FromPolarCoordinates(Math.Exp((6.0 * random.NextDouble()) - 4.0), -Math.PI * random.NextDouble());
            Complex z = inverse.Value(w);
            if (!inverse.Covers(w) || z.Imaginary <= 1e-9)
            {
                continue;
            }

            claimed++;
            double conditioning = 1.0 + Complex.Abs(z / (inverse.Derivative(w) * w));
            Close.Relative(w, transform(z), within: 1e-12 * conditioning, $"the transform of {name}({w}) = {z}");
            double step = 1e-5 * Complex.Abs(w);
            Complex slope = (inverse.Value(w + step) - inverse.Value(w - step)) / (2.0 * step);
            Complex bend = (inverse.Derivative(w + step) - inverse.Derivative(w - step)) / (2.0 * step);
            double scale = Complex.Abs(z / w) + Complex.Abs(slope) + Complex.Abs(bend * w);
            Close.To(slope, inverse.Derivative(w), within: 1e-6 * scale, $"derivative of {name} at {w}");
            Close.To(bend, inverse.SecondDerivative(w), within: 1e-6 * scale / Complex.Abs(w), $"second derivative of {name} at {w}");
        }

        Assert.True(claimed > 20, $"{name} was tried at {claimed} points only");
    }

    /// <summary>∫ f dμ, with an unbounded band split at the real part of the pole of f.</summary>
    private static Complex Integral(SpectralMeasure law, Func<double, Complex> f, double pole)
    {
        if (law.Bands is not [{ } band] || double.IsFinite(band.Width))
        {
            return law.Integrate(f, Tolerance.Tight).Value;
        }

        // Pieces between the centre of the law and the pole, half-lines beyond, and the finite end if there is one.
        double center = law.Quantile(0.5);
        double low = double.IsFinite(band.Left) ? band.Left : Math.Min(center, pole);
        double high = double.IsFinite(band.Right) ? band.Right : Math.Max(center, pole);
        double cut = Math.Clamp(pole, low + (0.3 * (high - low)), low + (0.7 * (high - low)));
        Complex sum = law.Atoms.Aggregate(Complex.Zero, (total, atom) => total + (atom.Weight * f(atom.Location)));
        if (double.IsFinite(band.Left))
        {
            sum += DoubleExponential.Finite((t, _) => law.DensityFromEdge(0, IntervalEnd.Left, t) * f(low + t), cut - low, Tolerance.Tight).Value;
        }
        else
        {
            sum += DoubleExponential.HalfLine(t => law.Density(low - t) * f(low - t), 1.0, Tolerance.Tight).Value;
            sum += cut > low ? DoubleExponential.Finite((t, _) => law.Density(low + t) * f(low + t), cut - low, Tolerance.Tight).Value : 0.0;
        }

        if (double.IsFinite(band.Right))
        {
            sum += DoubleExponential.Finite((_, t) => law.DensityFromEdge(0, IntervalEnd.Right, t) * f(high - t), high - cut, Tolerance.Tight).Value;
        }
        else
        {
            sum += DoubleExponential.HalfLine(t => law.Density(high + t) * f(high + t), 1.0, Tolerance.Tight).Value;
            sum += high > cut ? DoubleExponential.Finite((t, _) => law.Density(cut + t) * f(cut + t), high - cut, Tolerance.Tight).Value : 0.0;
        }

        return sum;
    }

    private static IEnumerable<double> Interior(Band band)
    {
        double left = double.IsFinite(band.Left) ? band.Left : double.IsFinite(band.Right) ? band.Right - 60.0 : -30.0;
        double right = double.IsFinite(band.Right) ? band.Right : left + 60.0;
        foreach (double fraction in new[] { 1e-6, 1e-3, 0.1, 0.37, 0.5, 0.8, 0.999, 1.0 - 1e-6 })
        {
            yield return left + (fraction * (right - left));
        }
    }

    private static double Slope(SpectralMeasure law, int band, IntervalEnd end, double location)
    {
        if (double.IsFinite(location))
        {
            double width = Math.Min(1.0, law.Bands[band].Width);
            double near = law.DensityFromEdge(band, end, 1e-30 * width);
            double far = law.DensityFromEdge(band, end, 1e-28 * width);
            return Math.Log(far / near) / Math.Log(100.0);
        }

        double sign = end == IntervalEnd.Left ? -1.0 : 1.0;
        return Math.Log(law.Density(sign * 1e22) / law.Density(sign * 1e20)) / Math.Log(100.0);
    }
}
