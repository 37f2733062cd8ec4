using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Networks.Chain;

/// <summary>The support of a chain's law for Haar weights and slope laws of finitely many atoms: what is left between all its gaps.</summary>
/// <remarks>
/// <para>
/// The distribution function in a gap of ν ⊠ μ is N_μ(z) + N_ν(v) − 1[u &gt; 0], since G' dz' = G dz + G_ν dv + d log u: the masses of
/// bands are differences of sums of weights, without any integral.
/// </para>
/// <para>Source: [BB07].</para>
/// </remarks>
internal static class AtomicSupport
{
    // Ends of gaps as near as this are one place.
    private const double SamePlace = 1e-12;

    /// <summary>Whether all bands of a chain can be found so.</summary>
    public static bool Covers(SpectralChain chain) =>
        chain.Weights == WeightEnsemble.Haar && chain.Layers.All(layer => layer.Slope is AtomicSlopeLaw);

    /// <summary>The bands in increasing order, relative to q_{L−1}, split where an atom has just vanished.</summary>
    public static ImmutableArray<SupportInterval> Find(SpectralChain chain, ChainStatistics statistics, double shift)
    {
        ChainLayer last = chain.Layers[^1];
        ImmutableArray<ChainLayer> layers = chain.Layers.SetItem(chain.Layers.Length - 1, new ChainLayer(last.Slope, 0.0, last.WeightVariance));
        (List<AtomicGap> gaps, List<(double Z, double MassBelow)> vanished) = new AtomicGaps(chain.InputMoment, layers).Find();
        AtomicGap outer = gaps.Single(gap => gap.IsOuter);
        AtomicGap[] inner = [.. gaps.Where(gap => !gap.IsOuter).OrderBy(gap => gap.Left.Z)];
        ImmutableArray<SupportInterval>.Builder bands = ImmutableArray.CreateBuilder<SupportInterval>();
        GapLimit from = outer.Right;
        double below = 0.0;
        for (int i = 0; i <= inner.Length; i++)
        {
            GapLimit to = i < inner.Length ? inner[i].Left : outer.Left;
            double next = i < inner.Length ? inner[i].MassBelow.High : 1.0;
            bool atom = from.Kind != GapEnd.Regular && to.Kind != GapEnd.Regular && Math.Abs(to.Z - from.Z) <= SamePlace * Math.Abs(to.Z);
            if (!atom)
            {
                Add(bands, vanished, new SupportInterval(
                    from.Z, to.Z, from.Kind == GapEnd.Regular, to.Kind == GapEnd.Regular, null, null, below + from.Weight.High, next - to.Weight.High));
            }

            if (i < inner.Length)
            {
                from = inner[i].Right;
                below = next;
            }
        }

        return bands.ToImmutable();
    }

    private static void Add(
        ImmutableArray<SupportInterval>.Builder bands, List<(double Z, double MassBelow)> vanished, SupportInterval band)
    {
        if (!(band.Left < band.Right) || !(band.MassAfter > band.MassBefore))
        {
            throw new NonConvergenceException(
                "The support of a chain", band.Left, 1, band.MassAfter - band.MassBefore, "Change a parameter slightly, or ask for less depth.");
        }

        foreach ((double place, double below) in vanished.OrderBy(pair => pair.Z))
        {
            double margin = SamePlace * place;
            if (place > band.Left + margin && place < band.Right - margin)
            {
                bands.Add(band with { Right = place, RightRegular = false, MassAfter = below });
                band = band with { Left = place, LeftRegular = false, MassBefore = below };
            }
        }

        bands.Add(band);
    }
}
