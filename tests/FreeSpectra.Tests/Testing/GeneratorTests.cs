using FreeSpectra.Measures;
using FreeSpectra.Measures.Expressions;
using FreeSpectra.Networks;
using FreeSpectra.Numerics;
using FreeSpectra.Testing;
using FreeSpectra.Validation;
using FreeSpectra.Validation.Expectations;
using FsCheck;
using FsCheck.Fluent;

namespace FreeSpectra.Tests.Testing;

/// <summary>The generators give valid, varied cases, and shrinking ends at simple ones.</summary>
public sealed class GeneratorTests
{
    private const int Cases = 300;
    private const int Size = 50;
    private const double Rounding = 1e-12;
    private static readonly Rnd Seed = new(20_26, 0x9E37_79B9_7F4A_7C15);

    [Fact]
    public void Generated_laws_have_mass_one_and_print_as_text_that_can_be_read_again()
    {
        foreach (LawCase item in Generate.Laws().Generator.Sample(Cases, Seed, Size))
        {
            Assert.Equal(item.Expression, LawCase.Parse(item.ToString()).Expression);
            SpectralMeasure law = item.Law;
            double mass = law.Atoms.Sum(atom => atom.Weight) + law.Bands.Sum(band => band.Mass);
            Assert.True(Math.Abs(mass - 1.0) < 1e-9, $"{item} has mass {mass:R}");
        }
    }

    [Fact]
    public void Positive_laws_are_positive_and_stay_so_when_they_shrink()
    {
        Arbitrary<LawCase> laws = Generate.Laws(positive: true);
        foreach (LawCase item in laws.Generator.Sample(Cases, Seed, Size))
        {
            Assert.True(item.Law.BottomOfSupport >= -Rounding, $"{item} starts at {item.Law.BottomOfSupport:R}");
            foreach (LawCase simpler in laws.Shrinker(item))
            {
                Assert.True(simpler.Law.BottomOfSupport >= -Rounding, $"{item} shrinks to {simpler}");
            }
        }
    }

    [Fact]
    public void Generated_laws_vary()
    {
        LawCase[] items = [.. Generate.Laws().Generator.Sample(Cases, Seed, Size)];
        Assert.True(items.Select(item => item.ToString()).Distinct().Count() > Cases * 3 / 4);
        Assert.Contains(items, item => item.Law.Atoms.Length > 1);
        Assert.Contains(items, item => item.Law.Bands.Length > 1);
        Assert.Contains(items, item => item.Law.BottomOfSupport < 0.0);
    }

    [Fact]
    public void Shrinking_ends_and_never_grows()
    {
        Arbitrary<LawCase> laws = Generate.Laws(operations: 3);
        foreach (LawCase start in laws.Generator.Sample(100, Seed, Size))
        {
            LawCase current = start;
            int steps = 0;
            while (laws.Shrinker(current).LastOrDefault() is { } simpler)
            {
                current = simpler;
                Assert.True(++steps < 200, $"{start} does not stop shrinking; it is at {current}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failed_law_shrinks_to_the_simplest_one(bool positive)
    {
        Exception thrown = Assert.ThrowsAny<Exception>(() => Check.One(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(200),
            Prop.ForAll(Generate.Laws(positive), (LawCase item) => item.Law.Bands.Length == 0)));
        string shrunk = thrown.Message.Split('\n').SkipWhile(line => !line.StartsWith("Shrunk", StringComparison.Ordinal)).ElementAt(1);
        Assert.All(Leaves(LawCase.Parse(shrunk).Expression), leaf => Assert.Contains(leaf, (string[])["bernoulli(0.5)", "mp(1)", "semicircle(1)"]));
    }

    private static IEnumerable<string> Leaves(LawExpression law) =>
        law.Operands.IsEmpty ? [law.ToString()] : law.Operands.SelectMany(Leaves);

    [Fact]
    public void Generated_networks_are_valid_and_shrink_to_two_relu_layers()
    {
        Arbitrary<NetworkCase> networks = Generate.Networks(mostLayers: 5, smooth: true);
        foreach (NetworkCase start in networks.Generator.Sample(100, Seed, Size))
        {
            Assert.Null(start.Specification.Layers[^1].Activation);
            NetworkCase current = start;
            int steps = 0;
            while (networks.Shrinker(current).FirstOrDefault() is { } simpler)
            {
                current = simpler;
                Assert.True(++steps < 200, $"{start} does not stop shrinking; it is at {current}");
            }

            Assert.Equal(2, current.Specification.Depth);
            Assert.Equal("relu", current.Specification.Layers[0].Activation!.Name);
        }
    }

    /// <summary>A law that could not be certified is no contradiction, but there must be few of them.</summary>
    [Fact]
    public void Generated_ensembles_follow_their_law()
    {
        const int cases = 60;
        int refused = 0;
        foreach (EnsembleCase item in Generate.Ensembles(width: 120, replicates: 2).Generator.Sample(cases, Seed, Size))
        {
            try
            {
                Expect.Spectra(item.Sample()).Follows(item.Law, new FiniteWidth(displaced: 3.0));
            }
            catch (NonConvergenceException)
            {
                refused++;
            }
        }

        Assert.True(refused <= cases / 20, $"{refused} of {cases} laws were refused");
    }

    [Fact]
    public void The_defaults_are_found_by_type()
    {
        Config config = Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(20).WithArbitrary([typeof(Arbitraries)]);
        Check.One(config, Prop.ForAll((LawCase law, NetworkCase network, EnsembleCase ensemble) =>
            law.Law is not null && network.Specification.Depth >= 2 && ensemble.Width == 200));
    }
}
