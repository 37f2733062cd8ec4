using System.Collections.Immutable;
using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Transforms;

/// <summary>An interval on which F of a Boolean or monotone sum is not real, because that of one summand is not.</summary>
/// <remarks>Source: [SW97] (Boolean); [Mur01] (monotone).</remarks>
/// <param name="Left">The left end.</param>
/// <param name="Right">The right end.</param>
internal readonly record struct ReciprocalStretch(ReciprocalEnd Left, ReciprocalEnd Right)
{
    /// <summary>All of them: the bands of ν, and those of μ for Boolean sums or their preimages under F_ν for monotone ones.</summary>
    /// <param name="law">The sum.</param>
    /// <param name="size">A length.</param>
    public static ImmutableArray<ReciprocalStretch> All(ReciprocalLaw law, double size) =>
    [
        .. law.Second.Bands.Select(OfBand),
        .. law.IsMonotone ? Preimages(law, size) : law.First.Bands.Select(OfBand),
    ];

    private static ReciprocalStretch OfBand(Band band) => new(new ReciprocalEnd(band.Left, -1), new ReciprocalEnd(band.Right, -1));

    /// <summary>Where F_ν is real and its value in a band of μ.</summary>
    private static List<ReciprocalStretch> Preimages(ReciprocalLaw law, double size)
    {
        double[] edges = [.. law.Second.Bands.SelectMany(band => new[] { band.Left, band.Right })];
        List<ReciprocalStretch> found = [];
        foreach (RealBranch branch in RealBranch.Of(law.Second, ConvolutionAlgebra.Additive))
        {
            for (int i = 0; i < law.First.Bands.Length; i++)
            {
                Band band = law.First.Bands[i];
                if (band.Left >= branch.High || band.Right <= branch.Low)
                {
                    continue;
                }

                ReciprocalEnd left = band.Left > branch.Low
                    ? Reached(law.Second, branch, band.Left, i, size)
                    : AtEnd(law.Second, branch, upper: false, new ReciprocalEnd(branch.Low - band.Left, i), edges, size);
                ReciprocalEnd right = band.Right < branch.High
                    ? Reached(law.Second, branch, band.Right, i, size)
                    : AtEnd(law.Second, branch, upper: true, new ReciprocalEnd(band.Right - branch.High, i), edges, size);
                int last = found.Count - 1;
                if (last >= 0 && left.Source < 0 && found[last].Right.Source < 0 && !edges.Any(edge => edge >= found[last].Right.Place && edge <= left.Place))
                {
                    // Two branches meet inside a gap, where nothing happens.
                    found[last] = new ReciprocalStretch(found[last].Left, right);
                }
                else if (left.Place < right.Place)
                {
                    found.Add(new ReciprocalStretch(left, right));
                }
            }
        }

        return found;
    }

    /// <summary>The end of a branch of F_ν: the end of a gap of ν, or a point inside it, mostly 0, that only divides the branches.</summary>
    /// <param name="second">ν.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="upper">Which end.</param>
    /// <param name="reached">The end of the band of μ, with how far it reaches beyond the branch in place of a place.</param>
    /// <param name="edges">The ends of the bands of ν.</param>
    /// <param name="size">A length.</param>
    private static ReciprocalEnd AtEnd(SpectralMeasure second, RealBranch branch, bool upper, ReciprocalEnd reached, double[] edges, double size)
    {
        double beside = branch.Invert(Inside(branch, upper, size)).Z;
        double nearest = edges.Append(double.PositiveInfinity).MinBy(edge => Math.Abs(edge - beside));
        double away = Math.Abs(nearest - beside);
        bool divides = upper ? branch.HighIsSplit || branch.High == 0.0 : branch.LowIsSplit || branch.Low == 0.0;
        double value = upper ? branch.High : branch.Low;
        if (!divides || Math.Abs(ReciprocalTransform.Of(second, nearest).Value.Real - value) <= 1e-9 * size)
        {
            return new ReciprocalEnd(nearest, -1);
        }

        double place = Math.Abs(beside) < 1e-3 * away ? 0.0 : beside;
        return reached.Place <= 1e-13 * size ? reached with { Place = place } : new ReciprocalEnd(place, -1);
    }

    /// <summary>
    /// Where F_ν takes the end of a band of μ. Beside an end of ν at which G_ν is infinite that may be nearer than rounding, so that F_ν has another value
    /// at the place: then the density starts there at once.
    /// </summary>
    private static ReciprocalEnd Reached(SpectralMeasure second, RealBranch branch, double edge, int source, double size)
    {
        double place = branch.Invert(edge).Z;
        return Math.Abs(ReciprocalTransform.Of(second, place).Value.Real - edge) <= 1e-9 * size ? new ReciprocalEnd(place, source) : new ReciprocalEnd(place, -1);
    }

    private static double Inside(RealBranch branch, bool upper, double size)
    {
        RangeMap map = RangeMap.SplitAtZero(branch.Low, branch.High, size);
        return map.At(upper ? map.End : map.Start);
    }

    /// <summary>The end of a band at a place: regular if another stretch covers the place, or ends where this one begins.</summary>
    public static ReciprocalEnd Meeting(ImmutableArray<ReciprocalStretch> stretches, double place, IntervalEnd side)
    {
        bool passed = stretches.Any(t => place > t.Left.Place && place < t.Right.Place);
        bool starts = stretches.Any(t => t.Left.Place == place);
        bool stops = stretches.Any(t => t.Right.Place == place);
        return passed || (starts && stops)
            ? new ReciprocalEnd(place, -1)
            : side == IntervalEnd.Left ? stretches.First(t => t.Left.Place == place).Left : stretches.First(t => t.Right.Place == place).Right;
    }
}
