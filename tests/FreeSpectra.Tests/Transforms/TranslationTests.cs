using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms;

/// <summary>A free sum of moved laws is the moved sum: no place but 0 of the axis is special to sums, and 0 is not either.</summary>
public sealed class TranslationTests
{
    private static readonly double[] Parts = [0.03125, 0.25, 0.5, 0.8125, 0.984375];

    private static readonly double[] Offsets = [0.125, 1e-4, 1e-9, 1e-12];

    /// <summary>Laws moved by b, and how far that moves the result.</summary>
    private static readonly Dictionary<string, (Func<double, SpectralMeasure> Law, double Moves)> Laws = new()
    {
        ["sum"] = (b => new Uniform(0.5 + b, 2.0 + b).FreeSum(new WithoutInverse(new Semicircle(0.0, 0.5))), 1.0),
        ["both moved"] = (b => new Uniform(0.5 + b, 2.0 + b).FreeSum(new WithoutInverse(new Semicircle(b, 0.5))), 2.0),
        ["cusp"] = (b => Signs(b).FreeSum(new Semicircle(0.0, 1.0)), 1.0),
        ["narrow gap"] = (b => Signs(b).FreeSum(new Semicircle(0.0, 0.9375)), 1.0),
        ["just met"] = (b => Signs(b).FreeSum(new Semicircle(0.0, 1.0625)), 1.0),
        ["atoms"] = (b => new Atomic(new Atom(-1.0 + b, 0.2), new Atom(0.25 + b, 0.3), new Atom(1.5 + b, 0.5)).FreeSum(new Atomic(new Atom(0.0, 0.3), new Atom(2.0, 0.7))), 1.0),
        ["power"] = (b => new Uniform(0.5 + b, 2.0 + b).FreePower(2.5), 2.5),
        ["power of atoms"] = (b => new Atomic(new Atom(b, 0.3), new Atom(2.0 + b, 0.7)).FreePower(1.5), 1.5),
        ["jump beside an atom"] = (b => new JoinedLaw([new Atom(b, 0.3)], [(b, 1.0 + b, 0.7)]).FreeSum(new JoinedLaw([new Atom(0.0, 0.8)], [(0.0, 1.0, 0.2)])), 1.0),
        ["tail"] = (b => new CauchyLaw(0.25 + b, 0.75).FreeSum(new Uniform(0.5, 2.0)), 1.0),
        ["difference"] = (b => new Uniform(0.5 + b, 2.0 + b).FreeSum(new Semicircle(0.0, 0.5)).FreeDifference(new Semicircle(0.0, 0.25)), 1.0),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_sum_of_moved_laws_is_the_moved_sum(string name)
    {
        (Func<double, SpectralMeasure> make, double moves) = Laws[name];
        SpectralMeasure law = make(0.0);
        foreach (double by in new[] { 4.0, -16.0 })
        {
            SpectralMeasure moved = make(by);
            double b = moves * by, rounding = 1e-14 * Math.Abs(b);
            Assert.Equal(law.Atoms.Length, moved.Atoms.Length);
            foreach ((Atom atom, Atom image) in law.Atoms.Zip(moved.Atoms))
            {
                Close.To(atom.Location + b, image.Location, rounding, $"atom of {name}");
                Close.To(atom.Weight, image.Weight, 1e-11, $"weight in {name}");
            }

            Assert.Equal(law.Bands.Length, moved.Bands.Length);
            for (int i = 0; i < law.Bands.Length; i++)
            {
                (Band band, Band image) = (law.Bands[i], moved.Bands[i]);
                Close.To(band.Mass, image.Mass, 1e-9, $"mass in {name}");
                Assert.Equal((band.LeftExponent, band.RightExponent), (image.LeftExponent, image.RightExponent));
                (double left, double right) = (Math.Max(band.Left, -50.0), Math.Min(band.Right, 50.0));
                foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
                {
                    (double place, double there) = end == IntervalEnd.Left ? (band.Left, image.Left) : (band.Right, image.Right);
                    if (double.IsInfinity(place))
                    {
                        Assert.Equal(place, there);
                        continue;
                    }

                    // Each end is known as well as it claims, and the claim is some units of rounding of what was added up.
                    double known = law.EdgeError(i, end) + moved.EdgeError(i, end);
                    Close.To(place + b, there, known + (4e-16 * Math.Abs(there)), $"{end} end of {name}, {known:E1} claimed");
                    Assert.InRange(moved.EdgeError(i, end), 0.0, 1e-6);
                    foreach (double offset in Offsets.Select(t => t * (right - left)))
                    {
                        // Beside an atom that is not at 0 digits are lost, and the claim says so.
                        double own = law.DensityFromEdge(i, end, offset), allowed = name == "jump beside an atom" && end == IntervalEnd.Left ? moved.DensityEstimate(there + offset).Error : 0.0;
                        Assert.True(allowed <= 0.05 * own, $"{name} at {offset}, moved by {by}: {allowed:E1} claimed");
                        Close.To(own, moved.DensityFromEdge(i, end, offset), (1e-6 * own) + (1.1 * allowed), $"{offset} from the {end} end of {name}, moved by {by}");
                    }
                }

                foreach (double t in Parts)
                {
                    // A place whose image is exact.
                    double x = Math.Round((left + (t * (right - left))) * 1048576.0) / 1048576.0;
                    Estimate<double> own = law.DensityEstimate(x), other = moved.DensityEstimate(x + b);
                    Assert.True(Math.Abs(own.Value - other.Value) <= own.Error + other.Error + (1e-13 * own.Value), $"{name} at {x}, moved by {by}: {own} and {other}");
                    Assert.True(other.Error <= 1e4 * (own.Error + (1e-15 * own.Value)) && own.Error <= 1e4 * (other.Error + (1e-15 * other.Value)), $"{name} at {x}, moved by {by}: {own} and {other}");
                }
            }

            foreach (Complex z in new Complex[] { new(0.3125, 0.75), new(-1.75, 0.03125), new(30.0, 4.0), new(-0.625, -0.25), new(1.875, 1e-7), new(-1e3, 0.0) })
            {
                if (z.Imaginary == 0.0 && law.Bands.Any(band => band.Contains(z.Real)))
                {
                    continue;
                }

                Close.Relative(law.Cauchy(z), moved.Cauchy(z + b), 1e-9, $"G({z}) of {name}");
                Close.Relative(law.CauchyDerivative(z), moved.CauchyDerivative(z + b), 1e-6, $"G'({z}) of {name}");
            }
        }
    }

    /// <summary>Beside a place where bands meet, wherever it is, the density keeps its digits: (√3/2π)∛|x| for ±1 and the semicircle of variance 1.</summary>
    [Theory, InlineData(0.0), InlineData(5.0), InlineData(-3.0)]
    public void A_cusp_is_known_wherever_it_is(double b)
    {
        SpectralMeasure law = Signs(b).FreeSum(new Semicircle(0.0, 1.0));
        foreach (double offset in new[] { Math.Pow(2.0, -20.0), -Math.Pow(2.0, -20.0), Math.Pow(2.0, -33.0), -Math.Pow(2.0, -33.0) })
        {
            Estimate<double> density = law.DensityEstimate(b + offset);
            Close.Relative(0.5 * Math.Sqrt(3.0) / Math.PI * Math.Cbrt(Math.Abs(offset)), density.Value, 1e-3, $"density at {offset} from {b}");
            Assert.InRange(density.Error, 0.0, 1e-3 * density.Value);
        }

        Assert.InRange(law.DensityEstimate(b).Error, 0.0, 2e-5);
        Assert.InRange(law.Density(b), 0.0, 2e-5);
    }

    /// <summary>(1 − c)√(4/(1 − c)² − x²)/(2π(1 + cx²)), of variance 1/(1 − c).</summary>
    [Theory, InlineData(0.125), InlineData(0.5), InlineData(0.875)]
    public void The_free_t_law_is_that_of_its_formula(double c)
    {
        AffineImage law = FreeMeixner.FreeT(c);
        double radius = 2.0 / (1.0 - c);
        Close.Relative(radius, law.TopOfSupport, 1e-15, "top");
        Close.Relative(-radius, law.BottomOfSupport, 1e-15, "bottom");
        Close.Relative(1.0 / (1.0 - c), law.Variance, 1e-15, "variance");
        foreach (double x in new[] { -0.9, -0.3, 0.0, 0.5, 0.99 }.Select(t => t * radius))
        {
            Close.Relative((1.0 - c) * Math.Sqrt((radius - x) * (radius + x)) / (2.0 * Math.PI * (1.0 + (c * x * x))), law.Density(x), 1e-13, $"density at {x}");
        }
    }

    private static Atomic Signs(double b) => new(new Atom(-1.0 + b, 0.5), new Atom(1.0 + b, 0.5));
}
