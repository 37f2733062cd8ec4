using System.Numerics;
using FreeSpectra.Measures;

namespace FreeSpectra.Transforms;

/// <summary>The size of a law, for starts of iterations and for grids: nothing depends on its exact value.</summary>
/// <remarks>Source: [BV93] §5.</remarks>
internal static class LawScale
{
    /// <summary>The largest distance of a finite end or atom from 0; for a law on the whole line, a height at which F(iy) ≈ iy.</summary>
    public static double Of(SpectralMeasure law)
    {
        double size = 0.0;
        foreach (Atom atom in law.Atoms)
        {
            size = Math.Max(size, Math.Abs(atom.Location));
        }

        bool unbounded = false;
        foreach (Band band in law.Bands)
        {
            unbounded |= double.IsInfinity(band.Left) || double.IsInfinity(band.Right);
            size = Math.Max(size, double.IsFinite(band.Left) ? Math.Abs(band.Left) : 0.0);
            size = Math.Max(size, double.IsFinite(band.Right) ? Math.Abs(band.Right) : 0.0);
        }

        if (unbounded)
        {
            double height = Math.Max(size, 1e-3);
            for (int k = 0; k < 30; k++)
            {
                Complex point = new(0.0, height);
                if (Complex.Abs((1.0 / law.Cauchy(point)) - point) < 0.5 * height)
                {
                    break;
                }

                height *= 2.0;
            }

            size = Math.Max(size, height);
        }

        return size > 0.0 ? size : 1.0;
    }
}
