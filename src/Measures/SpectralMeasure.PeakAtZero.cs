using FreeSpectra.Numerics;

namespace FreeSpectra.Measures;

/// <content>
/// The masses of a band with a narrow peak at 0: no quadrature from an end far away resolves it, as the distance from there has too few digits, while places
/// beside 0 have all of theirs. Masses are counted from 0 on there.
/// </content>
public abstract partial record SpectralMeasure
{
    // Of a density that is even over the nearer part of the band.
    private const double Peaked = 1e4;

    // Of the distance of an end from 0.
    private const double BesideZero = 1e-3;

    private bool HasPeakAtZero(Band band) =>
        double.IsFinite(band.Left) && double.IsFinite(band.Right) && band.Left < 0.0 && band.Right > 0.0
        && Density(0.0) * Math.Min(-band.Left, band.Right) is var share && share > Peaked * band.Mass && double.IsFinite(share);

    /// <summary>∫ ρ between 0 and x.</summary>
    private double MassBesideZero(double x) => x == 0.0 ? 0.0 : ToOwnDigits(tolerance => DoubleExponential.Adaptive(
        (near, _) => (Density(x > 0.0 ? near : -near), 0.0), Math.Abs(x), tolerance));

    private double MassUpToZero(int band, IntervalEnd end)
    {
        double middle = 0.5 * (end == IntervalEnd.Left ? Bands[band].Left : Bands[band].Right);
        return MassFromEdge(band, end, Math.Abs(middle)) + MassBesideZero(middle);
    }

    /// <summary>The place with these masses of the band to its left and right, if it lies in the nearer half of the mass on its side of a peak at 0.</summary>
    private double? BesidePeak(int band, double left, double right)
    {
        Band b = Bands[band];
        if (!HasPeakAtZero(b))
        {
            return null;
        }

        double below = MassUpToZero(band, IntervalEnd.Left), above = MassUpToZero(band, IntervalEnd.Right);
        double mass = left <= right ? left - below : above - right;
        if (Math.Abs(mass) <= BoundaryRounding)
        {
            return 0.0;
        }

        double side = Math.Sign(mass), target = Math.Abs(mass);
        return target < 0.5 * (mass > 0.0 ? above : below)
            ? side * MassSearch.Find(
                offset => MassBesideZero(side * offset), offset => Density(side * offset), target, mass > 0.0 ? b.Right : -b.Left, increasing: true, target / Density(0.0))
            : null;
    }
}
