namespace FreeSpectra.Transforms;

/// <summary>Values of an increasing function at fixed places, from which every inversion starts with a narrow bracket.</summary>
/// <remarks>Source: [Bre73] ch. 4 (bracketing).</remarks>
internal sealed class MonotoneTable
{
    private readonly double[] places;
    private readonly double[] values;
    private readonly double[] levels;
    private readonly double scale;

    /// <summary>Tabulates a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="start">The first place.</param>
    /// <param name="end">The last place.</param>
    /// <param name="count">How many places.</param>
    /// <param name="scale">The size from which on the values count by their logarithm.</param>
    public MonotoneTable(Func<double, double> function, double start, double end, int count, double scale)
    {
        this.scale = scale;
        // From the middle outwards, as far as the values are in order: near an end they are mostly rounding.
        LinkedList<(double Place, double Value)> entries = new();
        for (int side = 1; side >= -1; side -= 2)
        {
            for (int k = side > 0 ? count / 2 : (count / 2) - 1; k >= 0 && k < count; k += side)
            {
                double place = start + ((end - start) * k / (count - 1));
                double value = function(place);
                bool ordered = double.IsFinite(value)
                    && (entries.Count == 0 || (side > 0 ? value > entries.Last!.Value.Value : value < entries.First!.Value.Value));
                if (!ordered)
                {
                    break;
                }

                _ = side > 0 ? entries.AddLast((place, value)) : entries.AddFirst((place, value));
            }
        }

        places = [.. entries.Select(entry => entry.Place)];
        values = [.. entries.Select(entry => entry.Value)];
        levels = [.. entries.Select(entry => Level(entry.Value))];
    }

    /// <summary>Places below and above the one with the value p, and a guess between them; null outside the table.</summary>
    public (double Low, double High, double Guess)? Bracket(double p)
    {
        int index = Array.BinarySearch(values, p);
        int right = index >= 0 ? index : ~index;
        if (right < 2 || right > values.Length - 2)
        {
            return null;
        }

        // One place more on each side, so that the rounding of a value does not matter.
        double fraction = (Level(p) - levels[right - 1]) / (levels[right] - levels[right - 1]);
        return (places[right - 2], places[right + 1], places[right - 1] + (fraction * (places[right] - places[right - 1])));
    }

    private double Level(double value) => Math.Asinh(value / scale);
}
