using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Transforms.Parts;

/// <summary>Limits of densities beside atoms, for any number of factors and any exponents, by their formulas.</summary>
public sealed class EndLimitTests
{
    private static readonly Uniform Flat = new(0.0, 1.0);

    private static readonly FreePoisson Mp = new(2.0, 0.5);

    /// <summary>Σ tᵢwᵢρᵢ/W with W = Σ tᵢwᵢ − (T − 1) for atoms wᵢ where densities ρᵢ begin; for products with the places aᵢ, and over Π aᵢ^{tᵢ}.</summary>
    [Theory]
    [InlineData(1.0, 1.0, 1.0)]
    [InlineData(2.0, 1.0, 1.0)]
    [InlineData(1.5, 1.25, 1.0)]
    [InlineData(1.0, 1.0, 1.75)]
    public void Beside_an_atom_the_densities_add_up_with_their_weights(double t, double u, double v)
    {
        (double W, double At, double Width, double Exponent)[] parts = [(0.8, 1.0, 0.5, t), (0.9, 2.0, 1.5, u), (0.85, 0.5, 2.0, v)];
        foreach (double mirrored in new[] { 1.0, -1.0 })
        {
            SpectralMeasure[] laws = [.. parts.Select(one => new JoinedLaw([new Atom(one.At, one.W)], [mirrored > 0.0 ? (one.At, one.At + one.Width, 1.0 - one.W) : (one.At - (0.2 * one.Width), one.At, 1.0 - one.W)]))];
            double[] densities = [.. parts.Select(one => (1.0 - one.W) / (mirrored > 0.0 ? one.Width : 0.2 * one.Width))], exponents = [t, u, v];
            double left = 1.0 + parts.Select((one, i) => one.Exponent * (one.W - 1.0)).Sum();
            double sum = parts.Select((one, i) => one.Exponent * one.W * densities[i]).Sum() / left, product = parts.Select((one, i) => one.Exponent * one.W * one.At * densities[i]).Sum() / left;
            double place = parts.Sum(one => one.Exponent * one.At), power = parts.Aggregate(1.0, (p, one) => p * Math.Pow(one.At, one.Exponent));
            Close.Relative(sum, EndLimit.BesideAtom(new FreeConvolution(ConvolutionAlgebra.Additive, [.. laws], [.. exponents]), place, mirrored > 0.0)!.Value, 1e-9, "sum");
            Close.Relative(product / power, EndLimit.BesideAtom(new FreeConvolution(ConvolutionAlgebra.Multiplicative, [.. laws], [.. exponents]), power, mirrored > 0.0)!.Value, 1e-9, "product");

            // On the other side no band begins: the limit is 0.
            Assert.Equal(0.0, EndLimit.BesideAtom(new FreeConvolution(ConvolutionAlgebra.Additive, [.. laws], [.. exponents]), place, mirrored < 0.0));
        }
    }

    /// <summary>At 1 the atoms 0 and 1 meet, and 1 and 0 as well: only the first pair has more than mass 1.</summary>
    [Fact]
    public void Of_two_pairs_that_meet_at_a_place_the_heavier_leaves_the_atom()
    {
        JoinedLaw first = new([new Atom(0.0, 0.7), new Atom(1.0, 0.1)], [(0.0, 0.5, 0.15), (1.0, 1.5, 0.05)]), second = new([new Atom(0.0, 0.05), new Atom(1.0, 0.6)], [(0.0, 0.5, 0.1), (1.0, 2.0, 0.25)]);
        double expected = ((0.7 * 0.3) + (0.6 * 0.25)) / 0.3;
        foreach ((SpectralMeasure a, SpectralMeasure b) in new[] { (first, second), (second, first) })
        {
            FreeConvolution sum = (FreeConvolution)a.FreeSum(b);
            Close.Relative(expected, EndLimit.BesideAtom(sum, 1.0, left: true)!.Value, 1e-9, "limit");
            Assert.Null(EndLimit.BesideAtom(sum, 0.0, left: true));
            Assert.Null(EndLimit.BesideAtom(sum, 2.0, left: true));
        }
    }

