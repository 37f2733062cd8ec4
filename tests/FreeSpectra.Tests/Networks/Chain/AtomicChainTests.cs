using FreeSpectra.Measures;
using FreeSpectra.Measures.Laws;
using FreeSpectra.Networks;
using FreeSpectra.Networks.Activations;
using FreeSpectra.Networks.Chain;
using FreeSpectra.Numerics;
using FreeSpectra.Tests.Support;
using FreeSpectra.Transforms;

namespace FreeSpectra.Tests.Networks.Chain;

/// <summary>
/// Chains of slope laws with two or three atoms each, near-isometric ones and wide ones, against the same law as an expression of free
/// products and affine images.
/// </summary>
public sealed class AtomicChainTests
{
    private const int Cases = 60;

    // Here the expression merges two bands, or loses digits in a band of width 3e-5: these chains have digits of their own.
    private static readonly int[] Apart = [15, 36, 48, 54];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Cases).Except(Apart)];

    /// <summary>Densities by Newton's method on the definition at 40 digits, descending to 1e-26 above the axis; 0 in a gap between two bands.</summary>
    public static TheoryData<int, double, double> Digits => new()
    {
        { 15, 1.610699351302943, 7684.585407486 },
        { 36, 0.689, 56.199283290969 },
        { 36, 0.6895, 0.0 },
        { 36, 0.6896, 0.0 },
        { 36, 0.6897, 510.11625369729 },
        { 48, 0.519, 202.39751549278 },
        { 48, 0.5195, 0.0 },
        { 48, 0.5202, 96.187809851644 },
        { 54, 2.915, 28.045399731911 },
        { 54, 2.923, 0.0 },
        { 54, 2.932, 21.280444511684 },
    };

    [Theory, MemberData(nameof(Digits))]
    public void Densities_of_narrow_bands_have_the_digits_of_the_definition(int seed, double x, double density)
    {
        SpectralMeasure law = RandomChain(seed).Fisher();
        Close.To(1.0, law.TotalMass, within: 1e-13, "total mass");
        Close.To(density, law.Density(x), within: 1e-9 * density, $"density at {x} of chain {seed}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Bands_atoms_masses_and_densities_are_those_of_the_law_expression(int seed)
    {
        SpectralChain chain = RandomChain(seed);
        (SpectralMeasure law, SpectralMeasure expected) = (chain.Fisher(), Expression(chain));
        AssertSame(expected, law, $"chain {seed}");
    }

    [Fact]
    public void Near_isometric_layers_keep_both_bands()
    {
        // q₂ + (atoms(.9801, 1) [x] atoms(1.97015, 1.99005)), q₂ = .9801990025.
        SpectralMeasure law = Leaky(0.99, 3).Fisher();
        Assert.Equal(2, law.Bands.Length);
        Close.To(1.0, law.TotalMass, within: 1e-15, "total mass");
        Close.To(48.32415054870, law.Density(2.912), within: 1e-9, "density in the band that is easily lost");
        Close.To(33.43926109989, law.Density(2.93), within: 1e-9, "density in the band that is easily lost");
        Close.To(2.911143, law.Bands[0].Left, within: 1e-6, "its left end");
        Close.To(2.930647, law.Bands[0].Right, within: 1e-6, "its right end");
    }

    public static TheoryData<double, int> NearIsometries
    {
        get
        {
            TheoryData<double, int> data = [];
            foreach (int depth in new[] { 3, 4, 5 })
            {
                foreach (double slope in new[] { 0.95, 0.98, 0.985, 0.99, 0.992, 0.995, 0.997, 0.999, 1.005, 1.01, 1.02, -0.99 })
                {
                    data.Add(slope, depth);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(NearIsometries))]
    public void Leaky_units_of_equal_halves_leave_halves_of_the_mass(double slope, int depth)
    {
        SpectralMeasure law = Leaky(slope, depth).Fisher();
        Close.To(1.0, law.TotalMass, within: 1e-14, "total mass");
        double mean = law.Integrate(x => x, new Tolerance(1e-10, 1e-10)).Value.Real;
        Close.To(law.Mean, mean, within: 1e-6 * law.Mean, "mean by density");
        Assert.All(law.Bands, band => Close.To(0.5, band.Mass, within: 1e-15, $"mass of [{band.Left}, {band.Right}]"));
    }

    [Fact]
    public void Where_an_atom_has_vanished_between_two_bands_each_has_its_exact_mass()
    {
        SpectralMeasure law = Leaky(0.99, 3).Jacobian();
        Assert.Equal([0.5, 0.5], law.Bands.Select(band => band.Mass));
    }

    private static SpectralChain Leaky(double slope, int depth) => SpectralChain.FromNetwork(new NetworkSpecification(
        [
            .. Enumerable.Repeat(new LayerSpecification(ActivationParser.Parse(FormattableString.Invariant($"leaky-relu:slope={slope:R}")), 1.0, 0.0, 1.0), depth - 1),
            new LayerSpecification(null, 1.0, 0.0, 1.0),
        ],
        1.0,
        1.0,
        WeightEnsemble.Haar,
        Normalization.None));

    private static SpectralChain RandomChain(int seed)
    {
        Random random = new(seed);
        int count = 2 + (seed % 2);
        bool near = seed % 3 == 0;
        ChainLayer[] layers = new ChainLayer[count];
        for (int i = 0; i < count; i++)
        {
            int atoms = random.Next(2, 4);
            int[] weights = [.. Enumerable.Range(0, atoms).Select(_ => random.Next(1, 16))];
            double[] places = [.. Enumerable.Range(0, atoms).Select(_ => near ? 0.98 + (0.04 * random.NextDouble()) : 0.05 + (2.5 * random.NextDouble()))];
            if (seed % 5 == 0 && i == seed % count)
            {
                places[0] = 0.0;
            }

            double total = weights.Sum();
            layers[i] = new ChainLayer(
                SlopeLaw.FromAtoms([.. places.Zip(weights, (place, weight) => new Atom(place, weight / total))]),
                secondMoment: seed % 4 < 2 ? 0.0 : Math.Round(random.NextDouble(), 3),
                weightVariance: Math.Round(0.5 + random.NextDouble(), 3));
        }

        return new SpectralChain(1.0 + (0.25 * (seed % 3)), [.. layers], WeightEnsemble.Haar);
    }

    /// <summary>(q + σ²·)_*(ν ⊠ μ) layer by layer.</summary>
    private static SpectralMeasure Expression(SpectralChain chain)
    {
        SpectralMeasure law = Atomic.Point(chain.InputMoment);
        foreach (ChainLayer layer in chain.Layers)
        {
            law = new AffineImage(new Atomic(layer.Slope.Atoms).FreeProduct(law), new AffineMap(layer.SecondMoment, layer.WeightVariance));
        }

        return law;
    }

    private static void AssertSame(SpectralMeasure expected, SpectralMeasure law, string what)
    {
        Close.To(1.0, law.TotalMass, within: 1e-13, $"total mass of {what}");
        Assert.True(
            expected.Atoms.Length == law.Atoms.Length,
            $"atoms of {what}: expected {string.Join(' ', expected.Atoms)}, got {string.Join(' ', law.Atoms)}");
        Assert.True(
            expected.Bands.Length == law.Bands.Length,
            $"bands of {what}: expected {string.Join(' ', expected.Bands)}, got {string.Join(' ', law.Bands)}");
        foreach ((Atom first, Atom second) in expected.Atoms.Zip(law.Atoms))
        {
            Close.To(first.Location, second.Location, within: 1e-14 * first.Location, $"atom of {what}");
            Close.To(first.Weight, second.Weight, within: 1e-14, $"its weight in {what}");
        }

        foreach ((Band first, Band second) in expected.Bands.Zip(law.Bands))
        {
            Close.To(first.Left, second.Left, within: 1e-12 * first.Right, $"left end of a band of {what}");
            Close.To(first.Right, second.Right, within: 1e-12 * first.Right, $"right end of a band of {what}");
            Close.To(first.Mass, second.Mass, within: 1e-12, $"mass of a band of {what}");
            foreach (double part in new[] { 0.07, 0.31, 0.5, 0.83 })
            {
                double x = first.Left + (part * (first.Right - first.Left));
                Close.Relative(expected.Density(x), law.Density(x), within: 1e-8, $"density at {x} of {what}");
            }
        }
    }
}
