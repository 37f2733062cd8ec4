using System.Collections.Immutable;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>Certified solutions at fixed points of a band, from which solutions elsewhere in it are started.</summary>
/// <remarks>
/// <para>A start proves nothing and decides nothing: what is found from it carries its own certificate.</para>
/// <para>Source: [BB07] thm. 4.1.</para>
/// </remarks>
internal sealed class BandSeeds
{
    private const int Count = 40;

    private readonly ImmutableArray<Seed> seeds;

    private BandSeeds(ImmutableArray<Seed> seeds) => this.seeds = seeds;

    /// <summary>Solves at points x = center − half·cos θ, equally spaced in θ.</summary>
    public static BandSeeds Of(FreeConvolution law, Band band)
    {
        if (double.IsInfinity(band.Width))
        {
            return new BandSeeds([]);
        }

        var seeds = ImmutableArray.CreateBuilder<Seed>();
        SubordinationSolver solver = law.NewSolver();
        for (int k = 0; k < Count; k++)
        {
            double sine = Math.Sin(0.5 * Math.PI * (k + 0.5) / Count);
            double x = band.Left + (band.Width * sine * sine);
            if (solver.TrySolve(law.Algebra.ToCoordinate(x)))
            {
                seeds.Add(new Seed(x, solver.At, solver.Pick, [.. solver.Omega], [.. solver.Slopes], solver.Jacobian));
            }
        }

        return new BandSeeds(seeds.ToImmutable());
    }

    /// <summary>The seed nearest to a point; null if there is none.</summary>
    public Seed? Nearest(double x) => seeds.MinBy(seed => Math.Abs(seed.X - x));

    /// <summary>One solution.</summary>
    /// <remarks>Source: [BB07] thm. 4.1.</remarks>
    internal sealed record Seed(
        double X, Complex At, Complex Pick, ImmutableArray<Complex> Omega, ImmutableArray<Complex> Slopes, Complex Jacobian);
}
