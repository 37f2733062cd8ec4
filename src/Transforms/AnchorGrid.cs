using System.Collections.Concurrent;
using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>Solutions of the subordination equations at fixed points of the upper half-plane, from which all others are near.</summary>
/// <remarks>
/// <para>
/// The points are a hyperbolic grid: at the heights 4ᵏ·scale, a height apart. An anchor is solved from the one above it, and a
/// value at z from the anchor whose height is the larger of Im z and the distance of z from the nearest end of a gap. So a
/// value depends on z alone, whatever was asked before and from whatever thread.
/// </para>
/// <para>Source: [BB07] thm. 3.2, 4.1 (the solution above the axis is unique, so the way to it does not matter).</para>
/// </remarks>
internal sealed class AnchorGrid(FreeConvolution law)
{
    private const int Top = 2;
    private const int Bottom = -480;
    private const int Highest = 500;
    private const int Capacity = 20_000;
    private const int Climb = 8;

    private readonly ConcurrentDictionary<(int Level, double Index), SubordinationSolver?> anchors = new();

    /// <summary>A solver whose last solution is that of the anchor nearest to z; without a solution where there is none.</summary>
    public SubordinationSolver Near(Complex z)
    {
        double height = Math.Max(z.Imaginary, z.Imaginary < 0.01 * law.Scale ? 0.5 * Math.Min(Distance(law, z.Real), Math.Max(law.Scale, Math.Abs(z.Real))) : 0.0);
        int level = (int)Math.Round(Math.Log(height / law.Scale) / Math.Log(4.0));
        level = Math.Clamp(level, Bottom, Highest);
        for (int up = 0; up < Climb; up++)
        {
            if (At(level + up, z.Real) is { } anchor)
            {
                return anchor.Fork();
            }
        }

        return law.NewSolver();
    }

    private SubordinationSolver? At(int level, double x)
    {
        double step = law.Scale * Math.Pow(4.0, level);
        double index = Math.Round(x / step);
        (int, double) key = (level, index);
        if (anchors.TryGetValue(key, out SubordinationSolver? known))
        {
            return known;
        }

        // Only the topmost anchors come down from infinity. Where one is lost those below it are, or every one of them would search again.
        Complex point = new(index * step, step);
        SubordinationSolver? anchor = level >= Top ? law.NewSolver() : At(level + 1, point.Real)?.Fork();
        Complex zeta = law.Algebra.ToCoordinate(point);
        if (anchor is not null && !(level >= Top ? anchor.TrySolve(zeta) : anchor.TryFollow(zeta)))
        {
            anchor = null;
        }

        if (anchors.Count < Capacity)
        {
            anchors.TryAdd(key, anchor);
        }

        return anchor;
    }

    /// <summary>The distance of a real point from the nearest end of a gap, atom or place where atoms leave just none, for products also from 0; infinite where there is none.</summary>
    public static double Distance(FreeConvolution law, double x)
    {
        double least = law.IsProduct ? Math.Abs(x) : double.PositiveInfinity;
        foreach (RealGap gap in law.Structure.Gaps)
        {
            least = Math.Min(least, Math.Min(Math.Abs(x - gap.Left), Math.Abs(x - gap.Right)));
        }

        foreach (Atom atom in law.Atoms)
        {
            least = Math.Min(least, Math.Abs(x - atom.Location));
        }

        foreach ((double place, _, _) in law.JustNoAtoms)
        {
            least = x == place ? least : Math.Min(least, Math.Abs(x - place));
        }

        return least;
    }
}
