namespace FreeSpectra.Numerics.Exact;

/// <summary>Linear algebra over the rational functions.</summary>
internal static class FunctionVectors
{
    /// <summary>Coefficients, not all 0, of a vanishing combination of the vectors; null if they are independent.</summary>
    /// <remarks>Of all vanishing combinations it is one that uses as few of the last vectors as possible.</remarks>
    public static RationalFunction[]? Dependency(IReadOnlyList<RationalFunction[]> vectors)
    {
        // Each row is kept with the combination of the original vectors that it is.
        var rows = new List<(RationalFunction[] Row, RationalFunction[] Combination, int Pivot)>();
        for (int index = 0; index < vectors.Count; index++)
        {
            RationalFunction[] row = [.. vectors[index]];
            var combination = new RationalFunction[vectors.Count];
            Array.Fill(combination, (RationalFunction)0);
            combination[index] = 1;
            foreach ((RationalFunction[] earlier, RationalFunction[] earlierCombination, int pivot) in rows)
            {
                if (row[pivot].IsZero)
                {
                    continue;
                }

                RationalFunction factor = row[pivot] / earlier[pivot];
                Subtract(row, earlier, factor);
                Subtract(combination, earlierCombination, factor);
            }

            int found = Array.FindIndex(row, c => !c.IsZero);
            if (found < 0)
            {
                return combination;
            }

            rows.Add((row, combination, found));
        }

        return null;
    }

    private static void Subtract(RationalFunction[] from, RationalFunction[] row, RationalFunction factor)
    {
        for (int j = 0; j < from.Length; j++)
        {
            if (!row[j].IsZero)
            {
                from[j] -= factor * row[j];
            }
        }
    }
}
