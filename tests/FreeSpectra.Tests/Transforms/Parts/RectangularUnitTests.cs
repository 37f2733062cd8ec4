using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms.Rectangular;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Rectangular sums in other units, and of the two matrices in the other order: bands, their masses and powers, and the density from every end.</summary>
public sealed class RectangularUnitTests
{
    private static readonly Dictionary<string, Func<double, (SpectralMeasure First, SpectralMeasure Second, double Ratio)>> Laws = new()
    {
        // The laws of squares, of size s.
        ["isometries"] = s => (Atomic.Point(s), Atomic.Point(0.5 * s), 0.4),
        ["a gap through H = 0"] = s => (Atoms(s, (0.808, 0.721), (2.415, 0.279)), Atoms(s, (0.0, 0.51), (1.154, 0.49)), 0.935),
        ["an end beside an atom"] = s => (Atoms(s, (0.377, 0.835), (3.609, 0.165)), Atoms(s, (0.0, 0.577), (2.997, 0.423)), 0.611),
        ["atoms near each other"] = s => (Atoms(s, (0.353, 0.254), (1.157, 0.746)), Atoms(s, (0.0, 0.296), (1.158, 0.704)), 0.919),
        ["H turns on a gap"] = s => (new FreePoisson(2.473, 0.912 * s), new FreePoisson(1.0, 0.212 * s), 0.571),
        ["H turns beside an atom"] = s => (Atoms(s, (0.692, 0.387), (2.568, 0.613)), new FreePoisson(0.69, 1.358 * s), 0.978),
        ["an atom that is just lost"] = s => (new Atomic(new Atom(s, 0.75), new Atom(4.0 * s, 0.25)), new Atomic(new Atom(0.0, 0.625), new Atom(0.01 * s, 0.375)), 0.5),
        ["another that is just lost"] = s => (new Atomic(new Atom(0.2 * s, 0.25), new Atom(s, 0.75)), new Atomic(new Atom(0.0, 0.625), new Atom(0.01 * s, 0.375)), 0.5),
        ["from 0"] = s => (new Uniform(0.0, s), new Uniform(0.0, 2.0 * s), 0.7),
        ["nearly square"] = s => (new Uniform(0.5 * s, 2.0 * s), Atomic.Point(s), 0.999),
        ["a narrow gap"] = s => (new Atomic(new Atom(s, 0.5), new Atom(9.0 * s, 0.5)), Atomic.Point(1.25 * s), 0.5),
    };

    public static TheoryData<string> Names => [.. Laws.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_unit_or_the_order_changes_no_digit_that_counts(string name)
    {
        (SpectralMeasure first, SpectralMeasure second, double ratio) = Laws[name](1.0);
        RectangularSquareLaw one = new(first, second, ratio);
        Assert.Equal(1.0, one.TotalMass, 1e-9);
        Same(one, new RectangularSquareLaw(second, first, ratio), 1.0, "the other order");
        foreach (double s in new[] { 1048576.0, 1.0 / 1048576.0 })
        {
            (first, second, ratio) = Laws[name](s);
            Same(one, new RectangularSquareLaw(first, second, ratio), s, $"the unit {s}");
        }
    }

    private static void Same(SpectralMeasure one, SpectralMeasure other, double s, string what)
    {
        Assert.Equal(one.Atoms.Select(atom => (atom.Location, Math.Round(atom.Weight, 12))), other.Atoms.Select(atom => (atom.Location / s, Math.Round(atom.Weight, 12))));
        Assert.Equal(one.Bands.Length, other.Bands.Length);
        for (int i = 0; i < one.Bands.Length; i++)
        {
            (Band a, Band b) = (one.Bands[i], other.Bands[i]);
            Close.To(a.Left, b.Left / s, 1e-10 * one.TopOfSupport, $"left end, {what}");
            Close.To(a.Right, b.Right / s, 1e-10 * one.TopOfSupport, $"right end, {what}");
            Assert.Equal((a.LeftExponent, a.RightExponent), (b.LeftExponent, b.RightExponent));
            Assert.Equal(a.Mass, b.Mass, 1e-10);
            Close.To(a.Mass, other.IntegrateBand(i, _ => 1.0, new Tolerance(1e-7, 1e-7)).Value, 1e-5, $"mass of the density, {what}");
            foreach (IntervalEnd end in new[] { IntervalEnd.Left, IntervalEnd.Right })
            {
                foreach (double part in new[] { 1e-20, 1e-9, 1e-4, 0.1, 0.5 })
                {
                    double here = one.DensityFromEdge(i, end, part * a.Width), there = other.DensityFromEdge(i, end, part * b.Width) * s;
                    Close.Relative(here, there, (end == IntervalEnd.Left ? a.LeftExponent : a.RightExponent) is 0.5 or 0.0 ? 1e-6 : 1e-4, $"{part} from the {end} end of band {i}, {what}");
                }
            }
        }
    }

    private static Atomic Atoms(double s, params (double Root, double Weight)[] atoms) => new([.. atoms.Select(atom => new Atom(atom.Root * atom.Root * s, atom.Weight))]);
}