    /// <summary>
    /// ρ(0) = ρ₁/|c| with |c| = Π |χⱼ(w − 1)|^{tⱼ}·((1 − w)/w)^{T − 1}: χ = a(λ + u)(1 + u)/u of a free Poisson law, l(1 + p/u) of δ₀ and p at l.
    /// </summary>
    [Theory]
    [InlineData(0.4, 1.0, 1.0)]
    [InlineData(0.7, 1.0, 1.0)]
    [InlineData(0.7, 2.5, 1.0)]
    [InlineData(0.3, 1.5, 2.0)]
    public void At_0_the_factor_with_the_atom_is_stretched(double w, double t, double u)
    {
        double y = w - 1.0;
        (SpectralMeasure Law, double Chi)[] others =
        [
            (Mp, 0.5 * (2.0 + y) * w / y), (new FreePoisson(3.0, 2.0), 2.0 * (3.0 + y) * w / y), (Atomic.ZeroOr(3.0, 0.9), 3.0 * (1.0 + (0.9 / y))), (Atomic.Point(1.7), 1.7 * w / y),
        ];
        foreach ((SpectralMeasure one, double chi) in others)
        {
            foreach ((SpectralMeasure other, double psi) in others.Skip(1))
            {
                foreach (double side in new[] { 1.0, -1.0 })
                {
                    CountedLaw counted = new(one);
                    JoinedLaw start = new([new Atom(0.0, w)], [side > 0.0 ? (0.0, 0.5, 1.0 - w) : (-0.5, 0.0, 1.0 - w)]);
                    FreeConvolution law = new(ConvolutionAlgebra.Multiplicative, [start, counted, other], [1.0, t, u]);
                    double c = Math.Pow(-chi, t) * Math.Pow(-psi, u) * Math.Pow((1.0 - w) / w, t + u);
                    int before = counted.Count;
                    Close.Relative((1.0 - w) / 0.5 / c, EndLimit.BesideAtom(law, 0.0, side > 0.0)!.Value, 1e-9, $"{one} and {other}");
                    Assert.InRange(counted.Count - before, 2, 60);
                    Assert.Equal(0.0, EndLimit.BesideAtom(law, 0.0, side < 0.0));
                    Assert.Equal(w, law.MassAt(0.0), 1e-15);
                }
            }
        }

        // Not where two share the mass, where the factor stands in a power, or without a mass.
        ZeroMixture mixture = new(1.0 - w, Flat);
        Assert.Null(EndLimit.BesideAtom(new FreeConvolution(ConvolutionAlgebra.Multiplicative, [mixture, Mp], [1.5, t]), 0.0, left: true));
        Assert.Null(EndLimit.BesideAtom(new FreeConvolution(ConvolutionAlgebra.Multiplicative, [mixture, new ZeroMixture(1.0 - w, new Uniform(0.0, 2.0))], [1.0, t]), 0.0, left: true));
        Assert.Null(EndLimit.BesideAtom(new FreeConvolution(ConvolutionAlgebra.Multiplicative, [Flat, Mp], [1.0, t]), 0.0, left: true));
    }

