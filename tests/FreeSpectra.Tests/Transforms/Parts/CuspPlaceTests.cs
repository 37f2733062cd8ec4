using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Places where two bands touch: the expansion there against the root of the equation of the law, in any unit and mirrored.</summary>
public sealed class CuspPlaceTests
{
    private static readonly double[] Units = [1.0, -1.0, 1048576.0, 1.0 / 1048576.0, -1.0 / 1048576.0];

    private static readonly double[] Offsets = [1e-4, -1e-4, 1e-7, -1e-7, 1e-10, -1e-10];

    /// <summary>
    /// Atoms −1 and 1 and a semicircle of variance v: x = ω + vG(ω), with 1 + vG′ = G″ = 0 at the cusp, and −Im G/π = Im ω/(πv) beside it. With equal weights F has its pole there.
    /// </summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.2)]
    [InlineData(0.9)]
    [InlineData(0.03)]
    public void Atoms_and_a_semicircle_that_just_touch(double weight)
    {
        double ratio = Math.Cbrt((1.0 - weight) / weight), start = (1.0 - ratio) / (1.0 + ratio);
        Complex G(Complex w, int n) => (n % 2 == 0 ? 1.0 : -1.0) * Factorial(n) * ((weight / Complex.Pow(w + 1.0, n + 1)) + ((1.0 - weight) / Complex.Pow(w - 1.0, n + 1)));
        double variance = -1.0 / G(start, 1).Real;
        double place = start + (variance * G(start, 0).Real);
        foreach (double s in Units)
        {
            SpectralMeasure atoms = new Atomic(new Atom[] { new(-s, weight), new(s, 1.0 - weight) }.OrderBy(atom => atom.Location).ToArray());
            FreeConvolution law = new(ConvolutionAlgebra.Additive, [atoms, new Semicircle(0.0, variance * s * s)], [1.0, 1.0]);
            Meeting meeting = At(law, place * s);
            Assert.Equal(weight == 0.5, double.IsInfinity(meeting.Series.Center));
            Holds(law, meeting, s, offset => Root(w => (w + (variance * G(w, 0)) - place - offset, 1.0 + (variance * G(w, 1))), start, variance * G(start, 3).Real / 6.0, offset).Imaginary / (Math.PI * variance));
        }
    }

    /// <summary>Σ = T^½·W·T^½ for a population of a₁ and a₂: x = −1/m + cΣ wᵢaᵢ/(1 + aᵢm), flat to second order at the cusp, and the density is Im m/(πc).</summary>
    [Theory]
    [InlineData(0.5, 5.0)]
    [InlineData(0.8, 12.0)]
    [InlineData(0.3, 40.0)]
    public void A_population_whose_two_bands_just_touch(double weight, double top)
    {
        (double W, double A)[] population = [(weight, 1.0), (1.0 - weight, top)];
        Complex Sum(Complex m, int n) => population.Aggregate(Complex.Zero, (sum, one) => sum + (one.W * Complex.Pow(one.A, n) / Complex.Pow(1.0 + (one.A * m), n)));

        // x′ = 1/m² − cΣ₂, x″ = −2/m³ + 2cΣ₃: with c from the first the second falls through 0 between the poles −1 and −1/a.
        (double low, double high) = (-1.0 + 1e-9, (-1.0 / top) - 1e-9);
        for (int k = 0; k < 200; k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Sum(middle, 3).Real < Sum(middle, 2).Real / middle ? (low, middle) : (middle, high);
        }

        double start = 0.5 * (low + high), c = 1.0 / (start * start * Sum(start, 2).Real);
        Assert.True(Math.Abs((start * Sum(start, 3) / Sum(start, 2)).Real - 1.0) < 1e-9);
        Complex X(Complex m) => (-1.0 / m) + (c * Sum(m, 1));
        double place = X(start).Real;
        foreach (double s in Units.Where(s => s > 0.0))
        {
            FreeConvolution law = new(ConvolutionAlgebra.Multiplicative, [new Atomic(new Atom(s, weight), new Atom(top * s, 1.0 - weight)), new FreePoisson(1.0 / c, c)], [1.0, 1.0]);
            Meeting meeting = At(law, place * s);
            double third = ((6.0 / Math.Pow(start, 4.0)) - (6.0 * c * Sum(start, 4).Real)) / 6.0;
            Holds(law, meeting, s, offset => Root(m => (X(m) - place - offset, (1.0 / (m * m)) - (c * Sum(m, 2))), start, third, offset).Imaginary / (Math.PI * c), 1e-5);
        }
    }

    private static Meeting At(FreeConvolution law, double place)
    {
        RealPiece piece = Assert.Single(law.Structure.Gaps.SelectMany(gap => gap.Pieces), one => one.IsCusp);
        Assert.InRange(Math.Abs(piece.Left - place), 0.0, 1e-13 * law.Scale);
        Meeting? meeting = Meeting.At(law, piece);
        Assert.NotNull(meeting);
        Assert.False(meeting.Series.IsApart);
        Assert.Equal(2, law.Bands.Length);
        Assert.Equal(law.Bands[0].Right, law.Bands[1].Left);
        return meeting;
    }

    /// <summary>The density to both sides, within its claim, which is that of an offset known to rounding: |ρ′|·ε of the size, ρ/3 per offset; and the law itself tells the same.</summary>
    private static void Holds(FreeConvolution law, Meeting meeting, double s, Func<double, double> density, double within = 1e-6)
    {
        double size = law.Scale / Math.Abs(s);
        Assert.InRange(meeting.Series.Reach / law.Scale, 1e-9, 1.0);
        foreach (double offset in Offsets)
        {
            double expected = density(offset * size) / Math.Abs(s);
            if (Math.Abs(offset) * law.Scale <= meeting.Series.Reach)
            {
                Estimate<double> found = meeting.Density(offset * size * s)!.Value;
                Close.To(expected, found.Value, found.Error + (within * 1e-7 * expected / Math.Abs(offset) / 1e10), $"{offset} beside the place");
                Assert.InRange(found.Error, 1e-14 * expected, (1e-10 + (1e-13 / Math.Abs(offset))) * expected);
            }

            int band = offset * s > 0.0 ? 1 : 0;
            double told = law.DensityFromEdge(band, band == 1 ? IntervalEnd.Left : IntervalEnd.Right, Math.Abs(offset) * law.Scale);
            Close.Relative(expected, told, 1e-9 + (1e-13 / Math.Abs(offset)), $"{offset} beside the place, told by the law");
        }
    }

    /// <summary>The root above the axis of f near start, with f − offset ≈ third·(w − start)³ − offset.</summary>
    private static Complex Root(Func<Complex, (Complex Value, Complex Slope)> f, double start, double third, double offset)
    {
        double size = Math.Cbrt(Math.Abs(offset / third));
        Complex root = start + Complex.FromPolarCoordinates(size, offset / third > 0.0 ? 2.0 * Math.PI / 3.0 : Math.PI / 3.0);
        for (int k = 0; k < 60; k++)
        {
            (Complex value, Complex slope) = f(root);
            root -= value / slope;
        }

        Assert.True(root.Imaginary > 0.3 * size);
        return root;
    }

    private static double Factorial(int n) => n < 2 ? 1.0 : n * Factorial(n - 1);
}
