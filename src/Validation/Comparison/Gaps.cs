using FreeSpectra.Measures;
using FreeSpectra.Numerics;

namespace FreeSpectra.Validation.Comparison;

/// <summary>The gaps between the parts of a support, atoms and bands.</summary>
internal static class Gaps
{
    /// <summary>The open intervals between parts of the support, the widest first.</summary>
    public static IEnumerable<Interval> Of(SpectralMeasure law)
    {
        (double Left, double Right)[] parts =
        [
            .. law.Atoms.Select(atom => (atom.Location, atom.Location)).Concat(law.Bands.Select(band => (band.Left, band.Right))).OrderBy(part => part.Item1),
        ];
        List<Interval> gaps = [];
        double end = parts[0].Right;
        foreach ((double left, double right) in parts)
        {
            if (left > end)
            {
                gaps.Add(new Interval(end, left));
            }

            end = Math.Max(end, right);
        }

        return gaps.OrderByDescending(gap => gap.HalfWidth);
    }
}
