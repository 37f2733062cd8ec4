using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Bench;

/// <summary>400 densities of a deep chain: warm starts on the axis, against a descent from far above for every point.</summary>
/// <remarks>
/// Two families: one that contracts (α = 0.8, γσ² = 1.155), so that its early layers are forgotten, and one that nearly keeps
/// its mean (α = 1 − 2/L, γ = 1), where every layer counts. The points lie across the widest band.
/// </remarks>
public static class ChainBench
{
    private static readonly int[] Depths = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

    public static IEnumerable<RatioCase> Ratios =>
    [
        Cold(50),
        Timed("contracting", 50, Contracting, 0.02),
        Timed("contracting", 10_000, Contracting, 2.0),
        .. Depths.Select(depth => Timed("isometric", depth, NearlyIsometric, depth == 50 ? 0.02 : 2.0)),
        Linear(200, 50),
    ];

    private static RatioCase Cold(int depth)
    {
        Lazy<SpectralMeasure> law = new(() => Contracting(depth));
        return new RatioCase(
            $"400 densities at L = {depth}", () => Warm(law.Value), "a cold start for every point", () => FromAbove(law.Value), Limit: 1.0);
    }

    private static RatioCase Timed(string family, int depth, Func<int, SpectralMeasure> law, double seconds)
    {
        Lazy<SpectralMeasure> made = new(() => law(depth));
        return new RatioCase(
            $"400 densities at L = {depth}, {family}, seconds", () => Warm(made.Value), "limit in seconds", null, seconds);
    }

    /// <summary>The cost is linear in L: many layers once against few layers as many times.</summary>
    private static RatioCase Linear(int depth, int times)
    {
        Lazy<SpectralMeasure> deep = new(() => NearlyIsometric(depth * times));
        Lazy<SpectralMeasure> shallow = new(() => NearlyIsometric(depth));
        return new RatioCase(
            $"400 densities at L = {depth * times}, isometric",
            () => Warm(deep.Value),
            $"the same at L = {depth}, {times} times",
            () => Repeated(times, shallow.Value),
            Limit: 1.5);
    }

    private static SpectralMeasure Contracting(int depth) =>
        SpectralChain.Uniform(depth, 1.0, new ChainLayer(SlopeLaw.TwoPoint(0.8, 1.155), 1.0, 1.0)).Fisher();

    private static SpectralMeasure NearlyIsometric(int depth) =>
        SpectralChain.Uniform(depth, 1.0, new ChainLayer(SlopeLaw.TwoPoint(1.0 - (2.0 / depth), 1.0), 1.0, 1.0)).Fisher();

    private static double[] Points(SpectralMeasure law)
    {
        Band band = law.Bands.MaxBy(candidate => candidate.Width)!;
        return [.. Enumerable.Range(0, 400).Select(i => band.Left + (band.Width * (i + 0.5) / 400.0))];
    }

    private static double[] Warm(SpectralMeasure law) => [.. Points(law).Select(law.Density)];

    private static double[] Repeated(int times, SpectralMeasure law)
    {
        double[] last = [];
        for (int i = 0; i < times; i++)
        {
            last = Warm(law);
        }

        return last;
    }

    private static double[] FromAbove(SpectralMeasure law) =>
        [.. Points(law).Select(x => -law.Cauchy(new Complex(x, 1e-10)).Imaginary / Math.PI)];
}