    /// <summary>Densities that end with a jump only on one side: F = e^{iθ} makes of a uniform law over a semicircle one that rises from 0 at −2 to ½ at 2.</summary>
    [Fact]
    public void The_jump_counts_at_the_end_where_it_is()
    {
        SpectralMeasure rising = new Uniform(0.0, 1.0).MonotoneSum(new Semicircle(0.0, 1.0));
        Assert.Equal((0.5, 0.0), (rising.Bands[0].LeftExponent, rising.Bands[0].RightExponent));
        foreach (double side in new[] { 1.0, -1.0 })
        {
            SpectralMeasure half = new AffineImage(rising, new AffineMap(0.0, side));
            MixedLaw one = new((0.8, Atomic.Point(2.0 * side)), (0.2, half));

            // Beside it a band of another kind begins where this one ends.
            MixedLaw joined = new((0.7, Atomic.Point(2.0 * side)), (0.2, half), (0.1, new Uniform(side > 0.0 ? 2.0 : -3.0, side > 0.0 ? 3.0 : -2.0)));
            foreach ((SpectralMeasure law, double weight, double beyond) in new (SpectralMeasure, double, double)[] { (one, 0.8, 0.0), (joined, 0.7, 0.1) })
            {
                FreeConvolution sum = (FreeConvolution)law.FreeSum(new Atomic(new Atom(-7.0, 0.1), new Atom(0.0, 0.9)));
                double left = weight - 0.1;
                Close.Relative(weight * 0.2 * 0.5 / left, EndLimit.BesideAtom(sum, 2.0 * side, left: side < 0.0)!.Value, 1e-6, "where it jumps");
                Assert.Equal(weight * beyond / left, EndLimit.BesideAtom(sum, 2.0 * side, left: side > 0.0)!.Value, 1e-12);
                Assert.Null(EndLimit.BesideAtom(sum, -2.0 * side, left: true));
            }
        }
    }

    /// <summary>Away from atoms the limit is that of values ever nearer: settled, growing like a logarithm, or falling like one; else it is refused.</summary>
    [Fact]
    public void A_limit_of_values_is_told_from_a_logarithm()
    {
        FreeConvolution law = (FreeConvolution)Mp.FreeSum(Flat);
        Estimate<double> Limit(Func<double, double> density) => EndLimit.At(law, 0.3, true, 2.0, t =>
        {
            Assert.True(t is < 2.1e-20 and > 1.9e-80, $"{t}");
            return new Estimate<double>(density(t), 1e-13, 7);
        });
        Estimate<double> settled = Limit(t => 0.7 + Math.Sqrt(t));
        Assert.Equal((0.7, 21), (settled.Value, settled.Evaluations));
        Assert.InRange(settled.Error, 1e-13, 2e-13);
        foreach (double size in new[] { 1048576.0, 1.0 / 1048576.0 })
        {
            Assert.InRange(Limit(t => size * (0.7 + (t < 1e-60 ? 3e-11 : 0.0))).Error, 3e-11 * size, (3.1e-11 * size) + 1e-13);
            Assert.Throws<NonConvergenceException>(() => Limit(t => size * (0.7 + (t < 1e-60 ? 3e-9 : 0.0) - (t < 1e-30 ? 1e-6 : 0.0))));
        }

        Estimate<double> nearly = Limit(t => 0.7 + (t < 1e-60 ? 3e-11 : 0.0));
        Assert.InRange(nearly.Error, 3e-11, 3.1e-11);
        Assert.Equal((double.PositiveInfinity, 0.0, 21), (Limit(t => -Math.Log(t)).Value, Limit(t => -Math.Log(t)).Error, Limit(t => -Math.Log(t)).Evaluations));
        Assert.Equal(double.PositiveInfinity, Limit(t => Math.Log(t) * Math.Log(t)).Value);
        Assert.Equal((0.0, 0.0), (Limit(t => -1.0 / Math.Log(t)).Value, Limit(t => -1.0 / Math.Log(t)).Error));
        Assert.Equal(0.0, Limit(t => 1.0 / Math.Log(t) / Math.Log(t)).Value);
        Assert.Throws<NonConvergenceException>(() => Limit(t => 1.0 - (1.0 / Math.Log(t) / Math.Log(t))));
        Assert.Throws<NonConvergenceException>(() => Limit(t => t is < 1e-30 and > 1e-50 ? 1.0 : 2.0 - (1e-3 * Math.Log10(t))));
        Assert.Throws<NonConvergenceException>(() => Limit(t => t is < 1e-30 and > 1e-50 ? 3.0 : 2.0 + (1e-3 * Math.Log10(t))));
    }
}
