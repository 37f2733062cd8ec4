using System.Numerics;
using FreeSpectra.Measures;
using FreeSpectra.Networks.Chain;

namespace FreeSpectra.Bench;

/// <summary>400 densities of a deep chain: warm starts on the axis, against a descent from far above for every point.</summary>
public static class ChainBench
{
    public static IEnumerable<RatioCase> Ratios =>
    [
        Case(50, "a cold start for every point"),
        Timed(50, 0.02),
        Timed(1_000, 2.0),
        Timed(10_000, 2.0),
    ];

    private static RatioCase Case(int depth, string rival)
    {
        SpectralMeasure law = Law(depth);
        return new RatioCase($"400 densities at L = {depth}", () => Warm(law), rival, () => Cold(law), Limit: 1.0);
    }

    private static RatioCase Timed(int depth, double seconds)
    {
        Lazy<SpectralMeasure> law = new(() => Law(depth));
        return new RatioCase($"400 densities at L = {depth}, seconds", () => Warm(law.Value), "limit in seconds", null, seconds);
    }

    private static SpectralMeasure Law(int depth) =>
        SpectralChain.Uniform(depth, 1.0, new ChainLayer(SlopeLaw.TwoPoint(0.8, 1.155), 1.0, 1.0)).Fisher();

    private static double[] Points(SpectralMeasure law)
    {
        Band band = law.Bands[0];
        return [.. Enumerable.Range(0, 400).Select(i => band.Left + (band.Width * (i + 0.5) / 400.0))];
    }

    private static double[] Warm(SpectralMeasure law) => [.. Points(law).Select(law.Density)];

    private static double[] Cold(SpectralMeasure law) =>
        [.. Points(law).Select(x => -law.Cauchy(new Complex(x, 1e-10)).Imaginary / Math.PI)];
}
