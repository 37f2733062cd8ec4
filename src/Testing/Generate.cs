using FsCheck;
using FsCheck.Fluent;

namespace FreeSpectra.Testing;

/// <summary>Generators for FsCheck, with shrinking: a failed case becomes the simplest one that still fails.</summary>
/// <example><code>Prop.ForAll(Generate.Laws(), x => …)</code></example>
public static class Generate
{
    private const int MostSeed = 1_000_000;

    /// <summary>Bounded laws: named ones and free sums, products, powers, compressions and affine images of them.</summary>
    /// <param name="positive">Whether only laws on [0, ∞) are wanted.</param>
    /// <param name="operations">The largest number of operations, 0 … 4.</param>
    public static Arbitrary<LawCase> Laws(bool positive = false, int operations = 1)
    {
        Within(operations, 0, 4, nameof(operations));
        return Arb.From(
            LawGenerator.Of(operations, positive).Select(law => new LawCase(law)),
            item => LawShrinker.Shrink(item.Expression, positive).Select(law => new LawCase(law)));
    }

    /// <summary>Random matrices whose limit law is one of <see cref="Laws"/>.</summary>
    /// <param name="width">The order of each matrix.</param>
    /// <param name="replicates">How many matrices.</param>
    /// <param name="positive">Whether only laws on [0, ∞) are wanted.</param>
    /// <param name="operations">The largest number of operations, 0 … 4.</param>
    public static Arbitrary<EnsembleCase> Ensembles(int width = 200, int replicates = 4, bool positive = false, int operations = 1)
    {
        Arbitrary<LawCase> laws = Laws(positive, operations);
        return Arb.From(
            from law in laws.Generator from seed in Gen.Choose(0, MostSeed) select new EnsembleCase(law, width, replicates, (ulong)seed),
            item => laws.Shrinker(item.Source).Select(law => new EnsembleCase(law, item.Width, item.Replicates, item.Seed)));
    }

    /// <summary>Networks of equal widths with Haar weights, weight variances from 0.5 to 2.5, with biases and without.</summary>
    /// <param name="mostLayers">The largest depth, 2 … 20.</param>
    /// <param name="smooth">Whether smooth activations are wanted beside piecewise linear ones.</param>
    public static Arbitrary<NetworkCase> Networks(int mostLayers = 4, bool smooth = false)
    {
        Within(mostLayers, 2, 20, nameof(mostLayers));
        return Arb.From(
            NetworkGenerator.Of(mostLayers, smooth).Select(network => new NetworkCase(network)),
            item => NetworkGenerator.Shrink(item.Specification).Select(network => new NetworkCase(network)));
    }

    private static void Within(int value, int low, int high, string name)
    {
        if (value < low || value > high)
        {
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} must be an integer from {low} to {high}, but is {value}."));
        }
    }
}
